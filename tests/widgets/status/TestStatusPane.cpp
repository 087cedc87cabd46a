#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/status/StatusPane.h"

#include <QObject>
#include <QPaintEvent>
#include <QScrollArea>
#include <QScrollBar>

using namespace qd;
using namespace qd::ui;

namespace {

class PaintCounter final : public QObject {
  public:
    explicit PaintCounter(QWidget* watched) { watched->installEventFilter(this); }
    int paints = 0;
    int height = 0; ///< of what the last one painted

  protected:
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() != QEvent::Paint) return false;
        ++paints;
        height = static_cast<QPaintEvent*>(event)->region().boundingRect().height();
        return false;
    }
};

} // namespace

class TestStatusPane : public QObject {
    Q_OBJECT
  private slots:
    void repaintsOnlyWhatChanged() {
        test::PaneRig rig;
        rig.venue.setBook(MarketId(0), Price::of(100));
        StatusPane pane(rig.context);
        rig.show(pane, {600, 500});
        QTRY_VERIFY(rig.stats.paint("STATUS").count() > 0);
        rig.frame(pane); // shows what the first paint has cost; by the standing clock all later ones cost the same
        PaintCounter counter(pane.findChild<QWidget*>("statusBoard"));
        for (int i = 0; i < 5; ++i) rig.frame(pane);
        QCOMPARE(counter.paints, 0);
        rig.venue.healthState.gaps = 3;
        rig.frame(pane);
        QCOMPARE(counter.paints, 1);
        QCOMPARE(counter.height, rig.themes.theme().denseRowHeight());
        QVERIFY(plainText(pane.figures()).contains("Gaps\t3"));
    }
    void faultsAreShownAtOnce() {
        test::PaneRig rig;
        StatusPane pane(rig.context);
        rig.show(pane, {600, 500});
        rig.venue.healthState.fault = "the disk is full";
        rig.venue.tellVenue(); // no frame in between
        QCOMPARE(pane.figures().messages.front().text, "the disk is full");
        pane.hide();
        rig.venue.healthState.fault.reset();
        rig.venue.tellVenue();
        QCOMPARE(pane.figures().messages.size(), 1U); // hidden panes do nothing
    }
    void scrollsWhenLow_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("scrolls");
        QTest::newRow("low") << QSize(700, 160) << true;
        QTest::newRow("narrow") << QSize(240, 400) << true;
        QTest::newRow("large") << QSize(1'200, 900) << false;
    }
    void scrollsWhenLow() {
        QFETCH(QSize, size);
        QFETCH(bool, scrolls);
        test::PaneRig rig;
        StatusPane pane(rig.context);
        rig.show(pane, size);
        auto* scroll = pane.findChild<QScrollArea*>("statusScroll");
        QTRY_COMPARE(scroll->verticalScrollBar()->maximum() > 0, scrolls);
        QCOMPARE(scroll->horizontalScrollBar()->maximum(), 0);
    }
    /// A long sentence takes more rows, not the room of the figures.
    void longFaultsWrap() {
        test::PaneRig rig;
        StatusView view(rig.context);
        StatusFigures figures = statusFigures(rig.context, 0);
        QRegion dirty;
        QCOMPARE(view.setFigures(figures, dirty), StatusView::Change::Arrangement);
        const int before = view.layout(300);
        figures.messages.push_back({"/var/lib/quantdesk/profiles/default/venue/run-12/journal-000000012.log: record 48 "
                                    "is damaged; everything before it was kept, and the venue stands still",
                                    Token::Danger});
        QCOMPARE(view.setFigures(figures, dirty), StatusView::Change::Arrangement);
        QCOMPARE(view.setFigures(figures, dirty), StatusView::Change::None);
        QVERIFY(dirty.isEmpty());
        QVERIFY(view.layout(300) - before > 3 * QFontMetrics(rig.themes.theme().font(FontRole::Interface)).height());
    }
    /// Figures of one group that need more room move the others of their column: the whole group is painted.
    void widerFiguresRepaintTheirGroup() {
        test::PaneRig rig;
        StatusView view(rig.context);
        rig.stats.frames.add(5 * kNanosPerMilli);
        QRegion dirty;
        view.setFigures(statusFigures(rig.context, 0), dirty);
        view.layout(300);
        StatusFigures figures = view.figures();
        StatusGroup& frames = figures.groups.back();
        QCOMPARE(frames.title, "Frames");
        frames.lines[0].cells[1].text = "a far longer text than before";
        QCOMPARE(view.setFigures(figures, dirty), StatusView::Change::Lines);
        const int rows = static_cast<int>(frames.lines.size());
        QVERIFY(dirty.boundingRect().height() > rows * rig.themes.theme().denseRowHeight());
        QCOMPARE(view.tipAt(dirty.boundingRect().bottomLeft()), frames.lines.back().tip);
    }
    void everyFigureHasATip() {
        test::PaneRig rig;
        StatusView view(rig.context);
        QRegion dirty;
        view.setFigures(statusFigures(rig.context, 0), dirty);
        QStringList wanted;
        for (const StatusGroup& group : view.figures().groups) {
            for (const StatusLine& line : group.lines) wanted << line.tip;
        }
        for (const int width : {240, 640, 1'400}) {
            const int height = view.layout(width);
            QStringList found;
            for (int y = 0; y < height; y += 3) {
                for (int x = 0; x < width; x += 40) {
                    if (const QString tip = view.tipAt({x, y}); !tip.isEmpty()) found << tip;
                }
            }
            for (const QString& tip : wanted) QVERIFY2(found.contains(tip), qPrintable(tip));
        }
    }
    void paintIsMeasured() {
        test::PaneRig rig;
        StatusPane pane(rig.context);
        rig.show(pane, {600, 500});
        QTRY_VERIFY(rig.stats.paint("STATUS").count() > 0);
    }
};
QD_TEST(TestStatusPane);
#include "TestStatusPane.moc"
