#include "tests/support/TestRunner.h"
#include "tests/widgets/studies/AnyBars.h"
#include "widgets/chart/PlotBars.h"

#include <QObject>

#include <cmath>

using namespace qd;
using namespace qd::chart;

namespace {

Viewport anyViewOf(const BarSeries& bars) {
    Viewport view;
    view.setPlot({*rc::gen::inRange(0, 30), 0, *rc::gen::inRange(1, 900), 400});
    view.setInterval(bars.interval());
    view.setBars(*rc::gen::inRange(5, 6'000));
    const auto at = *rc::gen::inRange<std::size_t>(0, bars.size());
    view.setRight(bars[at].openTime + *rc::gen::inRange<std::int64_t>(-30, 300) * kNanosPerSecond);
    return view;
}

} // namespace

class TestPlotBars : public QObject {
    Q_OBJECT
  private slots:
    /// Every bar in view is drawn exactly once, with its extremes, left to right, inside the plot.
    void everyBarIsDrawnOnce() {
        QD_PROPERTY("any zoom, any screen scale", [] {
            BarSeries bars(Interval::M1);
            bars.replaceTail(test::anyBars(Interval::M1, 1, 6'000));
            const Viewport view = anyViewOf(bars);
            const double ratio = *rc::gen::element(1.0, 1.25, 2.0);
            const IndexRange range = visibleBars(bars, view);
            std::vector<PlotBar> plotted;
            plotBars(bars, range, view, ratio, plotted);
            std::size_t next = range.first;
            for (std::size_t i = 0; i < plotted.size(); ++i) {
                const PlotBar& p = plotted[i];
                RC_ASSERT(p.bars.first == next && p.bars.last > p.bars.first);
                RC_ASSERT(p.span == *bars.total(p.bars.first, p.bars.last));
                RC_ASSERT(p.width % 2 == 1);
                if (i > 0) RC_ASSERT(p.left >= plotted[i - 1].left + plotted[i - 1].width);
                // Two device pixels at most before the plot's first one: the painter cuts them.
                if (inColumns(view, ratio)) RC_ASSERT(p.left >= std::floor(view.plot().left() * ratio) - 2);
                next = p.bars.last;
            }
            RC_ASSERT(next == std::max(range.first, range.last));
        });
    }
    void visibleOnesAreThoseInView() {
        QD_PROPERTY("against every bar", [] {
            BarSeries bars(Interval::M1);
            bars.replaceTail(test::anyBars(Interval::M1, 1, 500));
            const Viewport view = anyViewOf(bars);
            const IndexRange range = visibleBars(bars, view);
            for (std::size_t i = 0; i < bars.size(); ++i) {
                const bool seen = bars[i].openTime + kNanosPerMinute > view.left() && bars[i].openTime < view.right();
                RC_ASSERT(seen == (i >= range.first && i < range.last));
            }
        });
    }
    /// What is cached and what is drawn anew every frame meet without seam or overlap.
    void theLastColumnIsWhole() {
        QD_PROPERTY("all but the last, then the last", [] {
            BarSeries bars(Interval::M1);
            bars.replaceTail(test::anyBars(Interval::M1, 1, 3'000));
            const Viewport view = anyViewOf(bars);
            const IndexRange range = visibleBars(bars, view);
            if (range.empty()) return;
            const IndexRange last = lastTogether(bars, range, view, 1.0);
            std::vector<PlotBar> all;
            std::vector<PlotBar> parts;
            std::vector<PlotBar> end;
            plotBars(bars, range, view, 1.0, all);
            plotBars(bars, {range.first, last.first}, view, 1.0, parts);
            plotBars(bars, last, view, 1.0, end);
            RC_ASSERT(end.size() == 1U);
            parts.push_back(end.front());
            RC_ASSERT(parts.size() == all.size());
            for (std::size_t i = 0; i < all.size(); ++i)
                RC_ASSERT(parts[i].left == all[i].left && parts[i].bars == all[i].bars && parts[i].span == all[i].span);
        });
    }
    /// A column keeps its bars while the view moves by whole pixels, so extremes do not flicker.
    void columnsKeepTheirBars() {
        BarSeries bars(Interval::M1);
        std::vector<Candle> list;
        for (int i = 0; i < 5'000; ++i)
            list.push_back(
                {UnixNanos(i * kNanosPerMinute), Price(100), Price(110 + i % 37), Price(90 - i % 41), Price(100)});
        bars.replaceTail(list);
        Viewport view;
        view.setPlot({0, 0, 311, 200});
        view.setBars(2'000);
        view.setRight(list[3'000].openTime);
        std::vector<PlotBar> before;
        std::vector<PlotBar> after;
        plotBars(bars, visibleBars(bars, view), view, 1.0, before);
        view.panTime(7);
        plotBars(bars, visibleBars(bars, view), view, 1.0, after);
        std::size_t compared = 0;
        for (const PlotBar& b : before) {
            const auto same = std::ranges::find(after, b.left + 7, &PlotBar::left);
            if (same == after.end() || b.left < 2) continue;
            QCOMPARE(same->bars, b.bars);
            ++compared;
        }
        QVERIFY(compared > 290);
    }
};
QD_TEST(TestPlotBars);
#include "TestPlotBars.moc"
