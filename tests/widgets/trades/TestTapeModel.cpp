#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"
#include "widgets/trades/TapeModel.h"

#include <QObject>

#include <limits>

using namespace qd;
using namespace qd::ui::trades;

namespace {

constexpr std::int64_t kMs = kNanosPerMilli;

/// A trade at `ms`; price in hundredths, size in whole units.
Trade trade(std::int64_t ms, Side side, std::int64_t cents, std::int64_t size) {
    return {TradeId(), UnixNanos::fromMillis(ms), Price(cents * 10'000), Quantity::of(size), side};
}
ports::TradeRun run(std::vector<Trade> trades, std::uint64_t missed = 0) { return {std::move(trades), 0, missed}; }

/// "buy 3@100.02 x2 | sell 1@100.00", newest first; a hole is "(5)".
std::string told(const TapeModel& model) {
    std::string out;
    for (std::size_t i = 0; i < model.size(); ++i) {
        const TapeRow& row = model.row(i);
        if (i > 0) out += " | ";
        if (row.isHole()) {
            out += "(" + std::to_string(row.missed) + ")";
            continue;
        }
        out += (row.aggressor == Side::Buy ? "buy " : "sell ") + std::to_string(row.size.raw() / Quantity::kScale) +
               "@" + std::to_string(row.lastPrice.raw() / 10'000);
        if (row.prints > 1) out += " x" + std::to_string(row.prints);
    }
    return out;
}

const std::vector<Trade> kSweep{trade(1'000, Side::Buy, 10'000, 1),  trade(1'000, Side::Buy, 10'001, 2),
                                trade(1'040, Side::Buy, 10'003, 4),  trade(1'060, Side::Buy, 10'003, 8),
                                trade(1'060, Side::Sell, 10'000, 3), trade(1'061, Side::Buy, 10'004, 5)};

rc::Gen<std::vector<Trade>> trades() {
    return rc::gen::map(
        rc::gen::container<std::vector<std::tuple<int, bool, int, int>>>(rc::gen::tuple(
            rc::gen::inRange(0, 90), rc::gen::arbitrary<bool>(), rc::gen::inRange(-20, 20), rc::gen::inRange(1, 50))),
        [](const auto& parts) {
            std::vector<Trade> list;
            std::int64_t ms = 1'000;
            for (const auto& [wait, buy, cents, size] : parts) {
                ms += wait;
                list.push_back(trade(ms, buy ? Side::Buy : Side::Sell, 10'000 + cents, size));
            }
            return list;
        });
}

} // namespace

class TestTapeModel : public QObject {
    Q_OBJECT
  private slots:
    void printsAreJoined_data() {
        QTest::addColumn<qlonglong>("window");
        QTest::addColumn<qlonglong>("minimum");
        QTest::addColumn<QString>("rows");
        QTest::newRow("each print")
            << 0LL << 0LL << "buy 5@10004 | sell 3@10000 | buy 8@10003 | buy 4@10003 | buy 2@10001 | buy 1@10000";
        QTest::newRow("window counts from the first print")
            << 50LL << 0LL << "buy 5@10004 | sell 3@10000 | buy 8@10003 | buy 7@10003 x3";
        QTest::newRow("a print of the other side ends a row")
            << 200LL << 0LL << "buy 5@10004 | sell 3@10000 | buy 15@10003 x4";
        QTest::newRow("smallest size, each print") << 0LL << 4LL << "buy 5@10004 | buy 8@10003 | buy 4@10003";
        QTest::newRow("joined prints count together") << 50LL << 7LL << "buy 8@10003 | buy 7@10003 x3";
        QTest::newRow("none is large enough") << 0LL << 100LL << "";
    }
    void printsAreJoined() {
        QFETCH(qlonglong, window);
        QFETCH(qlonglong, minimum);
        QFETCH(QString, rows);
        TapeModel before;
        before.setWindow(window * kMs);
        before.setMinimum(Quantity::of(minimum));
        before.add(run(kSweep));
        QCOMPARE(QString::fromStdString(told(before)), rows);
        TapeModel after; // choices made when the prints are there already
        after.add(run(kSweep));
        after.setWindow(window * kMs);
        after.setMinimum(Quantity::of(minimum));
        QCOMPARE(QString::fromStdString(told(after)), rows);
        QCOMPARE(after.prints(), kSweep.size());
    }
    void aRowTellsItsPrints() {
        TapeModel model;
        model.setWindow(50 * kMs);
        model.add(run(kSweep));
        const TapeRow& row = model.row(3);
        QCOMPARE(row.prints, 3U);
        QCOMPARE(row.firstPrice, Price::of(100));
        QCOMPARE(row.lastPrice, Price(100'030'000));
        QCOMPARE(row.low, Price::of(100));
        QCOMPARE(row.high, Price(100'030'000));
        QCOMPARE(row.last - row.first, 40 * kMs);
        // (1 * 100.00 + 2 * 100.01 + 4 * 100.03) / 7 = 100.02, exactly
        QCOMPARE(row.average(), Price(100'020'000));
        QCOMPARE(model.row(0).average(), Price(100'040'000));
    }
    /// The newest row grows under the same number; rows never lose theirs.
    void aSweepOverTwoReadsIsOneRow() {
        TapeModel model;
        model.setWindow(50 * kMs);
        model.add(run({kSweep[0], kSweep[1]}));
        QCOMPARE(model.newest(), 1U);
        model.add(run({kSweep[2]}));
        QCOMPARE(model.newest(), 1U);
        QCOMPARE(QString::fromStdString(told(model)), "buy 7@10003 x3");
        model.add(run({kSweep[3], kSweep[4]}));
        QCOMPARE(model.newest(), 3U);
        QCOMPARE(model.row(2).sequence, 1U);
    }
    /// Below the smallest size a row is not shown until it has grown to it.
    void aRowAppearsWhenItIsLargeEnough() {
        TapeModel model;
        model.setWindow(50 * kMs);
        model.setMinimum(Quantity::of(7));
        model.add(run({kSweep[0], kSweep[1]}));
        QCOMPARE(model.size(), std::size_t(0));
        model.add(run({kSweep[2]}));
        QCOMPARE(QString::fromStdString(told(model)), "buy 7@10003 x3");
        QCOMPARE(model.newest(), 1U);
    }
    void missedTradesAreAHole() {
        TapeModel model;
        model.setWindow(200 * kMs);
        model.setMinimum(Quantity::of(2));
        model.add(run({trade(1'000, Side::Buy, 10'000, 2)}));
        model.add(run({}, 3));
        model.add(run({trade(1'010, Side::Buy, 10'000, 4)}, 4));
        QCOMPARE(QString::fromStdString(told(model)), "buy 4@10000 | (7) | buy 2@10000");
        model.setWindow(0);
        QCOMPARE(QString::fromStdString(told(model)), "buy 4@10000 | (7) | buy 2@10000");
    }
    void memoryIsBounded() {
        TapeModel model;
        model.setHighlight({Highlight::Kind::Off, {}});
        for (int i = 0; i < 30'000; ++i) model.add(run({trade(i, Side::Buy, 10'000, 1 + i % 7)}));
        QCOMPARE(model.size(), TapeModel::kRowsKept);
        QCOMPARE(model.prints(), TapeModel::kPrintsKept);
        QCOMPARE(model.newest(), 30'000U);
        QCOMPARE(model.row(TapeModel::kRowsKept - 1).sequence, 30'000U - TapeModel::kRowsKept + 1);
        model.setMinimum(Quantity::of(7)); // every seventh of the prints kept
        QCOMPARE(model.size(), TapeModel::kPrintsKept / 7);
    }
    /// After a change of the window, prints that were forgotten must not make the oldest row look smaller than it was.
    void theOldestRowIsWholeOrAbsent() {
        TapeModel model; // five prints a sweep, one print more than is kept
        for (std::size_t i = 0; i < TapeModel::kPrintsKept + 1; ++i)
            model.add(run(
                {trade(static_cast<std::int64_t>(i / 5) * 100, i / 5 % 2 == 0 ? Side::Buy : Side::Sell, 10'000, 1)}));
        model.setWindow(50 * kMs);
        QCOMPARE(model.size(), TapeModel::kPrintsKept / 5);
        const TapeRow& oldest = model.row(model.size() - 1);
        QCOMPARE(oldest.prints, 5U);
        QCOMPARE(oldest.first.millis(), 100); // the sweep at 0 ms has lost a print
    }
    void sumsThatDoNotFitBeginAnotherRow() {
        TapeModel model;
        model.setWindow(50 * kMs);
        Trade huge = trade(1'000, Side::Buy, 10'000, 0);
        huge.size = Quantity(std::numeric_limits<std::int64_t>::max() - 5);
        Trade six = huge;
        six.size = Quantity(6);
        model.add(run({huge, six, six}));
        QCOMPARE(model.size(), std::size_t(2));
        QCOMPARE(model.row(1).size, huge.size);
        QCOMPARE(model.row(0).size, Quantity(12));
        QCOMPARE(model.row(1).average(), Price::of(100));
    }
    void bigRowsAreTheLargestHundredth() {
        TapeModel model;
        for (int i = 1; i < 100; ++i) model.add(run({trade(i, Side::Buy, 10'000, i)}));
        QVERIFY(!model.highlightFrom()); // 99 rows say nothing about a hundredth
        model.add(run({trade(100, Side::Sell, 10'000, 100)}));
        QCOMPARE(model.highlightFrom().value(), Quantity::of(100));
        QVERIFY(model.isHighlighted(model.row(0)));
        QVERIFY(!model.isHighlighted(model.row(1)));
        for (int i = 101; i < 200; ++i) model.add(run({trade(i, Side::Buy, 10'000, 1'000)}));
        QCOMPARE(model.highlightFrom().value(), Quantity::of(100)); // found anew every hundred rows
        model.add(run({trade(200, Side::Buy, 10'000, 1'000)}));
        QCOMPARE(model.highlightFrom().value(), Quantity::of(1'000));
        model.setHighlight({Highlight::Kind::Size, Quantity::of(50)});
        QCOMPARE(model.highlightFrom().value(), Quantity::of(50));
        model.setHighlight({Highlight::Kind::Off, {}});
        QVERIFY(!model.isHighlighted(model.row(0)));
    }
    void anotherMarketBeginsEmpty() {
        TapeModel model;
        model.setMinimum(Quantity::of(2));
        model.add(run(kSweep, 9));
        const std::uint64_t arrangement = model.arrangement();
        model.clear();
        QCOMPARE(model.size(), std::size_t(0));
        QCOMPARE(model.prints(), std::size_t(0));
        QCOMPARE(model.newest(), 0U);
        QVERIFY(model.arrangement() != arrangement);
        QCOMPARE(model.minimum(), Quantity::of(2));
        model.add(run({kSweep[3]}));
        QCOMPARE(QString::fromStdString(told(model)), "buy 8@10003");
    }
    void nothingIsLostOrInvented() {
        QD_PROPERTY("sizes, quotes and prints of the rows are those of the trades, however they were read", [] {
            const auto list = *trades();
            const auto window = *rc::gen::elementOf(std::vector<std::int64_t>{0, 50 * kMs, 200 * kMs, kNanosPerSecond});
            TapeModel model;
            model.setWindow(window);
            for (std::size_t i = 0; i < list.size();) {
                const auto many = static_cast<std::size_t>(*rc::gen::inRange(1, 6));
                const std::size_t end = std::min(i + many, list.size());
                model.add(run(
                    {list.begin() + static_cast<std::ptrdiff_t>(i), list.begin() + static_cast<std::ptrdiff_t>(end)}));
                i = end;
            }
            TapeModel atOnce;
            atOnce.setWindow(window);
            atOnce.add(run(list));
            RC_ASSERT(told(model) == told(atOnce));
            Int128 size = 0;
            Int128 quote = 0;
            std::size_t prints = 0;
            for (std::size_t i = 0; i < model.size(); ++i) {
                const TapeRow& row = model.row(i);
                size += row.size.raw();
                quote += row.quote;
                prints += row.prints;
                RC_ASSERT(row.low <= row.average() && row.average() <= row.high);
                RC_ASSERT(row.last - row.first <= window);
            }
            for (const Trade& t : list) {
                size -= t.size.raw();
                quote -= Int128{t.price.raw()} * t.size.raw();
            }
            RC_ASSERT(size == 0);
            RC_ASSERT(quote == 0);
            RC_ASSERT(prints == list.size());
        });
    }
};
QD_TEST(TestTapeModel);
#include "TestTapeModel.moc"
