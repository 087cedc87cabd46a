#include "core/feed/venue/VenueFeed.h"

#include "core/base/Hash.h"
#include "core/feed/venue/BinanceFeed.h"
#include "core/feed/venue/BitmexFeed.h"
#include "core/feed/venue/BybitFeed.h"
#include "core/feed/venue/HyperliquidFeed.h"

#include <fmt/format.h>

#include <charconv>
#include <span>
#include <string>

namespace qd::feed {
namespace {

using json::forEachElement;
using json::forEachField;
using Key = json::od::raw_json_string;
using Value = json::od::value;
using Identified = FeedResult<std::optional<MarketIdentity>>;

/// What the fields of a payload tell about where it comes from.
struct PayloadMarks {
    std::string symbol;        ///< `s`, `symbol` or `coin`, of the payload or of its rows
    bool hasPair = false;      ///< `ps` or `pair`: only COIN-M
    bool hasPrevious = false;  ///< `pu`: only futures depth
    bool hasOrderKind = false; ///< `X`: only futures trades
    bool hasEvent = false;     ///< `e`: futures name the event of a bookTicker, spot does not
};

/// Objects go one inside the other only as far as BitMEX needs it: a hostile message could nest a million.
enum class Rows : std::uint8_t { Follow, Ignore };

FeedResult<void> readMarks(Value payload, Rows rows, PayloadMarks& marks) {
    return forEachField(payload, "data", [&](Key key, Value value) -> FeedResult<void> {
        if (key == "s" || key == "symbol" || key == "coin")
            marks.symbol = std::string(json::tokenOf(value).substr(0, 64));
        else if (key == "ps" || key == "pair")
            marks.hasPair = true;
        else if (key == "pu")
            marks.hasPrevious = true;
        else if (key == "X")
            marks.hasOrderKind = true;
        else if (key == "e")
            marks.hasEvent = true;
        else if (key == "data" && rows == Rows::Follow)
            return forEachElement(value, "data.data", [&](Value row) { return readMarks(row, Rows::Ignore, marks); });
        return {};
    });
}

/// A payload is an object or, for trades of some venues, an array of objects.
FeedResult<PayloadMarks> marksOf(Value payload) {
    PayloadMarks marks;
    json::od::json_type type{};
    if (payload.type().get(type) != simdjson::SUCCESS) return json::notJson("data");
    const auto walked =
        type == json::od::json_type::array
            ? forEachElement(payload, "data", [&](Value row) { return readMarks(row, Rows::Ignore, marks); })
            : readMarks(payload, Rows::Follow, marks);
    if (!walked) return std::unexpected(walked.error());
    return marks;
}

Venue binanceVenue(std::string_view kind, const PayloadMarks& marks) {
    // COIN-M trades lack the pair; their symbols are quoted in USD ("BTCUSD_PERP"), those of USDT-M in stablecoins.
    if (marks.hasPair || marks.symbol.find("USD_") != std::string::npos) return Venue::BinanceCoinm;
    const bool futures = kind == "trade" ? marks.hasOrderKind : kind == "bbo" ? marks.hasEvent : marks.hasPrevious;
    return futures ? Venue::BinanceUsdm : Venue::BinanceSpot;
}

std::optional<Venue> venueOf(const MessageHeader& header, const PayloadMarks& marks) {
    if (header.stream.find('@') != std::string_view::npos) return binanceVenue(header.kind, marks);
    if (header.stream.starts_with("orderbook.") || header.stream.starts_with("publicTrade.")) return Venue::Bybit;
    if (header.stream == "orderBookL2" || header.stream == "quote" || header.stream == "trade") return Venue::Bitmex;
    if (header.stream == "l2Book" || header.stream == "trades") return Venue::Hyperliquid;
    return std::nullopt;
}

} // namespace

std::unique_ptr<VenueFeed> makeVenueFeed(const MarketIdentity& identity) {
    switch (identity.venue) {
    case Venue::BinanceUsdm:
    case Venue::BinanceCoinm:
    case Venue::BinanceSpot: return std::make_unique<BinanceFeed>(identity);
    case Venue::Bybit: return std::make_unique<BybitFeed>(identity);
    case Venue::Bitmex: return std::make_unique<BitmexFeed>(identity);
    case Venue::Hyperliquid: break;
    }
    return std::make_unique<HyperliquidFeed>(identity);
}

Identified identifyMessage(const MessageHeader& header, Value payload) {
    if (header.stream == "rest") return std::nullopt; // a Binance snapshot; which market, a line of its streams tells
    const auto marks = marksOf(payload);
    if (!marks) return std::unexpected(marks.error());
    const auto venue = venueOf(header, *marks);
    if (!venue)
        return fail(FeedCode::UnknownVenue,
                    fmt::format("field stream: \"{}\" is no channel of a known venue", header.stream.substr(0, 40)));
    if (marks->symbol.empty()) return std::nullopt;
    return MarketIdentity{*venue, marks->symbol};
}

FeedResult<void> requireSymbol(std::string_view symbol, std::string_view name, std::string_view expected) {
    if (symbol == expected) return {};
    return json::badField(name, fmt::format("\"{}\" in a recording of {}", symbol.substr(0, 40), expected));
}

std::uint64_t tradeIdOf(std::string_view text) {
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec == std::errc{} && read.ptr == text.data() + text.size()) return number;
    return checksum64(std::as_bytes(std::span(text)));
}

FeedResult<void> refuseKind(const MessageHeader& header, Venue venue) {
    return json::badField("kind", fmt::format("{} sends no \"{}\"", nameOf(venue), header.kind.substr(0, 40)));
}

} // namespace qd::feed
