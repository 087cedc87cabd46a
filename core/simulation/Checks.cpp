#include "core/simulation/Checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace qd::simulation {
namespace {

constexpr std::uint64_t kAuditEvery = 100; ///< commands

/// A funding index by a base, in units of money.
constexpr Int128 kIndexUnit = Int128{FundingIndex::kScale} / Money::kScale * Quantity::kScale;

Int128 floorOf(Int128 value, Int128 unit) { return value / unit - (value % unit < 0 ? 1 : 0); }
std::int64_t whole(Int128 amount) { return static_cast<std::int64_t>(amount); }
void add(Money& sum, Int128 amount) { sum = Money(sum.raw() + whole(amount)); }

PoolId poolIn(const exchange::AccountState& account, MarketId market) {
    const exchange::PositionState* position = account.find(market);
    return position == nullptr ? kCrossPool : position->pool();
}

/// Is nothing left of a pool that was taken over as a whole?
bool isEmpty(const exchange::AccountState& account, PoolId pool) {
    const bool cash = pool.isolated || std::ranges::all_of(account.balances, [](Amount a) { return a.isZero(); });
    return cash && std::ranges::all_of(account.used(), [&](const auto& p) {
               return p.pool() != pool || (p.position == Position{} && p.isolatedMargin.isZero());
           });
}

} // namespace

void Checks::see(const Command& command, std::span<const Event> events, const exchange::State& state) {
    m_taken.clear();
    m_funding.clear();
    m_socialised.clear();
    m_bankruptcy = false;
    m_tally.see(events, state);
    for (const Event& event : events) see(event, state);
    conclude(state);
    watchOracles(state);
    const auto* revenue = std::get_if<SettleRevenue>(&command.body);
    const bool refused = !events.empty() && std::holds_alternative<RequestRejected>(events.back().body);
    if (revenue != nullptr && !refused) m_insurance += revenue->amount.raw();
    if (m_bankruptcy || m_tally.commands % kAuditEvery == 0) audit(state);
}

void Checks::expectCarriedOut(std::span<const Event> events) {
    for (const Event& event : events) {
        if (const auto* refused = std::get_if<RequestRejected>(&event.body))
            say(fmt::format("a founding command was refused with code {}", static_cast<int>(refused->code)));
    }
}

void Checks::audit(const exchange::State& state) {
    if (const auto audit = exchange::audit(state); !audit.balanced) say(audit.imbalance);
    if (auto difference = m_books.difference(state); !difference.empty()) say(std::move(difference));
    Int128 insurance = state.insurance.vault.raw();
    for (const auto& market : state.markets) insurance += market->insuranceDue.raw();
    if (insurance != m_insurance)
        say(fmt::format("the insurance fund owns {}, the events say {}", whole(insurance), whole(m_insurance)));
    const Losses& l = m_tally.losses;
    const Int128 paid = Int128{l.fees.raw()} + l.insurance.raw() + l.deleveraged.raw() + l.socialised.raw();
    if (Int128{l.deficits.raw()} + l.kept.raw() != paid + l.uncovered.raw())
        say(fmt::format("deficits of {} were paid with {}", l.deficits.raw(), whole(paid)));
}

void Checks::see(const Event& event, const exchange::State& state) {
    std::visit([&](const auto& body) { see(event, body, state); }, event.body);
}

/// The bankrupt pool's half comes first, the other side's after it.
void Checks::see(const Event& event, const Deleveraged& e, const exchange::State& state) {
    if (std::exchange(m_otherHalfFollows, false)) return m_books.tell(event);
    m_otherHalfFollows = e.other != e.account;
    m_bankruptcy = true;
    const exchange::AccountState& account = *state.account(e.account);
    const PoolId pool = poolIn(account, e.market);
    const Int128 before = m_books.worthOf(account, pool);
    m_books.tell(event);
    const Int128 after = m_books.worthOf(account, pool);
    const Int128 kept =
        m_books.hasOtherAssets(e.account, pool) ? Int128{0} : std::max<Int128>(after, 0) - std::max<Int128>(before, 0);
    add(m_tally.losses.deleveraged, after - before);
    add(m_tally.losses.deficits, after - before - kept);
    add(m_tally.losses.kept, kept);
}

void Checks::see(const Event&, const LiquidationStarted& e, const exchange::State&) {
    m_liquidated.insert(e.account);
    if (e.requirement <= e.collateral) // a debt needs no requirement
        say(fmt::format("account {}: a pool that meets its maintenance margin is liquidated", e.account.value()));
}

void Checks::see(const Event& event, const LiquidationStepped& e, const exchange::State& state) {
    if (e.step == LiquidationStep::Backstop) take(state, e.account, e.pool);
    m_insurance += e.insurance.raw();
    if (e.step == LiquidationStep::Book && e.insurance.raw() < 0) {
        add(m_tally.losses.insurance, -e.insurance.raw());
        add(m_tally.losses.deficits, -e.insurance.raw());
    }
    m_books.tell(event);
}

/// The loss that is told is what the pool lacks by the events before, at the indexes as long as it is open, and its
/// parts do not add up to more.
void Checks::see(const Event&, const BankruptcyResolved& e, const exchange::State& state) {
    m_bankruptcy = true;
    const exchange::AccountState& account = *state.account(e.account);
    const Taken* gone = taken(e.account, e.pool);
    const bool otherAssets = gone != nullptr ? gone->otherAssets : m_books.hasOtherAssets(e.account, e.pool);
    const Int128 worth = gone != nullptr ? gone->worth : m_books.worthOf(account, e.pool);
    const Int128 lacking = gone != nullptr || !m_books.isOpen(account, e.pool)
                               ? worth
                               : m_books.worthOf(account, e.pool, Books::At::Index);
    if (!otherAssets && lacking != -Int128{e.loss.raw()})
        say(fmt::format("account {}: a loss of {} is told, its pool is worth {}", e.account.value(), e.loss.raw(),
                        whole(lacking)));
    if (e.socialised.raw() > 0) {
        const Int128 outside = m_books.outsideOf(e.market);
        Socialised& socialised = m_socialised[e.market];
        socialised.told += e.socialised.raw();
        socialised.paid -= std::exchange(m_funding[e.market], {}).sum;
        socialised.outside = std::max(socialised.outside, outside < 0 ? -outside : outside);
    }
    const Int128 covered = Int128{e.fromFees.raw()} + e.fromInsurance.raw() + e.socialised.raw();
    if (covered > e.loss.raw())
        say(fmt::format("account {}: a loss of {} was paid with {}", e.account.value(), e.loss.raw(), whole(covered)));
    Losses& losses = m_tally.losses;
    add(losses.fees, e.fromFees.raw());
    add(losses.insurance, e.fromInsurance.raw());
    add(losses.socialised, e.socialised.raw());
    m_insurance -= e.fromInsurance.raw();
    if (gone != nullptr) {
        add(losses.deficits, e.loss.raw());
        add(losses.uncovered, e.loss.raw() - covered);
        return;
    }
    m_books.credit(e.account, e.market, Money(whole(covered)));
    const Int128 left = m_books.worthOf(account, e.pool);
    const Int128 made = otherAssets ? covered : std::max<Int128>(0, -worth) - std::max<Int128>(0, -left);
    add(losses.deficits, made);
    add(losses.kept, covered - made);
}

/// A pool that ended bankrupt owes nothing.
void Checks::see(const Event&, const LiquidationEnded& e, const exchange::State& state) {
    if (e.end != LiquidationEnd::Bankrupt || taken(e.account, e.pool) != nullptr) return;
    const exchange::AccountState& account = *state.account(e.account);
    if (m_books.hasOtherAssets(e.account, e.pool)) return;
    if (const Int128 worth = m_books.worthOf(account, e.pool); worth < 0)
        say(fmt::format("account {}: its pool ended bankrupt and still owes {}", e.account.value(), whole(-worth)));
}

void Checks::see(const Event& event, const LedgerPosted& e, const exchange::State& state) {
    if (e.kind == PostingKind::InsuranceStaked || e.kind == PostingKind::InsuranceUnstaked)
        m_insurance -= e.amount.raw();
    if (e.kind == PostingKind::BackstopTransfer && state.backstop != e.account)
        take(state, e.account, e.isolated ? PoolId{true, e.market} : kCrossPool);
    m_books.tell(event);
}

void Checks::see(const Event& event, const FundingPaid& e, const exchange::State&) {
    Funding& funding = m_funding[e.market];
    funding.sum += e.amount.raw();
    ++funding.positions;
    m_books.tell(event);
}

/// §8, item 4: what is paid is more than what is received by less than a unit a position.
void Checks::see(const Event&, const FundingUpdated& e, const exchange::State&) {
    const Funding funding = std::exchange(m_funding[e.market], {});
    const Int128 outside = floorOf(-Int128{e.change.raw()} * m_books.outsideOf(e.market), kIndexUnit);
    const Int128 sum = funding.sum + outside;
    if (sum > 0 || sum < -Int128{funding.positions + 1})
        say(fmt::format("market {}: funding payments add up to {}", e.market.value(), whole(sum)));
}

/// A crash is over when half of the fall is made good or the average has followed.
void Checks::see(const Event& event, const PricesChanged& e, const exchange::State&) {
    const Int128 index = e.prices.index.raw();
    const Int128 average = e.prices.twap5.raw();
    if (index * 10 <= average * 9 && m_crashing.insert(e.market).second) ++m_tally.marketCrashes;
    if (index * 20 >= average * 19) m_crashing.erase(e.market);
    m_books.tell(event);
}

const Checks::Taken* Checks::taken(AccountId account, PoolId pool) const {
    const auto found =
        std::ranges::find_if(m_taken, [&](const Taken& t) { return t.account == account && t.pool == pool; });
    return found == m_taken.end() ? nullptr : &*found;
}

void Checks::take(const exchange::State& state, AccountId account, PoolId pool) {
    if (taken(account, pool) != nullptr) return;
    const exchange::AccountState& owner = *state.account(account);
    m_taken.push_back({account, pool, m_books.worthOf(owner, pool), m_books.hasOtherAssets(account, pool)});
}

/// What the backstop took it took whole; its own books cannot be kept from events.
void Checks::conclude(const exchange::State& state) {
    for (const Taken& t : m_taken) {
        const exchange::AccountState& owner = *state.account(t.account);
        if (!isEmpty(owner, t.pool)) say(fmt::format("account {}: the backstop left something", t.account.value()));
        m_books.synchronise(owner);
        m_bankruptcy = true;
    }
    if (!m_taken.empty()) m_books.synchronise(*state.account(*state.backstop));
    expectSocialised(state);
    for (const auto& [market, funding] : m_funding) {
        if (funding.positions != 0) say(fmt::format("market {}: funding was paid for nothing", market.value()));
    }
}

/// §3.13 (d): positions of both sides pay a loss, the venue's behind the market among them, of which no event tells.
void Checks::expectSocialised(const exchange::State& state) {
    for (const auto& [id, socialised] : m_socialised) {
        const exchange::MarketState& market = *state.market(id);
        const Int128 index = (Int128{market.fundingIndexLong.raw()} - market.fundingIndexShort.raw()) / 2;
        const Int128 moved = index - std::exchange(m_moved[id], index);
        const Int128 outside = -floorOf(-moved * socialised.outside, kIndexUnit);
        if (socialised.paid + outside < socialised.told)
            say(fmt::format("market {}: a loss of {} was socialised, positions paid {}", id.value(),
                            whole(socialised.told), whole(socialised.paid + outside)));
    }
}

/// Time alone makes a price old: every oracle is looked at after every command.
void Checks::watchOracles(const exchange::State& state) {
    m_oracles.resize(state.oracles.size());
    for (std::size_t i = 0; i < m_oracles.size(); ++i) {
        const OracleStatus status = state.oracles[i].status(state.now);
        if (m_oracles[i] != status) ++m_tally.oracleStates[indexOf(status)];
        m_oracles[i] = status;
    }
}

void Checks::say(std::string sentence) {
    if (m_fault.empty()) m_fault = std::move(sentence);
}

} // namespace qd::simulation
