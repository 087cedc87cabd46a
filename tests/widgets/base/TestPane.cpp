#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"

#include <QObject>

using namespace qd;
using namespace qd::ui;

namespace {

class Probe final : public Pane {
  public:
    explicit Probe(PaneContext& context) : Pane(context, "PROBE", "Probe", true) { setBody(new QWidget(this)); }
    using Pane::linkedWindow;
    using Pane::tellWindow;
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
    void aSourceLeadsAndADestinationFollows() {
        test::PaneRig rig;
        Probe source(rig.context);
        Probe both(rig.context);
        Probe destination(rig.context);
        for (Probe* pane : {&source, &both, &destination}) pane->restore({{"group", "A"}, {"market", "SOL-PERP"}});
        source.setRole(LinkRole::Source);
        destination.setRole(LinkRole::Destination);
        both.chooseMarket(MarketId(1));
        QCOMPARE(source.market().value(), MarketId(0));
        QCOMPARE(destination.market().value(), MarketId(1));
        destination.chooseMarket(MarketId(0)); // its own affair
        QCOMPARE(both.market().value(), MarketId(1));
        source.chooseMarket(MarketId(1));
        source.chooseMarket(MarketId(0));
        QCOMPARE(both.market().value(), MarketId(0));
        QCOMPARE(destination.market().value(), MarketId(0));
        Probe again(rig.context);
        again.restore(source.state());
        QCOMPARE(again.role(), LinkRole::Source);
        again.restore(destination.state());
        QCOMPARE(again.role(), LinkRole::Destination);
    }
    void aCrosshairIsSeenInItsGroupOnly() {
        test::PaneRig rig;
        const QObject a;
        const QObject b;
        const LinkedCross cross{UnixNanos(5), Price(7)};
        int told = 0;
        QObject::connect(&rig.links, &LinkGroups::crossChanged, &a,
                         [&](char group) { told += group == 'A' ? 1 : 100; });
        rig.links.setCross('A', &a, cross);
        QCOMPARE(rig.links.cross('A', &b).value(), cross);
        QVERIFY(!rig.links.cross('A', &a)); // its own
        QVERIFY(!rig.links.cross('B', &b));
        rig.links.setCross('A', &a, cross); // no news
        rig.links.setCross('A', &b, {});    // not its crosshair
        QCOMPARE(told, 1);
        rig.links.setCross('A', &a, {});
        QVERIFY(!rig.links.cross('A', &b));
        QCOMPARE(told, 2);
        rig.links.setCross(kNoGroup, &a, cross);
        QVERIFY(!rig.links.cross(kNoGroup, &b));
        QCOMPARE(told, 2);
    }
    void theTimeAPaneShowsIsToldToItsGroup() {
        test::PaneRig rig;
        const QObject a;
        const QObject b;
        const QObject c;
        rig.links.setWindow('A', &a, LinkedWindow{UnixNanos(5), UnixNanos(9)}, false);
        // Another one that goes on by itself is not heard beside it, until a hand moves it.
        rig.links.setWindow('A', &b, LinkedWindow{UnixNanos(6), UnixNanos(8)}, false);
        QCOMPARE(rig.links.window('A', &c).value(), (LinkedWindow{UnixNanos(5), UnixNanos(9)}));
        rig.links.setWindow('A', &b, LinkedWindow{UnixNanos(6), UnixNanos(8)}, true);
        rig.links.setWindow('A', &a, LinkedWindow{UnixNanos(5), UnixNanos(10)}, false);
        QCOMPARE(rig.links.window('A', &c).value(), (LinkedWindow{UnixNanos(6), UnixNanos(8)}));
        QVERIFY(!rig.links.window('B', &c));
        rig.links.setWindow('A', &a, {}, false); // no longer its own
        QVERIFY(rig.links.window('A', &c));
        QVERIFY(!rig.links.window('A', &b)); // its own
        rig.links.setWindow('A', &b, {}, false);
        QVERIFY(!rig.links.window('A', &c));
    }
    void aPaneThatOnlyFollowsTellsNoTime() {
        test::PaneRig rig;
        Probe source(rig.context);
        Probe reader(rig.context);
        source.setGroup('C');
        reader.setGroup('C');
        source.tellWindow(LinkedWindow{UnixNanos(5), UnixNanos(9)});
        QVERIFY(reader.linkedWindow());
        reader.setRole(LinkRole::Source);
        QVERIFY(!reader.linkedWindow());
        reader.setRole(LinkRole::Both);
        source.setRole(LinkRole::Destination); // takes back what it told
        QVERIFY(!reader.linkedWindow());
        source.tellWindow(LinkedWindow{UnixNanos(5), UnixNanos(9)});
        QVERIFY(!reader.linkedWindow());
    }
    /// Whoever paints all its pixels is painted alone; a sheet that draws a background for every widget undoes that.
    void theSheetLeavesPanesOpaque() {
        test::PaneRig rig;
        Probe pane(rig.context);
        rig.show(pane, {300, 200});
        QVERIFY(pane.testAttribute(Qt::WA_OpaquePaintEvent));
        QVERIFY(pane.header()->testAttribute(Qt::WA_OpaquePaintEvent));
        QVERIFY(pane.isSeen());
        pane.hide();
        QVERIFY(!pane.isSeen());
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
