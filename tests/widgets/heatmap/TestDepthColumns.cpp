#include "tests/support/TestRunner.h"
#include "tests/widgets/heatmap/Books.h"
#include "widgets/heatmap/DepthColumns.h"

#include <QObject>

#include <cmath>
#include <limits>
#include <map>
#include <random>

using namespace qd;
using namespace qd::heatmap;
using test::bookOf;

namespace {

constexpr UnixNanos kBegin = UnixNanos(1'710'244'800'000'000'000); // a whole minute
constexpr std::int64_t kMilli = kNanosPerMilli;

UnixNanos at(std::int64_t millis) { return kBegin + millis * kMilli; }

double sizeIn(const Column& column, std::int32_t tick) {
    for (const Cell& c : column.cells) {
        if (c.tick == tick) return static_cast<double>(stepsOf(c.size));
    }
    return 0;
}

bool near(double a, double b) { return std::abs(a - b) <= std::abs(b) / 500; }

} // namespace

class TestDepthColumns : public QObject {
    Q_OBJECT
    DepthColumns m_columns;
    [[nodiscard]] const std::deque<Column>& finest() const { return m_columns.level(0).columns(); }

  private slots:
    void init() { m_columns.reset(test::kTick, test::kStep); }

    void aSizeCountsForTheTimeItStood() {
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(0), true, false);
        m_columns.observe(bookOf({{100, 80}}, {{102, 8}}), at(25), true, false);
        m_columns.observe(bookOf({{99, 80}}, {{102, 8}}), at(100), true, false);
        QCOMPARE(finest().size(), std::size_t{1});
        const Column& c = finest().front();
        QVERIFY(near(sizeIn(c, 100), 40 * 0.25 + 80 * 0.75));
        QVERIFY(near(sizeIn(c, 101), 8 * 0.25));
        QVERIFY(near(sizeIn(c, 102), 8 * 0.75));
        QCOMPARE(sizeIn(c, 99), 0.0);
        QCOMPARE(c.bestBid, 100);
        QCOMPARE(c.bestAsk, 102);
        QCOMPARE(c.index, at(0).value() / DepthColumns::kFinest);
        QVERIFY(!c.doubtful);
    }
    void aBookThatDoesNotChangeFillsEveryColumn() {
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(0), true, false);
        m_columns.observe(bookOf({{100, 1}}, {{101, 1}}), at(1'000), true, false);
        QCOMPARE(finest().size(), std::size_t{10});
        for (const Column& c : finest()) QVERIFY(near(sizeIn(c, 100), 40));
        for (std::size_t i = 1; i < finest().size(); ++i) QCOMPARE(finest()[i].index, finest()[i - 1].index + 1);
    }
    void whatWasNotSeenLeavesAGap() {
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(0), true, false);
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(150), true, false);
        m_columns.observe(bookOf({{100, 70}}, {{101, 8}}), at(5'050), false, false);
        m_columns.observe(bookOf({{100, 70}}, {{101, 8}}), at(5'200), true, false);
        // 0-100 whole, 100-150 in part, 5050-5100 in part, 5100-5200 whole
        QCOMPARE(finest().size(), std::size_t{4});
        const std::int64_t zero = at(0).value() / DepthColumns::kFinest;
        QCOMPARE(finest()[1].index, zero + 1);
        QVERIFY(finest()[1].doubtful);
        QVERIFY(near(sizeIn(finest()[1], 100), 40)); // the average of what was seen
        QCOMPARE(finest()[2].index, zero + 50);
        QVERIFY(finest()[2].doubtful);
        QVERIFY(!finest()[3].doubtful);
        QVERIFY(m_columns.level(0).at(zero + 30) == nullptr);
    }
    void doubtStaysWithItsColumn() {
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(0), true, false);
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(250), true, true);
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(300), true, false);
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(400), true, false);
        QVERIFY(!finest()[0].doubtful);
        QVERIFY(!finest()[1].doubtful);
        QVERIFY(finest()[2].doubtful);
        QVERIFY(!finest()[3].doubtful);
    }
    /// Coarse columns are the averages of the fine ones, whatever the book did.
    void coarseColumnsAgreeWithTheFineOnes() {
        std::mt19937 random(7);
        std::map<std::int32_t, std::map<std::int64_t, double>> sums; // tick, coarse index
        std::int64_t now = 0;
        auto book = bookOf({{100, 10}}, {{101, 10}});
        m_columns.observe(book, at(0), true, false);
        while (now < 20'000) {
            const std::int64_t next = now + 1 + static_cast<std::int64_t>(random() % 90);
            for (std::int64_t ms = now; ms < next; ++ms) {
                for (const auto* side : {&book->bids, &book->asks}) {
                    for (const BookLevel& l : *side)
                        sums[static_cast<std::int32_t>(l.price.raw() / test::kTick.raw())][ms / 2'500] +=
                            static_cast<double>(l.size.raw() / test::kStep.raw()) / 2'500;
                }
            }
            const int bid = 95 + static_cast<int>(random() % 5);
            book = bookOf({{bid, 1 + static_cast<int>(random() % 500)}},
                          {{bid + 1, 1 + static_cast<int>(random() % 500)}});
            m_columns.observe(book, at(next), true, false);
            now = next;
        }
        const ColumnLevel& coarse = m_columns.level(2); // 2.5 s
        QCOMPARE(coarse.duration(), 2'500 * kMilli);
        QCOMPARE(coarse.columns().size(), std::size_t{8});
        for (const Column& c : coarse.columns()) {
            const std::int64_t index = c.index - coarse.indexAt(at(0));
            QVERIFY(!c.cells.empty());
            for (const Cell& cell : c.cells)
                QVERIFY(near(static_cast<double>(stepsOf(cell.size)), sums[cell.tick][index]));
            QVERIFY(std::ranges::is_sorted(c.cells, {}, &Cell::tick));
        }
    }
    /// Also a book that has just come, of which no time has passed yet.
    void theOpenColumnShowsTheBookAsItStands() {
        QVERIFY(!m_columns.open(3));
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(0), true, false);
        m_columns.observe(bookOf({{100, 70}, {99, 5}}, {{101, 8}, {102, 3}}), at(300), true, true);
        for (const std::size_t level : {0U, 3U}) {
            const auto open = m_columns.open(level);
            QVERIFY(open.has_value());
            QCOMPARE(open->index, m_columns.level(level).indexAt(at(300)));
            QVERIFY(near(sizeIn(*open, 100), 70));
            QCOMPARE(open->cells.size(), std::size_t{4});
            QVERIFY(std::ranges::is_sorted(open->cells, {}, &Cell::tick));
            QCOMPARE(open->bestBid, 100);
            QCOMPARE(open->bestAsk, 101);
            QVERIFY(open->doubtful);
        }
        QVERIFY(m_columns.level(3).columns().empty());
    }
    void recordedColumnsGoBeforeAndBetween() {
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(1'000), true, false);
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(1'250), true, false);
        m_columns.observe(bookOf({{100, 70}}, {{101, 8}}), at(2'000), false, false);
        m_columns.observe(bookOf({{100, 70}}, {{101, 8}}), at(2'100), true, false);
        const std::int64_t zero = at(0).value() / DepthColumns::kFinest;
        std::vector<Column> recorded;
        for (std::int64_t i = 5; i < 20; ++i) recorded.push_back({zero + i, 98, 99, false, {{98, intensityOf(5)}}});
        const std::uint64_t before = m_columns.level(0).rewrites();
        m_columns.insert(0, std::move(recorded));
        QCOMPARE(finest().size(), std::size_t{16});
        for (std::size_t i = 1; i < finest().size(); ++i) QCOMPARE(finest()[i].index, finest()[i - 1].index + 1);
        QCOMPARE(m_columns.level(0).at(zero + 10)->bestBid, 100); // seen whole: it stays
        QCOMPARE(m_columns.level(0).at(zero + 12)->bestBid, 98);  // seen in part, recorded whole
        QCOMPARE(m_columns.level(0).at(zero + 20)->bestBid, 100);
        QCOMPARE(m_columns.level(0).rewrites(), before + 1);
    }
    void insertedColumnsAreBounded() {
        std::vector<Column> recorded;
        for (std::int64_t i = 0; i < 40'000; ++i) recorded.push_back({i, 1, 2, false, {}});
        m_columns.insert(0, std::move(recorded));
        QCOMPARE(finest().size(), ColumnLevel::kMost);
        QCOMPARE(finest().back().index, std::int64_t{39'999});
    }
    /// What is looked at stays while new columns come; and when it goes nevertheless, that is known.
    void whatIsLookedAtStays() {
        const std::int64_t zero = at(0).value() / DepthColumns::kFinest;
        std::vector<Column> recorded;
        for (std::int64_t i = -6'000; i < 0; ++i) recorded.push_back({zero + i, 98, 99, false, {}});
        m_columns.insert(0, std::move(recorded));
        m_columns.want(0, zero - 5'000);
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(0), true, false);
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(1'000), true, false);
        QCOMPARE(finest().front().index, zero - 5'000);
        QCOMPARE(m_columns.level(0).forgottenTo(), zero - 5'000);
        m_columns.want(0, std::numeric_limits<std::int64_t>::max());
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(1'100), true, false);
        QCOMPARE(finest().size(), DepthColumns::kKept);
        QCOMPARE(m_columns.level(0).forgottenTo(), finest().front().index);
        m_columns.forgetBefore(0, zero);
        QCOMPARE(finest().front().index, zero);
    }
    void timeThatGoesBackBeginsAnew() {
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(10'000), true, false);
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(11'000), true, false);
        m_columns.observe(bookOf({{50, 3}}, {{51, 3}}), at(0), true, false);
        QVERIFY(finest().empty());
        m_columns.observe(bookOf({{50, 3}}, {{51, 3}}), at(100), true, false);
        QCOMPARE(finest().size(), std::size_t{1});
        QCOMPARE(finest().front().bestBid, 50);
    }
    void memoryIsBounded() {
        m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(0), true, false);
        for (int i = 1; i <= 200; ++i) // 200 leaps of 10 minutes
            m_columns.observe(bookOf({{100, 40}}, {{101, 8}}), at(i * 600'000), true, false);
        for (std::size_t level = 0; level < DepthColumns::kLevels; ++level)
            QVERIFY(m_columns.level(level).columns().size() <= DepthColumns::kKept);
    }
    void theLevelIsNeverFinerThanAPixel() {
        QCOMPARE(m_columns.levelFor(1), std::size_t{0});
        QCOMPARE(m_columns.levelFor(100 * kMilli), std::size_t{0});
        QCOMPARE(m_columns.levelFor(101 * kMilli), std::size_t{1});
        QCOMPARE(m_columns.levelFor(3'600'000 * kMilli), DepthColumns::kLevels - 1);
    }
};

QD_TEST(TestDepthColumns);
#include "TestDepthColumns.moc"
