#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"
#include "widgets/chart/Readout.h"

#include <QObject>
#include <QWheelEvent>

using namespace qd;
using namespace qd::chart;

namespace {

QString textOf(const std::vector<ReadoutPart>& parts) {
    QStringList words;
    for (const ReadoutPart& part : parts) words << part.text;
    return words.join(QLatin1Char(' '));
}

/// Pixels of `color` in a column of the picture.
int countIn(const QImage& image, int x, const QRect& rows, const QColor& color) {
    int count = 0;
    for (int y = rows.top(); y <= rows.bottom(); ++y) count += image.pixel(x, y) == color.rgb() ? 1 : 0;
    return count;
}

} // namespace

class TestChartPane : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;
    ChartView& view() { return m_rig->view(); }
    const ChartScene& scene() { return m_rig->view().scene(); }
    void wheel(const QPoint& at, int steps, Qt::KeyboardModifiers modifiers = {}) {
        QWheelEvent event(at, view().mapToGlobal(at), {}, {0, 120 * steps}, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(&view(), &event);
    }
    void drag(const QPoint& from, const QPoint& to) {
        QTest::mousePress(&view(), Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, view().mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&view(), &move);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, to);
    }

  private slots:
    void init() { m_rig = std::make_unique<test::ChartRig>(); }

    void bothThemesArePainted_data() {
        QTest::addColumn<QByteArray>("theme");
        QTest::newRow("dark") << QByteArray("dark");
        QTest::newRow("light") << QByteArray("light");
    }
    /// The newest bar is where the view says it is, in its colour, over the theme's ground.
    void bothThemesArePainted() {
        QFETCH(QByteArray, theme);
        m_rig = std::make_unique<test::ChartRig>(theme.constData());
        m_rig->show();
        QVERIFY(!m_rig->pane->applyWords({"BARS", "40", "EMA", "OFF", "VWAP", "OFF"}));
        m_rig->frame();
        const QImage image = m_rig->picture();
        const ui::Theme& colors = m_rig->rig.themes.theme();
        const QRect plot = scene().view().plot();
        QVERIFY(plot.width() > 700 && plot.height() > 400);
        std::vector<PlotBar> plotted;
        plotBars(scene().bars(), visibleBars(scene().bars(), scene().view()), scene().view(), 1.0, plotted);
        for (std::size_t i = 5; i < plotted.size(); ++i) {
            const PlotBar& p = plotted[i];
            const QColor color = colors.color(p.span.close >= p.span.open ? ui::Token::Up : ui::Token::Down);
            const auto high = static_cast<int>(std::lround(scene().view().yOf(p.span.high)));
            const auto low = static_cast<int>(std::lround(scene().view().yOf(p.span.low)));
            QVERIFY(countIn(image, p.middle(), QRect(0, high, 1, low - high + 1), color) > (low - high) * 8 / 10);
            QCOMPARE(countIn(image, p.middle(), QRect(0, low + 1, 1, 12), color), 0);
        }
        QCOMPARE(image.pixelColor(plot.right() - 3, plot.bottom() - 60), colors.color(ui::Token::Bg1));
    }
    void gapsStayEmpty() {
        auto& bars = m_rig->rig.venue.series[Interval::M1].bars;
        bars.erase(bars.end() - 20, bars.end() - 10);
        m_rig->show();
        QVERIFY(!m_rig->pane->applyWords({"BARS", "60"}));
        m_rig->frame();
        const QImage image = m_rig->picture();
        const Viewport& v = scene().view();
        const auto from = static_cast<int>(v.xOf(test::kEnd + -18 * kNanosPerMinute));
        const auto to = static_cast<int>(v.xOf(test::kEnd + -11 * kNanosPerMinute));
        const ui::Theme& theme = m_rig->rig.themes.theme();
        for (int x = from; x < to; ++x) {
            for (const ui::Token token : {ui::Token::Up, ui::Token::Down, ui::Token::Warn, ui::Token::Sim})
                QCOMPARE(countIn(image, x, v.plot().adjusted(0, 60, 0, 0), theme.color(token)), 0);
        }
        QCOMPARE(textOf(readoutOf(scene(), barsAt(scene(), (from + to) / 2, 1.0))), QStringLiteral("No trades"));
    }
    /// Nothing of the bars is drawn over the axes, whatever the prices.
    void barsStayInThePlot() {
        m_rig->show();
        m_rig->rig.venue.orderList.clear();
        QVERIFY(!m_rig->pane->applyWords({"QUOTES", "OFF"}));
        for (int i = 0; i < 12; ++i) wheel({300, 200}, 2, Qt::ControlModifier);
        drag({300, 200}, {330, 460});
        m_rig->frame();
        const QImage image = m_rig->picture();
        const QRect plot = scene().view().plot();
        const ui::Theme& theme = m_rig->rig.themes.theme();
        for (int x = plot.right() + 1; x < view().width(); ++x) {
            for (const ui::Token token : {ui::Token::Up, ui::Token::Down})
                QCOMPARE(countIn(image, x, view().rect(), theme.color(token)), 0);
        }
        for (int x = 0; x < view().width(); ++x) {
            for (const ui::Token token : {ui::Token::Up, ui::Token::Down})
                QCOMPARE(countIn(image, x, QRect(0, plot.bottom() + 1, 1, view().height() - plot.bottom() - 1),
                                 theme.color(token)),
                         0);
        }
    }
    void smallPanesWork_data() {
        QTest::addColumn<QSize>("size");
        QTest::newRow("small") << QSize(300, 200);
        QTest::newRow("tiny") << QSize(180, 120);
        QTest::newRow("flat") << QSize(1'000, 120);
        QTest::newRow("tall") << QSize(200, 900);
    }
    void smallPanesWork() {
        QFETCH(QSize, size);
        m_rig = std::make_unique<test::ChartRig>("light", size);
        for (int i = -3; i < 4; ++i) m_rig->addOrder(i < 0 ? Side::Buy : Side::Sell, i * 40);
        m_rig->show();
        const QRect plot = scene().view().plot();
        QVERIFY(view().rect().contains(plot) && plot.height() > 50 && plot.width() > 80);
        for (const PlacedMark& p : view().marks().placed()) {
            if (p.place.hidden) continue;
            QVERIFY(view().rect().contains(p.tag));
            QVERIFY(p.label.isEmpty() || plot.contains(p.label));
        }
        QVERIFY(!m_rig->picture().isNull());
    }

    void newestBarIsFollowed() {
        m_rig->show();
        const double x = scene().view().xOf(scene().bars().back().openTime);
        m_rig->rig.venue.marketNow = test::kEnd + 5 * kNanosPerMinute;
        m_rig->rig.venue.addTrade(test::kSol, m_rig->last(), Quantity::of(1), Side::Buy);
        m_rig->frame();
        QCOMPARE(scene().bars().size(), std::size_t{1'501});
        QVERIFY(std::abs(scene().view().xOf(scene().bars().back().openTime) - x) <= 1);
        auto* newest = view().findChild<QPushButton*>(QStringLiteral("newest"));
        QVERIFY(!newest->isVisible());
        drag({100, 200}, {700, 200});
        QVERIFY(!scene().follows());
        QVERIFY(newest->isVisible());
        const UnixNanos right = scene().view().right();
        m_rig->rig.venue.marketNow = test::kEnd + 6 * kNanosPerMinute;
        m_rig->rig.venue.addTrade(test::kSol, m_rig->last(), Quantity::of(1), Side::Buy);
        m_rig->frame();
        QCOMPARE(scene().view().right(), right);
        QTest::mouseClick(newest, Qt::LeftButton);
        QVERIFY(scene().follows());
        QVERIFY(!newest->isVisible());
        QVERIFY(scene().view().right() > scene().bars().back().openTime);
    }
    void scrollingLeftLoadsOlderBars() {
        m_rig->show();
        QCOMPARE(scene().bars().size(), std::size_t{1'500});
        QTest::keyClick(&view(), Qt::Key_Home);
        QVERIFY(!scene().follows());
        m_rig->frame();
        QCOMPARE(scene().bars().size(), std::size_t{3'000});
        QTest::keyClick(&view(), Qt::Key_Home);
        QCOMPARE(scene().bars()[visibleBars(scene().bars(), scene().view()).first].openTime,
                 scene().bars().front().openTime);
        QTest::keyClick(&view(), Qt::Key_End);
        QVERIFY(scene().follows());
    }
    void zoomByWheelAndKeys() {
        m_rig->show();
        const QPoint at(300, 200);
        const UnixNanos t = scene().view().timeAt(at.x());
        wheel(at, 3);
        QVERIFY(scene().view().bars() < 120);
        QVERIFY(std::abs(scene().view().xOf(t) - at.x()) <= 1);
        QVERIFY(scene().fitsPrices());
        const plot::PriceRange before = scene().view().prices();
        wheel(at, 3, Qt::ControlModifier);
        QVERIFY(!scene().fitsPrices());
        QVERIFY(scene().view().prices().high < before.high);
        QTest::mouseDClick(&view(), Qt::LeftButton, {}, QPoint(view().width() - 5, 100));
        QVERIFY(scene().fitsPrices());
        const double bars = scene().view().bars();
        QTest::keyClick(&view(), Qt::Key_Minus);
        QVERIFY(scene().view().bars() > bars);
        QTest::keyClick(&view(), Qt::Key_Plus);
        QVERIFY(std::abs(scene().view().bars() - bars) < 0.01);
        drag({view().width() - 5, 100}, {view().width() - 5, 160});
        QVERIFY(!scene().fitsPrices());
    }
    void crosshairByKeys() {
        m_rig->show();
        QTest::keyClick(&view(), Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(view().cross().has_value());
        const auto under = [&] { return barsAt(scene(), view().cross()->x(), 1.0); };
        const IndexRange first = under();
        QTest::keyClick(&view(), Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(&view(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(under().first, first.first - 2);
        QTest::keyClick(&view(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(under().first, first.first - 1);
        const int y = view().cross()->y();
        QTest::keyClick(&view(), Qt::Key_Up, Qt::ShiftModifier);
        QVERIFY(view().cross()->y() < y);
        QVERIFY(view().accessibleDescription().contains(QStringLiteral("Vol")));
        QTest::keyClick(&view(), Qt::Key_Escape);
        QVERIFY(!view().cross().has_value());
    }
    void theTimeShownIsToldToItsGroup() {
        m_rig->show();
        m_rig->pane->setGroup('C');
        m_rig->frame();
        const QObject other;
        const auto told = [&] { return m_rig->rig.links.window('C', &other); };
        QCOMPARE(told(), std::optional(ui::LinkedWindow{scene().view().left(), scene().view().right()}));
        const auto before = told();
        QTest::keyClick(&view(), Qt::Key_Left);
        m_rig->frame();
        QVERIFY(told() != before);
        m_rig->pane->hide();
        QVERIFY(!told());
        m_rig->pane->show();
        m_rig->frame();
        QVERIFY(told());
        m_rig->pane->setGroup(ui::kNoGroup);
        QVERIFY(!told());
    }
    void readoutIsTheBar() {
        auto& bars = m_rig->rig.venue.series[Interval::M1].bars;
        bars.back() = {test::kEnd,           Price(1'000'000'000), Price(1'000'500'000), Price(999'250'000),
                       Price(1'000'250'000), Quantity::of(812),    Quantity::of(1),      3};
        m_rig->show();
        QVERIFY(!m_rig->pane->applyWords({"EMA", "OFF", "VWAP", "OFF"}));
        const std::size_t n = scene().bars().size();
        const QString thin(QChar(0x2009));
        QCOMPARE(
            textOf(readoutOf(scene(), {n - 1, n})),
            QStringLiteral("O 1_000.00 H 1_000.50 L 999.25 C 1_000.25 +0.25 (+0.03 %) Vol 812.0").replace('_', thin));
        QVERIFY(textOf(readoutOf(scene(), {n - 7, n})).contains(QStringLiteral("7 bars")));
    }
    void studiesOverGapsAreMarked() {
        m_rig->show();
        const std::size_t last = scene().bars().size() - 1;
        const Study& ema = scene().studies().all()[0];
        const Study& vwap = scene().studies().all()[1];
        QVERIFY(!scene().isDoubtful(vwap, last));
        m_rig->rig.venue.tickers[test::kSol].status = DataStatus::Gap;
        m_rig->frame();
        m_rig->rig.venue.marketNow = m_rig->rig.venue.marketNow + 5 * kNanosPerSecond;
        m_rig->frame();
        QVERIFY(scene().isDoubtful(vwap, last));
        QVERIFY(scene().isDoubtful(ema, last));
        QVERIFY(!scene().isDoubtful(ema, 0));
        QVERIFY(textOf(studyParts(scene(), vwap, last)).endsWith(QLatin1Char('?')));
    }
    /// A VWAP whose day began before the bars that are here would be wrong: it is not drawn until they come.
    void vwapWaitsForTheDaysFirstBar() {
        m_rig->rig.venue.historyWaits = true;
        m_rig->show();
        QVERIFY(m_rig->rig.venue.answerHistory());
        m_rig->frame();
        // 1500 minutes back from noon is 11:00 of the day before: today's first bar is here, yesterday's is not.
        QCOMPARE(scene().bars()[scene().studies().all()[1].from].openTime, openTimeOf(test::kEnd, Interval::D1));
        QCOMPARE(m_rig->rig.venue.askedCandles.size(), std::size_t{1}); // and today is all that is in view
    }
    void statusDimsAndTellsTheAge() {
        m_rig->show();
        QVERIFY(view().overlay().status.isEmpty());
        m_rig->rig.venue.tickers[test::kSol].status = DataStatus::Stale;
        m_rig->rig.clock.advance(41 * kNanosPerSecond);
        m_rig->frame();
        QCOMPARE(view().overlay().status, QStringLiteral("stale · 0:41 old"));
    }
    void emptySaysWhatToDo() {
        m_rig->rig.venue.series.clear();
        m_rig->show();
        QVERIFY(view().overlay().empty.startsWith(QStringLiteral("No bars yet")));
        m_rig->rig.venue.playbackState.paused = true;
        m_rig->frame();
        QVERIFY(view().overlay().empty.contains(QStringLiteral("play")));
    }
    void brokenHistorySaysSoAndIsReadAgain() {
        m_rig->rig.venue.historyFault = ports::HistoryCode::Damaged;
        m_rig->show();
        QVERIFY(view().overlay().problem.contains(QStringLiteral("the fake history is broken")));
        m_rig->rig.venue.historyFault.reset();
        QTest::keyClick(&view(), Qt::Key_R);
        m_rig->frame();
        QVERIFY(view().overlay().problem.isEmpty());
        QCOMPARE(scene().bars().size(), std::size_t{1'500});
    }
    void anotherMarketIsShownAnew() {
        m_rig->show();
        m_rig->pane->chooseMarket(MarketId(1));
        QCOMPARE(m_rig->rig.venue.askedCandles.back().market, MarketId(1));
        QCOMPARE(scene().tick(), Price(100'000));
    }
    void ownFillsComeFromAccountAndHistory() {
        m_rig->rig.venue.fillList.clear();
        for (std::uint64_t i = 1; i <= 1'200; ++i) {
            FillView fill;
            fill.ts = test::kEnd + -static_cast<std::int64_t>(1'200 - i) * kNanosPerMinute;
            fill.fill.sequence = i;
            fill.fill.market = i % 2 == 0 ? test::kSol : MarketId(1);
            fill.fill.price = m_rig->last();
            fill.fill.size = Quantity::of(1);
            m_rig->rig.venue.fillList.push_back(fill);
        }
        m_rig->show();
        m_rig->tellAccount();
        QCOMPARE(scene().fills().fills().size(), std::size_t{600});
        QVERIFY(std::ranges::is_sorted(scene().fills().fills(), {}, [](const FillView& f) { return f.fill.sequence; }));
    }
    /// A replay that was taken back begins a new paper account, which has the number of the one before.
    void fillsOfAnEarlierRunAreForgotten() {
        const auto fill = [](std::uint64_t sequence, Price price) {
            FillView made;
            made.ts = test::kEnd + -kNanosPerMinute;
            made.fill.sequence = sequence;
            made.fill.market = test::kSol;
            made.fill.price = price;
            made.fill.size = Quantity::of(1);
            return made;
        };
        auto& venue = m_rig->rig.venue;
        venue.fillList = {fill(1, m_rig->last()), fill(2, m_rig->last())};
        m_rig->show();
        m_rig->tellAccount();
        QCOMPARE(scene().fills().fills().size(), std::size_t{2});
        venue.fillList.clear();
        venue.tellMarkets();
        m_rig->frame();
        QVERIFY(scene().fills().fills().empty());
        const Price other = m_rig->ticksFromLast(5);
        venue.fillList = {fill(1, other)};
        m_rig->tellAccount();
        QCOMPARE(scene().fills().fills().size(), std::size_t{1});
        QCOMPARE(scene().fills().fills().front().fill.price, other);
    }
    /// The picture of all but the last bar is kept while only the last bar changes.
    void onlyTheLastBarIsPaintedAnew() {
        m_rig->show();
        m_rig->frame();
        const std::uint64_t pictures = view().canvas().picturesMade();
        const QImage before = m_rig->picture();
        for (int i = 0; i < 5; ++i) {
            m_rig->rig.venue.addTrade(test::kSol, m_rig->last(), Quantity(1'000'000), Side::Buy);
            m_rig->frame();
        }
        QCOMPARE(view().canvas().picturesMade(), pictures);
        // Painted from scratch it looks the same.
        const QImage kept = m_rig->picture();
        view().refresh();
        QCOMPARE(m_rig->picture(), kept);
        QVERIFY(view().canvas().picturesMade() > pictures);
    }
    void arrivalIsMeasuredOnce() {
        m_rig->show();
        m_rig->frame();
        const auto count = m_rig->rig.stats.tickToPixel.count();
        m_rig->frame();
        QCOMPARE(m_rig->rig.stats.tickToPixel.count(), count);
        m_rig->rig.venue.addTrade(test::kSol, m_rig->last(), Quantity::of(1), Side::Buy);
        m_rig->rig.venue.tickers[test::kSol].receivedNanos = m_rig->rig.clock.monotonicNanos();
        m_rig->frame();
        view().repaint();
        QCOMPARE(m_rig->rig.stats.tickToPixel.count(), count + 1);
        QVERIFY(m_rig->rig.stats.paint(QStringLiteral("CHART")).count() > 0);
    }
};
QD_TEST(TestChartPane);
#include "TestChartPane.moc"
