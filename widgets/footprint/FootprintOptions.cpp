#include "widgets/footprint/FootprintOptions.h"

#include "core/base/Decimal.h"
#include "widgets/flow/FlowLook.h"
#include "widgets/plot/Intervals.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace qd::footprint {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::footprint::FootprintOptions", text); }

struct Switch {
    const char* key;  ///< in layouts
    const char* word; ///< typed
    bool FootprintOptions::* flag;
};
constexpr std::array<Switch, 3> kSwitches{{{"imbalances", "IMBALANCES", &FootprintOptions::imbalances},
                                           {"naked", "NAKED", &FootprintOptions::naked},
                                           {"totals", "TOTALS", &FootprintOptions::totals}}};

/// What is a number: its word is its key in capitals. False: not a number it can be.
struct Number {
    const char* key;
    const char* word;
    bool (*read)(std::string_view, FootprintOptions&);
    std::string (*text)(const FootprintOptions&);
};

bool readRow(std::string_view text, FootprintOptions& to) { return flow::readTicks(text, to.ticks); }
bool readRatio(std::string_view text, FootprintOptions& to) {
    const auto percent = parseWhole(text, 100, kMostPercent);
    to.rule.percent = static_cast<int>(percent.value_or(to.rule.percent));
    return percent.has_value();
}
bool readLeast(std::string_view text, FootprintOptions& to) {
    const auto size = ports::toUpper(text) == "AUTO" ? Quantity() : parseFixed<Quantity>(text);
    if (!size || size->raw() < 0) return false;
    to.rule.least = *size;
    return true;
}
bool readStack(std::string_view text, FootprintOptions& to) {
    const auto rows = parseWhole(text, 2, kMostStack);
    to.rule.stack = static_cast<int>(rows.value_or(to.rule.stack));
    return rows.has_value();
}

constexpr std::array<Number, 4> kNumbers{
    {{"row", "ROW", readRow, [](const FootprintOptions& o) { return flow::ticksText(o.ticks); }},
     {"ratio", "RATIO", readRatio, [](const FootprintOptions& o) { return std::to_string(o.rule.percent); }},
     {"least", "LEAST", readLeast,
      [](const FootprintOptions& o) { return o.rule.least.isZero() ? std::string("auto") : toString(o.rule.least); }},
     {"stack", "STACK", readStack, [](const FootprintOptions& o) { return std::to_string(o.rule.stack); }}}};

std::optional<Interval> intervalFrom(std::string_view text) {
    const auto interval = plot::intervalNamed(text);
    return interval && std::ranges::find(kFootprintIntervals, *interval) != kFootprintIntervals.end() ? interval
                                                                                                      : std::nullopt;
}

std::optional<CellMode> modeFrom(std::string_view text) {
    const auto found = std::ranges::find_if(
        kCellModes, [&](const CellModeName& m) { return ports::toUpper(m.key) == ports::toUpper(text); });
    return found == kCellModes.end() ? std::nullopt : std::optional(found->mode);
}

QString complaint(const std::string& word) {
    return tr("FOOTPRINT does not know \"%1\". It takes 1m, 5m, 15m or 1h, BIDASK, DELTA or VOLUME, ROW with ticks or "
              "AUTO, RATIO with percent from 100, LEAST with a size or "
              "AUTO, STACK with rows from 2, and IMBALANCES, NAKED and "
              "TOTALS ON or OFF.")
        .arg(QString::fromStdString(word));
}

} // namespace

QString titleOf(CellMode mode) { return tr(std::ranges::find(kCellModes, mode, &CellModeName::mode)->title); }

std::expected<FootprintOptions, QString> readWords(const ports::ActionWords& words, FootprintOptions from) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (const auto interval = intervalFrom(words[i])) {
            from.interval = *interval;
            continue;
        }
        if (const auto mode = modeFrom(words[i])) {
            from.mode = *mode;
            continue;
        }
        const std::string word = ports::toUpper(words[i]);
        const std::string value = i + 1 < words.size() ? ports::toUpper(words[i + 1]) : std::string();
        const auto flag = std::ranges::find_if(kSwitches, [&](const Switch& s) { return word == s.word; });
        const auto number = std::ranges::find_if(kNumbers, [&](const Number& n) { return word == n.word; });
        if (flag != kSwitches.end() && (value == "ON" || value == "OFF"))
            from.*flag->flag = value == "ON";
        else if (number == kNumbers.end() || !number->read(value, from))
            return std::unexpected(complaint(words[i]));
        ++i;
    }
    return from;
}

void writeState(ui::PaneState& state, const FootprintOptions& options) {
    state["interval"] = plot::nameOf(options.interval);
    state["cells"] = std::ranges::find(kCellModes, options.mode, &CellModeName::mode)->key;
    for (const Switch& row : kSwitches) state[row.key] = options.*row.flag ? "on" : "off";
    for (const Number& row : kNumbers) state[row.key] = row.text(options);
}

FootprintOptions readState(const ui::PaneState& state, FootprintOptions from) {
    const auto text = [&](const char* key) {
        const auto found = state.find(key);
        return found == state.end() ? std::string_view() : std::string_view(found->second);
    };
    from.interval = intervalFrom(text("interval")).value_or(from.interval);
    from.mode = modeFrom(text("cells")).value_or(from.mode);
    for (const Switch& row : kSwitches) {
        if (text(row.key) == "on" || text(row.key) == "off") from.*row.flag = text(row.key) == "on";
    }
    for (const Number& row : kNumbers) (void)row.read(text(row.key), from);
    return from;
}

} // namespace qd::footprint
