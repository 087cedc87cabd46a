// Size: one table row a rule of the terms.
#include "core/engine/matching/Auction.h"
#include "tests/engine/Draw.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <functional>
#include <limits>

using namespace qd;
using namespace qd::test;
using namespace qd::matching;

namespace {

/// A market buy with an auction from 100 to 101.
OrderTerms auctioned() {
    OrderTerms t;
    t.type = OrderType::Market;
    t.size = Quantity::of(1);
    t.auction = {10, Price::of(100), Price::of(101)};
    return t;
}

} // namespace

class TestAuction : public QObject {
    Q_OBJECT
  private slots:
    /// The price walks from start to end and never beyond, in the taker's worse direction, on the tick, within its
    /// limit.
    void priceWalksFromStartToEnd() {
        QD_PROPERTY("monotone and bounded", [](std::uint64_t seed) {
            Draw draw(seed);
            const Side side = draw.between(0, 1) == 0 ? Side::Buy : Side::Sell;
            const bool buys = side == Side::Buy;
            const Price index(draw.wide(1'000'000, 1'000'000'000'000));
            const Price tick(draw.wide(1, 1'000));
            const bool limited = draw.between(0, 1) == 0;
            const Price limit(limited ? index.raw() + draw.between(-index.raw() / 20, index.raw() / 20) : 0);
            const AuctionBounds bounds = auctionBounds(side, index, limit).value();
            RC_ASSERT((buys ? bounds.start <= bounds.end : bounds.start >= bounds.end));
            const auto duration = static_cast<std::uint64_t>(draw.between(0, 50));
            Price before;
            for (std::uint64_t slot = 0; slot <= duration + 2; ++slot) {
                const Price now = auctionPrice(side, bounds, {slot, duration}, tick, {}).value();
                RC_ASSERT(now.raw() % tick.raw() == 0);
                if (limited) RC_ASSERT((buys ? now <= limit : now >= limit));
                if (slot > 0) RC_ASSERT((buys ? now >= before : now <= before));
                if (slot >= duration) RC_ASSERT(std::abs(now.raw() - bounds.end.raw()) < tick.raw());
                before = now;
            }
        });
    }

    void overflowIsAnError() {
        const Price most(std::numeric_limits<std::int64_t>::max());
        QCOMPARE(auctionBounds(Side::Buy, most, Price(0)).error(), MathError::Overflow);
        QCOMPARE(offsetPrice(Side::Buy, most, Price(1), Price(1)).error(), MathError::Overflow);
        QCOMPARE(auctionPrice(Side::Buy, {most, most}, {0, 1}, Price(1), most).error(), MathError::Overflow);
    }

    void complete() {
        QVERIFY(auctionComplete({0, 0}));
        QVERIFY(!auctionComplete({0, 5}));
        QVERIFY(!auctionComplete({5, 5}));
        QVERIFY(auctionComplete({6, 5}));
    }

    void triggered_data() {
        QTest::addColumn<Side>("side");
        QTest::addColumn<MarketTier>("tier");
        QTest::addColumn<qint64>("limit");
        QTest::addColumn<qint64>("start");
        QTest::addColumn<qint64>("end");
        QTest::newRow("buy, A") << Side::Buy << MarketTier::A << qint64{0} << qint64{100'050'000}
                                << qint64{100'500'000};
        QTest::newRow("sell, B") << Side::Sell << MarketTier::B << qint64{0} << qint64{99'950'000}
                                 << qint64{99'500'000};
        QTest::newRow("buy, C") << Side::Buy << MarketTier::C << qint64{0} << qint64{100'350'000}
                                << qint64{100'500'000};
        QTest::newRow("sell, isolated") << Side::Sell << MarketTier::Isolated << qint64{0} << qint64{99'650'000}
                                        << qint64{99'500'000};
        QTest::newRow("buy with room") << Side::Buy << MarketTier::A << qint64{100'100'000} << qint64{100'050'000}
                                       << qint64{100'100'000};
        QTest::newRow("buy, the limit nearer")
            << Side::Buy << MarketTier::C << qint64{100'100'000} << qint64{100'100'000} << qint64{100'100'000};
        QTest::newRow("sell, the limit nearer")
            << Side::Sell << MarketTier::C << qint64{99'900'000} << qint64{99'900'000} << qint64{99'900'000};
        QTest::newRow("buy below the index")
            << Side::Buy << MarketTier::A << qint64{99'000'000} << qint64{98'505'000} << qint64{99'000'000};
        QTest::newRow("sell above the index")
            << Side::Sell << MarketTier::A << qint64{101'000'000} << qint64{101'505'000} << qint64{101'000'000};
    }
    void triggered() {
        QFETCH(Side, side);
        QFETCH(MarketTier, tier);
        QFETCH(qint64, limit);
        QFETCH(qint64, start);
        QFETCH(qint64, end);
        const AuctionBounds bounds = triggeredAuctionBounds(side, Price::of(100), Price(limit), tier).value();
        QCOMPARE(bounds.start.raw(), start);
        QCOMPARE(bounds.end.raw(), end);
    }

    void wash_data() {
        QTest::addColumn<Side>("side");
        QTest::addColumn<qint64>("price");
        QTest::addColumn<bool>("wash");
        QTest::newRow("sells at the index") << Side::Sell << qint64{100'000'000} << false;
        QTest::newRow("sells 5 bp below") << Side::Sell << qint64{99'950'000} << false;
        QTest::newRow("sells further below") << Side::Sell << qint64{99'949'999} << true;
        QTest::newRow("sells above") << Side::Sell << qint64{110'000'000} << false;
        QTest::newRow("buys 5 bp above") << Side::Buy << qint64{100'050'000} << false;
        QTest::newRow("buys further above") << Side::Buy << qint64{100'050'001} << true;
        QTest::newRow("buys below") << Side::Buy << qint64{90'000'000} << false;
    }
    void wash() {
        QFETCH(Side, side);
        QFETCH(qint64, price);
        QFETCH(bool, wash);
        QCOMPARE(likelyWash(side, Price(price), Price::of(100)), wash);
    }
    void washIsCutToHalf() {
        QCOMPARE(washSize(Quantity(1'000), Quantity(10)), Quantity(500));
        QCOMPARE(washSize(Quantity(1'010), Quantity(10)), Quantity(500));
        QCOMPARE(washSize(Quantity(10), Quantity(10)), Quantity(0));
    }

    void theOlderRestingOrderIsMaker() {
        QVERIFY(isMaker({100, 0, 9}, {100, 5, 1})); // open to the book five slots earlier
        QVERIFY(!isMaker({100, 5, 1}, {100, 0, 9}));
        QVERIFY(isMaker({95, 10, 1}, {105, 0, 2})); // at the same time: the lower sequence
        QVERIFY(!isMaker({105, 0, 2}, {95, 10, 1}));
        QVERIFY(isMaker({7, 0, 1}, {std::numeric_limits<std::uint64_t>::max(), 5, 0}));
    }

    void offset_data() {
        QTest::addColumn<Side>("side");
        QTest::addColumn<qint64>("offset");
        QTest::addColumn<qint64>("price"); // index 100.000001, tick 0.01
        QTest::newRow("buy, down to tick") << Side::Buy << qint64{-500'000} << qint64{99'500'000};
        QTest::newRow("sell, up to tick") << Side::Sell << qint64{500'000} << qint64{100'510'000};
        QTest::newRow("never below a tick") << Side::Buy << qint64{-200'000'000} << qint64{10'000};
        QTest::newRow("buy above the index") << Side::Buy << qint64{19'999} << qint64{100'020'000};
    }
    void offset() {
        QFETCH(Side, side);
        QFETCH(qint64, offset);
        QFETCH(qint64, price);
        QCOMPARE(offsetPrice(side, Price(100'000'001), Price(offset), Price(10'000))->raw(), price);
    }

    void offsetTerms() {
        OrderTerms t;
        t.oracleOffset = Price(-1);
        QCOMPARE(validateOffset(t), RejectCode::None);
        t.type = OrderType::Market;
        QCOMPARE(validateOffset(t), RejectCode::InvalidFlags);
        t.oracleOffset = Price(0);
        QCOMPARE(validateOffset(t), RejectCode::None);
    }

    void terms_data() {
        QTest::addColumn<OrderTerms>("terms");
        QTest::addColumn<RejectCode>("code");
        const auto row = [](const char* name, const std::function<void(OrderTerms&)>& change, RejectCode code) {
            OrderTerms t = auctioned();
            change(t);
            QTest::newRow(name) << t << code;
        };
        constexpr RejectCode kAuction = RejectCode::InvalidAuction;
        row("good", [](auto&) {}, RejectCode::None);
        row("no auction", [](auto& t) { t.auction = {}; }, RejectCode::None);
        row("prices without an auction", [](auto& t) { t.auction = {0, Price::of(100), Price::of(101)}; }, kAuction);
        row("the usual bounds", [](auto& t) { t.auction = {10, Price(0), Price(0)}; }, RejectCode::None);
        row("buy, end at start", [](auto& t) { t.auction.end = t.auction.start; }, kAuction);
        row("sell, end above start", [](auto& t) { t.side = Side::Sell; }, kAuction);
        row(
            "sell",
            [](auto& t) {
                t.side = Side::Sell;
                std::swap(t.auction.start, t.auction.end);
            },
            RejectCode::None);
        row("start of zero", [](auto& t) { t.auction.start = Price(0); }, kAuction);
        row(
            "sell to zero",
            [](auto& t) {
                t.side = Side::Sell;
                t.auction.end = Price(0);
            },
            kAuction);
        row("negative", [](auto& t) { t.auction.start = Price(-1); }, kAuction);
        row("255 slots", [](auto& t) { t.auction = {255, Price(0), Price(0)}; }, RejectCode::None);
        row("256 slots", [](auto& t) { t.auction = {256, Price(0), Price(0)}; }, kAuction);
        row(
            "up to the limit",
            [](auto& t) {
                t.type = OrderType::Limit;
                t.price = Price::of(101);
            },
            RejectCode::None);
        row(
            "beyond the limit",
            [](auto& t) {
                t.type = OrderType::Limit;
                t.price = Price(100'990'000);
            },
            kAuction);
        row(
            "sell beyond the limit",
            [](auto& t) {
                t.type = OrderType::Limit;
                t.side = Side::Sell;
                t.price = Price(100'010'000);
                std::swap(t.auction.start, t.auction.end);
            },
            kAuction);
        row(
            "offsets around zero",
            [](auto& t) {
                t.type = OrderType::Limit;
                t.oracleOffset = Price::of(1);
                t.auction = {10, Price::of(-1), Price(0)};
            },
            RejectCode::None);
        row("post-only", [](auto& t) { t.postOnly = PostOnly::Try; }, RejectCode::InvalidFlags);
        row("all or nothing", [](auto& t) { t.timeInForce = TimeInForce::FillOrKill; }, RejectCode::InvalidFlags);
        row("TWAP", [](auto& t) { t.twap.durationMs = 60'000; }, RejectCode::InvalidFlags);
    }
    void terms() {
        QFETCH(OrderTerms, terms);
        QFETCH(RejectCode, code);
        QCOMPARE(validateAuction(terms), code);
    }
};
QD_TEST(TestAuction);
#include "TestAuction.moc"
