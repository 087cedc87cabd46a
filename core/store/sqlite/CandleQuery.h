#pragma once

#include "core/store/Store.h"
#include "core/store/sqlite/Values.h"

#include <deque>
#include <filesystem>
#include <optional>
#include <vector>

namespace qd::store::sqlite {

/// Walks back through the stored bars of one market and interval.
class BarCursor {
  public:
    BarCursor(SQLite::Database& db, Interval interval);

    /// Stands at the newest bar that opens before `end`. Errors: Damaged.
    [[nodiscard]] StoreResult<void> open(MarketKey market, UnixNanos end, const std::filesystem::path& file);
    /// To the bar before. Errors: Damaged.
    [[nodiscard]] StoreResult<void> next(const std::filesystem::path& file);
    void close() noexcept { m_select.tryReset(); }

    [[nodiscard]] Interval interval() const noexcept { return m_interval; }
    [[nodiscard]] const std::optional<Candle>& bar() const noexcept { return m_bar; }

  private:
    Interval m_interval;
    SQLite::Statement m_select;
    std::optional<Candle> m_bar; ///< empty past the oldest
};

/// Answers Store::readCandles. Reader thread.
class CandleQuery {
  public:
    CandleQuery(SQLite::Database& db, std::filesystem::path file);

    [[nodiscard]] StoreResult<CandlePage> newest(MarketKey market, Interval interval, UnixNanos before,
                                                 std::size_t limit);

  private:
    [[nodiscard]] StoreResult<CandlePage> collect(Interval interval, std::size_t limit);
    [[nodiscard]] StoreResult<std::vector<TradeGap>> gaps(MarketKey market, UnixNanos from, UnixNanos before);
    [[nodiscard]] StoreResult<Candle> mergeBar(BarCursor& source, UnixNanos openTime, Interval interval);
    [[nodiscard]] StoreResult<void> skipBar(BarCursor& source, UnixNanos openTime, Interval interval);
    [[nodiscard]] std::optional<UnixNanos> newestOpenTime(Interval interval) const;

    std::filesystem::path m_file;
    std::deque<BarCursor> m_cursors;   ///< one a stored interval, shortest first
    std::vector<BarCursor*> m_sources; ///< those of the query being answered, shortest first
    SQLite::Statement m_gaps;
};

} // namespace qd::store::sqlite
