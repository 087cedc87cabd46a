#include "core/client/MarketBoard.h"

#include <algorithm>

namespace qd::client {
namespace {

constexpr std::size_t kLevelsPublished = 400; ///< a side

} // namespace

MarketBoard::Entry& MarketBoard::entry(MarketId market) {
    const auto [at, made] = m_entries.try_emplace(market);
    if (made) at->second.id = market;
    return at->second;
}

const MarketBoard::Entry* MarketBoard::find(MarketId market) const {
    const auto found = m_entries.find(market);
    return found == m_entries.end() ? nullptr : &found->second;
}

void MarketBoard::setMarkets(std::vector<MarketInfo> markets) {
    const std::scoped_lock lock(m_mutex);
    m_markets = std::move(markets);
    for (const MarketInfo& info : m_markets) entry(info.params.id).ticker.market = info.params.id;
}

void MarketBoard::clearMarkets() {
    const std::scoped_lock lock(m_mutex);
    m_markets.clear();
    for (auto& [id, e] : m_entries) {
        const int watchers = e.watchers;
        e = Entry();
        e.id = id;
        e.watchers = watchers;
        e.ticker.market = id;
    }
    m_assets.clear();
    m_insurance = {};
    m_liquidations.clear();
    m_liquidationCount = 0;
}

void MarketBoard::addTrade(MarketId market, const Trade& trade, std::int64_t arrivedNanos,
                           const CandleBuilder::Finished& finished) {
    const std::scoped_lock lock(m_mutex);
    Entry& e = entry(market);
    e.ticker.tradedNanos = arrivedNanos;
    e.tape.push_back(trade);
    if (e.tape.size() > kTradesKept) e.tape.pop_front();
    e.candles.add(trade, [&](Interval interval, const Candle& bar) {
        if (interval == Interval::M1) {
            e.minutes.push_back(bar);
            if (e.minutes.size() > kDayMinutes) e.minutes.pop_front();
        }
        finished(interval, bar);
    });
}

std::shared_ptr<const BookSnapshot> MarketBoard::snapshotOf(const exchange::MarketState& market,
                                                            std::int64_t oldestNanos) {
    auto snapshot = std::make_shared<BookSnapshot>();
    snapshot->market = market.params.id;
    snapshot->version = market.changes;
    snapshot->ts = market.changedAt;
    snapshot->receivedNanos = oldestNanos;
    const auto fill = [&](Side side, std::vector<BookLevel>& levels) {
        levels.reserve(kLevelsPublished);
        if (market.outside) {
            for (book::Tick t = market.outside->bestDisplayed(side);
                 t != book::kNoTick && levels.size() < kLevelsPublished;
                 t = market.outside->nextWorseDisplayed(side, t))
                levels.push_back({market.toPrice(t), market.toQuantity(market.outside->displayed(side, t))});
        } else {
            for (book::Tick t = market.book.best(side); t != book::kNoTick && levels.size() < kLevelsPublished;
                 t = market.book.nextWorse(side, t))
                levels.push_back({market.toPrice(t), market.toQuantity(market.book.level(t).lots)});
        }
    };
    fill(Side::Buy, snapshot->bids);
    fill(Side::Sell, snapshot->asks);
    return snapshot;
}

void MarketBoard::addDay(const Entry& e, Ticker& t) const {
    const UnixNanos dayAgo = t.ts + -kNanosPerDay;
    bool first = true;
    Int128 volume = 0;
    const auto add = [&](const Candle& bar) {
        if (bar.openTime < dayAgo) return;
        if (first) {
            t.dayOpen = bar.open;
            t.dayHigh = bar.high;
            t.dayLow = bar.low;
            first = false;
        }
        t.dayHigh = std::max(t.dayHigh, bar.high);
        t.dayLow = std::min(t.dayLow, bar.low);
        volume += bar.volume.raw();
    };
    for (const Candle& bar : e.minutes) add(bar);
    e.candles.forOpen([&](Interval interval, const Candle& bar) {
        if (interval == Interval::M1) add(bar);
    });
    t.dayVolume = Quantity(static_cast<std::int64_t>(volume));
    t.dayComplete = !e.minutes.empty() && e.minutes.front().openTime <= dayAgo + kNanosPerMinute;
}

void MarketBoard::publish(const exchange::MarketState& market, DataStatus status, std::int64_t oldestNanos) {
    std::shared_ptr<const BookSnapshot> snapshot;
    bool watched = false;
    {
        const std::scoped_lock lock(m_mutex);
        Entry& e = entry(market.params.id);
        watched = e.watchers > 0;
        if (e.published == market.changes && e.ticker.status == status && !(watched && !e.book)) return;
    }
    if (watched) snapshot = snapshotOf(market, oldestNanos);
    const std::scoped_lock lock(m_mutex);
    Entry& e = entry(market.params.id);
    const bool changed = e.published != market.changes;
    e.published = market.changes;
    if (snapshot) e.book = std::move(snapshot);
    Ticker t;
    t.market = market.params.id;
    t.prices = market.prices;
    t.last = market.lastTrade;
    const auto best = [&](Side side) {
        const book::Tick tick = market.outside ? market.outside->bestDisplayed(side) : market.book.best(side);
        return tick == book::kNoTick ? Price() : market.toPrice(tick);
    };
    t.bestBid = best(Side::Buy);
    t.bestAsk = best(Side::Sell);
    t.fundingRate = market.params.funding ? std::optional(market.funding.rate8h()) : e.funding;
    t.status = status;
    t.ts = market.changedAt;
    t.receivedNanos = changed ? oldestNanos : e.ticker.receivedNanos;
    t.tradedNanos = e.ticker.tradedNanos;
    addDay(e, t);
    e.ticker = t;
}

void MarketBoard::setNow(UnixNanos now) {
    const std::scoped_lock lock(m_mutex);
    m_now = now;
}

void MarketBoard::forOpenBars(const std::function<void(MarketId, Interval, const Candle&)>& visit) const {
    for (const auto& [id, e] : m_entries)
        e.candles.forOpen([&](Interval interval, const Candle& bar) { visit(e.id, interval, bar); });
}

TradeId MarketBoard::lastTrade(MarketId market) const {
    const Entry* e = find(market);
    return e == nullptr ? TradeId{} : e->candles.lastTrade();
}

void MarketBoard::setFunding(MarketId market, Rate rate) {
    const std::scoped_lock lock(m_mutex);
    entry(market).funding = rate;
}

void MarketBoard::save(ByteWriter& out) const {
    const std::scoped_lock lock(m_mutex);
    out.put(static_cast<std::uint32_t>(m_entries.size()));
    for (const auto& [id, e] : m_entries) {
        out.put(id.value());
        e.candles.save(out);
        out.put(static_cast<std::uint32_t>(e.minutes.size()));
        for (const Candle& bar : e.minutes) put(out, bar);
        const std::size_t kept = std::min(e.tape.size(), kTradesSaved);
        out.put(static_cast<std::uint32_t>(kept));
        for (std::size_t i = e.tape.size() - kept; i < e.tape.size(); ++i) put(out, e.tape[i]);
    }
    saveLiquidations(out);
}

void MarketBoard::load(ByteReader& in) {
    const std::scoped_lock lock(m_mutex);
    const auto count = in.get<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        Entry& e = entry(MarketId(in.get<std::uint16_t>()));
        e.candles.load(in);
        const auto minutes = in.get<std::uint32_t>();
        if (minutes > kDayMinutes) return in.invalidate();
        for (std::uint32_t k = 0; k < minutes && in.ok(); ++k) e.minutes.push_back(getCandle(in));
        const auto trades = in.get<std::uint32_t>();
        if (trades > kTradesSaved) return in.invalidate();
        for (std::uint32_t k = 0; k < trades && in.ok(); ++k) e.tape.push_back(getTrade(in));
    }
    loadLiquidations(in);
}

std::vector<MarketInfo> MarketBoard::markets() const {
    const std::scoped_lock lock(m_mutex);
    return m_markets;
}

void MarketBoard::watch(MarketId market, int change) {
    const std::scoped_lock lock(m_mutex);
    entry(market).watchers += change;
}

std::shared_ptr<const BookSnapshot> MarketBoard::book(MarketId market) const {
    const std::scoped_lock lock(m_mutex);
    const Entry* e = find(market);
    return e == nullptr ? nullptr : e->book;
}

Ticker MarketBoard::ticker(MarketId market) const {
    const std::scoped_lock lock(m_mutex);
    const Entry* e = find(market);
    if (e != nullptr) return e->ticker;
    Ticker unknown;
    unknown.market = market;
    return unknown;
}

ports::TradeRun MarketBoard::trades(MarketId market, std::uint64_t cursor) const {
    ports::TradeRun run;
    run.next = cursor;
    const std::scoped_lock lock(m_mutex);
    const Entry* e = find(market);
    if (e == nullptr || e->tape.empty() || e->tape.back().id.value() <= cursor) return run;
    const auto first = std::ranges::upper_bound(e->tape, cursor, {}, [](const Trade& t) { return t.id.value(); });
    run.trades.assign(first, e->tape.end());
    run.next = e->tape.back().id.value();
    // Numbers are given to every fill; on paper some have no print, so only a full tape can have lost any.
    if (cursor != 0 && first == e->tape.begin() && e->tape.size() == kTradesKept)
        run.missed = e->tape.front().id.value() - cursor - 1;
    return run;
}

UnixNanos MarketBoard::now() const {
    const std::scoped_lock lock(m_mutex);
    return m_now;
}

} // namespace qd::client
