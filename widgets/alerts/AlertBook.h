#pragma once

#include "widgets/base/AlertTexts.h"

#include <set>
#include <vector>

namespace qd::ui {

/// Follows prices and tells which alerts they reach. Pure.
class AlertBook {
  public:
    /// What is kept now: at the first call what was kept before this start, later what a hand has changed, which has
    /// not been reached. One that repeats and was reached waits until the price has gone back, also over this.
    void set(std::vector<PriceAlert> alerts);
    [[nodiscard]] const std::vector<PriceAlert>& alerts() const { return m_alerts; }

    /// A price of a market. Answers the alerts that it reaches; one that does not repeat is done then. One that repeats
    /// has perhaps told before it was kept here: its first price only says where it stands.
    [[nodiscard]] std::vector<PriceAlert> see(std::string_view symbol, TriggerSource source, Price price);
    /// One that repeats has been reached and waits for the price to go back.
    [[nodiscard]] bool isBeyond(std::uint32_t number) const { return m_beyond.contains(number); }

    /// The next price is a first one: what comes is another market, or another time.
    void beginAnew() { m_known.clear(); }

  private:
    std::vector<PriceAlert> m_alerts;
    std::set<std::uint32_t> m_known; ///< of those that repeat: it is known where the price was
    std::set<std::uint32_t> m_beyond;
    bool m_kept = false; ///< set() was called
};

} // namespace qd::ui
