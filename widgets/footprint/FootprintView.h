#pragma once

#include "widgets/base/GlyphAtlas.h"
#include "widgets/flow/FeedWords.h"
#include "widgets/footprint/FootprintScene.h"
#include "widgets/plot/AxisPainter.h"
#include "widgets/plot/PlotView.h"

namespace qd::footprint {

class FootprintPane;

/// Paints the scene and says what lies under the pointer. Main thread.
class FootprintView final : public plot::PlotView {
    Q_OBJECT
  public:
    FootprintView(FootprintPane& pane, ui::PaneContext& context);

    [[nodiscard]] FootprintScene& scene() { return m_scene; }
    [[nodiscard]] const FootprintScene& scene() const { return m_scene; }
    /// Reads what is new and asks for a repaint if something changed.
    void readNew(const ui::Frame& frame);
    /// The market, an option or the theme changed.
    void refresh() override;
    /// Cells have room for their texts; otherwise bars are drawn, coloured by their delta.
    [[nodiscard]] bool showsCells() const;
    [[nodiscard]] const flow::FeedStanding& standing() const { return m_standing; }
    /// What is under the crosshair; empty without one.
    [[nodiscard]] QString readout() const;
    /// Since when trades are counted, when what is before it is in view; else empty.
    [[nodiscard]] QString coverage() const;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void moved() override;
    [[nodiscard]] bool hasContent() const override { return !m_standing.empty; }
    bool ownKey(const QKeyEvent& event) override;
    void moveCross(int columns, int rows) override;

  private:
    /// Where a row of a bar is.
    struct Slot {
        double left = 0;
        double right = 0;
    };

    [[nodiscard]] plot::AxisInk ink();
    void layOut();
    [[nodiscard]] QString sizeText(Quantity size) const;
    [[nodiscard]] QString signedText(Quantity size) const;
    [[nodiscard]] int totalsHeight() const;
    [[nodiscard]] Slot slotOf(const FootprintBar& bar) const;
    [[nodiscard]] QRectF cellRect(const Slot& slot, std::int64_t row) const;
    [[nodiscard]] const FootprintBar* barAt(double x) const;

    // FootprintPainting.cpp
    void paintPlot(QPainter& painter);
    void paintGaps(QPainter& painter) const;
    void paintNaked(QPainter& painter) const;
    void paintBar(QPainter& painter, const FootprintBar& bar) const;
    void paintCells(QPainter& painter, const FootprintBar& bar);
    void paintCell(QPainter& painter, const QRectF& cell, const BarLook& look, std::size_t row);
    void paintBidAsk(QPainter& painter, const QRectF& cell, const BarLook& look, std::size_t row);
    void paintDelta(QPainter& painter, const QRectF& cell, const BarLook& look, std::size_t row);
    void paintVolume(QPainter& painter, const QRectF& cell, const BarLook& look, std::size_t row);
    [[nodiscard]] int textTop(const QRectF& cell) const;
    void paintMarks(QPainter& painter, const Slot& slot, const BarLook& look) const;
    void paintPrices(QPainter& painter);
    void paintCrossing(QPainter& painter);
    void paintWords(QPainter& painter);
    // FootprintTotals.cpp
    void paintTotals(QPainter& painter);
    void paintTotalTexts(QPainter& painter, int top);
    void paintTotalBars(QPainter& painter, int top) const;

    FootprintPane& m_pane;
    ui::PaneContext& m_context;
    FootprintScene m_scene;
    ui::GlyphAtlas m_small;
    ui::GlyphAtlas m_cells; ///< condensed
    ui::GlyphAtlas m_text;
    qreal m_ratio = 0;
    int m_axisWidth = 0;
    int m_widest = 0; ///< width of the widest size in a cell
    Price m_last;
    flow::FeedStanding m_standing;
};

} // namespace qd::footprint
