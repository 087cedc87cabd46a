#include "core/feed/venue/BinanceFeed.h"

#include <fmt/format.h>

#include <utility>

namespace qd::feed {
namespace {

using json::forEachField;
using json::read;
using json::require;
using Key = json::od::raw_json_string;
using Value = json::od::value;

BinanceJoiner::Rule ruleOf(Venue venue) {
    return venue == Venue::BinanceSpot ? BinanceJoiner::Rule::Spot : BinanceJoiner::Rule::Futures;
}

} // namespace

BinanceFeed::BinanceFeed(const MarketIdentity& identity) : m_identity(identity), m_joiner(ruleOf(identity.venue)) {}

FeedResult<void> BinanceFeed::accept(const MessageHeader& header, Value payload, FeedOutput& out) {
    if (header.kind == "bbo") return acceptQuote(header, payload, out);
    if (header.kind == "trade") return acceptTrade(header, payload, out);
    if (header.kind == "depth") return acceptDiff(header, payload, out);
    if (header.kind == "snapshot") return acceptSnapshot(header, payload, out);
    return refuseKind(header, m_identity.venue);
}

FeedResult<void> BinanceFeed::acceptSnapshot(const MessageHeader& header, Value payload, FeedOutput& out) {
    std::optional<std::uint64_t> id;
    std::optional<std::vector<BookLevel>> bids;
    std::optional<std::vector<BookLevel>> asks;
    auto walked = forEachField(payload, "data", [&](Key key, Value value) -> FeedResult<void> {
        if (key == "lastUpdateId") return read(value, "data.lastUpdateId", id);
        if (key == "bids") return read(value, "data.bids", bids);
        if (key == "asks") return read(value, "data.asks", asks);
        if (key == "symbol") return requireSymbol(json::tokenOf(value), "data.symbol", m_identity.venueSymbol);
        return {};
    });
    if (walked)
        walked = require(
            {{"data.lastUpdateId", id.has_value()}, {"data.bids", bids.has_value()}, {"data.asks", asks.has_value()}});
    if (!walked) return walked;
    m_joiner.snapshot({true, std::move(*bids), std::move(*asks), *id}, header.eventTime, out);
    return {};
}

FeedResult<void> BinanceFeed::acceptDiff(const MessageHeader& header, Value payload, FeedOutput& out) {
    std::optional<std::uint64_t> first;
    std::optional<std::uint64_t> last;
    std::optional<std::uint64_t> previous;
    std::optional<std::string_view> symbol;
    std::optional<std::vector<BookLevel>> bids;
    std::optional<std::vector<BookLevel>> asks;
    auto walked = forEachField(payload, "data", [&](Key key, Value value) -> FeedResult<void> {
        if (key == "b") return read(value, "data.b", bids);
        if (key == "a") return read(value, "data.a", asks);
        if (key == "U") return read(value, "data.U", first);
        if (key == "u") return read(value, "data.u", last);
        if (key == "pu") return read(value, "data.pu", previous);
        if (key == "s") return read(value, "data.s", symbol);
        return {};
    });
    if (walked)
        walked = require({{"data.U", first.has_value()},
                          {"data.u", last.has_value()},
                          {"data.s", symbol.has_value()},
                          {"data.b", bids.has_value()},
                          {"data.a", asks.has_value()},
                          {"data.pu", previous.has_value() || m_identity.venue == Venue::BinanceSpot}});
    if (walked) walked = requireSymbol(*symbol, "data.s", m_identity.venueSymbol);
    if (!walked) return walked;
    if (*first > *last) return json::badField("data.U", fmt::format("{} is greater than u {}", *first, *last));
    m_joiner.diff({*first, *last, previous.value_or(0), header.eventTime, std::move(*bids), std::move(*asks)}, out);
    return {};
}

FeedResult<void> BinanceFeed::acceptTrade(const MessageHeader& header, Value payload, FeedOutput& out) {
    std::optional<Price> price;
    std::optional<Quantity> size;
    std::optional<bool> buyerIsMaker;
    std::optional<std::uint64_t> id;
    std::optional<UnixNanos> time;
    std::optional<std::string_view> symbol;
    auto walked = forEachField(payload, "data", [&](Key key, Value value) -> FeedResult<void> {
        if (key == "p") return read(value, "data.p", price);
        if (key == "q") return read(value, "data.q", size);
        if (key == "m") return read(value, "data.m", buyerIsMaker);
        if (key == "t") return read(value, "data.t", id);
        if (key == "T") return read(value, "data.T", time);
        if (key == "s") return read(value, "data.s", symbol);
        return {};
    });
    if (walked)
        walked = require({{"data.p", price.has_value()},
                          {"data.q", size.has_value()},
                          {"data.m", buyerIsMaker.has_value()},
                          {"data.t", id.has_value()},
                          {"data.T", time.has_value()},
                          {"data.s", symbol.has_value()}});
    if (walked) walked = requireSymbol(*symbol, "data.s", m_identity.venueSymbol);
    if (!walked) return walked;
    out.trade({*price, *size, *buyerIsMaker ? Side::Sell : Side::Buy, *id, *time}, header.eventTime);
    return {};
}

FeedResult<void> BinanceFeed::acceptQuote(const MessageHeader& header, Value payload, FeedOutput& out) {
    std::optional<Price> bid;
    std::optional<Price> ask;
    std::optional<Quantity> bidSize;
    std::optional<Quantity> askSize;
    std::optional<std::uint64_t> id;
    std::optional<std::string_view> symbol;
    auto walked = forEachField(payload, "data", [&](Key key, Value value) -> FeedResult<void> {
        if (key == "u") return read(value, "data.u", id);
        if (key == "b") return read(value, "data.b", bid);
        if (key == "B") return read(value, "data.B", bidSize);
        if (key == "a") return read(value, "data.a", ask);
        if (key == "A") return read(value, "data.A", askSize);
        if (key == "s") return read(value, "data.s", symbol);
        return {};
    });
    if (walked)
        walked = require({{"data.u", id.has_value()},
                          {"data.b", bid.has_value()},
                          {"data.B", bidSize.has_value()},
                          {"data.a", ask.has_value()},
                          {"data.A", askSize.has_value()},
                          {"data.s", symbol.has_value()}});
    if (walked) walked = requireSymbol(*symbol, "data.s", m_identity.venueSymbol);
    if (!walked) return walked;
    out.quote({*bid, *bidSize, *ask, *askSize, *id}, header.eventTime);
    return {};
}

} // namespace qd::feed
