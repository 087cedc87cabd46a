#pragma once

#include "core/base/Time.h"
#include "core/domain/Market.h"
#include "core/engine/funding/Funding.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>

/// When a market samples its premium and when longs pay shorts. Source: spec/perps.md §5.4.
namespace qd::funding {

inline constexpr std::int64_t kSampleNanos = 5 * kNanosPerSecond;
inline constexpr std::size_t kSamplesPerPeriod = 720; ///< one hour

/// All a market's funding remembers.
struct FundingState {
    UnixNanos nextSample;                                   ///< a multiple of 5 s
    UnixNanos lastUpdate;                                   ///< or the start
    std::array<std::int32_t, kSamplesPerPeriod> premiums{}; ///< ppm, in the order they came, round and round
    std::uint16_t next = 0;                                 ///< place of the next premium
    std::uint16_t count = 0; ///< premiums since the last update, those before `next`; the others are 0
    Rate lastRate8h;         ///< charged at the last update
    FundingIndex lastHourly; ///< the same as an hour's step of the index; feeds oracle::TriggerInputs::lastRate
    Price lastOracleTwap;    ///< the oracle's hour average then

    friend constexpr bool operator==(const FundingState&, const FundingState&) noexcept = default;
};
/// Can a market's funding be in this state at `now`?
[[nodiscard]] bool possible(const FundingState& state, UnixNanos now) noexcept;

/// Prices of the moment of an update.
struct FundingPrices {
    std::optional<Price> index; ///< oracle's price for PriceUse::Funding
    Price mark;
    Price twap5;           ///< of the index
    Price twap60;          ///< of the index
    UnixNanos publishedAt; ///< of the index
    Rate maxDivergence{0}; ///< of mark and twap5; 10 % when smaller
};

enum class FundingRefusal : std::uint8_t {
    NotDue,
    OracleInvalid,
    MarkDivergent, ///< from the index's 5-minute average
    PriceOld,      ///< published longer ago than a period
    Overflow,
};

/// What one update charges.
struct FundingUpdate {
    Rate premium;             ///< average since the last update
    Rate rate8h;              ///< with interest, limited
    std::int64_t seconds = 0; ///< charged, at most an hour
    Price index;
    FundingIndex delta; ///< to be added to what a long unit of base has paid and a short one has received

    friend constexpr bool operator==(const FundingUpdate&, const FundingUpdate&) noexcept = default;
};

/// `now` is the time of a command and never decreases. One thread.
///
/// The exchange looks at the clock before it applies a command: what the command will do to the book has not happened
/// yet, so every sample time up to `now` saw the book as it is. Then it updates, if it is due; a refused update stays
/// due, and whatever more than an hour has passed when it succeeds is not charged.
class FundingClock {
  public:
    /// Samples and periods begin at `start`.
    FundingClock(const MarketParams& params, UnixNanos start);

    /// When the next premium is due; ask for it once now >= this.
    [[nodiscard]] UnixNanos nextSample() const noexcept { return m_state.nextSample; }
    /// The premium counts once for every sample time up to `now`, at most for an hour of them. Empty: there is none (no
    /// index), and these times pass without a sample.
    void addSample(std::optional<Rate> premium, UnixNanos now);

    /// When the next update is due.
    [[nodiscard]] UnixNanos nextUpdate() const noexcept;
    /// Ends the period. Nothing changes when it is refused.
    std::expected<FundingUpdate, FundingRefusal> update(const FundingPrices& prices, UnixNanos now);

    /// What an update would charge per 8 h with the samples so far.
    [[nodiscard]] Rate rate8h() const;
    /// Average premium of the period so far, at most of its last hour; 0 without a sample.
    [[nodiscard]] Rate averagePremium() const;

    [[nodiscard]] const FundingState& state() const noexcept { return m_state; }
    /// For a snapshot. The caller has asked possible().
    void restore(const FundingState& state) { m_state = state; }

  private:
    Rate m_interest;
    Rate m_largest;
    FundingState m_state;
};

} // namespace qd::funding
