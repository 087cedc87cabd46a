/// Prints what a frame of the chart costs over a million bars: reading, layout and painting, CPU time of the GUI thread
/// at 1200 x 700, offscreen. Bars come through the history port, as in the terminal. `bench_chart [bars]`.

#include "tests/support/PaneRig.h"
#include "tests/widgets/chart/BarStream.h"
#include "widgets/chart/ChartPane.h"
#include "widgets/chart/ChartView.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace qd;
using namespace qd::chart;

namespace {

constexpr MarketId kSol{0};
constexpr UnixNanos kEnd = UnixNanos(1'710'244'800'000'000'000);
constexpr int kFrames = 600;

double threadMillis() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

class Bench {
  public:
    explicit Bench(std::size_t bars) {
        ports::CandleSeries& series = m_rig.venue.series[Interval::M1];
        series.bars = test::barStream(bars, Interval::M1, kEnd);
        m_rig.venue.marketNow = kEnd;
        m_rig.venue.setBook(kSol, series.bars.back().close);
        m_rig.show(m_pane, {1200, 700});
    }

    void load(std::size_t bars) {
        static_cast<void>(m_pane.applyWords({"BARS", std::to_string(bars)}));
        const double begin = threadMillis();
        while (m_pane.view().scene().bars().size() < bars) frame();
        std::printf("load %zu bars through pages            %8.1f ms\n", bars, threadMillis() - begin);
    }

    /// `step` is what happened between two frames.
    template<class Step>
    void run(const char* what, const char* visible, const Step& step) {
        static_cast<void>(m_pane.applyWords({"BARS", visible}));
        m_pane.view().scene().goToNewest();
        frame();
        std::vector<double> times;
        const std::uint64_t pictures = m_pane.view().canvas().picturesMade();
        for (int i = 0; i < kFrames; ++i) {
            step(i);
            times.push_back(frame());
        }
        std::ranges::sort(times);
        std::printf("%-46s median %6.3f ms  p95 %6.3f  p99 %6.3f  pictures %llu of %d\n", what, times[kFrames / 2],
                    times[kFrames * 95 / 100], times[kFrames * 99 / 100],
                    static_cast<unsigned long long>(m_pane.view().canvas().picturesMade() - pictures), kFrames);
    }

    /// A trade in the last bar, a tick up or down.
    void trade(int i) {
        const Price last = m_pane.view().scene().bars().back().close;
        m_rig.venue.addTrade(kSol, Price(last.raw() + (i % 2 == 0 ? 10'000 : -10'000)), Quantity::of(1), Side::Buy);
    }
    void nextBar(int i) {
        m_rig.venue.marketNow = m_rig.venue.marketNow + kNanosPerMinute;
        trade(i);
    }
    ChartPane& pane() { return m_pane; }
    void drag(int pixels) {
        m_pane.view().scene().panTime(pixels);
        m_pane.view().update();
    }
    void zoom(double factor) {
        m_pane.view().scene().zoomTime(factor, 900);
        m_pane.view().update();
    }

  private:
    double frame() {
        const double begin = threadMillis();
        m_rig.frame(m_pane);
        return threadMillis() - begin;
    }

    test::PaneRig m_rig;
    ChartPane m_pane{m_rig.context};
};

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    const std::size_t bars = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
    Bench bench(bars);
    if (argc > 2) static_cast<void>(bench.pane().applyWords({"EMA", "OFF", "VWAP", "OFF"}));
    bench.load(bars);
    const std::string all = std::to_string(bars);
    bench.run("last bar changes, all bars in view", all.c_str(), [&](int i) { bench.trade(i); });
    bench.run("last bar changes, 20 000 bars in view", "20000", [&](int i) { bench.trade(i); });
    bench.run("last bar changes, 300 bars in view", "300", [&](int i) { bench.trade(i); });
    bench.run("a bar a frame, 300 bars in view", "300", [&](int i) { bench.nextBar(i); });
    bench.run("a bar a frame, 20 000 bars in view", "20000", [&](int i) { bench.nextBar(i); });
    bench.run("dragged by 3 pixels a frame, 300 in view", "300", [&](int) { bench.drag(3); });
    bench.run("dragged by 3 pixels a frame, 20 000 in view", "20000", [&](int) { bench.drag(3); });
    bench.run("dragged by a pixel a frame, half in view", std::to_string(bars / 2).c_str(),
              [&](int i) { bench.drag(i < kFrames / 2 ? 1 : -1); });
    bench.run("zoomed a step a frame, 5 to all and back", "300",
              [&](int i) { bench.zoom(i / 40 % 2 == 0 ? 0.8 : 1.25); });
    return 0;
}
