#include "core/client/RecordedFootprint.h"

#include "core/client/RecordedTrades.h"
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

/// Makes bars of trades.
class PageMaker final : public TradeTaker {
  public:
    explicit PageMaker(const FootprintWindow& window) : m_footprint(window.interval, window.rowHeight) {}

    void begin(UnixNanos knownFrom) override { m_footprint.setKnownFrom(knownFrom); }
    void trade(const Trade& trade) override { m_footprint.add(trade); }
    void gapEnds(TradeGap gap) override {
        if (gap.to > gap.from) m_footprint.addGap(gap);
    }
    void finish(FootprintPage& page) && {
        page.gaps.assign(m_footprint.gaps().begin(), m_footprint.gaps().end());
        page.knownFrom = std::max(page.knownFrom, m_footprint.knownFrom()); // it may have given up old bars
        page.bars = std::move(m_footprint).take();
    }

  private:
    orderflow::Footprint m_footprint;
};

} // namespace

recording::RecordingResult<FootprintPage> recordedFootprint(const recording::RecordingReader& reader,
                                                            const FootprintWindow& window) {
    if (!sound(window)) return fail(recording::RecordingCode::Market, "there are no such bars");
    PageMaker maker(window);
    const auto read = readTrades(reader, window.market, window.from, window.to, maker);
    if (!read) return std::unexpected(read.error());
    FootprintPage page;
    page.knownFrom = read->knownFrom;
    page.knownUntil = read->knownUntil;
    page.recordedFrom = read->recordedFrom;
    page.firstTrade = read->firstTrade;
    page.lastTrade = read->lastTrade;
    std::move(maker).finish(page);
    return page;
}

} // namespace qd::client
