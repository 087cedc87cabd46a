// Size: what can be done with a study is tried from its word to its picture in one rig.
#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"
#include "widgets/chart/ChartControls.h"
#include "widgets/chart/Readout.h"
#include "widgets/chart/StudyEditor.h"
#include "widgets/chart/StudyList.h"

#include <QObject>

using namespace qd;
using namespace qd::chart;

/// Studies of a chart: what is typed and kept, their values, panes, legend, list and editor.
class TestStudies : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;
    const ChartScene& scene() { return m_rig->view().scene(); }
    ChartView& view() { return m_rig->view(); }

    void show() {
        m_rig = std::make_unique<test::ChartRig>();
        m_rig->show();
    }
    std::optional<QString> type(const QString& line) {
        ports::ActionWords words;
        for (const QString& word : line.split(QLatin1Char(' '))) words.push_back(word.toStdString());
        auto objection = m_rig->pane->applyWords(words);
        m_rig->frame();
        return objection;
    }
    QString shown() {
        QStringList texts;
        for (const StudyChoice& study : scene().options().studies) texts << labelOf(study);
        return texts.join(QStringLiteral(", "));
    }
    static QString textOf(const std::vector<ReadoutPart>& parts) {
        QStringList words;
        for (const ReadoutPart& part : parts) words << part.text;
        return words.join(QLatin1Char(' '));
    }
    void drag(const QPoint& from, const QPoint& to) {
        QTest::mousePress(&view(), Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, view().mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&view(), &move);
        QTest::mouseRelease(&view(), Qt::LeftButton, {}, to);
        m_rig->frame();
    }
    /// The first line of a study has this value at a bar, as a new indicator over the same bars would.
    bool isRight(const Study& study) {
        const BarSeries& bars = scene().bars();
        const auto fresh = study.choice.kind->make(study.choice.values);
        const std::size_t lines = study.choice.kind->lines.size();
        const bool isPrice = !study.choice.hasOwnPane();
        std::vector<double> values(lines);
        for (std::size_t i = 0; i < bars.size(); ++i) {
            fresh->commit(indicators::barOf(bars[i]), values);
            for (std::size_t line = 0; line < lines; ++line) {
                const bool scales = isPrice && study.choice.kind->lines[line].style != indicators::LineStyle::Sign;
                const double wanted = values[line] * (scales ? static_cast<double>(Price::kScale) : 1.0);
                const double got = study.lines.at(i, line);
                if (indicators::hasValue(wanted) ? got != wanted : indicators::hasValue(got)) return false;
            }
        }
        return study.lines.size() == bars.size();
    }

  private slots:
    void wordsAreUnderstood_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("expected");
        QTest::newRow("standard") << "STUDY RSI" << "EMA 21, VWAP, RSI 14";
        QTest::newRow("numbers") << "STUDY MACD 5 35 5" << "EMA 21, VWAP, MACD 5 35 5";
        QTest::newRow("some numbers") << "STUDY MACD 5" << "EMA 21, VWAP, MACD 5 26 9";
        QTest::newRow("decimals") << "STUDY BBANDS 20 2.5" << "EMA 21, VWAP, BBANDS 20 2.5";
        QTest::newRow("small letters") << "study ema 50 on" << "EMA 21, VWAP, EMA 50";
        QTest::newRow("off") << "STUDY EMA 21 OFF" << "VWAP";
        QTest::newRow("another one off") << "STUDY EMA 50 OFF" << "EMA 21, VWAP";
        QTest::newRow("all of a kind off") << "STUDY EMA 50 STUDY EMA OFF" << "VWAP";
        QTest::newRow("all off") << "STUDY OFF" << "";
        QTest::newRow("twice is once") << "STUDY RSI STUDY RSI 14" << "EMA 21, VWAP, RSI 14";
        QTest::newRow("with others") << "STUDY RSI 5m BARS 90" << "EMA 21, VWAP, RSI 14";
        QTest::newRow("interval after numbers") << "STUDY RSI 7 1h" << "EMA 21, VWAP, RSI 7";
        QTest::newRow("session") << "STUDY CVD 13:30" << "EMA 21, VWAP, CVD 13:30";
        QTest::newRow("an exchange opens it") << "STUDY CVD newyork" << "EMA 21, VWAP, CVD NEWYORK";
        QTest::newRow("anchor") << "STUDY AVWAP 2024-03-12T09:30" << "EMA 21, VWAP, AVWAP 2024-03-12T09:30:00";
    }
    void wordsAreUnderstood() {
        QFETCH(QString, words);
        QFETCH(QString, expected);
        show();
        QCOMPARE(type(words).value_or(QString()), QString());
        QCOMPARE(shown(), expected);
    }
    void wrongWordsSayWhatIsPossible_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("unknown") << "STUDY FOO" << "There is no study \"FOO\". There are SMA EMA WMA";
        QTest::newRow("none") << "STUDY" << "STUDY takes the name of a study: SMA EMA";
        QTest::newRow("out of range") << "STUDY RSI 1" << "RSI cannot have \"1\"; it takes period 2 to 1000.";
        QTest::newRow("too precise") << "STUDY RSI 14.5" << "RSI cannot have \"14.5\"";
        QTest::newRow("too many") << "STUDY RSI 14 3" << "RSI takes fewer numbers: period 2 to 1000.";
        QTest::newRow("no numbers at all") << "STUDY OBV 3" << "OBV takes no numbers.";
        QTest::newRow("no such time") << "STUDY VWAP 25:00" << "it takes start 00:00 to 23:59, LONDON or NEWYORK.";
    }
    void wrongWordsSayWhatIsPossible() {
        QFETCH(QString, words);
        QFETCH(QString, sentence);
        show();
        const auto objection = type(words);
        QVERIFY(objection.has_value());
        QVERIFY2(objection->contains(sentence), qPrintable(*objection));
        QCOMPARE(shown(), QStringLiteral("EMA 21, VWAP"));
    }
    void stateComesBack() {
        show();
        QVERIFY(!type(QStringLiteral("STUDY MACD STUDY BBANDS 20 2.5 STUDY AVWAP 2024-03-12T09:30 STUDY OBV")));
        const auto written = m_rig->pane->state().at("studies");
        QCOMPARE(readStudies(written), scene().options().studies);
        QVERIFY(readStudies("FOO 1/0/170;RSI 1/0/170;RSI/0/170;;MACD 12 26/1").empty());
        // Colours and heights that do not exist are those of every other one.
        QCOMPARE(readStudies("RSI 14/99/5"), readStudies("RSI 14"));
    }
    void layoutsOfVersionsBefore_data() {
        QTest::addColumn<QByteArray>("ema");
        QTest::addColumn<QByteArray>("period");
        QTest::addColumn<QByteArray>("vwap");
        QTest::addColumn<QString>("expected");
        QTest::newRow("both") << QByteArray("on") << QByteArray("50") << QByteArray("on") << "EMA 50, VWAP";
        QTest::newRow("no average") << QByteArray("off") << QByteArray("50") << QByteArray("on") << "VWAP";
        QTest::newRow("none") << QByteArray("off") << QByteArray("21") << QByteArray("off") << "";
    }
    void layoutsOfVersionsBefore() {
        QFETCH(QByteArray, ema);
        QFETCH(QByteArray, period);
        QFETCH(QByteArray, vwap);
        QFETCH(QString, expected);
        show();
        ui::PaneState old = m_rig->pane->state();
        old.erase("studies");
        old["ema"] = ema.toStdString();
        old["ema_period"] = period.toStdString();
        old["vwap"] = vwap.toStdString();
        m_rig->pane->restore(old);
        QCOMPARE(shown(), expected);
    }

    void everyStudyFollowsTheBars_data() {
        QTest::addColumn<QByteArray>("name");
        for (const auto& kind : indicators::indicatorTable())
            QTest::newRow(kind.name.data()) << QByteArray(kind.name.data());
    }
    /// Added, looked at while its bar is made, and with older bars before it, every line is what the table computes.
    void everyStudyFollowsTheBars() {
        QFETCH(QByteArray, name);
        show();
        QVERIFY(!type(QStringLiteral("STUDY OFF STUDY ") + QString::fromLatin1(name)));
        const Study& study = scene().studies().all().front();
        QVERIFY(isRight(study));
        m_rig->rig.venue.addTrade(test::kSol, m_rig->ticksFromLast(40), Quantity::of(3), Side::Buy);
        m_rig->frame();
        QVERIFY(isRight(study));
        m_rig->rig.venue.marketNow = test::kEnd + 3 * kNanosPerMinute;
        m_rig->rig.venue.addTrade(test::kSol, m_rig->ticksFromLast(-30), Quantity::of(2), Side::Sell);
        m_rig->frame();
        QVERIFY(isRight(study));
        const std::size_t bars = scene().bars().size();
        QTest::keyClick(&view(), Qt::Key_Home);
        m_rig->frame();
        QVERIFY(scene().bars().size() > bars || scene().feed().complete()); // pivots want days at once
        QVERIFY(isRight(study));
        QTest::keyClick(&view(), Qt::Key_End);
        // Something of it is on the screen, in its own colour.
        QVERIFY(!type(QStringLiteral("BARS 60")));
        const QImage with = m_rig->picture();
        QVERIFY(!type(QStringLiteral("STUDY OFF")));
        QVERIFY(with != m_rig->picture());
    }
    void panesShareTheHeight() {
        show();
        const int before = scene().view().plot().height();
        QVERIFY(!type(QStringLiteral("STUDY RSI STUDY MACD STUDY ATR")));
        QCOMPARE(scene().panes().size(), std::size_t{3});
        int top = scene().view().plot().top() + scene().view().plot().height();
        for (const StudyPane& pane : scene().panes()) {
            QCOMPARE(pane.rect.top(), top + 1);
            QCOMPARE(pane.rect.width(), scene().view().plot().width());
            QVERIFY(pane.rect.height() > 40);
            top = pane.rect.top() + pane.rect.height();
        }
        QCOMPARE(top, scene().view().bottom());
        QVERIFY(scene().view().plot().height() >= before * 35 / 100);
        // However many there are, prices keep their part.
        QVERIFY(!type(QStringLiteral("STUDY CCI STUDY ROC STUDY OBV STUDY ADX STUDY MFI STUDY STOCH")));
        QVERIFY(scene().view().plot().height() >= before * 35 / 100);
    }
    void edgesAreDragged() {
        show();
        QVERIFY(!type(QStringLiteral("STUDY RSI STUDY MACD")));
        const QRect rsi = scene().panes()[0].rect;
        drag({200, rsi.top() - 1}, {200, rsi.top() - 41});
        QVERIFY(std::abs(scene().panes()[0].rect.height() - rsi.height() - 40) <= 2);
        const std::string state = m_rig->pane->state().at("studies");
        QVERIFY(state.find("RSI 14/2/") != std::string::npos);
        QVERIFY(readStudies(state)[2].share > kStudyShare);
        // A choice in the header does not take it back.
        QVERIFY(!type(QStringLiteral("5m")));
        QVERIFY(scene().panes()[0].rect.height() > rsi.height());
    }
    /// Four panes want more than there is: the one that is dragged follows the hand all the same.
    void edgesFollowTheHandWhereThereIsNoRoom() {
        show();
        QVERIFY(!type(QStringLiteral("STUDY RSI STUDY MACD STUDY ATR STUDY CCI")));
        QCOMPARE(scene().panes().size(), std::size_t{4});
        const QRect lowest = scene().panes()[3].rect;
        drag({200, lowest.top() - 1}, {200, lowest.top() + 9});
        QVERIFY2(std::abs(scene().panes()[3].rect.top() - lowest.top() - 10) <= 3,
                 qPrintable(QString::number(scene().panes()[3].rect.top() - lowest.top())));
        const QRect again = scene().panes()[3].rect;
        drag({200, again.top() - 1}, {200, again.top() - 6});
        QVERIFY(std::abs(again.top() - scene().panes()[3].rect.top() - 5) <= 3);
    }
    void thereAreNoMoreThanCanBeToldApart() {
        show();
        for (int period = 2; scene().options().studies.size() < kMostStudies; ++period)
            QVERIFY(!type(QStringLiteral("STUDY SMA %1").arg(period)));
        QVERIFY(type(QStringLiteral("STUDY WMA 9"))->contains(QStringLiteral("There are 24 studies already")));
        QVERIFY(!type(QStringLiteral("EMA OFF")));
        QVERIFY(!type(QStringLiteral("STUDY WMA 9")));
        QVERIFY(type(QStringLiteral("EMA 5"))->contains(QStringLiteral("There are 24 studies already")));
        QCOMPARE(readStudies(m_rig->pane->state().at("studies")), scene().options().studies);
    }
    void aMomentMayHaveAZone() {
        const auto* kind = indicators::findIndicator("AVWAP");
        const indicators::Parameter& anchor = kind->parameters.front();
        const auto utc = readValue(anchor, "2026-03-12T09:30");
        QVERIFY(utc);
        QCOMPARE(readValue(anchor, "2026-03-12T09:30+02:00"), std::optional(*utc - 7'200));
        QCOMPARE(readValue(anchor, "2026-03-12T09:30-02:00"), std::optional(*utc + 7'200));
        QVERIFY(!readValue(anchor, "09:30"));
    }
    void valuesAreWhereTheScaleSays() {
        show();
        QVERIFY(!type(QStringLiteral("STUDY RSI")));
        QCOMPARE(view().canvas().paneAxes().size(), std::size_t{1});
        const ValueAxis axis = view().canvas().paneAxes().front();
        QCOMPARE(axis.rect, scene().panes().front().rect);
        QVERIFY(axis.low <= 30 && axis.high >= 70); // its levels are in view
        for (const double value : {axis.low, 30.0, 50.5, axis.high})
            QVERIFY(std::abs(axis.valueAt(axis.yOf(value)) - value) < 1e-9);
        // The line is there, in its colour.
        const QImage image = m_rig->picture();
        const Study& rsi = scene().studies().all()[2];
        const QColor colour = studyColours(m_rig->rig.themes.theme())[static_cast<std::size_t>(rsi.choice.colours[0])];
        const QColor ground = m_rig->rig.themes.theme().color(ui::Token::Bg1);
        const auto apart = [](const QColor& a, const QColor& b) {
            return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue());
        };
        int found = 0;
        for (std::size_t i = scene().bars().size() - 60; i < scene().bars().size() - 1; ++i) {
            const int x = static_cast<int>(scene().view().xOf(scene().bars()[i].openTime + 30 * kNanosPerSecond));
            const int y = static_cast<int>(std::lround(axis.yOf(rsi.at(i, 0))));
            for (int dy = -2; dy <= 2; ++dy) {
                const QColor p = image.pixelColor(x, y + dy);
                if (apart(p, colour) < apart(p, ground)) {
                    ++found;
                    break;
                }
            }
        }
        QVERIFY2(found > 50, qPrintable(QString::number(found)));
    }
    /// A value that leaves its pane makes a new scale; one that stays does not.
    void scaleStandsStill() {
        show();
        QVERIFY(!type(QStringLiteral("STUDY RSI")));
        static_cast<void>(m_rig->picture());
        const std::uint64_t pictures = view().canvas().picturesMade();
        const ValueAxis axis = view().canvas().paneAxes().front();
        m_rig->rig.venue.addTrade(test::kSol, m_rig->last(), Quantity(1'000'000), Side::Buy);
        m_rig->frame();
        static_cast<void>(m_rig->picture());
        QCOMPARE(view().canvas().picturesMade(), pictures);
        QVERIFY(axis == view().canvas().paneAxes().front());
    }
    void cloudIsDrawnAheadOfTheNewestBar() {
        show();
        QVERIFY(!type(QStringLiteral("STUDY OFF STUDY ICHIMOKU BARS 60 QUOTES OFF")));
        const QImage image = m_rig->picture();
        const Viewport& v = scene().view();
        const auto x =
            static_cast<int>(v.xOf(scene().bars().back().openTime + 3 * kNanosPerMinute + 30 * kNanosPerSecond));
        QVERIFY(x < v.plot().right());
        const Study& study = scene().studies().all().front();
        const double value = study.at(scene().bars().size() - 1 + 3 - 26, 2);
        const int y = static_cast<int>(std::lround(v.yOfRaw(value)));
        const QColor ground = m_rig->rig.themes.theme().color(ui::Token::Bg1);
        bool drawn = false;
        for (int dy = -2; dy <= 2; ++dy) drawn = drawn || image.pixelColor(x, y + dy) != ground;
        QVERIFY(drawn);
    }

    void tooFewBarsAreSaid() {
        m_rig = std::make_unique<test::ChartRig>();
        auto& bars = m_rig->rig.venue.series[Interval::M1].bars;
        bars.erase(bars.begin(), bars.end() - 10);
        m_rig->show();
        QVERIFY(!type(QStringLiteral("STUDY OFF STUDY MACD")));
        const Study& macd = scene().studies().all().front();
        QCOMPARE(textOf(studyParts(scene(), macd, 9)), QStringLiteral("MACD 12 26 9 too few bars"));
        const ValueAxis axis = view().canvas().paneAxes().front();
        QCOMPARE(axis.low, -1.0);
        QCOMPARE(axis.high, 1.0);
    }
    void axisHasRoomForValues() {
        show();
        QVERIFY(!type(QStringLiteral("STUDY OFF STUDY MACD STUDY CVD STUDY OBV")));
        const QFontMetrics metrics(m_rig->rig.themes.theme().font(ui::FontRole::Hint));
        const int room = view().width() - scene().view().plot().width();
        for (const Study& study : scene().studies().all()) {
            const QString text = studyValueText(study.at(scene().bars().size() - 1, 0));
            QVERIFY2(room >= metrics.horizontalAdvance(text) + 15, qPrintable(text));
        }
    }
    void coloursOfGainAndLossAreLeftAlone() {
        show();
        QVERIFY(!type(QStringLiteral("STUDY OFF STUDY MACD STUDY ICHIMOKU STUDY PIVOTS STUDY RSI STUDY BBANDS")));
        for (const StudyChoice& study : scene().options().studies)
            for (const int colour : study.colours) QVERIFY(colour >= 0 && colour < kStudyColours - 2);
    }
    /// Between bands, and in the cloud, the ground has another colour than beside them.
    void bandsAreTinted() {
        show();
        QVERIFY(!type(QStringLiteral("STUDY OFF STUDY BBANDS BARS 60 QUOTES OFF")));
        const Study& study = scene().studies().all().front();
        const auto groundAt = [&](std::size_t i, double between) {
            const double upper = scene().view().yOfRaw(study.at(i, 0));
            const double lower = scene().view().yOfRaw(study.at(i, 2));
            const auto x = static_cast<int>(scene().view().xOf(scene().bars()[i].openTime)); // between two bars
            return m_rig->picture().pixelColor(x, static_cast<int>(std::lround(upper + (lower - upper) * between)));
        };
        const QColor plain = m_rig->rig.themes.theme().color(ui::Token::Bg1);
        int tinted = 0;
        for (std::size_t i = scene().bars().size() - 30; i < scene().bars().size() - 2; ++i)
            tinted += groundAt(i, 0.08) != plain && groundAt(i, 0.92) != plain ? 1 : 0;
        QVERIFY2(tinted > 25, qPrintable(QString::number(tinted)));
    }
    void keyListsStudies() {
        show();
        QTest::keyClick(&view(), Qt::Key_S);
        QVERIFY(m_rig->pane->findChild<StudyList*>() != nullptr);
    }
    void heightIsTyped() {
        show();
        QVERIFY(!type(QStringLiteral("STUDY OFF STUDY RSI")));
        const int before = scene().panes().front().rect.height();
        m_rig->pane->findChild<ChartControls*>()->editStudy(0, {10, 10});
        auto* height = m_rig->pane->findChild<QLineEdit*>(QStringLiteral("studyHeight"));
        height->selectAll();
        QTest::keyClicks(height, QStringLiteral("40"));
        m_rig->frame();
        QVERIFY(scene().panes().front().rect.height() > 2 * before);
        height->selectAll();
        QTest::keyClicks(height, QStringLiteral("99"));
        QVERIFY(
            m_rig->pane->findChild<QLabel*>(QStringLiteral("studyNote"))->text().contains(QStringLiteral("6 to 50")));
    }

    void legendTellsValuesAndOpensTheEditor() {
        show();
        QVERIFY(!type(QStringLiteral("STUDY RSI")));
        static_cast<void>(m_rig->picture());
        const auto& legend = view().canvas().legend();
        QCOMPARE(legend.size(), std::size_t{3});
        const Study& rsi = scene().studies().all()[2];
        const std::size_t last = scene().bars().size() - 1;
        QCOMPARE(textOf(studyParts(scene(), rsi, last)), QStringLiteral("RSI 14 ") + studyValueText(rsi.at(last, 0)));
        QVERIFY(scene().panes().front().rect.contains(legend[2].rect));
        QVERIFY(definitionOf(rsi.choice).contains(QStringLiteral("Relative strength index")));
        QTest::mouseClick(&view(), Qt::LeftButton, {}, legend[2].rect.center());
        auto* editor = m_rig->pane->findChild<StudyEditor*>();
        QVERIFY(editor != nullptr);
        auto* number = editor->findChild<QLineEdit*>(QStringLiteral("studyNumber-0"));
        number->selectAll();
        QTest::keyClicks(number, QStringLiteral("1"));
        QVERIFY(!editor->findChild<QLabel*>(QStringLiteral("studyNote"))->text().isEmpty());
        QCOMPARE(shown(), QStringLiteral("EMA 21, VWAP, RSI 14")); // what is wrong changes nothing
        QTest::keyClicks(number, QStringLiteral("0"));
        QCOMPARE(shown(), QStringLiteral("EMA 21, VWAP, RSI 10"));
        const int colour = scene().options().studies[2].colours[0];
        QTest::mouseClick(editor->findChild<QPushButton*>(QStringLiteral("studyColour-0")), Qt::LeftButton);
        QCOMPARE(scene().options().studies[2].colours[0], (colour + 1) % kStudyColours);
        QTest::mouseClick(editor->findChild<QPushButton*>(QStringLiteral("studyRemove")), Qt::LeftButton);
        QCOMPARE(shown(), QStringLiteral("EMA 21, VWAP"));
    }
    void listIsSearched() {
        show();
        auto* controls = m_rig->pane->findChild<ChartControls*>();
        controls->openStudies(QPoint(50, 50));
        QPointer<StudyList> list = m_rig->pane->findChild<StudyList*>();
        QVERIFY(list);
        auto* search = list->findChild<QLineEdit*>(QStringLiteral("studySearch"));
        QTest::keyClicks(search, QStringLiteral("convergence"));
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(shown(), QStringLiteral("EMA 21, VWAP, MACD 12 26 9"));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!list);
        // What is shown stands first: Delete takes it away.
        controls->openStudies(QPoint(50, 50));
        list = m_rig->pane->findChild<StudyList*>();
        QVERIFY(list->findChild<ui::SectionList*>()->chooseFirst());
        QTest::keyClick(list->findChild<ui::SectionList*>(), Qt::Key_Delete);
        QCOMPARE(shown(), QStringLiteral("VWAP, MACD 12 26 9"));
    }
    void deltaOverGapsSaysSo() {
        show();
        QVERIFY(!type(QStringLiteral("STUDY OFF STUDY CVD STUDY RSI")));
        const Study& cvd = scene().studies().all()[0];
        const Study& rsi = scene().studies().all()[1];
        const std::size_t last = scene().bars().size() - 1;
        QVERIFY(!textOf(studyParts(scene(), cvd, last)).contains(QStringLiteral("missing")));
        m_rig->rig.venue.tickers[test::kSol].status = DataStatus::Gap;
        m_rig->frame();
        m_rig->rig.venue.marketNow = m_rig->rig.venue.marketNow + 5 * kNanosPerSecond;
        m_rig->frame();
        const QString text = textOf(studyParts(scene(), cvd, last));
        QVERIFY2(text.contains(QLatin1Char('?')) && text.endsWith(QStringLiteral("trades are missing")),
                 qPrintable(text));
        QVERIFY(textOf(studyParts(scene(), rsi, last)).endsWith(QLatin1Char('?')));
        QVERIFY(!scene().isDoubtful(rsi, last - 200));
    }
    /// In a pane of its own the crosshair tells its value, and other panes no price.
    void crosshairReachesIntoPanes() {
        show();
        QVERIFY(!type(QStringLiteral("STUDY RSI")));
        const QPoint at = scene().panes().front().rect.center();
        QMouseEvent move(QEvent::MouseMove, at, view().mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(&view(), &move);
        QCOMPARE(view().cross(), std::optional(at));
        const UnixNanos right = scene().view().right();
        QTest::keyClick(&view(), Qt::Key_Plus, Qt::ControlModifier); // by hand from here on
        QVERIFY(!scene().fitsPrices());
        const plot::PriceRange prices = scene().view().prices();
        drag(at, at + QPoint(50, 20)); // time only
        QVERIFY(scene().view().right() < right);
        QVERIFY(scene().view().prices() == prices);
    }
};
QD_TEST(TestStudies);
#include "TestStudies.moc"
