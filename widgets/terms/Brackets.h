#pragma once

#include "core/domain/Market.h"
#include "core/domain/Order.h"
#include "widgets/base/OrderPlan.h"

#include <QString>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// An entry with its take-profit and its stop, and the named templates they come from. Pure; any thread.
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

/// "TP 12t SL 8t INDEX REST", without the name. Error: a sentence.
[[nodiscard]] std::expected<BracketTemplate, QString> parseTemplate(std::string_view name, std::string_view text);
[[nodiscard]] std::string templateText(const BracketTemplate& bracket);

/// All of a setting: "scalp TP 12t SL 8t; swing TP 2% SL 1% INDEX". What cannot be read is left out.
[[nodiscard]] std::vector<BracketTemplate> parseTemplates(std::string_view text);
[[nodiscard]] std::string templatesText(const std::vector<BracketTemplate>& templates);
/// By name, case ignored; null when there is none.
[[nodiscard]] const BracketTemplate* findTemplate(const std::vector<BracketTemplate>& templates, std::string_view name);

/// A bracket's prices, for one entry.
struct BracketLevels {
    std::optional<Price> takeProfit;
    std::optional<Price> stop;
    TriggerSource source = TriggerSource::Mark;
    bool restingProfit = false;
    friend constexpr bool operator==(const BracketLevels&, const BracketLevels&) noexcept = default;
};
/// Where an offset from `entry` lies for an entry of this side, on the tick and at least one tick away, rounded towards
/// the entry. Empty when that is not above zero or beyond the market's highest price.
[[nodiscard]] std::optional<Price> levelAt(const PriceOffset& offset, Side entrySide, bool profit, Price entry,
                                           const MarketParams& market);
/// Empty when a level has no place.
[[nodiscard]] std::optional<BracketLevels> levelsOf(const BracketTemplate& bracket, Side entrySide, Price entry,
                                                    const MarketParams& market);

/// The entry, then its take-profit, then its stop, as the exchange takes a bracket. `reference`: the entry's price; of
/// a market entry the price it is expected at. Error: a level on the wrong side, or none given.
[[nodiscard]] std::expected<OrderPlan, QString> bracketOf(const OrderTerms& entry, Price reference,
                                                          const BracketLevels& levels);

} // namespace qd::ui
