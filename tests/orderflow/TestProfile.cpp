#include "core/orderflow/Footprint.h"
#include "core/orderflow/Profile.h"
#include "tests/orderflow/AnyTrades.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <limits>
#include <map>
#include <set>

using namespace qd;
using namespace qd::orderflow;
using namespace qd::test;

namespace {

FootprintRow row(std::int64_t n, std::int64_t bought, std::int64_t sold) {
    return {n, Quantity(bought), Quantity(sold)};
}
std::int64_t volume(const FootprintRow& r) { return r.bought.raw() + r.sold.raw(); }

FootprintBar barOf(UnixNanos openTime, std::vector<FootprintRow> rows) {
    FootprintBar bar;
    bar.openTime = openTime;
    for (const FootprintRow& r : rows) {
        bar.bought = Quantity(bar.bought.raw() + r.bought.raw());
        bar.sold = Quantity(bar.sold.raw() + r.sold.raw());
    }
    bar.rows = std::move(rows);
    return bar;
}

std::vector<FootprintBar> anyBars() {
    const auto trades = anyTrades();
    Footprint footprint(Interval::M1, Price(1));
    for (const Trade& t : trades) footprint.add(t);
    return std::move(footprint).take();
}

constexpr UnixNanos minute(int n) { return UnixNanos(n * kNanosPerMinute); }

} // namespace

class TestProfile : public QObject {
    Q_OBJECT
  private slots:
    void theControlIsWhereMostTraded_data() {
        QTest::addColumn<std::vector<FootprintRow>>("rows");
        QTest::addColumn<std::int64_t>("control");
        using Rows = std::vector<FootprintRow>;
        QTest::newRow("the most") << Rows{row(1, 1, 1), row(2, 4, 1), row(3, 2, 2)} << std::int64_t{2};
        QTest::newRow("bought and sold count alike") << Rows{row(1, 0, 5), row(2, 4, 0)} << std::int64_t{1};
        QTest::newRow("nearest the middle") << Rows{row(1, 3, 0), row(4, 3, 0), row(6, 1, 0)} << std::int64_t{4};
        QTest::newRow("two as near: the upper") << Rows{row(1, 3, 0), row(2, 1, 0), row(3, 0, 3)} << std::int64_t{3};
        QTest::newRow("below zero") << Rows{row(-3, 3, 0), row(-1, 1, 0)} << std::int64_t{-3};
    }
    void theControlIsWhereMostTraded() {
        QFETCH(std::vector<FootprintRow>, rows);
        QTEST(rows[*pointOfControl(rows)].row, "control");
    }
    void nothingHasNoControl() {
        QVERIFY(!pointOfControl({}));
        QVERIFY(!valueArea({}));
        QVERIFY(imbalances({}, {}).empty());
    }
    void theValueAreaHoldsItsShare_data() {
        QTest::addColumn<std::vector<FootprintRow>>("rows");
        QTest::addColumn<std::int64_t>("low");
        QTest::addColumn<std::int64_t>("high");
        using Rows = std::vector<FootprintRow>;
        QTest::newRow("one row is enough")
            << Rows{row(1, 1, 0), row(2, 8, 0), row(3, 1, 0)} << std::int64_t{2} << std::int64_t{2};
        QTest::newRow("exactly 70 %") << Rows{row(1, 1, 0), row(2, 7, 0), row(3, 2, 0)} << std::int64_t{2}
                                      << std::int64_t{2};
        QTest::newRow("the larger neighbour")
            << Rows{row(1, 3, 0), row(2, 5, 0), row(3, 2, 0)} << std::int64_t{1} << std::int64_t{2};
        QTest::newRow("as large: the upper")
            << Rows{row(1, 2, 0), row(2, 5, 0), row(3, 2, 0), row(4, 1, 0)} << std::int64_t{2} << std::int64_t{3};
        QTest::newRow("over rows without trades")
            << Rows{row(1, 1, 0), row(5, 5, 0), row(9, 4, 0)} << std::int64_t{5} << std::int64_t{9};
    }
    void theValueAreaHoldsItsShare() {
        QFETCH(std::vector<FootprintRow>, rows);
        const auto area = valueArea(rows);
        QTEST(area->low, "low");
        QTEST(area->high, "high");
    }
    void theValueAreaGrowsByTheLargerNeighbour() {
        QD_PROPERTY("row by row it is the definition", [] {
            const auto rows = anyRows();
            if (rows.empty()) return;
            const auto percent = *rc::gen::inRange(1, 101);
            std::map<std::int64_t, std::int64_t> left; // what is not in the area
            std::int64_t whole = 0;
            for (const FootprintRow& r : rows) {
                left[r.row] = volume(r);
                whole += volume(r);
            }
            std::int64_t low = rows[*pointOfControl(rows)].row;
            std::int64_t high = low;
            std::int64_t inside = left[low];
            left.erase(low);
            while (inside * 100 < whole * percent) {
                const auto above = left.upper_bound(high);
                const auto under = left.lower_bound(low);
                const bool hasUnder = under != left.begin();
                const bool up = above != left.end() && (!hasUnder || above->second >= std::prev(under)->second);
                const auto next = up ? above : std::prev(under);
                (up ? high : low) = next->first;
                inside += next->second;
                left.erase(next);
            }
            RC_ASSERT(*valueArea(rows, percent) == (ValueArea{low, high}));
        });
    }
    void imbalancesAreDiagonal() {
        const std::vector<FootprintRow> rows{row(10, 9, 2), row(11, 6, 3), row(12, 9, 9), row(14, 4, 1)};
        const auto marks = imbalances(rows, {300, Quantity(4), 3});
        QVERIFY(!marks[0].buy);  // nothing below
        QVERIFY(!marks[0].sell); // 2 against 6
        QVERIFY(marks[1].buy);   // 6 against 2
        QVERIFY(!marks[1].sell);
        QVERIFY(marks[2].buy);  // 9 against 3
        QVERIFY(marks[2].sell); // 9 against nothing: row 13 did not trade
        QVERIFY(marks[3].buy);
        QVERIFY(!marks[3].sell); // nothing above
    }
    void aSmallVolumeIsNoImbalance() {
        const std::vector<FootprintRow> rows{row(10, 0, 0), row(11, 3, 0)};
        QVERIFY(!imbalances(rows, {300, Quantity(4), 3})[1].buy);
        QVERIFY(imbalances(rows, {300, Quantity(3), 3})[1].buy);
        QVERIFY(
            !imbalances({{row(10, 0, 0), row(11, 0, 0)}}, {300, Quantity(), 3})[1].buy); // nothing outweighs nothing
    }
    void largeVolumesAreComparedExactly() {
        constexpr std::int64_t kLarge = std::numeric_limits<std::int64_t>::max() / 2;
        const std::vector<FootprintRow> rows{row(10, 0, kLarge), row(11, kLarge, 0)};
        QVERIFY(imbalances(rows, {100, {}, 2})[1].buy);
        QVERIFY(!imbalances(rows, {101, {}, 2})[1].buy);
    }
    void imbalancesAreTheDefinition() {
        QD_PROPERTY("a row against its neighbour on the diagonal", [] {
            const auto rows = anyRows();
            const ImbalanceRule rule{*rc::gen::inRange(100, 500), Quantity(*rc::gen::inRange<std::int64_t>(0, 5)), 2};
            std::map<std::int64_t, FootprintRow> at;
            for (const FootprintRow& r : rows) at[r.row] = r;
            const auto marks = imbalances(rows, rule);
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const std::int64_t n = rows[i].row;
                const auto more = [&](Quantity here, Quantity there) {
                    return here.raw() > 0 && here >= rule.least && here.raw() * 100 >= there.raw() * rule.percent;
                };
                const bool buy =
                    n > rows.front().row && more(rows[i].bought, at.contains(n - 1) ? at[n - 1].sold : Quantity());
                const bool sell =
                    n < rows.back().row && more(rows[i].sold, at.contains(n + 1) ? at[n + 1].bought : Quantity());
                RC_ASSERT(marks[i] == (RowImbalance{buy, sell}));
            }
        });
    }
    void stacksAreRunsOfOneSide() {
        const std::vector<FootprintRow> rows{row(1, 0, 1), row(2, 9, 1), row(3, 9, 1),
                                             row(4, 9, 9), row(6, 9, 0), row(7, 9, 0)};
        const ImbalanceRule rule{300, Quantity(2), 3};
        const auto marks = imbalances(rows, rule);
        QCOMPARE(stackedImbalances(rows, marks, rule), (std::vector<ImbalanceStack>{{Side::Buy, 2, 4}}));
        // Two rows above a row that did not trade are a stack of their own.
        const ImbalanceRule two{300, Quantity(2), 2};
        QCOMPARE(stackedImbalances(rows, marks, two),
                 (std::vector<ImbalanceStack>{{Side::Buy, 2, 4}, {Side::Buy, 6, 7}}));
    }
    void aProfileIsTheSumOfItsBars() {
        QD_PROPERTY("rows of all bars of the window together", [] {
            const auto bars = anyBars();
            const auto factor = *rc::gen::inRange<std::int64_t>(1, 7);
            const UnixNanos from =
                UnixNanos(1'700'000'040 * kNanosPerSecond) + *rc::gen::inRange<std::int64_t>(0, 30) * kNanosPerMinute;
            const UnixNanos to = from + *rc::gen::inRange<std::int64_t>(1, 30) * kNanosPerMinute;
            std::map<std::int64_t, FootprintRow> rows;
            Profile expected;
            for (const FootprintBar& b : bars) {
                if (b.openTime < from || b.openTime >= to) continue;
                for (const FootprintRow& r : b.rows) {
                    FootprintRow& sum = rows[r.row / factor];
                    sum.row = r.row / factor;
                    sum.bought = Quantity(sum.bought.raw() + r.bought.raw());
                    sum.sold = Quantity(sum.sold.raw() + r.sold.raw());
                    expected.bought = Quantity(expected.bought.raw() + r.bought.raw());
                    expected.sold = Quantity(expected.sold.raw() + r.sold.raw());
                }
            }
            for (const auto& [n, r] : rows) expected.rows.push_back(r);
            RC_ASSERT(profileOf(bars, {}, from, to, factor) == expected);
        });
    }
    void aGapInTheWindowIsTold() {
        const std::vector<FootprintBar> bars{barOf(minute(1), {row(1, 1, 0)}), barOf(minute(5), {row(1, 1, 0)})};
        const std::vector<TradeGap> gaps{{minute(3), minute(4)}}; // no bar lies in it
        QVERIFY(!profileOf(bars, gaps, minute(0), minute(9), 1).reliable);
        QVERIFY(profileOf(bars, gaps, minute(4), minute(9), 1).reliable);
        QVERIFY(profileOf(bars, gaps, minute(0), minute(3), 1).reliable);
    }
    void aProfileThatDoesNotFitSaysSo() {
        constexpr std::int64_t kLarge = std::numeric_limits<std::int64_t>::max() / 2 + 2;
        const std::vector<FootprintBar> bars{barOf(minute(1), {row(1, kLarge, 0)}),
                                             barOf(minute(2), {row(1, 0, kLarge)})};
        const Profile profile = profileOf(bars, {}, minute(0), minute(9), 1);
        QVERIFY(!profile.reliable);
        QCOMPARE(profile.bought, Quantity(kLarge));
        QCOMPARE(profile.sold, Quantity());
    }
    void aControlIsNakedUntilItIsReached() {
        std::vector<FootprintBar> bars{barOf(minute(0), {row(10, 5, 0), row(11, 1, 0)}), // control 10
                                       barOf(minute(1), {row(12, 5, 0), row(14, 1, 0)}), // control 12
                                       barOf(minute(2), {row(15, 1, 0)})};
        QCOMPARE(nakedPocs(bars, 1, 10), (std::vector<NakedPoc>{{minute(0), 10}, {minute(1), 12}}));
        // The bar that is being made reaches from its lowest to its highest row, traded or not.
        bars.push_back(barOf(minute(3), {row(11, 1, 0), row(16, 1, 0)}));
        QCOMPARE(nakedPocs(bars, 1, 10), (std::vector<NakedPoc>{{minute(0), 10}}));
        QCOMPARE(nakedPocs(bars, 100, 10), std::vector<NakedPoc>{}); // all in one row
    }
    void nakedControlsAreTheDefinition() {
        QD_PROPERTY("no later bar's range holds them; the newest are kept", [] {
            const auto bars = anyBars();
            const auto most = *rc::gen::inRange<std::size_t>(0, 6);
            const auto factor = *rc::gen::inRange<std::int64_t>(1, 4);
            std::vector<NakedPoc> expected;
            for (std::size_t i = 0; i + 1 < bars.size(); ++i) {
                const auto rows = mergedRows(bars[i].rows, factor);
                const std::int64_t control = rows[*pointOfControl(rows)].row;
                bool naked = true;
                for (std::size_t k = i + 1; k < bars.size(); ++k) {
                    const auto later = mergedRows(bars[k].rows, factor);
                    naked = naked && (control < later.front().row || control > later.back().row);
                }
                if (naked) expected.push_back({bars[i].openTime, control});
            }
            if (expected.size() > most)
                expected.erase(expected.begin(), expected.end() - static_cast<std::ptrdiff_t>(most));
            RC_ASSERT(nakedPocs(bars, factor, most) == expected);
            // Followed bar by bar, each of them while it was made, it is the same in the end.
            NakedPocs followed(factor);
            for (std::size_t i = 0; i < bars.size(); ++i) {
                RC_ASSERT(followed.naked(&bars[i], most) == nakedPocs(std::span(bars).first(i + 1), factor, most));
                if (i + 1 < bars.size()) followed.pass(bars[i]);
            }
        });
    }
};

QD_TEST(TestProfile);
#include "TestProfile.moc"
