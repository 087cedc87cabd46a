#pragma once

#include "core/base/Time.h"
#include "core/domain/Ids.h"
#include "core/domain/Units.h"

#include <QObject>

#include <map>
#include <optional>
#include <string>

namespace qd::ui {

/// 'A' to 'J'; 0 = linked to nobody.
using LinkGroup = char;
inline constexpr LinkGroup kNoGroup = 0;
inline constexpr LinkGroup kFirstGroup = 'A';
inline constexpr LinkGroup kLastGroup = 'J';

/// A pane's part in its group.
enum class LinkRole : std::uint8_t {
    Both,        ///< leads and follows
    Source,      ///< leads: what is chosen here is shown in the others
    Destination, ///< follows
};

/// An account that a group carries: by its number among the owner's, which stays while names change.
struct LinkedAccount {
    std::uint16_t number = 0;
    std::string name; ///< as it was called, for when it is not there
    friend bool operator==(const LinkedAccount&, const LinkedAccount&) = default;
};

/// The moment and price a pointer is over.
struct LinkedCross {
    UnixNanos t;
    Price price;
    friend bool operator==(const LinkedCross&, const LinkedCross&) = default;
};

/// The stretch of time that a pane shows.
struct LinkedWindow {
    UnixNanos from;
    UnixNanos to;
    friend bool operator==(const LinkedWindow&, const LinkedWindow&) = default;
};

/// What one pane of a group tells the others; the last one that told counts.
template<class Value>
class ToldInGroups {
  public:
    /// Of another pane than `reader`; empty when nothing was told.
    [[nodiscard]] std::optional<Value> told(LinkGroup group, const QObject* reader) const {
        const auto found = m_told.find(group);
        return found == m_told.end() || found->second.source == reader ? std::nullopt
                                                                       : std::optional(found->second.value);
    }
    /// Of pane `source`; empty: it takes back what it told. One that does not take over is not heard while another's
    /// counts. Answers whether that was news.
    [[nodiscard]] bool tell(LinkGroup group, const QObject* source, std::optional<Value> value, bool takesOver = true) {
        if (group == kNoGroup) return false;
        const auto found = m_told.find(group);
        const bool own = found != m_told.end() && found->second.source == source;
        if (value && !takesOver && !own && found != m_told.end()) return false;
        if (value ? own && found->second.value == *value : !own) return false;
        if (value)
            m_told.insert_or_assign(group, Told{source, *value});
        else
            m_told.erase(found);
        return true;
    }

  private:
    struct Told {
        const QObject* source = nullptr; ///< only compared
        Value value;
    };
    std::map<LinkGroup, Told> m_told;
};

/// Panes of one group show the same market and, where it carries one, account, each other's crosshair, and what belongs
/// to the time another one shows. Main thread.
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

    /// Empty: its panes are about the selected account.
    [[nodiscard]] std::optional<LinkedAccount> account(LinkGroup group) const {
        const auto found = m_accounts.find(group);
        return found == m_accounts.end() ? std::nullopt : std::optional(found->second);
    }
    void setAccount(LinkGroup group, std::optional<LinkedAccount> account) {
        if (group == kNoGroup || this->account(group) == account) return;
        if (account)
            m_accounts.insert_or_assign(group, std::move(*account));
        else
            m_accounts.erase(group);
        emit accountChanged(group);
    }
    void clearAccounts() {
        for (LinkGroup group = kFirstGroup; group <= kLastGroup; ++group) setAccount(group, {});
    }

    /// The crosshair of another pane than `reader`; empty when none is shown.
    [[nodiscard]] std::optional<LinkedCross> cross(LinkGroup group, const QObject* reader) const {
        return m_crosses.told(group, reader);
    }
    /// Of pane `source`; empty: its pointer has left.
    void setCross(LinkGroup group, const QObject* source, std::optional<LinkedCross> cross) {
        if (m_crosses.tell(group, source, cross)) emit crossChanged(group);
    }

    /// The time that another pane than `reader` shows; empty when none tells.
    [[nodiscard]] std::optional<LinkedWindow> window(LinkGroup group, const QObject* reader) const {
        return m_windows.told(group, reader);
    }
    /// Of pane `source`, which leads from when a hand moves it (`moved`), or when no other does; empty: it is no longer
    /// there.
    void setWindow(LinkGroup group, const QObject* source, std::optional<LinkedWindow> window, bool moved) {
        (void)m_windows.tell(group, source, window, moved);
    }

  signals:
    void marketChanged(char group, qd::MarketId market);
    void accountChanged(char group);
    void crossChanged(char group);

  private:
    std::map<LinkGroup, MarketId> m_markets;
    std::map<LinkGroup, LinkedAccount> m_accounts;
    ToldInGroups<LinkedCross> m_crosses;
    ToldInGroups<LinkedWindow> m_windows;
};

} // namespace qd::ui
