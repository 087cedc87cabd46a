#pragma once

#include "widgets/base/PaneContext.h"
#include "widgets/chart/BarChoice.h"
#include "widgets/chart/BarStyle.h"
#include "widgets/chart/ChartProfiles.h"
#include "widgets/chart/Comparisons.h"
#include "widgets/chart/PlotBars.h"
#include "widgets/chart/PriceScale.h"
#include "widgets/chart/SessionChoice.h"
#include "widgets/plot/AxisTicks.h"
#include "widgets/plot/PlotScene.h"
#include "widgets/studies/BarFeed.h"
#include "widgets/studies/Studies.h"
#include "widgets/studies/TradeBarFeed.h"
#include "widgets/terms/OwnFills.h"

#include <optional>
#include <utility>

namespace qd::chart {

/// EMA and VWAP.
[[nodiscard]] std::vector<StudyChoice> standardStudies();

/// What a person chose to see.
struct ChartOptions {
    Interval interval = Interval::M1; ///< of bars that the clock ends
    BarChoice bars = {};
    BarStyle style = BarStyle::Candles;
    std::vector<StudyChoice> studies = standardStudies();
    PriceScale scale = PriceScale::Linear;
    std::vector<std::string> compared = {}; ///< symbols of markets; with any, prices are told in percent
    SessionChoice sessions = {};
    ProfileChoice profile = {};
    bool quotes = true; ///< mark price, bid and ask on the axis
    bool fills = true;
    friend bool operator==(const ChartOptions&, const ChartOptions&) = default;
};

/// Other sessions; studies whose sessions were those of before have them too.
void chooseSessions(ChartOptions& options, const SessionChoice& sessions);

/// Where a study that has a scale of its own is drawn; the row of pixels above it parts it from what is there.
struct StudyPane {
    std::size_t study = 0; ///< index
    QRect rect;
    friend bool operator==(const StudyPane&, const StudyPane&) = default;
};

inline constexpr std::size_t kMostCompared = 4; ///< each has a colour of its own

/// What the chart shows and where: bars, studies, fills, and the view that follows the newest bar. No painting. Main
/// thread.
class ChartScene final : public plot::PlotScene {
  public:
    explicit ChartScene(ui::PaneContext& context);

    void showMarket(MarketId market);
    void setOptions(const ChartOptions& options);
    [[nodiscard]] const ChartOptions& options() const { return m_options; }
    /// Grows when they are others.
    [[nodiscard]] std::uint64_t optionsRevision() const { return m_optionsRevision; }
    [[nodiscard]] std::optional<MarketId> market() const { return m_market; }
    [[nodiscard]] const MarketInfo* info() const { return m_market ? m_context.info(*m_market) : nullptr; }
    [[nodiscard]] Price tick() const override;

    /// Reads what is new and brings the view up to date; once a frame.
    void readNew();
    void readAccount() { m_fills.readAccount(); }
    void reload();

    [[nodiscard]] const BarSeries& bars() const { return m_source->bars(); }
    [[nodiscard]] const BarSource& feed() const { return *m_source; }
    /// Bars that trades end; empty while the clock ends them.
    [[nodiscard]] const TradeBarFeed* tradeBars() const { return m_options.bars.kind ? &m_tradeBars : nullptr; }
    [[nodiscard]] const ui::OwnFills& fills() const { return m_fills; }
    [[nodiscard]] const Viewport& view() const override { return m_view; }
    [[nodiscard]] const Studies& studies() const { return m_studies; }
    [[nodiscard]] const Comparisons& comparisons() const { return m_comparisons; }
    [[nodiscard]] const ChartProfiles& profiles() const { return m_profiles; }
    /// What the price axis says.
    [[nodiscard]] plot::PriceAxis axis() const { return {tick(), m_base}; }
    /// Trades that may be missing lie under the value of a study at this bar.
    [[nodiscard]] bool isDoubtful(const Study& study, std::size_t index) const {
        return Studies::isDoubtful(study, index, *m_source);
    }

    // ---- moments

    [[nodiscard]] double xOf(UnixNanos t) const override { return m_view.xOf(bars().placeOf(t)); }
    [[nodiscard]] UnixNanos timeAt(double x) const override { return bars().timeAt(m_view.timeAt(x)); }
    /// Where something that happened at a moment is drawn: at it, or in the middle of the bar it happened in.
    [[nodiscard]] double xOfEvent(UnixNanos t) const;
    /// When the bar that is at `x`, or has its place there, opens; empty where there can be none.
    [[nodiscard]] std::optional<UnixNanos> openingAt(double x) const;

    // ---- the view

    /// What prices and the panes below them share.
    void setArea(const QRect& area);
    /// Panes below the prices, from top to bottom.
    [[nodiscard]] const std::vector<StudyPane>& panes() const { return m_panes; }
    /// Moves the upper edge of a pane to a row of pixels.
    void movePaneEdge(std::size_t pane, int y);
    void setBarsVisible(double bars);
    void zoomTime(double factor, double x) override;
    void panTime(double pixels) override;
    void zoomPrice(double factor, double y) override;
    void panPrice(double pixels) override;
    void goToOldest();
    [[nodiscard]] bool follows() const override { return m_follows; }
    /// Goes to the newest bar as well.
    void setFollows(bool follows) override;
    [[nodiscard]] bool fitsPrices() const override { return m_fitsPrices; }
    void setFitsPrices(bool fits) override;
    /// No change of the price range while an order is in the hand.
    void holdPrices(bool held) { m_held = held; }

  private:
    void begin();
    /// Shows what is chosen of the market, from the source that has it.
    void showBars();
    void settle();
    void moved();
    void scalePrices();
    void reach();
    void layPanes();
    /// Of the height, in thousandths, by all panes below.
    [[nodiscard]] int wantedShare() const;
    void settleScale();
    void followProfiles();
    void followStudies();
    void chooseCompared();
    [[nodiscard]] double restingPlace() const;

    ui::PaneContext& m_context;
    ChartOptions m_options;
    std::uint64_t m_optionsRevision = 0;
    std::optional<MarketId> m_market;
    BarFeed m_timeBars;
    TradeBarFeed m_tradeBars;
    BarSource* m_source = &m_timeBars; ///< the one that is shown
    ui::OwnFills m_fills;
    HigherFrames m_frames;
    Studies m_studies;
    Comparisons m_comparisons;
    ChartProfiles m_profiles;
    std::size_t m_marketsKnown = 0;
    std::optional<Price> m_base; ///< prices are told in percent of it
    QRect m_area;
    std::vector<StudyPane> m_panes;
    Viewport m_view;
    bool m_follows = true;
    bool m_fitsPrices = true;
    bool m_held = false;
    bool m_placed = false;                   ///< the view has been put where there are bars
    std::optional<double> m_newestFromRight; ///< pixels from the newest bar's start to the right edge; empty: its
                                             ///< resting place
};

} // namespace qd::chart
