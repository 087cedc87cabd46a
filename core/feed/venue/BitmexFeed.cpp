#include "core/feed/venue/BitmexFeed.h"

#include "core/base/Checked.h"
#include "core/feed/venue/NumberText.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace qd::feed {
namespace {

using json::forEachElement;
using json::forEachField;
using json::read;
using json::require;
using Key = json::od::raw_json_string;
using Value = json::od::value;

FeedResult<void> readSide(Value value, std::optional<Side>& out) {
    const std::string_view token = json::tokenOf(value);
    if (token == "Buy")
        out = Side::Buy;
    else if (token == "Sell")
        out = Side::Sell;
    else
        return json::badField("data.side", "neither Buy nor Sell");
    return {};
}

FeedResult<void> readAction(Value value, std::optional<BitmexAction>& out) {
    const std::string_view token = json::tokenOf(value);
    if (token == "partial")
        out = BitmexAction::Partial;
    else if (token == "insert")
        out = BitmexAction::Insert;
    else if (token == "update")
        out = BitmexAction::Update;
    else if (token == "delete")
        out = BitmexAction::Delete;
    else
        return json::badField("data.action", "none of partial, insert, update, delete");
    return {};
}

FeedResult<void> readTimestamp(Value value, std::optional<UnixNanos>& out) {
    out = timeFromIso8601(json::tokenOf(value));
    if (!out) return json::badField("data.timestamp", "not a UTC time");
    return {};
}

/// The rows of {"action": ..., "data": [...]}.
template<class Visit>
FeedResult<void> forEachRow(Value payload, Visit visit) {
    bool hasRows = false;
    auto walked = forEachField(payload, "data", [&](Key key, Value value) -> FeedResult<void> {
        if (!(key == "data")) return {};
        hasRows = true;
        return forEachElement(value, "data.data", visit);
    });
    if (walked) walked = require({{"data.data", hasRows}});
    return walked;
}

/// homeNotional / size, rounded down. Empty when it cannot be told.
std::optional<ContractBase> contractBaseOf(std::string_view homeNotional, Quantity size) {
    const auto notional = parseNumber(homeNotional, ContractBase::kDecimals, Excess::Drop);
    if (!notional || *notional <= 0 || size.raw() <= 0) return std::nullopt;
    const auto base = Checked(*notional).times(Quantity::kScale, size.raw(), Round::Down).to<ContractBase>();
    if (!base || base->raw() <= 0) return std::nullopt;
    return *base;
}

} // namespace

FeedResult<void> BitmexFeed::accept(const MessageHeader& header, Value payload, FeedOutput& out) {
    if (header.kind == "depth" || header.kind == "snapshot") return acceptBook(header, payload, out);
    if (header.kind == "trade") return forEachRow(payload, [&](Value row) { return acceptTrade(row, out); });
    if (header.kind == "bbo") return forEachRow(payload, [&](Value row) { return acceptQuote(row, out); });
    return refuseKind(header, m_identity.venue);
}

FeedResult<BitmexFeed::BookMessage> BitmexFeed::readBook(Value payload) const {
    BookMessage message;
    std::optional<BitmexAction> action;
    bool hasRows = false;
    auto walked = forEachField(payload, "data", [&](Key key, Value value) -> FeedResult<void> {
        if (key == "action") return readAction(value, action);
        if (!(key == "data")) return {};
        hasRows = true;
        return forEachElement(value, "data.data", [&](Value row) -> FeedResult<void> {
            auto change = readChange(row);
            if (!change) return std::unexpected(std::move(change.error()));
            message.changes.push_back(*change);
            return {};
        });
    });
    if (walked) walked = require({{"data.action", action.has_value()}, {"data.data", hasRows}});
    if (!walked) return std::unexpected(std::move(walked.error()));
    message.action = *action;
    const bool needsPrice = *action == BitmexAction::Partial || *action == BitmexAction::Insert;
    for (const LevelChange& change : message.changes) {
        auto complete = require({{"data.price", change.price.has_value() || !needsPrice},
                                 {"data.size", change.size.has_value() || *action == BitmexAction::Delete}});
        if (!complete) return std::unexpected(std::move(complete.error()));
    }
    return message;
}

FeedResult<void> BitmexFeed::acceptBook(const MessageHeader& header, Value payload, FeedOutput& out) {
    const auto message = readBook(payload);
    if (!message) return std::unexpected(message.error());
    const std::size_t held = message->action == BitmexAction::Insert ? m_levels.size() : 0;
    if (held + message->changes.size() > kMaxBookLevels)
        return fail(FeedCode::TooLarge, fmt::format("field data.data: more than {} price levels", kMaxBookLevels));
    const bool late = header.received < m_lastReceived;
    m_lastReceived = std::max(m_lastReceived, header.received);
    if (message->action == BitmexAction::Partial) {
        if (late)
            ++out.counters().staleSnapshots;
        else
            joinSnapshot(message->changes, out);
        return {};
    }
    ++out.counters().depthReceived;
    if (late && m_state == State::Joined) {
        out.gap("an order book message was received before the one recorded before it: their order is lost");
        m_state = State::Broken;
    }
    joinChanges(message->action, message->changes, out);
    return {};
}

FeedResult<BitmexFeed::LevelChange> BitmexFeed::readChange(Value row) const {
    std::optional<std::uint64_t> id;
    std::optional<Side> side;
    std::optional<std::string_view> symbol;
    LevelChange change;
    auto walked = forEachField(row, "data.data", [&](Key key, Value value) -> FeedResult<void> {
        if (key == "id") return read(value, "data.id", id);
        if (key == "side") return readSide(value, side);
        if (key == "size") return read(value, "data.size", change.size);
        if (key == "price") return read(value, "data.price", change.price);
        if (key == "symbol") return read(value, "data.symbol", symbol);
        return {};
    });
    if (walked)
        walked = require(
            {{"data.id", id.has_value()}, {"data.side", side.has_value()}, {"data.symbol", symbol.has_value()}});
    if (walked) walked = requireSymbol(*symbol, "data.symbol", m_identity.venueSymbol);
    if (walked && change.price && change.price->isZero()) walked = json::badField("data.price", "a level at price 0");
    if (!walked) return std::unexpected(walked.error());
    change.id = *id;
    change.side = *side;
    return change;
}

void BitmexFeed::joinSnapshot(const std::vector<LevelChange>& changes, FeedOutput& out) {
    if (m_state == State::Broken) ++out.counters().resyncs;
    m_state = State::Joined;
    m_levels.clear();
    FeedDepth book;
    for (const LevelChange& change : changes) {
        m_levels.insert_or_assign(change.id, Level{change.side, *change.price});
        (change.side == Side::Buy ? book.bids : book.asks).push_back({*change.price, *change.size});
    }
    out.snapshot(std::move(book), std::nullopt);
}

void BitmexFeed::joinChanges(BitmexAction action, const std::vector<LevelChange>& changes, FeedOutput& out) {
    if (m_state != State::Joined) {
        ++out.counters().depthStale;
        return;
    }
    FeedDepth diff;
    for (const LevelChange& change : changes) {
        if (applyChange(action, change, diff)) continue;
        out.gap(fmt::format("the level {} does not fit the book: updates are missing", change.id));
        m_state = State::Broken;
        ++out.counters().depthStale;
        return;
    }
    out.diff(std::move(diff), std::nullopt);
}

bool BitmexFeed::applyChange(BitmexAction action, const LevelChange& change, FeedDepth& diff) {
    std::vector<BookLevel>& side = change.side == Side::Buy ? diff.bids : diff.asks;
    if (action == BitmexAction::Insert) {
        side.push_back({*change.price, *change.size});
        return m_levels.try_emplace(change.id, Level{change.side, *change.price}).second;
    }
    const auto found = m_levels.find(change.id);
    if (found == m_levels.end() || found->second.side != change.side) return false;
    side.push_back({found->second.price, action == BitmexAction::Delete ? Quantity() : *change.size});
    if (action == BitmexAction::Delete) m_levels.erase(found);
    return true;
}

FeedResult<void> BitmexFeed::acceptTrade(Value row, FeedOutput& out) {
    std::optional<Price> price;
    std::optional<Quantity> size;
    std::optional<Side> side;
    std::optional<UnixNanos> time;
    std::optional<std::string_view> id;
    std::optional<std::string_view> symbol;
    std::string_view homeNotional;
    auto walked = forEachField(row, "data.data", [&](Key key, Value value) -> FeedResult<void> {
        if (key == "price") return read(value, "data.price", price);
        if (key == "size") return read(value, "data.size", size);
        if (key == "side") return readSide(value, side);
        if (key == "timestamp") return readTimestamp(value, time);
        if (key == "trdMatchID") return read(value, "data.trdMatchID", id);
        if (key == "symbol") return read(value, "data.symbol", symbol);
        if (key == "homeNotional") homeNotional = json::tokenOf(value);
        return {};
    });
    if (walked)
        walked = require({{"data.price", price.has_value()},
                          {"data.size", size.has_value()},
                          {"data.side", side.has_value()},
                          {"data.timestamp", time.has_value()},
                          {"data.trdMatchID", id.has_value()},
                          {"data.symbol", symbol.has_value()}});
    if (walked) walked = requireSymbol(*symbol, "data.symbol", m_identity.venueSymbol);
    if (!walked) return walked;
    if (!m_contractBase) m_contractBase = contractBaseOf(homeNotional, *size);
    out.trade({*price, *size, *side, tradeIdOf(*id), *time}, time);
    return {};
}

FeedResult<void> BitmexFeed::acceptQuote(Value row, FeedOutput& out) {
    std::optional<Price> bid;
    std::optional<Price> ask;
    std::optional<Quantity> bidSize;
    std::optional<Quantity> askSize;
    std::optional<UnixNanos> time;
    std::optional<std::string_view> symbol;
    auto walked = forEachField(row, "data.data", [&](Key key, Value value) -> FeedResult<void> {
        if (key == "bidPrice") return read(value, "data.bidPrice", bid);
        if (key == "bidSize") return read(value, "data.bidSize", bidSize);
        if (key == "askPrice") return read(value, "data.askPrice", ask);
        if (key == "askSize") return read(value, "data.askSize", askSize);
        if (key == "timestamp") return readTimestamp(value, time);
        if (key == "symbol") return read(value, "data.symbol", symbol);
        return {};
    });
    if (walked)
        walked = require({{"data.bidPrice", bid.has_value()},
                          {"data.bidSize", bidSize.has_value()},
                          {"data.askPrice", ask.has_value()},
                          {"data.askSize", askSize.has_value()},
                          {"data.timestamp", time.has_value()},
                          {"data.symbol", symbol.has_value()}});
    if (walked) walked = requireSymbol(*symbol, "data.symbol", m_identity.venueSymbol);
    if (!walked) return walked;
    out.quote({*bid, *bidSize, *ask, *askSize, 0}, time);
    return {};
}

} // namespace qd::feed
