#pragma once

#include "widgets/base/Pane.h"
#include "widgets/footprint/FootprintOptions.h"

class QToolButton;

namespace qd::footprint {

class FootprintView;

/// FOOTPRINT: what traded at the bid and at the ask, by bar and price.
class FootprintPane final : public ui::Pane {
    Q_OBJECT
  public:
    using Pane::PaintScope;

    explicit FootprintPane(ui::PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<ui::KeyHint> keys();

    [[nodiscard]] bool canLinkTime() const override { return true; }
    [[nodiscard]] ui::PaneState state() const override;
    void restore(const ui::PaneState& state) override;
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    void onFrame(const ui::Frame& frame) override;

    [[nodiscard]] FootprintView& view() const { return *m_view; }
    /// Cells say the next thing they can say.
    void nextMode();

  protected:
    void marketChanged() override;
    void themeChanged() override;
    void linkedCrossMoved() override;
    void addMenuEntries(QMenu& menu) override;

  private:
    void apply(const FootprintOptions& options);
    void addIntervals(QMenu& menu);
    void addModes(QMenu& menu);
    void addRows(QMenu& menu);
    void addRule(QMenu& menu);
    /// An entry that is checked where what it makes of the options is what they are.
    void addChoice(QMenu& menu, const QString& text, FootprintOptions made);
    void showChoices();

    FootprintView* m_view = nullptr;
    QToolButton* m_interval = nullptr;
    QToolButton* m_mode = nullptr;
};

} // namespace qd::footprint
