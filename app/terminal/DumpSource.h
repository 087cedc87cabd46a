#pragma once

#include "app/terminal/StartupMeter.h"
#include "core/client/EmbeddedVenue.h"
#include "core/wire/Dump.h"
#include "layouts/workspace/Workspace.h"

namespace qd::terminal {

/// Collects what the dump shows. Main thread.
class DumpSource {
  public:
    DumpSource(ui::PaneContext& context, client::EmbeddedVenue& venue, workspace::Workspace& workspace)
        : m_context(context)
        , m_venue(venue)
        , m_workspace(workspace) {}

    /// Null: the start is not measured (yet).
    void setStartup(const StartupMeter* startup) { m_startup = startup; }
    /// The whole dump as JSON, later: the account and the state hash are of one moment of the venue.
    void dump(std::function<void(std::string)> answer);
    /// The value at a path of the dump as the terminal shows it now, or "feed.live": "true" when every market's data is
    /// live and nothing is being caught up.
    [[nodiscard]] std::optional<std::string> lookUp(std::string_view path) const;

  private:
    [[nodiscard]] wire::DumpInput collect() const;
    [[nodiscard]] bool feedLive() const;

    ui::PaneContext& m_context;
    client::EmbeddedVenue& m_venue;
    workspace::Workspace& m_workspace;
    const StartupMeter* m_startup = nullptr;
};

} // namespace qd::terminal
