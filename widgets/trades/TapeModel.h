#pragma once

#include "core/ports/MarketData.h"
#include "widgets/trades/Ring.h"

#include <cstdint>
#include <optional>
#include <span>

namespace qd::ui::trades {

/// One line of the tape: a print, or prints of one aggressor that came together, or a hole.
struct TapeRow {
    std::uint64_t sequence = 0; ///< counts rows from 1 since the tape was last arranged
    UnixNanos first;            ///< market time of the first and the last print joined here
    UnixNanos last;
    Side aggressor = Side::Buy;
    Price firstPrice;
    Price lastPrice;
    Price low;
    Price high;
    Quantity size;            ///< exact sum
    Int128 quote = 0;         ///< exact sum of price * size, 1e-15 of the quote currency
    std::uint32_t prints = 0; ///< joined here; 0 = a hole
    std::uint64_t missed = 0; ///< of a hole: trades that were overwritten before they were read

    [[nodiscard]] bool isHole() const { return prints == 0; }
    /// Mean price weighted by size, rounded toward zero. Only of prints.
    [[nodiscard]] Price average() const;
};

/// Which rows stand out by their size.
struct Highlight {
    enum class Kind : std::uint8_t {
        Off,
        Top,  ///< the largest hundredth of the rows kept
        Size, ///< `size` and above
    };
    Kind kind = Kind::Top;
    Quantity size;
    friend bool operator==(const Highlight&, const Highlight&) = default;
};

/// What the tape shows: prints filtered and joined, newest last in memory and first by index. Sums are exact, memory
/// is bounded. Pure.
class TapeModel {
  public:
    static constexpr std::size_t kPrintsKept = 20'000; ///< to arrange the tape anew after a change of the choices
    static constexpr std::size_t kRowsKept = 5'000;
    static constexpr std::size_t kRowsForTop = 100; ///< fewer say nothing about a hundredth

    /// Forgets all prints and keeps the choices: another market, or the venue began anew.
    void clear();
    /// Rows below it are not shown; joined prints count together.
    void setMinimum(Quantity size);
    /// Prints of one aggressor, with no print of the other between them, that come within `nanos` of the first of them
    /// become one row. 0 = each print is a row.
    void setWindow(std::int64_t nanos);
    void setHighlight(Highlight highlight);
    [[nodiscard]] Quantity minimum() const { return m_minimum; }
    [[nodiscard]] std::int64_t window() const { return m_window; }
    [[nodiscard]] Highlight highlight() const { return m_highlight; }

    /// Takes what was read from the market's tape.
    void add(const ports::TradeRun& run);

    [[nodiscard]] std::size_t size() const { return m_rows.size(); }
    /// 0 is the newest; the newest may still grow.
    [[nodiscard]] const TapeRow& row(std::size_t fromNewest) const { return m_rows[m_rows.size() - 1 - fromNewest]; }
    /// Sequence of the newest row, 0 = none.
    [[nodiscard]] std::uint64_t newest() const { return m_rows.empty() ? 0 : m_rows.back().sequence; }
    /// Changes when rows were arranged anew: sequences before it mean nothing any more.
    [[nodiscard]] std::uint64_t arrangement() const { return m_arrangement; }
    /// Prints known, whether shown or not.
    [[nodiscard]] std::size_t prints() const { return m_prints.size(); }
    /// From which size on a row stands out; empty when none does. Of Kind::Top it is found anew every hundred rows.
    [[nodiscard]] std::optional<Quantity> highlightFrom() const;
    [[nodiscard]] bool isHighlighted(const TapeRow& row) const;
    /// The sizes that these thousandths of the kept rows reach, in the same order; zeros while there are no rows.
    [[nodiscard]] std::vector<Quantity> sizesAt(std::span<const int> topPerMille) const;

  private:
    struct Print {
        Trade trade;
        std::uint64_t missedBefore = 0;
    };
    void arrange();
    void take(const Print& print);
    [[nodiscard]] bool joins(const Trade& trade) const;
    void show();
    void show(TapeRow row);
    /// If it is due.
    void findTop();

    Quantity m_minimum;
    std::int64_t m_window = 0;
    Highlight m_highlight;
    Ring<Print> m_prints{kPrintsKept};
    bool m_forgot = false; ///< prints older than the kept ones existed
    Ring<TapeRow> m_rows{kRowsKept};
    std::optional<TapeRow> m_open; ///< the row that may still grow
    bool m_openShown = false;      ///< it is m_rows.back()
    std::uint64_t m_missed = 0;    ///< of a run that brought nothing else yet
    std::uint64_t m_lastSequence = 0;
    std::uint64_t m_arrangement = 0;
    Quantity m_top;
    std::uint64_t m_topAt = 0; ///< sequence at which m_top was found, 0 = not yet
};

} // namespace qd::ui::trades
