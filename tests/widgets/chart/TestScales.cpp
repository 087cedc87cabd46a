#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"
#include "widgets/chart/Readout.h"

#include <QObject>

#include <cmath>

using namespace qd;
using namespace qd::chart;

/// Linear, logarithmic and percent scales, and other markets compared with.
class TestScales : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;
    const ChartScene& scene() { return m_rig->view().scene(); }
    ChartView& view() { return m_rig->view(); }
    std::optional<QString> type(const QString& line) {
        ports::ActionWords words;
        for (const QString& word : line.split(QLatin1Char(' '))) words.push_back(word.toStdString());
        auto objection = m_rig->pane->applyWords(words);
        m_rig->frame();
        return objection;
    }
    void drag(const QPoint& from, const QPoint& to) {
        QTest::mousePress(&view(), Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, view().mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&view(), &move);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, to);
    }

  private slots:
    void init() { m_rig = std::make_unique<test::ChartRig>(); }

    void words_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("objection");
        QTest::newRow("log") << "SCALE LOG" << "";
        QTest::newRow("percent") << "scale percent 5m" << "";
        QTest::newRow("no such scale") << "SCALE CUBIC" << "SCALE with LINEAR, LOG or PERCENT";
        QTest::newRow("market") << "COMPARE BTC-PERP SCALE LOG" << "";
        QTest::newRow("asset") << "COMPARE btc" << "";
        QTest::newRow("off") << "COMPARE OFF" << "";
        QTest::newRow("no such market") << "COMPARE FOO"
                                        << "There is no market \"FOO\" to compare with. There are SOL-PERP";
        QTest::newRow("off after a market") << "COMPARE BTC OFF" << "";
        QTest::newRow("more than colours") << "COMPARE A B C D E" << "COMPARE takes at most 4 markets.";
        QTest::newRow("nothing") << "COMPARE" << "COMPARE takes the names of markets, or OFF.";
    }
    void words() {
        QFETCH(QString, words);
        QFETCH(QString, objection);
        m_rig->show();
        const auto said = type(words);
        QCOMPARE(said.has_value(), !objection.isEmpty());
        if (said) QVERIFY2(said->contains(objection), qPrintable(*said));
    }
    void stateComesBack() {
        m_rig->show();
        QVERIFY(!type(QStringLiteral("SCALE LOG COMPARE BTC")));
        QCOMPARE(scene().options().compared, std::vector<std::string>{"BTC-PERP"});
        ChartPane other(m_rig->rig.context, m_rig->book);
        other.restore(m_rig->pane->state());
        QCOMPARE(other.view().scene().options(), scene().options());
        QVERIFY(!type(QStringLiteral("COMPARE OFF")));
        other.restore(m_rig->pane->state());
        QVERIFY(other.view().scene().options().compared.empty());
        QVERIFY(other.view().scene().options().scale == PriceScale::Log);
    }
    /// A market of another venue is not compared with, and does not stand in the way of anything else.
    void aMarketThatIsNotHereLocksNothing() {
        m_rig->show();
        ui::PaneState state = m_rig->pane->state();
        state["compare"] = "OLD-PERP";
        m_rig->pane->restore(state);
        QVERIFY(!type(QStringLiteral("5m")));
        QVERIFY(!type(QStringLiteral("SCALE LOG")));
        QVERIFY(scene().view().isLogarithmic());
        QCOMPARE(scene().options().compared, std::vector<std::string>{"OLD-PERP"});
        QVERIFY(!type(QStringLiteral("COMPARE BTC OFF")));
        QVERIFY(scene().options().compared.empty());
    }
    void logarithmicDistancesAreRatios() {
        m_rig->show();
        QVERIFY(!type(QStringLiteral("SCALE LOG")));
        const Viewport& v = scene().view();
        QVERIFY(v.isLogarithmic());
        const double low = v.yOf(Price::of(500));
        QVERIFY(std::abs((low - v.yOf(Price::of(1'000))) - (v.yOf(Price::of(1'000)) - v.yOf(Price::of(2'000)))) < 1e-6);
        QVERIFY(v.shows(m_rig->last()));
    }
    void draggedOrdersStandWhereTheyAreDropped_data() {
        QTest::addColumn<QString>("scale");
        for (const char* scale : {"LINEAR", "LOG", "PERCENT"}) QTest::newRow(scale) << QString::fromLatin1(scale);
    }
    /// On every scale a pixel means one price, the one the axis tells, and the amend says the same.
    void draggedOrdersStandWhereTheyAreDropped() {
        QFETCH(QString, scale);
        m_rig->addOrder(Side::Buy, -30);
        m_rig->show();
        QVERIFY(!type(QStringLiteral("BARS 12 SCALE ") + scale));
        for (int ticks = -40; ticks <= 40; ++ticks) {
            const Price price = m_rig->ticksFromLast(ticks);
            const auto point = view().pointOfPrice(Side::Buy, price);
            if (point) QCOMPARE(scene().view().priceAt(point->y(), scene().tick()), price);
        }
        const Price target = m_rig->ticksFromLast(-12);
        drag(view().pointOfOrder(OrderId(1)).value(), view().pointOfPrice(Side::Buy, target).value());
        QCOMPARE(m_rig->rig.venue.amended.size(), std::size_t{1});
        QCOMPARE(m_rig->rig.venue.amended[0].price, target);
    }
    void percentIsToldFromTheFirstCloseInView() {
        m_rig->show();
        QVERIFY(!scene().axis().base);
        QVERIFY(!type(QStringLiteral("SCALE PERCENT")));
        const IndexRange seen = visibleBars(scene().bars(), scene().view());
        const Price base = scene().bars()[seen.first].close;
        QCOMPARE(scene().axis().base, std::optional(base));
        QCOMPARE(plot::axisText(base, scene().axis()), QStringLiteral("0.00 %"));
        QCOMPARE(plot::axisText(Price(base.raw() + base.raw() / 50), scene().axis()), QStringLiteral("+2.00 %"));
        QCOMPARE(plot::axisText(Price(base.raw() - base.raw() / 50), scene().axis()), QStringLiteral("−2.00 %"));
        const auto ticks = plot::axisTicks(scene().view(), scene().axis(), 40);
        QVERIFY(ticks.size() >= 3);
        for (const plot::PriceTick& tick : ticks) QVERIFY(tick.label.endsWith(QLatin1String(" %")));
    }
    void anotherMarketStartsWhereThisOneDoes() {
        m_rig->show();
        QVERIFY(!type(QStringLiteral("COMPARE BTC QUOTES OFF STUDY OFF")));
        QCOMPARE(m_rig->rig.venue.askedCandles.back().market, MarketId(1));
        const auto& others = scene().comparisons().all();
        QCOMPARE(others.size(), std::size_t{1});
        const Comparison& other = *others.front();
        const Price ownBase = scene().axis().base.value();
        QCOMPARE(drawnAt(other, other.base, ownBase), static_cast<double>(ownBase.raw()));
        const UnixNanos last = other.feed.bars().back().openTime;
        // It doubles, and prices make room for it.
        m_rig->rig.venue.addTrade(MarketId(1), Price(other.base.raw() * 2), Quantity::of(1), Side::Buy);
        m_rig->frame();
        QVERIFY(std::abs(other.changeAt(last).value() - 1.0) < 1e-9);
        QVERIFY(scene().view().shows(Price(ownBase.raw() * 2)));
        const auto parts = comparedParts(scene(), last);
        QCOMPARE(parts.at(0).text, QStringLiteral("BTC-PERP"));
        QCOMPARE(parts.at(1).text, QStringLiteral("+100.00 %"));
        // Its line rises to there, where nothing else is.
        const QImage image = m_rig->picture();
        const QColor ground = m_rig->rig.themes.theme().color(ui::Token::Bg1);
        const BarSeries& bars = other.feed.bars();
        const auto pointOf = [&](std::size_t i) {
            return QPointF(scene().view().xOf(bars[i].openTime + 30 * kNanosPerSecond),
                           scene().view().yOfRaw(drawnAt(other, bars[i].close, ownBase)));
        };
        const QPoint middle = ((pointOf(bars.size() - 2) + pointOf(bars.size() - 1)) / 2).toPoint();
        int drawn = 0;
        for (int dx = -3; dx <= 3; ++dx) drawn += image.pixelColor(middle + QPoint(dx, 0)) != ground ? 1 : 0;
        QVERIFY(drawn > 0 && drawn < 5);
        QVERIFY(!other.changeAt(scene().view().left() + -kNanosPerHour));
    }
    void comparedBarsAreReadAsFarAsTheView() {
        m_rig->show();
        QVERIFY(!type(QStringLiteral("COMPARE BTC")));
        QTest::keyClick(&view(), Qt::Key_Home);
        m_rig->frame();
        m_rig->frame();
        const Comparison& other = *scene().comparisons().all().front();
        QVERIFY(other.feed.bars().front().openTime <= scene().view().left());
        QVERIFY(!other.seen.empty());
        // The market itself is not compared with itself.
        m_rig->pane->chooseMarket(MarketId(1));
        m_rig->frame();
        QVERIFY(scene().comparisons().all().empty());
    }
    /// What is compared is kept in the picture too, while only last bars change.
    void onlyLastBarsArePaintedAnew() {
        m_rig->show();
        QVERIFY(!type(QStringLiteral("COMPARE BTC SCALE PERCENT")));
        static_cast<void>(m_rig->picture());
        const std::uint64_t pictures = view().canvas().picturesMade();
        m_rig->rig.venue.addTrade(MarketId(1), m_rig->last(), Quantity(1'000'000), Side::Buy);
        m_rig->frame();
        const QImage kept = m_rig->picture();
        QCOMPARE(view().canvas().picturesMade(), pictures);
        view().refresh();
        QCOMPARE(m_rig->picture(), kept);
    }
};
QD_TEST(TestScales);
#include "TestScales.moc"
