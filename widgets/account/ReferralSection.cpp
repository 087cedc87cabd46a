#include "widgets/account/ReferralSection.h"

#include "widgets/base/Format.h"
#include "widgets/base/QuestionLine.h"

#include <QLabel>
#include <QPushButton>

#include <limits>

namespace qd::ui {
namespace {

QString tr(const char* text) { return ReferralSection::tr(text); }

} // namespace

QString referrerSentence(const AccountView& account) {
    if (!account.referrer)
        return tr("Nobody is named as who brought you here. A referrer takes a tenth off each of your taker fees, and "
                  "gets as much.");
    return tr("Owner %1 brought you here: each of your taker fees is a tenth lower, and as much of it goes to them.")
        .arg(account.referrer->value());
}

QString rewardsSentence(const AccountView& account) {
    const QString own =
        tr("You are owner %1: who names this number brings you a tenth of their taker fees, paid to your account 0.")
            .arg(account.master.value());
    if (account.referralRewards.isZero()) return own;
    return own + QLatin1Char(' ') + tr("So far that was %1 USDC.").arg(heldText(account.referralRewards));
}

ReferralSection::ReferralSection(PaneContext& context, ControlRequests& requests)
    : AccountSection(context, requests, QStringLiteral("accountReferral"), tr("Referral"))
    , m_question(new QuestionLine(QStringLiteral("referrerQuestion"), this))
    , m_own(nullptr)
    , m_rewards(nullptr) {
    column()->addWidget(m_question);
    m_own = addSentence(QStringLiteral("referrerOwn"));
    addForm();
    m_rewards = addSentence(QStringLiteral("referralRewards"));
    column()->addStretch(1);
}

QLabel* ReferralSection::addSentence(const QString& name) {
    auto* label = new QLabel(this);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setContentsMargins(6, 2, 6, 2);
    label->setProperty("label", true);
    column()->addWidget(label);
    return label;
}

void ReferralSection::addForm() {
    m_form = AccountSection::addForm(QStringLiteral("referrerForm"), tr("Referrer"));
    m_referrer = m_form->addDecimal(
        {QStringLiteral("referrerId"), tr("Owner no."), tr("Number of the owner who brought you here")}, 0, 8);
    auto* go = m_form->addButton(
        {QStringLiteral("referrerGo"), tr("Name"), tr("Names who brought you here, once and for all; asks first")});
    connect(go, &QPushButton::clicked, this, &ReferralSection::ask);
}

void ReferralSection::ask() {
    const auto number = m_referrer->raw();
    if (!number || *number < 0 || *number > std::numeric_limits<std::uint32_t>::max())
        return emit objected(tr("Type the number of the owner who brought you here."));
    const MasterId referrer(static_cast<std::uint32_t>(*number));
    m_question->ask(tr("Name owner %1 as your referrer? That cannot be changed any more.").arg(*number), tr("Not yet"),
                    tr("Name them for good"), [this, referrer] {
                        context().control.setReferrer(
                            referrer, requests().follow(tr("Name the referrer"),
                                                        tr("Owner %1 is your referrer.").arg(referrer.value())));
                    });
}

void ReferralSection::show(const AccountView* account, std::int64_t) {
    m_own->setText(account != nullptr ? referrerSentence(*account)
                                      : tr("There is no account yet; it comes when the venue has started."));
    m_rewards->setText(account != nullptr ? rewardsSentence(*account) : QString());
    m_form->setVisible(account != nullptr && !account->referrer);
    if (account != nullptr && account->referrer) m_question->hide();
}

} // namespace qd::ui
