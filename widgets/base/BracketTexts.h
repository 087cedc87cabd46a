#pragma once

#include "core/domain/Order.h"
#include "widgets/base/BracketRules.h"

#include <QString>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The named templates of brackets, as they are typed and kept in a setting. Pure; any thread.
namespace qd::ui {

struct BracketTemplate {
    std::string name; ///< letters, digits, '-' and '_', at most 16
    std::optional<PriceOffset> takeProfit;
    std::optional<PriceOffset> stop; ///< at least one of the two
    TriggerSource source = TriggerSource::Mark;
    bool restingProfit = false; ///< the take-profit rests as a limit order instead of waiting for a trigger
    BracketRules rules;         ///< what it does by itself; those that move a stop are only there with one
    friend bool operator==(const BracketTemplate&, const BracketTemplate&) = default;
};
inline constexpr std::size_t kMostTemplates = 32;
[[nodiscard]] bool isTemplateName(std::string_view name);

/// "TP 12t SL 8t INDEX REST EVEN 8t", without the name, which is not NONE: that stands for no bracket. A stop lies less
/// than 100 % away: beyond, a buy has none. Error: a sentence.
[[nodiscard]] std::expected<BracketTemplate, QString> parseTemplate(std::string_view name, std::string_view text);
[[nodiscard]] std::string templateText(const BracketTemplate& bracket);

/// All of a setting: "scalp TP 12t SL 8t; swing TP 2% SL 1% INDEX". Error: a sentence that quotes the template it is
/// about.
[[nodiscard]] std::expected<std::vector<BracketTemplate>, QString> parseTemplates(std::string_view text);
[[nodiscard]] std::string templatesText(const std::vector<BracketTemplate>& templates);
/// By name, case ignored; null when there is none.
[[nodiscard]] const BracketTemplate* findTemplate(const std::vector<BracketTemplate>& templates, std::string_view name);

} // namespace qd::ui
