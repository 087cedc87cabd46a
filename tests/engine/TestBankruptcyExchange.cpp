#include "core/engine/exchange/Deleverage.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;
constexpr Side kSell = Side::Sell;

/// 1,000 deposited, 60 SOL bought at 100 of a rich and 30 of a poorer winner, for 4.50 of fees of which the market
/// keeps 3.60. At 85 the loss is 1,350: 354.50 more than there is.
struct BankruptRig : ExchangeRig {
    AccountId rich = addAccount();
    AccountId poorer = addAccount(Money::of(1'000));
    AccountId bankrupt = addAccount(Money::of(1'000));
    explicit BankruptRig(MarketTier tier = MarketTier::A) : ExchangeRig(tiered(tier)) {
        trade(bankrupt, rich, price("100"), Quantity::of(60));
        trade(bankrupt, poorer, price("100"), Quantity::of(30));
    }
    static MarketParams tiered(MarketTier tier) {
        MarketParams p = solMarket();
        p.tier = tier;
        return p;
    }
    void at(const char* mark) { setPrice(MarketId(0), price(mark)); }
    /// Somebody has put so much into the insurance fund.
    AccountId insure(std::int64_t dollars) {
        const AccountId staker = addAccount(Money::of(dollars));
        send(StakeInsurance{staker, Money::of(dollars)});
        return staker;
    }
    /// The bankrupt account sells everything at 85 while nobody may be liquidated: its debt is left, without a
    /// position.
    AccountId closeAtALoss() {
        const AccountId buyer = addAccount();
        send(SetPausedOperations{MarketId(0), paused::kLiquidation});
        at("85");
        place(buyer, limit(kBuy, price("85"), Quantity::of(90)));
        place(bankrupt, limit(kSell, price("85"), Quantity::of(90)));
        send(SetPausedOperations{MarketId(0), 0});
        return buyer;
    }
    [[nodiscard]] std::int64_t worth(AccountId id) const {
        return account(id).quote().raw() + position(id).quote.raw() +
               position(id).base.raw() / 1'000 * market().prices.mark.raw() / 1'000'000;
    }
    /// The last step.
    [[nodiscard]] LiquidationStepped stepped() const {
        const auto found = all<LiquidationStepped>();
        return found.empty() ? LiquidationStepped{} : found.back();
    }
    [[nodiscard]] BankruptcyResolved resolved() const {
        const auto found = all<BankruptcyResolved>();
        return found.empty() ? BankruptcyResolved{} : found.front();
    }
};

} // namespace

class TestBankruptcyExchange : public QObject {
    Q_OBJECT
  private slots:
    /// The market's fees pay 3.60 of it and nobody the rest: closed at 90 * 85 + 350.90 = 8,000.90 against the winners,
    /// the one with more leverage first.
    void isClosedAgainstTheMostProfitable() {
        BankruptRig rig;
        rig.place(rig.poorer, ExchangeRig::limit(kSell, price("109"), Quantity::of(1)));
        rig.at("85");
        const auto parts = rig.all<Deleveraged>();
        QCOMPARE(parts.size(), 4U); // both sides of two
        QCOMPARE(parts[0].account, rig.bankrupt);
        QCOMPARE(parts[1].account, rig.poorer);
        QCOMPARE(parts[1].size, Quantity::of(30));
        QCOMPARE(parts[1].side, kBuy);
        QCOMPARE(parts[1].quote, money("2666.966666")); // a third, down
        QCOMPARE(parts[1].price, price("88.898888"));
        QCOMPARE(parts[1].position, Quantity(0));
        QCOMPARE(parts[3].account, rig.rich);
        QCOMPARE(parts[3].quote, money("5333.933334"));
        QCOMPARE(rig.closedAs(rig.poorer).value(), CloseReason::Liquidation); // its order in this market
        QCOMPARE(rig.all<LiquidationEnded>().front().end, LiquidationEnd::Bankrupt);
        QCOMPARE(rig.worth(rig.bankrupt), 0);
        QCOMPARE(rig.stepped().step, LiquidationStep::Deleveraged);
        QCOMPARE(rig.stepped().realised, money("-999.1")); // bought for 9,000, as its two parts say
        QCOMPARE(parts[0].realised.raw() + parts[2].realised.raw(), rig.stepped().realised.raw());
        QCOMPARE(rig.stepped().position, Quantity(0));
        QCOMPARE(rig.all<BankruptcyResolved>().size(), 1U); // afterwards nothing is left to be covered
        QCOMPARE(rig.resolved().loss, money("354.5"));
        QCOMPARE(rig.resolved().fromFees, money("3.6"));
        QCOMPARE(rig.resolved().socialised, Money(0));
        QCOMPARE(rig.market().openInterest, Quantity(0));
        QCOMPARE(rig.auditProblem(), "");
    }

    /// The mark may stand beside the index: what is closed leaves nothing, neither debt nor gain.
    void isClosedAtWhatLeavesNothing() {
        BankruptRig rig;
        rig.send(SetPrices{MarketId(0), price("86"), price("85"), false});
        QVERIFY(!rig.all<Deleveraged>().empty());
        QVERIFY(rig.position(rig.bankrupt).base.isZero());
        QCOMPARE(rig.worth(rig.bankrupt), 0);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// Short 10 of a market whose mark runs away from its index, long 1 of another: at the index the pool is worth more
    /// than it holds, and pays to be rid of what it sells. Whoever adds up the events comes to the same position.
    void aSaleMayCostTheSeller() {
        ExchangeRig rig;
        rig.addMarket(solMarket(MarketId(1)));
        const AccountId maker = rig.addAccount();
        const AccountId bankrupt = rig.addAccount(Money::of(3'000));
        rig.trade(maker, bankrupt, price("100"), Quantity::of(10));
        rig.trade(bankrupt, maker, price("100"), Quantity::of(1), MarketId(1));
        rig.send(SetPrices{MarketId(0), price("100"), price("500"), false});
        const auto parts = rig.all<Deleveraged>();
        QCOMPARE(parts.size(), 4U);
        const auto sold = std::ranges::find_if(
            parts, [&](const Deleveraged& e) { return e.account == bankrupt && e.market == MarketId(1); });
        QVERIFY(sold != parts.end());
        QCOMPARE(sold->side, kSell);
        QVERIFY(sold->quote.raw() < 0 && sold->price.raw() < 0);
        for (const Deleveraged& e : parts) {
            const auto& p = rig.position(e.account, e.market);
            const std::int64_t before = e.market == MarketId(1) ? Money::of(100).raw() : Money::of(1'000).raw();
            const bool seller = e.side == kSell;
            // Bought or sold before for `before`, less the fees of the maker's and the taker's side, which stand apart.
            const std::int64_t expected = (seller ? -before : before) + (seller ? e.quote.raw() : -e.quote.raw());
            QVERIFY(std::abs(p.quote.raw() - expected) <= Money(1'000'000).raw());
        }
        QCOMPARE(rig.auditProblem(), "");
    }

    void showsHowNearEachIsToBeingReduced() {
        BankruptRig rig;
        rig.at("95");
        const auto ranks = exchange::deleverageRanks(rig.exchange.state(), rig.market(), kSell);
        QCOMPARE(ranks.size(), 2U);
        QCOMPARE(ranks[0].account, rig.poorer);
        QCOMPARE(ranks[0].quintile, 5);
        QVERIFY(ranks[1].quintile < 5);
    }

    /// With a backstop and an insurance fund: fees first (3.60), then insurance (350.90); nobody else feels it.
    void isPaidByFeesAndInsurance() {
        BankruptRig rig;
        rig.insure(10'000);
        const AccountId backstop = rig.addAccount(Money::of(100'000));
        rig.send(SetBackstop{backstop});
        rig.at("85");
        const BankruptcyResolved told = rig.resolved();
        QCOMPARE(told.account, rig.bankrupt);
        QCOMPARE(told.loss, money("354.5"));
        QCOMPARE(told.fromFees, money("3.6"));
        QCOMPARE(told.fromInsurance, money("350.9"));
        QCOMPARE(told.socialised, Money(0));
        QCOMPARE(rig.exchange.state().insurance.vault, money("9649.1"));
        QCOMPARE(rig.market().pnlPool, money("350.9"));
        QCOMPARE(rig.market().feePool, Money(0));
        QCOMPARE(rig.worth(rig.bankrupt), 0);
        QCOMPARE(rig.stepped().step, LiquidationStep::Backstop);
        QCOMPARE(rig.stepped().realised, Money::of(-1'350)); // 90 bought at 100, at the index of 85
        QCOMPARE(rig.stepped().position, Quantity(0));
        QCOMPARE(rig.position(backstop).base, Quantity::of(90));
        QCOMPARE(rig.worth(backstop), Money::of(100'000).raw()); // neither gained nor lost
        QCOMPARE(rig.position(rig.poorer).base, Quantity::of(-30));
        QCOMPARE(rig.all<LiquidationEnded>().front().end, LiquidationEnd::Bankrupt);
        QCOMPARE(rig.auditProblem(), "");
    }

    void insuranceDoesNotPayForSpeculation_data() {
        QTest::addColumn<int>("tier");
        QTest::addColumn<int>("staked");
        QTest::addColumn<int>("paid");
        QTest::newRow("a tier it does not cover") << int(MarketTier::Speculative) << 10'000 << 0;
        QTest::newRow("a fund too small") << int(MarketTier::A) << 300 << 300;
    }
    /// Then the pool is closed against the others, backstop or not, after the fund has paid what it may.
    void insuranceDoesNotPayForSpeculation() {
        QFETCH(int, tier);
        QFETCH(int, staked);
        QFETCH(int, paid);
        BankruptRig rig{MarketTier(tier)};
        rig.insure(staked);
        rig.send(SetBackstop{rig.addAccount(Money::of(100'000))});
        rig.at("85");
        QCOMPARE(rig.all<Deleveraged>().size(), 4U);
        QCOMPARE(rig.exchange.state().insurance.vault, Money::of(staked - paid));
        QCOMPARE(rig.resolved().fromInsurance, Money::of(paid));
        QCOMPARE(rig.worth(rig.bankrupt), 0);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// Closed out already, in debt for 1,000 - 4.50 - 1,350 - 3.825 = -358.325. The market's fees pay 6.66 of it (3.60,
    /// and 3.06 of that last trade), the rest is everybody's: ceil(351.665 / 180) = 1.953695 a SOL, long or short.
    void aDebtWithoutAPositionIsEverybodys() {
        BankruptRig rig;
        const AccountId buyer = rig.closeAtALoss();
        QCOMPARE(rig.worth(rig.bankrupt), money("-358.325").raw());
        rig.at("85");
        const BankruptcyResolved told = rig.resolved();
        QCOMPARE(told.loss, money("358.325"));
        QCOMPARE(told.fromFees, money("6.66"));
        QCOMPARE(told.fromInsurance, Money(0));
        QCOMPARE(told.socialised, money("351.665"));
        QCOMPARE(rig.market().fundingIndexLong, FundingIndex(1'953'695'000));
        QCOMPARE(rig.market().fundingIndexShort, FundingIndex(-1'953'695'000));
        QCOMPARE(rig.account(buyer).find(MarketId(0))->fundingPaid, money("175.83255"));
        QCOMPARE(rig.account(rig.rich).find(MarketId(0))->fundingPaid, money("117.2217"));
        QCOMPARE(rig.account(rig.poorer).find(MarketId(0))->fundingPaid, money("58.61085"));
        QCOMPARE(rig.market().feePool, Money(100)); // what rounding up left
        QCOMPARE(rig.worth(rig.bankrupt), 0);
        QCOMPARE(rig.all<LiquidationEnded>().front().end, LiquidationEnd::Bankrupt);
        QCOMPARE(rig.auditProblem(), "");
        // And it is over.
        rig.at("85");
        QVERIFY(rig.all<LiquidationStarted>().empty());
    }

    /// The same with insurance before everybody else.
    void insurancePaysBeforeEverybody() {
        BankruptRig rig;
        rig.insure(300);
        rig.closeAtALoss();
        rig.at("85");
        QCOMPARE(rig.resolved().fromInsurance, money("300"));
        QCOMPARE(rig.resolved().socialised, money("51.665"));
        QCOMPARE(rig.exchange.state().insurance.vault, Money(0));
        QCOMPARE(rig.auditProblem(), "");
    }

    /// A debt in the deposit itself, beside another asset: without a backstop it waits; the backstop takes both.
    void aDebtBesideAnotherAssetIsTheBackstops() {
        ExchangeRig rig;
        rig.send(CreateOracle{steadyOracle(OracleId(1))});
        AssetParams sol;
        sol.id = AssetId(1);
        sol.symbol = "SOL";
        sol.oracle = OracleId(1);
        rig.send(CreateAsset{sol});
        rig.send(ReportPrice{{OracleId(1), 0, price("100"), Price{}, rig.now, true}});
        const AccountId winner = rig.addAccount();
        const AccountId a = rig.addAccount(Money{});
        rig.send(Deposit{a, Amount(10'000'000), AssetId(1)}); // worth 1,000
        rig.trade(a, winner, price("100"), Quantity::of(50));
        rig.settleAt(MarketId(0), price("90"));
        rig.trade(winner, a, price("90"), Quantity::of(50)); // 500 lost, and 2.05 of fees
        rig.send(SettlePnl{a, MarketId(0)});
        QVERIFY(rig.account(a).quote().raw() < 0);
        for (const char* at : {"91", "82", "74", "67", "61", "55", "50", "46"}) {
            rig.later(300 * kNanosPerSecond);
            rig.send(ReportPrice{{OracleId(1), 0, price(at), Price{}, rig.now, true}});
        }
        QVERIFY(rig.account(a).risk.beingLiquidated); // 460 against 502.05
        const AccountId backstop = rig.addAccount(Money::of(10'000));
        rig.send(SetBackstop{backstop});
        const AccountId staker = rig.addAccount(Money::of(1'000));
        rig.send(StakeInsurance{staker, Money::of(1'000)});
        rig.setPrice(MarketId(0), price("90"));
        QVERIFY(!rig.account(a).risk.beingLiquidated);
        QCOMPARE(rig.account(a).quote(), Money(0));
        QCOMPARE(rig.account(a).balances[1], Amount(0));
        QCOMPARE(rig.account(backstop).balances[1], Amount(10'000'000));
        QCOMPARE(rig.all<LiquidationEnded>().front().end, LiquidationEnd::Bankrupt);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// Nobody has anything to pay with: the debt stays a debt, the pool stays in liquidation, and once somebody trades
    /// his fees go to it.
    void aDebtNobodyCanPayWaits() {
        BankruptRig rig;
        const AccountId buyer = rig.closeAtALoss();
        rig.trade(rig.rich, buyer, price("85"), Quantity::of(60));
        rig.trade(rig.poorer, buyer, price("85"), Quantity::of(30));
        const Money fees = rig.market().feePool;
        rig.at("85");
        QCOMPARE(rig.resolved().fromFees, fees);
        QCOMPARE(rig.resolved().socialised, Money(0));
        QVERIFY(rig.account(rig.bankrupt).risk.beingLiquidated);
        rig.at("85");
        QVERIFY(rig.all<BankruptcyResolved>().empty()); // nothing new to tell
        rig.trade(rig.rich, buyer, price("85"), Quantity::of(1));
        rig.at("85");
        QVERIFY(rig.resolved().fromFees.raw() > 0);
        QVERIFY(rig.resolved().socialised.raw() > 0);
        QVERIFY(!rig.account(rig.bankrupt).risk.beingLiquidated);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// A backstop does not take over a debt that nobody is there to share.
    void aDebtNobodyCanPayIsNotTheBackstops() {
        BankruptRig rig;
        const AccountId buyer = rig.closeAtALoss();
        rig.trade(rig.rich, buyer, price("85"), Quantity::of(60));
        rig.trade(rig.poorer, buyer, price("85"), Quantity::of(30));
        const AccountId backstop = rig.addAccount(Money::of(100'000));
        rig.send(SetBackstop{backstop});
        rig.at("85");
        QVERIFY(rig.account(rig.bankrupt).risk.beingLiquidated);
        QCOMPARE(rig.worth(backstop), Money::of(100'000).raw());
        rig.trade(rig.rich, buyer, price("85"), Quantity::of(10));
        rig.at("85");
        QVERIFY(!rig.account(rig.bankrupt).risk.beingLiquidated);
        QCOMPARE(rig.worth(rig.bankrupt), 0);
        QCOMPARE(rig.worth(backstop), Money::of(100'000).raw());
        QCOMPARE(rig.auditProblem(), "");
    }

    // ---- the end of a market

    void aSettledMarketClosesEverything() {
        BankruptRig rig;
        rig.place(rig.rich, ExchangeRig::limit(kBuy, price("95"), Quantity::of(1)));
        rig.send(SetMarketStatus{MarketId(0), MarketStatus::Settlement, price("104")});
        QCOMPARE(rig.all<PositionSettled>().size(), 3U);
        QCOMPARE(rig.closedAs(rig.rich).value(), CloseReason::MarketClosed);
        QCOMPARE(rig.market().openInterest, Quantity(0));
        QCOMPARE(rig.worth(rig.bankrupt), money("1355.5").raw()); // 360 gained
        rig.place(rig.rich, ExchangeRig::limit(kBuy, price("95"), Quantity::of(1)));
        QCOMPARE(rig.rejection(), RejectCode::MarketPaused);
        // Losses are settled first: gains are paid from them. No price is asked for any more.
        rig.send(ReportPrice{{OracleId(0), 0, Price(0), Price{}, rig.now, true}});
        rig.send(SettlePnl{rig.bankrupt, MarketId(0)});
        QCOMPARE(rig.rejection(), RejectCode::PnlPoolEmpty);
        rig.send(SettlePnl{rig.rich, MarketId(0)});
        rig.send(SettlePnl{rig.poorer, MarketId(0)});
        rig.send(SettlePnl{rig.bankrupt, MarketId(0)});
        QCOMPARE(rig.account(rig.bankrupt).quote(), money("1355.5"));
        rig.send(SettlePnl{rig.bankrupt, MarketId(0)});
        QCOMPARE(rig.rejection(), RejectCode::NothingToSettle);
        rig.send(SetMarketStatus{MarketId(0), MarketStatus::Delisted, {}});
        QCOMPARE(rig.rejection(), RejectCode::None);
        QCOMPARE(rig.auditProblem(), "");
    }

    void statusesAreRefused() {
        BankruptRig rig;
        const auto set = [&](MarketStatus status, const char* at) {
            rig.send(SetMarketStatus{MarketId(0), status, price(at)});
            return rig.rejection();
        };
        QCOMPARE(set(MarketStatus::Delisted, "0"), RejectCode::InvalidParameters); // not settled yet
        QCOMPARE(set(MarketStatus::Settlement, "0"), RejectCode::InvalidParameters);
        QCOMPARE(set(MarketStatus::Settlement, "1000.01"), RejectCode::InvalidParameters);
        QCOMPARE(set(MarketStatus::Paused, "100"), RejectCode::InvalidParameters);
        QCOMPARE(set(MarketStatus::Settlement, "100"), RejectCode::None);
        QCOMPARE(set(MarketStatus::Active, "0"), RejectCode::InvalidParameters); // no way back
        rig.send(SetPausedOperations{MarketId(0), 16});
        QCOMPARE(rig.rejection(), RejectCode::InvalidParameters);
    }

    /// Its liquidation ends with the market; what is left can leave.
    void settlementEndsALiquidation() {
        BankruptRig rig;
        rig.at("93.6"); // 419.50 of 421.20
        QVERIFY(rig.account(rig.bankrupt).risk.beingLiquidated);
        rig.send(SetMarketStatus{MarketId(0), MarketStatus::Settlement, price("94")});
        QVERIFY(!rig.account(rig.bankrupt).risk.beingLiquidated);
        rig.send(SettlePnl{rig.bankrupt, MarketId(0)});
        QCOMPARE(rig.account(rig.bankrupt).quote(), money("455.5"));
        rig.send(Withdraw{rig.bankrupt, Amount(money("455.5").raw())});
        QCOMPARE(rig.rejection(), RejectCode::None);
    }
};
QD_TEST(TestBankruptcyExchange);
#include "TestBankruptcyExchange.moc"
