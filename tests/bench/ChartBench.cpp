// Question: what does a frame of the chart cost over a million bars, reading, layout and painting, at 1200 x 700? Bars
// come through the history port, as in the terminal.
#include "tests/bench/Benchmarks.h"
#include "tests/bench/Measure.h"
#include "tests/support/PaneRig.h"
#include "tests/widgets/chart/BarStream.h"
#include "widgets/chart/ChartPane.h"
#include "widgets/chart/ChartView.h"

#include <nlohmann/json.hpp>

namespace qd::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr MarketId kSol{0};
constexpr UnixNanos kEnd = UnixNanos(1'710'244'800'000'000'000);
constexpr std::size_t kBars = 1'000'000;

class ChartRig {
  public:
    ChartRig() {
        ports::CandleSeries& series = m_rig.venue.series[Interval::M1];
        series.bars = test::barStream(kBars, Interval::M1, kEnd);
        m_rig.venue.marketNow = kEnd;
        m_rig.venue.setBook(kSol, series.bars.back().close);
        m_rig.show(m_pane, {1200, 700});
        show("BARS", kBars);
        while (m_pane.view().scene().bars().size() < kBars) frame();
    }

    /// `step` is what happens between two frames.
    template<class Step>
    Json run(const char* what, std::size_t visible, int frames, const Step& step) {
        show("BARS", visible);
        m_pane.view().scene().setFollows(true);
        (void)frame();
        std::vector<double> times;
        for (int i = 0; i < frames; ++i) {
            step(i);
            times.push_back(frame());
        }
        Json json;
        json["case"] = what;
        json["bars_in_view"] = visible;
        json["p50_ms"] = percentile(times, 0.5);
        json["p99_ms"] = percentile(times, 0.99);
        return json;
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
    void scroll(int pixels) { m_pane.view().scene().panTime(pixels); }
    void zoom(double factor) {
        m_pane.view().scene().zoomTime(factor, 900);
        m_pane.view().update();
    }

  private:
    void show(const char* word, std::size_t bars) { (void)m_pane.applyWords({word, std::to_string(bars)}); }
    double frame() {
        const std::int64_t begin = ui::threadCpuNanos();
        m_rig.frame(m_pane);
        return static_cast<double>(ui::threadCpuNanos() - begin) / 1e6;
    }

    test::PaneRig m_rig;
    drawings::DrawingBook m_book;
    chart::ChartPane m_pane{m_rig.context, m_book};
};

} // namespace

Json chartBench(int frames) {
    ChartRig rig;
    Json json = Json::array();
    const auto tick = [&](int i) { rig.trade(i); };
    json.push_back(rig.run("every tick changes the last bar", kBars, frames, tick));
    json.push_back(rig.run("every tick changes the last bar", 300, frames, tick));
    // Scrolled to and fro, so that the view stays over bars.
    const auto scrolled = [&](int i) {
        rig.trade(i);
        rig.scroll(i / 50 % 2 == 0 ? 3 : -3);
    };
    json.push_back(rig.run("scrolls 3 pixels a frame, last bar changes", kBars / 2, frames, scrolled));
    json.push_back(rig.run("scrolls 3 pixels a frame, last bar changes", 20'000, frames, scrolled));
    json.push_back(rig.run("scrolls 3 pixels a frame, last bar changes", 300, frames, scrolled));
    json.push_back(rig.run("a new bar a frame", 300, frames, [&](int i) { rig.nextBar(i); }));
    json.push_back(
        rig.run("zooms a step a frame", 300, frames, [&](int i) { rig.zoom(i / 40 % 2 == 0 ? 0.8 : 1.25); }));
    return json;
}

} // namespace qd::bench
