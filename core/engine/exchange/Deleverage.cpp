#include "core/engine/exchange/Deleverage.h"

#include "core/engine/exchange/Calm.h"
#include "core/engine/exchange/Lifecycle.h"
#include "core/engine/exchange/Settlement.h"
#include "core/engine/exchange/TakeOver.h"
#include "core/engine/ledger/Position.h"
#include "core/engine/liquidation/Deleveraging.h"

#include <algorithm>
#include <span>

namespace qd::exchange {
namespace {

using liquidation::DeleverageCandidate;

std::vector<DeleverageCandidate> candidatesOf(const State& state, const MarketState& market, Side held) {
    std::vector<DeleverageCandidate> found;
    for (const AccountId id : market.holders) {
        const AccountState& account = *state.account(id);
        const PositionState& p = *account.find(market.params.id);
        if (p.position.base.isZero() || (p.position.base.raw() > 0) != (held == Side::Buy)) continue;
        const auto view = viewOf(state, account, p.pool());
        const auto upnl = risk::perpPnl(p.position.base, market.prices.mark, p.position.entry);
        const auto notional = risk::notionalOf(p.position.base, market.prices.mark);
        if (!view || !upnl || !notional) continue;
        found.push_back({id, *upnl, Money(std::max<std::int64_t>(1, std::abs(p.position.entry.raw()))),
                         Money(std::max<std::int64_t>(1, notional->raw())), view->equity});
    }
    found.resize(liquidation::rankForDeleveraging(found));
    return found;
}

/// Closes one position of a bankrupt pool against the other side at its bankruptcy value.
class Deleveraging {
  public:
    Deleveraging(State& state, Emitter& emitter, AccountState& account, PositionState& position)
        : m_state(state)
        , m_emitter(emitter)
        , m_account(account)
        , m_market(*state.market(position.market))
        , m_position(position)
        , m_before(position.position.base)
        , m_size(std::abs(position.position.base.raw())) {}

    void run(const liquidation::PoolTotals& pool) {
        const auto value = bankruptcyValueOf(m_market, pool, m_before, m_size);
        if (!value) return;
        m_value = *value;
        const Side other = m_before.raw() > 0 ? Side::Sell : Side::Buy;
        for (const DeleverageCandidate& c : candidatesOf(m_state, m_market, other)) {
            if (left() == 0) break;
            AccountState& account = *m_state.account(c.account);
            close(account, *account.find(m_market.params.id));
        }
        closeWithOutside();
        if (m_closed == 0) return;
        m_market.touch(m_emitter.now());
        m_emitter.tell(LiquidationStepped{m_account.id, m_position.pool(), LiquidationStep::Deleveraged,
                                          m_market.params.id, side(), Quantity(m_closed),
                                          priceOf(sellers(Money(m_paid)), m_closed), Money{}, Money{}, m_account.id,
                                          m_realised.to<Money>().value_or(Money{}), m_position.position.base});
    }

  private:
    [[nodiscard]] std::int64_t left() const noexcept { return m_size.raw() - m_closed; }
    [[nodiscard]] Side side() const noexcept { return m_before.raw() > 0 ? Side::Sell : Side::Buy; }
    /// What closing `size` more brings, so that all parts together bring the bankruptcy value.
    [[nodiscard]] Money part(std::int64_t size) const {
        const auto so_far = Checked(m_value.raw()).times(m_closed + size, m_size.raw(), Round::Down).to<Money>();
        return Money(so_far.value_or(Money{}).raw() - m_paid);
    }
    /// Of what the seller gets; toward zero.
    [[nodiscard]] static Price priceOf(Money quote, std::int64_t size) {
        const auto price = Checked(quote.raw()).abs().times(Quantity::kScale, size, Round::Down).to<Price>();
        return quote.raw() < 0 ? Price(-price.value_or(Price{}).raw()) : price.value_or(Price{});
    }
    /// `quote` to the bankrupt pool, as the selling side has it.
    [[nodiscard]] Money sellers(Money quote) const { return side() == Side::Sell ? quote : Money(-quote.raw()); }
    struct Part {
        Position own;
        Money realised;
        Money quote; ///< signed, to the bankrupt pool
    };
    [[nodiscard]] std::optional<Part> ownPart(std::int64_t size) const {
        const Money quote = part(size);
        const auto change = ledger::withFill(m_position.position, Quantity(side() == Side::Sell ? -size : size), quote);
        return change ? std::optional(Part{change->after, change->realised, quote}) : std::nullopt;
    }
    void commit(const Part& p, std::int64_t size, AccountId other) {
        countOpenInterest(m_market, m_position.position.base, p.own.base);
        m_position.position = p.own;
        m_closed += size;
        m_paid += p.quote.raw();
        m_realised += p.realised.raw();
        m_emitter.tell(Deleveraged{m_account.id, m_market.params.id, side(), Quantity(size),
                                   priceOf(sellers(p.quote), size), sellers(p.quote), p.realised,
                                   m_position.position.base, other});
    }
    void close(AccountState& account, PositionState& position) {
        const std::int64_t size = std::min(left(), std::abs(position.position.base.raw()));
        const auto own = ownPart(size);
        const auto change = own ? ledger::withFill(position.position, Quantity(side() == Side::Sell ? size : -size),
                                                   Money(-own->quote.raw()))
                                : std::unexpected(MathError::Overflow);
        if (!change) return;
        (void)cancelWhere(m_state, m_emitter, account, CloseReason::Liquidation,
                          [&](const Order& order) { return order.terms.market == m_market.params.id; });
        countOpenInterest(m_market, position.position.base, change->after.base);
        position.position = change->after;
        disturb(m_state, account, position.pool());
        commit(*own, size, account.id);
        m_emitter.tell(Deleveraged{account.id, m_market.params.id, opposite(side()), Quantity(size),
                                   priceOf(sellers(own->quote), size), sellers(own->quote), change->realised,
                                   position.position.base, m_account.id});
    }
    /// A paper market's venue is the other side of what its accounts are not.
    void closeWithOutside() {
        Counterparty& outside = m_market.outsideParty;
        if (left() == 0 || outside.base.isZero() || (outside.base.raw() > 0) == (m_before.raw() > 0)) return;
        const std::int64_t size = std::min(left(), std::abs(outside.base.raw()));
        const auto own = ownPart(size);
        if (!own) return;
        const Quantity base(outside.base.raw() + (side() == Side::Sell ? size : -size));
        countOpenInterest(m_market, outside.base, base);
        outside = {base, Money(outside.quote.raw() - own->quote.raw())};
        commit(*own, size, m_account.id);
    }

    State& m_state;
    Emitter& m_emitter;
    AccountState& m_account;
    MarketState& m_market;
    PositionState& m_position;
    Quantity m_before;
    Quantity m_size;
    Money m_value; ///< of all of it
    std::int64_t m_closed = 0;
    std::int64_t m_paid = 0;
    Checked m_realised; ///< by all parts
};

} // namespace

void cancelPool(State& state, Emitter& emitter, AccountState& account, PoolId pool) {
    (void)cancelWhere(state, emitter, account, CloseReason::Liquidation,
                      [&](const Order& order) { return account.find(order.terms.market)->pool() == pool; });
}

bool deleverable(const State& state, AccountState& account, PoolId pool) {
    return std::ranges::all_of(account.used(), [&](const PositionState& p) {
        const Quantity base = p.position.base;
        if (p.pool() != pool || base.isZero()) return true;
        const MarketState& market = *state.market(p.market);
        const Quantity outside = market.outsideParty.base;
        const bool meets = (outside.raw() > 0) != (base.raw() > 0);
        Int128 left = Int128{std::abs(base.raw())} - (meets ? std::abs(outside.raw()) : 0);
        for (const DeleverageCandidate& c : candidatesOf(state, market, base.raw() > 0 ? Side::Sell : Side::Buy))
            left -= std::abs(state.account(c.account)->find(p.market)->position.base.raw());
        return left <= 0;
    });
}

bool deleverage(State& state, Emitter& emitter, AccountState& account, PoolId pool) {
    bool closed = true;
    cancelPool(state, emitter, account, pool);
    for (PositionState& p : account.used()) {
        if (p.pool() != pool || p.position.base.isZero()) continue;
        if (const auto totals = indexTotalsOf(state, account, pool))
            Deleveraging(state, emitter, account, p).run(*totals);
        closed = closed && p.position.base.isZero();
    }
    return closed;
}

std::vector<DeleverageRank> deleverageRanks(const State& state, const MarketState& market, Side held) {
    const std::vector<DeleverageCandidate> ranked = candidatesOf(state, market, held);
    std::vector<DeleverageRank> ranks;
    ranks.reserve(ranked.size());
    for (std::size_t i = 0; i < ranked.size(); ++i)
        ranks.push_back({ranked[i].account, liquidation::deleverageQuintile(i, ranked.size())});
    return ranks;
}

} // namespace qd::exchange
