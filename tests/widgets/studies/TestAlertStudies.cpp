#include "core/base/Decimal.h"
#include "tests/support/FakeVenue.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/Format.h"
#include "widgets/studies/AlertStudies.h"
#include "widgets/studies/BarFeed.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <limits>

using namespace qd;
using namespace qd::chart;

namespace {

constexpr UnixNanos kStart = UnixNanos(1'699'999'980'000'000'000); // a whole minute
constexpr Price kCent{10'000};

NamedLine line(const char* study, const char* name = "") {
    auto found = lineNamed({study, name});
    if (!found) qFatal("%s", qPrintable(found.error()));
    return *found;
}

QString lookedUp(const char* text) {
    const auto alert = ui::parseStudyAlert(text);
    if (!alert) return "no alert: " + alert.error();
    const auto known = lookUp(*alert);
    return known ? QString() : known.error();
}

/// So many bars of a minute, of which bar i closes at 100 + i.
void fill(test::FakeVenue& venue, int bars) {
    venue.marketNow = kStart + bars * kNanosPerMinute;
    for (int i = 0; i < bars; ++i) {
        const Price p = Price::of(100 + i);
        venue.series[Interval::M1].bars.push_back(
            {kStart + i * kNanosPerMinute, p, p, p, p, Quantity::of(1), Quantity::of(1), 1});
    }
}

} // namespace

class TestAlertStudies : public QObject {
    Q_OBJECT
  private slots:
    /// What a setting keeps of a line is understood as that line, whatever numbers its study has.
    void everyLineOfEveryStudyComesBack() {
        int lines = 0;
        for (const indicators::IndicatorKind& kind : indicators::indicatorTable()) {
            std::vector<double> other;
            for (const indicators::Parameter& p : kind.parameters)
                other.push_back(p.standard + 1 <= p.most ? p.standard + 1 : p.least);
            for (const auto& values : {indicators::standardValues(kind), other}) {
                if (!indicators::takes(kind, values)) continue;
                for (std::size_t i = 0; i < kind.lines.size(); ++i) {
                    const NamedLine named{studyOf(kind, {}, values), i};
                    const ui::StudyLine words = wordsOf(named);
                    const auto again = lineNamed(words);
                    if (!again) {
                        QVERIFY2(again.error().contains("counts from the oldest bar"), qPrintable(again.error()));
                        continue;
                    }
                    QVERIFY2(*again == named, words.study.c_str());
                    QVERIFY(labelOf(named).startsWith(labelOf(named.choice)));
                    ++lines;
                }
            }
        }
        QVERIFY(lines > 60);
    }
    void linesByName() {
        QCOMPARE(line("macd 12 26 9", "signal").line, 1U);
        QCOMPARE(labelOf(line("MACD 12 26 9", "Signal")), "MACD 12 26 9 Signal");
        QCOMPARE(labelOf(line("RSI 14")), "RSI 14"); // of one line its name says nothing
        QVERIFY(wordsOf(line("rsi 14")) == (ui::StudyLine{"RSI 14", ""}));
        QVERIFY(!(line("RSI 14") == line("RSI 7")));
        QVERIFY(!(line("MACD 12 26 9", "MACD") == line("MACD 12 26 9", "Signal")));
    }
    void whatIsNoLineHasASentence_data() {
        QTest::addColumn<QString>("study");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("says");
        QTest::newRow("no study") << "NOVEL 3" << "" << "NOVEL";
        QTest::newRow("two studies") << "RSI 14 SMA 20" << "" << "is no study and its numbers";
        QTest::newRow("a number out of range") << "RSI 0" << "" << "period";
        QTest::newRow("nothing") << "" << "" << "STUDY takes the name of a study";
        QTest::newRow("off") << "RSI OFF" << "" << "RSI";
        QTest::newRow("no line") << "MACD 12 26 9" << "Upper"
                                 << "MACD 12 26 9 has no line \"Upper\"; it has MACD, Signal";
        QTest::newRow("bottomless") << "OBV" << "" << "counts from the oldest bar that is here";
        QTest::newRow("without an anchor") << "AVWAP" << "" << "counts from the oldest bar that is here";
    }
    void whatIsNoLineHasASentence() {
        QFETCH(QString, study);
        QFETCH(QString, name);
        QFETCH(QString, says);
        const auto found = lineNamed({study.toStdString(), name.toStdString()});
        QVERIFY(!found.has_value());
        QVERIFY2(found.error().contains(says), qPrintable(found.error()));
    }
    void anAnchorMakesItOfOneBeginning() { QVERIFY(lineNamed({"AVWAP 2023-11-14T00:00", ""}).has_value()); }

    void kinds_data() {
        QTest::addColumn<QString>("study");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("price");
        QTest::addColumn<bool>("likeRsi");
        QTest::newRow("average") << "SMA 20" << "" << true << false;
        QTest::newRow("band") << "KELTNER 20 10 2" << "Upper" << true << false;
        QTest::newRow("stop") << "SUPERTREND 10 3" << "Stop" << true << false;
        QTest::newRow("its direction") << "SUPERTREND 10 3" << "Direction" << false << false;
        QTest::newRow("slope, another scale") << "LINREG 14" << "Slope" << false << false;
        QTest::newRow("oscillator") << "MFI 14" << "" << false << true;
        QTest::newRow("range") << "ATR 14" << "" << false << true;
    }
    void kinds() {
        QFETCH(QString, study);
        QFETCH(QString, name);
        QFETCH(bool, price);
        QFETCH(bool, likeRsi);
        const NamedLine named = line(qPrintable(study), qPrintable(name));
        QCOMPARE(isPrice(named), price);
        QCOMPARE(areAlike(named, line("EMA 9")), price);
        QCOMPARE(areAlike(line("EMA 9"), named), price);
        QCOMPARE(areAlike(named, line("RSI 14")), likeRsi);
    }
    /// A level is what the axis shows: of prices USDC, of which the line counts millionths.
    void levelsAndValues() {
        const NamedLine average = line("SMA 20");
        const ui::StudyLevel level = parseFixed<ui::StudyLevel>("148.2").value();
        QCOMPARE(valueOfLevel(average, level), 148'200'000.0);
        QVERIFY(levelOfValue(average, 148'204'999, kCent) == level); // to whole ticks
        QVERIFY(levelOfValue(average, 148'205'001, kCent) == parseFixed<ui::StudyLevel>("148.21").value());
        const NamedLine rsi = line("RSI 14");
        QCOMPARE(valueOfLevel(rsi, ui::StudyLevel::of(70)), 70.0);
        QVERIFY(levelOfValue(rsi, 70.123456, kCent) == parseFixed<ui::StudyLevel>("70.123").value()); // to five digits
        QVERIFY(levelOfValue(rsi, -0.00123456, kCent) == parseFixed<ui::StudyLevel>("-0.0012346").value() ||
                levelOfValue(rsi, -0.00123456, kCent) == parseFixed<ui::StudyLevel>("-0.00123456").value());
        QVERIFY(levelOfValue(rsi, 0, kCent) == ui::StudyLevel());
        QCOMPARE(valueOfLevel(line("SUPERTREND 10 3", "Direction"), ui::StudyLevel::of(-1)), -1.0);
        for (const double none :
             {1e12, -1e12, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
            QVERIFY(!levelOfValue(rsi, none, kCent));
    }
    void texts() {
        const NamedLine average = line("SMA 20");
        const NamedLine rsi = line("RSI 14");
        QCOMPARE(levelText(average, parseFixed<ui::StudyLevel>("148.2").value(), kCent), "148.20");
        QCOMPARE(levelText(average, parseFixed<ui::StudyLevel>("148.205").value(), kCent),
                 "148.205"); // nothing is hidden
        QCOMPARE(levelText(rsi, ui::StudyLevel::of(70), kCent), "70");
        QCOMPARE(valueText(average, 148'204'999, kCent), "148.20");
        QCOMPARE(valueText(rsi, 70.5, kCent), studyValueText(70.5));
        QCOMPARE(valueText(rsi, indicators::kNoValue, kCent), ui::unknownText());
    }
    void comparisons_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says"); ///< empty: it is known
        QTest::newRow("a level") << "SOL-PERP 5m RSI 14 ABOVE 70" << "";
        QTest::newRow("the price") << "SOL-PERP 5m EMA 21 CROSS PRICE" << "";
        QTest::newRow("two averages") << "SOL-PERP 5m EMA 21 CROSS STUDY EMA 50" << "";
        QTest::newRow("two lines of a study")
            << "SOL-PERP 5m MACD 12 26 9 LINE MACD CROSS STUDY MACD 12 26 9 LINE Signal" << "";
        QTest::newRow("no such bars") << "SOL-PERP 7m RSI 14 ABOVE 70" << "There are no bars of 7m; there are 1s";
        QTest::newRow("no price") << "SOL-PERP 5m RSI 14 CROSS PRICE" << "RSI 14 is no price.";
        QTest::newRow("itself") << "SOL-PERP 5m RSI 14 CROSS STUDY rsi 14" << "RSI 14 does not reach itself.";
        QTest::newRow("unlike") << "SOL-PERP 5m RSI 14 CROSS STUDY EMA 50" << "RSI 14 and EMA 50 are not of a kind";
        QTest::newRow("the other is none") << "SOL-PERP 5m RSI 14 CROSS STUDY NOVEL" << "NOVEL";
        QTest::newRow("the watched is none") << "SOL-PERP 5m NOVEL ABOVE 3" << "NOVEL";
    }
    void comparisons() {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const QString said = lookedUp(qPrintable(text));
        QVERIFY2(says.isEmpty() ? said.isEmpty() : said.contains(says), qPrintable(said));
    }
    void whatIsLookedUpIsWhatWasSaid() {
        const auto known = lookUp(ui::parseStudyAlert("SOL-PERP 1h EMA 21 CROSS STUDY EMA 50").value());
        QVERIFY(known.has_value());
        QCOMPARE(known->interval, Interval::H1);
        QVERIFY(known->watched == line("EMA 21"));
        QVERIFY(known->other == line("EMA 50"));
        QVERIFY(!lookUp(ui::parseStudyAlert("SOL-PERP 1h EMA 21 ABOVE 5").value())->other);
    }
    /// The value at a bar is the one that is drawn there; before the study has one there is none.
    void drawnValues() {
        test::FakeVenue venue;
        fill(venue, 10);
        BarFeed feed(venue, venue);
        feed.show(MarketId(0), Interval::M1);
        Studies studies;
        studies.choose({line("SMA 3").choice});
        studies.follow(feed);
        const Study& average = studies.all().front();
        QVERIFY(!indicators::hasValue(drawnAt(average, 0, 1, feed).value));
        QCOMPARE(drawnAt(average, 0, 2, feed).value, 101'000'000.0);
        QCOMPARE(drawnAt(average, 0, 9, feed).value, 108'000'000.0);
        QVERIFY(!drawnAt(average, 0, 9, feed).doubtful);
    }
    /// A line that is drawn further to the right is compared where it is drawn.
    void shiftedLines() {
        test::FakeVenue venue;
        fill(venue, 400);
        BarFeed feed(venue, venue);
        feed.show(MarketId(0), Interval::M1);
        int shifted = 0;
        for (const indicators::IndicatorKind& kind : indicators::indicatorTable()) {
            if (kind.shift == nullptr) continue;
            Studies studies;
            studies.choose({studyOf(kind, {})});
            studies.follow(feed);
            const Study& study = studies.all().front();
            for (std::size_t i = 0; i < kind.lines.size(); ++i) {
                const std::int64_t shift = study.shift(i);
                const double drawn = drawnAt(study, i, 399, feed).value;
                const double known = study.at(399 - static_cast<std::size_t>(std::max<std::int64_t>(0, shift)), i);
                QVERIFY2(drawn == known || (std::isnan(drawn) && std::isnan(known)), kind.lines[i].name.data());
                if (shift > 0) {
                    ++shifted;
                    QVERIFY(!indicators::hasValue(drawnAt(study, i, static_cast<std::size_t>(shift) - 1, feed).value));
                }
            }
        }
        QVERIFY(shifted > 0);
    }
};

QD_TEST(TestAlertStudies);
#include "TestAlertStudies.moc"
