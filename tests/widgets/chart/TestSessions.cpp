#include "core/indicators/SessionStart.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"
#include "widgets/chart/SessionChoice.h"

#include <QDateTime>
#include <QObject>

using namespace qd;
using namespace qd::chart;

/// Where sessions begin on a chart, and that its studies begin there too.
class TestSessions : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;
    const ChartScene& scene() { return m_rig->view().scene(); }

    std::optional<QString> type(const QString& line) {
        ports::ActionWords words;
        for (const QString& word : line.split(QLatin1Char(' '))) words.push_back(word.toStdString());
        auto objection = m_rig->pane->applyWords(words);
        m_rig->frame();
        return objection;
    }
    QStringList studies() {
        QStringList texts;
        for (const StudyChoice& study : scene().options().studies) texts << labelOf(study);
        return texts;
    }
    std::vector<SessionMark> marks() {
        return sessionMarks(scene().options().sessions, scene().bars(), scene().view());
    }
    static QString clock(UnixNanos t) {
        return QDateTime::fromMSecsSinceEpoch(t.millis(), Qt::UTC).toString(QStringLiteral("dd HH:mm"));
    }

  private slots:
    void init() {
        m_rig = std::make_unique<test::ChartRig>();
        m_rig->show();
    }
    void words_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("begins");
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("vwap");
        QTest::newRow("utc") << "UTC" << "12 00:00" << "12 Mar" << "VWAP";
        QTest::newRow("asia") << "asia" << "12 00:00" << "12 Mar Asia" << "VWAP";
        QTest::newRow("london") << "LONDON" << "12 08:00" << "12 Mar London" << "VWAP LONDON";
        QTest::newRow("new york") << "NewYork" << "11 13:30" << "11 Mar New York" << "VWAP NEWYORK";
        QTest::newRow("time") << "6:30" << "12 06:30" << "12 Mar 06:30" << "VWAP 06:30";
    }
    void words() {
        QFETCH(QString, typed);
        QFETCH(QString, begins);
        QFETCH(QString, label);
        QFETCH(QString, vwap);
        QCOMPARE(type(QStringLiteral("SESSIONS %1 BARS 1700").arg(typed)).value_or(QString()), QString());
        QVERIFY(!marks().empty());
        QCOMPARE(clock(marks()[0].begins), begins);
        QCOMPARE(marks()[0].label, label);
        QCOMPARE(marks()[0].x, scene().view().xOf(marks()[0].begins));
        QVERIFY(studies().contains(vwap));
        // The average begins anew in the bar that the mark opens, by the same rule.
        const Study& study = scene().studies().all()[1];
        const std::size_t bar = scene().bars().firstSince(marks()[0].begins);
        QCOMPARE(indicators::sessionAt(scene().bars().opened(bar), *study.sessionStart()), marks()[0].begins);
        const Candle& first = scene().bars()[bar];
        const double typical = static_cast<double>(first.high.raw() + first.low.raw() + first.close.raw()) / 3;
        QVERIFY(std::abs(study.at(bar, 0) - typical) < 1);
    }
    void wrongWordsChangeNothing() {
        for (const char* wrong : {"SESSIONS MARS", "SESSIONS 25:00", "SESSIONS"}) {
            const auto objection = type(QString::fromLatin1(wrong));
            QVERIFY2(objection && objection->contains(QStringLiteral("LONDON")), wrong);
        }
        QCOMPARE(scene().options().sessions, SessionChoice());
    }
    void studiesThatChoseTheirOwnKeepIt() {
        QVERIFY(!type(QStringLiteral("STUDY PIVOTS 04:00 SESSIONS LONDON")));
        QCOMPARE(studies(), (QStringList{QStringLiteral("EMA 21"), QStringLiteral("VWAP LONDON"),
                                         QStringLiteral("PIVOTS 04:00")}));
        QVERIFY(!type(QStringLiteral("STUDY CVD")));
        QCOMPARE(studies().back(), QStringLiteral("CVD LONDON"));
        QVERIFY(!type(QStringLiteral("SESSIONS UTC")));
        QCOMPARE(studies(), (QStringList{QStringLiteral("EMA 21"), QStringLiteral("VWAP"),
                                         QStringLiteral("PIVOTS 04:00"), QStringLiteral("CVD")}));
    }
    void marketsAreMarkedWhereTheyOpen() {
        QVERIFY(!type(QStringLiteral("SESSIONS MARKETS BARS 1700")));
        QStringList seen;
        for (const SessionMark& mark : marks()) seen << clock(mark.begins) + QLatin1Char(' ') + mark.label;
        QCOMPARE(seen, (QStringList{QStringLiteral("11 13:30 New York"), QStringLiteral("12 00:00 12 Mar Asia"),
                                    QStringLiteral("12 08:00 London"), QStringLiteral("12 13:30 New York")}));
        QVERIFY(studies().contains(QStringLiteral("VWAP"))); // by UTC days
    }
    void whereTheyWouldCrowdThereAreNone() {
        QVERIFY(!type(QStringLiteral("SESSIONS UTC BARS 200000")));
        QVERIFY(marks().empty());
        QVERIFY(!type(QStringLiteral("SESSIONS OFF BARS 1400")));
        QVERIFY(marks().empty());
    }
    void theLineIsThere() {
        QVERIFY(!type(QStringLiteral("STUDY OFF SESSIONS LONDON BARS 1400 QUOTES OFF")));
        const int x = static_cast<int>(std::lround(marks()[0].x));
        const QImage with = m_rig->picture();
        QVERIFY(!type(QStringLiteral("SESSIONS OFF")));
        const QImage without = m_rig->picture();
        int apart = 0;
        for (int y = 0; y < scene().view().plot().height(); ++y)
            apart += with.pixel(x, y) != without.pixel(x, y) ? 1 : 0;
        QVERIFY2(apart > scene().view().plot().height() / 3, qPrintable(QString::number(apart)));
    }
    void theSessionsLabelIsTheOneThatIsRead() {
        const std::vector<plot::TimeMark> times{{100, false, QStringLiteral("07:30")},
                                                {190, false, QStringLiteral("08:00")},
                                                {300, false, QStringLiteral("08:30")}};
        const auto all = withSessions(times, {{190, {}, QStringLiteral("12 Mar London")}});
        QCOMPARE(all.size(), std::size_t{4});
        QCOMPARE(all[0].label, QStringLiteral("07:30"));
        QVERIFY(all[1].label.isEmpty());
        QCOMPARE(all[2].label, QStringLiteral("12 Mar London"));
        QVERIFY(all[2].day);
        QCOMPARE(all[3].label, QStringLiteral("08:30"));
    }
    void stateComesBack() {
        QVERIFY(!type(QStringLiteral("SESSIONS 6:30")));
        ChartPane other(m_rig->rig.context, m_rig->book);
        other.restore(m_rig->pane->state());
        QCOMPARE(other.view().scene().options(), scene().options());
        QCOMPARE(m_rig->pane->state().at("sessions"), std::string("06:30"));
    }
};
QD_TEST(TestSessions);
#include "TestSessions.moc"
