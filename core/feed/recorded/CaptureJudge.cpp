#include "core/feed/recorded/CaptureJudge.h"

#include <variant>

namespace qd::feed {

void CaptureJudge::accept(const FeedEvent& event) {
    if (const auto* depth = std::get_if<FeedDepth>(&event.body)) {
        m_book.apply(*depth);
        m_quotes.onBook(m_book, depth->updateId);
    } else if (const auto* quote = std::get_if<FeedQuote>(&event.body)) {
        m_quotes.onQuote(*quote);
    } else if (const auto* trade = std::get_if<FeedTrade>(&event.body)) {
        m_tradeVolume += trade->size.raw(); // 2^64 of the largest trades fit
    } else {
        m_book.reset();
    }
}

FeedResult<void> CaptureJudge::acceptAll(RecordedFeed& feed) {
    for (;;) {
        const auto event = feed.next();
        if (!event) return std::unexpected(event.error());
        if (!*event) return {};
        accept(**event);
    }
}

} // namespace qd::feed
