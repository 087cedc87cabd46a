#pragma once

#include "core/ports/Actions.h"
#include "widgets/base/PaneState.h"
#include "widgets/chart/ChartScene.h"

#include <expected>

namespace qd::chart {

/// What a layout keeps of a chart, and what words can say of one.
struct ChartSettings {
    ChartOptions options;
    double bars = 120; ///< visible
    bool follows = true;
};

/// Reads "5m", "BARS RANGE 20", "EMA 50", "EMA OFF", "VWAP ON", "CANDLES OFF", "BARS 300" in any order. Wrong words
/// answer with a sentence and change nothing. `now` gives typed clock times their day.
[[nodiscard]] std::expected<ChartSettings, QString> readWords(const ports::ActionWords& words, ChartSettings from,
                                                              UnixNanos now);

/// Words that may stand last.
[[nodiscard]] std::vector<std::string> wordChoices(const ports::ActionWords& words);

void writeState(ui::PaneState& state, const ChartSettings& settings);
/// Keys that are missing or make no sense leave what was.
[[nodiscard]] ChartSettings readState(const ui::PaneState& state, ChartSettings from);

} // namespace qd::chart
