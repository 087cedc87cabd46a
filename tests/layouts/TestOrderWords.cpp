// Size: one table row a way to type an order.
#include "layouts/workspace/OrderWords.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <map>

using namespace qd;
using namespace qd::workspace;

namespace {

constexpr UnixNanos kNow = UnixNanos::fromMillis(1'700'000'000'000);

OrderWordsContext context(std::optional<MarketId> standard = MarketId(0)) {
    static const std::map<std::string, MarketInfo, std::less<>> kMarkets = [] {
        std::map<std::string, MarketInfo, std::less<>> markets;
        for (const char* symbol : {"SOL-PERP", "BTC-PERP", "1000PEPE-PERP"}) {
            MarketInfo info;
            info.params.id = MarketId(static_cast<std::uint16_t>(markets.size()));
            info.params.symbol = symbol;
            markets[symbol] = info;
        }
        return markets;
    }();
    return {[](std::string_view symbol) -> const MarketInfo* {
                const auto found = kMarkets.find(symbol);
                return found == kMarkets.end() ? nullptr : &found->second;
            },
            standard, kNow};
}

Result<OrderTerms, ports::ActionCode> read(const QString& line, std::optional<MarketId> standard = MarketId(0)) {
    return parseOrder(*ports::splitWords(line.toStdString()), context(standard));
}

OrderTerms market(Side side, Quantity size) {
    OrderTerms t;
    t.side = side;
    t.type = OrderType::Market;
    t.timeInForce = TimeInForce::ImmediateOrCancel;
    t.size = size;
    return t;
}
OrderTerms limit(Side side, Quantity size, Price price) {
    OrderTerms t;
    t.side = side;
    t.size = size;
    t.price = price;
    return t;
}
template<class Change>
OrderTerms with(OrderTerms t, Change change) {
    change(t);
    return t;
}

const OrderTerms kBuyTwo = limit(Side::Buy, Quantity::of(2), Price(148'200'000));

} // namespace

Q_DECLARE_METATYPE(qd::OrderTerms)

class TestOrderWords : public QObject {
    Q_OBJECT
  private slots:
    void good_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<OrderTerms>("terms");
        QTest::newRow("market") << "BUY 2" << market(Side::Buy, Quantity::of(2));
        QTest::newRow("market, said") << "SELL 2 MARKET" << market(Side::Sell, Quantity::of(2));
        QTest::newRow("lower case") << "sell 0.5 sol-perp market" << market(Side::Sell, Quantity(500'000'000));
        QTest::newRow("another market") << "BUY 1 SOL-PERP" << with(market(Side::Buy, Quantity::of(1)), [](auto&) {});
        QTest::newRow("market by name") << "BUY 1 BTC-PERP" << with(market(Side::Buy, Quantity::of(1)), [](auto& t) {
            t.market = MarketId(1);
        });
        QTest::newRow("name that begins with digits")
            << "BUY 1 1000PEPE-PERP"
            << with(market(Side::Buy, Quantity::of(1)), [](auto& t) { t.market = MarketId(2); });
        QTest::newRow("limit") << "BUY 2 SOL-PERP LIMIT 148.2" << kBuyTwo;
        QTest::newRow("any order of words") << "BUY LIMIT 148.2 SOL-PERP GTC 2" << kBuyTwo;
        QTest::newRow("immediate") << "BUY 2 LIMIT 148.2 IOC"
                                   << with(kBuyTwo, [](auto& t) { t.timeInForce = TimeInForce::ImmediateOrCancel; });
        QTest::newRow("fill or kill") << "BUY 2 LIMIT 148.2 FOK"
                                      << with(kBuyTwo, [](auto& t) { t.timeInForce = TimeInForce::FillOrKill; });
        QTest::newRow("market, fill or kill")
            << "BUY 2 FOK"
            << with(market(Side::Buy, Quantity::of(2)), [](auto& t) { t.timeInForce = TimeInForce::FillOrKill; });
        QTest::newRow("good till") << "BUY 2 LIMIT 148.2 GTD 30m" << with(kBuyTwo, [](auto& t) {
            t.timeInForce = TimeInForce::GoodTillDate;
            t.expiry = kNow + 30 * kNanosPerMinute;
        });
        QTest::newRow("good till the last day") << "BUY 2 LIMIT 148.2 GTD 30d" << with(kBuyTwo, [](auto& t) {
            t.timeInForce = TimeInForce::GoodTillDate;
            t.expiry = kNow + 30 * kNanosPerDay;
        });
        QTest::newRow("post") << "BUY 2 LIMIT 148.2 POST"
                              << with(kBuyTwo, [](auto& t) { t.postOnly = PostOnly::Must; });
        QTest::newRow("try") << "BUY 2 LIMIT 148.2 TRY" << with(kBuyTwo, [](auto& t) { t.postOnly = PostOnly::Try; });
        QTest::newRow("slide") << "BUY 2 LIMIT 148.2 SLIDE"
                               << with(kBuyTwo, [](auto& t) { t.postOnly = PostOnly::Slide; });
        QTest::newRow("reduce") << "BUY 2 LIMIT 148.2 REDUCE" << with(kBuyTwo, [](auto& t) { t.reduceOnly = true; });
        QTest::newRow("slippage") << "BUY 2 SLIP 0.5" << with(market(Side::Buy, Quantity::of(2)), [](auto& t) {
            t.maxSlippage = Rate(5'000);
        });
        QTest::newRow("least slippage") << "BUY 2 SLIP 0.0001" << with(market(Side::Buy, Quantity::of(2)), [](auto& t) {
            t.maxSlippage = Rate(1);
        });
        QTest::newRow("self-trade, maker") << "BUY 2 LIMIT 148.2 STP MAKER" << kBuyTwo;
        QTest::newRow("self-trade, taker")
            << "BUY 2 LIMIT 148.2 STP TAKER"
            << with(kBuyTwo, [](auto& t) { t.selfTrade = SelfTradePrevention::ExpireTaker; });
        QTest::newRow("self-trade, both")
            << "BUY 2 LIMIT 148.2 STP both"
            << with(kBuyTwo, [](auto& t) { t.selfTrade = SelfTradePrevention::ExpireBoth; });
        QTest::newRow("self-trade, decrement")
            << "BUY 2 LIMIT 148.2 STP DECREMENT"
            << with(kBuyTwo, [](auto& t) { t.selfTrade = SelfTradePrevention::Decrement; });
        QTest::newRow("client id") << "BUY 2 LIMIT 148.2 ID 18446744073709551615" << with(kBuyTwo, [](auto& t) {
            t.clientId = ClientOrderId(18'446'744'073'709'551'615ULL);
        });
        QTest::newRow("everything") << "SELL 1.25 BTC-PERP LIMIT 60000.123456 GTD 4h SLIDE REDUCE STP TAKER ID 7"
                                    << with(limit(Side::Sell, Quantity(1'250'000'000), Price(60'000'123'456)),
                                            [](auto& t) {
                                                t.market = MarketId(1);
                                                t.timeInForce = TimeInForce::GoodTillDate;
                                                t.expiry = kNow + 4 * kNanosPerHour;
                                                t.postOnly = PostOnly::Slide;
                                                t.reduceOnly = true;
                                                t.selfTrade = SelfTradePrevention::ExpireTaker;
                                                t.clientId = ClientOrderId(7);
                                            });
        QTest::newRow("smallest size") << "BUY 0.000000001" << market(Side::Buy, Quantity(1));
        QTest::newRow("trailing zeros") << "BUY 2.000000000000" << market(Side::Buy, Quantity::of(2));
        QTest::newRow("sizes without a nought") << "BUY .5" << market(Side::Buy, Quantity(500'000'000));
    }
    void good() {
        QFETCH(QString, line);
        QFETCH(OrderTerms, terms);
        const auto got = read(line);
        QVERIFY2(got.has_value(), got ? "" : got.error().detail.c_str());
        QVERIFY(*got == terms);
    }

    void bad_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("sentence");
        const QString size = QStringLiteral("the size must be a number above zero");
        const QString twice = QStringLiteral("repeats or contradicts");
        QTest::newRow("nothing") << "" << "begins with BUY or SELL";
        QTest::newRow("no side") << "2 SOL-PERP" << "begins with BUY or SELL";
        QTest::newRow("side alone") << "BUY" << "the size is missing";
        QTest::newRow("market alone") << "BUY SOL-PERP" << "the size is missing";
        QTest::newRow("size of nothing") << "BUY 0" << size;
        QTest::newRow("size below zero") << "BUY -2" << size;
        QTest::newRow("size too precise") << "BUY 0.0000000001" << size;
        QTest::newRow("size too large") << "BUY 99999999999999999999" << size;
        QTest::newRow("two points") << "BUY 1.2.3" << size;
        QTest::newRow("empty word") << "BUY \"\"" << size;
        QTest::newRow("exponent") << "BUY 1e3" << "\"1E3\" is no market and no word of an order";
        QTest::newRow("unknown market") << "BUY 2 XYZ" << "\"XYZ\" is no market and no word of an order";
        QTest::newRow("limit without price") << "BUY 2 LIMIT" << "LIMIT wants a price";
        QTest::newRow("limit of words") << "BUY 2 LIMIT SOL-PERP" << "LIMIT wants a price above zero, not \"SOL-PERP\"";
        QTest::newRow("limit of nothing") << "BUY 2 LIMIT 0" << "LIMIT wants a price above zero";
        QTest::newRow("limit below zero") << "BUY 2 LIMIT -1" << "LIMIT wants a price above zero";
        QTest::newRow("limit too precise") << "BUY 2 LIMIT 1.0000001" << "LIMIT wants a price";
        QTest::newRow("limit too large") << "BUY 2 LIMIT 9999999999999999" << "LIMIT wants a price";
        QTest::newRow("good till nothing") << "BUY 2 LIMIT 1 GTD" << "GTD wants a length of time";
        QTest::newRow("good till no unit") << "BUY 2 LIMIT 1 GTD 30" << "GTD wants a length of time";
        QTest::newRow("good till noon") << "BUY 2 LIMIT 1 GTD 0h" << "GTD wants a length of time";
        QTest::newRow("good till yesterday") << "BUY 2 LIMIT 1 GTD -1d" << "GTD wants a length of time";
        QTest::newRow("good till a part") << "BUY 2 LIMIT 1 GTD 1.5h" << "GTD wants a length of time";
        QTest::newRow("good till beyond the bound") << "BUY 2 LIMIT 1 GTD 31d" << "at most 30d, not \"31d\"";
        QTest::newRow("good till overflow") << "BUY 2 LIMIT 1 GTD 9223372036s" << "at most 30d";
        QTest::newRow("good till far overflow") << "BUY 2 LIMIT 1 GTD 99999999999999999999d" << "at most 30d";
        QTest::newRow("slippage of nothing") << "BUY 2 SLIP 0" << "SLIP wants percent";
        QTest::newRow("slippage below zero") << "BUY 2 SLIP -1" << "SLIP wants percent";
        QTest::newRow("slippage of everything") << "BUY 2 SLIP 101" << "SLIP wants percent";
        QTest::newRow("slippage too precise") << "BUY 2 SLIP 0.00001" << "SLIP wants percent";
        QTest::newRow("slippage missing") << "BUY 2 SLIP" << "SLIP wants percent";
        QTest::newRow("unknown self-trade mode") << "BUY 2 STP NONE" << "STP wants MAKER";
        QTest::newRow("self-trade mode missing") << "BUY 2 STP" << "STP wants MAKER";
        QTest::newRow("id of nothing") << "BUY 2 ID 0" << "ID wants a whole number";
        QTest::newRow("id below zero") << "BUY 2 ID -1" << "ID wants a whole number";
        QTest::newRow("id too large") << "BUY 2 ID 18446744073709551616" << "ID wants a whole number";
        QTest::newRow("id missing") << "BUY 2 ID" << "ID wants a whole number";
        // A later word does not win: an order is no guess.
        QTest::newRow("two sizes") << "BUY 2 3" << twice;
        QTest::newRow("two markets") << "BUY 2 SOL-PERP BTC-PERP" << twice;
        QTest::newRow("two prices") << "BUY 2 LIMIT 148 LIMIT 149" << twice;
        QTest::newRow("limit and market") << "BUY 2 LIMIT 148 MARKET" << twice;
        QTest::newRow("market and limit") << "BUY 2 MARKET LIMIT 148" << twice;
        QTest::newRow("two times") << "BUY 2 LIMIT 148 GTC IOC" << twice;
        QTest::newRow("two dates") << "BUY 2 LIMIT 148 GTD 1h GTD 2h" << twice;
        QTest::newRow("post and slide") << "BUY 2 LIMIT 148 POST SLIDE" << twice;
        QTest::newRow("reduce twice") << "BUY 2 REDUCE REDUCE" << twice;
        QTest::newRow("slippage twice") << "BUY 2 SLIP 1 SLIP 2" << twice;
        QTest::newRow("self-trade twice") << "BUY 2 STP BOTH STP MAKER" << twice;
        QTest::newRow("id twice") << "BUY 2 ID 1 ID 2" << twice;
        QTest::newRow("two sides") << "BUY 2 SELL" << "\"SELL\" is no market";
        QTest::newRow("market that rests") << "BUY 2 GTC" << "a market order does not rest";
        QTest::newRow("market with a date") << "BUY 2 GTD 1h" << "a market order does not rest";
        QTest::newRow("market that posts") << "BUY 2 POST" << "a market order does not rest";
        QTest::newRow("limit with slippage") << "BUY 2 LIMIT 148 SLIP 1" << "SLIP goes with market orders";
    }
    void bad() {
        QFETCH(QString, line);
        QFETCH(QString, sentence);
        const auto terms = read(line);
        QVERIFY(!terms.has_value());
        QCOMPARE(terms.error().code, ports::ActionCode::BadArguments);
        QVERIFY2(terms.error().detail.find(sentence.toStdString()) != std::string::npos, terms.error().detail.c_str());
    }
    void withoutAStandardTheMarketIsNeeded() {
        QCOMPARE(read("BUY 2", std::nullopt).error().detail, "the market is missing");
        QCOMPARE(read("BUY 2 BTC-PERP", std::nullopt)->market, MarketId(1));
        QCOMPARE(read("BUY 2", MarketId(1))->market, MarketId(1));
    }
    void anyWordsAreTermsOrASentence() {
        QD_PROPERTY("words are an order above zero or a sentence", [] {
            static const std::vector<std::string> kWords{
                "BUY", "SELL", "2",   "0.5", "-1",       "LIMIT", "148.2",  "MARKET",  "GTC",  "GTD",
                "30m", "9d",   "IOC", "FOK", "POST",     "TRY",   "ID",     "7",       "SLIP", "1",
                "STP", "BOTH", "",    ".",   "SOL-PERP", "SLIDE", "REDUCE", "BTC-PERP"};
            auto words = *rc::gen::container<ports::ActionWords>(rc::gen::elementOf(kWords));
            words.insert(words.begin(), "BUY");
            const auto terms = parseOrder(words, context());
            if (!terms)
                RC_ASSERT(!terms.error().detail.empty());
            else
                RC_ASSERT(terms->size.raw() > 0 && (terms->type == OrderType::Market) == (terms->price.raw() == 0));
        });
    }

    void durations_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("nanos"); ///< 0: none
        QTest::newRow("seconds") << "30s" << qint64{30 * kNanosPerSecond};
        QTest::newRow("minutes") << "15M" << qint64{15 * kNanosPerMinute};
        QTest::newRow("hours") << "4h" << qint64{4 * kNanosPerHour};
        QTest::newRow("days") << "2D" << qint64{2 * kNanosPerDay};
        QTest::newRow("largest") << "36525d" << qint64{36'525 * kNanosPerDay};
        QTest::newRow("longer than a time can be moved by") << "36526d" << qint64{0};
        QTest::newRow("empty") << "" << qint64{0};
        QTest::newRow("unit alone") << "m" << qint64{0};
        QTest::newRow("no unit") << "30" << qint64{0};
        QTest::newRow("unknown unit") << "3w" << qint64{0};
        QTest::newRow("nothing") << "0m" << qint64{0};
        QTest::newRow("negative") << "-5m" << qint64{0};
        QTest::newRow("space") << "5 m" << qint64{0};
    }
    void durations() {
        QFETCH(QString, text);
        QFETCH(qint64, nanos);
        QCOMPARE(parseDuration(text.toStdString()).value_or(0), nanos);
    }
    void ordersAreFoundByTheirNumberFirst() {
        std::vector<TrackedOrder> orders(4);
        orders[0].order.terms.clientId = ClientOrderId(5);
        orders[0].state = OrderState::Working;
        orders[1].order.id = OrderId(5);
        orders[1].state = OrderState::Working;
        orders[2].order.id = OrderId(6);
        orders[2].state = OrderState::Filled;
        orders[3].order.terms.clientId = ClientOrderId(6);
        QCOMPARE(workingOrder(orders, "5"), &orders[1]);
        QCOMPARE(workingOrder(orders, "6"), &orders[3]); // the other one is finished; this one is only sent
        QVERIFY(workingOrder(orders, "0") == nullptr);
        QVERIFY(workingOrder(orders, "7") == nullptr);
        QVERIFY(workingOrder(orders, "5x") == nullptr);
        QVERIFY(workingOrder(orders, "") == nullptr);
    }
    void everyWordIsOffered() {
        for (const std::string& word : orderWordChoices()) {
            const auto terms = read(QStringLiteral("BUY 2 ") + QString::fromStdString(word));
            if (!terms)
                QVERIFY2(terms.error().detail.find("is no market") == std::string::npos, terms.error().detail.c_str());
        }
    }
};
QD_TEST(TestOrderWords);
#include "TestOrderWords.moc"
