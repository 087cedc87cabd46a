#include "core/feed/venue/BybitFeed.h"

#include <fmt/format.h>

#include <utility>

namespace qd::feed {
namespace {

using json::forEachField;
using json::read;
using json::require;
using Key = json::od::raw_json_string;
using Value = json::od::value;

FeedResult<Side> sideOf(std::string_view text) {
    if (text == "Buy") return Side::Buy;
    if (text == "Sell") return Side::Sell;
    return json::badField("data.S", "neither Buy nor Sell");
}

} // namespace

FeedResult<void> BybitFeed::accept(const MessageHeader& header, Value payload, FeedOutput& out) {
    if (header.kind == "depth" || header.kind == "snapshot") return acceptBook(header, payload, out);
    if (header.kind == "trade") return acceptTrade(payload, out);
    return refuseKind(header, m_identity.venue);
}

FeedResult<void> BybitFeed::acceptBook(const MessageHeader& header, Value payload, FeedOutput& out) {
    std::optional<std::uint64_t> id;
    std::optional<std::uint64_t> sequence;
    std::optional<std::string_view> symbol;
    std::optional<std::vector<BookLevel>> bids;
    std::optional<std::vector<BookLevel>> asks;
    auto walked = forEachField(payload, "data", [&](Key key, Value value) -> FeedResult<void> {
        if (key == "b") return read(value, "data.b", bids);
        if (key == "a") return read(value, "data.a", asks);
        if (key == "u") return read(value, "data.u", id);
        if (key == "seq") return read(value, "data.seq", sequence);
        if (key == "s") return read(value, "data.s", symbol);
        return {};
    });
    if (walked)
        walked = require({{"data.u", id.has_value()},
                          {"data.seq", sequence.has_value()},
                          {"data.s", symbol.has_value()},
                          {"data.b", bids.has_value()},
                          {"data.a", asks.has_value()}});
    if (walked) walked = requireSymbol(*symbol, "data.s", m_identity.venueSymbol);
    if (!walked) return walked;
    FeedDepth depth{false, std::move(*bids), std::move(*asks), *id};
    if (header.kind == "snapshot")
        joinSnapshot(std::move(depth), *sequence, header, out);
    else
        joinDelta(std::move(depth), *sequence, header, out);
    return {};
}

void BybitFeed::joinSnapshot(FeedDepth book, std::uint64_t sequence, const MessageHeader& header, FeedOutput& out) {
    if (m_state == State::Chained && sequence < m_sequence) { // a late or repeated line, not a restart
        ++out.counters().staleSnapshots;
        return;
    }
    if (m_state == State::Broken) ++out.counters().resyncs;
    m_state = State::Chained;
    m_id = book.updateId;
    m_sequence = sequence;
    out.snapshot(std::move(book), header.eventTime);
}

void BybitFeed::joinDelta(FeedDepth delta, std::uint64_t sequence, const MessageHeader& header, FeedOutput& out) {
    ++out.counters().depthReceived;
    if (m_state != State::Chained || delta.updateId <= m_id) {
        ++out.counters().depthStale;
        return;
    }
    if (delta.updateId - 1 != m_id) {
        out.gap(fmt::format("the update {} does not follow {}: updates are missing", delta.updateId, m_id));
        m_state = State::Broken;
        ++out.counters().depthStale;
        return;
    }
    m_id = delta.updateId;
    m_sequence = sequence;
    out.diff(std::move(delta), header.eventTime);
}

FeedResult<void> BybitFeed::acceptTrade(Value payload, FeedOutput& out) {
    return json::forEachElement(payload, "data", [&](Value element) -> FeedResult<void> {
        std::optional<Price> price;
        std::optional<Quantity> size;
        std::optional<UnixNanos> time;
        std::optional<std::string_view> id;
        std::optional<std::string_view> side;
        std::optional<std::string_view> symbol;
        auto walked = forEachField(element, "data", [&](Key key, Value value) -> FeedResult<void> {
            if (key == "p") return read(value, "data.p", price);
            if (key == "v") return read(value, "data.v", size);
            if (key == "T") return read(value, "data.T", time);
            if (key == "i") return read(value, "data.i", id);
            if (key == "S") return read(value, "data.S", side);
            if (key == "s") return read(value, "data.s", symbol);
            return {};
        });
        if (walked)
            walked = require({{"data.p", price.has_value()},
                              {"data.v", size.has_value()},
                              {"data.T", time.has_value()},
                              {"data.i", id.has_value()},
                              {"data.S", side.has_value()},
                              {"data.s", symbol.has_value()}});
        if (walked) walked = requireSymbol(*symbol, "data.s", m_identity.venueSymbol);
        if (!walked) return walked;
        const auto aggressor = sideOf(*side);
        if (!aggressor) return std::unexpected(aggressor.error());
        out.trade({*price, *size, *aggressor, tradeIdOf(*id), *time}, time);
        return {};
    });
}

} // namespace qd::feed
