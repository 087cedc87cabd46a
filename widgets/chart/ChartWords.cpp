#include "widgets/chart/ChartWords.h"

#include "core/base/Decimal.h"
#include "core/indicators/IndicatorTable.h"
#include "widgets/plot/Intervals.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace qd::chart {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::chart::ChartWords", text); }

struct Switch {
    const char* key;  ///< in layouts
    const char* word; ///< typed
    bool ChartOptions::* flag;
};
constexpr std::array<Switch, 2> kSwitches{
    {{"quotes", "QUOTES", &ChartOptions::quotes}, {"fills", "FILLS", &ChartOptions::fills}}};
/// Studies that can be typed without STUDY before them.
constexpr std::array<const char*, 2> kShortStudies{"EMA", "VWAP"};

std::optional<int> barCount(std::string_view text) {
    const auto bars = parseWhole(text, static_cast<std::int64_t>(Viewport::kFewestBars),
                                 static_cast<std::int64_t>(Viewport::kMostBars));
    return bars ? std::optional(static_cast<int>(*bars)) : std::nullopt;
}

QString complaint(const std::string& word) {
    QStringList styles;
    for (const BarStyleName& row : kBarStyles) styles << QString::fromLatin1(row.key).toUpper();
    return tr("CHART does not know \"%1\". It takes an interval (%2), STUDY with a name, its numbers and ON or OFF, "
              "EMA "
              "with a period or ON or OFF, VWAP ON or OFF, QUOTES and FILLS ON or OFF, STYLE with %3, SCALE with "
              "LINEAR, LOG or PERCENT, COMPARE with markets or OFF, BARS with TIME, TICK, VOLUME, RANGE or RENKO and a "
              "size, BARS with a number to "
              "see so many, SESSIONS with %4, PROFILE with VISIBLE, SESSION, FIXED and two times or OFF, and before "
              "all others DRAW or EXPORT.")
        .arg(QString::fromStdString(word), plot::intervalList(), styles.join(QLatin1Char(' ')), sessionList());
}

/// Symbols after COMPARE, from words[at] on, until a word that says something else; OFF: none. Answers how many words;
/// else a sentence.
std::expected<std::size_t, QString> readCompared(const ports::ActionWords& words, std::size_t at,
                                                 std::vector<std::string>& compared) {
    constexpr std::array kOthers{"STUDY",  "SCALE", "STYLE",   "BARS",     "EMA",    "VWAP",
                                 "QUOTES", "FILLS", "COMPARE", "SESSIONS", "PROFILE"};
    compared.clear();
    std::size_t i = at;
    for (; i < words.size() && !plot::intervalNamed(words[i]); ++i) {
        const std::string word = ports::toUpper(words[i]);
        if (word == "OFF") {
            compared.clear();
            return i + 1 - at;
        }
        if (std::ranges::find(kOthers, word) != kOthers.end()) break;
        if (std::ranges::find(compared, word) == compared.end()) compared.push_back(word);
    }
    if (i == at) return std::unexpected(tr("COMPARE takes the names of markets, or OFF."));
    if (compared.size() > kMostCompared)
        return std::unexpected(tr("COMPARE takes at most %1 markets.").arg(kMostCompared));
    return i - at;
}

/// Reads a word and the one after it; false: they say nothing.
bool readPair(const std::string& word, const std::string& value, ChartSettings& settings) {
    ChartOptions& options = settings.options;
    if (std::ranges::find(kShortStudies, word) != kShortStudies.end())
        return switchStudy(*indicators::findIndicator(word), value, options.studies, options.sessions.start());
    if (word == "BARS") {
        const auto bars = barCount(value);
        if (bars) settings.bars = *bars;
        return bars.has_value();
    }
    if (word == "STYLE") {
        const auto style = barStyleNamed(value);
        if (style) options.style = *style;
        return style.has_value();
    }
    if (word == "SCALE") {
        const auto scale = priceScaleNamed(value);
        if (scale) options.scale = *scale;
        return scale.has_value();
    }
    if (word == "SESSIONS") {
        const auto sessions = sessionsNamed(value);
        if (sessions) chooseSessions(options, *sessions);
        return sessions.has_value();
    }
    const auto row = std::ranges::find_if(kSwitches, [&](const Switch& s) { return word == s.word; });
    if (row == kSwitches.end() || (value != "ON" && value != "OFF")) return false;
    options.*(row->flag) = value == "ON";
    return true;
}

/// What takes a list of words, from words[at] on. Answers how many; 0: `word` takes none of them.
std::expected<std::size_t, QString> readList(const std::string& word, const ports::ActionWords& words, std::size_t at,
                                             ChartOptions& options, UnixNanos now) {
    if (word == "STUDY") return readStudyWords(words, at, options.studies, options.sessions.start());
    if (word == "COMPARE") return readCompared(words, at, options.compared);
    if (word == "PROFILE") return readProfileWords(words, at, now, options.profile);
    if (word == "BARS") return readBarWords(words, at, options.bars);
    return 0;
}

/// Layouts of the versions before knew an EMA and a VWAP.
void readOldStudies(const ui::PaneState& state, std::vector<StudyChoice>& studies) {
    for (const auto& [key, name] :
         {std::pair("ema_period", "EMA"), std::pair("ema", "EMA"), std::pair("vwap", "VWAP")}) {
        const auto found = state.find(key);
        if (found != state.end())
            static_cast<void>(switchStudy(*indicators::findIndicator(name), ports::toUpper(found->second), studies));
    }
}

} // namespace

std::expected<ChartSettings, QString> readWords(const ports::ActionWords& words, ChartSettings from, UnixNanos now) {
    const std::vector<std::string> before = from.options.compared;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (const auto interval = plot::intervalNamed(words[i])) {
            from.options.interval = *interval;
            from.options.bars = {};
            continue;
        }
        const std::string word = ports::toUpper(words[i]);
        const auto read = readList(word, words, i + 1, from.options, now);
        if (!read) return std::unexpected(read.error());
        i += *read;
        if (*read > 0) continue;
        const std::string value = i + 1 < words.size() ? ports::toUpper(words[i + 1]) : std::string();
        const bool adds = std::ranges::find(kShortStudies, word) != kShortStudies.end() && value != "OFF";
        const auto& studies = from.options.studies;
        if (adds && studies.size() >= kMostStudies &&
            std::ranges::find(studies, indicators::findIndicator(word), &StudyChoice::kind) == studies.end())
            return std::unexpected(tooManyStudies());
        if (!readPair(word, value, from)) return std::unexpected(complaint(words[i]));
        ++i;
    }
    if (from.options.bars.kind && !from.options.compared.empty() && from.options.compared != before)
        return std::unexpected(tr("Other markets are compared over bars of time only: type BARS TIME too."));
    return from;
}

std::vector<std::string> wordChoices(const ports::ActionWords& words) {
    const std::string before = words.size() > 1 ? ports::toUpper(words[words.size() - 2]) : std::string();
    std::vector<std::string> choices;
    const auto add = [&](const auto& rows) {
        for (const auto& row : rows) choices.push_back(ports::toUpper(row.key));
    };
    if (before == "BARS") {
        add(barKinds());
    } else if (before == "STYLE") {
        add(kBarStyles);
    } else if (before == "SCALE") {
        add(kPriceScales);
    } else if (before == "SESSIONS") {
        add(kSessions);
    } else if (before == "PROFILE") {
        add(kProfiles);
    } else if (before == "STUDY") {
        for (const indicators::IndicatorKind& kind : indicators::indicatorTable()) choices.emplace_back(kind.name);
    } else {
        if (words.size() == 1) choices = {"DRAW", "EXPORT"};
        for (const char* word : {"BARS", "STUDY", "STYLE", "SCALE", "COMPARE", "SESSIONS", "PROFILE", "EMA", "VWAP"})
            choices.emplace_back(word);
        for (const Switch& row : kSwitches) choices.emplace_back(row.word);
        for (const plot::IntervalName& row : plot::kIntervals) choices.emplace_back(row.name);
    }
    return choices;
}

void writeState(ui::PaneState& state, const ChartSettings& settings) {
    state["made"] = writeBars(settings.options.bars);
    state["interval"] = plot::nameOf(settings.options.interval);
    state["style"] = nameOf(settings.options.style).key;
    state["scale"] = nameOf(settings.options.scale).key;
    state["profile"] = writeProfile(settings.options.profile);
    state["sessions"] = nameOf(settings.options.sessions);
    std::string compared;
    for (const std::string& symbol : settings.options.compared) compared += (compared.empty() ? "" : " ") + symbol;
    state["compare"] = compared;
    state["studies"] = writeStudies(settings.options.studies);
    state["bars"] = std::to_string(std::llround(settings.bars));
    state["follow"] = settings.follows ? "on" : "off";
    for (const Switch& row : kSwitches) state[row.key] = settings.options.*row.flag ? "on" : "off";
}

ChartSettings readState(const ui::PaneState& state, ChartSettings from) {
    const auto text = [&](const char* key) {
        const auto found = state.find(key);
        return found == state.end() ? std::string_view() : std::string_view(found->second);
    };
    if (const auto interval = plot::intervalNamed(text("interval"))) from.options.interval = *interval;
    if (const auto bars = readBars(text("made"))) from.options.bars = *bars;
    // Layouts of the version before knew candles and a line.
    if (text("candles") == "off") from.options.style = BarStyle::Line;
    if (const auto style = barStyleNamed(text("style"))) from.options.style = *style;
    if (const auto scale = priceScaleNamed(text("scale"))) from.options.scale = *scale;
    if (const auto sessions = sessionsNamed(text("sessions"))) from.options.sessions = *sessions;
    from.options.profile = readProfile(text("profile"), from.options.profile);
    if (state.contains("compare")) {
        from.options.compared.clear();
        const QStringList symbols =
            QString::fromStdString(state.at("compare")).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        for (const QString& symbol : symbols.first(std::min<qsizetype>(symbols.size(), kMostCompared)))
            from.options.compared.push_back(symbol.toStdString());
    }
    if (state.contains("studies"))
        from.options.studies = readStudies(text("studies"));
    else
        readOldStudies(state, from.options.studies);
    if (const auto bars = barCount(text("bars"))) from.bars = *bars;
    const auto flag = [&](const char* key, bool& value) {
        if (text(key) == "on" || text(key) == "off") value = text(key) == "on";
    };
    flag("follow", from.follows);
    for (const Switch& row : kSwitches) flag(row.key, from.options.*row.flag);
    return from;
}

} // namespace qd::chart
