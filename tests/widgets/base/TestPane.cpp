#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;

namespace {

class Probe final : public Pane {
  public:
    explicit Probe(PaneContext& context) : Pane(context, "PROBE", "Probe", true) { setBody(new QWidget(this)); }
    int changes = 0;

  protected:
    void marketChanged() override { ++changes; }
};

/// About many markets: leads its group, follows nobody.
class Leader final : public Pane {
  public:
    explicit Leader(PaneContext& context) : Pane(context, "LEADER", "Leader", false) {}
    [[nodiscard]] bool linksMarket() const override { return true; }
};

} // namespace

class TestPane : public QObject {
    Q_OBJECT
  private slots:
    void linkedPanesShowOneMarket() {
        test::PaneRig rig;
        Probe a(rig.context);
        Probe b(rig.context);
        Probe alone(rig.context);
        for (Probe* p : {&a, &b}) p->restore({{"group", "A"}, {"market", "SOL-PERP"}});
        alone.restore({{"market", "SOL-PERP"}});
        a.chooseMarket(MarketId(1));
        QCOMPARE(b.market().value(), MarketId(1));
        QCOMPARE(alone.market().value(), MarketId(0));
        alone.setGroup('A');
        QCOMPARE(alone.market().value(), MarketId(1));
        b.setGroup(kNoGroup);
        a.chooseMarket(MarketId(0));
        QCOMPARE(b.market().value(), MarketId(1));
    }
    void aPaneOfManyMarketsLeadsItsGroup() {
        test::PaneRig rig;
        Leader leader(rig.context);
        Probe follower(rig.context);
        leader.setGroup('A');
        follower.restore({{"group", "A"}, {"market", "SOL-PERP"}});
        leader.chooseMarket(MarketId(1));
        QCOMPARE(follower.market().value(), MarketId(1));
        follower.chooseMarket(MarketId(0));
        QCOMPARE(leader.market().value(), MarketId(1));
        leader.setGroup('B'); // brings nothing along
        QVERIFY(!rig.links.market('B'));
        leader.setGroup('A');
        QCOMPARE(follower.market().value(), MarketId(0));
        leader.chooseMarket(MarketId(1)); // the same one as before, and yet a choice
        QCOMPARE(follower.market().value(), MarketId(1));
    }
    void stateComesBack() {
        test::PaneRig rig;
        Probe a(rig.context);
        a.restore({{"group", "C"}, {"market", "BTC-PERP"}});
        Probe b(rig.context);
        b.restore(a.state());
        QCOMPARE(b.group(), 'C');
        QCOMPARE(b.market().value(), MarketId(1));
    }
    /// A layout is read before the venue has started, and may name what no longer exists.
    void marketsMayComeLater() {
        test::PaneRig rig;
        auto later = std::move(rig.venue.marketList);
        rig.venue.marketList.clear();
        Probe waits(rig.context);
        waits.restore({{"market", "BTC-PERP"}});
        Probe gone(rig.context);
        gone.restore({{"market", "OLD-PERP"}, {"group", "ZZ"}});
        QVERIFY(!waits.market());
        QCOMPARE(waits.state().at("market"), "BTC-PERP");
        rig.venue.marketList = std::move(later);
        rig.venue.tellMarkets();
        QCOMPARE(waits.market().value(), MarketId(1));
        QCOMPARE(gone.market().value(), MarketId(0));
    }
    void symbolsAreFoundByBeginning() {
        test::PaneRig rig;
        QCOMPARE(rig.context.marketNamed("sol").value(), MarketId(0));
        QCOMPARE(rig.context.marketNamed("BTC-PERP").value(), MarketId(1));
        QVERIFY(!rig.context.marketNamed("XYZ"));
        QVERIFY(!rig.context.marketNamed(""));
    }
};
QD_TEST(TestPane);
#include "TestPane.moc"
