// Size: one view with a value in every field of the dump.
#include "core/wire/Dump.h"
#include "core/wire/Names.h"
#include "tests/support/Property.h"
#include "tests/support/Shared.h"
#include "tests/support/TestRunner.h"
#include "tests/wire/JsonSchema.h"

#include <QFile>
#include <QObject>
#include <QTest>

#include <limits>
#include <set>

using namespace qd;
using namespace qd::wire;
using nlohmann::json;

namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();

/// A terminal in the middle of its work: everything is there at least once.
DumpInput busy() {
    DumpInput in;
    for (const char* symbol : {"SOL-PERP", "BTC-PERP"}) {
        MarketInfo info;
        info.params.id = MarketId(static_cast<std::uint16_t>(in.markets.size()));
        info.params.symbol = symbol;
        in.markets.push_back(info);
        Ticker ticker;
        ticker.market = info.params.id;
        in.tickers.push_back(ticker);
    }
    auto account = std::make_shared<AccountView>();
    account->id = AccountId(3);
    account->name = "paper";
    account->commandSequence = kLargest;
    account->ts = UnixNanos::fromMillis(1'700'000'000'123);
    account->equity = Money(10'000'123'456);
    account->freeCollateral = Money(-5);
    account->marginRatioBps = 412;
    account->leverage = 12'345;
    PositionView position;
    position.market = MarketId(1);
    position.position.base = Quantity(-500'000'000);
    position.mark = Price(60'123'450'000);
    position.liquidationPrice = Price(90'000'000'000);
    position.liquidationDistanceBps = 4'970;
    position.bankruptcyPrice = Price(91'000'000'000);
    position.userMargin = Ratio(500);
    account->positions.push_back(position);
    account->userMargin = Ratio(1'000);
    BalanceView balance;
    balance.asset.symbol = "SOL";
    balance.asset.decimals = 9;
    balance.amount = Amount(1'500'000'000);
    balance.price = Price(148'270'000);
    account->balances = {balance};
    PoolView pool;
    pool.pool = {true, MarketId(1)};
    pool.call = MarginCall::Warning;
    pool.marginRatioBps = 7'100;
    pool.leverage = 20'000;
    account->pools = {PoolView{}, pool};
    SubAccountView sub;
    sub.name = "paper";
    account->subAccounts = {sub};
    account->delegates = {{MasterId(9), 3, UnixNanos::fromMillis(1'800'000'000'000), Money::of(1'000)}};
    account->stake = {5, Money::of(5), 2, {}, UnixNanos::fromMillis(1'800'000'000'000)};
    in.account = account;
    auto standing = std::make_shared<MarketStanding>();
    standing->funding.charged = true;
    standing->funding.predicted8h = Rate(125);
    standing->funding.nextUpdate = UnixNanos::fromMillis(1'700'002'800'000);
    standing->oracle.status = OracleStatus::Valid;
    in.standings = {standing, nullptr};
    in.insurance = {Money::of(10'000'000), 10'000'000'000'000, AccountId(37), Money::of(50'000'000)};
    TrackedOrder order;
    order.order.id = OrderId(17);
    order.order.terms.clientId = ClientOrderId(kLargest);
    order.order.terms.price = Price(148'270'000);
    order.order.terms.size = Quantity(2'500'000'000);
    order.state = OrderState::PartiallyFilled;
    order.order.terms.trigger = {TriggerKind::Trailing, TriggerSource::Last, false,
                                 Price(150'000'000),    Price(1'000'000),    Rate(10'000)};
    order.order.terms.display = Quantity(1);
    order.order.terms.oracleOffset = Price(-10'000);
    order.order.progress.stop = Price(149'000'000);
    order.order.progress.parent = OrderId(16);
    order.order.progress.group = 2;
    order.triggeredAt = Price(148'990'000);
    order.sentAt = UnixNanos::fromMillis(1'700'000'000'000);
    order.roundTripNanos = 1'234'567;
    in.orders = {order, TrackedOrder{}};
    in.orders[1].state = OrderState::Rejected;
    in.orders[1].rejectCode = RejectCode::PriceOutOfBand;
    FillView fill;
    fill.fill.sequence = kLargest;
    fill.fill.price = Price(148'270'000);
    fill.fill.fee = Money(-12);
    in.fills = {fill};
    auto book = std::make_shared<BookSnapshot>();
    book->version = kLargest;
    book->bids = {{Price(148'260'000), Quantity(1'000'000'000)}, {Price(148'250'000), Quantity(20)}};
    book->asks = {{Price(148'270'000), Quantity(3'000'000'000)}};
    in.books = {book, nullptr};
    in.tickers[0].last = Price(148'270'000);
    in.tickers[0].status = DataStatus::Live;
    in.health.running = true;
    in.health.commands = kLargest - 1;
    in.health.feedLagNanos = -3;
    in.health.fault = "disk full";
    in.playback.speed = 2.5;
    in.stateHash = {kLargest, 1};
    in.frames.paintP50Nanos = {{"CHART", 120'000}};
    in.panes = {"CHART-1", "ORDERBOOK-1"};
    in.wall = UnixNanos::fromMillis(1'700'000'000'500);
    return in;
}

test::JsonSchema dumpSchema() {
    QFile file(QString::fromStdString(test::sourceFolder() + "/resources/schemas/dump.json"));
    if (!file.open(QIODevice::ReadOnly)) qFatal("there is no schema of the dump");
    return test::JsonSchema(json::parse(file.readAll().toStdString()));
}

QByteArray firstOf(const std::vector<std::string>& complaints) {
    return QByteArray::fromStdString(complaints.empty() ? std::string() : complaints.front());
}

/// The places of all values in a document.
void placesIn(const json& value, const json::json_pointer& at, std::vector<json::json_pointer>& out) {
    out.push_back(at);
    if (value.is_object()) {
        for (const auto& [key, inner] : value.items()) placesIn(inner, at / key, out);
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) placesIn(value[i], at / i, out);
    }
}

template<class E>
E any(E last) {
    return static_cast<E>(*rc::gen::inRange(0, static_cast<int>(last) + 1));
}

/// Anything the types can hold.
DumpInput arbitrary() {
    const auto number = [] { return *rc::gen::arbitrary<std::int64_t>(); };
    const auto wide = [] { return *rc::gen::arbitrary<std::uint64_t>(); };
    const auto bytes = [] { return *rc::gen::arbitrary<std::string>(); };
    const auto moment = [] { return UnixNanos(*rc::gen::inRange<std::int64_t>(0, 4'000'000'000LL * kNanosPerSecond)); };
    DumpInput in = busy();
    auto account = std::make_shared<AccountView>(*in.account);
    account->name = bytes();
    account->equity = Money(number());
    account->leverage = number();
    account->positions[0].position.base = Quantity(number());
    account->positions[0].mark = Price(number());
    in.account = account;
    TrackedOrder& order = in.orders[0];
    order.order.terms.side = any(Side::Sell);
    order.order.terms.type = any(OrderType::Market);
    order.order.terms.timeInForce = any(TimeInForce::FillOrKill);
    order.order.terms.postOnly = any(PostOnly::Slide);
    order.order.terms.market = MarketId(*rc::gen::arbitrary<std::uint16_t>());
    order.order.terms.size = Quantity(number());
    order.state = any(OrderState::Expired);
    order.rejectCode = any(kLastRejectCode);
    order.closeReason = any(CloseReason::Triggered);
    order.order.progress.phase = any(OrderPhase::Twap);
    order.order.terms.trigger.kind = any(TriggerKind::Trailing);
    account->pools[1].call = any(MarginCall::Liquidation);
    order.changedAt = moment();
    in.fills[0].fill.trade = TradeId(wide());
    in.fills[0].fill.quote = Money(number());
    in.tickers[1].status = any(DataStatus::Ended);
    in.tickers[1].prices.mark = Price(number());
    in.playback.mode = any(VenueMode::Replay);
    in.health.notice = bytes();
    in.stateHash = {wide(), wide()};
    in.panes = {bytes()};
    return in;
}

} // namespace

class TestDump : public QObject {
    Q_OBJECT
  private slots:
    void validates_data() {
        QTest::addColumn<bool>("started");
        QTest::newRow("before the venue has started") << false;
        QTest::newRow("in the middle of work") << true;
    }
    void validates() {
        QFETCH(bool, started);
        const json document = json::parse(dumpJson(started ? busy() : DumpInput{}));
        QCOMPARE(firstOf(dumpSchema().complaints(document)), QByteArray());
    }
    void anyStateValidates() {
        const auto schema = dumpSchema();
        QD_PROPERTY("a dump is valid whatever the state", [&] {
            const auto complaints = schema.complaints(json::parse(dumpJson(arbitrary())));
            RC_ASSERT(complaints.empty());
        });
    }

    /// The check itself: every value of the dump is looked at. Replaced by what it cannot be, left out, or accompanied
    /// by a stranger, the document is refused.
    void aWrongValueIsRefused() {
        const auto schema = dumpSchema();
        const json good = json::parse(dumpJson(busy()));
        std::vector<json::json_pointer> places;
        placesIn(good, json::json_pointer(), places);
        QVERIFY(places.size() > 150);
        for (const auto& place : places) {
            json wrong = good;
            wrong[place] = json::array({json::array({true})});
            QVERIFY2(!schema.complaints(wrong).empty(), place.to_string().c_str());
        }
    }
    void aMissingOrStrangeKeyIsRefused() {
        const auto schema = dumpSchema();
        const json good = json::parse(dumpJson(busy()));
        std::vector<json::json_pointer> places;
        placesIn(good, json::json_pointer(), places);
        const std::set<std::string> free{"/books", "/frames/paint_p50_ns"}; // keys are symbols and mnemonics
        const std::set<std::string> optional{"version", "bids", "asks"};
        for (const auto& place : places) {
            if (!good[place].is_object() || free.contains(place.to_string())) continue;
            json more = good;
            more[place]["stranger"] = 1;
            QVERIFY2(!schema.complaints(more).empty(), place.to_string().c_str());
            for (const auto& [key, value] : good[place].items()) {
                json less = good;
                less[place].erase(key);
                QVERIFY2(schema.complaints(less).empty() == optional.contains(key),
                         (place.to_string() + "/" + key).c_str());
            }
        }
    }
    void aNumberInPlaceOfATextIsRefused() {
        const auto schema = dumpSchema();
        for (const char* place : {"/account/equity", "/account/command_sequence", "/orders/0/price",
                                  "/orders/0/client_id", "/fills/0/sequence", "/books/SOL-PERP/bids/0/0"}) {
            json wrong = json::parse(dumpJson(busy()));
            wrong[json::json_pointer(place)] = 12.5;
            QVERIFY2(!schema.complaints(wrong).empty(), place);
        }
        json exponent = json::parse(dumpJson(busy()));
        exponent["account"]["equity"] = "1e5";
        QVERIFY(!schema.complaints(exponent).empty());
        json four = json::parse(dumpJson(busy()));
        four["orders"][0]["state"] = "failed";
        QVERIFY(!schema.complaints(four).empty());
    }
    /// A schema that uses what the check does not know would pass everything.
    void anUnknownKeywordIsAComplaint() {
        const test::JsonSchema schema(json::parse(R"({"type": "object", "patternProperties": {}})"));
        QCOMPARE(schema.complaints(json::object()).size(), 1U);
    }

    void values_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value"); ///< null: there is none
        const QString none;
        QTest::newRow("money") << "account.equity" << "10000.123456";
        QTest::newRow("negative") << "account.free_collateral" << "-0.000005";
        QTest::newRow("price") << "orders.0.price" << "148.27";
        QTest::newRow("state") << "orders.0.state" << "partially_filled";
        QTest::newRow("tokens") << "account.balances.0.amount" << "1.5";
        QTest::newRow("margin call") << "account.pools.1.margin_call" << "warning";
        QTest::newRow("trigger") << "orders.0.trigger.stop" << "149";
        QTest::newRow("funding") << "books.SOL-PERP.funding_8h" << "0.000125";
        QTest::newRow("insurance") << "insurance.vault" << "10000000";
        QTest::newRow("reject code") << "orders.1.reject_code" << "PriceOutOfBand";
        QTest::newRow("list is counted") << "orders.count" << "2";
        QTest::newRow("list of levels is counted") << "books.SOL-PERP.bids.count" << "2";
        QTest::newRow("level") << "books.SOL-PERP.bids.1.1" << "0.00000002";
        QTest::newRow("boolean") << "status.running" << "true";
        QTest::newRow("number") << "status.speed" << "2.5";
        QTest::newRow("text") << "status.fault" << "disk full";
        QTest::newRow("pane") << "status.panes.1" << "ORDERBOOK-1";
        QTest::newRow("64 bits") << "orders.0.client_id" << "18446744073709551615";
        QTest::newRow("64 bits, sequence") << "account.command_sequence" << "18446744073709551615";
        QTest::newRow("hash") << "status.state_hash" << "ffffffffffffffff0000000000000001";
        QTest::newRow("null") << "orders.0.reject_code" << none;
        QTest::newRow("object") << "account" << none;
        QTest::newRow("list") << "orders" << none;
        QTest::newRow("nothing") << "" << none;
        QTest::newRow("point") << "." << none;
        QTest::newRow("unknown") << "account.luck" << none;
        QTest::newRow("into a text") << "account.equity.0" << none;
        QTest::newRow("below count") << "orders.count.0" << none;
        QTest::newRow("count of an object") << "account.count" << none;
        QTest::newRow("beyond the end") << "orders.2.state" << none;
        QTest::newRow("negative index") << "orders.-1.state" << none;
        QTest::newRow("not a number") << "orders.0x1.state" << none;
        QTest::newRow("too large a number") << "orders.99999999999999999999.state" << none;
        QTest::newRow("point at the end") << "account.equity." << none;
        QTest::newRow("two points") << "account..equity" << none;
        QTest::newRow("book nobody watches") << "books.BTC-PERP.bids.count" << none;
    }
    void values() {
        QFETCH(QString, path);
        QFETCH(QString, value);
        const auto found = dumpValue(busy(), path.toStdString());
        QCOMPARE(found.has_value(), !value.isNull());
        if (found) QCOMPARE(QString::fromStdString(*found), value);
    }
    void aPointAtTheEndNamesNothing() { QVERIFY(!dumpValue(busy(), "account.equity.")); }
    void namesAreDifferent() {
        std::set<std::string> names;
        for (int i = 0; i <= static_cast<int>(kLastRejectCode); ++i) names.insert(nameOf(static_cast<RejectCode>(i)));
        QCOMPARE(names.size(), static_cast<std::size_t>(kLastRejectCode) + 1);
        QVERIFY(!names.contains(""));
        QCOMPARE(nameOf(RejectCode::PriceOutOfBand), "PriceOutOfBand");
        QCOMPARE(nameOf(CloseReason::MathOverflow), "MathOverflow");
    }
    void anyPathIsAnswered() {
        const DumpInput in = busy();
        QD_PROPERTY("a path is a value or none", [&] {
            static const std::vector<std::string> kWords{"account", "orders", "0", "1",     "count",  "books",
                                                         "bids",    "",       ".", "price", "status", "panes"};
            std::string path;
            for (const auto& word : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kWords)))
                path += word + ".";
            const auto value = dumpValue(in, path + *rc::gen::arbitrary<std::string>());
            RC_ASSERT(!value || value->size() < 100);
        });
    }
    /// Text from outside may be anything; the document stays JSON.
    void brokenTextIsReplaced() {
        DumpInput in = busy();
        in.health.notice = std::string("a\xff\x00"
                                       "b\"\n",
                                       6);
        const json document = json::parse(dumpJson(in));
        QCOMPARE(document["status"]["notice"].get<std::string>(), std::string("a\xef\xbf\xbd\0b\"\n", 8));
    }
};
QD_TEST(TestDump);
#include "TestDump.moc"
