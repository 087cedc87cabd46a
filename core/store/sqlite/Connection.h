#pragma once

#include "core/store/SqliteStore.h"
#include "core/store/sqlite/WriteQueue.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string_view>
#include <type_traits>
#include <vector>

namespace qd::store::sqlite {

/// The sentence and code of an SQLite error; `doing` as in "while writing".
[[nodiscard]] Error<StoreCode> errorOf(const SQLite::Exception& e, const std::filesystem::path& file,
                                       std::string_view doing);
/// Whether SQLite refused one row for its values: the transaction goes on without it.
[[nodiscard]] bool isRowRefused(const SQLite::Exception& e) noexcept;

/// Runs f, which returns a StoreResult, and makes SQLite's exceptions results: none leaves this room.
template<class F>
[[nodiscard]] std::invoke_result_t<F> guarded(const std::filesystem::path& file, std::string_view doing, F&& f) {
    try {
        return f();
    } catch (const SQLite::Exception& e) {
        return std::unexpected(errorOf(e, file, doing));
    }
}

/// Compares the database with itself. Errors: Damaged and those of reading.
enum class CheckDepth : std::uint8_t {
    Quick, ///< structure of all pages and rows
    Full,  ///< and every index against its table
};
[[nodiscard]] StoreResult<void> check(SQLite::Database& db, const std::filesystem::path& file, CheckDepth depth);

/// A database ready for use, and what the store must know of it from the start.
struct Opened {
    SQLite::Database writer;
    SQLite::Database reader; ///< read-only
    std::vector<MarketRecord> markets;
    RunId lastRun;
};
/// Makes or migrates the database. The caller holds the store's lock on the file. Errors: all but Closed.
[[nodiscard]] StoreResult<Opened> openDatabase(const SqliteOptions& options);

} // namespace qd::store::sqlite
