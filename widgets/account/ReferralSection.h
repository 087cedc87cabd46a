#pragma once

#include "widgets/account/AccountSection.h"

class QLabel;

namespace qd::ui {

class QuestionLine;

/// Who brought the owner here, which is said once and for all, and what the owner has earned by bringing others.
class ReferralSection final : public AccountSection {
    Q_OBJECT
  public:
    ReferralSection(PaneContext& context, ControlRequests& requests);
    void show(const AccountView* account, std::int64_t now) override;

  private:
    QLabel* addSentence(const QString& name);
    void addForm();
    void ask();

    QuestionLine* m_question;
    QLabel* m_own;     ///< who brought the owner
    QLabel* m_rewards; ///< and what bringing others has earned
    FormLine* m_form = nullptr;
    DecimalEdit* m_referrer = nullptr;
};

/// What the section says of the owner's referrer, and of the owner as one.
[[nodiscard]] QString referrerSentence(const AccountView& account);
[[nodiscard]] QString rewardsSentence(const AccountView& account);

} // namespace qd::ui
