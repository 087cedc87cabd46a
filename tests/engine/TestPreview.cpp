// Size: one scenario a kind of order and of margin; their number is what makes the file long.
#include "core/base/Random.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Settlement.h"
#include "core/engine/risk/Preview.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <algorithm>

using namespace qd;
using namespace qd::test;

namespace {

constexpr MarketId kMarket(0);
constexpr MarketId kOther(1);

/// A market whose tick and step leave remainders in every product.
MarketParams unevenMarket() {
    MarketParams p = solMarket();
    p.tick = Price(97);
    p.maxPrice = Price(97 * 9'000'000);
    p.step = Quantity(1'000'003);
    p.minSize = p.step;
    p.maxSize = Quantity(1'000'003LL * 40'000'000);
    p.takerFee = Rate(437);
    p.makerRebate = Rate(89);
    p.imf = Rate(1'000);
    return p;
}

/// A market with one order a level from accounts that can carry it, and a user with random positions and orders. The
/// same seed gives the same world.
class World {
  public:
    World(std::uint64_t seed, Liquidity liquidity) : m_random(seed), m_rig(market(liquidity)) {
        MarketParams other = solMarket(kOther);
        other.upnlWeightInitial = Ratio(5'000);
        m_rig.addMarket(other);
        for (AccountId& maker : m_makers) maker = m_rig.addAccount(Money::of(1'000'000'000));
        m_user = m_rig.addAccount(Money::of(20 + below(4'000)));
        openPosition(kOther);
        if (below(3) != 0) openPosition(kMarket);
        m_rig.send(CancelAll{m_makers[0], {}, {}});
        m_rig.send(CancelAll{m_makers[1], {}, {}});
        liquidity == Liquidity::Native ? restOrders() : showDepth();
        const auto own = below(5);
        for (std::int64_t i = 0; i < own; ++i) m_rig.place(m_user, ownOrder());
        if (liquidity == Liquidity::Native) restOrders(); // some queue behind the user's
        const Price mark = near(300);
        m_rig.send(SetPrices{kMarket, Price(100'000'000 + below(200'000)), mark, below(2) == 0});
    }

    [[nodiscard]] OrderTerms randomTerms() {
        OrderTerms t;
        t.side = below(2) == 0 ? Side::Buy : Side::Sell;
        t.size = size(below(6) == 0 ? 20'000 : 2'000);
        t.reduceOnly = below(4) == 0;
        t.selfTrade = static_cast<SelfTradePrevention>(below(4));
        if (below(3) == 0) t.userMargin = Ratio(params().initialMargin.raw() + below(4'000));
        if (below(4) == 0) {
            t.type = OrderType::Market;
            t.timeInForce = below(2) == 0 ? TimeInForce::ImmediateOrCancel : TimeInForce::FillOrKill;
            if (below(2) == 0) t.maxSlippage = Rate(below(100'000));
            return t;
        }
        t.price = near(below(5) == 0 ? 1'500 : 60);
        t.timeInForce = static_cast<TimeInForce>(below(4));
        if (t.timeInForce == TimeInForce::GoodTillDate) t.expiry = m_rig.now + 1 + below(kNanosPerHour);
        if (mayRest(t) && below(3) == 0) t.postOnly = static_cast<PostOnly>(below(4));
        return t;
    }

    [[nodiscard]] std::vector<BookLevel> offers(Side side) const {
        const exchange::MarketState& m = *m_rig.exchange.state().market(kMarket);
        std::vector<BookLevel> levels;
        if (m.outside) {
            for (book::Tick t = m.outside->bestDisplayed(side); t != book::kNoTick;
                 t = m.outside->nextWorseDisplayed(side, t))
                levels.push_back({m.toPrice(t), m.toQuantity(m.outside->displayed(side, t))});
            return levels;
        }
        for (book::Tick t = m.book.best(side); t != book::kNoTick; t = m.book.nextWorse(side, t))
            levels.push_back({m.toPrice(t), m.toQuantity(m.book.level(t).lots)});
        return levels;
    }
    [[nodiscard]] std::vector<risk::OwnOrder> own() const {
        const exchange::MarketState& m = *m_rig.exchange.state().market(kMarket);
        std::vector<risk::OwnOrder> orders;
        const exchange::OpenSlots open = exchange::openSlotsById(user());
        for (const std::uint8_t slot : open.all()) {
            const exchange::OpenOrder& o = *user().orders[slot];
            orders.push_back({o.order.terms.side, o.order.terms.price, o.order.remaining(), o.order.terms.reduceOnly,
                              m.toQuantity(m.book.lotsAhead(o.handle))});
        }
        return orders;
    }
    [[nodiscard]] risk::PreviewAccount account() const {
        exchange::ExposureOf exposure(m_rig.exchange.state(), user());
        risk::PreviewAccount a;
        a.collateral = user().quote();
        a.positions.assign(exposure.positions().begin(), exposure.positions().end());
        const int at = exposure.indexOf(kMarket);
        if (at < 0) {
            a.positions.push_back({&marketState().params, marketState().prices.mark, {}, {}, {}, {}, 0});
            a.index = a.positions.size() - 1;
        } else {
            a.index = static_cast<std::size_t>(at);
        }
        a.position = m_rig.position(m_user);
        a.openOrders = user().openOrderCount;
        return a;
    }
    [[nodiscard]] risk::MarketNow now() const {
        return {marketState().params, marketState().status, marketState().prices};
    }
    [[nodiscard]] const exchange::MarketState& marketState() const { return *m_rig.exchange.state().market(kMarket); }
    [[nodiscard]] const exchange::AccountState& user() const { return *m_rig.exchange.state().account(m_user); }
    [[nodiscard]] ExchangeRig& rig() { return m_rig; }
    [[nodiscard]] AccountId userId() const { return m_user; }
    [[nodiscard]] std::int64_t below(std::int64_t n) {
        return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(n));
    }
    [[nodiscard]] static bool mayRest(const OrderTerms& t) { return risk::mayRest(t); }

  private:
    MarketParams market(Liquidity liquidity) {
        MarketParams p = m_random() % 2 == 0 ? solMarket() : unevenMarket();
        p.liquidity = liquidity;
        return p;
    }
    [[nodiscard]] const MarketParams& params() const { return marketState().params; }
    /// On the grid, up to `ticks` hundredths away from 100.
    [[nodiscard]] Price near(std::int64_t ticks) {
        const std::int64_t raw = 100'000'000 + (below(2 * ticks + 1) - ticks) * 10'000;
        return Price(raw / params().tick.raw() * params().tick.raw());
    }
    [[nodiscard]] Quantity size(std::int64_t hundredths) {
        const std::int64_t raw = (1 + below(hundredths)) * 10'000'000;
        return Quantity(std::max<std::int64_t>(raw / params().step.raw(), 1) * params().step.raw());
    }
    void openPosition(MarketId market) {
        const Side side = below(2) == 0 ? Side::Buy : Side::Sell;
        const MarketParams& p = m_rig.exchange.state().market(market)->params;
        const std::int64_t steps = 1 + below(20'000'000'000 / p.step.raw());
        if (p.liquidity == Liquidity::External) {
            const BookLevel level{Price(100'000'000 / p.tick.raw() * p.tick.raw()), Quantity::of(1'000)};
            const std::vector<BookLevel> one{level};
            const std::vector<BookLevel> none;
            m_rig.send(UpdateDepth{market, true, side == Side::Sell ? one : none, side == Side::Buy ? one : none});
        } else {
            OrderTerms rest = ExchangeRig::limit(opposite(side), Price(100'000'000 / p.tick.raw() * p.tick.raw()),
                                                 Quantity(steps * p.step.raw()));
            rest.market = market;
            m_rig.place(m_makers[0], rest);
        }
        OrderTerms take = ExchangeRig::market(side, Quantity(steps * p.step.raw()));
        take.market = market;
        m_rig.place(m_user, take);
    }
    /// One order a level and account, never two of others at one price.
    void restOrders() {
        const auto count = 1 + below(6);
        for (std::int64_t i = 0; i < count; ++i) {
            const bool sells = below(2) == 0;
            const Price p(near(50).raw());
            const bool right = sells ? p.raw() > 100'000'000 : p.raw() < 100'000'000;
            const book::Tick tick = marketState().toTick(p);
            const auto& level = marketState().book.level(tick);
            if (!right || hasMaker(level)) continue;
            OrderTerms t = ExchangeRig::limit(sells ? Side::Sell : Side::Buy, p, size(700));
            t.postOnly = PostOnly::Must;
            m_rig.place(m_makers[static_cast<std::size_t>(i % 2)], t);
        }
    }
    [[nodiscard]] bool hasMaker(const book::Level& level) const {
        for (book::Handle h = level.head; h != 0; h = marketState().book.next(h)) {
            if (marketState().book.owner(h) != user().master.value()) return true;
        }
        return false;
    }
    void showDepth() {
        std::vector<BookLevel> bids;
        std::vector<BookLevel> asks;
        for (std::int64_t i = 0; i < 12; ++i) {
            const Price p = near(50);
            if (p.raw() == 100'000'000) continue;
            (p.raw() > 100'000'000 ? asks : bids).push_back({p, size(700)});
        }
        m_rig.send(UpdateDepth{kMarket, true, bids, asks}, Origin::Feed);
    }
    [[nodiscard]] OrderTerms ownOrder() {
        OrderTerms t = ExchangeRig::limit(below(2) == 0 ? Side::Buy : Side::Sell, near(50), size(500));
        t.reduceOnly = below(3) == 0;
        t.postOnly = PostOnly::Must;
        return t;
    }

    SplitMix64 m_random;
    ExchangeRig m_rig;
    std::array<AccountId, 2> m_makers;
    AccountId m_user;
};

/// What the exchange told of one order.
struct Told {
    Quantity filled;
    Money quote;
    Money fee;
    Money realised;
    Price worst;
    std::optional<CloseReason> closed;
    OrderId id;
    Price restsAt;
};

Told toldOf(const ExchangeRig& rig, AccountId user) {
    Told told;
    for (const auto& accepted : rig.all<OrderAccepted>()) {
        told.id = accepted.order.id;
        told.restsAt = accepted.order.terms.price;
    }
    for (const auto& f : rig.all<OrderFilled>()) {
        if (f.account != user || f.order != told.id) continue;
        told.filled = Quantity(told.filled.raw() + f.size.raw());
        told.quote = Money(told.quote.raw() + f.quote.raw());
        told.fee = Money(told.fee.raw() + f.fee.raw());
        told.realised = Money(told.realised.raw() + f.realised.raw());
        told.worst = f.price;
    }
    for (const auto& c : rig.all<OrderClosed>()) {
        if (c.account == user && c.order == told.id) told.closed = c.reason;
    }
    for (const auto& a : rig.all<OrderAmended>()) {
        if (a.account == user && a.order.id == told.id) told.restsAt = a.order.terms.price;
    }
    return told;
}

struct Seen {
    int fills = 0;
    int rests = 0;
    int lost = 0;
    int refusals = 0;
};

/// Previews a random order, sends it to the real exchange and compares every amount.
void compareWithExchange(std::uint64_t seed, Liquidity liquidity, Seen& seen) {
    World world(seed, liquidity);
    const OrderTerms terms = world.randomTerms();
    const auto levels = world.offers(opposite(terms.side));
    const auto own = world.own();
    const auto account = world.account();
    const auto expected = risk::preview(world.now(), {levels, own}, account, terms, world.rig().now);
    RC_ASSERT(expected.has_value());
    world.rig().place(world.userId(), terms);
    RC_ASSERT(expected->refusal == world.rig().rejection());
    if (expected->refusal != RejectCode::None) {
        ++seen.refusals;
        return;
    }
    const Told told = toldOf(world.rig(), world.userId());
    RC_ASSERT(expected->filled == told.filled);
    RC_ASSERT(expected->quote == told.quote);
    RC_ASSERT(expected->fee == told.fee);
    RC_ASSERT(expected->realised == told.realised);
    RC_ASSERT(expected->worst == told.worst);
    RC_ASSERT(expected->closed == told.closed);
    if (expected->rests()) RC_ASSERT(expected->price == told.restsAt);
    RC_ASSERT(expected->position == world.rig().position(world.userId()));
    const exchange::ExposureOf real(world.rig().exchange.state(), world.user());
    const auto after = risk::summarise({account.collateral, expected->positions});
    const auto truth = risk::summarise(real.exposure());
    RC_ASSERT(after->equity == truth->equity);
    RC_ASSERT(after->freeCollateral == truth->freeCollateral);
    RC_ASSERT(after->initial.requirement == truth->initial.requirement);
    RC_ASSERT(after->initial.collateral == truth->initial.collateral);
    RC_ASSERT(after->maintenance.requirement == truth->maintenance.requirement);
    RC_ASSERT(after->health == truth->health);
    const auto index = static_cast<std::size_t>(real.indexOf(kMarket));
    RC_ASSERT(*risk::liquidationPrice({account.collateral, expected->positions}, account.index) ==
              *risk::liquidationPrice(real.exposure(), index));
    if (!told.filled.isZero()) ++seen.fills;
    if (expected->rests()) ++seen.rests;
    if (expected->ownLost != 0) ++seen.lost;
}

std::uint64_t anySeed() { return *rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>()); }

} // namespace

class TestPreview : public QObject {
    Q_OBJECT
  private slots:
    void equalsTheExchange_data() {
        QTest::addColumn<int>("liquidity");
        QTest::newRow("orders of accounts") << static_cast<int>(Liquidity::Native);
        QTest::newRow("paper on an outside book") << static_cast<int>(Liquidity::External);
    }
    void equalsTheExchange() {
        QFETCH(int, liquidity);
        Seen seen;
        QD_PROPERTY("every amount of a preview is what the exchange then does", [&] {
            for (int i = 0; i < 20; ++i) compareWithExchange(anySeed(), static_cast<Liquidity>(liquidity), seen);
        });
        QVERIFY(seen.fills > 150);
        QVERIFY(seen.rests > 150);
        QVERIFY(seen.lost > 30);
        QVERIFY(seen.refusals > 150);
    }

    /// The largest size is accepted, one step more is not.
    void largestSizeIsTheLastAccepted() {
        int bound = 0;
        QD_PROPERTY("largest size by margin", [&] {
            const std::uint64_t seed = anySeed();
            World world(seed, Liquidity::Native);
            OrderTerms terms;
            terms.side = world.below(2) == 0 ? Side::Buy : Side::Sell;
            terms.price =
                Price(100'000'000 / world.marketState().params.tick.raw() * world.marketState().params.tick.raw());
            auto account = world.account();
            terms.size = risk::largestSize({account.collateral, account.positions}, account.index, terms.side, false);
            const MarketParams& p = world.marketState().params;
            OrderTerms more = terms;
            more.size = Quantity(terms.size.raw() + p.step.raw());
            if (terms.size < p.maxSize) {
                ++bound;
                world.rig().place(world.userId(), more);
                RC_ASSERT(world.rig().rejection() == RejectCode::InsufficientCollateral);
            }
            if (terms.size.isZero()) return;
            world.rig().place(world.userId(), terms);
            RC_ASSERT(world.rig().rejection() == RejectCode::None);
        });
        QVERIFY(bound > 30);
    }
    void largestReduceOnlySizeIsThePosition() {
        World world(7, Liquidity::Native);
        auto account = world.account();
        const Quantity base = account.position.base;
        const Side closing = base.raw() > 0 ? Side::Sell : Side::Buy;
        const auto largest = [&](Side side) {
            return risk::largestSize({account.collateral, account.positions}, account.index, side, true).raw();
        };
        QCOMPARE(largest(closing), std::abs(base.raw()));
        QCOMPARE(largest(opposite(closing)), 0);
    }

    void atItsLimitAnOrderFillsInFull() {
        ExchangeRig rig;
        const AccountId maker = rig.addAccount();
        const AccountId user = rig.addAccount(Money::of(1'000));
        rig.place(maker, ExchangeRig::limit(Side::Sell, price("101"), Quantity::of(10)));
        const auto& market = *rig.exchange.state().market(kMarket);
        risk::PreviewAccount account;
        account.collateral = Money::of(1'000);
        account.positions.push_back({&market.params, market.prices.mark, {}, {}, {}, {}, 0});
        const risk::MarketNow now{market.params, market.status, market.prices};
        const OrderTerms terms = ExchangeRig::limit(Side::Buy, price("101"), Quantity::of(10));
        const auto worst = risk::previewAtLimit(now, account, terms);
        QVERIFY(worst.has_value() && worst->has_value());
        rig.place(user, terms);
        QCOMPARE((*worst)->position, rig.position(user));
        QCOMPARE((*worst)->fee, toldOf(rig, user).fee);

        OrderTerms post = terms;
        post.postOnly = PostOnly::Must;
        const auto made = risk::previewAtLimit(now, account, post);
        QCOMPARE((*made)->fee, Money(-101'000)); // 1 bp of 1 010
        OrderTerms tooLarge = terms;
        tooLarge.size = Quantity::of(1'000);
        QVERIFY(!risk::previewAtLimit(now, account, tooLarge)->has_value());
    }
    /// §3.5: 1,000 are enough for 10x, not for 5x, and what it becomes requires no more than another order.
    void anOrdersOwnLeverageIsAskedForWhenItIsPlaced() {
        ExchangeRig rig;
        const AccountId user = rig.addAccount(Money::of(1'000));
        const auto& market = *rig.exchange.state().market(kMarket);
        risk::PreviewAccount account;
        account.collateral = Money::of(1'000);
        account.positions.push_back({&market.params, market.prices.mark, {}, {}, {}, {}, 0});
        OrderTerms terms = ExchangeRig::limit(Side::Buy, price("99"), Quantity::of(60));
        const auto refusal = [&] {
            const auto expected =
                risk::preview({market.params, market.status, market.prices}, {}, account, terms, rig.now);
            rig.place(user, terms);
            return expected && expected->refusal == rig.rejection() ? expected->refusal : RejectCode::MathOverflow;
        };
        terms.userMargin = Ratio(-1);
        QCOMPARE(refusal(), RejectCode::InvalidParameters);
        terms.userMargin = Ratio(10'001);
        QCOMPARE(refusal(), RejectCode::InvalidParameters);
        terms.userMargin = Ratio(999); // more than the market's ten times
        QCOMPARE(refusal(), RejectCode::LeverageTooHigh);
        terms.userMargin = Ratio(2'000);
        QCOMPARE(refusal(), RejectCode::InsufficientCollateral);
        terms.userMargin = Ratio(1'500);
        QCOMPARE(refusal(), RejectCode::None);
        const auto rests = risk::preview({market.params, market.status, market.prices}, {}, account, terms, rig.now);
        const exchange::ExposureOf real(rig.exchange.state(), rig.account(user));
        QCOMPARE(risk::summarise({account.collateral, rests->positions})->initial.requirement,
                 risk::summarise(real.exposure())->initial.requirement);
    }
    void amountsBeyondAllIntegersAreErrors() {
        MarketParams p = solMarket();
        const MarketPrices prices{Price::of(100), Price::of(100), Price::of(100), false};
        risk::PreviewAccount account;
        account.collateral = Money::of(1'000'000'000'000);
        account.position.quote = Money(std::numeric_limits<std::int64_t>::min() + 10);
        account.position.base = Quantity::of(90'000'000);
        account.positions.push_back({&p, prices.mark, account.position.base, account.position.quote, {}, {}, 0});
        const risk::MarketNow now{p, MarketStatus::Active, prices};
        OrderTerms terms = ExchangeRig::limit(Side::Buy, price("100"), Quantity::of(1));
        QVERIFY(!risk::previewAtLimit(now, account, terms).has_value());
    }
};
QD_TEST(TestPreview);
#include "TestPreview.moc"
