#include "widgets/base/Settings.h"

#include "core/base/Decimal.h"
#include "widgets/base/AlertTexts.h"
#include "widgets/base/BoardTexts.h"
#include "widgets/base/BracketTexts.h"
#include "widgets/base/LimitTexts.h"
#include "widgets/base/RunningTexts.h"
#include "widgets/base/StudyAlertTexts.h"
#include "widgets/base/TomlText.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <sstream>

namespace qd::ui {
namespace {

struct Range {
    double least = 0;
    double most = 0;
    double step = 1;
};

SettingInfo flagOf(const char* key, const char* summary, bool standard) { return {key, summary, standard, {}, 0, 0}; }
SettingInfo realOf(const char* key, const char* summary, double standard, const Range& range, const char* unit) {
    return {key, summary, standard, {}, range.least, range.most, unit, range.step};
}
SettingInfo integerOf(const char* key, const char* summary, std::int64_t standard, const Range& range,
                      const char* unit) {
    return {key, summary, standard, {}, range.least, range.most, unit, range.step};
}
SettingInfo textOf(const char* key, const char* summary, const char* standard) {
    return {key, summary, std::string(standard), {}, 0, 0};
}
/// What a pane keeps in a code of its own.
SettingInfo keptOf(SettingInfo info) {
    info.hidden = true;
    return info;
}

SettingInfo actionOf(const char* key, const char* summary, const char* standard) {
    return {key, summary, std::string(standard), {"warn", "cancel-all", "reduce-only"}, 0, 0};
}

std::vector<SettingInfo> inSection(const char* title, std::vector<SettingInfo> rows) {
    for (SettingInfo& row : rows) row.section = title;
    return rows;
}

std::vector<SettingInfo> appearanceRows() {
    return inSection(
        "Appearance",
        {
            {setting::kTheme, "Colours of the terminal", std::string("dark"), {"dark", "light", "high-contrast"}, 0, 0},
            flagOf(setting::kColourBlind, "Blue and orange instead of green and red", false),
            realOf(setting::kFontScale, "Size of all text", 1.0, {0.8, 2.0, 0.05}, "×"),
            flagOf(setting::kFlash, "Flash numbers that changed", true),
            keptOf(flagOf(setting::kFirstRunDone, "The first-run notice has been seen", false)),
        });
}

std::vector<SettingInfo> orderRows() {
    return inSection(
        "Guards before an order",
        {
            integerOf(setting::kLargestNotional, "Orders worth more than this many USDC are held back", 100'000,
                      {1, 1e12, 1000}, "USDC"),
            realOf(setting::kFarthestPrice, "Limits farther than this many percent from the mark are held back", 5.0,
                   {0.01, 100, 0.5}, "%"),
            realOf(setting::kUsualSizeFactor, "Orders larger than this many times your usual size are held back", 10.0,
                   {1, 1e6, 1}, "×"),
            keptOf(textOf(setting::kBrackets,
                          "Bracket templates: name, TP and SL with distances, one after the other with ;",
                          "scalp TP 12t SL 8t; swing TP 2% SL 1%")),
            keptOf(textOf(setting::kRunning, "Brackets whose rules are at work, kept by the terminal", "")),
        });
}

std::vector<SettingInfo> ladderRows() {
    return inSection(
        "Price ladder",
        {
            textOf(setting::kLadderSize1, "First quick size of the ladder, in base units", "0.1"),
            textOf(setting::kLadderSize2, "Second quick size of the ladder", "0.5"),
            textOf(setting::kLadderSize3, "Third quick size of the ladder", "1"),
            textOf(setting::kLadderSize4, "Fourth quick size of the ladder", "5"),
            integerOf(setting::kQuickSize, "Which of the quick sizes JOIN and CROSS use; SIZE chooses it", 1, {1, 4, 1},
                      ""),
            integerOf(setting::kTickStep, "Ticks of one large step of an order or a stop", 5, {1, 1000, 1}, "ticks"),
            textOf(setting::kLadderBracket, "Bracket template that orders of the ladder get; empty for none", ""),
        });
}

std::vector<SettingInfo> alertRows() {
    return inSection(
        "Alerts",
        {
            {setting::kSound,
             "What rings the bell of the system: nothing, what was done to the account, problems and alerts too, or "
             "all news",
             std::string("off"),
             {"off", "grave", "problems", "all"},
             0,
             0},
            {setting::kOrderNews,
             "What of own orders is news: nothing, what they do by themselves (fills of resting orders, stops, orders "
             "that end unasked), or every fill",
             std::string("resting"),
             {"off", "resting", "all"},
             0,
             0},
            integerOf(setting::kFillsFrom, "Fills worth less are no news", 0, {0, 1'000'000'000, 100}, "USDC"),
            keptOf(textOf(setting::kAlerts,
                          "Price alerts: number, market, ABOVE or BELOW, price, one after the other with ;", "")),
            keptOf(textOf(setting::kStudyAlerts,
                          "Alerts on studies: number, market, bars, study, way, level, one after the other with ;",
                          "")),
            keptOf(textOf(setting::kBoards, "Boards of QM: name and markets, one after the other with ;", "")),
        });
}

/// Limits of risk. 0 and "" are no limit.
std::vector<SettingInfo> limitRows() {
    return inSection(
        "Limits of risk",
        {
            integerOf(setting::kAssetLimit, "Most USDC held of each asset, long and short together; 0 = no limit", 0,
                      {0, 1e12, 1000}, "USDC"),
            textOf(setting::kAssetLimits, "Limits of single assets in USDC, as SOL 50000, BTC 100000", ""),
            realOf(setting::kGrossLeverage, "Most gross notional for each USDC of equity; 0 = no limit", 0,
                   {0, 1000, 0.5}, "×"),
            integerOf(setting::kDailyLoss, "Loss of a day in USDC that may not be reached; 0 = no limit", 0,
                      {0, 1e12, 100}, "USDC"),
            realOf(setting::kDrawdown, "Percent below the day's highest equity; 0 = no limit", 0, {0, 100, 0.5}, "%"),
            integerOf(setting::kSessionTrades, "Closed trades of a day; 0 = no limit", 0, {0, 1e6, 1}, "trades"),
            integerOf(setting::kLosingStreak, "Trades lost one after another; 0 = no limit", 0, {0, 1e6, 1}, "trades"),
        });
}

/// What reaching a limit does, and whether it locks opening.
std::vector<SettingInfo> breachRows() {
    return inSection("When a limit is reached",
                     {
                         actionOf(setting::kAssetAction, "What a breach of an asset's limit does", "warn"),
                         actionOf(setting::kLeverageAction, "What a breach of the leverage limit does", "warn"),
                         actionOf(setting::kDailyLossAction, "What reaching the daily loss does", "cancel-all"),
                         actionOf(setting::kDrawdownAction, "What reaching the drawdown does", "cancel-all"),
                         actionOf(setting::kTradesAction, "What reaching the number of trades does", "warn"),
                         actionOf(setting::kStreakAction, "What reaching the losing streak does", "warn"),
                         flagOf(setting::kAssetLocks, "A breach of an asset's limit locks opening", false),
                         flagOf(setting::kLeverageLocks, "A breach of the leverage limit locks opening", false),
                         flagOf(setting::kDailyLossLocks, "Reaching the daily loss locks opening", true),
                         flagOf(setting::kDrawdownLocks, "Reaching the drawdown locks opening", true),
                         flagOf(setting::kTradesLocks, "Reaching the number of trades locks opening", true),
                         flagOf(setting::kStreakLocks, "Reaching the losing streak locks opening", true),
                         integerOf(setting::kLockMinutes, "Minutes that opening stays locked; 0 = until the day ends",
                                   60, {0, 1e5, 5}, "min"),
                         keptOf(textOf(setting::kLockState, "The lock on opening, kept by the terminal", "")),
                         keptOf(textOf(setting::kScenarios,
                                       "Scenarios of the stress grid, as Crash: SOL -40, BTC -25; Rally: others 30",
                                       "Crash: SOL -40, others -30; Squeeze: SOL 40, others 20")),
                     });
}

std::optional<double> realFrom(const std::string& typed) {
    double value = 0;
    const auto parsed = std::from_chars(typed.data(), typed.data() + typed.size(), value);
    if (parsed.ec != std::errc{} || parsed.ptr != typed.data() + typed.size()) return std::nullopt;
    return value;
}

std::optional<SettingValue> valueFrom(const SettingInfo& info, const std::string& typed) {
    if (std::holds_alternative<std::string>(info.standard)) return typed;
    if (std::holds_alternative<bool>(info.standard)) {
        if (typed == "on" || typed == "true" || typed == "1") return true;
        if (typed == "off" || typed == "false" || typed == "0") return false;
        return std::nullopt;
    }
    if (std::holds_alternative<std::int64_t>(info.standard)) {
        const auto whole = parseDecimal(typed, 0);
        if (!whole) return std::nullopt;
        return *whole;
    }
    const auto value = realFrom(typed);
    if (!value) return std::nullopt;
    return *value;
}

std::optional<SettingValue> valueFrom(const SettingInfo& info, const toml::node& node) {
    if (std::holds_alternative<std::string>(info.standard)) {
        if (const auto v = node.value_exact<std::string>()) return *v;
    } else if (std::holds_alternative<bool>(info.standard)) {
        if (const auto v = node.value_exact<bool>()) return *v;
    } else if (std::holds_alternative<std::int64_t>(info.standard)) {
        if (const auto v = node.value_exact<std::int64_t>()) return *v;
    } else if (const auto v = node.value<double>()) {
        return *v;
    }
    return std::nullopt;
}

/// A sentence as the others are, which whoever shows them ends.
std::string withoutStop(QString sentence) {
    if (sentence.endsWith(QLatin1Char('.'))) sentence.chop(1);
    return sentence.toStdString();
}

/// What is typed as a line of text must be readable as a whole: what was left out would limit nothing.
Result<void, SettingsCode> checkText(const SettingInfo& info, const SettingValue& value) {
    const auto wrong = [&](const std::string& sentence) {
        return fail(SettingsCode::BadValue, fmt::format("{}: {}", info.key, sentence));
    };
    const auto* text = std::get_if<std::string>(&value);
    const auto controls = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (text != nullptr && std::ranges::any_of(*text, controls)) return wrong("it must be one line of text");
    if (info.key == setting::kAssetLimits) {
        if (const auto read = readAssetLimits(std::get<std::string>(value)); !read) return wrong(read.error());
    } else if (info.key == setting::kScenarios) {
        if (const auto read = readScenarios(std::get<std::string>(value)); !read) return wrong(read.error());
    } else if (info.key == setting::kBrackets) {
        if (const auto read = parseTemplates(std::get<std::string>(value)); !read)
            return wrong(withoutStop(read.error()));
    } else if (info.key == setting::kRunning) {
        if (const auto read = parseRunning(std::get<std::string>(value)); !read)
            return wrong(withoutStop(read.error()));
    } else if (info.key == setting::kBoards) {
        if (const auto read = parseBoards(std::get<std::string>(value)); !read) return wrong(withoutStop(read.error()));
    } else if (info.key == setting::kAlerts) {
        if (const auto read = parseAlerts(std::get<std::string>(value)); !read) return wrong(withoutStop(read.error()));
    } else if (info.key == setting::kStudyAlerts) {
        if (const auto read = parseStudyAlerts(std::get<std::string>(value)); !read)
            return wrong(withoutStop(read.error()));
    }
    return {};
}

} // namespace

std::string typedText(const SettingValue& value) {
    return std::visit(
        [](const auto& v) -> std::string {
            using T = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<T, std::string>)
                return v;
            else if constexpr (std::is_same_v<T, bool>)
                return v ? "on" : "off";
            else
                return fmt::format("{}", v);
        },
        value);
}

const std::vector<SettingInfo>& Settings::table() {
    static const std::vector<SettingInfo> rows = [] {
        std::vector<SettingInfo> all;
        for (auto&& part : {appearanceRows(), orderRows(), ladderRows(), alertRows(), limitRows(), breachRows()})
            std::ranges::copy(part, std::back_inserter(all));
        return all;
    }();
    return rows;
}

const SettingInfo* Settings::find(std::string_view key) {
    const auto found = std::ranges::find(table(), key, &SettingInfo::key);
    return found == table().end() ? nullptr : &*found;
}

Settings::Settings(QObject* parent) : QObject(parent) {
    for (const SettingInfo& info : table()) m_values[info.key] = info.standard;
}

Result<void, SettingsCode> Settings::check(const SettingInfo& info, const SettingValue& value) {
    const auto outside = [&](double v) { return info.most > info.least && !(v >= info.least && v <= info.most); };
    if (const auto* whole = std::get_if<std::int64_t>(&value); whole != nullptr && outside(static_cast<double>(*whole)))
        return fail(SettingsCode::BadValue,
                    fmt::format("{} must lie between {} and {}", info.key, info.least, info.most));
    if (const auto* real = std::get_if<double>(&value); real != nullptr && outside(*real))
        return fail(SettingsCode::BadValue,
                    fmt::format("{} must lie between {} and {}", info.key, info.least, info.most));
    if (const auto* text = std::get_if<std::string>(&value);
        text != nullptr && !info.choices.empty() && std::ranges::find(info.choices, *text) == info.choices.end())
        return fail(SettingsCode::BadValue,
                    fmt::format("{} must be one of: {}", info.key, fmt::join(info.choices, ", ")));
    if (info.key.starts_with("ladder.size")) {
        const auto size = parseDecimal(std::get<std::string>(value), 9);
        if (!size || *size <= 0)
            return fail(SettingsCode::BadValue, fmt::format("{} must be a size above zero", info.key));
    }
    return checkText(info, value);
}

/// A file may name a template that was deleted: then the ladder opens nothing, which is safer than not knowing of it.
Result<void, SettingsCode> Settings::checkChoice(const SettingInfo& info, const SettingValue& value) const {
    if (info.key != setting::kLadderBracket) return {};
    const auto& name = std::get<std::string>(value);
    const auto templates = parseTemplates(text(setting::kBrackets));
    if (name.empty() || (templates && findTemplate(*templates, name) != nullptr)) return {};
    return fail(SettingsCode::BadValue, fmt::format("{}: there is no template \"{}\"", info.key, name));
}

Result<void, SettingsCode> Settings::read(std::string_view text, const std::string& source,
                                          std::vector<std::string>* unknown) {
    const auto document = parseToml(text, source);
    if (!document) return fail(SettingsCode::Unreadable, document.error());
    auto values = std::map<std::string, SettingValue, std::less<>>();
    for (const SettingInfo& info : table()) values[info.key] = info.standard;
    for (const auto& [group, node] : *document) {
        const toml::table* entries = node.as_table();
        if (entries == nullptr) {
            if (unknown != nullptr) unknown->emplace_back(group.str());
            continue;
        }
        for (const auto& [name, entry] : *entries) {
            const std::string key = fmt::format("{}.{}", group.str(), name.str());
            const SettingInfo* info = find(key);
            if (info == nullptr) {
                if (unknown != nullptr) unknown->push_back(key);
                continue;
            }
            const auto value = valueFrom(*info, entry);
            if (!value)
                return fail(SettingsCode::BadValue,
                            fmt::format("{}: line {}: {} has the wrong type", source, entry.source().begin.line, key));
            if (auto good = check(*info, *value); !good)
                return fail(SettingsCode::BadValue,
                            fmt::format("{}: line {}: {}", source, entry.source().begin.line, good.error().detail));
            values[key] = *value;
        }
    }
    const auto before = std::exchange(m_values, std::move(values));
    for (const auto& [key, value] : m_values) {
        if (before.at(key) != value) emit changed(QString::fromStdString(key));
    }
    return {};
}

std::string Settings::write() const {
    toml::table document;
    for (const auto& [key, value] : m_values) {
        const SettingInfo* info = find(key);
        if (value == info->standard) continue; // the file holds what the user chose
        const auto point = key.find('.');
        const std::string group = key.substr(0, point);
        if (!document.contains(group)) document.insert(group, toml::table{});
        std::visit([&](const auto& v) { document[group].as_table()->insert_or_assign(key.substr(point + 1), v); },
                   value);
    }
    std::ostringstream out;
    out << document << '\n';
    return out.str();
}

Result<void, SettingsCode> Settings::set(const std::string& key, const std::string& typed) {
    const SettingInfo* info = find(key);
    if (info == nullptr) return fail(SettingsCode::UnknownKey, fmt::format("there is no setting {}", key));
    if (QString::fromStdString(typed).toStdString() != typed) // could not be read back from the file
        return fail(SettingsCode::BadValue, fmt::format("{} wants text in UTF-8", key));
    const auto value = valueFrom(*info, typed);
    if (!value) return fail(SettingsCode::BadValue, fmt::format("{} cannot be \"{}\"", key, typed));
    if (auto good = check(*info, *value); !good) return good;
    if (auto known = checkChoice(*info, *value); !known) return known;
    if (m_values[key] == *value) return {};
    m_values[key] = *value;
    emit changed(QString::fromStdString(key));
    return {};
}

std::string Settings::textOf(const std::string& key) const {
    const auto found = m_values.find(key);
    return found == m_values.end() ? std::string() : typedText(found->second);
}

} // namespace qd::ui
