#pragma once

#include "core/domain/Market.h"
#include "core/domain/Order.h"
#include "widgets/base/BracketTexts.h"
#include "widgets/base/OrderPlan.h"

#include <QString>

#include <expected>
#include <optional>
#include <string>

/// An entry with its take-profit and its stop. Pure; any thread.
namespace qd::ui {

/// A bracket's prices, for one entry.
struct BracketLevels {
    std::optional<Price> takeProfit;
    std::optional<Price> stop;
    TriggerSource source = TriggerSource::Mark;
    bool restingProfit = false;
    std::string name{};   ///< of the template
    BracketRules rules{}; ///< of the template
    friend bool operator==(const BracketLevels&, const BracketLevels&) = default;
};
/// Where an offset from `entry` lies for an entry of this side, on the tick and at least one tick away, rounded towards
/// the entry. Empty when that is not above zero or beyond the market's highest price.
[[nodiscard]] std::optional<Price> levelAt(const PriceOffset& offset, Side entrySide, bool profit, Price entry,
                                           const MarketParams& market);
/// Empty when a level has no place.
[[nodiscard]] std::optional<BracketLevels> levelsOf(const BracketTemplate& bracket, Side entrySide, Price entry,
                                                    const MarketParams& market);

/// The entry, then its take-profit, then its stop, as the exchange takes a bracket. `reference`: the entry's price; of
/// a market entry the price it is expected at. Rules come with it as far as there is something they can move: a stop,
/// an entry at a limit of its own. Error: a level on the wrong side, or none given.
[[nodiscard]] std::expected<OrderPlan, QString> bracketOf(const OrderTerms& entry, Price reference,
                                                          const BracketLevels& levels);

} // namespace qd::ui
