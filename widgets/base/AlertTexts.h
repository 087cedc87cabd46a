#pragma once

#include "core/domain/Order.h"
#include "widgets/base/AlertParts.h"

/// Price alerts, as they are typed and kept in a setting. Pure; any thread.
namespace qd::ui {

/// Tells when a price of a market reaches a level.
struct PriceAlert {
    std::uint32_t number = 0; ///< names it among the alerts kept, from 1; 0: not kept yet
    std::string symbol;
    bool above = true; ///< reached at the level or above it; else at it or below
    Price level;
    TriggerSource source = TriggerSource::Last;
    bool repeats = false; ///< waits anew when the price has gone back
    bool done = false;    ///< was reached and does not repeat
    std::string note;     ///< of the user's, at most 80 bytes without ;
    friend bool operator==(const PriceAlert&, const PriceAlert&) = default;
};
inline constexpr std::size_t kMostAlerts = 100;

/// "SOL-PERP ABOVE 150 MARK EVERY NOTE breakout": a market, ABOVE or BELOW, a price, and what else is wanted. Error: a
/// sentence.
[[nodiscard]] std::expected<PriceAlert, QString> parseAlert(std::string_view text);
/// The same text, with DONE for one that is; without the number.
[[nodiscard]] std::string alertText(const PriceAlert& alert);
/// Has it been reached at this price?
[[nodiscard]] constexpr bool isReached(const PriceAlert& alert, Price price) noexcept {
    return alert.above ? price >= alert.level : price <= alert.level;
}

/// All of a setting: "1 SOL-PERP ABOVE 150 LAST; 4 BTC-PERP BELOW 60000 MARK EVERY". Error: a sentence.
[[nodiscard]] std::expected<std::vector<PriceAlert>, QString> parseAlerts(std::string_view text);
[[nodiscard]] std::string alertsText(const std::vector<PriceAlert>& alerts);

} // namespace qd::ui
