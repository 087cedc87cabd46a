#pragma once

#include "widgets/base/Pane.h"
#include "widgets/heatmap/HeatOptions.h"

namespace qd::heatmap {

class HeatView;

/// HEATMAP: what the book displayed at every price over time, with trades, best prices and own orders.
class HeatPane final : public ui::Pane {
    Q_OBJECT
  public:
    using Pane::PaintScope;

    explicit HeatPane(ui::PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<ui::KeyHint> keys();

    [[nodiscard]] bool canLinkTime() const override { return true; }
    [[nodiscard]] ui::PaneState state() const override;
    void restore(const ui::PaneState& state) override;
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    [[nodiscard]] ui::OrderSurface* orderSurface() override;
    void onFrame(const ui::Frame& frame) override;

    [[nodiscard]] HeatView& view() const { return *m_view; }
    /// Smaller sizes become brighter by `factor` > 1; the scale is fixed from then on.
    void brighten(double factor);

  protected:
    void marketChanged() override;
    void themeChanged() override;
    void linkedCrossMoved() override;
    void addMenuEntries(QMenu& menu) override;

  private:
    void apply(const HeatOptions& options);

    HeatView* m_view = nullptr;
    ports::Subscription m_account;
};

} // namespace qd::heatmap
