#include "widgets/account/AccountFigures.h"

#include "widgets/base/Format.h"

#include <QCoreApplication>

namespace qd::ui {
namespace {

constexpr int kLowHealth = 30;       ///< warned from here down, as in the top bar
constexpr int kRatioDecimals = 2;    ///< basis points as percent
constexpr int kLeverageDecimals = 4; ///< scale of AccountView::leverage

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::AccountPane", text); }

using A = AccountView;

QString differenceText(Money whole, Money part) {
    const auto difference = whole.minus(part);
    return difference ? signedText(*difference) : unknownText();
}

Token differenceToken(Money whole, Money part) {
    if (whole == part) return Token::Text1;
    return whole > part ? Token::Up : Token::Down;
}

Token ratioToken(const A& a) {
    if (a.mayOnlyReduce) return Token::Danger;
    return a.health < kLowHealth ? Token::Warn : Token::Text1;
}

using Figures = std::vector<AccountFigure>;

void addMoney(Figures& list) {
    list.push_back({.name = QStringLiteral("equity"),
                    .label = tr("Equity"),
                    .tip = tr("Balance plus the unrealised profit and loss of all positions at their marks. USDC, from "
                              "the venue's risk engine."),
                    .text = [](const A& a) { return text(a.equity); },
                    .strong = true});
    list.push_back({.name = QStringLiteral("unrealised"),
                    .label = tr("Unrealised P&L"),
                    .tip = tr("Equity less balance: what closing every position at its mark would add, without fees. "
                              "USDC."),
                    .text = [](const A& a) { return differenceText(a.equity, a.balance); },
                    .token = [](const A& a) { return differenceToken(a.equity, a.balance); }});
    list.push_back({.name = QStringLiteral("balance"),
                    .label = tr("Balance"),
                    .tip = tr("Deposits plus everything realised, fees included. USDC, from the venue's ledger."),
                    .text = [](const A& a) { return text(a.balance); }});
    list.push_back({.name = QStringLiteral("realised"),
                    .label = tr("Realised P&L"),
                    .tip = tr("Balance less deposits: realised profit and loss since the account began, fees included. "
                              "USDC."),
                    .text = [](const A& a) { return differenceText(a.balance, a.collateral); },
                    .token = [](const A& a) { return differenceToken(a.balance, a.collateral); }});
    list.push_back({.name = QStringLiteral("deposits"),
                    .label = tr("Deposits"),
                    .tip = tr("What was paid in. USDC, from the venue's ledger."),
                    .text = [](const A& a) { return text(a.collateral); }});
}

void addMargin(Figures& list) {
    list.push_back(
        {.name = QStringLiteral("free"),
         .label = tr("Free collateral"),
         .tip = tr("Collateral at initial weights less the initial margin required, not below zero: what new "
                   "orders and positions may still use. USDC, rounded down."),
         .text = [](const A& a) { return text(a.freeCollateral); },
         .strong = true});
    list.push_back({.name = QStringLiteral("initial"),
                    .label = tr("Initial margin"),
                    .tip = tr("Required to open: over all markets, the worse of the position with all bids or all asks "
                              "filled × mark × initial ratio, and 0.01 an order. USDC, rounded up."),
                    .text = [](const A& a) { return text(a.initialMargin); }});
    list.push_back(
        {.name = QStringLiteral("maintenance"),
         .label = tr("Maintenance margin"),
         .tip = tr("Required to keep: as the initial margin, with the maintenance ratio. Below it the account "
                   "may only reduce. USDC, rounded up."),
         .text = [](const A& a) { return text(a.maintenanceMargin); }});
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

} // namespace

std::vector<AccountFigure> accountFigures() {
    Figures list;
    addMoney(list);
    addMargin(list);
    return list;
}

Token healthToken(const AccountView& account) {
    if (account.mayOnlyReduce) return Token::Danger;
    return account.health < kLowHealth ? Token::Warn : Token::Up;
}

} // namespace qd::ui
