#include "core/engine/liquidation/Shortage.h"

namespace qd::liquidation {

RejectCode liquidationRefusal(std::uint8_t pausedParts, OracleStatus status, Price index, Price twap5) {
    if ((pausedParts & paused::kLiquidation) != 0) return RejectCode::LiquidationPaused;
    if (status == OracleStatus::NonPositive || status == OracleStatus::TooVolatile || index.raw() <= 0 ||
        twap5.raw() <= 0)
        return RejectCode::OracleInvalid;
    const Int128 gap = Int128{index.raw()} - twap5.raw();
    if ((gap < 0 ? -gap : gap) * Rate::kScale / twap5.raw() >= kLiquidationBand.raw())
        return RejectCode::PriceBandsBreached;
    return RejectCode::None;
}

} // namespace qd::liquidation
