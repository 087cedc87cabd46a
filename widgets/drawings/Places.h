#pragma once

#include "widgets/drawings/Drawing.h"

#include <QRect>

namespace qd::drawings {

/// Where moments and prices are in a plot: the one seam between drawings and a chart. Device-independent pixels.
class Places {
  public:
    Places() = default;
    Places(const Places&) = delete;
    Places& operator=(const Places&) = delete;
    virtual ~Places() = default;

    [[nodiscard]] virtual QRect plot() const = 0;
    [[nodiscard]] virtual double xOf(UnixNanos t) const = 0;
    /// The reverse of xOf.
    [[nodiscard]] virtual UnixNanos timeAt(double x) const = 0;
    /// Of a price in raw units, which may lie between prices.
    [[nodiscard]] virtual double yOfRaw(double raw) const = 0;
    /// The multiple of the tick nearest to `y`, at least one tick.
    [[nodiscard]] virtual Price priceAt(double y) const = 0;
    [[nodiscard]] virtual Price tick() const = 0;
    /// Equal distances are equal ratios of prices.
    [[nodiscard]] virtual bool isLogarithmic() const = 0;
    /// How many bars lie between two moments; negative when `to` is before `from`.
    [[nodiscard]] virtual std::int64_t barsBetween(UnixNanos from, UnixNanos to) const = 0;

    [[nodiscard]] QPointF pointOf(const Anchor& anchor) const {
        return {xOf(anchor.t), yOfRaw(static_cast<double>(anchor.price.raw()))};
    }
    [[nodiscard]] Anchor anchorAt(const QPointF& at) const { return bounded({timeAt(at.x()), priceAt(at.y())}); }
};

} // namespace qd::drawings
