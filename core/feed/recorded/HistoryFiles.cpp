#include "core/feed/recorded/HistoryFiles.h"

#include "core/feed/recorded/CsvReader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qd::feed {
namespace {

constexpr std::array kIntervals{Interval::S1,  Interval::S5, Interval::S15, Interval::M1, Interval::M5,
                                Interval::M15, Interval::H1, Interval::H4,  Interval::D1};
/// Rows looked at for the interval: an outage is never as long as all of them.
constexpr int kRowsForInterval = 64;

std::optional<Interval> intervalOf(std::int64_t nanos) {
    const auto* const found = std::ranges::find(kIntervals, Interval{nanos});
    if (found == kIntervals.end()) return std::nullopt;
    return *found;
}

/// Follows the times of rows: that they rise, and their smallest step.
class TimeColumn {
  public:
    /// True when `time` may follow the rows before it.
    [[nodiscard]] bool accept(UnixNanos time, bool mayRepeat) {
        const bool rises = !m_last || time > *m_last || (mayRepeat && time == *m_last);
        if (rises && m_last && time > *m_last) m_step = std::min(m_step, time - *m_last);
        m_last = time;
        return rises;
    }
    /// Empty before the second row.
    [[nodiscard]] std::optional<std::int64_t> step() const {
        if (m_step == std::numeric_limits<std::int64_t>::max()) return std::nullopt;
        return m_step;
    }

  private:
    std::optional<UnixNanos> m_last;
    std::int64_t m_step = std::numeric_limits<std::int64_t>::max();
};

/// Calls row(reader, time) for every row within the range.
template<class Row>
FeedResult<TimeColumn> readRows(CsvReader& csv, HistoryRange range, bool mayRepeat, Row row) {
    TimeColumn times;
    for (;;) {
        const auto more = csv.nextRow();
        if (!more) return std::unexpected(more.error());
        if (!*more) return times;
        const auto time = csv.time(0);
        if (!time) return std::unexpected(time.error());
        if (!times.accept(*time, mayRepeat)) return csv.bad(0, FeedCode::Field, "is not after the row before it");
        if (*time >= range.end) return times;
        if (*time < range.begin) continue;
        if (FeedResult<void> read = row(*time); !read) return std::unexpected(std::move(read.error()));
    }
}

/// Every bar must begin at a multiple of the interval.
template<class Bar>
FeedResult<std::optional<Interval>> intervalOfBars(const CsvReader& csv, const TimeColumn& times,
                                                   const std::vector<Bar>& bars) {
    if (!times.step()) return std::nullopt;
    const auto interval = intervalOf(*times.step());
    if (!interval) return csv.bad(0, FeedCode::Field, "and the rows before it are not an interval of ours apart");
    const auto aligned = [&](const Bar& bar) { return openTimeOf(bar.openTime, *interval) == bar.openTime; };
    if (!std::ranges::all_of(bars, aligned))
        return csv.bad(0, FeedCode::Field, "or a row before it is no multiple of the interval");
    return interval;
}

struct Ohlc {
    Price open;
    Price high;
    Price low;
    Price close;
};

/// Columns 1 to 4.
FeedResult<Ohlc> readOhlc(const CsvReader& csv, Excess excess) {
    std::array<Price, 4> prices;
    for (std::size_t i = 0; i < prices.size(); ++i) {
        const auto price = csv.fixed<Price>(i + 1, excess);
        if (!price) return std::unexpected(price.error());
        if (price->raw() <= 0) return csv.bad(i + 1, FeedCode::Number, "is not above 0");
        prices.at(i) = *price;
    }
    const auto [open, high, low, close] = prices;
    if (high < std::max(open, close)) return csv.bad(2, FeedCode::Field, "is below open or close");
    if (low > std::min(open, close)) return csv.bad(3, FeedCode::Field, "is above open or close");
    return Ohlc{open, high, low, close};
}

} // namespace

FeedResult<CandleHistory> readCandles(const std::filesystem::path& path, HistoryRange range) {
    auto csv = CsvReader::open(path, "open_time_ms,open,high,low,close,volume");
    if (!csv) return std::unexpected(std::move(csv.error()));
    CandleHistory history;
    const auto times = readRows(*csv, range, false, [&](UnixNanos time) -> FeedResult<void> {
        const auto bar = readOhlc(*csv, Excess::Refuse);
        if (!bar) return std::unexpected(bar.error());
        const auto volume = csv->fixed<Quantity>(5, Excess::Drop);
        if (!volume) return std::unexpected(volume.error());
        if (volume->raw() < 0) return csv->bad(5, FeedCode::Number, "is below 0");
        if (volume->isZero())
            ++history.emptyBars;
        else
            history.bars.push_back({time, bar->open, bar->high, bar->low, bar->close, *volume, Quantity(), 0});
        return {};
    });
    if (!times) return std::unexpected(times.error());
    const auto interval = intervalOfBars(*csv, *times, history.bars);
    if (!interval) return std::unexpected(interval.error());
    history.interval = *interval;
    return history;
}

FeedResult<MarkHistory> readMarks(const std::filesystem::path& path, HistoryRange range) {
    auto csv = CsvReader::open(path, "open_time_ms,open,high,low,close");
    if (!csv) return std::unexpected(std::move(csv.error()));
    MarkHistory history;
    const auto times = readRows(*csv, range, false, [&](UnixNanos time) -> FeedResult<void> {
        const auto bar = readOhlc(*csv, Excess::Drop);
        if (!bar) return std::unexpected(bar.error());
        history.bars.push_back({time, bar->open, bar->high, bar->low, bar->close});
        return {};
    });
    if (!times) return std::unexpected(times.error());
    const auto interval = intervalOfBars(*csv, *times, history.bars);
    if (!interval) return std::unexpected(interval.error());
    history.interval = *interval;
    return history;
}

FeedResult<std::vector<FundingPoint>> readFunding(const std::filesystem::path& path, HistoryRange range) {
    auto csv = CsvReader::open(path, "time_ms,funding_rate");
    if (!csv) return std::unexpected(std::move(csv.error()));
    std::vector<FundingPoint> points;
    const auto times = readRows(*csv, range, false, [&](UnixNanos time) -> FeedResult<void> {
        const auto rate = csv->fixed<FundingRate>(1);
        if (!rate) return std::unexpected(rate.error());
        points.push_back({time, *rate});
        return {};
    });
    if (!times) return std::unexpected(times.error());
    return points;
}

FeedResult<TradeHistory> readTrades(const std::filesystem::path& path, HistoryRange range) {
    auto csv = CsvReader::open(path, "time_ms,trade_id,price,qty,is_buyer_maker");
    if (!csv) return std::unexpected(std::move(csv.error()));
    TradeHistory history;
    const auto times = readRows(*csv, range, true, [&](UnixNanos time) -> FeedResult<void> {
        const auto id = csv->whole(1);
        if (!id) return std::unexpected(id.error());
        const auto price = csv->fixed<Price>(2);
        if (!price) return std::unexpected(price.error());
        const auto size = csv->fixed<Quantity>(3);
        if (!size) return std::unexpected(size.error());
        const auto buyerIsMaker = csv->whole(4);
        if (!buyerIsMaker) return std::unexpected(buyerIsMaker.error());
        if (*buyerIsMaker > 1) return csv->bad(4, FeedCode::Field, "is neither 0 nor 1");
        if (price->raw() < 0) return csv->bad(2, FeedCode::Number, "is below 0");
        if (size->raw() < 0) return csv->bad(3, FeedCode::Number, "is below 0");
        if (price->isZero() || size->isZero())
            ++history.invalid;
        else
            history.trades.push_back({TradeId(*id), time, *price, *size, *buyerIsMaker == 1 ? Side::Sell : Side::Buy});
        return {};
    });
    if (!times) return std::unexpected(times.error());
    return history;
}

FeedResult<HistoryExtent> extentOf(const std::filesystem::path& path) {
    auto csv = CsvReader::open(path, {});
    if (!csv) return std::unexpected(std::move(csv.error()));
    HistoryExtent extent;
    TimeColumn times;
    for (int row = 0; row < kRowsForInterval; ++row) {
        const auto more = csv->nextRow();
        if (!more) return std::unexpected(more.error());
        if (!*more && row == 0) return fail(FeedCode::Empty, path.string() + ": holds no row");
        if (!*more) break;
        const auto time = csv->time(0);
        if (!time) return std::unexpected(time.error());
        if (!times.accept(*time, true)) return csv->bad(0, FeedCode::Field, "is before the row before it");
        if (row == 0) extent.begin = *time;
        extent.end = *time;
    }
    if (times.step()) extent.interval = intervalOf(*times.step());
    const auto last = csv->lastRow();
    if (!last) return std::unexpected(last.error());
    if (!*last) return extent;
    const auto time = csv->time(0);
    if (!time) return std::unexpected(time.error());
    if (*time < extent.end) return csv->bad(0, FeedCode::Field, "is before a row above it");
    extent.end = *time;
    return extent;
}

} // namespace qd::feed
