// Size: one command of every kind.
#include "core/base/Random.h"
#include "core/engine/exchange/CommandCodec.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

using namespace qd;
using namespace qd::exchange;

namespace {

const std::vector<BookLevel> kBids{{Price(1), Quantity(2)}, {Price(3), Quantity(4)}};
const std::vector<BookLevel> kAsks{{Price(5), Quantity(6)}};

void addAccountCommands(const auto& add) {
    AssetParams asset;
    asset.id = AssetId(1);
    asset.symbol = "SOL";
    asset.cap = Money(5);
    add(CreateAsset{asset});
    add(CreateOracle{test::steadyOracle(OracleId(1))});
    add(SetPausedOperations{MarketId(1), 3});
    add(ResetBreaker{OracleId(1)});
    add(FreezeAccount{AccountId(1), true});
    add(SetBackstop{AccountId(1)});
    add(SettleRevenue{MarketId(1), Money(2)});
    add(UpdateAccount{AccountId(1), "other", Ratio(2), true});
    add(UpdateAccount{AccountId(1), {}, {}, {}});
    add(CloseAccount{AccountId(1)});
    add(SetDelegate{MasterId(1), MasterId(2), 7, UnixNanos(3), Money(4)});
    add(SetReferrer{MasterId(1), MasterId(2)});
    add(Withdraw{AccountId(1), Amount(2), AssetId(3)});
    add(Transfer{AccountId(1), AccountId(2), Amount(3), AssetId(4)});
    add(SetMarginMode{AccountId(1), MarketId(2), true});
    add(MoveIsolatedMargin{AccountId(1), MarketId(2), Money(-3)});
    add(SetLeverage{AccountId(1), MarketId(2), Ratio(3)});
    add(SettlePnl{AccountId(1), MarketId(2)});
    add(StakeInsurance{AccountId(1), Money(2)});
    add(RequestUnstake{AccountId(1), 2});
    add(Unstake{AccountId(1)});
    add(ReportPrice{{OracleId(1), 2, Price(3), Price(4), UnixNanos(5), false}});
}

std::vector<Command> oneOfEach() {
    OrderTerms terms;
    terms.market = MarketId(3);
    terms.side = Side::Sell;
    terms.type = OrderType::Market;
    terms.timeInForce = TimeInForce::FillOrKill;
    terms.postOnly = PostOnly::Slide;
    terms.reduceOnly = true;
    terms.selfTrade = SelfTradePrevention::Decrement;
    terms.price = Price(-7);
    terms.size = Quantity(8);
    terms.clientId = ClientOrderId(~std::uint64_t{0});
    terms.expiry = UnixNanos(9);
    terms.maxSlippage = Rate(10);
    terms.oracleOffset = Price(-11);
    terms.display = Quantity(12);
    terms.userMargin = Ratio(13);
    terms.followsPosition = true;
    terms.trigger = {TriggerKind::Trailing, TriggerSource::Last, true, Price(14), Price(15), Rate(16)};
    terms.twap = {17, 18};
    terms.auction = {19, Price(-20), Price(21)};
    std::vector<Command> commands;
    const auto add = [&](auto body) {
        Command c;
        c.ts = UnixNanos(1'700'000'000'123'456'789);
        c.origin = Origin::Agent;
        if (commands.size() % 2 == 1) c.signer = MasterId(77);
        c.body = body;
        commands.push_back(c);
    };
    add(CreateMarket{test::solMarket(MarketId(1), Liquidity::External)});
    add(SetMarketStatus{MarketId(2), MarketStatus::Paused});
    add(OpenAccount{AccountId(4), MasterId(5), "name", 6});
    add(Deposit{AccountId(1), Amount(2), AssetId(3)});
    add(PlaceOrder{AccountId(1), terms});
    add(CancelOrder{AccountId(1), {OrderId(2), ClientOrderId(3)}});
    add(CancelAll{AccountId(1), MarketId(2), Side::Sell});
    add(CancelAll{AccountId(1), {}, {}});
    add(AmendOrder{AccountId(1), {OrderId(2), {}}, Price(3), Quantity(4)});
    add(SetPrices{MarketId(1), Price(1), Price(2), true});
    addAccountCommands(add);
    static const std::vector<OrderTerms> kSet{terms, {}};
    add(PlaceOrders{AccountId(1), OrderRelation::Bracket, kSet});
    add(PauseTwap{AccountId(1), {OrderId(2), {}}, false});
    add(FillAuction{AccountId(1), AccountId(2), OrderId(3), Price(4), Quantity(5)});
    add(Liquidate{AccountId(1), AccountId(2), MarketId(3), Quantity(4), Price(5)});
    add(UpdateDepth{MarketId(1), true, kBids, kAsks});
    add(PrintTrade{MarketId(1), Price(2), Quantity(3), Side::Sell, ~std::uint64_t{0}});
    add(AdvanceTime{});
    return commands;
}

std::vector<std::byte> bytesOf(const Command& command) {
    ByteWriter out;
    encode(out, command);
    return out.take();
}

} // namespace

class TestCommandCodec : public QObject {
    Q_OBJECT
  private slots:
    void everyCommandComesBack() {
        std::set<std::size_t> kinds;
        for (const Command& command : oneOfEach()) {
            const auto bytes = bytesOf(command);
            CommandDecoder decoder;
            const auto back = decoder.decode(bytes);
            QVERIFY(back.has_value());
            QCOMPARE(back->body.index(), command.body.index());
            QVERIFY(back->ts == command.ts && back->origin == command.origin && back->signer == command.signer);
            QVERIFY(bytesOf(*back) == bytes);
            kinds.insert(command.body.index());
        }
        QCOMPARE(kinds.size(), std::variant_size_v<decltype(Command::body)>);
        CommandDecoder decoder;
        for (const Command& command : oneOfEach()) {
            if (!std::holds_alternative<UpdateDepth>(command.body)) continue;
            const auto depth = std::get<UpdateDepth>(decoder.decode(bytesOf(command))->body);
            QVERIFY(std::ranges::equal(depth.bids, kBids) && std::ranges::equal(depth.asks, kAsks) && depth.snapshot);
        }
    }

    void shortAndLongRecordsAreRefused() {
        for (const Command& command : oneOfEach()) {
            auto bytes = bytesOf(command);
            CommandDecoder decoder;
            for (std::size_t n = 0; n < bytes.size(); ++n)
                QVERIFY(!decoder.decode(std::span(bytes).first(n)).has_value());
            bytes.push_back(std::byte{0});
            QCOMPARE(decoder.decode(bytes).error().code, CommandCode::Malformed);
        }
    }

    /// Journals of the program before are read, and it says of one with a referrer that it is newer.
    void everyKindHasTheFormatItCameWith() {
        for (const Command& command : oneOfEach()) {
            auto bytes = bytesOf(command);
            const bool newer = std::holds_alternative<SetReferrer>(command.body);
            QVERIFY(bytes[0] == std::byte(newer ? 3 : 2));
            bytes[0] = std::byte(newer ? 2 : 3);
            CommandDecoder decoder;
            QCOMPARE(decoder.decode(bytes).error().code, CommandCode::Malformed);
        }
    }

    void otherVersionIsNamed() {
        auto bytes = bytesOf(oneOfEach().front());
        bytes[0] = std::byte{1};
        CommandDecoder decoder;
        QCOMPARE(decoder.decode(bytes).error().code, CommandCode::Version);
    }

    void anyBytesAreDecodedOrRefused() {
        QD_PROPERTY("what decodes encodes to the same bytes", [](std::uint64_t seed) {
            SplitMix64 random(seed);
            const auto samples = oneOfEach();
            auto bytes = bytesOf(samples[random() % samples.size()]);
            for (int i = 0; i < 3; ++i) bytes[random() % bytes.size()] = static_cast<std::byte>(random());
            CommandDecoder decoder;
            if (const auto command = decoder.decode(bytes)) RC_ASSERT(bytesOf(*command) == bytes);
        });
    }
};
QD_TEST(TestCommandCodec);
#include "TestCommandCodec.moc"
