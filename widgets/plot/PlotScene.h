#pragma once

#include "widgets/plot/Viewport.h"

namespace qd::plot {

/// What a PlotView shows and moves: a view over time and price that follows the market until a hand takes it away.
class PlotScene {
  public:
    PlotScene() = default;
    PlotScene(const PlotScene&) = delete;
    PlotScene& operator=(const PlotScene&) = delete;
    virtual ~PlotScene() = default;

    [[nodiscard]] virtual const Viewport& view() const = 0;
    /// Price step of the market; one raw unit while it is unknown.
    [[nodiscard]] virtual Price tick() const = 0;

    /// Where a moment of market time is on the x axis, and which moment is at `x`. A view's own axis may hold something
    /// else than time (bars side by side): whoever speaks of moments asks here, never the view.
    [[nodiscard]] virtual double xOf(UnixNanos t) const { return view().xOf(t); }
    [[nodiscard]] virtual UnixNanos timeAt(double x) const { return view().timeAt(x); }

    /// As in Viewport; what follows from it (what follows the market, what must be read) is the scene's.
    virtual void zoomTime(double factor, double x) = 0;
    virtual void panTime(double pixels) = 0;
    virtual void zoomPrice(double factor, double y) = 0;
    virtual void panPrice(double pixels) = 0;

    /// The newest stays where it is on the screen while time goes on.
    [[nodiscard]] virtual bool follows() const = 0;
    virtual void setFollows(bool follows) = 0;
    /// The prices in view are chosen by the scene, not by a hand.
    [[nodiscard]] virtual bool fitsPrices() const = 0;
    virtual void setFitsPrices(bool fits) = 0;
};

} // namespace qd::plot
