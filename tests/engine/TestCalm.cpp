#include "tests/engine/RandomTrading.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

using namespace qd;
using namespace qd::test;

namespace {

/// How many pools the last price left alone: bands that hold the mark.
std::size_t calmPools(const exchange::State& state) {
    std::size_t calm = 0;
    for (const auto& market : state.markets) {
        for (const exchange::Band& band : market->bands) {
            if (band.low <= market->prices.mark && market->prices.mark <= band.high) ++calm;
        }
    }
    return calm;
}

bool isMarginCall(const Event& e) { return std::holds_alternative<MarginCallChanged>(e.body); }

} // namespace

class TestCalm : public QObject {
    Q_OBJECT
  private slots:
    /// With and without the bands the same commands give the same events and the same state.
    void bandsChangeNothing() {
        std::size_t calm = 0;
        std::size_t calls = 0;
        QD_PROPERTY("every pool looked at with every price, or only the disturbed ones", [&](std::uint64_t seed) {
            RandomTrading trading(seed, 12, 3);
            exchange::Exchange thorough({.maxOrdersPerMarket = 1'024, .sweepEverything = true});
            exchange::Exchange quick({.maxOrdersPerMarket = 1'024});
            const auto both = [&](const Command& c) {
                const auto a = thorough.apply(c);
                const auto b = quick.apply(c);
                RC_ASSERT(a.size() == b.size());
                for (std::size_t i = 0; i < a.size(); ++i) {
                    RC_ASSERT(a[i].body.index() == b[i].body.index());
                    calls += isMarginCall(a[i]) ? 1U : 0U;
                }
            };
            for (const Command& c : trading.setUp()) both(c);
            for (int i = 0; i < 1'000; ++i) {
                both(trading.next());
                if (i % 50 == 0) RC_ASSERT(thorough.hash() == quick.hash());
                calm += calmPools(quick.state());
            }
            RC_ASSERT(thorough.hash() == quick.hash());
        });
        QVERIFY2(calm > 1'000, "no pool was ever left alone: the test shows nothing");
        QVERIFY2(calls > 100, "no pool ever came near its first warning: the test shows nothing");
    }

    /// An account far from its first warning is passed by until the mark has moved far or it has traded much.
    void farPoolsAreLeftAlone() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId a = rig.addAccount(Money::of(10'000));
        rig.place(maker, ExchangeRig::limit(Side::Sell, price("100"), Quantity::of(50)));
        rig.place(a, ExchangeRig::market(Side::Buy, Quantity::of(10)));
        rig.setPrice(MarketId(0), price("100"));
        const auto& market = *rig.exchange.state().market(MarketId(0));
        const auto& band = market.bands[rig.exchange.state().account(a)->find(MarketId(0))->band];
        QVERIFY(band.low < price("99") && band.high > price("101"));
        const exchange::Band before = band;
        rig.setPrice(MarketId(0), price("100.5"));
        QVERIFY(band.low == before.low && band.high == before.high);
        // A withdrawal is not bounded: the pool is looked at again, and has less room.
        rig.send(Withdraw{a, Amount(Money::of(9'000).raw())});
        QCOMPARE(rig.rejection(), RejectCode::None);
        QVERIFY(band.low > band.high);
        rig.setPrice(MarketId(0), price("100.5"));
        QVERIFY(band.low > before.low && band.low <= price("100.5"));
    }
};

QD_TEST(TestCalm);
#include "TestCalm.moc"
