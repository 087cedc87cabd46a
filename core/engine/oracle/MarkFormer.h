#pragma once

#include "core/domain/Market.h"
#include "core/engine/oracle/Averages.h"

#include <optional>

/// The mark price of one market as a state machine. Source: spec/perps.md §5.2, 5.3.
namespace qd::oracle {

/// What the market looks like; 0 = there is none.
struct MarkSample {
    Price index; ///< that may be used for triggers now
    Price bid;   ///< best
    Price ask;   ///< best
    Price lastTrade;
    Price external; ///< mark of the venue behind the market, or median of other venues' perpetuals
};

using qd::MarkSources;

/// All a market's mark remembers.
struct MarkState {
    Ema basis;   ///< of mid - index, 150 s
    Ema book;    ///< of bookMedian, 30 s
    Price index; ///< the last there was; the mark is kept near it
    Price mark;  ///< 0 = none yet
    MarkSources sources;
    Average mark5;
    Average bid5;
    Average bid60;
    Average ask5;
    Average ask60;

    friend constexpr bool operator==(const MarkState&, const MarkState&) noexcept = default;
};
/// Can a market's mark be in this state at `now`?
[[nodiscard]] bool possible(const MarkState& state, UnixNanos now) noexcept;

/// Times are those of commands. Costs no more than its averages: it may be asked after every change of the book.
/// One thread.
///
/// Formed marks follow §5.2 before and after the tier's band. The book counts when both sides are there, each at most
/// 15 % from the index. While there is no index that may be used the mark stays near the last one; before the first
/// index there is no mark. Of a published mark nothing is changed.
class MarkFormer {
  public:
    MarkFormer(MarketTier tier, MarkModel model) noexcept : m_tier(tier), m_model(model) {}

    /// The mark of now. Empty when there is nothing to make one of: mark() is then the last one, for people to see.
    std::optional<Price> update(const MarkSample& sample, UnixNanos now);

    /// The last one, 0 until the first.
    [[nodiscard]] Price mark() const noexcept { return m_state.mark; }
    /// What the last update made it of; nothing when it made none.
    [[nodiscard]] MarkSources sources() const noexcept { return m_state.sources; }
    /// 5-minute average of the mark, 0 until the first.
    [[nodiscard]] Price twap5() const noexcept { return m_state.mark5.value; }
    /// Mean of the averages of bid and ask over an hour, rounded down: what the TWAP model of funding calls the mark's
    /// average (§5.4). 0 until both are there.
    [[nodiscard]] Price bookTwap60() const noexcept;

    [[nodiscard]] const MarkState& state() const noexcept { return m_state; }
    /// For a snapshot. The caller has asked possible().
    void restore(const MarkState& state) { m_state = state; }

  private:
    /// What is left of the sample's book: levels too far from the index are gone.
    [[nodiscard]] MarkSample near(MarkSample sample) const noexcept;
    void average(const MarkSample& sample, UnixNanos now);
    [[nodiscard]] std::optional<Price> formed(const MarkSample& sample, UnixNanos now);

    MarketTier m_tier;
    MarkModel m_model;
    MarkState m_state;
};

} // namespace qd::oracle
