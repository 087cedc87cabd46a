#pragma once

#include "widgets/base/MarginStanding.h"
#include "widgets/base/News.h"
#include "widgets/base/PaneContext.h"
#include "widgets/risk/RangeFeed.h"

#include <QObject>

#include <map>
#include <optional>
#include <set>
#include <utility>

namespace qd::ui {

/// Tells the owner when one of the pools of the account that is shown comes nearer to liquidation, is being liquidated
/// or has been, when the mark of a position comes near its liquidation price, and when another of the owner's accounts
/// is in danger, whether RISK is open or not. Each step is told once, whichever account is shown meanwhile; a way back
/// only when it ends all alarm. Main thread. Source: spec/perps.md §3.15.
class MarginWatch : public QObject {
    Q_OBJECT
  public:
    explicit MarginWatch(PaneContext& context, QObject* parent = nullptr);
    /// Looks now; it does so by itself at every news of the account.
    void look();

  signals:
    /// The subject is the account's cross pool or the account as a whole, an isolated pool, or, as a part of its pool,
    /// a position that is near its liquidation price.
    void told(const News& news);

  private:
    struct Known {
        MarginCall call = MarginCall::None;
        bool beingLiquidated = false;
        Money equity; ///< when its liquidation was first seen, else at the last look
    };
    /// A pool, or without one the account as a whole: its worst pool and all of its equity. That is all that is known
    /// of accounts that are not shown.
    using Key = std::pair<AccountId, std::optional<PoolId>>;

    void arrive(const AccountView& account);
    void lookAtPools(const AccountView& account);
    void lookAtPositions(const AccountView& account);
    void lookAtOthers(const AccountView& account);
    void forgetPools(const AccountView& account);
    void compare(const Key& key, const QString& name, const Known& now);
    /// Takes note and answers what was known before.
    Known remember(const Key& key, const Known& now);
    /// Tells a liquidation of the pool that began and ended between two looks. Takes note of what it has seen.
    bool tellUnseen(const AccountView& account, const PoolView& pool);
    [[nodiscard]] bool startedAfter(const AccountView& account, PoolId pool, UnixNanos before) const;
    [[nodiscard]] QString nameOf(const AccountView& account, PoolId pool) const;
    void tellNear(const AccountView& account, const PositionView& position);

    PaneContext& m_context;
    RangeFeed m_ranges;
    ports::Subscription m_changes;
    std::optional<AccountId> m_shown; ///< at the last look
    std::map<Key, Known> m_known;
    std::map<std::pair<AccountId, PoolId>, UnixNanos> m_seenTo; ///< market time to which liquidations were told
    std::set<std::pair<AccountId, MarketId>> m_near;            ///< positions near their liquidation price
};

} // namespace qd::ui
