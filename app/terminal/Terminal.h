#pragma once

#include "app/terminal/DrawingFiles.h"
#include "app/terminal/DumpSource.h"
#include "app/terminal/HistoryFile.h"
#include "app/terminal/MainExecutor.h"
#include "app/terminal/NoteFile.h"
#include "app/terminal/Options.h"
#include "app/terminal/Profile.h"
#include "app/terminal/SettingsFile.h"
#include "core/client/EmbeddedVenue.h"
#include "layouts/workspace/AccountActions.h"
#include "layouts/workspace/AlertActions.h"
#include "layouts/workspace/HandActions.h"
#include "layouts/workspace/KeyActions.h"
#include "layouts/workspace/Keys.h"
#include "layouts/workspace/Script.h"
#include "layouts/workspace/ShellActions.h"
#include "layouts/workspace/TradingActions.h"
#include "layouts/workspace/Walkthrough.h"
#include "layouts/workspace/Workspace.h"
#include "widgets/alerts/AlertPane.h"
#include "widgets/alerts/LineWatch.h"
#include "widgets/alerts/LinkedOrderWatch.h"
#include "widgets/alerts/OrderWatch.h"
#include "widgets/base/UsualSizes.h"
#include "widgets/brackets/BracketWatch.h"
#include "widgets/notes/NoteActions.h"
#include "widgets/risk/MarginWatch.h"
#include "widgets/risk/RiskGuard.h"

#include <memory>
#include <vector>

namespace qd::terminal {

/// Every kind of pane; one row each. What they look at outlives the panes. File panes.cpp.
[[nodiscard]] std::vector<ui::PaneKind> paneKinds(const ui::RiskGuard& guard, const ui::AlertSources& alerts,
                                                  drawings::DrawingBook& book, notes::NoteBook& journal);
/// The layouts that come with the program, in the order in which they are offered. File panes.cpp.
[[nodiscard]] std::vector<workspace::Workspace::Preset> presets();

/// The whole program: builds the parts, joins them, and ends them in order. Main thread.
class Terminal : public QObject {
    Q_OBJECT
  public:
    Terminal(const Options& options, Profile profile);
    ~Terminal() override;

    /// Shows the windows and runs the script, if there is one.
    void start();
    [[nodiscard]] ui::PaneContext& context() { return m_context; }
    [[nodiscard]] workspace::Workspace& workspace() { return m_workspace; }

  private:
    void connectSignals();
    void runScript();
    void showNotices(QStringList notices);
    /// Of the pane that had the keys last, else of link group A.
    [[nodiscard]] std::optional<MarketId> activeMarket() const;
    void quit(int exitCode);

    const Options m_options;
    Profile m_profile;
    SystemClock m_clock;
    MainExecutor m_executor;
    workspace::FileSaver m_saver;
    ui::Settings m_settings;
    SettingsFile m_settingsFile;
    drawings::DrawingBook m_drawings;
    DrawingFiles m_drawingFiles;
    notes::NoteBook m_journal;
    NoteFile m_noteFile;
    ui::ThemeHost m_themes;
    ui::FrameStats m_stats;
    ui::NewsLog m_news;
    ui::Bell m_bell;
    ui::LinkGroups m_links;
    ports::Actions m_actions;
    client::EmbeddedVenue m_venue;
    ui::OrderGate m_gate;
    ui::LinkedAccounts m_linked;
    ui::PaneContext m_context;
    ui::UsualSizes m_usualSizes;
    ui::RiskGuard m_guard;
    ui::MarginWatch m_marginWatch;
    ui::AlertWatch m_alertWatch;
    ui::LineWatch m_lineWatch;
    ui::OrderWatch m_orderWatch;
    ui::LinkedOrderWatch m_linkedOrderWatch;
    ui::StudyWatch m_studyWatch;
    ui::BracketWatch m_bracketWatch;
    workspace::LayoutFiles m_layouts;
    workspace::Workspace m_workspace;
    HistoryFile m_historyFile;
    workspace::ShellActions m_shell;
    workspace::TradingActions m_trading;
    workspace::HandActions m_hands;
    workspace::AccountActions m_accountActions;
    workspace::AlertActions m_alertActions;
    notes::NoteActions m_noteActions;
    DumpSource m_dump;
    workspace::ScriptActions m_scriptActions;
    workspace::ScriptRunner m_script;
    workspace::Walkthrough m_walkthrough;
    workspace::KeyActions m_keyActions;
    workspace::Keys m_keys;
    std::unique_ptr<StartupMeter> m_startup;
    ports::Subscription m_venueChanges;
    std::string m_toldNotice; ///< of the venue, last told
};

} // namespace qd::terminal
