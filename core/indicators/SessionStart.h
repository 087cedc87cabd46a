#pragma once

#include "core/domain/Candle.h"

namespace qd::indicators {

// When days of trading begin, by the number a study has as its `start`: 0 to 1439 are minutes after 00:00 UTC; two more
// are the moments at which a stock exchange opens on its days, which move by an hour with its summer time. Markets that
// never close have such a day every day of the week. Source of the summer times: the rules of the European Union since
// 1996 and of the United States since 2007.
inline constexpr int kLondonOpens = 1'440;  ///< 08:00 in London
inline constexpr int kNewYorkOpens = 1'441; ///< 09:30 in New York
inline constexpr int kLastSessionStart = kNewYorkOpens;

/// When the session of `t` began: the last beginning at or before it. Any thread.
/// Example: 2024-03-12 07:30 UTC -> 2024-03-11 08:00 by kLondonOpens, 2024-03-12 00:00 by 0.
[[nodiscard]] UnixNanos sessionAt(UnixNanos t, int start);
/// When the session that follows the one of `t` begins. Any thread.
[[nodiscard]] UnixNanos sessionAfter(UnixNanos t, int start);
/// When the session before the one of `t` began. Any thread.
[[nodiscard]] inline UnixNanos sessionBefore(UnixNanos t, int start) {
    return sessionAt(sessionAt(t, start) + -1, start);
}

} // namespace qd::indicators
