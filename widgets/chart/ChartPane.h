#pragma once

#include "widgets/base/Pane.h"
#include "widgets/chart/ChartWords.h"

namespace qd::drawings {
class DrawingBook;
}

namespace qd::chart {

class ChartControls;
class ChartView;

/// CHART: candles with volume, EMA and VWAP, the user's orders, position and fills.
class ChartPane final : public ui::Pane {
    Q_OBJECT
  public:
    using Pane::PaintScope;

    /// `book` outlives the pane.
    ChartPane(ui::PaneContext& context, drawings::DrawingBook& book);
    /// What may be typed after CHART and its market, for the last of `words`.
    [[nodiscard]] static std::vector<std::string> complete(const ports::ActionWords& words);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<ui::KeyHint> keys();

    [[nodiscard]] bool canLinkTime() const override { return true; }
    [[nodiscard]] ui::PaneState state() const override;
    void restore(const ui::PaneState& state) override;
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    void runWords(const ports::ActionWords& words, const ports::ActionDone& done) override;
    [[nodiscard]] ui::OrderSurface* orderSurface() override;
    void onFrame(const ui::Frame& frame) override;

    [[nodiscard]] ChartView& view() const { return *m_view; }

  protected:
    void marketChanged() override;
    void themeChanged() override;
    void linkedCrossMoved() override;
    void addMenuEntries(QMenu& menu) override;

  private:
    [[nodiscard]] ChartSettings settings() const;
    void apply(const ChartSettings& settings);
    [[nodiscard]] std::optional<QString> completeSymbols(std::vector<std::string>& symbols) const;

    ChartView* m_view = nullptr;
    ChartControls* m_controls = nullptr;
    ports::Subscription m_account;
};

} // namespace qd::chart
