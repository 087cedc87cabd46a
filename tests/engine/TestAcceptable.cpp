// Size: one table row a condition.
#include "core/engine/risk/Acceptable.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <functional>

using namespace qd;
using qd::risk::acceptableRisk;
using qd::risk::ParameterFault;

namespace {

using ChangeMarket = std::function<void(MarketParams&)>;
using ChangeAsset = std::function<void(AssetParams&)>;

/// 100x with the table of spec/perps.md §3.3.
MarketParams major() {
    MarketParams p = test::solMarket();
    p.initialMargin = Ratio(100);
    p.maintenanceMargin = Ratio(50);
    p.liquidatorFee = Rate(2'500);
    p.maxLiquidatorFee = Rate(5'000);
    p.insuranceFee = Rate(5'000);
    p.marginModel = MarginModel::Tiers;
    p.tiers = {{{Money(0), 100}, {Money::of(1'000'000), 50}, {Money::of(5'000'000), 25}}};
    p.tierCount = 3;
    return p;
}

AssetParams sol() {
    AssetParams a;
    a.id = AssetId(2);
    a.symbol = "SOL";
    a.decimals = 9;
    a.initialWeight = Ratio(8'000);
    a.maintenanceWeight = Ratio(9'000);
    a.initialLiabilityWeight = Ratio(12'000);
    a.maintenanceLiabilityWeight = Ratio(11'000);
    a.imf = Rate(1'000);
    a.scaleStart = Money::of(20'000'000);
    a.cap = Money::of(50'000'000);
    return a;
}

} // namespace

Q_DECLARE_METATYPE(ChangeMarket)
Q_DECLARE_METATYPE(ChangeAsset)

class TestAcceptable : public QObject {
    Q_OBJECT
  private slots:
    void markets_data() {
        QTest::addColumn<ChangeMarket>("change");
        QTest::addColumn<int>("fault");
        const auto row = [](const char* name, ParameterFault fault, const ChangeMarket& change) {
            QTest::newRow(name) << change << static_cast<int>(fault);
        };
        row("100x with tiers", ParameterFault::None, [](auto&) {});
        row("sized", ParameterFault::None, [](auto& p) { p.marginModel = MarginModel::Sized; });
        row("no maintenance margin", ParameterFault::MaintenanceMargin,
            [](auto& p) { p.maintenanceMargin = Ratio(0); });
        row("initial not above maintenance", ParameterFault::InitialMargin,
            [](auto& p) { p.initialMargin = p.maintenanceMargin = Ratio(200); });
        row("more than 100x", ParameterFault::InitialMargin, [](auto& p) { p.initialMargin = Ratio(99); });
        row("more than all of it", ParameterFault::InitialMargin, [](auto& p) { p.initialMargin = Ratio(10'001); });
        row("ratio shrinks with size", ParameterFault::Imf, [](auto& p) { p.imf = Rate(-1); });
        row("gains count more than in full", ParameterFault::GainWeights,
            [](auto& p) { p.upnlWeightMaintenance = Ratio(10'001); });
        row("gains count more to open than to stay", ParameterFault::GainWeights, [](auto& p) {
            p.upnlWeightInitial = Ratio(9'001);
            p.upnlWeightMaintenance = Ratio(9'000);
        });
        row("gains count less than nothing", ParameterFault::GainWeights,
            [](auto& p) { p.upnlWeightInitial = Ratio(-1); });
        row("negative weight growth", ParameterFault::GainWeights, [](auto& p) { p.upnlImf = Rate(-1); });
        row("negative cap of gains", ParameterFault::GainWeights,
            [](auto& p) { p.maxPositiveUpnlInitial = Money(-1); });
        row("negative imbalance", ParameterFault::GainWeights, [](auto& p) { p.maxPnlImbalance = Money(-1); });
        row("liquidator takes most of the margin", ParameterFault::LiquidatorFee,
            [](auto& p) { p.liquidatorFee = Rate(4'001); });
        row("liquidator's fee above its limit", ParameterFault::LiquidatorFee,
            [](auto& p) { p.maxLiquidatorFee = Rate(2'499); });
        row("negative liquidator fee", ParameterFault::LiquidatorFee, [](auto& p) { p.liquidatorFee = Rate(-1); });
        row("liquidator's largest fee above the maintenance margin", ParameterFault::LiquidatorFee,
            [](auto& p) { p.maxLiquidatorFee = Rate(5'001); });
        row("the largest fee by default is too much for 100x", ParameterFault::LiquidatorFee,
            [](auto& p) { p.maxLiquidatorFee = MarketParams{}.maxLiquidatorFee; });
        // 9'951 * 1.005 = 10'000.8 of 10'000
        row("fees that eat maintenance and buffer", ParameterFault::LiquidationFees,
            [](auto& p) { p.insuranceFee = Rate(7'451); });
        row("fees just below", ParameterFault::None, [](auto& p) { p.insuranceFee = Rate(7'450); });
        row("negative insurance fee", ParameterFault::LiquidationFees, [](auto& p) { p.insuranceFee = Rate(-1); });
        // At 50'000 of 70'000 the fund gets 19'000, and 69'000 * 1.02 is more than all of it.
        row("only the largest fee eats maintenance and buffer", ParameterFault::LiquidationFees, [](auto& p) {
            p = test::solMarket();
            p.maxLiquidatorFee = Rate(50'000);
            p.insuranceFee = Rate(19'000);
        });
        row("the largest fee just below", ParameterFault::None, [](auto& p) {
            p = test::solMarket();
            p.maxLiquidatorFee = Rate(50'000);
            p.insuranceFee = Rate(18'627);
        });
        row("tiers that ask for more than the market leave room for fees", ParameterFault::None, [](auto& p) {
            p.tiers = {{{Money(0), 50}}};
            p.tierCount = 1;
            p.maxLiquidatorFee = Rate(10'000);
            p.insuranceFee = Rate(12'425);
        });
        row("buffer is at most 2 %", ParameterFault::LiquidationFees, [](auto& p) {
            p.marginModel = MarginModel::Sized;
            p.initialMargin = Ratio(1'000);
            p.insuranceFee = Rate(22'010);
        });
        row("book fee above all of it", ParameterFault::BookInsuranceFee,
            [](auto& p) { p.maxBookInsuranceFee = Rate(1'000'001); });
        row("no tiers", ParameterFault::TierTable, [](auto& p) { p.tierCount = 0; });
        row("more tiers than there is room for", ParameterFault::TierTable, [](auto& p) { p.tierCount = 9; });
        row("tiers not from 0", ParameterFault::TierTable, [](auto& p) { p.tiers[0].lowerNotional = Money(1); });
        row("tiers not rising", ParameterFault::TierTable,
            [](auto& p) { p.tiers[2].lowerNotional = p.tiers[1].lowerNotional; });
        row("leverage not falling", ParameterFault::TierTable, [](auto& p) { p.tiers[2].maxLeverage = 50; });
        row("leverage of 0", ParameterFault::TierTable, [](auto& p) { p.tiers[2].maxLeverage = 0; });
        row("tiers looser than the market", ParameterFault::TierMargin, [](auto& p) { p.tiers[0].maxLeverage = 101; });
        row("tiers below the market's maintenance", ParameterFault::TierMargin, [](auto& p) {
            p.maintenanceMargin = Ratio(60);
            p.liquidatorFee = Rate(0);
            p.insuranceFee = Rate(0);
        });
        row("tiers are not looked at when sized", ParameterFault::None, [](auto& p) {
            p.marginModel = MarginModel::Sized;
            p.tierCount = 9;
        });
        row("negative open interest", ParameterFault::OpenInterest, [](auto& p) { p.openInterestLower = Money(-1); });
        row("open interest without a slope", ParameterFault::OpenInterest,
            [](auto& p) { p.openInterestLower = p.openInterestUpper = Money::of(1); });
        row("negative limit", ParameterFault::OpenInterest, [](auto& p) { p.maxOpenInterest = Quantity(-1); });
        row("negative premium", ParameterFault::Funding, [](auto& p) { p.maxPremium = Rate(-1); });
        row("negative impact", ParameterFault::Funding, [](auto& p) { p.impactNotional = Money(-1); });
    }
    void markets() {
        QFETCH(ChangeMarket, change);
        QFETCH(int, fault);
        MarketParams p = major();
        change(p);
        QCOMPARE(static_cast<int>(acceptableRisk(p)), fault);
    }

    void assets_data() {
        QTest::addColumn<ChangeAsset>("change");
        QTest::addColumn<int>("fault");
        const auto row = [](const char* name, ParameterFault fault, const ChangeAsset& change) {
            QTest::newRow(name) << change << static_cast<int>(fault);
        };
        row("SOL", ParameterFault::None, [](auto&) {});
        row("the quote currency", ParameterFault::None, [](auto& a) { a = AssetParams{}; });
        row("counts more than in full", ParameterFault::AssetWeights,
            [](auto& a) { a.maintenanceWeight = Ratio(10'001); });
        row("counts more to open than to stay", ParameterFault::AssetWeights,
            [](auto& a) { a.initialWeight = Ratio(9'001); });
        row("counts less than nothing", ParameterFault::AssetWeights, [](auto& a) { a.initialWeight = Ratio(-1); });
        row("debt counts less than in full", ParameterFault::LiabilityWeights,
            [](auto& a) { a.maintenanceLiabilityWeight = Ratio(9'999); });
        row("debt counts less to open", ParameterFault::LiabilityWeights,
            [](auto& a) { a.initialLiabilityWeight = Ratio(10'999); });
        row("too many decimals", ParameterFault::AssetLimits, [](auto& a) { a.decimals = 13; });
        row("negative decimals", ParameterFault::AssetLimits, [](auto& a) { a.decimals = -1; });
        row("weight grows with size", ParameterFault::AssetLimits, [](auto& a) { a.imf = Rate(-1); });
        row("scales from above its cap", ParameterFault::AssetLimits, [](auto& a) { a.cap = Money::of(19'999'999); });
        row("scales without a cap", ParameterFault::None, [](auto& a) { a.cap = Money(0); });
        row("quote currency that counts less", ParameterFault::QuoteAsset, [](auto& a) {
            a = AssetParams{};
            a.initialWeight = Ratio(9'999);
        });
        row("quote currency of other decimals", ParameterFault::QuoteAsset, [](auto& a) {
            a = AssetParams{};
            a.decimals = 9;
        });
    }
    void assets() {
        QFETCH(ChangeAsset, change);
        QFETCH(int, fault);
        AssetParams a = sol();
        change(a);
        QCOMPARE(static_cast<int>(acceptableRisk(a)), fault);
    }

    /// What the exchange lets in is what margin and liquidation can work with.
    void theExchangeAsks() {
        test::ExchangeRig rig(major());
        MarketParams p = major();
        p.id = MarketId(1);
        p.symbol = "M1-PERP";
        p.insuranceFee = Rate(7'451);
        rig.send(CreateMarket{p});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
    }
};
QD_TEST(TestAcceptable);
#include "TestAcceptable.moc"
