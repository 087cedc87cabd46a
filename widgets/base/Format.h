#pragma once

#include "core/base/Checked.h"
#include "core/base/Time.h"
#include "core/domain/Order.h"
#include "core/domain/Units.h"

#include <QString>

#include <cstdint>
#include <optional>

/// Numbers as the terminal shows them: thin spaces between thousands, U+2212 as minus, an en dash for what is not
/// known.
namespace qd::ui {

/// The text for a value that is not known.
[[nodiscard]] QString unknownText();

/// A text of ours as a spreadsheet reads it: ASCII minus, no thin spaces, no tabs, nothing for what is not known.
[[nodiscard]] QString plainText(QString text);

/// How many digits after the point the prices or sizes of a grid need: tick 0.01 -> 2.
[[nodiscard]] int decimalsOf(std::int64_t unit, int scaleDecimals);
[[nodiscard]] inline int decimalsOf(Price tick) { return decimalsOf(tick.raw(), Price::kDecimals); }
[[nodiscard]] inline int decimalsOf(Quantity step) { return decimalsOf(step.raw(), Quantity::kDecimals); }

/// raw * 10^-scale with exactly `decimals` digits after the point; what is cut off is rounded to the nearest, halves
/// away from zero. "12 345.60"
[[nodiscard]] QString number(std::int64_t raw, int scaleDecimals, int decimals);
/// The same with a plus before what is positive.
[[nodiscard]] QString signedNumber(std::int64_t raw, int scaleDecimals, int decimals);

[[nodiscard]] QString text(Price price, int decimals);
/// Unknown when 0.
[[nodiscard]] QString knownText(Price price, int decimals);
[[nodiscard]] QString text(Quantity size, int decimals);
/// Money with two digits: "104 238.17".
[[nodiscard]] QString text(Money money, int decimals = 2);
[[nodiscard]] QString signedText(Money money, int decimals = 2);
/// The same where a definition names the direction in which is rounded.
[[nodiscard]] QString text(Money money, Round round, int decimals = 2);
[[nodiscard]] QString signedText(Money money, Round round, int decimals = 2);

/// Margin that is required: what is cut off is rounded up, so that having what is shown is enough.
[[nodiscard]] QString requiredText(Money money, int decimals = 2);
/// Money that is there to be used: what is cut off is rounded down, so that what is shown is there.
[[nodiscard]] QString heldText(Money money, int decimals = 2);
/// A liquidation price with so many digits, rounded toward the mark: it is never shown further away than it is.
[[nodiscard]] Price liquidationShown(Price liquidation, Price mark, int decimals);
[[nodiscard]] QString liquidationText(Price liquidation, Price mark, int decimals);
/// (liquidation - mark) / mark in percent with a sign, rounded toward zero; two digits below 10 %, else one. Unknown
/// without a mark.
[[nodiscard]] QString liquidationDistance(Price liquidation, Price mark);

/// `quote` per unit of what is filled, rounded against the account: a buyer's up, a seller's down. Empty when nothing
/// is filled, or on overflow.
[[nodiscard]] std::optional<Price> averageOf(Quantity filled, Money quote, Side side);
[[nodiscard]] inline std::optional<Price> averageOf(const Order& order) {
    return averageOf(order.filled, order.filledQuote, order.terms.side);
}
/// Such an average with fewer digits, rounded the same way; unknown when there is none.
[[nodiscard]] QString averageText(std::optional<Price> average, Side side, int decimals);
[[nodiscard]] inline QString averageText(const Order& order, int decimals) {
    return averageText(averageOf(order), order.terms.side, decimals);
}

/// A size in few characters: "950", "12.4k", "3.21M". Rounded toward zero.
[[nodiscard]] QString shortText(Quantity size);

/// (now - then) / then as "+1.24"; unknown when `then` is 0. In percent, two digits, to the nearest.
[[nodiscard]] QString changePercent(Price then, Price now);
/// part / whole in percent with `decimals` digits and a sign, to the nearest, halves away from zero.
[[nodiscard]] QString percent(std::int64_t part, std::int64_t whole, int decimals = 1);

/// "14:32:07.811" UTC; `decimals` of the second in [0, 6].
[[nodiscard]] QString clockText(UnixNanos t, int decimals = 0);
/// "2024-08-08 23:54:16" UTC.
[[nodiscard]] QString dateTimeText(UnixNanos t);
/// A length of time in its largest fitting unit: "0.9 µs", "4.1 ms", "2.3 s", "5 min". Negative ones keep their sign.
[[nodiscard]] QString durationText(std::int64_t nanos);
/// "0:41", "12:07", "3 h".
[[nodiscard]] QString ageText(std::int64_t nanos);

} // namespace qd::ui
