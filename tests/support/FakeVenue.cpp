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
    p.oracle = OracleId(id);
    p.takerFee = Rate(450);
    p.makerRebate = Rate(50);
    info.venue = "Fake venue";
    info.source = "a test";
    return info;
}

AssetStanding assetStanding(std::uint8_t id, const char* symbol, int decimals, Price price, Ratio initial,
                            Ratio maintenance) {
    AssetStanding asset;
    asset.params.id = AssetId(id);
    asset.params.symbol = symbol;
    asset.params.decimals = decimals;
    asset.params.initialWeight = initial;
    asset.params.maintenanceWeight = maintenance;
    asset.price = asset.twap5 = price;
    return asset;
}

bool within(const ports::HistoryFilter& f, UnixNanos ts) { return ts >= f.from && ts < f.until; }
bool of(const std::optional<MarketId>& wanted, MarketId market) { return !wanted || *wanted == market; }

} // namespace

FakeVenue::FakeVenue() {
    assetList.push_back(assetStanding(0, "USDC", 6, Price::of(1), Ratio(10'000), Ratio(10'000)));
    assetList.push_back(assetStanding(1, "SOL", 9, Price::of(150), Ratio(8'000), Ratio(9'000)));
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

std::vector<ClientOrderId> FakeVenue::placeSet(OrderRelation relation, std::vector<OrderTerms> orders) {
    std::vector<ClientOrderId> ids;
    for (OrderTerms& terms : orders) {
        if (terms.clientId.value() == 0) terms.clientId = ClientOrderId(m_nextClientId++);
        ids.push_back(terms.clientId);
    }
    placedSets.push_back({relation, std::move(orders)});
    return ids;
}

std::shared_ptr<const MarketStanding> FakeVenue::standing(MarketId market) const {
    const auto found = standings.find(market);
    return found == standings.end() ? nullptr : found->second;
}

ports::LiquidationRun FakeVenue::liquidations(std::uint64_t cursor) const {
    ports::LiquidationRun run;
    for (const LiquidationEntry& e : liquidationFeed) {
        if (e.number > cursor) run.entries.push_back(e);
    }
    run.next = run.entries.empty() ? cursor : run.entries.back().number;
    if (cursor != 0 && !run.entries.empty()) run.missed = run.entries.front().number - cursor - 1;
    return run;
}

void FakeVenue::depth(const DepthWindow& window, ports::HistoryAnswer<std::vector<DepthColumn>> answer) {
    askedDepth.push_back(window);
    askHistory([this, window, answer = std::move(answer)]() mutable {
        if (historyFault) return answer(fail(*historyFault, "the test says so"));
        answer(historyDepth ? historyDepth(window) : std::vector<DepthColumn>());
    });
}

void FakeVenue::ownTrails(const OwnWindow& window, ports::HistoryAnswer<OwnPage> answer) {
    askedOwn.push_back(window);
    askHistory([this, window, answer = std::move(answer)]() mutable {
        if (historyFault) return answer(fail(*historyFault, "the test says so"));
        answer(historyOwn ? historyOwn(window) : OwnPage{{}, {}, window.to});
    });
}

void FakeVenue::footprint(const FootprintWindow& window, ports::HistoryAnswer<FootprintPage> answer) {
    askedFootprints.push_back(window);
    askHistory([this, window, answer = std::move(answer)]() mutable {
        if (historyFault) return answer(fail(*historyFault, "the test says so"));
        FootprintPage nothing;
        nothing.knownFrom = window.to;
        nothing.knownUntil = window.to;
        answer(historyFootprint ? historyFootprint(window) : nothing);
    });
}

void FakeVenue::tradeBars(const TradeBarWindow& window, ports::HistoryAnswer<TradeBarPage> answer) {
    askedBars.push_back(window);
    askHistory([this, window, answer = std::move(answer)]() mutable {
        if (historyFault) return answer(fail(*historyFault, "the test says so"));
        TradeBarPage nothing;
        nothing.state = window.state;
        nothing.knownFrom = window.to;
        nothing.knownUntil = window.to;
        answer(historyBars ? historyBars(window) : nothing);
    });
}

void FakeVenue::candles(MarketId market, Interval interval, UnixNanos before, std::size_t limit,
                        ports::HistoryAnswer<ports::CandleSeries> answer) {
    askedCandles.push_back({market, interval, before, limit});
    askHistory(
        [this, question = askedCandles.back(), answer = std::move(answer)]() mutable { answer(candlesFor(question)); });
}

/// The newest rows that `choose` takes, newest first.
template<class Row, class Choose>
void FakeVenue::page(const std::vector<Row>& rows, std::size_t limit, Choose choose,
                     ports::HistoryAnswer<std::vector<Row>> answer) {
    askHistory([this, &rows, limit, choose, answer = std::move(answer)]() mutable {
        if (historyFault) return answer(qd::fail(*historyFault, "the fake history is broken"));
        std::vector<Row> newestFirst;
        for (auto row = rows.rbegin(); row != rows.rend() && newestFirst.size() < limit; ++row) {
            if (choose(*row)) newestFirst.push_back(*row);
        }
        answer(std::move(newestFirst));
    });
}

void FakeVenue::orders(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                       ports::HistoryAnswer<std::vector<OrderRecord>> answer) {
    filtersAsked.push_back(filter);
    const auto choose = [filter, before](const OrderRecord& r) {
        const OrderTerms& t = r.order.order.terms;
        return r.number < before && of(filter.market, t.market) && (!filter.side || *filter.side == t.side) &&
               within(filter, r.order.order.createdAt);
    };
    page(historyOrders, limit, choose, std::move(answer));
}

void FakeVenue::fills(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                      ports::HistoryAnswer<std::vector<FillView>> answer) {
    filtersAsked.push_back(filter);
    fillsAsked.emplace_back(before, limit);
    const auto choose = [filter, before](const FillView& f) {
        return f.fill.sequence < before && of(filter.market, f.fill.market) &&
               (!filter.side || *filter.side == f.fill.side) && within(filter, f.ts);
    };
    page(historyFills.empty() ? fillList : historyFills, limit, choose, std::move(answer));
}

void FakeVenue::fundingPayments(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                                ports::HistoryAnswer<std::vector<FundingPayment>> answer) {
    filtersAsked.push_back(filter);
    const auto choose = [filter, before](const FundingPayment& p) {
        return p.number < before && of(filter.market, p.market) && within(filter, p.ts);
    };
    page(historyFunding, limit, choose, std::move(answer));
}

void FakeVenue::liquidations(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                             ports::HistoryAnswer<std::vector<LiquidationEntry>> answer) {
    filtersAsked.push_back(filter);
    const auto choose = [filter, before](const LiquidationEntry& e) {
        return e.number < before && of(filter.market, e.market) && within(filter, e.ts);
    };
    page(historyLiquidations, limit, choose, std::move(answer));
}

void FakeVenue::ledger(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                       ports::HistoryAnswer<std::vector<LedgerMovement>> answer) {
    filtersAsked.push_back(filter);
    const auto choose = [filter, before](const LedgerMovement& m) {
        return m.number < before && (!filter.posting || *filter.posting == m.posted.kind) &&
               (!filter.asset || *filter.asset == m.posted.asset) && within(filter, m.ts);
    };
    page(historyLedger, limit, choose, std::move(answer));
}

void FakeVenue::equity(const ports::HistoryFilter& filter, Interval interval, UnixNanos before, std::size_t limit,
                       ports::HistoryAnswer<std::vector<EquitySample>> answer) {
    filtersAsked.push_back(filter);
    const auto choose = [filter, interval, before](const EquitySample& s) {
        return s.ts < before && openTimeOf(s.ts, interval) == s.ts && within(filter, s.ts);
    };
    const auto own = filter.account ? historyEquityOf.find(*filter.account) : historyEquityOf.end();
    page(own == historyEquityOf.end() ? historyEquity : own->second, limit, choose, std::move(answer));
}

void FakeVenue::fundingRates(MarketId market, UnixNanos before, std::size_t limit,
                             ports::HistoryAnswer<std::vector<FundingRecord>> answer) {
    page(historyRates[market], limit, [before](const FundingRecord& r) { return r.ts < before; }, std::move(answer));
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
    ports::CandleSeries page{{begin, end}, found->second.lastTrade, begin != bars.begin() || found->second.more, {}};
    if (page.bars.empty()) return page;
    for (const TradeGap& gap : found->second.gaps) {
        const TradeGap told{std::max(gap.from, page.bars.front().openTime), std::min(gap.to, question.before)};
        if (told.from < told.to) page.gaps.push_back(told);
    }
    return page;
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
