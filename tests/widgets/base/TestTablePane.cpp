#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/TablePane.h"

#include <QLabel>
#include <QObject>

using namespace qd;
using namespace qd::ui;

namespace {

class Probe final : public TablePane {
  public:
    explicit Probe(PaneContext& context)
        : TablePane(context, "PROBE", "Probe", "probe")
        , m_model(columns(), [](const int& r) { return r; }) {
        table().setRowsModel(&m_model);
    }
    using TablePane::say;
    using TablePane::setMarketColumn;
    using TablePane::showMarket;
    using TablePane::table;
    int reads = 0;
    bool ages = false;

  protected:
    void read(const Frame&) override { ++reads; }
    [[nodiscard]] bool showsAges() const override { return ages; }

  private:
    static std::vector<Column<int>> columns() {
        std::vector<Column<int>> list(2);
        list[0].title = "A";
        list[1].title = "B";
        return list;
    }
    TableModel<int, int> m_model;
};

} // namespace

class TestTablePane : public QObject {
    Q_OBJECT
  private slots:
    void readsWhatChangedAndNotTooOften() {
        test::PaneRig rig;
        Probe pane(rig.context);
        rig.show(pane, {300, 100});
        QCOMPARE(pane.reads, 1);
        rig.clock.advance(kNanosPerSecond);
        rig.frame(pane);
        QCOMPARE(pane.reads, 1);
        rig.venue.tellAccount();
        rig.frame(pane);
        QCOMPARE(pane.reads, 2);
        for (int i = 0; i < 12; ++i) { // 204 ms
            rig.venue.tellAccount();
            rig.frame(pane);
        }
        QCOMPARE(pane.reads, 4);
        pane.ages = true;
        rig.clock.advance(kNanosPerSecond);
        rig.frame(pane);
        QCOMPARE(pane.reads, 5);
    }
    void noticesGo() {
        test::PaneRig rig;
        Probe pane(rig.context);
        rig.show(pane, {300, 100});
        auto* notice = pane.findChild<QLabel*>("probeNotice");
        QVERIFY(notice != nullptr && notice->isHidden());
        pane.say("Held back.", Token::Warn);
        rig.frame(pane);
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->text(), "Held back.");
        rig.clock.advance(10 * kNanosPerSecond);
        rig.frame(pane);
        QVERIFY(notice->isHidden());
    }
    void showsMarketsInItsGroup() {
        test::PaneRig rig;
        Probe pane(rig.context);
        pane.showMarket(MarketId(1));
        QCOMPARE(rig.links.market('A').value(), MarketId(1));
        pane.restore({{"group", "D"}});
        pane.showMarket(MarketId(0));
        QCOMPARE(rig.links.market('D').value(), MarketId(0));
        QCOMPARE(rig.links.market('A').value(), MarketId(1));
    }
    void symbolsFit() {
        test::PaneRig rig;
        auto later = std::move(rig.venue.marketList);
        rig.venue.marketList.clear();
        Probe pane(rig.context);
        pane.setMarketColumn(0);
        rig.show(pane, {120, 100});
        const int narrow = pane.table().columnWidth(0);
        later[1].params.symbol = "1000BONKANDMORE-PERP";
        rig.venue.marketList = std::move(later);
        rig.venue.tellMarkets();
        const QFontMetrics metrics(rig.themes.theme().font(FontRole::Dense));
        QVERIFY(pane.table().columnWidth(0) > narrow);
        QVERIFY(pane.table().columnWidth(0) + 3 >= metrics.horizontalAdvance("1000BONKANDMORE-PERP") + 12);
    }
    void columnsComeBack() {
        test::PaneRig rig;
        Probe first(rig.context);
        first.table().setColumnHidden(1, true);
        first.table().sortByColumn(0, Qt::DescendingOrder);
        Probe second(rig.context);
        second.restore(first.state());
        QVERIFY(second.table().isColumnHidden(1));
        QCOMPARE(second.state(), first.state());
    }
};
QD_TEST(TestTablePane);
#include "TestTablePane.moc"
