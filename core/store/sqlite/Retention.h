#pragma once

#include "core/store/sqlite/Values.h"

#include <cstdint>

namespace qd::store::sqlite {

/// Keeps the database within its limits by small steps, each a transaction of its own. Writer thread. Throws
/// SQLite::Exception: see guarded().
class Retention {
  public:
    struct Limits {
        std::uint64_t bytes = 0;
        std::uint64_t trades = 0;
    };
    enum class Step : std::uint8_t {
        Nothing,     ///< within the limits
        Worked,      ///< there may be more to do
        Unreachable, ///< too large, and nothing left that may be removed
    };

    Retention(SQLite::Database& db, Limits limits);

    /// Removes the oldest rows of one kind, or gives free pages back to the file system.
    [[nodiscard]] Step step();
    /// Size of the file once the log is folded in.
    [[nodiscard]] std::uint64_t fileBytes();

  private:
    [[nodiscard]] bool removeTrades(std::int64_t count);
    [[nodiscard]] bool giveBackPages();
    [[nodiscard]] bool removeCandles();
    void foldLog();

    SQLite::Database& m_db;
    std::uint64_t m_byteLimit;
    std::int64_t m_tradeLimit;
    std::int64_t m_rowsPerStep;
    bool m_shrunk = false; ///< pages were given back since the log was last folded in
    SQLite::Statement m_pageSize;
    SQLite::Statement m_pages;
    SQLite::Statement m_freePages;
    SQLite::Statement m_tradeCount;
    SQLite::Statement m_removeTrades;
    SQLite::Statement m_oldestMarket;
    SQLite::Statement m_lastOfStep;
    SQLite::Statement m_removeCandles;
};

} // namespace qd::store::sqlite
