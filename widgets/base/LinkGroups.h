#pragma once

#include "core/domain/Ids.h"

#include <QObject>

#include <map>
#include <optional>

namespace qd::ui {

/// 'A' to 'J'; 0 = linked to nobody.
using LinkGroup = char;
inline constexpr LinkGroup kNoGroup = 0;

/// Panes of one group show the same market. Main thread.
class LinkGroups : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;
    [[nodiscard]] std::optional<MarketId> market(LinkGroup group) const {
        const auto found = m_markets.find(group);
        return found == m_markets.end() ? std::nullopt : std::optional(found->second);
    }
    void setMarket(LinkGroup group, MarketId market) {
        if (group == kNoGroup) return;
        const auto [at, added] = m_markets.try_emplace(group, market);
        if (!added && at->second == market) return;
        at->second = market;
        emit marketChanged(group, market);
    }

  signals:
    void marketChanged(char group, qd::MarketId market);

  private:
    std::map<LinkGroup, MarketId> m_markets;
};

} // namespace qd::ui
