#pragma once

#include "widgets/base/Theme.h"
#include "widgets/ticket/Consequences.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

/// The ticket in words: what the button will do, what it leads to, what stands against it.
namespace qd::ui {

/// Digits after the point of a market's prices and sizes.
struct Digits {
    int price = 2;
    int size = 2;
};
[[nodiscard]] Digits digitsOf(const MarketParams& params);

/// A size without trailing zeros: "2", "0.25", "1 250".
[[nodiscard]] QString shortest(Quantity size);

/// A typed price with every digit of it, also those beyond the tick.
[[nodiscard]] QString exact(Price price, int digits);

/// "Buy 2 SOL-PERP at market ≤ 150.25", "Sell 2 SOL-PERP: stop ≤ 140.00, reduce-only". Without a plan: what is chosen
/// so far, "Buy SOL-PERP".
[[nodiscard]] QString actionText(const TicketInputs& inputs, const std::optional<OrderPlan>& plan,
                                 const std::optional<Price>& limit, const TicketFacts& facts);

/// "Stop limit", "OCO": of the list of kinds.
[[nodiscard]] QString kindName(TicketKind kind);
/// One sentence on what the kind does.
[[nodiscard]] QString kindHint(TicketKind kind);

/// What to type, or what is wrong; empty when Ready.
[[nodiscard]] QString sentence(TicketCode code);

/// A line of the consequences block.
struct ConsequenceRow {
    QString label;
    QString value;
    QString hint; ///< tool tip: definition and unit
    Token token = Token::Text1;
};
/// Always the same number of rows for a kind, so that nothing moves.
[[nodiscard]] std::vector<ConsequenceRow> rowsOf(const Consequences& c, const TicketInputs& inputs,
                                                 const TicketFacts& facts);

/// The orders of a scale, the children of a TWAP, the exits of a bracket: a line each.
[[nodiscard]] QStringList planLines(const Consequences& c, const TicketFacts& facts);

struct TicketMessage {
    Token token = Token::Text3;
    QString text;
    friend bool operator==(const TicketMessage&, const TicketMessage&) = default;
};
/// Why the order cannot be sent: one sentence, or none.
[[nodiscard]] std::optional<TicketMessage> blocking(const Draft& draft, const Consequences& c);
/// What to know before the click; `priceAge` in nanoseconds since the last change, for stale prices.
[[nodiscard]] std::vector<TicketMessage> warnings(const Draft& draft, const Consequences& c, const TicketFacts& facts,
                                                  std::int64_t priceAge);

/// What has become of a sent order: "Buy 5 SOL-PERP: working at 148.18 · 1.2 ms".
[[nodiscard]] TicketMessage orderLine(const TrackedOrder& order, const MarketParams& params);

} // namespace qd::ui
