#pragma once

#include "widgets/base/AlertTexts.h"
#include "widgets/base/PaneContext.h"

#include <expected>
#include <optional>
#include <vector>

/// The price alerts of the settings. Main thread.
namespace qd::ui {

/// The least number that no alert has, on prices or on studies.
[[nodiscard]] std::uint32_t freeAlertNumber(const Settings& settings);
/// "There is no alert 7."
[[nodiscard]] QString noSuchAlert(std::uint32_t number);

[[nodiscard]] std::vector<PriceAlert> keptAlerts(const Settings& settings);
/// What an alert watches, as it is now; empty while it is not known.
[[nodiscard]] std::optional<Price> watchedPrice(const PaneContext& context, const PriceAlert& alert);
/// Keeps one more under the least number that is free and answers it. Error: why not, as a sentence: no such market,
/// the price is there already, or there are too many.
std::expected<PriceAlert, QString> keepAlert(PaneContext& context, PriceAlert alert);
/// Error: there is none of this number, or it could not be kept.
std::expected<void, QString> removeAlert(Settings& settings, std::uint32_t number);
/// An alert that is done waits once more. Error: as above, or the price is beyond the level now.
std::expected<void, QString> renewAlert(PaneContext& context, std::uint32_t number);
/// An alert waits for another level from now on, from where the price is now, and answers what became of it. Error: as
/// above.
std::expected<PriceAlert, QString> moveAlert(PaneContext& context, std::uint32_t number, Price level);
/// An alert that does not repeat is done; nothing when it is gone.
void finishAlert(Settings& settings, std::uint32_t number);
/// "SOL-PERP last at or above 150".
[[nodiscard]] QString alertWords(const PriceAlert& alert);

/// The market of this very symbol, as alerts name it; null while the venue has none.
[[nodiscard]] const MarketInfo* marketOf(const PaneContext& context, std::string_view symbol);
/// What an alert is answered with when it is kept: "Alert 3: SOL-PERP last at or above 150."
[[nodiscard]] QString alertSentence(std::uint32_t number, const QString& words);
/// What it tells when it is reached: "Alert 3: SOL-PERP last at or above 150, now 150.05. breakout"
[[nodiscard]] News alertNews(std::uint32_t number, const QString& words, const QString& now, const std::string& note);

} // namespace qd::ui
