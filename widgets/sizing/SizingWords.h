#pragma once

#include "widgets/sizing/Sizing.h"
#include "widgets/ticket/TicketWords.h"

#include <QString>

#include <optional>
#include <vector>

/// CALC in words. Pure.
namespace qd::ui {

/// "Buy 12.5 SOL-PERP at 150.00"; empty while there is no size.
[[nodiscard]] QString headline(const Sizing& sizing, const MarketParams& market);
/// Always the same number of rows, so that nothing moves.
[[nodiscard]] std::vector<ConsequenceRow> rowsOf(const Sizing& sizing, const TicketFacts& facts);
/// A row a target, with its R multiple.
[[nodiscard]] std::vector<ConsequenceRow> targetRows(const Sizing& sizing, const MarketParams& market);
/// What is missing or wrong, and what to know; the first stands against the trade when there is no size.
[[nodiscard]] std::vector<TicketMessage> messagesOf(const Sizing& sizing, const TicketFacts& facts);
/// The order as the command bar takes it, a bracket with the stop and the first typed target: "ORDER BUY 12.5 SOL-PERP
/// LIMIT 150 BRACKET TP 155 SL 148". Empty while there is no size.
[[nodiscard]] QString commandOf(const Sizing& sizing, const SizingInputs& inputs, const MarketParams& market);

} // namespace qd::ui
