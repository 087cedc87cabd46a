#pragma once

#include "widgets/base/SplitWords.h"

#include <QString>

#include <algorithm>
#include <cstdint>
#include <expected>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

/// What the texts of alerts of all kinds share. Pure; any thread.
namespace qd::ui {

inline constexpr std::size_t kLongestNote = 80;

/// The note that the words from `from` on are. Error: a sentence.
[[nodiscard]] std::expected<std::string, QString> readAlertNote(const std::vector<std::string>& words,
                                                                std::size_t from);
/// What is wrong with the number an alert is kept under, or with there being so many.
[[nodiscard]] QString noAlertNumber();
[[nodiscard]] QString twoAlertsNumbered(std::uint32_t number);
[[nodiscard]] QString tooManyAlerts(std::size_t most);
/// Takes the number that the words begin with away from them; empty: they do not begin with one.
[[nodiscard]] std::optional<std::uint32_t> takeAlertNumber(std::vector<std::string>& words);

/// All of a setting, one after the other with ";", each under its number. `read` makes an alert of words. Error: a
/// sentence.
template<class Alert, class Read>
[[nodiscard]] std::expected<std::vector<Alert>, QString> parseNumbered(std::string_view text, std::size_t most,
                                                                       Read read) {
    std::vector<Alert> alerts;
    for (const auto part : std::views::split(text, ';')) {
        auto words = splitWords({part.begin(), part.end()});
        if (words.empty()) continue;
        const auto number = takeAlertNumber(words);
        if (!number) return std::unexpected(noAlertNumber());
        std::expected<Alert, QString> alert = read(std::move(words));
        if (!alert) return std::unexpected(alert.error());
        alert->number = *number;
        if (std::ranges::find(alerts, *number, &Alert::number) != alerts.end())
            return std::unexpected(twoAlertsNumbered(*number));
        alerts.push_back(std::move(*alert));
    }
    if (alerts.size() > most) return std::unexpected(tooManyAlerts(most));
    return alerts;
}

/// The same as text; `textOf` writes one without its number.
template<class Alert, class TextOf>
[[nodiscard]] std::string numberedText(const std::vector<Alert>& alerts, TextOf textOf) {
    std::string text;
    for (const Alert& alert : alerts)
        text += (text.empty() ? "" : "; ") + std::to_string(alert.number) + " " + textOf(alert);
    return text;
}

} // namespace qd::ui
