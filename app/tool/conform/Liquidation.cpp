#include "app/tool/conform/Binding.h"
#include "core/engine/liquidation/Bankruptcy.h"
#include "core/engine/liquidation/BookLiquidation.h"
#include "core/engine/liquidation/Deleveraging.h"
#include "core/engine/liquidation/TakeOver.h"
#include "core/engine/risk/Margin.h"

#include <algorithm>
#include <compare>
#include <limits>

namespace qd::tool::conform {
namespace {

/// "None" as the vectors write it.
Answer priceOrNone(const risk::MathResult<std::optional<Price>>& price) {
    if (!price) return refusal(price.error());
    return told(price->value_or(Price(-1)));
}

Answer liquidationPrice(std::int64_t collateral, std::int64_t otherPnl, std::int64_t otherMargin,
                        std::int64_t deduction, std::int64_t quote, Quantity base, Rate maintenance) {
    const Checked n = Checked(collateral) + otherPnl - otherMargin + deduction + quote;
    return priceOrNone(risk::liquidationPriceOf(n, base, base, maintenance));
}

Answer hedgedPrice(std::int64_t n, Quantity base, Rate maintenance, Quantity asset, Ratio weight) {
    return priceOrNone(risk::liquidationPriceOf(n, base, base, maintenance, {asset, weight}));
}

bool isLiquidatable(Money collateral, Money requirement) { return risk::isLiquidatable({collateral, requirement}); }

int riskier(Money collateralA, Money requirementA, Money collateralB, Money requirementB) {
    const auto order = risk::compareRisk({collateralA, requirementA}, {collateralB, requirementB});
    return order == 0 ? 0 : order > 0 ? 1 : -1;
}

/// A pool with one position and a buffer that is given.
risk::MathResult<Money> shortageOf(const risk::PositionExposure& position, Money deposit, Ratio buffer) {
    const auto required = risk::perpRequirement(position, risk::MarginKind::Maintenance);
    const auto worst = risk::worstCase(position.base, position.openBids, position.openAsks, position.price);
    const auto pnl = risk::perpPnl(position.base, position.price, position.quote);
    if (!required || !worst || !pnl) return std::unexpected(MathError::Overflow);
    const auto added = risk::bufferOn(worst->liability, *pnl, buffer);
    if (!added) return std::unexpected(added.error());
    const auto collateral = (Checked(deposit.raw()) + pnl->raw() + added->collateral.raw()).to<Money>();
    const auto requirement = required->plus(added->requirement);
    if (!collateral || !requirement) return std::unexpected(MathError::Overflow);
    return risk::shortageOf({*collateral, *requirement});
}

MarketParams marketOf(Ratio ratio) {
    MarketParams market;
    market.initialMargin = market.maintenanceMargin = ratio;
    return market;
}

auto shortage(Quantity base, Money quote, Quantity openBids, Quantity openAsks, Price price, Ratio ratio, Ratio buffer,
              Money deposit, std::uint32_t openOrders) {
    const MarketParams market = marketOf(ratio);
    return shortageOf({&market, price, base, quote, openBids, openAsks, openOrders}, deposit, buffer);
}

// ---- take-over

Answer baseToCover(Money shortage, Ratio ratio, Rate fee, Rate insuranceFee, Price price, Price quotePrice) {
    const auto base = liquidation::baseToCover({shortage, ratio, fee, price, quotePrice}, insuranceFee);
    if (!base) return refusal(base.error());
    constexpr Int128 kWholePosition = std::numeric_limits<std::uint64_t>::max();
    return *base ? told(**base) : told(kWholePosition);
}

auto insuranceFee(Money shortage, Quantity base, Ratio ratio, Rate fee, Price price, Price quotePrice, Rate largest) {
    return liquidation::insuranceFeeNow({shortage, ratio, fee, price, quotePrice}, base, largest);
}

Rate feeNow(Rate base, Rate largest, std::uint64_t lastActive, std::uint64_t slot) {
    return liquidation::liquidatorFeeNow(base, largest, lastActive, slot);
}

auto share(Money shortage, Money freed, std::uint64_t elapsed, std::uint64_t duration, Ratio initial) {
    return liquidation::shareNow(shortage, freed, elapsed, {duration, initial});
}

/// What both sides hold after a transfer.
Answer after(Quantity base, Money quote, const liquidation::Transfer& transfer) {
    const auto userBase = base.plus(transfer.userBase);
    const auto userQuote = quote.plus(transfer.userQuote);
    if (!userBase || !userQuote) return refusal(MathError::Overflow);
    return told(
        std::tuple(*userBase, *userQuote, transfer.liquidatorBase, transfer.liquidatorQuote, transfer.insuranceFee));
}

Answer transfer(Quantity base, Money quote, NotNegative<Quantity> amount, Price price, Rate fee, Rate insuranceFee) {
    const auto moved = liquidation::transferOf(base, amount.value, price, fee, insuranceFee);
    if (!moved) return refusal(moved.error());
    return after(base, quote, *moved);
}

/// The whole chain, at once and for all of the shortage.
Answer fullLiquidation(Quantity base, Money quote, Price price, Ratio ratio, Ratio buffer, Money deposit, Rate fee,
                       Rate insuranceFee, Positive<Quantity> step, NotNegative<Quantity> largest) {
    const MarketParams market = marketOf(ratio);
    const auto lacking = shortageOf({&market, price, base, quote}, deposit, buffer);
    if (!lacking) return refusal(lacking.error());
    const Ratio withBuffer(ratio.raw() + buffer.raw());
    const auto plan =
        liquidation::coverShortage({base, {*lacking, withBuffer, fee, price}, insuranceFee, step.value, largest.value});
    if (!plan) return refusal(plan.error());
    const auto held = after(base, quote, plan->transfer);
    if (!held) return held;
    Json all = told(std::tuple(*lacking, plan->insuranceFee, plan->amount));
    all.insert(all.end(), held->begin(), held->end());
    return all;
}

// ---- bankruptcy

Answer fillablePrice(Money notional, Money maintenance, Money collateral, Money requirement, Rate adjustment,
                     Rate spread, Quantity position) {
    const auto quotient =
        liquidation::fillableQuotient({position, notional, maintenance, {collateral, requirement}, adjustment, spread});
    if (!quotient) return refusal(quotient.error());
    return told(std::tuple(quotient->numerator, quotient->denominator));
}

auto bankruptcyValue(Money collateral, Money requirement, Money notional, Money maintenance) {
    return liquidation::bankruptcyValue({collateral, requirement}, notional, maintenance);
}

/// Keys as account numbers in their order, which ties are broken by.
Answer deleveraging(const Json& positions) {
    if (!positions.is_array()) return fail(AnswerCode::WrongInput, "input \"positions\" is not a list");
    std::vector<std::string> keys;
    std::vector<liquidation::DeleverageCandidate> candidates;
    for (const Json& position : positions) {
        Inputs inputs(position);
        keys.push_back(inputs.read<std::string>("key"));
        candidates.push_back({AccountId{}, inputs.read<Money>("upnl"),
                              inputs.read<Positive<Money>>("entry_notional").value,
                              inputs.read<Positive<Money>>("notional").value, inputs.read<Money>("equity")});
        if (inputs.fault()) return fail(AnswerCode::WrongInput, *inputs.fault());
    }
    std::vector<std::string> sorted = keys;
    std::ranges::sort(sorted);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto place = std::ranges::lower_bound(sorted, keys[i]) - sorted.begin();
        candidates[i].account = AccountId(static_cast<std::uint32_t>(place));
    }
    candidates.resize(liquidation::rankForDeleveraging(candidates));
    std::vector<std::string> ranked;
    for (const auto& candidate : candidates) ranked.push_back(sorted[candidate.account.value()]);
    return told(ranked);
}

} // namespace

void addLiquidation(Formulas& table) {
    table["liq_price"] = calls(liquidationPrice, "collateral", "other_upnl", "other_mm", "deduction", "quote_pos",
                               "base", "mm_ratio_ppm");
    table["liq_price_general"] = calls(hedgedPrice, "n", "base", "mm_ratio_ppm", "asset", "weight");
    table["shortage"] = calls(shortage, "base", "quote", "open_bids", "open_asks", "price", "ratio", "buffer",
                              "deposit", Key("open_orders", 0));
    table["is_liquidatable"] = calls(isLiquidatable, "nc", "mmr");
    table["risk_cmp"] = calls(riskier, "nc_a", "mmr_a", "nc_b", "mmr_b");
    table["liq_base_to_cover"] = calls(baseToCover, "shortage", "ratio", "liq_fee", "if_fee", "price", "quote_price");
    table["liq_if_fee"] =
        calls(insuranceFee, "shortage", "base", "ratio", "liq_fee", "price", "quote_price", "max_if_fee");
    table["liq_fee_now"] = calls(feeNow, "base_fee", "max_fee", "last_active_slot", "slot");
    table["liq_max_pct"] = calls(share, "shortage", "freed", "slots_elapsed", "duration", "initial_pct");
    table["liq_transfer"] = calls(transfer, "base", "quote", "amount", "price", "liq_fee", "if_fee");
    table["full_liquidation"] = calls(fullLiquidation, "base", "quote", "price", "ratio", "buffer", "deposit",
                                      "liq_fee", "max_if_fee", "step", "max_take");
    table["fillable_price"] = calls(fillablePrice, "pnnv", "pmmr", "tnc", "tmmr", "ba_ppm", "smmr_ppm", "position");
    table["bankruptcy_price_quote"] = calls(bankruptcyValue, "tnc", "tmmr", "d_net_notional", "d_mmr");
    table["socialise_funding_delta"] = calls(liquidation::socialisedFunding, "loss", "oi_long", "oi_short");
    table["deposit_index_haircut"] = calls(liquidation::depositHaircut, "index", "loss", "total_deposits");
    table["adl_order"] = calls(deleveraging, "positions");
}

} // namespace qd::tool::conform
