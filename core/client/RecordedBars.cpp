#include "core/client/RecordedBars.h"

#include "core/client/RecordedTrades.h"
#include "core/orderflow/TradeBars.h"

#include <utility>

namespace qd::client {
namespace {

class BarMaker final : public TradeTaker {
  public:
    BarMaker(const TradeBarWindow& window, TradeBarPage& page)
        : m_window(window)
        , m_page(page)
        , m_bars(window.rule, window.state) {}

    /// What was missing when the reading stopped is found again where it goes on.
    void begin(UnixNanos) override { m_bars.endGap(); }
    void trade(const Trade& trade) override {
        if (trade.ts <= m_window.from && trade.id <= m_window.after) return;
        if (m_page.firstTrade.value() == 0) m_page.firstTrade = trade.id;
        m_page.lastTrade = trade.id;
        m_bars.add(trade);
    }
    void gapBegins() override { m_bars.beginGap(); }
    void gapEnds(TradeGap gap) override {
        m_bars.endGap();
        if (gap.to > gap.from) m_page.gaps.push_back(gap);
    }
    [[nodiscard]] bool isFull() const override { return m_bars.finished().size() >= TradeBarWindow::kMostBars; }
    void finish() && {
        m_page.bars = m_bars.takeFinished();
        m_page.state = m_bars.state();
    }

  private:
    const TradeBarWindow& m_window;
    TradeBarPage& m_page;
    orderflow::TradeBars m_bars;
};

} // namespace

recording::RecordingResult<TradeBarPage> recordedBars(const recording::RecordingReader& reader,
                                                      const TradeBarWindow& window) {
    if (window.rule.size <= 0 || window.from.value() < 0 || window.from >= window.to ||
        window.to - window.from > TradeBarWindow::kLongest)
        return fail(recording::RecordingCode::Market, "there are no such bars");
    TradeBarPage page;
    BarMaker maker(window, page);
    const auto read = readTrades(reader, window.market, window.from, window.to, maker);
    if (!read) return std::unexpected(read.error());
    page.more = read->more;
    page.knownFrom = read->knownFrom;
    page.knownUntil = read->knownUntil;
    page.recordedFrom = read->recordedFrom;
    std::move(maker).finish();
    return page;
}

} // namespace qd::client
