// Size: the terminal is made of its parts in one list.
#include "app/terminal/Terminal.h"

#include "app/terminal/Places.h"
#include "core/client/RecordingSource.h"
#include "core/client/ReplaySource.h"
#include "core/client/SimulatorSource.h"
#include "widgets/base/Appearance.h"

#include <QApplication>

#include <cstdio>

namespace qd::terminal {
namespace {

/// A new simulated market begins this long ago, so that charts and tape have something to show.
constexpr std::int64_t kWarmUp = 20 * kNanosPerMinute;

client::VenueResult<std::unique_ptr<client::MarketSource>> makeSource(const Options& options, UnixNanos wall) {
    std::error_code ignored; // what cannot be looked at is opened as a file, which says why
    if (options.replay && std::filesystem::is_directory(*options.replay, ignored)) {
        auto source = client::RecordingSource::open(*options.replay);
        if (!source) return std::unexpected(source.error());
        return std::unique_ptr<client::MarketSource>(std::move(*source));
    }
    if (options.replay) {
        auto source = client::ReplaySource::open(*options.replay);
        if (!source) return std::unexpected(source.error());
        return std::unique_ptr<client::MarketSource>(std::move(*source));
    }
    auto source =
        client::SimulatorSource::create(options.seed, wall + -kWarmUp, {options.markets, options.takersAnHour});
    if (!source) return std::unexpected(source.error());
    return std::unique_ptr<client::MarketSource>(std::move(*source));
}

client::VenueSetup venueSetup(const Options& options, const Profile& profile) {
    client::VenueSetup setup;
    setup.folder = profile.venueFolder(options);
    setup.makeSource = [options](UnixNanos wall) { return makeSource(options, wall); };
    setup.speed = options.speed;
    return setup;
}

std::vector<ui::KeyHint> keysOf(const std::vector<ui::PaneKind>& kinds) {
    std::vector<ui::KeyHint> keys;
    for (const ui::PaneKind& kind : kinds) keys.insert(keys.end(), kind.keys.begin(), kind.keys.end());
    return keys;
}

} // namespace

Terminal::Terminal(const Options& options, Profile profile)
    : m_options(options)
    , m_profile(std::move(profile))
    , m_settingsFile(m_profile.settings, m_settings, m_saver)
    , m_drawingFiles(m_profile.drawings, m_drawings, m_saver)
    , m_noteFile(m_profile.notes, m_journal, m_saver)
    , m_themes(chosenTheme(m_settings))
    , m_news(m_clock)
    , m_bell(m_settings, m_clock, &QApplication::beep)
    , m_venue(venueSetup(m_options, m_profile), m_options.replay ? VenueMode::Replay : VenueMode::Simulated, m_executor,
              m_clock)
    , m_gate(m_venue.session(), m_venue, m_settings)
    , m_linked(m_venue.session(), m_venue, m_links)
    , m_context{m_clock, m_venue,    m_venue.session(), m_venue.desk(), m_venue, m_venue, m_actions, m_gate,
                m_links, m_settings, m_themes,          m_stats,        m_news,  m_bell,  m_linked}
    , m_usualSizes(m_context)
    , m_guard(m_context)
    , m_marginWatch(m_context)
    , m_alertWatch(m_context)
    , m_lineWatch(m_context, m_drawings)
    , m_orderWatch(m_context)
    , m_linkedOrderWatch(m_context)
    , m_studyWatch(m_context)
    , m_bracketWatch(m_context)
    , m_layouts(m_profile.layouts, m_saver)
    , m_workspace(m_context, paneKinds(m_guard, {m_alertWatch, m_studyWatch, m_drawings}, m_drawings, m_journal),
                  presets(), m_layouts)
    , m_historyFile(m_profile.history, m_workspace, m_saver)
    , m_shell(m_context, m_workspace)
    , m_trading(m_context, m_workspace)
    , m_hands(m_context, m_workspace)
    , m_accountActions(m_context, m_workspace)
    , m_alertActions(m_context)
    , m_noteActions(m_context, m_journal, [this] { return activeMarket(); })
    , m_dump(m_context, m_venue, m_workspace)
    , m_scriptActions(
          m_context, m_workspace,
          {[this](auto answer) { m_dump.dump(std::move(answer)); },
           [this](std::string_view path) { return m_dump.lookUp(path); },
           [this](const auto& prices) { return wire::placesJson(placesOf(m_context, m_workspace, prices)); },
           [this] { quit(0); }})
    , m_script(m_actions)
    , m_walkthrough(m_context, m_workspace)
    , m_keyActions(m_context, m_profile.keys, m_saver, keysOf(m_workspace.kinds()))
    , m_keys(m_context, m_workspace) {
    connectSignals();
}

Terminal::~Terminal() = default;

void Terminal::connectSignals() {
    connect(&m_themes, &ui::ThemeHost::changed, this, [this] { ui::applyAppearance(*qApp, m_themes.theme()); });
    connect(&m_settings, &ui::Settings::changed, this, [this](const QString& key) {
        if (key.startsWith(QLatin1String("appearance."))) m_themes.setTheme(chosenTheme(m_settings));
    });
    connect(&m_guard, &ui::RiskGuard::breached, this,
            [this](const ui::News& news, AccountId) { m_workspace.notify(news); });
    connect(&m_marginWatch, &ui::MarginWatch::told, this, [this](const ui::News& news) { m_workspace.notify(news); });
    connect(&m_alertWatch, &ui::AlertWatch::told, this, [this](const ui::News& news) { m_workspace.notify(news); });
    connect(&m_orderWatch, &ui::OrderWatch::told, this, [this](const ui::News& news) { m_workspace.notify(news); });
    connect(&m_linkedOrderWatch, &ui::LinkedOrderWatch::told, this,
            [this](const ui::News& news) { m_workspace.notify(news); });
    connect(&m_lineWatch, &ui::LineWatch::told, this, [this](const ui::News& news) { m_workspace.notify(news); });
    connect(&m_studyWatch, &ui::StudyWatch::told, this, [this](const ui::News& news) { m_workspace.notify(news); });
    connect(&m_bracketWatch, &ui::BracketWatch::told, this, [this](const ui::News& news) { m_workspace.notify(news); });
    connect(&m_journal, &notes::NoteBook::troubleChanged, this, [this] {
        const QString& trouble = m_journal.trouble();
        m_workspace.notify(trouble.isEmpty()
                               ? ui::News{tr("The journal is saved again.")}
                               : ui::News{tr("The journal cannot be saved: %1. It is tried again.").arg(trouble)});
    });
    connect(&m_news, &ui::NewsLog::added, this, [this](const ui::News& news) { m_bell.hear(news); });
    connect(&m_workspace, &workspace::Workspace::allClosed, this, [this] { quit(0); });
    connect(qApp, &QCoreApplication::aboutToQuit, &m_settingsFile, &SettingsFile::saveNow);
    connect(qApp, &QCoreApplication::aboutToQuit, &m_drawingFiles, &DrawingFiles::saveNow);
    connect(qApp, &QCoreApplication::aboutToQuit, &m_noteFile, &NoteFile::saveNow);
    connect(qApp, &QCoreApplication::aboutToQuit, &m_historyFile, &HistoryFile::saveNow);
    m_venueChanges = m_venue.onChanged([this] {
        const VenueHealth health = m_venue.health();
        if (health.notice != std::exchange(m_toldNotice, health.notice) && !health.notice.empty())
            m_workspace.notify({QString::fromStdString(health.notice)});
    });
}

void Terminal::start() {
    ui::applyAppearance(*qApp, m_themes.theme());
    QStringList notices{m_settingsFile.notice(), m_drawingFiles.notice(), m_noteFile.notice(),
                        m_historyFile.notice(),  m_keyActions.load(),     m_workspace.start(m_options.layout)};
    m_startup = std::make_unique<StartupMeter>(m_workspace);
    m_dump.setStartup(m_startup.get());
    showNotices(std::move(notices));
    // From the event loop: only there a script can end the program.
    if (!m_options.script.empty()) QTimer::singleShot(0, this, &Terminal::runScript);
}

void Terminal::showNotices(QStringList notices) {
    notices.removeAll(QString());
    for (const QString& notice : notices) m_workspace.notify({notice});
    // Scripts want the terminal as it is; a person is shown round once.
    if (!m_options.script.empty() || m_settings.flag(ui::setting::kFirstRunDone)) return;
    if (const auto set = m_settings.set(ui::setting::kFirstRunDone, "on"); set) m_walkthrough.begin();
}

void Terminal::runScript() {
    m_script.run(m_options.script, [this](const std::string& problem) {
        if (problem.empty()) return;
        std::fprintf(stderr, "quantdesk: %s\n", problem.c_str());
        quit(1);
    });
}

std::optional<MarketId> Terminal::activeMarket() const {
    const ui::Pane* pane = m_workspace.activePane();
    return pane != nullptr && pane->market() ? pane->market() : m_links.market('A');
}

void Terminal::quit(int exitCode) { QCoreApplication::exit(exitCode); }

} // namespace qd::terminal
