#pragma once

#include "widgets/account/AccountSection.h"
#include "widgets/base/FigureView.h"

class QLabel;
class QPushButton;

namespace qd::ui {

/// What InsuranceSection writes its figures from.
struct InsuranceState {
    InsuranceStanding fund;
    StakeView stake;
    UnixNanos now;
};

/// A figure of the insurance section as data.
struct InsuranceFigure {
    QString name;
    QString label;
    QString tip;
    std::function<QString(const InsuranceState&)> text;
};
[[nodiscard]] std::vector<InsuranceFigure> insuranceFigures();

/// The insurance fund and the owner's share of it: staking, asking for it back, and taking it out after the cooldown.
class InsuranceSection final : public AccountSection {
    Q_OBJECT
  public:
    InsuranceSection(PaneContext& context, ControlRequests& requests);
    void show(const AccountView* account, std::int64_t now) override;
    bool fade(std::int64_t now) override;

  private:
    void addForms();
    void stake();
    void requestUnstake();
    void takeBack();
    void takeOut();

    std::vector<InsuranceFigure> m_figures;
    std::vector<FigureView*> m_views;
    QLabel* m_state;
    DecimalEdit* m_amount = nullptr;
    DecimalEdit* m_shares = nullptr;
    QPushButton* m_back = nullptr;
    QPushButton* m_out = nullptr;
};

} // namespace qd::ui
