#pragma once

#include "widgets/account/AccountFigures.h"
#include "widgets/account/AccountSection.h"
#include "widgets/base/ControlRequests.h"
#include "widgets/base/FigureView.h"
#include "widgets/base/NoticeLine.h"
#include "widgets/base/Pane.h"

class QBoxLayout;
class QGridLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QTabBar;

namespace qd::ui {

/// ACCT: the account in figures, its health, what it may not do any more, and beginning anew; behind tabs its
/// sub-accounts, collateral, margin, delegates, insurance and referral, and what may be done with them. Main thread.
class AccountPane final : public Pane {
    Q_OBJECT
  public:
    explicit AccountPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    void onFrame(const Frame& frame) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 33 * kNanosPerMilli; }
    /// "RESET" begins a new account at once: it was typed out. The name of a tab shows it.
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;

  protected:
    void themeChanged() override;
    void addMenuEntries(QMenu& menu) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    class Content;
    void createResetButton();
    void createSections();
    void chooseTab(int tab);
    /// The tab of this name ("MARGIN"), -1 for none.
    [[nodiscard]] int tabNamed(const std::string& name) const;
    void readSection(std::int64_t now);
    void createContent();
    void createFigures();
    QWidget* createQuestion();
    /// As many columns as the figures need in this width.
    void arrange(int width);
    void askReset();
    void reset();
    void read(const Frame& frame);
    void showAccount(const AccountView& account, std::int64_t now);
    void showUnknown(std::int64_t now);
    void showWarning(const AccountView* account);
    void copyFigures();
    [[nodiscard]] QString standing() const;

    std::vector<AccountFigure> m_figures;
    std::vector<FigureView*> m_views;
    QScrollArea* m_scroll;
    QWidget* m_content;
    QGridLayout* m_grid;
    QBoxLayout* m_head; ///< who and how healthy, side by side where there is room
    QLabel* m_name;
    QLabel* m_mode;
    HealthBar* m_health;
    QLabel* m_warning;
    QWidget* m_question;
    QPushButton* m_keep = nullptr;
    NoticeLine* m_notice;
    ControlRequests m_requests;
    QTabBar* m_tabs;
    QStackedWidget* m_stack;
    std::vector<AccountSection*> m_sections; ///< of the tabs behind the first
    ports::Subscription m_changes;
    ports::Subscription m_venueChanges;
    std::optional<AccountId> m_account;
    bool m_resetting = false; ///< asked for, not answered yet
    bool m_dirty = true;
    bool m_fading = false;
    std::int64_t m_readAt = 0;
    int m_columns = 0;
};

} // namespace qd::ui
