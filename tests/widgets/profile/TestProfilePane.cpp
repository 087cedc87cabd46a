#include "tests/support/PaneRig.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/flow/RecordedTrades.h"
#include "widgets/profile/ProfilePane.h"
#include "widgets/profile/ProfileView.h"

#include <QObject>

using namespace qd;
using namespace qd::profile;

namespace {

constexpr MarketId kSol{0};
constexpr UnixNanos kNoon(1'710'244'800'000'000'000); // 2024-03-12 12:00 UTC

} // namespace

class TestProfilePane : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PaneRig> m_rig;
    std::unique_ptr<test::RecordedTrades> m_trades;
    std::unique_ptr<ProfilePane> m_pane;
    ProfileView& view() { return m_pane->view(); }
    ProfileScene& scene() { return m_pane->view().scene(); }

    void show() {
        m_pane = std::make_unique<ProfilePane>(m_rig->context);
        m_rig->show(*m_pane, {320, 500});
        frames();
    }
    /// Until all pages are there and the profile is made of them.
    void frames() {
        for (int i = 0; i < 30; ++i) m_rig->frame(*m_pane);
    }
    void trade(std::int64_t second, int ticks, std::int64_t size, Side side) {
        m_rig->venue.marketNow = kNoon + second * kNanosPerSecond;
        m_trades->trade(Price(Price::of(150).raw() + ticks * 10'000), Quantity::of(size), side);
    }
    [[nodiscard]] Quantity volume() { return Quantity(scene().profile().bought.raw() + scene().profile().sold.raw()); }
    void choose(const ports::ActionWords& words) {
        QVERIFY(!m_pane->applyWords(words));
        frames();
    }

  private slots:
    void init() {
        m_pane.reset();
        m_rig = std::make_unique<test::PaneRig>();
        m_trades = std::make_unique<test::RecordedTrades>(m_rig->venue);
        m_trades->begin = kNoon + -30 * kNanosPerHour; // 06:00 the day before
        m_rig->venue.marketNow = kNoon;
        m_rig->venue.setBook(kSol, Price::of(150));
        m_rig->venue.tickers[kSol].receivedNanos = m_rig->clock.monotonicNanos();
    }

    void saysWhyThereIsNothing() {
        show();
        QVERIFY(view().standing().empty);
        QVERIFY(view().standing().sentence.contains(QStringLiteral("No trades yet")));
    }
    void aTimeWithoutTradesSaysSo() {
        trade(-10, 0, 1, Side::Buy);
        show();
        choose({"FROM", "10:00", "TO", "11:00"});
        QVERIFY(view().emptySentence().contains(QStringLiteral("No trades were recorded")));
        QVERIFY(view().coverage().isEmpty());
        choose({"PREVIOUS"});
        QVERIFY(view().emptySentence().contains(QStringLiteral("No trades were recorded")));
    }
    void aSessionIsTheDay() {
        trade(-20 * 3'600, 0, 100, Side::Buy); // yesterday
        trade(-11 * 3'600, 1, 3, Side::Buy);
        trade(-10, 2, 4, Side::Sell);
        show();
        QCOMPARE(volume(), Quantity::of(7));
        QCOMPARE(scene().profile().sold, Quantity::of(4));
        QVERIFY(scene().profile().reliable);
        QVERIFY2(view().summary().contains(QStringLiteral("Session 2024-03-12")), qPrintable(view().summary()));
        QVERIFY(view().coverage().isEmpty());
        trade(5, 2, 10, Side::Buy);
        frames();
        QCOMPARE(volume(), Quantity::of(17));
    }
    void thePreviousSessionIsTheDayBefore() {
        trade(-20 * 3'600, 0, 100, Side::Buy);
        trade(-10, 2, 4, Side::Sell);
        show();
        choose({"PREVIOUS"});
        QCOMPARE(volume(), Quantity::of(100));
        QCOMPARE(view().coverage(), QStringLiteral("Trades are known since 2024-03-11 06:00"));
    }
    void theLastHourLeavesTradesBehind() {
        trade(-4'000, 0, 100, Side::Buy);
        trade(-3'000, 0, 5, Side::Buy);
        trade(0, 0, 1, Side::Buy);
        show();
        choose({"HOUR"});
        QCOMPARE(volume(), Quantity::of(6));
        m_rig->venue.marketNow = kNoon + 1'000 * kNanosPerSecond;
        frames();
        QCOMPARE(volume(), Quantity::of(1));
    }
    void aFixedTimeIsWhatItIs() {
        trade(-7'200, 0, 1, Side::Buy);
        trade(-7'000, 0, 2, Side::Buy);
        trade(-3'600, 0, 4, Side::Buy);
        trade(-1, 0, 8, Side::Buy);
        show();
        choose({"FROM", "10:00", "TO", "11:00"});
        QCOMPARE(volume(), Quantity::of(3));
        QVERIFY(view().summary().contains(QStringLiteral("10:00 – 11:00")));
    }
    void aChartOfTheGroupLeads() {
        trade(-7'200, 0, 1, Side::Buy);
        trade(-600, 0, 2, Side::Buy);
        trade(0, 0, 4, Side::Buy);
        show();
        choose({"VISIBLE"});
        QCOMPARE(volume(), Quantity::of(7)); // the session
        QVERIFY(view().coverage().contains(QStringLiteral("No chart")));
        m_pane->setGroup('C');
        const QObject chart;
        m_rig->links.setWindow('C', &chart, ui::LinkedWindow{kNoon + -700 * kNanosPerSecond, kNoon + kNanosPerMinute},
                               false);
        frames();
        QCOMPARE(volume(), Quantity::of(6));
        QVERIFY(view().coverage().isEmpty());
        m_rig->links.setWindow('C', &chart,
                               ui::LinkedWindow{kNoon + -8'000 * kNanosPerSecond, kNoon + -kNanosPerMinute}, false);
        frames();
        QCOMPARE(volume(), Quantity::of(3));
    }
    void levelsAreThoseOfTheRows() {
        for (const int ticks : {0, 1, 1, 1, 2, 2, 3}) trade(-60, ticks * 40, 1, Side::Buy);
        show();
        choose({"ROW", "40"});
        const auto& rows = scene().profile().rows;
        QCOMPARE(rows.size(), std::size_t{4});
        QCOMPARE(orderflow::volumeOf(rows[*scene().control()]), Quantity::of(3));
        QCOMPARE(scene().area()->high - scene().area()->low, std::int64_t{1}); // five of seven
        choose({"AREA", "100"});
        QCOMPARE(scene().area()->high - scene().area()->low, std::int64_t{3});
    }
    void gapsAreTold() {
        trade(-3'000, 0, 1, Side::Buy);
        trade(-10, 0, 1, Side::Buy);
        m_trades->gaps = {{kNoon + -2'000 * kNanosPerSecond, kNoon + -1'900 * kNanosPerSecond}};
        show();
        QVERIFY(!scene().profile().reliable);
        QVERIFY(view().summary().endsWith(QLatin1Char('?')));
        QVERIFY(view().coverage().contains(QStringLiteral("not recorded")));
    }
    void theCrosshairReadsItsRow() {
        trade(-60, 0, 5, Side::Buy);
        trade(-50, 0, 2, Side::Sell);
        show();
        QTest::mouseMove(&view(), QPoint(20, static_cast<int>(scene().view().yOf(Price::of(150)))));
        QVERIFY2(view().readout().contains(QStringLiteral("sold 2.00 × bought 5.00")), qPrintable(view().readout()));
        QTest::keyClick(&view(), Qt::Key_Up, Qt::ShiftModifier);
        QVERIFY(view().accessibleDescription().contains(QStringLiteral("volume 0")));
    }
    void thePriceIsTheOnlyAxis() {
        trade(-60, 0, 5, Side::Buy);
        show();
        const plot::PriceRange before = scene().view().prices();
        QTest::keyClick(&view(), Qt::Key_Plus);
        QVERIFY(scene().view().prices() != before);
        QTest::keyClick(&view(), Qt::Key_0);
        QCOMPARE(scene().view().prices(), before);
        QTest::keyClick(&view(), Qt::Key_Left);
        QCOMPARE(scene().view().prices(), before);
        // Linked panes see the price of its crosshair, and no moment.
        m_pane->setGroup('C');
        QTest::mouseMove(&view(), QPoint(20, 200));
        const QObject other;
        const auto cross = m_rig->links.cross('C', &other);
        QVERIFY(cross && cross->t < UnixNanos(0));
    }
    void wordsAndStateComeBack() {
        show();
        choose({"HOUR", "ROW", "5", "SPLIT", "OFF"});
        const ui::PaneState state = m_pane->state();
        show();
        m_pane->restore(state);
        QVERIFY(scene().options().range == Range::Hour && !scene().options().split);
        QCOMPARE(scene().options().ticks, std::int64_t{5});
        QVERIFY(m_pane->applyWords({"NONSENSE"}).value().contains(QStringLiteral("NONSENSE")));
    }
    void bothWaysOfDrawingPaint() {
        trade(-60, 0, 5, Side::Buy);
        trade(-50, 0, 2, Side::Sell);
        show();
        const QImage split = view().grab().toImage();
        choose({"SPLIT", "OFF"});
        QVERIFY(view().grab().toImage() != split);
    }
};

QD_TEST(TestProfilePane);
#include "TestProfilePane.moc"
