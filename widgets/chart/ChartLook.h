#pragma once

#include "widgets/base/GlyphAtlas.h"
#include "widgets/base/Theme.h"
#include "widgets/drawings/DrawingLayer.h"
#include "widgets/plot/AxisPainter.h"
#include "widgets/studies/StudyChoice.h"

#include <QColor>

#include <array>

namespace qd::chart {

[[nodiscard]] std::array<QColor, kStudyColours> studyColours(const ui::Theme& theme);

/// The theme as the chart uses it, made once a theme and screen scale.
struct ChartLook {
    QColor background;
    QColor grid;
    QColor dayGrid; ///< where a day, month or year begins
    QColor session; ///< where a session begins
    QColor frame;   ///< between plot and axes
    QColor value;
    QColor label;
    QColor hint;
    QColor up;
    QColor down;
    QColor upVolume;
    QColor downVolume;
    QColor doubtful;
    QColor line;                                         ///< closes
    QColor area;                                         ///< their ground
    std::array<QColor, kStudyColours> studies;           ///< of their lines
    std::array<QColor, drawings::kColours.size()> drawn; ///< of drawings
    QColor accent;
    QColor warn;
    QColor danger;
    QColor onFill;
    QColor veil;          ///< behind texts over bars; lets them shine through
    QColor dimmed;        ///< over what is not live
    QColor panel;         ///< behind texts over the plot
    ui::GlyphAtlas small; ///< axes and tags
    ui::GlyphAtlas text;  ///< readouts
    int tagHeight = 16;
    int axisPadding = 15; ///< left of the texts of the price axis
    qreal ratio = 1;

    void prepare(const ui::Theme& theme, qreal devicePixelRatio);
    /// Of the nth market compared with: neither the first that studies take, nor those of gain and loss.
    [[nodiscard]] static int colourOfCompared(std::size_t n) { return 2 + static_cast<int>(n) % 4; }
    [[nodiscard]] drawings::DrawingInk drawing() { return {drawn, up, down, veil, small, text}; }
    [[nodiscard]] plot::AxisInk axes() { return {grid, dayGrid, frame, value, hint, panel, small, axisPadding}; }
};

} // namespace qd::chart
