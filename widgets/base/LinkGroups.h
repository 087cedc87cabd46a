#pragma once

#include "core/base/Time.h"
#include "core/domain/Ids.h"
#include "core/domain/Units.h"

#include <QObject>

#include <map>
#include <optional>

namespace qd::ui {

/// 'A' to 'J'; 0 = linked to nobody.
using LinkGroup = char;
inline constexpr LinkGroup kNoGroup = 0;

/// A pane's part in its group.
enum class LinkRole : std::uint8_t {
    Both,        ///< leads and follows
    Source,      ///< leads: what is chosen here is shown in the others
    Destination, ///< follows
};

/// The moment and price a pointer is over.
struct LinkedCross {
    UnixNanos t;
    Price price;
    friend bool operator==(const LinkedCross&, const LinkedCross&) = default;
};

/// Panes of one group show the same market and each other's crosshair. Main thread.
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

    /// The crosshair of another pane than `reader`; empty when none is shown.
    [[nodiscard]] std::optional<LinkedCross> cross(LinkGroup group, const QObject* reader) const {
        const auto found = m_crosses.find(group);
        return found == m_crosses.end() || found->second.source == reader ? std::nullopt
                                                                          : std::optional(found->second.cross);
    }
    /// Of pane `source`; empty: its pointer has left.
    void setCross(LinkGroup group, const QObject* source, std::optional<LinkedCross> cross) {
        if (group == kNoGroup) return;
        const auto found = m_crosses.find(group);
        if (cross) {
            if (found != m_crosses.end() && found->second.source == source && found->second.cross == *cross) return;
            m_crosses.insert_or_assign(group, Cross{source, *cross});
        } else {
            if (found == m_crosses.end() || found->second.source != source) return;
            m_crosses.erase(found);
        }
        emit crossChanged(group);
    }

  signals:
    void marketChanged(char group, qd::MarketId market);
    void crossChanged(char group);

  private:
    struct Cross {
        const QObject* source = nullptr; ///< only compared
        LinkedCross cross;
    };
    std::map<LinkGroup, MarketId> m_markets;
    std::map<LinkGroup, Cross> m_crosses;
};

} // namespace qd::ui
