#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/twap/TwapPane.h"

#include <QLabel>
#include <QObject>
#include <QToolButton>

using namespace qd;
using namespace qd::ui;

namespace {

/// 20 SOL over ten minutes, a child every 30 s; seven children have filled 7 at 147 on average.
TrackedOrder running(std::uint32_t id, UnixNanos began) {
    TrackedOrder t;
    t.order.id = OrderId(id);
    t.order.terms.clientId = ClientOrderId(id + 100);
    t.order.terms.type = OrderType::Market;
    t.order.terms.timeInForce = TimeInForce::ImmediateOrCancel;
    t.order.terms.size = Quantity::of(20);
    t.order.terms.twap = {600'000, 30'000};
    t.order.filled = Quantity::of(7);
    t.order.filledQuote = Money::of(1'029);
    t.order.createdAt = began;
    t.order.progress.phase = OrderPhase::Twap;
    t.order.progress.child = 7;
    t.order.progress.nextChild = began + 210 * kNanosPerSecond;
    t.state = OrderState::PartiallyFilled;
    return t;
}

struct Rig : test::PaneRig {
    TwapPane pane{context};
    Rig() {
        venue.setBook(MarketId(0), Price::of(150));
        venue.tickers[MarketId(0)].prices.mark = Price::of(150);
        venue.orderList = {running(1, venue.marketNow)};
        venue.marketNow = venue.marketNow + 196 * kNanosPerSecond;
        show(pane, {1'100, 180});
        pane.activateWindow();
        if (!QTest::qWaitForWindowActive(&pane)) qFatal("the pane is not active");
        update();
    }
    Table& table() { return *pane.findChild<Table*>("twaps"); }
    void update() {
        clock.advance(100 * kNanosPerMilli);
        venue.tellAccount();
        frame(pane);
    }
    [[nodiscard]] QString cell(TwapColumn column, int row = 0) {
        return table().model()->index(row, static_cast<int>(column)).data().toString();
    }
    QStringList links(int row = 0) {
        return table().model()->index(row, static_cast<int>(TwapColumn::Deeds)).data(kLinksRole).toStringList();
    }
    void run(int link) {
        const QModelIndex index = table().model()->index(0, static_cast<int>(TwapColumn::Deeds));
        const QStringList texts = index.data(kLinksRole).toStringList();
        const QFontMetrics metrics(themes.theme().font(FontRole::Dense));
        const QRect box = table().visualRect(index);
        const int x = box.right() - 6 - metrics.horizontalAdvance(texts.mid(link).join(" · ")) +
                      metrics.horizontalAdvance(texts[link]) / 2;
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, {x, box.center().y()});
    }
};

} // namespace

class TestTwapPane : public QObject {
    Q_OBJECT
  private slots:
    void aRowSaysHowFarItIs() {
        Rig rig;
        QCOMPARE(rig.cell(TwapColumn::Market), "SOL-PERP");
        QCOMPARE(rig.cell(TwapColumn::Filled), "7.00 of 20.00");
        QCOMPARE(rig.cell(TwapColumn::Done), "35.0 %");
        QCOMPARE(rig.cell(TwapColumn::Children), "7/20");
        QCOMPARE(rig.cell(TwapColumn::Average), "147.00");
        QCOMPARE(rig.cell(TwapColumn::Mark), "150.00");
        QCOMPARE(rig.cell(TwapColumn::Better), "+2.000 %"); // bought below the mark
        QCOMPARE(rig.cell(TwapColumn::Next), "0:14");
        QCOMPARE(rig.cell(TwapColumn::Ends), "6:44");
        QCOMPARE(rig.cell(TwapColumn::State), "TWAP running");
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "1 running");
    }
    /// What is shown is neither better nor further than what is.
    void whatIsShownIsRoundedAgainstYou() {
        Rig rig;
        Order& order = rig.venue.orderList[0].order;
        order.terms.size = Quantity::of(10'000);
        order.filled = Quantity(9'999'600'000'000);   // 99.996 %
        order.filledQuote = Money(1'469'961'198'400); // 147.002...
        rig.update();
        QCOMPARE(rig.cell(TwapColumn::Done), "99.9 %");
        QCOMPARE(rig.cell(TwapColumn::Average), "147.01");
        order.terms.side = Side::Sell;
        order.filledQuote = Money(1'469'981'198'400); // 147.004...
        rig.update();
        QCOMPARE(rig.cell(TwapColumn::Average), "147.00");
    }
    void aSellIsBetterAboveTheMark() {
        Rig rig;
        rig.venue.orderList[0].order.terms.side = Side::Sell;
        rig.update();
        QCOMPARE(rig.cell(TwapColumn::Better), QString::fromUtf8("−2.000 %"));
    }
    void nothingIsClaimedBeforeTheFirstFill() {
        Rig rig;
        rig.venue.orderList[0].order.filled = Quantity();
        rig.venue.orderList[0].order.filledQuote = Money();
        rig.update();
        QCOMPARE(rig.cell(TwapColumn::Average), unknownText());
        QCOMPARE(rig.cell(TwapColumn::Better), unknownText());
    }
    void theCountdownGoesWithTheMarketsTime() {
        Rig rig;
        rig.venue.marketNow = rig.venue.marketNow + 13 * kNanosPerSecond + 1;
        rig.update();
        QCOMPARE(rig.cell(TwapColumn::Next), "0:01"); // a begun second counts
        rig.venue.marketNow = rig.venue.marketNow + kNanosPerMinute;
        rig.update();
        QCOMPARE(rig.cell(TwapColumn::Next), "0:00");
        rig.venue.orderList[0].order.progress.child = 20;
        rig.update();
        QCOMPARE(rig.cell(TwapColumn::Next), "all sent");
    }
    void pauseResumeAndCancel() {
        Rig rig;
        QCOMPARE(rig.links(), (QStringList{"Pause", "Cancel"}));
        rig.run(0);
        QCOMPARE(rig.venue.pausedTwaps.size(), 1U);
        QCOMPARE(rig.venue.pausedTwaps[0], (std::pair{OrderReference{OrderId(1), ClientOrderId(101)}, true}));
        rig.venue.orderList[0].order.progress.paused = true;
        rig.update();
        QCOMPARE(rig.cell(TwapColumn::Next), "paused");
        QCOMPARE(rig.cell(TwapColumn::State), "TWAP paused");
        QCOMPARE(rig.links(), (QStringList{"Resume", "Cancel"}));
        rig.run(0); // disarmed: it would send on
        QCOMPARE(rig.venue.pausedTwaps.size(), 1U);
        rig.gate.setArmed(true);
        rig.run(0);
        QVERIFY(!rig.venue.pausedTwaps.at(1).second);
        rig.run(1);
        QCOMPARE(rig.venue.cancelled.size(), 1U);
    }
    void keysDoTheSame() {
        Rig rig;
        rig.table().setCurrentIndex(rig.table().model()->index(0, 0));
        rig.table().setFocus();
        QTest::keyClick(&rig.table(), Qt::Key_Return);
        QCOMPARE(rig.venue.pausedTwaps.size(), 1U);
        rig.venue.orderList[0].order.progress.paused = true;
        rig.update();
        QTest::keyClick(&rig.table(), Qt::Key_Return); // disarmed: it would send on
        QCOMPARE(rig.venue.pausedTwaps.size(), 1U);
        const auto* notice = rig.pane.findChild<QLabel*>("twapsNotice");
        QVERIFY2(notice->text().startsWith("One-click trading is off."), qPrintable(notice->text()));
        QTest::keyClick(&rig.table(), Qt::Key_Delete);
        QCOMPARE(rig.venue.cancelled.size(), 1U);
    }
    void aRefusedPauseIsTold() {
        Rig rig;
        rig.run(0);
        rig.venue.orderList[0].pendingAmend = true;
        rig.update();
        rig.venue.orderList[0].pendingAmend = false;
        rig.venue.orderList[0].rejectCode = RejectCode::Unauthorized;
        rig.update();
        const auto* notice = rig.pane.findChild<QLabel*>("twapsNotice");
        QVERIFY(notice->isVisible());
        QVERIFY2(notice->text().contains(sentence(RejectCode::Unauthorized)), qPrintable(notice->text()));
    }
    void aLockHoldsAResumeBack() {
        Rig rig;
        rig.venue.orderList[0].order.progress.paused = true;
        rig.update();
        rig.gate.setLock(OpeningLock{UnixNanos::fromMillis(1'700'000'000'000), "Daily loss"});
        rig.run(0);
        QVERIFY(rig.venue.pausedTwaps.empty());
        const auto* notice = rig.pane.findChild<QLabel*>("twapsNotice");
        QVERIFY2(notice->text().contains("Opening is locked until"), qPrintable(notice->text()));
    }
    void finishedOnesAreInAll() {
        Rig rig;
        TrackedOrder over = running(2, rig.venue.marketNow);
        over.state = OrderState::Cancelled;
        over.closeReason = CloseReason::TwapOver;
        TrackedOrder limit; // no TWAP
        limit.state = OrderState::Working;
        rig.venue.orderList.push_back(over);
        rig.venue.orderList.push_back(limit);
        rig.update();
        QCOMPARE(rig.table().model()->rowCount(), 1);
        QVERIFY(!rig.pane.applyWords({"all"}));
        rig.update();
        QCOMPARE(rig.table().model()->rowCount(), 2);
        QCOMPARE(rig.cell(TwapColumn::Next, 1), unknownText());
        QVERIFY(rig.links(1).isEmpty());
        QVERIFY(rig.pane.applyWords({"some"})->contains("RUNNING"));
        TwapPane again(rig.context);
        again.restore(rig.pane.state());
        QCOMPARE(again.state(), rig.pane.state());
    }
    void anEmptyPaneSaysHowToBegin() {
        Rig rig;
        rig.venue.orderList.clear();
        rig.update();
        QCOMPARE(rig.table().model()->rowCount(), 0);
        QCOMPARE(rig.pane.findChild<QToolButton*>("paneSymbol")->text(), "0 running");
    }
    /// QD_SHOTS=folder keeps a picture.
    void isDrawn_data() {
        QTest::addColumn<QByteArray>("theme");
        QTest::newRow("dark") << QByteArray("dark");
        QTest::newRow("light") << QByteArray("light");
    }
    void isDrawn() {
        QFETCH(QByteArray, theme);
        test::PaneRig rig(theme.constData());
        rig.venue.setBook(MarketId(0), Price::of(150));
        rig.venue.tickers[MarketId(0)].prices.mark = Price::of(150);
        rig.venue.orderList = {running(1, rig.venue.marketNow), running(2, rig.venue.marketNow)};
        rig.venue.orderList[0].order.progress.paused = true;
        TwapPane pane(rig.context);
        rig.show(pane, {960, 160});
        rig.clock.advance(kNanosPerSecond);
        rig.frame(pane);
        const QImage picture = pane.grab().toImage();
        QVERIFY(!picture.isNull());
        if (const QString folder = qEnvironmentVariable("QD_SHOTS"); !folder.isEmpty())
            picture.save(folder + "/twap_" + theme + ".png");
    }
};
QD_TEST(TestTwapPane);
#include "TestTwapPane.moc"
