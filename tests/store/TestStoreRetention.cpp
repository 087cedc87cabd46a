#include "tests/store/RowTools.h"
#include "tests/store/StoreHarness.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <array>

using namespace qd;
using namespace qd::store;
using namespace qd::test;

namespace {

constexpr std::uint64_t kTrades = 20'000;
constexpr std::int64_t kSeconds = 20'000;
constexpr std::int64_t kMinutes = 20'000;
constexpr std::uint64_t kFills = 500;

} // namespace

class TestStoreRetention : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    int m_count = 0;
    std::filesystem::path freshFile() {
        return std::filesystem::path(m_temporary.path().toStdString()) / (std::to_string(m_count++) + ".sqlite");
    }

    /// Trades, second and minute bars of two markets, fills, an event. In pieces, as an importer writes.
    static void fillUp(StoreHarness& store, RunId run) {
        const std::array markets{store->market("SOL-PERP"), store->market("BTC-PERP")};
        for (const MarketKey market : markets) {
            for (std::uint64_t i = 1; i <= kTrades / 2; ++i) store->write(tradeAt(run, market, i));
            QVERIFY(store.flush().has_value());
        }
        for (const MarketKey market : markets) {
            for (std::int64_t i = 0; i < kSeconds / 2; ++i) store->write(barAt(market, Interval::S1, i));
            QVERIFY(store.flush().has_value());
        }
        for (const MarketKey market : markets) {
            for (std::int64_t i = 0; i < kMinutes / 2; ++i) store->write(barAt(market, Interval::M1, i));
            QVERIFY(store.flush().has_value());
        }
        for (std::uint64_t i = 1; i <= kFills; ++i) store->write(fillAt(run, markets[i % 2], i));
        store->write(EventRow{UnixNanos(1), EventKind::VenueStarted, "venue started"});
        QVERIFY(store.flush().has_value());
    }

    /// How many of each are left, and whether they are the newest.
    struct Left {
        std::size_t trades = 0;
        std::size_t seconds = 0;
        std::size_t minutes = 0;
        bool newest = true;
    };
    static Left count(StoreHarness& store, RunId run) {
        Left left;
        for (const MarketKey market : {MarketKey(1), MarketKey(2)}) {
            const auto trades = store.trades(run, market).value();
            const auto seconds = store.candles(market, Interval::S1).value().bars;
            const auto minutes = store.candles(market, Interval::M1).value().bars;
            left.trades += trades.size();
            left.seconds += seconds.size();
            left.minutes += minutes.size();
            left.newest = left.newest && (trades.empty() || trades.front() == tradeAt(run, market, kTrades / 2)) &&
                          (seconds.empty() || seconds.back() == barAt(market, Interval::S1, kSeconds / 2 - 1).bar) &&
                          (minutes.empty() || minutes.back() == barAt(market, Interval::M1, kMinutes / 2 - 1).bar);
        }
        return left;
    }

  private slots:
    void theOldestOfTheLeastPreciousGoFirst_data() {
        QTest::addColumn<quint64>("maxBytes");
        QTest::addColumn<QByteArray>("left"); // of trades, seconds, minutes: all, some or none
        QTest::newRow("room for everything") << quint64{1} << QByteArray("all all all");
        QTest::newRow("trades must go") << quint64{3'000'000} << QByteArray("some all all");
        QTest::newRow("then seconds") << quint64{2'000'000} << QByteArray("none some all");
        QTest::newRow("then minutes") << quint64{900'000} << QByteArray("none none some");
    }
    void theOldestOfTheLeastPreciousGoFirst() {
        QFETCH(quint64, maxBytes);
        QFETCH(QByteArray, left);
        StoreHarness store(freshFile());
        store.options.maxBytes = maxBytes > 1 ? maxBytes : 100'000'000;
        QVERIFY(store.open().has_value());
        const RunId run = store->beginRun({});
        fillUp(store, run);
        QVERIFY(store->status().fileBytes <= store.options.maxBytes);
        QVERIFY(store->status().fileBytes >= std::min<std::uint64_t>(store.options.maxBytes, 5'000'000) / 2);

        const auto word = [](std::size_t count, auto all) {
            return QByteArray(count == 0 ? "none" : count == static_cast<std::size_t>(all) ? "all" : "some");
        };
        const Left counted = count(store, run);
        const QByteArray found = word(counted.trades, kTrades) + ' ' + word(counted.seconds, kSeconds) + ' ' +
                                 word(counted.minutes, kMinutes);
        QCOMPARE(found, left);
        QVERIFY(counted.newest);
        QCOMPARE(store.fills(run).value().size(), kFills);
        QCOMPARE(store.events().value().size(), 1U);
        QVERIFY(store.checkIntegrity().has_value());
        QVERIFY(store.notices.empty());
        store.close();
        QVERIFY(std::filesystem::file_size(store.options.file) <= store.options.maxBytes);
    }

    /// Second bars go by whole minutes and minute bars by whole days, so that no longer bar is left in part.
    void noBarIsLeftInPart() {
        StoreHarness store(freshFile());
        store.options.maxBytes = 900'000;
        QVERIFY(store.open().has_value());
        const RunId run = store->beginRun({});
        fillUp(store, run);
        for (const MarketKey market : {MarketKey(1), MarketKey(2)}) {
            const auto minutes = store.candles(market, Interval::M1).value().bars;
            if (minutes.empty()) continue;
            QCOMPARE(openTimeOf(minutes.front().openTime, Interval::D1), minutes.front().openTime);
        }
    }

    void aLowerLimitShrinksAnExistingFile() {
        StoreHarness store(freshFile());
        QVERIFY(store.open().has_value());
        const RunId run = store->beginRun({});
        fillUp(store, run);
        store.close();
        const auto before = std::filesystem::file_size(store.options.file);
        store.options.maxBytes = before / 2;
        QVERIFY(store.open().has_value());
        QVERIFY(store.flush().has_value());
        QVERIFY(store->status().fileBytes <= before / 2);
        QVERIFY(std::filesystem::file_size(store.options.file) <= before / 2); // while it is open, too
        QCOMPARE(store.fills(run).value().size(), kFills);
    }

    void onlySoManyTradesAreKept() {
        StoreHarness store(freshFile());
        store.options.tradesKept = 1'000;
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const RunId run = store->beginRun({});
        for (std::uint64_t i = 1; i <= 5'000; ++i) store->write(tradeAt(run, market, i));
        QVERIFY(store.flush().has_value());
        const auto trades = store.trades(run, market).value();
        QVERIFY(trades.size() <= 1'000);
        QVERIFY(trades.size() >= 900);
        QCOMPARE(trades.front().trade.id, TradeId(5'000));
    }

    void aLimitThatCannotBeKeptIsSaidOnce() {
        StoreHarness store(freshFile());
        store.options.maxBytes = 100'000;
        QVERIFY(store.open().has_value());
        const MarketKey market = store->market("SOL-PERP");
        const RunId run = store->beginRun({});
        for (std::uint64_t i = 1; i <= 5'000; ++i) {
            store->write(fillAt(run, market, i));
            if (i % 1'000 == 0) QVERIFY(store.flush().has_value());
        }
        store.executor.drain();
        QCOMPARE(store.fills(run).value().size(), 5'000U);
        QCOMPARE(store.notices.size(), 1U);
        QCOMPARE(store.notices[0].kind, NoticeKind::LimitUnreachable);
        QVERIFY(store.notices[0].text.starts_with(store.options.file.string()));
    }
};
QD_TEST(TestStoreRetention);
#include "TestStoreRetention.moc"
