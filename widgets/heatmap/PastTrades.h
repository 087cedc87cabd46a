#pragma once

#include "core/domain/Footprint.h"
#include "core/ports/History.h"
#include "widgets/heatmap/PastColumns.h"
#include "widgets/plot/Viewport.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace qd::heatmap {

/// Recorded trades of a view that were made before those that were seen live. What was traded in an interval of a few
/// pixels at a row of prices stands as one trade a side. Main thread.
class PastTrades {
  public:
    explicit PastTrades(ports::History& history) : m_history(history) {}

    /// Forgets all, and answers that are on their way.
    void clear();
    /// Asks for what of the view lies before `end` and is not here yet; once a frame.
    void reach(MarketId market, Price tick, const plot::Viewport& view, UnixNanos end);
    [[nodiscard]] const std::deque<Trade>& trades() const { return m_trades; }
    /// Why they could not be read; empty when they could. Then they are not asked for again until clear().
    [[nodiscard]] const std::string& problem() const { return m_problem; }
    /// They are others than at the last call.
    [[nodiscard]] bool takeChanged() { return std::exchange(m_changed, false); }

  private:
    void take(const FootprintPage& page, const FootprintWindow& window, Price tick);

    ports::History& m_history;
    std::deque<Trade> m_trades;              ///< oldest first
    std::optional<FootprintWindow> m_window; ///< asked for
    std::shared_ptr<int> m_question = std::make_shared<int>(0);
    bool m_asking = false;
    std::string m_problem;
    bool m_changed = false;
};

} // namespace qd::heatmap
