#include "widgets/account/AccountFigures.h"

#include "core/engine/ledger/FeeTiers.h"
#include "widgets/base/Format.h"
#include "widgets/base/MarginStanding.h"

#include <QCoreApplication>

namespace qd::ui {
namespace {

constexpr int kRatioDecimals = 2;    ///< basis points as percent
constexpr int kLeverageDecimals = 4; ///< scale of AccountView::leverage

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::AccountPane", text); }

using A = AccountView;

Token resultToken(Money result) {
    if (result.isZero()) return Token::Text1;
    return result.raw() > 0 ? Token::Up : Token::Down;
}

QString balanceText(const A& a) {
    const auto balance = a.totalEquity.minus(a.unrealised);
    return balance ? heldText(*balance) : unknownText();
}

Token ratioToken(const A& a) { return tokenOf(standingOf(a), Token::Text1); }

using Figures = std::vector<AccountFigure>;

void addMoney(Figures& list) {
    list.push_back({.name = QStringLiteral("equity"),
                    .label = tr("Equity"),
                    .tip = tr("Balance plus the unrealised profit and loss of all positions at their marks, isolated "
                              "ones too. USDC, from the venue's risk engine."),
                    .text = [](const A& a) { return text(a.totalEquity); },
                    .strong = true});
    list.push_back({.name = QStringLiteral("unrealised"),
                    .label = tr("Unrealised P&L"),
                    .tip = tr("What closing every position at its mark would add, without fees. USDC."),
                    .text = [](const A& a) { return signedText(a.unrealised); },
                    .token = [](const A& a) { return resultToken(a.unrealised); }});
    list.push_back({.name = QStringLiteral("balance"),
                    .label = tr("Balance"),
                    .tip = tr("Deposits plus everything realised, fees and funding included. USDC, from the venue's "
                              "ledger."),
                    .text = balanceText});
    list.push_back({.name = QStringLiteral("realised"),
                    .label = tr("Realised P&L"),
                    .tip = tr("Realised profit and loss of all markets since the account began, fees and funding "
                              "included. USDC."),
                    .text = [](const A& a) { return signedText(a.realised); },
                    .token = [](const A& a) { return resultToken(a.realised); }});
    list.push_back({.name = QStringLiteral("deposits"),
                    .label = tr("Deposits"),
                    .tip = tr("What all balances are worth at their prices, isolated margins and settled profit and "
                              "loss included. USDC, from the venue's ledger."),
                    .text = [](const A& a) { return heldText(a.deposits); }});
    list.push_back({.name = QStringLiteral("rewards"),
                    .label = tr("Referral rewards"),
                    .tip = tr("Received by your account 0 so far: a tenth of the taker fees of every owner who named "
                              "you as who brought them. USDC, from the venue's ledger."),
                    .text = [](const A& a) { return heldText(a.referralRewards); }});
}

void addMargin(Figures& list) {
    list.push_back(
        {.name = QStringLiteral("free"),
         .label = tr("Free collateral"),
         .tip = tr("Collateral at initial weights less the initial margin required, not below zero: what new "
                   "orders and positions may still use. USDC, rounded down."),
         .text = [](const A& a) { return heldText(a.freeCollateral); },
         .strong = true});
    list.push_back({.name = QStringLiteral("initial"),
                    .label = tr("Initial margin"),
                    .tip = tr("Required to open: over all markets, the worse of the position with all bids or all asks "
                              "filled × mark × initial ratio, and 0.01 an order. USDC, rounded up."),
                    .text = [](const A& a) { return requiredText(a.initialMargin); }});
    list.push_back(
        {.name = QStringLiteral("maintenance"),
         .label = tr("Maintenance margin"),
         .tip = tr("Required to keep: as the initial margin, with the maintenance ratio. Below it the account "
                   "may only reduce. USDC, rounded up."),
         .text = [](const A& a) { return requiredText(a.maintenanceMargin); }});
    list.push_back({.name = QStringLiteral("ratio"),
                    .label = tr("Margin ratio"),
                    .tip = tr("Maintenance margin ÷ collateral at maintenance weights, rounded up. 100 % is the end: "
                              "from there the account may only reduce. – when there is no collateral left."),
                    .text =
                        [](const A& a) {
                            return a.marginRatioBps ? number(*a.marginRatioBps, kRatioDecimals, kRatioDecimals) +
                                                          QStringLiteral(" %")
                                                    : unknownText();
                        },
                    .token = ratioToken});
    list.push_back(
        {.name = QStringLiteral("leverage"),
         .label = tr("Leverage"),
         .tip = tr("Sum of |position × mark| over all markets ÷ equity, rounded up. – when there is no equity."),
         .text = [](const A& a) {
             // Two digits, still rounded up.
             return a.leverage ? number((*a.leverage + 99) / 100, kLeverageDecimals - 2, 2) + QStringLiteral("×")
                               : unknownText();
         }});
}

QString shareText(Ratio share) { return number(share.raw(), kRatioDecimals, 0) + QStringLiteral(" %"); }

QString tiersTip() {
    QStringList steps;
    for (const ledger::FeeTier& tier : ledger::kFeeTiers)
        steps << tr("%1 from %2").arg(shareText(tier.share), number(tier.volume.raw(), Money::kDecimals, 0));
    return tr("What you pay of each market's taker fee, by the volume of the 30 whole days before today, judged "
              "once a day at midnight UTC: %1 USDC. Rebates are the same for everybody.")
        .arg(steps.join(tr(", ")));
}

void addFees(Figures& list) {
    list.push_back({.name = QStringLiteral("volume"),
                    .label = tr("Volume 30 days"),
                    .tip = tr("Traded by all your sub-accounts in the 30 whole days (UTC) before today, as maker and "
                              "as taker. USDC, from the venue."),
                    .text = [](const A& a) { return number(a.volume30Days.raw(), Money::kDecimals, 0); }});
    list.push_back(
        {.name = QStringLiteral("fees"), .label = tr("Taker fees"), .tip = tiersTip(), .text = [](const A& a) {
             return shareText(a.taker.share);
         }});
    list.push_back(
        {.name = QStringLiteral("referrer"),
         .label = tr("Referrer"),
         .tip = tr("Who brought you here, named once and for all: each taker fee, by its tier, is a tenth "
                   "lower, and as much of it goes to the referrer. – for nobody."),
         .text = [](const A& a) { return a.referrer ? tr("Owner %1").arg(a.referrer->value()) : unknownText(); }});
}

} // namespace

std::vector<AccountFigure> accountFigures() {
    Figures list;
    addMoney(list);
    addMargin(list);
    addFees(list);
    return list;
}

} // namespace qd::ui
