#include "tests/engine/RandomTrading.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

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

} // namespace

class TestSnapshot : public QObject {
    Q_OBJECT
  private slots:
    /// The hash of a known history; it may change only together with the snapshot's format.
    void hashIsStableAcrossBuilds() {
        QCOMPARE(QByteArray::fromStdString(toHex(traded().hash())), QByteArray("5b53b444cad593716c334794991c3edf"));
        QCOMPARE(QByteArray::fromStdString(toHex(exchange::Exchange().hash())),
                 QByteArray("98d7de5fae7cb01ecb922c435c793d3e"));
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

    void newerVersionIsNamed() {
        auto bytes = bytesOf(traded());
        bytes[0] = std::byte{9};
        QCOMPARE(exchange::Exchange::load(bytes).error().code, exchange::SnapshotCode::Version);
    }
};
QD_TEST(TestSnapshot);
#include "TestSnapshot.moc"
