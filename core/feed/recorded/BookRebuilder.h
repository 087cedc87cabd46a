#pragma once

#include "core/domain/Book.h"
#include "core/feed/FeedEvent.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

namespace qd::feed {

/// A book rebuilt from a feed in the plainest way, as the judge of the feed and of the engine's own book: it shares no
/// code with the engine. One thread at a time.
class BookRebuilder {
  public:
    using Bids = std::map<Price, Quantity, std::greater<>>;
    using Asks = std::map<Price, Quantity>;

    void apply(const FeedDepth& depth);
    /// Forgets the book: after a gap nothing in it can be relied on.
    void reset();

    [[nodiscard]] const Bids& bids() const noexcept { return m_bids; } ///< best first
    [[nodiscard]] const Asks& asks() const noexcept { return m_asks; } ///< best first
    [[nodiscard]] std::optional<BookLevel> bestBid() const;
    [[nodiscard]] std::optional<BookLevel> bestAsk() const;
    /// Updates after which the best bid was not below the best ask.
    [[nodiscard]] std::uint64_t crossed() const noexcept { return m_crossed; }

  private:
    Bids m_bids;
    Asks m_asks;
    std::uint64_t m_crossed = 0;
};

/// Compares the venue's quotes with the states of the book they describe, whichever of the two arrives first: the
/// newest kRemembered of each wait for the other.
class QuoteJudge {
  public:
    static constexpr std::size_t kRemembered = 16'384;

    /// The book has just reached the state `updateId`; 0 is ignored.
    void onBook(const BookRebuilder& book, std::uint64_t updateId);
    void onQuote(const FeedQuote& quote);

    [[nodiscard]] std::uint64_t compared() const noexcept { return m_compared; }
    /// Those whose prices and sizes were all the same as the book's.
    [[nodiscard]] std::uint64_t equal() const noexcept { return m_equal; }

  private:
    /// Best prices of a state or a quote; a side that is empty is 0 at 0.
    struct Top {
        BookLevel bid;
        BookLevel ask;
        friend bool operator==(const Top&, const Top&) = default;
    };
    static void remember(std::map<std::uint64_t, Top>& tops, std::uint64_t id, const Top& top);
    void compare(const Top& quote, const Top& book);

    std::map<std::uint64_t, Top> m_states; ///< by update id, the smallest is forgotten first
    std::map<std::uint64_t, Top> m_quotes; ///< those whose state has not been seen
    std::uint64_t m_compared = 0;
    std::uint64_t m_equal = 0;
};

} // namespace qd::feed
