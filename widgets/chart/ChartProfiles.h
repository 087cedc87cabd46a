#pragma once

#include "core/orderflow/Profile.h"
#include "widgets/base/LinkGroups.h"
#include "widgets/base/PaneContext.h"
#include "widgets/chart/ProfileChoice.h"
#include "widgets/flow/FlowFeed.h"

#include <optional>
#include <vector>

namespace qd::chart {

/// The traded volume by price of a stretch of time, as it is drawn.
struct ChartProfile {
    ui::LinkedWindow window; ///< whole bars of the feed
    orderflow::Profile profile;
    std::optional<std::size_t> control; ///< index of a row; empty without rows
    std::optional<orderflow::ValueArea> area;
    UnixNanos knownFrom; ///< trades before it are not counted; at most window.from: none is missing
};

/// The profiles of a chart: of what is in view, of each session in view, or of a fixed time. They are made when trades
/// came, at most five times a second, or when another time is in view, never while painting; a session that has ended
/// is not made again. Main thread.
class ChartProfiles {
  public:
    static constexpr int kPercent = 70; ///< of the volume, in the value area
    static constexpr std::size_t kMostSessions = 30;

    explicit ChartProfiles(ui::PaneContext& context);

    /// What they are made of from now on. `sessionStart` as in indicators::sessionAt.
    void show(std::optional<MarketId> market, const ProfileChoice& choice, int sessionStart, Price tick);
    /// Once a frame. `view`: the moments in view. `ticks`: of a row.
    void follow(const ui::LinkedWindow& view, std::int64_t ticks);
    void reload() { m_feed.reload(); }

    [[nodiscard]] const ProfileChoice& choice() const { return m_choice; }
    [[nodiscard]] const std::vector<ChartProfile>& all() const { return m_all; }
    [[nodiscard]] std::int64_t ticksARow() const { return m_ticks; }
    /// Grows when they are others.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    /// How often one was made; for tests.
    [[nodiscard]] std::uint64_t made() const { return m_made; }
    /// Older trades are on their way.
    [[nodiscard]] bool reading() const;
    /// Why what was recorded could not be read; empty when it could.
    [[nodiscard]] const std::string& problem() const { return m_feed.problem(); }

  private:
    void chooseFeed(const ui::LinkedWindow& view);
    [[nodiscard]] std::vector<ui::LinkedWindow> windowsIn(const ui::LinkedWindow& view) const;
    [[nodiscard]] ChartProfile make(const ui::LinkedWindow& window);

    ui::PaneContext& m_context;
    std::optional<MarketId> m_market;
    ProfileChoice m_choice;
    int m_sessionStart = 0;
    Price m_tick = Price(1);
    flow::FlowFeed m_feed;
    bool m_shown = false; ///< the feed shows what is chosen
    std::int64_t m_ticks = 1;
    std::vector<ChartProfile> m_all;
    std::uint64_t m_feedRevision = 0;
    std::uint64_t m_pastRevision = 0;
    std::int64_t m_madeAt = 0; ///< monotonic
    std::uint64_t m_revision = 0;
    std::uint64_t m_made = 0;
};

} // namespace qd::chart
