#pragma once

#include "core/domain/Book.h"

#include <deque>
#include <optional>
#include <span>
#include <vector>

/// What rests in a book and takes what trades into it.
namespace qd::orderflow {

/// `times` the median of the sizes that the book's best `levels` a side display; 0 without any. Saturates.
[[nodiscard]] Quantity usualSize(const BookSnapshot& book, std::size_t levels, std::int64_t times);

/// A price that displays much.
struct LargeResting {
    Side side = Side::Buy;
    Price price;
    Quantity size;   ///< now
    UnixNanos since; ///< seen large without interruption
    friend bool operator==(const LargeResting&, const LargeResting&) = default;
};

/// Follows a book. A price is large from when it displays at least `least` until it displays less than four fifths of
/// it, so that one at the border does not come and go. One thread.
class LargeOrders {
  public:
    static constexpr std::size_t kMost = 64; ///< beyond it the smallest are left out

    /// The book as it is at `now`; `least` > 0.
    void see(const BookSnapshot& book, UnixNanos now, Quantity least);
    void clear() noexcept { m_large.clear(); }
    /// Largest first.
    [[nodiscard]] std::span<const LargeResting> large() const noexcept { return m_large; }

  private:
    std::vector<LargeResting> m_large;
    std::vector<LargeResting> m_before; ///< kept to avoid an allocation a book
};

/// Aggressors ran into one price, and it held.
struct Absorbed {
    Side aggressor = Side::Buy;
    Price price;
    Quantity size; ///< so much they traded there
    UnixNanos from;
    UnixNanos to; ///< the last of these trades
    friend bool operator==(const Absorbed&, const Absorbed&) = default;
};

/// Finds absorption: aggressors of one side trade at least `least` at one price within `window` nanoseconds, and none
/// of them trades beyond that price (lower for sellers, higher for buyers) since the first of these trades. It goes on
/// with every further trade at the price, until one beyond it, or until nothing traded there for a window. One thread.
class Absorption {
  public:
    static constexpr std::size_t kMost = 200;          ///< kept; the oldest go
    static constexpr std::size_t kMostTrades = 20'000; ///< in a window, a side; beyond it the oldest do not count

    /// least > 0, window > 0.
    Absorption(Quantity least, std::int64_t window) : m_least(least), m_window(window) {}
    /// In the order of their times.
    void add(const Trade& trade);
    /// In the order in which they were found.
    [[nodiscard]] const std::deque<Absorbed>& found() const noexcept { return m_found; }

  private:
    /// Trades of one side's aggressors at the price nobody of them went beyond.
    struct Run {
        Price price;
        std::deque<Trade> trades;
        Quantity sum;           ///< of these; saturates
        std::uint64_t mark = 0; ///< number of what was found; 0 = nothing yet
    };
    void drop(Run& run);

    Quantity m_least;
    std::int64_t m_window;
    Run m_buys;
    Run m_sells;
    std::deque<Absorbed> m_found;
    std::uint64_t m_count = 0; ///< found ever
};

} // namespace qd::orderflow
