#include "tests/support/TestRunner.h"
#include "tests/widgets/studies/AnyBars.h"
#include "widgets/studies/BarSeries.h"

#include <QObject>

using namespace qd;
using namespace qd::chart;

namespace {

std::optional<BarSpan> bruteForce(std::span<const Candle> bars) {
    if (bars.empty()) return std::nullopt;
    BarSpan sum{bars.front().open, bars.front().high, bars.front().low, bars.back().close, 0};
    for (const Candle& c : bars) {
        sum.high = std::max(sum.high, c.high);
        sum.low = std::min(sum.low, c.low);
        sum.volume += c.volume.raw();
    }
    return sum;
}

void assertSame(const BarSeries& series, const std::vector<Candle>& expected) {
    RC_ASSERT(series.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) RC_ASSERT(series[i] == expected[i]);
}

void assertTotals(const BarSeries& series, const std::vector<Candle>& expected) {
    for (int i = 0; i < 12; ++i) {
        const auto first = *rc::gen::inRange<std::size_t>(0, expected.size() + 1);
        const auto last = *rc::gen::inRange<std::size_t>(first, expected.size() + 1);
        RC_ASSERT(series.total(first, last) == bruteForce(std::span(expected).subspan(first, last - first)));
    }
    RC_ASSERT(series.total(0, expected.size()) == bruteForce(expected));
}

/// What BarSeries::add means, over a plain list.
void addPlainly(std::vector<Candle>& bars, const Candle& traded) {
    const auto at = std::ranges::lower_bound(bars, traded.openTime, {}, &Candle::openTime);
    if (at != bars.end() && at->openTime == traded.openTime)
        *at = merged(*at, traded);
    else
        bars.insert(at, traded);
}

} // namespace

class TestBarSeries : public QObject {
    Q_OBJECT
  private slots:
    void totalsEqualBruteForce() {
        QD_PROPERTY("any range, whatever way the bars came in", [] {
            std::vector<Candle> bars = test::anyBars(Interval::M1, 0, 9'500);
            BarSeries series(Interval::M1);
            const auto split = *rc::gen::inRange<std::size_t>(0, bars.size() + 1);
            series.replaceTail(std::span(bars).subspan(split));
            for (std::size_t end = split; end > 0;) {
                const auto page = *rc::gen::inRange<std::size_t>(1, std::min<std::size_t>(end, 4'300) + 1);
                series.prepend(std::span(bars).subspan(end - page, page));
                end -= page;
            }
            assertSame(series, bars);
            assertTotals(series, bars);
        });
    }
    void tradesChangeTheBarTheyBelongTo() {
        QD_PROPERTY("in order, late, in bars that did not exist", [] {
            std::vector<Candle> bars = test::anyBars(Interval::S5, 1, 700);
            BarSeries series(Interval::S5);
            series.replaceTail(bars);
            for (int i = 0; i < 40; ++i) {
                const auto back = *rc::gen::weightedElement<int>({{6, 0}, {2, -1}, {1, 3}, {1, 200}});
                const auto price = Price(*rc::gen::inRange<std::int64_t>(1, 400'000'000));
                const UnixNanos t = bars.back().openTime + -back * static_cast<std::int64_t>(Interval::S5);
                const Candle traded{t, price, price, price, price, Quantity::of(1), Quantity::of(1), 1};
                series.add(traded);
                addPlainly(bars, traded);
                assertTotals(series, bars);
            }
            assertSame(series, bars);
        });
    }
    void tailIsReplaced() {
        QD_PROPERTY("a page that overlaps", [] {
            std::vector<Candle> bars = test::anyBars(Interval::H1, 2, 600);
            BarSeries series(Interval::H1);
            series.replaceTail(bars);
            const auto from = *rc::gen::inRange<std::size_t>(0, bars.size());
            const std::vector<Candle> page = test::anyBars(Interval::H1, 1, 300, bars[from].openTime);
            series.replaceTail(page);
            bars.resize(from);
            bars.insert(bars.end(), page.begin(), page.end());
            assertSame(series, bars);
            assertTotals(series, bars);
        });
    }
    void boundsEqualBruteForce() {
        QD_PROPERTY("any time, from any index", [] {
            const std::vector<Candle> bars = test::anyBars(Interval::M5, 1, 500);
            BarSeries series(Interval::M5);
            series.replaceTail(bars);
            for (int i = 0; i < 30; ++i) {
                const auto from = *rc::gen::inRange<std::size_t>(0, bars.size());
                const auto& near = bars[*rc::gen::inRange<std::size_t>(0, bars.size())];
                const UnixNanos t = near.openTime + *rc::gen::element<std::int64_t>(-1, 0, 1, 300 * kNanosPerSecond - 1,
                                                                                    40 * kNanosPerHour, -kNanosPerDay);
                const auto expected = std::ranges::lower_bound(bars.begin() + static_cast<std::ptrdiff_t>(from),
                                                               bars.end(), t, {}, &Candle::openTime);
                RC_ASSERT(series.lowerBound(t, from) == static_cast<std::size_t>(expected - bars.begin()));
            }
        });
    }
    void prependLeavesOutWhatIsThere() {
        BarSeries series(Interval::M1);
        const auto at = [](int minute) {
            return Candle{UnixNanos(minute * kNanosPerMinute), Price::of(1), Price::of(2), Price::of(1), Price::of(2)};
        };
        series.prepend(std::vector{at(5), at(6)});
        series.prepend(std::vector{at(3), at(4), at(5), at(6)});
        QCOMPARE(series.size(), std::size_t{4});
        QCOMPARE(series.front().openTime, at(3).openTime);
        const auto rewrites = series.rewrites();
        series.prepend({});
        series.add(at(6));
        QCOMPARE(series.rewrites(), rewrites);
        QCOMPARE(series.back().trades, 0U);
    }
};
QD_TEST(TestBarSeries);
#include "TestBarSeries.moc"
