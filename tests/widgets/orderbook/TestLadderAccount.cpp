#include "core/base/Decimal.h"
#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/orderbook/LadderPane.h"
#include "widgets/orderbook/LadderView.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;

/// A ladder in a link group that carries an account.
class TestLadderAccount : public QObject {
    Q_OBJECT
    static std::shared_ptr<AccountView> account(std::uint32_t id, std::uint16_t number, const char* name) {
        auto view = std::make_shared<AccountView>();
        view->id = AccountId(id);
        view->subAccount = number;
        view->name = name;
        view->subAccounts = {{AccountId(1), 0, "Main", {}, 100}, {AccountId(4), 1, "Hedge", {}, 100}};
        return view;
    }
    static TrackedOrder order(std::uint32_t id, const char* price) {
        TrackedOrder o;
        o.order.id = OrderId(id);
        o.order.terms.side = Side::Buy;
        o.order.terms.price = *parseFixed<Price>(price);
        o.order.terms.size = Quantity::of(3);
        o.state = OrderState::Working;
        return o;
    }

    /// Armed and out to trade: a click at a bid.
    static void click(test::PaneRig& rig, LadderPane& pane) {
        rig.gate.setArmed(true);
        const auto point = pane.view().pointOfCell(LadderColumn::Bids, *parseFixed<Price>("148.25"));
        if (!point) qFatal("out of view");
        QTest::mouseMove(&pane.view(), *point);
        QTest::mouseClick(&pane.view(), Qt::LeftButton, {}, *point);
        rig.frame(pane);
    }

  private slots:
    void itShowsAndTradesThatAccount() {
        test::PaneRig rig;
        test::FakeVenue& hedge = rig.venue.other(AccountId(4));
        rig.venue.accountView = account(1, 0, "Main");
        hedge.accountView = account(4, 1, "Hedge");
        rig.venue.setBook(MarketId(0), *parseFixed<Price>("148.27"), 200);
        rig.venue.orderList = {order(5, "148.20")};
        hedge.orderList = {order(6, "148.22")};
        PaneKind kind;
        kind.make = [](PaneContext& context) { return std::make_unique<LadderPane>(context); };
        kind.linksAccount = true;
        const auto made = makePane(kind, rig.context);
        auto& pane = static_cast<LadderPane&>(*made);
        rig.show(pane, {420, 700});
        rig.frame(pane);
        QVERIFY(pane.view().pointOfOrder(OrderId(5)));
        pane.setGroup('B');
        rig.links.setAccount('B', LinkedAccount{1, "Hedge"});
        rig.frame(pane);
        QVERIFY(!pane.view().pointOfOrder(OrderId(5)));
        QVERIFY(pane.view().pointOfOrder(OrderId(6)));
        click(rig, pane);
        QCOMPARE(hedge.placed.size(), 1U);
        QVERIFY(rig.venue.placed.empty());
        const QString hint = pane.view().scene().words.hint;
        QVERIFY2(hint.startsWith("Sent: ") && hint.endsWith(", Hedge"), qPrintable(hint));
        // Closed under it: a click does nothing, here or anywhere.
        auto owner = account(1, 0, "Main");
        owner->subAccounts[1].closed = true;
        rig.venue.accountView = owner;
        rig.venue.tellAccount();
        rig.frame(pane);
        QVERIFY(!pane.view().isVisible());
        click(rig, pane);
        QCOMPARE(hedge.placed.size(), 1U);
        QVERIFY(rig.venue.placed.empty());
    }
};

QD_TEST(TestLadderAccount);
#include "TestLadderAccount.moc"
