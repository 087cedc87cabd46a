#include "tests/support/ExchangeRig.h"
#include "tests/support/TestRunner.h"
#include "widgets/terms/Brackets.h"

#include <QObject>
#include <QTest>

using namespace qd;
using namespace qd::ui;
using test::ExchangeRig;
using test::price;
using test::solMarket;

class TestBrackets : public QObject {
    Q_OBJECT
  private slots:
    void distancesAreRead_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("unit");
        QTest::addColumn<qlonglong>("value"); ///< 0: not read
        QTest::newRow("ticks") << QByteArray("12t") << int(PriceOffset::Unit::Ticks) << qlonglong(12);
        QTest::newRow("ticks, large letter") << QByteArray("12T") << int(PriceOffset::Unit::Ticks) << qlonglong(12);
        QTest::newRow("percent") << QByteArray("0.5%") << int(PriceOffset::Unit::Percent) << qlonglong(5'000);
        QTest::newRow("least percent") << QByteArray("0.0001%") << int(PriceOffset::Unit::Percent) << qlonglong(1);
        QTest::newRow("USDC") << QByteArray("1.25") << int(PriceOffset::Unit::Price) << qlonglong(1'250'000);
        for (const char* bad : {"", "t", "%", "0t", "-1", "1.5t", "0%", "0.00001%", "x", "1e3", "12tt"})
            QTest::newRow(bad[0] == 0 ? "nothing" : bad) << QByteArray(bad) << 0 << qlonglong(0);
    }
    void distancesAreRead() {
        QFETCH(QByteArray, text);
        QFETCH(int, unit);
        QFETCH(qlonglong, value);
        const auto offset = parseOffset(text.toStdString());
        QCOMPARE(offset.has_value(), value != 0);
        if (!offset) return;
        QCOMPARE(int(offset->unit), unit);
        QCOMPARE(qlonglong(offset->value), value);
        QCOMPARE(parseOffset(offsetText(*offset)), offset); // and written so that it can be read again
    }

    void templatesComeBackAsTheyWereWritten() {
        const std::string text = "scalp TP 12t SL 8t; swing TP 2% SL 1% INDEX; safe SL 1.5 LAST; rest TP 3% REST";
        const auto list = parseTemplates(text).value();
        QCOMPARE(list.size(), 4U);
        QCOMPARE(templatesText(list), text);
        QCOMPARE(list[1].source, TriggerSource::Index);
        QVERIFY(!list[2].takeProfit && list[3].restingProfit);
        QCOMPARE(findTemplate(list, "SWING"), &list[1]);
        QVERIFY(findTemplate(list, "sw") == nullptr);
    }
    void whatCannotBeReadIsQuoted_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says"); ///< empty: nothing is wrong
        QTest::newRow("none") << "" << "";
        QTest::newRow("nothing between two") << "a TP 1%; ;b SL  1t;" << "";
        QTest::newRow("no distance") << "a TP 1%; b" << "\"b\" is no template. A bracket wants TP, SL or both";
        QTest::newRow("a word too many") << "c TP 1% XX" << "\"XX\" is no word of a bracket";
        QTest::newRow("one name twice") << "a TP 1%; A SL 2%"
                                        << "\"A SL 2%\" is no template. There is one of this name";
        QTest::newRow("a target twice") << "f TP 1t TP 2t" << "TP wants one distance";
        QTest::newRow("the name of none") << "None TP 1%" << "NONE stands for no bracket";
        QTest::newRow("a stop at zero") << "x SL 100%" << "SL wants less than 100 %";
        QTest::newRow("a stop below zero") << "x TP 1% SL 250%" << "SL wants less than 100 %";
        QTest::newRow("a stop just above it") << "x SL 99.9999% TP 250%" << "";
    }
    void whatCannotBeReadIsQuoted() {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto list = parseTemplates(text.toStdString());
        QCOMPARE(list.has_value(), says.isEmpty());
        if (!list) QVERIFY2(list.error().contains(says), qPrintable(list.error()));
    }
    void atMostSoMany() {
        std::string text;
        for (std::size_t i = 0; i < kMostTemplates; ++i) text += "n" + std::to_string(i) + " TP 1%;";
        QCOMPARE(parseTemplates(text).value().size(), kMostTemplates);
        QVERIFY(!parseTemplates(text + "more TP 1%"));
    }
    void namesArePlain_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("good");
        QTest::newRow("letters") << QByteArray("scalp-2_B") << true;
        QTest::newRow("sixteen") << QByteArray(16, 'x') << true;
        QTest::newRow("seventeen") << QByteArray(17, 'x') << false;
        QTest::newRow("nothing") << QByteArray() << false;
        QTest::newRow("semicolon") << QByteArray("a;b") << false;
        QTest::newRow("beyond ASCII") << QByteArray("s\xc3\xa9") << false;
    }
    void namesArePlain() {
        QFETCH(QByteArray, name);
        QTEST(parseTemplate(name.toStdString(), "TP 1%").has_value(), "good");
    }

    void levelsLieOnTheTickTowardsTheEntry_data() {
        QTest::addColumn<QByteArray>("offset");
        QTest::addColumn<bool>("buys");
        QTest::addColumn<bool>("profit");
        QTest::addColumn<QByteArray>("entry");
        QTest::addColumn<QByteArray>("level"); ///< empty: no place
        const auto row = [](const char* name, const char* offset, bool buys, bool profit, const char* entry,
                            const char* level) {
            QTest::newRow(name) << QByteArray(offset) << buys << profit << QByteArray(entry) << QByteArray(level);
        };
        row("target of a buy", "2%", true, true, "100", "102");
        row("stop of a buy", "2%", true, false, "100", "98");
        row("target of a sell", "2%", false, true, "100", "98");
        row("stop of a sell", "2%", false, false, "100", "102");
        row("ticks", "12t", true, true, "100", "100.12");
        row("USDC", "1.5", true, false, "100", "98.5");
        row("down to the tick for a target", "0.333%", true, true, "100.01", "100.34"); // 100.343
        row("up to the tick for a stop", "0.333%", true, false, "100.01", "99.68");     // 99.677
        row("never onto the entry", "0.001%", true, true, "100", "100.01");
        row("never onto the entry, below", "0.001%", true, false, "100", "99.99");
        row("an entry off the tick", "0.001%", true, true, "100.005", "100.01");
        row("below zero", "100%", true, false, "100", "");
        row("beyond the highest price", "950", true, true, "100", "");
    }
    void levelsLieOnTheTickTowardsTheEntry() {
        QFETCH(QByteArray, offset);
        QFETCH(bool, buys);
        QFETCH(bool, profit);
        QFETCH(QByteArray, entry);
        QFETCH(QByteArray, level);
        const auto at = levelAt(parseOffset(offset.toStdString()).value(), buys ? Side::Buy : Side::Sell, profit,
                                price(entry.constData()), solMarket());
        QCOMPARE(at.has_value(), !level.isEmpty());
        if (at) QCOMPARE(*at, price(level.constData()));
    }

    /// The exchange takes what is made, with each of its parts.
    void theExchangeAcceptsThem_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("buys");
        for (const char* text : {"TP 2% SL 1%", "TP 2%", "SL 10t INDEX", "TP 50t SL 50t REST LAST"}) {
            QTest::addRow("buy %s", text) << QString(text) << true;
            QTest::addRow("sell %s", text) << QString(text) << false;
        }
    }
    void theExchangeAcceptsThem() {
        QFETCH(QString, text);
        QFETCH(bool, buys);
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId user = rig.addAccount();
        for (const Side side : {Side::Buy, Side::Sell})
            rig.place(maker, ExchangeRig::limit(side, price(side == Side::Buy ? "99.99" : "100.01"), Quantity::of(50)));
        const Side side = buys ? Side::Buy : Side::Sell;
        const OrderTerms entry = ExchangeRig::limit(side, price(buys ? "100.01" : "99.99"), Quantity::of(2));
        const auto bracket = parseTemplate("x", text.toStdString()).value();
        const auto levels = levelsOf(bracket, side, entry.price, solMarket()).value();
        const auto plan = bracketOf(entry, entry.price, levels);
        QVERIFY2(plan.has_value(), plan ? "" : qPrintable(plan.error()));
        rig.send(PlaceOrders{user, plan->relation, plan->orders});
        QCOMPARE(rig.rejection(), RejectCode::None);
        QCOMPARE(rig.position(user).base, buys ? Quantity::of(2) : Quantity::of(-2));
        // Its exits stand for what the entry has filled.
        QCOMPARE(rig.exchange.state().account(user)->openOrderCount, std::uint32_t(plan->orders.size() - 1));
    }
    void levelsOnTheWrongSideAreRefused() {
        const OrderTerms entry = ExchangeRig::limit(Side::Buy, Price::of(100), Quantity::of(1));
        const auto made = [&](std::optional<Price> profit, std::optional<Price> stop) {
            return bracketOf(entry, entry.price, {.takeProfit = profit, .stop = stop}).has_value();
        };
        QVERIFY(made(Price::of(101), Price::of(99)));
        QVERIFY(!made(Price::of(100), Price::of(99)));
        QVERIFY(!made(Price::of(101), Price::of(100)));
        QVERIFY(!made(Price::of(99), {}));
        QVERIFY(!made({}, {}));
    }
};
QD_TEST(TestBrackets);
#include "TestBrackets.moc"
