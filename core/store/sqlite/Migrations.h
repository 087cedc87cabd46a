#pragma once

#include "core/store/sqlite/Connection.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace qd::store::sqlite {

/// One numbered file of core/store/migrations. A released one is never edited: a change is a new file.
struct Migration {
    std::uint32_t number = 0;
    std::string_view name; ///< of the file, without ".sql"
    std::string_view sql;
};

/// All of them, numbered from 1 without gaps. The version of a database (PRAGMA user_version) is its newest migration.
[[nodiscard]] std::span<const Migration> migrations() noexcept;

/// PRAGMA application_id of our files, "QDHS". 0 in a database that was made but not filled.
inline constexpr std::int64_t kApplicationId = 0x51444853;

/// The database's version; 0 = it is new and empty. Errors: ForeignFile, Version (newer than `known`), Damaged.
[[nodiscard]] StoreResult<std::uint32_t> versionOf(SQLite::Database& db, const std::filesystem::path& file,
                                                   std::span<const Migration> known);

/// Applies what is missing in one transaction: the database is of the newest version or as it was. Errors: Damaged (the
/// tables are not what their version says) and those of writing.
[[nodiscard]] StoreResult<void> migrate(SQLite::Database& db, const std::filesystem::path& file, std::uint32_t version,
                                        std::span<const Migration> all);

} // namespace qd::store::sqlite
