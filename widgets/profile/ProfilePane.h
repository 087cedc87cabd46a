#pragma once

#include "widgets/base/Pane.h"
#include "widgets/profile/ProfileOptions.h"

class QToolButton;

namespace qd::profile {

class ProfileView;

/// VOLUME: what traded at every price over a stretch of time.
class ProfilePane final : public ui::Pane {
    Q_OBJECT
  public:
    using Pane::PaintScope;

    explicit ProfilePane(ui::PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<ui::KeyHint> keys();

    [[nodiscard]] ui::PaneState state() const override;
    void restore(const ui::PaneState& state) override;
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    void onFrame(const ui::Frame& frame) override;

    [[nodiscard]] ProfileView& view() const { return *m_view; }

  protected:
    void marketChanged() override;
    void themeChanged() override;
    void linkedCrossMoved() override;
    void addMenuEntries(QMenu& menu) override;

  private:
    void apply(const ProfileOptions& options);
    void addRanges(QMenu& menu);
    void addRows(QMenu& menu);
    /// An entry that is checked where what it makes of the options is what they are.
    void addChoice(QMenu& menu, const QString& text, ProfileOptions made);

    ProfileView* m_view = nullptr;
    QToolButton* m_range = nullptr;
};

} // namespace qd::profile
