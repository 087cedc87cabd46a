#include "core/orderflow/Footprint.h"
#include "core/orderflow/Profile.h"
#include "tests/orderflow/AnyTrades.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <limits>
#include <map>

using namespace qd;
using namespace qd::orderflow;
using namespace qd::test;

namespace {

constexpr UnixNanos kStart(1'700'000'040 * kNanosPerSecond);
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

Trade trade(std::int64_t second, std::int64_t price, std::int64_t size, Side side) {
    return {TradeId(1), kStart + second * kNanosPerSecond, Price(price), Quantity(size), side};
}
UnixNanos minute(int n) { return kStart + n * kNanosPerMinute; }

/// The bars by definition: each looks through all trades.
std::vector<FootprintBar> naiveBars(const std::vector<Trade>& trades, Interval interval, std::int64_t height) {
    std::map<UnixNanos, FootprintBar> bars;
    for (const Trade& t : trades) {
        if (t.size.raw() > 0) bars[openTimeOf(t.ts, interval)].openTime = openTimeOf(t.ts, interval);
    }
    std::vector<FootprintBar> list;
    for (auto& [open, bar] : bars) {
        std::map<std::int64_t, FootprintRow> rows;
        for (const Trade& t : trades) {
            if (t.size.raw() == 0 || openTimeOf(t.ts, interval) != open) continue;
            FootprintRow& row = rows[t.price.raw() / height];
            row.row = t.price.raw() / height;
            for (Quantity* sum :
                 t.aggressor == Side::Buy ? std::array{&row.bought, &bar.bought} : std::array{&row.sold, &bar.sold})
                *sum = Quantity(sum->raw() + t.size.raw());
            if (bar.trades++ == 0) bar.open = bar.high = bar.low = t.price;
            bar.high = std::max(bar.high, t.price);
            bar.low = std::min(bar.low, t.price);
            bar.close = t.price;
        }
        for (const auto& [n, row] : rows) bar.rows.push_back(row);
        list.push_back(bar);
    }
    return list;
}

std::vector<FootprintBar> copyOf(const Footprint& footprint) {
    return {footprint.bars().begin(), footprint.bars().end()};
}

} // namespace

class TestFootprint : public QObject {
    Q_OBJECT
  private slots:
    void volumesLieWhereTheyTraded() {
        Footprint footprint(Interval::M1, Price(10));
        footprint.add(trade(0, 109, 3, Side::Buy));
        footprint.add(trade(1, 100, 2, Side::Sell));
        footprint.add(trade(2, 110, 5, Side::Buy));
        footprint.add(trade(60, 90, 7, Side::Sell));
        QCOMPARE(footprint.bars().size(), std::size_t{2});
        const FootprintBar& first = footprint.bars().front();
        QCOMPARE(first.openTime, kStart);
        QCOMPARE(first.rows, (std::vector<FootprintRow>{{10, Quantity(3), Quantity(2)}, {11, Quantity(5), {}}}));
        QCOMPARE(deltaOf(first), Quantity(6));
        QCOMPARE(volumeOf(first), Quantity(10));
        QCOMPARE(first.high, Price(110));
        QCOMPARE(first.low, Price(100));
        QCOMPARE(footprint.bars().back().rows, (std::vector<FootprintRow>{{9, {}, Quantity(7)}}));
        QVERIFY(first.reliable);
    }
    void tradesOneByOneAreTheDefinition() {
        QD_PROPERTY("bars of trades added one by one are those of the definition", [] {
            const auto trades = anyTrades();
            const auto height = *rc::gen::inRange<std::int64_t>(1, 12);
            Footprint footprint(Interval::M1, Price(height));
            for (const Trade& t : trades) footprint.add(t);
            RC_ASSERT(copyOf(footprint) == naiveBars(trades, Interval::M1, height));
        });
    }
    void mergingRowsIsCountingThemHigher() {
        QD_PROPERTY("rows merged by a factor are those of a footprint with rows as high", [] {
            const auto trades = anyTrades();
            const auto factor = *rc::gen::inRange<std::int64_t>(1, 9);
            Footprint fine(Interval::M1, Price(2));
            for (const Trade& t : trades) fine.add(t);
            const auto coarse = naiveBars(trades, Interval::M1, 2 * factor);
            RC_ASSERT(fine.bars().size() == coarse.size());
            for (std::size_t i = 0; i < coarse.size(); ++i)
                RC_ASSERT(mergedRows(fine.bars()[i].rows, factor) == coarse[i].rows);
        });
    }
    void olderBarsInFrontMakeTheSame() {
        QD_PROPERTY("a page in front of live trades is one run of trades", [] {
            const auto trades = anyTrades();
            const auto cut = trades.empty() ? 0 : *rc::gen::inRange<std::size_t>(0, trades.size());
            // A page ends where a bar begins.
            std::size_t border = cut;
            while (border > 0 && border < trades.size() &&
                   openTimeOf(trades[border].ts, Interval::M1) == openTimeOf(trades[border - 1].ts, Interval::M1))
                ++border;
            Footprint older(Interval::M1, Price(1));
            Footprint whole(Interval::M1, Price(1));
            Footprint joined(Interval::M1, Price(1));
            for (std::size_t i = 0; i < trades.size(); ++i) {
                (i < border ? older : joined).add(trades[i]);
                whole.add(trades[i]);
            }
            joined.prepend(std::move(older).take());
            RC_ASSERT(copyOf(joined) == copyOf(whole));
        });
    }
    void whatChangesThePastIsTold() {
        Footprint footprint(Interval::M1, Price(1), {3, 100});
        const auto tells = [&](auto change) {
            const std::uint64_t before = footprint.pastRevision();
            change();
            return footprint.pastRevision() != before;
        };
        QVERIFY(!tells([&] { footprint.add(trade(0, 100, 1, Side::Buy)); }));
        QVERIFY(!tells([&] { footprint.add(trade(61, 100, 1, Side::Buy)); }));
        QVERIFY(!tells([&] { footprint.add(trade(62, 105, 1, Side::Buy)); }));
        QVERIFY(tells([&] { footprint.add(trade(3, 100, 1, Side::Buy)); }));
        QVERIFY(tells([&] { footprint.prepend({}); }));
        QVERIFY(tells([&] { footprint.addGap({minute(0), minute(1)}); }));
        QVERIFY(!tells([&] { footprint.addGap({minute(0) + 1, minute(1)}); })); // known
        QVERIFY(tells([&] { footprint.setKnownFrom(minute(0)); }));
        QVERIFY(!tells([&] { footprint.add(trade(130, 100, 1, Side::Buy)); }));
        QVERIFY(tells([&] { footprint.add(trade(190, 100, 1, Side::Buy)); })); // the oldest bar went
    }
    void aTradeThatComesLateFindsItsBar() {
        Footprint footprint(Interval::M1, Price(1));
        footprint.add(trade(130, 100, 1, Side::Buy));
        footprint.add(trade(10, 101, 2, Side::Sell));
        QCOMPARE(footprint.bars().size(), std::size_t{2});
        QCOMPARE(footprint.bars().front().openTime, minute(0));
        QCOMPARE(footprint.bars().front().sold, Quantity(2));
    }
    void theOldestBarsGoFirst() {
        Footprint footprint(Interval::M1, Price(1), {3, 100});
        for (int i = 0; i < 10; ++i) footprint.add(trade(60 * i, 100, 1, Side::Buy));
        QCOMPARE(footprint.bars().size(), std::size_t{3});
        QCOMPARE(footprint.bars().front().openTime, minute(7));
        QVERIFY(footprint.full());
        QCOMPARE(footprint.knownFrom(), minute(7));
        footprint.add(trade(0, 100, 1, Side::Buy)); // was given up: it does not come back
        QCOMPARE(footprint.bars().front().openTime, minute(7));
    }
    void rowsAreBounded() {
        Footprint footprint(Interval::M1, Price(1), {100, 4});
        for (int i = 0; i < 3; ++i) footprint.add(trade(0, 100 + i, 1, Side::Buy));
        for (int i = 0; i < 3; ++i) footprint.add(trade(60, 100 + i, 1, Side::Buy));
        QCOMPARE(footprint.bars().size(), std::size_t{1}); // six rows were too many
        QCOMPARE(footprint.bars().front().openTime, minute(1));
        footprint.add(trade(61, 200, 1, Side::Buy));
        QVERIFY(footprint.bars().front().reliable);
        footprint.add(trade(62, 300, 1, Side::Buy)); // a fifth row of one bar
        QCOMPARE(footprint.bars().front().rows.size(), std::size_t{4});
        QCOMPARE(footprint.bars().front().bought, Quantity(4));
        QVERIFY(!footprint.bars().front().reliable);
    }
    void whatDoesNotFitIsAGap() {
        Footprint footprint(Interval::M1, Price(1));
        footprint.add(trade(0, 100, kMost, Side::Buy));
        footprint.add(trade(1, 101, 1, Side::Sell)); // alone it would fit, the volume of both does not
        const FootprintBar& bar = footprint.bars().front();
        QCOMPARE(volumeOf(bar), Quantity(kMost));
        QCOMPARE(bar.trades, 1U);
        QVERIFY(!bar.reliable);
        QCOMPARE(footprint.gaps().size(), std::size_t{1});
    }
    void gapsMakeTheirBarsUnreliable() {
        Footprint footprint(Interval::M1, Price(1));
        for (int i = 0; i < 5; ++i) footprint.add(trade(60 * i, 100, 1, Side::Buy));
        footprint.addGap({minute(1) + 5, minute(3)});
        const auto reliable = [&](std::size_t i) { return footprint.bars()[i].reliable; };
        QVERIFY(reliable(0) && !reliable(1) && !reliable(2) && reliable(3));
        footprint.addGap({minute(6), minute(6)}); // one moment, in a bar that does not exist yet
        footprint.add(trade(360, 100, 1, Side::Buy));
        footprint.add(trade(420, 100, 1, Side::Buy));
        QVERIFY(!reliable(5) && reliable(6));
    }
    void aBarThatBeganBeforeAnythingWasKnownIsNotReliable() {
        Footprint footprint(Interval::M1, Price(1));
        footprint.add(trade(20, 100, 1, Side::Buy));
        footprint.setKnownFrom(minute(0) + 20 * kNanosPerSecond);
        footprint.add(trade(61, 100, 1, Side::Buy));
        QVERIFY(!footprint.bars()[0].reliable && footprint.bars()[1].reliable);
        QVERIFY(footprint.gaps().empty());
        footprint.setKnownFrom(minute(2) + 1);
        footprint.add(trade(121, 100, 1, Side::Buy));
        QVERIFY(!footprint.bars()[2].reliable);
    }
    void gapsThatTouchAreOne() {
        Footprint footprint(Interval::M1, Price(1));
        footprint.addGap({minute(1), minute(2)});
        footprint.addGap({minute(5), minute(6)});
        footprint.addGap({minute(8), minute(9)});
        footprint.addGap({minute(2), minute(5)});
        QCOMPARE(footprint.gaps().size(), std::size_t{2});
        QCOMPARE(footprint.gaps().front(), (TradeGap{minute(1), minute(6)}));
    }
    void gapsAreBounded() {
        Footprint footprint(Interval::M1, Price(1));
        for (int i = 0; i < 500; ++i) footprint.addGap({minute(2 * i), minute(2 * i + 1)});
        QCOMPARE(footprint.gaps().size(), Footprint::kMostGaps);
        QCOMPARE(footprint.gaps().front().from, minute(0));
        QCOMPARE(footprint.gaps().back().to, minute(999));
    }
    void cumulativeDeltaBeginsAnewEveryDay() {
        Footprint footprint(Interval::H1, Price(1));
        const UnixNanos midnight = openTimeOf(kStart, Interval::D1) + kNanosPerDay;
        const auto at = [&](int hours, std::int64_t size, Side side) {
            footprint.add({TradeId(1), midnight + hours * kNanosPerHour, Price(100), Quantity(size), side});
        };
        at(-2, 5, Side::Buy);
        at(-1, 2, Side::Sell);
        at(0, 1, Side::Sell);
        at(1, 4, Side::Buy);
        const auto sums = cumulativeDelta(footprint.bars(), footprint.gaps(), Interval::H1);
        QCOMPARE(sums, (std::vector<CumulativeDelta>{
                           {Quantity(5), true}, {Quantity(3), true}, {Quantity(-1), true}, {Quantity(3), true}}));
    }
    void cumulativeDeltaIsWhatWasBoughtLessWhatWasSoldSoFar() {
        QD_PROPERTY("the sum of a day is that of its bars, reliable until a gap", [] {
            const auto trades = anyTrades();
            Footprint footprint(Interval::M1, Price(1));
            for (const Trade& t : trades) footprint.add(t);
            const auto gaps = *rc::gen::inRange(0, 3);
            for (int i = 0; i < gaps; ++i) {
                const UnixNanos from = kStart + *rc::gen::inRange<std::int64_t>(-60, 2'000) * kNanosPerSecond;
                footprint.addGap({from, from + *rc::gen::inRange<std::int64_t>(0, 200) * kNanosPerSecond});
            }
            const auto bars = footprint.bars();
            const auto sums = cumulativeDelta(bars, footprint.gaps(), Interval::M1);
            RC_ASSERT(sums.size() == bars.size());
            for (std::size_t i = 0; i < bars.size(); ++i) {
                std::int64_t delta = 0;
                const UnixNanos day = openTimeOf(bars[i].openTime, Interval::D1);
                std::optional<UnixNanos> first;
                for (std::size_t k = 0; k <= i; ++k) {
                    if (openTimeOf(bars[k].openTime, Interval::D1) != day) continue;
                    if (!first) first = bars[k].openTime;
                    delta += bars[k].bought.raw() - bars[k].sold.raw();
                }
                const UnixNanos end = bars[i].openTime + kNanosPerMinute;
                const bool broken = std::ranges::any_of(
                    footprint.gaps(), [&](const TradeGap& g) { return g.from < end && g.to > *first; });
                RC_ASSERT(sums[i] == (CumulativeDelta{Quantity(delta), !broken}));
            }
        });
    }
    void aSumThatDoesNotFitIsNotReliable() {
        Footprint footprint(Interval::M1, Price(1));
        footprint.add(trade(0, 100, kMost, Side::Buy));
        footprint.add(trade(60, 100, 1, Side::Buy));
        const auto sums = cumulativeDelta(footprint.bars(), footprint.gaps(), Interval::M1);
        QVERIFY(sums[0].reliable && !sums[1].reliable);
        QCOMPARE(sums[1].delta, Quantity(kMost));
    }
};

QD_TEST(TestFootprint);
#include "TestFootprint.moc"
