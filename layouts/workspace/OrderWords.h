#pragma once

#include "core/domain/Account.h"
#include "core/domain/Venue.h"
#include "core/ports/Actions.h"

#include <functional>
#include <optional>
#include <string>

/// Typed orders. Pure: words in, terms or a sentence out.
namespace qd::workspace {

inline constexpr std::int64_t kLongestGoodTill = 30 * kNanosPerDay; ///< spec/perps.md §4.3

/// What the words are read against.
struct OrderWordsContext {
    std::function<const MarketInfo*(std::string_view symbol)> market; ///< null: unknown
    std::optional<MarketId> standard;                                 ///< when no market is named
    UnixNanos now;                                                    ///< market time, for good-till-date
};

/// Reads "BUY 2 SOL-PERP LIMIT 148.2 POST REDUCE GTD 30m SLIP 0.5 STP BOTH ID 7", in any order behind the side; without
/// LIMIT it is a market order. What is said twice or contradicts itself is refused: an order must not be a guess.
/// Errors: BadArguments with what is expected.
[[nodiscard]] Result<OrderTerms, ports::ActionCode> parseOrder(const ports::ActionWords& words,
                                                               const OrderWordsContext& context);

/// "30s", "15m", "4h", "2d" in nanoseconds, above zero, at most a hundred years.
[[nodiscard]] std::optional<std::int64_t> parseDuration(std::string_view text);

/// The working order of this number: its own, or else the sender's. Null: there is none.
[[nodiscard]] const TrackedOrder* workingOrder(const std::vector<TrackedOrder>& orders, std::string_view number);

/// The words themselves, for completion.
[[nodiscard]] std::vector<std::string> orderWordChoices();

} // namespace qd::workspace
