#include "tests/engine/DebtorRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::test;

namespace {

constexpr Side kBuy = Side::Buy;
constexpr Side kSell = Side::Sell;

} // namespace

class TestExchangeLiquidation : public QObject {
    Q_OBJECT
  private slots:
    void beginsBelowMaintenanceAndCancelsWhatOpens() {
        DebtorRig rig;
        rig.place(rig.debtor, ExchangeRig::limit(kBuy, price("91"), quantity("0.1"))); // order 2
        rig.place(rig.debtor, varied(ExchangeRig::limit(kSell, price("109"), Quantity::of(5)),
                                     [](OrderTerms& t) { t.reduceOnly = true; })); // order 3
        rig.at("93.7");
        QVERIFY(!rig.liquidated()); // 428.50 of 90.1 * 93.70 * 5 % = 422.12 and two cents
        rig.at("93.6");
        QVERIFY(rig.liquidated());
        const LiquidationStarted started = rig.all<LiquidationStarted>().front();
        QCOMPARE(started.collateral, money("419.5"));
        QCOMPARE(started.requirement, money("421.688")); // 90.1 * 93.60 * 5 % and two cents
        QCOMPARE(rig.all<OrderClosed>().front().order, OrderId(2));
        QCOMPARE(rig.all<OrderClosed>().front().reason, CloseReason::Liquidation);
        QVERIFY(rig.order(rig.debtor, 3) != nullptr);
        QCOMPARE(rig.step(LiquidationStep::OrdersCancelled).account, rig.debtor);
        // Nothing may be opened or leave; what reduces may be placed.
        rig.place(rig.debtor, ExchangeRig::limit(kBuy, price("91"), quantity("0.1")));
        QCOMPARE(rig.rejection(), RejectCode::BeingLiquidated);
        rig.send(Withdraw{rig.debtor, Amount(1)});
        QCOMPARE(rig.rejection(), RejectCode::BeingLiquidated);
        rig.place(rig.debtor, ExchangeRig::limit(kSell, price("95"), Quantity::of(5)));
        QCOMPARE(rig.rejection(), RejectCode::None);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// A pool leaves its liquidation when it has the buffer again, here by a deposit.
    void endsWhenTheBufferIsReached() {
        DebtorRig rig;
        rig.send(Deposit{rig.debtor, Amount(Money::of(181).raw())});
        rig.place(rig.debtor, ExchangeRig::limit(kBuy, price("91"), Quantity::of(20)));
        rig.at("92"); // 456.50 of 110 * 92 * 5 % = 506
        QCOMPARE(rig.all<LiquidationStarted>().size(), 1U);
        QVERIFY(rig.liquidated()); // without the order 456.50 of 414, but not of the buffered 579.60
        rig.send(Deposit{rig.debtor, Amount(Money::of(200).raw())});
        QVERIFY(!rig.liquidated());
        QCOMPARE(rig.all<LiquidationEnded>().front().end, LiquidationEnd::Restored);
        QCOMPARE(rig.base(), Quantity::of(90));
    }

    /// Into the book what frees the shortage: 181.79 / (93.60 * (7 % - 0.25 %)) = 28.7733, up to 28.78. They bring
    /// 2,693.808 for a fee of 1.346904. Bankrupt they might have brought 2,559.66; of the difference the insurance fund
    /// gets at most 1 %: 26.93808.
    void goesToTheBookFirst() {
        DebtorRig rig;
        rig.bid("93.6", Quantity::of(90));
        rig.at("93.6");
        const LiquidationStepped step = rig.step(LiquidationStep::Book);
        QCOMPARE(step.size, quantity("28.78"));
        QCOMPARE(step.price, price("93.6"));
        QCOMPARE(step.side, kSell);
        QCOMPARE(step.insurance, money("26.93808"));
        QCOMPARE(rig.market().insuranceDue, money("26.93808"));
        QCOMPARE(step.realised, money("-184.192")); // 28.78 bought at 100
        QCOMPARE(step.position, quantity("61.22"));
        QCOMPARE(rig.base(), quantity("61.22"));
        // What insurance took is lacking again; a few more sales and the pool is out of it.
        int sales = 1;
        while (rig.liquidated() && sales < 20) {
            rig.at("93.6");
            ++sales;
        }
        QVERIFY(!rig.liquidated());
        QCOMPARE(rig.all<LiquidationEnded>().front().end, LiquidationEnd::Restored);
        QVERIFY(rig.base().raw() > 0);
        QCOMPARE(rig.auditProblem(), "");
    }

    void nobodyIsSoldBelowTheFillablePrice() {
        DebtorRig rig;
        rig.bid("93.5", Quantity::of(90)); // 93.60 less a tenth of maintenance for every point below it: 93.60
        rig.at("93.6");
        QVERIFY(rig.liquidated());
        QCOMPARE(rig.base(), Quantity::of(90));
    }

    /// Worth $178,600: a fifth at first, and nothing more for 30 s.
    void aLargePositionIsSoldInTwoParts() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId debtor = rig.addAccount(Money::of(20'000));
        rig.trade(debtor, maker, price("100"), Quantity::of(1'900));
        rig.place(maker, ExchangeRig::limit(kBuy, price("94"), Quantity::of(3'000)));
        rig.setPrice(MarketId(0), price("94")); // 20,000 - 95 - 11,400 = 8,505 of 8,930
        QCOMPARE(rig.position(debtor).base, Quantity::of(1'520));
        rig.later(29 * kNanosPerSecond);
        rig.setPrice(MarketId(0), price("94"));
        QCOMPARE(rig.position(debtor).base, Quantity::of(1'520));
        rig.later(kNanosPerSecond);
        rig.send(AdvanceTime{}); // the time alone does it
        QVERIFY(rig.position(debtor).base < Quantity::of(1'520));
        QCOMPARE(rig.auditProblem(), "");
    }

    /// A tenth of the shortage at once: 181.79 / (93.60 * (7 % - 0.25 % - 0.5 %)) = 31.0752, a tenth of it up to 3.11.
    /// They are worth 291.096: 0.72774 for the liquidator, 1.45548 for insurance.
    void aLiquidatorTakesOverPartByPart() {
        DebtorRig rig;
        rig.at("93.6");
        QCOMPARE(rig.take("100"), RejectCode::None);
        const LiquidationStepped step = rig.step(LiquidationStep::TakeOver);
        QCOMPARE(step.size, quantity("3.11"));
        QCOMPARE(step.price, price("93.6"));
        QCOMPARE(step.liquidatorFee, money("0.72774"));
        QCOMPARE(step.insurance, money("1.45548"));
        QCOMPARE(step.liquidator, rig.liquidator);
        QCOMPARE(step.realised, money("-19.904"));
        QCOMPARE(step.position, quantity("86.89"));
        QCOMPARE(rig.base(), quantity("86.89"));
        QCOMPARE(rig.position(rig.liquidator).base, quantity("3.11"));
        QCOMPARE(rig.position(rig.liquidator).quote, money("-290.36826")); // 291.096 less its fee
        QCOMPARE(rig.market().insuranceDue, money("1.45548"));
        // What its own fees added to the shortage is all that is left in this slot.
        int more = 0;
        while (rig.take("100") == RejectCode::None) ++more;
        QCOMPARE(rig.rejection(), RejectCode::SizeZero);
        QCOMPARE(more, 1);
        QCOMPARE(rig.base(), quantity("86.88"));
        const Quantity left = rig.base();
        rig.later(60'000 * kNanosPerMilli);        // 150 slots: all of it
        QCOMPARE(rig.take("1"), RejectCode::None); // as much as is offered
        QCOMPARE(rig.base(), left.minus(Quantity::of(1)).value());
        int parts = 0;
        while (rig.liquidated() && ++parts < 20) QCOMPARE(rig.take("100"), RejectCode::None);
        QVERIFY(!rig.liquidated());
        QVERIFY(rig.base().raw() > 0);
        QCOMPARE(rig.take("100"), RejectCode::NotLiquidatable);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// Maintenance is 5 % up to $5,000 and 10 % above: 747 - 250 = 497 of 7,470, 6.65 % with 2 % of buffer. The loss of
    /// 1,534.50 leaves 465.50; with the buffer 434.81 of 646.40. A tenth of the 211.59 that are lacking:
    /// 21.159 / (83 * (8.65 % - 0.25 % - 0.5 %)) = 3.2269
    void withTiersAPartCoversWhatTheWholeAsksFor() {
        MarketParams tiered = solMarket();
        tiered.marginModel = MarginModel::Tiers;
        tiered.tiers = {{{Money(0), 10}, {Money::of(5'000), 5}}};
        tiered.tierCount = 2;
        ExchangeRig rig(tiered);
        const AccountId maker = rig.addAccount();
        const AccountId liquidator = rig.addAccount();
        const AccountId debtor = rig.addAccount(Money::of(2'000));
        rig.trade(debtor, maker, price("100"), Quantity::of(90));
        rig.setPrice(MarketId(0), price("83"));
        QVERIFY(rig.account(debtor).risk.beingLiquidated);
        rig.send(Liquidate{liquidator, debtor, MarketId(0), Quantity::of(100), Price{}});
        QCOMPARE(rig.rejection(), RejectCode::None);
        QCOMPARE(rig.position(liquidator).base, quantity("3.23"));
    }

    /// At an index 7 % below the mark a part costs the debtor 6.60 and the fees for the 6.55 of margin that it sets
    /// free.
    void aTakeOverThatOnlyCostsIsRefused() {
        DebtorRig rig;
        rig.send(SetPrices{MarketId(0), price("87"), price("93.6"), false});
        QVERIFY(rig.liquidated());
        const auto before = rig.position(rig.debtor);
        QCOMPARE(rig.take("100"), RejectCode::PriceBandsBreached);
        QCOMPARE(rig.position(rig.debtor), before);
        QCOMPARE(rig.position(rig.liquidator).base, Quantity{});
        rig.at("93.6");
        QCOMPARE(rig.take("100"), RejectCode::None);
        QCOMPARE(rig.auditProblem(), "");
    }

    void takeOversAreRefused_data() {
        QTest::addColumn<int>("row");
        QTest::addColumn<int>("code");
        QTest::newRow("unknown market") << 0 << int(RejectCode::UnknownMarket);
        QTest::newRow("unknown liquidator") << 1 << int(RejectCode::UnknownAccount);
        QTest::newRow("of oneself") << 2 << int(RejectCode::InvalidParameters);
        QTest::newRow("nothing offered") << 3 << int(RejectCode::SizeZero);
        QTest::newRow("no position there") << 4 << int(RejectCode::NotLiquidatable);
        QTest::newRow("above its limit") << 5 << int(RejectCode::LiquidationLimitPrice);
        QTest::newRow("a liquidator that cannot carry it") << 6 << int(RejectCode::InsufficientCollateral);
        QTest::newRow("a frozen liquidator") << 7 << int(RejectCode::AccountFrozen);
        QTest::newRow("paused") << 8 << int(RejectCode::LiquidationPaused);
        QTest::newRow("index not known") << 9 << int(RejectCode::OracleInvalid);
        QTest::newRow("a healthy pool") << 10 << int(RejectCode::NotLiquidatable);
    }
    /// Refused, nothing has changed: the liquidation has not begun, and the debtor's orders are there.
    void takeOversAreRefused() {
        QFETCH(int, row);
        QFETCH(int, code);
        DebtorRig rig;
        rig.addMarket(solMarket(MarketId(1)));
        const AccountId poor = rig.addAccount(Money::of(10));
        rig.place(rig.debtor, ExchangeRig::limit(kBuy, price("91"), quantity("0.1")));
        rig.send(SetPausedOperations{MarketId(0), paused::kLiquidation});
        rig.at(row == 10 ? "99" : "93.6");
        if (row == 9) rig.send(ReportPrice{{OracleId(0), 0, Price(0), Price{}, rig.now, true}});
        if (row != 8) rig.send(SetPausedOperations{MarketId(0), 0});
        if (row == 7) rig.send(FreezeAccount{rig.liquidator, true});
        QVERIFY(!rig.liquidated());
        Liquidate command{rig.liquidator, rig.debtor, MarketId(0), Quantity::of(100), Price{}};
        switch (row) {
        case 0: command.market = MarketId(9); break;
        case 1: command.account = AccountId(99); break;
        case 2: command.account = rig.debtor; break;
        case 3: command.maxSize = Quantity(0); break;
        case 4: command.market = MarketId(1); break;
        case 5: command.limit = price("93.59"); break;
        case 6: command.account = poor; break;
        default: break;
        }
        const auto before = rig.bytes();
        rig.send(command);
        QCOMPARE(int(rig.rejection()), code);
        QCOMPARE(rig.events.size(), 1U);
        const auto after = rig.bytes();
        QVERIFY(std::ranges::equal(std::span(before).subspan(12), std::span(after).subspan(12)));
    }

    /// A liquidator's command may be what begins a liquidation.
    void aTakeOverBeginsALiquidation() {
        DebtorRig rig;
        rig.place(rig.debtor, ExchangeRig::limit(kBuy, price("91"), quantity("0.1")));
        rig.send(SetPausedOperations{MarketId(0), paused::kLiquidation});
        rig.at("93.6");
        rig.send(SetPausedOperations{MarketId(0), 0});
        QCOMPARE(rig.take("100"), RejectCode::None);
        QCOMPARE(rig.all<LiquidationStarted>().size(), 1U);
        QCOMPARE(rig.closedAs(rig.debtor).value(), CloseReason::Liquidation);
        // Judged without the order: what cancelling it freed is part of the tenth that may be freed now.
        QCOMPARE(rig.step(LiquidationStep::TakeOver).size, quantity("3.01"));
        QCOMPARE(rig.auditProblem(), "");
    }

    /// A market of the isolated tier is its liquidator's only liability too.
    void aTakeOverKeepsTheIsolatedTierAlone() {
        constexpr MarketId kAlone(1);
        DebtorRig rig;
        MarketParams alone = solMarket(kAlone);
        alone.tier = MarketTier::Isolated;
        rig.addMarket(alone);
        const AccountId debtor = rig.addAccount(Money::of(1'000));
        rig.trade(debtor, rig.addAccount(), price("100"), Quantity::of(90), kAlone);
        rig.trade(rig.liquidator, rig.maker, price("100"), Quantity::of(1));
        rig.setPrice(kAlone, price("93.6"));
        QVERIFY(rig.account(debtor).risk.beingLiquidated);
        const auto take = [&] {
            rig.send(Liquidate{rig.liquidator, debtor, kAlone, Quantity::of(1), Price{}});
            return rig.rejection();
        };
        QCOMPARE(take(), RejectCode::OneLiability);
        rig.trade(rig.maker, rig.liquidator, price("100"), Quantity::of(1));
        QCOMPARE(take(), RejectCode::None);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// An index that is 50 % away from its average liquidates nobody.
    void anIndexFarFromItsAverageLiquidatesNobody() {
        DebtorRig rig;
        rig.at("49.99");
        QVERIFY(!rig.liquidated());
        QCOMPARE(rig.take("100"), RejectCode::PriceBandsBreached);
        rig.at("50.01");
        QVERIFY(!rig.all<LiquidationStarted>().empty());
    }

    /// In a market that stands still nothing is sold into the book; liquidators may still take over.
    void aPausedMarketsBookIsLeftAlone() {
        DebtorRig rig;
        rig.bid("93.6", Quantity::of(90));
        rig.send(SetMarketStatus{MarketId(0), MarketStatus::Paused, {}});
        rig.at("93.6");
        QVERIFY(rig.liquidated());
        QCOMPARE(rig.base(), Quantity::of(90));
        QCOMPARE(rig.take("100"), RejectCode::None);
        QCOMPARE(rig.auditProblem(), "");
    }

    /// At 91 there are 185.50 of 409.50, less than two thirds: the backstop takes everything.
    void theBackstopTakesAPoolBelowTwoThirds() {
        DebtorRig rig;
        const AccountId backstop = rig.addAccount(Money::of(10'000));
        rig.send(SetBackstop{backstop});
        QCOMPARE(rig.all<BackstopChanged>().front().account, backstop);
        rig.at("91");
        QCOMPARE(rig.step(LiquidationStep::Backstop).size, Quantity::of(90));
        QCOMPARE(rig.all<LiquidationEnded>().front().end, LiquidationEnd::Closed);
        QCOMPARE(rig.position(rig.debtor), Position{});
        QCOMPARE(rig.account(rig.debtor).quote(), Money(0));
        QCOMPARE(rig.position(backstop).base, Quantity::of(90));
        QCOMPARE(rig.account(backstop).quote(), Money::of(11'000));
        QCOMPARE(rig.position(backstop).quote, money("-9004.5"));
        QCOMPARE(rig.auditProblem(), "");
        // The debtor may begin anew.
        rig.send(Deposit{rig.debtor, Amount(Money::of(100).raw())});
        rig.place(rig.debtor, ExchangeRig::limit(kBuy, price("90"), Quantity::of(1)));
        QCOMPARE(rig.rejection(), RejectCode::None);
    }

    void aBackstopThatCannotCarryItTakesNothing() {
        DebtorRig rig;
        rig.send(SetBackstop{rig.addAccount(Money::of(500))}); // 685.50 of 819 for opening
        rig.at("91");
        QVERIFY(rig.liquidated());
        QCOMPARE(rig.base(), Quantity::of(90));
    }

    /// Nobody takes from the backstop, and nobody whose liquidation has begun may become it.
    void theBackstopItselfIsNotLiquidated() {
        DebtorRig rig;
        rig.send(SetBackstop{AccountId(99)});
        QCOMPARE(rig.rejection(), RejectCode::UnknownAccount);
        rig.send(SetBackstop{rig.debtor});
        rig.at("93.6");
        QVERIFY(!rig.liquidated());
        QCOMPARE(rig.take("100"), RejectCode::InvalidParameters);
        QCOMPARE(rig.account(rig.debtor).risk.call, MarginCall::Liquidation);
        rig.send(SetBackstop{rig.liquidator});
        rig.at("93.6");
        QVERIFY(rig.liquidated());
        rig.send(SetBackstop{rig.debtor});
        QCOMPARE(rig.rejection(), RejectCode::BeingLiquidated);
    }
};
QD_TEST(TestExchangeLiquidation);
#include "TestExchangeLiquidation.moc"
