// Size: an oracle has many faults, and each is a row or a short story.
#include "core/base/Random.h"
#include "core/engine/oracle/Oracle.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <vector>

using namespace qd;
using namespace qd::oracle;

namespace {

constexpr std::uint8_t kPrimary = 0;
constexpr std::uint8_t kSecondary = 1;
constexpr std::array<std::uint8_t, 3> kExchanges{2, 3, 4};

std::int64_t between(std::int64_t low, std::int64_t high) { return *rc::gen::inRange<std::int64_t>(low, high); }

OracleParams solOracle() {
    OracleParams p;
    p.symbol = "SOL/USD";
    p.weights = {0, 0, 3, 2, 2, 1, 1, 1, 1, 0};
    return p;
}

/// An oracle and the hand that feeds it; keeps the time.
class Feed {
  public:
    explicit Feed(OracleParams params = solOracle()) : oracle(std::move(params)) {}

    OracleChange send(std::uint8_t source, Price price, std::int64_t ageMs = 0) {
        return oracle.report({{}, source, price, Price(10'000), now + -ageMs * kNanosPerMilli, true}, now);
    }
    OracleChange primary(Price price) { return send(kPrimary, price); }
    OracleChange secondary(Price price) { return send(kSecondary, price); }
    void wait(std::int64_t millis) { now = now + millis * kNanosPerMilli; }

    /// Primary and secondary of one opinion; then the primary falls silent and the secondary goes on until it counts.
    void failOver() {
        primary(Price::of(100));
        secondary(Price::of(100));
        wait(30'000);
        QCOMPARE(secondary(Price::of(101)), (OracleChange{.accepted = true}));
        wait(30'001);
        QCOMPARE(secondary(Price::of(101)), (OracleChange{.accepted = true, .failedOver = true}));
    }
    [[nodiscard]] std::optional<Price> price(PriceUse use) const { return oracle.price(use, now); }
    [[nodiscard]] OracleStatus status() const { return oracle.status(now); }
    [[nodiscard]] BreakerCause breaker() const { return oracle.breaker(now); }

    Oracle oracle;
    UnixNanos now = UnixNanos(1'700'000'000 * kNanosPerSecond);
};

constexpr std::array kUses{PriceUse::PoolFill, PriceUse::OffsetOrder, PriceUse::Margin, PriceUse::Match,
                           PriceUse::Funding,  PriceUse::Trigger,     PriceUse::Average};

} // namespace

class TestOracle : public QObject {
    Q_OBJECT
  private slots:
    // ---- sources

    void nothingHeard() {
        const Feed f;
        QCOMPARE(f.status(), OracleStatus::NonPositive);
        for (const PriceUse use : kUses) QVERIFY(!f.price(use));
        QCOMPARE(f.breaker(), BreakerCause::None);
        QCOMPARE(f.oracle.displayPrice(f.now), Price(0));
    }
    void firstReport() {
        Feed f;
        QCOMPARE(f.primary(Price::of(150)), (OracleChange{.accepted = true}));
        QCOMPARE(f.status(), OracleStatus::Valid);
        QCOMPARE(f.price(PriceUse::PoolFill), Price::of(150));
        QCOMPARE(f.oracle.source(PriceUse::PoolFill, f.now), OracleSource::Primary);
        QCOMPARE(f.oracle.twap5(), Price::of(150));
        QCOMPARE(f.oracle.twap60(), Price::of(150));
        QCOMPARE(f.oracle.publishedAt(f.now), f.now);
    }
    void ignoredReports() {
        Feed f;
        f.primary(Price::of(100));
        const OracleState before = f.oracle.state();
        QVERIFY(!f.primary(Price::of(100)).accepted);                             // the same again
        QVERIFY(!f.send(kPrimary, Price::of(101), 1).accepted);                   // older than the last
        QVERIFY(!f.send(9, Price::of(100)).accepted);                             // an exchange without weight
        QVERIFY(!f.send(kOracleSources, Price::of(100)).accepted);                // no such source
        QVERIFY(!f.send(kSecondary, Price::of(100), 1'700'000'000'001).accepted); // from before all time
        QVERIFY(!f.oracle.report({{}, kSecondary, Price::of(100), Price(-1), f.now, true}, f.now).accepted);
        QCOMPARE(f.oracle.state(), before);
        QVERIFY(f.primary(Price::of(101)).accepted); // of the same moment, but another
    }
    /// A clock that runs ahead must not keep a dead source alive.
    void reportFromTheFutureAgesFromItsArrival() {
        Feed f;
        QVERIFY(f.send(kPrimary, Price::of(100), -3'600'000).accepted);
        f.wait(60'001);
        QCOMPARE(f.status(), OracleStatus::StaleForMargin);
    }
    void staleIsFoundAtTheQuestion() {
        Feed f;
        f.primary(Price::of(100));
        f.wait(5'000);
        QCOMPARE(f.status(), OracleStatus::Valid);
        f.wait(1);
        QCOMPARE(f.status(), OracleStatus::StaleForFill);
        QVERIFY(!f.price(PriceUse::PoolFill));
        QCOMPARE(f.price(PriceUse::Margin), Price::of(100));
        f.wait(55'000);
        QCOMPARE(f.status(), OracleStatus::StaleForMargin);
        QVERIFY(!f.price(PriceUse::Margin));
        QCOMPARE(f.price(PriceUse::Match), Price::of(100));
        QCOMPARE(f.breaker(), BreakerCause::Stale);
    }
    void stableCoinsMayBeLater() {
        OracleParams params = solOracle();
        params.stableCoin = true;
        Feed f(params);
        f.primary(Price::of(1));
        f.wait(180'000);
        QCOMPARE(f.status(), OracleStatus::StaleForFill);
        QCOMPARE(f.breaker(), BreakerCause::None);
        f.wait(1);
        QCOMPARE(f.status(), OracleStatus::StaleForMargin);
        QCOMPARE(f.breaker(), BreakerCause::Stale);
    }

    void anotherSourceForAUseTheFirstIsTooOldFor() {
        Feed f;
        f.primary(Price::of(100));
        f.secondary(Price::of(101));
        f.wait(5'001);
        QCOMPARE(f.secondary(Price::of(102)), (OracleChange{.accepted = true}));
        QCOMPARE(f.price(PriceUse::PoolFill), Price::of(102));
        QCOMPARE(f.oracle.source(PriceUse::PoolFill, f.now), OracleSource::Secondary);
        QCOMPARE(f.price(PriceUse::Margin), Price::of(100));
        QCOMPARE(f.status(), OracleStatus::Valid);
    }
    void failOverAndRecovery() {
        Feed f;
        f.failOver();
        for (const PriceUse use : kUses) QCOMPARE(f.price(use), Price::of(101));
        QCOMPARE(f.oracle.source(PriceUse::Margin, f.now), OracleSource::Secondary);
        for (int i = 1; i < kRecoveryUpdates; ++i) {
            f.wait(1'000);
            QCOMPARE(f.primary(Price::of(102)), (OracleChange{.accepted = true}));
            QCOMPARE(f.price(PriceUse::Trigger), Price::of(101));
        }
        f.wait(1'000);
        QVERIFY(f.primary(Price::of(102)).recovered);
        QCOMPARE(f.price(PriceUse::Trigger), Price::of(102));
    }
    void recoveryStartsAgain_data() {
        QTest::addColumn<int>("fault");
        QTest::newRow("after an update that is uncertain") << 0;
        QTest::newRow("after an update of few publishers") << 1;
        QTest::newRow("after a silence") << 2;
    }
    void recoveryStartsAgain() {
        QFETCH(int, fault);
        Feed f;
        f.failOver();
        for (int i = 0; i < kRecoveryUpdates - 1; ++i) {
            f.wait(1'000);
            f.primary(Price::of(101));
        }
        QCOMPARE(f.oracle.state().recovery, kRecoveryUpdates - 1);
        if (fault == 2)
            f.wait(60'001);
        else
            f.oracle.report({{}, kPrimary, Price::of(101), Price::of(fault == 0 ? 50 : 0), f.now, fault == 0}, f.now);
        f.wait(1'000);
        QVERIFY(!f.primary(Price::of(101)).recovered);
        QCOMPARE(f.oracle.state().recovery, 1);
    }
    void timeAloneFailsOver() {
        Feed f;
        f.primary(Price::of(100));
        f.wait(30'000);
        f.primary(Price::of(100));
        f.wait(59'000);
        QVERIFY(f.secondary(Price::of(100)).accepted); // the primary is not valid any more: nothing to compare with
        f.wait(2'000);
        QVERIFY(!f.oracle.advance(f.now).failedOver);
        f.primary(Price::of(100));
        f.wait(59'000);
        f.secondary(Price::of(100));
        QVERIFY(!f.oracle.advance(f.now).failedOver);
        f.wait(2'000);
        QVERIFY(f.oracle.advance(f.now).failedOver);
        QVERIFY(!f.oracle.advance(f.now).failedOver);
    }
    void neverComparedIsNoFallback() {
        Feed f;
        f.secondary(Price::of(100));
        QCOMPARE(f.status(), OracleStatus::NonPositive);
        QVERIFY(!f.price(PriceUse::Average));
        QCOMPARE(f.oracle.twap5(), Price(0));
    }
    void divergentIsNoFallback() {
        Feed f;
        f.primary(Price::of(100));
        f.secondary(Price::of(102)); // 2 %: together
        QCOMPARE(f.breaker(), BreakerCause::None);
        f.wait(1'000);
        QCOMPARE(f.secondary(Price(102'000'001)).tripped, BreakerCause::Spread);
        f.wait(60'000);
        QVERIFY(!f.secondary(Price::of(100)).failedOver); // they parted when both were last valid
        QVERIFY(!f.price(PriceUse::Margin));
        QCOMPARE(f.price(PriceUse::Match), Price::of(100)); // the old primary still serves what it may
        QCOMPARE(f.oracle.source(PriceUse::Match, f.now), OracleSource::Primary);
    }
    void aBadPrimaryDoesNotMoveTheAverage() {
        Feed f;
        f.primary(Price::of(100));
        f.secondary(Price::of(100));
        f.wait(1'000);
        const OracleChange change = f.primary(Price::of(700));
        QVERIFY(change.failedOver);
        QCOMPARE(change.tripped, BreakerCause::None);
        QCOMPARE(f.price(PriceUse::Margin), Price::of(100));
        QCOMPARE(f.oracle.twap5(), Price(100'000'001)); // one unit, as the formula has it
    }
    void priceZeroIsNoPrice() {
        Feed f;
        f.primary(Price::of(100));
        f.wait(1'000);
        QVERIFY(f.primary(Price(0)).accepted);
        QCOMPARE(f.status(), OracleStatus::NonPositive);
        QVERIFY(!f.price(PriceUse::Average));
        QCOMPARE(f.oracle.displayPrice(f.now), Price::of(100)); // people see the average
    }

    void exchangesStandInFromThreeOn() {
        Feed f;
        f.primary(Price::of(100));
        f.send(2, Price::of(100));
        f.send(3, Price::of(101));
        QVERIFY(!f.oracle.state().exchangesAgreed);
        f.send(4, Price::of(101)); // weights 3, 2, 2: the middle one of 100, 101, 101
        QVERIFY(f.oracle.state().exchangesAgreed);
        f.wait(60'000);
        for (const std::uint8_t source : kExchanges) f.send(source, Price::of(101));
        f.wait(1);
        QVERIFY(f.oracle.advance(f.now).failedOver);
        QCOMPARE(f.price(PriceUse::PoolFill), Price::of(101));
        QCOMPARE(f.oracle.source(PriceUse::Margin, f.now), OracleSource::Exchanges);
        QCOMPARE(f.breaker(), BreakerCause::None);
        f.wait(5'000); // one second more, and none of them is fresh
        QVERIFY(!f.price(PriceUse::Match));
    }
    void divergentExchangesAreNoFallback() {
        Feed f;
        for (const std::uint8_t source : kExchanges) f.send(source, Price::of(103));
        QVERIFY(!f.price(PriceUse::Average)); // never compared
        QCOMPARE(f.primary(Price::of(100)).tripped, BreakerCause::Spread);
        f.wait(5'001);
        for (const std::uint8_t source : kExchanges) f.send(source, Price::of(100));
        QVERIFY(!f.price(PriceUse::PoolFill));
    }
    void medianIsAsOldAsItsOldest() {
        Feed f;
        f.primary(Price::of(100));
        f.wait(10'000);
        f.primary(Price::of(100));
        for (const std::uint8_t source : kExchanges) f.send(source, Price::of(100), 3'000 - source * 1'000);
        QCOMPARE(f.oracle.publishedAt(f.now), f.now);
        f.oracle.report({{}, kPrimary, Price(0), Price(0), f.now, true}, f.now);
        QCOMPARE(f.oracle.source(PriceUse::Margin, f.now), OracleSource::Exchanges);
        QCOMPARE(f.oracle.publishedAt(f.now), f.now + -1'000 * kNanosPerMilli);
    }
    void directSecondaryBeforeTheMedian() {
        Feed f;
        f.primary(Price::of(100));
        f.secondary(Price::of(101));
        for (const std::uint8_t source : kExchanges) f.send(source, Price::of(99));
        f.wait(5'001);
        for (const std::uint8_t source : kExchanges) f.send(source, Price::of(99));
        QCOMPARE(f.price(PriceUse::PoolFill), Price::of(99));
        QCOMPARE(f.oracle.source(PriceUse::PoolFill, f.now), OracleSource::Exchanges);
        f.secondary(Price::of(101));
        QCOMPARE(f.price(PriceUse::PoolFill), Price::of(101));
    }
    /// Half of the weight lies on either side.
    void medianIsWeighted() {
        QD_PROPERTY("as if every exchange stood there as often as it weighs", [] {
            OracleParams params = solOracle();
            params.maxSpread = Rate(1'000'000);
            params.breakerMove = Rate(0);
            Feed f(params);
            f.primary(Price::of(100));
            std::vector<std::int64_t> each;
            const auto count = static_cast<std::uint8_t>(between(3, 8));
            for (std::uint8_t i = 0; i < count; ++i) {
                const std::int64_t p = between(99'000'000, 101'000'000);
                f.send(static_cast<std::uint8_t>(kFirstExchangeSource + i), Price(p));
                each.insert(each.end(), params.weights[kFirstExchangeSource + i], p);
            }
            std::ranges::sort(each);
            const std::size_t half = each.size() / 2;
            const std::int64_t expected = each.size() % 2 == 1 ? each[half] : (each[half - 1] + each[half]) / 2;
            f.oracle.report({{}, kPrimary, Price(0), Price(0), f.now, true}, f.now);
            RC_ASSERT(f.price(PriceUse::PoolFill)->raw() == expected);
        });
    }

    // ---- circuit breaker

    void moveTripsTheBreaker_data() {
        QTest::addColumn<qint64>("to");
        QTest::addColumn<bool>("trips");
        QTest::newRow("10 % up") << qint64{110'000'000} << false;
        QTest::newRow("more than 10 % up") << qint64{110'000'001} << true;
        QTest::newRow("10 % down") << qint64{90'000'000} << false;
        QTest::newRow("more than 10 % down") << qint64{89'999'999} << true;
    }
    void moveTripsTheBreaker() {
        QFETCH(qint64, to);
        QFETCH(bool, trips);
        Feed f;
        f.primary(Price::of(100));
        f.wait(1'000);
        QCOMPARE(f.primary(Price(to)).tripped, trips ? BreakerCause::Move : BreakerCause::None);
        QCOMPARE(f.breaker(), trips ? BreakerCause::Move : BreakerCause::None);
    }
    /// Five minutes in slots of ten seconds: the price of the first slot is forgotten when the thirty-first begins.
    void moveIsForgottenAfterFiveMinutes_data() {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<bool>("trips");
        QTest::newRow("within") << 299 << true;
        QTest::newRow("after") << 300 << false;
    }
    void moveIsForgottenAfterFiveMinutes() {
        QFETCH(int, seconds);
        QFETCH(bool, trips);
        Feed f;
        f.primary(Price::of(100));
        for (int t = 1; t < seconds; ++t) {
            f.wait(1'000);
            QCOMPARE(f.primary(Price::of(105)).tripped, BreakerCause::None);
        }
        f.wait(1'000);
        QCOMPARE(f.primary(Price::of(111)).tripped, trips ? BreakerCause::Move : BreakerCause::None);
    }
    void priceUsedForNothingDoesNotTrip() {
        Feed f;
        f.primary(Price::of(100));
        f.wait(1'000);
        QCOMPARE(f.primary(Price::of(700)).tripped, BreakerCause::None);
        QCOMPARE(f.status(), OracleStatus::TooVolatile);
    }
    void breakerResetsAfterAnHour() {
        Feed f;
        f.primary(Price::of(100));
        f.wait(1'000);
        QCOMPARE(f.primary(Price::of(120)).tripped, BreakerCause::Move);
        const UnixNanos tripped = f.now;
        while (f.now - tripped < kBreakerNanos - kNanosPerSecond) {
            f.wait(1'000);
            QCOMPARE(f.primary(Price::of(120)), (OracleChange{.accepted = true})); // tripped once, whatever follows
            QCOMPARE(f.breaker(), BreakerCause::Move);
        }
        f.wait(1'000);
        QCOMPARE(f.breaker(), BreakerCause::None); // found at the question, before any message
        QCOMPARE(f.oracle.advance(f.now), (OracleChange{.breakerReset = true}));
        QCOMPARE(f.primary(Price::of(120)), (OracleChange{.accepted = true}));
        QCOMPARE(f.breaker(), BreakerCause::None);
    }
    void adminResetsTheBreaker() {
        Feed f;
        QVERIFY(!f.oracle.resetBreaker());
        f.primary(Price::of(100));
        f.wait(1'000);
        f.primary(Price::of(120));
        QVERIFY(f.oracle.resetBreaker());
        QCOMPARE(f.breaker(), BreakerCause::None);
        f.wait(1'000);
        QCOMPARE(f.primary(Price::of(121)).tripped, BreakerCause::None); // the old prices went with it
        f.wait(1'000);
        QCOMPARE(f.primary(Price::of(140)).tripped, BreakerCause::Move);
    }
    void spreadTripsAgainWhileItLasts() {
        Feed f;
        f.primary(Price::of(100));
        QCOMPARE(f.secondary(Price::of(103)).tripped, BreakerCause::Spread);
        QVERIFY(f.oracle.resetBreaker());
        QCOMPARE(f.secondary(Price(103'000'001)).tripped, BreakerCause::Spread);
    }
    void spreadOfTheExchangesTripsToo() {
        Feed f;
        f.secondary(Price::of(100));
        for (const std::uint8_t source : {kExchanges[0], kExchanges[1]}) f.send(source, Price::of(103));
        QCOMPARE(f.breaker(), BreakerCause::None);
        QCOMPARE(f.send(kExchanges[2], Price::of(103)).tripped, BreakerCause::Spread);
    }
    void silenceTripsTheBreaker() {
        Feed f;
        f.primary(Price::of(100));
        f.wait(60'000);
        QCOMPARE(f.breaker(), BreakerCause::None);
        QCOMPARE(f.oracle.advance(f.now), OracleChange{});
        f.wait(1);
        QCOMPARE(f.breaker(), BreakerCause::Stale);
        QCOMPARE(f.oracle.advance(f.now).tripped, BreakerCause::Stale);
        f.wait(2 * 3'600'000);
        QCOMPARE(f.oracle.advance(f.now), OracleChange{}); // still silent: no reset
        QCOMPARE(f.breaker(), BreakerCause::Stale);
        QVERIFY(!f.primary(Price::of(100)).breakerReset); // what it was before the message
        QVERIFY(f.oracle.advance(f.now).breakerReset);
        QCOMPARE(f.breaker(), BreakerCause::None);
    }
    /// Halted for the hour also when nobody asked while it was silent.
    void silenceIsRemembered() {
        Feed f;
        f.primary(Price::of(100));
        f.wait(90'000);
        QCOMPARE(f.primary(Price::of(100)).tripped, BreakerCause::Stale);
        QCOMPARE(f.status(), OracleStatus::Valid);
        QCOMPARE(f.breaker(), BreakerCause::Stale);
    }
    void withoutABreaker() {
        OracleParams params = solOracle();
        params.breakerMove = Rate(0);
        Feed f(params);
        f.primary(Price::of(100));
        f.secondary(Price::of(150));
        f.wait(90'000);
        QCOMPARE(f.oracle.advance(f.now), OracleChange{});
        QCOMPARE(f.primary(Price::of(50)), (OracleChange{.accepted = true}));
        QCOMPARE(f.breaker(), BreakerCause::None);
    }

    // ---- what it remembers

    void statesThatCannotBe_data() {
        QTest::addColumn<int>("which");
        QTest::newRow("as it was") << 0;
        QTest::newRow("a source from the future") << 1;
        QTest::newRow("a source without weight") << 2;
        QTest::newRow("a negative confidence") << 3;
        QTest::newRow("a price of a source never heard") << 4;
        QTest::newRow("an average from the future") << 5;
        QTest::newRow("averages of two times") << 6;
        QTest::newRow("recovered, and not yet back") << 7;
        QTest::newRow("recovering without a fail-over") << 8;
        QTest::newRow("tripped in the future") << 9;
        QTest::newRow("a time, and not tripped") << 10;
        QTest::newRow("no such cause") << 11;
        QTest::newRow("a range in a wrong place") << 12;
        QTest::newRow("a range upside down") << 13;
        QTest::newRow("a range from the future") << 14;
        QTest::newRow("a negative average") << 15;
    }
    void statesThatCannotBe() {
        QFETCH(int, which);
        Feed f;
        f.failOver();
        OracleState s = f.oracle.state();
        const auto later = f.now + kNanosPerHour;
        const auto slot = static_cast<std::size_t>(f.now.value() / (10 * kNanosPerSecond)) % kRangeSlots;
        switch (which) {
        case 1: s.sources[1].publishedAt = later; break;
        case 2: s.sources[9] = s.sources[1]; break;
        case 3: s.sources[1].confidence = Price(-1); break;
        case 4: s.sources[5].price = Price(1); break;
        case 5: s.twap5.second = s.twap60.second = later.value() / kNanosPerSecond; break;
        case 6: --s.twap5.second; break;
        case 7: s.recovery = kRecoveryUpdates; break;
        case 8:
            s.recovery = 1;
            s.onSecondary = false;
            break;
        case 9:
            s.breaker = BreakerCause::Move;
            s.trippedAt = later;
            break;
        case 10: s.trippedAt = f.now; break;
        case 11:
            s.breaker = static_cast<BreakerCause>(4);
            s.trippedAt = f.now;
            break;
        case 12: s.ranges[(slot + 1) % kRangeSlots] = s.ranges[slot]; break;
        case 13: s.ranges[slot].low = Price(s.ranges[slot].high.raw() + 1); break;
        case 14: s.ranges[slot].slot += 30; break;
        case 15: s.twap5.value = Price(-1); break;
        default: break;
        }
        QCOMPARE(possible(s, f.oracle.params(), f.now), which == 0);
    }

    /// Random feeds with jumps, silences and lies: what it says is consistent, what it remembers is possible, time
    /// alone makes nothing better, and a restored oracle goes on as the first.
    void randomFeeds() {
        std::array<int, 4> tripped{};
        int failedOver = 0;
        int recovered = 0;
        int resets = 0;
        QD_PROPERTY("consistent after every report", [&](std::uint64_t seed) {
            SplitMix64 random(seed);
            const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
            Feed f;
            f.oracle = Oracle(solOracle());
            std::int64_t centre = 100'000'000;
            for (int i = 0; i < 1'000; ++i) {
                if (below(60) == 0) f.wait(below(100'000));
                if (below(500) == 0) f.wait(4'000'000);
                f.wait(below(1'500));
                centre += (below(2'001) - 1'000) * centre / 400'000;
                std::int64_t p = centre + (below(2'001) - 1'000) * centre / 1'000'000;
                if (below(150) == 0) p = p * (5 + below(15)) / 10;
                if (below(300) == 0) p = -p;
                const auto source = static_cast<std::uint8_t>(below(3) == 0 ? below(10) : below(2));
                const Price confidence(below(100) == 0 ? centre / 20 : centre / 1'000);
                const OracleChange change = f.oracle.report(
                    {{}, source, Price(p), confidence, f.now + -below(3'000) * kNanosPerMilli, below(50) != 0}, f.now);
                ++tripped[static_cast<std::size_t>(change.tripped)];
                failedOver += change.failedOver ? 1 : 0;
                recovered += change.recovered ? 1 : 0;
                resets += change.breakerReset ? 1 : 0;
                RC_ASSERT(possible(f.oracle.state(), f.oracle.params(), f.now));
                for (const PriceUse use : kUses) {
                    RC_ASSERT(f.price(use).has_value() == allowed(f.status(), use));
                    RC_ASSERT(f.price(use).has_value() == (f.oracle.source(use, f.now) != OracleSource::None));
                    if (f.price(use)) RC_ASSERT(f.price(use)->raw() > 0);
                }
                const UnixNanos later = f.now + below(100'000) * kNanosPerMilli;
                RC_ASSERT(f.oracle.status(later) <= f.status());
                if (below(50) != 0) continue;
                Oracle restored(f.oracle.params());
                restored.restore(f.oracle.state());
                f.oracle = restored;
                RC_ASSERT(restored.advance(later) == Oracle(f.oracle).advance(later));
            }
        });
        QVERIFY(tripped[1] > 0 && tripped[2] > 0 && tripped[3] > 0);
        QVERIFY(failedOver > 0 && recovered > 0 && resets > 0);
    }
};
QD_TEST(TestOracle);
#include "TestOracle.moc"
