#pragma once

#include "core/domain/Book.h"

#include <cstdint>
#include <map>
#include <span>

namespace qd::ui {

/// What traded at which price since it began to listen. Memory grows with the prices visited, not with trades. Main
/// thread.
class TradedVolume {
  public:
    struct Sums {
        Quantity bought; ///< the aggressor bought
        Quantity sold;
        friend bool operator==(const Sums&, const Sums&) = default;
    };
    void clear() { m_byPrice.clear(); }
    void add(std::span<const Trade> trades);
    /// Sums of a ladder's row: buys in (price - unit, price], sells in [price, price + unit), as asks and bids are
    /// grouped. `unit` > 0.
    [[nodiscard]] Sums at(Price price, Price unit) const;
    [[nodiscard]] bool empty() const { return m_byPrice.empty(); }

  private:
    std::map<std::int64_t, Sums> m_byPrice;
};

} // namespace qd::ui
