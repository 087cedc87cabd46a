#pragma once

#include "core/orderflow/Footprint.h"
#include "core/orderflow/TradeBars.h"
#include "tests/support/FakeVenue.h"

#include <optional>
#include <vector>

namespace qd::test {

/// Trades of a market that a venue recorded, some of which are still on its tape.
class RecordedTrades {
  public:
    explicit RecordedTrades(FakeVenue& venue) : m_venue(venue) {
        m_venue.historyFootprint = [this](const FootprintWindow& window) { return pageOf(window); };
        m_venue.historyBars = [this](const TradeBarWindow& window) { return barsOf(window); };
    }

    /// At the venue's time; recorded, and on the tape too.
    void trade(Price price, Quantity size, Side side, MarketId market = MarketId(0)) {
        m_venue.addTrade(market, price, size, side);
        if (records) recorded.push_back(m_venue.tapes[market].back());
    }
    /// The tape forgets all but the newest `kept` trades.
    void forget(std::size_t kept, MarketId market = MarketId(0)) {
        auto& tape = m_venue.tapes[market];
        if (tape.size() > kept) tape.erase(tape.begin(), tape.end() - static_cast<std::ptrdiff_t>(kept));
    }

    std::vector<Trade> recorded;
    std::vector<TradeGap> gaps;
    std::optional<UnixNanos> begin; ///< of the recording; empty: nothing is recorded
    bool records = true;
    std::size_t mostBars = TradeBarWindow::kMostBars; ///< of an answer

  private:
    [[nodiscard]] FootprintPage pageOf(const FootprintWindow& window) const {
        FootprintPage page;
        page.knownFrom = window.to;
        page.knownUntil = window.to;
        if (!begin) return page;
        page.recordedFrom = begin;
        if (*begin >= window.to) return page;
        orderflow::Footprint footprint(window.interval, window.rowHeight);
        footprint.setKnownFrom(std::max(window.from, *begin));
        for (const Trade& t : recorded) {
            if (t.ts < window.from || t.ts >= window.to) continue;
            if (page.firstTrade.value() == 0) page.firstTrade = t.id;
            page.lastTrade = t.id;
            footprint.add(t);
        }
        for (const TradeGap& g : gaps) {
            if (g.from < window.to && g.to > window.from)
                footprint.addGap({std::max(g.from, window.from), std::min(g.to, window.to)});
        }
        page.knownFrom = footprint.knownFrom();
        page.knownUntil = std::min(window.to, records || recorded.empty() ? m_venue.marketNow : recorded.back().ts);
        page.gaps.assign(footprint.gaps().begin(), footprint.gaps().end());
        page.bars = std::move(footprint).take();
        return page;
    }
    [[nodiscard]] TradeBarPage barsOf(const TradeBarWindow& window) const {
        TradeBarPage page;
        page.state = window.state;
        page.knownFrom = page.knownUntil = window.to;
        if (!begin) return page;
        page.recordedFrom = begin;
        if (*begin >= window.to) return page;
        page.knownFrom = std::max(window.from, *begin);
        page.knownUntil = std::min(window.to, records || recorded.empty() ? m_venue.marketNow : recorded.back().ts);
        orderflow::TradeBars bars(window.rule, window.state);
        std::vector<TradeGap> missing = gaps;
        for (const Trade& t : recorded) {
            if (t.ts < window.from || t.ts >= window.to || (t.ts == window.from && t.id <= window.after)) continue;
            if (bars.finished().size() >= mostBars && t.ts > *bars.state().last) {
                page.more = true;
                page.knownUntil = t.ts;
                break;
            }
            while (!missing.empty() && missing.front().to <= t.ts) {
                bars.beginGap();
                bars.endGap();
                page.gaps.push_back(missing.front());
                missing.erase(missing.begin());
            }
            if (page.firstTrade.value() == 0) page.firstTrade = t.id;
            page.lastTrade = t.id;
            bars.add(t);
        }
        page.bars = bars.takeFinished();
        page.state = bars.state();
        return page;
    }
    FakeVenue& m_venue;
};

} // namespace qd::test
