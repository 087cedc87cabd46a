#include "tests/conform/Generators.h"

namespace qd::test {
namespace {

using Json = tool::conform::Json;

constexpr std::int64_t kSize = 100'000'000'000'000'000;
constexpr std::int64_t kWhole = 1'000'000; // 100 % in ppm

std::int64_t step(Draw& d) { return d.oneOf<std::int64_t>({1, 7, 1'000, 10'000'000, 1'000'000'000}); }
std::int64_t tick(Draw& d) { return d.oneOf<std::int64_t>({1, 3, 100, 10'000, 1'000'000}); }

/// Sizes in the middle of a step, on it, and beside it.
Json standardSize(Draw& d) {
    const std::int64_t unit = step(d);
    const std::int64_t size = d.oneIn(3) ? d.between(0, 1'000) * unit + d.between(0, 1) : d.amount(kSize);
    return {{"size", size}, {"step", unit}};
}
Json standardSigned(Draw& d) {
    Json inputs = standardSize(d);
    if (d.oneIn(2)) inputs["size"] = -inputs["size"].get<std::int64_t>();
    return inputs;
}

Json unfilled(Draw& d) {
    const std::int64_t size = d.amount(kSize);
    Json inputs{{"size", size},
                {"filled", d.oneIn(4) ? size : d.between(0, size)},
                {"reduce_only", d.oneIn(3) ? false : true},
                {"side", d.side()}};
    if (!d.oneIn(4))
        inputs["position"] = d.oneIn(6)   ? Json()
                             : d.oneIn(3) ? Json((d.oneIn(2) ? 1 : -1) * d.near(size))
                                          : Json(d.either(kSize));
    return inputs;
}

Json riskIncreasing(Draw& d) {
    const std::int64_t position = d.either(kSize);
    const std::int64_t size = d.amount(kSize);
    const std::int64_t open =
        d.oneIn(2) ? std::max<std::int64_t>(d.near(std::abs(position) - size), 0) : d.amount(kSize);
    return {{"reduce_only", d.oneIn(8)}, {"side", d.side()}, {"size", size},
            {"position", position},      {"bids", open},     {"asks", -open}};
}

Json limitBand(Draw& d) {
    const std::int64_t oracle = d.price();
    const std::int64_t ratio = d.ratio();
    const std::int64_t edge = oracle + (d.oneIn(2) ? 1 : -1) * (oracle / 10'000 * ratio);
    const std::int64_t limit = d.oneIn(2) ? d.near(edge) : d.oneIn(2) ? d.around(oracle, 300'000) : d.price();
    return {{"price", std::max<std::int64_t>(limit, 0)}, {"side", d.side()}, {"oracle", oracle}, {"ratio", ratio}};
}

Json fillBand(Draw& d) {
    const std::int64_t oracle = d.price();
    const std::int64_t ratio = d.ratio();
    const std::int64_t edge = oracle + (d.oneIn(2) ? 1 : -1) * (oracle / 10'000 * ratio);
    const std::int64_t fill = d.oneIn(2) ? d.near(edge) : d.oneIn(2) ? d.around(oracle, 300'000) : d.price();
    const std::int64_t average = d.oneIn(4) ? fill * 2 : d.oneIn(4) ? d.price() : d.around(oracle, 600'000);
    return {{"fill", std::max<std::int64_t>(fill, 0)},
            {"oracle", oracle},
            {"twap5", std::max<std::int64_t>(average, 1)},
            {"ratio", ratio},
            {"twap_div", d.oneIn(2) ? 500'000 : d.ppm(kWhole)}};
}

Json auctionBounds(Draw& d) {
    const std::int64_t oracle = d.price();
    const std::int64_t limit = d.oneIn(4)   ? 0
                               : d.oneIn(4) ? d.near(oracle)
                               : d.oneIn(4) ? d.price()
                                            : d.around(oracle, 20'000);
    return {{"oracle", oracle}, {"side", d.side()}, {"limit", std::max<std::int64_t>(limit, 0)}};
}

Json auctionPrice(Draw& d) {
    const std::int64_t oracle = d.price();
    const bool offsets = d.oneIn(2);
    const auto bound = [&] { return offsets ? d.either(oracle) : d.around(oracle, 50'000); };
    const std::int64_t duration = d.oneIn(10) ? 0 : d.between(1, 255);
    Json inputs{{"start", bound()},     {"end", bound()},
                {"duration", duration}, {"elapsed", d.oneIn(3) ? duration : d.between(0, 300)},
                {"tick", tick(d)},      {"side", d.side()}};
    inputs["oracle"] = offsets ? Json(oracle) : Json();
    if (!offsets && d.oneIn(3)) inputs.erase("oracle");
    return inputs;
}

Json crossFee(Draw& d) {
    const std::int64_t denominator = d.oneOf<std::int64_t>({100'000, kWhole});
    const std::int64_t taker = d.amount(denominator / 100);
    return {{"quote", d.amount(1'000'000'000'000'000)},
            {"taker_num", taker},
            {"maker_num", d.between(0, taker)},
            {"den", denominator},
            {"adj", d.oneIn(3) ? 0 : d.between(-100, 100)},
            {"referred", d.oneIn(2)}};
}

Json scalePrices(Draw& d) {
    const std::int64_t start = d.price();
    return {{"start", start},
            {"end", d.oneIn(8)   ? start
                    : d.oneIn(2) ? d.price()
                                 : d.around(start, 200'000)},
            {"count", d.between(2, 32)}};
}

Json scaleSizes(Draw& d) {
    const std::int64_t unit = step(d);
    const std::int64_t count = d.between(2, 32);
    // Also totals that are too small for a step each.
    const std::int64_t total = d.oneIn(3) ? unit * d.between(0, 2 * count) : d.amount(kSize);
    return {{"total", total}, {"count", count}, {"step", unit}, {"dist", d.oneOf({"flat", "ascending", "descending"})}};
}

/// A path that wanders on the grid and beside it.
Json trailing(Draw& d) {
    const bool byAmount = d.oneIn(2);
    const std::int64_t start = d.price();
    Json inputs{{"side", d.side()},
                {"mode", byAmount ? "amount" : "ppm"},
                {"tick", tick(d)},
                {"activation", d.oneIn(2) ? 0 : std::max<std::int64_t>(d.around(start, 20'000), 0)}};
    if (byAmount)
        inputs["distance"] = 1 + d.amount(std::max<std::int64_t>(start / 10, 2));
    else
        inputs["ppm"] = d.oneIn(2) ? d.between(1, 500) * 100 : 1 + d.amount(kWhole - 1);
    Json prices = Json::array();
    std::int64_t price = start;
    const std::int64_t count = d.between(1, 20);
    for (std::int64_t i = 0; i < count; ++i) {
        prices.push_back(price);
        price = std::max<std::int64_t>(d.around(price, 15'000), 1);
    }
    inputs["prices"] = prices;
    return inputs;
}

Json twapSizes(Draw& d) {
    const std::int64_t unit = step(d);
    const std::int64_t total = d.oneIn(3) ? unit * d.between(0, 100) : d.amount(kSize);
    const std::int64_t interval = d.oneIn(2) ? 30 : d.between(30, 600);
    const std::int64_t duration = d.oneIn(3) ? interval * d.between(1, 30) : d.between(1, 30 * interval);
    Json fills = Json::array();
    const std::int64_t children = std::max<std::int64_t>((duration + interval - 1) / interval, 1);
    for (std::int64_t i = 0; i < children; ++i)
        fills.push_back(d.oneIn(3) ? 0 : d.oneIn(2) ? total : d.amount(std::max<std::int64_t>(total / children, 1)));
    return {{"total", total}, {"duration", duration}, {"interval", interval}, {"step", unit}, {"fills", fills}};
}

Json oneCancelsOther(Draw& d) {
    const std::int64_t size = d.amount(kSize);
    Json fills = Json::array();
    for (std::int64_t i = d.below(8); i > 0; --i)
        fills.push_back(d.oneIn(3) ? d.amount(kSize) : d.between(0, size / 4));
    return {{"size", size}, {"fills", fills}};
}

} // namespace

void compareOrders(Comparisons& table) {
    table["std_size"] = {standardSize};
    table["std_signed"] = {standardSigned};
    table["unfilled"] = {unfilled};
    table["risk_increasing"] = {riskIncreasing};
    table["limit_breaches_band"] = {limitBand};
    table["fill_in_band"] = {fillBand};
    table["auction_bounds"] = {auctionBounds};
    table["auction_price"] = {auctionPrice};
    table["cross_fee"] = {crossFee};
    table["scale_prices"] = {scalePrices};
    table["scale_sizes"] = {scaleSizes};
    table["trailing"] = {trailing};
    table["twap_sizes"] = {twapSizes};
    table["oco"] = {oneCancelsOther};
}

} // namespace qd::test
