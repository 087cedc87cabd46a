#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/alerts/OrderWatch.h"

#include <QObject>
#include <QSignalSpy>

using namespace qd;
using namespace qd::ui;

namespace {

constexpr MarketId kSol{0};

struct Rig : test::PaneRig {
    OrderWatch watch{context};
    QSignalSpy told{&watch, &OrderWatch::told};

    Rig() {
        auto account = std::make_shared<AccountView>();
        account->id = AccountId(1);
        account->name = "Main";
        venue.accountView = account;
    }
    TrackedOrder& order(std::uint32_t id, TriggerKind trigger = TriggerKind::None) {
        TrackedOrder o;
        o.order.id = OrderId(id);
        o.order.terms.market = kSol;
        o.order.terms.size = Quantity::of(3);
        o.order.terms.trigger.kind = trigger;
        o.state = OrderState::Working;
        venue.orderList.push_back(o);
        return venue.orderList.back();
    }
    void fill(std::uint32_t order, std::int64_t size, LiquidityRole role, std::int64_t left = 0) {
        FillView view;
        view.fill.order = OrderId(order);
        view.fill.market = kSol;
        view.fill.role = role;
        view.fill.price = Price::of(150);
        view.fill.size = Quantity::of(size);
        view.fill.quote = Money::of(150 * size);
        view.fill.remaining = Quantity::of(left);
        view.fill.sequence = venue.fillList.size() + 1;
        venue.fillList.push_back(view);
    }
    QString last() const { return told.isEmpty() ? QString() : told.back().at(0).value<News>().sentence; }
};

} // namespace

class TestOrderWatch : public QObject {
    Q_OBJECT
  private slots:
    /// What was there when the account was shown is no news.
    void whatRestedAndFilledIsTold() {
        Rig rig;
        rig.order(7);
        rig.fill(7, 1, LiquidityRole::Maker, 2);
        rig.venue.tellAccount();
        QCOMPARE(rig.told.size(), 0);
        rig.fill(7, 1, LiquidityRole::Maker, 1);
        rig.fill(7, 1, LiquidityRole::Maker);
        rig.venue.tellAccount();
        QCOMPARE(rig.told.size(), 1); // what one order filled between two looks is one piece of news
        QVERIFY2(rig.last().contains("SOL-PERP: bought 2.00 at 150.00, the order is filled."), qPrintable(rig.last()));
        rig.venue.tellAccount();
        QCOMPARE(rig.told.size(), 1);
    }
    void whatAHandTookIsToldOnlyWhenAllIsWanted() {
        Rig rig;
        rig.venue.tellAccount();
        rig.fill(8, 1, LiquidityRole::Taker, 2);
        rig.venue.tellAccount();
        QCOMPARE(rig.told.size(), 0);
        QVERIFY(rig.settings.set("alerts.orders", "all").has_value());
        rig.fill(8, 1, LiquidityRole::Taker, 1);
        rig.venue.tellAccount();
        QCOMPARE(rig.told.size(), 1);
        QVERIFY(rig.last().contains("1.00 is left"));
        QVERIFY(rig.settings.set("alerts.fills_from", "200").has_value());
        rig.fill(8, 1, LiquidityRole::Taker);
        rig.venue.tellAccount();
        QCOMPARE(rig.told.size(), 1); // 150 USDC
        QVERIFY(rig.settings.set("alerts.orders", "off").has_value());
        rig.fill(9, 100, LiquidityRole::Maker);
        rig.venue.tellAccount();
        QCOMPARE(rig.told.size(), 1);
    }
    void aStopTellsThatItFiredAndWhatItFilled() {
        Rig rig;
        rig.order(5, TriggerKind::Stop);
        rig.venue.tellAccount();
        rig.venue.orderList[0].triggeredAt = Price::of(149);
        rig.venue.orderList[0].state = OrderState::Filled;
        rig.fill(5, 3, LiquidityRole::Taker);
        rig.venue.tellAccount();
        QCOMPARE(rig.told.size(), 2);
        QVERIFY(rig.told[0].at(0).value<News>().sentence.contains("bought 3.00"));
        QVERIFY2(rig.last().contains("fired at 149.00"), qPrintable(rig.last()));
    }
    void endsThatNobodyAskedForAreTold_data() {
        QTest::addColumn<CloseReason>("reason");
        QTest::addColumn<int>("told");
        QTest::newRow("its owner") << CloseReason::Cancelled << 0;
        QTest::newRow("other of a pair") << CloseReason::OneCancelsOther << 0;
        QTest::newRow("expiry") << CloseReason::Expired << 1;
        QTest::newRow("margin") << CloseReason::InsufficientCollateral << 1;
        QTest::newRow("liquidation") << CloseReason::Liquidation << 1;
    }
    void endsThatNobodyAskedForAreTold() {
        QFETCH(CloseReason, reason);
        QFETCH(int, told);
        Rig rig;
        rig.order(5);
        rig.venue.tellAccount();
        rig.venue.orderList[0].state = OrderState::Cancelled;
        rig.venue.orderList[0].closeReason = reason;
        rig.venue.tellAccount();
        rig.venue.tellAccount();
        QCOMPARE(rig.told.size(), told);
    }
    /// Another account, another run of this one, and what is past while the market catches up.
    void whatIsOldIsNoNews() {
        Rig rig;
        rig.fill(7, 1, LiquidityRole::Maker);
        rig.fill(7, 1, LiquidityRole::Maker);
        rig.venue.tellAccount();
        auto other = std::make_shared<AccountView>();
        other->id = AccountId(2);
        rig.venue.accountView = other;
        rig.fill(8, 1, LiquidityRole::Maker);
        rig.venue.tellAccount();
        QCOMPARE(rig.told.size(), 0);
        rig.venue.fillList.erase(rig.venue.fillList.begin(), rig.venue.fillList.begin() + 2);
        rig.venue.fillList[0].fill.sequence = 1;
        rig.venue.tellAccount();
        QCOMPARE(rig.told.size(), 0);
        rig.venue.playbackState.catchingUp = true;
        rig.fill(9, 1, LiquidityRole::Maker);
        rig.venue.tellAccount();
        rig.venue.playbackState.catchingUp = false;
        rig.venue.tellAccount();
        QCOMPARE(rig.told.size(), 0);
    }
};
QD_TEST(TestOrderWatch);
#include "TestOrderWatch.moc"
