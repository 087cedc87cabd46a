#include "core/engine/exchange/Validation.h"
#include "core/engine/risk/Margin.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <limits>

using namespace qd;
using namespace qd::risk;

namespace {

std::int64_t between(std::int64_t low, std::int64_t high) { return *rc::gen::inRange<std::int64_t>(low, high); }

struct Book {
    std::vector<MarketParams> markets;
    std::vector<PositionExposure> positions;
    Money collateral;
    [[nodiscard]] AccountExposure exposure() const { return {collateral, positions}; }
};

MarketParams randomMarket() {
    MarketParams p;
    p.maintenanceMargin = Ratio(between(50, 1'000));
    p.initialMargin = Ratio(p.maintenanceMargin.raw() + between(1, 1'000));
    p.maxPrice = Price(std::numeric_limits<std::int64_t>::max());
    p.imf = Rate(*rc::gen::element<std::int64_t>(0, 0, 50, 1'000));
    return p;
}

Book randomBook() {
    Book b;
    const auto count = static_cast<std::size_t>(between(1, 4));
    for (std::size_t i = 0; i < count; ++i) b.markets.push_back(randomMarket());
    for (std::size_t i = 0; i < count; ++i) {
        PositionExposure p;
        p.market = &b.markets[i];
        p.price = Price(between(10'000, 100'000'000'000));
        p.base = Quantity(between(-1'000'000'000'000, 1'000'000'000'000));
        const auto value = static_cast<std::int64_t>(Int128{p.base.raw()} * p.price.raw() / Quantity::kScale);
        p.quote = Money(-value + between(-std::abs(value) / 50, std::abs(value) / 50 + 1));
        b.positions.push_back(p);
    }
    b.collateral = Money(between(0, 10'000'000'000'000));
    return b;
}

bool solventAt(Book b, std::size_t index, Price price) {
    b.positions[index].price = price;
    return !isLiquidatable(marginTotals(b.exposure(), MarginKind::Maintenance).value());
}

} // namespace

class TestMargin : public QObject {
    Q_OBJECT
  private slots:
    /// spec/perps.md §8 item 12: solvent at the liquidation price, not one unit beyond it.
    void liquidationPriceIsTheLastSolventTick() {
        int found = 0;
        QD_PROPERTY("cross account with several positions", [&found] {
            const Book b = randomBook();
            const auto index = static_cast<std::size_t>(between(0, static_cast<std::int64_t>(b.positions.size())));
            RC_PRE(!b.positions[index].base.isZero());
            const auto lp = liquidationPrice(b.exposure(), index);
            RC_ASSERT(lp.has_value());
            if (!lp->has_value()) return;
            ++found;
            const Price at = **lp;
            const bool isLong = b.positions[index].base.raw() > 0;
            // The requirement rounds up and the value down, by less than three units in all, worth |base|-many ticks.
            const std::int64_t units = 3 * Quantity::kScale / std::abs(b.positions[index].base.raw()) + 1;
            RC_ASSERT(solventAt(b, index, Price(at.raw() + (isLong ? units : -units))));
            RC_ASSERT(at.raw() - units <= 0 || !solventAt(b, index, Price(at.raw() - (isLong ? units : -units))));
        });
        QVERIFY(found > 20);
    }

    /// With base sizes of whole units one price unit moves the value by at least one quote unit, so the tick is exact.
    void liquidationPriceIsExactForWholeUnits() {
        QD_PROPERTY("one position, base >= 1000 contracts", [] {
            Book b;
            b.markets.push_back(randomMarket());
            b.markets[0].imf = Rate(0);
            PositionExposure p;
            p.market = b.markets.data();
            p.base = Quantity(between(1'000, 100'000) * Quantity::kScale * (*rc::gen::arbitrary<bool>() ? 1 : -1));
            p.price = Price(between(1'000'000, 1'000'000'000));
            p.quote = Money(-p.base.raw() / Quantity::kScale * p.price.raw());
            b.positions.push_back(p);
            b.collateral =
                Money(static_cast<std::int64_t>(Int128{std::abs(p.quote.raw())} * between(2'000, 9'000) / 10'000));
            const auto lp = liquidationPrice(b.exposure(), 0);
            RC_ASSERT(lp.has_value() && lp->has_value());
            const Price at = **lp;
            RC_ASSERT(solventAt(b, 0, at));
            const Price beyond(at.raw() + (p.base.raw() > 0 ? -1 : 1));
            RC_ASSERT(!solventAt(b, 0, beyond));
        });
    }

    /// §8 item 11.
    void moreSizeNeverRequiresLess() {
        QD_PROPERTY("requirement grows with size, price and kind", [] {
            const MarketParams market = randomMarket();
            PositionExposure p;
            p.market = &market;
            p.price = Price(between(10'000, 1'000'000'000));
            p.base = Quantity(between(0, 1'000'000'000'000'000));
            PositionExposure larger = p;
            larger.base = Quantity(p.base.raw() + between(0, 1'000'000'000'000));
            RC_ASSERT(perpRequirement(larger, MarginKind::Initial).value() >=
                      perpRequirement(p, MarginKind::Initial).value());
            RC_ASSERT(perpRequirement(p, MarginKind::Initial).value() >= perpRequirement(p, MarginKind::Fill).value());
            RC_ASSERT(perpRequirement(p, MarginKind::Fill).value() >=
                      perpRequirement(p, MarginKind::Maintenance).value());
            PositionExposure withOrders = p;
            withOrders.openBids = Quantity(between(0, 1'000'000'000));
            withOrders.openOrders = 1;
            RC_ASSERT(perpRequirement(withOrders, MarginKind::Initial).value() >
                      perpRequirement(p, MarginKind::Initial).value());
        });
    }

    /// What a match keeps of the taker's pool and adds to with every fill.
    void aPositionAddedToTheOthersMakesTheWhole() {
        QD_PROPERTY("any kind, any position left out", [] {
            const Book b = randomBook();
            const auto index = static_cast<std::size_t>(between(0, static_cast<std::int64_t>(b.positions.size())));
            const auto kind = *rc::gen::element(MarginKind::Initial, MarginKind::Fill, MarginKind::Maintenance);
            MarginSum sum = sumWithout(b.exposure(), index, kind);
            sum.add(b.positions[index]);
            const bool same = sum.totals() == marginTotals(b.exposure(), kind);
            RC_ASSERT(same);
        });
    }
    void higherPriceNeverHurtsALong() {
        QD_PROPERTY("equity of a long does not fall, liquidation price does not rise with collateral", [] {
            Book b = randomBook();
            b.positions.resize(1);
            b.positions[0].base = Quantity(std::abs(b.positions[0].base.raw()) + 1);
            const auto before = summarise(b.exposure()).value();
            const auto lpBefore = liquidationPrice(b.exposure(), 0).value();
            Book richer = b;
            richer.collateral = Money(b.collateral.raw() + between(0, 1'000'000'000));
            const auto lpRicher = liquidationPrice(richer.exposure(), 0).value();
            if (lpBefore && lpRicher) RC_ASSERT(*lpRicher <= *lpBefore);
            if (!lpBefore) RC_ASSERT(!lpRicher);
            b.positions[0].price = Price(b.positions[0].price.raw() + between(0, 1'000'000));
            RC_ASSERT(summarise(b.exposure()).value().equity >= before.equity);
        });
    }

    /// §8 item 17: every money step is within one unit of the exact value and on the right side.
    void roundingIsAgainstTheAccount() {
        QD_PROPERTY("requirement up, profit down", [] {
            const MarketParams market = randomMarket();
            PositionExposure p;
            p.market = &market;
            p.price = Price(between(1, 1'000'000'000));
            p.base = Quantity(between(-1'000'000'000'000, 1'000'000'000'000));
            const auto worst = worstCase(p.base, p.openBids, p.openAsks, p.price).value();
            const Int128 exact = Int128{std::abs(p.base.raw())} * p.price.raw();
            RC_ASSERT(worst.liability.raw() * Int128{Quantity::kScale} >= exact);
            RC_ASSERT((worst.liability.raw() - 1) * Int128{Quantity::kScale} < exact);
            const Int128 value = perpPnl(p.base, p.price, Money(0)).value().raw();
            const Int128 signedExact = Int128{p.base.raw()} * p.price.raw();
            RC_ASSERT(value * Quantity::kScale <= signedExact && (value + 1) * Quantity::kScale > signedExact);
            const auto ratio = sizeMarginRatio(market.maintenanceMargin, market.imf, p.base).value();
            const Int128 required = perpRequirement(p, MarginKind::Maintenance).value().raw();
            RC_ASSERT(required * Ratio::kScale >= Int128{worst.liability.raw()} * ratio.raw());
            RC_ASSERT((required - 1) * Ratio::kScale < Int128{worst.liability.raw()} * ratio.raw());
        });
    }

    void healthAndRatio() {
        const MarketParams market = test::solMarket();
        PositionExposure p{&market, Price::of(100), Quantity::of(10), Money::of(-1'000), {}, {}, 0};
        const auto healthy = summarise({Money::of(1'000), {&p, 1}}).value();
        QCOMPARE(healthy.equity, Money::of(1'000));
        QCOMPARE(healthy.maintenance.requirement, Money::of(50));
        QCOMPARE(healthy.health, 95);
        QCOMPARE(healthy.marginRatioBps.value(), 500);
        QCOMPARE(healthy.leverage.value(), 10'000);
        QCOMPARE(healthy.freeCollateral, Money::of(900));
        QVERIFY(!healthy.mayOnlyReduce());
        const auto equal = summarise({Money::of(50), {&p, 1}}).value();
        QVERIFY(!equal.mayOnlyReduce());
        QCOMPARE(equal.health, 0);
        const auto below = summarise({Money(49'999'999), {&p, 1}}).value();
        QVERIFY(below.mayOnlyReduce());
        const auto bankrupt = summarise({Money::of(0), {&p, 1}}).value();
        QVERIFY(!bankrupt.marginRatioBps.has_value());
        QVERIFY(!bankrupt.leverage.has_value());
        QCOMPARE(summarise({Money::of(5), {}}).value().health, 100);
    }

    /// The tick range used while matching is the band of §4.7, tick for tick.
    void fillBandIsTheBand() {
        QD_PROPERTY("inside the range fills are in band, outside they are not", [] {
            MarketParams params = test::solMarket();
            params.initialMargin = Ratio(between(10, 2'000));
            params.maintenanceMargin = Ratio(5);
            params.twapBand = Rate(between(1'000, 900'000));
            exchange::MarketState market(params, static_cast<book::Tick>(params.maxPrice.raw() / params.tick.raw() + 1),
                                         10, UnixNanos{});
            market.prices.index = Price(between(1'000'000, 900'000'000));
            market.prices.twap5 = Price(market.prices.index.raw() + between(-500'000, 500'000));
            market.prices.mark = market.prices.index;
            const auto band = exchange::fillBandOf(market);
            const auto inBand = [&](book::Tick t) {
                return fillInBand(market.toPrice(t), market.prices.index, params.initialMargin, market.prices.twap5,
                                  params.twapBand);
            };
            for (const int offset : {-2, -1, 0, 1, 2}) {
                for (const book::Tick edge : {band.low, band.high}) {
                    const auto t = static_cast<std::int64_t>(edge) + offset;
                    if (t < 1 || t > market.lastTick()) continue;
                    const auto tick = static_cast<book::Tick>(t);
                    RC_ASSERT(inBand(tick) == (tick >= band.low && tick <= band.high));
                }
            }
        });
    }

    void protectiveLimitStaysInBand() {
        QD_PROPERTY("never refused by the band, never farther than the slippage", [] {
            const Price index(between(10'000, 1'000'000'000));
            const Rate slippage(between(0, 1'000'000));
            const Ratio band(between(1, 2'000));
            const Side side = *rc::gen::element(Side::Buy, Side::Sell);
            const auto limit = protectiveLimit(side, index, slippage, band);
            RC_ASSERT(limit.has_value());
            RC_ASSERT(!limitBreachesBand(side, *limit, index, band));
            const Int128 distance = Int128{limit->raw()} - index.raw();
            RC_ASSERT((distance < 0 ? -distance : distance) * 1'000'000 <= Int128{index.raw()} * slippage.raw());
            RC_ASSERT((side == Side::Buy ? distance >= 0 : distance <= 0));
        });
    }
};
QD_TEST(TestMargin);
#include "TestMargin.moc"
