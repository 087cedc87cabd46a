#include "core/feed/simulator/Keeper.h"

#include "core/feed/simulator/Distributions.h"

#include <algorithm>
#include <cstdlib>

namespace qd::simulator {
namespace {

constexpr std::int64_t kReaction = 300 * kNanosPerMilli; // mean
constexpr std::int64_t kAgain = 800 * kNanosPerMilli;    // a pool is taken over by and by
constexpr std::int64_t kResale = 8 * kNanosPerSecond;    // mean
constexpr std::int64_t kRound = 20 * kNanosPerSecond;    // mean pause between two settlements
constexpr AccountId kNobody{~std::uint32_t{0}};

} // namespace

Keeper::Keeper(const MarketSetup& setup, AccountId first, AccountId account, SplitMix64 random)
    : m_first(first)
    , m_account(account)
    , m_orders(Grid(setup.params))
    , m_random(random) {}

UnixNanos Keeper::notice(const LiquidationStarted& e, UnixNanos now) {
    const auto end = m_debtors.begin() + m_count;
    if (m_count < kMostDebtors && std::find(m_debtors.begin(), end, e.account) == end) m_debtors[m_count++] = e.account;
    return now + kNanosPerMilli + exponential(m_random, kReaction);
}

void Keeper::drop(AccountId debtor) noexcept {
    const auto end = m_debtors.begin() + m_count;
    const auto found = std::find(m_debtors.begin(), end, debtor);
    if (found == end) return;
    std::move(found + 1, end, found);
    --m_count;
}

/// The debtor's side is the other one.
void Keeper::took(const LiquidationStepped& e) {
    m_orders.moved(Quantity(e.side == Side::Sell ? e.size.raw() : -e.size.raw()));
}

Move Keeper::act(const Surroundings& s) {
    if (m_count > 0) {
        m_asked = m_debtors.front();
        return {Liquidate{m_account, m_asked, s.setup.params.id, s.grid.quantity(s.grid.mostLots()), Price{}},
                s.now + kAgain};
    }
    m_asked = kNobody;
    const std::int64_t held = m_orders.position().raw();
    if (held == 0) return {settle(s), s.now + kNanosPerSecond + exponential(m_random, kRound)};
    OrderTerms terms;
    terms.market = s.setup.params.id;
    terms.side = held > 0 ? Side::Sell : Side::Buy;
    terms.type = OrderType::Market;
    terms.timeInForce = TimeInForce::ImmediateOrCancel;
    terms.reduceOnly = true;
    terms.size = s.grid.quantity(s.grid.limitedLots(s.grid.lots(Quantity(std::abs(held)))));
    return {PlaceOrder{m_account, terms}, s.now + kNanosPerSecond + exponential(m_random, kResale)};
}

CommandBody Keeper::settle(const Surroundings& s) {
    const AccountId account(m_first.value() + m_turn);
    m_turn = account == m_account ? 0 : m_turn + 1;
    return SettlePnl{account, s.setup.params.id};
}

void Keeper::save(ByteWriter& out) const {
    m_orders.save(out);
    put(out, m_random);
    put(out, m_asked);
    out.put(m_turn);
    out.put(m_count);
    for (std::size_t i = 0; i < m_count; ++i) put(out, m_debtors[i]);
}

void Keeper::load(StateReader& in) {
    m_orders.load(in);
    m_random = in.random();
    m_asked = in.ranged("a keeper's debtor", AccountId(0), kNobody);
    m_turn = in.ranged<std::uint32_t>("a keeper's turn", 0, m_account.value() - m_first.value());
    m_count = in.ranged<std::uint8_t>("number of debtors", 0, kMostDebtors);
    for (std::size_t i = 0; i < m_count && in.ok(); ++i)
        m_debtors[i] = in.ranged("a keeper's debtor", AccountId(0), kNobody);
}

} // namespace qd::simulator
