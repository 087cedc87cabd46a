#pragma once

#include "widgets/base/Pane.h"

class QLabel;
class QLineEdit;

namespace qd::ui {

class SectionList;

/// HELP: everything the terminal can be told, to be searched, read and run. Main thread.
class HelpPane final : public Pane {
    Q_OBJECT
  public:
    /// `places`: whose keys can be chosen, to be explained too.
    explicit HelpPane(PaneContext& context, std::vector<KeyHints> places = {});
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    /// "HELP cancel" searches for it.
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    /// Commands change rarely.
    [[nodiscard]] std::int64_t frameInterval() const override { return 250 * kNanosPerMilli; }
    void onFrame(const Frame& frame) override;

  protected:
    void themeChanged() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void connectParts();
    void run(const QString& name);
    void showHint(const QString& name);
    void say(const QString& sentence, Token token);

    std::vector<KeyHints> m_places;
    QLineEdit* m_search;
    SectionList* m_list;
    QLabel* m_answer;
    Token m_answerToken = Token::Text2;
    bool m_stale = true; ///< actions changed since they were read
    ports::Subscription m_changes;
};

} // namespace qd::ui
