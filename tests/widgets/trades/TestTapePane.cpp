#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/trades/TapePane.h"
#include "widgets/trades/TapeView.h"

#include <QLineEdit>
#include <QMenu>
#include <QObject>
#include <QToolButton>

using namespace qd;
using namespace qd::ui;
using namespace qd::ui::trades;

namespace {

constexpr MarketId kSol{0};
constexpr MarketId kBtc{1};

void trade(test::PaneRig& rig, std::int64_t cents, std::int64_t hundredths, Side side = Side::Buy) {
    rig.venue.addTrade(kSol, Price(cents * 10'000), Quantity(hundredths * 10'000'000), side);
}
/// A frame late enough for the foot to be told again.
void laterFrame(test::PaneRig& rig, Pane& pane) {
    rig.clock.advance(kNanosPerSecond);
    rig.frame(pane);
}
QAction* entry(QWidget& pane, const QString& text) {
    for (QMenu* menu : pane.findChildren<QMenu*>()) {
        for (QAction* action : menu->actions()) {
            if (action->text() == text) return action;
        }
    }
    return nullptr;
}

} // namespace

class TestTapePane : public QObject {
    Q_OBJECT
  private slots:
    void readsTheTapeOfItsMarket() {
        test::PaneRig rig;
        rig.venue.setBook(kSol, Price::of(148));
        trade(rig, 14'800, 150);
        TapePane pane(rig.context);
        rig.show(pane, {300, 400});
        rig.frame(pane);
        QCOMPARE(pane.model().size(), std::size_t(1));
        trade(rig, 14'801, 250, Side::Sell);
        rig.frame(pane);
        rig.frame(pane);
        QCOMPARE(pane.model().size(), std::size_t(2));
        QCOMPARE(pane.model().row(0).aggressor, Side::Sell);
        pane.chooseMarket(kBtc);
        rig.frame(pane);
        QCOMPARE(pane.model().size(), std::size_t(0));
        pane.chooseMarket(kSol); // at once, not a frame later: an empty tape would be a lie
        QCOMPARE(pane.model().size(), std::size_t(2));
        rig.frame(pane);
        QCOMPARE(pane.model().size(), std::size_t(2));
    }
    /// A new account or a seek back begins a run whose trades are numbered from 1 again.
    void aNewRunBeginsTheTapeAnew() {
        test::PaneRig rig;
        for (int i = 0; i < 5; ++i) trade(rig, 14'800, 100);
        TapePane pane(rig.context);
        rig.show(pane, {300, 400});
        rig.frame(pane);
        rig.venue.tapes.clear();
        trade(rig, 9'000, 700);
        rig.venue.tellMarkets();
        rig.frame(pane);
        QCOMPARE(pane.model().size(), std::size_t(1));
        QCOMPARE(pane.model().row(0).lastPrice, Price::of(90));
    }
    void tellsWhatItMissed() {
        test::PaneRig rig;
        rig.venue.tradesKept = 10;
        TapePane pane(rig.context);
        rig.show(pane, {300, 400});
        trade(rig, 14'800, 100);
        rig.frame(pane);
        pane.hide();
        for (int i = 0; i < 15; ++i) trade(rig, 14'801, 100);
        pane.show();
        rig.frame(pane);
        QCOMPARE(pane.model().size(), std::size_t(12));
        QCOMPARE(pane.model().row(10).missed, 5U);
        rig.venue.marketNow = rig.venue.marketNow + 2 * kNanosPerSecond;
        laterFrame(rig, pane);
        QVERIFY2(pane.view().footText().contains("≥"), qPrintable(pane.view().footText()));
    }
    void theFootTellsTheLastMinute() {
        test::PaneRig rig;
        rig.venue.setBook(kSol, Price::of(148));
        TapePane pane(rig.context);
        rig.show(pane, {300, 400});
        trade(rig, 14'800, 900); // more than a minute ago in the end
        for (int i = 0; i < 120; ++i) {
            rig.venue.marketNow = rig.venue.marketNow + kNanosPerSecond / 2;
            trade(rig, 14'800, 150, i % 3 == 0 ? Side::Sell : Side::Buy);
        }
        laterFrame(rig, pane);
        QVERIFY2(pane.view().footText().startsWith("2.0/s · bought 120.0 · sold 60.00"),
                 qPrintable(pane.view().footText()));
    }
    void standsStillUnderTheMouse() {
        test::PaneRig rig;
        for (int i = 0; i < 100; ++i) trade(rig, 14'800, 100);
        TapePane pane(rig.context);
        rig.show(pane, {300, 400});
        rig.frame(pane);
        TapeView& view = pane.view();
        QTest::mouseMove(&view, view.rowsRect().center());
        for (int i = 0; i < 3; ++i) trade(rig, 14'801, 100);
        rig.frame(pane);
        QCOMPARE(view.scroll().top(), 100U);
        QCOMPARE(view.scroll().newer(), 3U);
        QTest::mouseMove(&view, QPoint(20, view.height() - 4)); // over the foot
        QCOMPARE(view.scroll().newer(), 0U);
        QVERIFY(view.badgeRect().isEmpty());
        QTest::keyClick(&view, Qt::Key_Down);
        trade(rig, 14'801, 100);
        rig.frame(pane);
        QCOMPARE(view.scroll().newer(), 2U);
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.badgeRect().center());
        QCOMPARE(view.scroll().newer(), 0U);
    }
    void keysMoveThroughTheTape() {
        test::PaneRig rig;
        for (int i = 0; i < 200; ++i) trade(rig, 14'800, 100);
        TapePane pane(rig.context);
        rig.show(pane, {300, 400});
        rig.frame(pane);
        TapeView& view = pane.view();
        const auto fit = static_cast<std::uint64_t>(view.rowsRect().height() / rig.themes.theme().denseRowHeight());
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.scroll().top(), 199U);
        QTest::keyClick(&view, Qt::Key_PageDown);
        QCOMPARE(view.scroll().top(), 199U - (fit - 1));
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(view.scroll().top(), fit);
        QTest::keyClick(&view, Qt::Key_Home);
        QCOMPARE(view.scroll().top(), 200U);
        QTest::keyClick(&view, Qt::Key_Space);
        trade(rig, 14'800, 100);
        rig.frame(pane);
        QCOMPARE(view.scroll().newer(), 1U);
        QTest::keyClick(&view, Qt::Key_Space);
        QCOMPARE(view.scroll().newer(), 0U);
    }
    void whatStandsOutRings() {
        test::PaneRig rig;
        const auto trade = [&](std::int64_t size) {
            rig.venue.addTrade(MarketId(0), Price::of(150), Quantity::of(size), Side::Buy);
            rig.clock.advance(kNanosPerSecond);
        };
        trade(100); // before the tape was opened: no news
        TapePane pane(rig.context);
        rig.show(pane, {300, 500});
        pane.restore({{"market", "SOL-PERP"}});
        const auto ringsAfter = [&](std::int64_t size) {
            rig.rings = 0;
            trade(size);
            rig.frame(pane);
            return rig.rings;
        };
        QVERIFY(!pane.applyWords({"BIG", "25", "sound"}));
        rig.rings = 0;
        rig.frame(pane);
        QCOMPARE(rig.rings, 0);
        QCOMPARE(ringsAfter(24), 0);
        QCOMPARE(ringsAfter(25), 1);
        TapePane again(rig.context);
        again.restore(pane.state());
        QCOMPARE(again.state(), pane.state());
        QVERIFY(!pane.applyWords({"QUIET"}));
        QCOMPARE(ringsAfter(25), 0);
    }
    void wordsAndStateComeBack() {
        test::PaneRig rig;
        TapePane pane(rig.context);
        pane.restore({{"market", "SOL-PERP"}, {"group", "B"}});
        QVERIFY(!pane.applyWords({"10", "50ms", "BIG", "25"}));
        QCOMPARE(pane.model().minimum(), Quantity::of(10));
        QCOMPARE(pane.model().window(), 50 * kNanosPerMilli);
        QVERIFY(pane.applyWords({"11", "nonsense"})->contains("nonsense"));
        QCOMPARE(pane.model().minimum(), Quantity::of(10));
        TapePane again(rig.context);
        again.restore(pane.state());
        QCOMPARE(again.state(), pane.state());
        QCOMPARE(again.model().minimum(), Quantity::of(10));
        QCOMPARE(again.model().highlight(), (Highlight{Highlight::Kind::Size, Quantity::of(25)}));
        again.show();
        QVERIFY2(again.view().footText().contains("≥ 10.00 SOL · joined 50 ms · big ≥ 25.00"),
                 qPrintable(again.view().footText()));
        again.chooseMarket(kBtc);
        QVERIFY(!again.view().footText().contains("SOL"));
        QVERIFY(again.model().minimum().isZero());
        again.chooseMarket(kSol);
        QCOMPARE(again.model().minimum(), Quantity::of(10));
    }
    void theHeaderOffersSizesThatOccur() {
        test::PaneRig rig;
        for (int i = 1; i <= 100; ++i) trade(rig, 14'800, i * 100);
        TapePane pane(rig.context);
        rig.show(pane, {400, 300});
        rig.frame(pane);
        auto* button = pane.findChild<QToolButton*>("tapeMinimum");
        QCOMPARE(button->text(), "≥ 0");
        button->click();
        QAction* fifty = entry(pane, "≥ 50.00 SOL");
        QVERIFY(fifty);
        fifty->trigger();
        QCOMPARE(pane.model().minimum(), Quantity::of(50));
        QCOMPARE(button->text(), "≥ 50.00");
        QCOMPARE(pane.model().size(), std::size_t(51));
    }
    void aSizeCanBeTyped() {
        test::PaneRig rig;
        TapePane pane(rig.context);
        rig.show(pane, {400, 300});
        pane.findChild<QToolButton*>("tapeBig")->click();
        auto* edit = pane.findChild<QLineEdit*>("tapeTypedSize");
        QVERIFY(edit);
        QTest::keyClicks(edit, "12.5");
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(pane.model().highlight(), (Highlight{Highlight::Kind::Size, Quantity(12'500'000'000)}));
        QCOMPARE(pane.findChild<QToolButton*>("tapeBig")->text(), "Big: 12.50");
    }
    void joinedColumnsNeedRoom() {
        test::PaneRig rig;
        trade(rig, 14'800, 12'345'678);
        TapePane pane(rig.context);
        rig.show(pane, {500, 300});
        rig.frame(pane);
        using C = TapeColumn;
        QCOMPARE(pane.view().shownColumns(), (std::vector<C>{C::Time, C::Price, C::Size}));
        QVERIFY(!pane.applyWords({"1s"}));
        QCOMPARE(pane.view().shownColumns(), (std::vector<C>{C::Time, C::Price, C::Size, C::Prints, C::Average}));
        pane.resize(200, 300);
        QCoreApplication::processEvents();
        QCOMPARE(pane.view().shownColumns(), (std::vector<C>{C::Time, C::Price, C::Size}));
        for (const char* control : {"tapeMinimum", "tapeJoin", "tapeBig"})
            QVERIFY(!pane.findChild<QToolButton*>(control)->isVisible());
        QVERIFY(pane.view().footText().contains("joined 1 s")); // what no control shows is said
    }
    void aStandingMarketIsDimmedWithItsAge() {
        test::PaneRig rig;
        rig.venue.setBook(kSol, Price::of(148));
        rig.venue.tickers[kSol].receivedNanos = rig.clock.monotonicNanos();
        trade(rig, 14'800, 100);
        TapePane pane(rig.context);
        rig.show(pane, {300, 400});
        rig.frame(pane);
        const QImage live = pane.grab().toImage();
        QVERIFY(!pane.view().footText().contains("paused"));
        rig.venue.tickers[kSol].status = DataStatus::Paused;
        rig.clock.advance(41 * kNanosPerSecond);
        rig.frame(pane);
        QVERIFY2(pane.view().footText().endsWith("paused, 0:41"), qPrintable(pane.view().footText()));
        const QColor up = rig.themes.theme().color(Token::Up);
        const auto shows = [&](const QImage& image, const QRect& area) {
            for (int y = area.top(); y <= area.bottom(); ++y) {
                for (int x = area.left(); x <= area.right(); ++x) {
                    if (image.pixelColor(x, y) == up) return true;
                }
            }
            return false;
        };
        const QRect rows = pane.view().rowsRect().translated(pane.view().pos());
        QVERIFY(shows(live, rows));
        QVERIFY(!shows(pane.grab().toImage(), rows));
    }
    /// From the arrival of a trade to the screen, once.
    void measuresTickToPixel() {
        test::PaneRig rig;
        rig.venue.setBook(kSol, Price::of(148));
        TapePane pane(rig.context);
        rig.show(pane, {300, 400});
        rig.frame(pane);
        const std::uint64_t before = rig.stats.tickToPixel.count();
        trade(rig, 14'800, 100);
        rig.venue.tickers[kSol].tradedNanos = rig.clock.monotonicNanos() + 12 * kNanosPerMilli;
        rig.venue.tickers[kSol].receivedNanos = rig.clock.monotonicNanos() - kNanosPerSecond; // of the book
        rig.frame(pane);
        QCOMPARE(rig.stats.tickToPixel.count(), before + 1);
        QCOMPARE(rig.stats.tickToPixel.percentile(0.5), 5 * kNanosPerMilli);
        rig.frame(pane);
        pane.view().repaint();
        QCOMPARE(rig.stats.tickToPixel.count(), before + 1);
    }
    /// Text on the tint of a big print must stay readable.
    void tintsKeepContrast_data() {
        QTest::addColumn<QString>("theme");
        QTest::newRow("dark") << "dark";
        QTest::newRow("light") << "light";
    }
    void tintsKeepContrast() {
        QFETCH(QString, theme);
        ui::Theme look = test::themeNamed(theme.toLatin1().constData());
        for (const bool blind : {false, true}) {
            look.setColourBlind(blind);
            for (const Token side : {Token::Up, Token::Down}) {
                const QColor tint = look.blended(side, 12, Token::Bg1);
                for (const Token text : {side, Token::Text1, Token::Text2, Token::Text3})
                    QVERIFY2(contrast(look.color(text), tint) >= 4.5,
                             qPrintable(QString::number(contrast(look.color(text), tint))));
                QVERIFY(contrast(look.color(Token::Text1), look.blended(side, 25, Token::Bg1)) >= 4.5);
            }
        }
    }
};
QD_TEST(TestTapePane);
#include "TestTapePane.moc"
