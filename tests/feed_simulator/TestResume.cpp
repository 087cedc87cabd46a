#include "core/base/Hash.h"
#include "tests/feed_simulator/Person.h"
#include "tests/feed_simulator/SimulatedVenue.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;
using simulator::Simulator;
using simulator::SimulatorCode;

namespace {

SimulatedVenue reloaded(const SimulatedVenue& venue) {
    ByteWriter exchangeBytes;
    venue.exchange.save(exchangeBytes);
    auto exchange = exchange::Exchange::load(exchangeBytes.bytes(), {.maxOrdersPerMarket = 1U << 12U});
    ByteWriter simulatorBytes;
    venue.simulator.save(simulatorBytes);
    ByteReader in(simulatorBytes.bytes());
    auto simulator = Simulator::load(in);
    return {std::move(exchange.value()), std::move(simulator.value())};
}

Result<Simulator, SimulatorCode> loadFrom(ByteSpan bytes) {
    ByteReader in(bytes);
    return Simulator::load(in);
}

constexpr std::size_t kHead = 12; // version and length
constexpr std::size_t kTail = 8;  // checksum

/// The bytes with a checksum that fits them, so that what is behind it is reached.
std::vector<std::byte> signedAnew(std::vector<std::byte> bytes) {
    const std::uint64_t sum = checksum64(std::span(bytes).subspan(kHead, bytes.size() - kHead - kTail));
    std::memcpy(bytes.data() + bytes.size() - kTail, &sum, kTail);
    return bytes;
}

} // namespace

class TestResume : public QObject {
    Q_OBJECT
  private slots:
    void halfWayEqualsStraight() {
        SimulatedVenue straight(standardConfig(21));
        SimulatedVenue interrupted(standardConfig(21));
        straight.run(100'000);
        interrupted.run(50'000);
        SimulatedVenue resumed = reloaded(interrupted);
        QVERIFY(resumed.simulatorBytes() == interrupted.simulatorBytes());
        QCOMPARE(resumed.simulator.openOrders(), interrupted.simulator.openOrders());
        resumed.run(50'000);
        QVERIFY(resumed.exchange.hash() == straight.exchange.hash());
        QVERIFY(resumed.simulatorBytes() == straight.simulatorBytes());
    }

    /// Interrupted anywhere, any number of times, with a person's orders in between.
    void anywhereWithPeople() {
        QD_PROPERTY("resumed equals uninterrupted", [](std::uint64_t seed) {
            SimulatedVenue straight(standardConfig(seed));
            SimulatedVenue resumed(standardConfig(seed));
            Person one(seed, AccountId(0));
            Person two(seed, AccountId(0));
            SplitMix64 random(seed ^ 1U);
            for (int i = 0; i < 3'000; ++i) {
                straight.step();
                resumed.step();
                if (random() % 8 == 0) {
                    straight.apply(one.next(straight));
                    resumed.apply(two.next(resumed));
                }
                if (random() % 400 == 0) resumed = reloaded(resumed);
            }
            RC_ASSERT(resumed.exchange.hash() == straight.exchange.hash());
            RC_ASSERT(resumed.simulatorBytes() == straight.simulatorBytes());
        });
    }

    /// Also before the first command and while a market is paused.
    void atTheEdges() {
        SimulatedVenue straight(standardConfig(22));
        SimulatedVenue resumed = reloaded(straight);
        for (SimulatedVenue* venue : {&straight, &resumed}) {
            venue->run(2'000);
            venue->apply(Command{
                venue->exchange.state().now, Origin::Operator, {}, SetMarketStatus{MarketId(1), MarketStatus::Paused}});
            venue->run(500);
        }
        resumed = reloaded(resumed);
        for (SimulatedVenue* venue : {&straight, &resumed}) {
            venue->run(500);
            venue->apply(Command{
                venue->exchange.state().now, Origin::Operator, {}, SetMarketStatus{MarketId(1), MarketStatus::Active}});
            venue->run(2'000);
        }
        QVERIFY(resumed.exchange.hash() == straight.exchange.hash());
        QVERIFY(resumed.simulatorBytes() == straight.simulatorBytes());
    }

    void readerIsLeftBehindTheState() {
        SimulatedVenue venue(standardConfig(23));
        venue.run(100);
        ByteWriter out;
        out.put(std::uint32_t{7});
        venue.simulator.save(out);
        out.put(std::uint32_t{9});
        ByteReader in(out.bytes());
        QCOMPARE(in.get<std::uint32_t>(), 7U);
        QVERIFY(Simulator::load(in).has_value());
        QCOMPARE(in.get<std::uint32_t>(), 9U);
        QVERIFY(in.ok() && in.atEnd());
    }

    void everyDamageIsFound() {
        SimulatedVenue venue(standardConfig(24));
        venue.run(3'000);
        const auto bytes = venue.simulatorBytes();
        for (std::size_t n = 0; n < bytes.size(); n += 11) {
            const auto cut = loadFrom(std::span(bytes).first(n));
            QVERIFY(!cut.has_value());
            QCOMPARE(cut.error().code, SimulatorCode::Damaged);
            QVERIFY(cut.error().detail.starts_with("simulator state: byte "));
        }
        SplitMix64 random(1);
        for (int i = 0; i < 2'000; ++i) {
            auto flipped = bytes;
            flipped[random() % flipped.size()] ^= static_cast<std::byte>(1U << (random() % 8));
            const auto loaded = loadFrom(flipped);
            QVERIFY(!loaded.has_value());
            QVERIFY(!loaded.error().detail.empty());
        }
        auto newer = bytes;
        newer[0] = std::byte{9};
        QCOMPARE(loadFrom(newer).error().code, SimulatorCode::Version);
    }

    /// With a checksum that fits, damage is refused with its place, or is a possible state that trades on.
    void impossibleStatesAreRefused() {
        SimulatedVenue venue(standardConfig(25));
        venue.run(3'000);
        const auto bytes = venue.simulatorBytes();
        ByteWriter saved;
        venue.exchange.save(saved);
        SplitMix64 random(2);
        int refused = 0;
        int went = 0;
        for (int i = 0; i < 3'000; ++i) {
            auto changed = bytes;
            const std::size_t at = kHead + random() % (bytes.size() - kHead - kTail);
            changed[at] = static_cast<std::byte>(random());
            auto loaded = loadFrom(signedAnew(std::move(changed)));
            if (!loaded) {
                QVERIFY(loaded.error().detail.starts_with("simulator state: byte "));
                ++refused;
                continue;
            }
            if (++went % 10 != 0) continue;
            SimulatedVenue strange(exchange::Exchange::load(saved.bytes(), {.maxOrdersPerMarket = 1U << 12U}).value(),
                                   std::move(*loaded));
            strange.run(150);
            QCOMPARE(exchange::audit(strange.exchange.state()).imbalance, "");
        }
        QVERIFY(refused > 300);
        QVERIFY(went > 300);
    }

    void problemNamesByteAndField() {
        SimulatedVenue venue(standardConfig(26));
        auto bytes = venue.simulatorBytes();
        // Of the configuration: seed and start, 8 bytes each, first account and master, 4 each, then the market count.
        bytes[kHead + 24] = std::byte{200};
        const auto loaded = loadFrom(signedAnew(bytes));
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().detail,
                 std::string("simulator state: byte 24: number of markets: 200 is outside 1 to 64"));
    }
};
QD_TEST(TestResume);
#include "TestResume.moc"
