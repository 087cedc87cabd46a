#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"
#include "widgets/chart/HeikinAshi.h"

#include <QObject>
#include <QToolButton>

#include <cmath>

using namespace qd;
using namespace qd::chart;

namespace {

/// Each bar by itself, as plotted when bars are wide.
std::vector<PlotBar> plottedFrom(const BarSeries& bars, std::size_t first) {
    std::vector<PlotBar> plotted;
    for (std::size_t i = first; i < bars.size(); ++i) {
        const Candle& c = bars[i];
        plotted.push_back({0, 1, {i, i + 1}, {c.open, c.high, c.low, c.close, 0}});
    }
    return plotted;
}

} // namespace

class TestBarStyle : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;
    QImage pictureOf(const char* style) {
        if (m_rig->pane->applyWords({"STYLE", style, "BARS", "20", "EMA", "OFF", "VWAP", "OFF", "QUOTES", "OFF"}))
            qFatal("the style %s is not known", style);
        m_rig->frame();
        return m_rig->picture();
    }
    /// The middle of the body of the newest whole bar that rose by enough to have an inside.
    QPoint insideOfARisingBody() {
        const ChartScene& scene = m_rig->view().scene();
        for (std::size_t i = scene.bars().size() - 2; i > 2; --i) {
            const Candle& c = scene.bars()[i];
            const double top = scene.view().yOf(c.close);
            const double bottom = scene.view().yOf(c.open);
            const auto half = static_cast<std::int64_t>(scene.bars().interval()) / 2;
            const QPoint at(static_cast<int>(scene.view().xOf(c.openTime + half)) + 4,
                            static_cast<int>((top + bottom) / 2));
            if (c.close > scene.bars()[i - 1].close && bottom - top > 8 && scene.view().plot().contains(at)) return at;
        }
        return {};
    }

  private slots:
    void init() {
        m_rig = std::make_unique<test::ChartRig>();
        m_rig->show();
    }

    /// Against the definition from the first bar on, in long double.
    void heikinAshiIsItsDefinition() {
        const BarSeries& bars = m_rig->view().scene().bars();
        auto plotted = plottedFrom(bars, 500);
        makeHeikinAshi(bars, plotted);
        long double open =
            (static_cast<long double>(bars[0].open.raw()) + static_cast<long double>(bars[0].close.raw())) / 2;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            const Candle& c = bars[i];
            const long double close =
                (static_cast<long double>(c.open.raw()) + static_cast<long double>(c.high.raw()) +
                 static_cast<long double>(c.low.raw()) + static_cast<long double>(c.close.raw())) /
                4;
            if (i >= 500) {
                const BarSpan& s = plotted[i - 500].span;
                QVERIFY(std::abs(static_cast<long double>(s.open.raw()) - open) <= 0.51L);
                QVERIFY(std::abs(static_cast<long double>(s.close.raw()) - close) <= 0.51L);
                QCOMPARE(s.high, std::max({c.high, s.open, s.close}));
                QCOMPARE(s.low, std::min({c.low, s.open, s.close}));
            }
            open = (open + close) / 2;
        }
    }
    /// Where a view begins does not change what a bar looks like.
    void heikinAshiDoesNotHangOnTheView() {
        const BarSeries& bars = m_rig->view().scene().bars();
        auto all = plottedFrom(bars, 100);
        auto some = plottedFrom(bars, 700);
        makeHeikinAshi(bars, all);
        makeHeikinAshi(bars, some);
        for (std::size_t i = 0; i < some.size(); ++i) QCOMPARE(all[600 + i].span, some[i].span);
    }
    void everyStyleIsAnotherPicture() {
        std::vector<QImage> seen;
        for (const BarStyleName& row : kBarStyles) {
            const QImage picture = pictureOf(row.key);
            for (const QImage& other : seen) QVERIFY2(picture != other, row.key);
            seen.push_back(picture);
        }
    }
    void aHollowBodyIsEmpty() {
        const QImage filled = pictureOf("candles");
        const QPoint at = insideOfARisingBody();
        QVERIFY(!at.isNull());
        const QColor up = m_rig->rig.themes.theme().color(ui::Token::Up);
        QCOMPARE(QColor(filled.pixel(at)), up);
        QVERIFY(QColor(pictureOf("hollow").pixel(at)) != up);
    }
    void theStyleIsChosenInTheHeader() {
        auto* button = m_rig->pane->findChild<QToolButton*>(QStringLiteral("style"));
        QCOMPARE(button->text(), QStringLiteral("Candles"));
        QVERIFY(!m_rig->pane->applyWords({"STYLE", "HEIKIN"}));
        QCOMPARE(button->text(), QStringLiteral("Heikin-Ashi"));
    }
    /// A layout of the version before knew candles and a line.
    void anOldLayoutKeepsItsLine() {
        m_rig->pane->restore({{"candles", "off"}});
        QCOMPARE(m_rig->view().scene().options().style, BarStyle::Line);
    }
};

QD_TEST(TestBarStyle);
#include "TestBarStyle.moc"
