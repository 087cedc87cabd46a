#pragma once

#include "core/orderflow/Profile.h"
#include "widgets/base/FrameClock.h"
#include "widgets/base/LinkGroups.h"
#include "widgets/base/PaneContext.h"
#include "widgets/flow/FlowFeed.h"
#include "widgets/plot/PlotScene.h"
#include "widgets/profile/ProfileOptions.h"

#include <optional>

namespace qd::profile {

/// The traded volume by price of a stretch of time. Only prices are an axis here: what moves time in other panes zooms
/// prices or does nothing. No painting. Main thread.
class ProfileScene final : public plot::PlotScene {
  public:
    explicit ProfileScene(ui::PaneContext& context);

    void showMarket(MarketId market);
    [[nodiscard]] std::optional<MarketId> market() const { return m_market; }
    void setOptions(const ProfileOptions& options);
    [[nodiscard]] const ProfileOptions& options() const { return m_options; }
    /// What a chart of the group shows; empty: there is none.
    void setLinked(std::optional<ui::LinkedWindow> window);
    [[nodiscard]] bool linked() const { return m_linked.has_value(); }
    [[nodiscard]] Price tick() const override;
    [[nodiscard]] Quantity step() const;
    /// A row is at least so high.
    void setRowPixels(double pixels) { m_rowPixels = pixels; }

    /// Reads what is new; once a frame. Answers whether the picture is another one.
    bool readNew(const ui::Frame& frame);
    void reload() { m_feed.reload(); }

    [[nodiscard]] const flow::FlowFeed& feed() const { return m_feed; }
    /// Whole bars of the feed's interval.
    [[nodiscard]] const ui::LinkedWindow& window() const { return m_window; }
    /// Nothing that is still to come belongs to it.
    [[nodiscard]] bool ended() const { return m_end.has_value(); }
    [[nodiscard]] const orderflow::Profile& profile() const { return m_profile; }
    /// Index of a row; empty without rows.
    [[nodiscard]] std::optional<std::size_t> control() const { return orderflow::pointOfControl(m_profile.rows); }
    [[nodiscard]] std::optional<orderflow::ValueArea> area() const {
        return orderflow::valueArea(m_profile.rows, m_options.percent);
    }
    /// Trades may be missing in the middle of the window.
    [[nodiscard]] bool hasGap() const;
    /// Of a row of profile().
    [[nodiscard]] std::int64_t ticksARow() const { return m_ticks; }
    /// Where a row begins; raw, for the view.
    [[nodiscard]] double lowerEdge(std::int64_t row) const;

    // ---- the view

    [[nodiscard]] const plot::Viewport& view() const override { return m_view; }
    void setPlot(const QRect& plot);
    void zoomTime(double factor, double x) override;
    void panTime(double pixels) override;
    void zoomPrice(double factor, double y) override;
    void panPrice(double pixels) override;
    [[nodiscard]] bool follows() const override { return true; }
    void setFollows(bool follows) override;
    [[nodiscard]] bool fitsPrices() const override { return m_fits; }
    void setFitsPrices(bool fits) override;

  private:
    [[nodiscard]] ui::LinkedWindow wanted(UnixNanos now) const;
    void choose();
    void make();
    void fit();

    ui::PaneContext& m_context;
    ProfileOptions m_options;
    std::optional<MarketId> m_market;
    std::optional<ui::LinkedWindow> m_linked;
    flow::FlowFeed m_feed;
    bool m_shown = false; ///< the feed shows what the options say
    std::optional<UnixNanos> m_end;
    ui::LinkedWindow m_window;
    orderflow::Profile m_profile;
    std::int64_t m_ticks = 1;
    std::uint64_t m_revision = 0; ///< of the feed when the profile was made
    std::int64_t m_madeAt = 0;    ///< monotonic
    bool m_due = true;            ///< another window, row size or market
    plot::Viewport m_view;
    double m_rowPixels = 3;
    bool m_fits = true;
};

} // namespace qd::profile
