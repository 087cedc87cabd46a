#include "layouts/workspace/OrderWords.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/ticket/TicketScene.h"
#include "widgets/sizing/SizingWords.h"
#include "widgets/ticket/ReadFacts.h"
#include "widgets/ticket/TicketPlan.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;

namespace {

Typed px(double dollars) { return Typed::of(std::llround(dollars * 1e6)); }

/// Long at 150 with the stop at 148, 1 % of 10 000 USDC.
SizingInputs longTrade() {
    SizingInputs in;
    in.entry = px(150);
    in.stop = px(148);
    in.risk = Typed::of(1'000'000'000);
    return in;
}

struct SizingScene : test::PaneRig {
    explicit SizingScene(Money deposit = Money::of(10'000)) : scene(*this, deposit) {}
    [[nodiscard]] TicketFacts facts() { return readFacts(context, MarketId(0)); }
    [[nodiscard]] Sizing of(const SizingInputs& in) { return sizingOf(in, facts()); }
    test::TicketScene scene;
};

} // namespace

class TestSizing : public QObject {
    Q_OBJECT
  private slots:
    void sizesByRiskAsTheTicketDoes_data() {
        QTest::addColumn<double>("entry");
        QTest::addColumn<double>("stop");
        QTest::addColumn<qint64>("risk");
        QTest::addColumn<bool>("percent");
        QTest::newRow("long") << 150.0 << 148.0 << qint64(1'000'000'000) << true;
        QTest::newRow("short") << 150.0 << 153.0 << qint64(500'000'000) << true;
        QTest::newRow("a sum") << 150.0 << 149.0 << qint64(40'000'000'000) << false;
    }
    void sizesByRiskAsTheTicketDoes() {
        QFETCH(double, entry);
        QFETCH(double, stop);
        QFETCH(qint64, risk);
        QFETCH(bool, percent);
        SizingScene rig;
        SizingInputs in = longTrade();
        in.entry = px(entry);
        in.stop = px(stop);
        in.risk = Typed::of(risk);
        in.riskInPercent = percent;
        const Sizing s = rig.of(in);
        QCOMPARE(s.code, TicketCode::Ready);
        QCOMPARE(s.bound, SizingBound::Risk);
        TicketInputs ticket;
        ticket.side = stop < entry ? Side::Buy : Side::Sell;
        ticket.price = in.entry;
        ticket.stop = in.stop;
        ticket.amount = in.risk;
        ticket.unit = percent ? SizeUnit::RiskPercent : SizeUnit::RiskToStop;
        const Draft draft = ui::draft(ticket, rig.facts());
        QCOMPARE(s.size, *draft.size);
        const Consequences c = consequencesOf(draft.plan, ticket, rig.facts());
        QCOMPARE(s.lossAtStop, c.lossAtStop);
        QCOMPARE(s.notional, c.notional);
        QCOMPARE(s.liquidation, c.atLimit->after.liquidation);
        QVERIFY(*s.lossAtStop <= *s.budget);
        // One step more would lose too much.
        const Quantity more(s.size.raw() + rig.facts().params()->step.raw());
        const auto plan = planOf(effective(ticket), rig.facts(), more);
        QVERIFY(*lossAt(*plan, *s.stop, rig.facts()) > *s.budget);
    }
    /// The loss is what a fill at the entry and one at the stop cost, fee by fee.
    void lossIsDistanceAndFees() {
        SizingScene rig;
        const Sizing s = rig.of(longTrade());
        const auto distance = Money(s.size.raw() / 1'000 * 2); // 2 USDC a SOL
        QCOMPARE(s.lossAtStop->raw(), distance.raw() + s.feeIn->raw() + s.feeOut->raw());
        QVERIFY(*s.breakEven > *s.entry);
    }
    void leverageAndCollateralCapTheRisk() {
        SizingScene rig;
        SizingInputs in = longTrade();
        in.stop = px(149.9); // near: the risk alone would buy too much
        in.risk = Typed::of(5'000'000'000);
        const Sizing wide = rig.of(in);
        QCOMPARE(wide.bound, SizingBound::Collateral);
        QVERIFY(wide.size < *wide.byRisk);
        QVERIFY(wide.margin && *wide.margin <= Money::of(10'000));
        in.leverage = Typed::of(2);
        const Sizing capped = rig.of(in);
        QVERIFY(capped.size < wide.size);
        QVERIFY(*capped.notional <= Money::of(20'000));
        QVERIFY(*capped.notional > Money::of(19'000));
        const auto messages = messagesOf(capped, rig.facts());
        QVERIFY(messages.front().text.startsWith("Cut to "));
        in.leverage = Typed::of(0);
        QCOMPARE(rig.of(in).code, TicketCode::LeverageUnreadable);
    }
    void liquidationBeforeTheStopIsSaid() {
        SizingScene rig(Money::of(1'000));
        SizingInputs in = longTrade();
        in.stop = px(100);
        in.risk = Typed::of(90'000'000'000); // 90 %
        const Sizing s = rig.of(in);
        QVERIFY(s.liquidation);
        QCOMPARE(s.liquidationFirst, *s.liquidation >= *s.stop);
        in.stop = px(136); // with all of the leverage the liquidation is nearer
        const Sizing near = rig.of(in);
        QVERIFY(near.liquidationFirst);
        QVERIFY(*near.liquidation > *near.stop);
        bool said = false;
        for (const TicketMessage& m : messagesOf(near, rig.facts()))
            said = said || (m.token == Token::Danger && m.text.startsWith("Liquidation comes before the stop"));
        QVERIFY(said);
    }
    void targetsCountInRisks() {
        SizingScene rig;
        SizingInputs in = longTrade();
        in.targets[1] = px(156);
        in.targets[2] = px(149); // on the losing side
        const Sizing s = rig.of(in);
        QCOMPARE(s.targets[0]->price, Price::of(152)); // once the way to the stop
        QVERIFY(!s.targets[0]->typed);
        QVERIFY(*s.targets[0]->centiR < 100 && *s.targets[0]->centiR > 80); // fees take their part
        QVERIFY(*s.targets[1]->centiR > 250);
        QVERIFY(!s.targets[2]->outcome);
        const auto rows = targetRows(s, *rig.facts().params());
        QVERIFY(rows[0].value.contains(" R "));
        QCOMPARE(rows[2].value, "on the losing side");
    }
    void shortsMirror() {
        SizingScene rig;
        SizingInputs in = longTrade();
        in.stop = px(152);
        const Sizing s = rig.of(in);
        QCOMPARE(s.side, Side::Sell);
        QCOMPARE(s.targets[0]->price, Price::of(148));
        QVERIFY(*s.breakEven < *s.entry);
        QVERIFY(s.liquidation && *s.liquidation > *s.stop && !s.liquidationFirst);
        QVERIFY(headline(s, *rig.facts().params()).startsWith("Sell "));
    }
    void entriesCanBeLive() {
        SizingScene rig;
        SizingInputs in = longTrade();
        in.entry = {};
        const Sizing s = rig.of(in);
        QVERIFY(s.entryIsLive);
        QCOMPARE(*s.entry, Price(150'010'000)); // the best ask
        in.stop = px(151);
        QCOMPARE(*rig.of(in).entry, Price(149'990'000));
    }
    void whatIsMissingIsSaid_data() {
        QTest::addColumn<int>("field"); ///< 0 entry, 1 stop, 2 risk
        QTest::addColumn<bool>("empty");
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("code");
        QTest::newRow("no stop") << 1 << true << 0.0 << int(TicketCode::StopMissing);
        QTest::newRow("stop of nothing") << 1 << false << 0.0 << int(TicketCode::StopUnreadable);
        QTest::newRow("stop at the entry") << 1 << false << 150.0 << int(TicketCode::StopWrongSide);
        QTest::newRow("entry of nothing") << 0 << false << 0.0 << int(TicketCode::PriceUnreadable);
        QTest::newRow("no risk") << 2 << true << 0.0 << int(TicketCode::SizeMissing);
        QTest::newRow("risk of nothing") << 2 << false << 0.0 << int(TicketCode::SizeUnreadable);
        QTest::newRow("less than a step") << 2 << false << 0.001 << int(TicketCode::SizeBelowStep);
    }
    void whatIsMissingIsSaid() {
        QFETCH(int, field);
        QFETCH(bool, empty);
        QFETCH(double, value);
        QFETCH(int, code);
        SizingScene rig;
        SizingInputs in = longTrade();
        Typed& typed = field == 0 ? in.entry : field == 1 ? in.stop : in.risk;
        typed = empty ? Typed() : px(value);
        const Sizing s = rig.of(in);
        QCOMPARE(int(s.code), code);
        QVERIFY(s.size.isZero());
        const auto messages = messagesOf(s, rig.facts());
        QCOMPARE(messages.size(), 1U);
        QVERIFY(!messages.front().text.isEmpty());
        QCOMPARE(rowsOf(s, rig.facts()).size(), rowsOf(rig.of(longTrade()), rig.facts()).size());
        QVERIFY(commandOf(s, in, *rig.facts().params()).isEmpty());
    }
    void withoutAccountOrMarketThereIsNoSize() {
        SizingScene rig;
        TicketFacts facts = rig.facts();
        facts.account.reset();
        QCOMPARE(sizingOf(longTrade(), facts).code, TicketCode::NoAccount);
        facts.market.reset();
        QCOMPARE(sizingOf(longTrade(), facts).code, TicketCode::NoMarket);
        QVERIFY(!messagesOf(sizingOf(longTrade(), facts), facts).empty());
    }
    /// What is copied is read by the command bar as the same order.
    void commandsAreReadAsMeant() {
        SizingScene rig;
        SizingInputs in = longTrade();
        in.leverage = Typed::of(3);
        in.targets[1] = px(156.5);
        const Sizing s = rig.of(in);
        const QString command = commandOf(s, in, *rig.facts().params());
        auto words = ports::splitWords(command.toStdString());
        QVERIFY(words.has_value());
        QCOMPARE(words->front(), "ORDER");
        words->erase(words->begin());
        workspace::OrderWordsContext context;
        context.market = [&](std::string_view) { return &rig.venue.marketList[0]; };
        context.byId = [&](MarketId) { return &rig.venue.marketList[0]; };
        const auto plan = workspace::parseOrder(*words, context);
        QVERIFY2(plan.has_value(), qPrintable(command));
        QCOMPARE(plan->orders.size(), 3U);
        QCOMPARE(plan->orders[0].size, s.size);
        QCOMPARE(plan->orders[0].price, *s.entry);
        QCOMPARE(plan->orders[1].trigger.price, Price(156'500'000));
        QCOMPARE(plan->orders[2].trigger.price, *s.stop);
    }
};
QD_TEST(TestSizing);
#include "TestSizing.moc"
