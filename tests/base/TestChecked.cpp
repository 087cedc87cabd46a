#include "core/base/Checked.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <limits>

namespace {

using namespace qd;

/// A random 128-bit value whose magnitude is spread over all lengths.
Int128 anyInt128() {
    const auto high = *rc::gen::arbitrary<std::uint64_t>();
    const auto low = *rc::gen::arbitrary<std::uint64_t>();
    const auto shift = *rc::gen::inRange(0U, 127U);
    const auto value = static_cast<Int128>(((UInt128(high) << 64U) | low) >> shift);
    return *rc::gen::arbitrary<bool>() ? value : static_cast<Int128>(UInt128(0) - static_cast<UInt128>(value));
}

struct Sum256 {
    UInt128 high;
    UInt128 low;
    bool operator==(const Sum256&) const = default;
};
Sum256 plus(UInt256 a, UInt128 b) {
    const UInt128 low = a.low + b;
    return {a.high + (low < b ? 1 : 0), low};
}

} // namespace

class TestChecked : public QObject {
    Q_OBJECT
  private slots:
    void mulDivRounds_data() {
        QTest::addColumn<qint64>("a");
        QTest::addColumn<qint64>("b");
        QTest::addColumn<qint64>("c");
        QTest::addColumn<qint64>("down");
        QTest::addColumn<qint64>("up");
        QTest::addColumn<qint64>("zero");
        QTest::newRow("exact") << 6LL << 2LL << 3LL << 4LL << 4LL << 4LL;
        QTest::newRow("positive") << 7LL << 1LL << 2LL << 3LL << 4LL << 3LL;
        QTest::newRow("negative dividend") << -7LL << 1LL << 2LL << -4LL << -3LL << -3LL;
        QTest::newRow("negative divisor") << 7LL << 1LL << -2LL << -4LL << -3LL << -3LL;
        QTest::newRow("both negative") << -7LL << 1LL << -2LL << 3LL << 4LL << 3LL;
        QTest::newRow("zero") << 0LL << 5LL << -3LL << 0LL << 0LL << 0LL;
    }
    void mulDivRounds() {
        QFETCH(qint64, a);
        QFETCH(qint64, b);
        QFETCH(qint64, c);
        QFETCH(qint64, down);
        QFETCH(qint64, up);
        QFETCH(qint64, zero);
        QVERIFY(mulDiv(a, b, c, Round::Down).value() == down);
        QVERIFY(mulDiv(a, b, c, Round::Up).value() == up);
        QVERIFY(mulDiv(a, b, c, Round::Zero).value() == zero);
    }

    void mulDivIsTheExactQuotient() {
        QD_PROPERTY("a*b = q*c + r with 0 <= r < |c|, in 256 bits", [] {
            const Int128 a = anyInt128();
            const Int128 b = anyInt128();
            const Int128 c = anyInt128();
            RC_PRE(c != 0);
            const auto q = mulDiv(a, b, c, Round::Zero);
            const UInt256 product = multiplyFull(magnitudeOf(a), magnitudeOf(b));
            if (!q) {
                RC_ASSERT(q.error() == MathError::Overflow);
                RC_ASSERT(product.high >= magnitudeOf(c) ||
                          divideFull(product, magnitudeOf(c)).quotient >= UInt128(1) << 127U);
                return;
            }
            const UInt256 back = multiplyFull(magnitudeOf(*q), magnitudeOf(c));
            const UInt128 remainder = divideFull(product, magnitudeOf(c)).remainder;
            RC_ASSERT(remainder < magnitudeOf(c));
            RC_ASSERT((plus(back, remainder) == Sum256{product.high, product.low}));
            const bool negative = ((a < 0) != (b < 0)) != (c < 0);
            RC_ASSERT(*q == 0 || (*q < 0) == negative);
            // Down and Up enclose the exact value, one apart unless it is whole.
            const auto down = mulDiv(a, b, c, Round::Down);
            const auto up = mulDiv(a, b, c, Round::Up);
            if (down && up) RC_ASSERT(*up - *down == (remainder == 0 ? 0 : 1));
        });
    }

    /// The short way of amounts that fit 64 bits and the long way are the same function.
    void timesIsMulDiv() {
        QD_PROPERTY("every length and sign", [] {
            const auto any = [] {
                return *rc::gen::arbitrary<bool>() ? anyInt128() : Int128{*rc::gen::arbitrary<std::int64_t>()};
            };
            const Int128 a = any();
            const Int128 b = any();
            const Int128 c = any();
            for (const Round round : {Round::Down, Round::Up, Round::Zero}) {
                const auto expected = mulDiv(a, b, c, round);
                const Checked got = Checked(a).times(b, c, round);
                RC_ASSERT(got.error() == (expected ? MathError::None : expected.error()));
                if (expected) RC_ASSERT(got.value() == *expected);
            }
        });
        constexpr std::uint64_t kMost = ~std::uint64_t{0};
        QVERIFY(Checked(Int128{kMost}).times(Int128{kMost}, Int128{kMost}, Round::Up).value() == Int128{kMost});
        QVERIFY(Checked(Int128{kMost}).times(2, 2, Round::Up).value() == Int128{kMost});
        // (2^64 - 1)^2 / (2^64 - 2) = 2^64 + a rest: one more than the short way holds.
        QVERIFY(Checked(Int128{kMost}).times(Int128{kMost}, Int128{kMost} - 1, Round::Up).value() == Int128{kMost} + 2);
        QCOMPARE(Checked(1).times(1, 0, Round::Up).error(), MathError::DivideByZero);
    }

    void divideNarrowIsTheQuotient() {
        QD_PROPERTY("high < d", [](std::uint64_t high, std::uint64_t low, std::uint64_t d) {
            RC_PRE(high < d);
            const NarrowResult r = divideNarrow(high, low, d);
            RC_ASSERT(r.remainder < d);
            RC_ASSERT(UInt128(r.quotient) * d + r.remainder == ((UInt128(high) << 64U) | low));
        });
    }

    void multiplyFullMatchesSchoolbook() {
        QD_PROPERTY("32-bit digits give the same product", [] {
            const auto a = static_cast<UInt128>(anyInt128());
            const auto b = static_cast<UInt128>(anyInt128());
            std::uint32_t digits[8] = {};
            for (unsigned i = 0; i < 4; ++i) {
                std::uint64_t carry = 0;
                for (unsigned j = 0; j < 4; ++j) {
                    const std::uint64_t x = static_cast<std::uint32_t>(a >> (32 * i));
                    const std::uint64_t y = static_cast<std::uint32_t>(b >> (32 * j));
                    const std::uint64_t t = x * y + digits[i + j] + carry;
                    digits[i + j] = static_cast<std::uint32_t>(t);
                    carry = t >> 32U;
                }
                digits[i + 4] = static_cast<std::uint32_t>(carry);
            }
            UInt256 expected;
            for (unsigned i = 0; i < 4; ++i) expected.low |= UInt128(digits[i]) << (32 * i);
            for (unsigned i = 0; i < 4; ++i) expected.high |= UInt128(digits[i + 4]) << (32 * i);
            const UInt256 product = multiplyFull(a, b);
            RC_ASSERT(product.low == expected.low && product.high == expected.high);
        });
    }

    void errorsStick() {
        constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
        const Checked big = Checked(kMax) * kMax;
        QVERIFY(big.ok());
        QVERIFY(!(big * kMax).ok());
        QCOMPARE((big * kMax - big * kMax).to<std::int64_t>().error(), MathError::Overflow);
        QCOMPARE(big.to<std::int64_t>().error(), MathError::Overflow);
        QCOMPARE(Checked(1).dividedBy(0, Round::Up).to<std::int64_t>().error(), MathError::DivideByZero);
        QCOMPARE(Checked(kMax).to<std::int64_t>().value(), kMax);
        QCOMPARE(Checked(std::numeric_limits<std::int64_t>::min()).to<std::int64_t>().value(),
                 std::numeric_limits<std::int64_t>::min());
        QVERIFY(!(Checked(std::numeric_limits<std::int64_t>::min()).abs().to<std::int64_t>()));
    }

    void squareRootIsFloor() {
        QD_PROPERTY("r*r <= n < (r+1)*(r+1)", [] {
            const auto n = static_cast<UInt128>(magnitudeOf(anyInt128()));
            const UInt128 r = integerSqrt(n);
            RC_ASSERT(r <= ~std::uint64_t{0});
            RC_ASSERT(r * r <= n);
            const UInt256 next = multiplyFull(r + 1, r + 1);
            RC_ASSERT(next.high != 0 || next.low > n);
        });
        QD_PROPERTY("beside a square", [](std::uint64_t r) {
            RC_PRE(r > 1U);
            const UInt128 square = UInt128(r) * r;
            RC_ASSERT(integerSqrt(square) == r);
            RC_ASSERT(integerSqrt(square - 1) == r - 1);
            RC_ASSERT(integerSqrt(square + 1) == r);
        });
        for (std::uint64_t n = 0; n < 70'000; ++n) {
            const std::uint64_t r = integerSqrt64(n);
            QVERIFY(r * r <= n && (r + 1) * (r + 1) > n);
        }
        QCOMPARE(integerSqrt64(~std::uint64_t{0}), std::uint64_t{0xFFFF'FFFF});
        QVERIFY(integerSqrt(~UInt128{0}) == ~std::uint64_t{0});
        static_assert(integerSqrt(1'000'000) == 1'000);
    }
};
QD_TEST(TestChecked);
#include "TestChecked.moc"
