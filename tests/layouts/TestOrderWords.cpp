// Size: one table row a way to type an order.
#include "core/base/Decimal.h"
#include "layouts/workspace/OrderWords.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <algorithm>
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
            info.params.tick = Price(10'000);
            info.params.step = Quantity(10'000'000);
            info.params.maxPrice = Price::of(100'000);
            markets[symbol] = info;
        }
        return markets;
    }();
    OrderWordsContext out;
    out.market = [](std::string_view symbol) -> const MarketInfo* {
        const auto found = kMarkets.find(symbol);
        return found == kMarkets.end() ? nullptr : &found->second;
    };
    out.byId = [](MarketId id) -> const MarketInfo* {
        const auto found = std::ranges::find_if(kMarkets, [id](const auto& m) { return m.second.params.id == id; });
        return found == kMarkets.end() ? nullptr : &found->second;
    };
    out.standard = standard;
    out.now = kNow;
    out.reference = [](MarketId, Side) { return std::optional(Price::of(148)); };
    out.templates = ui::parseTemplates("scalp TP 12t SL 8t; swing TP 2% SL 1% INDEX REST").value();
    return out;
}

Result<ui::OrderPlan, ports::ActionCode> readPlan(const QString& line, std::optional<MarketId> standard = MarketId(0)) {
    return parseOrder(*ports::splitWords(line.toStdString()), context(standard));
}

/// A line that is one order.
Result<OrderTerms, ports::ActionCode> read(const QString& line, std::optional<MarketId> standard = MarketId(0)) {
    const auto plan = readPlan(line, standard);
    if (!plan) return std::unexpected(plan.error());
    if (!plan->single()) return fail(ports::ActionCode::BadArguments, "several orders");
    return plan->orders.front();
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
        const auto waiting = [](OrderTerms t, TriggerKind kind, Price at, TriggerSource source = TriggerSource::Mark) {
            t.trigger.kind = kind;
            t.trigger.price = at;
            t.trigger.source = source;
            return t;
        };
        const OrderTerms sellTwo = market(Side::Sell, Quantity::of(2));
        QTest::newRow("stop") << "SELL 2 SOL-PERP STOP 140" << waiting(sellTwo, TriggerKind::Stop, Price::of(140));
        QTest::newRow("stop that then is a limit") << "SELL 2 STOP 140 LIMIT 139.5 SOURCE INDEX"
                                                   << waiting(limit(Side::Sell, Quantity::of(2), Price(139'500'000)),
                                                              TriggerKind::Stop, Price::of(140), TriggerSource::Index);
        QTest::newRow("take profit of the whole position, at once if it must be")
            << "SELL 2 TP 160 WHOLE ATONCE SOURCE LAST"
            << with(waiting(sellTwo, TriggerKind::TakeProfit, Price::of(160), TriggerSource::Last),
                    [](auto& t) { t.followsPosition = t.reduceOnly = t.trigger.mayFireAtOnce = true; });
        QTest::newRow("trailing by percent, from a price")
            << "SELL 2 TRAIL 2% ACT 150" << with(waiting(sellTwo, TriggerKind::Trailing, Price::of(150)), [](auto& t) {
                   t.trigger.distanceRate = Rate(20'000);
                   t.reduceOnly = true;
               });
        QTest::newRow("trailing by an amount")
            << "BUY 2 TRAIL 1.5"
            << with(waiting(market(Side::Buy, Quantity::of(2)), TriggerKind::Trailing, Price()), [](auto& t) {
                   t.trigger.distance = Price(1'500'000);
                   t.reduceOnly = true;
               });
        QTest::newRow("TWAP") << "BUY 20 TWAP 10m"
                              << with(market(Side::Buy, Quantity::of(20)), [](auto& t) { t.twap = {600'000, 30'000}; });
        QTest::newRow("TWAP every minute")
            << "BUY 20 TWAP 2h EVERY 1m"
            << with(market(Side::Buy, Quantity::of(20)), [](auto& t) { t.twap = {7'200'000, 60'000}; });
        QTest::newRow("TWAP, the other way round")
            << "BUY 20 EVERY 1m TWAP 2h"
            << with(market(Side::Buy, Quantity::of(20)), [](auto& t) { t.twap = {7'200'000, 60'000}; });
        QTest::newRow("iceberg") << "BUY 2 LIMIT 148.2 ICEBERG 0.5"
                                 << with(kBuyTwo, [](auto& t) { t.display = Quantity(500'000'000); });
        QTest::newRow("index limit") << "BUY 2 OFFSET -0.5"
                                     << with(limit(Side::Buy, Quantity::of(2), Price()),
                                             [](auto& t) { t.oracleOffset = Price(-500'000); });
        QTest::newRow("auction") << "BUY 2 AUCTION 20" << with(market(Side::Buy, Quantity::of(2)), [](auto& t) {
            t.auction.durationSlots = 20;
        });
        QTest::newRow("leverage") << "BUY 2 LIMIT 148.2 LEV 3"
                                  << with(kBuyTwo, [](auto& t) { t.userMargin = Ratio(3'334); });
        QTest::newRow("immediate, and said to be a market order")
            << "BUY 2 IOC MARKET" << market(Side::Buy, Quantity::of(2));
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

    /// Sets: relation and prices of each order.
    void sets_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("relation");
        QTest::addColumn<QString>("orders");
        const auto row = [](const char* name, const char* line, OrderRelation relation, const char* orders) {
            QTest::newRow(name) << QString(line) << int(relation) << QString(orders);
        };
        row("bracket by prices", "BUY 2 SOL-PERP LIMIT 148 BRACKET TP 155 SL 145", OrderRelation::Bracket,
            "buy 2 @148; sell 2 tp155 reduce; sell 2 stop145 reduce");
        row("bracket by distances", "SELL 2 LIMIT 148 BRACKET TP 2% SL 50t", OrderRelation::Bracket,
            "sell 2 @148; buy 2 tp145.04 reduce; buy 2 stop148.5 reduce");
        row("bracket with a stop only", "BUY 2 LIMIT 148 BRACKET SL 1%", OrderRelation::Bracket,
            "buy 2 @148; sell 2 stop146.52 reduce");
        row("bracket by a template", "BUY 2 LIMIT 148 BRACKET scalp", OrderRelation::Bracket,
            "buy 2 @148; sell 2 tp148.12 reduce; sell 2 stop147.92 reduce");
        row("template whose target is said", "BUY 2 BRACKET SCALP TP 150", OrderRelation::Bracket,
            "buy 2 market; sell 2 tp150 reduce; sell 2 stop147.92 reduce");
        row("target that rests", "BUY 2 LIMIT 148 BRACKET TP 155 REST", OrderRelation::Bracket,
            "buy 2 @148; sell 2 @155 reduce");
        row("template with all its properties", "BUY 2 LIMIT 148 BRACKET swing", OrderRelation::Bracket,
            "buy 2 @148; sell 2 @150.96 reduce; sell 2 stop146.52 index reduce");
        row("OCO", "SELL 2 OCO LIMIT 155 STOP 140 REDUCE", OrderRelation::OneCancelsOther,
            "sell 2 @155 reduce; sell 2 stop140 reduce");
        row("OCO in other words", "SELL 2 STOP 140 LIMIT 155 OCO SOURCE INDEX", OrderRelation::OneCancelsOther,
            "sell 2 @155; sell 2 stop140 index");
        row("scale", "BUY 1 SCALE 3 148 147", OrderRelation::Independent,
            "buy 0.33 @148; buy 0.33 @147.5; buy 0.34 @147");
        row("rising scale", "SELL 6 SCALE 3 148 149 RISING POST", OrderRelation::Independent,
            "sell 1.33 @148 post; sell 1.99 @148.5 post; sell 2.68 @149 post");
    }
    void sets() {
        QFETCH(QString, line);
        QFETCH(int, relation);
        QFETCH(QString, orders);
        const auto plan = readPlan(line);
        QVERIFY2(plan.has_value(), plan ? "" : plan.error().detail.c_str());
        QCOMPARE(int(plan->relation), relation);
        QStringList texts;
        for (const OrderTerms& t : plan->orders) {
            QString text = t.side == Side::Buy ? "buy " : "sell ";
            text += QString::fromStdString(toString(t.size)) + ' ';
            const QString trigger = QString::fromStdString(toString(t.trigger.price));
            if (t.trigger.kind == TriggerKind::Stop) text += "stop" + trigger;
            if (t.trigger.kind == TriggerKind::TakeProfit) text += "tp" + trigger;
            if (t.type == OrderType::Limit) text += '@' + QString::fromStdString(toString(t.price));
            if (t.type == OrderType::Market && t.trigger.kind == TriggerKind::None) text += "market";
            if (t.trigger.source == TriggerSource::Index) text += " index";
            if (t.postOnly == PostOnly::Must) text += " post";
            if (t.reduceOnly) text += " reduce";
            texts << text;
        }
        QCOMPARE(texts.join("; "), orders);
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
        QTest::newRow("limit too precise") << "BUY 2 LIMIT 1.0000001" << "at most 6 digits after the point";
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
        QTest::newRow("scale of one price") << "BUY 2 SCALE 4 148 148.0" << "SCALE wants two different prices";
        QTest::newRow("offset below zero") << "BUY 2 OFFSET -148" << "OFFSET -148 leads to no price above zero";
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
        QTest::newRow("stop without a price") << "SELL 2 STOP" << "STOP wants the price";
        QTest::newRow("stop at nothing") << "SELL 2 STOP 0" << "STOP wants the price";
        QTest::newRow("stop and target") << "SELL 2 STOP 140 TP 150" << "an order is one of";
        QTest::newRow("stop and trail") << "SELL 2 STOP 140 TRAIL 1%" << "an order is one of";
        QTest::newRow("target of a distance by itself") << "SELL 2 TP 2%" << "without BRACKET, TP wants a price";
        QTest::newRow("SL by itself") << "SELL 2 SL 140" << "SL goes with BRACKET";
        QTest::newRow("stop in a bracket") << "BUY 2 LIMIT 148 BRACKET STOP 140" << "in a bracket the stop is SL";
        QTest::newRow("bracket of nothing") << "BUY 2 LIMIT 148 BRACKET" << "A bracket wants";
        QTest::newRow("target below a buy") << "BUY 2 LIMIT 148 BRACKET TP 147" << "winning side";
        QTest::newRow("stop above a buy") << "BUY 2 LIMIT 148 BRACKET SL 149" << "losing side";
        QTest::newRow("stop beyond all prices") << "BUY 2 LIMIT 148 BRACKET SL 100%" << "farther than any price";
        QTest::newRow("bracket that reduces") << "BUY 2 LIMIT 148 REDUCE BRACKET SL 140" << "cannot be REDUCE";
        QTest::newRow("unknown template")
            << "BUY 2 LIMIT 148 BRACKET nought" << "there is no bracket template \"nought\"";
        QTest::newRow("OCO without a limit") << "SELL 2 OCO STOP 140" << "OCO wants LIMIT";
        QTest::newRow("OCO without a stop") << "SELL 2 OCO LIMIT 150" << "OCO wants LIMIT";
        QTest::newRow("OCO with a target") << "SELL 2 OCO LIMIT 150 STOP 140 TP 160" << "OCO is a LIMIT and a STOP";
        QTest::newRow("OCO and bracket") << "SELL 2 OCO BRACKET" << twice;
        QTest::newRow("trail of nothing") << "SELL 2 TRAIL 0" << "TRAIL wants";
        QTest::newRow("trail of everything and more") << "SELL 2 TRAIL 101%" << "TRAIL wants";
        QTest::newRow("trail to a limit") << "SELL 2 TRAIL 1% LIMIT 140" << "it has no LIMIT";
        QTest::newRow("activation by itself") << "SELL 2 ACT 140" << "ACT goes with TRAIL";
        QTest::newRow("source by itself") << "SELL 2 SOURCE INDEX" << "SOURCE goes with";
        QTest::newRow("no source") << "SELL 2 STOP 140 SOURCE MID" << "SOURCE wants MARK";
        QTest::newRow("whole of nothing") << "SELL 2 WHOLE" << "WHOLE and ATONCE go with";
        QTest::newRow("TWAP without a time") << "BUY 2 TWAP" << "TWAP wants how long";
        QTest::newRow("TWAP of years") << "BUY 2 TWAP 31d" << "at most 30d";
        QTest::newRow("TWAP too often") << "BUY 2 TWAP 10m EVERY 10s" << "30s or more";
        QTest::newRow("TWAP in one piece")
            << "BUY 20 SOL-PERP TWAP 1m EVERY 10m" << "EVERY is longer than the TWAP lasts";
        QTest::newRow("TWAP in one piece, the other way round")
            << "BUY 20 EVERY 61s TWAP 1m" << "EVERY is longer than the TWAP lasts";
        QTest::newRow("TWAP shorter than its first interval") << "BUY 2 TWAP 20s" << "a TWAP lasts 30s or more";
        QTest::newRow("TWAP with a limit") << "BUY 2 TWAP 10m LIMIT 148" << "it has no LIMIT";
        QTest::newRow("every by itself") << "BUY 2 EVERY 30s" << "EVERY goes with TWAP";
        QTest::newRow("iceberg at market") << "BUY 2 ICEBERG 1" << "ICEBERG goes with LIMIT";
        QTest::newRow("iceberg of nothing") << "BUY 2 LIMIT 148 ICEBERG 0" << "ICEBERG wants";
        QTest::newRow("scale of one") << "BUY 2 SCALE 1 148 147" << "2 to 32";
        QTest::newRow("scale without prices") << "BUY 2 SCALE 3" << "SCALE wants a price";
        QTest::newRow("scale towards the market") << "BUY 2 SCALE 3 147 148" << "buys down, sells up";
        QTest::newRow("scale off the tick") << "BUY 2 SCALE 3 148 147.005" << "multiples of the market's tick";
        QTest::newRow("scale off the step") << "BUY 2.005 SCALE 3 148 147" << "multiple of the market's step";
        QTest::newRow("scale of crumbs") << "BUY 0.02 SCALE 3 148 147" << "less than a step an order";
        QTest::newRow("rising by itself") << "BUY 2 LIMIT 148 RISING" << "go with SCALE";
        QTest::newRow("offset of nothing") << "BUY 2 OFFSET 0" << "OFFSET wants";
        QTest::newRow("offset and limit") << "BUY 2 LIMIT 148 OFFSET -1" << twice;
        QTest::newRow("auction of ages") << "BUY 2 AUCTION 256" << "1 to 255";
        QTest::newRow("leverage of a half") << "BUY 2 LEV 0.5" << "LEV wants";
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
                "BUY",      "SELL", "2",     "0.5",     "-1",    "LIMIT",  "148.2",    "MARKET",  "GTC",
                "GTD",      "30m",  "9d",    "IOC",     "FOK",   "POST",   "TRY",      "ID",      "7",
                "SLIP",     "1",    "STP",   "BOTH",    "",      ".",      "SOL-PERP", "SLIDE",   "REDUCE",
                "BTC-PERP", "STOP", "TP",    "SL",      "TRAIL", "2%",     "12t",      "BRACKET", "scalp",
                "OCO",      "TWAP", "EVERY", "ICEBERG", "SCALE", "OFFSET", "WHOLE",    "REST"};
            auto words = *rc::gen::container<ports::ActionWords>(rc::gen::elementOf(kWords));
            words.insert(words.begin(), "BUY");
            const auto plan = parseOrder(words, context());
            if (!plan) {
                RC_ASSERT(!plan.error().detail.empty());
                return;
            }
            RC_ASSERT(!plan->orders.empty());
            for (const OrderTerms& t : plan->orders) {
                const bool fixed = t.type == OrderType::Limit && t.oracleOffset.isZero();
                RC_ASSERT(t.size.raw() > 0 && fixed == (t.price.raw() != 0));
            }
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
