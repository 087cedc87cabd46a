#include "core/feed/venue/HyperliquidFeed.h"

#include <array>
#include <utility>

namespace qd::feed {
namespace {

using json::forEachElement;
using json::forEachField;
using json::read;
using json::require;
using Key = json::od::raw_json_string;
using Value = json::od::value;

/// [{"n":5,"px":"105055.0","sz":"3.03622"}, ...]
FeedResult<std::vector<BookLevel>> readSide(Value side) {
    std::vector<BookLevel> levels;
    auto walked = forEachElement(side, "data.levels", [&](Value row) -> FeedResult<void> {
        std::optional<Price> price;
        std::optional<Quantity> size;
        auto fields = forEachField(row, "data.levels", [&](Key key, Value value) -> FeedResult<void> {
            if (key == "px") return read(value, "data.levels.px", price);
            if (key == "sz") return read(value, "data.levels.sz", size);
            return {};
        });
        if (fields) fields = require({{"data.levels.px", price.has_value()}, {"data.levels.sz", size.has_value()}});
        if (!fields) return fields;
        if (price->isZero()) return json::badField("data.levels.px", "a level at price 0");
        levels.push_back({*price, *size});
        return {};
    });
    if (!walked) return std::unexpected(walked.error());
    return levels;
}

/// [bids, asks]
FeedResult<void> readSides(Value levels, FeedDepth& book) {
    std::size_t sides = 0;
    return forEachElement(levels, "data.levels", [&](Value side) -> FeedResult<void> {
        const std::array<std::vector<BookLevel>*, 2> targets{&book.bids, &book.asks};
        if (sides == targets.size()) return json::badField("data.levels", "more than two sides");
        auto read = readSide(side);
        if (!read) return std::unexpected(std::move(read.error()));
        *targets.at(sides++) = std::move(*read);
        return {};
    });
}

FeedResult<Side> sideOf(std::string_view text) {
    if (text == "B") return Side::Buy; // the side of the aggressor
    if (text == "A") return Side::Sell;
    return json::badField("data.side", "neither B nor A");
}

} // namespace

FeedResult<void> HyperliquidFeed::accept(const MessageHeader& header, Value payload, FeedOutput& out) {
    if (header.kind == "book") return acceptBook(payload, out);
    if (header.kind == "trade") return acceptTrades(payload, out);
    return refuseKind(header, m_identity.venue);
}

FeedResult<void> HyperliquidFeed::acceptBook(Value payload, FeedOutput& out) {
    FeedDepth book{true, {}, {}, 0};
    std::optional<UnixNanos> time;
    std::optional<std::string_view> coin;
    bool hasLevels = false;
    auto walked = forEachField(payload, "data", [&](Key key, Value value) -> FeedResult<void> {
        if (key == "levels") {
            hasLevels = true;
            return readSides(value, book);
        }
        if (key == "time") return read(value, "data.time", time);
        if (key == "coin") return read(value, "data.coin", coin);
        return {};
    });
    if (walked)
        walked =
            require({{"data.levels", hasLevels}, {"data.time", time.has_value()}, {"data.coin", coin.has_value()}});
    if (walked) walked = requireSymbol(*coin, "data.coin", m_identity.venueSymbol);
    if (!walked) return walked;
    ++out.counters().depthReceived;
    if (*time < m_bookTime) {
        ++out.counters().depthStale;
        return {};
    }
    m_bookTime = *time;
    out.diff(std::move(book), time);
    return {};
}

FeedResult<void> HyperliquidFeed::acceptTrades(Value payload, FeedOutput& out) {
    return forEachElement(payload, "data", [&](Value element) -> FeedResult<void> {
        std::optional<Price> price;
        std::optional<Quantity> size;
        std::optional<UnixNanos> time;
        std::optional<std::uint64_t> id;
        std::optional<std::string_view> side;
        std::optional<std::string_view> coin;
        auto walked = forEachField(element, "data", [&](Key key, Value value) -> FeedResult<void> {
            if (key == "px") return read(value, "data.px", price);
            if (key == "sz") return read(value, "data.sz", size);
            if (key == "time") return read(value, "data.time", time);
            if (key == "tid") return read(value, "data.tid", id);
            if (key == "side") return read(value, "data.side", side);
            if (key == "coin") return read(value, "data.coin", coin);
            return {};
        });
        if (walked)
            walked = require({{"data.px", price.has_value()},
                              {"data.sz", size.has_value()},
                              {"data.time", time.has_value()},
                              {"data.tid", id.has_value()},
                              {"data.side", side.has_value()},
                              {"data.coin", coin.has_value()}});
        if (walked) walked = requireSymbol(*coin, "data.coin", m_identity.venueSymbol);
        if (!walked) return walked;
        const auto aggressor = sideOf(*side);
        if (!aggressor) return std::unexpected(aggressor.error());
        out.trade({*price, *size, *aggressor, *id, *time}, time);
        return {};
    });
}

} // namespace qd::feed
