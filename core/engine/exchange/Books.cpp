#include "core/engine/exchange/Books.h"

namespace qd::exchange {

bool post(Emitter& emitter, AccountState& account, const Movement& m, Amount amount) {
    Amount& balance = account.balances[m.asset.value()];
    const auto after = balance.plus(amount);
    if (!after) return false;
    balance = *after;
    emitter.tell(LedgerPosted{account.id, m.kind, m.asset, m.market, false, amount, balance, m.other});
    return true;
}

bool postIsolated(Emitter& emitter, AccountState& account, PositionState& position, PostingKind kind, Money amount) {
    const auto after = position.isolatedMargin.plus(amount);
    if (!after) return false;
    position.isolatedMargin = *after;
    emitter.tell(LedgerPosted{account.id, kind, kQuoteAsset, position.market, true, Amount(amount.raw()),
                              Amount(after->raw()), account.id});
    return true;
}

bool postToPool(Emitter& emitter, AccountState& account, PositionState& position, PostingKind kind, Money amount) {
    if (position.isolated) return postIsolated(emitter, account, position, kind, amount);
    return post(emitter, account, {kind, kQuoteAsset, position.market, account.id}, Amount(amount.raw()));
}

} // namespace qd::exchange
