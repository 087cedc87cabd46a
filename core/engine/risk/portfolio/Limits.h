#pragma once

#include "core/base/Time.h"
#include "core/engine/risk/portfolio/Exposure.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Limits a trader or an administrator sets for an account: what is breached, what the kill switch then does, and how
/// long trading is locked. Pure: the caller keeps the states and brings the time. Integers. Any thread. Source:
/// spec/perps.md §6.4.
namespace qd::portfolio {

enum class LimitKind : std::uint8_t { AssetNotional, GrossLeverage, DailyLoss, Drawdown, SessionTrades, LosingStreak };
inline constexpr std::size_t kLimitKinds = 6;

struct AssetLimit {
    std::string asset;
    Money notional;
};

/// Empty = no such limit. Holdings may be as large as their limit; losses, trades and streaks are breaches once they
/// reach it.
struct RiskLimits {
    std::vector<AssetLimit> assets;             ///< longs and shorts of the asset together
    std::optional<Money> assetNotional;         ///< of each asset that `assets` does not name
    std::optional<std::int64_t> grossLeverage;  ///< 1e-4, as AccountSummary::leverage
    std::optional<Money> dailyLoss;             ///< >= 0
    std::optional<Rate> drawdown;               ///< of the highest equity
    std::optional<std::uint32_t> sessionTrades; ///< so many and no more
    std::optional<std::uint32_t> losingStreak;  ///< trades lost one after another
};

/// Closed trades of a session.
struct SessionTally {
    std::uint32_t trades = 0;
    std::uint32_t losingStreak = 0; ///< the latest ones; a trade without a loss ends it
    friend constexpr bool operator==(const SessionTally&, const SessionTally&) noexcept = default;
};
[[nodiscard]] SessionTally withTrade(SessionTally tally, Money result) noexcept;

/// An account at one moment.
struct RiskState {
    Money equity;
    Money dayStart;    ///< equity at the beginning of the day, and transfers since
    Money peak;        ///< highest equity so far, with transfers since as its owner counts them
    Exposure exposure; ///< by asset
    SessionTally session;
};

/// Units of `value` and `limit` are those of the limit's kind.
struct Breach {
    LimitKind kind = LimitKind::AssetNotional;
    std::string asset;                 ///< of AssetNotional
    std::optional<std::int64_t> value; ///< empty: leverage on an equity <= 0
    std::int64_t limit = 0;
    friend bool operator==(const Breach&, const Breach&) = default;
};
/// In the order of LimitKind, assets as in the exposure. Leverage and drawdown round up. Errors: Overflow.
[[nodiscard]] MathResult<std::vector<Breach>> breachesOf(const RiskLimits& limits, const RiskState& state);

enum class BreachAction : std::uint8_t { Warn, CancelAll, CancelAllAndReduceOnly };

/// What a breach of each kind sets off, by LimitKind.
struct KillSwitch {
    std::array<BreachAction, kLimitKinds> actions{
        BreachAction::Warn,      BreachAction::Warn, BreachAction::CancelAll,
        BreachAction::CancelAll, BreachAction::Warn, BreachAction::Warn,
    };
};
struct KillDecision {
    bool cancelAll = false;
    bool reduceOnly = false;
    friend constexpr bool operator==(const KillDecision&, const KillDecision&) noexcept = default;
};
/// The severest of the breaches' actions.
[[nodiscard]] KillDecision killDecision(const KillSwitch& kill, std::span<const Breach> breaches);

/// When trading is locked.
struct LockOutTerms {
    std::array<bool, kLimitKinds> locks{false, false, true, true, true, true}; ///< by LimitKind
    std::optional<std::int64_t> nanos; ///< > 0, from the breach; empty: until the session ends
};
struct LockOut {
    std::optional<UnixNanos> until;
    LimitKind cause = LimitKind::DailyLoss;   ///< of `until`
    std::array<bool, kLimitKinds> breached{}; ///< at the last look: what goes on does not lock again
    [[nodiscard]] bool lockedAt(UnixNanos now) const noexcept { return until && now < *until; }
    /// The countdown: nanoseconds, 0 when not locked.
    [[nodiscard]] std::int64_t remainingAt(UnixNanos now) const noexcept { return lockedAt(now) ? *until - now : 0; }
};
/// The lock after a look at the limits. A new breach of a kind that locks begins a lock or makes it longer, never
/// shorter; of several the first in LimitKind's order is the cause.
[[nodiscard]] LockOut withBreaches(LockOut lock, std::span<const Breach> breaches, const LockOutTerms& terms,
                                   UnixNanos now, UnixNanos sessionEnd);

} // namespace qd::portfolio
