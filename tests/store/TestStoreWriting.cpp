#include "tests/store/FailingVfs.h"
#include "tests/store/RowTools.h"
#include "tests/store/StoreHarness.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <SQLiteCpp/SQLiteCpp.h>

#include <thread>

using namespace qd;
using namespace qd::store;
using namespace qd::test;
using namespace std::chrono_literals;

class TestStoreWriting : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;
    std::filesystem::path freshFile() {
        return std::filesystem::path(m_temporary.path().toStdString()) / (std::to_string(m_count++) + ".sqlite");
    }

  private slots:
    void rowsArriveByThemselves() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        store->write(barAt(market, Interval::M1, 1));
        QVERIFY(store.executor.waitFor([&] { return store->status().queuedRows == 0; }));
        QCOMPARE(store.candles(market, Interval::M1).value().bars.size(), 1U);
        QCOMPARE(store->status().writtenRows, 2U); // the market and the bar
    }

    void aFlushDoesNotWaitForTheWindow() {
        StoreHarness store(freshFile());
        store.options.batchWindow = 24h;
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        store->write(barAt(market, Interval::M1, 1));
        QVERIFY(store.flush().has_value());
        QCOMPARE(store.candles(market, Interval::M1).value().bars.size(), 1U);
        QVERIFY(store.flush().has_value()); // with nothing to do
    }

    void aFullBatchDoesNotWaitForTheWindow() {
        StoreHarness store(freshFile());
        store.options.batchWindow = 24h;
        store.options.batchRows = 10;
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        // A writer that is busy with its start may take the market alone: then the rows of one batch are left over.
        for (std::int64_t i = 0; i < 19; ++i) store->write(barAt(market, Interval::M1, i));
        QVERIFY(store.executor.waitFor([&] { return store->status().writtenRows > 10; }));
        QVERIFY(store.candles(market, Interval::M1).value().bars.size() >= 10U);
    }

    void theEndWritesWhatIsQueued() {
        StoreHarness store(freshFile());
        store.options.batchWindow = 24h;
        store.options.batchRows = 1000;
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const RunId run = store->beginRun({});
        for (std::int64_t i = 0; i < 2500; ++i) store->write(barAt(market, Interval::M1, i));
        for (std::uint64_t i = 1; i <= 2500; ++i) store->write(fillAt(run, market, i));
        QVERIFY(store.reopen().has_value());
        QCOMPARE(store.candles(market, Interval::M1).value().bars.size(), 2500U);
        QCOMPARE(store.fills(run).value().size(), 2500U);
        QVERIFY(store.notices.empty());
    }

    /// Every answer is given exactly once, also when the store ends first.
    void theEndAnswersEverything() {
        StoreHarness store(freshFile());
        store.options.batchWindow = 24h;
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        int answers = 0;
        for (int i = 0; i < 50; ++i) {
            store->readCandles(market, Interval::M1, StoreHarness::kEnd, 10, [&](StoreResult<CandlePage> page) {
                if (page || page.error().code == StoreCode::Closed) ++answers;
            });
            store->checkIntegrity([&](StoreResult<void> result) {
                if (result || result.error().code == StoreCode::Closed) ++answers;
            });
            store->flush([&](StoreResult<void> result) { answers += result ? 1 : 0; });
        }
        store.close();
        QCOMPARE(answers, 150);
    }

    void writersInManyThreadsLoseNothing() {
        StoreHarness store(freshFile());
        store.options.batchRows = 64;
        QVERIFY(store.open().has_value());
        const RunId run = store->beginRun({});
        constexpr std::uint64_t kThreads = 4;
        constexpr std::uint64_t kRows = 1000;
        {
            std::vector<std::jthread> threads;
            for (std::uint64_t t = 0; t < kThreads; ++t) {
                threads.emplace_back([&store, run, t] {
                    const MarketKey market = store->market("market " + std::to_string(t));
                    for (std::uint64_t i = 1; i <= kRows; ++i) {
                        store->write(fillAt(run, market, t * kRows + i));
                        store->write(barAt(market, Interval::S1, static_cast<std::int64_t>(i)));
                    }
                });
            }
        }
        QVERIFY(store.flush().has_value());
        QCOMPARE(store.fills(run).value().size(), kThreads * kRows);
        for (std::uint64_t t = 0; t < kThreads; ++t)
            QCOMPARE(store.candles(store->market("market " + std::to_string(t)), Interval::S1).value().bars.size(),
                     kRows);
        QCOMPARE(store->status().refusedRows, 0U);
    }

    /// A full disk: market rows beyond the bound go, the oldest first; own rows all stay and arrive once there is room.
    void aFullDiskLosesOnlyTheOldestMarketRows() {
        FailingVfs disk;
        StoreHarness store(freshFile());
        store.options.vfs = disk.name();
        store.options.marketRowsQueued = 100;
        store.options.batchRows = 10;
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const RunId run = store->beginRun({});
        QVERIFY(store.flush().has_value());

        disk.setRoom(0);
        store->write(fillAt(run, market, 1));
        const auto flushed = store.flush();
        QVERIFY(!flushed.has_value());
        QCOMPARE(flushed.error().code, StoreCode::NoSpace);
        QVERIFY(flushed.error().detail.starts_with(store.options.file.string()));
        for (std::uint64_t i = 2; i <= 500; ++i) store->write(fillAt(run, market, i));
        std::vector<CandleRow> bars;
        for (std::int64_t i = 0; i < 250; ++i) bars.push_back(barAt(market, Interval::M1, i));
        store->write(std::span<const CandleRow>(bars));
        QCOMPARE(store->status().droppedRows, 150U);
        QCOMPARE(store->status().queuedRows, 600U);
        QVERIFY(!store.flush().has_value());
        QVERIFY(store->status().fault.has_value());

        disk.setRoom(-1);
        QVERIFY(store.flush().has_value());
        for (const auto kind : {NoticeKind::WriteFailed, NoticeKind::RowsDropped, NoticeKind::WriteRecovered})
            QVERIFY(store.hasNotice(kind));
        QVERIFY(!store->status().fault.has_value());
        QCOMPARE(store->status().queuedRows, 0U);
        QCOMPARE(store.fills(run).value().size(), 500U);
        const auto kept = store.candles(market, Interval::M1).value().bars;
        QCOMPARE(kept.size(), 100U);
        QCOMPARE(kept.front().openTime, UnixNanos(150 * kNanosPerMinute));
        QVERIFY(store.checkIntegrity().has_value());
    }

    /// The disk fills up at every possible place of a batch: the batch is there as a whole or not at all, never twice.
    void aDiskThatFillsAnywhereKeepsBatchesWhole() {
        FailingVfs disk;
        StoreHarness store(freshFile());
        store.options.vfs = disk.name();
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const RunId run = store->beginRun({});
        QVERIFY(store.flush().has_value());
        std::uint64_t written = 0;
        int failures = 0;
        for (int room = 0; room < 120'000; room += 2'500) {
            disk.setRoom(room);
            for (int i = 0; i < 200; ++i) store->write(fillAt(run, market, ++written));
            if (!store.flush()) {
                ++failures;
                QCOMPARE(store.fills(run).value().size(), written - 200);
                disk.setRoom(-1);
                QVERIFY(store.flush().has_value());
            }
            QCOMPARE(store.fills(run).value().size(), written);
        }
        QVERIFY(failures >= 3);
        QVERIFY(store.checkIntegrity().has_value());
    }

    void aDiskThatStaysFullIsReportedAtTheEnd() {
        FailingVfs disk;
        StoreHarness store(freshFile());
        store.options.vfs = disk.name();
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        QVERIFY(store.flush().has_value());
        disk.setRoom(0);
        for (std::int64_t i = 0; i < 7; ++i) store->write(barAt(market, Interval::M1, i));
        bool failed = false;
        store->flush([&](StoreResult<void> result) { failed = !result; });
        store.close();
        QVERIFY(failed);
        QVERIFY(store.hasNotice(NoticeKind::RowsLost));
        QVERIFY(store.notices.back().text.find("7 rows not written") != std::string::npos);
        disk.setRoom(-1);
        QVERIFY(store.open().has_value());
        QVERIFY(store.checkIntegrity().has_value());
    }

    void aDiskThatCannotBeReadIsAnError() {
        FailingVfs disk;
        StoreHarness store(freshFile());
        store.options.vfs = disk.name();
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        for (std::int64_t i = 0; i < 50'000; ++i) store->write(barAt(market, Interval::M1, i));
        QVERIFY(store.reopen().has_value());
        disk.setReadsFail(true);
        const auto page = store.candles(market, Interval::H1);
        QVERIFY(!page.has_value());
        QCOMPARE(page.error().code, StoreCode::File);
        QVERIFY(page.error().detail.starts_with(store.options.file.string()));
        disk.setReadsFail(false);
        QVERIFY(store.candles(market, Interval::H1).has_value());
    }

    /// Another program holds SQLite's lock while we run: rows wait for it.
    void aLockOfAnotherProgramIsWaitedFor() {
        StoreHarness store(freshFile());
        store.options.busyTimeout = 10ms;
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        QVERIFY(store.flush().has_value()); // the writer is at rest when the other program locks the file
        {
            SQLite::Database other(store.options.file.string(), SQLite::OPEN_READWRITE, 5'000);
            const SQLite::Transaction transaction(other, SQLite::TransactionBehavior::IMMEDIATE);
            store->write(barAt(market, Interval::M1, 1));
            const auto flushed = store.flush();
            QVERIFY(!flushed.has_value());
            QCOMPARE(flushed.error().code, StoreCode::Locked);
        }
        QVERIFY(store.flush().has_value());
        QCOMPARE(store.candles(market, Interval::M1).value().bars.size(), 1U);
    }

    /// Damage met while writing: nothing more is written, everything goes on, and it is said once.
    void damageEndsWriting() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        QVERIFY(store.flush().has_value());
        SQLite::Database(store.options.file.string(), SQLite::OPEN_READWRITE).exec("DROP TABLE candles");
        store->write(barAt(market, Interval::M1, 1));
        for (int i = 0; i < 3; ++i) {
            const auto flushed = store.flush();
            QVERIFY(!flushed.has_value());
            QCOMPARE(flushed.error().code, StoreCode::Damaged);
        }
        QCOMPARE(store.candles(market, Interval::M1).error().code, StoreCode::Damaged);
        QVERIFY(store.events().has_value());
        store->write(barAt(market, Interval::M1, 2));
        store->write(fillAt(RunId(1), market, 1));
        QCOMPARE(store->status().queuedRows, 3U);
        QVERIFY(store->status().fault.has_value());
        store.close();
        QCOMPARE(std::ranges::count(store.notices, NoticeKind::DamageFound, &StoreNotice::kind), 1);
        QVERIFY(store.notices.back().text.find("3 rows not written") != std::string::npos);
    }
};
QD_TEST(TestStoreWriting);
#include "TestStoreWriting.moc"
