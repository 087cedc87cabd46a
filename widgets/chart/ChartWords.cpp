#include "widgets/chart/ChartWords.h"

#include "core/base/Decimal.h"
#include "core/indicators/IndicatorTable.h"
#include "widgets/plot/Intervals.h"

#include <QCoreApplication>

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
constexpr std::array<Switch, 4> kSwitches{{{"ema", "EMA", &ChartOptions::ema},
                                           {"vwap", "VWAP", &ChartOptions::vwap},
                                           {"quotes", "QUOTES", &ChartOptions::quotes},
                                           {"fills", "FILLS", &ChartOptions::fills}}};

std::optional<int> wholeWithin(std::string_view text, int least, int most) {
    const auto value = parseDecimal(text, 0);
    if (!value || *value < least || *value > most) return std::nullopt;
    return static_cast<int>(*value);
}

std::optional<int> emaPeriod(std::string_view text) {
    const indicators::Parameter& period = indicators::findIndicator("EMA")->parameters.front();
    return wholeWithin(text, static_cast<int>(period.least), static_cast<int>(period.most));
}

std::optional<int> barCount(std::string_view text) {
    return wholeWithin(text, static_cast<int>(Viewport::kFewestBars), static_cast<int>(Viewport::kMostBars));
}

QString complaint(const std::string& word) {
    QStringList styles;
    for (const BarStyleName& row : kBarStyles) styles << QString::fromLatin1(row.key).toUpper();
    return tr("CHART does not know \"%1\". It takes an interval (%2), EMA with a period or ON or OFF, VWAP ON or OFF, "
              "QUOTES and FILLS ON or OFF, STYLE with %3, and BARS with a number.")
        .arg(QString::fromStdString(word), plot::intervalList(), styles.join(QLatin1Char(' ')));
}

/// Reads one switch; false: `value` says neither ON nor OFF (nor, for the EMA, a period).
bool readSwitch(const Switch& row, const std::string& value, ChartOptions& options) {
    if (value == "ON" || value == "OFF") {
        options.*row.flag = value == "ON";
        return true;
    }
    if (row.flag != &ChartOptions::ema) return false;
    const auto period = emaPeriod(value);
    if (!period) return false;
    options.ema = true;
    options.emaPeriod = *period;
    return true;
}

} // namespace

std::expected<ChartSettings, QString> readWords(const ports::ActionWords& words, ChartSettings from) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (const auto interval = plot::intervalNamed(words[i])) {
            from.options.interval = *interval;
            continue;
        }
        const std::string word = ports::toUpper(words[i]);
        const std::string value = i + 1 < words.size() ? ports::toUpper(words[i + 1]) : std::string();
        const auto row = std::ranges::find_if(kSwitches, [&](const Switch& s) { return word == s.word; });
        const auto bars = word == "BARS" ? barCount(value) : std::nullopt;
        const auto style = word == "STYLE" ? barStyleNamed(value) : std::nullopt;
        if (bars)
            from.bars = *bars;
        else if (style)
            from.options.style = *style;
        else if (row == kSwitches.end() || !readSwitch(*row, value, from.options))
            return std::unexpected(complaint(words[i]));
        ++i;
    }
    return from;
}

void writeState(ui::PaneState& state, const ChartSettings& settings) {
    state["interval"] = plot::nameOf(settings.options.interval);
    state["style"] = nameOf(settings.options.style).key;
    state["ema_period"] = std::to_string(settings.options.emaPeriod);
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
    // Layouts of the version before knew candles and a line.
    if (text("candles") == "off") from.options.style = BarStyle::Line;
    if (const auto style = barStyleNamed(text("style"))) from.options.style = *style;
    if (const auto period = emaPeriod(text("ema_period"))) from.options.emaPeriod = *period;
    if (const auto bars = barCount(text("bars"))) from.bars = *bars;
    const auto flag = [&](const char* key, bool& value) {
        if (text(key) == "on" || text(key) == "off") value = text(key) == "on";
    };
    flag("follow", from.follows);
    for (const Switch& row : kSwitches) flag(row.key, from.options.*row.flag);
    return from;
}

} // namespace qd::chart
