#pragma once

#include "core/domain/Events.h"
#include "core/engine/exchange/State.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// How often what happened. Tallies of several simulations add up. Any thread.
namespace qd::simulation {

template<class E>
[[nodiscard]] constexpr std::size_t indexOf(E value) noexcept {
    return static_cast<std::size_t>(value);
}
inline constexpr std::size_t kRejectCodes = indexOf(kLastRejectCode) + 1;
inline constexpr std::size_t kCloseReasons = indexOf(CloseReason::Triggered) + 1;

/// Where losses beyond a pool's own money went. deficits = fees + insurance + deleveraged + socialised + uncovered -
/// kept, exactly.
struct Losses {
    Money deficits;    ///< what bankrupt pools were short of, and book liquidations of their bankruptcy value
    Money fees;        ///< paid by markets' fee pools
    Money insurance;   ///< paid by the insurance fund
    Money deleveraged; ///< given up by profitable positions that were closed at a bankruptcy price
    Money socialised;  ///< paid by all positions of a market through its funding index
    Money uncovered;   ///< debts the backstop took over because nobody had a position to pay with
    Money kept;        ///< by pools beyond their debts: rounding, and what losses at index and at mark differ by
    friend constexpr bool operator==(const Losses&, const Losses&) noexcept = default;
};

struct Tally {
    std::uint64_t commands = 0;
    std::uint64_t refused = 0; ///< commands that changed nothing
    std::uint64_t events = 0;
    std::uint64_t trades = 0;
    std::uint64_t rewards = 0;                    ///< fills of which a referrer got a part
    std::array<std::uint64_t, 6> steps{};         ///< [LiquidationStep]
    std::array<Money, 6> closedValue{};           ///< [LiquidationStep] size times price of what it closed, signed
    std::array<std::uint64_t, 3> ends{};          ///< [LiquidationEnd]
    std::array<std::uint64_t, 5> marginCalls{};   ///< [MarginCall] that was reached
    std::array<std::uint64_t, 7> oracleStates{};  ///< [OracleStatus] that an oracle came to have
    std::array<std::uint64_t, 4> oracleChanges{}; ///< [OracleChanged::What]
    std::array<std::uint64_t, 4> breakers{};      ///< [oracle::BreakerCause] that tripped
    std::array<std::uint64_t, 5> statuses{};      ///< [MarketStatus] that was set
    std::array<std::uint64_t, kRejectCodes> rejected{};
    std::array<std::uint64_t, kCloseReasons> closed{};
    std::uint64_t collateralTaken = 0; ///< deposits other than quote currency that went to the backstop
    std::uint64_t deleveraged = 0;     ///< positions closed to end another's bankruptcy
    std::uint64_t paidByFees = 0;      ///< bankruptcies that fees, ...
    std::uint64_t paidByInsurance = 0;
    std::uint64_t paidByAll = 0;
    std::uint64_t bookInsurance = 0; ///< book liquidations the insurance fund paid for
    std::uint64_t fundings = 0;
    std::uint64_t fundingsSkipped = 0;
    std::uint64_t settled = 0; ///< positions that ended with their market
    std::uint64_t triggered = 0;
    std::uint64_t marketCrashes = 0; ///< times an index fell a tenth below its 5-minute average
    std::uint64_t snapshots = 0;
    std::uint64_t crashes = 0; ///< of the process
    std::uint64_t replayed = 0;
    Losses losses;

    /// What one command led to.
    void see(std::span<const Event> events, const exchange::State& after);
    void add(const Tally& other);
};

/// A kind of thing that a thorough simulation meets, by its name.
struct Kind {
    const char* name;
    std::uint64_t count = 0;
};
/// All of them: steps and ends of liquidations, who paid for bankruptcies, margin calls, states and changes of oracles,
/// crashes and what else there is.
[[nodiscard]] std::vector<Kind> kindsOf(const Tally& tally);

} // namespace qd::simulation
