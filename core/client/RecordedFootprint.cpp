#include "core/client/RecordedFootprint.h"

#include "core/orderflow/Footprint.h"

#include <algorithm>
#include <utility>

namespace qd::client {
namespace {

bool sound(const FootprintWindow& w) {
    const auto length = static_cast<std::int64_t>(w.interval);
    return w.rowHeight.raw() > 0 && w.from.value() >= 0 && w.from < w.to && openTimeOf(w.from, w.interval) == w.from &&
           (w.to - w.from - 1) / length < FootprintWindow::kMostBars;
}

/// Reads events into bars and gaps.
class PageMaker {
  public:
    PageMaker(const FootprintWindow& window, FootprintPage& page, const recording::RecordingCursor& cursor)
        : m_page(page)
        , m_cursor(cursor)
        , m_footprint(window.interval, window.rowHeight) {
        m_footprint.setKnownFrom(page.knownFrom);
        if (!cursor.book().known()) m_missingSince = page.knownFrom;
    }

    void take(const recording::RecordedEvent& event) {
        if (const auto* gap = std::get_if<recording::GapRecord>(&event.body)) {
            const UnixNanos from = std::max(gap->from, m_page.knownFrom);
            m_missingSince = std::min(m_missingSince.value_or(from), from);
        } else if (const auto* trade = std::get_if<Trade>(&event.body); trade != nullptr && trade->size.raw() > 0) {
            if (m_page.firstTrade.value() == 0) m_page.firstTrade = trade->id;
            m_page.lastTrade = trade->id;
            m_footprint.add(*trade);
        }
        if (m_missingSince && m_cursor.book().known()) end(event.ts);
    }
    void finish(UnixNanos until) {
        if (m_missingSince) end(until);
        m_page.gaps.assign(m_footprint.gaps().begin(), m_footprint.gaps().end());
        m_page.knownFrom = m_footprint.knownFrom();
        m_page.bars = std::move(m_footprint).take();
    }

  private:
    /// A recording begins, and goes on, in the moment of its first book: no time passes until the book is known.
    void end(UnixNanos until) {
        const UnixNanos since = *std::exchange(m_missingSince, std::nullopt);
        if (until > since) m_footprint.addGap({since, until});
    }

    FootprintPage& m_page;
    const recording::RecordingCursor& m_cursor;
    orderflow::Footprint m_footprint;
    std::optional<UnixNanos> m_missingSince;
};

} // namespace

recording::RecordingResult<FootprintPage> recordedFootprint(const recording::RecordingReader& reader,
                                                            const FootprintWindow& window) {
    if (!sound(window)) return fail(recording::RecordingCode::Market, "there are no such bars");
    FootprintPage page;
    page.knownFrom = window.to;
    page.knownUntil = window.to;
    const auto& markets = reader.markets();
    const auto span =
        std::ranges::find(markets, window.market, [](const recording::RecordedSpan& s) { return s.market.id; });
    if (span == markets.end()) return page;
    page.recordedFrom = span->first;
    if (span->first >= window.to || span->last < window.from) return page;
    auto cursor = reader.seek(window.market, window.from);
    if (!cursor) return std::unexpected(std::move(cursor.error()));
    page.knownFrom = std::max(window.from, span->first); // what is missing in between is told as gaps
    PageMaker maker(window, page, *cursor);
    const recording::RecordedEvent* event = cursor->next();
    for (; event != nullptr && event->ts < window.to; event = cursor->next()) maker.take(*event);
    page.knownUntil = event != nullptr ? window.to : std::min(window.to, cursor->knownUntil());
    maker.finish(page.knownUntil);
    return page;
}

} // namespace qd::client
