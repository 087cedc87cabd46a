#pragma once

#include "core/ports/MarketData.h"

#include <map>

namespace qd::ui {

/// What was traded since the last look, market by market. What was traded before the first look is nobody's news. Main
/// thread.
class NewTrades {
  public:
    struct Run {
        std::vector<Trade> trades; ///< oldest first
        bool gap = false;          ///< the first look, or trades were missed: the newest price says more
    };
    [[nodiscard]] Run read(const ports::MarketData& market, MarketId id);
    /// Nobody looks at it any more: the next look is a first one.
    void forget(MarketId id) { m_seen.erase(id); }
    void forgetAll() { m_seen.clear(); }

  private:
    std::map<MarketId, std::uint64_t> m_seen; ///< trades up to this one were looked at
};

} // namespace qd::ui
