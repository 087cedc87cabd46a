#pragma once

#include "core/domain/Oracle.h"
#include "core/engine/oracle/Averages.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

/// One price from outside as a state machine: its sources, which of them counts, its averages and its circuit breaker.
/// Source: spec/perps.md §5.1, 5.3.
namespace qd::oracle {

using qd::BreakerCause;
using qd::OracleSource;

/// An update of the primary counts as valid again after this many in a row.
inline constexpr std::uint8_t kRecoveryUpdates = 10;
/// Fewer exchanges are no median.
inline constexpr std::size_t kLeastExchanges = 3;
inline constexpr std::int64_t kBreakerNanos = kNanosPerHour;

/// Last report of one source.
struct SourceState {
    Price price;
    Price confidence;
    UnixNanos publishedAt; ///< not after its arrival
    bool enoughPublishers = false;
    bool heard = false;

    friend constexpr bool operator==(const SourceState&, const SourceState&) noexcept = default;
};

/// Lowest and highest price of ten seconds.
struct PriceRange {
    std::int64_t slot = 0; ///< unix time in units of 10 s
    Price low;             ///< 0 = nothing yet
    Price high;

    friend constexpr bool operator==(const PriceRange&, const PriceRange&) noexcept = default;
};
inline constexpr std::size_t kRangeSlots = 30; ///< 5 minutes

/// All an oracle remembers.
struct OracleState {
    std::array<SourceState, kOracleSources> sources;
    Average twap5;
    Average twap60;
    bool onSecondary = false;     ///< failed over: the primary does not count until it has recovered
    std::uint8_t recovery = 0;    ///< valid updates in a row of a primary that does not count
    bool secondaryAgreed = false; ///< it was within maxSpread of the primary when both were last valid
    bool exchangesAgreed = false; ///< the same of the exchanges' median
    BreakerCause breaker = BreakerCause::None;
    UnixNanos trippedAt;                        ///< 0 while not tripped
    std::array<PriceRange, kRangeSlots> ranges; ///< [slot % kRangeSlots]

    friend constexpr bool operator==(const OracleState&, const OracleState&) noexcept = default;
};
/// Can an oracle of these parameters be in this state at `now`?
[[nodiscard]] bool possible(const OracleState& state, const OracleParams& params, UnixNanos now) noexcept;

/// What a report or the passing of time did.
struct OracleChange {
    bool accepted = false;   ///< the report counts; otherwise it is ignored as if it had not come
    bool failedOver = false; ///< from now on the secondary counts
    bool recovered = false;  ///< the primary counts again
    BreakerCause tripped = BreakerCause::None;
    bool breakerReset = false; ///< an hour is over

    friend constexpr bool operator==(const OracleChange&, const OracleChange&) noexcept = default;
};

/// `now` is always the time of a command and never decreases. Nothing here reads a clock: how old a price is, is found
/// anew at every question, so that a source that falls silent goes stale without a message. One thread.
///
/// Which source counts: the primary; where it is not good enough for a use, the secondary, and where that is not, the
/// weighted median of at least three exchanges, each of them only if it was within maxSpread of the primary when both
/// were last valid. When the primary is not good enough for margin and another one is, the oracle fails over: the
/// primary does not count for any use until it has sent ten valid updates in a row.
class Oracle {
  public:
    explicit Oracle(OracleParams params) : m_params(std::move(params)) {}

    /// A message of a source. Ignored: an unknown source, a negative confidence, a time of publication before that of
    /// the source's last message, and the same message again. A message from the future counts as published on arrival.
    OracleChange report(const OracleReport& report, UnixNanos now);
    /// What time alone does: fails over, trips the breaker of a silent oracle, resets a breaker after an hour. report()
    /// does it first by itself.
    OracleChange advance(UnixNanos now);
    /// An admin's word. False: it was not tripped. The last 5 minutes' prices are forgotten with it; other causes that
    /// still hold trip it again.
    bool resetBreaker();

    /// The best state among the sources that count; NonPositive when none has been heard.
    [[nodiscard]] OracleStatus status(UnixNanos now) const;
    /// The price for a use; empty when no source that counts is good enough. There is one exactly when
    /// allowed(status(now), use).
    [[nodiscard]] std::optional<Price> price(PriceUse use, UnixNanos now) const;
    /// Where that price comes from.
    [[nodiscard]] OracleSource source(PriceUse use, UnixNanos now) const;
    /// 0 until the first price.
    [[nodiscard]] Price twap5() const noexcept { return m_state.twap5.value; }
    [[nodiscard]] Price twap60() const noexcept { return m_state.twap60.value; }
    /// For people only: the price at which two users may meet, else the last 5-minute average; 0 = none.
    [[nodiscard]] Price displayPrice(UnixNanos now) const;
    /// When a source that counts last published, 0 = never; of the exchanges the oldest in the median.
    [[nodiscard]] UnixNanos publishedAt(UnixNanos now) const;

    /// Anything but None: no opening and no triggers. Reducing, cancelling and depositing go on.
    [[nodiscard]] BreakerCause breaker(UnixNanos now) const;

    [[nodiscard]] const OracleParams& params() const noexcept { return m_params; }
    [[nodiscard]] const OracleState& state() const noexcept { return m_state; }
    /// For a snapshot. The caller has asked possible().
    void restore(const OracleState& state) { m_state = state; }

  private:
    struct Candidate {
        OracleSource source = OracleSource::None;
        OracleStatus status = OracleStatus::NonPositive;
        Price price;
        UnixNanos publishedAt;
    };

    static constexpr std::size_t kRanks = 3;

    [[nodiscard]] Candidate readingOf(std::size_t source, UnixNanos now) const;
    [[nodiscard]] Candidate exchangesMedian(UnixNanos now) const;
    /// rank 0 is preferred.
    [[nodiscard]] Candidate candidate(std::size_t rank, UnixNanos now) const;
    [[nodiscard]] Candidate best(PriceUse use, UnixNanos now) const;
    [[nodiscard]] bool acceptable(const OracleReport& report, UnixNanos publishedAt) const;
    [[nodiscard]] bool silent(UnixNanos now) const;
    void failOver(UnixNanos now, OracleChange& change);
    void countRecovery(bool goodBefore, UnixNanos now, OracleChange& change);
    void compareSources(UnixNanos now, OracleChange& change);
    void watchMove(Price price, UnixNanos now, OracleChange& change);
    void trip(BreakerCause cause, UnixNanos now, OracleChange& change);

    OracleParams m_params;
    OracleState m_state;
};

} // namespace qd::oracle
