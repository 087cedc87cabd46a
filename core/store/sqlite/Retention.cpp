#include "core/store/sqlite/Retention.h"

#include "core/store/sqlite/Codec.h"

#include <algorithm>

namespace qd::store::sqlite {
namespace {

/// A candle takes about 60 bytes, a public trade about the same: a step removes about a sixteenth of the limit at most,
/// and few enough rows to last some tens of milliseconds.
constexpr std::int64_t rowsPerStep(std::uint64_t limitBytes) noexcept {
    return static_cast<std::int64_t>(std::clamp<std::uint64_t>(limitBytes / 1'024, 256, 16'384));
}
constexpr std::int64_t clampedCount(std::uint64_t count) noexcept {
    return static_cast<std::int64_t>(std::min<std::uint64_t>(count, std::uint64_t{1} << 62U));
}
constexpr const char* kGiveBackPages = "PRAGMA incremental_vacuum(512)"; // 2 MB

/// Whole minutes of second bars and whole days of the others, so that no longer bar is left in part.
constexpr Interval grainOf(Interval interval) noexcept { return interval < Interval::M1 ? Interval::M1 : Interval::D1; }

} // namespace

Retention::Retention(SQLite::Database& db, Limits limits)
    : m_db(db)
    , m_byteLimit(limits.bytes)
    , m_tradeLimit(clampedCount(limits.trades))
    , m_rowsPerStep(rowsPerStep(limits.bytes))
    , m_pageSize(db, "PRAGMA page_size")
    , m_pages(db, "PRAGMA page_count")
    , m_freePages(db, "PRAGMA freelist_count")
    , m_tradeCount(db, "SELECT (SELECT max(seq) FROM trades) - (SELECT min(seq) FROM trades) + 1")
    , m_removeTrades(db, "DELETE FROM trades WHERE seq < (SELECT min(seq) FROM trades) + ?")
    , m_oldestMarket(db, "SELECT id FROM (SELECT id, (SELECT min(open_time) FROM candles WHERE market = markets.id AND "
                         "interval = ?) AS oldest FROM markets) WHERE oldest IS NOT NULL ORDER BY oldest LIMIT 1")
    , m_lastOfStep(db, "SELECT max(open_time) FROM (SELECT open_time FROM candles WHERE market = ? AND interval = ? "
                       "ORDER BY open_time LIMIT ?)")
    , m_removeCandles(db, "DELETE FROM candles WHERE market = ? AND interval = ? AND open_time < ?") {}

std::uint64_t Retention::fileBytes() {
    return static_cast<std::uint64_t>(integerOf(m_pages).value_or(0) * integerOf(m_pageSize).value_or(0));
}

Retention::Step Retention::step() {
    const std::int64_t excess = integerOf(m_tradeCount).value_or(0) - m_tradeLimit;
    // A little more than necessary, so that not every batch asks for it.
    const std::int64_t count = std::min(m_rowsPerStep, std::min(excess, m_rowsPerStep) + m_tradeLimit / 64);
    if (excess > 0 && removeTrades(count)) return Step::Worked;
    if (fileBytes() <= m_byteLimit) {
        foldLog();
        return Step::Nothing;
    }
    if (giveBackPages() || removeTrades(m_rowsPerStep) || removeCandles()) return Step::Worked;
    foldLog();
    return Step::Unreachable;
}

bool Retention::giveBackPages() {
    if (integerOf(m_freePages).value_or(0) == 0) return false;
    const std::uint64_t before = fileBytes();
    m_db.exec(kGiveBackPages);
    const bool shrunk = fileBytes() < before;
    m_shrunk = m_shrunk || shrunk;
    return shrunk;
}

/// The file itself becomes shorter when the log is folded into it.
void Retention::foldLog() {
    if (!std::exchange(m_shrunk, false)) return;
    SQLite::Statement fold(m_db, "PRAGMA wal_checkpoint(PASSIVE)");
    while (fold.executeStep()) {
    }
}

bool Retention::removeTrades(std::int64_t count) {
    execute(m_removeTrades, count);
    return m_db.getChanges() > 0;
}

bool Retention::removeCandles() {
    for (const Interval interval : kIntervals) { // the shortest are the least precious
        const auto market = integerOf(m_oldestMarket, interval);
        if (!market) continue;
        const auto last = integerOf(m_lastOfStep, *market, interval, m_rowsPerStep);
        if (!last) continue;
        const Interval grain = grainOf(interval);
        const UnixNanos open = std::clamp(UnixNanos(*last), kFirstOpenTime, kLastOpenTime); // the file may be damaged
        execute(m_removeCandles, *market, interval, openTimeOf(open, grain) + static_cast<std::int64_t>(grain));
        return m_db.getChanges() > 0;
    }
    return false;
}

} // namespace qd::store::sqlite
