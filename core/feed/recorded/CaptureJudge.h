#pragma once

#include "core/base/Wide.h"
#include "core/feed/FeedError.h"
#include "core/feed/recorded/BookRebuilder.h"
#include "core/feed/recorded/RecordedFeed.h"

namespace qd::feed {

/// Applies a feed's events to a rebuilt book and compares what can be compared. One thread at a time.
class CaptureJudge {
  public:
    void accept(const FeedEvent& event);
    /// Accepts all that is left of a feed. Errors: those of RecordedFeed::next(); what was read before stands.
    [[nodiscard]] FeedResult<void> acceptAll(RecordedFeed& feed);

    [[nodiscard]] const BookRebuilder& book() const noexcept { return m_book; }
    [[nodiscard]] const QuoteJudge& quotes() const noexcept { return m_quotes; }
    /// Sum of the sizes of all trades, the venue's units, 1e-9.
    [[nodiscard]] Int128 tradeVolume() const noexcept { return m_tradeVolume; }

  private:
    BookRebuilder m_book;
    QuoteJudge m_quotes;
    Int128 m_tradeVolume = 0;
};

} // namespace qd::feed
