#include "widgets/risk/MarginWatch.h"

#include "core/engine/liquidation/MarginCalls.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <algorithm>
#include <utility>

namespace qd::ui {
namespace {

/// Half of the distance below which a position is near, and of the 3 points it must gain to be near no more.
constexpr std::int64_t kHalfNearest = 10'000;
constexpr std::int64_t kHalfHysteresis = 15'000;

bool holds(const AccountView& account, PoolId pool) {
    return std::ranges::find(account.pools, pool, &PoolView::pool) != account.pools.end();
}

PoolId poolOf(const PositionView& position) { return position.isolated ? PoolId{true, position.market} : kCrossPool; }

/// All that is known of accounts that are not shown stands in place of their cross pool.
QString subjectOf(AccountId account, std::optional<PoolId> pool) {
    const QString whole = QStringLiteral("margin %1").arg(account.value());
    return pool && pool->isolated ? whole + QStringLiteral(" isolated %1").arg(pool->market.value()) : whole;
}

bool isBeingLiquidated(const AccountView& account, const PositionView& position) {
    const auto found = std::ranges::find(account.pools, poolOf(position), &PoolView::pool);
    return found != account.pools.end() && found->beingLiquidated;
}

} // namespace

MarginWatch::MarginWatch(PaneContext& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_ranges(context.history) {
    m_changes = context.accounts.onChanged([this] { look(); });
}

void MarginWatch::look() {
    const auto account = m_context.accounts.account();
    if (!account) return;
    const bool switched = std::exchange(m_shown, account->id) != account->id;
    if (switched && m_known.contains({account->id, std::nullopt}))
        arrive(*account);
    else
        lookAtPools(*account);
    lookAtPositions(*account);
    lookAtOthers(*account);
}

/// While another account was shown this one was watched as a whole: so it is told once more, and its pools as they
/// stand are no news.
void MarginWatch::arrive(const AccountView& account) {
    std::erase_if(m_known, [&](const auto& entry) { return entry.first.first == account.id && entry.first.second; });
    std::erase_if(m_seenTo, [&](const auto& entry) {
        return entry.first.first == account.id && !holds(account, entry.first.second);
    });
    Known whole{MarginCall::None, false, account.totalEquity};
    for (const PoolView& pool : account.pools) {
        whole.call = std::max(whole.call, pool.call);
        whole.beingLiquidated = whole.beingLiquidated || pool.beingLiquidated;
        if (!tellUnseen(account, pool))
            remember({account.id, pool.pool}, {pool.call, pool.beingLiquidated, pool.equity});
    }
    compare({account.id, std::nullopt}, QString::fromStdString(account.name), whole);
}

void MarginWatch::lookAtPools(const AccountView& account) {
    Known whole{MarginCall::None, false, account.totalEquity};
    for (const PoolView& pool : account.pools) {
        whole.call = std::max(whole.call, pool.call);
        whole.beingLiquidated = whole.beingLiquidated || pool.beingLiquidated;
        if (tellUnseen(account, pool)) continue;
        compare({account.id, pool.pool}, nameOf(account, pool.pool), {pool.call, pool.beingLiquidated, pool.equity});
    }
    forgetPools(account);
    remember({account.id, std::nullopt}, whole);
}

/// An isolated position that is gone took its pool with it.
void MarginWatch::forgetPools(const AccountView& account) {
    std::vector<std::pair<PoolId, Known>> gone;
    for (const auto& [key, known] : m_known) {
        if (key.first == account.id && key.second && !holds(account, *key.second))
            gone.emplace_back(*key.second, known);
    }
    for (const auto& [pool, known] : gone) {
        m_known.erase({account.id, pool});
        const auto seen = m_seenTo.extract({account.id, pool});
        if (!known.beingLiquidated && (seen.empty() || !startedAfter(account, pool, seen.mapped()))) continue;
        emit told({tr("The liquidation of %1 is over: its equity was %2 USDC, and the pool is gone with its position. "
                      "HISTORY LIQUIDATIONS shows how.")
                       .arg(nameOf(account, pool), text(known.equity)),
                   Importance::Grave, subjectOf(account.id, pool)});
    }
}

void MarginWatch::lookAtOthers(const AccountView& account) {
    for (const SubAccountView& other : account.subAccounts) {
        if (other.id == account.id || other.closed) continue;
        compare({other.id, std::nullopt}, QString::fromStdString(other.name),
                {other.call, other.beingLiquidated, other.equity});
        if (!other.beingLiquidated) continue;
        for (auto& [key, to] : m_seenTo) {
            if (key.first == other.id) to = account.ts; // told
        }
    }
}

void MarginWatch::lookAtPositions(const AccountView& account) {
    std::erase_if(m_near, [&](const auto& key) {
        return key.first == account.id && std::ranges::none_of(account.positions, [&](const PositionView& p) {
                   return p.market == key.second && !p.position.base.isZero();
               });
    });
    for (const PositionView& position : account.positions) {
        if (position.position.base.isZero() || position.mark.isZero()) continue;
        m_ranges.follow(position.market, account.ts);
        if (position.liquidationPrice) tellNear(account, position);
    }
}

void MarginWatch::tellNear(const AccountView& account, const PositionView& position) {
    const Rate range = m_ranges.rangeOf(position.market);
    const Price price = *position.liquidationPrice;
    const std::pair key(account.id, position.market);
    if (m_near.contains(key)) {
        const Rate wider(std::max(range.raw(), kHalfNearest) + kHalfHysteresis);
        if (!liquidation::nearLiquidation(position.mark, price, wider)) m_near.erase(key);
        return;
    }
    if (!liquidation::nearLiquidation(position.mark, price, range) || isBeingLiquidated(account, position)) return;
    m_near.insert(key);
    const MarketInfo* market = m_context.info(position.market);
    const int decimals = market != nullptr ? decimalsOf(market->params.tick) : 2;
    emit told({tr("%1: the liquidation price %2 of %3 is %4 % from the mark. Add collateral or reduce.")
                   .arg(QString::fromStdString(account.name), liquidationText(price, position.mark, decimals),
                        market != nullptr ? QString::fromStdString(market->params.symbol) : unknownText(),
                        liquidationDistance(price, position.mark)),
               Importance::Problem,
               subjectOf(account.id, poolOf(position)) + QStringLiteral("/near %1").arg(position.market.value())});
}

QString MarginWatch::nameOf(const AccountView& account, PoolId pool) const {
    const QString own = QString::fromStdString(account.name);
    if (!pool.isolated) return own;
    const MarketInfo* market = m_context.info(pool.market);
    return tr("%1, isolated %2")
        .arg(own, market != nullptr ? QString::fromStdString(market->params.symbol) : unknownText());
}

bool MarginWatch::startedAfter(const AccountView& account, PoolId pool, UnixNanos before) const {
    return std::ranges::any_of(m_context.accounts.liquidations(), [&](const LiquidationEntry& e) {
        return e.kind == LiquidationEntryKind::Started && e.account == account.id && e.pool == pool && e.ts > before &&
               e.ts <= account.ts;
    });
}

bool MarginWatch::tellUnseen(const AccountView& account, const PoolView& pool) {
    const auto [at, first] = m_seenTo.try_emplace({account.id, pool.pool}, account.ts);
    const UnixNanos before = std::exchange(at->second, account.ts);
    const auto known = m_known.find({account.id, pool.pool});
    if (first || pool.beingLiquidated || (known != m_known.end() && known->second.beingLiquidated)) return false;
    if (!startedAfter(account, pool.pool, before)) return false;
    m_known[{account.id, pool.pool}] = {pool.call, false, pool.equity};
    emit told({tr("%1 was liquidated; its equity is %2 USDC. HISTORY LIQUIDATIONS shows every step.")
                   .arg(nameOf(account, pool.pool), text(pool.equity)),
               Importance::Grave, subjectOf(account.id, pool.pool)});
    return true;
}

MarginWatch::Known MarginWatch::remember(const Key& key, const Known& now) {
    const auto [at, first] = m_known.try_emplace(key, now);
    const Known before = first ? Known{} : at->second;
    at->second = now;
    if (before.beingLiquidated && now.beingLiquidated) at->second.equity = before.equity;
    return before;
}

void MarginWatch::compare(const Key& key, const QString& name, const Known& now) {
    const Known before = remember(key, now);
    const QString subject = subjectOf(key.first, key.second);
    if (now.beingLiquidated) {
        if (before.beingLiquidated) return;
        emit told({tr("%1 is being liquidated. LIQ and HISTORY LIQUIDATIONS show every step.").arg(name),
                   Importance::Grave, subject});
    } else if (before.beingLiquidated) {
        emit told(
            {tr("The liquidation of %1 is over: its equity was %2 and is %3 USDC. HISTORY LIQUIDATIONS shows how.")
                 .arg(name, text(before.equity), text(now.equity)),
             Importance::Grave, subject});
    } else if (now.call > before.call) {
        emit told({name + QStringLiteral(": ") + sentence(now.call), Importance::Problem, subject});
    } else if (now.call == MarginCall::None && before.call != MarginCall::None) {
        emit told({name + QStringLiteral(": ") + sentence(now.call), Importance::Plain, subject});
    }
}

} // namespace qd::ui
