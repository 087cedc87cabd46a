#include "core/engine/liquidation/BookLiquidation.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <cstdlib>
#include <limits>
#include <utility>
#include <vector>

using namespace qd;
using namespace qd::liquidation;

namespace {

std::int64_t between(std::int64_t low, std::int64_t high) { return *rc::gen::inRange<std::int64_t>(low, high + 1); }

/// A position and pool small enough for the exact fraction to fit 128 bits.
FillableTerms randomTerms() {
    FillableTerms t;
    const std::int64_t sign = *rc::gen::arbitrary<bool>() ? 1 : -1;
    t.base = Quantity(sign * between(1'000, 10'000'000'000));
    t.netNotional = Money(sign * between(1, 10'000'000));
    t.maintenance = Money(between(0, 1'000'000));
    t.pool = {Money(between(-1'000, 3'000)), Money(between(1, 2'000))};
    t.adjustment = Rate(between(0, 3'000'000));
    t.spread = Rate(between(0, 1'000'000));
    return t;
}

struct Fraction {
    Int128 numerator = 0;
    Int128 denominator = 1; ///< > 0
};
/// §3.12 as it stands, times 1e9: quote by base units to a price.
Fraction exactPrice(const FillableTerms& t) {
    const Int128 whole = Int128{t.pool.requirement.raw()} * Rate::kScale;
    Int128 part = (Int128{t.pool.requirement.raw()} - t.pool.collateral.raw()) * t.adjustment.raw();
    part = part < 0 ? 0 : part > whole ? whole : part;
    const Int128 numerator = Int128{t.netNotional.raw()} * whole * Rate::kScale -
                             part * Int128{t.spread.raw()} * Int128{t.maintenance.raw()};
    const Int128 denominator = Int128{t.base.raw()} * whole; // times 1e6, of the 1e9
    return denominator > 0 ? Fraction{numerator * 1'000, denominator} : Fraction{-numerator * 1'000, -denominator};
}

Fraction inLowestTerms(Fraction f) {
    Int128 a = f.numerator < 0 ? -f.numerator : f.numerator;
    Int128 b = f.denominator;
    while (b != 0) a = std::exchange(b, a % b);
    return {f.numerator / a, f.denominator / a};
}

} // namespace

class TestBookLiquidation : public QObject {
    Q_OBJECT
  private slots:
    /// The limit is the tick next to the exact price, on the account's side of it.
    void fillablePriceIsRoundedOnce() {
        int inside = 0;
        QD_PROPERTY("a sell's limit is the tick at or above, a buy's at or below", [&] {
            for (int n = 0; n < 20; ++n) {
                const FillableTerms t = randomTerms();
                const Price tick(between(1, 10'000));
                const Fraction exact = exactPrice(t);
                const Int128 price = liquidation::fillablePrice(t, tick)->raw();
                RC_ASSERT(price >= tick.raw() && price % tick.raw() == 0);
                if (price == tick.raw()) continue;
                ++inside;
                const bool sells = t.base.raw() > 0;
                const Int128 low = sells ? price - tick.raw() : price;
                RC_ASSERT(
                    (sells ? low * exact.denominator < exact.numerator : low * exact.denominator <= exact.numerator));
                const Int128 high = low + tick.raw();
                RC_ASSERT(
                    (sells ? high * exact.denominator >= exact.numerator : high * exact.denominator > exact.numerator));
            }
        });
        QVERIFY(inside > 500);
    }

    void fillablePrice_data() {
        QTest::addColumn<qint64>("base");
        QTest::addColumn<qint64>("collateral");
        QTest::addColumn<qint64>("price");
        // 10 at $100: maintenance 50 of a pool that requires 500; the widest give is 10 % of 50, $0.50 a piece.
        QTest::newRow("long, pool full: at the index") << qint64{10} << qint64{500} << qint64{100'000'000};
        QTest::newRow("long, half gone: half of it") << qint64{10} << qint64{250} << qint64{99'750'000};
        QTest::newRow("long, nothing left: all of it") << qint64{10} << qint64{0} << qint64{99'500'000};
        QTest::newRow("long, less than nothing: not more") << qint64{10} << qint64{-9'000} << qint64{99'500'000};
        QTest::newRow("short, half gone") << qint64{-10} << qint64{250} << qint64{100'250'000};
        QTest::newRow("short, more than required: at the index") << qint64{-10} << qint64{900} << qint64{100'000'000};
    }
    void fillablePrice() {
        QFETCH(qint64, base);
        QFETCH(qint64, collateral);
        QFETCH(qint64, price);
        const FillableTerms t{
            Quantity::of(base), Money::of(base * 100), Money::of(50), {Money::of(collateral), Money::of(500)}};
        QCOMPARE(liquidation::fillablePrice(t, Price(10'000))->raw(), price);
    }

    void fillableQuotientIsExact() {
        QD_PROPERTY("the quotient is what §3.12 says, in lowest terms", [] {
            for (int n = 0; n < 20; ++n) {
                const FillableTerms t = randomTerms();
                const Fraction price = exactPrice(t);
                const Fraction expected = inLowestTerms({price.numerator, price.denominator * Quantity::kScale});
                const Quotient got = fillableQuotient(t).value();
                RC_ASSERT(got.numerator == expected.numerator && got.denominator == expected.denominator);
            }
        });
    }
    /// Account sizes that leave 128 bits and those that cancel before they do.
    void fillableQuotientOfLargeAccounts() {
        const std::int64_t most = std::numeric_limits<std::int64_t>::max();
        const FillableTerms round{
            Quantity(most), Money(most), Money(most), {Money(most / 7), Money(most / 7 * 2)}, Rate(1'000'000)};
        const Quotient quotient = fillableQuotient(round).value();
        QVERIFY(quotient.numerator == 19 && quotient.denominator == 20);
        const FillableTerms odd{Quantity(most),  Money(most - 1), Money(most - 2), {Money(most - 3), Money(most - 4)},
                                Rate(1'000'001), Rate(99'999)};
        QVERIFY(fillableQuotient(odd).value().denominator > 0);
        const FillableTerms tooOdd{Quantity(most), Money(most - 1), Money(most - 2), {Money(1), Money(most - 4)},
                                   Rate(999'983),  Rate(99'991)};
        QCOMPARE(fillableQuotient(tooOdd).error(), MathError::Overflow);
    }

    /// Large accounts of cheap and dear assets: no overflow on the way to a price that fits.
    void fillablePriceOfLargeAccounts() {
        const FillableTerms dear{Quantity::of(1'000'000),
                                 Money::of(1'000'000'000'000),
                                 Money::of(50'000'000'000),
                                 {Money::of(333'333'333'333), Money::of(999'999'999'999)}};
        QCOMPARE(liquidation::fillablePrice(dear, Price(10'000))->raw(), std::int64_t{996'666'670'000});
        const FillableTerms cheap{
            Quantity::of(9'000'000'000), Money::of(90'000'000), Money::of(4'500'000), {Money(-1), Money(7)}};
        QCOMPARE(liquidation::fillablePrice(cheap, Price(1))->raw(), std::int64_t{9'950});
    }

    void fillablePriceNeedsARequirement() {
        FillableTerms t{Quantity::of(1), Money::of(1), Money(0), {Money(0), Money(0)}};
        QCOMPARE(liquidation::fillablePrice(t, Price(1)).error(), MathError::DivideByZero);
        QCOMPARE(fillableQuotient(t).error(), MathError::DivideByZero);
        t.pool.requirement = Money(1);
        t.base = Quantity(0);
        QCOMPARE(liquidation::fillablePrice(t, Price(1)).error(), MathError::DivideByZero);
        QCOMPARE(fillableQuotient(t).error(), MathError::DivideByZero);
        QCOMPARE(bankruptcyValue({Money(1), Money(0)}, Money(1), Money(1)).error(), MathError::DivideByZero);
    }

    /// Closing all positions at their bankruptcy values leaves exactly nothing, but for one unit down a position.
    void bankruptcyValuesUseUpThePool() {
        QD_PROPERTY("the pool's collateral is shared out and nothing more", [] {
            const int count = *rc::gen::inRange(1, 6);
            const Money collateral(between(-1'000'000'000, 1'000'000'000));
            std::vector<std::int64_t> required;
            std::int64_t total = 0;
            for (int k = 0; k < count; ++k) total += required.emplace_back(between(1, 1'000'000'000));
            Int128 given = 0;
            for (const std::int64_t r : required)
                given -= bankruptcyValue({collateral, Money(total)}, Money(0), Money(-r))->raw();
            RC_ASSERT(given <= collateral.raw() && given > collateral.raw() - count);
        });
    }

    void insuranceDelta_data() {
        QTest::addColumn<qint64>("received");
        QTest::addColumn<qint64>("bankruptcy");
        QTest::addColumn<qint64>("delta");
        QTest::newRow("better by more than the fee: the fee")
            << qint64{5'000'000} << qint64{4'000'000} << qint64{50'000};
        QTest::newRow("the fee rounds up") << qint64{5'000'001} << qint64{4'000'000} << qint64{50'001};
        QTest::newRow("better by less: all of it") << qint64{4'000'010} << qint64{4'000'000} << qint64{10};
        QTest::newRow("as bankrupt: nothing") << qint64{4'000'000} << qint64{4'000'000} << qint64{0};
        QTest::newRow("worse: the fund pays") << qint64{3'000'000} << qint64{4'000'000} << qint64{-1'000'000};
        QTest::newRow("short, better") << qint64{-5'000'000} << qint64{-5'499'000} << qint64{50'000};
        QTest::newRow("short, worse") << qint64{-6'000'000} << qint64{-5'499'000} << qint64{-501'000};
    }
    void insuranceDelta() {
        QFETCH(qint64, received);
        QFETCH(qint64, bankruptcy);
        QFETCH(qint64, delta);
        QCOMPARE(liquidation::insuranceDelta(Money(received), Money(bankruptcy), Rate(10'000))->raw(), delta);
    }

    void bookSize_data() {
        QTest::addColumn<qint64>("base");
        QTest::addColumn<qint64>("value");
        QTest::addColumn<qint64>("sinceFirst"); // -1: none was sent
        QTest::addColumn<qint64>("size");
        QTest::newRow("$100,000: everything") << qint64{1'000} << qint64{100'000} << qint64{-1} << qint64{1'000};
        QTest::newRow("more: a fifth") << qint64{2'000} << qint64{100'001} << qint64{-1} << qint64{400};
        QTest::newRow("short: a fifth") << qint64{-2'000} << qint64{100'001} << qint64{-1} << qint64{400};
        QTest::newRow("a fifth, up to step") << qint64{2'010} << qint64{100'001} << qint64{-1} << qint64{410};
        QTest::newRow("step above the position") << qint64{7} << qint64{100'001} << qint64{-1} << qint64{7};
        QTest::newRow("wait") << qint64{1'600} << qint64{90'000} << qint64{29'999} << qint64{0};
        QTest::newRow("then the rest") << qint64{1'600} << qint64{130'000} << qint64{30'000} << qint64{1'600};
    }
    void bookSize() {
        QFETCH(qint64, base);
        QFETCH(qint64, value);
        QFETCH(qint64, sinceFirst);
        QFETCH(qint64, size);
        const UnixNanos now = UnixNanos::fromMillis(1'700'000'000'000);
        const auto first = sinceFirst < 0 ? std::nullopt : std::optional(now + -sinceFirst * kNanosPerMilli);
        QCOMPARE(liquidation::bookSize(Quantity(base), Money::of(value), Quantity(10), first, now)->raw(), size);
    }
};
QD_TEST(TestBookLiquidation);
#include "TestBookLiquidation.moc"
