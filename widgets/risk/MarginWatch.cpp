#include "widgets/risk/MarginWatch.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <algorithm>
#include <utility>

namespace qd::ui {

MarginWatch::MarginWatch(PaneContext& context, QObject* parent) : QObject(parent), m_context(context) {
    m_changes = context.accounts.onChanged([this] { look(); });
}

void MarginWatch::look() {
    const auto account = m_context.accounts.account();
    if (!account) return;
    const QString own = QString::fromStdString(account->name);
    for (const PoolView& pool : account->pools) {
        QString name = own;
        if (pool.pool.isolated) {
            const auto& markets = m_context.market.markets();
            const auto market =
                std::ranges::find(markets, pool.pool.market, [](const MarketInfo& m) { return m.params.id; });
            const QString symbol =
                market == markets.end() ? unknownText() : QString::fromStdString(market->params.symbol);
            name = tr("%1, isolated %2").arg(own, symbol);
        }
        if (passedUnseen(*account, pool.pool) && !pool.beingLiquidated) {
            m_known[{account->id, pool.pool}] = {pool.call, false, pool.equity};
            emit told(tr("%1 was liquidated; its equity is %2 USDC. HISTORY LIQUIDATIONS shows every step.")
                          .arg(name, text(pool.equity)),
                      true);
            continue;
        }
        compare({account->id, pool.pool}, name, {pool.call, pool.beingLiquidated, pool.equity});
    }
    // An isolated position that is gone took its pool with it.
    for (auto& [key, known] : m_known) {
        const auto& [id, pool] = key;
        const bool there = std::ranges::find(account->pools, pool, &PoolView::pool) != account->pools.end();
        if (id == account->id && known.beingLiquidated && !there) compare(key, own, {});
    }
    for (const SubAccountView& other : account->subAccounts) {
        if (other.id == account->id || other.closed) continue;
        compare({other.id, kCrossPool}, QString::fromStdString(other.name),
                {other.call, other.beingLiquidated, other.equity});
    }
}

bool MarginWatch::passedUnseen(const AccountView& account, PoolId pool) {
    const auto [at, first] = m_seenTo.try_emplace({account.id, pool}, account.ts);
    const UnixNanos before = std::exchange(at->second, account.ts);
    const auto known = m_known.find({account.id, pool});
    if (first || (known != m_known.end() && known->second.beingLiquidated)) return false;
    return std::ranges::any_of(m_context.accounts.liquidations(), [&](const LiquidationEntry& e) {
        return e.kind == LiquidationEntryKind::Started && e.account == account.id && e.pool == pool && e.ts > before &&
               e.ts <= account.ts;
    });
}

void MarginWatch::compare(std::pair<AccountId, PoolId> key, const QString& name, const Known& now) {
    const auto [at, first] = m_known.try_emplace(key, now);
    const Known before = first ? Known{} : at->second;
    at->second = now;
    if (now.beingLiquidated) {
        if (before.beingLiquidated) return void(at->second.equity = before.equity);
        emit told(tr("%1 is being liquidated. LIQ and HISTORY LIQUIDATIONS show every step.").arg(name), true);
    } else if (before.beingLiquidated) {
        emit told(tr("The liquidation of %1 is over: its equity was %2 and is %3 USDC. HISTORY LIQUIDATIONS shows how.")
                      .arg(name, text(before.equity), text(now.equity)),
                  true);
    } else if (now.call > before.call) {
        emit told(name + QStringLiteral(": ") + sentence(now.call), true);
    } else if (now.call == MarginCall::None && before.call != MarginCall::None) {
        emit told(name + QStringLiteral(": ") + sentence(now.call), false);
    }
}

} // namespace qd::ui
