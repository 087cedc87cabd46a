#pragma once

#include "core/engine/risk/portfolio/Limits.h"
#include "core/ports/MarketData.h"
#include "widgets/base/LimitTexts.h"
#include "widgets/risk/RiskBook.h"

#include <QString>

#include <span>

/// Words and numbers of the RISK pane.
namespace qd::ui {

[[nodiscard]] QString word(portfolio::LimitKind kind);       ///< "Daily loss"
[[nodiscard]] QString definition(portfolio::LimitKind kind); ///< a sentence or two
[[nodiscard]] QString word(portfolio::BreachAction action);  ///< "Cancel all"
/// A value or limit of a kind in its own unit: "1 200.00", "3.25×", "12.5 %", "7". Unknown when empty.
[[nodiscard]] QString amountText(portfolio::LimitKind kind, std::optional<std::int64_t> value);
/// "Daily loss 1 200.00 of 1 000.00"
[[nodiscard]] QString sentence(const portfolio::Breach& breach);

/// Parts per million as percent: "+12.5 %".
[[nodiscard]] QString moveText(Rate move, int decimals = 1);
/// Basis points as percent: "43.20 %"; unknown when empty.
[[nodiscard]] QString ratioText(std::optional<std::int64_t> bps);
/// 1e-4 as "1.43×", rounded up; unknown when empty.
[[nodiscard]] QString leverageText(std::optional<std::int64_t> leverage);
/// 1.0 as "100.0 %"; unknown when empty.
[[nodiscard]] QString shareText(std::optional<double> share);
[[nodiscard]] QString ratioText(std::optional<double> ratio, int decimals = 2);
/// A profit or loss without cents where they do not matter: "−12 340", "+3.21".
[[nodiscard]] QString roughText(Money money);

/// "DOGE, SOLL": those which the venue has no market of and takes no deposits of, so that nothing of them can be held.
/// Empty while it has not told its markets.
[[nodiscard]] QString assetsOfNoMarket(std::span<const AssetNumber> assets, const ports::MarketData& market);
[[nodiscard]] QString assetsOfNoMarket(std::span<const NamedMoves> scenarios, const ports::MarketData& market);

[[nodiscard]] QString poolName(const RiskBook& book, std::size_t pool);
/// "Cross, SOL-PERP, at 63 % of the move".
[[nodiscard]] QString sentence(const RiskBook& book, const portfolio::FirstLiquidation& first);

} // namespace qd::ui
