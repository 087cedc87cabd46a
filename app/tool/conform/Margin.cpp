#include "core/engine/risk/Margin.h"

#include "app/tool/conform/Binding.h"
#include "core/engine/ledger/Position.h"

#include <array>

namespace qd::tool::conform {
namespace {

using risk::MarginKind;
using risk::Strictness;

constexpr std::int64_t kInitialGainsCap = 100'000'000; // what vectors without `max_positive` mean

/// A market whose ratio does not depend on the kind.
MarketParams marketOf(Ratio ratio, Rate imf) {
    MarketParams market;
    market.initialMargin = market.maintenanceMargin = ratio;
    market.imf = imf;
    return market;
}

// ---- weights and rates

auto weightOfGain(Ratio weight, Rate imf, Money gain) {
    return risk::sizeAssetWeight(weight, imf, Int128{gain.raw()} * 1'000);
}

Answer openInterestRequirement(Money notional, Rate base, Money lower, Money upper, Money openInterest) {
    const auto rate = risk::openInterestRate(base, lower, upper, openInterest);
    return rate ? answerOf(risk::rateRequirement(notional, *rate)) : refusal(rate.error());
}

Answer fundingClamp(Rate factor, Rate initial, Rate part) {
    const auto maintenance = risk::partOf(initial, part);
    return maintenance ? answerOf(risk::fundingClamp(factor, initial, *maintenance)) : refusal(maintenance.error());
}

Answer tierDeductions(const std::vector<LeverageTier>& tiers) {
    std::vector<Money> deductions;
    for (std::size_t n = 0; n < tiers.size(); ++n) {
        const auto deduction = risk::tierDeduction(tiers, n);
        if (!deduction) return refusal(deduction.error());
        deductions.push_back(*deduction);
    }
    return told(deductions);
}

Answer tierMaintenance(const std::vector<LeverageTier>& tiers, Money notional) {
    if (tiers.empty()) return fail(AnswerCode::WrongInput, "input \"tiers\" is empty");
    return answerOf(risk::tierRequirement(tiers, notional, risk::MarginKind::Maintenance));
}

// ---- positions

auto worstCase(Quantity base, Quantity openBids, Quantity openAsks, Price price) {
    return mapped(risk::worstCase(base, openBids, openAsks, price),
                  [](const risk::WorstCase& worst) { return std::tuple(worst.base, worst.liability); });
}

auto perpMargin(Quantity base, Quantity openBids, Quantity openAsks, Price price, Ratio ratio, Rate imf,
                std::uint32_t openOrders, Ratio userRatio, Price quotePrice) {
    const MarketParams market = marketOf(ratio, imf);
    return risk::perpRequirement({&market, price, base, Money(), openBids, openAsks, openOrders, userRatio},
                                 MarginKind::Initial, quotePrice);
}

auto weightedPnl(Money pnl, const std::string& kind, Ratio weight, Rate imf, std::optional<Money> cap,
                 Price quotePrice) {
    risk::GainTerms terms{weight};
    if (kind != "maintenance") terms.imf = imf;
    if (kind == "initial") terms.cap = cap;
    return risk::weightedPnl(pnl, terms, quotePrice);
}

auto positionUpdate(Quantity base, Money quote, Money entry, Money breakEven, Quantity filled, Money filledQuote) {
    return mapped(ledger::withFill({base, quote, entry, breakEven}, filled, filledQuote),
                  [](const ledger::PositionChange& change) {
                      const Position& after = change.after;
                      return std::tuple(after.base, after.quote, after.entry, after.breakEven, change.realised);
                  });
}

// ---- accounts

/// A pool with a deposit of one asset and a debt of another.
Answer strictValues(Amount deposit, Decimals depositDecimals, Price depositPrice, Price depositAverage,
                    Ratio depositWeight, Amount owed, Decimals owedDecimals, Price owedPrice, Price owedAverage,
                    Ratio owedWeight) {
    AssetParams asset;
    asset.decimals = depositDecimals.value;
    asset.initialWeight = depositWeight;
    AssetParams owedAsset;
    owedAsset.decimals = owedDecimals.value;
    owedAsset.initialLiabilityWeight = owedWeight;
    const auto debt = Amount().minus(owed);
    if (!debt) return refusal(debt.error());
    const std::array<risk::CollateralExposure, 2> assets{
        {{&asset, deposit, depositPrice, depositAverage}, {&owedAsset, *debt, owedPrice, owedAverage}}};
    const auto totals = risk::marginTotals({Money(), {}, assets}, MarginKind::Initial, Strictness::Strict);
    if (!totals) return refusal(totals.error());
    return told(std::tuple(totals->collateral, totals->requirement));
}

/// The formula leaves the position's profit and loss out: its quote is one that makes it nothing.
Answer crossAccount(Money deposit, Price quotePrice, Price quoteAverage, Quantity base, Price price, Ratio ratio) {
    const MarketParams market = marketOf(ratio, Rate());
    risk::PositionExposure position{&market, price, base};
    const auto value = risk::perpPnl(base, price, Money());
    const auto quote = value ? Money().minus(*value) : value;
    if (!quote) return refusal(quote.error());
    position.quote = *quote;
    const auto totals = risk::marginTotals({deposit, {&position, 1}, {}, {quotePrice, quoteAverage}},
                                           MarginKind::Initial, Strictness::Strict);
    if (!totals) return refusal(totals.error());
    return told(std::tuple(totals->requirement, totals->collateral));
}

auto maxWithdraw(Money free, Ratio weight, Price price, Decimals decimals) {
    return risk::maxWithdraw(free, weight, price, decimals.value);
}

} // namespace

void addMargin(Formulas& table) {
    table["size_margin_ratio"] = calls(risk::sizeMarginRatio, "ratio", "imf", "size");
    table["size_asset_weight"] = calls(risk::sizeAssetWeight, "weight", "imf", "size");
    table["pnl_asset_weight"] = calls(weightOfGain, "weight", "imf", "pnl");
    table["scaled_asset_weight"] = calls(risk::scaledAssetWeight, "weight", "scale_start", "deposit_value");
    table["fill_ratio"] = calls(risk::fillRatio, "initial", "maintenance");
    table["oi_scaled_imr_ppm"] = calls(risk::openInterestRate, "imr_ppm", "oi_lower", "oi_upper", "oi");
    table["margin_requirement_ppm"] =
        calls(openInterestRequirement, "notional", "imr_ppm", "oi_lower", "oi_upper", "oi");
    table["maintenance_ppm"] = calls(risk::partOf, "imr_ppm", "maint_fraction_ppm");
    table["funding_clamp_ppm"] = calls(fundingClamp, "clamp_factor_ppm", "imr_ppm", "maint_fraction_ppm");
    table["tier_deduction"] = calls(tierDeductions, "tiers");
    table["tier_mm"] = calls(tierMaintenance, "tiers", "notional");
    table["perp_pnl"] = calls(risk::perpPnl, "base", "price", "quote");
    table["worst_case"] = calls(worstCase, "base", "open_bids", "open_asks", "price");
    table["perp_margin"] = calls(perpMargin, "base", "open_bids", "open_asks", "price", "ratio", Key("imf", 0),
                                 Key("open_orders", 0), Key("user_ratio", 0), Key("quote_px_max", Price::kScale));
    table["upnl_weighted"] = calls(weightedPnl, "pnl", "kind", "weight", Key("pnl_imf", 0),
                                   Key("max_positive", kInitialGainsCap), Key("quote_px", Price::kScale));
    table["position_update"] = calls(positionUpdate, "base", "quote", "entry", "breakeven", "d_base", "d_quote");
    table["strict_values"] = calls(strictValues, "deposit", "dep_dec", "dep_px", "dep_twap", "dep_weight", "liability",
                                   "lia_dec", "lia_px", "lia_twap", "lia_weight");
    table["cross_perp_account"] = calls(crossAccount, "deposit", "quote_px", "quote_twap", "base", "price", "ratio");
    table["max_withdraw"] = calls(maxWithdraw, "free_collateral", "asset_weight", "price", "decimals");
}

} // namespace qd::tool::conform
