// Question: what does a bar cost each indicator, in one run over many, bar by bar through the public interface, and
// when the unfinished bar is looked at?
#include "core/indicators/IndicatorTable.h"
#include "tests/bench/BarSeries.h"
#include "tests/bench/Benchmarks.h"
#include "tests/bench/Measure.h"

#include <nlohmann/json.hpp>

#include <array>

namespace qd::bench {
namespace {

using namespace qd::indicators;

constexpr std::size_t kMostLines = 8;

/// What the specification measured of TA-Lib and asks of us. Source: spec/bench-streams.md §5.
struct Goal {
    std::string_view name;
    double talib;
    double ours;
};
constexpr std::array<Goal, 8> kGoals{{{"SMA", 1.65, 1.65},
                                      {"EMA", 2.47, 1.2},
                                      {"RSI", 7.2, 5.5},
                                      {"MACD", 16.7, 4},
                                      {"BBANDS", 6.2, 3},
                                      {"ATR", 5.8, 2.9},
                                      {"STOCH", 12.9, 8},
                                      {"ADX", 11.6, 8.8}}};

class Measured {
  public:
    Measured(const IndicatorKind& kind, const BarColumns& columns, std::span<const Bar> bars)
        : m_indicator(kind.make(standardValues(kind)))
        , m_columns(columns)
        , m_bars(bars)
        , m_out(bars.size() * m_indicator->lines()) {}

    double batch() {
        m_indicator->reset();
        const std::int64_t begin = threadCpuNanos();
        m_indicator->commitAll(m_columns, m_out);
        return perBar(begin);
    }
    double streaming() {
        m_indicator->reset();
        const std::int64_t begin = threadCpuNanos();
        for (const Bar& bar : m_bars) {
            m_indicator->commit(bar, m_values);
            m_sum += m_values[0];
        }
        return perBar(begin);
    }
    /// Of an indicator that has taken all bars.
    double peeking() {
        const std::int64_t begin = threadCpuNanos();
        for (const Bar& bar : m_bars) {
            m_indicator->peek(bar, m_values);
            m_sum += m_values[0];
        }
        return perBar(begin);
    }

  private:
    [[nodiscard]] double perBar(std::int64_t begin) const {
        return static_cast<double>(threadCpuNanos() - begin) / static_cast<double>(m_bars.size());
    }
    std::unique_ptr<Indicator> m_indicator;
    BarColumns m_columns;
    std::span<const Bar> m_bars;
    std::vector<double> m_out;
    std::array<double, kMostLines> m_values{};
    double m_sum = 0;
};

nlohmann::ordered_json rowOf(const IndicatorKind& kind, const BarColumns& columns, std::span<const Bar> bars,
                             int runs) {
    Measured measured(kind, columns, bars);
    std::vector<double> batch;
    std::vector<double> streaming;
    std::vector<double> peeking;
    for (int i = 0; i < runs; ++i) {
        batch.push_back(measured.batch());
        streaming.push_back(measured.streaming());
        peeking.push_back(measured.peeking());
    }
    nlohmann::ordered_json row;
    row["name"] = kind.name;
    row["parameters"] = standardValues(kind);
    row["batch_ns_per_bar"] = median(batch);
    row["streaming_ns_per_bar"] = median(streaming);
    row["peek_ns"] = median(peeking);
    row["batch_ns_least"] = *std::ranges::min_element(batch);
    row["streaming_ns_least"] = *std::ranges::min_element(streaming);
    const auto goal = std::ranges::find(kGoals, kind.name, &Goal::name);
    if (goal == kGoals.end()) return row;
    row["talib_ns_per_bar"] = goal->talib;
    row["goal_ns_per_bar"] = goal->ours;
    return row;
}

} // namespace

nlohmann::ordered_json indicatorBench(const IndicatorOptions& options) {
    const BarSeries series = makeBarSeries(options.bars);
    std::vector<Bar> bars;
    for (std::size_t i = 0; i < series.size(); ++i) bars.push_back(series.view()[i]);
    nlohmann::ordered_json json;
    json["benchmark"] = "indicators";
    json["question"] = "CPU nanoseconds a bar of QD-BAR-1, in one run, bar by bar, and of a look at the unfinished bar";
    json["bars"] = options.bars;
    json["runs"] = options.runs;
    for (const IndicatorKind& kind : indicatorTable())
        json["indicators"].push_back(rowOf(kind, series.view(), bars, options.runs));
    json["rss_mb"] = residentMegabytes();
    json["machine"] = machine();
    return json;
}

} // namespace qd::bench
