#pragma once

#include "widgets/base/Theme.h"
#include "widgets/quotes/QuoteColumns.h"
#include "widgets/quotes/Spark.h"

#include <QStyledItemDelegate>

#include <functional>

namespace qd::ui::quotes {

/// The market's name: base asset bright, the rest quiet, and a bar before the one the linked panes show.
class MarketDelegate final : public QStyledItemDelegate {
  public:
    struct Look {
        QString base;
        QString rest;
        bool shown = false;
    };
    MarketDelegate(ThemeHost& themes, std::function<Look(const QModelIndex&)> look, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    ThemeHost& m_themes;
    std::function<Look(const QModelIndex&)> m_look;
};

/// The line of a spark.
class SparkDelegate final : public QStyledItemDelegate {
  public:
    struct Look {
        std::span<const SparkPoint> points;
        bool current = false; ///< otherwise it is dimmed
    };
    SparkDelegate(ThemeHost& themes, std::function<Look(const QModelIndex&)> look, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    ThemeHost& m_themes;
    std::function<Look(const QModelIndex&)> m_look;
};

} // namespace qd::ui::quotes
