#pragma once

#include "widgets/base/Settings.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

/// The table of settings as a form shows it. Pure.
namespace qd::ui {

enum class SettingKind : std::uint8_t { Switch, Choice, Number, Text };
[[nodiscard]] SettingKind kindOf(const SettingInfo& info);

struct SettingSection {
    QString title;
    std::vector<const SettingInfo*> rows; ///< of Settings::table()
};
/// What people set, without what other panes keep, in the order of the table.
[[nodiscard]] std::vector<SettingSection> settingSections();

/// Do key, sentence, unit or heading hold every one of these words, in any case? No words: yes.
[[nodiscard]] bool holdsWords(const SettingInfo& info, const QStringList& words);

/// "0.8 to 2"; empty for what has no range.
[[nodiscard]] QString rangeText(const SettingInfo& info);
/// A value as people read it: "on", "1.05 ×", "none" for an empty text.
[[nodiscard]] QString valueText(const SettingInfo& info, const std::string& value);
/// The standard value as Settings::set takes it.
[[nodiscard]] std::string standardOf(const SettingInfo& info);
[[nodiscard]] bool differs(const Settings& settings, const SettingInfo& info);
/// How many of those that people set differ from their standard.
[[nodiscard]] int countDiffering(const Settings& settings);

/// Sets what was typed: spaces around it are dropped, and the comma of a number is taken for its point. The sentence
/// says why not; then nothing has changed.
[[nodiscard]] std::optional<QString> setTyped(Settings& settings, const SettingInfo& info, const QString& typed);

/// What a number's arrow keys add, in units of 10^-6.
[[nodiscard]] std::int64_t stepOf(const SettingInfo& info);
inline constexpr int kStepDecimals = 6;

} // namespace qd::ui
