#pragma once

#include "widgets/base/GlyphAtlas.h"
#include "widgets/flow/FeedWords.h"
#include "widgets/plot/AxisPainter.h"
#include "widgets/plot/PlotView.h"
#include "widgets/profile/ProfileScene.h"

namespace qd::profile {

class ProfilePane;

/// Paints the scene and says what lies under the pointer. Main thread.
class ProfileView final : public plot::PlotView {
    Q_OBJECT
  public:
    ProfileView(ProfilePane& pane, ui::PaneContext& context);

    [[nodiscard]] ProfileScene& scene() { return m_scene; }
    [[nodiscard]] const ProfileScene& scene() const { return m_scene; }
    /// Reads what is new and asks for a repaint if something changed.
    void readNew(const ui::Frame& frame);
    /// The market, an option or the theme changed.
    void refresh() override;
    [[nodiscard]] const flow::FeedStanding& standing() const { return m_standing; }
    /// Over which time, how much, at which prices.
    [[nodiscard]] QString summary() const;
    /// What is not in it; empty when everything is.
    [[nodiscard]] QString coverage() const;
    /// Why there is no profile.
    [[nodiscard]] QString emptySentence() const;
    /// The row under the crosshair; empty without one.
    [[nodiscard]] QString readout() const;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void moved() override;
    [[nodiscard]] bool hasContent() const override { return !m_scene.profile().rows.empty(); }
    bool ownKey(const QKeyEvent& event) override;
    void moveCross(int columns, int rows) override;

  private:
    [[nodiscard]] plot::AxisInk ink();
    void layOut();
    [[nodiscard]] QString rangeText() const;
    [[nodiscard]] QRectF rowRect(std::int64_t row) const;

    // ProfilePainting.cpp
    void paintRows(QPainter& painter);
    void paintLevels(QPainter& painter);
    void paintCrossing(QPainter& painter);
    void paintHead(QPainter& painter);
    void paintEmpty(QPainter& painter) const;

    ProfilePane& m_pane;
    ui::PaneContext& m_context;
    ProfileScene m_scene;
    ui::GlyphAtlas m_small;
    ui::GlyphAtlas m_text;
    qreal m_ratio = 0;
    int m_axisWidth = 0;
    Price m_last;
    flow::FeedStanding m_standing;
};

} // namespace qd::profile
