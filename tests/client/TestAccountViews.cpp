#include "core/client/AccountViews.h"
#include "core/client/Standings.h"
#include "core/engine/exchange/Pools.h"
#include "core/engine/risk/Margin.h"
#include "core/engine/risk/ViewExposure.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::client;
using namespace qd::test;

namespace {

AssetParams tokenOf(std::uint8_t id, OracleId oracle) {
    AssetParams a;
    a.id = AssetId(id);
    a.symbol = "T" + std::to_string(id);
    a.decimals = 9;
    a.oracle = oracle;
    a.initialWeight = Ratio(8'000);
    a.maintenanceWeight = Ratio(9'000);
    a.initialLiabilityWeight = Ratio(12'000);
    a.maintenanceLiabilityWeight = Ratio(11'000);
    a.imf = Rate(1'000);
    a.scaleStart = Money::of(1'000'000);
    return a;
}

/// Two markets, a token worth 100, and an account that trades against another one.
struct WholeRig : ExchangeRig {
    AccountId user;
    AccountId other;
    DeleverageBoard board;
    std::vector<MarketInfo> infos;

    WholeRig() : ExchangeRig(firstMarket()) {
        MarketParams second = solMarket(MarketId(1));
        second.openInterestLower = Money::of(1'000);
        second.openInterestUpper = Money::of(1'000'000);
        addMarket(second);
        user = addAccount(Money::of(10'000));
        other = addAccount(Money::of(1'000'000));
        send(CreateAsset{tokenOf(1, OracleId(0))}, Origin::Operator);
        for (const auto& market : exchange.state().markets) infos.push_back({market->params, "test", ""});
    }
    static MarketParams firstMarket() {
        MarketParams p = solMarket();
        p.marginModel = MarginModel::Tiers;
        p.tiers = {LeverageTier{Money{}, 20}, LeverageTier{Money::of(5'000), 10}};
        p.tierCount = 2;
        p.initialMargin = Ratio(500);
        p.maintenanceMargin = Ratio(250);
        p.maxPnlImbalance = Money::of(50);
        return p;
    }
    void trade(MarketId market, Side side, Quantity size, Price at) {
        OrderTerms maker = limit(opposite(side), at, size);
        OrderTerms taker = limit(side, at, size);
        maker.market = taker.market = market;
        place(other, maker);
        place(user, taker);
    }
    [[nodiscard]] std::shared_ptr<const AccountView> view(std::int64_t nanos = 1) {
        return viewOf(exchange.state(), user, board, nanos);
    }
    [[nodiscard]] const exchange::AccountState& account() const { return *exchange.state().account(user); }
};

/// Everything that can be in an account: tokens, cross and isolated positions, resting orders, a chosen leverage.
void fill(WholeRig& rig) {
    rig.send(Deposit{rig.user, Amount(20'000'000'000), AssetId(1)});
    rig.send(SetMarginMode{rig.user, MarketId(1), true});
    rig.send(MoveIsolatedMargin{rig.user, MarketId(1), Money::of(400)});
    rig.send(SetLeverage{rig.user, MarketId(1), Ratio(2'000)});
    rig.trade(MarketId(0), Side::Buy, Quantity::of(30), Price::of(100));
    rig.trade(MarketId(1), Side::Sell, Quantity::of(10), Price::of(100));
    OrderTerms resting = ExchangeRig::limit(Side::Buy, Price::of(95), Quantity::of(4));
    rig.place(rig.user, resting);
}

/// What the terminal makes of the view is what the exchange has, bit for bit.
void compareWithExchange(WholeRig& rig) {
    const auto view = rig.view();
    for (const PoolView& pool : view->pools) {
        const exchange::ExposureOf own(rig.exchange.state(), rig.account(), pool.pool);
        const risk::ViewExposure shown(*view, rig.infos, pool.pool);
        const auto a = risk::summarise(own.exposure());
        const auto b = risk::summarise(shown.exposure());
        QCOMPARE(a.has_value(), b.has_value());
        if (!a) continue;
        QVERIFY(a->initial == b->initial && a->maintenance == b->maintenance);
        QCOMPARE(b->equity, a->equity);
        QCOMPARE(pool.equity, a->equity);
        QCOMPARE(pool.freeCollateral, a->freeCollateral);
        QCOMPARE(pool.maintenance.requirement, a->maintenance.requirement);
        QCOMPARE(shown.exposure().positions.size(), own.exposure().positions.size());
        for (const PositionView& p : view->positions) {
            const int index = shown.indexOf(p.market);
            if (index < 0) continue;
            const auto at = risk::liquidationPrice(shown.exposure(), static_cast<std::size_t>(index));
            if (at) QCOMPARE(p.liquidationPrice, *at);
        }
    }
}

} // namespace

class TestAccountViews : public QObject {
    Q_OBJECT
  private slots:
    void showsPoolsBalancesAndPositions() {
        WholeRig rig;
        fill(rig);
        const auto view = rig.view();
        QCOMPARE(view->id, rig.user);
        QCOMPARE(view->pools.size(), 2U);
        QVERIFY(!view->pools[0].pool.isolated && view->pools[1].pool.isolated);
        QCOMPARE(view->pools[1].deposit, Money::of(400));
        QCOMPARE(view->balances.size(), 2U);
        QCOMPARE(view->balances[0].amount, Amount(Money::of(9'600).raw()));
        QCOMPARE(view->balances[1].value, Money::of(2'000));
        QVERIFY(view->balances[1].initialValue < view->balances[1].maintenanceValue);
        QVERIFY(view->balances[1].maintenanceValue < view->balances[1].value);
        QCOMPARE(view->balances[1].maxWithdraw, Amount(20'000'000'000)); // the quote currency carries the rest
        const PositionView& cross = view->positions[0];
        QCOMPARE(cross.market, MarketId(0));
        QCOMPARE(cross.openBids, Quantity::of(4));
        // More stands behind it than it is worth: no price ends it.
        QVERIFY(!cross.isolated && !cross.liquidationPrice && !cross.bankruptcyPrice);
        QVERIFY(cross.initialRequirement > cross.requirement);
        const PositionView& own = view->positions[1];
        QVERIFY(own.isolated);
        QCOMPARE(own.isolatedMargin, Money::of(400));
        QCOMPARE(own.userMargin, Ratio(2'000));
        QCOMPARE(own.notional, Money::of(1'000));
        QVERIFY(*own.liquidationPrice > own.mark && *own.bankruptcyPrice > *own.liquidationPrice);
        QCOMPARE(own.liquidationDistanceBps.value(),
                 (own.liquidationPrice->raw() - own.mark.raw()) * 10'000 / own.mark.raw());
        QCOMPARE(view->totalEquity, Money(view->pools[0].equity.raw() + view->pools[1].equity.raw()));
        QCOMPARE(view->totalEquity, Money(view->deposits.raw() + view->realised.raw() + view->unrealised.raw()));
        QVERIFY(view->pools[0].buyingPower > view->pools[0].freeCollateral);
    }

    void theTerminalComputesWhatTheExchangeHas() {
        WholeRig rig;
        fill(rig);
        compareWithExchange(rig);
        rig.setPrice(MarketId(0), Price::of(108));
        rig.setPrice(MarketId(1), Price::of(90));
        compareWithExchange(rig);
        QCOMPARE(rig.auditProblem(), "");
    }

    void anyTradingIsSeenAlike() {
        QD_PROPERTY("the view's pools are the exchange's", [] {
            WholeRig rig;
            fill(rig);
            const auto steps = *rc::gen::inRange(1, 25);
            for (int i = 0; i < steps; ++i) {
                const MarketId market(static_cast<std::uint16_t>(*rc::gen::inRange(0, 2)));
                const Side side = *rc::gen::element(Side::Buy, Side::Sell);
                const Price at = rig.exchange.state().market(market)->prices.index;
                switch (*rc::gen::inRange(0, 4)) {
                case 0:
                    rig.setPrice(market, Price(at.raw() / 1'000 * *rc::gen::inRange(970, 1'031) / 10'000 * 10'000));
                    break;
                case 1: rig.send(Deposit{rig.user, Amount(*rc::gen::inRange(1, 2'000'000'000)), AssetId(1)}); break;
                case 2: rig.send(SettlePnl{rig.user, market}); break;
                default: rig.trade(market, side, Quantity(*rc::gen::inRange(1, 800) * 10'000'000LL), at);
                }
            }
            compareWithExchange(rig);
        });
    }

    /// Settling moves realised profit and loss to the deposit; what was made stays what it was.
    void settledProfitStaysRealised() {
        WholeRig rig;
        rig.trade(MarketId(0), Side::Buy, Quantity::of(10), Price::of(100));
        rig.setPrice(MarketId(0), Price::of(99));
        rig.trade(MarketId(0), Side::Sell, Quantity::of(10), Price::of(99));
        const auto before = rig.view();
        QVERIFY(before->realised.raw() < 0);
        QCOMPARE(before->positions[0].settled, Money());
        rig.setPrice(MarketId(0), Price::of(100)); // near its average again: only then anything is settled
        rig.send(SettlePnl{rig.user, MarketId(0)});
        QCOMPARE(rig.rejection(), RejectCode::None);
        const auto after = rig.view();
        QCOMPARE(after->realised, before->realised);
        QCOMPARE(after->positions[0].settled, before->realised);
        QCOMPARE(after->positions[0].unsettled, Money());
        QCOMPARE(after->totalEquity, before->totalEquity);
        QCOMPARE(after->collateral, Money(before->collateral.raw() + before->realised.raw()));
    }

    void subAccountsAndDelegatesAreTheOwners() {
        WholeRig rig;
        const MasterId master = rig.account().master;
        const AccountId second = rig.addAccount(Money::of(5), master.value());
        rig.send(SetDelegate{master, MasterId(77), permission::kTrade, UnixNanos(5), Money::of(9)});
        const auto view = rig.view();
        QCOMPARE(view->subAccounts.size(), 2U);
        QCOMPARE(view->subAccounts[1].id, second);
        QCOMPARE(view->subAccounts[1].number, 1);
        QCOMPARE(view->subAccounts[1].equity, Money::of(5));
        QCOMPARE(view->delegates.size(), 1U);
        QCOMPARE(view->delegates[0].maxOrderNotional, Money::of(9));
    }

    void theReferrerIsTheOwners() {
        WholeRig rig;
        const MasterId master = rig.account().master;
        const AccountId friendly = rig.addAccount(Money::of(50'000));
        QVERIFY(!rig.view()->referrer && !rig.view()->taker.referred);
        rig.send(SetReferrer{master, rig.ExchangeRig::account(friendly).master});
        rig.send(SetReferrer{rig.ExchangeRig::account(friendly).master, master});
        const auto view = rig.view();
        QVERIFY(view->referrer == rig.ExchangeRig::account(friendly).master);
        QVERIFY(view->taker == (TakerTerms{Ratio(Ratio::kScale), true, true}));
        QCOMPARE(view->referralRewards, Money());
        rig.ExchangeRig::trade(friendly, rig.other, Price::of(100), Quantity::of(10));
        QCOMPARE(rig.view()->referralRewards, money("0.05"));
    }

    /// What if there were a position in a market that the account never used?
    void aMarketNeverUsedIsAddedEmpty() {
        WholeRig rig;
        const auto view = rig.view();
        QVERIFY(view->positions.empty());
        risk::ViewExposure shown(*view, rig.infos);
        QCOMPARE(shown.indexOf(MarketId(1)), -1);
        MarketStanding standing;
        standing.openInterestValue = Money::of(500'000);
        standing.netUnsettledPnl = Money::of(3);
        const std::size_t index =
            shown.with(rig.infos[1], {Price::of(101), Price::of(102), Price::of(101), false}, &standing);
        QCOMPARE(index, 0U);
        QCOMPARE(shown.with(rig.infos[1], {}, nullptr), 0U); // is there already
        const risk::PositionExposure& e = shown.exposure().positions[0];
        QCOMPARE(e.price, Price::of(102));
        QCOMPARE(e.openInterestValue, Money::of(500'000)); // its margin grows with it
        QCOMPARE(e.netUnsettledPnl, Money());              // its gains do not shrink
        QVERIFY(risk::poolOf(*view, MarketId(1)) == kCrossPool);
        fill(rig);
        QVERIFY(risk::poolOf(*rig.view(), MarketId(1)) == (PoolId{true, MarketId(1)}));
    }

    /// The ranks of a side are made anew once a second, not with every look.
    void deleveragingIsRankedOnceASecond() {
        WholeRig rig;
        rig.trade(MarketId(0), Side::Buy, Quantity::of(10), Price::of(100));
        QCOMPARE(rig.view(1)->positions[0].deleverageQuintile, 5);
        rig.trade(MarketId(0), Side::Sell, Quantity::of(20), Price::of(100));
        QCOMPARE(rig.view(2)->positions[0].deleverageQuintile, 5); // now short: another side, ranked at once
        rig.trade(MarketId(0), Side::Buy, Quantity::of(10), Price::of(100));
        QCOMPARE(rig.view(3)->positions[0].deleverageQuintile, 0);
    }

    void marketsStandAsTheExchangeSays() {
        WholeRig rig;
        rig.trade(MarketId(0), Side::Buy, Quantity::of(10), Price::of(100));
        const auto& state = rig.exchange.state();
        const MarketStanding standing = standingOf(state, *state.market(MarketId(0)));
        QCOMPARE(standing.openInterest, Quantity::of(10));
        QCOMPARE(standing.openInterestValue, Money::of(1'000));
        QCOMPARE(standing.longAccounts, 1U);
        QCOMPARE(standing.shortAccounts, 1U);
        QCOMPARE(standing.longInterest, standing.shortInterest);
        QCOMPARE(standing.oracle.status, OracleStatus::Valid);
        QCOMPARE(standing.oracle.source, OracleSource::Primary);
        QCOMPARE(standing.oracle.price, Price::of(100));
        QCOMPARE(standing.oracle.sources.size(), 1U);
        QVERIFY(!standing.funding.charged);
        QVERIFY(standing.markSources.external);
        const auto assets = assetsOf(state);
        QCOMPARE(assets.size(), 2U);
        QCOMPARE(assets[0].value, Money::of(1'010'000));
        QCOMPARE(assets[1].price, Price::of(100));
    }
};
QD_TEST(TestAccountViews);
#include "TestAccountViews.moc"
