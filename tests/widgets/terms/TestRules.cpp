#include "core/base/Decimal.h"
#include "tests/support/TestRunner.h"
#include "widgets/base/BracketTexts.h"
#include "widgets/base/RunningTexts.h"
#include "widgets/terms/StopRules.h"

#include <QObject>
#include <QTest>

#include <random>

using namespace qd;
using namespace qd::ui;

namespace {

Price price(const char* text) { return parseFixed<Price>(text).value(); }

MarketParams market() {
    MarketParams p;
    p.tick = Price(10'000);
    p.maxPrice = Price::of(1'000'000);
    return p;
}

BracketRules rules(const char* text) { return parseTemplate("x", std::string("SL 50% ") + text).value().rules; }

} // namespace

class TestRules : public QObject {
    Q_OBJECT
  private slots:
    void rulesComeBackAsTheyWereWritten_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
             {"EVEN 8t", "EVEN 0.5% PLUS 1t", "TRAIL 12t BY 6t", "TRAIL 12t BY 0.1% STEP 2t TRAIL 20t BY 4t",
              "CHASE 5t", "EVEN 1.25 PLUS 0.25 TRAIL 2 BY 1 TRAIL 3 BY 0.5 TRAIL 4 BY 0.25 STEP 3t CHASE 12t"})
            QTest::newRow(text) << QByteArray(text);
    }
    void rulesComeBackAsTheyWereWritten() {
        QFETCH(QByteArray, text);
        QCOMPARE(rulesText(rules(text.constData())), text.toStdString());
        QVERIFY(!rulesWords(rules(text.constData())).isEmpty());
    }
    void whatIsNoRuleIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* text, const char* says) { QTest::newRow(text) << QByteArray(text) << says; };
        row("SL 8t EVEN", "EVEN wants one distance");
        row("SL 8t EVEN 0t", "EVEN wants one distance");
        row("SL 8t EVEN 4t EVEN 5t", "EVEN wants one distance");
        row("SL 8t EVEN 4t PLUS", "PLUS wants how far");
        row("SL 8t EVEN 4t PLUS 4t", "PLUS wants less than EVEN");
        row("SL 8t PLUS 4t", "\"PLUS\" is no word of a bracket");
        row("SL 8t TRAIL 4t", "TRAIL wants the profit it begins at and BY");
        row("SL 8t TRAIL 4t BY x", "TRAIL wants the profit it begins at and BY");
        row("SL 8t TRAIL 4t BY 2t STEP 1%", "STEP wants the ticks");
        row("SL 8t TRAIL 4t BY 2t TRAIL 4t BY 1t", "at more profit than the one before");
        row("SL 8t TRAIL 4t BY 2t TRAIL 5% BY 1t", "in the same unit");
        row("SL 8t TRAIL 1t BY 1t TRAIL 2t BY 1t TRAIL 3t BY 1t TRAIL 4t BY 1t", "at most 3 TRAIL");
        row("SL 8t CHASE 5", "CHASE wants the most ticks");
        row("SL 8t CHASE 9999999t", "CHASE wants the most ticks");
        row("SL 8t CHASE 5t CHASE 5t", "CHASE wants the most ticks");
        row("TP 8t EVEN 4t", "the bracket wants SL");
        row("TP 8t TRAIL 4t BY 2t", "the bracket wants SL");
    }
    void whatIsNoRuleIsRefused() {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        const auto read = parseTemplate("x", text.toStdString());
        QVERIFY(!read);
        QVERIFY2(read.error().contains(says), qPrintable(read.error()));
    }

    void whatIsAtWorkComesBack() {
        const std::string text = "scalp 3 17 18 19 148.21 DONE EVEN 8t PLUS 1t; Wide_2 0 20 0 21 0 TRAIL 12t BY 6t; "
                                 "c 4294967295 18446744073709551615 0 0 0.000001 CHASE 5t";
        const auto read = parseRunning(text).value();
        QCOMPARE(read.size(), 3U);
        QCOMPARE(runningText(read), text);
        QVERIFY(read[0].evenDone && !read[1].evenDone);
        QVERIFY(read[0].average == price("148.21"));
        QCOMPARE(parseRunning("").value().size(), 0U);
    }
    void whatIsNotAtWorkIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
             {"scalp", "scalp 3 17 18 19", "sc;alp 3 17 18 19 1", "scalp x 17 18 19 1", "scalp 4294967296 17 18 19 1",
              "scalp 3 0 18 19 1", "scalp 3 17 -1 19 1", "scalp 3 17 18 19 -1", "scalp 3 17 18 19 1e3",
              "scalp 3 17 18 19 1 WHAT", "scalp 3 17 18 19 1 DONE DONE", "scalp 3 17 18 19 1 EVEN",
              "a 3 17 18 19 1 CHASE 1t; b 3 17 0 0 1 CHASE 1t"})
            QTest::newRow(text) << QByteArray(text);
        QByteArray many;
        for (std::size_t i = 1; i <= kMostRunning + 1; ++i)
            many += "a 1 " + QByteArray::number(qulonglong(i)) + " 0 0 0;";
        QTest::newRow("too many") << many;
    }
    void whatIsNotAtWorkIsRefused() {
        QFETCH(QByteArray, text);
        const auto read = parseRunning(text.toStdString());
        QVERIFY(!read && !read.error().isEmpty());
    }

    void averagesAreRoundedAgainstThePosition() {
        Order o;
        QVERIFY(!averageOf(o));
        o.filled = Quantity::of(3);
        o.filledQuote = Money::of(100);
        QVERIFY(averageOf(o) == Price(33'333'334));
        o.terms.side = Side::Sell;
        QVERIFY(averageOf(o) == Price(33'333'333));
    }

    void wordsBecomePlaces_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("buys");
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<QByteArray>("stands");
        QTest::addColumn<QByteArray>("to"); ///< empty: stays
        const auto row = [](const char* name, const char* text, bool buys, const char* now, const char* stands,
                            const char* to) {
            QTest::newRow(name) << QByteArray(text) << buys << QByteArray(now) << QByteArray(stands) << QByteArray(to);
        };
        // The entry stands at 100.
        row("percent", "EVEN 0.5% PLUS 0.1%", true, "100.5", "99", "100.1");
        row("percent, not yet", "EVEN 0.5%", true, "100.49", "99", "");
        row("USDC, sell", "EVEN 0.5 PLUS 0.255", false, "99.5", "101", "99.74"); // 99.745: nothing is lost
        row("a stop at the price would fire", "EVEN 1t PLUS 0.5%", true, "100.5", "99", "");
        row("beyond the price it waits", "EVEN 1t PLUS 0.5%", true, "100.51", "99", "100.5");
        row("trail, away from the price", "TRAIL 0.1% BY 0.105%", true, "100.2", "99", "100.09"); // 100.095
        row("trail, sell", "TRAIL 10t BY 0.105%", false, "99.8", "101", "99.91");                 // 99.905
        row("trail, a tick less than its step", "TRAIL 10t BY 5t STEP 6t", true, "100.20", "100.10", "");
        row("trail, its step", "TRAIL 10t BY 5t STEP 6t", true, "100.21", "100.10", "100.16");
        row("distances beyond all prices", "TRAIL 10t BY 9999999", true, "100.5", "99", "");
    }
    void wordsBecomePlaces() {
        QFETCH(QByteArray, text);
        QFETCH(bool, buys);
        QFETCH(QByteArray, now);
        QFETCH(QByteArray, stands);
        QFETCH(QByteArray, to);
        const RuledStop stop{buys ? Side::Buy : Side::Sell, Price::of(100), price(stands.constData()),
                             price(now.constData()), false};
        const auto move = stopMove(rules(text.constData()), stop, market());
        QCOMPARE(move.has_value(), !to.isEmpty());
        if (move) QVERIFY(move->to == price(to.constData()));
    }
    void breakEvenCountsOnce() {
        const RuledStop stop{Side::Buy, Price::of(100), Price::of(99), Price::of(101), true};
        QVERIFY(!stopMove(rules("EVEN 10t"), stop, market()));
        RuledStop there{Side::Buy, Price::of(100), Price::of(100), Price::of(101), false};
        QVERIFY(standsAtEven(rules("EVEN 10t"), there, market()));
        there.stands = price("99.99");
        QVERIFY(!standsAtEven(rules("EVEN 10t"), there, market()));
    }

    /// Whatever is asked: tighter, on the tick, and not reached by the price.
    void noRuleLoosensAStop_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 8; ++seed) QTest::addRow("seed %u", seed) << seed;
    }
    void noRuleLoosensAStop() {
        QFETCH(unsigned, seed);
        std::mt19937_64 random(seed);
        const auto any = [&](std::int64_t least, std::int64_t most) {
            return std::uniform_int_distribution<std::int64_t>(least, most)(random);
        };
        const auto offset = [&] {
            const auto unit = static_cast<PriceOffset::Unit>(any(0, 2));
            return PriceOffset{unit, any(1, unit == PriceOffset::Unit::Ticks ? 300 : 3'000'000)};
        };
        int moves = 0;
        for (int i = 0; i < 20'000; ++i) {
            BracketRules r;
            if (any(0, 1) == 0) r.even = EvenRule{offset(), any(0, 1) == 0 ? std::optional(offset()) : std::nullopt};
            for (auto n = any(0, 3); n > 0; --n) r.trail.push_back({offset(), offset(), any(1, 20)});
            const RuledStop stop{any(0, 1) == 0 ? Side::Buy : Side::Sell, Price(any(1, 300'000'000)),
                                 Price(any(1, 30'000) * 10'000), Price(any(1, 300'000'000)), any(0, 1) == 0};
            const auto move = stopMove(r, stop, market());
            if (!move) continue;
            ++moves;
            const int sign = signOf(stop.side);
            QVERIFY((move->to.raw() - stop.stands.raw()) * sign >= market().tick.raw());
            QVERIFY((stop.now.raw() - move->to.raw()) * sign > 0);
            QCOMPARE(move->to.raw() % market().tick.raw(), 0);
            QVERIFY(move->to.raw() > 0 && !r.empty());
        }
        QVERIFY(moves > 500);
    }
};
QD_TEST(TestRules);
#include "TestRules.moc"
