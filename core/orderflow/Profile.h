#pragma once

#include "core/domain/Footprint.h"
#include "core/domain/Order.h"

#include <map>
#include <optional>
#include <span>
#include <vector>

/// What stands out in rows of traded volume: of a bar, or of a profile over many bars. Rows rise and traded.
namespace qd::orderflow {

/// Rows `factor` >= 1 times as high: row n becomes row n / factor, rounded down.
[[nodiscard]] std::vector<FootprintRow> mergedRows(std::span<const FootprintRow> rows, std::int64_t factor);

/// What traded over a window.
struct Profile {
    std::vector<FootprintRow> rows;
    Quantity bought;
    Quantity sold;
    bool reliable = true; ///< no gap and no unreliable bar in the window, and all of it fits
    friend bool operator==(const Profile&, const Profile&) = default;
};

/// The bars that open in [from, to), rows merged by `factor`. A volume that leaves its type stays as it was.
[[nodiscard]] Profile profileOf(std::span<const FootprintBar> bars, std::span<const TradeGap> gaps, UnixNanos from,
                                UnixNanos to, std::int64_t factor);

/// The row in which most was traded; of several, the one nearest the middle between the lowest and the highest row; of
/// two as near, the upper one. Its index; empty without rows.
[[nodiscard]] std::optional<std::size_t> pointOfControl(std::span<const FootprintRow> rows);

/// Rows of the value area, both included.
struct ValueArea {
    std::int64_t low = 0;
    std::int64_t high = 0;
    friend bool operator==(const ValueArea&, const ValueArea&) = default;
};

/// The prices around the point of control at which `percent` of the volume was traded: it begins with that row, and the
/// next traded row above or below, whichever has more volume (the upper one when both have the same), joins until the
/// area holds at least that share. Empty without rows.
[[nodiscard]] std::optional<ValueArea> valueArea(std::span<const FootprintRow> rows, int percent = 70);

/// When one side outweighs the other.
struct ImbalanceRule {
    int percent = 300; ///< of the other side, >= 100
    Quantity least;    ///< the larger side has at least so much, and more than nothing
    int stack = 3;     ///< so many rows one above the other are a stack, >= 2
    friend bool operator==(const ImbalanceRule&, const ImbalanceRule&) = default;
};

struct RowImbalance {
    bool buy = false;  ///< bought here against sold one row below
    bool sell = false; ///< sold here against bought one row above
    friend bool operator==(const RowImbalance&, const RowImbalance&) = default;
};

/// Diagonal imbalances, one entry a row. A row within the range that did not trade counts as 0, which anything of the
/// least size outweighs; below the lowest and above the highest row there is nothing to compare with.
[[nodiscard]] std::vector<RowImbalance> imbalances(std::span<const FootprintRow> rows, const ImbalanceRule& rule);

/// Imbalances of one side in rows that follow each other.
struct ImbalanceStack {
    Side side = Side::Buy;
    std::int64_t low = 0;
    std::int64_t high = 0; ///< included
    friend bool operator==(const ImbalanceStack&, const ImbalanceStack&) = default;
};

/// By side, buys first, then by row. `marks`: of imbalances() for these rows.
[[nodiscard]] std::vector<ImbalanceStack>
stackedImbalances(std::span<const FootprintRow> rows, std::span<const RowImbalance> marks, const ImbalanceRule& rule);

/// A bar's point of control that no later bar has reached.
struct NakedPoc {
    UnixNanos since; ///< the bar's open time
    std::int64_t row = 0;
    friend bool operator==(const NakedPoc&, const NakedPoc&) = default;
};

/// Follows bars one after the other, rows merged by `factor`. A bar reaches the rows from its lowest to its highest.
/// Memory: an entry for every naked point of control. One thread.
class NakedPocs {
  public:
    explicit NakedPocs(std::int64_t factor) : m_factor(factor) {}
    /// A bar that has ended, later than those before.
    void pass(const FootprintBar& bar);
    /// The newest `most`, oldest first, when `making` (null: none) is the bar that is still being made: it reaches
    /// those before it and has none itself.
    [[nodiscard]] std::vector<NakedPoc> naked(const FootprintBar* making, std::size_t most) const;

  private:
    std::int64_t m_factor;
    std::multimap<std::int64_t, UnixNanos> m_open; ///< by row
};

/// The same of bars of which the last is still being made.
[[nodiscard]] std::vector<NakedPoc> nakedPocs(std::span<const FootprintBar> bars, std::int64_t factor,
                                              std::size_t most);

} // namespace qd::orderflow
