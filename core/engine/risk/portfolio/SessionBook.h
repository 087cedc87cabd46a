#pragma once

#include "core/domain/Account.h"
#include "core/domain/Records.h"
#include "core/engine/risk/portfolio/Limits.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

/// An account's session, which is a day of UTC: what it made since it began, its highest equity, and its trades. Any
/// thread. Source: spec/perps.md §6.4, spec/terminal.md §4.
namespace qd::portfolio {

/// Trades of a session from its fills and from what liquidations and deleveragings closed without one: a trade ends
/// when a position is flat or on the other side. Its result is what was realised less fees; of one that was opened
/// earlier, in this session. The fee of a fill through zero is the closed trade's. Funding is no trade's.
class SessionTrades {
  public:
    /// In the order of their sequence; one that is not newer than the last changes nothing.
    void addFill(const OrderFilled& fill) noexcept;
    /// The same, by number. What a liquidation sold into the book is told by its fills, and the insurance fee of it
    /// here; a deleveraging by its parts: the entry that sums them up leaves the position where it is, and counts
    /// nothing, as one that does not tell the position.
    void addEntry(const LiquidationEntry& entry) noexcept;
    [[nodiscard]] const SessionTally& tally() const noexcept { return m_tally; }

  private:
    struct Running {
        Checked result;
        std::optional<Quantity> position; ///< as it was last told
    };
    struct Ended {
        MarketId market;
        Checked result;
    };
    /// Trades that may still be charged: a pool is sold in many markets at once, and their fees are told behind all of
    /// its fills.
    static constexpr std::size_t kOpenToFees = 64;
    [[nodiscard]] static Money resultOf(const Ended& trade) noexcept;
    /// What a liquidation in the book cost beside its fills, which may have ended the trade.
    void charge(MarketId market, Money insurance) noexcept;
    void move(MarketId market, Int128 traded, Quantity after, Checked result) noexcept;

    std::map<MarketId, Running> m_running;
    SessionTally m_tally;
    std::vector<Ended> m_ended; ///< the latest trades, oldest first
    SessionTally m_before;      ///< the tally without them
    std::uint64_t m_lastFill = 0;
    std::uint64_t m_lastEntry = 0;
};

class SessionBook {
  public:
    /// Days since 1970-01-01 UTC of a market time.
    [[nodiscard]] static std::int64_t dayOf(UnixNanos t) noexcept;

    /// Begins the day of `now.ts`. `samples`: of that day and the last one before it, if there is one; `fills` and
    /// `entries`: of that day; all oldest first. Without samples the session begins here. Errors: Overflow.
    [[nodiscard]] MathResult<void> begin(const AccountView& now, std::span<const EquitySample> samples,
                                         std::span<const FillView> fills, std::span<const LiquidationEntry> entries);
    /// The same account later in the day. Errors: Overflow; then nothing changes.
    [[nodiscard]] MathResult<void> update(const AccountView& now);
    /// Both oldest first; what is known already, or of another day, changes nothing.
    void add(std::span<const FillView> fills, std::span<const LiquidationEntry> entries) noexcept;

    [[nodiscard]] bool begun() const noexcept { return m_begun; }
    [[nodiscard]] std::int64_t day() const noexcept { return m_day; }
    /// With everything but the exposure, which is the caller's. Errors: Overflow.
    [[nodiscard]] MathResult<RiskState> state() const;

  private:
    bool m_begun = false;
    std::int64_t m_day = 0;
    AccountView m_last;
    Money m_base;   ///< profit and loss when the day began
    Money m_profit; ///< of the session until m_last
    Money m_best;   ///< its highest so far, >= 0
    SessionTrades m_trades;
};

} // namespace qd::portfolio
