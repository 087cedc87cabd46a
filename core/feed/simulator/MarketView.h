#pragma once

#include "core/domain/Ids.h"
#include "core/domain/Units.h"

#include <optional>

namespace qd::simulator {

/// Best prices and last trade of one market; empty where there is none.
struct Touch {
    std::optional<Price> bid;
    std::optional<Price> ask;
    std::optional<Price> last;

    /// Half way between bid and ask, rounded down; empty while a side is.
    [[nodiscard]] constexpr std::optional<Price> mid() const noexcept {
        if (!bid || !ask) return std::nullopt;
        return Price((bid->raw() + ask->raw()) / 2);
    }
};

/// What the agents see of the exchange at the moment of a command. The host implements it over the exchange its
/// commands go to; a market unknown there has no prices.
class MarketView {
  public:
    MarketView() = default;
    MarketView(const MarketView&) = default;
    MarketView& operator=(const MarketView&) = default;
    virtual ~MarketView() = default;
    [[nodiscard]] virtual Touch touch(MarketId market) const = 0;
};

} // namespace qd::simulator
