#pragma once

#include "widgets/base/GlyphAtlas.h"
#include "widgets/base/Theme.h"
#include "widgets/orderbook/LadderWords.h"
#include "widgets/orderbook/NumberText.h"

#include <QPainter>
#include <QString>

#include <array>
#include <vector>

namespace qd::ui {

/// Everything seen at one moment.
struct LadderScene {
    LadderLayout layout;
    std::vector<RowLook> rows;
    std::vector<ChipLook> chips; ///< by row
    std::vector<TrackedOrder> orders;
    LadderWords words;
    int priceDecimals = 2;
    int sizeDecimals = 2;
    int brightDigits = 2;        ///< at the end of a price
    bool estimatedQueue = false; ///< the place in the queue is the paper model's estimate
    bool focused = false;
};

/// Paints a scene: glyph runs from an atlas, every colour looked up once a theme. Main thread.
class LadderPainter {
  public:
    /// Cheap when nothing changed.
    void prepare(const Theme& theme, qreal devicePixelRatio);
    void themeChanged() { m_prepared = false; }

    void paintCaptions(QPainter& painter, const LadderScene& scene);
    void paintRow(QPainter& painter, const LadderScene& scene, int index);
    void paintFoot(QPainter& painter, const LadderScene& scene);
    void paintRest(QPainter& painter, const LadderScene& scene, const QRect& area);

    /// Widths for the layout.
    [[nodiscard]] int numberWidth(QStringView text) const { return m_numbers.width(text); }
    [[nodiscard]] int strongWidth(QStringView text) const { return m_strong.width(text); }
    /// What a chip says, in the longest form that fits `width`.
    [[nodiscard]] QString chipText(const LadderScene& scene, const ChipLook& chip, int width) const;
    /// Where a chip stands.
    [[nodiscard]] static QRect chipRect(const LadderLayout& layout, const ChipLook& chip);
    /// The part of a chip that cancels its order; empty when the chip is too small for it.
    [[nodiscard]] static QRect crossRect(const LadderLayout& layout, const ChipLook& chip);

  private:
    struct Palette {
        QColor pane, price, head, hover, line;
        QColor value, label, hint, accent, up, down, warn, danger;
        QColor upBar, downBar, doubtBar, chip;
        std::array<QColor, kFlashSteps + 1> flash;
    };
    void paintSide(QPainter& painter, const LadderScene& scene, const RowLook& look, int index, Side side);
    void paintTraded(QPainter& painter, const LadderScene& scene, const RowLook& look, int index);
    void paintPrice(QPainter& painter, const LadderScene& scene, const RowLook& look, int index);
    void paintMarks(QPainter& painter, const RowLook& look, const QRect& cell);
    void paintMiddle(QPainter& painter, const LadderScene& scene, const RowLook& look, int index);
    void paintChip(QPainter& painter, const LadderScene& scene, const ChipLook& chip);
    void paintArrow(QPainter& painter, QPoint centre, bool up, const QColor& color) const;
    [[nodiscard]] QColor ink(const LadderScene& scene, const QColor& color) const {
        return scene.words.doubt.isEmpty() ? color : m_palette.hint;
    }
    [[nodiscard]] int textTop(const QRect& cell, const GlyphAtlas& atlas) const {
        return cell.top() + (cell.height() - atlas.height()) / 2;
    }

    bool m_prepared = false;
    qreal m_ratio = 0;
    Palette m_palette;
    QFont m_hintFont;
    GlyphAtlas m_numbers;
    GlyphAtlas m_strong;
    GlyphAtlas m_small;
    NumberText m_text;
};

} // namespace qd::ui
