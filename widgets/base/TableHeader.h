#pragma once

#include "widgets/base/Theme.h"

#include <QHeaderView>

namespace qd::ui {

/// The headings of a table: each stands exactly over its cells, the sorted one has an arrow beside it.
class TableHeader final : public QHeaderView {
    Q_OBJECT
  public:
    /// From a cell's edge to its text, device-independent pixels.
    static constexpr int kPadding = 6;

    TableHeader(ThemeHost& themes, QWidget* parent);

    /// Room the arrow takes beside a heading.
    [[nodiscard]] int arrowSpace() const { return m_themes.theme().scaled(9); }

  protected:
    void paintSection(QPainter* painter, const QRect& rect, int logical) const override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    void paintArrow(QPainter& painter, QPoint centre) const;

    ThemeHost& m_themes;
    int m_hovered = -1;
};

} // namespace qd::ui
