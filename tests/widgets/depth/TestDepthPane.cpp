#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/Inputs.h"
#include "widgets/depth/DepthPane.h"

#include <QLabel>
#include <QObject>
#include <QSignalSpy>
#include <QWheelEvent>

using namespace qd;
using namespace qd::ui;

namespace {

constexpr MarketId kSol(0);

struct DepthRig : test::PaneRig {
    explicit DepthRig(const char* theme = "dark", QSize size = {600, 400}) : PaneRig(theme) {
        venue.setBook(kSol, Price::of(150));
        venue.tickers[kSol].receivedNanos = clock.monotonicNanos();
        pane = std::make_unique<DepthPane>(context);
        show(*pane, size);
        frame();
    }
    void frame() { PaneRig::frame(*pane); }
    DepthView& view() { return pane->view(); }
    QLabel& label(const char* name) { return *pane->findChild<QLabel*>(name); }
    std::unique_ptr<DepthPane> pane;
};

/// Counts the paints of a widget.
class Paints : public QObject {
  public:
    explicit Paints(QWidget& of) { of.installEventFilter(this); }
    int count = 0;

  protected:
    bool eventFilter(QObject*, QEvent* event) override {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

} // namespace

class TestDepthPane : public QObject {
    Q_OBJECT
  private slots:
    void paintsOnlyWhatChanged() {
        DepthRig rig;
        Paints paints(rig.view());
        rig.frame();
        QCOMPARE(paints.count, 0);
        rig.venue.setBook(kSol, Price::of(151));
        rig.frame();
        QCOMPARE(paints.count, 1);
        QCOMPARE(rig.view().scene().depth.centre(), Price(151'005'000));
        QCOMPARE(rig.pane->frameInterval(), 0); // with the next frame
    }
    void watchesWhileShown() {
        DepthRig rig;
        QCOMPARE(rig.venue.booksWatched, 1);
        rig.pane->hide();
        QCOMPARE(rig.venue.booksWatched, 0);
        rig.pane->show();
        QCOMPARE(rig.venue.booksWatched, 1);
    }
    void wheelAndKeysChooseTheRange() {
        DepthRig rig;
        QCOMPARE(rig.view().scene().range, 10'000);
        QWheelEvent wheel({50, 50}, {50, 50}, {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&rig.view(), &wheel);
        QCOMPARE(rig.view().scene().range, 20'000);
        QTest::keyClick(&rig.view(), Qt::Key_Plus);
        QTest::keyClick(&rig.view(), Qt::Key_Up);
        QCOMPARE(rig.view().scene().range, 5'000);
        for (int i = 0; i < 20; ++i) QTest::keyClick(&rig.view(), Qt::Key_Minus);
        QCOMPARE(rig.view().scene().range, 0);
    }
    /// The cursor left of the mid reads the asks at the same distance.
    void cursorReadsBothSides() {
        DepthRig rig;
        QVERIFY(!rig.view().cursor());
        QTest::mouseMove(&rig.view(), QPoint(200, 200));
        QVERIFY(rig.view().cursor());
        const Price distance = *rig.view().cursor();
        QVERIFY(distance > Price());
        QVERIFY(distance < rig.view().scene().depth.distanceOf(10'000));
        const QString bids = rig.view().readout(Side::Buy).where;
        const QString asks = rig.view().readout(Side::Sell).where;
        QVERIFY(bids.contains(QChar(0x2212)) && asks.contains('+'));
        QTest::keyClick(&rig.view(), Qt::Key_Escape);
        QVERIFY(!rig.view().cursor());
        QTest::keyClick(&rig.view(), Qt::Key_Left);
        QCOMPARE(*rig.view().cursor(), rig.view().scene().depth.distanceOf(10'000));
    }
    void ordersOfATypedSize() {
        DepthRig rig;
        QVERIFY(rig.label("buyFill").isHidden());
        rig.pane->findChild<DecimalEdit*>("size")->setText("1.5");
        QVERIFY(rig.label("buyFill").text().startsWith("Buy 1.50: average 150.0"));
        QVERIFY(rig.label("sellFill").isVisible());
        rig.pane->findChild<DecimalEdit*>("size")->setText("0.00000000001");
        QVERIFY(rig.label("buyFill").text().startsWith("This is no size"));
        QVERIFY(rig.label("sellFill").isHidden());
        rig.pane->findChild<DecimalEdit*>("size")->clear();
        QVERIFY(rig.label("buyFill").isHidden());
    }
    void doubtIsSaid_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("doubt");
        QTest::newRow("live") << int(DataStatus::Live) << "";
        QTest::newRow("stale") << int(DataStatus::Stale) << "Stale: nothing new for 0:04";
        QTest::newRow("gap") << int(DataStatus::Gap) << "Gap: the feed is being joined anew, 0:04 old";
        QTest::newRow("paused") << int(DataStatus::Paused) << "Paused: RESUME lets the market go on";
        QTest::newRow("ended") << int(DataStatus::Ended) << "The recording is over: this is its last book";
    }
    void doubtIsSaid() {
        QFETCH(int, status);
        QFETCH(QString, doubt);
        DepthRig rig;
        rig.venue.tickers[kSol].status = static_cast<DataStatus>(status);
        rig.clock.advance(4 * kNanosPerSecond);
        rig.frame();
        QCOMPARE(rig.view().scene().doubt, doubt);
    }
    void doubtfulFillsAreDimmed() {
        DepthRig rig;
        QVERIFY(!rig.pane->applyWords({"SIZE", "1"}));
        const QString dim = rig.themes.theme().color(Token::Text3).name();
        QVERIFY(!rig.label("buyFill").styleSheet().contains(dim));
        rig.venue.tickers[kSol].status = DataStatus::Stale;
        rig.frame();
        QVERIFY(rig.label("buyFill").styleSheet().contains(dim));
    }
    void nothingIsEmptyWithoutAWord() {
        DepthRig rig;
        rig.venue.books[kSol] = nullptr;
        rig.frame();
        QVERIFY(rig.view().scene().empty.startsWith("The book is empty"));
        rig.venue.tickers[kSol].status = DataStatus::Unknown;
        rig.venue.tellAccount();
        rig.frame();
        QVERIFY(rig.view().scene().empty.startsWith("No book yet"));
        QVERIFY(rig.label("buyFill").isHidden());
    }
    void ownOrdersAppear() {
        DepthRig rig;
        TrackedOrder order;
        order.state = OrderState::Working;
        order.order.terms.side = Side::Buy;
        order.order.terms.price = Price(149'900'000);
        order.order.terms.size = Quantity::of(1);
        rig.venue.orderList = {order};
        rig.venue.tellAccount();
        rig.frame();
        QCOMPARE(rig.view().scene().depth.within(Side::Buy, Price::of(1)).own, Quantity::of(1));
        QVERIFY(rig.view().readout(Side::Buy).own.contains("own 1.00"));
    }
    void wordsAndLayout() {
        DepthRig rig;
        QVERIFY(!rig.pane->applyWords({"0.5%", "size", "20"}));
        QCOMPARE(rig.view().scene().range, 5'000);
        QVERIFY(rig.label("buyFill").isVisible());
        QVERIFY(rig.pane->applyWords({"3%"}));
        QVERIFY(rig.pane->applyWords({"SIZE", "many"}));
        DepthRig again;
        again.pane->restore(rig.pane->state());
        QCOMPARE(again.view().scene().range, 5'000);
        QCOMPARE(again.pane->findChild<DecimalEdit*>("size")->text(), "20");
        again.pane->restore({{"range", "77"}, {"size", "many"}}); // a layout of another hand
        QCOMPARE(again.view().scene().range, 5'000);
        QCOMPARE(again.pane->findChild<DecimalEdit*>("size")->text(), "20");
    }
    void paintsInEveryThemeAndSize_data() {
        QTest::addColumn<QByteArray>("theme");
        QTest::addColumn<QSize>("size");
        for (const char* theme : {"dark", "light", "high-contrast"}) {
            for (const QSize size : {QSize(160, 120), QSize(300, 300), QSize(900, 500)})
                QTest::addRow("%s %dx%d", theme, size.width(), size.height()) << QByteArray(theme) << size;
        }
    }
    /// Bids stand left of the mid in the colour of bids, asks right of it in that of asks.
    void paintsInEveryThemeAndSize() {
        QFETCH(QByteArray, theme);
        QFETCH(QSize, size);
        DepthRig rig(theme.constData(), size);
        QVERIFY(!rig.pane->applyWords({"WHOLE"}));
        const QImage picture = rig.view().grab().toImage();
        const auto columnOf = [&](Token token) -> int {
            const QColor wanted = rig.themes.theme().color(token);
            for (int y = picture.height() * 3 / 4; y > picture.height() / 3; --y) {
                for (int x = 0; x < picture.width() * 9 / 10; ++x) {
                    if (picture.pixelColor(x, y) == wanted) return x;
                }
            }
            return -1;
        };
        if (size.height() < 200) return; // only that it paints
        QVERIFY(columnOf(Token::Up) >= 0 && columnOf(Token::Up) < picture.width() / 2);
        QVERIFY(columnOf(Token::Down) > picture.width() / 3);
    }
};
QD_TEST(TestDepthPane);
#include "TestDepthPane.moc"
