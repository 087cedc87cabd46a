#include "widgets/sizing/SizingWords.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

namespace qd::ui {
namespace {

using Rows = std::vector<ConsequenceRow>;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::SizingWords", text); }

QString shownMoney(const std::optional<Money>& money) { return money ? text(*money) : unknownText(); }
QString cost(const std::optional<Money>& money) { return money ? signedText(Money(-money->raw())) : unknownText(); }

/// What is risked when the bound is another than the risk: a part of the budget.
QString lossText(const Sizing& s) {
    if (!s.lossAtStop) return unknownText();
    if (!s.equity || s.equity->raw() <= 0) return cost(s.lossAtStop);
    return tr("%1 (%2 %)").arg(cost(s.lossAtStop), percent(-s.lossAtStop->raw(), s.equity->raw(), 2));
}

QString liquidationOf(const Sizing& s, Digits digits) {
    if (!s.liquidationKnown) return unknownText();
    if (!s.liquidation) return tr("none");
    return liquidationText(*s.liquidation, s.mark, digits.price);
}

/// From the stop to the liquidation price, in percent of the stop; the sign is that of the way onwards.
QString roomText(const Sizing& s) {
    if (!s.liquidation || !s.stop) return s.liquidationKnown && !s.liquidation ? tr("none") : unknownText();
    return percent(s.liquidation->raw() - s.stop->raw(), s.stop->raw(), 2) + tr(" %");
}

QString boundText(const Sizing& s) {
    switch (s.bound) {
    case SizingBound::Risk: return tr("risk");
    case SizingBound::Collateral: return tr("free collateral and leverage");
    case SizingBound::LargestOrder: return tr("the market's largest order");
    }
    return {};
}

void addSize(Rows& rows, const Sizing& s, Digits digits) {
    const bool sized = !s.size.isZero();
    rows.push_back({tr("Equity"), shownMoney(s.equity), tr("Of the whole account, live, in USDC."), Token::Text1});
    rows.push_back(
        {tr("To be risked"), shownMoney(s.budget), tr("What may be lost at the stop, in USDC."), Token::Text1});
    rows.push_back(
        {tr("Entry"),
         !s.entry ? unknownText() : exact(*s.entry, digits.price) + (s.entryIsLive ? tr(" · live") : QString()),
         tr("What is typed, or the best opposite price of now."), Token::Text1});
    rows.push_back(
        {tr("Size by risk"), s.byRisk ? text(*s.byRisk, digits.size) : unknownText(),
         tr("Loses what is to be risked when it is closed at the stop, both fees included; down to the step."),
         Token::Text1});
    rows.push_back({tr("Bound by"), sized ? boundText(s) : unknownText(),
                    tr("The smallest of: size by risk, the largest order free collateral and leverage carry, and the "
                       "market's largest order."),
                    sized && s.bound != SizingBound::Risk ? Token::Warn : Token::Text1});
    rows.push_back({tr("Notional"), shownMoney(s.notional), tr("Size at the entry, in USDC."), Token::Text1});
    rows.push_back({tr("Margin"), s.margin ? requiredText(*s.margin) : unknownText(),
                    tr("Initial margin it needs beyond that of now, in USDC."), Token::Text1});
    rows.push_back({tr("Free collateral then"), s.freeAfter ? heldText(*s.freeAfter) : unknownText(),
                    tr("What is left above the initial margin once it is filled, in USDC."), Token::Text1});
}

void addRisk(Rows& rows, const Sizing& s, Digits digits) {
    rows.push_back({tr("Loss at the stop"), lossText(s),
                    tr("Entered and closed as taker, both fees included; in USDC, and of the equity."),
                    s.lossAtStop ? Token::Down : Token::Text1});
    rows.push_back({tr("Fees in, out"),
                    s.feeIn && s.feeOut ? tr("%1, %2").arg(cost(s.feeIn), cost(s.feeOut)) : unknownText(),
                    tr("Taker's fee at the entry and at the stop, in USDC."), Token::Text1});
    rows.push_back({tr("Funding 8 h"), s.funding8h ? signedText(*s.funding8h) : unknownText(),
                    tr("What the whole position pays or gets in 8 hours at the rate of now, in USDC; part of no loss "
                       "above."),
                    Token::Text1});
    rows.push_back({tr("Liquidation"), liquidationOf(s, digits),
                    tr("The mark at which the resulting position is liquidated, all else unchanged."),
                    s.liquidationFirst ? Token::Danger : Token::Text1});
    rows.push_back({tr("From stop to liquidation"), roomText(s),
                    tr("How much farther the price can go behind the stop, in percent of the stop."),
                    s.liquidationFirst ? Token::Danger : Token::Text1});
    rows.push_back({tr("Break-even"), s.breakEven ? text(*s.breakEven, digits.price) : unknownText(),
                    tr("Where closing this trade as taker gives back both fees."), Token::Text1});
}

} // namespace

QString headline(const Sizing& s, const MarketParams& market) {
    if (s.size.isZero() || !s.side || !s.entry) return {};
    return tr("%1 %2 %3 at %4")
        .arg(word(*s.side), shortest(s.size), QString::fromStdString(market.symbol),
             exact(*s.entry, digitsOf(market).price));
}

std::vector<ConsequenceRow> rowsOf(const Sizing& s, const TicketFacts& facts) {
    const Digits digits = facts.params() != nullptr ? digitsOf(*facts.params()) : Digits{};
    Rows rows;
    addSize(rows, s, digits);
    addRisk(rows, s, digits);
    return rows;
}

std::vector<ConsequenceRow> targetRows(const Sizing& s, const MarketParams& market) {
    Rows rows;
    for (std::size_t i = 0; i < s.targets.size(); ++i) {
        const auto& target = s.targets[i];
        ConsequenceRow row{tr("Target %1").arg(i + 1), unknownText(),
                           tr("What closing all of it there brings, both fees included, in USDC; and how many times "
                              "the loss at the stop that is. Without a price: once, twice, three times the way to the "
                              "stop."),
                           Token::Text1};
        if (target) {
            row.label += QStringLiteral(" · ") + exact(target->price, digitsOf(market).price);
            if (target->outcome) {
                row.value = target->centiR
                                ? tr("%1 R · %2").arg(signedNumber(*target->centiR, 2, 2), signedText(*target->outcome))
                                : signedText(*target->outcome);
                row.token = target->outcome->raw() < 0 ? Token::Down : Token::Up;
            } else if (target->typed && !s.size.isZero()) {
                row.value = tr("on the losing side");
                row.token = Token::Warn;
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<TicketMessage> messagesOf(const Sizing& s, const TicketFacts& facts) {
    std::vector<TicketMessage> messages;
    if (s.code != TicketCode::Ready) {
        if (s.code == TicketCode::SizeMissing)
            messages.push_back({Token::Text2, tr("Type what may be lost at the stop.")});
        else if (s.code == TicketCode::Refused)
            messages.push_back({Token::Danger, sentence(s.refusal)});
        else
            messages.push_back({isIncomplete(s.code) ? Token::Text2 : Token::Danger, sentence(s.code)});
        return messages;
    }
    const MarketParams& market = *facts.params();
    if (s.size.isZero())
        messages.push_back({Token::Danger, tr("Free collateral carries not one step of it at this leverage.")});
    else if (s.bound != SizingBound::Risk)
        messages.push_back({Token::Warn, tr("Cut to %1 by %2: the loss at the stop stays below what may be risked.")
                                             .arg(text(s.size, digitsOf(market).size), boundText(s))});
    if (!s.size.isZero() && s.size < market.minSize)
        messages.push_back(
            {Token::Warn, tr("The market's smallest order is %1.").arg(text(market.minSize, digitsOf(market).size))});
    if (s.refusal != RejectCode::None)
        messages.push_back({Token::Warn, tr("The exchange would refuse it now. %1").arg(sentence(s.refusal))});
    if (s.liquidationFirst)
        messages.push_back(
            {Token::Danger, tr("Liquidation comes before the stop: the stop would never be reached. Risk "
                               "less, or use less leverage.")});
    return messages;
}

QString commandOf(const Sizing& s, const SizingInputs& in, const MarketParams& market) {
    if (s.size.isZero() || !s.side || !s.entry || !s.stop) return {};
    const auto price = [](Price p) { return QString::fromStdString(formatDecimal(p.raw(), Price::kDecimals)); };
    QString line = QStringLiteral("ORDER %1 %2 %3 LIMIT %4")
                       .arg(*s.side == Side::Buy ? QStringLiteral("BUY") : QStringLiteral("SELL"),
                            QString::fromStdString(formatDecimal(s.size.raw(), Quantity::kDecimals)),
                            QString::fromStdString(market.symbol), price(*s.entry));
    if (in.leverage.positive()) line += QStringLiteral(" LEV %1").arg(*in.leverage.value);
    line += QStringLiteral(" BRACKET");
    for (const auto& target : s.targets) {
        if (!target || !target->typed || !target->outcome) continue;
        line += QStringLiteral(" TP ") + price(target->price);
        break;
    }
    return line + QStringLiteral(" SL ") + price(*s.stop);
}

} // namespace qd::ui
