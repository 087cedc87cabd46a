#include "core/engine/ledger/FeeTiers.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

using namespace qd;
using namespace qd::ledger;

namespace {

std::int64_t anyWithin(std::int64_t limit) { return *rc::gen::inRange<std::int64_t>(-limit, limit + 1); }

} // namespace

class TestPosition : public QObject {
    Q_OBJECT
  private slots:
    /// spec/perps.md §3.10: quote - entry = sum of realised and fees, exactly, over any run of fills.
    void identityHolds() {
        QD_PROPERTY("quote - entry = realised - fees", [] {
            Position p;
            std::int64_t realised = 0;
            std::int64_t fees = 0;
            const int steps = *rc::gen::inRange(1, 100);
            for (int i = 0; i < steps; ++i) {
                const std::int64_t base = anyWithin(1'000'000'000'000);
                RC_PRE(base != 0);
                const std::int64_t value = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000);
                const auto change = withFill(p, Quantity(base), Money(base > 0 ? -value : value));
                RC_ASSERT(change.has_value());
                const std::int64_t fee = anyWithin(1'000'000);
                p = withFee(change->after, Money(fee)).value();
                realised += change->realised.raw();
                fees += fee;
                RC_ASSERT(p.quote.raw() - p.entry.raw() == realised - fees);
                if (p.base.isZero()) RC_ASSERT(p.entry.isZero());
            }
        });
    }

    /// §1.2: the fill quote is within one unit of the exact value, on the maker's side of it.
    void fillQuoteRoundsForTheMaker() {
        QD_PROPERTY("maker buys: down; maker sells: up", [] {
            const auto size = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000'000);
            const auto px = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
            const Int128 exact = Int128{size} * px; // 1e9 units of quote
            const Int128 down = fillQuote(Quantity(size), Price(px), true).value().raw();
            const Int128 up = fillQuote(Quantity(size), Price(px), false).value().raw();
            RC_ASSERT(down * Quantity::kScale <= exact && exact - down * Quantity::kScale < Quantity::kScale);
            RC_ASSERT(up * Quantity::kScale >= exact && up * Quantity::kScale - exact < Quantity::kScale);
        });
    }

    void feesRoundAgainstTheTaker() {
        QD_PROPERTY("taker up, rebate down, the market never pays", [] {
            const auto quote = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000);
            const auto taker = *rc::gen::inRange<std::int64_t>(0, 100'000);
            const auto maker = *rc::gen::inRange<std::int64_t>(0, taker + 1);
            const auto fees = crossFees(Money(quote), {taker, maker, 1'000'000, 0, false}).value();
            RC_ASSERT(Int128{fees.taker.raw()} * 1'000'000 >= Int128{quote} * taker);
            RC_ASSERT((Int128{fees.taker.raw()} - 1) * 1'000'000 < Int128{quote} * taker);
            RC_ASSERT(Int128{fees.rebate.raw()} * 1'000'000 <= Int128{quote} * maker);
            RC_ASSERT(fees.market.raw() >= 0);
            RC_ASSERT(fees.taker.raw() == fees.rebate.raw() + fees.market.raw());
        });
    }

    /// A tenth of the fee before it each way, down; what is paid is shared out to the last unit.
    void aReferredFeeIsSharedOut() {
        QD_PROPERTY("discount and reward are a tenth of the fee, down", [] {
            const auto quote = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000);
            const auto rate = *rc::gen::inRange<std::int64_t>(0, 100'000);
            MarketParams market;
            market.takerFee = Rate(rate);
            market.makerRebate = Rate(*rc::gen::inRange<std::int64_t>(0, rate + 1));
            const FeeTerms plain = feeTermsOf(market, {Ratio(Ratio::kScale), false});
            const FeeTerms referred = feeTermsOf(market, {Ratio(Ratio::kScale), true, true});
            const auto before = crossFees(Money(quote), plain).value();
            const auto fees = crossFees(Money(quote), referred).value();
            const std::int64_t tenth = referred.referred ? before.taker.raw() / 10 : 0;
            RC_ASSERT(fees.discount.raw() == tenth && fees.reward.raw() == tenth);
            RC_ASSERT(fees.taker.raw() == before.taker.raw() - tenth && fees.rebate == before.rebate);
            RC_ASSERT(fees.market.raw() >= 0);
            RC_ASSERT(fees.taker.raw() == fees.rebate.raw() + fees.reward.raw() + fees.market.raw());
            // Nobody is there to get it: the taker pays the same, and the market keeps it.
            const auto kept = crossFees(Money(quote), feeTermsOf(market, {Ratio(Ratio::kScale), true, false})).value();
            RC_ASSERT(kept.taker == fees.taker && kept.discount == fees.discount && kept.reward.isZero());
            RC_ASSERT(kept.market.raw() == fees.market.raw() + tenth);
        });
    }

    void entryPriceRoundsAgainstTheHolder() {
        const Position longOne{Quantity(3'000'000'000), Money(-100'000'000), Money(-100'000'000), Money(-100'000'000)};
        QCOMPARE(entryPrice(longOne), Price(33'333'334));
        const Position shortOne{Quantity(-3'000'000'000), Money(100'000'000), Money(100'000'000), Money(100'000'000)};
        QCOMPARE(entryPrice(shortOne), Price(33'333'333));
        QCOMPARE(entryPrice({}), Price(0));
    }

    void overflowIsAnError() {
        const Position p{Quantity(1), Money(std::numeric_limits<std::int64_t>::min()), Money(0), Money(0)};
        QVERIFY(!withFill(p, Quantity(1), Money(-1)).has_value());
        QVERIFY(!withFee(p, Money(1)).has_value());
        QVERIFY(!fillQuote(Quantity(std::numeric_limits<std::int64_t>::max()),
                           Price(std::numeric_limits<std::int64_t>::max()), true)
                     .has_value());
    }
};
QD_TEST(TestPosition);
#include "TestPosition.moc"
