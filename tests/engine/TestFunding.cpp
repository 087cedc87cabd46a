// Size: formulas, the clock and its properties side by side.
#include "core/base/Random.h"
#include "core/engine/funding/FundingClock.h"
#include "core/engine/oracle/Tiers.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <limits>
#include <numeric>
#include <vector>

using namespace qd;
using namespace qd::funding;

namespace {

constexpr auto kMax = std::numeric_limits<std::int64_t>::max();

std::int64_t between(std::int64_t low, std::int64_t high) { return *rc::gen::inRange<std::int64_t>(low, high); }

BookLevel level(std::int64_t price, std::int64_t size) { return {Price::of(price), Quantity::of(size)}; }

/// A market's funding and its prices; begins at a full hour.
class Market {
  public:
    Market() : Market(test::solMarket()) {}
    explicit Market(const MarketParams& params) : clock(params, now) {}

    /// Time passes with one premium all along.
    void pass(std::int64_t seconds, std::optional<Rate> premium) {
        for (std::int64_t i = 0; i < seconds; ++i) {
            now = now + kNanosPerSecond;
            if (now >= clock.nextSample()) clock.addSample(premium, now);
        }
        prices.publishedAt = now;
    }
    std::expected<FundingUpdate, FundingRefusal> update() { return clock.update(prices, now); }

    UnixNanos now = UnixNanos(472'222 * kNanosPerHour);
    FundingClock clock;
    FundingPrices prices{.index = Price::of(100),
                         .mark = Price::of(100),
                         .twap5 = Price::of(100),
                         .twap60 = Price::of(99),
                         .publishedAt = now};
};

/// One position after another, and one that makes their sum zero.
std::vector<Quantity> zeroNetBook() {
    std::vector<Quantity> book;
    std::int64_t net = 0;
    const auto count = between(1, 30);
    for (std::int64_t i = 0; i < count; ++i) {
        book.emplace_back(between(-1'000'000'000'000, 1'000'000'000'000));
        net += book.back().raw();
    }
    book.emplace_back(-net);
    return book;
}

} // namespace

class TestFunding : public QObject {
    Q_OBJECT
  private slots:
    // ---- premium

    void premiums_data() {
        QTest::addColumn<QList<qint64>>("bids"); // price, size, price, size, …
        QTest::addColumn<QList<qint64>>("asks");
        QTest::addColumn<qint64>("notional");
        QTest::addColumn<qint64>("expected"); // of an index of 100, at most 10 %
        const auto row = [](const char* name, QList<qint64> bids, QList<qint64> asks, qint64 notional,
                            qint64 expected) { QTest::newRow(name) << bids << asks << notional << expected; };
        row("no book", {}, {}, 100, 0);
        row("around the index", {99, 10}, {101, 10}, 100, 0);
        row("at the index", {100, 10}, {101, 10}, 100, 0);
        row("bids above", {102, 20}, {103, 10}, 1'020, 20'000);
        row("base is rounded up", {102, 10}, {103, 10}, 1'000, 19'999);
        row("asks below", {97, 10}, {98, 20}, 1'000, -20'000);
        row("two levels of bids", {104, 5, 102, 5}, {}, 1'000, 30'303); // 5 + 480 / 102 base
        row("the second level is below the index", {101, 5, 90, 50}, {}, 5'000, 0);
        row("too thin", {102, 10}, {103, 10}, 1'021, 0);
        row("just thick enough", {102, 10}, {103, 10}, 1'020, 20'000);
        row("the best price", {104, 1, 102, 5}, {}, 0, 40'000);
        row("at most 10 % above", {130, 100}, {}, 1'000, 100'000);
        row("at most 10 % below", {}, {70, 100}, 1'000, -100'000);
    }
    void premiums() {
        QFETCH(QList<qint64>, bids);
        QFETCH(QList<qint64>, asks);
        QFETCH(qint64, notional);
        QFETCH(qint64, expected);
        const auto levels = [](const QList<qint64>& list) {
            std::vector<BookLevel> made;
            for (qsizetype i = 0; i < list.size(); i += 2) made.push_back(level(list[i], list[i + 1]));
            return made;
        };
        const auto b = levels(bids);
        const auto a = levels(asks);
        QCOMPARE(premium({b, a, Price::of(100), Money::of(notional), Rate(100'000)})->raw(), expected);
    }
    void premiumOfAHugeBook() {
        const std::vector<BookLevel> bids{{Price(kMax), Quantity(kMax)}};
        QCOMPARE(premium({bids, {}, Price(1), Money(kMax), Rate(kMax)}).value(), Rate(kMax)); // more than fits, limited
        QCOMPARE(premium({bids, {}, Price(0), Money::of(1), Rate(1)}).error(), MathError::DivideByZero);
    }
    /// The exact rational, for a book of one level.
    void premiumIsTheRatioTowardZero() {
        QD_PROPERTY("never farther from zero than it is, by less than one part in a million", [] {
            const std::int64_t index = between(1'000'000, 1'000'000'000);
            const std::int64_t price = index + between(1, index / 20);
            const std::int64_t notional = between(1, 100'000'000'000);
            const std::vector<BookLevel> bids{{Price(price), Quantity::of(1'000'000)}};
            const Int128 got = premium({bids, {}, Price(index), Money(notional), Rate(1'000'000)})->raw();
            const Int128 scaled = Int128{notional} * Quantity::kScale;
            const Int128 base = (scaled + price - 1) / price;                   // rounded up
            const Int128 exact = scaled * 1'000'000 - base * index * 1'000'000; // * base * index
            if (exact <= 0) {
                RC_ASSERT(got == 0);
            } else {
                RC_ASSERT(got * base * index <= exact);
                RC_ASSERT((got + 1) * base * index > exact);
            }
        });
    }
    void impactPrices() {
        const std::vector<BookLevel> asks{level(100, 1), level(103, 2)};
        QCOMPARE(impactPrice(asks, Quantity::of(1)).value(), Price::of(100));
        QCOMPARE(impactPrice(asks, Quantity::of(3)).value(), Price::of(102));
        QCOMPARE(impactPrice(asks, Quantity(1'500'000'001)).value(), Price(101'000'000)); // rounded down
        QVERIFY(!impactPrice(asks, Quantity(3'000'000'001)).value().has_value());
        QVERIFY(!impactPrice({}, Quantity::of(1)).value().has_value());
    }

    // ---- rates

    void trimmedMeans_data() {
        QTest::addColumn<QList<qint64>>("samples");
        QTest::addColumn<qint64>("tail");
        QTest::addColumn<qint64>("expected");
        const auto row = [](const char* name, QList<qint64> samples, qint64 tail, qint64 expected) {
            QTest::newRow(name) << samples << tail << expected;
        };
        row("none", {}, 0, 0);
        row("all", {5, 1, 3}, 0, 3);
        row("toward zero", {-1, -2}, 0, -1);
        row("one of each end", {100, 1, 2, 3, -100}, 200'000, 2);
        row("an odd one from the top", {100, 0, 3, 9}, 125'000, 4); // one: the 100
        row("three: one below, two above", {10, 20, 30, 40, 50}, 300'000, 25);
        row("less than one", {1, 2, 3}, 100'000, 2);
        row("nothing left", {1, 2, 3}, 500'000, 0);
    }
    void trimmedMeans() {
        QFETCH(QList<qint64>, samples);
        QFETCH(qint64, tail);
        QFETCH(qint64, expected);
        std::vector<Rate> rates;
        for (const qint64 s : samples) rates.emplace_back(s);
        QCOMPARE(trimmedMean(rates, Rate(tail))->raw(), expected);
    }
    void interestHoldsTheRate_data() {
        QTest::addColumn<qint64>("premium");
        QTest::addColumn<qint64>("expected");
        QTest::newRow("no premium") << qint64{0} << qint64{100};
        QTest::newRow("within 500 of the interest, below") << qint64{-400} << qint64{100};
        QTest::newRow("within 500 of the interest, above") << qint64{600} << qint64{100};
        QTest::newRow("above") << qint64{601} << qint64{101};
        QTest::newRow("below") << qint64{-401} << qint64{99};
        QTest::newRow("the largest there is") << qint64{kMax} << qint64{kMax - 500};
    }
    void interestHoldsTheRate() {
        QFETCH(qint64, premium);
        QFETCH(qint64, expected);
        QCOMPARE(rate8h(Rate(premium), Rate(100)).raw(), expected);
    }
    void largestRates() {
        QCOMPARE(largestRate8h(Ratio(100), Ratio(50)), Rate(30'000)); // 6 * 0.5 %
        QCOMPARE(largestRate8h(Ratio(1'000), Ratio(467)), Rate(319'800));
        QCOMPARE(largestRate8h(Ratio(1'000), Ratio(466)), Rate(320'000)); // 4 % an hour
        QCOMPARE(largestRate8h(Ratio(50), Ratio(100)), Rate(0));
    }
    void twapModelErrors() {
        QCOMPARE(twapRate({Price::of(1), Price::of(1), 0}).error(), MathError::DivideByZero);
        QCOMPARE(twapRate({Price(kMax), Price(kMax), 1, 1}).error(), MathError::Overflow);
        QCOMPARE(twapRate({Price::of(100), Price::of(100), oracle::fundingDivisor(MarketTier::A)}).value(),
                 FundingIndex(833'333)); // the usual premium of 1/5000: $0.02 a day
    }
    void waits_data() {
        QTest::addColumn<qint64>("last");
        QTest::addColumn<qint64>("expected"); // from `last` on
        QTest::newRow("on time") << qint64{7'200} << qint64{3'600};
        QTest::newRow("a third late") << qint64{7'200 + 1'200} << qint64{2'400};
        QTest::newRow("more than a third late") << qint64{7'200 + 1'201} << qint64{5'999};
        QTest::newRow("nearly a period late") << qint64{10'799} << qint64{3'601};
    }
    void waits() {
        QFETCH(qint64, last);
        QFETCH(qint64, expected);
        QCOMPARE(wait(last, last, 3'600), expected);
        QCOMPARE(wait(last + 100, last, 3'600), expected - 100);
        QCOMPARE(wait(last + expected + 5, last, 3'600), 0);
    }
    void formulasThatDoNotFit() {
        QCOMPARE(indexDelta(Rate(kMax), 3'600, Price(kMax)).error(), MathError::Overflow);
        QCOMPARE(indexDelta(Rate(1), 1, Price(1), 40).error(), MathError::Overflow);
        QCOMPARE(payment(FundingIndex(kMax), FundingIndex(-kMax), Quantity(kMax)).error(), MathError::Overflow);
        QCOMPARE(marginClamp(Rate(kMax), Rate(kMax), Rate(0)).error(), MathError::Overflow);
    }

    // ---- the clock

    void samplesEveryFiveSeconds() {
        FundingClock clock(test::solMarket(), UnixNanos(12 * kNanosPerSecond));
        QCOMPARE(clock.nextSample(), UnixNanos(15 * kNanosPerSecond));
        clock.addSample(Rate(7), UnixNanos(15 * kNanosPerSecond - 1)); // too early
        QCOMPARE(clock.state().count, 0);
        clock.addSample(Rate(10), UnixNanos(15 * kNanosPerSecond));
        QCOMPARE(clock.nextSample(), UnixNanos(20 * kNanosPerSecond));
        QCOMPARE(clock.state().count, 1);
        clock.addSample(Rate(40), UnixNanos(34 * kNanosPerSecond)); // 20, 25 and 30 saw the same book
        QCOMPARE(clock.nextSample(), UnixNanos(35 * kNanosPerSecond));
        QCOMPARE(clock.state().count, 4);
        QCOMPARE(clock.averagePremium(), Rate(130 / 4));
        clock.addSample(std::nullopt, UnixNanos(36 * kNanosPerSecond));
        QCOMPARE(clock.nextSample(), UnixNanos(40 * kNanosPerSecond));
        QCOMPARE(clock.state().count, 4);
    }
    void aJumpCountsForAnHour() {
        Market m;
        m.pass(3'000, Rate(1'000));
        m.now = m.now + 10 * kNanosPerDay;
        m.clock.addSample(Rate(50), m.now);
        QCOMPARE(m.clock.averagePremium(), Rate(50));
        QCOMPARE(m.clock.state().count, 720);
        QCOMPARE(m.clock.nextSample(), m.now + kSampleNanos);
    }
    void hugePremiumsAreStoredAsTheyFit() {
        Market m;
        m.pass(5, Rate(kMax));
        QCOMPARE(m.clock.averagePremium(), Rate(std::numeric_limits<std::int32_t>::max()));
    }
    void chargesByTheHour() {
        Market m;
        QCOMPARE(m.clock.nextUpdate(), m.now + kNanosPerHour);
        m.pass(3'599, Rate(10'000));
        QCOMPARE(m.clock.rate8h(), Rate(9'500)); // predicted
        QCOMPARE(m.update().error(), FundingRefusal::NotDue);
        m.pass(1, Rate(10'000));
        const auto update = m.update();
        // 0.95 % of $100 in 8 h, an eighth of it in one.
        QCOMPARE(update.value(),
                 (FundingUpdate{Rate(10'000), Rate(9'500), 3'600, Price::of(100), FundingIndex(118'750'000)}));
        QCOMPARE(payment(update->delta, FundingIndex(0), Quantity::of(2)).value(), Money(-237'500)); // longs pay
        QCOMPARE(payment(update->delta, FundingIndex(0), Quantity::of(-2)).value(), Money(237'500));
        QCOMPARE(m.clock.state().lastRate8h, Rate(9'500));
        QCOMPARE(m.clock.state().lastHourly, FundingIndex(118'750'000));
        QCOMPARE(m.clock.state().lastOracleTwap, Price::of(99));
        QCOMPARE(m.clock.averagePremium(), Rate(0));
        QCOMPARE(m.clock.nextUpdate(), m.now + kNanosPerHour);
        QCOMPARE(m.update().error(), FundingRefusal::NotDue);
    }
    void rateIsLimitedByTheMargin() {
        MarketParams params = test::solMarket();
        params.initialMargin = Ratio(100);
        params.maintenanceMargin = Ratio(50);
        Market m(params);
        m.pass(3'600, Rate(100'000));
        QCOMPARE(m.clock.rate8h(), Rate(30'000));
        QCOMPARE(m.update()->rate8h, Rate(30'000));
        m.pass(3'600, Rate(-100'000));
        QCOMPARE(m.update()->rate8h, Rate(-30'000));
        QVERIFY(m.clock.state().lastHourly < FundingIndex(0));
    }
    void withoutASampleTheInterestIsCharged() {
        Market m;
        m.pass(3'600, std::nullopt);
        QCOMPARE(m.update()->rate8h, Rate(100));
    }
    void lateUpdates() {
        Market m;
        m.pass(3'600 + 1'200, Rate(0));
        QCOMPARE(m.update()->seconds, 3'600); // what is more is not charged
        QCOMPARE(m.clock.nextUpdate(), m.now + 2'400 * kNanosPerSecond);
        m.pass(2'400, Rate(0));
        QCOMPARE(m.update()->seconds, 2'400);
        m.pass(3'600 + 1'201, Rate(0));
        QVERIFY(m.update().has_value());
        QCOMPARE(m.clock.nextUpdate(), m.now + 5'999 * kNanosPerSecond); // the hour after the next
    }
    void refusals_data() {
        QTest::addColumn<int>("expected");
        QTest::newRow("no index that may be used") << static_cast<int>(FundingRefusal::OracleInvalid);
        QTest::newRow("index older than a period") << static_cast<int>(FundingRefusal::PriceOld);
        QTest::newRow("mark too far from the average") << static_cast<int>(FundingRefusal::MarkDivergent);
        QTest::newRow("an index beyond all numbers") << static_cast<int>(FundingRefusal::Overflow);
    }
    void refusals() {
        QFETCH(int, expected);
        Market m;
        m.pass(3'600, Rate(10'000));
        const FundingPrices good = m.prices;
        switch (static_cast<FundingRefusal>(expected)) {
        case FundingRefusal::OracleInvalid: m.prices.index.reset(); break;
        case FundingRefusal::PriceOld: m.prices.publishedAt = m.now + (-kNanosPerHour - 1); break;
        case FundingRefusal::MarkDivergent: m.prices.mark = Price(111'111'300); break;
        case FundingRefusal::Overflow: m.prices.index = Price(kMax); break;
        case FundingRefusal::NotDue: break;
        }
        const FundingState before = m.clock.state();
        QCOMPARE(static_cast<int>(m.update().error()), expected);
        QCOMPARE(m.clock.state(), before);
        m.prices = good;
        QVERIFY(m.update().has_value()); // it stayed due
    }
    void edgesOfTheRefusals() {
        Market m;
        m.pass(3'600, Rate(0));
        m.prices.publishedAt = m.now + -kNanosPerHour;
        m.prices.mark = Price(111'111'111); // 10 % of it above the average
        QVERIFY(m.update().has_value());
        m.pass(3'600, Rate(0));
        m.prices.mark = Price::of(125);
        m.prices.maxDivergence = Rate(200'000);
        QVERIFY(m.update().has_value());
    }
    /// Ten hours without an index: one hour is charged, with the premium of the last hour.
    void missedPeriodsAreNotChargedLater() {
        Market m;
        m.prices.index.reset();
        for (int hour = 0; hour < 9; ++hour) {
            m.pass(3'600, Rate(100'000));
            QCOMPARE(m.update().error(), FundingRefusal::OracleInvalid);
        }
        m.pass(3'600, Rate(1'000));
        m.prices.index = Price::of(100);
        const auto update = m.update();
        QCOMPARE(update->seconds, 3'600);
        QCOMPARE(update->premium, Rate(1'000));
    }

    void statesThatCannotBe_data() {
        QTest::addColumn<int>("which");
        QTest::newRow("as it was") << 0;
        QTest::newRow("a sample off the grid") << 1;
        QTest::newRow("a sample too far ahead") << 2;
        QTest::newRow("an update from the future") << 3;
        QTest::newRow("a place outside") << 4;
        QTest::newRow("more than an hour") << 5;
        QTest::newRow("a period that begins elsewhere") << 6;
        QTest::newRow("a premium that was not counted") << 7;
        QTest::newRow("an update before all time") << 8;
    }
    void statesThatCannotBe() {
        QFETCH(int, which);
        Market m;
        m.pass(60, Rate(5));
        FundingState s = m.clock.state();
        switch (which) {
        case 1: s.nextSample = s.nextSample + 1; break;
        case 2: s.nextSample = s.nextSample + kSampleNanos; break;
        case 3: s.lastUpdate = m.now + 1; break;
        case 4: s.next = 720; break;
        case 5: s.count = 721; break;
        case 6: ++s.next; break;
        case 7: s.premiums[12] = 1; break;
        case 8: s.lastUpdate = UnixNanos(-1); break;
        default: break;
        }
        QCOMPARE(possible(s, m.now), which == 0);
    }

    // ---- properties

    /// spec/perps.md §8 item 4, first half.
    void paymentsOfABookSumToDust() {
        QD_PROPERTY("sum of n payments in (-n, 0]", [] {
            const auto book = zeroNetBook();
            const FundingIndex last(between(-1'000'000'000'000, 1'000'000'000'000));
            const FundingIndex index(between(-1'000'000'000'000, 1'000'000'000'000));
            std::int64_t sum = 0;
            for (const Quantity base : book) {
                const Money paid = payment(index, last, base).value();
                sum += paid.raw();
                // Item 17: on the right side of the exact value, by less than a unit.
                const Int128 exact = (Int128{last.raw()} - index.raw()) * base.raw();
                RC_ASSERT(paid.raw() * Int128{1'000'000'000'000} <= exact);
                RC_ASSERT((paid.raw() + 1) * Int128{1'000'000'000'000} > exact);
            }
            RC_ASSERT(sum <= 0 && sum > -static_cast<std::int64_t>(book.size()));
        });
    }
    /// Item 4, second half.
    void hourByHourIsOneStep() {
        QD_PROPERTY("ticks one by one pay at most a unit a tick more than one step", [] {
            const Quantity base(between(-1'000'000'000'000, 1'000'000'000'000));
            const std::int64_t ticks = between(1, 200);
            const FundingIndex start(between(-1'000'000'000'000, 1'000'000'000'000));
            FundingIndex index = start;
            std::int64_t oneByOne = 0;
            for (std::int64_t i = 0; i < ticks; ++i) {
                const auto delta =
                    indexDelta(Rate(between(-320'000, 320'001)), 3'600, Price(between(10'000, kMax >> 24)));
                const FundingIndex next(index.raw() + delta->raw());
                oneByOne += payment(next, index, base)->raw();
                index = next;
            }
            const std::int64_t step = payment(index, start, base)->raw();
            RC_ASSERT(oneByOne <= step && oneByOne > step - ticks);
        });
    }
    /// The clock against a list of all samples, over random jumps, refusals and updates.
    void clockKeepsTheLastHour() {
        int updates = 0;
        QD_PROPERTY("average of the last 720 samples since the update", [&](std::uint64_t seed) {
            SplitMix64 random(seed);
            const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
            Market m;
            std::vector<std::int64_t> samples;
            UnixNanos last = m.now;
            for (int i = 0; i < 400; ++i) {
                m.now = m.now + below(below(20) == 0 ? 4'000 : 40) * kNanosPerSecond + below(kNanosPerSecond);
                const bool known = below(10) != 0;
                const Rate value(below(20'001) - 10'000);
                while (last.value() / kSampleNanos < m.now.value() / kSampleNanos) {
                    if (known) samples.push_back(value.raw());
                    last = last + kSampleNanos;
                }
                last = m.now;
                if (m.now >= m.clock.nextSample())
                    m.clock.addSample(known ? std::optional(value) : std::nullopt, m.now);
                const auto count = static_cast<std::ptrdiff_t>(std::min<std::size_t>(samples.size(), 720));
                const auto sum = std::accumulate(samples.end() - count, samples.end(), std::int64_t{0});
                RC_ASSERT(m.clock.averagePremium().raw() == (count == 0 ? 0 : sum / count));
                RC_ASSERT(m.clock.nextSample() > m.now && m.clock.nextSample() - m.now <= kSampleNanos);
                RC_ASSERT(possible(m.clock.state(), m.now));
                m.prices.publishedAt = m.now;
                m.prices.index = below(4) == 0 ? std::nullopt : std::optional(Price(1'000'000 + below(100'000'000)));
                FundingClock restored(test::solMarket(), UnixNanos(0));
                restored.restore(m.clock.state());
                const Rate predicted = m.clock.rate8h();
                const auto update = m.update();
                const bool goesOn = restored.update(m.prices, m.now) == update && restored.state() == m.clock.state();
                RC_ASSERT(goesOn);
                if (!update) continue;
                ++updates;
                samples.clear();
                RC_ASSERT(update->rate8h == predicted && update->seconds > 0 && update->seconds <= 3'600);
                RC_ASSERT(m.clock.nextUpdate().value() % kNanosPerHour == 0 && m.clock.nextUpdate() > m.now);
            }
        });
        QVERIFY(updates > 100);
    }
};
QD_TEST(TestFunding);
#include "TestFunding.moc"
