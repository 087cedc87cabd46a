#include "app/terminal/Options.h"

#include "core/base/Decimal.h"
#include "core/base/File.h"
#include "layouts/workspace/ScriptText.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iterator>
#include <ranges>

namespace qd::terminal {
namespace {

constexpr std::uint64_t kLargestScript = 1U << 20U;
constexpr std::string_view kReplay = "replay:";

/// Splits off what QApplication understands: "-platform offscreen".
std::vector<std::string> takeQtArguments(std::vector<std::string>& arguments) {
    std::vector<std::string> qt;
    std::vector<std::string> own;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        const bool qtOption = word.size() > 2 && word[0] == '-' && word[1] != '-';
        if (!qtOption) {
            own.push_back(word);
            continue;
        }
        qt.push_back(word);
        if (i + 1 < arguments.size() && !arguments[i + 1].starts_with('-')) qt.push_back(arguments[++i]);
    }
    arguments = std::move(own);
    return qt;
}

struct Raw {
    std::string profile;
    std::string venue = "sim";
    std::string seed = "42";
    std::string screens;
    std::vector<std::string> commands;
    std::vector<std::string> files;
};

void addOptions(CLI::App& app, Raw& raw, Options& options) {
    app.set_version_flag("--version", std::string("quantdesk ") + kVersion);
    app.add_option("--profile", raw.profile, "Folder for all state: settings, layouts, journal, history");
    app.add_option("--venue", raw.venue,
                   "sim; replay:FILE with a captured session; or replay:FOLDER with what a QuantDesk recorded")
        ->capture_default_str();
    app.add_option("--seed", raw.seed, "Seed of the simulated market")->capture_default_str();
    app.add_option("--markets", options.markets, "How many markets are simulated")
        ->check(CLI::Range(3, 64))
        ->capture_default_str();
    app.add_option("--speed", options.speed, "Pace of the market")
        ->check(CLI::Range(0.1, 1000.0))
        ->capture_default_str();
    app.add_option("--layout", options.layout, "Layout to begin with");
    app.add_option("--screens", raw.screens, "Monitors of the offscreen desktop, e.g. 1920x1080,1920x1080");
    app.add_option("--exec", raw.commands, "Commands to run, separated by semicolons")->allow_extra_args(false);
    app.add_option("--exec-file", raw.files, "File with commands to run, one a line")->allow_extra_args(false);
    app.footer("Options of Qt are passed on, e.g. -platform offscreen.");
}

/// "1920x1080,2560x1440"; sides from 200 to 16384, at most 8 monitors.
std::optional<std::vector<ScreenSize>> parseScreens(const std::string& text) {
    std::vector<ScreenSize> screens;
    for (const auto part : std::views::split(text, ',')) {
        const std::string_view word(part.begin(), part.end());
        const auto cross = word.find('x');
        if (cross == std::string_view::npos) return std::nullopt;
        const auto width = parseUnsigned(word.substr(0, cross));
        const auto height = parseUnsigned(word.substr(cross + 1));
        const auto fits = [](const auto& side) { return side && *side >= 200 && *side <= 16'384; };
        if (!fits(width) || !fits(height) || screens.size() == 8) return std::nullopt;
        screens.push_back({static_cast<int>(*width), static_cast<int>(*height)});
    }
    return screens;
}

std::expected<void, NoRun> readScripts(const Raw& raw, Options& options) {
    for (const std::string& text : raw.commands)
        std::ranges::move(workspace::splitScript(text), std::back_inserter(options.script));
    for (const std::string& file : raw.files) {
        const auto bytes = readFile(file, kLargestScript);
        if (!bytes) return std::unexpected(NoRun{1, "quantdesk: " + bytes.error().detail + "\n"});
        const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        std::ranges::move(workspace::splitScript(text), std::back_inserter(options.script));
    }
    return {};
}

} // namespace

std::expected<Options, NoRun> parseOptions(const std::vector<std::string>& arguments) {
    Options options;
    Raw raw;
    std::vector<std::string> own(arguments.begin() + 1, arguments.end());
    options.qtArguments = takeQtArguments(own);
    options.qtArguments.insert(options.qtArguments.begin(), arguments.front());

    CLI::App app("QuantDesk, a trading terminal for Solana perpetual futures", "quantdesk");
    addOptions(app, raw, options);
    std::ranges::reverse(own); // as the library wants them
    try {
        app.parse(own);
    } catch (const CLI::ParseError& error) { // the library reports by exception; none leaves this function
        std::ostringstream out;
        std::ostringstream err;
        const int code = app.exit(error, out, err);
        return std::unexpected(NoRun{code, out.str() + err.str()});
    }
    const auto seed = parseUnsigned(raw.seed); // the library would take "-1" for a very large number
    if (!seed)
        return std::unexpected(NoRun{1, "quantdesk: --seed is a whole number from 0 on, not " + raw.seed + "\n"});
    options.seed = *seed;
    if (!raw.screens.empty()) {
        const auto screens = parseScreens(raw.screens);
        if (!screens)
            return std::unexpected(
                NoRun{1, "quantdesk: --screens is a list like 1920x1080,1920x1080, not " + raw.screens + "\n"});
        options.screens = *screens;
    }
    if (!raw.profile.empty()) options.profile = raw.profile;
    if (raw.venue.starts_with(kReplay) && raw.venue.size() > kReplay.size())
        options.replay = raw.venue.substr(kReplay.size());
    else if (raw.venue != "sim")
        return std::unexpected(
            NoRun{1, "quantdesk: --venue is sim, replay:FILE or replay:FOLDER, not " + raw.venue + "\n"});
    if (auto read = readScripts(raw, options); !read) return std::unexpected(read.error());
    return options;
}

} // namespace qd::terminal
