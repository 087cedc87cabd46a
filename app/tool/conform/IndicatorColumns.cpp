#include "app/tool/conform/IndicatorColumns.h"

#include "core/indicators/IndicatorTable.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace qd::tool::conform {
namespace {

using namespace qd::indicators;

constexpr double kBound = 1e-9;

/// Where a column's values are found: the whole name of one, or, of those with a period, what comes before it.
struct ColumnKind {
    std::string_view name;
    std::string_view indicator;
    std::size_t line = 0;
    bool hasPeriod = false;
    double bound = kBound;
    /// Smaller values are compared as this: where TA-Lib subtracts numbers of the size of prices, a value near zero is
    /// mostly what rounding left of them.
    double least = 0;
    bool leastOfClose = false; ///< `least` is a part of the close
};
/// TA-Lib computes a variance as a difference of large numbers and loses digits. Source: spec/bench-streams.md §4.
constexpr double kDeviationBound = 2e-8;
constexpr std::array<ColumnKind, 21> kColumns{{{"sma", "SMA", 0, true},
                                               {"ema", "EMA", 0, true},
                                               {"wma", "WMA", 0, true},
                                               {"rsi", "RSI", 0, true},
                                               {"atr", "ATR", 0, true},
                                               {"adx", "ADX", 0, true},
                                               {"cci", "CCI", 0, true, kBound, 1},
                                               {"mfi", "MFI", 0, true},
                                               {"roc", "ROC", 0, true},
                                               {"willr", "WILLR", 0, true},
                                               {"stddev", "STDDEV", 0, true, kDeviationBound},
                                               {"macd", "MACD", 0, false, kBound, 1e-5, true},
                                               {"macd_signal", "MACD", 1, false, kBound, 1e-5, true},
                                               {"macd_hist", "MACD", 2, false, kBound, 1e-5, true},
                                               {"bb_upper", "BBANDS", 0},
                                               {"bb_middle", "BBANDS", 1},
                                               {"bb_lower", "BBANDS", 2},
                                               {"stoch_k", "STOCH", 0},
                                               {"stoch_d", "STOCH", 1},
                                               {"obv", "OBV", 0},
                                               {"sar", "SAR", 0}}};

/// The indicator of a column and the values of its parameters.
struct Source {
    const ColumnKind* column = nullptr;
    const IndicatorKind* indicator = nullptr;
    std::vector<double> values;
};

std::optional<Source> sourceOf(std::string_view name) {
    for (const ColumnKind& column : kColumns) {
        if (!name.starts_with(column.name)) continue;
        const std::string_view rest = name.substr(column.name.size());
        Source source{&column, findIndicator(column.indicator), {}};
        source.values = standardValues(*source.indicator);
        if (!column.hasPeriod) {
            if (rest.empty()) return source;
            continue;
        }
        int period = 0;
        const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), period);
        if (rest.empty() || read.ec != std::errc{} || read.ptr != rest.data() + rest.size()) continue;
        source.values[0] = period;
        if (takes(*source.indicator, source.values)) return source;
    }
    return std::nullopt;
}

double differenceOf(double ours, double theirs, double least) {
    return ours == theirs ? 0 : std::abs(ours - theirs) / std::max(std::abs(theirs), least);
}

ColumnOutcome compareColumn(const CsvTable::Column& theirs, const BarColumns& bars) {
    ColumnOutcome outcome{theirs.name, 0, 0, {}};
    const auto source = sourceOf(theirs.name);
    if (!source) {
        outcome.miss = "no such column is known";
        return outcome;
    }
    outcome.bound = source->column->bound;
    const auto indicator = source->indicator->make(source->values);
    std::vector<double> ours(bars.size() * indicator->lines());
    indicator->commitAll(bars, ours);
    for (std::size_t row = 0; row < bars.size(); ++row) {
        const double own = ours[row * indicator->lines() + source->column->line];
        const double other = theirs.cells[row];
        if (hasValue(own) != hasValue(other)) {
            outcome.miss =
                fmt::format("line {}: {}", row + 2,
                            hasValue(own) ? "a value where none is expected" : "no value where one is expected");
            return outcome;
        }
        if (!hasValue(own)) continue;
        const double least = source->column->least * (source->column->leastOfClose ? std::abs(bars.close[row]) : 1);
        const double difference = differenceOf(own, other, least);
        if (!(difference <= outcome.worst)) outcome.worst = difference;
        if (!(difference <= outcome.bound) && outcome.miss.empty())
            outcome.miss = fmt::format("line {}: expected {}, got {}", row + 2, other, own);
    }
    return outcome;
}

/// The rows of both count alike.
std::optional<std::string> mismatchOf(const CsvTable& expected, const CsvTable& bars, const std::string& barsName) {
    if (expected.rows != bars.rows)
        return fmt::format("{}: {} rows, but {} are to be compared", barsName, bars.rows, expected.rows);
    const auto* mine = bars.find("i");
    const auto* theirs = expected.find("i");
    if (mine == nullptr || theirs == nullptr) return std::nullopt;
    for (std::size_t row = 0; row < bars.rows; ++row) {
        if (mine->cells[row] != theirs->cells[row])
            return fmt::format("{}: line {}: column i: {} instead of {}", barsName, row + 2, mine->cells[row],
                               theirs->cells[row]);
    }
    return std::nullopt;
}

} // namespace

std::expected<std::vector<ColumnOutcome>, std::string> compareIndicators(const CsvTable& expected, const CsvTable& bars,
                                                                         const std::string& barsName) {
    if (auto mismatch = mismatchOf(expected, bars, barsName)) return std::unexpected(std::move(*mismatch));
    std::array<std::span<const double>, 5> columns;
    constexpr std::array<std::string_view, 5> kNames{"open", "high", "low", "close", "volume"};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        const auto* column = bars.find(kNames.at(i));
        if (column == nullptr)
            return std::unexpected(fmt::format("{}: line 1: there is no column \"{}\"", barsName, kNames.at(i)));
        for (std::size_t row = 0; row < bars.rows; ++row) {
            if (!hasValue(column->cells[row]))
                return std::unexpected(
                    fmt::format("{}: line {}: column {}: the cell is empty", barsName, row + 2, kNames.at(i)));
        }
        columns.at(i) = column->cells;
    }
    std::vector<UnixNanos> times;
    for (std::size_t row = 0; row < bars.rows; ++row)
        times.emplace_back(static_cast<std::int64_t>(row) * kNanosPerMinute);
    const BarColumns view{times, columns[0], columns[1], columns[2], columns[3], columns[4], {}};
    std::vector<ColumnOutcome> outcomes;
    for (const CsvTable::Column& column : expected.columns) {
        if (column.name != "i") outcomes.push_back(compareColumn(column, view));
    }
    if (outcomes.empty()) return std::unexpected(std::string("there is no column to be compared"));
    return outcomes;
}

} // namespace qd::tool::conform
