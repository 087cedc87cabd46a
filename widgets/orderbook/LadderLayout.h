#pragma once

#include <QRect>
#include <QSize>

#include <array>
#include <cstdint>

namespace qd::ui {

/// Columns from left to right.
enum class LadderColumn : std::uint8_t { Volume, OwnBuys, Bids, Price, Asks, OwnSells, None };

/// Sizes that depend on fonts and on what is shown, in device-independent pixels.
struct LadderMetrics {
    int row = 18;
    int caption = 18;
    int foot = 18;     ///< height of a line under the rows
    int hintLine = 13; ///< of the words that say what a click does: two lines, three in a pane narrower than `wide`
    int wide = 400;
    int pad = 6;
    int gutter = 14; ///< beside the price, for marks
    int priceText = 40;
    int sizeText = 40;   ///< widest size
    int volumeText = 40; ///< widest traded volume
    int ownText = 40;    ///< widest chip
    friend bool operator==(const LadderMetrics&, const LadderMetrics&) = default;
};

/// Where everything stands. Column widths go to the sizes first: what does not fit is left out in the order traded
/// volume, chips' text, digits of sizes (shortened, never clipped).
class LadderLayout {
  public:
    LadderLayout() = default;
    LadderLayout(QSize size, const LadderMetrics& metrics, bool wantsVolume);

    [[nodiscard]] int rowCount() const { return m_rows; }
    [[nodiscard]] bool showsVolume() const { return width(LadderColumn::Volume) > 0; }
    /// Sizes do not fit in full.
    [[nodiscard]] bool shortSizes() const { return m_shortSizes; }
    [[nodiscard]] const LadderMetrics& metrics() const { return m_metrics; }

    /// -1 outside the rows.
    [[nodiscard]] int rowAt(int y) const;
    [[nodiscard]] LadderColumn columnAt(int x) const;
    [[nodiscard]] QRect row(int index) const;
    [[nodiscard]] QRect cell(int row, LadderColumn column) const;
    [[nodiscard]] QRect caption(LadderColumn column) const;
    [[nodiscard]] QRect captions() const { return {0, 0, m_size.width(), m_metrics.caption}; }
    [[nodiscard]] QRect rows() const { return {0, m_metrics.caption, m_size.width(), m_rows * m_metrics.row}; }
    [[nodiscard]] QRect spreadLine() const;
    [[nodiscard]] QRect positionLine() const;
    [[nodiscard]] QRect hint() const;
    /// Room for words in the size column of a side and the own orders' beside it.
    [[nodiscard]] int bidRoom() const { return bidRight() - left(LadderColumn::OwnBuys); }
    [[nodiscard]] int askRoom() const { return m_size.width() - left(LadderColumn::Asks) - 2 * m_metrics.pad; }
    /// Right edge of the numbers of a side, so that their points stand under each other.
    [[nodiscard]] int bidRight() const;
    [[nodiscard]] int askRight() const;
    friend bool operator==(const LadderLayout&, const LadderLayout&) = default;

  private:
    [[nodiscard]] int hintHeight() const;
    [[nodiscard]] int width(LadderColumn c) const { return m_width[static_cast<std::size_t>(c)]; }
    [[nodiscard]] int left(LadderColumn c) const { return m_left[static_cast<std::size_t>(c)]; }
    void divide(bool wantsVolume);

    QSize m_size;
    LadderMetrics m_metrics;
    int m_rows = 0;
    bool m_shortSizes = false;
    std::array<int, 6> m_left{};
    std::array<int, 6> m_width{};
};

} // namespace qd::ui
