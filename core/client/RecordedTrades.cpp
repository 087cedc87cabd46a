#include "core/client/RecordedTrades.h"

#include <algorithm>
#include <utility>

namespace qd::client {
namespace {

/// Reads events into trades and gaps.
class Passage {
  public:
    Passage(RecordedStretch& stretch, const recording::RecordingCursor& cursor, TradeTaker& taker)
        : m_stretch(stretch)
        , m_cursor(cursor)
        , m_taker(taker) {
        m_taker.begin(stretch.knownFrom);
        if (cursor.book().known()) return;
        m_missingSince = stretch.knownFrom;
        // Where the recording had begun before, trades of this very moment may be missing already.
        if (stretch.knownFrom > *stretch.recordedFrom) beginGap();
    }

    void take(const recording::RecordedEvent& event) {
        miss(event);
        tellGap(event.ts);
        if (const auto* trade = std::get_if<Trade>(&event.body); trade != nullptr && trade->size.raw() > 0) {
            if (m_stretch.firstTrade.value() == 0) m_stretch.firstTrade = trade->id;
            m_stretch.lastTrade = trade->id;
            m_taker.trade(*trade);
            m_lastTrade = event.ts;
        }
        if (m_cursor.book().known()) finish(event.ts);
    }
    /// An interruption is told where it ends: it may have begun in the window, also when it ends behind it.
    void miss(const recording::RecordedEvent& event) {
        const auto* gap = std::get_if<recording::GapRecord>(&event.body);
        if (gap == nullptr) return;
        const UnixNanos from = std::max(gap->from, m_stretch.knownFrom);
        m_missingSince = std::min(m_missingSince.value_or(from), from);
    }
    /// The event is of no moment whose trades are wanted.
    [[nodiscard]] bool isPast(const recording::RecordedEvent& event) const {
        return m_taker.isFull() && event.ts > m_lastTrade;
    }
    /// A recording begins, and goes on, in the moment of its first book: where no time passes there is no gap.
    void finish(UnixNanos until) {
        if (!m_missingSince) return;
        tellGap(until);
        const UnixNanos since = *std::exchange(m_missingSince, std::nullopt);
        if (std::exchange(m_told, false)) m_taker.gapEnds({since, until});
    }

  private:
    /// As soon as time has passed in it.
    void tellGap(UnixNanos now) {
        if (!m_told && m_missingSince && now > *m_missingSince) beginGap();
    }
    void beginGap() {
        m_told = true;
        m_taker.gapBegins();
    }

    RecordedStretch& m_stretch;
    const recording::RecordingCursor& m_cursor;
    TradeTaker& m_taker;
    UnixNanos m_lastTrade;
    std::optional<UnixNanos> m_missingSince;
    bool m_told = false;
};

} // namespace

recording::RecordingResult<RecordedStretch> readTrades(const recording::RecordingReader& reader, MarketId market,
                                                       UnixNanos from, UnixNanos to, TradeTaker& taker) {
    RecordedStretch stretch;
    stretch.knownFrom = to;
    stretch.knownUntil = to;
    const recording::RecordedSpan* span = reader.span(market);
    if (span == nullptr) return stretch;
    stretch.recordedFrom = span->first;
    if (span->first >= to || span->last < from) return stretch;
    auto cursor = reader.seek(market, from);
    if (!cursor) return std::unexpected(std::move(cursor.error()));
    stretch.knownFrom = std::max(from, span->first); // what is missing in between is told as gaps
    Passage passage(stretch, *cursor, taker);
    const recording::RecordedEvent* event = cursor->next();
    for (; event != nullptr && event->ts < to && !passage.isPast(*event); event = cursor->next()) passage.take(*event);
    stretch.more = event != nullptr && event->ts < to;
    stretch.knownUntil = stretch.more ? event->ts : event != nullptr ? to : std::min(to, cursor->knownUntil());
    if (event != nullptr) passage.miss(*event);
    passage.finish(stretch.knownUntil);
    return stretch;
}

} // namespace qd::client
