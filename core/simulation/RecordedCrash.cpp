#include "core/simulation/RecordedCrash.h"

#include "core/simulation/Stage.h"
#include "core/simulation/agents/Sizes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace qd::simulation {
namespace {

constexpr std::int64_t kSteps = 3'600; ///< a second each
constexpr std::int64_t kStepNanos = kNanosPerHour / kSteps;
constexpr std::int64_t kMomentNanos = 5 * kNanosPerMinute;
constexpr std::uint32_t kMakers = 16;
constexpr std::uint32_t kLiquidators = 4;
constexpr std::uint32_t kFirstTrader = 1 + kMakers + kLiquidators; ///< account 0 is the backstop
constexpr MarketId kMarket{0};

enum Stream : std::uint64_t { kLife = 2, kTraders = 5, kAgents = 200 };

MarketParams market(const char* asset, Price tick, Quantity step, Quantity largest, Price highest) {
    MarketParams p;
    p.symbol = fmt::format("{}-PERP", asset);
    p.baseAsset = asset;
    p.tick = tick;
    p.step = step;
    p.minSize = step;
    p.maxSize = largest;
    p.maxPrice = highest;
    p.initialMargin = Ratio(100);
    p.maintenanceMargin = Ratio(50);
    p.maxLiquidatorFee = Rate(5'000); // all of it
    p.marginModel = MarginModel::Tiers;
    p.tiers = {{{Money{}, 100}, {Money::of(1'000'000), 50}, {Money::of(5'000'000), 25}, {Money::of(20'000'000), 10}}};
    p.tierCount = 4;
    p.takerFee = Rate(200);
    p.makerRebate = Rate(100);
    p.markModel = MarkModel::Published;
    return p;
}

/// 2021-05-19 12:00 UTC, with a thin book and an insurance fund that does not last; 2020-03-12 10:00 UTC, with more of
/// both.
const std::array<RecordedCrash, 2> kCrashes{
    {{"sol-2021-05-19", "binance-spot_SOLUSDT_1h_pub.csv.gz", UnixNanos::fromMillis(1'621'425'600'000),
      market("SOL", Price(1'000), Quantity(10'000'000), Quantity::of(200'000), Price::of(200)), 120, 6'000,
      Money::of(200'000), Money::of(5'000)},
     {"btc-2020-03-12", "binance-usdm_BTCUSDT_1h_pub.csv.gz", UnixNanos::fromMillis(1'584'007'200'000),
      market("BTC", Price(100'000), Quantity(100'000), Quantity::of(2'000), Price::of(30'000)), 120, 15'000,
      Money::of(200'000), Money::of(5'000)}}};

/// Says the recorded prices: index and mark of the market. Now and then it is silent, as feeds were in such hours, and
/// the next price is far from the last; the points of the path are always said.
class PathFeed final : public Agent {
  public:
    PathFeed(const CrashPlan& plan, Draw draw)
        : Agent(draw)
        , m_path(plan.path)
        , m_silence(plan.crash->silence)
        , m_prices(pricesAlong(plan.path, kSteps - 3)) {}

    void act(const Desk& desk) override {
        const Price price = m_prices[std::min(m_turn++, m_prices.size() - 1)];
        const bool point = price == m_path.open || price == m_path.low || price == m_path.high || price == m_path.close;
        if (m_silent > 0 && --m_silent > 0 && !point) return;
        if (m_draw.chance(30'000)) m_silent = m_draw.between(1, m_silence);
        desk.give(SetPrices{kMarket, price, price, false}, Origin::Feed);
    }
    std::int64_t pause() override { return kStepNanos; }

  private:
    CrashPath m_path;
    std::int64_t m_silence;
    std::vector<Price> m_prices;
    std::size_t m_turn = 0;
    std::int64_t m_silent = 0; ///< turns
};

/// One crash on its way.
class CrashRun {
  public:
    explicit CrashRun(const CrashPlan& plan)
        : m_plan(plan)
        , m_stage(memoryRecords(), Draw(plan.seed, kLife))
        , m_draw(plan.seed, kTraders)
        , m_now(plan.crash->hour + -kNanosPerHour) {
        m_climate.seed = plan.seed;
        m_climate.depth = plan.crash->depth;
        m_climate.nerve = 1'500;
        m_climate.end = plan.crash->hour + kNanosPerHour;
    }

    CrashReport run() {
        found();
        openAll();
        crash();
        m_stage.end();
        m_report.moments.push_back(momentAt(m_climate.end));
        m_report.hash = m_stage.process().exchange().hash();
        m_report.fault = m_stage.fault();
        return std::move(m_report);
    }

  private:
    [[nodiscard]] const exchange::State& state() const { return m_stage.state(); }
    [[nodiscard]] const exchange::MarketState& market() const { return *state().market(kMarket); }
    [[nodiscard]] static AccountId trader(std::uint32_t i) { return AccountId(kFirstTrader + i); }

    template<class Body>
    [[nodiscard]] Command next(Body body) {
        m_now = m_now + kNanosPerMilli;
        Command command;
        command.ts = m_now;
        command.body = std::move(body);
        return command;
    }
    template<class Body>
    void give(Body body) {
        m_stage.apply(next(std::move(body)));
    }
    template<class Body>
    void establish(Body body) {
        m_stage.found(next(std::move(body)));
    }
    void addAccount(std::uint32_t id, Money deposit) {
        establish(OpenAccount{AccountId(id), MasterId(id), fmt::format("account {}", id), 0});
        establish(Deposit{AccountId(id), Amount(deposit.raw())});
    }
    /// The breaker of the index would stop makers after the first tenth; here it is out of order.
    void found() {
        OracleParams oracle;
        oracle.symbol = m_plan.crash->market.baseAsset + "/USD";
        oracle.breakerMove = Rate(0);
        establish(CreateOracle{oracle});
        establish(CreateMarket{m_plan.crash->market});
        establish(SetPrices{kMarket, m_plan.path.open, m_plan.path.open, false});
        addAccount(0, Money(m_plan.crash->backstop.raw() + m_plan.crash->insurance.raw()));
        establish(SetBackstop{AccountId(0)});
        establish(StakeInsurance{AccountId(0), m_plan.crash->insurance});
        for (std::uint32_t i = 0; i < kMakers; ++i) addAccount(1 + i, Money::of(2'000'000));
        for (std::uint32_t i = 0; i < kLiquidators; ++i) addAccount(1 + kMakers + i, Money::of(50'000));
        for (std::uint32_t i = 0; i < m_plan.accounts; ++i)
            addAccount(trader(i).value(), Money::of(m_draw.wide(100, 20'000)));
    }
    /// Everybody buys or sells at the open with the leverage drawn; a maker is the other side.
    void openAll() {
        for (std::uint32_t i = 0; i < m_plan.accounts; ++i) {
            give(SetPrices{kMarket, m_plan.path.open, m_plan.path.open, false});
            open(trader(i), AccountId(1 + i % kMakers));
        }
    }
    void open(AccountId account, AccountId maker) {
        constexpr std::array<std::int64_t, 14> kLeverages{2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 50, 75, 100};
        const std::int64_t leverage = kLeverages[m_draw.index(kLeverages.size())];
        const Money all = state().account(account)->quote();
        if (m_draw.chance(500'000)) {
            give(SetMarginMode{account, kMarket, true});
            give(MoveIsolatedMargin{account, kMarket, all});
        }
        give(SetLeverage{account, kMarket, Ratio((Ratio::kScale + leverage - 1) / leverage)});
        const MarketParams& p = market().params;
        const Side side = m_draw.chance(620'000) ? Side::Buy : Side::Sell;
        // Room for the fee and for the tick between index and price.
        const Quantity size = sizeFor(p, Money(all.raw() * leverage * 9 / 10), m_plan.path.open);
        const Price price = priceAt(p, m_plan.path.open, 0);
        give(PlaceOrder{maker, limitOrder(kMarket, opposite(side), price, size)});
        OrderTerms order = limitOrder(kMarket, side, price, size);
        order.timeInForce = TimeInForce::ImmediateOrCancel;
        give(PlaceOrder{account, order});
        give(CancelAll{maker, kMarket, std::nullopt});
    }
    void crash() {
        const UnixNanos begin = m_plan.crash->hour;
        std::vector<AgentPtr> agents;
        agents.push_back(std::make_unique<PathFeed>(m_plan, Draw(m_plan.seed, kAgents)));
        for (std::uint32_t i = 1; i <= kMakers + kLiquidators; ++i) {
            const Seat seat{AccountId(i), MasterId(i), i <= kMakers ? Role::Maker : Role::Liquidator, i};
            const Draw draw(m_plan.seed, kAgents + i);
            agents.push_back(i <= kMakers ? makeMaker(seat, kMarket, m_climate, draw) : makeLiquidator(seat, draw));
        }
        agents.push_back(
            makeBackstop({AccountId(0), MasterId(0), Role::Backstop, 0}, Draw(m_plan.seed, kAgents + agents.size())));
        m_report.moments.push_back(momentAt(begin));
        UnixNanos next = begin + kMomentNanos;
        Price last;
        m_stage.play(agents, begin, m_climate.end, [&] {
            m_stage.process().live();
            if (market().prices.index == last) return;
            last = market().prices.index;
            ++m_report.steps;
            m_stage.checks().audit(state());
            if (state().now < next) return;
            m_report.moments.push_back(momentAt(next));
            next = next + kMomentNanos;
        });
    }
    [[nodiscard]] CrashMoment momentAt(UnixNanos at) const {
        CrashMoment moment;
        moment.at = at;
        moment.index = market().prices.index;
        moment.openInterest = market().openInterest;
        moment.holdings = holdingsOf(state());
        moment.debts = debtsOf(state());
        moment.tally = m_stage.tally();
        for (const auto& account : state().accounts) {
            const Party party = partyOf(account->id);
            Money& equity = moment.equity[indexOf(party)];
            equity = Money(equity.raw() + equityOf(state(), *account).raw());
            if (party != Party::Trader) continue;
            const auto* p = account->find(kMarket);
            if (p != nullptr && !p->position.base.isZero()) ++moment.positions;
            if (m_stage.checks().liquidated().contains(account->id)) ++moment.liquidatedAccounts;
        }
        return moment;
    }
    [[nodiscard]] static Party partyOf(AccountId account) {
        if (account.value() == 0) return Party::Backstop;
        if (account.value() <= kMakers) return Party::Maker;
        return account < trader(0) ? Party::Liquidator : Party::Trader;
    }

    const CrashPlan& m_plan;
    Climate m_climate;
    Stage m_stage;
    Draw m_draw;
    UnixNanos m_now;
    CrashReport m_report;
};

} // namespace

std::span<const RecordedCrash> recordedCrashes() { return kCrashes; }

std::vector<Price> pricesAlong(const CrashPath& path, std::int64_t steps) {
    const std::array<std::int64_t, 4> points{path.open.raw(), path.low.raw(), path.high.raw(), path.close.raw()};
    std::int64_t length = 0;
    for (std::size_t i = 1; i < points.size(); ++i) length += std::abs(points[i] - points[i - 1]);
    std::vector<Price> prices{path.open};
    for (std::size_t i = 1; i < points.size(); ++i) {
        const Int128 line = points[i] - points[i - 1];
        const Int128 share = (line < 0 ? -line : line) * steps / std::max<std::int64_t>(1, length);
        const Int128 count = std::max<Int128>(1, share);
        for (Int128 k = 1; k <= count; ++k)
            prices.emplace_back(points[i - 1] + static_cast<std::int64_t>(line * k / count));
    }
    return prices;
}

CrashReport runCrash(const CrashPlan& plan) { return CrashRun(plan).run(); }

} // namespace qd::simulation
