#include "core/domain/Slots.h"
#include "core/engine/exchange/Volumes.h"
#include "core/engine/risk/Margin.h"
#include "core/engine/risk/Preview.h"
#include "tests/engine/DebtorRig.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;
constexpr Side kSell = Side::Sell;

/// `a` was brought by the owner of `friendly`. 5 bp for the taker, 1 bp to the maker.
struct ReferralRig : ExchangeRig {
    AccountId a = addAccount();
    AccountId maker = addAccount();
    AccountId friendly = addAccount(Money{});

    explicit ReferralRig(MarketParams market = solMarket()) : ExchangeRig(std::move(market)) { name(a, friendly); }

    RejectCode name(AccountId who, AccountId referrer) { return name(account(who).master, account(referrer).master); }
    RejectCode name(MasterId who, MasterId referrer) {
        send(SetReferrer{who, referrer});
        return rejection();
    }
    void offer(const char* at, Quantity size) { place(maker, limit(kSell, price(at), size)); }
    void bid(const char* at, Quantity size) { place(maker, limit(kBuy, price(at), size)); }
    [[nodiscard]] OrderFilled fillOf(AccountId who) const {
        for (const OrderFilled& e : all<OrderFilled>()) {
            if (e.account == who) return e;
        }
        return {};
    }
    [[nodiscard]] Money rewards() const { return account(friendly).referralRewards; }
    [[nodiscard]] Money settled(AccountId who) const { return account(who).find(MarketId(0))->settled; }
    /// 100 SOL at 100: 5 of fee, of which 0.50 is let off and 0.50 handed on.
    void expectOneHundred() const {
        QCOMPARE(fillOf(a).role, LiquidityRole::Taker);
        QCOMPARE(fillOf(a).fee, money("4.5"));
        QCOMPARE(fillOf(a).discount, money("0.5"));
        QCOMPARE(fillOf(a).reward, money("0.5"));
        QCOMPARE(rewards(), money("0.5"));
        QCOMPARE(account(friendly).quote(), money("0.5"));
        QCOMPARE(QString::fromStdString(auditProblem()), QString());
    }
    /// What a restart makes of it.
    void restart() {
        ByteWriter out;
        exchange.save(out);
        auto copy = exchange::Exchange::load(out.take(), exchange::Options{.maxOrdersPerMarket = 1U << 14U});
        QVERIFY(copy.has_value());
        QCOMPARE(copy->hash(), exchange.hash());
        exchange = std::move(*copy);
    }
};

} // namespace

class TestReferrals : public QObject {
    Q_OBJECT
  private slots:
    // ---- naming

    void onceAndForAll() {
        ReferralRig rig;
        QCOMPARE(rig.all<ReferrerNamed>().size(), 1U);
        QCOMPARE(rig.all<ReferrerNamed>()[0].referrer, rig.account(rig.friendly).master);
        QCOMPARE(rig.name(rig.a, rig.maker), RejectCode::ReferrerKept);
        QCOMPARE(rig.name(rig.a, rig.friendly), RejectCode::ReferrerKept);
        QVERIFY(rig.account(rig.a).referred);
        QCOMPARE(rig.account(rig.a).referrer, rig.friendly);
    }
    void refusals_data() {
        QTest::addColumn<int>("who");
        QTest::addColumn<int>("referrer");
        QTest::addColumn<int>("code");
        QTest::newRow("nobody names") << 77 << 2 << int(RejectCode::UnknownAccount);
        QTest::newRow("nobody is named") << 1 << 77 << int(RejectCode::UnknownReferrer);
        QTest::newRow("oneself") << 1 << 1 << int(RejectCode::SelfReferral);
        QTest::newRow("one whose first account is closed") << 1 << 3 << int(RejectCode::UnknownReferrer);
    }
    void refusals() {
        QFETCH(int, who);
        QFETCH(int, referrer);
        ReferralRig rig;
        const AccountId gone = rig.addAccount(Money{});
        (void)rig.addAccount(Money{}, gone.value()); // a second one that stays
        rig.send(CloseAccount{gone});
        const auto code =
            rig.name(MasterId(static_cast<std::uint32_t>(who)), MasterId(static_cast<std::uint32_t>(referrer)));
        QTEST(int(code), "code");
        QVERIFY(!rig.account(rig.maker).referred);
    }
    /// Two may bring each other: each only hands on what it would have been let off.
    void ringsTakeNothing() {
        ReferralRig rig;
        QCOMPARE(rig.name(rig.friendly, rig.a), RejectCode::None);
        rig.send(Deposit{rig.friendly, Amount(Money::of(100'000).raw())});
        rig.trade(rig.friendly, rig.maker, price("100"), Quantity::of(100));
        QCOMPARE(rig.account(rig.a).referralRewards, money("0.5"));
        QCOMPARE(rig.auditProblem(), "");
    }
    void anAccountOpenedLaterHasTheReferrerToo() {
        ReferralRig rig;
        const AccountId sub = rig.addAccount(Money::of(1'000'000), rig.a.value());
        rig.trade(sub, rig.maker, price("100"), Quantity::of(100));
        QCOMPARE(rig.fillOf(sub).reward, money("0.5"));
        QCOMPARE(rig.rewards(), money("0.5"));
    }
    /// Rewards go to sub-account 0, whichever account was opened last.
    void rewardsGoToTheFirstAccount() {
        ReferralRig rig;
        const AccountId second = rig.addAccount(Money::of(5), rig.friendly.value());
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(100));
        rig.expectOneHundred();
        QCOMPARE(rig.account(second).quote(), Money::of(5));
    }

    // ---- one fill

    /// 10,000 of quote: 5 of fee, 4.50 paid, 1 to the maker, 0.50 to the referrer, 3 stay with the market.
    void aFillIsShared() {
        ReferralRig rig;
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(100));
        rig.expectOneHundred();
        QCOMPARE(rig.fillOf(rig.maker).fee, Money::of(-1));
        QCOMPARE(rig.fillOf(rig.maker).discount, Money{});
        QCOMPARE(rig.market().feePool, Money::of(3));
        // The taker's loss is the whole fee; what was handed on of it is settled.
        QCOMPARE(rig.position(rig.a).quote, money("-10004"));
        QCOMPARE(rig.settled(rig.a), money("-0.5"));
        QCOMPARE(rig.position(rig.a).breakEven, money("-10004.5"));
        QCOMPARE(rig.account(rig.a).quote(), money("999999.5"));
    }
    void bothSidesArePosted() {
        ReferralRig rig;
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(100));
        const auto posted = rig.all<LedgerPosted>();
        QCOMPARE(posted.size(), 2U);
        QCOMPARE(posted[0].account, rig.a);
        QCOMPARE(posted[0].kind, PostingKind::ReferralFee);
        QCOMPARE(posted[0].amount, Amount(-500'000));
        QCOMPARE(posted[0].balance, Amount(999'999'500'000));
        QCOMPARE(posted[0].other, rig.friendly);
        QVERIFY(!posted[0].isolated);
        QCOMPARE(posted[1].account, rig.friendly);
        QCOMPARE(posted[1].kind, PostingKind::ReferralReward);
        QCOMPARE(posted[1].amount, Amount(500'000));
        QCOMPARE(posted[1].balance, Amount(500'000));
        QCOMPARE(posted[1].other, rig.a);
        QCOMPARE(posted[1].market, MarketId(0));
    }
    /// Down: of a fee of 0.000499 it is 0.000049, and of 0.000009 nothing.
    void aTenthIsRoundedDown() {
        ReferralRig rig;
        rig.trade(rig.a, rig.maker, price("99.7"), quantity("0.01"));
        QCOMPARE(rig.fillOf(rig.a).fee, money("0.00045"));
        QCOMPARE(rig.fillOf(rig.a).discount, money("0.000049"));
        QCOMPARE(rig.rewards(), money("0.000049"));
        MarketParams cheap = solMarket();
        cheap.takerFee = Rate(9);
        cheap.makerRebate = Rate(0);
        ReferralRig other(cheap);
        other.trade(other.a, other.maker, price("100"), quantity("0.01"));
        QCOMPARE(other.fillOf(other.a).fee, money("0.000009"));
        QCOMPARE(other.fillOf(other.a).reward, Money{});
        QVERIFY(other.all<LedgerPosted>().empty());
        QCOMPARE(other.auditProblem(), "");
    }
    void aMakerPaysNothing() {
        ReferralRig rig;
        rig.trade(rig.maker, rig.a, price("100"), Quantity::of(100));
        QCOMPARE(rig.fillOf(rig.a).fee, Money::of(-1));
        QCOMPARE(rig.rewards(), Money{});
        QCOMPARE(rig.market().feePool, Money::of(4));
    }
    void theFeeTierComesFirst() {
        ReferralRig rig;
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(20'000)); // 2 M: 90 % from tomorrow on
        rig.later(kNanosPerDay);
        rig.setPrice(MarketId(0), price("100"));
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(100));
        QCOMPARE(rig.fillOf(rig.a).fee, money("4.05"));
        QCOMPARE(rig.fillOf(rig.a).reward, money("0.45"));
    }
    /// 125 is just enough for a rebate of 100 when a fifth leaves; of less there is neither discount nor reward.
    void theMarketNeverPays_data() {
        QTest::addColumn<int>("taker");
        QTest::addColumn<bool>("referred");
        QTest::newRow("enough") << 125 << true;
        QTest::newRow("a millionth less") << 124 << false;
        QTest::newRow("the rebate alone") << 100 << false;
    }
    void theMarketNeverPays() {
        QFETCH(int, taker);
        QFETCH(bool, referred);
        MarketParams market = solMarket();
        market.takerFee = Rate(taker);
        ReferralRig rig(market);
        for (const char* size : {"0.01", "0.37", "3.33", "99.99"}) {
            rig.trade(rig.a, rig.maker, price("99.97"), quantity(size));
            QCOMPARE(rig.fillOf(rig.a).discount, rig.fillOf(rig.a).reward);
        }
        QCOMPARE(!rig.rewards().isZero(), referred);
        QVERIFY(rig.market().feePool.raw() >= 0);
        QCOMPARE(rig.auditProblem(), "");
    }
    void anIsolatedPoolPaysItsOwn() {
        ReferralRig rig;
        rig.send(SetMarginMode{rig.a, MarketId(0), true});
        rig.send(MoveIsolatedMargin{rig.a, MarketId(0), Money::of(5'000)});
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(100));
        rig.expectOneHundred();
        QCOMPARE(rig.account(rig.a).find(MarketId(0))->isolatedMargin, money("4999.5"));
        QCOMPARE(rig.account(rig.a).quote(), Money::of(995'000));
        QVERIFY(rig.all<LedgerPosted>()[0].isolated);
        QCOMPARE(rig.all<LedgerPosted>()[0].balance, Amount(4'999'500'000));
    }
    /// Nobody gets the reward through a closed account: the market keeps it, and the discount stays.
    void aClosedReferrerGetsNothing() {
        ReferralRig rig;
        rig.send(CloseAccount{rig.friendly});
        QCOMPARE(rig.rejection(), RejectCode::None);
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(100));
        QCOMPARE(rig.fillOf(rig.a).fee, money("4.5"));
        QCOMPARE(rig.fillOf(rig.a).discount, money("0.5"));
        QCOMPARE(rig.fillOf(rig.a).reward, Money{});
        QCOMPARE(rig.market().feePool, money("3.5"));
        QVERIFY(rig.all<LedgerPosted>().empty());
        QCOMPARE(rig.auditProblem(), "");
    }
    /// Its settled loss and its fees are the same with and without one who is rewarded.
    void theAccountsWorthIsItsFees() {
        ReferralRig rig;
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(100));
        const exchange::ExposureOf exposure(rig.exchange.state(), rig.account(rig.a));
        QCOMPARE(*risk::equityOf(exposure.exposure()), money("999995.5"));
    }

    // ---- every way of taking

    void everyFillOfAnOrderIsOne() {
        ReferralRig rig;
        rig.offer("99.99", Quantity::of(40));
        rig.offer("100", Quantity::of(60));
        rig.place(rig.a, ExchangeRig::market(kBuy, Quantity::of(100)));
        QCOMPARE(rig.all<LedgerPosted>().size(), 4U);
        QCOMPARE(rig.rewards(), money("0.49998")); // a tenth of 1.9998 and of 3
        QCOMPARE(rig.auditProblem(), "");
    }
    void fromTheAuction() {
        ReferralRig rig;
        rig.place(rig.a, varied(ExchangeRig::limit(kBuy, price("100.5"), Quantity::of(100)),
                                [](OrderTerms& t) { t.auction.durationSlots = 10; }));
        rig.send(FillAuction{rig.maker, rig.a, OrderId(1), price("100"), Quantity::of(100)});
        rig.expectOneHundred();
    }
    void fromAStop() {
        ReferralRig rig;
        rig.place(rig.a, varied(ExchangeRig::market(kBuy, Quantity::of(100)), [](OrderTerms& t) {
                      t.trigger.kind = TriggerKind::Stop;
                      t.trigger.price = price("100.5");
                  }));
        rig.offer("100", Quantity::of(100));
        rig.setPrice(MarketId(0), price("100.5"));
        rig.expectOneHundred();
    }
    void fromTheChildrenOfATwap() {
        ReferralRig rig;
        rig.offer("100", Quantity::of(100));
        rig.place(rig.a, varied(ExchangeRig::market(kBuy, Quantity::of(100)),
                                [](OrderTerms& t) { t.twap = {60'000, 30'000}; }));
        QCOMPARE(rig.rewards(), money("0.25"));
        rig.later(30 * kNanosPerSecond);
        rig.send(AdvanceTime{});
        QCOMPARE(rig.rewards(), money("0.5"));
        QCOMPARE(rig.auditProblem(), "");
    }
    void onPaper() {
        ReferralRig rig(solMarket(MarketId(0), Liquidity::External));
        const std::vector<BookLevel> asks{{price("100"), Quantity::of(100)}};
        rig.send(UpdateDepth{MarketId(0), true, {}, asks}, Origin::Feed);
        rig.place(rig.a, ExchangeRig::market(kBuy, Quantity::of(100)));
        rig.expectOneHundred();
        // Met by a print its order makes, and pays nothing.
        rig.place(rig.a, ExchangeRig::limit(kBuy, price("99"), Quantity::of(1)));
        rig.send(PrintTrade{MarketId(0), price("98"), Quantity::of(5), kSell, 1}, Origin::Feed);
        QVERIFY(rig.fillOf(rig.a).fee.raw() < 0);
        QCOMPARE(rig.rewards(), money("0.5"));
        QCOMPARE(rig.auditProblem(), "");
    }
    /// A liquidation's order takes like any other: 28.78 SOL at 93.60 have a fee of 1.346904.
    void fromALiquidationInTheBook() {
        DebtorRig rig;
        const AccountId friendly = rig.addAccount(Money{});
        rig.send(SetReferrer{rig.account(rig.debtor).master, rig.account(friendly).master});
        rig.bid("93.6", Quantity::of(90));
        rig.at("93.6");
        QCOMPARE(rig.step(LiquidationStep::Book).size, quantity("28.78"));
        QCOMPARE(rig.account(friendly).quote(), money("0.13469"));
        QCOMPARE(rig.auditProblem(), "");
    }
    /// Taken over, nobody takes: the liquidator's fee is no taker's.
    void notFromATakeOver() {
        DebtorRig rig;
        const AccountId friendly = rig.addAccount(Money{});
        rig.send(SetReferrer{rig.account(rig.debtor).master, rig.account(friendly).master});
        rig.at("93.6");
        QCOMPARE(rig.take("100"), RejectCode::None);
        QCOMPARE(rig.account(friendly).quote(), Money{});
    }
    /// Fill-or-kill is rehearsed: what it would have handed on comes back.
    void aRehearsalLeavesNothing() {
        ReferralRig rig;
        rig.offer("100", Quantity::of(60));
        const OrderTerms whole = varied(ExchangeRig::limit(kBuy, price("100"), Quantity::of(100)),
                                        [](OrderTerms& t) { t.timeInForce = TimeInForce::FillOrKill; });
        rig.place(rig.a, whole);
        QCOMPARE(rig.closedAs(rig.a).value(), CloseReason::NotFillable);
        QCOMPARE(rig.rewards(), Money{});
        QCOMPARE(rig.account(rig.friendly).quote(), Money{});
        QCOMPARE(rig.account(rig.a).quote(), Money::of(1'000'000));
        QCOMPARE(rig.settled(rig.a), Money{});
        rig.offer("100", Quantity::of(40));
        rig.place(rig.a, whole);
        QCOMPARE(rig.rewards(), money("0.5"));
        QCOMPARE(rig.auditProblem(), "");
    }
    /// 100 offers that the account can carry 8 of: the fills after the first see the cash that has left.
    void aPoolTakesOnlyWhatItCarries() {
        ReferralRig rig;
        const AccountId poor = rig.addAccount(Money::of(100), 50);
        QCOMPARE(rig.name(MasterId(50), rig.account(rig.friendly).master), RejectCode::None);
        for (int i = 0; i < 30; ++i) rig.offer("109", Quantity::of(1)); // a loss of 9 each at the mark
        rig.place(poor, ExchangeRig::limit(kBuy, price("109"), quantity("9.9")));
        const auto fills = rig.all<OrderFilled>();
        QVERIFY(fills.size() > 2);
        const exchange::ExposureOf exposure(rig.exchange.state(), rig.account(poor));
        const auto totals = risk::marginTotals(exposure.exposure(), risk::MarginKind::Fill);
        QVERIFY(totals && totals->sufficient());
        QCOMPARE(rig.auditProblem(), "");
    }

    // ---- what remains

    void aRestartChangesNothing() {
        ReferralRig rig;
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(100));
        rig.restart();
        QCOMPARE(rig.rewards(), money("0.5"));
        QCOMPARE(rig.name(rig.a, rig.maker), RejectCode::ReferrerKept);
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(100));
        QCOMPARE(rig.rewards(), Money::of(1));
        QCOMPARE(rig.auditProblem(), "");
    }
    void theHashKnowsTheReferrer() {
        ReferralRig rig;
        ReferralRig other;
        QCOMPARE(rig.exchange.hash(), other.exchange.hash());
        QCOMPARE(rig.name(rig.maker, rig.a), RejectCode::None);
        QCOMPARE(other.name(other.maker, other.friendly), RejectCode::None);
        QVERIFY(!(rig.exchange.hash() == other.exchange.hash()));
    }
    /// The terminal says before the click what the exchange takes.
    void thePreviewKnowsTheReferrer() {
        ReferralRig rig;
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(1));
        const exchange::MarketState& market = rig.market();
        const exchange::ExposureOf exposure(rig.exchange.state(), rig.account(rig.a));
        risk::PreviewAccount account;
        account.collateral = rig.account(rig.a).quote();
        account.positions.assign(exposure.exposure().positions.begin(), exposure.exposure().positions.end());
        account.position = rig.position(rig.a);
        account.taker = exchange::takerTermsOf(rig.exchange.state(), rig.account(rig.a));
        const OrderTerms terms = ExchangeRig::limit(kBuy, price("100"), Quantity::of(100));
        const auto expected = risk::previewAtLimit({market.params, market.status, market.prices}, account, terms);
        QVERIFY(expected && *expected);
        QCOMPARE((*expected)->fee, money("4.5"));
        rig.trade(rig.a, rig.maker, price("100"), Quantity::of(100));
        QCOMPARE(rig.fillOf(rig.a).fee, (*expected)->fee);
        // The reward has left the pool there too.
        QCOMPARE((*expected)->collateral, rig.account(rig.a).quote());
        QCOMPARE((*expected)->position, rig.position(rig.a));
    }
};
QD_TEST(TestReferrals);
#include "TestReferrals.moc"
