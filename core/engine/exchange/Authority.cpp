#include "core/engine/exchange/Accounts.h"
#include "core/engine/exchange/Lifecycle.h"

#include <algorithm>
#include <concepts>

namespace qd::exchange {
namespace {

/// Who may give a kind of command, besides the host itself. Source: spec/perps.md §2.2.
enum class Needs : std::uint8_t {
    Host,     ///< the venue's own commands and what its feeds say
    Anyone,   ///< any signer
    Owner,    ///< the account's master
    Trade,    ///< or a delegate with the permission
    Cancel,   ///< the same
    Transfer, ///< the same
};

template<class T, class... U>
inline constexpr bool kIsOneOf = (std::same_as<T, U> || ...);

template<class T>
inline constexpr Needs kNeeds = [] {
    if constexpr (kIsOneOf<T, SettlePnl>)
        return Needs::Anyone;
    else if constexpr (kIsOneOf<T, OpenAccount, UpdateAccount, CloseAccount, SetDelegate, SetReferrer, Deposit,
                                Withdraw, StakeInsurance, RequestUnstake, Unstake>)
        return Needs::Owner;
    else if constexpr (kIsOneOf<T, PlaceOrder, PlaceOrders, AmendOrder, PauseTwap, FillAuction, Liquidate,
                                SetMarginMode, MoveIsolatedMargin, SetLeverage>)
        return Needs::Trade;
    else if constexpr (kIsOneOf<T, CancelOrder, CancelAll>)
        return Needs::Cancel;
    else if constexpr (kIsOneOf<T, Transfer>)
        return Needs::Transfer;
    else
        return Needs::Host;
}();

std::optional<MasterId> masterOf(const State& state, AccountId id) {
    const AccountState* account = state.account(id);
    return account == nullptr ? std::nullopt : std::optional(account->master);
}

/// Whose command it is; empty when there is no such account: the command itself will say so.
template<class T>
std::optional<MasterId> ownerOf(const State& state, const T& body) {
    if constexpr (requires { body.master; })
        return body.master;
    else if constexpr (requires { body.from; })
        return masterOf(state, body.from);
    else
        return masterOf(state, body.account);
}

constexpr std::uint8_t permissionFor(Needs needs) {
    switch (needs) {
    case Needs::Trade: return permission::kTrade;
    case Needs::Cancel: return permission::kCancel;
    case Needs::Transfer: return permission::kTransferInternal;
    default: return 0;
    }
}

const DelegateState* delegateOf(const State& state, MasterId master, MasterId signer) {
    const auto owner = state.masters.find(master);
    if (owner == state.masters.end()) return nullptr;
    const auto& delegates = owner->second.delegates;
    const auto at = std::ranges::lower_bound(delegates, signer, {}, &DelegateState::delegate);
    return at != delegates.end() && at->delegate == signer ? &*at : nullptr;
}

/// What an order could cost at most, at the worse of its price and the index.
bool within(const State& state, const OrderTerms& t, Money limit) {
    const MarketState* market = state.market(t.market);
    if (limit.isZero() || market == nullptr) return true;
    const Price price = std::max(t.price, market->prices.index);
    const auto worth = Checked(t.size.raw()).times(price.raw(), Quantity::kScale, Round::Up).to<Money>();
    return worth && *worth <= limit;
}

template<class T>
bool sizeAllowed(const State& state, const T& body, Money limit) {
    if constexpr (std::same_as<T, PlaceOrder>) return within(state, body.terms, limit);
    if constexpr (std::same_as<T, PlaceOrders>)
        return std::ranges::all_of(body.orders, [&](const OrderTerms& t) { return within(state, t, limit); });
    if constexpr (std::same_as<T, AmendOrder>) {
        const AccountState& account = *state.account(body.account);
        const auto slot = slotOf(account, body.order);
        if (!slot) return true;
        OrderTerms t = account.orders[*slot]->order.terms;
        t.size = body.size;
        t.price = body.price;
        return within(state, t, limit);
    }
    if constexpr (std::same_as<T, FillAuction>) {
        const AccountState* taker = state.account(body.taker);
        if (taker == nullptr) return true;
        OrderTerms t;
        t.price = body.price;
        t.size = body.size;
        for (const auto& open : taker->orders) {
            if (open && open->order.id == body.order) t.market = open->order.terms.market;
        }
        return within(state, t, limit);
    }
    if constexpr (std::same_as<T, Liquidate>) {
        OrderTerms t;
        t.market = body.market;
        t.size = body.maxSize;
        return within(state, t, limit);
    }
    return true;
}

} // namespace

RejectCode authorise(const State& state, const Command& command) {
    if (!command.signer) return RejectCode::None;
    const MasterId signer = *command.signer;
    return std::visit(
        [&]<class T>(const T& body) {
            constexpr Needs kWho = kNeeds<T>;
            if constexpr (kWho == Needs::Host) {
                return RejectCode::Unauthorized;
            } else if constexpr (kWho == Needs::Anyone) {
                return RejectCode::None;
            } else {
                const auto owner = ownerOf(state, body);
                if (!owner) return RejectCode::UnknownAccount;
                if (*owner == signer) return RejectCode::None;
                const DelegateState* delegate = delegateOf(state, *owner, signer);
                const bool live =
                    delegate != nullptr && (delegate->expiry == UnixNanos{} || delegate->expiry >= command.ts);
                const std::uint8_t needed = permissionFor(kWho);
                const bool allowed = live && needed != 0 && (delegate->permissions & needed) != 0;
                return allowed && sizeAllowed(state, body, delegate->maxOrderNotional) ? RejectCode::None
                                                                                       : RejectCode::Unauthorized;
            }
        },
        command.body);
}

} // namespace qd::exchange
