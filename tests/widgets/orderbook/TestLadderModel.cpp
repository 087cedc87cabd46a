#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "widgets/orderbook/LadderModel.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <limits>
#include <map>

using namespace qd;
using namespace qd::ui;

namespace {

using Levels = std::vector<BookLevel>;

std::shared_ptr<const BookSnapshot> book(Levels bids, Levels asks, std::uint64_t version = 1) {
    auto snapshot = std::make_shared<BookSnapshot>();
    snapshot->version = version;
    snapshot->receivedNanos = static_cast<std::int64_t>(version) * 100;
    snapshot->bids = std::move(bids);
    snapshot->asks = std::move(asks);
    return snapshot;
}
BookLevel level(std::int64_t price, std::int64_t size) { return {Price(price), Quantity(size)}; }

/// Tick 1, 9 rows: row 4 is the one in the middle.
LadderModel ladder(int grouping = 1, RowPolicy policy = RowPolicy::EveryTick, int rows = 9) {
    LadderModel model;
    model.setMarket(Price(1), Price(100'000));
    model.setGrouping(grouping);
    model.setPolicy(policy);
    model.setRowCount(rows);
    return model;
}
std::vector<std::int64_t> prices(const LadderModel& model) {
    std::vector<std::int64_t> list;
    for (const LadderRow& row : model.rows()) list.push_back(row.mid ? -1 : row.price.raw());
    return list;
}
const LadderRow& rowAt(const LadderModel& model, Side side, std::int64_t price) {
    const auto row = model.rowOf(side, Price(price));
    if (!row) qFatal("price %lld is out of view", static_cast<long long>(price));
    return model.rows()[static_cast<std::size_t>(*row)];
}

} // namespace

class TestLadderModel : public QObject {
    Q_OBJECT
  private slots:
    void aSpreadWiderThanTheViewIsTold() {
        const auto wide = book({level(100, 5)}, {level(160, 3)});
        LadderModel model = ladder();
        model.update(wide, Price(), false, 1);
        QCOMPARE(model.spreadOutOfView(), std::optional<std::int64_t>(60));
        model.show(Price(100)); // one side is enough
        QVERIFY(!model.spreadOutOfView());
        LadderModel levels = ladder(1, RowPolicy::LevelsOnly);
        levels.update(wide, Price(), false, 1);
        QVERIFY(!levels.spreadOutOfView());
        LadderModel narrow = ladder();
        narrow.update(book({level(100, 5)}, {level(103, 3)}), Price(), false, 1);
        QVERIFY(!narrow.spreadOutOfView());
        narrow.update(book({level(100, 5)}, {}, 2), Price(), false, 2);
        QVERIFY(!narrow.spreadOutOfView());
    }
    void everyTickHasARow() {
        LadderModel model = ladder();
        model.update(book({level(100, 5), level(98, 7)}, {level(102, 3), level(103, 1)}), Price(), false, 1);
        QCOMPARE(prices(model), (std::vector<std::int64_t>{105, 104, 103, 102, 101, 100, 99, 98, 97}));
        QCOMPARE(rowAt(model, Side::Buy, 100).bid.raw(), 5);
        QCOMPARE(rowAt(model, Side::Buy, 99).bid.raw(), 0);
        QCOMPARE(rowAt(model, Side::Sell, 102).ask.raw(), 3);
        QCOMPARE(model.summary().largest.raw(), 7);
        QCOMPARE(model.summary().version, 1U);
        QCOMPARE(model.summary().receivedNanos, 100);
        QCOMPARE(model.summary().mid().value().raw(), 101);
        QCOMPARE(model.summary().imbalancePercent().value(), 50); // (12 - 4) / 16
    }
    void bidsGoDownAndAsksGoUp_data() {
        QTest::addColumn<int>("grouping");
        QTest::addColumn<qlonglong>("bidRow");
        QTest::addColumn<qlonglong>("askRow");
        QTest::newRow("1 tick") << 1 << 14827LL << 14828LL;
        QTest::newRow("2 ticks") << 2 << 14826LL << 14828LL;
        QTest::newRow("5 ticks") << 5 << 14825LL << 14830LL;
        QTest::newRow("10 ticks") << 10 << 14820LL << 14830LL;
        QTest::newRow("25 ticks") << 25 << 14825LL << 14850LL;
        QTest::newRow("50 ticks") << 50 << 14800LL << 14850LL;
        QTest::newRow("100 ticks") << 100 << 14800LL << 14900LL;
    }
    void bidsGoDownAndAsksGoUp() {
        QFETCH(int, grouping);
        QFETCH(qlonglong, bidRow);
        QFETCH(qlonglong, askRow);
        LadderModel model = ladder(grouping);
        model.update(book({level(14827, 5)}, {level(14828, 3)}), Price(), false, 1);
        QCOMPARE(model.bucket(Side::Buy, Price(14827)).raw(), bidRow);
        QCOMPARE(model.bucket(Side::Sell, Price(14828)).raw(), askRow);
        QCOMPARE(rowAt(model, Side::Buy, bidRow).bid.raw(), 5);
        QCOMPARE(rowAt(model, Side::Sell, askRow).ask.raw(), 3);
    }
    void unknownGroupingsAreIgnored() {
        LadderModel model = ladder(10);
        for (const int wrong : {0, -5, 3, 1'000}) model.setGrouping(wrong);
        QCOMPARE(model.grouping(), 10);
    }
    /// Whatever the book, grouping and place: a row holds exactly the levels that belong to it.
    void rowsHoldTheirLevels() {
        QD_PROPERTY("rows are sums of their levels", [](const std::vector<std::uint8_t>& seed, std::uint8_t shift) {
            const int grouping = kGroupings[shift % kGroupings.size()];
            const RowPolicy policy = shift % 2 == 0 ? RowPolicy::EveryTick : RowPolicy::LevelsOnly;
            Levels bids;
            Levels asks;
            std::int64_t bid = 1'000;
            std::int64_t ask = 1'000 + 1 + shift % 4;
            for (const std::uint8_t s : seed) {
                bids.push_back(level(bid, 1 + s));
                asks.push_back(level(ask, 2 + s));
                bid -= 1 + s % 7;
                ask += 1 + s % 5;
                if (bid <= 0) break;
            }
            LadderModel model = ladder(grouping, policy, 1 + shift % 30);
            model.update(book(bids, asks), Price(1'000), false, 1);
            model.scroll(shift % 9 - 4);
            std::int64_t before = std::numeric_limits<std::int64_t>::max();
            for (const LadderRow& row : model.rows()) {
                const std::int64_t p = row.price.raw();
                if (row.mid) continue;
                RC_ASSERT(p < before && p >= 0 && p % grouping == 0);
                before = p;
                std::int64_t sold = 0;
                std::int64_t bought = 0;
                for (const BookLevel& l : bids) bought += l.price.raw() / grouping * grouping == p ? l.size.raw() : 0;
                for (const BookLevel& l : asks)
                    sold += (l.price.raw() + grouping - 1) / grouping * grouping == p ? l.size.raw() : 0;
                RC_ASSERT(row.bid.raw() == bought && row.ask.raw() == sold);
                if (policy == RowPolicy::LevelsOnly) RC_ASSERT(bought + sold > 0);
            }
        });
    }
    void depthAddsUpFromTheBestPrice() {
        LadderModel model = ladder();
        model.update(book({level(100, 5), level(98, 7)}, {level(102, 3), level(103, 1)}), Price(), false, 1);
        QCOMPARE(rowAt(model, Side::Buy, 100).bidThrough.raw(), 5);
        QCOMPARE(rowAt(model, Side::Buy, 99).bidThrough.raw(), 5);
        QCOMPARE(rowAt(model, Side::Buy, 97).bidThrough.raw(), 12);
        QCOMPARE(rowAt(model, Side::Buy, 101).bidThrough.raw(), 0);
        QCOMPARE(rowAt(model, Side::Sell, 102).askThrough.raw(), 3);
        QCOMPARE(rowAt(model, Side::Sell, 105).askThrough.raw(), 4);
        QCOMPARE(rowAt(model, Side::Sell, 101).askThrough.raw(), 0);
    }
    void theMidIsFollowedWithHysteresis() {
        LadderModel model = ladder(); // rows 0..8, the middle half is 2..6
        const auto show = [&](std::int64_t bid, bool held = false) {
            model.update(book({level(bid, 1)}, {level(bid + 1, 1)}), Price(), held, 1);
            return model.rows().front().price.raw();
        };
        QCOMPARE(show(100), 104);
        QCOMPARE(show(101), 104);
        QCOMPARE(show(98), 104);
        QCOMPARE(show(102), 104);
        QCOMPARE(show(103), 107); // left the middle half: to the middle again
        QCOMPARE(show(120, true), 107);
        QVERIFY(!model.midInView());
        QCOMPARE(show(120), 124);
        QVERIFY(model.midInView());
    }
    void scrollingStopsFollowing() {
        LadderModel model = ladder();
        model.update(book({level(100, 1)}, {level(101, 1)}), Price(), false, 1);
        model.scroll(3);
        QVERIFY(!model.following());
        QCOMPARE(model.rows().front().price.raw(), 101);
        model.update(book({level(200, 1)}, {level(201, 1)}), Price(), false, 2);
        QCOMPARE(model.rows().front().price.raw(), 101);
        model.scroll(-1);
        QCOMPARE(model.rows().front().price.raw(), 102);
        model.centre();
        QVERIFY(model.following());
        QCOMPARE(model.rows().front().price.raw(), 204);
        model.show(Price(50));
        QCOMPARE(model.rowOf(Side::Buy, Price(50)).value(), 4);
        QVERIFY(!model.rowOf(Side::Buy, Price(60)));
    }
    void nothingScrollsBeyondThePrices() {
        LadderModel model = ladder();
        model.update(book({level(3, 1)}, {level(4, 1)}), Price(), false, 1);
        QCOMPARE(model.rows().back().price.raw(), 0); // not centred: there is nothing under zero
        model.scroll(1'000'000);
        QCOMPARE(model.rows().back().price.raw(), 0);
        model.scroll(-10'000'000);
        QCOMPARE(model.rows().front().price.raw(), 100'004);
    }
    void anEmptyBookShowsTheReference() {
        LadderModel model = ladder();
        model.update(nullptr, Price(), false, 1);
        QVERIFY(model.empty());
        QVERIFY(!model.summary().mid());
        model.update(nullptr, Price(50), false, 2);
        QCOMPARE(model.rows()[4].price.raw(), 50);
        model.update(book({}, {}), Price(50), false, 3);
        QCOMPARE(model.rows()[4].price.raw(), 50);
        QVERIFY(!model.summary().imbalancePercent());
        QVERIFY(!model.summary().spreadCentiBps());
    }
    void oneSideIsEnough() {
        LadderModel model = ladder();
        model.update(book({level(100, 5)}, {}), Price(), false, 1);
        QCOMPARE(model.rows()[4].price.raw(), 100);
        QCOMPARE(model.summary().mid().value().raw(), 100);
        QVERIFY(!model.summary().spreadCentiBps());
        QCOMPARE(model.summary().imbalancePercent().value(), 100);
        model.centre();
        model.update(book({}, {level(100, 5)}), Price(), false, 1);
        QCOMPARE(model.rows()[4].price.raw(), 100);
        QCOMPARE(model.summary().imbalancePercent().value(), -100);
    }
    void crossedInputIsShownAsItIs() {
        LadderModel model = ladder();
        model.update(book({level(102, 5), level(101, 4)}, {level(101, 3), level(103, 2)}), Price(), false, 1);
        QVERIFY(model.summary().crossed());
        QCOMPARE(rowAt(model, Side::Buy, 101).bid.raw(), 4);
        QCOMPARE(rowAt(model, Side::Buy, 101).ask.raw(), 3);
        QVERIFY(model.summary().spreadCentiBps().value() < 0);
        LadderModel compact = ladder(1, RowPolicy::LevelsOnly);
        compact.update(book({level(102, 5), level(101, 4)}, {level(101, 3), level(103, 2)}), Price(), false, 1);
        QCOMPARE(rowAt(compact, Side::Buy, 101).bid.raw(), 4);
        QCOMPARE(rowAt(compact, Side::Sell, 101).ask.raw(), 3);
    }
    void levelsOnlyLeavesOutWhatIsEmpty() {
        LadderModel model = ladder(1, RowPolicy::LevelsOnly);
        model.update(book({level(100, 5), level(90, 7), level(80, 2)}, {level(110, 3), level(125, 1), level(130, 1)}),
                     Price(), false, 1);
        QCOMPARE(prices(model), (std::vector<std::int64_t>{130, 125, 110, -1, 100, 90, 80}));
        QVERIFY(!model.rowOf(Side::Buy, Price(95)));
        QCOMPARE(model.rowOf(Side::Buy, Price(100)).value(), 4);
        QCOMPARE(model.rowOf(Side::Sell, Price(110)).value(), 2);
        model.scroll(2);
        QCOMPARE(prices(model), (std::vector<std::int64_t>{110, -1, 100, 90, 80}));
        model.scroll(-1);
        QCOMPARE(prices(model).front(), 125);
        const std::vector<std::pair<Side, Price>> own{{Side::Buy, Price(95)}, {Side::Sell, Price(140)}};
        model.setPinned(own);
        model.centre();
        QCOMPARE(prices(model), (std::vector<std::int64_t>{140, 130, 125, 110, -1, 100, 95, 90, 80}));
    }
    void changesAreRememberedByPrice() {
        LadderModel model = ladder();
        model.update(book({level(100, 5), level(99, 1)}, {level(101, 3)}), Price(), false, 10);
        QCOMPARE(rowAt(model, Side::Buy, 100).bidChangedAt, 0);
        model.update(book({level(100, 6), level(99, 1)}, {level(101, 3)}), Price(), false, 20);
        QCOMPARE(rowAt(model, Side::Buy, 100).bidChangedAt, 20);
        QCOMPARE(rowAt(model, Side::Buy, 99).bidChangedAt, 0);
        QCOMPARE(rowAt(model, Side::Sell, 101).askChangedAt, 0);
        model.scroll(-2); // what comes into view has not changed
        QCOMPARE(rowAt(model, Side::Buy, 100).bidChangedAt, 20);
        QCOMPARE(rowAt(model, Side::Buy, 105).bidChangedAt, 0);
        model.setGrouping(5);
        for (const LadderRow& row : model.rows()) QCOMPARE(row.bidChangedAt, 0);
    }
    void sumsStopAtTheLargestNumber() {
        LadderModel model = ladder(10);
        const std::int64_t most = std::numeric_limits<std::int64_t>::max();
        model.update(book({level(105, most), level(104, most)}, {}), Price(), false, 1);
        QCOMPARE(rowAt(model, Side::Buy, 104).bid.raw(), most);
        QCOMPARE(model.summary().imbalancePercent().value(), 100);
    }
    /// Places in a book of ten thousand levels a side are found wherever they are.
    void deepBooksAreNotWalked() {
        Levels bids;
        Levels asks;
        for (std::int64_t i = 0; i < 10'000; ++i) {
            bids.push_back(level(50'000 - i, 1 + i));
            asks.push_back(level(50'001 + i, 2 + i));
        }
        const auto deep = book(bids, asks);
        for (const RowPolicy policy : {RowPolicy::EveryTick, RowPolicy::LevelsOnly}) {
            for (const int grouping : kGroupings) {
                LadderModel model = ladder(grouping, policy, 50);
                model.update(deep, Price(), false, 1);
                QCOMPARE(model.rows().size(), 50U);
                model.show(Price(45'000)); // far from the best price
                const LadderRow& row = rowAt(model, Side::Buy, 45'000);
                std::int64_t wanted = 0;
                for (int i = 0; i < grouping; ++i) wanted += 1 + 5'000 - i;
                QCOMPARE(row.bid.raw(), wanted);
                QCOMPARE(row.ask.raw(), 0);
            }
        }
    }
};
QD_TEST(TestLadderModel);
#include "TestLadderModel.moc"
