#include "core/orderflow/Profile.h"
#include "tests/support/TestRunner.h"
#include "tests/widgets/chart/ChartRig.h"
#include "tests/widgets/flow/RecordedTrades.h"
#include "widgets/chart/ProfilePainter.h"

#include <QObject>

using namespace qd;
using namespace qd::chart;

/// Traded volume by price beside and under the bars of a chart.
class TestChartProfiles : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ChartRig> m_rig;
    std::unique_ptr<test::RecordedTrades> m_trades;
    const ChartScene& scene() { return m_rig->view().scene(); }
    const ChartProfiles& profiles() { return scene().profiles(); }

    std::optional<QString> type(const QString& line) {
        ports::ActionWords words;
        for (const QString& word : line.split(QLatin1Char(' '))) words.push_back(word.toStdString());
        auto objection = m_rig->pane->applyWords(words);
        frames();
        return objection;
    }
    void frames(int count = 30) {
        for (int i = 0; i < count; ++i) m_rig->frame();
    }
    /// So many seconds after 12:00, so many ticks from the last close.
    void trade(std::int64_t second, int ticks, std::int64_t size, Side side) {
        m_rig->rig.venue.marketNow = test::kEnd + second * kNanosPerSecond;
        m_trades->trade(m_rig->ticksFromLast(ticks), Quantity::of(size), side);
    }
    Quantity volume(std::size_t profile) {
        const orderflow::Profile& p = profiles().all().at(profile).profile;
        return Quantity(p.bought.raw() + p.sold.raw());
    }
    QString readout() {
        QStringList words;
        for (const ReadoutPart& part : profileParts(scene(), scene().bars().opened(scene().bars().size() - 1)))
            words << part.text;
        return words.join(QLatin1Char(' '));
    }

  private slots:
    void init() {
        m_trades.reset();
        m_rig = std::make_unique<test::ChartRig>();
        m_trades = std::make_unique<test::RecordedTrades>(m_rig->rig.venue);
        m_trades->begin = test::kEnd + -40 * kNanosPerHour;
        trade(-20 * 3'600, 5, 50, Side::Sell); // 16:00 the day before
        trade(-6 * 3'600, -5, 7, Side::Buy);   // 06:00
        trade(-1'200, 0, 3, Side::Buy);        // 11:40
        trade(-600, 2, 9, Side::Sell);
        trade(20, 1, 1, Side::Buy);
        m_rig->show();
        static_cast<void>(m_rig->pane->applyWords({"BARS", "60"}));
        frames();
    }
    void offThereIsNone() {
        QVERIFY(profiles().all().empty());
        QVERIFY(profileParts(scene(), test::kEnd).empty());
        QCOMPARE(profiles().made(), std::uint64_t{0});
    }
    void whatIsInViewIsCounted() {
        QVERIFY(!type(QStringLiteral("PROFILE VISIBLE")));
        QCOMPARE(profiles().all().size(), std::size_t{1});
        QCOMPARE(volume(0), Quantity::of(13));
        const ChartProfile& profile = profiles().all()[0];
        QCOMPARE(profile.control, orderflow::pointOfControl(profile.profile.rows));
        QCOMPARE(profile.area, orderflow::valueArea(profile.profile.rows, 70));
        QVERIFY(profile.profile.reliable);
        QVERIFY(!type(QStringLiteral("BARS 600")));
        QCOMPARE(volume(0), Quantity::of(20));
        QVERIFY(readout().startsWith(QStringLiteral("Profile POC ")));
        QVERIFY(!readout().contains(QStringLiteral("missing")));
    }
    void sessionsStandForThemselves() {
        QVERIFY(!type(QStringLiteral("PROFILE SESSION BARS 2000")));
        QCOMPARE(profiles().all().size(), std::size_t{2});
        QCOMPARE(volume(0), Quantity::of(50));
        QCOMPARE(volume(1), Quantity::of(20));
        QCOMPARE(profiles().all()[1].window.from, openTimeOf(test::kEnd, Interval::D1));
        // By the rule that the chart's marks and averages have.
        QVERIFY(!type(QStringLiteral("SESSIONS LONDON")));
        QCOMPARE(volume(profiles().all().size() - 1), Quantity::of(13));
        QCOMPARE(volume(profiles().all().size() - 2), Quantity::of(57));
    }
    void aFixedTimeIsWhatItIs() {
        QVERIFY(!type(QStringLiteral("PROFILE FIXED 05:00 11:45")));
        QCOMPARE(volume(0), Quantity::of(10));
        const ProfilePlace place = placeOf(profiles().all()[0], scene());
        QVERIFY(!place.fromRight);
        QCOMPARE(place.area.right(), scene().xOf(profiles().all()[0].window.to));
        trade(25, 0, 100, Side::Buy);
        frames();
        QCOMPARE(volume(0), Quantity::of(10));
    }
    void wrongWords_data() {
        QTest::addColumn<QString>("words");
        QTest::newRow("nothing") << "PROFILE";
        QTest::newRow("unknown") << "PROFILE WEEK";
        QTest::newRow("one time") << "PROFILE FIXED 10:00";
        QTest::newRow("turned round") << "PROFILE FIXED 11:00 10:00";
        QTest::newRow("years") << "PROFILE FIXED 2020-01-01T00:00 2024-01-01T00:00";
    }
    void wrongWords() {
        QFETCH(QString, words);
        const auto objection = type(words);
        QVERIFY(objection && objection->contains(QStringLiteral("PROFILE")));
        QVERIFY(scene().options().profile == ProfileChoice());
    }
    /// Not again every frame, and what has ended not again at all.
    void itIsMadeWhenSomethingCame() {
        QVERIFY(!type(QStringLiteral("PROFILE SESSION BARS 2000")));
        const std::uint64_t made = profiles().made();
        frames();
        QCOMPARE(profiles().made(), made);
        trade(30, 0, 4, Side::Buy);
        frames(3); // at most five times a second
        QVERIFY(profiles().made() <= made + 1);
        frames();
        QCOMPARE(volume(1), Quantity::of(24));
        QCOMPARE(profiles().made(), made + 1); // not the day before
        const QImage before = m_rig->picture();
        QCOMPARE(profiles().made(), made + 1);
        QVERIFY(!before.isNull());
    }
    void missingTradesAreSaid() {
        m_trades->gaps = {{test::kEnd + -900 * kNanosPerSecond, test::kEnd + -890 * kNanosPerSecond}};
        QVERIFY(!type(QStringLiteral("PROFILE VISIBLE")));
        QVERIFY(!profiles().all()[0].profile.reliable);
        QVERIFY2(readout().contains(QStringLiteral("trades may be missing")), qPrintable(readout()));
        QVERIFY(!type(QStringLiteral("BARS 3000")));
        m_trades->begin = test::kEnd + -3 * kNanosPerHour;
        m_trades->forget(1); // the tape does not know more
        QVERIFY(!type(QStringLiteral("PROFILE OFF")));
        QVERIFY(!type(QStringLiteral("PROFILE FIXED 05:00 11:45")));
        QVERIFY2(readout().contains(QStringLiteral("since 09:00")), qPrintable(readout()));
    }
    void aTimeWithoutTradesSaysSo() {
        QVERIFY(!type(QStringLiteral("PROFILE FIXED 08:00 09:00")));
        QCOMPARE(readout(), QStringLiteral("Profile no trades were recorded"));
    }
    void rowsAreDrawnAtTheRight() {
        const QImage without = m_rig->picture();
        QVERIFY(!type(QStringLiteral("PROFILE VISIBLE")));
        const QImage with = m_rig->picture();
        const ProfilePlace place = placeOf(profiles().all()[0], scene());
        QVERIFY(place.fromRight);
        const int y = static_cast<int>(std::lround(scene().view().yOf(m_rig->ticksFromLast(2))));
        int apart = 0;
        for (int x = static_cast<int>(place.area.left()) + 1; x < static_cast<int>(place.area.right()) - 1; ++x)
            apart += with.pixel(x, y) != without.pixel(x, y) ? 1 : 0;
        QVERIFY2(apart > place.area.width() / 2, qPrintable(QString::number(apart)));
        // Left of them nothing is drawn but the readout.
        const int x = static_cast<int>(place.area.left()) - 60;
        for (int row = scene().view().plot().height() / 2; row < scene().view().plot().height(); ++row)
            QCOMPARE(with.pixel(x, row), without.pixel(x, row));
    }
    void stateComesBack() {
        for (const char* words : {"PROFILE SESSION", "PROFILE FIXED 05:00 11:45", "PROFILE OFF"}) {
            QVERIFY(!type(QString::fromLatin1(words)));
            ChartPane other(m_rig->rig.context, m_rig->book);
            other.restore(m_rig->pane->state());
            QVERIFY(other.view().scene().options().profile == scene().options().profile);
        }
    }
};
QD_TEST(TestChartProfiles);
#include "TestChartProfiles.moc"
