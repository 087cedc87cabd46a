#pragma once

#include "core/base/Time.h"
#include "core/ports/AccountControl.h"
#include "core/ports/Accounts.h"
#include "core/ports/Actions.h"
#include "core/ports/History.h"
#include "core/ports/MarketData.h"
#include "core/ports/VenueControl.h"
#include "widgets/base/Bell.h"
#include "widgets/base/FrameStats.h"
#include "widgets/base/LinkGroups.h"
#include "widgets/base/LinkedAccounts.h"
#include "widgets/base/NewsLog.h"
#include "widgets/base/OrderGate.h"
#include "widgets/base/Settings.h"
#include "widgets/base/Theme.h"

namespace qd::ui {

class PaneAccount;

/// What a pane may use. Everything outlives every pane. Main thread.
struct PaneContext {
    const Clock& clock;
    ports::MarketData& market;
    ports::Accounts& accounts;
    ports::AccountControl& control;
    ports::History& history;
    ports::VenueControl& venue;
    ports::Actions& actions;
    OrderGate& gate;
    LinkGroups& links;
    Settings& settings;
    ThemeHost& themes;
    FrameStats& stats;
    NewsLog& news;
    Bell& bell;
    LinkedAccounts& linked;
    /// Null: accounts, control, history and gate are always about the selected account. Else they are the pane's own.
    PaneAccount* own = nullptr;

    [[nodiscard]] const Theme& theme() const { return themes.theme(); }
    /// Market by symbol ("SOL-PERP", case ignored), or the first one that begins so ("sol").
    [[nodiscard]] std::optional<MarketId> marketNamed(std::string_view symbol) const;
    /// Null when the venue does not know the market (any more).
    [[nodiscard]] const MarketInfo* info(MarketId market) const;
    /// The venue stands still: what is shown is the last it knew.
    [[nodiscard]] bool standsStill() const;
    /// So it does, or a mark that counts for the account cannot be trusted: its figures are dimmed.
    [[nodiscard]] bool isDoubtful(const AccountView& account) const;
    /// For what an order does, in words: ", Hedge" where it goes to that account and not to the selected one, else
    /// empty.
    [[nodiscard]] QString whose() const;
};

} // namespace qd::ui
