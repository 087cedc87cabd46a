#include "tests/support/TestRunner.h"
#include "widgets/trades/SizeSteps.h"
#include "widgets/trades/TapeChoices.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui::trades;

Q_DECLARE_METATYPE(qd::ports::ActionWords)

namespace {

const std::string kSol = "SOL-PERP";

} // namespace

class TestTapeChoices : public QObject {
    Q_OBJECT
  private slots:
    void wordsAreUnderstood() {
        TapeChoices choices;
        QVERIFY(!choices.apply({"10", "200MS", "big", "50.5"}, kSol));
        QCOMPARE(choices.minimumOf(kSol), Quantity::of(10));
        QCOMPARE(choices.window, 200 * kNanosPerMilli);
        QCOMPARE(choices.highlightOf(kSol), (Highlight{Highlight::Kind::Size, Quantity(50'500'000'000)}));
        QVERIFY(choices.minimumOf("BTC-PERP").isZero()); // 10 SOL is no size for BTC
        QVERIFY(!choices.apply({"all", "each", "BIG", "off"}, kSol));
        QVERIFY(choices.minimumOf(kSol).isZero());
        QCOMPARE(choices.window, 0);
        QCOMPARE(choices.highlightOf(kSol).kind, Highlight::Kind::Off);
        QVERIFY(!choices.apply({"1s", "BIG", "TOP"}, kSol));
        QCOMPARE(choices.window, kNanosPerSecond);
        QCOMPARE(choices.highlightOf(kSol).kind, Highlight::Kind::Top);
    }
    void wrongWordsChangeNothing_data() {
        QTest::addColumn<qd::ports::ActionWords>("words");
        QTest::addColumn<QString>("wrong");
        QTest::newRow("no word of ours") << ports::ActionWords{"20", "5m"} << "5m";
        QTest::newRow("negative size") << ports::ActionWords{"-3"} << "-3";
        QTest::newRow("too many digits") << ports::ActionWords{"0.0000000001"} << "0.0000000001";
        QTest::newRow("too large") << ports::ActionWords{"99999999999"} << "99999999999";
        QTest::newRow("big without a size") << ports::ActionWords{"20", "BIG"} << "BIG";
        QTest::newRow("big and a wrong size") << ports::ActionWords{"BIG", "x"} << "x";
        QTest::newRow("big of nothing") << ports::ActionWords{"BIG", "0"} << "0";
    }
    void wrongWordsChangeNothing() {
        QFETCH(ports::ActionWords, words);
        QFETCH(QString, wrong);
        TapeChoices choices;
        choices.setMinimum(kSol, Quantity::of(7));
        const TapeChoices before = choices;
        QCOMPARE(QString::fromStdString(choices.apply(words, kSol).value()), wrong);
        QCOMPARE(choices, before);
    }
    void stateComesBack() {
        TapeChoices choices;
        choices.setMinimum(kSol, Quantity(1'500'000'000));
        choices.setMinimum("BTC-PERP", Quantity(1));
        choices.setHighlight(kSol, {Highlight::Kind::Size, Quantity::of(40)});
        choices.setHighlight("BTC-PERP", {Highlight::Kind::Off, {}});
        choices.window = 50 * kNanosPerMilli;
        choices.columns = ColumnChoice::parse("side range");
        ui::PaneState state;
        choices.write(state);
        TapeChoices again;
        again.read(state);
        QCOMPARE(again, choices);
        ui::PaneState standard;
        TapeChoices().write(standard);
        again = TapeChoices();
        again.read(standard);
        QCOMPARE(again, TapeChoices());
    }
    void hostileStateIsPassedOver() {
        TapeChoices choices;
        choices.read({{"minimum", "= SOL-PERP BTC-PERP=x ETH-PERP=-1 JUP-PERP=1e5 WIF-PERP=2"},
                      {"big", "=5"},
                      {"highlight", "loud"},
                      {"join", "7s"}});
        QCOMPARE(choices.minimums.size(), std::size_t(1));
        QCOMPARE(choices.minimumOf("WIF-PERP"), Quantity::of(2));
        QVERIFY(choices.bigSizes.empty());
        QVERIFY(choices.top);
        QCOMPARE(choices.window, 0);
        std::string many;
        for (int i = 0; i < 1'000; ++i) many += "M" + std::to_string(i) + "=1 ";
        choices.read({{"minimum", many}});
        QCOMPARE(choices.minimums.size(), std::size_t(64));
    }
    void sizesToChooseFrom() {
        const auto of = [](std::vector<std::int64_t> raw, std::int64_t step) {
            std::vector<Quantity> reached;
            for (const std::int64_t r : raw) reached.emplace_back(r);
            std::vector<std::int64_t> out;
            for (const Quantity q : sizeSteps(reached, Quantity(step))) out.push_back(q.raw());
            return out;
        };
        using List = std::vector<std::int64_t>;
        QCOMPARE(of({1'234, 3'999, 4'100, 78'000, 1}, 1), (List{1, 1'000, 2'000, 50'000}));
        QCOMPARE(of({1'234, 90}, 100), (List{1'000}));
        QCOMPARE(of({5'500}, 400), (List{4'800}));
        QCOMPARE(of({0, 0}, 10), (List{100, 1'000, 10'000}));
        QCOMPARE(of({std::numeric_limits<std::int64_t>::max()}, 1), (List{5'000'000'000'000'000'000}));
    }
};
QD_TEST(TestTapeChoices);
#include "TestTapeChoices.moc"
