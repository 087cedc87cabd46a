#include "core/engine/risk/Collateral.h"

#include "core/engine/risk/Formulas.h"

namespace qd::risk {

MathResult<Money> assetValue(Amount amount, Price price, int decimals) {
    formula::Steps s;
    return s.as<Money>(formula::assetValue(s, amount.raw(), price, decimals));
}

MathResult<Money> liabilityValue(Amount owed, Price price, int decimals) {
    formula::Steps s;
    return s.as<Money>(formula::liabilityValue(s, owed.raw(), price, decimals));
}

MathResult<Money> weightedAsset(Money value, Ratio weight) {
    return Checked(value.raw()).times(weight.raw(), Ratio::kScale, Round::Down).to<Money>();
}

MathResult<Money> weightedLiability(Money value, Ratio weight) {
    return Checked(value.raw()).times(weight.raw(), Ratio::kScale, Round::Up).to<Money>();
}

MathResult<Ratio> collateralWeight(const CollateralExposure& deposit, MarginKind kind) {
    formula::Steps s;
    return s.as<Ratio>(formula::weightOf(s, formula::partsOf(s, deposit), kind));
}

} // namespace qd::risk
