#include "core/base/Random.h"
#include "core/engine/oracle/Mark.h"
#include "core/engine/oracle/MarkFormer.h"
#include "core/engine/oracle/Tiers.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <limits>

using namespace qd;
using namespace qd::oracle;

namespace {

/// A market and its prices; keeps the time.
class Market {
  public:
    explicit Market(MarkModel model = MarkModel::Formed, MarketTier tier = MarketTier::A) : former(tier, model) {}

    std::optional<Price> update() { return former.update(sample, now); }
    void wait(std::int64_t millis) { now = now + millis * kNanosPerMilli; }

    MarkFormer former;
    MarkSample sample{.index = Price::of(100)};
    UnixNanos now = UnixNanos(1'700'000'000 * kNanosPerSecond);
};

/// An EMA step by step of 100 ms with plain integers, as spec/perps.md §5.2 says it.
struct SlowEma {
    Int128 num = 0;
    Int128 den = 0;
    void add(std::int64_t steps, std::int64_t x, std::int64_t pace) {
        Int128 t = 1'000'000'000'000'000'000;
        for (std::int64_t i = 0; i < steps * pace; ++i) t = t * 999'333'555'506'181'068 / 1'000'000'000'000'000'000;
        t /= 1'000'000'000;
        num = num * t / 1'000'000'000 + Int128{x} * steps * 100;
        den = den * t / 1'000'000'000 + steps * 100;
    }
};

} // namespace

class TestMark : public QObject {
    Q_OBJECT
  private slots:
    // ---- formulas

    void medianOfWhatIsThere_data() {
        QTest::addColumn<QList<qint64>>("inputs"); // basis, book, external, average of the book; 0 = none
        QTest::addColumn<qint64>("expected");      // 0 = none
        const auto row = [](const char* name, QList<qint64> inputs, qint64 expected) {
            QTest::newRow(name) << inputs << expected;
        };
        row("nothing", {0, 0, 0, 0}, 0);
        row("the average of the book alone is nothing", {0, 0, 0, 7}, 0);
        row("index alone", {100, 0, 0, 7}, 100);
        row("book alone", {0, 101, 0, 7}, 101);
        row("external alone", {0, 0, 102, 7}, 102);
        row("two and the average", {100, 104, 0, 103}, 103);
        row("two, and the average outside", {100, 0, 104, 110}, 104);
        row("two without an average: the mean, down", {100, 0, 103, 0}, 101);
        row("three", {105, 101, 103, 0}, 103);
        row("three do not ask the average", {105, 101, 103, 200}, 103);
    }
    void medianOfWhatIsThere() {
        QFETCH(QList<qint64>, inputs);
        QFETCH(qint64, expected);
        const auto price = [&](int i) { return inputs[i] == 0 ? std::nullopt : std::optional(Price(inputs[i])); };
        const auto mark = markPrice({price(0), price(1), price(2), price(3)});
        QCOMPARE(mark ? mark->raw() : 0, expected);
    }
    void bookMedians() {
        QCOMPARE(bookMedian(Price(100), Price(105), Price(102)), Price(102));
        QCOMPARE(bookMedian(Price(100), Price(105), Price(90)), Price(100));
        QCOMPARE(bookMedian(Price(100), Price(105), Price(110)), Price(105));
        QCOMPARE(bookMedian(Price(100), Price(105), Price(0)), Price(102));
        QCOMPARE(bookMedian(Price(105), Price(100), Price(110)), Price(105)); // an outside book may be crossed
    }
    void bands_data() {
        QTest::addColumn<int>("tier");
        QTest::addColumn<qint64>("width"); // around 100.000001
        QTest::addColumn<qint64>("divisor");
        const auto row = [](const char* name, MarketTier tier, qint64 width, qint64 divisor) {
            QTest::newRow(name) << static_cast<int>(tier) << width << divisor;
        };
        row("A", MarketTier::A, 3'000'000, 500);
        row("B", MarketTier::B, 3'000'000, 500);
        row("C", MarketTier::C, 5'000'000, 100);
        row("speculative", MarketTier::Speculative, 10'000'000, 40);
        row("highly speculative", MarketTier::HighlySpeculative, 10'000'000, 40);
        row("isolated", MarketTier::Isolated, 10'000'000, 40);
    }
    void bands() {
        QFETCH(int, tier);
        QFETCH(qint64, width);
        QFETCH(qint64, divisor);
        const auto t = static_cast<MarketTier>(tier);
        const Price index(100'000'001);
        QCOMPARE(clampedMark(Price(index.raw() + width), index, t).raw(), index.raw() + width);
        QCOMPARE(clampedMark(Price(index.raw() + width + 1), index, t).raw(), index.raw() + width);
        QCOMPARE(clampedMark(Price(1), index, t).raw(), index.raw() - width);
        QCOMPARE(triggerDivisor(t), divisor);
    }
    void bookBand() {
        const Price index = Price::of(100);
        QVERIFY(withinBookBand(Price::of(115), index));
        QVERIFY(!withinBookBand(Price(115'000'001), index));
        QVERIFY(withinBookBand(Price::of(85), index));
        QVERIFY(!withinBookBand(Price(84'999'999), index));
    }
    void triggerPriceErrors() {
        TriggerInputs in{.oracle = Price::of(100), .lastFundingTwap = Price::of(100)};
        in.markTwap5 = Price(std::numeric_limits<std::int64_t>::max());
        QCOMPARE(triggerPrice(in, 500).value(), Price::of(100)); // the oracle is the middle one
        in.lastRate = std::numeric_limits<std::int64_t>::max();
        in.oracle = Price::of(1'000'000'000);
        QCOMPARE(triggerPrice(in, 500).error(), MathError::Overflow);
        in = {.oracle = Price::of(100), .lastFundingTwap = Price::of(100), .period = 0};
        QCOMPARE(triggerPrice(in, 500).error(), MathError::DivideByZero);
        QCOMPARE(clampedTrigger(Price::of(100), Price::of(100), 0).error(), MathError::DivideByZero);
    }

    // ---- a market's mark

    void noMarkBeforeAnIndex() {
        Market m;
        m.sample = {.bid = Price::of(99), .ask = Price::of(101), .external = Price::of(100)};
        QVERIFY(!m.update());
        QCOMPARE(m.former.mark(), Price(0));
        QCOMPARE(m.former.twap5(), Price(0));
        QCOMPARE(m.former.sources(), MarkSources{});
    }
    void indexAlone() {
        Market m;
        QCOMPARE(m.update(), Price::of(100));
        QCOMPARE(m.former.sources(), (MarkSources{.basis = true}));
        QCOMPARE(m.former.twap5(), Price::of(100));
    }
    void indexAndBook() {
        Market m;
        m.sample.bid = Price(100'900'000);
        m.sample.ask = Price(101'100'000);
        QCOMPARE(m.update(), Price::of(101)); // basis 101, book 101 and its average
        QCOMPARE(m.former.sources(), (MarkSources{.basis = true, .book = true, .bookAverage = true}));
        m.wait(30'000);
        m.sample.bid = Price(100'000'000);
        m.sample.ask = Price(100'200'000);
        m.sample.lastTrade = Price(100'150'000);
        QCOMPARE(m.update(), Price(100'150'000)); // the basis remembers a premium below it, the average a book above it
    }
    void threeInputs() {
        Market m;
        m.sample.bid = Price(100'900'000);
        m.sample.ask = Price(101'100'000);
        m.sample.lastTrade = Price(100'950'000);
        m.sample.external = Price(100'970'000);
        QCOMPARE(m.update(), Price(100'970'000)); // basis 101, book 100.95
        QCOMPARE(m.former.sources(), (MarkSources{.basis = true, .book = true, .external = true}));
    }
    void basisOutlivesTheBookForAWhile() {
        Market m;
        m.sample.bid = Price(100'900'000);
        m.sample.ask = Price(101'100'000);
        m.update();
        m.sample.bid = m.sample.ask = {};
        m.wait(1'499'900);
        QCOMPARE(m.update(), Price::of(101));
        m.wait(100);
        QCOMPARE(m.update(), Price::of(100));
    }
    void oneSidedBookIsNoBook() {
        Market m;
        m.sample.bid = Price::of(99);
        QCOMPARE(m.update(), Price::of(100));
        QCOMPARE(m.former.sources(), (MarkSources{.basis = true}));
        QCOMPARE(m.former.state().bid5.value, Price::of(99));
        QVERIFY(m.former.state().ask5.empty());
        QCOMPARE(m.former.bookTwap60(), Price(0));
    }
    void levelsFarFromTheIndexAreIgnored() {
        Market m;
        m.sample.bid = Price(84'999'999);
        m.sample.ask = Price::of(101);
        QCOMPARE(m.update(), Price::of(100));
        QVERIFY(m.former.state().bid5.empty() && m.former.state().book.empty());
        m.sample.bid = Price::of(85);
        QVERIFY(m.former.update(m.sample, m.now));
        QCOMPARE(m.former.state().bid5.value, Price::of(85));
        QVERIFY(!m.former.state().book.empty());
    }
    void markStaysNearTheLastIndex() {
        Market m;
        m.update();
        m.sample = {.bid = Price::of(110), .ask = Price::of(112)};
        m.wait(1'000);
        QCOMPARE(m.update(), Price::of(103));
        QCOMPARE(m.former.sources(), (MarkSources{.book = true}));
        QVERIFY(m.former.state().basis.empty()); // no index to compare the book with
        m.sample = {};
        m.wait(1'000);
        QVERIFY(!m.update());
        QCOMPARE(m.former.mark(), Price::of(103)); // for people
        QCOMPARE(m.former.sources(), MarkSources{});
    }
    void publishedMarkIsLeftAlone() {
        Market m(MarkModel::Published);
        m.sample.bid = Price::of(99);
        m.sample.ask = Price::of(101);
        QVERIFY(!m.update());
        m.sample.external = Price::of(120);
        QCOMPARE(m.update(), Price::of(120));
        QCOMPARE(m.former.sources(), (MarkSources{.external = true}));
        QCOMPARE(m.former.twap5(), Price::of(120));
        m.wait(150'000);
        m.sample.external = Price::of(121);
        m.update();
        QCOMPARE(m.former.twap5().raw(), twap(120'000'000, 121'000'000, 150, 300).value());
        QCOMPARE(m.former.bookTwap60(), Price(100'000'001)); // one unit, as the formula has it
    }
    void overflowingBasisIsNoInput() {
        Market m;
        m.sample = {.index = Price(10), .external = Price(11)};
        MarkState s;
        s.basis = {Int128{std::numeric_limits<std::int64_t>::max()} * 100, 100, m.now.value() / 100'000'000};
        m.former.restore(s);
        QCOMPARE(m.update(), Price(10)); // 11 in the band of 10
        QCOMPARE(m.former.sources(), (MarkSources{.external = true}));
    }

    void statesThatCannotBe_data() {
        QTest::addColumn<int>("which");
        QTest::newRow("as it was") << 0;
        QTest::newRow("an average without weight") << 1;
        QTest::newRow("an average from the future") << 2;
        QTest::newRow("a negative weight") << 3;
        QTest::newRow("a negative mark") << 4;
        QTest::newRow("a mark without its average") << 5;
        QTest::newRow("averages of half a side") << 6;
        QTest::newRow("an average of a book three others replace") << 7;
        QTest::newRow("a book's average beyond every price") << 8;
    }
    void statesThatCannotBe() {
        QFETCH(int, which);
        Market m;
        m.sample.bid = Price::of(99);
        m.sample.ask = Price::of(101);
        m.update();
        MarkState s = m.former.state();
        switch (which) {
        case 1: s.basis = {1, 0, 0}; break;
        case 2: ++s.book.tick; break;
        case 3: s.book.weight = -1; break;
        case 4: s.mark = Price(-1); break;
        case 5: s.mark5 = {}; break;
        case 6: s.bid60 = {}; break;
        case 7: s.sources = {true, true, true, true}; break;
        case 8: s.book.sum = Int128{1} << 120U; break;
        default: break;
        }
        QCOMPARE(possible(s, m.now), which == 0);
    }

    /// Over random books and times, asked often or seldom: in the band, possible, and its averages are those of the
    /// specification.
    void randomMarkets() {
        QD_PROPERTY("in the band, and the averages step by step", [](std::uint64_t seed) {
            SplitMix64 random(seed);
            const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
            const auto tier = static_cast<MarketTier>(below(6));
            Market m(MarkModel::Formed, tier);
            SlowEma basis;
            SlowEma book;
            std::int64_t last = 0;
            std::int64_t index = 1'000'000 + below(1'000'000'000);
            for (int i = 0; i < 100; ++i) {
                m.wait(below(5) == 0 ? below(100) : below(20'000));
                if (below(20) == 0) m.wait(below(400'000));
                index += (below(2'001) - 1'000) * index / 200'000;
                const std::int64_t mid = index + (below(2'001) - 1'000) * index / 50'000;
                m.sample = {Price(index), Price(mid - 1'000), Price(mid + 1'000 + below(1'000)),
                            Price(mid + below(3'000) - 1'500),
                            Price(below(3) == 0 ? index + (below(2'001) - 1'000) * index / 5'000 : 0)};
                const auto mark = m.update();
                RC_ASSERT(mark.has_value());
                const Int128 distance = Int128{mark->raw() > index ? mark->raw() - index : index - mark->raw()};
                RC_ASSERT(distance * 1'000'000 <= Int128{index} * markBand(tier).raw());
                RC_ASSERT(possible(m.former.state(), m.now));
                const std::int64_t tick = m.now.value() / 100'000'000;
                if (const std::int64_t steps = last == 0 ? 1 : tick - last; steps > 0) {
                    const std::int64_t bid = m.sample.bid.raw();
                    const std::int64_t ask = m.sample.ask.raw();
                    basis.add(steps, (bid + ask) / 2 - index, kPace150s);
                    book.add(steps, std::clamp(m.sample.lastTrade.raw(), bid, ask), kPace30s);
                    last = tick;
                }
                RC_ASSERT(m.former.state().basis.sum == basis.num && m.former.state().basis.weight == basis.den);
                RC_ASSERT(m.former.state().book.sum == book.num && m.former.state().book.weight == book.den);
                MarkFormer restored(tier, MarkModel::Formed);
                restored.restore(m.former.state());
                RC_ASSERT(restored.state() == m.former.state() && restored.update(m.sample, m.now) == mark);
            }
        });
    }
};
QD_TEST(TestMark);
#include "TestMark.moc"
