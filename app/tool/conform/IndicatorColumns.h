#pragma once

#include "app/tool/conform/CsvTable.h"

#include <expected>

/// Whether our indicators meet the columns of a table that another program computed. Any thread.
namespace qd::tool::conform {

/// What became of one column.
struct ColumnOutcome {
    std::string name;
    /// |ours - theirs| / |theirs|, the greatest of all rows in which both have a value. Of CCI values below 1 count as
    /// 1, of MACD below 1e-5 of the close as that.
    double worst = 0;
    double bound = 0; ///< what it may be
    std::string miss; ///< why it is not met; empty: it is
};

/// Compares every column of `expected`, but its row number `i`, with ours over `bars` (columns open, high, low, close,
/// volume). Names: an indicator and its period ("sma30", "rsi14"; also of SMA, EMA, WMA, RSI, ATR, ADX,
/// CCI, MFI, STDDEV, ROC, WILLR) or a line with its standard parameters ("macd", "macd_signal", "macd_hist",
/// "bb_upper", "bb_middle", "bb_lower", "stoch_k", "stoch_d", "obv", "sar"). A name that is not known is a miss. A row
/// must have a value in both or in neither. Error: a sentence, when the tables do not belong together.
[[nodiscard]] std::expected<std::vector<ColumnOutcome>, std::string>
compareIndicators(const CsvTable& expected, const CsvTable& bars, const std::string& barsName);

} // namespace qd::tool::conform
