#include "tests/support/FakeVenue.h"

#include <algorithm>

namespace qd::test {
namespace {

MarketInfo marketInfo(std::uint16_t id, const char* symbol, const char* base, Price tick, Quantity step) {
    MarketInfo info;
    MarketParams& p = info.params;
    p.id = MarketId(id);
    p.symbol = symbol;
    p.baseAsset = base;
    p.tick = tick;
    p.step = step;
    p.minSize = step;
    p.maxSize = Quantity::of(100'000);
    p.maxPrice = Price::of(1'000'000);
    p.initialMargin = Ratio(500);
    p.maintenanceMargin = Ratio(250);
    p.takerFee = Rate(450);
    p.makerRebate = Rate(50);
    info.venue = "Fake venue";
    info.source = "a test";
    return info;
}

} // namespace

FakeVenue::FakeVenue() {
    marketList.push_back(marketInfo(0, "SOL-PERP", "SOL", Price(10'000), Quantity(10'000'000)));
    marketList.push_back(marketInfo(1, "BTC-PERP", "BTC", Price(100'000), Quantity(100'000)));
    healthState.running = true;
}

void FakeVenue::setBook(MarketId market, Price mid, int levels) {
    const MarketParams& p = marketList[market.value()].params;
    auto snapshot = std::make_shared<BookSnapshot>();
    snapshot->market = market;
    snapshot->version = ++m_version;
    snapshot->ts = marketNow;
    snapshot->receivedNanos = marketNow.value();
    const std::int64_t centre = mid.raw() / p.tick.raw();
    for (int i = 0; i < levels; ++i) {
        snapshot->bids.push_back({Price((centre - i) * p.tick.raw()), Quantity((10 + i) * p.step.raw())});
        snapshot->asks.push_back({Price((centre + 1 + i) * p.tick.raw()), Quantity((12 + i) * p.step.raw())});
    }
    Ticker& t = tickers[market];
    t.market = market;
    t.prices = {mid, mid, mid, false};
    t.last = mid;
    t.bestBid = snapshot->bids.front().price;
    t.bestAsk = snapshot->asks.front().price;
    t.dayOpen = t.dayHigh = t.dayLow = mid;
    t.status = DataStatus::Live;
    t.ts = marketNow;
    books[market] = std::move(snapshot);
}

void FakeVenue::addTrade(MarketId market, Price price, Quantity size, Side aggressor) {
    auto& tape = tapes[market];
    tape.push_back({TradeId(tape.empty() ? 1 : tape.back().id.value() + 1), marketNow, price, size, aggressor});
    if (tape.size() > tradesKept) tape.erase(tape.begin(), tape.end() - static_cast<std::ptrdiff_t>(tradesKept));
    tickers[market].last = price;
}

void FakeVenue::tellMarkets() { tell(m_marketListeners); }
void FakeVenue::tellAccount() { tell(m_accountListeners); }
void FakeVenue::tellVenue() { tell(m_accountListeners); }

ports::Subscription FakeVenue::watchBook(MarketId) {
    ++booksWatched;
    return ports::Subscription([this] { --booksWatched; });
}

std::shared_ptr<const BookSnapshot> FakeVenue::book(MarketId market) const {
    const auto found = books.find(market);
    return found == books.end() ? nullptr : found->second;
}

Ticker FakeVenue::ticker(MarketId market) const {
    const auto found = tickers.find(market);
    return found == tickers.end() ? Ticker{.market = market} : found->second;
}

ports::TradeRun FakeVenue::trades(MarketId market, std::uint64_t cursor) const {
    ports::TradeRun run;
    const auto found = tapes.find(market);
    if (found == tapes.end()) return run;
    for (const Trade& t : found->second) {
        if (t.id.value() > cursor) run.trades.push_back(t);
    }
    run.next = found->second.empty() ? cursor : found->second.back().id.value();
    if (cursor != 0 && !run.trades.empty()) run.missed = run.trades.front().id.value() - cursor - 1;
    return run;
}

ClientOrderId FakeVenue::place(OrderTerms terms) {
    if (terms.clientId.value() == 0) terms.clientId = ClientOrderId(m_nextClientId++);
    placed.push_back(terms);
    return terms.clientId;
}

void FakeVenue::candles(MarketId market, Interval interval, UnixNanos before, std::size_t limit,
                        std::move_only_function<void(Result<ports::CandleSeries, ports::HistoryCode>)> answer) {
    askedCandles.push_back({market, interval, before, limit});
    askHistory(
        [this, question = askedCandles.back(), answer = std::move(answer)]() mutable { answer(candlesFor(question)); });
}

void FakeVenue::fills(std::uint64_t before, std::size_t limit,
                      std::move_only_function<void(Result<std::vector<FillView>, ports::HistoryCode>)> answer) {
    fillsAsked.emplace_back(before, limit);
    askHistory([this, before, limit, answer = std::move(answer)]() mutable { answer(fillsBefore(before, limit)); });
}

void FakeVenue::askHistory(std::move_only_function<void()> answer) {
    if (historyWaits)
        m_waiting.push_back(std::move(answer));
    else
        answer();
}

bool FakeVenue::answerHistory() {
    if (m_waiting.empty()) return false;
    auto answer = std::move(m_waiting.front());
    m_waiting.pop_front();
    answer();
    return true;
}

void FakeVenue::answerAllHistory() {
    for (std::size_t waiting = m_waiting.size(); waiting > 0; --waiting) (void)answerHistory();
}

Result<ports::CandleSeries, ports::HistoryCode> FakeVenue::candlesFor(const CandleQuestion& question) const {
    if (historyFault) return qd::fail(*historyFault, "the fake history is broken");
    const auto found = series.find(question.interval);
    if (found == series.end()) return ports::CandleSeries{};
    const auto& bars = found->second.bars;
    const auto end = std::ranges::lower_bound(bars, question.before, {}, &Candle::openTime);
    const auto begin = end - std::min(end - bars.begin(), static_cast<std::ptrdiff_t>(question.limit));
    return ports::CandleSeries{{begin, end}, found->second.lastTrade, begin != bars.begin() || found->second.more};
}

Result<std::vector<FillView>, ports::HistoryCode> FakeVenue::fillsBefore(std::uint64_t before,
                                                                         std::size_t limit) const {
    if (historyFault) return qd::fail(*historyFault, "the fake history is broken");
    const std::vector<FillView>& all = historyFills.empty() ? fillList : historyFills;
    std::vector<FillView> newestFirst;
    for (auto fill = all.rbegin(); fill != all.rend() && newestFirst.size() < limit; ++fill) {
        if (fill->fill.sequence < before) newestFirst.push_back(*fill);
    }
    return newestFirst;
}

ports::Subscription FakeVenue::listen(Listeners& listeners, std::function<void()> changed) {
    const int id = m_nextListener++;
    listeners[id] = std::move(changed);
    return ports::Subscription([&listeners, id] { listeners.erase(id); });
}

void FakeVenue::tell(const Listeners& listeners) {
    const Listeners copy = listeners;
    for (const auto& [id, listener] : copy) listener();
}

} // namespace qd::test
