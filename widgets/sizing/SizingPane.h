#pragma once

#include "widgets/base/Pane.h"
#include "widgets/sizing/SizingWords.h"
#include "widgets/ticket/TicketParts.h"

#include <map>
#include <string>

class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace qd::ui {

class DecimalEdit;
class FormLine;

/// CALC: how large a position may be. It sends nothing. Main thread.
class SizingPane final : public Pane {
    Q_OBJECT
  public:
    explicit SizingPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// "CALC SOL-PERP ENTRY 150 STOP 148 RISK 1% LEV 5 T1 155".
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 100 * kNanosPerMilli; }
    void onFrame(const Frame& frame) override;
    [[nodiscard]] const Sizing& sizing() const { return m_sizing; }

  protected:
    void marketChanged() override;
    void themeChanged() override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    QWidget* makeBody();
    FormLine* makeForm();
    FormLine* makeTargets();
    void makeFoot(QVBoxLayout& column);
    void watch();
    void refresh();
    void showHeadlineColour();
    void showMessages();
    void copyCommand();
    [[nodiscard]] SizingInputs inputs() const;
    /// The fields that are texts, by their names in words and layouts.
    [[nodiscard]] std::map<std::string, DecimalEdit*> fields() const;

    DecimalEdit* m_entry = nullptr;
    DecimalEdit* m_stop = nullptr;
    DecimalEdit* m_risk = nullptr;
    QComboBox* m_unit = nullptr;
    DecimalEdit* m_leverage = nullptr;
    std::array<DecimalEdit*, kSizingTargets> m_targets{};
    QLabel* m_headline = nullptr;
    QLabel* m_messages = nullptr;
    ConsequencesView* m_rows = nullptr;
    ConsequencesView* m_targetRows = nullptr;
    QPushButton* m_copy = nullptr;

    TicketFacts m_facts; ///< of the last refresh
    Sizing m_sizing;
    bool m_changed = true; ///< inputs or the account changed since
    ports::Subscription m_account;
    ports::Subscription m_watch;
};

} // namespace qd::ui
