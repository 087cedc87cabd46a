#pragma once

#include "widgets/studies/BarSource.h"
#include "widgets/studies/IndicatorLine.h"
#include "widgets/studies/StudyChoice.h"

namespace qd::chart {

/// An indicator on the chart.
struct Study {
    StudyChoice choice;
    IndicatorLine lines;
    std::size_t from = 0; ///< first bar whose values are true: before it, bars they need are not here yet

    /// Where a line's value of a bar is drawn: so many bars to the right.
    [[nodiscard]] std::int64_t shift(std::size_t line) const;
    /// The value of a bar; kNoValue where it is not true.
    [[nodiscard]] double at(std::size_t index, std::size_t line) const {
        return index < from ? indicators::kNoValue : lines.at(index, line);
    }
    /// Where its sessions begin, as indicators::sessionAt takes it; empty: it knows none.
    [[nodiscard]] std::optional<int> sessionStart() const;
    /// What is missing stays missing in every later value.
    [[nodiscard]] bool carriesOn() const;
};

/// The studies of a chart, brought up to date with its bars. Pure but for the bars. Main thread.
class Studies {
  public:
    /// What stays keeps its values.
    void choose(const std::vector<StudyChoice>& choices);
    void follow(const BarSource& feed);
    [[nodiscard]] const std::vector<Study>& all() const { return m_studies; }
    /// Grows when other studies are shown, or in other colours, or from another bar on.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    /// Bars are wanted back to this place for values to be true from place `left` on.
    [[nodiscard]] UnixNanos reach(UnixNanos left, const BarSeries& bars) const;
    /// Trades that may be missing lie under the value of a study at this bar.
    [[nodiscard]] static bool isDoubtful(const Study& study, std::size_t index, const BarSource& feed);

  private:
    std::vector<Study> m_studies;
    std::uint64_t m_revision = 0;
};

} // namespace qd::chart
