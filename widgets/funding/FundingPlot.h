#pragma once

#include "core/domain/Records.h"
#include "widgets/base/Theme.h"

#include <QString>
#include <QWidget>

#include <optional>
#include <span>
#include <vector>

namespace qd::ui {

/// Past funding rates of a market as bars around the zero line, newest at the right; the bar under the mouse says what
/// it is. Main thread.
class FundingPlot final : public QWidget {
    Q_OBJECT
  public:
    explicit FundingPlot(ThemeHost& themes, QWidget* parent = nullptr);

    /// Newest first, as the history gives them.
    void setRates(std::span<const FundingRecord> rates);
    /// What stands in the plot while it has no bar.
    void setEmptyText(const QString& text);
    [[nodiscard]] const QString& emptyText() const { return m_emptyText; }
    [[nodiscard]] const std::vector<FundingRecord>& rates() const { return m_rates; }
    /// The bar at a place of the widget; empty where there is none.
    [[nodiscard]] std::optional<std::size_t> barAt(int x) const;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    [[nodiscard]] QRect plotRect() const;
    [[nodiscard]] std::int64_t largest() const;
    void paintAxis(QPainter& painter, const QRect& plot) const;
    void paintBars(QPainter& painter, const QRect& plot) const;
    void paintReadout(QPainter& painter, const QRect& plot) const;

    ThemeHost& m_themes;
    std::vector<FundingRecord> m_rates; ///< oldest first
    QString m_emptyText;
    std::optional<std::size_t> m_hovered;
};

} // namespace qd::ui
