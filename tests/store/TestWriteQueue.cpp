#include "core/store/sqlite/WriteQueue.h"
#include "tests/store/RowTools.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <vector>

using namespace qd;
using namespace qd::store;
using namespace qd::store::sqlite;
using namespace qd::test;
using namespace std::chrono_literals;

namespace {

constexpr MarketKey kSol(1);
constexpr MarketKey kBtc(2);

struct Rig {
    static constexpr std::size_t kBound = 1'000;
    static constexpr std::size_t kBatch = 1;
    WriteQueue queue{kBound, kBatch, 0ms};
    std::vector<int> answered;

    void bar(MarketKey market, std::int64_t index) {
        const CandleRow row = barAt(market, Interval::M1, index);
        queue.push(std::span(&row, 1));
    }
    void flush(int number) {
        queue.pushFlush([this, number](StoreResult<void>) { answered.push_back(number); });
    }
    /// Writes the next row, as the writer does it, and answers what is served by that.
    [[nodiscard]] Batch write() {
        Batch batch;
        queue.take(batch);
        queue.settle(batch.size());
        for (auto& answer : queue.takeServedFlushes()) answer({});
        return batch;
    }
};

} // namespace

class TestWriteQueue : public QObject {
    Q_OBJECT
  private slots:
    /// Rows that a market forgets may stand behind those that a flush waits for: the flush waits for its own.
    void aFlushIsNotServedByRowsForgottenBehindIt() {
        Rig rig;
        rig.bar(kSol, 1);
        rig.bar(kSol, 2);
        rig.flush(1);
        rig.bar(kBtc, 1);
        rig.bar(kBtc, 2);
        rig.flush(2);
        rig.queue.push(ForgetEntry{kBtc, UnixNanos(0)});
        QCOMPARE(rig.queue.waiting(), std::uint64_t{3});
        (void)rig.write(); // that the market forgets
        QVERIFY(rig.answered.empty());
        QCOMPARE(std::get<CandleRow>(rig.write().market.at(0)), barAt(kSol, Interval::M1, 1));
        QVERIFY(rig.answered.empty());
        QCOMPARE(std::get<CandleRow>(rig.write().market.at(0)), barAt(kSol, Interval::M1, 2));
        QCOMPARE(rig.answered, (std::vector{1, 2}));
        QCOMPARE(rig.queue.waiting(), std::uint64_t{0});
    }
    /// Those that stand before it are not waited for.
    void aFlushDoesNotWaitForForgottenRows() {
        Rig rig;
        rig.bar(kBtc, 1);
        rig.bar(kSol, 1);
        rig.bar(kBtc, 2);
        rig.flush(1);
        rig.bar(kSol, 2);
        rig.flush(2);
        rig.queue.push(ForgetEntry{kBtc, UnixNanos(0)});
        (void)rig.write();
        QVERIFY(rig.answered.empty());
        (void)rig.write();
        QCOMPARE(rig.answered, std::vector{1});
        (void)rig.write();
        QCOMPARE(rig.answered, (std::vector{1, 2}));
    }
    /// Rows that leave at the front because there are too many count for the flushes behind them.
    void droppedRowsAreNotWaitedFor() {
        Rig rig;
        for (std::int64_t i = 0; i < 10; ++i) rig.bar(kSol, i);
        rig.flush(1);
        for (std::int64_t i = 0; i < static_cast<std::int64_t>(Rig::kBound); ++i) rig.bar(kSol, 10 + i);
        QCOMPARE(rig.queue.dropped(), std::uint64_t{10});
        rig.queue.push(ForgetEntry{kBtc, UnixNanos(0)});
        (void)rig.write();
        QCOMPARE(rig.answered, std::vector{1});
    }
};
QD_TEST(TestWriteQueue);
#include "TestWriteQueue.moc"
