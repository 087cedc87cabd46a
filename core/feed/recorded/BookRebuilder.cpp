#include "core/feed/recorded/BookRebuilder.h"

namespace qd::feed {
namespace {

void applySide(auto& side, const std::vector<BookLevel>& levels) {
    for (const BookLevel& level : levels) {
        if (level.size.isZero())
            side.erase(level.price);
        else
            side.insert_or_assign(level.price, level.size);
    }
}

std::optional<BookLevel> bestOf(const auto& side) {
    if (side.empty()) return std::nullopt;
    return BookLevel{side.begin()->first, side.begin()->second};
}

} // namespace

void BookRebuilder::apply(const FeedDepth& depth) {
    if (depth.snapshot) reset();
    applySide(m_bids, depth.bids);
    applySide(m_asks, depth.asks);
    if (!m_bids.empty() && !m_asks.empty() && m_bids.begin()->first >= m_asks.begin()->first) ++m_crossed;
}

void BookRebuilder::reset() {
    m_bids.clear();
    m_asks.clear();
}

std::optional<BookLevel> BookRebuilder::bestBid() const { return bestOf(m_bids); }
std::optional<BookLevel> BookRebuilder::bestAsk() const { return bestOf(m_asks); }

void QuoteJudge::onBook(const BookRebuilder& book, std::uint64_t updateId) {
    if (updateId == 0) return;
    const Top state{book.bestBid().value_or(BookLevel{}), book.bestAsk().value_or(BookLevel{})};
    remember(m_states, updateId, state);
    const auto quote = m_quotes.find(updateId);
    if (quote == m_quotes.end()) return;
    compare(quote->second, state);
    m_quotes.erase(quote);
}

void QuoteJudge::onQuote(const FeedQuote& quote) {
    if (quote.updateId == 0) return;
    const Top top{{quote.bid, quote.bidSize}, {quote.ask, quote.askSize}};
    const auto state = m_states.find(quote.updateId);
    if (state != m_states.end())
        compare(top, state->second);
    else
        remember(m_quotes, quote.updateId, top);
}

void QuoteJudge::remember(std::map<std::uint64_t, Top>& tops, std::uint64_t id, const Top& top) {
    tops.insert_or_assign(id, top);
    if (tops.size() > kRemembered) tops.erase(tops.begin());
}

void QuoteJudge::compare(const Top& quote, const Top& book) {
    ++m_compared;
    if (quote == book) ++m_equal;
}

} // namespace qd::feed
