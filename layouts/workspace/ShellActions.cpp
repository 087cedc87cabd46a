// Size: every command is one entry with all that belongs to it; the lists of entries are long.
#include "layouts/workspace/ShellActions.h"

#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"
#include "layouts/workspace/OrderWords.h"

#include <QDateTime>

#include <charconv>

namespace qd::workspace {
namespace {

using ports::ActionCode;
using ports::ActionDone;
using ports::ActionResult;
using ports::ActionWords;

} // namespace

std::optional<UnixNanos> parseSeekTime(std::string_view text, UnixNanos reference) {
    if (text.starts_with('+') || text.starts_with('-')) {
        const auto step = parseDuration(text.substr(1));
        if (!step) return std::nullopt;
        return reference + (text.front() == '-' ? -*step : *step);
    }
    const QString typed = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    QDateTime time = QDateTime::fromString(typed, Qt::ISODate);
    if (time.isValid() && typed.contains(QLatin1Char('-'))) {
        if (time.date().year() < 1970 || time.date().year() > 2200) return std::nullopt; // UnixNanos ends in 2262
        time.setTimeSpec(Qt::UTC);
        return UnixNanos::fromMillis(time.toMSecsSinceEpoch());
    }
    for (const char* format : {"HH:mm:ss", "HH:mm"}) {
        const QTime clock = QTime::fromString(typed, QLatin1String(format));
        if (!clock.isValid()) continue;
        const QDate day = QDateTime::fromMSecsSinceEpoch(reference.millis(), Qt::UTC).date();
        return UnixNanos::fromMillis(QDateTime(day, clock, Qt::UTC).toMSecsSinceEpoch());
    }
    return std::nullopt;
}

ShellActions::ShellActions(ui::PaneContext& context, Workspace& workspace)
    : m_context(context)
    , m_workspace(workspace) {
    for (const ui::PaneKind& kind : m_workspace.kinds()) {
        if (kind.mnemonic != QLatin1String("ORDER")) addPane(kind); // ORDER also places orders: see TradingActions
    }
    addArrangement();
    addSettings();
    addVenue();
}

ShellActions::~ShellActions() = default;

void ShellActions::add(ports::Action action) { m_actions.push_back(m_context.actions.add(std::move(action))); }

void ShellActions::addPane(const ui::PaneKind& kind) {
    ports::Action action;
    action.name = kind.mnemonic.toStdString();
    action.group = tr("Panes").toStdString();
    action.summary = kind.summary.toStdString();
    action.usage = kind.usage.toStdString();
    if (kind.mnemonic == QLatin1String("HELP")) action.key = "F1";
    action.run = [this, &kind](const ActionWords& words, const ActionDone& done) { openPane(kind, words, done); };
    if (kind.showsMarket) {
        action.complete = [this](const ActionWords& words) {
            std::vector<std::string> symbols;
            if (words.size() == 1) {
                for (const MarketInfo& info : m_context.market.markets()) symbols.push_back(info.params.symbol);
            }
            return symbols;
        };
    }
    add(std::move(action));
}

void ShellActions::openPane(const ui::PaneKind& kind, const ActionWords& given, const ActionDone& done) {
    ActionWords words = given;
    const bool another = !words.empty() && ports::toUpper(words.front()) == "NEW";
    if (another) words.erase(words.begin());
    PaneDock* dock = m_workspace.open(kind.mnemonic.toStdString(), another);
    if (dock == nullptr) return done(refused(tr("There is no window to open it in.")));
    if (kind.showsMarket && !words.empty()) {
        if (const auto market = m_context.marketNamed(words.front())) {
            dock->pane().chooseMarket(*market);
            words.erase(words.begin());
        }
    }
    if (const auto objection = dock->pane().applyWords(words)) return done(badArguments(*objection));
    done(std::string());
}

std::vector<std::string> ShellActions::paneIds() const {
    std::vector<std::string> ids;
    for (PaneDock* dock : m_workspace.docks()) ids.push_back(dock->id());
    return ids;
}

void ShellActions::addArrangement() {
    ports::Action pane;
    pane.name = "PANE";
    pane.group = tr("Workspace").toStdString();
    pane.summary = tr("Closes, floats, docks or moves a pane, or links it to a group").toStdString();
    pane.usage = "PANE CLOSE|FLOAT|DOCK id  |  PANE MOVE id window  |  PANE GROUP id A-J|NONE";
    pane.run = [this](const ActionWords& words, const ActionDone& done) { this->pane(words, done); };
    pane.complete = [this](const ActionWords& words) {
        return words.size() == 1   ? std::vector<std::string>{"CLOSE", "FLOAT", "DOCK", "MOVE", "GROUP"}
               : words.size() == 2 ? paneIds()
                                   : std::vector<std::string>{};
    };
    add(std::move(pane));

    ports::Action window;
    window.name = "WINDOW";
    window.group = tr("Workspace").toStdString();
    window.summary = tr("Opens another window, or closes one").toStdString();
    window.usage = "WINDOW NEW  |  WINDOW CLOSE number";
    window.key = "Ctrl+Shift+N";
    window.run = [this](const ActionWords& words, const ActionDone& done) { this->window(words, done); };
    window.complete = [](const ActionWords& words) {
        return words.size() == 1 ? std::vector<std::string>{"NEW", "CLOSE"} : std::vector<std::string>{};
    };
    add(std::move(window));

    ports::Action layout;
    layout.name = "LAYOUT";
    layout.group = tr("Workspace").toStdString();
    layout.summary = tr("Shows, saves or deletes a layout").toStdString();
    layout.usage = "LAYOUT name  |  LAYOUT SAVE name  |  LAYOUT DELETE name";
    layout.run = [this](const ActionWords& words, const ActionDone& done) { this->layout(words, done); };
    layout.complete = [this](const ActionWords& words) {
        auto names = m_workspace.layoutNames();
        if (words.size() == 1) {
            names.emplace_back("SAVE");
            names.emplace_back("DELETE");
        }
        return words.size() <= 2 ? names : std::vector<std::string>{};
    };
    add(std::move(layout));
}

void ShellActions::pane(const ActionWords& words, const ActionDone& done) {
    if (words.size() < 2) return done(badArguments(tr("PANE wants what to do and the pane's name")));
    PaneDock* dock = m_workspace.find(words[1]);
    if (dock == nullptr) return done(badArguments(tr("there is no pane %1").arg(shown(words[1]))));
    const std::string verb = ports::toUpper(words[0]);
    if (verb == "CLOSE" && words.size() == 2) {
        m_workspace.close(dock);
    } else if ((verb == "FLOAT" || verb == "DOCK") && words.size() == 2) {
        dock->setFloating(verb == "FLOAT");
    } else if (verb == "MOVE" && words.size() == 3) {
        const auto number = parseDecimal(words[2], 0);
        WorkspaceWindow* target = nullptr;
        for (WorkspaceWindow* w : m_workspace.windows()) {
            if (number && w->number() == *number) target = w;
        }
        if (target == nullptr) return done(badArguments(tr("there is no window %1").arg(shown(words[2]))));
        m_workspace.moveTo(dock, target);
    } else if (verb == "GROUP" && words.size() == 3) {
        const std::string group = ports::toUpper(words[2]);
        const bool letter = group.size() == 1 && group[0] >= 'A' && group[0] <= 'J';
        if (!letter && group != "NONE") return done(badArguments(tr("a group is a letter from A to J, or NONE")));
        dock->pane().setGroup(letter ? group[0] : ui::kNoGroup);
    } else {
        return done(
            badArguments(tr("PANE wants CLOSE, FLOAT or DOCK and a pane, MOVE with a window, or GROUP with a letter")));
    }
    done(std::string());
}

void ShellActions::window(const ActionWords& words, const ActionDone& done) {
    const std::string verb = words.empty() ? std::string("NEW") : ports::toUpper(words[0]);
    if (verb == "NEW" && words.size() <= 1) {
        WorkspaceWindow* made = m_workspace.newWindow();
        made->resize(1'000, 700);
        made->show();
        return done(answer(tr("Window %1 is open.").arg(made->number())));
    }
    const auto number = words.size() == 2 ? parseDecimal(words[1], 0) : std::unexpected(DecimalError::NotANumber);
    if (verb == "CLOSE" && number) {
        for (WorkspaceWindow* w : m_workspace.windows()) {
            if (w->number() != *number) continue;
            w->close();
            return done(std::string());
        }
        return done(badArguments(tr("there is no window %1").arg(shown(words[1]))));
    }
    done(badArguments(tr("WINDOW wants NEW, or CLOSE and a number")));
}

void ShellActions::layout(const ActionWords& words, const ActionDone& done) {
    if (words.empty()) {
        std::string names;
        for (const std::string& name : m_workspace.layoutNames()) names += (names.empty() ? "" : ", ") + name;
        return done(answer(tr("Layouts: %1").arg(shown(names))));
    }
    const std::string verb = ports::toUpper(words[0]);
    if (words.size() == 2 && (verb == "SAVE" || verb == "DELETE")) {
        if (!LayoutFiles::validName(words[1]))
            return done(badArguments(tr("a layout's name has letters, digits, spaces, - and _, at most 40")));
        if (verb == "SAVE")
            m_workspace.saveAs(words[1]);
        else
            m_workspace.remove(words[1]);
        return done(
            answer((verb == "SAVE" ? tr("Layout %1 is saved.") : tr("Layout %1 is deleted.")).arg(shown(words[1]))));
    }
    if (words.size() != 1) return done(badArguments(tr("LAYOUT wants a name, or SAVE or DELETE and a name")));
    const auto loaded = m_workspace.load(words[0]);
    if (!loaded) return done(refused(shown(loaded.error().detail)));
    done(std::string());
}

void ShellActions::addSettings() {
    ports::Action set;
    set.name = "SET";
    set.group = tr("Workspace").toStdString();
    set.summary = tr("Changes a setting").toStdString();
    set.usage = "SET key value";
    set.run = [this](const ActionWords& words, const ActionDone& done) {
        if (words.size() == 1) return done(words[0] + " = " + m_context.settings.textOf(words[0]));
        if (words.size() != 2) return done(badArguments(tr("SET wants a key and a value")));
        if (auto changed = m_context.settings.set(words[0], words[1]); !changed)
            return done(badArguments(shown(changed.error().detail)));
        done(answer(tr("%1 is %2.").arg(shown(words[0]), shown(m_context.settings.textOf(words[0])))));
    };
    set.complete = [](const ActionWords& words) {
        std::vector<std::string> choices;
        for (const ui::SettingInfo& info : ui::Settings::table()) {
            if (words.size() == 1) choices.push_back(info.key);
            if (words.size() == 2 && info.key == words[0]) {
                choices = info.choices;
                if (std::holds_alternative<bool>(info.standard)) choices = {"on", "off"};
            }
        }
        return choices;
    };
    add(std::move(set));
}

void ShellActions::addVenue() {
    const auto simple = [this](const char* name, const QString& summary, std::function<void()> run) {
        ports::Action action;
        action.name = name;
        action.group = tr("Venue").toStdString();
        action.summary = summary.toStdString();
        action.usage = name;
        action.run = [run = std::move(run)](const ActionWords&, const ActionDone& done) {
            run();
            done(std::string());
        };
        add(std::move(action));
    };
    simple("PAUSE", tr("Stops the market's clock"), [this] { m_context.venue.setPaused(true); });
    simple("RESUME", tr("Lets the market go on"), [this] { m_context.venue.setPaused(false); });

    ports::Action speed;
    speed.name = "SPEED";
    speed.group = tr("Venue").toStdString();
    speed.summary = tr("Sets the pace of the simulated or recorded market").toStdString();
    speed.usage = "SPEED 0.1-1000";
    speed.run = [this](const ActionWords& words, const ActionDone& done) {
        double value = 0;
        const bool one = words.size() == 1;
        const auto parsed = one ? std::from_chars(words[0].data(), words[0].data() + words[0].size(), value)
                                : std::from_chars_result{nullptr, std::errc::invalid_argument};
        if (parsed.ec != std::errc{} || !(value >= 0.1 && value <= 1000))
            return done(badArguments(tr("SPEED wants a number from 0.1 to 1000")));
        m_context.venue.setSpeed(value);
        done(std::string());
    };
    add(std::move(speed));

    ports::Action step;
    step.name = "STEP";
    step.group = tr("Venue").toStdString();
    step.summary = tr("Plays some events of a paused market").toStdString();
    step.usage = "STEP [events]";
    step.run = [this](const ActionWords& words, const ActionDone& done) {
        const auto count = words.empty() ? std::expected<std::uint64_t, DecimalError>(1) : parseUnsigned(words[0]);
        if (!count || *count == 0) return done(badArguments(tr("STEP wants a whole number above zero")));
        if (!m_context.venue.playback().paused) return done(refused(tr("The market is not paused.")));
        m_context.venue.step(*count);
        done(std::string());
    };
    add(std::move(step));

    ports::Action seek;
    seek.name = "SEEK";
    seek.group = tr("Venue").toStdString();
    seek.summary =
        tr("Goes to another time of a recording; back begins a new paper account and wants CONFIRM").toStdString();
    seek.usage = "SEEK time|+30s|-2m [CONFIRM]";
    seek.run = [this](const ActionWords& words, const ActionDone& done) { this->seek(words, done); };
    add(std::move(seek));
}

void ShellActions::seek(const ActionWords& words, const ActionDone& done) {
    const PlaybackState playback = m_context.venue.playback();
    if (playback.mode != VenueMode::Replay)
        return done(refused(tr("Only a recording can be sought in; this market is simulated.")));
    const auto to = words.empty() ? std::nullopt : parseSeekTime(words[0], playback.now);
    if (!to) return done(badArguments(tr("SEEK wants a time of the recording, or a step like +30s or -2m")));
    if (*to < playback.begin || *to > playback.end)
        return done(refused(tr("The recording goes from %1 to %2.")
                                .arg(shown(toIso8601(playback.begin)), shown(toIso8601(playback.end)))));
    const bool confirmed = words.size() == 2 && ports::toUpper(words[1]) == "CONFIRM";
    if (*to < playback.now && !confirmed)
        return done(refused(tr("Going back begins a new paper account. Add CONFIRM to do it.")));
    m_context.venue.seek(*to);
    done(std::string());
}

} // namespace qd::workspace
