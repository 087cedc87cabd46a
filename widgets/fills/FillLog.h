#pragma once

#include "core/domain/Account.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace qd::ui {

/// The account's fills as far as they are known here: the live ones and pages of the history, each once, whichever
/// comes first. Pure.
class FillLog {
  public:
    /// The newest fills, oldest first. A list that does not join what is known begins anew with it: another account, or
    /// more came than the list keeps. True when anything changed.
    bool takeLive(const std::vector<FillView>& live);
    /// An answer of the history to `asked` fills before before(), newest first.
    void takePage(const std::vector<FillView>& page, std::size_t asked);
    void clear();

    /// Newest first; sequences fall.
    [[nodiscard]] const std::vector<FillView>& fills() const { return m_fills; }
    /// The first fill of the account is among them.
    [[nodiscard]] bool isComplete() const;
    /// What to ask the history for: fills with a sequence below this.
    [[nodiscard]] std::uint64_t before() const;
    /// Grows whenever the log begins anew: an answer to a question from before does not belong to it.
    [[nodiscard]] std::uint64_t generation() const { return m_generation; }

  private:
    [[nodiscard]] bool joins(const std::vector<FillView>& live) const;
    bool unite(std::span<const FillView> newestFirst);

    std::vector<FillView> m_fills;
    bool m_ended = false; ///< the history had nothing older
    std::uint64_t m_generation = 0;
};

/// Sums over the fills of one UTC day; a sum is empty when it does not fit 64 bits.
struct DayTotals {
    std::size_t count = 0;
    std::optional<Money> fees;     ///< > 0 paid, < 0 received
    std::optional<Money> realised; ///< without fees
    std::optional<Money> volume;   ///< quote
    bool complete = false;         ///< no fill of the day is missing
    UnixNanos since;               ///< of the oldest fill counted
};
/// Of the day of `now` (market time), of one market or all.
[[nodiscard]] DayTotals dayTotals(const FillLog& log, UnixNanos now, std::optional<MarketId> only);

} // namespace qd::ui
