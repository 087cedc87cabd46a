#pragma once

#include "widgets/studies/BarSource.h"
#include "widgets/studies/HigherBars.h"
#include "widgets/studies/IndicatorLine.h"
#include "widgets/studies/StudyChoice.h"

namespace qd::chart {

/// An indicator on the chart.
struct Study {
    StudyChoice choice;
    IndicatorLine lines;
    std::size_t from = 0;         ///< first bar whose values are true: before it, bars they need are not here yet
    bool framed = false;          ///< it is over bars of another interval; `from` and `lines` count those
    HigherBars* higher = nullptr; ///< those bars; null: there are none
    std::uint64_t seen = 0;       ///< what the values of ended bars depended on, when last looked at
    std::uint64_t over = 0;       ///< HigherBars::number; 0: the bars that are shown

    /// Where a line's value of a bar is drawn: so many bars to the right.
    [[nodiscard]] std::int64_t shift(std::size_t line) const;
    /// The value of a bar that is shown; kNoValue where it is not true. Over other bars: of the newest that had ended
    /// when this one did.
    [[nodiscard]] double at(std::size_t index, std::size_t line) const {
        if (framed) return framedAt(index, line);
        return index < from ? indicators::kNoValue : lines.at(index, line);
    }
    /// Over other bars: the value of the one that is still being made, which may become another; kNoValue: there is
    /// none.
    [[nodiscard]] double provisional(std::size_t line) const;
    /// Where its sessions begin, as indicators::sessionAt takes it; empty: it knows none.
    [[nodiscard]] std::optional<int> sessionStart() const;
    /// What is missing stays missing in every later value.
    [[nodiscard]] bool carriesOn() const;

  private:
    [[nodiscard]] double framedAt(std::size_t index, std::size_t line) const;
};

/// The studies of a chart, brought up to date with its bars. Pure but for the bars. Main thread.
class Studies {
  public:
    /// What stays keeps its values.
    void choose(const std::vector<StudyChoice>& choices);
    /// `frames`: the bars of other intervals; null: studies over them have no values.
    void follow(const BarSource& feed, const HigherFrames* frames = nullptr);
    /// The intervals of longer bars that studies are over, where bars of `shown` are shown; empty: bars that trades
    /// end, beside which all are longer.
    [[nodiscard]] std::set<Interval> frames(std::optional<Interval> shown) const;
    /// Wants other bars as far back as values need them to be true from a moment on.
    void reachFrames(UnixNanos left) const;
    [[nodiscard]] const std::vector<Study>& all() const { return m_studies; }
    /// Grows when other studies are shown, or in other colours, or from another bar on.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    /// Bars are wanted back to this place for values to be true from place `left` on.
    [[nodiscard]] UnixNanos reach(UnixNanos left, const BarSeries& bars) const;
    /// Trades that may be missing lie under the value of a study at this bar.
    [[nodiscard]] static bool isDoubtful(const Study& study, std::size_t index, const BarSource& feed);

  private:
    /// Of a bar of those it is over.
    [[nodiscard]] static bool isDoubtfulIn(const Study& study, std::size_t index, const BarSource& feed);

    std::vector<Study> m_studies;
    std::uint64_t m_revision = 0;
};

} // namespace qd::chart
