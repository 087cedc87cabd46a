#include "tests/store/RowTools.h"
#include "tests/store/StoreHarness.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>

#include <map>
#include <ranges>

using namespace qd;
using namespace qd::store;
using namespace qd::test;

namespace {

constexpr std::array kIntervals{Interval::S1,  Interval::S5, Interval::S15, Interval::M1, Interval::M5,
                                Interval::M15, Interval::H1, Interval::H4,  Interval::D1};

using Stored = std::map<Interval, std::map<UnixNanos, Candle>>;

/// The contract of Store::readCandles, written out the slow way.
CandlePage expectedPage(const Stored& stored, Interval interval, UnixNanos before, std::size_t limit) {
    std::map<UnixNanos, std::pair<Interval, Candle>> made; // with the interval of its parts
    for (const auto& [source, bars] : stored) {
        if (source > interval || (interval >= Interval::M1 && source < Interval::M1)) continue;
        for (const auto& [time, bar] : bars) {
            const UnixNanos open = openTimeOf(time, interval);
            if (open >= before) continue;
            Candle first = bar;
            first.openTime = open;
            const auto [at, isNew] = made.try_emplace(open, source, first);
            if (!isNew && at->second.first == source) at->second.second = merged(at->second.second, bar);
        }
    }
    CandlePage page;
    for (const auto& entry : made | std::views::values) page.bars.push_back(entry.second);
    page.more = page.bars.size() > limit;
    page.bars.erase(page.bars.begin(),
                    page.bars.end() - static_cast<std::ptrdiff_t>(std::min(limit, page.bars.size())));
    return page;
}

Candle randomBar(Interval interval, UnixNanos openTime) {
    const auto price = [] { return Price(*rc::gen::inRange<std::int64_t>(1, 1000)); };
    const auto volume = [] { return Quantity(*rc::gen::inRange<std::int64_t>(0, 1'000'000)); };
    return {openTimeOf(openTime, interval), price(), price(), price(), price(), volume(), volume(),
            *rc::gen::inRange(0U, 9U)};
}

} // namespace

class TestStoreCandles : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;
    std::filesystem::path freshFile() {
        return std::filesystem::path(m_temporary.path().toStdString()) / (std::to_string(m_count++) + ".sqlite");
    }

  private slots:
    void anyIntervalIsMadeOfTheShortestBarsStored() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        int round = 0;
        QD_PROPERTY("a page is the naive aggregation", [&] {
            const MarketKey market = store->market(std::to_string(round++));
            Stored stored;
            // Around 1970, so that floors of negative times are met; within two days, so that bars meet.
            for (int i = *rc::gen::inRange(0, 60); i > 0; --i) {
                const Interval interval = *rc::gen::elementOf(kIntervals);
                const std::int64_t span = interval < Interval::M1 ? kNanosPerMinute : kNanosPerDay;
                const Candle bar = randomBar(interval, UnixNanos(*rc::gen::inRange(-span, span)));
                stored[interval].insert_or_assign(bar.openTime, bar);
                store->write(CandleRow{market, interval, bar});
            }
            RC_ASSERT(store.flush().has_value());
            for (int i = 0; i < 5; ++i) {
                const Interval interval = *rc::gen::elementOf(kIntervals);
                const auto before = UnixNanos(*rc::gen::inRange(-kNanosPerDay, 2 * kNanosPerDay));
                const auto limit = *rc::gen::inRange<std::size_t>(0, 40);
                const CandlePage expected = expectedPage(stored, interval, before, limit);
                const CandlePage page = store.candles(market, interval, before, limit).value();
                RC_ASSERT((page.bars == expected.bars));
                RC_ASSERT(page.more == expected.more);
            }
        });
    }

    void aBarIsWholeWhereverItIsCut_data() {
        QTest::addColumn<qint64>("before");
        QTest::addColumn<int>("bars");
        QTest::newRow("at the opening of the last") << qint64{3 * kNanosPerHour} << 3;
        QTest::newRow("just after it") << qint64{3 * kNanosPerHour + 1} << 4;
        QTest::newRow("in the middle of it") << qint64{3 * kNanosPerHour + 30 * kNanosPerMinute} << 4;
        QTest::newRow("at its end") << qint64{4 * kNanosPerHour} << 4;
        QTest::newRow("the end of time") << std::numeric_limits<qint64>::max() << 4;
        QTest::newRow("before the first") << qint64{0} << 0;
        QTest::newRow("the beginning of time") << std::numeric_limits<qint64>::min() << 0;
    }
    void aBarIsWholeWhereverItIsCut() {
        QFETCH(qint64, before);
        QFETCH(int, bars);
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        for (std::int64_t minute = 0; minute < 240; ++minute) store->write(barAt(market, Interval::M1, minute));
        QVERIFY(store.flush().has_value());
        const CandlePage page = store.candles(market, Interval::H1, UnixNanos(before)).value();
        QCOMPARE(int(page.bars.size()), bars);
        for (const Candle& bar : page.bars) QCOMPARE(bar.trades, 60U * 7U);
        QVERIFY(!page.more);
    }

    void olderBarsAreAnnounced() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        for (std::int64_t minute = 0; minute < 60; ++minute) store->write(barAt(market, Interval::M1, minute));
        QVERIFY(store.flush().has_value());
        QVERIFY(store.candles(market, Interval::M5, StoreHarness::kEnd, 11).value().more);
        QVERIFY(!store.candles(market, Interval::M5, StoreHarness::kEnd, 12).value().more);
        QVERIFY(store.candles(market, Interval::M5, StoreHarness::kEnd, 0).value().more);
        QVERIFY(!store.candles(store->market("BTC-PERP"), Interval::M5).value().more);
    }

    /// A recording of hours, then our own minutes: minutes win where there are any, and no bar mixes the two.
    void importedBarsFillWhatMinutesLack() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        for (std::int64_t hour = 0; hour < 4; ++hour) store->write(barAt(market, Interval::H1, hour));
        const CandleRow minute = barAt(market, Interval::M1, 125); // within the third hour
        store->write(minute);
        QVERIFY(store.flush().has_value());
        const auto bars = store.candles(market, Interval::H1).value().bars;
        QCOMPARE(bars.size(), 4U);
        QCOMPARE(bars[1], barAt(market, Interval::H1, 1).bar);
        QCOMPARE(bars[2].openTime, UnixNanos(2 * kNanosPerHour));
        QCOMPARE(bars[2].volume, minute.bar.volume);
        QCOMPARE(bars[3], barAt(market, Interval::H1, 3).bar);
        QCOMPARE(store.candles(market, Interval::M1).value().bars, std::vector{minute.bar});
        QCOMPARE(store.candles(market, Interval::D1).value().bars.at(0).trades, 7U); // the minute alone
    }

    void secondsNeverMakeMinutes() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        for (std::int64_t second = 0; second < 30; ++second) store->write(barAt(market, Interval::S1, second));
        QVERIFY(store.flush().has_value());
        QCOMPARE(store.candles(market, Interval::S15).value().bars.size(), 2U);
        QCOMPARE(store.candles(market, Interval::M1).value().bars.size(), 0U);
    }

    void whatEndsAfterAMomentIsForgotten_data() {
        QTest::addColumn<bool>("written");
        QTest::newRow("in the database") << true;
        QTest::newRow("still queued") << false;
    }
    /// A market that begins anew knows nothing of what comes: not even in the bars that had begun.
    void whatEndsAfterAMomentIsForgotten() {
        QFETCH(bool, written);
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const MarketKey other = store->market("BTC-PERP");
        for (const MarketKey key : {market, other}) {
            for (std::int64_t minute = 0; minute < 120; ++minute) store->write(barAt(key, Interval::M1, minute));
            for (std::int64_t hour = 0; hour < 2; ++hour) {
                store->write(barAt(key, Interval::H1, hour));
                store->write(FundingRow{key, {UnixNanos(hour * kNanosPerHour), Rate(100), {}, {}}});
            }
        }
        if (written) QVERIFY(store.flush().has_value());
        const UnixNanos from(kNanosPerHour + 10 * kNanosPerMinute); // a minute ends at it, an hour has begun
        store->forget(market, from);
        store->write(barAt(market, Interval::M1, 80)); // of what comes anew
        QVERIFY(store.flush().has_value());
        const auto minutes = store.candles(market, Interval::M1).value().bars;
        QCOMPARE(minutes.size(), 71U);
        QCOMPARE(minutes[69], barAt(market, Interval::M1, 69).bar);
        QCOMPARE(minutes[70], barAt(market, Interval::M1, 80).bar);
        const auto hours = store.candles(market, Interval::H1).value().bars;
        QCOMPARE(hours.size(), 2U);
        QCOMPARE(hours[1].trades, 11U * 7U); // the ten minutes before and the new one
        QCOMPARE(store.funding(market).value().size(), 2U);
        store->forget(market, UnixNanos(kNanosPerHour));
        QVERIFY(store.flush().has_value());
        QCOMPARE(store.funding(market).value().size(), 1U);
        QCOMPARE(store.candles(market, Interval::M1).value().bars.size(), 60U);
        QCOMPARE(store.candles(other, Interval::M1).value().bars.size(), 120U);
        QCOMPARE(store.funding(other).value().size(), 2U);
        QCOMPARE(store->status().queuedRows, 0U);
        store->forget(market, UnixNanos(std::numeric_limits<std::int64_t>::min()));
        QVERIFY(store.flush().has_value());
        QVERIFY(store.candles(market, Interval::M1).value().bars.empty());
    }

    /// Of a minute without a bar the page says whether it was missed.
    void aPageSaysWhereTradesMayBeMissing() {
        using Gaps = std::vector<TradeGap>;
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const MarketKey other = store->market("BTC-PERP");
        const auto at = [](std::int64_t minute) { return UnixNanos(minute * kNanosPerMinute); };
        const auto mark = [&](std::int64_t minute, bool missing) { store->write(GapRow{market, at(minute), missing}); };
        for (const std::int64_t minute : {0, 1, 5, 6, 20, 30}) {
            store->write(barAt(market, Interval::M1, minute));
            store->write(barAt(other, Interval::M1, minute));
        }
        mark(2, true);
        mark(5, false);
        mark(5, false); // again, as after a restart
        mark(8, true);
        mark(9, true); // met anew within
        mark(10, false);
        mark(25, true);
        QVERIFY(store.flush().has_value());
        const auto gaps = [&](std::int64_t before, std::size_t limit, Interval interval = Interval::M1) {
            return store.candles(market, interval, at(before), limit).value().gaps;
        };
        QCOMPARE(gaps(31, 100), (Gaps{{at(2), at(5)}, {at(8), at(10)}, {at(25), at(31)}}));
        QCOMPARE(gaps(31, 100, Interval::H1), gaps(31, 100));
        QCOMPARE(gaps(9, 100), (Gaps{{at(2), at(5)}, {at(8), at(9)}}));
        // Pages lie side by side: together they say what one says.
        QCOMPARE(gaps(31, 1), (Gaps{{at(30), at(31)}}));
        QCOMPARE(gaps(30, 1), (Gaps{{at(25), at(30)}}));
        QCOMPARE(gaps(20, 2), (Gaps{{at(8), at(10)}}));
        QCOMPARE(gaps(5, 9), (Gaps{{at(2), at(5)}}));
        QVERIFY(store.candles(other, Interval::M1).value().gaps.empty());
        // The market begins anew within one: what is played next is told anew.
        store->forget(market, at(9));
        store->write(barAt(market, Interval::M1, 12));
        QVERIFY(store.flush().has_value());
        QCOMPARE(gaps(31, 100), (Gaps{{at(2), at(5)}, {at(8), at(9)}}));
        QVERIFY(store.reopen().has_value());
        QCOMPARE(gaps(31, 100), (Gaps{{at(2), at(5)}, {at(8), at(9)}}));
    }

    /// Found by thinking of a damaged file: volumes whose sum leaves 64 bits.
    void volumesThatLeave64BitsAreAnError() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        for (std::int64_t minute = 0; minute < 2; ++minute) {
            CandleRow row = barAt(market, Interval::M1, minute);
            row.bar.volume = Quantity(std::numeric_limits<std::int64_t>::max());
            store->write(row);
        }
        QVERIFY(store.flush().has_value());
        QCOMPARE(store.candles(market, Interval::M1).value().bars.size(), 2U);
        const auto hour = store.candles(market, Interval::H1);
        QVERIFY(!hour.has_value());
        QCOMPARE(hour.error().code, StoreCode::Damaged);
        QVERIFY(hour.error().detail.find(".sqlite: table candles") != std::string::npos);
    }
};
QD_TEST(TestStoreCandles);
#include "TestStoreCandles.moc"
