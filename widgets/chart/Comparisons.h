#pragma once

#include "widgets/base/PaneContext.h"
#include "widgets/chart/PlotBars.h"
#include "widgets/studies/BarFeed.h"

#include <memory>
#include <vector>

namespace qd::chart {

/// Another market over the same time, told in percent as the chart's own is.
struct Comparison {
    Comparison(ui::PaneContext& context, const MarketInfo& info)
        : market(info.params.id)
        , symbol(info.params.symbol)
        , feed(context.history, context.market) {}

    MarketId market;
    std::string symbol;
    BarFeed feed;
    IndexRange seen; ///< of its bars
    Price base;      ///< its close when the chart's own base was made; 0: there is none
    UnixNanos since; ///< when that was

    /// The last close at or before a moment, in parts of one from the base; empty: there is none since then.
    [[nodiscard]] std::optional<double> changeAt(UnixNanos t) const;
    /// Trades may be missing between the base and that moment.
    [[nodiscard]] bool isDoubtful(UnixNanos t) const;
};

/// The markets a chart compares its own with. Main thread.
class Comparisons {
  public:
    explicit Comparisons(ui::PaneContext& context) : m_context(context) {}

    /// Shows these, by symbol; what the venue does not know, and `own`, is left out.
    void choose(const std::vector<std::string>& symbols, MarketId own, Interval interval);
    /// Reads what is new; once a frame.
    void readNew();
    void reload();
    /// Which of their bars are in view; asks for those that are wanted back to `from`. `since`: the bar the chart
    /// counts percents from, empty without one; a market that begins later counts from its own first bar.
    void settle(const Viewport& view, UnixNanos from, std::optional<UnixNanos> since);
    [[nodiscard]] const std::vector<std::unique_ptr<Comparison>>& all() const { return m_all; }
    /// Another one after every change of their bars.
    [[nodiscard]] std::uint64_t revision() const;
    /// Of what is drawn but its last bars; another when that is another.
    [[nodiscard]] std::uint64_t fingerprint() const;

  private:
    ui::PaneContext& m_context;
    std::vector<std::unique_ptr<Comparison>> m_all;
};

/// Raw prices at which another market's closes are drawn: as far from the chart's own base as they are from theirs.
[[nodiscard]] double drawnAt(const Comparison& other, Price close, Price ownBase);

} // namespace qd::chart
