// Size: what such bars change in a chart is tried from word to picture in one rig.
#include "core/base/Random.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"
#include "tests/widgets/flow/RecordedTrades.h"
#include "widgets/base/Format.h"
#include "widgets/chart/BarAxis.h"
#include "widgets/chart/BarEditor.h"
#include "widgets/chart/ChartControls.h"
#include "widgets/chart/Readout.h"

#include <QLineEdit>
#include <QObject>
#include <QToolButton>

using namespace qd;
using namespace qd::chart;

/// A chart of bars that trades end: words, header, layout, and what it shows.
class TestTradeBarCharts : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;
    std::unique_ptr<test::RecordedTrades> m_trades;
    ChartScene& scene() { return m_rig->view().scene(); }
    ChartView& view() { return m_rig->view(); }

    std::optional<QString> type(const QString& line) {
        ports::ActionWords words;
        for (const QString& word : line.split(QLatin1Char(' '))) words.push_back(word.toStdString());
        auto objection = m_rig->pane->applyWords(words);
        m_rig->frame();
        return objection;
    }
    static QString textOf(const std::vector<ReadoutPart>& parts) {
        QStringList words;
        for (const ReadoutPart& part : parts) words << part.text;
        return words.join(QLatin1Char(' '));
    }
    QToolButton* button(const char* name) { return m_rig->pane->findChild<QToolButton*>(QLatin1String(name)); }
    void trade(Price price) { m_trades->trade(price, Quantity::of(1), Side::Buy); }

  private slots:
    /// Trades a walk of ticks near 1000.00, every 20 s since 30 hours.
    void init() {
        m_rig = std::make_unique<test::ChartRig>();
        auto& venue = m_rig->rig.venue;
        m_trades = std::make_unique<test::RecordedTrades>(venue);
        m_trades->begin = test::kEnd + -30 * kNanosPerHour;
        SplitMix64 random(7);
        std::int64_t ticks = 100'000;
        for (std::int64_t t = -30 * 180; t <= 0; ++t) {
            venue.marketNow = test::kEnd + t * 20 * kNanosPerSecond;
            ticks += static_cast<std::int64_t>(random() % 9) - 4;
            trade(Price(ticks * 10'000));
        }
        m_trades->forget(50);
        venue.marketNow = test::kEnd + 20 * kNanosPerSecond;
        m_rig->show();
    }
    void cleanup() {
        m_rig.reset();
        m_trades.reset();
    }

    void wordsChooseBars_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("title");
        QTest::newRow("tick") << "BARS TICK 500" << "Tick 500";
        QTest::newRow("volume") << "bars volume 12.5" << "Volume 12.5";
        QTest::newRow("range") << "BARS RANGE 20" << "Range 20";
        QTest::newRow("renko, and others") << "EMA OFF BARS RENKO 20 STYLE HOLLOW" << "Renko 20";
        QTest::newRow("time") << "BARS TIME" << "Time";
        QTest::newRow("how many are seen is something else") << "BARS 300" << "Time";
    }
    void wordsChooseBars() {
        QFETCH(QString, line);
        QFETCH(QString, title);
        QVERIFY(!type(line));
        QCOMPARE(button("bars")->text(), title);
        QCOMPARE(button("bars")->accessibleName(), title);
        QVERIFY(!scene().bars().empty());
        // An interval is one of time.
        QVERIFY(!type(QStringLiteral("5m")));
        QCOMPARE(scene().options().bars, BarChoice());
        QCOMPARE(scene().bars().interval(), Interval::M5);
    }
    void wrongWordsChangeNothing_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("says");
        QTest::newRow("no size") << "BARS TICK" << "number of trades";
        QTest::newRow("none") << "BARS TICK 0" << "number of trades";
        QTest::newRow("too many") << "BARS TICK 1000001" << "number of trades";
        QTest::newRow("parts of a trade") << "BARS TICK 1.5" << "number of trades";
        QTest::newRow("no volume") << "BARS VOLUME 0" << "base units";
        QTest::newRow("too much") << "BARS VOLUME 1000000001" << "base units";
        QTest::newRow("no height") << "BARS RANGE -3" << "height in ticks";
        QTest::newRow("no box") << "BARS RENKO x" << "box in ticks";
        QTest::newRow("no such bars") << "BARS KAGI 5" << "TIME, TICK, VOLUME, RANGE or RENKO";
        QTest::newRow("comparison") << "BARS TICK 5 COMPARE BTC" << "bars of time only";
    }
    void wrongWordsChangeNothing() {
        QFETCH(QString, line);
        QFETCH(QString, says);
        const ChartOptions before = scene().options();
        const auto objection = type(line);
        QVERIFY(objection);
        QVERIFY2(objection->contains(says), qPrintable(*objection));
        QCOMPARE(scene().options(), before);
    }
    void wordsAreCompleted() {
        const auto choices = ChartPane::complete({"BARS", ""});
        QCOMPARE(choices, (std::vector<std::string>{"TIME", "TICK", "VOLUME", "RANGE", "RENKO"}));
        for (const char* word : {"BARS", "STUDY", "5m", "QUOTES"})
            QVERIFY2(std::ranges::count(ChartPane::complete({""}), word) == 1, word);
        QVERIFY(std::ranges::count(ChartPane::complete({"STUDY", ""}), "MACD") == 1);
        QVERIFY(std::ranges::count(ChartPane::complete({"STYLE", ""}), "HOLLOW") == 1);
        QVERIFY(std::ranges::count(ChartPane::complete({"SCALE", ""}), "LOG") == 1);
    }
    void layoutsKeepThem_data() {
        QTest::addColumn<QString>("line");
        for (const char* line : {"BARS TICK 7", "BARS VOLUME 0.25", "BARS RANGE 9", "BARS RENKO 11", "BARS TIME"})
            QTest::newRow(line) << line;
    }
    void layoutsKeepThem() {
        QFETCH(QString, line);
        QVERIFY(!type(line));
        const ui::PaneState state = m_rig->pane->state();
        const BarChoice chosen = scene().options().bars;
        QVERIFY(!type(QStringLiteral("BARS RANGE 33")));
        m_rig->pane->restore(state);
        QCOMPARE(scene().options().bars, chosen);
        ui::PaneState broken = state;
        for (const char* text : {"", "tick", "tick x", "kagi 3", "tick 3 4", "range 99999999999999999999"}) {
            broken["made"] = text;
            m_rig->pane->restore(broken);
            QCOMPARE(scene().options().bars, chosen);
        }
    }
    void anyTextIsRefusedOrReadsAsItIsWritten() {
        QD_PROPERTY("of layouts", [] {
            const auto kind = *rc::gen::element<std::string>("tick", "VOLUME", "range", "Renko", "time", "", "kagi");
            const auto rest = *rc::gen::container<std::string>(rc::gen::elementOf(std::string(" 0123456789.-x")));
            const auto read = readBars(kind + rest);
            if (!read) return;
            RC_ASSERT(!read->kind || read->size > 0);
            RC_ASSERT(readBars(writeBars(*read)) == read);
        });
    }
    /// Whoever looked at old bars sees some when they are read anew.
    void readAnewSomethingIsInView() {
        QVERIFY(!type(QStringLiteral("BARS TICK 10 BARS 50")));
        for (int i = 0; i < 3; ++i) {
            scene().goToOldest();
            m_rig->frame();
        }
        scene().reload();
        m_rig->frame();
        QVERIFY(!visibleBars(scene().bars(), scene().view()).empty());
    }
    void theHeaderChoosesThem() {
        auto* controls = m_rig->pane->findChild<ChartControls*>();
        button("bars")->click();
        QVERIFY(!button("bars")->isChecked());
        auto* editor = controls->findChild<BarEditor*>();
        QVERIFY(editor != nullptr);
        QVERIFY(!editor->accessibleName().isEmpty());
        editor->findChild<QToolButton*>(QStringLiteral("barKind-Range"))->click();
        QCOMPARE(button("bars")->text(), QStringLiteral("Range 20"));
        QVERIFY(scene().bars().sideBySide());
        auto* size = editor->findChild<QLineEdit*>(QStringLiteral("barSize"));
        size->setText(QStringLiteral("nothing"));
        QTest::keyClick(size, Qt::Key_Return);
        auto* note = editor->findChild<QLabel*>(QStringLiteral("barNote"));
        QVERIFY(editor->isVisible() && note->isVisible());
        QVERIFY(note->text().contains(QStringLiteral("ticks")));
        editor->findChild<QPushButton*>(QStringLiteral("barSize-0"))->click();
        QCOMPARE(button("bars")->text(), QStringLiteral("Range 10"));
        size->setText(QStringLiteral("12"));
        QTest::keyClick(size, Qt::Key_Return);
        QVERIFY(!editor->isVisible());
        QCOMPARE(scene().options().bars, (BarChoice{TradeBarRule::Kind::Range, 12}));
        // No interval is chosen now; one more click leads back to time.
        auto* minute = m_rig->pane->findChild<QToolButton*>(QStringLiteral("interval-1m"));
        QVERIFY(!minute->isChecked() && button("bars")->isChecked());
        minute->click();
        QVERIFY(minute->isChecked() && !button("bars")->isChecked());
        QVERIFY(!scene().bars().sideBySide());
        QCOMPARE(button("bars")->text(), QStringLiteral("Time"));
    }

    void theyLieSideBySideAndFollowTheNewest() {
        QVERIFY(!type(QStringLiteral("BARS TICK 10")));
        const BarSeries& bars = scene().bars();
        QVERIFY(bars.size() > 200); // today's, and the days before as far as is in view
        for (std::size_t i = 1; i < bars.size(); ++i) {
            QCOMPARE(bars[i].openTime - bars[i - 1].openTime, static_cast<std::int64_t>(BarTimes::kUnit));
            QVERIFY(bars.opened(i) > bars.opened(i - 1));
        }
        const double x = scene().view().xOf(bars.back().openTime);
        const std::size_t before = bars.size();
        for (int i = 0; i < 30; ++i) trade(m_rig->last());
        m_rig->frame();
        QVERIFY(bars.size() >= before + 2);
        QVERIFY(std::abs(scene().view().xOf(bars.back().openTime) - x) < 1);
    }
    void everyStyleIsPainted_data() {
        QTest::addColumn<QString>("bars");
        QTest::addColumn<QString>("style");
        for (const char* bars : {"TICK 5", "VOLUME 5", "RANGE 15", "RENKO 15"}) {
            for (const BarStyleName& row : kBarStyles)
                QTest::addRow("%s %s", bars, row.key) << QString::fromLatin1(bars) << QString::fromLatin1(row.key);
        }
    }
    void everyStyleIsPainted() {
        QFETCH(QString, bars);
        QFETCH(QString, style);
        QVERIFY(!type(QStringLiteral("BARS %1 STYLE %2 BARS 100").arg(bars, style)));
        const QImage picture = m_rig->picture();
        const QRect& plot = scene().view().plot();
        QSet<QRgb> colours;
        for (int x = plot.left(); x < plot.right(); x += 2) {
            for (int y = plot.top(); y < plot.bottom(); y += 2) colours.insert(picture.pixel(x, y));
        }
        QVERIFY(colours.size() > 4);
        // The newest bar is painted over the kept picture as if all were painted anew.
        trade(m_rig->last());
        m_rig->frame();
        const QImage kept = m_rig->picture();
        view().refresh();
        QCOMPARE(m_rig->picture(), kept);
    }
    void theAxisTellsWhenBarsOpened() {
        QVERIFY(!type(QStringLiteral("BARS TICK 10 BARS 400")));
        const auto marks = timeMarks(scene().bars(), scene().view());
        QVERIFY(marks.size() > 3);
        int days = 0;
        for (const plot::TimeMark& mark : marks) {
            const auto opened = scene().openingAt(mark.x);
            QVERIFY(opened);
            days += mark.day ? 1 : 0;
            if (mark.day)
                QCOMPARE(mark.label, QStringLiteral("12 Mar"));
            else
                QCOMPARE(mark.label, ui::clockText(*opened).left(5));
        }
        QCOMPARE(days, 1);
        // What stands where does not hang on where the view is.
        QTest::keyClick(&view(), Qt::Key_Left);
        const auto moved = timeMarks(scene().bars(), scene().view());
        const double by = moved[1].x - marks[0].x;
        QVERIFY(std::ranges::any_of(marks, [&](const plot::TimeMark& m) { return m.label == moved[1].label; }));
        QVERIFY(by > 0);
    }
    void shortBarsAreToldInSeconds() {
        auto& venue = m_rig->rig.venue;
        for (int i = 0; i < 400; ++i) {
            venue.marketNow = venue.marketNow + kNanosPerMilli;
            trade(m_rig->last());
        }
        QVERIFY(!type(QStringLiteral("BARS TICK 1 BARS 100")));
        const auto marks = timeMarks(scene().bars(), scene().view());
        QVERIFY(!marks.empty());
        for (const plot::TimeMark& mark : marks) QCOMPARE(mark.label.size(), qsizetype{8});
    }
    void momentsAreRealForOtherPanes() {
        QVERIFY(!type(QStringLiteral("BARS TICK 10")));
        m_rig->pane->setGroup('C');
        m_rig->frame();
        const QObject other;
        const auto window = m_rig->rig.links.window('C', &other);
        QVERIFY(window);
        QVERIFY(window->from > test::kEnd + -30 * kNanosPerHour && window->from < test::kEnd);
        QVERIFY(window->to > test::kEnd && window->to < test::kEnd + kNanosPerDay);
        // The crosshair tells when it is.
        const QRect& plot = scene().view().plot();
        const std::size_t bar = scene().bars().size() - 20;
        const int x = static_cast<int>(scene().view().xOf(scene().bars()[bar].openTime) + scene().view().slot() / 2);
        QMouseEvent move(QEvent::MouseMove, QPoint(x, plot.center().y()), view().mapToGlobal(QPoint(x, 0)),
                         Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(&view(), &move);
        const auto cross = m_rig->rig.links.cross('C', &other);
        QVERIFY(cross);
        QVERIFY(cross->t >= scene().bars().opened(bar) && cross->t < scene().bars().ended(bar));
        QCOMPARE(scene().openingAt(x), std::optional(scene().bars().opened(bar)));
        QCOMPARE(scene().timeAt(scene().xOf(cross->t)), cross->t);
        // And that of another pane is shown in the bar of its moment.
        const QImage before = m_rig->picture();
        view().showLinked(ui::LinkedCross{scene().bars().opened(bar), Price()});
        QVERIFY(m_rig->picture() == before); // its own is shown instead
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&view(), &leave);
        QVERIFY(m_rig->picture() != before);
    }
    void fillsAreInTheBarsTheyHappenedIn() {
        QVERIFY(!type(QStringLiteral("BARS TICK 10")));
        const BarSeries& bars = scene().bars();
        const std::size_t bar = bars.size() - 30;
        const double middle = scene().view().xOf(bars[bar].openTime) + scene().view().slot() / 2;
        QCOMPARE(scene().xOfEvent(bars.opened(bar)), middle);
        QCOMPARE(scene().xOfEvent(bars.ended(bar) + -1), middle);
        // One that is newer than every trade is in the newest bar.
        QCOMPARE(scene().xOfEvent(test::kEnd + kNanosPerHour),
                 scene().view().xOf(bars.back().openTime) + scene().view().slot() / 2);
        FillView fill;
        fill.ts = bars.opened(bar);
        fill.fill.sequence = 1;
        fill.fill.market = test::kSol;
        fill.fill.side = Side::Buy;
        fill.fill.price = bars[bar].close;
        fill.fill.size = Quantity::of(3);
        const QImage before = m_rig->picture();
        m_rig->rig.venue.fillList = {fill};
        m_rig->tellAccount();
        QVERIFY(m_rig->picture() != before);
    }
    void readoutTellsTradesAndHowLongTheyTook() {
        QVERIFY(!type(QStringLiteral("BARS TICK 10 EMA OFF VWAP OFF")));
        const std::size_t bar = scene().bars().size() - 3;
        const QString text = textOf(readoutOf(scene(), {bar, bar + 1}));
        QVERIFY2(text.endsWith(QStringLiteral("Trades 10 in 3:00")), qPrintable(text));
    }
    void whatIsLeftOfABarIsTold() {
        QVERIFY(!type(QStringLiteral("BARS TICK 1000")));
        const auto left = [&] { return view().overlay().countdown; };
        const std::uint32_t trades = scene().bars().back().trades;
        QCOMPARE(left(), QStringLiteral("%1 left").arg(1'000 - trades));
        trade(m_rig->last());
        m_rig->frame();
        QCOMPARE(left(), QStringLiteral("%1 left").arg(999 - trades));
        QVERIFY(!type(QStringLiteral("BARS VOLUME 1000000")));
        QVERIFY(left().endsWith(QStringLiteral(" left")));
        // It has room below the price axis, however long it is.
        const QRect& plot = scene().view().plot();
        const int room = view().width() - plot.left() - plot.width();
        QVERIFY(room > QFontMetrics(m_rig->rig.themes.theme().font(ui::FontRole::Hint)).horizontalAdvance(left()));
        QVERIFY(!type(QStringLiteral("BARS RENKO 10")));
        QCOMPARE(left(), QString());
    }
    void whereTheRecordingBeginsIsTold() {
        QVERIFY(!type(QStringLiteral("BARS TICK 100 BARS 300")));
        m_rig->frame();
        QCOMPARE(view().overlay().beginning, QStringLiteral("No trades were recorded before 2024-03-11 06:00:00."));
        QVERIFY(!type(QStringLiteral("BARS 10")));
        QCOMPARE(view().overlay().beginning, QString());
        QVERIFY(!type(QStringLiteral("BARS TIME BARS 2000000")));
        QCOMPARE(view().overlay().beginning, QString());
    }
    void emptyAndReadingSaySo() {
        auto& venue = m_rig->rig.venue;
        venue.historyWaits = true;
        QVERIFY(!type(QStringLiteral("BARS TICK 10")));
        QCOMPARE(view().overlay().empty, QStringLiteral("Reading the trades of the day …"));
        m_trades->begin.reset();
        venue.tapes.clear();
        while (venue.answerHistory()) {
        }
        m_rig->frame();
        QVERIFY(view().overlay().empty.startsWith(QStringLiteral("No bars yet")));
        (void)m_rig->picture();
    }
    void otherMarketsAreComparedOverTimeOnly() {
        QVERIFY(!type(QStringLiteral("COMPARE BTC")));
        QCOMPARE(scene().comparisons().all().size(), std::size_t{1});
        QVERIFY(!type(QStringLiteral("BARS TICK 10"))); // it waits
        QVERIFY(scene().comparisons().all().empty());
        QVERIFY(textOf(comparedParts(scene(), test::kEnd)).contains(QStringLiteral("over bars of time only")));
        QVERIFY(type(QStringLiteral("COMPARE BTC ETH")).has_value());
        (void)m_rig->picture();
        QVERIFY(!type(QStringLiteral("BARS TIME")));
        QCOMPARE(scene().comparisons().all().size(), std::size_t{1});
    }
    /// Studies count bars in their order, and days by the clock.
    void studiesRunOverThem_data() {
        QTest::addColumn<QString>("study");
        for (const indicators::IndicatorKind& kind : indicators::indicatorTable())
            QTest::addRow("%s", latin(kind.name).toLatin1().constData()) << latin(kind.name);
    }
    void studiesRunOverThem() {
        QFETCH(QString, study);
        QVERIFY(!type(QStringLiteral("BARS RENKO 10 EMA OFF VWAP OFF STUDY %1").arg(study)));
        for (int i = 0; i < 20; ++i) {
            trade(Price(m_rig->last().raw() + (i % 7) * 60'000));
            m_rig->frame();
        }
        for (int i = 0; i < 5; ++i) scene().goToOldest();
        m_rig->frame();
        const BarSeries& bars = scene().bars();
        const Study& shown = scene().studies().all().at(0);
        const auto fresh = shown.choice.kind->make(shown.choice.values);
        const auto& lines = shown.choice.kind->lines;
        std::vector<double> values(lines.size());
        for (std::size_t i = 0; i < bars.size(); ++i) {
            indicators::Bar bar = indicators::barOf(bars[i]);
            bar.openTime = bars.opened(i);
            fresh->commit(bar, values);
            for (std::size_t line = 0; line < lines.size(); ++line) {
                const bool scales = !shown.choice.hasOwnPane() && lines[line].style != indicators::LineStyle::Sign;
                const double wanted = values[line] * (scales ? static_cast<double>(Price::kScale) : 1.0);
                const double is = shown.lines.at(i, line);
                QVERIFY(is == wanted || (std::isnan(is) && std::isnan(wanted)));
            }
        }
        (void)m_rig->picture();
    }
    void averagesFromABarOnBeginAtItsMoment() {
        QVERIFY(!type(QStringLiteral("BARS TICK 10 EMA OFF VWAP OFF")));
        const std::size_t bar = scene().bars().size() - 40;
        emit view().anchorWanted(scene().bars().opened(bar));
        m_rig->frame();
        const Study& average = scene().studies().all().at(0);
        QVERIFY(!indicators::hasValue(average.at(bar - 1, 0)));
        QVERIFY(indicators::hasValue(average.at(bar, 0)));
    }
    void gapsAreMarkedAndStudiesOverThemDoubtful() {
        QVERIFY(!type(QStringLiteral("BARS TICK 10")));
        auto& venue = m_rig->rig.venue;
        const std::size_t last = scene().bars().size() - 1;
        QVERIFY(!scene().isDoubtful(scene().studies().all()[0], last));
        venue.tickers[test::kSol].status = DataStatus::Gap;
        m_rig->frame();
        venue.marketNow = venue.marketNow + 5 * kNanosPerSecond;
        m_rig->frame();
        venue.tickers[test::kSol].status = DataStatus::Live;
        trade(m_rig->last());
        m_rig->frame();
        QVERIFY(scene().bars().size() > last + 1);
        QVERIFY(scene().isDoubtful(scene().studies().all()[0], last));
        QVERIFY(!scene().isDoubtful(scene().studies().all()[0], last - 100));
        (void)m_rig->picture();
    }
    void theCrosshairByKeysGoesFromBarToBar() {
        QVERIFY(!type(QStringLiteral("BARS RANGE 12 EMA OFF VWAP OFF")));
        view().setFocus();
        QTest::keyClick(&view(), Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(&view(), Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(view().cross());
        const auto at = scene().openingAt(view().cross()->x());
        QTest::keyClick(&view(), Qt::Key_Right, Qt::ShiftModifier);
        const auto next = scene().openingAt(view().cross()->x());
        QCOMPARE(scene().bars().firstSince(*next), scene().bars().firstSince(*at) + 1);
        QVERIFY(view().accessibleDescription().contains(QStringLiteral("Trades")));
    }
    /// Sizes in ticks are those of the market that is shown.
    void anotherMarketHasOtherTicks() {
        QVERIFY(!type(QStringLiteral("BARS RANGE 20")));
        QCOMPARE(m_rig->rig.venue.askedBars.back().rule.size, 20 * 10'000);
        m_rig->pane->chooseMarket(MarketId(1));
        QCOMPARE(m_rig->rig.venue.askedBars.back().rule.size, 20 * 100'000);
        QCOMPARE(m_rig->rig.venue.askedBars.back().market, MarketId(1));
    }
    void sizesAreOfferedByWhatTrades() {
        QCOMPARE(usualBarSize(TradeBarRule::Kind::Volume, Quantity::of(1'700'000)), Quantity::of(2'000).raw());
        QCOMPARE(usualBarSize(TradeBarRule::Kind::Volume, Quantity()), Quantity::of(1).raw());
        QCOMPARE(usualBarSize(TradeBarRule::Kind::Tick, Quantity()), 500);
    }
};

QD_TEST(TestTradeBarCharts);
#include "TestTradeBarCharts.moc"
