#pragma once

#include "widgets/base/FrameClock.h"
#include "widgets/base/PaneContext.h"
#include "widgets/heatmap/Bubbles.h"
#include "widgets/heatmap/DepthColumns.h"
#include "widgets/heatmap/HeatMarks.h"
#include "widgets/heatmap/HeatOptions.h"
#include "widgets/heatmap/PastColumns.h"
#include "widgets/heatmap/PastTrades.h"
#include "widgets/plot/PlotScene.h"
#include "widgets/terms/OwnTrails.h"

#include <array>
#include <deque>
#include <limits>
#include <optional>
#include <utility>

namespace qd::heatmap {

/// What the heat map shows and where: columns, trades, and the view that follows the market. No painting. Main thread.
class HeatScene final : public plot::PlotScene {
  public:
    static constexpr std::size_t kTradesKept = 50'000;
    static constexpr double kFewestSeconds = plot::Viewport::kFewestBars;
    static constexpr double kMostSeconds = 500'000; ///< so many of the coarsest columns can be shown

    explicit HeatScene(ui::PaneContext& context);

    void showMarket(MarketId market);
    [[nodiscard]] std::optional<MarketId> market() const { return m_market; }
    [[nodiscard]] const MarketInfo* info() const { return m_market ? m_context.info(*m_market) : nullptr; }
    void setOptions(const HeatOptions& options) { m_options = options; }
    [[nodiscard]] const HeatOptions& options() const { return m_options; }
    [[nodiscard]] Price tick() const override;
    [[nodiscard]] Quantity step() const;

    enum class Change : std::uint8_t { None, Time, News };
    /// Reads what is new and brings the view up to date; once a frame. Answers what makes the picture another one:
    /// news, or only the passing of time.
    [[nodiscard]] Change readNew(const ui::Frame& frame);

    [[nodiscard]] DepthColumns& columns() { return m_columns; }
    [[nodiscard]] const DepthColumns& columns() const { return m_columns; }
    /// The columns to be painted: what was seen and recorded before it, or, far back, what was recorded then.
    [[nodiscard]] const ColumnLevel& level(std::size_t i) const {
        return isPast(i) ? m_past->level() : m_columns.level(i);
    }
    /// The view lies so far back that its columns do not join those that were seen.
    [[nodiscard]] bool isPast(std::size_t level) const { return m_past && m_past->index() == level; }
    /// The column that is being made; empty far back.
    [[nodiscard]] std::optional<Column> open(std::size_t i) const {
        return isPast(i) ? std::nullopt : m_columns.open(i);
    }
    /// What was recorded is being read.
    [[nodiscard]] bool isReading() const { return m_asking; }
    [[nodiscard]] const std::deque<Trade>& trades() const { return m_trades; }
    /// The same, and recorded ones of the view from before those.
    [[nodiscard]] Traded traded() const { return {m_pastTrades.trades(), m_trades, m_tradesSeen, m_tradesRun}; }
    [[nodiscard]] const HeatMarks& marks() const { return m_marks; }
    [[nodiscard]] const ui::OwnTrails& trails() const { return m_trails; }
    /// The account changed: its orders are read with the next frame.
    void accountChanged() { m_accountChanged = true; }
    /// Market time of the last frame.
    [[nodiscard]] UnixNanos now() const { return m_now; }
    [[nodiscard]] const Ticker& ticker() const { return m_ticker; }
    [[nodiscard]] const plot::Viewport& view() const override { return m_view; }
    /// Why what was recorded could not be read; empty when it could.
    [[nodiscard]] const std::string& problem() const;
    /// Tries again.
    void reload() { askAnew(m_now); }
    /// Where in time the picture has become another one since the last call; at the smallest time everywhere, as it is
    /// when the view has moved besides.
    [[nodiscard]] UnixNanos takeChangedFrom() { return std::exchange(m_changedFrom, kNowhere); }
    static constexpr UnixNanos kEverywhere{std::numeric_limits<std::int64_t>::min()};
    static constexpr UnixNanos kNowhere{std::numeric_limits<std::int64_t>::max()};
    /// Monotonic arrival of the newest book that was read and not taken yet; 0 = none.
    [[nodiscard]] std::int64_t takeArrival() { return std::exchange(m_arrival, 0); }

    // ---- the view

    void setPlot(const QRect& plot);
    [[nodiscard]] double seconds() const { return m_view.bars(); }
    void setSeconds(double seconds);
    void zoomTime(double factor, double x) override;
    void panTime(double pixels) override;
    void zoomPrice(double factor, double y) override;
    void panPrice(double pixels) override;
    [[nodiscard]] bool follows() const override { return m_follows; }
    void setFollows(bool follows) override;
    /// Shows what was recorded then in the middle.
    void goTo(UnixNanos t);
    /// The market is kept in the middle.
    [[nodiscard]] bool fitsPrices() const override { return m_centres; }
    void setFitsPrices(bool fits) override;
    /// While an order is in the hand the market does not move the view.
    void holdPrices(bool held) { m_held = held; }

  private:
    /// By which one sees whether what lies in the past of the picture has become another one.
    struct Drawn {
        std::uint64_t columns = 0;
        std::uint64_t rewrites = 0;
        std::uint64_t trails = 0;
        UnixNanos absorbed;
        std::size_t absorptions = 0;
        [[nodiscard]] bool samePast(const Drawn& o) const {
            return rewrites == o.rewrites && trails == o.trails && absorbed == o.absorbed &&
                   absorptions == o.absorptions;
        }
    };
    [[nodiscard]] Drawn drawnNow() const;
    /// Forgets everything but the view.
    void begin();
    /// Answers whether there is another one.
    bool readBook(bool unbroken);
    /// Answers how many trades are new.
    std::size_t readTape();
    /// What was recorded is asked for anew, and answers that are on their way are dropped.
    void askAnew(UnixNanos now);
    void follow();
    void centre();
    /// Prices that are asked for together.
    struct Rows {
        Price low;
        Price height; ///< of a row
        [[nodiscard]] bool hold(const plot::PriceRange& prices, Price tick, Price heightWanted) const;
    };
    /// Asks for what was recorded of the view and is not here yet.
    void reach();
    /// Makes sure that what is kept is of these prices, and near or far as the view is.
    void settle(std::size_t level, bool far);
    [[nodiscard]] std::optional<Stretch> missingSeen(std::size_t level) const;
    void ask(std::size_t level, const Stretch& stretch);
    /// Around the view, as fine as it needs.
    [[nodiscard]] Rows rowsWanted() const;
    [[nodiscard]] Stretch viewed() const { return {m_view.left(), m_view.right()}; }
    /// Answers that are on their way are dropped.
    void dropQuestion();
    void take(std::size_t level, const DepthWindow& window,
              Result<std::vector<DepthColumn>, ports::HistoryCode> answer);
    void fit();

    ui::PaneContext& m_context;
    HeatOptions m_options;
    std::optional<MarketId> m_market;
    ports::Subscription m_watch;
    ports::Subscription m_runs;
    bool m_anotherRun = false; ///< the market has begun anew, as it does when it is sought back
    DepthColumns m_columns;
    std::deque<Trade> m_trades;
    PastTrades m_pastTrades;
    HeatMarks m_marks;
    ui::OwnTrails m_trails;
    bool m_accountChanged = false;
    std::shared_ptr<const BookSnapshot> m_book;
    Ticker m_ticker;
    plot::Viewport m_view;
    std::uint64_t m_cursor = 0;
    bool m_tapeRead = false;   ///< since the market began
    UnixNanos m_tapeFrom;      ///< trades before it are not in m_trades
    UnixNanos m_now;           ///< market time of the last frame
    std::int64_t m_readAt = 0; ///< monotonic time of the last frame; 0 = none
    std::int64_t m_arrival = 0;
    /// From here on a level's columns have been asked for, or were seen.
    std::array<UnixNanos, DepthColumns::kLevels> m_knownFrom{};
    UnixNanos m_seenFrom;                                            ///< from here on the book was seen without a break
    std::array<std::optional<Rows>, DepthColumns::kLevels> m_rows{}; ///< of what was asked for before that
    std::optional<PastColumns> m_past;
    Rows m_pastRows;
    bool m_changed = false; ///< what is painted, since the last frame
    UnixNanos m_changedFrom = kEverywhere;
    std::uint64_t m_tradesSeen = 0;
    std::uint64_t m_tradesRun = 0;
    bool m_asking = false;
    std::string m_problem;
    /// Answers hold it weakly: a new one makes the old answers stale.
    std::shared_ptr<int> m_question = std::make_shared<int>(0);
    bool m_follows = true;
    bool m_centres = true;
    bool m_held = false;
    bool m_fitted = false; ///< the price range has been chosen for this market
};

/// The data is good enough to be drawn without a mark.
[[nodiscard]] bool isLive(DataStatus status);

} // namespace qd::heatmap
