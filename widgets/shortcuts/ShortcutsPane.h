#pragma once

#include "widgets/base/KeyHint.h"
#include "widgets/base/Pane.h"

class QLineEdit;
class QToolButton;

namespace qd::ui {

class SectionList;

/// S: every key of the terminal, those wanted twice marked; can be copied as text to be printed. Main thread.
class ShortcutsPane final : public Pane {
    Q_OBJECT
  public:
    /// `places`: keys that are no command's, of the terminal itself and of each kind of pane.
    ShortcutsPane(PaneContext& context, std::vector<KeyHints> places);

    /// "S ladder" searches for it.
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 250 * kNanosPerMilli; }
    void onFrame(const Frame& frame) override;

  protected:
    void themeChanged() override;

  private:
    void copy();

    std::vector<KeyHints> m_places;
    QLineEdit* m_search;
    QToolButton* m_copy;
    SectionList* m_list;
    bool m_stale = true; ///< actions or keys changed since they were read
    ports::Subscription m_changes;
};

} // namespace qd::ui
