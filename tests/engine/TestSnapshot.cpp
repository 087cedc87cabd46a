#include "tests/engine/RandomTrading.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"

#include <QFile>
#include <QObject>
#include <QTest>

#include <algorithm>
#include <cstring>
#include <limits>

using namespace qd;
using namespace qd::test;

namespace {

std::vector<std::byte> bytesOf(const exchange::Exchange& exchange) {
    ByteWriter out;
    exchange.save(out);
    return out.take();
}

exchange::Exchange traded() {
    exchange::Exchange exchange({.maxOrdersPerMarket = 1'024});
    RandomTrading trading(5, 6, 3);
    for (const Command& c : trading.setUp()) exchange.apply(c);
    for (int i = 0; i < 500; ++i) exchange.apply(trading.next());
    return exchange;
}

/// A state in which every number below occurs for one reason only.
constexpr std::int64_t kIndex = 101'230'000;
constexpr std::int64_t kOrderSize = 7'770'000'000;
constexpr std::int64_t kIdUsed = 1'700'000'001'000'000'000;
constexpr std::int64_t kOrderMade = 1'700'000'002'000'000'000;
constexpr std::int64_t kNow = 1'700'000'003'000'000'000;

exchange::Exchange oneOrder() {
    ExchangeRig rig;
    const AccountId account = rig.addAccount();
    rig.send(SetPrices{MarketId(0), Price(kIndex), Price::of(100), false});
    rig.now = UnixNanos(kIdUsed);
    OrderTerms terms = ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(1));
    terms.clientId = ClientOrderId(77);
    rig.place(account, terms);
    rig.now = UnixNanos(kOrderMade);
    rig.send(CancelAll{account, {}, {}});
    rig.place(account, ExchangeRig::limit(Side::Buy, Price::of(98), Quantity(kOrderSize)));
    rig.now = UnixNanos(kNow);
    rig.send(AdvanceTime{});
    return std::move(rig.exchange);
}

/// Puts `other` in every place of `number`; how many there were.
int replace(std::vector<std::byte>& bytes, std::int64_t number, std::int64_t other) {
    int count = 0;
    for (std::size_t i = 0; i + sizeof(number) <= bytes.size(); ++i) {
        if (std::memcmp(bytes.data() + i, &number, sizeof(number)) != 0) continue;
        std::memcpy(bytes.data() + i, &other, sizeof(other));
        ++count;
    }
    return count;
}

} // namespace

class TestSnapshot : public QObject {
    Q_OBJECT
  private slots:
    /// A state has one snapshot: queues in another order were taken, and written back differently.
    void queuesOutOfOrderAreRefused() {
        ExchangeRig rig;
        const AccountId account = rig.addAccount();
        rig.send(SetPrices{MarketId(0), Price::of(100), Price::of(100), false});
        rig.place(account, ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(1)));
        rig.place(account, ExchangeRig::limit(Side::Buy, Price::of(98), Quantity::of(1)));
        std::vector<std::byte> bytes = bytesOf(rig.exchange);
        QVERIFY(exchange::Exchange::load(bytes, {}).has_value());
        constexpr std::ptrdiff_t kEntry = 16; // account, order and what it shows, at the end
        std::swap_ranges(bytes.end() - 2 * kEntry, bytes.end() - kEntry, bytes.end() - kEntry);
        QVERIFY(!exchange::Exchange::load(bytes, {}).has_value());
    }
    /// The hash of a known history; it may change only together with the snapshot's format.
    void hashIsStableAcrossBuilds() {
        QCOMPARE(QByteArray::fromStdString(toHex(traded().hash())), QByteArray("8469cf76bd57d8b4409a5aca478379eb"));
        QCOMPARE(QByteArray::fromStdString(toHex(exchange::Exchange().hash())),
                 QByteArray("838cb9c6de1728f25efd1373fcad6d59"));
    }

    void loadedEqualsSaved() {
        const auto bytes = bytesOf(traded());
        const auto loaded = exchange::Exchange::load(bytes, {.maxOrdersPerMarket = 1'024});
        QVERIFY(loaded.has_value());
        QVERIFY(bytesOf(*loaded) == bytes);
    }

    void damageIsRefusedOrHarmless() {
        const auto bytes = bytesOf(traded());
        for (std::size_t n = 0; n < bytes.size(); n += 7) {
            const auto cut = exchange::Exchange::load(std::span(bytes).first(n));
            QVERIFY(!cut.has_value());
            QVERIFY(!cut.error().detail.empty());
        }
        SplitMix64 random(1);
        for (int i = 0; i < 2'000; ++i) {
            auto flipped = bytes;
            flipped[random() % flipped.size()] ^= static_cast<std::byte>(1U << (random() % 8));
            // The file's checksum is the journal's business; here nothing may crash, and what loads must add up.
            const auto loaded = exchange::Exchange::load(flipped);
            if (loaded) QCOMPARE(exchange::audit(loaded->state()).imbalance, "");
        }
    }

    /// Numbers that no command can bring about overflowed once the state was used.
    void impossibleNumbersAreRefused_data() {
        QTest::addColumn<qint64>("number");
        QTest::addColumn<qint64>("other");
        const qint64 least = std::numeric_limits<qint64>::min();
        QTest::newRow("index above the highest price") << qint64{kIndex} << qint64{6'689'821'273'435'267'328};
        QTest::newRow("index below zero") << qint64{kIndex} << qint64{-1};
        QTest::newRow("order of a size far below zero") << qint64{kOrderSize} << least;
        QTest::newRow("order larger than the market allows")
            << qint64{kOrderSize} << qint64{Quantity::of(100'001).raw()};
        QTest::newRow("client id used before there was time") << qint64{kIdUsed} << least;
        QTest::newRow("client id used in the future") << qint64{kIdUsed} << qint64{kNow + 1};
        QTest::newRow("order made before there was time") << qint64{kOrderMade} << least;
        QTest::newRow("order made in the future") << qint64{kOrderMade} << qint64{kNow + 1};
        QTest::newRow("now before there was time") << qint64{kNow} << least;
    }
    void impossibleNumbersAreRefused() {
        QFETCH(qint64, number);
        QFETCH(qint64, other);
        auto bytes = bytesOf(oneOrder());
        QVERIFY(exchange::Exchange::load(bytes).has_value());
        QVERIFY(replace(bytes, number, other) > 0);
        const auto loaded = exchange::Exchange::load(bytes);
        QVERIFY(!loaded.has_value());
        QCOMPARE(loaded.error().code, exchange::SnapshotCode::Inconsistent);
    }

    /// What was due has been done: read back it is not done again. Here the second part of a large liquidation, 30 s
    /// after the first, finds nobody to buy it; bids that come later wait for the next price.
    void whatWasDueIsNotRepeated() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId debtor = rig.addAccount(Money::of(20'000));
        rig.place(maker, ExchangeRig::limit(Side::Sell, Price::of(100), Quantity::of(1'900)));
        rig.place(debtor, ExchangeRig::limit(Side::Buy, Price::of(100), Quantity::of(1'900)));
        rig.place(maker, ExchangeRig::limit(Side::Buy, Price::of(94), Quantity::of(380)));
        rig.setPrice(MarketId(0), Price::of(94));
        QCOMPARE(rig.position(debtor).base, Quantity::of(1'520)); // the first part, and nobody is left
        rig.later(31 * kNanosPerSecond);
        rig.send(AdvanceTime{});
        rig.place(maker, ExchangeRig::limit(Side::Buy, Price::of(94), Quantity::of(3'000)));
        auto loaded = exchange::Exchange::load(bytesOf(rig.exchange));
        QVERIFY(loaded.has_value());
        Command command;
        command.ts = rig.now + 1;
        command.body = AdvanceTime{};
        QVERIFY(loaded->apply(command).empty());
        QVERIFY(rig.exchange.apply(command).empty());
        QVERIFY(bytesOf(*loaded) == bytesOf(rig.exchange));
    }

    /// Ids used more than a day ago are forgotten when the account is next looked at; a snapshot does not tell which.
    void anOldClientIdIsInNoSnapshot() {
        ExchangeRig rig;
        const AccountId account = rig.addAccount();
        OrderTerms terms = ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(1));
        terms.clientId = ClientOrderId(77);
        rig.place(account, terms);
        rig.later(kNanosPerDay + 1);
        rig.send(AdvanceTime{});
        const auto before = bytesOf(rig.exchange);
        terms.clientId = ClientOrderId(78);
        terms.size = Quantity(1);
        rig.place(account, terms); // refused
        const auto after = bytesOf(rig.exchange);
        QCOMPARE(before.size(), after.size());
        QVERIFY(std::ranges::equal(std::span(before).subspan(12), std::span(after).subspan(12)));
    }

    /// So one that holds an old one was not written by us.
    void aSnapshotWithAnOldClientIdIsRefused() {
        std::vector<std::byte> bytes = bytesOf(oneOrder());
        QVERIFY(exchange::Exchange::load(bytes).has_value());
        QCOMPARE(replace(bytes, kIdUsed, kNow - kNanosPerDay), 1);
        QVERIFY(exchange::Exchange::load(bytes).has_value());
        QCOMPARE(replace(bytes, kNow - kNanosPerDay, kNow - kNanosPerDay - 1), 1);
        QVERIFY(!exchange::Exchange::load(bytes).has_value());
    }

    /// Cancelled orders leave their timers behind; they do not pile up for 30 days.
    void idleTimersAreForgotten() {
        ExchangeRig rig;
        const AccountId account = rig.addAccount();
        OrderTerms terms = ExchangeRig::limit(Side::Buy, Price::of(99), Quantity::of(1));
        terms.timeInForce = TimeInForce::GoodTillDate;
        terms.expiry = rig.now + kNanosPerDay;
        rig.place(account, terms);
        for (int i = 0; i < 140'000; ++i) {
            rig.place(account, terms);
            rig.send(CancelOrder{account, {OrderId(static_cast<std::uint32_t>(i + 2)), {}}});
        }
        QVERIFY(rig.exchange.state().timers.size() < 70'000);
        rig.later(kNanosPerDay + 1);
        rig.send(AdvanceTime{});
        QCOMPARE(rig.closedAs(account).value(), CloseReason::Expired);
    }

    /// Snapshots of the formats before this one, in which accounts had traded nothing yet, and nobody had a referrer.
    void theFormatBeforeIsRead_data() {
        QTest::addColumn<QString>("file");
        for (const char* name : {"before-volumes-beginning", "before-volumes-outside", "before-volumes-resting",
                                 "before-referrals-beginning", "before-referrals-outside", "before-referrals-resting"})
            QTest::newRow(name) << QString::fromStdString(sourceFolder() + "/tests/fuzz/corpus/snapshot/" + name);
    }
    void theFormatBeforeIsRead() {
        QFETCH(QString, file);
        QFile kept(file);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        const QByteArray raw = kept.readAll();
        const auto old = exchange::Exchange::load(std::as_bytes(std::span(raw)));
        QVERIFY(old.has_value());
        const auto bytes = bytesOf(*old);
        QVERIFY(bytes.size() >= static_cast<std::size_t>(raw.size()));
        const auto again = exchange::Exchange::load(bytes);
        QVERIFY(again.has_value());
        QCOMPARE(again->hash(), old->hash());
        for (const auto& account : old->state().accounts) {
            if (file.contains("before-volumes")) QCOMPARE(account->volume, Money(0));
            QVERIFY(!account->referred && account->referralRewards.isZero());
        }
    }

    void newerVersionIsNamed() {
        auto bytes = bytesOf(traded());
        bytes[0] = std::byte{9};
        QCOMPARE(exchange::Exchange::load(bytes).error().code, exchange::SnapshotCode::Version);
    }
};
QD_TEST(TestSnapshot);
#include "TestSnapshot.moc"
