// Size: every kind of row is written and read side by side.
#include "tests/store/RandomRows.h"
#include "tests/store/RowTools.h"
#include "tests/store/StoreHarness.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>

#include <map>
#include <ranges>

using namespace qd;
using namespace qd::store;
using namespace qd::test;

namespace {

OrderRow orderOf(RunId run, MarketKey market, std::uint32_t id, std::uint64_t clientId, OrderState state) {
    OrderRow row{run, market, {}};
    row.order.order.id = OrderId(id);
    row.order.order.terms.clientId = ClientOrderId(clientId);
    row.order.state = state;
    return row;
}

/// Rows at random, and what must be read back: the last of each key where rows are replaced, the first where they are
/// kept.
struct Written {
    RunId run;
    MarketKey market;
    std::map<std::uint32_t, OrderRow> orders;
    std::map<std::uint64_t, FillRow> fills;
    std::map<std::uint64_t, TradeRow> trades;
    std::map<UnixNanos, Candle> bars;
    std::map<UnixNanos, FundingRow> rates;
    std::map<std::uint64_t, PaymentRow> payments;
    std::map<std::uint64_t, LedgerRow> movements;
    std::map<std::uint64_t, LiquidationRow> liquidations;
    std::map<UnixNanos, EquityRow> samples;
    std::vector<EventRow> events;

    template<class Key, class Row>
    static void keep(Store& store, std::map<Key, Row>& rows, const Row& row, auto keyOf) {
        rows.emplace(keyOf(row), row);
        store.write(OwnRow(row));
    }
    void addOneOfEach(Store& store) {
        const OrderRow order = anyOrder(run, market);
        const auto [known, added] = orders.try_emplace(order.order.order.id.value(), order);
        const auto trip = known->second.order.roundTripNanos;
        known->second = order;
        if (!order.order.roundTripNanos) known->second.order.roundTripNanos = trip;
        store.write(order);
        const FillRow fill = anyFill(run, market);
        fills.emplace(fill.fill.fill.sequence, fill);
        store.write(fill);
        const TradeRow trade = anyTrade(run, market);
        trades.emplace(trade.trade.id.value(), trade);
        store.write(trade);
        const CandleRow bar = anyMinute(market);
        bars.insert_or_assign(bar.bar.openTime, bar.bar);
        store.write(bar);
        const FundingRow rate = anyFunding(market);
        rates.insert_or_assign(rate.record.ts, rate);
        store.write(rate);
        keep(store, payments, anyPayment(run), [](const PaymentRow& r) { return r.payment.number; });
        keep(store, movements, anyMovement(run), [](const LedgerRow& r) { return r.movement.number; });
        keep(store, liquidations, anyLiquidation(run), [](const LiquidationRow& r) { return r.entry.number; });
        keep(store, samples, anySample(run), [](const EquityRow& r) { return r.sample.ts; });
        events.push_back(anyEvent());
        store.write(events.back());
    }
};

/// Follows the cursor from page to page and collects the numbers read.
template<class Cursor>
std::vector<std::uint64_t> follow(Cursor cursor, auto readPage, auto numberOf, auto cursorOf) {
    std::vector<std::uint64_t> numbers;
    while (true) {
        const auto page = readPage(cursor).value();
        for (const auto& row : page) numbers.push_back(numberOf(row));
        if (page.empty()) return numbers;
        cursor = cursorOf(page.back());
    }
}

} // namespace

class TestStoreRows : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;
    std::filesystem::path freshFile() {
        return std::filesystem::path(m_temporary.path().toStdString()) / (std::to_string(m_count++) + ".sqlite");
    }

  private slots:
    void randomRowsComeBackAsWritten() {
        QD_PROPERTY("rows read after a restart are the rows written", [this] {
            StoreHarness store(freshFile());
            RC_ASSERT(store.open().has_value());
            const MarketKey market = store->market("SOL-PERP");
            const RunId run = store->beginRun({anyTime(), any<std::string>()});
            Written written{.run = run, .market = market};
            for (int i = *rc::gen::inRange(1, 20); i > 0; --i) written.addOneOfEach(*store);
            RC_ASSERT(store.reopen().has_value());
            RC_ASSERT(store->market("SOL-PERP") == market);
            RC_ASSERT(store->currentRun() == run);

            const auto readOrders = store.orders(run).value();
            RC_ASSERT(readOrders.size() == written.orders.size());
            for (const auto& record : readOrders)
                RC_ASSERT(same(record.row, written.orders.at(record.row.order.order.id.value())));
            const auto readFills = store.fills(run).value();
            RC_ASSERT(std::ranges::equal(readFills, written.fills | std::views::reverse | std::views::values,
                                         [](const FillRow& a, const FillRow& b) { return same(a, b); }));
            const auto readTrades = store.trades(run, market).value();
            RC_ASSERT(std::ranges::equal(readTrades, written.trades | std::views::reverse | std::views::values));
            const auto readBars = store.candles(market, Interval::M1).value();
            RC_ASSERT(std::ranges::equal(readBars.bars, written.bars | std::views::values));
            const auto readRates = store.funding(market).value();
            RC_ASSERT(std::ranges::equal(readRates, written.rates | std::views::reverse | std::views::values));
            const auto alike = [](const auto& a, const auto& b) { return same(a, b); };
            RC_ASSERT(std::ranges::equal(store.payments(run).value(),
                                         written.payments | std::views::reverse | std::views::values, alike));
            RC_ASSERT(std::ranges::equal(store.ledger(run).value(),
                                         written.movements | std::views::reverse | std::views::values, alike));
            RC_ASSERT(std::ranges::equal(store.liquidations(run).value(),
                                         written.liquidations | std::views::reverse | std::views::values, alike));
            RC_ASSERT(std::ranges::equal(store.equity(run, Interval(1)).value(),
                                         written.samples | std::views::reverse | std::views::values));
            const auto readEvents = store.events().value();
            RC_ASSERT(std::ranges::equal(readEvents, written.events | std::views::reverse, {}, &EventRecord::row));
            RC_ASSERT(store->status().refusedRows == 0U);
        });
    }

    void marketsKeepTheirNumbers() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey sol = store->market("SOL-PERP");
        const MarketKey btc = store->market("binance-usdm BTCUSDT, recorded");
        QVERIFY(sol != btc);
        QCOMPARE(store->market("SOL-PERP"), sol);
        QVERIFY(store.reopen().has_value());
        QCOMPARE(store->market("binance-usdm BTCUSDT, recorded"), btc);
        QCOMPARE(store->symbolOf(sol), std::optional<std::string>("SOL-PERP"));
        QVERIFY(!store->symbolOf(MarketKey(99)).has_value());
        QCOMPARE(store->market("new"), MarketKey(3));
    }

    void runsAreCounted() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        QCOMPARE(store->currentRun(), RunId(0));
        QCOMPARE(store->beginRun({UnixNanos(5), "simulator, seed 42"}), RunId(1));
        QCOMPARE(store->beginRun({UnixNanos(6), "simulator, seed 42"}), RunId(2));
        QVERIFY(store.reopen().has_value());
        QCOMPARE(store->currentRun(), RunId(2));
        const std::vector<RunRecord> expected{{RunId(2), {UnixNanos(6), "simulator, seed 42"}},
                                              {RunId(1), {UnixNanos(5), "simulator, seed 42"}}};
        QCOMPARE(store.runs().value(), expected);
    }

    /// The same sequence, trade or order number in another run is another row.
    void runsAreApart() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        for (int i = 0; i < 2; ++i) {
            const RunId run = store->beginRun({});
            store->write(fillAt(run, market, 1));
            store->write(tradeAt(run, market, 1));
            store->write(orderOf(run, market, 1, 7, OrderState::Working));
        }
        QVERIFY(store.flush().has_value());
        for (const RunId run : {RunId(1), RunId(2)}) {
            QCOMPARE(store.fills(run).value().size(), 1U);
            QCOMPARE(store.trades(run, market).value().size(), 1U);
            QCOMPARE(store.orders(run).value().size(), 1U);
        }
    }

    void anOrderIsOneRowFromSentToClosed() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const RunId run = store->beginRun({});
        constexpr std::uint64_t kClient = ~0ULL; // does not fit a signed integer
        store->write(orderOf(run, market, 0, kClient, OrderState::Sent));
        store->write(orderOf(run, market, 0, 8, OrderState::Rejected));
        store->write(orderOf(run, market, 1, kClient, OrderState::Working));
        store->write(orderOf(run, market, 1, kClient, OrderState::Filled));
        store->write(orderOf(run, market, 2, 0, OrderState::Working)); // of an agent that names no client id
        QVERIFY(store.flush().has_value());
        const auto orders = store.orders(run).value();
        QCOMPARE(orders.size(), 3U);
        QCOMPARE(orders[2].row.order.order.id, OrderId(1));
        QCOMPARE(orders[2].row.order.order.terms.clientId, ClientOrderId(kClient));
        QCOMPARE(orders[2].row.order.state, OrderState::Filled);
        QCOMPARE(orders[1].row.order.state, OrderState::Rejected);
        QCOMPARE(orders[0].row.order.order.id, OrderId(2));
    }

    /// A journal that is read back does not know how long an order was on its way; the row does.
    void aRoundTripOnceKnownStays() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const RunId run = store->beginRun({});
        OrderRow order = orderOf(run, market, 1, 8, OrderState::Working);
        order.order.roundTripNanos = 1'500'000;
        store->write(order);
        store->write(orderOf(run, market, 1, 8, OrderState::Cancelled));
        QVERIFY(store.flush().has_value());
        const auto orders = store.orders(run).value();
        QCOMPARE(orders.size(), 1U);
        QCOMPARE(orders[0].row.order.state, OrderState::Cancelled);
        QCOMPARE(orders[0].row.order.roundTripNanos, std::optional<std::int64_t>(1'500'000));
    }

    void barsAndRatesAreReplacedFillsAndTradesAreKept() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const RunId run = store->beginRun({});
        CandleRow bar = barAt(market, Interval::M1, 100);
        FundingRow rate{market, {UnixNanos(5), Rate(100), {}, {}}};
        FillRow fill = fillAt(run, market, 1);
        TradeRow trade = tradeAt(run, market, 1);
        const auto write = [&] {
            store->write(bar);
            store->write(rate);
            store->write(fill);
            store->write(trade);
        };
        write();
        bar.bar.close = Price(1);
        rate.record.rate8h = Rate(-7);
        fill.fill.fill.price = Price(1);
        trade.trade.price = Price(1);
        write();
        QVERIFY(store.flush().has_value());
        QCOMPARE(store.candles(market, Interval::M1).value().bars, std::vector{bar.bar});
        QCOMPARE(store.funding(market).value(), std::vector{rate});
        QCOMPARE(store.fills(run).value().at(0).fill.fill.price, Price(148'000'000));
        QCOMPARE(store.trades(run, market).value().at(0).trade.price, Price(148'000'000));
    }

    void pagesJoinWithoutGapOrOverlap_data() {
        QTest::addColumn<int>("limit");
        QTest::newRow("one a page") << 1;
        QTest::newRow("some") << 7;
        QTest::newRow("exactly all") << 50;
        QTest::newRow("more than there are") << 1000;
    }
    void pagesJoinWithoutGapOrOverlap() {
        QFETCH(int, limit);
        const auto size = static_cast<std::size_t>(limit);
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const RunId run = store->beginRun({});
        for (std::uint64_t i = 1; i <= 50; ++i) {
            store->write(fillAt(run, market, i));
            store->write(tradeAt(run, market, i));
            store->write(orderOf(run, market, static_cast<std::uint32_t>(i), i, OrderState::Working));
            store->write(FundingRow{market, {UnixNanos(static_cast<std::int64_t>(i)), Rate(1), {}, {}}});
            store->write(EventRow{UnixNanos(1), EventKind::Notice, std::to_string(i)});
        }
        QVERIFY(store.flush().has_value());

        std::vector<std::uint64_t> expected;
        for (std::uint64_t i = 50; i >= 1; --i) expected.push_back(i);
        const auto sequenceOf = [](const FillRow& r) { return r.fill.fill.sequence; };
        QCOMPARE(follow(~0ULL, [&](auto c) { return store.fills(run, c, size); }, sequenceOf, sequenceOf), expected);
        QCOMPARE(follow(
                     TradeId(~0ULL), [&](auto c) { return store.trades(run, market, c, size); },
                     [](const TradeRow& r) { return r.trade.id.value(); },
                     [](const TradeRow& r) { return r.trade.id; }),
                 expected);
        QCOMPARE(follow(
                     ~0ULL, [&](auto c) { return store.orders(run, c, size); },
                     [](const NumberedOrder& r) { return std::uint64_t{r.row.order.order.id.value()}; },
                     [](const NumberedOrder& r) { return r.number; }),
                 expected);
        QCOMPARE(follow(
                     StoreHarness::kEnd, [&](auto c) { return store.funding(market, c, size); },
                     [](const FundingRow& r) { return static_cast<std::uint64_t>(r.record.ts.value()); },
                     [](const FundingRow& r) { return r.record.ts; }),
                 expected);
        QCOMPARE(follow(
                     ~0ULL, [&](auto c) { return store.events(c, size); },
                     [](const EventRecord& r) { return std::stoull(r.row.text); },
                     [](const EventRecord& r) { return r.number; }),
                 expected);
        QVERIFY(store.fills(run, 0).value().empty());
        QVERIFY(store.fills(run, ~0ULL, 0).value().empty());
    }

    /// A filter leaves out rows without breaking the pages.
    void filtersChoose() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const RunId run = store->beginRun({});
        for (std::uint64_t i = 1; i <= 40; ++i) {
            FillRow fill = fillAt(run, market, i);
            fill.fill.fill.market = MarketId(static_cast<std::uint16_t>(i % 2));
            fill.fill.fill.side = i % 4 < 2 ? Side::Buy : Side::Sell;
            store->write(fill);
            LedgerRow movement{run, {i, UnixNanos(static_cast<std::int64_t>(i)), {}}};
            movement.movement.posted.kind = i % 2 == 0 ? PostingKind::Deposit : PostingKind::PnlSettled;
            movement.movement.posted.asset = AssetId(static_cast<std::uint8_t>(i % 4));
            store->write(movement);
        }
        QVERIFY(store.flush().has_value());
        const auto sequences = [](const std::vector<FillRow>& rows) {
            std::vector<std::uint64_t> list;
            for (const FillRow& r : rows) list.push_back(r.fill.fill.sequence);
            return list;
        };
        RowFilter filter;
        filter.market = MarketId(1);
        QCOMPARE(sequences(store.fills(run, ~0ULL, 3, filter).value()), (std::vector<std::uint64_t>{39, 37, 35}));
        filter.side = Side::Sell;
        QCOMPARE(sequences(store.fills(run, 37, 3, filter).value()), (std::vector<std::uint64_t>{35, 31, 27}));
        filter.from = UnixNanos(28 * kNanosPerSecond);
        filter.until = UnixNanos(36 * kNanosPerSecond);
        QCOMPARE(sequences(store.fills(run, ~0ULL, 9, filter).value()), (std::vector<std::uint64_t>{35, 31}));
        RowFilter deposits;
        deposits.posting = PostingKind::Deposit;
        QCOMPARE(store.ledger(run, deposits).value().size(), 20U);
        deposits.asset = AssetId(2);
        QCOMPARE(store.ledger(run, deposits).value().size(), 10U);
        deposits.until = UnixNanos(6);
        QCOMPARE(store.ledger(run, deposits).value().size(), 1U);
    }

    /// By market time as all other rows, whatever the wall clock said.
    void ordersAreChosenByTheTimeTheyWereTaken() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const RunId run = store->beginRun({});
        for (std::uint32_t i = 1; i <= 9; ++i) {
            OrderRow row{run, market, {}};
            row.order.order.id = OrderId(i);
            row.order.order.createdAt = UnixNanos(i * kNanosPerDay);
            row.order.sentAt = UnixNanos((100 - i) * kNanosPerDay);
            store->write(row);
        }
        QVERIFY(store.flush().has_value());
        RowFilter filter;
        filter.from = UnixNanos(3 * kNanosPerDay);
        filter.until = UnixNanos(5 * kNanosPerDay);
        std::vector<std::uint32_t> ids;
        const auto chosen = store.orders(run, filter).value();
        for (const NumberedOrder& o : chosen) ids.push_back(o.row.order.order.id.value());
        QCOMPARE(ids, (std::vector<std::uint32_t>{4, 3}));
    }

    void samplesAreOfTheWantedInterval() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const RunId run = store->beginRun({});
        constexpr std::int64_t kDay = 19'700 * kNanosPerDay;
        for (int minute = -90; minute <= 90; ++minute)
            store->write(EquityRow{run, {UnixNanos(kDay + minute * kNanosPerMinute), Money(minute), {}, {}}});
        QVERIFY(store.flush().has_value());
        QCOMPARE(store.equity(run, Interval::M1).value().size(), 181U);
        const auto hours = store.equity(run, Interval::H1).value();
        QCOMPARE(hours.size(), 3U);
        QCOMPARE(hours[0].sample.equity, Money(60));
        const auto days = store.equity(run, Interval::D1).value();
        QCOMPARE(days.size(), 1U);
        QCOMPARE(days[0].sample.equity, Money(0));
    }

    void whatCannotBeStoredIsRefusedAndTheRestIsWritten_data() {
        QTest::addColumn<int>("which");
        QTest::newRow("a fill without a sequence") << 0;
        QTest::newRow("a fill with a sequence beyond 2^63") << 1;
        QTest::newRow("a fill of a run that has not begun") << 2;
        QTest::newRow("a fill of an unknown market") << 3;
        QTest::newRow("a trade without a number") << 4;
        QTest::newRow("a bar off the grid") << 5;
        QTest::newRow("a bar at the end of time") << 6;
        QTest::newRow("an order of an unknown market") << 7;
        QTest::newRow("a rate of an unknown market") << 8;
        QTest::newRow("a payment without a number") << 9;
        QTest::newRow("a movement of a run that has not begun") << 10;
        QTest::newRow("a gap of an unknown market") << 11;
    }
    void whatCannotBeStoredIsRefusedAndTheRestIsWritten() {
        QFETCH(int, which);
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const RunId run = store->beginRun({});
        constexpr RunId kNoRun(9);
        constexpr MarketKey kNoMarket(9);
        CandleRow offGrid = barAt(market, Interval::M5, 100);
        offGrid.bar.openTime = offGrid.bar.openTime + kNanosPerMinute;
        CandleRow late = barAt(market, Interval::M5, 100);
        late.bar.openTime = openTimeOf(StoreHarness::kEnd, Interval::M5);
        store->write(fillAt(run, market, 1));
        if (which == 0) store->write(fillAt(run, market, 0));
        if (which == 1) store->write(fillAt(run, market, 1ULL << 63U));
        if (which == 2) store->write(fillAt(kNoRun, market, 2));
        if (which == 3) store->write(fillAt(run, kNoMarket, 2));
        if (which == 4) store->write(tradeAt(run, market, 0));
        if (which == 5) store->write(offGrid);
        if (which == 6) store->write(late);
        if (which == 7) store->write(orderOf(run, kNoMarket, 1, 1, OrderState::Sent));
        if (which == 8) store->write(FundingRow{kNoMarket, {UnixNanos(1), Rate(1), {}, {}}});
        if (which == 9) store->write(PaymentRow{run, {}});
        if (which == 10) store->write(LedgerRow{kNoRun, {1, {}, {}}});
        if (which == 11) store->write(GapRow{kNoMarket, UnixNanos(1), true});
        store->write(fillAt(run, market, 3));
        QVERIFY(store.flush().has_value());
        store.executor.drain();
        QCOMPARE(store.fills(run).value().size(), 2U);
        QCOMPARE(store->status().refusedRows, 1U);
        QCOMPARE(store->status().queuedRows, 0U);
        QCOMPARE(store.notices.size(), 1U);
        QCOMPARE(store.notices[0].kind, NoticeKind::RowsRefused);
        QVERIFY(store.notices[0].text.find(".sqlite: 1 rows refused") != std::string::npos);
    }
};
QD_TEST(TestStoreRows);
#include "TestStoreRows.moc"
