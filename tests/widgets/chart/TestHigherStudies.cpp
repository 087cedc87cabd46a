#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"
#include "widgets/chart/Readout.h"
#include "widgets/chart/StudyEditor.h"

#include <QComboBox>
#include <QObject>

using namespace qd;
using namespace qd::chart;

/// Studies over longer bars than those that are shown.
class TestHigherStudies : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;
    const ChartScene& scene() { return m_rig->view().scene(); }
    const Study& study() { return scene().studies().all().back(); }

    std::optional<QString> type(const QString& line) {
        ports::ActionWords words;
        for (const QString& word : line.split(QLatin1Char(' '))) words.push_back(word.toStdString());
        auto objection = m_rig->pane->applyWords(words);
        m_rig->frame();
        m_rig->frame();
        return objection;
    }
    QString shown() {
        QStringList texts;
        for (const StudyChoice& each : scene().options().studies) texts << labelOf(each);
        return texts.join(QStringLiteral(", "));
    }
    /// The value of the 15-minute bar that opens so many bars of 15 minutes before 12:00, as the table computes it.
    double valueOf(int before) {
        const auto& bars = m_rig->rig.venue.series[Interval::M15].bars;
        const auto fresh = study().choice.kind->make(study().choice.values);
        std::vector<double> values(fresh->lines());
        for (std::size_t i = 0; i + static_cast<std::size_t>(before) < bars.size(); ++i)
            fresh->commit(indicators::barOf(bars[i]), values);
        return values.front() * Price::kScale;
    }
    std::size_t barAt(int minute) { return scene().bars().lowerBound(test::kEnd + minute * kNanosPerMinute); }

  private slots:
    void init() {
        m_rig = std::make_unique<test::ChartRig>();
        // The last of them, from 12:00, is being made.
        m_rig->rig.venue.series[Interval::M15].bars = test::barStream(300, Interval::M15, test::kEnd);
        m_rig->rig.venue.series[Interval::H1].bars = test::barStream(300, Interval::H1, test::kEnd);
        m_rig->show();
        QVERIFY(!type(QStringLiteral("STUDY OFF STUDY EMA 20 @15m BARS 120")));
    }
    void words_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("expected");
        QTest::newRow("beside its like") << "STUDY EMA 20" << "EMA 20 @15m, EMA 20";
        QTest::newRow("another length") << "STUDY EMA 20 @1h" << "EMA 20 @15m, EMA 20 @1h";
        QTest::newRow("standard numbers") << "STUDY RSI @1H" << "EMA 20 @15m, RSI 14 @1h";
        QTest::newRow("twice is once") << "STUDY EMA 20 @15m" << "EMA 20 @15m";
        QTest::newRow("off") << "STUDY EMA 20 @15m OFF" << "";
        QTest::newRow("another is not off") << "STUDY EMA 20 @1h OFF" << "EMA 20 @15m";
        QTest::newRow("all of a kind off") << "STUDY EMA OFF" << "";
        QTest::newRow("the short word means the bars shown") << "EMA 9" << "EMA 20 @15m, EMA 9";
    }
    void words() {
        QFETCH(QString, words);
        QFETCH(QString, expected);
        QCOMPARE(type(words).value_or(QString()), QString());
        QCOMPARE(shown(), expected);
        QCOMPARE(readStudies(m_rig->pane->state().at("studies")), scene().options().studies);
    }
    void wrongWords() {
        QVERIFY(type(QStringLiteral("STUDY EMA 20 @7m"))->contains(QStringLiteral("There are no bars of \"7m\"")));
        QVERIFY(type(QStringLiteral("STUDY ICHIMOKU @1h"))->contains(QStringLiteral("only over those that are shown")));
        QVERIFY(readStudies("ICHIMOKU 9 26 52 26 @1h").empty());
        QCOMPARE(shown(), QStringLiteral("EMA 20 @15m"));
    }
    /// A bar shows what was known when it ended.
    void nothingIsKnownBeforeItsBarHasEnded() {
        QVERIFY(study().framed && study().higher != nullptr);
        QCOMPARE(study().at(barAt(-16), 0), valueOf(2)); // 11:44 ends with the bar of 11:30
        QCOMPARE(study().at(barAt(-17), 0), valueOf(3)); // 11:43 does not
        QCOMPARE(study().at(barAt(-31), 0), valueOf(3)); // 11:29 ends with the bar of 11:15
        QCOMPARE(study().at(barAt(-32), 0), valueOf(4));
        QCOMPARE(study().at(barAt(-1), 0), valueOf(1)); // 11:59 ends with the bar of 11:45
        QCOMPARE(study().at(barAt(-2), 0), valueOf(2));
        QCOMPARE(study().at(barAt(0), 0), valueOf(1));
        QVERIFY(std::abs(study().provisional(0) - valueOf(0)) < 1e-3);
        QVERIFY(valueOf(0) != valueOf(1));
    }
    /// The last bar of fourteen minutes and more: the longer one ends with it, and not sooner.
    void theOpenBarIsNotTakenForAnEndedOne() {
        m_rig->rig.venue.marketNow = test::kEnd + 14 * kNanosPerMinute + kNanosPerSecond;
        m_rig->rig.venue.addTrade(test::kSol, m_rig->ticksFromLast(50), Quantity::of(3), Side::Buy);
        m_rig->frame();
        const std::size_t newest = scene().bars().size() - 1;
        QCOMPARE(scene().bars()[newest].openTime, test::kEnd + 14 * kNanosPerMinute);
        QCOMPARE(study().at(newest, 0), valueOf(1));
        QVERIFY(indicators::hasValue(study().provisional(0)));
        const double open = study().provisional(0);
        m_rig->rig.venue.marketNow = test::kEnd + 15 * kNanosPerMinute;
        m_rig->frame();
        QCOMPARE(study().at(newest, 0), open);
        QVERIFY(!indicators::hasValue(study().provisional(0)));
    }
    void theReadoutTellsWhatIsStillBeingMade() {
        QStringList words;
        for (const ReadoutPart& part : studyParts(scene(), study(), scene().bars().size() - 1)) words << part.text;
        QVERIFY2(words.join(QLatin1Char(' ')).contains(QStringLiteral("EMA 20 @15m")), qPrintable(words.join('|')));
        QVERIFY2(words.back().startsWith(QStringLiteral("open bar ")), qPrintable(words.join('|')));
        words.clear();
        for (const ReadoutPart& part : studyParts(scene(), study(), barAt(-2))) words << part.text;
        QVERIFY(!words.join(QLatin1Char(' ')).contains(QStringLiteral("open bar")));
    }
    /// On bars of the same length it is a study as any other; on longer ones it says why there is nothing.
    void otherBarsAreShown() {
        QVERIFY(!type(QStringLiteral("15m")));
        QVERIFY(!study().framed);
        const std::size_t newest = scene().bars().size() - 1;
        QVERIFY(std::abs(study().at(newest - 1, 0) - valueOf(1)) < 1e-3);
        QVERIFY(!type(QStringLiteral("1h")));
        QVERIFY(study().framed && study().higher == nullptr);
        QVERIFY(!indicators::hasValue(study().at(scene().bars().size() - 1, 0)));
        QStringList words;
        for (const ReadoutPart& part : studyParts(scene(), study(), scene().bars().size() - 1)) words << part.text;
        QCOMPARE(words.back(), QStringLiteral("shorter than the bars here"));
        QVERIFY(!type(QStringLiteral("1m")));
        QCOMPARE(study().at(barAt(-2), 0), valueOf(2));
    }
    void barsThatTradesEndHaveLongerOnesToo() {
        m_rig->rig.venue.addTrade(test::kSol, m_rig->last(), Quantity::of(3), Side::Buy);
        QVERIFY(!type(QStringLiteral("BARS TICK 1")));
        for (int i = 0; i < 5; ++i) m_rig->frame();
        QVERIFY(study().framed && study().higher != nullptr);
        QVERIFY(!scene().bars().empty());
        QCOMPARE(study().at(scene().bars().size() - 1, 0), valueOf(1));
    }
    void theLineIsAStep() {
        QVERIFY(!type(QStringLiteral("STYLE LINE QUOTES OFF FILLS OFF BARS 60")));
        const QImage image = m_rig->picture();
        const QColor colour =
            studyColours(m_rig->rig.themes.theme())[static_cast<std::size_t>(study().choice.colours.front())];
        const QColor ground = m_rig->rig.themes.theme().color(ui::Token::Bg1);
        const auto apart = [](const QColor& a, const QColor& b) {
            return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue());
        };
        int found = 0;
        for (int minute = -28; minute < -18; ++minute) { // all of them show the bar of 11:15
            const double x = scene().view().xOf(scene().bars()[barAt(minute)].openTime) + scene().view().slot() / 2;
            const int y = static_cast<int>(std::lround(scene().view().yOfRaw(valueOf(3))));
            bool seen = false;
            for (int dy = -2; dy <= 2; ++dy) {
                const QColor p = image.pixelColor(static_cast<int>(x), y + dy);
                seen = seen || apart(p, colour) < apart(p, ground);
            }
            found += seen ? 1 : 0;
        }
        if (scene().view().shows(Price(static_cast<std::int64_t>(valueOf(3))))) QVERIFY(found >= 8);
    }
    void theEditorChoosesTheBars() {
        StudyEditor editor(m_rig->rig.context.themes, study().choice, nullptr);
        auto* box = editor.findChild<QComboBox*>(QStringLiteral("studyFrame"));
        QVERIFY(box != nullptr);
        QCOMPARE(box->currentText(), QStringLiteral("15m"));
        std::optional<StudyChoice> changed;
        connect(&editor, &StudyEditor::changed, this, [&](const StudyChoice& choice) { changed = choice; });
        emit box->activated(0);
        QVERIFY(changed && !changed->frame);
        emit box->activated(7);
        QCOMPARE(changed->frame, std::optional(Interval::H1));
    }
};
QD_TEST(TestHigherStudies);
#include "TestHigherStudies.moc"
