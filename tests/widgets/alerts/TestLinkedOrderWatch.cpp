#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/alerts/LinkedOrderWatch.h"

#include <QObject>
#include <QSignalSpy>

using namespace qd;
using namespace qd::ui;

namespace {

struct Rig : test::PaneRig {
    test::FakeVenue& hedge = venue.other(AccountId(4));
    LinkedOrderWatch watch{context};
    QSignalSpy told{&watch, &LinkedOrderWatch::told};

    Rig() {
        venue.accountView = account(1, 0, "Main");
        hedge.accountView = account(4, 1, "Hedge");
    }
    static std::shared_ptr<AccountView> account(std::uint32_t id, std::uint16_t number, const char* name) {
        auto view = std::make_shared<AccountView>();
        view->id = AccountId(id);
        view->subAccount = number;
        view->name = name;
        view->subAccounts = {{AccountId(1), 0, "Main", {}, 100}, {AccountId(4), 1, "Hedge", {}, 100}};
        return view;
    }
    void fill() {
        FillView view;
        view.fill.order = OrderId(7);
        view.fill.role = LiquidityRole::Maker;
        view.fill.price = Price::of(150);
        view.fill.size = Quantity::of(1);
        view.fill.quote = Money::of(150);
        view.fill.sequence = hedge.fillList.size() + 1;
        hedge.fillList.push_back(view);
        hedge.tellAccount();
    }
};

} // namespace

class TestLinkedOrderWatch : public QObject {
    Q_OBJECT
  private slots:
    void whatGroupsCarryIsWatchedOnce() {
        Rig rig;
        rig.links.setAccount('B', LinkedAccount{1, "Hedge"});
        rig.links.setAccount('C', LinkedAccount{1, "Hedge"});
        rig.hedge.tellAccount(); // what was there before is no news
        rig.fill();
        QCOMPARE(rig.told.size(), 1);
        const QString sentence = rig.told[0][0].value<News>().sentence;
        QVERIFY2(sentence.startsWith("Hedge, SOL-PERP: bought 1"), qPrintable(sentence));
        rig.links.clearAccounts();
        rig.fill();
        QCOMPARE(rig.told.size(), 1);
    }
    /// The selected one has a watch of its own: its news came twice.
    void theSelectedOneIsLeftToItsOwnWatch() {
        Rig rig;
        rig.links.setAccount('B', LinkedAccount{1, "Hedge"});
        rig.hedge.tellAccount();
        rig.venue.accountView = Rig::account(4, 1, "Hedge");
        rig.venue.tellAccount();
        rig.fill();
        QCOMPARE(rig.told.size(), 0);
        rig.venue.accountView = Rig::account(1, 0, "Main");
        rig.venue.tellAccount();
        rig.hedge.tellAccount();
        rig.fill();
        QCOMPARE(rig.told.size(), 1);
    }
};

QD_TEST(TestLinkedOrderWatch);
#include "TestLinkedOrderWatch.moc"
