#include "core/orderflow/Resting.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <limits>

using namespace qd;
using namespace qd::orderflow;

namespace {

UnixNanos second(std::int64_t n) { return UnixNanos(n * kNanosPerSecond); }
Trade trade(std::int64_t at, std::int64_t price, std::int64_t size, Side side) {
    return {TradeId(1), second(at), Price(price), Quantity(size), side};
}
BookSnapshot bookOf(std::vector<BookLevel> bids, std::vector<BookLevel> asks) {
    BookSnapshot book;
    book.bids = std::move(bids);
    book.asks = std::move(asks);
    return book;
}
BookLevel level(std::int64_t price, std::int64_t size) { return {Price(price), Quantity(size)}; }

constexpr std::int64_t kWindow = 30 * kNanosPerSecond;

} // namespace

class TestResting : public QObject {
    Q_OBJECT
  private slots:
    void theUsualSizeIsTheMedian() {
        const auto book = bookOf({level(99, 1), level(98, 100)}, {level(101, 3), level(102, 5), level(103, 7)});
        QCOMPARE(usualSize(book, 10, 1), Quantity(5));
        QCOMPARE(usualSize(book, 1, 4), Quantity(12)); // 1 and 3: the upper one
        QCOMPARE(usualSize({}, 10, 4), Quantity());
        constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
        QCOMPARE(usualSize(bookOf({level(1, kMost)}, {}), 10, 10), Quantity(kMost));
    }
    void largeOrdersAreSeenWithTheirAge() {
        LargeOrders orders;
        orders.see(bookOf({level(99, 10), level(98, 50)}, {level(101, 60)}), second(1), Quantity(50));
        orders.see(bookOf({level(99, 10), level(98, 55)}, {level(101, 60)}), second(5), Quantity(50));
        QCOMPARE(orders.large().size(), std::size_t{2});
        QCOMPARE(orders.large()[0], (LargeResting{Side::Sell, Price(101), Quantity(60), second(1)}));
        QCOMPARE(orders.large()[1], (LargeResting{Side::Buy, Price(98), Quantity(55), second(1)}));
        // A little smaller it stays; much smaller it goes, and when it is back it is new.
        orders.see(bookOf({level(98, 40)}, {}), second(6), Quantity(50));
        QCOMPARE(orders.large().front().since, second(1));
        orders.see(bookOf({level(98, 39)}, {}), second(7), Quantity(50));
        QVERIFY(orders.large().empty());
        orders.see(bookOf({level(98, 49)}, {}), second(8), Quantity(50));
        QVERIFY(orders.large().empty());
        orders.see(bookOf({level(98, 50)}, {}), second(9), Quantity(50));
        QCOMPARE(orders.large().front().since, second(9));
        orders.clear();
        QVERIFY(orders.large().empty());
    }
    void theLargestAreKept() {
        LargeOrders orders;
        std::vector<BookLevel> bids;
        for (int i = 0; i < 200; ++i) bids.push_back(level(1'000 - i, 10 + i));
        orders.see(bookOf(bids, {}), second(1), Quantity(1));
        QCOMPARE(orders.large().size(), LargeOrders::kMost);
        QCOMPARE(orders.large().front().size, Quantity(209));
    }
    void aPriceThatHoldsAbsorbs() {
        Absorption absorption(Quantity(100), kWindow);
        absorption.add(trade(0, 50, 60, Side::Sell));
        QVERIFY(absorption.found().empty());
        absorption.add(trade(5, 51, 500, Side::Sell)); // above it: neither adds nor breaks
        absorption.add(trade(6, 50, 90, Side::Buy));   // the other side
        absorption.add(trade(10, 50, 40, Side::Sell));
        QCOMPARE(absorption.found().size(), std::size_t{1});
        QCOMPARE(absorption.found()[0], (Absorbed{Side::Sell, Price(50), Quantity(100), second(0), second(10)}));
        absorption.add(trade(20, 50, 7, Side::Sell)); // it goes on
        QCOMPARE(absorption.found()[0], (Absorbed{Side::Sell, Price(50), Quantity(107), second(0), second(20)}));
    }
    void aPriceThatBreaksDoesNot() {
        Absorption absorption(Quantity(100), kWindow);
        absorption.add(trade(0, 50, 60, Side::Sell));
        absorption.add(trade(1, 49, 10, Side::Sell)); // through it
        absorption.add(trade(2, 50, 60, Side::Sell));
        QVERIFY(absorption.found().empty());
        absorption.add(trade(3, 49, 95, Side::Sell)); // the lower price holds
        QCOMPARE(absorption.found().size(), std::size_t{1});
        QCOMPARE(absorption.found()[0].size, Quantity(105));
        absorption.add(trade(4, 48, 1, Side::Sell));
        absorption.add(trade(5, 49, 200, Side::Sell)); // behind it now
        QCOMPARE(absorption.found()[0].size, Quantity(105));
    }
    void buyersBreakUpwards() {
        Absorption absorption(Quantity(100), kWindow);
        absorption.add(trade(0, 50, 60, Side::Buy));
        absorption.add(trade(1, 51, 60, Side::Buy));
        absorption.add(trade(2, 51, 60, Side::Buy));
        QCOMPARE(absorption.found().size(), std::size_t{1});
        QCOMPARE(absorption.found()[0].price, Price(51));
    }
    void whatIsOldDoesNotCount() {
        Absorption absorption(Quantity(100), kWindow);
        absorption.add(trade(0, 50, 60, Side::Sell));
        absorption.add(trade(31, 50, 60, Side::Sell));
        QVERIFY(absorption.found().empty());
        absorption.add(trade(62, 55, 100, Side::Sell)); // nothing traded at 50 for a window: 55 is where they run into
        QCOMPARE(absorption.found().size(), std::size_t{1});
        QCOMPARE(absorption.found()[0].price, Price(55));
    }
    void itIsTheDefinition() {
        QD_PROPERTY("what is found was traded at one price within a window, and nothing beyond it", [] {
            const auto least = *rc::gen::inRange<std::int64_t>(1, 30);
            Absorption absorption(Quantity(least), kWindow);
            std::vector<Trade> trades;
            std::int64_t at = 0;
            const auto count = *rc::gen::inRange(0, 80);
            for (int i = 0; i < count; ++i) {
                at += *rc::gen::inRange<std::int64_t>(0, 15);
                const Trade t = trade(at, *rc::gen::inRange<std::int64_t>(50, 55),
                                      *rc::gen::inRange<std::int64_t>(1, 9), *rc::gen::element(Side::Buy, Side::Sell));
                trades.push_back(t);
                absorption.add(t);
            }
            for (const Absorbed& a : absorption.found()) {
                std::int64_t sum = 0;
                bool begins = false;
                for (const Trade& t : trades) {
                    if (t.aggressor != a.aggressor || t.ts < a.from || t.ts > a.to) continue;
                    if (t.price == a.price) sum += t.size.raw();
                    begins = begins || (t.price == a.price && t.ts == a.from);
                }
                RC_ASSERT(begins);
                RC_ASSERT(sum >= a.size.raw());
                RC_ASSERT(a.size >= Quantity(least));
                for (const Trade& t : trades) {
                    const bool beyond = a.aggressor == Side::Buy ? t.price > a.price : t.price < a.price;
                    if (t.aggressor == a.aggressor && t.ts > a.from && t.ts < a.to) RC_ASSERT(!beyond);
                }
            }
        });
    }
    void memoryIsBounded() {
        Absorption absorption(Quantity(1), 1);
        for (int i = 0; i < 1'000; ++i) absorption.add(trade(i, 50, 5, Side::Sell));
        QCOMPARE(absorption.found().size(), Absorption::kMost);
        QCOMPARE(absorption.found().back().from, second(999));
    }
};

QD_TEST(TestResting);
#include "TestResting.moc"
