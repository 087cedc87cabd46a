#include "core/store/sqlite/Connection.h"

#include "core/store/sqlite/Codec.h"
#include "core/store/sqlite/Migrations.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <utility>

namespace qd::store::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic{"SQLite format 3\0", 16};
constexpr std::size_t kHeaderBytes = 100;
constexpr std::size_t kVersionAt = 60;     // big-endian, as everything in SQLite's header
constexpr std::size_t kApplicationAt = 68; // Source: sqlite.org/fileformat2.html §1.3

StoreCode codeOf(int sqliteCode) noexcept {
    switch (sqliteCode & 0xFF) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_ERROR: // statements are fixed: one that does not fit meets tables that are not ours any more
    case SQLITE_SCHEMA:
    case SQLITE_MISMATCH: return StoreCode::Damaged;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return StoreCode::Locked;
    case SQLITE_FULL: return StoreCode::NoSpace;
    case SQLITE_INTERRUPT: return StoreCode::Closed;
    default: return StoreCode::File;
    }
}

/// Bytes 0 to 99, fewer when the file is shorter. No connection to the file may be open in this process: closing any
/// descriptor of it would drop SQLite's locks.
StoreResult<std::string> readHeader(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error))
        return fail(StoreCode::File,
                    fmt::format("{}: {}", file.string(), error ? error.message() : "not a regular file"));
    std::ifstream in(file, std::ios::binary);
    std::string header(kHeaderBytes, '\0');
    in.read(header.data(), kHeaderBytes);
    if (!in.is_open() || in.bad()) return fail(StoreCode::File, fmt::format("{}: cannot be read", file.string()));
    header.resize(static_cast<std::size_t>(in.gcount()));
    return header;
}

std::uint32_t bigEndian(std::string_view bytes, std::size_t at) noexcept {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = (value << 8U) | static_cast<std::uint8_t>(bytes[at + i]);
    return value;
}

/// Refuses what is not ours before SQLite opens it, which might make files beside it or fold a log into it.
StoreResult<void> checkHeader(const fs::path& file) {
    const auto header = readHeader(file);
    if (!header) return std::unexpected(header.error());
    if (header->empty()) return {}; // new
    if (!std::string_view(*header).starts_with(kMagic.substr(0, header->size())))
        return fail(StoreCode::ForeignFile, fmt::format("{}: byte 0: not an SQLite database", file.string()));
    if (header->size() < kHeaderBytes)
        return fail(StoreCode::Damaged,
                    fmt::format("{}: byte {}: the file ends inside its header", file.string(), header->size()));
    const std::uint32_t application = bigEndian(*header, kApplicationAt);
    if (application != 0 && application != kApplicationId)
        return fail(StoreCode::ForeignFile, fmt::format("{}: a database of another program", file.string()));
    const std::uint32_t version = bigEndian(*header, kVersionAt);
    if (application == kApplicationId && version > migrations().back().number)
        return fail(StoreCode::Version,
                    fmt::format("{}: made by a newer version: format {}, this program reads up to {}", file.string(),
                                version, migrations().back().number));
    return {};
}

/// An empty file readable by its owner alone; SQLite gives its log the same rights.
StoreResult<void> makeIfAbsent(const fs::path& file) {
    std::error_code error;
    if (fs::exists(file, error)) return {};
    const auto made = openForAppend(file);
    if (made) return {};
    return fail(made.error().code == FileCode::NoSpace ? StoreCode::NoSpace : StoreCode::File, made.error().detail);
}

void setConfig(SQLite::Database& db, int option, int value) {
    sqlite3_db_config(db.getHandle(), option, value, nullptr);
}

/// Only before the first table is made.
void prepareNew(SQLite::Database& db) {
    // 4 KiB: a batch of live rows touches a few pages, each is written whole; 8 KiB read 5 % faster, wrote more.
    // Incremental: pages of removed rows can be given back in small steps.
    db.exec("PRAGMA page_size = 4096; PRAGMA auto_vacuum = INCREMENTAL");
}

void configureWriter(SQLite::Database& db) {
    // WAL: the reader never waits for the writer.
    db.exec("PRAGMA journal_mode = WAL");
    // NORMAL: a commit survives the end of the process, not surely a power cut; then the database is whole but may lack
    // its last seconds. That is enough because the exchange journal is the durable truth and rows can be written again.
    db.exec("PRAGMA synchronous = NORMAL");
    // No memory mapping: a disk that fails under a mapping is a signal, not an error.
    db.exec("PRAGMA mmap_size = 0");
    // The log is cut back to this size after a long reader has let it grow.
    db.exec("PRAGMA journal_size_limit = 16777216");
    db.exec("PRAGMA cache_size = -4096; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY");
    // Debian's SQLite overwrites removed rows with zeros; public trades and candles do not need that.
    db.exec("PRAGMA secure_delete = OFF");
}

SQLite::Database openReader(const SqliteOptions& options) {
    SQLite::Database db(options.file.string(), SQLite::OPEN_READONLY, static_cast<int>(options.busyTimeout.count()),
                        options.vfs);
    db.exec("PRAGMA cache_size = -8192; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY");
    return db;
}

template<class Row>
StoreResult<std::vector<Row>> readAll(SQLite::Database& db, const fs::path& file) {
    std::vector<Row> rows;
    SQLite::Statement select(db, selectSql(tableOf<Row>()) + "ORDER BY id");
    while (select.executeStep()) {
        ColumnReader in(select);
        readRow(in, rows.emplace_back());
        if (!in.ok())
            return fail(StoreCode::Damaged, fmt::format("{}: table {}, row {}: bad {}", file.string(),
                                                        tableOf<Row>().name, rows.size(), in.badColumn()));
    }
    return rows;
}

/// From an open connection to a database that may be written. Until then closing folds no log into the file.
StoreResult<void> accept(SQLite::Database& db, const SqliteOptions& options) {
    setConfig(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1);
    const auto version = versionOf(db, options.file, migrations());
    if (!version) return std::unexpected(version.error());
    std::error_code error;
    if (*version == 0)
        prepareNew(db);
    else if (fs::file_size(options.file, error) <= options.checkedBytes) {
        if (auto checked = check(db, options.file, CheckDepth::Quick); !checked) return checked;
    }
    configureWriter(db);
    if (auto migrated = migrate(db, options.file, *version, migrations()); !migrated) return migrated;
    setConfig(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0);
    return {};
}

} // namespace

Error<StoreCode> errorOf(const SQLite::Exception& e, const fs::path& file, std::string_view doing) {
    const StoreCode code = codeOf(e.getErrorCode());
    const char* what = code == StoreCode::Locked ? "in use by another process" : e.what();
    return {code, fmt::format("{}: while {}: {}", file.string(), doing, what)};
}

bool isRowRefused(const SQLite::Exception& e) noexcept {
    const int code = e.getErrorCode() & 0xFF;
    return code == SQLITE_CONSTRAINT || code == SQLITE_TOOBIG;
}

StoreResult<void> check(SQLite::Database& db, const fs::path& file, CheckDepth depth) {
    return guarded(file, "checking it", [&]() -> StoreResult<void> {
        SQLite::Statement statement(db,
                                    depth == CheckDepth::Quick ? "PRAGMA quick_check(1)" : "PRAGMA integrity_check(1)");
        if (!statement.executeStep())
            return fail(StoreCode::Damaged, fmt::format("{}: cannot be checked", file.string()));
        const std::string found = statement.getColumn(0).getString();
        if (found != "ok") return fail(StoreCode::Damaged, fmt::format("{}: damaged: {}", file.string(), found));
        return {};
    });
}

StoreResult<Opened> openDatabase(const SqliteOptions& options) {
    if (auto made = makeIfAbsent(options.file); !made) return std::unexpected(made.error());
    if (auto ours = checkHeader(options.file); !ours) return std::unexpected(ours.error());
    return guarded(options.file, "opening", [&]() -> StoreResult<Opened> {
        SQLite::Database db(options.file.string(), SQLite::OPEN_READWRITE,
                            static_cast<int>(options.busyTimeout.count()), options.vfs);
        if (auto accepted = accept(db, options); !accepted) return std::unexpected(accepted.error());
        auto markets = readAll<MarketRecord>(db, options.file);
        if (!markets) return std::unexpected(markets.error());
        const auto runs = readAll<RunRecord>(db, options.file);
        if (!runs) return std::unexpected(runs.error());
        const RunId last = runs->empty() ? RunId{} : runs->back().run;
        return Opened{std::move(db), openReader(options), std::move(*markets), last};
    });
}

} // namespace qd::store::sqlite
