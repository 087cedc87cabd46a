#pragma once

#include "widgets/base/Pane.h"

#include <vector>

class QLabel;
class QLineEdit;
class QScrollArea;

namespace qd::ui {

class SettingRow;

/// SETTINGS: everything people can set, by section, to be searched and changed. Main thread.
class SettingsPane final : public Pane {
    Q_OBJECT
  public:
    explicit SettingsPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// "SETTINGS ladder size" searches for these words.
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    /// Only the lock on opening is looked at.
    [[nodiscard]] std::int64_t frameInterval() const override { return 250 * kNanosPerMilli; }
    void onFrame(const Frame& frame) override;

  protected:
    void themeChanged() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Part {
        QLabel* heading;
        std::vector<SettingRow*> rows;
    };
    void prepareSearch();
    QWidget* createForm();
    void filter(const QString& typed);
    void showChanged(const QString& key);
    void showCount();

    QLineEdit* m_search;
    QScrollArea* m_scroll;
    QLabel* m_lock;
    QLabel* m_nothing;
    std::vector<Part> m_parts;
    bool m_locked = false;
};

} // namespace qd::ui
