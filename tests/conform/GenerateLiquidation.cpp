#include "tests/conform/Generators.h"

namespace qd::test {
namespace {

using Json = tool::conform::Json;

constexpr std::int64_t kWhole = 1'000'000;           // 100 % in ppm
constexpr std::int64_t kMoney = 100'000'000'000'000; // $100 M

constexpr int kNoPrice = -1;
constexpr const char* kWholePosition = "18446744073709551615";

std::int64_t liquidationFee(Draw& d) { return d.oneIn(2) ? d.oneOf({0, 2'500, 10'000, 20'000}) : d.ppm(100'000); }

Json shortage(Draw& d) {
    const std::int64_t price = d.price();
    Json inputs{{"base", d.position(price)},
                {"quote", d.money()},
                {"open_bids", d.oneIn(2) ? 0 : d.size(price)},
                {"open_asks", d.oneIn(2) ? 0 : -d.size(price)},
                {"price", price},
                {"ratio", d.ratio()},
                {"buffer", d.oneIn(2) ? 200 : d.between(0, 500)},
                {"deposit", d.amount(kMoney)}};
    if (d.oneIn(2)) inputs["open_orders"] = d.below(33);
    return inputs;
}

Json baseToCover(Draw& d) {
    return {{"shortage", d.amount(kMoney)},         {"ratio", d.ratio()},
            {"liq_fee", liquidationFee(d)},         {"if_fee", liquidationFee(d)},
            {"price", d.oneIn(20) ? 0 : d.price()}, {"quote_price", d.oneIn(2) ? kWhole : d.around(kWhole, 100'000)}};
}

Json insuranceFee(Draw& d) {
    const std::int64_t price = d.oneIn(20) ? 0 : d.price();
    // Shortages near what the position is worth at its margin, where the fee is neither 0 nor its largest.
    const std::int64_t base = d.size(price);
    const Int128 worth = Int128{base} * price / Quantity::kScale;
    const auto near = static_cast<std::int64_t>(worth / d.between(5, 200));
    return {{"shortage", d.oneIn(3) ? d.amount(kMoney) : near},
            {"base", base},
            {"ratio", d.ratio()},
            {"liq_fee", liquidationFee(d)},
            {"price", price},
            {"quote_price", d.oneIn(20)  ? 0
                            : d.oneIn(2) ? kWhole
                                         : d.around(kWhole, 100'000)},
            {"max_if_fee", liquidationFee(d)}};
}

Json feeNow(Draw& d) {
    const std::int64_t active = d.amount(400'000'000);
    const std::int64_t elapsed = d.oneIn(2) ? d.between(1'490, 1'510) : d.amount(10'000'000);
    return {{"base_fee", liquidationFee(d)},
            {"max_fee", liquidationFee(d)},
            {"last_active_slot", active},
            {"slot", active + elapsed}};
}

Json largestPart(Draw& d) {
    return {{"shortage", d.oneIn(3) ? d.near(50'000'000) : d.amount(kMoney)},
            {"slots_elapsed", d.amount(400)},
            {"duration", d.oneIn(2) ? 150 : d.amount(400)},
            {"initial_pct", d.oneIn(2) ? 1'000 : d.between(0, 10'000)},
            {"freed", d.amount(kMoney)}};
}

Json transfer(Draw& d) {
    const std::int64_t price = d.price();
    const std::int64_t size = std::max<std::int64_t>(d.size(price), 1);
    return {{"base", d.oneIn(2) ? size : -size},
            {"quote", d.money()},
            {"amount", d.oneIn(4) ? size : d.between(0, size)},
            {"price", price},
            {"liq_fee", liquidationFee(d)},
            {"if_fee", liquidationFee(d)}};
}

/// Positions that went wrong: bought dearer or sold cheaper than the price, with little left.
Json fullLiquidation(Draw& d) {
    const std::int64_t price = d.price();
    const std::int64_t size = std::max<std::int64_t>(d.size(price), 1);
    const std::int64_t sign = d.oneIn(2) ? 1 : -1;
    const auto worth = static_cast<std::int64_t>(Int128{size} * price / Quantity::kScale);
    const std::int64_t loss = worth / 1'000 * d.between(-20, 120);
    return {{"base", sign * size},
            {"quote", d.oneIn(8) ? d.money() : -sign * worth - loss},
            {"price", price},
            {"ratio", std::max<std::int64_t>(d.ratio(), 1)},
            {"buffer", d.between(0, 200)},
            {"deposit", d.oneIn(4) ? d.amount(kMoney) : worth / 1'000 * d.between(0, 100)},
            {"liq_fee", liquidationFee(d)},
            {"max_if_fee", liquidationFee(d)},
            {"step", d.oneOf<std::int64_t>({1, 1'000, 10'000'000, 1'000'000'000})},
            {"max_take", d.oneIn(3) ? d.size(price) : size}};
}

Json liquidationPrice(Draw& d) {
    const std::int64_t base = (d.oneIn(2) ? 1 : -1) * (1'000'000 + d.size(100'000'000));
    return {{"collateral", d.amount(kMoney)},
            {"other_upnl", d.oneIn(2) ? 0 : d.either(kMoney)},
            {"other_mm", d.oneIn(2) ? 0 : d.amount(kMoney)},
            {"deduction", d.oneIn(2) ? 0 : d.amount(kMoney)},
            {"quote_pos", d.either(kMoney)},
            {"base", base},
            {"mm_ratio_ppm", d.oneIn(20)  ? kWhole - d.below(2)
                             : d.oneIn(2) ? d.between(1, 500) * 100
                                          : d.ppm(kWhole)}};
}

/// Hedged by a deposit of the same asset: sometimes so well that no price can hurt.
Json liquidationPriceGeneral(Draw& d) {
    const std::int64_t size = 1'000'000 + d.size(100'000'000);
    const std::int64_t ppm = d.oneIn(4) ? 0 : d.between(1, 5'000) * 100;
    const std::int64_t weight = d.oneOf<std::int64_t>({0, 8'000, 9'000, 9'300, 10'000});
    const auto hedge = weight == 0 ? Int128{size} : Int128{size} * (kWhole + ppm) / (weight * 100);
    return {{"n", d.either(kMoney)},
            {"base", d.oneIn(2) ? size : -size},
            {"asset", d.oneIn(3) ? d.near(static_cast<std::int64_t>(hedge)) : d.size(100'000'000)},
            {"weight", weight},
            {"mm_ratio_ppm", ppm}};
}

Json bankruptcyValue(Draw& d) {
    return {{"tnc", d.either(kMoney)},
            {"tmmr", 1 + d.amount(kMoney)},
            {"d_net_notional", d.either(kMoney)},
            {"d_mmr", d.either(kMoney)}};
}

/// Small and round enough for a quotient whose lowest terms fit 64 bits, most of the time.
Json fillablePrice(Draw& d) {
    const std::int64_t requirement =
        d.oneIn(2) ? d.between(1, 1'000) : d.oneOf<std::int64_t>({1'000'000, 5'000'000, 500'000'000});
    const std::int64_t size = d.oneIn(2) ? d.between(1, 1'000'000) : d.oneOf<std::int64_t>({1'000'000, 1'000'000'000});
    return {{"pnnv", d.oneIn(2) ? d.either(1'000'000'000) : d.between(-9'999, 9'999) * 1'000'000},
            {"pmmr", d.oneIn(2) ? d.amount(1'000'000'000) : d.between(0, 999) * 1'000'000},
            {"tnc", d.oneIn(4) ? d.either(requirement * 2) : d.between(0, requirement)},
            {"tmmr", requirement},
            {"ba_ppm", d.oneOf<std::int64_t>({0, kWhole, kWhole, 2 * kWhole, 1'500'000, 333'333})},
            {"smmr_ppm", d.oneOf<std::int64_t>({0, 50'000, 100'000, 100'000, kWhole, 123'456})},
            {"position", d.oneIn(2) ? size : -size}};
}

Json socialisedDelta(Draw& d) {
    const std::int64_t longs = 1'000'000 + d.amount(1'000'000'000'000'000);
    return {{"loss", -d.amount(kMoney)},
            {"oi_long", longs},
            {"oi_short", d.oneIn(4) ? -d.amount(1'000'000'000'000'000) : -longs}};
}

Json indexHaircut(Draw& d) {
    const std::int64_t deposits = d.magnitude(kMoney);
    return {{"index", d.magnitude(100'000'000'000)}, {"loss", d.between(0, deposits)}, {"total_deposits", deposits}};
}

Json liquidatable(Draw& d) {
    const std::int64_t requirement = d.amount(kMoney);
    return {{"nc", d.oneIn(2) ? d.near(requirement) : d.either(kMoney)}, {"mmr", requirement}};
}

/// Proportional accounts tie.
Json riskier(Draw& d) {
    const std::int64_t mmr = d.oneIn(6) ? 0 : d.amount(1'000'000'000);
    const std::int64_t nc = d.oneIn(6) ? 0 : d.either(1'000'000'000);
    const std::int64_t times = d.between(1, 1'000);
    if (d.oneIn(2)) return {{"nc_a", nc}, {"mmr_a", mmr}, {"nc_b", nc * times}, {"mmr_b", mmr * times}};
    if (d.oneIn(2))
        return {{"nc_a", nc}, {"mmr_a", mmr}, {"nc_b", d.either(kMoney)}, {"mmr_b", d.oneIn(3) ? 0 : d.amount(kMoney)}};
    const auto most = std::numeric_limits<std::int64_t>::max();
    return {{"nc_a", d.either(most)}, {"mmr_a", d.amount(most)}, {"nc_b", d.either(most)}, {"mmr_b", d.amount(most)}};
}

/// Few different values, so that scores and sizes tie and names decide.
Json deleveraging(Draw& d) {
    Json positions = Json::array();
    const std::int64_t count = d.between(0, 12);
    const bool large = d.oneIn(4);
    for (std::int64_t i = 0; i < count; ++i) {
        const std::string key = std::string(1, static_cast<char>('A' + (i * 7) % 12)) + (d.oneIn(2) ? "x" : "");
        if (large) {
            positions.push_back({{"key", key},
                                 {"upnl", d.either(kMoney)},
                                 {"entry_notional", d.magnitude(kMoney)},
                                 {"notional", d.magnitude(kMoney)},
                                 {"equity", d.either(kMoney)}});
        } else {
            positions.push_back({{"key", key},
                                 {"upnl", d.between(-2, 2) * 50'000'000},
                                 {"entry_notional", d.between(1, 2) * 1'000'000'000},
                                 {"notional", d.between(1, 3) * 1'000'000'000},
                                 {"equity", d.between(-1, 3) * 100'000'000}});
        }
    }
    return {{"positions", positions}};
}

} // namespace

void compareLiquidation(Comparisons& table) {
    table["shortage"] = {shortage};
    table["liq_base_to_cover"] = {.inputs = baseToCover, .whenTooLarge = kWholePosition};
    table["liq_if_fee"] = {insuranceFee};
    table["liq_fee_now"] = {feeNow};
    table["liq_max_pct"] = {largestPart};
    table["liq_transfer"] = {transfer};
    table["full_liquidation"] = {fullLiquidation};
    table["liq_price"] = {.inputs = liquidationPrice, .whenTooLarge = kNoPrice};
    table["liq_price_general"] = {.inputs = liquidationPriceGeneral, .whenTooLarge = kNoPrice};
    table["bankruptcy_price_quote"] = {bankruptcyValue};
    table["fillable_price"] = {fillablePrice};
    table["socialise_funding_delta"] = {socialisedDelta};
    table["deposit_index_haircut"] = {indexHaircut};
    table["is_liquidatable"] = {liquidatable};
    table["risk_cmp"] = {riskier};
    table["adl_order"] = {deleveraging};
}

} // namespace qd::test
