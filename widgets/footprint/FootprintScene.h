#pragma once

#include "widgets/base/PaneContext.h"
#include "widgets/flow/FlowFeed.h"
#include "widgets/footprint/FootprintOptions.h"
#include "widgets/plot/PlotScene.h"

#include <optional>
#include <span>
#include <vector>

namespace qd::footprint {

/// A bar at the row height shown, and what stands out in it.
struct BarLook {
    std::vector<FootprintRow> rows;
    std::size_t control = 0; ///< index of the row of the point of control
    orderflow::ValueArea area;
    std::vector<orderflow::RowImbalance> marks; ///< one a row; none when they are not shown
    std::vector<orderflow::ImbalanceStack> stacks;
    Quantity most; ///< volume of the point of control
};

/// What the footprint shows and where. No painting. Main thread.
class FootprintScene final : public plot::PlotScene {
  public:
    static constexpr std::size_t kMostNaked = 24; ///< lines shown; older ones are left out

    explicit FootprintScene(ui::PaneContext& context);

    void showMarket(MarketId market);
    [[nodiscard]] std::optional<MarketId> market() const { return m_market; }
    void setOptions(const FootprintOptions& options);
    [[nodiscard]] const FootprintOptions& options() const { return m_options; }
    [[nodiscard]] Price tick() const override;
    [[nodiscard]] Quantity step() const;
    /// A row needs so many pixels for its text.
    void setRowPixels(double pixels) { m_rowPixels = pixels; }

    /// Reads what is new and brings the view up to date; once a frame. Answers whether the picture is another one.
    bool readNew();
    void reload() { m_feed.reload(); }
    [[nodiscard]] const flow::FlowFeed& feed() const { return m_feed; }
    [[nodiscard]] std::span<const FootprintBar> bars() const { return m_feed.footprint().bars(); }
    /// Those of which something is in view.
    [[nodiscard]] std::span<const FootprintBar> visibleBars() const;
    /// Of a bar in bars(), up to its end.
    [[nodiscard]] orderflow::CumulativeDelta cumulativeAt(const FootprintBar& bar) const;
    /// Row numbers are of ticksARow() ticks.
    [[nodiscard]] const std::vector<orderflow::NakedPoc>& naked() const { return m_naked; }
    [[nodiscard]] BarLook lookOf(const FootprintBar& bar) const;
    [[nodiscard]] std::int64_t ticksARow() const;
    /// Where a row of ticksARow() ticks begins; raw, for the view.
    [[nodiscard]] double lowerEdge(std::int64_t row) const;

    // ---- the view

    [[nodiscard]] const plot::Viewport& view() const override { return m_view; }
    void setPlot(const QRect& plot);
    void setBarsVisible(double bars);
    /// How many bars were chosen to be in view; empty: as many as texts have room for.
    [[nodiscard]] std::optional<double> barsChosen() const;
    void zoomTime(double factor, double x) override;
    void panTime(double pixels) override;
    void zoomPrice(double factor, double y) override;
    void panPrice(double pixels) override;
    [[nodiscard]] bool follows() const override { return m_follows; }
    void setFollows(bool follows) override;
    [[nodiscard]] bool fitsPrices() const override { return m_fits; }
    void setFitsPrices(bool fits) override;

  private:
    void begin();
    void settle();
    void fit();
    void studies();

    ui::PaneContext& m_context;
    FootprintOptions m_options;
    std::optional<MarketId> m_market;
    flow::FlowFeed m_feed;
    plot::Viewport m_view;
    double m_rowPixels = 16;
    bool m_chosenBars = false;
    bool m_follows = true;
    bool m_fits = true;
    std::uint64_t m_revision = 0; ///< of the feed when studies were made
    std::int64_t m_ticks = 0;     ///< a row's, then
    std::uint64_t m_pastRevision = 0;
    std::size_t m_passed = 0; ///< bars that m_pocs knows
    orderflow::NakedPocs m_pocs{1};
    std::vector<orderflow::CumulativeDelta> m_cumulative; ///< by bar
    std::vector<orderflow::NakedPoc> m_naked;
};

} // namespace qd::footprint
