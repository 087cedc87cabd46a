// Size: a test a way in which a file can be wrong.
#include "core/base/Hash.h"
#include "core/store/sqlite/Migrations.h"
#include "tests/store/FailingVfs.h"
#include "tests/store/RowTools.h"
#include "tests/store/StoreHarness.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <filesystem>
#include <sys/stat.h>

using namespace qd;
using namespace qd::store;
using namespace qd::test;
namespace fs = std::filesystem;

namespace {

bool names(const Error<StoreCode>& error, const fs::path& file) {
    return error.detail.starts_with(file.string() + ": ");
}

/// A small database with rows of every kind, closed.
void fill(const fs::path& file) {
    StoreHarness store(file);
    QVERIFY(store.open().has_value());
    const MarketKey market = store->market("SOL-PERP");
    const RunId run = store->beginRun({UnixNanos(1), "simulator, seed 42"});
    for (std::int64_t i = 1; i <= 300; ++i) {
        store->write(barAt(market, Interval::M1, i));
        store->write(barAt(market, Interval::S1, i));
        store->write(tradeAt(run, market, static_cast<std::uint64_t>(i)));
        store->write(fillAt(run, market, static_cast<std::uint64_t>(i)));
        store->write(FundingRow{market, {UnixNanos(i), Rate(100), {}, {}}});
        store->write(PaymentRow{run, {static_cast<std::uint64_t>(i), {}, {}, {}, {}, {}}});
        store->write(LedgerRow{run, {static_cast<std::uint64_t>(i), {}, {}}});
        LiquidationEntry entry;
        entry.number = static_cast<std::uint64_t>(i);
        store->write(LiquidationRow{run, entry});
        store->write(EquityRow{run, {UnixNanos(i), {}, {}, {}}});
        store->write(GapRow{market, UnixNanos(i), i % 2 == 0});
        OrderRow order{run, market, {}};
        order.order.order.id = OrderId(static_cast<std::uint32_t>(i));
        store->write(order);
    }
    store->write(EventRow{UnixNanos(1), EventKind::VenueStarted, "venue started"});
}

/// Every read and a write: what a terminal would do. Answers must be values or errors that name the file.
void useEverything(StoreHarness& store) {
    const auto check = [&](const auto& result) {
        if (!result) QVERIFY2(names(result.error(), store.options.file), result.error().detail.c_str());
    };
    const MarketKey market = store->market("SOL-PERP");
    for (const Interval i : {Interval::S1, Interval::S15, Interval::M1, Interval::H1, Interval::D1})
        check(store.candles(market, i));
    const RunId run = store->currentRun();
    check(store.trades(run, market));
    check(store.fills(run));
    check(store.orders(run));
    check(store.funding(market));
    check(store.payments(run));
    check(store.ledger(run));
    check(store.liquidations(run));
    check(store.equity(run, Interval::M1));
    check(store.events());
    check(store.runs());
    check(store.checkIntegrity());
    store->write(barAt(market, Interval::M1, 1000));
    store->write(fillAt(run, market, 1000));
    store->write(EventRow{UnixNanos(2), EventKind::Notice, "text"});
    check(store.flush());
}

} // namespace

class TestStoreOpen : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;
    fs::path freshFile() {
        return fs::path(m_temporary.path().toStdString()) / (std::to_string(m_count++) + ".sqlite");
    }

    /// Opening is refused with this code and a sentence that names the file, which keeps its bytes.
    void expectRefused(const fs::path& file, StoreCode code) {
        const std::string before = slurp(file);
        StoreHarness store(file);
        const auto opened = store.open();
        QVERIFY(!opened.has_value());
        QCOMPARE(int(opened.error().code), int(code));
        QVERIFY2(names(opened.error(), file), opened.error().detail.c_str());
        QVERIFY(slurp(file) == before);
    }

  private slots:
    void migrationsAreNumberedWithoutGaps() {
        std::uint32_t expected = 1;
        for (const auto& m : sqlite::migrations()) QCOMPARE(m.number, expected++);
    }

    /// A released migration is never edited: databases made with it are out there.
    void releasedMigrationsAreUntouched() {
        constexpr std::array<std::uint64_t, 7> kChecksums{
            3995381452185073103U, 18342545184312168073U, 11987087556807972619U, 6484191730228844258U,
            5587438922196206256U, 6532518693629866352U,  1727124631450255983U};
        const auto all = sqlite::migrations();
        QCOMPARE(all.size(), kChecksums.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::uint64_t found = checksum64(std::as_bytes(std::span(all[i].sql)));
            QVERIFY2(found == kChecksums[i], (std::string(all[i].name) + " " + std::to_string(found)).c_str());
        }
    }

    /// A database of the first format keeps its orders; reasons of refusal mean what they meant.
    void theFirstFormatIsCarriedOn_data() {
        QTest::addColumn<int>("stored"); ///< number in the first format
        QTest::addColumn<int>("code");
        QTest::newRow("before the new ones") << 11 << int(RejectCode::PriceOutOfBand);
        QTest::newRow("first that moved") << 14 << int(RejectCode::InvalidExpiry);
        QTest::newRow("in the middle") << 20 << int(RejectCode::InsufficientCollateral);
        QTest::newRow("last that moved") << 27 << int(RejectCode::BookFull);
        QTest::newRow("the last") << 28 << int(RejectCode::VenueStopped);
    }
    void theFirstFormatIsCarriedOn() {
        QFETCH(int, stored);
        QFETCH(int, code);
        const fs::path file = freshFile();
        {
            SQLite::Database db(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            QVERIFY(sqlite::migrate(db, file, 0, sqlite::migrations().first(1)).has_value());
            db.exec("INSERT INTO markets VALUES (1, 'SOL-PERP'); INSERT INTO runs VALUES (1, 0, 'run')");
            SQLite::Statement order(db, "INSERT INTO orders VALUES (1, 1, 7, 0, 1, 0, 1, 0, 0, 0, 0, 0, 5, 6, 9, 0, 0, "
                                        "0, 0, 0, 5, 0, ?, 0, 0, 0, 3, 4, NULL)");
            order.bind(1, stored);
            order.exec();
        }
        StoreHarness store(file);
        QVERIFY(store.open().has_value());
        const auto orders = store.orders(RunId(1)).value();
        QCOMPARE(orders.size(), 1U);
        QCOMPARE(int(orders[0].row.order.rejectCode), code);
        QCOMPARE(orders[0].row.order.order.id, OrderId(7));
        QCOMPARE(orders[0].row.order.order.terms.trigger.kind, TriggerKind::None);
        QCOMPARE(orders[0].row.order.order.terms.twap.intervalMs, 30'000);
    }

    /// Fills and liquidations written before there were referrers, and before closed parts told what they left.
    void olderFillsHadNoReferrer() {
        const fs::path file = freshFile();
        {
            SQLite::Database db(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            QVERIFY(sqlite::migrate(db, file, 0, sqlite::migrations().first(3)).has_value());
            db.exec("INSERT INTO markets VALUES (1, 'SOL-PERP'); INSERT INTO runs VALUES (1, 0, 'run');"
                    "INSERT INTO fills VALUES (1, 7, 1, 0, 3, 4, 5, 0, 6, 0, 1, 100, 200, 300, 45, -8, 9, 10);"
                    "INSERT INTO liquidations VALUES (1, 2, 0, '', 4, 3, 0, 0, 0, 1, 200, 100, 1, 2, 0, 9, 0, 0, 0, "
                    "0, 0, 0, 0)");
        }
        StoreHarness store(file);
        QVERIFY(store.open().has_value());
        const OrderFilled fill = store.fills(RunId(1)).value().at(0).fill.fill;
        QCOMPARE(fill.fee, Money(45));
        QCOMPARE(fill.remaining, Quantity(10));
        QVERIFY(fill.discount.isZero() && fill.reward.isZero());
        const LiquidationEntry entry = store.liquidations(RunId(1)).value().at(0).entry;
        QCOMPARE(entry.kind, LiquidationEntryKind::TakeOver);
        QVERIFY(!entry.position.has_value());
    }

    /// Orders of a database in which days chose by the wall clock are found by market time; refused ones, which had
    /// none, by the time of sending.
    void olderOrdersAreFoundByTheirDay() {
        const fs::path file = freshFile();
        {
            SQLite::Database db(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            QVERIFY(sqlite::migrate(db, file, 0, sqlite::migrations().first(2)).has_value());
            db.exec("INSERT INTO markets VALUES (1, 'SOL-PERP'); INSERT INTO runs VALUES (1, 0, 'run')");
            const auto add = [&db](int id, std::int64_t createdAt, std::int64_t sentAt) {
                SQLite::Statement order(db,
                                        "INSERT INTO orders (run, order_id, unnumbered, market, venue_market, side, "
                                        "type, time_in_force, post_only, reduce_only, self_trade, price, size, "
                                        "client_id, expiry, max_slippage, filled, filled_quote, created_at, state, "
                                        "close_reason, reject_code, pending_amend, pending_cancel, queue_ahead, "
                                        "sent_at, changed_at, round_trip) VALUES (1, ?, 0, 1, 0, 1, 0, 0, 0, 0, 0, "
                                        "5, 6, 9, 0, 0, 0, 0, ?, 5, 0, 0, 0, 0, 0, ?, 0, NULL)");
                order.bind(1, id);
                order.bind(2, createdAt);
                order.bind(3, sentAt);
                order.exec();
            };
            add(1, 50, 10); // taken on another day of the market than the one of the wall clock
            add(2, 10, 50);
            add(3, 0, 50);
        }
        StoreHarness store(file);
        QVERIFY(store.open().has_value());
        RowFilter filter;
        filter.from = UnixNanos(40);
        filter.until = UnixNanos(60);
        const auto orders = store.orders(RunId(1), filter).value();
        QCOMPARE(orders.size(), 2U);
        QCOMPARE(orders[0].row.order.order.id, OrderId(3));
        QCOMPARE(orders[0].row.order.order.createdAt, UnixNanos(50));
        QCOMPARE(orders[1].row.order.order.id, OrderId(1));
    }

    void aNewFileIsMadeForItsOwnerAlone() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        struct stat info{};
        QCOMPARE(::stat(store.options.file.c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0600U);
        QVERIFY(store.checkIntegrity().has_value());
    }

    void anEmptyFileIsNew() {
        const fs::path file = freshFile();
        spill(file, "");
        StoreHarness store(file);
        QVERIFY(store.open().has_value());
        store->beginRun({});
        QVERIFY(store.flush().has_value());
    }

    /// Made, and the process ended before the tables were.
    void aDatabaseWithoutTablesIsNew() {
        const fs::path file = freshFile();
        SQLite::Database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("PRAGMA journal_mode = WAL");
        QVERIFY(fs::file_size(file) > 0);
        StoreHarness store(file);
        QVERIFY(store.open().has_value());
        store->beginRun({});
        QVERIFY(store.flush().has_value());
    }

    void laterMigrationsKeepTheRows() {
        const fs::path file = freshFile();
        fill(file);
        std::vector<sqlite::Migration> more(sqlite::migrations().begin(), sqlite::migrations().end());
        const auto newest = static_cast<std::uint32_t>(more.size());
        more.push_back({newest + 1, "next", "ALTER TABLE events ADD COLUMN run INTEGER"});
        more.push_back({newest + 2, "after", "UPDATE events SET run = 1"});
        SQLite::Database db(file.string(), SQLite::OPEN_READWRITE);
        QCOMPARE(sqlite::versionOf(db, file, more).value(), newest);
        QVERIFY(sqlite::migrate(db, file, newest, more).has_value());
        QCOMPARE(sqlite::versionOf(db, file, more).value(), newest + 2);
        QCOMPARE(db.execAndGet("SELECT run FROM events").getInt(), 1);
        QCOMPARE(db.execAndGet("SELECT count(*) FROM fills").getInt(), 300);
    }

    void aMigrationThatFailsLeavesTheDatabaseAsItWas() {
        const fs::path file = freshFile();
        fill(file);
        std::vector<sqlite::Migration> more(sqlite::migrations().begin(), sqlite::migrations().end());
        const auto newest = static_cast<std::uint32_t>(more.size());
        more.push_back({newest + 1, "good", "DELETE FROM fills"});
        more.push_back({newest + 2, "bad", "DROP TABLE no_such_table"});
        SQLite::Database db(file.string(), SQLite::OPEN_READWRITE);
        const auto migrated = sqlite::migrate(db, file, newest, more);
        QVERIFY(!migrated.has_value());
        QVERIFY(names(migrated.error(), file));
        QCOMPARE(sqlite::versionOf(db, file, more).value(), newest);
        QCOMPARE(db.execAndGet("SELECT count(*) FROM fills").getInt(), 300);
    }

    void refuses_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<int>("code");
        QTest::newRow("a newer version") << "PRAGMA user_version = 8" << int(StoreCode::Version);
        QTest::newRow("a version far newer") << "PRAGMA user_version = 2147483647" << int(StoreCode::Version);
        QTest::newRow("another program's database") << "PRAGMA application_id = 1" << int(StoreCode::ForeignFile);
        QTest::newRow("no program's database") << "PRAGMA application_id = 0" << int(StoreCode::ForeignFile);
        QTest::newRow("tables without a version") << "PRAGMA user_version = 0" << int(StoreCode::Damaged);
        QTest::newRow("a negative version") << "PRAGMA user_version = -1" << int(StoreCode::Version);
        QTest::newRow("a table missing") << "DROP TABLE fills" << int(StoreCode::Damaged);
        QTest::newRow("a column missing") << "ALTER TABLE orders DROP COLUMN expiry" << int(StoreCode::Damaged);
        QTest::newRow("a market without a possible number") << "UPDATE markets SET id = -1" << int(StoreCode::Damaged);
    }
    void refuses() {
        QFETCH(QString, sql);
        QFETCH(int, code);
        const fs::path file = freshFile();
        fill(file);
        SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec(sql.toStdString());
        expectRefused(file, static_cast<StoreCode>(code));
    }

    /// The log of a newer program that was killed is not folded into its file either.
    void aNewerVersionWithALogIsLeftAlone() {
        const fs::path made = freshFile();
        fill(made);
        const fs::path file = freshFile();
        {
            SQLite::Database db(made.string(), SQLite::OPEN_READWRITE);
            db.exec("PRAGMA user_version = 8");
            fs::copy_file(made, file); // the file as the kill would leave it: the change is in the log alone
            fs::copy_file(made.string() + "-wal", file.string() + "-wal");
        }
        const std::string log = slurp(file.string() + "-wal");
        QVERIFY(!log.empty());
        expectRefused(file, StoreCode::Version);
        QVERIFY(slurp(file.string() + "-wal") == log);
    }

    void foreignFilesAreRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("one byte") << QByteArray("x");
        QTest::newRow("text") << QByteArray("time,price,size\n1,2,3\n").repeated(500);
        QTest::newRow("zeros") << QByteArray(8192, '\0');
        QTest::newRow("nearly the magic") << QByteArray("SQLite format 2").append(QByteArray(4096, '\0'));
    }
    void foreignFilesAreRefused() {
        QFETCH(QByteArray, bytes);
        const fs::path file = freshFile();
        spill(file, bytes.toStdString());
        expectRefused(file, StoreCode::ForeignFile);
    }

    void aFileThatIsNoFileIsRefused_data() {
        QTest::addColumn<QString>("path");
        QTest::newRow("a folder that does not exist") << "missing/history.sqlite";
        QTest::newRow("a folder instead of a file") << "folder";
    }
    void aFileThatIsNoFileIsRefused() {
        QFETCH(QString, path);
        const fs::path folder(m_temporary.path().toStdString());
        fs::create_directories(folder / "folder");
        StoreHarness store(folder / path.toStdString());
        const auto opened = store.open();
        QVERIFY(!opened.has_value());
        QCOMPARE(opened.error().code, StoreCode::File);
        QVERIFY2(opened.error().detail.find((folder / path.toStdString()).string()) != std::string::npos,
                 opened.error().detail.c_str());
    }

    /// SQLite would take "file:…" for a URI.
    void namesThatLookLikeAUriAreFiles() {
        const fs::path file = fs::path(m_temporary.path().toStdString()) / "file:memory?mode=memory";
        StoreHarness store(file);
        QVERIFY(store.open().has_value());
        store.close();
        QVERIFY(fs::file_size(file) > 0);
    }

    void truncatedFilesAreRefused() {
        const fs::path whole = freshFile();
        fill(whole);
        const std::string bytes = slurp(whole);
        QVERIFY(bytes.size() > 40'960);
        const fs::path file = freshFile();
        for (std::size_t size = 1; size < bytes.size(); size = size < 128 ? size + 7 : size + 4096 - 61) {
            spill(file, bytes.substr(0, size));
            const auto opened = StoreHarness(file).open();
            QVERIFY2(!opened.has_value(), std::to_string(size).c_str());
            QVERIFY2(names(opened.error(), file), opened.error().detail.c_str());
            QVERIFY(slurp(file) == bytes.substr(0, size));
        }
    }

    void flippedBitsNeverCrash_data() {
        QTest::addColumn<quint64>("checkedBytes");
        QTest::newRow("checked at the start") << ~quint64{0};
        QTest::newRow("not checked: met while reading and writing") << quint64{0};
    }
    /// Every byte of the header, one in 37 of the schema's page and one in 797 of the rest. A refused file keeps its
    /// bytes; one that opens answers with rows or with errors that name the file.
    void flippedBitsNeverCrash() {
        QFETCH(quint64, checkedBytes);
        const fs::path whole = freshFile();
        fill(whole);
        const std::string bytes = slurp(whole);
        const fs::path file = freshFile();
        int refused = 0;
        for (std::size_t at = 0; at < bytes.size(); at += at < 110 ? 1 : at < 4096 ? 37 : 797) {
            std::string damaged = bytes;
            damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ (1U << (at % 8)));
            spill(file, damaged);
            fs::remove(file.string() + "-wal");
            fs::remove(file.string() + "-shm");
            StoreHarness store(file);
            store.options.checkedBytes = checkedBytes;
            if (const auto opened = store.open(); !opened) {
                ++refused;
                QVERIFY2(names(opened.error(), file), opened.error().detail.c_str());
                QVERIFY(slurp(file) == damaged);
                continue;
            }
            useEverything(store);
        }
        QVERIFY2(refused >= 40, std::to_string(refused).c_str()); // most of the header's first fields
    }

    void aSecondStoreIsRefused() {
        const fs::path file = freshFile();
        StoreHarness first(file);
        QVERIFY(first.open().has_value());
        StoreHarness second(file);
        const auto opened = second.open();
        QVERIFY(!opened.has_value());
        QCOMPARE(opened.error().code, StoreCode::Locked);
        QCOMPARE(opened.error().detail, file.string() + ": in use by another process");
        first.close();
        QVERIFY(second.open().has_value());
    }

    void aFileLockedByAnotherProgramIsRefused() {
        const fs::path file = freshFile();
        fill(file);
        SQLite::Database other(file.string(), SQLite::OPEN_READWRITE);
        other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM events; COMMIT");
        StoreHarness store(file);
        store.options.busyTimeout = std::chrono::milliseconds(10);
        const auto opened = store.open();
        QVERIFY(!opened.has_value());
        QCOMPARE(opened.error().code, StoreCode::Locked);
        QVERIFY2(names(opened.error(), file), opened.error().detail.c_str());
        QVERIFY(opened.error().detail.ends_with("in use by another process"));
    }

    void aFullDiskAtTheStartIsAnError() {
        FailingVfs disk;
        StoreHarness store(freshFile());
        store.options.vfs = disk.name();
        disk.setRoom(4096);
        const auto opened = store.open();
        QVERIFY(!opened.has_value());
        QCOMPARE(opened.error().code, StoreCode::NoSpace);
        QVERIFY(names(opened.error(), store.options.file));
        disk.setRoom(-1);
        QVERIFY(store.open().has_value());
    }
};
QD_TEST(TestStoreOpen);
#include "TestStoreOpen.moc"
