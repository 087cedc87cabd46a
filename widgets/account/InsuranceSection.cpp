#include "widgets/account/InsuranceSection.h"

#include "widgets/base/Format.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace qd::ui {
namespace {

constexpr int kShareDecimals = 4;

QString tr(const char* text) { return InsuranceSection::tr(text); }

using S = InsuranceState;

QString sharesText(std::int64_t shares) { return number(shares, 0, 0); }

/// The owner's part of the fund.
QString partText(const S& s) {
    if (s.fund.shares <= 0) return unknownText();
    return number(static_cast<std::int64_t>(Int128{s.stake.shares} * 1'000'000 / s.fund.shares), kShareDecimals,
                  kShareDecimals) +
           QStringLiteral(" %");
}

/// "12 d 3 h", "41 min": how long until the shares may be taken out.
QString waitText(std::int64_t nanos) {
    if (nanos < kNanosPerDay) return durationText(nanos);
    return tr("%1 d %2 h").arg(nanos / kNanosPerDay).arg(nanos % kNanosPerDay / kNanosPerHour);
}

QString stateText(const S& s) {
    if (s.stake.unstaking == 0) return tr("Nothing has been asked back.");
    if (s.stake.unstakingReady > s.now)
        return tr("%1 shares were asked back on %2 UTC; they may be taken out in %3.")
            .arg(sharesText(s.stake.unstaking), dateTimeText(s.stake.unstakingSince).left(16),
                 waitText(s.stake.unstakingReady - s.now));
    return tr("%1 shares may be taken out now.").arg(sharesText(s.stake.unstaking));
}

} // namespace

std::vector<InsuranceFigure> insuranceFigures() {
    return {{QStringLiteral("fundVault"), tr("Fund"),
             tr("What the insurance fund holds: it pays debts of bankrupt accounts before anybody else does. USDC."),
             [](const S& s) { return heldText(s.fund.vault); }},
            {QStringLiteral("fundShares"), tr("Shares of all"), tr("Shares of all who staked."),
             [](const S& s) { return sharesText(s.fund.shares); }},
            {QStringLiteral("fundBackstop"), tr("Backstop equity"),
             tr("What the account is worth that takes over pools nobody else wants. USDC; – without one."),
             [](const S& s) { return s.fund.backstop ? text(s.fund.backstopEquity) : unknownText(); }},
            {QStringLiteral("stakeShares"), tr("Your shares"), tr("Shares of this account in the fund."),
             [](const S& s) { return sharesText(s.stake.shares); }},
            {QStringLiteral("stakeWorth"), tr("Worth"), tr("What your shares are worth now, rounded down. USDC."),
             [](const S& s) { return heldText(s.stake.worth); }},
            {QStringLiteral("stakePart"), tr("Your part"), tr("Your shares ÷ shares of all."), partText}};
}

InsuranceSection::InsuranceSection(PaneContext& context, ControlRequests& requests)
    : AccountSection(context, requests, QStringLiteral("accountInsurance"), tr("Insurance"))
    , m_figures(insuranceFigures())
    , m_state(new QLabel(this)) {
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(0);
    const int half = static_cast<int>(m_figures.size()) / 2;
    for (int i = 0; i < static_cast<int>(m_figures.size()); ++i) {
        const InsuranceFigure& figure = m_figures[static_cast<std::size_t>(i)];
        auto* view = new FigureView(context.themes, context.settings, figure.name, figure.label, figure.tip, this);
        view->setFixedHeight(context.theme().rowHeight());
        grid->addWidget(view, i % half, i / half);
        m_views.push_back(view);
    }
    column()->addLayout(grid);
    m_state->setObjectName(QStringLiteral("stakeState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setContentsMargins(6, 2, 6, 2);
    m_state->setProperty("label", true);
    column()->addWidget(m_state);
    addForms();
    column()->addStretch(1);
    connect(&context.themes, &ThemeHost::changed, this, [this] {
        for (FigureView* view : m_views) view->setFixedHeight(this->context().theme().rowHeight());
    });
}

void InsuranceSection::addForms() {
    FormLine* in = addForm(QStringLiteral("stakeIn"), tr("Stake"));
    m_amount = in->addDecimal(
        {QStringLiteral("stakeAmount"), tr("USDC"), tr("From the account's quote currency into the fund")},
        Money::kDecimals, 12);
    auto* stake = in->addButton({QStringLiteral("stakeGo"), tr("Stake"),
                                 tr("Buys shares of the fund. They earn liquidation fees and pay for bankruptcies: "
                                    "they can lose.")});
    FormLine* out = addForm(QStringLiteral("stakeOut"), tr("Unstake"));
    m_shares = out->addDecimal({QStringLiteral("unstakeShares"), tr("Shares"), tr("How many are asked back")}, 0, 14);
    auto* ask = out->addButton({QStringLiteral("unstakeAsk"), tr("Ask back"),
                                tr("Begins the cooldown of 13 days; a new request begins it anew")});
    auto* all = out->addButton({QStringLiteral("unstakeAll"), tr("All"), tr("All of your shares")});
    m_back = out->addButton({QStringLiteral("unstakeBack"), tr("Leave them in"), tr("Takes the request back")});
    m_out = out->addButton({QStringLiteral("unstakeOut"), tr("Take out"),
                            tr("After the cooldown: what they are worth comes to the account")});
    connect(stake, &QPushButton::clicked, this, &InsuranceSection::stake);
    connect(ask, &QPushButton::clicked, this, &InsuranceSection::requestUnstake);
    connect(all, &QPushButton::clicked, this, [this] {
        if (const auto now = account()) m_shares->setRaw(now->stake.shares);
    });
    connect(m_back, &QPushButton::clicked, this, &InsuranceSection::takeBack);
    connect(m_out, &QPushButton::clicked, this, &InsuranceSection::takeOut);
}

void InsuranceSection::stake() {
    const auto amount = m_amount->raw();
    if (!amount || *amount <= 0) return emit objected(tr("The amount must be a number above zero."));
    const QString sum = number(*amount, Money::kDecimals, Money::kDecimals);
    context().control.stakeInsurance(Money(*amount),
                                     requests().follow(tr("Stake"), tr("%1 USDC are in the insurance fund.").arg(sum)));
}

void InsuranceSection::requestUnstake() {
    const auto shares = m_shares->raw();
    if (!shares || *shares <= 0) return emit objected(tr("Type how many shares are asked back."));
    context().control.requestUnstake(
        *shares, requests().follow(tr("Unstake"), tr("The cooldown of %1 shares has begun.").arg(sharesText(*shares))));
}

void InsuranceSection::takeBack() {
    context().control.requestUnstake(0, requests().follow(tr("Unstake"), tr("The request is taken back.")));
}

void InsuranceSection::takeOut() {
    context().control.unstake(requests().follow(tr("Unstake"), tr("The shares were paid out.")));
}

void InsuranceSection::show(const AccountView* account, std::int64_t now) {
    const InsuranceState state{context().market.insurance(), account != nullptr ? account->stake : StakeView{},
                               context().market.now()};
    const bool trusted = account != nullptr && !context().standsStill(); // no price is in them
    for (std::size_t i = 0; i < m_views.size(); ++i)
        m_views[i]->setValue(account != nullptr ? m_figures[i].text(state) : unknownText(),
                             trusted ? Token::Text1 : Token::Text3, now);
    m_state->setText(stateText(state));
    m_back->setEnabled(state.stake.unstaking > 0);
    m_out->setEnabled(state.stake.unstaking > 0 && state.stake.unstakingReady <= state.now);
}

bool InsuranceSection::fade(std::int64_t now) {
    bool fading = false;
    for (FigureView* view : m_views) fading = view->fade(now) || fading;
    return fading;
}

} // namespace qd::ui
