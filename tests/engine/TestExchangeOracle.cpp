#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;
constexpr Side kSell = Side::Sell;
constexpr OracleId kIndex{1};
constexpr MarketId kMarket{1};

/// A market beside the rig's own, with an index as in production: good for a fill for 5 s and for margin for 60 s, a
/// breaker at 10 % in 5 minutes. The account holds 10 of it.
struct OracleRig : ExchangeRig {
    AccountId maker = addAccount();
    AccountId a = addAccount();
    explicit OracleRig(bool lasting = false) {
        OracleParams p = steadyOracle(kIndex);
        p.breakerMove = Rate(100'000);
        if (!lasting) {
            p.staleForFillMs = 5'000;
            p.staleForMarginMs = 60'000;
        }
        send(CreateOracle{p});
        addMarket(solMarket(kMarket));
        trade(a, maker, price("100"), Quantity::of(10), kMarket);
    }
    void report(std::uint8_t source, const char* at, const char* confidence = "0", bool enough = true) {
        send(ReportPrice{{kIndex, source, price(at), price(confidence), now, enough}}, Origin::Feed);
    }
    RejectCode order(Side side, const char* at, bool reduceOnly = false) {
        place(a, varied(limit(side, price(at), Quantity::of(1)), [&](OrderTerms& t) {
                  t.market = kMarket;
                  t.reduceOnly = reduceOnly;
              }));
        return rejection();
    }
    [[nodiscard]] std::vector<OracleChanged::What> changes() const {
        std::vector<OracleChanged::What> what;
        for (const OracleChanged& e : all<OracleChanged>()) what.push_back(e.what);
        return what;
    }
};
using What = OracleChanged::What;
using Changes = std::vector<What>;

} // namespace

class TestExchangeOracle : public QObject {
    Q_OBJECT
  private slots:
    /// The table of §5.1 as it is felt: what may be done with an index in which state.
    void whatAnIndexIsGoodFor_data() {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<QString>("confidence");
        QTest::addColumn<QString>("at");
        QTest::addColumn<int>("opens");
        QTest::addColumn<bool>("reduces");
        QTest::addColumn<bool>("withdraws");
        const int opens = int(RejectCode::None);
        const int invalid = int(RejectCode::OracleInvalid);
        QTest::newRow("valid") << 0 << "0.01" << "100.5" << opens << true << true;
        QTest::newRow("stale for a fill") << 6 << "0" << "" << opens << true << true;
        QTest::newRow("stale for margin") << 61 << "0" << "" << int(RejectCode::BreakerActive) << true << false;
        QTest::newRow("uncertain") << 0 << "3" << "100.5" << invalid << false << false;
        QTest::newRow("wild") << 0 << "0" << "601" << invalid << false << false;
        QTest::newRow("nothing") << 0 << "0" << "0" << invalid << false << false;
    }
    void whatAnIndexIsGoodFor() {
        QFETCH(int, seconds);
        QFETCH(QString, confidence);
        QFETCH(QString, at);
        QFETCH(int, opens);
        QFETCH(bool, reduces);
        QFETCH(bool, withdraws);
        OracleRig rig;
        rig.later(seconds * kNanosPerSecond);
        if (!at.isEmpty()) rig.report(0, at.toUtf8(), confidence.toUtf8());
        const auto expected = [](bool may) { return may ? RejectCode::None : RejectCode::OracleInvalid; };
        QCOMPARE(int(rig.order(kBuy, "99")), opens);
        QCOMPARE(rig.order(kSell, "101"), expected(reduces));
        QCOMPARE(rig.order(kSell, "101", true), expected(reduces));
        rig.send(Withdraw{rig.a, Amount(1)});
        QCOMPARE(rig.rejection(), expected(withdraws));
        // Deposits and cancels always go.
        rig.send(Deposit{rig.a, Amount(1)});
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.send(CancelAll{rig.a, {}, {}});
        QCOMPARE(rig.rejection(), RejectCode::None);
    }

    /// Without a new price: the secondary takes over, and once it is silent too the breaker trips.
    void timeAloneFailsOverAndTrips() {
        OracleRig rig;
        rig.report(1, "100.5");
        rig.later(40 * kNanosPerSecond);
        rig.report(1, "100.6");
        rig.later(21 * kNanosPerSecond); // the primary has been silent for 61 s
        rig.send(AdvanceTime{});
        QCOMPARE(rig.changes(), Changes{What::FailedOver});
        QCOMPARE(rig.market(kMarket).prices.index, price("100.6"));
        rig.send(AdvanceTime{});
        QCOMPARE(rig.changes(), Changes{});
        rig.later(40 * kNanosPerSecond); // and the secondary
        rig.send(AdvanceTime{});
        QCOMPARE(rig.changes(), Changes{What::BreakerTripped});
        QCOMPARE(rig.order(kBuy, "99"), RejectCode::BreakerActive);
        rig.later(kNanosPerHour);
        rig.report(0, "100.7"); // ends the silence, with which the hour was over
        QCOMPARE(rig.changes(), Changes{});
        rig.send(AdvanceTime{});
        QCOMPARE(rig.changes(), Changes{What::BreakerReset});
    }

    void failsOverAndRecovers() {
        OracleRig rig;
        rig.report(1, "100.5");
        rig.later(40 * kNanosPerSecond);
        rig.report(1, "100.6");
        QVERIFY(rig.changes().empty());
        rig.later(21 * kNanosPerSecond); // the primary has been silent for 61 s
        rig.report(1, "101");
        QCOMPARE(rig.changes(), Changes{What::FailedOver});
        QCOMPARE(rig.market(kMarket).prices.index, price("101"));
        QCOMPARE(rig.order(kBuy, "99"), RejectCode::None);
        for (int i = 1; i <= 10; ++i) {
            QCOMPARE(rig.market(kMarket).prices.index, price("101")); // the primary does not count yet
            rig.later(kNanosPerSecond);
            rig.report(0, i == 10 ? "100.9" : "100.8");
        }
        QCOMPARE(rig.changes(), Changes{What::Recovered});
        QCOMPARE(rig.market(kMarket).prices.index, price("100.9"));
    }

    /// A jump of 11 % within 5 minutes: no opening, no triggers; reducing, cancelling and depositing go on.
    void aBreakerHaltsOpeningAndTriggers() {
        OracleRig rig;
        rig.place(rig.a, varied(ExchangeRig::market(kSell, Quantity::of(1)), [](OrderTerms& t) {
                      t.market = kMarket;
                      t.reduceOnly = true;
                      t.trigger.kind = TriggerKind::TakeProfit;
                      t.trigger.source = TriggerSource::Index;
                      t.trigger.price = price("110");
                  }));
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.later(kNanosPerSecond);
        rig.report(0, "111");
        QCOMPARE(rig.changes(), Changes{What::BreakerTripped});
        QVERIFY(rig.all<OrderTriggered>().empty());
        QCOMPARE(rig.order(kBuy, "109"), RejectCode::BreakerActive);
        QCOMPARE(rig.order(kSell, "112"), RejectCode::None);
        QCOMPARE(rig.order(kSell, "112", true), RejectCode::None);
        rig.send(Deposit{rig.a, Amount(1)});
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.send(ResetBreaker{kIndex});
        QCOMPARE(rig.changes(), Changes{What::BreakerReset});
        QCOMPARE(rig.order(kBuy, "109"), RejectCode::None);
        rig.report(0, "111.5");
        QCOMPARE(rig.all<OrderTriggered>().size(), 1U);
        rig.send(ResetBreaker{kIndex});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters); // nothing to reset
        rig.send(ResetBreaker{OracleId(9)});
        QCOMPARE(rig.rejection(), RejectCode::UnknownOracle);
    }

    void aBreakerResetsAfterAnHour() {
        OracleRig rig(true);
        rig.later(kNanosPerSecond);
        rig.report(0, "111");
        QCOMPARE(rig.changes(), Changes{What::BreakerTripped});
        rig.later(kNanosPerHour - 1);
        rig.send(AdvanceTime{});
        QVERIFY(rig.changes().empty());
        QCOMPARE(rig.order(kBuy, "109"), RejectCode::BreakerActive);
        rig.later(1);
        rig.send(AdvanceTime{});
        QCOMPARE(rig.changes(), Changes{What::BreakerReset});
        QCOMPARE(rig.order(kBuy, "109"), RejectCode::None);
    }

    /// An index that falls silent halts opening without a message.
    void silenceHaltsOpening() {
        OracleRig rig;
        rig.later(61 * kNanosPerSecond);
        QCOMPARE(rig.order(kBuy, "99"), RejectCode::BreakerActive);
        rig.report(0, "100");
        QCOMPARE(rig.changes(), Changes{What::BreakerTripped});
    }

    void reportsAreRefused() {
        OracleRig rig;
        rig.send(ReportPrice{{OracleId(9), 0, price("1"), Price{}, rig.now, true}});
        QCOMPARE(rig.rejection(), RejectCode::UnknownOracle);
        rig.report(7, "100"); // an exchange that has no weight
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        rig.send(ReportPrice{{kIndex, 0, price("1"), Price{}, UnixNanos(rig.now.value() - 1), true}});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters); // older than the last
        rig.send(ReportPrice{{kIndex, 0, price("1"), Price(-1), rig.now, true}});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
    }

    void venuePricesAreRefused() {
        OracleRig rig;
        const auto set = [&](MarketId market, Price index, Price mark) {
            rig.send(SetPrices{market, index, mark, false});
            return rig.rejection();
        };
        QCOMPARE(set(MarketId(9), price("1"), price("1")), RejectCode::UnknownMarket);
        QCOMPARE(set(kMarket, Price{}, Price{}), RejectCode::InvalidParameters);
        QCOMPARE(set(kMarket, Price(9'999), price("1")), RejectCode::InvalidParameters); // below a cent
        QCOMPARE(set(kMarket, price("1000.01"), price("1")), RejectCode::InvalidParameters);
        QCOMPARE(set(kMarket, price("100"), price("1000.01")), RejectCode::InvalidParameters);
        QCOMPARE(rig.market(kMarket).prices.index, price("100"));
    }

    void whatIsCreatedIsChecked() {
        ExchangeRig rig;
        OracleParams oracle = steadyOracle(OracleId(0));
        rig.send(CreateOracle{oracle});
        QCOMPARE(rig.rejection(), RejectCode::DuplicateId);
        oracle.id = OracleId(1);
        oracle.maxConfidence = Rate(0);
        rig.send(CreateOracle{oracle});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        AssetParams asset;
        asset.id = AssetId(1);
        asset.symbol = "USDC";
        asset.oracle = OracleId(0);
        rig.send(CreateAsset{asset});
        QCOMPARE(rig.rejection(), RejectCode::DuplicateId); // by its name
        asset.symbol = "SOL";
        asset.oracle = OracleId(9);
        rig.send(CreateAsset{asset});
        QCOMPARE(rig.rejection(), RejectCode::UnknownOracle);
        asset.oracle = OracleId(0);
        asset.initialWeight = Ratio(10'001);
        rig.send(CreateAsset{asset});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
        MarketParams market = solMarket(MarketId(1));
        market.oracle = OracleId(0);
        market.symbol = "M0-PERP";
        rig.send(CreateMarket{market});
        QCOMPARE(rig.rejection(), RejectCode::DuplicateId);
        market.symbol = "M1-PERP";
        market.insuranceFee = Rate(70'000); // with the liquidator's more than a take-over frees
        rig.send(CreateMarket{market});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
    }
};
QD_TEST(TestExchangeOracle);
#include "TestExchangeOracle.moc"
