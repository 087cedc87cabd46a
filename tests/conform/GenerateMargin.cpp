#include "tests/conform/Generators.h"

namespace qd::test {
namespace {

using Json = tool::conform::Json;

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kWhole = 1'000'000; // 100 % in ppm

/// Adds a key that the formula does without, half of the time.
void maybe(Draw& d, Json& inputs, const char* key, const Json& value) {
    if (d.oneIn(2)) inputs[key] = value;
}

Json sizeMarginRatio(Draw& d) { return {{"ratio", d.ratio()}, {"imf", d.imf()}, {"size", d.amount(kLargest)}}; }
Json sizeAssetWeight(Draw& d) { return {{"weight", d.ratio()}, {"imf", d.imf()}, {"size", d.amount(kLargest)}}; }
Json gainWeight(Draw& d) { return {{"weight", d.ratio()}, {"imf", d.imf()}, {"pnl", d.amount(kLargest / 1'000)}}; }
Json fillRatio(Draw& d) { return {{"initial", d.ratio()}, {"maintenance", d.ratio()}}; }

Json scaledAssetWeight(Draw& d) {
    const std::int64_t start = d.amount(1'000'000'000'000'000);
    const std::int64_t value = d.oneIn(3) && start > 0 ? d.near(start) : d.amount(1'000'000'000'000'000);
    return {{"weight", d.ratio()}, {"scale_start", start}, {"deposit_value", value}};
}

Json openInterestScaled(Draw& d) {
    const std::int64_t lower = d.amount(1'000'000'000'000'000);
    const std::int64_t upper = d.oneIn(6) ? 0 : lower + d.amount(1'000'000'000'000'000);
    const std::int64_t oi = d.oneIn(3)   ? std::max<std::int64_t>(d.near(d.oneIn(2) ? lower : upper), 0)
                            : d.oneIn(4) ? d.amount(4'000'000'000'000'000)
                                         : lower + d.below(upper > lower ? upper - lower : 1'000);
    return {{"imr_ppm", d.ppm(kWhole)}, {"oi_lower", lower}, {"oi_upper", upper}, {"oi", oi}};
}
Json openInterestRequirement(Draw& d) {
    Json inputs = openInterestScaled(d);
    inputs["notional"] = d.amount(1'000'000'000'000'000);
    return inputs;
}

Json maintenancePpm(Draw& d) { return {{"imr_ppm", d.ppm(kWhole)}, {"maint_fraction_ppm", d.ppm(kWhole)}}; }
Json fundingClampPpm(Draw& d) {
    Json inputs = maintenancePpm(d);
    inputs["clamp_factor_ppm"] = d.oneIn(2) ? 6'000'000 : d.ppm(20'000'000);
    return inputs;
}

Json perpPnl(Draw& d) {
    const std::int64_t price = d.price();
    return {{"base", d.position(price)}, {"price", price}, {"quote", d.money()}};
}

/// Position and resting orders; the worse sides often tie.
Json exposure(Draw& d) {
    const std::int64_t price = d.price();
    const std::int64_t base = d.oneIn(4) ? 0 : d.position(price);
    const std::int64_t bids = d.oneIn(3) ? 0 : d.size(price);
    std::int64_t asks = d.oneIn(3) ? 0 : -d.size(price);
    if (d.oneIn(4)) asks = -bids - std::min<std::int64_t>(2 * base, 0); // |base + asks| = |base + bids| for a short
    return {{"base", base}, {"open_bids", bids}, {"open_asks", std::min<std::int64_t>(asks, 0)}, {"price", price}};
}

Json perpMargin(Draw& d) {
    Json inputs = exposure(d);
    inputs["ratio"] = d.ratio();
    maybe(d, inputs, "imf", d.imf());
    maybe(d, inputs, "open_orders", d.below(33));
    maybe(d, inputs, "user_ratio", d.ratio());
    maybe(d, inputs, "quote_px_max", d.around(kWhole, 100'000));
    return inputs;
}

Json weightedPnl(Draw& d) {
    Json inputs{{"pnl", d.oneIn(4) ? d.either(200'000'000) : d.money()},
                {"kind", d.oneOf({"initial", "fill", "maintenance"})},
                {"weight", d.oneIn(3) ? 10'000 : d.between(0, 10'000)}};
    maybe(d, inputs, "pnl_imf", d.imf());
    maybe(d, inputs, "quote_px", d.around(kWhole, 100'000));
    maybe(d, inputs, "max_positive", d.oneIn(3) ? Json() : Json(1 + d.amount(1'000'000'000'000)));
    return inputs;
}

Json strictValues(Draw& d) {
    const std::int64_t deposit = d.price();
    const std::int64_t liability = d.price();
    return {{"deposit", d.amount(100'000'000'000'000)},
            {"dep_dec", d.oneOf({0, 6, 6, 8, 9, 12})},
            {"dep_px", deposit},
            {"dep_twap", d.around(deposit, 100'000)},
            {"dep_weight", d.ratio()},
            {"liability", d.amount(100'000'000'000'000)},
            {"lia_dec", d.oneOf({0, 6, 6, 8, 9, 12})},
            {"lia_px", liability},
            {"lia_twap", d.around(liability, 100'000)},
            {"lia_weight", d.between(10'000, 15'000)}};
}

Json crossAccount(Draw& d) {
    const std::int64_t price = d.price();
    return {{"deposit", d.amount(1'000'000'000'000'000)},
            {"quote_px", d.around(kWhole, 100'000)},
            {"quote_twap", d.around(kWhole, 100'000)},
            {"base", d.position(price)},
            {"price", price},
            {"ratio", d.ratio()}};
}

Json maxWithdraw(Draw& d) {
    return {{"free_collateral", d.amount(10'000'000'000'000)},
            {"asset_weight", d.between(1, 12'000)},
            {"price", d.price()},
            {"decimals", d.oneOf({0, 1, 5, 6, 7, 8, 9, 12})}};
}

Json positionUpdate(Draw& d) {
    const std::int64_t price = d.price();
    const std::int64_t base = d.oneIn(8) ? 0 : d.position(price);
    std::int64_t filled = d.position(price);
    if (d.oneIn(4)) filled = d.oneIn(2) ? -base : base / d.between(1, 9) * (d.oneIn(2) ? 1 : -1);
    return {{"base", base},           {"quote", d.money()}, {"entry", d.money()},
            {"breakeven", d.money()}, {"d_base", filled},   {"d_quote", d.money()}};
}

Json tiers(Draw& d) {
    Json list = Json::array();
    std::int64_t lower = 0;
    std::int64_t leverage = d.oneOf({100, 50, 40, 20, 10, 3});
    const std::int64_t count = d.between(1, 8);
    for (std::int64_t i = 0; i < count; ++i) {
        list.push_back({lower, leverage});
        lower += d.oneIn(2) ? d.between(1, 50) * 1'000'000'000'000 : d.magnitude(10'000'000'000'000);
        leverage = std::max<std::int64_t>(1, leverage - d.between(1, std::max<std::int64_t>(leverage / 2, 1)));
        if (leverage == 1 && d.oneIn(2)) break;
    }
    return list;
}
Json tierDeduction(Draw& d) { return {{"tiers", tiers(d)}}; }
Json tierMargin(Draw& d) {
    const Json list = tiers(d);
    const auto bound = list[static_cast<std::size_t>(d.below(static_cast<std::int64_t>(list.size())))][0];
    const std::int64_t at = std::max<std::int64_t>(d.near(bound.get<std::int64_t>()), 0);
    return {{"tiers", list}, {"notional", d.oneIn(3) ? at : d.amount(400'000'000'000'000)}};
}

} // namespace

void compareMargin(Comparisons& table) {
    table["size_margin_ratio"] = {sizeMarginRatio};
    table["size_asset_weight"] = {sizeAssetWeight};
    table["pnl_asset_weight"] = {gainWeight};
    table["fill_ratio"] = {fillRatio};
    table["scaled_asset_weight"] = {scaledAssetWeight};
    table["oi_scaled_imr_ppm"] = {openInterestScaled};
    table["margin_requirement_ppm"] = {openInterestRequirement};
    table["maintenance_ppm"] = {maintenancePpm};
    table["funding_clamp_ppm"] = {fundingClampPpm};
    table["perp_pnl"] = {perpPnl};
    table["worst_case"] = {exposure};
    table["perp_margin"] = {perpMargin};
    table["upnl_weighted"] = {weightedPnl};
    table["strict_values"] = {strictValues};
    table["cross_perp_account"] = {crossAccount};
    table["max_withdraw"] = {maxWithdraw};
    table["position_update"] = {positionUpdate};
    table["tier_deduction"] = {tierDeduction};
    table["tier_mm"] = {tierMargin};
}

} // namespace qd::test
