#include "widgets/heatmap/HeatOptions.h"

#include "core/base/Decimal.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace qd::heatmap {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::heatmap::HeatOptions", text); }

struct Switch {
    const char* key;  ///< in layouts
    const char* word; ///< typed
    bool HeatOptions::* flag;
};
constexpr std::array<Switch, 7> kSwitches{{{"bubbles", "BUBBLES", &HeatOptions::bubbles},
                                           {"best", "BEST", &HeatOptions::best},
                                           {"orders", "ORDERS", &HeatOptions::orders},
                                           {"trails", "TRAILS", &HeatOptions::trails},
                                           {"fills", "FILLS", &HeatOptions::fills},
                                           {"large", "LARGE", &HeatOptions::large},
                                           {"absorbed", "ABSORB", &HeatOptions::absorbed}}};

struct Size {
    const char* key;
    const char* word;
    Quantity HeatOptions::* size;
};
constexpr std::array<Size, 4> kSizes{{{"full", "FULL", &HeatOptions::full},
                                      {"least_trade", "TRADES", &HeatOptions::leastTrade},
                                      {"least_large", "LARGE", &HeatOptions::leastLarge},
                                      {"least_absorbed", "ABSORB", &HeatOptions::leastAbsorbed}}};

std::optional<Quantity> sizeFrom(std::string_view text) {
    const auto size = parseFixed<Quantity>(text);
    if (!size || size->raw() < 0) return std::nullopt;
    return *size;
}

} // namespace

std::expected<HeatOptions, QString> readWords(const ports::ActionWords& words, HeatOptions from) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string word = ports::toUpper(words[i]);
        if (word == "AUTO") {
            from.full = {};
            continue;
        }
        const std::string value = i + 1 < words.size() ? ports::toUpper(words[i + 1]) : std::string();
        const auto* const flag = std::ranges::find_if(kSwitches, [&](const Switch& s) { return word == s.word; });
        const auto* const size = std::ranges::find_if(kSizes, [&](const Size& s) { return word == s.word; });
        const auto number = sizeFrom(value == "AUTO" ? "0" : std::string_view(value));
        if (flag != kSwitches.end() && (value == "ON" || value == "OFF")) {
            from.*flag->flag = value == "ON";
        } else if (size != kSizes.end() && number) {
            from.*size->size = *number;
            if (flag != kSwitches.end()) from.*flag->flag = true; // who says how large wants to see it
        } else {
            return std::unexpected(tr("HEATMAP does not know \"%1\". It takes AUTO or FULL with a size (the brightest "
                                      "colour), TRADES with the least size of a bubble, LARGE (resting orders) and "
                                      "ABSORB (prices that held) with AUTO, a size, ON or OFF, and BUBBLES, BEST, "
                                      "ORDERS, TRAILS (paths of own orders) and FILLS (own ones) ON or OFF.")
                                       .arg(QString::fromStdString(words[i])));
        }
        ++i;
    }
    return from;
}

void writeState(ui::PaneState& state, const HeatOptions& options) {
    for (const Switch& row : kSwitches) state[row.key] = options.*row.flag ? "on" : "off";
    for (const Size& row : kSizes) state[row.key] = toString(options.*row.size);
}

HeatOptions readState(const ui::PaneState& state, HeatOptions from) {
    for (const Switch& row : kSwitches) {
        const auto found = state.find(row.key);
        if (found != state.end() && (found->second == "on" || found->second == "off"))
            from.*row.flag = found->second == "on";
    }
    for (const Size& row : kSizes) {
        const auto found = state.find(row.key);
        if (found == state.end()) continue;
        if (const auto size = sizeFrom(found->second)) from.*row.size = *size;
    }
    return from;
}

} // namespace qd::heatmap
