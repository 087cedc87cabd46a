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
    std::vector<Command> commands;
    const auto add = [&](auto body) {
        Command c;
        c.ts = UnixNanos(1'700'000'000'123'456'789);
        c.origin = Origin::Agent;
        c.body = body;
        commands.push_back(c);
    };
    add(CreateMarket{test::solMarket(MarketId(1), Liquidity::External)});
    add(SetMarketStatus{MarketId(2), MarketStatus::Paused});
    add(OpenAccount{AccountId(4), MasterId(5), "name", 6});
    add(Deposit{AccountId(1), Money(2)});
    add(PlaceOrder{AccountId(1), terms});
    add(CancelOrder{AccountId(1), {OrderId(2), ClientOrderId(3)}});
    add(CancelAll{AccountId(1), MarketId(2), Side::Sell});
    add(CancelAll{AccountId(1), {}, {}});
    add(AmendOrder{AccountId(1), {OrderId(2), {}}, Price(3), Quantity(4)});
    add(SetPrices{MarketId(1), {Price(1), Price(2), Price(3), true}});
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
            QVERIFY(back->ts == command.ts && back->origin == command.origin);
            QVERIFY(bytesOf(*back) == bytes);
            kinds.insert(command.body.index());
        }
        QCOMPARE(kinds.size(), std::variant_size_v<decltype(Command::body)>);
        CommandDecoder decoder;
        const auto depthBytes = bytesOf(oneOfEach()[10]);
        const auto depth = std::get<UpdateDepth>(decoder.decode(depthBytes)->body);
        QVERIFY(std::ranges::equal(depth.bids, kBids) && std::ranges::equal(depth.asks, kAsks) && depth.snapshot);
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

    void newerVersionIsNamed() {
        auto bytes = bytesOf(oneOfEach().front());
        bytes[0] = std::byte{2};
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
