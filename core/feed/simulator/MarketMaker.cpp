#include "core/feed/simulator/MarketMaker.h"

#include "core/feed/simulator/Distributions.h"
#include "core/feed/simulator/Population.h"

#include <algorithm>
#include <array>

namespace qd::simulator {
namespace {

constexpr std::int64_t kMs = kNanosPerMilli;

// From the quick one who stands at the touch to the slow one with size far out; together they cover a per cent a side.
constexpr std::array<MakerStyle, kMakers> kStyles{{
    {{16, 0, 800, 600, 40}, 2, 36, 10, 4 * kMs, 100 * kMs, 6 * kMs, false},
    {{9, 0, 2'000, 900, 90}, 4, 45, 14, 6 * kMs, 160 * kMs, 10 * kMs, true},
    {{5, 250, 4'000, 1'300, 160}, 7, 60, 18, 10 * kMs, 250 * kMs, 18 * kMs, true},
    {{1, 1'000, 7'500, 2'500, 400}, 12, 90, 25, 20 * kMs, 400 * kMs, 40 * kMs, false},
    {{1, 2'500, 13'000, 5'000, 600}, 20, 160, 40, 40 * kMs, 700 * kMs, 90 * kMs, false},
}};

constexpr std::int64_t kQuotesOfFullSkew = 300; // position in usual quotes at which the fair price moves by
constexpr std::int64_t kFullSkew = 500;         // this much, 1e-6
constexpr std::int64_t kMostSkew = 1'500;
constexpr std::int64_t kMostError = 1'000;
constexpr std::size_t kPullAt = 7; // orders of a side in danger

} // namespace

MarketMaker::MarketMaker(const MarketSetup& setup, std::size_t place, AccountId account, SplitMix64 random)
    : m_style(&kStyles[place])
    , m_ladder(m_style->shape, setup.startPrice, Grid(setup.params))
    , m_account(account)
    , m_orders(Grid(setup.params))
    , m_random(random)
    , m_quoteValue(setup.quoteValue)
    , m_fair(setup.startPrice) {}

Price MarketMaker::fairAt(Price index, const Flow& flow) const noexcept {
    const std::int64_t full = std::max<std::int64_t>(1, m_quoteValue.raw() * kQuotesOfFullSkew / kFullSkew);
    const std::int64_t skew = std::clamp(valueOf(m_orders.position(), index) / full, -kMostSkew, kMostSkew);
    return Price(index.raw() + partOf(index, flow.pressurePpm() - skew + m_error));
}

bool MarketMaker::minds(Price fair) const noexcept {
    const std::int64_t off = distancePpm(fair, m_fair);
    return off > m_style->patience || off < -m_style->patience;
}

std::optional<UnixNanos> MarketMaker::reaction(Price index, const Flow& flow, UnixNanos now) {
    if (!minds(fairAt(index, flow))) return std::nullopt;
    return now + m_style->reaction / 3 + exponential(m_random, m_style->reaction * 2 / 3);
}

void MarketMaker::recentre(const Surroundings& s) {
    const Price fair = fairAt(s.index, s.flow);
    if (minds(fair)) {
        m_fair = fair;
        const std::int64_t fresh = gaussian(m_random) * m_style->opinion / 2 / kOneQ16;
        m_error = std::clamp(m_error * 7 / 8 + fresh, -kMostError, kMostError);
    }
    m_unit = s.grid.lotsWorth(m_quoteValue, m_fair);
}

MarketMaker::Plan MarketMaker::planOf(const Surroundings& s, Side side) const {
    const std::int64_t half = s.grid.tickSize() / 2 + partOf(m_fair, m_style->halfSpread);
    const Price best(std::max<std::int64_t>(1, m_fair.raw() - signOf(side) * half));
    Plan plan;
    plan.side = side;
    // A quote never takes: it waits one tick off the other side until that has gone.
    if (side == Side::Buy) {
        plan.top = s.grid.tickBelow(best);
        if (s.touch.ask) plan.top = std::min(plan.top, s.grid.tickBelow(*s.touch.ask) - 1);
    } else {
        plan.top = s.grid.tickAbove(best);
        if (s.touch.bid) plan.top = std::max(plan.top, s.grid.tickAbove(*s.touch.bid) + 1);
    }
    plan.report = m_ladder.compare(m_orders.side(side), side, plan.top, m_unit);
    return plan;
}

std::int64_t MarketMaker::variedLots(std::size_t level) {
    return std::max<std::int64_t>(1, m_ladder.lots(level, m_unit) * between(m_random, 600, 1'500) / 1'000);
}

Move MarketMaker::act(const Surroundings& s) {
    recentre(s);
    const Plan bids = planOf(s, Side::Buy);
    const Plan asks = planOf(s, Side::Sell);
    CommandBody body = decide(s, bids, asks);
    return {std::move(body), wakeAfter(s.now, bids, asks)};
}

UnixNanos MarketMaker::wakeAfter(UnixNanos now, const Plan& bids, const Plan& asks) {
    std::int64_t mean = m_style->idle;
    if (bids.report.danger + asks.report.danger > 1)
        mean = m_style->work / 4;
    else if (bids.report.gaps + asks.report.gaps > 1)
        mean = m_style->work;
    return now + kMs / 5 + exponential(m_random, mean);
}

CommandBody MarketMaker::decide(const Surroundings& s, const Plan& bids, const Plan& asks) {
    if (bids.report.danger + asks.report.danger != 0)
        return escape(s, bids.report.danger >= asks.report.danger ? bids : asks);
    if (bids.report.gaps + asks.report.gaps != 0) {
        if (bids.report.gap != asks.report.gap) return closeGap(s, bids.report.gap < asks.report.gap ? bids : asks);
        return closeGap(s, chance(m_random, 500) ? bids : asks);
    }
    for (const Plan* plan : {&bids, &asks}) {
        if (plan->report.misshapen != nullptr)
            return amended(s, *plan->report.misshapen, plan->report.misshapen->tick,
                           variedLots(plan->report.misshapenLevel));
    }
    return refresh(s);
}

CommandBody MarketMaker::escape(const Surroundings& s, const Plan& plan) {
    const LadderReport& r = plan.report;
    if (m_style->pulls && s.open && r.danger >= kPullAt) return CancelAll{m_account, s.setup.params.id, plan.side};
    if (r.gap == kLevels) return CancelOrder{m_account, {r.innermost->id, {}}};
    return amended(s, *r.innermost, m_ladder.tick(plan.side, plan.top, r.gap), variedLots(r.gap));
}

CommandBody MarketMaker::closeGap(const Surroundings& s, const Plan& plan) {
    const LadderReport& r = plan.report;
    const std::int64_t tick = m_ladder.tick(plan.side, plan.top, r.gap);
    const std::int64_t lots = variedLots(r.gap);
    if (r.outermost != nullptr && m_orders.side(plan.side).size() >= kLevels)
        return amended(s, *r.outermost, tick, lots);
    if (!s.open) return AdvanceTime{};
    OrderTerms terms = limitTerms(s, plan.side, tick, lots);
    terms.postOnly = PostOnly::Slide;
    return PlaceOrder{m_account, terms};
}

CommandBody MarketMaker::refresh(const Surroundings& s) {
    const auto level = static_cast<std::size_t>(below(m_random, kLevels));
    const auto orders = m_orders.side(chance(m_random, 500) ? Side::Buy : Side::Sell);
    if (level >= orders.size()) return AdvanceTime{};
    return amended(s, orders[level], orders[level].tick, variedLots(level));
}

CommandBody MarketMaker::amended(const Surroundings& s, const OwnOrder& order, std::int64_t tick,
                                 std::int64_t lots) const {
    const std::int64_t total = order.filled + s.grid.limitedLots(lots);
    // An order's size counts what has filled; one that has been refilled too often makes room for a new one.
    if (total > s.grid.mostLots()) return CancelOrder{m_account, {order.id, {}}};
    return AmendOrder{m_account, {order.id, {}}, s.grid.price(s.grid.limited(tick)), s.grid.quantity(total)};
}

void MarketMaker::save(ByteWriter& out) const {
    m_orders.save(out);
    put(out, m_random);
    put(out, m_fair);
    out.put(m_error);
}

void MarketMaker::load(StateReader& in, Price highest) {
    m_orders.load(in);
    m_random = in.random();
    m_fair = in.ranged("a maker's fair price", Price(1), highest);
    m_error = in.ranged("a maker's error", -kMostError, kMostError);
}

} // namespace qd::simulator
