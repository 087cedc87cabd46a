#pragma once

#include "core/domain/Order.h"

#include <QString>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The named templates of brackets, as they are typed and kept in a setting. Pure; any thread.
namespace qd::ui {

/// How far from the entry's price, always > 0: the side decides in which direction.
struct PriceOffset {
    enum class Unit : std::uint8_t { Ticks, Percent, Price };
    Unit unit = Unit::Percent;
    std::int64_t value = 0; ///< ticks; parts per million of the entry's price; 1e-6 USDC
    friend constexpr bool operator==(const PriceOffset&, const PriceOffset&) noexcept = default;
};
/// "12t", "0.5%", "1.25". Empty when it is none of them, or not above zero.
[[nodiscard]] std::optional<PriceOffset> parseOffset(std::string_view text);
[[nodiscard]] std::string offsetText(const PriceOffset& offset);

struct BracketTemplate {
    std::string name; ///< letters, digits, '-' and '_', at most 16
    std::optional<PriceOffset> takeProfit;
    std::optional<PriceOffset> stop; ///< at least one of the two
    TriggerSource source = TriggerSource::Mark;
    bool restingProfit = false; ///< the take-profit rests as a limit order instead of waiting for a trigger
    friend bool operator==(const BracketTemplate&, const BracketTemplate&) = default;
};
inline constexpr std::size_t kMostTemplates = 32;

/// "TP 12t SL 8t INDEX REST", without the name, which is not NONE: that stands for no bracket. A stop lies less than
/// 100 % away: beyond, a buy has none. Error: a sentence.
[[nodiscard]] std::expected<BracketTemplate, QString> parseTemplate(std::string_view name, std::string_view text);
[[nodiscard]] std::string templateText(const BracketTemplate& bracket);

/// All of a setting: "scalp TP 12t SL 8t; swing TP 2% SL 1% INDEX". Error: a sentence that quotes the template it is
/// about.
[[nodiscard]] std::expected<std::vector<BracketTemplate>, QString> parseTemplates(std::string_view text);
[[nodiscard]] std::string templatesText(const std::vector<BracketTemplate>& templates);
/// By name, case ignored; null when there is none.
[[nodiscard]] const BracketTemplate* findTemplate(const std::vector<BracketTemplate>& templates, std::string_view name);

} // namespace qd::ui
