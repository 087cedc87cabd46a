#pragma once

#include "core/domain/Account.h"
#include "core/domain/Book.h"
#include "core/domain/Market.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// A book added up from its best prices outwards. Pure, on integers; the quote of what is filled is the exchange's own
/// (core/engine/ledger). Any thread.
namespace qd::ui {

/// Size of own orders at a price of the book.
struct OwnSize {
    Side side = Side::Buy;
    Price price;
    Quantity size;
    friend bool operator==(const OwnSize&, const OwnSize&) = default;
};
/// Own orders in the book of a market, or on their way there; those without a price of their own are left out.
[[nodiscard]] std::vector<OwnSize> ownSizes(std::span<const TrackedOrder> orders, MarketId market);

/// A level, and everything from the best price to it.
struct DepthStep {
    Price price;
    Quantity size; ///< of the level
    Quantity own;  ///< orders of ours there; native markets: part of size
    Quantity base; ///< added up
    Money quote;   ///< added up, as fills of all of it would exchange it
    friend bool operator==(const DepthStep&, const DepthStep&) = default;
};

/// What a side holds up to a distance from the centre.
struct Reach {
    Quantity base;
    Money quote;
    Quantity own;
    std::size_t levels = 0;
    bool beyond = false; ///< the book that is known ends nearer than that
    friend bool operator==(const Reach&, const Reach&) = default;
};

/// What a market order would meet in the book that is seen, own orders left out: those it would cancel.
struct BookFill {
    Quantity wanted; ///< down to the step
    Quantity filled;
    Money quote;
    std::optional<Price> average; ///< rounded against who orders
    Price worst;                  ///< 0: nothing filled
    [[nodiscard]] bool complete() const { return filled == wanted; }
    friend bool operator==(const BookFill&, const BookFill&) = default;
};

class Depth {
  public:
    Depth() = default;
    /// `otherwise`: the centre while a side of the book is empty, 0 = its best price. Levels whose sum is beyond all
    /// integers are left out.
    Depth(const BookSnapshot& book, std::span<const OwnSize> own, const MarketParams& market, Price otherwise);

    [[nodiscard]] const std::vector<DepthStep>& side(Side side) const { return m_sides[indexOf(side)]; } ///< best first
    [[nodiscard]] bool empty() const { return m_sides[0].empty() && m_sides[1].empty(); }
    /// Half way between best bid and best ask, down to 1e-6; 0 while the book is empty.
    [[nodiscard]] Price centre() const { return m_centre; }

    /// `partsPerMillion` of the centre, at least 1e-6; 0: as far as the farthest level.
    [[nodiscard]] Price distanceOf(std::int64_t partsPerMillion) const;
    /// The price so far from the centre on that side; not below zero.
    [[nodiscard]] Price priceAt(Side side, Price distance) const;
    [[nodiscard]] Reach within(Side side, Price distance) const;
    /// (bids - asks) / (bids + asks) in base, basis points, toward zero. Empty when nothing is there.
    [[nodiscard]] std::optional<std::int64_t> imbalance(Price distance) const;
    [[nodiscard]] BookFill fill(Side taker, Quantity size) const;

  private:
    static std::size_t indexOf(Side side) { return side == Side::Buy ? 0 : 1; }

    std::array<std::vector<DepthStep>, 2> m_sides; ///< bids, asks
    Price m_centre;
    Quantity m_step{1};
    bool m_native = true;
};

} // namespace qd::ui
