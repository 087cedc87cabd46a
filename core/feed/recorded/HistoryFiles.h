#pragma once

#include "core/base/Fixed.h"
#include "core/base/Time.h"
#include "core/domain/Book.h"
#include "core/domain/Candle.h"
#include "core/feed/FeedError.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <vector>

/// Recorded history: gzip (or plain) CSV of data/FORMATS.md. Decimals are exact; a row that is wrong ends the reading
/// with an error that names the file, the line and the column. Times must rise from row to row. Any thread.
namespace qd::feed {

/// Rows whose time is in [begin, end). Reading stops at the first row beyond it.
struct HistoryRange {
    UnixNanos begin{std::numeric_limits<std::int64_t>::min()};
    UnixNanos end{std::numeric_limits<std::int64_t>::max()};
};

/// Funding of one interval as a fraction of the notional, 1e-18: venues publish up to 18 decimals.
struct FundingRateTag {
    static constexpr std::int64_t kScale = 1'000'000'000'000'000'000;
    static constexpr int kDecimals = 18;
};
using FundingRate = Fixed<FundingRateTag>;

struct CandleHistory {
    /// Smallest step between two rows read; empty with fewer than two.
    std::optional<Interval> interval;
    /// /// Oldest first. Outages are gaps: bars without volume are left out. Volumes are cut to 9 decimals (some
    /// sources print the noise of their doubles). The files do not tell who took: trades = 0 and buyVolume = 0 mean
    /// "not known" here.
    std::vector<Candle> bars;
    std::uint64_t emptyBars = 0; ///< rows left out
};

/// Bar of the mark price.
struct MarkBar {
    UnixNanos openTime;
    Price open; ///< published with 8 decimals, cut to 6 (toward zero)
    Price high;
    Price low;
    Price close;
    friend bool operator==(const MarkBar&, const MarkBar&) = default;
};
struct MarkHistory {
    std::optional<Interval> interval; ///< as in CandleHistory
    std::vector<MarkBar> bars;        ///< oldest first
};

struct FundingPoint {
    UnixNanos time; ///< settlement; some sources jitter by milliseconds, so match by the nearest
    FundingRate rate;
    friend bool operator==(const FundingPoint&, const FundingPoint&) = default;
};

struct TradeHistory {
    std::vector<Trade> trades; ///< as in the file; ids and sizes are the venue's (contracts count as 1.0 each)
    std::uint64_t invalid = 0; ///< rows of price or size 0, left out
};

/// open_time_ms,open,high,low,close,volume. Errors: File, Compression, LineTooLong, Empty, Field, Number.
[[nodiscard]] FeedResult<CandleHistory> readCandles(const std::filesystem::path& path, HistoryRange range = {});
/// open_time_ms,open,high,low,close. Errors: as readCandles.
[[nodiscard]] FeedResult<MarkHistory> readMarks(const std::filesystem::path& path, HistoryRange range = {});
/// time_ms,funding_rate. Errors: as readCandles.
[[nodiscard]] FeedResult<std::vector<FundingPoint>> readFunding(const std::filesystem::path& path,
                                                                HistoryRange range = {});
/// time_ms,trade_id,price,qty,is_buyer_maker. Equal times are allowed. Errors: as readCandles.
[[nodiscard]] FeedResult<TradeHistory> readTrades(const std::filesystem::path& path, HistoryRange range = {});

/// First and last row of such a file and, for bars, their interval. Every row is unpacked (gzip cannot be read from its
/// end) but only the times of the first rows and of the last are looked at.
struct HistoryExtent {
    std::optional<Interval> interval; ///< smallest step between the first rows; empty when it is none of ours
    UnixNanos begin;                  ///< time of the first row
    UnixNanos end;                    ///< time of the last row
    friend bool operator==(const HistoryExtent&, const HistoryExtent&) = default;
};
/// Errors: File, Compression, LineTooLong, Empty (no row), Field (first column no time), Number.
[[nodiscard]] FeedResult<HistoryExtent> extentOf(const std::filesystem::path& path);

} // namespace qd::feed
