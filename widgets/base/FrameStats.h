#pragma once

#include <QString>

#include <array>
#include <cstdint>
#include <map>
#include <vector>

namespace qd::ui {

/// CPU time of the calling thread so far: what work costs, whatever else the machine is doing.
[[nodiscard]] std::int64_t threadCpuNanos();

/// The last few thousand durations of one kind, for medians and percentiles. Main thread.
class DurationLog {
  public:
    void add(std::int64_t nanos);
    /// Value at a fraction of the sorted samples, 0 when there are none.
    [[nodiscard]] std::int64_t percentile(double fraction) const;
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    void clear();

  private:
    static constexpr std::size_t kKept = 2'048;
    std::array<std::int64_t, kKept> m_samples{};
    std::uint64_t m_count = 0;
};

/// What frames cost, for the STATUS pane, the status bar and the benchmark. Times are monotonic nanoseconds. Main
/// thread.
class FrameStats {
  public:
    DurationLog frames;      ///< from a frame's tick to the end of its last paint
    DurationLog tickToPixel; ///< from a market event's arrival to the end of the paint that first shows it
    /// What a frame costs a pane, by its mnemonic: CPU time of the main thread for reading what is new and painting it.
    [[nodiscard]] DurationLog& paint(const QString& pane) { return m_paint[pane]; }
    [[nodiscard]] const std::map<QString, DurationLog>& paints() const { return m_paint; }
    void clear();

  private:
    std::map<QString, DurationLog> m_paint;
};

} // namespace qd::ui
