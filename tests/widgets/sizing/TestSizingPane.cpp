#include "tests/support/TestRunner.h"
#include "tests/widgets/ticket/TicketScene.h"
#include "widgets/base/Inputs.h"
#include "widgets/sizing/SizingPane.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QObject>
#include <QPushButton>
#include <QScrollArea>

using namespace qd;
using namespace qd::ui;

namespace {

struct SizingRig : test::PaneRig {
    explicit SizingRig(QSize size = {360, 640}) : scene(*this) {
        pane = std::make_unique<SizingPane>(context);
        show(*pane, size);
        frame();
    }
    void frame() { PaneRig::frame(*pane); }
    DecimalEdit& field(const char* name) { return *pane->findChild<DecimalEdit*>(name); }
    QString label(const char* name) { return pane->findChild<QLabel*>(name)->text(); }
    test::TicketScene scene;
    std::unique_ptr<SizingPane> pane;
};

} // namespace

class TestSizingPane : public QObject {
    Q_OBJECT
  private slots:
    void countsWhileTyping() {
        SizingRig rig;
        QVERIFY(rig.label("messages").contains("stop"));
        QVERIFY(!rig.pane->findChild<QPushButton*>("copy")->isEnabled());
        QTest::keyClicks(&rig.field("entry"), "150");
        QTest::keyClicks(&rig.field("stop"), "148");
        QVERIFY(rig.label("headline").startsWith("Buy ") && rig.label("headline").contains("SOL-PERP at 150.00"));
        QVERIFY(rig.pane->sizing().lossAtStop);
        rig.field("stop").setText("152");
        QVERIFY(rig.label("headline").startsWith("Sell "));
    }
    void followsTheAccountAndTheBook() {
        SizingRig rig;
        rig.field("stop").setText("148");
        const Money budget = *rig.pane->sizing().budget;
        rig.scene.exchange.send(Deposit{rig.scene.user, Amount(Money::of(10'000).raw())});
        rig.scene.publish();
        rig.frame();
        QCOMPARE(rig.pane->sizing().budget->raw(), 2 * budget.raw());
        rig.scene.rest(rig.scene.maker, Side::Sell, Price(150'000'000), Quantity::of(1));
        rig.scene.publish();
        rig.frame();
        QCOMPARE(*rig.pane->sizing().entry, Price(150'000'000));
    }
    void copiesAndSendsNothing() {
        SizingRig rig;
        rig.field("entry").setText("150");
        rig.field("stop").setText("148");
        rig.field("stop").setFocus();
        QTest::keyClick(&rig.field("stop"), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(QApplication::clipboard()->text().startsWith("ORDER BUY "));
        QVERIFY(QApplication::clipboard()->text().endsWith("SOL-PERP LIMIT 150 BRACKET SL 148"));
        QVERIFY(rig.venue.placed.empty() && rig.venue.placedSets.empty());
    }
    void wordsAndLayout() {
        SizingRig rig;
        QVERIFY(!rig.pane->applyWords({"ENTRY", "150", "stop", "148", "RISK", "250", "LEV", "4", "T2", "155.5"}));
        QCOMPARE(*rig.pane->sizing().budget, Money::of(250));
        QVERIFY(!rig.pane->applyWords({"RISK", "2%"}));
        QCOMPARE(*rig.pane->sizing().budget, Money::of(200));
        SizingRig again;
        again.pane->restore(rig.pane->state());
        QCOMPARE(again.pane->sizing().size, rig.pane->sizing().size);
        QCOMPARE(again.field("t2").text(), "155.5");
        QVERIFY(!rig.pane->applyWords({"ENTRY", "NONE"}));
        QVERIFY(rig.pane->sizing().entryIsLive);
        for (const ports::ActionWords& wrong :
             {ports::ActionWords{"STOP"}, {"STOP", "low"}, {"PRICE", "150"}, {"T4", "150"}})
            QVERIFY(rig.pane->applyWords(wrong));
        again.pane->restore({{"unit", "usdc"}, {"stop", "x"}, {"risk", "1e9"}});
        QVERIFY(again.field("stop").text().isEmpty());
        QVERIFY(again.field("risk").text().isEmpty());
    }
    /// A stop of one market means nothing in another.
    void anotherMarketBeginsAnew() {
        SizingRig rig;
        rig.field("entry").setText("150");
        rig.field("stop").setText("148");
        rig.field("risk").setText("2");
        rig.pane->chooseMarket(MarketId(1));
        QVERIFY(rig.field("entry").text().isEmpty() && rig.field("stop").text().isEmpty());
        QCOMPARE(rig.field("risk").text(), "2");
    }
    void staleFiguresAreSaid() {
        SizingRig rig;
        rig.venue.tickers[MarketId(0)].status = DataStatus::Stale;
        rig.frame();
        QVERIFY(rig.label("messages").contains("stale"));
    }
    void watchesWhileShown() {
        SizingRig rig;
        QCOMPARE(rig.venue.booksWatched, 1);
        rig.pane->hide();
        QCOMPARE(rig.venue.booksWatched, 0);
    }
    void nothingIsClipped_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("scale");
        for (const int width : {300, 360, 700}) {
            for (const double scale : {1.0, 1.4}) QTest::addRow("%d at %.1f", width, scale) << width << scale;
        }
    }
    void nothingIsClipped() {
        QFETCH(int, width);
        QFETCH(double, scale);
        SizingRig rig({width, 500});
        Theme theme = rig.themes.theme();
        theme.setFontScale(scale);
        applyAppearance(*qApp, theme);
        rig.themes.setTheme(theme);
        QVERIFY(!rig.pane->applyWords({"ENTRY", "150", "STOP", "148"}));
        rig.frame();
        auto* scroll = rig.pane->findChild<QScrollArea*>("sizingScroll");
        QVERIFY2(scroll->widget()->minimumSizeHint().width() <= scroll->viewport()->width(),
                 qPrintable(QString::number(scroll->widget()->minimumSizeHint().width())));
        for (const QWidget* part : scroll->widget()->findChildren<QWidget*>()) {
            if (!part->isVisible() || part->parentWidget() == nullptr) continue;
            QVERIFY2(part->parentWidget()->rect().contains(part->geometry()), qPrintable(part->objectName()));
        }
    }
};
QD_TEST(TestSizingPane);
#include "TestSizingPane.moc"
