#include "core/simulation/Venue.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace qd::simulation {
namespace {

struct RoleCount {
    Role role;
    std::size_t accounts;
};
constexpr std::array<RoleCount, 8> kRoles{{{Role::Backstop, 1},
                                           {Role::Staker, 3},
                                           {Role::Maker, 12},
                                           {Role::AuctionMaker, 2},
                                           {Role::Liquidator, 4},
                                           {Role::Taker, 12},
                                           {Role::Trader, 20},
                                           {Role::IsolatedTrader, 10}}};

OracleParams oracle(std::uint16_t id, const char* symbol, MarketTier tier) {
    OracleParams p;
    p.id = OracleId(id);
    p.symbol = symbol;
    p.tier = tier;
    p.stableCoin = symbol[0] == 'U';
    if (p.id <= kLastWithExchanges) {
        for (std::size_t i = 0; i < kExchangeFeeds; ++i)
            p.weights[kFirstExchangeSource + i] = static_cast<std::uint8_t>(3 - i);
    }
    return p;
}

MarketParams market(std::uint16_t id, const char* asset, std::uint16_t oracleId, MarketTier tier) {
    MarketParams p;
    p.id = MarketId(id);
    p.symbol = fmt::format("{}-PERP", asset);
    p.baseAsset = asset;
    p.oracle = OracleId(oracleId);
    p.tier = tier;
    p.takerFee = Rate(500);
    p.makerRebate = Rate(100);
    return p;
}

void grid(MarketParams& p, Price tick, Quantity step, Quantity largest, Price highest) {
    p.tick = tick;
    p.step = step;
    p.minSize = step;
    p.maxSize = largest;
    p.maxPrice = highest;
}

void margins(MarketParams& p, std::int64_t initial, std::int64_t maintenance) {
    p.initialMargin = Ratio(initial);
    p.maintenanceMargin = Ratio(maintenance);
    p.maxLiquidatorFee = std::min(p.maxLiquidatorFee, Rate(maintenance * 100)); // at most all of it
}

MarketParams solMarket() {
    MarketParams p = market(0, "SOL", 0, MarketTier::A);
    grid(p, Price(10'000), Quantity(10'000'000), Quantity::of(100'000), Price::of(1'500));
    margins(p, 100, 50);
    p.marginModel = MarginModel::Tiers;
    p.tiers = {{{Money{}, 100}, {Money::of(1'000'000), 50}, {Money::of(5'000'000), 25}}};
    p.tierCount = 3;
    return p;
}
MarketParams btcMarket() {
    MarketParams p = market(1, "BTC", 1, MarketTier::A);
    grid(p, Price::of(1), Quantity(100'000), Quantity::of(1'000), Price::of(600'000));
    margins(p, 200, 100);
    p.imf = Rate(1'000);
    p.openInterestLower = Money::of(50'000'000);
    p.openInterestUpper = Money::of(500'000'000);
    return p;
}
MarketParams ethMarket() {
    MarketParams p = market(2, "ETH", 2, MarketTier::B);
    grid(p, Price(100'000), Quantity(1'000'000), Quantity::of(20'000), Price::of(30'000));
    margins(p, 400, 200);
    return p;
}
MarketParams wifMarket() {
    MarketParams p = market(3, "WIF", 4, MarketTier::C);
    grid(p, Price(500), Quantity(1'000'000'000), Quantity::of(1'000'000), Price::of(20));
    margins(p, 500, 300);
    p.maxPositiveUpnlInitial = Money::of(100);
    p.impactNotional = Money::of(6'000);
    return p;
}
/// Neither fees nor the insurance fund pay for losses here.
MarketParams bonkMarket() {
    MarketParams p = market(4, "1MBONK", 5, MarketTier::Speculative);
    p.takerFee = p.makerRebate = Rate(0);
    grid(p, Price(5'000), Quantity(100'000'000), Quantity::of(100'000), Price::of(250));
    margins(p, 300, 150);
    p.maxOpenInterest = Quantity::of(200'000);
    p.impactNotional = Money::of(6'000);
    return p;
}
MarketParams newMarket() {
    MarketParams p = market(5, "NEW", 6, MarketTier::Isolated);
    grid(p, Price(100), Quantity(1'000'000'000), Quantity::of(1'000'000), Price::of(5));
    margins(p, 2'000, 1'000);
    p.upnlWeightInitial = Ratio(0);
    p.funding = false;
    return p;
}
MarketParams paperMarket() {
    MarketParams p = ethMarket();
    p.id = kPaperMarket;
    p.symbol = "ETH-PAPER";
    p.liquidity = Liquidity::External;
    p.markModel = MarkModel::Published;
    return p;
}

AssetParams asset(std::uint8_t id, const char* symbol, int decimals, std::uint16_t oracleId) {
    AssetParams p;
    p.id = AssetId(id);
    p.symbol = symbol;
    p.decimals = decimals;
    p.oracle = OracleId(oracleId);
    return p;
}
/// §2.4 of spec/perps.md.
void weights(AssetParams& p, std::int64_t initial, std::int64_t maintenance, Rate imf, std::int64_t capMillions) {
    p.initialWeight = Ratio(initial);
    p.maintenanceWeight = Ratio(maintenance);
    p.initialLiabilityWeight = Ratio(12'000);
    p.maintenanceLiabilityWeight = Ratio(11'000);
    p.imf = imf;
    p.scaleStart = Money::of(capMillions * 400'000);
    p.cap = Money::of(capMillions * 1'000'000);
}

std::vector<AssetParams> assetsOf() {
    std::vector<AssetParams> all{asset(1, "USDT", 6, 3), asset(2, "SOL", 9, 0), asset(3, "BTC", 8, 1),
                                 asset(4, "ETH", 8, 2)};
    weights(all[0], 9'500, 9'700, Rate(0), 50);
    weights(all[1], 8'000, 9'000, Rate(1'000), 50);
    weights(all[2], 8'500, 9'300, Rate(1'000), 75);
    weights(all[3], 8'500, 9'200, Rate(1'000), 75);
    return all;
}

Money depositOf(const Seat& seat, const Climate& climate, Draw& draw) {
    switch (seat.role) {
    case Role::Backstop: return climate.backstop;
    case Role::Staker: return Money(climate.stake.raw() + Money::of(1'000).raw());
    case Role::Maker: return Money::of(draw.between(100'000, 600'000));
    case Role::AuctionMaker: return Money::of(200'000);
    case Role::Liquidator: return Money::of(draw.between(5'000, 100'000));
    case Role::Taker: return Money::of(draw.wide(2'000, 100'000));
    case Role::Trader:
    case Role::IsolatedTrader: break;
    }
    return Money::of(draw.wide(500, 30'000));
}

/// Every third trader has other collateral besides.
std::optional<Deposit> collateralOf(const Seat& seat, Draw& draw) {
    if (seat.role != Role::Trader || seat.number % 3 != 0) return std::nullopt;
    constexpr std::array<std::int64_t, 4> kThousandDollars{1'000'000'000, 7'000'000'000, 1'700'000, 33'000'000};
    const std::size_t which = draw.index(kThousandDollars.size());
    return Deposit{seat.account, Amount(kThousandDollars[which] * draw.between(1, 20)),
                   AssetId(static_cast<std::uint8_t>(which + 1))};
}

/// Half of the takers, makers and traders were brought by somebody: by one who only holds, or by one who trades as
/// well.
std::optional<MasterId> referrerOf(const Venue& venue, const Seat& seat) {
    const bool first = seat.role != Role::Taker || seat.number % 2 == 0; // of its owner's accounts
    const bool brings = seat.role == Role::Backstop || seat.role == Role::Staker || seat.role == Role::Liquidator;
    if (!first || brings || seat.account.value() % 4 > 1) return std::nullopt;
    return venue.seats[(seat.account.value() * 7 + 4) % venue.seats.size()].master;
}

/// Adds commands one after another, a microsecond apart.
class Founding {
  public:
    template<class Body>
    void add(Body body) {
        Command command;
        command.ts = kBeginning + static_cast<std::int64_t>(m_commands.size()) * 1'000;
        command.origin = Origin::Operator;
        command.body = std::move(body);
        m_commands.push_back(std::move(command));
    }
    void report(OracleId oracle, std::uint8_t source, Price price) {
        add(ReportPrice{{oracle, source, price, Price(price.raw() / 2'000), kBeginning, true}});
    }
    [[nodiscard]] std::vector<Command> take() { return std::move(m_commands); }

  private:
    std::vector<Command> m_commands;
};

std::vector<Storm> stormsOf(Draw& draw, std::int64_t minutes) {
    std::vector<Storm> storms;
    constexpr std::int64_t kMinutesEach = 15;
    for (std::int64_t i = 0; i < 1 + minutes / kMinutesEach; ++i) {
        Storm storm;
        storm.begin = kBeginning + draw.between(minutes * kNanosPerMinute / 20, minutes * kNanosPerMinute);
        storm.turns = draw.between(10, 60);
        storm.drift = draw.between(500, 6'000) * signOf(draw.side());
        if (draw.chance(500'000)) storm.gap = draw.between(5'000, 150'000) * (storm.drift > 0 ? 1 : -1);
        storms.push_back(storm);
    }
    std::ranges::sort(storms, {}, &Storm::begin);
    return storms;
}

} // namespace

Climate climateOf(std::uint64_t seed, std::int64_t minutes) {
    Draw draw(seed, 0);
    Climate c;
    c.seed = seed;
    constexpr std::array<std::int64_t, 4> kBackstops{0, 20'000, 300'000, 20'000'000};
    constexpr std::array<std::int64_t, 4> kStakes{0, 300, 20'000, 2'000'000};
    c.backstop = Money::of(kBackstops[draw.index(kBackstops.size())]);
    c.stake = Money::of(kStakes[draw.index(kStakes.size())]);
    c.depth = draw.wide(100, 3'000);
    c.nerve = draw.between(300, 3'000);
    c.liquidators = draw.chance(700'000);
    c.faults = draw.between(1'000, 8'000);
    c.storms = stormsOf(draw, minutes);
    c.settles = draw.chance(200'000);
    c.collects = draw.chance(500'000);
    c.end = kBeginning + minutes * kNanosPerMinute;
    return c;
}

Venue venueOf() {
    Venue venue;
    venue.oracles = {oracle(0, "SOL/USD", MarketTier::A),       oracle(1, "BTC/USD", MarketTier::A),
                     oracle(2, "ETH/USD", MarketTier::B),       oracle(3, "USDT/USD", MarketTier::A),
                     oracle(4, "WIF/USD", MarketTier::C),       oracle(5, "1MBONK/USD", MarketTier::Speculative),
                     oracle(6, "NEW/USD", MarketTier::Isolated)};
    venue.prices = {Price::of(150), Price::of(60'000), Price::of(3'000), Price::of(1),
                    Price::of(2),   Price::of(25),     Price(500'000)};
    venue.assets = assetsOf();
    venue.markets = {solMarket(), btcMarket(), ethMarket(), wifMarket(), bonkMarket(), newMarket(), paperMarket()};
    for (const RoleCount& r : kRoles) {
        for (std::size_t i = 0; i < r.accounts; ++i) {
            const auto id = static_cast<std::uint32_t>(venue.seats.size());
            // Takers come in pairs of one owner.
            const std::uint32_t master = r.role == Role::Taker ? id - static_cast<std::uint32_t>(i % 2) : id;
            venue.seats.push_back({AccountId(id), MasterId(1'000 + master), r.role, i});
        }
    }
    return venue;
}

std::vector<Command> foundingOf(const Venue& venue, const Climate& climate) {
    Founding founding;
    Draw draw(climate.seed, 1);
    for (const OracleParams& p : venue.oracles) founding.add(CreateOracle{p});
    for (const AssetParams& p : venue.assets) founding.add(CreateAsset{p});
    for (const MarketParams& p : venue.markets) founding.add(CreateMarket{p});
    for (const OracleParams& p : venue.oracles) {
        founding.report(p.id, 0, venue.prices[p.id.value()]);
        if (p.id <= kLastWithSecondary) founding.report(p.id, 1, venue.prices[p.id.value()]);
    }
    const Price eth = venue.prices[venue.markets[kPaperMarket.value()].oracle.value()];
    founding.add(SetPrices{kPaperMarket, eth, eth, false});
    for (const Seat& seat : venue.seats) {
        founding.add(OpenAccount{seat.account, seat.master, fmt::format("seat {}", seat.account.value()), 4'096});
        if (const Money money = depositOf(seat, climate, draw); money.raw() > 0)
            founding.add(Deposit{seat.account, Amount(money.raw())});
        if (const auto other = collateralOf(seat, draw)) founding.add(*other);
        if (seat.role == Role::Backstop && !climate.backstop.isZero()) founding.add(SetBackstop{seat.account});
        if (seat.role == Role::Staker && !climate.stake.isZero())
            founding.add(StakeInsurance{seat.account, climate.stake});
    }
    for (const Seat& seat : venue.seats) {
        if (const auto referrer = referrerOf(venue, seat)) founding.add(SetReferrer{seat.master, *referrer});
    }
    return founding.take();
}

} // namespace qd::simulation
