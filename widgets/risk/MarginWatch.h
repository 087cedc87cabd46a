#pragma once

#include "widgets/base/MarginStanding.h"
#include "widgets/base/PaneContext.h"

#include <QObject>

#include <map>
#include <utility>

namespace qd::ui {

/// Tells the owner when one of the pools of the account that is shown comes nearer to liquidation, is being liquidated
/// or has been, and when another of the owner's accounts does, whether RISK is open or not. Each step is told once; a
/// way back only when it ends all alarm. Main thread. Source: spec/perps.md §3.15.
class MarginWatch : public QObject {
    Q_OBJECT
  public:
    explicit MarginWatch(PaneContext& context, QObject* parent = nullptr);
    /// Looks now; it does so by itself at every news of the account.
    void look();

  signals:
    void told(const QString& sentence, bool problem);

  private:
    struct Known {
        MarginCall call = MarginCall::None;
        bool beingLiquidated = false;
        Money equity; ///< of the pool, when its liquidation was first seen
    };
    void compare(std::pair<AccountId, PoolId> key, const QString& name, const Known& now);
    /// Liquidations of the pool that began and ended between two looks. Takes note of what it has seen.
    [[nodiscard]] bool passedUnseen(const AccountView& account, PoolId pool);

    PaneContext& m_context;
    ports::Subscription m_changes;
    std::map<std::pair<AccountId, PoolId>, Known> m_known;
    std::map<std::pair<AccountId, PoolId>, UnixNanos> m_seenTo; ///< market time of the last look
};

} // namespace qd::ui
