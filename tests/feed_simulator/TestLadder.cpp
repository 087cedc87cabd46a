// Size: the property stands beside the model that it is held against.
#include "core/feed/simulator/Config.h"
#include "core/feed/simulator/Ladder.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>
#include <QTest>

#include <map>

using namespace qd;
using namespace qd::simulator;

namespace {

Grid solGrid() { return Grid(defaultMarkets().front().params); }

/// Four levels one tick apart, then wider, to about 100 ticks.
Ladder ladder() { return Ladder({4, 0, 6'757, 1'000, 100}, Price::of(148), solGrid()); }

std::vector<OwnOrder> fullSide(Side side, std::int64_t top, std::int64_t lots) {
    std::vector<OwnOrder> orders;
    for (std::size_t i = 0; i < kLevels; ++i)
        orders.push_back(
            {OrderId(static_cast<std::uint32_t>(i + 1)), ladder().tick(side, top, i), ladder().lots(i, lots), 0});
    return orders;
}

} // namespace

class TestLadder : public QObject {
    Q_OBJECT
  private slots:
    void levelsGoOutwards() {
        for (const Side side : {Side::Buy, Side::Sell}) {
            QCOMPARE(ladder().tick(side, 14'800, 0), 14'800);
            for (std::size_t i = 1; i < kLevels; ++i) {
                const std::int64_t gap =
                    (ladder().tick(side, 14'800, i - 1) - ladder().tick(side, 14'800, i)) * signOf(side);
                QVERIFY(gap >= 1);
                QVERIFY(i > 3 || gap == 1);
                QVERIFY(ladder().lots(i, 1'000) > ladder().lots(i - 1, 1'000));
            }
            const std::int64_t last = std::abs(ladder().tick(side, 14'800, kLevels - 1) - 14'800);
            QVERIFY(last >= 100 && last < 150);
        }
    }

    void reportNamesWhatIsOutOfPlace_data() {
        QTest::addColumn<int>("side");
        QTest::newRow("bids") << 0;
        QTest::newRow("asks") << 1;
    }
    void reportNamesWhatIsOutOfPlace() {
        QFETCH(const int, side);
        const Side s = side == 0 ? Side::Buy : Side::Sell;
        const std::int64_t in = signOf(s); // one tick towards the market
        const auto full = fullSide(s, 14'800, 500);
        const LadderReport inPlace = ladder().compare(full, s, 14'800, 500);
        QCOMPARE(inPlace.gaps, 0U);
        QVERIFY(inPlace.innermost == nullptr && inPlace.misshapen == nullptr);

        const LadderReport empty = ladder().compare({}, s, 14'800, 500);
        QCOMPARE(empty.gaps, kLevels);
        QCOMPARE(empty.gap, 0U);

        // The market moved away by two ticks: two gaps in front, orders behind that fit no level, no danger.
        const LadderReport behind = ladder().compare(full, s, 14'800 + 2 * in, 500);
        QCOMPARE(behind.gap, 0U);
        QVERIFY(behind.gaps >= 2 && behind.danger == 0 && behind.outermost != nullptr);

        // It moved towards the orders: the first two are in danger.
        const LadderReport danger = ladder().compare(full, s, 14'800 - 2 * in, 500);
        QCOMPARE(danger.danger, 2U);
        QCOMPARE(danger.innermost, &full.front());

        auto eaten = full;
        eaten[1].left = 10;
        const LadderReport thin = ladder().compare(eaten, s, 14'800, 500);
        QCOMPARE(thin.misshapen, &eaten[1]);
        QCOMPARE(thin.misshapenLevel, 1U);
    }

    void gapsAndExtrasBalance() {
        QD_PROPERTY("levels - orders = gaps - misfits", [](std::vector<std::uint8_t> distances) {
            std::ranges::sort(distances);
            if (distances.size() > kLevels) distances.resize(kLevels);
            std::vector<OwnOrder> orders;
            for (const std::uint8_t d : distances) orders.push_back({OrderId(1), 10'020 - d, 100, 0});
            const LadderReport r = ladder().compare(orders, Side::Buy, 10'000, 100);
            RC_ASSERT(r.gaps + orders.size() >= kLevels);
            RC_ASSERT((r.gap == kLevels) == (r.gaps == 0));
            RC_ASSERT((r.innermost == nullptr) == (r.gaps + orders.size() == kLevels));
            RC_ASSERT(r.danger == static_cast<std::size_t>(
                                      std::ranges::count_if(distances, [](std::uint8_t d) { return d < 20; })));
        });
    }

    /// Orders kept from events, whatever their order, are what a map of them would hold, sorted by price and age.
    void ownOrdersFollowEvents() {
        QD_PROPERTY("own orders are a sorted map", [](std::uint64_t seed) {
            SplitMix64 random(seed);
            OwnOrders own(solGrid());
            std::map<std::uint32_t, Order> model;
            std::uint32_t next = 1;
            for (int i = 0; i < 300; ++i) {
                const std::uint64_t what = random() % 5;
                const auto any = [&] {
                    return std::next(model.begin(), static_cast<std::ptrdiff_t>(random() % model.size()));
                };
                if (what < 2 && model.size() < 30) {
                    Order o;
                    o.id = OrderId(next++);
                    o.terms.side = random() % 2 == 0 ? Side::Buy : Side::Sell;
                    o.terms.price = Price(static_cast<std::int64_t>(1 + random() % 5) * 10'000);
                    o.terms.size = Quantity(static_cast<std::int64_t>(2 + random() % 50) * 10'000'000);
                    model[o.id.value()] = o;
                    own.see(OrderAccepted{AccountId(1), o});
                } else if (model.empty()) {
                    continue;
                } else if (what == 2) {
                    Order& o = any()->second;
                    o.terms.price = Price(static_cast<std::int64_t>(1 + random() % 5) * 10'000);
                    own.see(OrderAmended{AccountId(1), o, false});
                } else if (what == 3) {
                    Order& o = any()->second;
                    if (o.remaining().raw() <= 10'000'000) continue;
                    o.filled = Quantity(o.filled.raw() + 10'000'000);
                    OrderFilled fill;
                    fill.order = o.id;
                    fill.side = o.terms.side;
                    fill.size = Quantity(10'000'000);
                    fill.position = Quantity(i);
                    own.see(fill);
                    RC_ASSERT(own.position() == Quantity(i));
                } else {
                    const auto gone = any();
                    OrderClosed closed;
                    closed.order = gone->second.id;
                    if (random() % 2 == 0)
                        own.see(closed);
                    else
                        own.see(
                            RequestRejected{AccountId(1), MarketId(0), {closed.order, {}}, RejectCode::UnknownOrder});
                    model.erase(gone);
                }
            }
            RC_ASSERT(own.count() == model.size());
            for (const Side side : {Side::Buy, Side::Sell}) {
                const OwnOrder* before = nullptr;
                for (const OwnOrder& o : own.side(side)) {
                    const Order& expected = model.at(o.id.value());
                    RC_ASSERT(expected.terms.side == side && expected.terms.price.raw() == o.tick * 10'000);
                    RC_ASSERT(expected.remaining().raw() == o.left * 10'000'000);
                    RC_ASSERT(expected.filled.raw() == o.filled * 10'000'000);
                    if (before != nullptr)
                        RC_ASSERT((before->tick - o.tick) * signOf(side) > 0 ||
                                  (before->tick == o.tick && before->id < o.id));
                    before = &o;
                }
            }
        });
    }
};
QD_TEST(TestLadder);
#include "TestLadder.moc"
