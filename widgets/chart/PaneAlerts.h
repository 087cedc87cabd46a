#pragma once

#include "widgets/chart/BarPainter.h"
#include "widgets/chart/ChartLook.h"
#include "widgets/studies/AlertStudies.h"

#include <QPainter>

#include <optional>
#include <vector>

namespace qd::chart {

/// An alert on a study with a pane of its own, at a level.
struct PaneAlert {
    std::uint32_t number = 0;
    std::size_t study = 0; ///< index among those shown
    NamedLine line;
    double level = 0; ///< a value of the line
    QString label;
};

/// The same with its place on the screen, device-independent pixels.
struct PlacedPaneAlert {
    PaneAlert alert;
    ValueAxis axis;
    int y = 0;
    bool inside = false; ///< its level is on the pane's scale; else the label stands at the edge beyond which it is
    QRect label;
    QRect cross;
};

/// Lays out, draws and finds the alerts in the panes below the prices.
class PaneAlertLayer {
  public:
    /// `axes`: of the pane of each study, by its index; null: it has none.
    void lay(const std::vector<PaneAlert>& alerts, const std::vector<const ValueAxis*>& axes, ChartLook& look);
    void paint(QPainter& painter, ChartLook& look, const ui::Theme& theme, std::optional<std::uint32_t> held) const;
    /// The alert whose label or line is there; null: none.
    [[nodiscard]] const PlacedPaneAlert* at(const QPoint& at) const;
    [[nodiscard]] const PlacedPaneAlert* ofNumber(std::uint32_t number) const;

  private:
    std::vector<PlacedPaneAlert> m_placed;
};

} // namespace qd::chart
