#pragma once

#include "core/feed/simulator/Ladder.h"
#include "core/feed/simulator/OwnOrders.h"
#include "core/feed/simulator/Surroundings.h"

#include <cstdint>
#include <optional>

namespace qd::simulator {

/// How a maker differs from the others. Distances in 1e-6 of the price, times in nanoseconds.
struct MakerStyle {
    LadderShape shape;
    std::int64_t halfSpread; ///< from his fair price to his best quote, beside half a tick
    std::int64_t patience;   ///< his fair price may be off by this before he moves it
    std::int64_t opinion;    ///< standard deviation of his own error about the fair price
    std::int64_t work;       ///< mean pause between two orders while his quotes are out of place
    std::int64_t idle;       ///< and while they are in place
    std::int64_t reaction;   ///< mean delay after a price moved
    bool pulls;              ///< cancels a whole side when much of it is in danger
};

/// Shows a ladder of quotes on both sides of what he thinks fair, and mends it one order at a time: first what stands
/// on the wrong side of the fair price, then gaps from the inside out, then sizes. Fair is the index, moved by the
/// pressure of recent trades, against his own position, and by an error of his own. One account.
class MarketMaker {
  public:
    /// `place` in [0, kMakers) picks the style.
    MarketMaker(const MarketSetup& setup, std::size_t place, AccountId account, SplitMix64 random);

    [[nodiscard]] Move act(const Surroundings& s);
    /// After prices moved: when he will look at his quotes, if he minds.
    [[nodiscard]] std::optional<UnixNanos> reaction(Price index, const Flow& flow, UnixNanos now);

    [[nodiscard]] OwnOrders& orders() noexcept { return m_orders; }
    [[nodiscard]] const OwnOrders& orders() const noexcept { return m_orders; }

    void save(ByteWriter& out) const;
    void load(StateReader& in, Price highest);

  private:
    struct Plan {
        Side side = Side::Buy;
        std::int64_t top = 0; ///< tick of the ladder's top
        LadderReport report;
    };
    void recentre(const Surroundings& s);
    [[nodiscard]] Price fairAt(Price index, const Flow& flow) const noexcept;
    [[nodiscard]] bool minds(Price fair) const noexcept;
    [[nodiscard]] Plan planOf(const Surroundings& s, Side side) const;
    [[nodiscard]] std::int64_t variedLots(std::size_t level);

    [[nodiscard]] CommandBody decide(const Surroundings& s, const Plan& bids, const Plan& asks);
    [[nodiscard]] CommandBody escape(const Surroundings& s, const Plan& plan);
    [[nodiscard]] CommandBody closeGap(const Surroundings& s, const Plan& plan);
    [[nodiscard]] CommandBody refresh(const Surroundings& s);
    [[nodiscard]] CommandBody amended(const Surroundings& s, const OwnOrder& order, std::int64_t tick,
                                      std::int64_t lots) const;
    [[nodiscard]] UnixNanos wakeAfter(UnixNanos now, const Plan& bids, const Plan& asks);

    const MakerStyle* m_style; ///< one of a table of constants
    Ladder m_ladder;
    AccountId m_account;
    OwnOrders m_orders;
    SplitMix64 m_random;
    Money m_quoteValue;
    Price m_fair;             ///< around which his quotes are to stand
    std::int64_t m_error = 0; ///< his own, 1e-6
    std::int64_t m_unit = 1;  ///< lots of a usual quote at the fair price
};

} // namespace qd::simulator
