#pragma once

#include "core/domain/Account.h"
#include "core/domain/Venue.h"
#include "core/ports/Actions.h"
#include "widgets/base/TypedTime.h"
#include "widgets/terms/Brackets.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Typed orders. Pure: words in, orders or a sentence out.
namespace qd::workspace {

inline constexpr std::int64_t kLongestGoodTill = 30 * kNanosPerDay; ///< spec/perps.md §4.3

/// What the words are read against.
struct OrderWordsContext {
    std::function<const MarketInfo*(std::string_view symbol)> market; ///< null: unknown
    std::function<const MarketInfo*(MarketId)> byId;
    std::optional<MarketId> standard; ///< when no market is named
    UnixNanos now;                    ///< market time, for good-till-date
    /// The price a market order of this side would begin to fill at; null or empty: not known.
    std::function<std::optional<Price>(MarketId, Side)> reference;
    std::vector<ui::BracketTemplate> templates;
    /// The best bid (Buy) or ask (Sell) there is; null or empty: not known.
    std::function<std::optional<Price>(MarketId, Side)> touch;
};

/// Reads an order in words, in any order behind the side; without LIMIT it is a market order:
///   BUY 2 SOL-PERP LIMIT 148.2 POST REDUCE GTD 30m SLIP 0.5 STP BOTH LEV 5 AUCTION 20 ID 7
///   BUY 2 LIMIT BID, SELL 2 LIMIT ASK-1T: at the best price of a side, or so many ticks from it
///   SELL 2 STOP 140 [LIMIT 139.5] [SOURCE INDEX] [WHOLE] [ATONCE], the same with TP
///   SELL 2 TRAIL 2% [ACT 150]
///   BUY 2 LIMIT 148 BRACKET TP 155 SL 1%, or BRACKET and the name of a template; [REST]
///   SELL 2 OCO LIMIT 155 STOP 140
///   BUY 20 TWAP 10m [EVERY 30s], BUY 20 LIMIT 148 ICEBERG 2, BUY 5 SCALE 5 148 144 [RISING|FALLING], BUY 2 OFFSET -0.5
/// What is said twice or contradicts itself is refused: an order must not be a guess. Errors: BadArguments with what is
/// expected.
[[nodiscard]] Result<ui::OrderPlan, ports::ActionCode> parseOrder(const ports::ActionWords& words,
                                                                  const OrderWordsContext& context);

using ui::parseDuration;

/// The working order of this number: its own, or else the sender's. Null: there is none.
[[nodiscard]] const TrackedOrder* workingOrder(const std::vector<TrackedOrder>& orders, std::string_view number);

/// The words themselves, for completion.
[[nodiscard]] std::vector<std::string> orderWordChoices();
/// What may stand behind this word of an order; empty: nothing that can be offered, such as a number. Nothing at all
/// when the word wants no other.
[[nodiscard]] std::optional<std::vector<std::string>> choicesAfter(const std::string& word,
                                                                   const std::vector<ui::BracketTemplate>& templates);

} // namespace qd::workspace
