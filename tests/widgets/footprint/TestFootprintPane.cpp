#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/flow/RecordedTrades.h"
#include "widgets/footprint/FootprintPane.h"
#include "widgets/footprint/FootprintView.h"

#include <QObject>
#include <QToolButton>

using namespace qd;
using namespace qd::footprint;

namespace {

constexpr MarketId kSol{0};
constexpr UnixNanos kNoon(1'710'244'800'000'000'000); // 2024-03-12 12:00 UTC

} // namespace

class TestFootprintPane : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PaneRig> m_rig;
    std::unique_ptr<test::RecordedTrades> m_trades;
    std::unique_ptr<FootprintPane> m_pane;
    FootprintView& view() { return m_pane->view(); }
    FootprintScene& scene() { return m_pane->view().scene(); }

    void show(QSize size = {900, 500}) {
        m_pane = std::make_unique<FootprintPane>(m_rig->context);
        m_rig->show(*m_pane, size);
        frame();
    }
    void frame() { m_rig->frame(*m_pane); }
    void trade(std::int64_t second, int ticks, std::int64_t size, Side side) {
        m_rig->venue.marketNow = kNoon + second * kNanosPerSecond;
        m_trades->trade(Price(Price::of(150).raw() + ticks * 10'000), Quantity::of(size), side);
    }
    /// Six bars that go up and come back.
    void fill() {
        for (int bar = 0; bar < 6; ++bar) {
            for (int i = 0; i < 20; ++i)
                trade(60 * bar + 2 * i, bar % 4 * 3 + i % 5, 1 + i % 7, i % 3 == 0 ? Side::Sell : Side::Buy);
        }
    }
    QImage picture() { return view().grab().toImage().convertToFormat(QImage::Format_RGB32); }

  private slots:
    void init() {
        m_pane.reset();
        m_rig = std::make_unique<test::PaneRig>();
        m_trades = std::make_unique<test::RecordedTrades>(m_rig->venue);
        m_trades->begin = kNoon;
        m_rig->venue.marketNow = kNoon;
        m_rig->venue.setBook(kSol, Price::of(150));
        m_rig->venue.tickers[kSol].receivedNanos = m_rig->clock.monotonicNanos();
    }

    void saysWhyThereIsNothing() {
        show();
        QVERIFY(view().standing().empty);
        QVERIFY(view().standing().sentence.contains(QStringLiteral("No trades yet")));
        m_rig->venue.playbackState.paused = true;
        frame();
        QVERIFY(view().standing().sentence.contains(QStringLiteral("paused")));
    }
    void showsTheBarsOfTheTrades() {
        fill();
        show();
        QVERIFY(!view().standing().empty);
        QCOMPARE(scene().bars().size(), std::size_t{6});
        QCOMPARE(scene().visibleBars().size(), std::size_t{6});
        QVERIFY(view().showsCells());
        const FootprintBar& last = scene().bars().back();
        const BarLook look = scene().lookOf(last);
        Quantity sum;
        for (const FootprintRow& r : look.rows) sum = Quantity(sum.raw() + orderflow::volumeOf(r).raw());
        QCOMPARE(sum, orderflow::volumeOf(last));
        QVERIFY(look.area.low <= look.rows[look.control].row && look.rows[look.control].row <= look.area.high);
        // The newest bar is in view and at the right, and all of its prices are.
        const plot::Viewport& v = scene().view();
        QVERIFY(v.xOf(last.openTime) > v.plot().center().x());
        QVERIFY(v.shows(last.low) && v.shows(last.high));
    }
    void liveTradesGoOn() {
        fill();
        show();
        const QImage before = picture();
        trade(350, 5, 500, Side::Buy);
        frame();
        QVERIFY(scene().bars().back().bought >= Quantity::of(500));
        QVERIFY(picture() != before);
        trade(361, 5, 1, Side::Sell);
        frame();
        QCOMPARE(scene().bars().size(), std::size_t{7});
        QCOMPARE(scene().visibleBars().back().openTime, kNoon + 6 * kNanosPerMinute);
    }
    void anAnswerBetweenFramesIsShown() {
        fill();
        m_rig->venue.historyWaits = true;
        show();
        QVERIFY(view().standing().empty);
        m_rig->venue.answerAllHistory();
        frame();
        QVERIFY(!view().standing().empty);
        QCOMPARE(scene().visibleBars().size(), std::size_t{6});
    }
    void withoutRoomForTextsBarsAreDrawn() {
        fill();
        show();
        QVERIFY(view().showsCells());
        for (int i = 0; i < 20; ++i) QTest::keyClick(&view(), Qt::Key_Minus);
        QVERIFY(!view().showsCells());
        // The first bar rose: its colour is there, where it opened.
        const plot::Viewport& v = scene().view();
        const FootprintBar& bar = scene().bars()[3];
        const QColor seen(picture().pixel(static_cast<int>(v.xOf(bar.openTime) + v.slot() / 2),
                                          static_cast<int>(v.yOf(bar.high) + v.yOf(bar.low)) / 2));
        QVERIFY(seen != m_rig->context.theme().color(ui::Token::Bg0));
    }
    void rowsGrowUntilATextFits() {
        for (int i = 0; i < 60; ++i) trade(i, 10 * i, 1, Side::Buy); // 600 ticks in one bar
        show();
        QVERIFY(scene().ticksARow() > 1);
        QVERIFY(view().showsCells());
        QVERIFY(!m_pane->applyWords({"ROW", "1"}));
        QCOMPARE(scene().ticksARow(), std::int64_t{1});
        QVERIFY(!view().showsCells());
    }
    void cellsSayWhatWasChosen() {
        fill();
        show();
        const QImage bidAsk = picture();
        QTest::keyClick(&view(), Qt::Key_M);
        QVERIFY(scene().options().mode == CellMode::Delta);
        const QImage delta = picture();
        QTest::keyClick(&view(), Qt::Key_M);
        QVERIFY(picture() != delta && delta != bidAsk);
        QTest::keyClick(&view(), Qt::Key_M);
        QVERIFY(scene().options().mode == CellMode::BidAsk);
        QCOMPARE(m_pane->findChild<QToolButton*>(QStringLiteral("cells"))->text(), titleOf(CellMode::BidAsk));
    }
    void imbalancesFollowTheRule() {
        trade(1, 0, 2, Side::Sell);
        trade(2, 1, 7, Side::Buy);
        trade(3, 2, 1, Side::Buy);
        show();
        QVERIFY(scene().lookOf(scene().bars().front()).marks[1].buy);
        QVERIFY(!m_pane->applyWords({"RATIO", "400"}));
        QVERIFY(!scene().lookOf(scene().bars().front()).marks[1].buy);
        QVERIFY(!m_pane->applyWords({"RATIO", "300", "LEAST", "8"}));
        QVERIFY(!scene().lookOf(scene().bars().front()).marks[1].buy);
        // Where nothing was chosen, a tenth of the largest row is enough.
        trade(4, 0, 100, Side::Sell);
        trade(5, 3, 9, Side::Sell);
        trade(6, 4, 11, Side::Buy);
        frame();
        QVERIFY(!m_pane->applyWords({"LEAST", "AUTO", "RATIO", "100"}));
        const BarLook look = scene().lookOf(scene().bars().front());
        QVERIFY(!look.marks[1].buy); // 7 of 102
        QVERIFY(!look.marks[3].sell);
        QVERIFY(look.marks[4].buy);
        QVERIFY(!m_pane->applyWords({"IMBALANCES", "OFF"}));
        QVERIFY(scene().lookOf(scene().bars().front()).marks.empty());
    }
    void nakedControlsAreLinesUntilTheyAreReached() {
        trade(1, 0, 5, Side::Buy);
        trade(61, 10, 5, Side::Buy);
        show();
        QCOMPARE(scene().naked().size(), std::size_t{1});
        trade(62, 0, 1, Side::Sell);
        frame();
        QVERIFY(scene().naked().empty());
    }
    void cumulativeDeltaIsMarkedBehindAGap() {
        trade(1, 0, 5, Side::Buy);
        trade(61, 0, 2, Side::Sell);
        trade(185, 0, 1, Side::Buy);
        m_trades->gaps = {{kNoon + 130 * kNanosPerSecond, kNoon + 150 * kNanosPerSecond}};
        show();
        const auto bars = scene().bars();
        QCOMPARE(scene().cumulativeAt(bars[1]), (orderflow::CumulativeDelta{Quantity::of(3), true}));
        QCOMPARE(scene().cumulativeAt(bars[2]), (orderflow::CumulativeDelta{Quantity::of(4), false}));
    }
    void theCrosshairReadsItsCell() {
        trade(1, 0, 5, Side::Buy);
        trade(2, 0, 2, Side::Sell);
        show();
        QVERIFY(view().readout().isEmpty());
        const plot::Viewport& v = scene().view();
        const QPoint at(static_cast<int>(v.xOf(kNoon) + v.slot() / 2), static_cast<int>(v.yOf(Price::of(150))));
        QTest::mouseMove(&view(), at);
        QVERIFY2(view().readout().contains(QStringLiteral("sold 2.00 × bought 5.00")), qPrintable(view().readout()));
        QTest::keyClick(&view(), Qt::Key_Up, Qt::ShiftModifier);
        QVERIFY(view().accessibleDescription().contains(QStringLiteral("sold 0 × bought 0")));
        QTest::keyClick(&view(), Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(view().accessibleDescription().contains(QStringLiteral("no trades")));
    }
    void saysSinceWhenTradesAreKnown() {
        fill();
        show();
        QCOMPARE(view().coverage(), QStringLiteral("Trades are known since 12:00"));
    }
    void staleDataSaysSo() {
        fill();
        show();
        m_rig->venue.tickers[kSol].status = DataStatus::Stale;
        frame();
        QVERIFY(view().standing().stale);
        QVERIFY(view().standing().sentence.contains(QStringLiteral("old")));
    }
    void aBrokenRecordingIsReadAgain() {
        m_rig->venue.historyFault = ports::HistoryCode::Damaged;
        fill();
        show();
        QVERIFY(view().standing().sentence.contains(QStringLiteral("could not be read")));
        m_rig->venue.historyFault.reset();
        QTest::keyClick(&view(), Qt::Key_R);
        frame();
        QVERIFY(view().standing().sentence.isEmpty());
    }
    void theViewFollowsUntilAHandTakesIt() {
        fill();
        show();
        QTest::keyClick(&view(), Qt::Key_Left);
        QVERIFY(!scene().follows());
        const UnixNanos right = scene().view().right();
        trade(361, 5, 1, Side::Sell);
        frame();
        QCOMPARE(scene().view().right(), right);
        QTest::keyClick(&view(), Qt::Key_End);
        QVERIFY(scene().follows());
        QVERIFY(scene().view().right() > right);
    }
    void wordsAndStateComeBack() {
        fill();
        show();
        QVERIFY(!m_pane->applyWords({"15m", "VOLUME", "ROW", "5", "NAKED", "OFF"}));
        scene().setBarsVisible(40);
        const ui::PaneState state = m_pane->state();
        show();
        m_pane->restore(state);
        QVERIFY(scene().options().interval == Interval::M15 && scene().options().mode == CellMode::Volume);
        QCOMPARE(scene().ticksARow(), std::int64_t{5});
        QVERIFY(!scene().options().naked);
        QCOMPARE(std::llround(scene().view().bars()), 40LL);
        QVERIFY(m_pane->applyWords({"NONSENSE"}).value().contains(QStringLiteral("NONSENSE")));
    }
    void bothThemesPaint() {
        fill();
        for (const char* theme : {"dark", "light"}) {
            m_rig->themes.setTheme(test::themeNamed(theme));
            show();
            const QImage seen = picture();
            QCOMPARE(QColor(seen.pixel(seen.width() / 2, 2)), m_rig->context.theme().color(ui::Token::Bg0));
        }
    }
};

QD_TEST(TestFootprintPane);
#include "TestFootprintPane.moc"
