#include "core/engine/risk/Bands.h"

namespace qd::risk {
namespace {

/// |a - b| * scale / b, truncated. b > 0.
Int128 relativeDistance(Price a, Price b, std::int64_t scale) noexcept {
    const Int128 difference = (Int128{a.raw()} - b.raw()) * scale / b.raw();
    return difference < 0 ? -difference : difference;
}

} // namespace

bool isRiskIncreasing(Side side, bool reduceOnly, Quantity size, Quantity base, Quantity openBids, Quantity openAsks) {
    if (reduceOnly) return false;
    if (side == Side::Buy) return base.raw() >= 0 || Int128{openBids.raw()} + size.raw() > -Int128{base.raw()};
    const Int128 asks = Int128{openAsks.raw()} - size.raw();
    return base.raw() <= 0 || (asks < 0 ? -asks : asks) > base.raw();
}

bool limitBreachesBand(Side side, Price limit, Price index, Ratio band) {
    if (index.raw() <= 0) return true;
    const Int128 beyond = side == Side::Buy ? Int128{limit.raw()} - index.raw() : Int128{index.raw()} - limit.raw();
    return beyond > 0 && beyond * Ratio::kScale / index.raw() >= band.raw();
}

bool fillInBand(Price fill, Price index, Ratio band, Price twap5, Rate twapBand) {
    if (index.raw() <= 0 || twap5.raw() <= 0) return false;
    return relativeDistance(fill, index, Ratio::kScale) < band.raw() &&
           relativeDistance(fill, twap5, Rate::kScale) < twapBand.raw();
}

MathResult<Price> protectiveLimit(Side side, Price index, Rate slippage, Ratio band) {
    // The farthest price that limitBreachesBand still accepts: (l - o) * 1e4 / o < band  <=>  (l - o) * 1e4 < band * o.
    const Checked widest = Checked(index.raw()).times(band.raw(), Ratio::kScale, Round::Up) - 1;
    const Checked wanted = Checked(index.raw()).times(slippage.raw(), Rate::kScale, Round::Down);
    const Checked distance = max(Checked(0), min(widest, wanted));
    return (Checked(index.raw()) + distance * Checked(signOf(side))).to<Price>();
}

} // namespace qd::risk
