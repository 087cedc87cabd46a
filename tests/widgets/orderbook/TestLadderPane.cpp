// Size: one scenario a promise of the ladder; their number is what makes the file long.
#include "tests/support/TestRunner.h"
#include "tests/widgets/orderbook/LadderRig.h"
#include "widgets/base/FrameClock.h"

#include <QMenu>
#include <QObject>
#include <QPaintEvent>
#include <QRegularExpression>

#include <algorithm>

using namespace qd;
using namespace qd::ui;
using test::LadderRig;

namespace {

/// The regions a widget paints.
class PaintSpy final : public QObject {
  public:
    explicit PaintSpy(QWidget& widget) : m_widget(widget) { widget.installEventFilter(this); }
    QRegion region;
    int count = 0;
    bool eventFilter(QObject* object, QEvent* event) override {
        if (object == &m_widget && event->type() == QEvent::Paint) {
            region += static_cast<QPaintEvent*>(event)->region();
            ++count;
        }
        return false;
    }

  private:
    QWidget& m_widget;
};

/// The same book with another size at one bid.
void changeBid(LadderRig& ladder, const char* price, const char* size) {
    auto book = std::make_shared<BookSnapshot>(*ladder.venue().book(LadderRig::kSol));
    ++book->version;
    book->receivedNanos = ladder.rig.clock.monotonicNanos();
    for (BookLevel& level : book->bids) {
        if (level.price == LadderRig::price(price)) level.size = LadderRig::size(size);
    }
    ladder.venue().books[LadderRig::kSol] = book;
}

std::uint16_t marksAt(LadderRig& ladder, const char* price) {
    const auto row = ladder.pane.model().rowNear(LadderRig::price(price));
    return row ? ladder.view().scene().rows[static_cast<std::size_t>(*row)].marks : std::uint16_t{0};
}

} // namespace

class TestLadderPane : public QObject {
    Q_OBJECT
  private slots:
    void theBookIsWatchedWhileThePaneLives() {
        test::PaneRig rig;
        rig.venue.setBook(MarketId(0), Price::of(148));
        {
            LadderPane pane(rig.context);
            rig.show(pane, {420, 700});
            QCOMPARE(rig.venue.booksWatched, 1);
            pane.chooseMarket(MarketId(1));
            QCOMPARE(rig.venue.booksWatched, 1);
        }
        QCOMPARE(rig.venue.booksWatched, 0);
    }
    void spreadAndImbalanceAreTold() {
        LadderRig ladder;
        QCOMPARE(ladder.words().spread, QString("1 tick · 0.67 bps"));
        QCOMPARE(ladder.words().footSpread, QString("0.01 · 0.67 bps"));
        const auto bid = ladder.pane.model().rowOf(Side::Buy, LadderRig::price("148.27")).value();
        const auto& rows = ladder.view().scene().rows;
        QVERIFY((rows[static_cast<std::size_t>(bid)].marks & kShowsLast) != 0);
        QVERIFY((rows[static_cast<std::size_t>(bid) - 1].marks & kShowsSpread) != 0);
        QVERIFY(ladder.words().imbalance.endsWith(" %"));
        QCOMPARE(ladder.words().mark, QString("148.27"));
        ladder.venue().tickers[LadderRig::kSol].prices.estimated = true;
        ladder.frame();
        QCOMPARE(ladder.words().mark, QString("148.27 est."));
    }
    void aCrossedBookIsCalledSo() {
        LadderRig ladder;
        auto book = std::make_shared<BookSnapshot>(*ladder.venue().book(LadderRig::kSol));
        std::swap(book->bids[0].price, book->asks[0].price);
        ladder.venue().books[LadderRig::kSol] = book;
        ladder.frame();
        QVERIFY(ladder.words().footWarns);
        QVERIFY(ladder.words().footSpread.startsWith(QChar(0x2212)));
    }
    void theLastTradeHasADirection() {
        LadderRig ladder;
        QCOMPARE(ladder.words().lastTrade, QString());
        ladder.venue().addTrade(LadderRig::kSol, LadderRig::price("148.28"), LadderRig::size("2.5"), Side::Buy);
        ladder.frame();
        QCOMPARE(ladder.words().lastTrade, QString("148.28 × 2.50"));
        QCOMPARE(ladder.words().lastSign, 1);
        QVERIFY((marksAt(ladder, "148.28") & kMarkLastUp) != 0);
        ladder.venue().addTrade(LadderRig::kSol, LadderRig::price("148.27"), LadderRig::size("1"), Side::Sell);
        ladder.frame();
        QVERIFY((marksAt(ladder, "148.28") & kMarkLastUp) == 0);
        QVERIFY((marksAt(ladder, "148.27") & kMarkLastDown) != 0);
    }
    void volumeIsCountedFromNowOn() {
        test::PaneRig rig;
        rig.venue.setBook(MarketId(0), Price(148'270'000), 200);
        rig.venue.addTrade(MarketId(0), Price(148'270'000), Quantity::of(9), Side::Sell); // before the pane was
        LadderPane pane(rig.context);
        rig.show(pane, {420, 700});
        QVERIFY(!pane.applyWords({"volume"}));
        rig.frame(pane);
        const auto traded = [&] {
            std::int64_t sum = 0;
            for (const RowLook& row : pane.view().scene().rows) sum += row.traded.raw();
            return sum;
        };
        QCOMPARE(traded(), 0);
        QCOMPARE(pane.view().scene().words.tradedCaption, QString("since 22:13"));
        rig.venue.addTrade(MarketId(0), Price(148'270'000), Quantity::of(2), Side::Sell);
        rig.venue.addTrade(MarketId(0), Price(148'280'000), Quantity::of(3), Side::Buy);
        rig.frame(pane);
        QCOMPARE(traded(), Quantity::of(5).raw());
        // A replay that is taken back starts the count anew.
        rig.venue.marketNow = rig.venue.marketNow + -kNanosPerHour;
        rig.frame(pane);
        QCOMPARE(traded(), 0);
        QCOMPARE(pane.view().scene().words.tradedCaption, QString("since 21:13"));
    }
    void positionsAreMarked() {
        LadderRig ladder;
        ladder.setPosition("12.5");
        QVERIFY((marksAt(ladder, "148.20") & kMarkEntry) != 0);
        QVERIFY((marksAt(ladder, "148.15") & kMarkLiquidation) != 0);
        QCOMPARE(ladder.words().position, QString("Long 12.50 at 148.20"));
        QCOMPARE(ladder.words().liquidation, QString("liq 148.15"));
        ladder.setPosition("-2");
        QCOMPARE(ladder.words().position, QString("Short 2.00 at 148.20"));
        ladder.setPosition("0");
        QCOMPARE(ladder.words().position, QString("No position"));
        QVERIFY((marksAt(ladder, "148.20") & kMarkEntry) == 0);
    }
    void ownOrdersAreChips() {
        LadderRig ladder;
        ladder.addOrder(1, Side::Buy, "148.20");
        ladder.addOrder(2, Side::Sell, "148.40");
        TrackedOrder& elsewhere = ladder.addOrder(3, Side::Sell, "148.41");
        elsewhere.order.terms.market = MarketId(1);
        TrackedOrder& done = ladder.addOrder(4, Side::Sell, "148.42");
        done.state = OrderState::Cancelled;
        ladder.told();
        const auto& scene = ladder.view().scene();
        QCOMPARE(scene.chips.size(), 2U);
        QVERIFY(ladder.view().pointOfOrder(OrderId(1)).has_value());
        QCOMPARE(scene.layout.columnAt(ladder.grab(1).x()), LadderColumn::OwnBuys);
        QCOMPARE(scene.layout.columnAt(ladder.grab(2).x()), LadderColumn::OwnSells);
        QVERIFY(!ladder.view().pointOfOrder(OrderId(3)));
        QVERIFY(!ladder.view().pointOfOrder(OrderId(4)));
        ladder.hover(LadderColumn::Price, "148.30");
        QTest::mouseMove(&ladder.view(), ladder.grab(1));
        QCOMPARE(ladder.words().hint.split('\n').first(),
                 QString("Buy 3.00 of 3 SOL at 148.20 · working, 12.00 ahead"));
        ladder.venue().marketList[0].params.liquidity = Liquidity::External;
        ladder.told();
        QVERIFY(ladder.words().hint.contains("about 12.00 ahead"));
    }
    void doubtfulNumbersSaySo_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("says");
        QTest::newRow("live") << int(DataStatus::Live) << QString();
        QTest::newRow("paused by the user") << int(DataStatus::Paused) << QString();
        QTest::newRow("stale") << int(DataStatus::Stale) << QString("Stale: nothing new for 0:14");
        QTest::newRow("gap") << int(DataStatus::Gap) << QString("Gap: the feed is being joined anew, 0:14 old");
        QTest::newRow("ended") << int(DataStatus::Ended)
                               << QString("The recording is over: these are its last numbers");
        QTest::newRow("unknown") << int(DataStatus::Unknown) << QString("No data yet");
    }
    void doubtfulNumbersSaySo() {
        QFETCH(int, status);
        QFETCH(QString, says);
        LadderRig ladder;
        const QImage before = ladder.pane.grab().toImage();
        Ticker& ticker = ladder.venue().tickers[LadderRig::kSol];
        ladder.rig.clock.advance(14 * kNanosPerSecond);
        ticker.receivedNanos = ladder.rig.clock.monotonicNanos() - 14 * kNanosPerSecond;
        ticker.status = static_cast<DataStatus>(status);
        ladder.frame();
        QCOMPARE(ladder.words().doubt, says);
        // Every size is dimmed: no pixel of the rows has the colour of a bid any more.
        const QImage after = ladder.pane.grab().toImage();
        const auto greens = [&](const QImage& image) {
            const QRgb up = ladder.rig.themes.theme().color(Token::Up).rgb();
            const QPoint offset = ladder.view().mapTo(&ladder.pane, QPoint());
            const QRect rows = ladder.view().scene().layout.rows().translated(offset);
            int count = 0;
            for (int y = rows.top(); y <= rows.bottom(); ++y) {
                for (int x = rows.left(); x <= rows.right(); ++x) count += image.pixel(x, y) == up ? 1 : 0;
            }
            return count;
        };
        QVERIFY(greens(before) > 0);
        QCOMPARE(greens(after) > 0, says.isEmpty());
    }
    void withoutABookThePaneSaysWhatComes() {
        test::PaneRig rig;
        LadderPane pane(rig.context);
        rig.show(pane, {420, 700});
        rig.frame(pane);
        QVERIFY(pane.view().scene().words.empty.startsWith("No book yet"));
        rig.gate.setArmed(true);
        QTest::mouseClick(&pane.view(), Qt::LeftButton, {}, pane.view().rect().center());
        QTest::keyClick(&pane.view(), Qt::Key_Q);
        QVERIFY(rig.venue.placed.empty());
        rig.venue.setBook(MarketId(0), Price::of(148));
        rig.frame(pane);
        QVERIFY(pane.view().scene().words.empty.isEmpty());
        QVERIFY(!pane.model().empty());
    }
    void onlyChangedRowsAreRepainted() {
        LadderRig ladder;
        ladder.rig.clock.advance(kNanosPerSecond);
        ladder.frame();
        PaintSpy spy(ladder.view());
        ladder.frame();
        QCOMPARE(spy.count, 0);              // nothing changed
        changeBid(ladder, "148.20", "0.15"); // not the largest: other bars stay
        ladder.frame();
        QCOMPARE(spy.count, 1);
        const auto& layout = ladder.view().scene().layout;
        const int row = ladder.pane.model().rowOf(Side::Buy, LadderRig::price("148.20")).value();
        const QRegion foot = layout.spreadLine().united(layout.hint());
        QVERIFY(spy.region.contains(layout.row(row)));
        QVERIFY((spy.region - layout.row(row) - foot).isEmpty());
    }
    void changedCellsFlashForAQuarterSecond() {
        LadderRig ladder;
        const auto flash = [&] {
            const int row = ladder.pane.model().rowOf(Side::Buy, LadderRig::price("148.20")).value();
            return int(ladder.view().scene().rows[static_cast<std::size_t>(row)].bidFlash);
        };
        changeBid(ladder, "148.20", "0.99");
        ladder.frame();
        QCOMPARE(flash(), kFlashSteps);
        ladder.rig.clock.advance(kFlashNanos / 2);
        ladder.frame();
        QVERIFY(flash() > 0 && flash() < kFlashSteps);
        ladder.rig.clock.advance(kFlashNanos / 2);
        ladder.frame();
        QCOMPARE(flash(), 0);
        QVERIFY(ladder.rig.settings.set("appearance.flash", "off").has_value());
        changeBid(ladder, "148.20", "0.98");
        ladder.frame();
        QCOMPARE(flash(), 0);
    }
    void aBookIsMeasuredOnceToThePixel() {
        LadderRig ladder;
        const auto before = ladder.rig.stats.tickToPixel.count();
        changeBid(ladder, "148.20", "0.99");
        ladder.frame();
        QCOMPARE(ladder.rig.stats.tickToPixel.count(), before + 1);
        for (int i = 0; i < 5; ++i) ladder.frame(); // the flash fades: no new event is shown
        QCOMPARE(ladder.rig.stats.tickToPixel.count(), before + 1);
        changeBid(ladder, "146.50", "0.99"); // far out of view: nothing to show
        ladder.frame();
        QCOMPARE(ladder.rig.stats.tickToPixel.count(), before + 1);
        QVERIFY(ladder.rig.stats.paint("ORDERBOOK").count() > 0);
    }
    void rowsStandStillUnderTheMouse() {
        LadderRig ladder;
        const auto top = [&] { return ladder.pane.model().rows().front().price.raw(); };
        const auto first = top();
        ladder.hover(LadderColumn::Bids, "148.20");
        ladder.venue().setBook(LadderRig::kSol, LadderRig::price("148.40"), 200); // beyond the middle half
        ladder.frame();
        QCOMPARE(top(), first);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&ladder.view(), &leave);
        ladder.frame();
        QVERIFY(top() > first);
        // A mouse left lying there does not hold the rows once the market has left the view.
        const auto second = top();
        ladder.hover(LadderColumn::Price, "148.40");
        ladder.venue().setBook(LadderRig::kSol, LadderRig::price("160"), 200);
        ladder.frame();
        QCOMPARE(top(), second);
        ladder.rig.clock.advance(11 * kNanosPerSecond);
        ladder.frame();
        QVERIFY(top() > second);
    }
    void wheelAndKeysScrollAndSpaceFollowsAgain() {
        LadderRig ladder;
        const auto top = [&] { return ladder.pane.model().rows().front().price.raw(); };
        const auto first = top();
        const QPoint at = ladder.at(LadderColumn::Price, "148.20");
        QWheelEvent wheel(at, ladder.view().mapToGlobal(at), {}, {0, 120}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&ladder.view(), &wheel);
        QCOMPARE(top(), first + 3 * 10'000);
        QVERIFY(!ladder.pane.model().following());
        ladder.key(Qt::Key_Down);
        QCOMPARE(top(), first + 2 * 10'000);
        ladder.key(Qt::Key_PageUp);
        QVERIFY(top() > first + 10 * 10'000);
        ladder.key(Qt::Key_Space);
        QVERIFY(ladder.pane.model().following());
        QCOMPARE(top(), first);
        ladder.key(Qt::Key_BracketRight);
        QCOMPARE(ladder.pane.model().grouping(), 2);
        QCOMPARE(ladder.pane.findChild<QToolButton*>("ladderGrouping")->text(), QString("0.02"));
        ladder.key(Qt::Key_BracketLeft);
        ladder.key(Qt::Key_BracketLeft);
        QCOMPARE(ladder.pane.model().grouping(), 1);
        ladder.key(Qt::Key_L);
        QCOMPARE(ladder.pane.model().policy(), RowPolicy::LevelsOnly);
    }
    void stateComesBack() {
        LadderRig ladder;
        QVERIFY(!ladder.pane.applyWords({"25", "levels", "VOLUME", "DEPTH", "FREE"}));
        ladder.key(Qt::Key_4);
        const PaneState kept = ladder.pane.state();
        LadderPane again(ladder.rig.context);
        again.restore(kept);
        QVERIFY(again.state() == kept);
        QCOMPARE(again.model().grouping(), 25);
        QCOMPARE(again.model().policy(), RowPolicy::LevelsOnly);
        QVERIFY(!again.model().following());
        QVERIFY(again.findChild<QToolButton*>("ladderSize-4")->isChecked());
        QVERIFY(again.findChild<QToolButton*>("ladderVolume")->isChecked());
        LadderPane hostile(ladder.rig.context);
        hostile.restore(
            {{"grouping", "7"}, {"rows", "x"}, {"volume", ""}, {"size", "99"}, {"bars", ""}, {"follow", "?"}});
        LadderPane fresh(ladder.rig.context);
        fresh.restore({});
        QVERIFY(hostile.state() == fresh.state());
    }
    void wordsAreUnderstoodOrRefused() {
        LadderRig ladder;
        QVERIFY(!ladder.pane.applyWords({"10"}));
        QCOMPARE(ladder.pane.model().grouping(), 10);
        QVERIFY(!ladder.pane.applyWords({"1", "AT", "150.00"}));
        ladder.frame();
        QVERIFY(ladder.view().pointOfCell(LadderColumn::Asks, LadderRig::price("150")).has_value());
        QVERIFY(!ladder.pane.model().following());
        QVERIFY(!ladder.pane.applyWords({"centre", "ticks", "size"}));
        QVERIFY(ladder.pane.model().following());
        for (const ports::ActionWords& wrong :
             {ports::ActionWords{"3"}, {"AT"}, {"AT", "x"}, {"AT", "-1"}, {"sideways"}, {"10", ""}})
            QVERIFY(ladder.pane.applyWords(wrong).has_value());
    }
    void narrowPanesLeaveOutBeforeTheyClip_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("volume");
        QTest::addColumn<bool>("shortSizes");
        QTest::newRow("wide") << 480 << true << false;
        QTest::newRow("as in the layout") << 326 << false << false;
        QTest::newRow("very narrow") << 170 << false << true;
    }
    void narrowPanesLeaveOutBeforeTheyClip() {
        QFETCH(int, width);
        QFETCH(bool, volume);
        QFETCH(bool, shortSizes);
        const LadderMetrics metrics{.priceText = 40, .sizeText = 46, .volumeText = 60, .ownText = 66};
        const LadderLayout layout({width, 600}, metrics, true);
        QCOMPARE(layout.showsVolume(), volume);
        QCOMPARE(layout.shortSizes(), shortSizes);
        int x = 0;
        for (int c = 0; c < int(LadderColumn::None); ++c) {
            const QRect cell = layout.cell(0, static_cast<LadderColumn>(c));
            QCOMPARE(cell.left(), x); // no gap, no overlap
            x += cell.width();
        }
        QCOMPARE(x, width);
        if (!shortSizes) {
            QVERIFY(layout.bidRight() - metrics.sizeText >= layout.cell(0, LadderColumn::Bids).left());
            QVERIFY(layout.askRight() - metrics.sizeText >= layout.cell(0, LadderColumn::Asks).left());
        }
        QCOMPARE(layout.rowAt(layout.row(3).center().y()), 3);
        QCOMPARE(layout.rowAt(0), -1);
        QCOMPARE(layout.rowAt(layout.spreadLine().center().y()), -1);
        QVERIFY(layout.row(layout.rowCount() - 1).bottom() < layout.spreadLine().top());
    }
    void paintsInEveryTheme_data() {
        QTest::addColumn<QByteArray>("theme");
        QTest::addColumn<QSize>("size");
        for (const char* theme : {"dark", "light"}) {
            for (const QSize size : {QSize(480, 900), QSize(326, 600), QSize(200, 220)})
                QTest::addRow("%s %dx%d", theme, size.width(), size.height()) << QByteArray(theme) << size;
        }
    }
    void paintsInEveryTheme() {
        QFETCH(QByteArray, theme);
        QFETCH(QSize, size);
        QTest::failOnWarning(QRegularExpression("QPainter|QFont|QPixmap|QPaint|QBrush"));
        LadderRig ladder(theme, size);
        ladder.arm();
        ladder.setPosition("12.5");
        ladder.venue().addTrade(LadderRig::kSol, LadderRig::price("148.28"), LadderRig::size("2.5"), Side::Buy);
        ladder.addOrder(1, Side::Buy, "148.26").order.filled = LadderRig::size("1");
        ladder.addOrder(2, Side::Sell, "148.29").pendingCancel = true;
        ladder.addOrder(3, Side::Sell, "148.30").state = OrderState::Sent;
        ladder.addOrder(4, Side::Sell, "148.30").rejectCode = RejectCode::PriceOutOfBand;
        ladder.told();
        QVERIFY(!ladder.pane.applyWords({"VOLUME"}));
        for (const char* words : {"TICKS", "LEVELS", "100", "DEPTH"}) {
            QVERIFY(!ladder.pane.applyWords({words}));
            ladder.frame();
            const QImage image = ladder.view().grab().toImage();
            // The foot is painted to its last line: the picture ends in the pane's colour, not in nothing.
            QCOMPARE(image.pixelColor(2, image.height() - 2).alpha(), 255);
            QVERIFY(image.pixelColor(2, image.height() - 2) == ladder.rig.themes.theme().color(Token::Bg1));
        }
    }
    /// visual.md: text is at least 4.5:1 on every background it stands on, bars included.
    void sizesAreReadableOnTheirBars_data() {
        QTest::addColumn<QByteArray>("theme");
        QTest::addColumn<bool>("colourBlind");
        for (const char* theme : {"dark", "light"}) {
            QTest::addRow("%s", theme) << QByteArray(theme) << false;
            QTest::addRow("%s, colour-blind pair", theme) << QByteArray(theme) << true;
        }
    }
    void sizesAreReadableOnTheirBars() {
        QFETCH(QByteArray, theme);
        QFETCH(bool, colourBlind);
        Theme t = test::themeNamed(theme);
        t.setColourBlind(colourBlind);
        for (const Token side : {Token::Up, Token::Down})
            QVERIFY(contrast(t.color(side), t.blended(side, 12, Token::Bg1)) >= 4.5);
        QVERIFY(contrast(t.color(Token::Text3), t.blended(Token::Text3, 12, Token::Bg1)) >= 4.5);
        QVERIFY(contrast(t.color(Token::Text1), t.blended(Token::Accent, 16, Token::Bg1)) >= 4.5);
    }
    void theMenuHasEverySwitch() {
        LadderRig ladder;
        QStringList texts;
        connect(&ladder.pane, &Pane::menuRequested, &ladder.pane, [&](QMenu* menu) {
            for (const QAction* action : menu->actions()) texts << action->text();
        });
        QContextMenuEvent open(QContextMenuEvent::Mouse, {2, 2}, ladder.pane.mapToGlobal(QPoint(2, 2)));
        QCoreApplication::sendEvent(ladder.pane.header(), &open);
        for (const char* text : {"Price step of a row", "Follow the market", "Only rows with size",
                                 "Traded volume at price", "Bars show depth added up", "Reduce-only"})
            QVERIFY2(texts.contains(text), text);
        for (QToolButton* button : ladder.pane.findChildren<QToolButton*>())
            QVERIFY2(!button->objectName().isEmpty() && !button->accessibleName().isEmpty(),
                     qPrintable(button->objectName()));
    }
};
QD_TEST(TestLadderPane);
#include "TestLadderPane.moc"
