#include "core/store/sqlite/Migrations.h"

#include <fmt/format.h>

namespace qd::store::sqlite {
namespace {

std::int64_t pragma(SQLite::Database& db, const char* sql) {
    SQLite::Statement statement(db, sql);
    return statement.executeStep() ? statement.getColumn(0).getInt64() : 0;
}

} // namespace

StoreResult<std::uint32_t> versionOf(SQLite::Database& db, const std::filesystem::path& file,
                                     std::span<const Migration> known) {
    return guarded(file, "reading its version", [&]() -> StoreResult<std::uint32_t> {
        const std::int64_t application = pragma(db, "PRAGMA application_id");
        const std::int64_t version = pragma(db, "PRAGMA user_version");
        const std::int64_t objects = pragma(db, "SELECT count(*) FROM sqlite_schema");
        if (application == 0 && version == 0 && objects == 0) return 0;
        if (application != kApplicationId)
            return fail(StoreCode::ForeignFile, fmt::format("{}: a database of another program", file.string()));
        if (version > known.back().number)
            return fail(StoreCode::Version,
                        fmt::format("{}: made by a newer version: format {}, this program reads up to {}",
                                    file.string(), version, known.back().number));
        if (version < 1)
            return fail(StoreCode::Damaged, fmt::format("{}: format {} does not exist", file.string(), version));
        return static_cast<std::uint32_t>(version);
    });
}

StoreResult<void> migrate(SQLite::Database& db, const std::filesystem::path& file, std::uint32_t version,
                          std::span<const Migration> all) {
    if (version == all.back().number) return {};
    return guarded(file, "migrating", [&]() -> StoreResult<void> {
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        for (const Migration& m : all) {
            if (m.number > version) db.exec(std::string(m.sql));
        }
        db.exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId, all.back().number));
        transaction.commit();
        return {};
    });
}

} // namespace qd::store::sqlite
