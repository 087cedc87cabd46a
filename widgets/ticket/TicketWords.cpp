// Sentences and rows of the ticket; their number is what makes the file long.
#include "widgets/ticket/TicketWords.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/terms/Waiting.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace qd::ui {
namespace {

QString tr(const char* text, const char* comment = nullptr, int n = -1) {
    return QCoreApplication::translate("qd::ui::TicketWords", text, comment, n);
}

/// Signed distance of a liquidation price from the mark, "−18.1 %".
QString distanceText(const AccountNumbers& n) {
    if (!n.liquidation || n.mark.isZero()) return unknownText();
    return tr("%1 %").arg(liquidationDistance(*n.liquidation, n.mark));
}

QString liquidationText(const AccountNumbers& n, int digits) {
    return n.liquidation ? ui::liquidationText(*n.liquidation, n.mark, digits) : tr("none");
}

/// Nearer than 2 % is danger, nearer than 5 % a warning (spec/perps.md §3.15).
Token liquidationToken(const AccountNumbers& n) {
    if (!n.liquidation || n.mark.isZero()) return Token::Text1;
    const Int128 distance = Int128{n.liquidation->raw()} - n.mark.raw();
    const Int128 size = distance < 0 ? -distance : distance;
    if (size * 50 < n.mark.raw()) return Token::Danger;
    return size * 20 < n.mark.raw() ? Token::Warn : Token::Text1;
}

/// What the fill's row is called: an order that waits has none now.
QString fillLabel(EffectBasis basis) {
    switch (basis) {
    case EffectBasis::Now: return tr("Fills now");
    case EffectBasis::Fired: return tr("Fills when fired");
    case EffectBasis::AllFilled: break;
    }
    return tr("All filled");
}
QString fillHint(EffectBasis basis) {
    switch (basis) {
    case EffectBasis::Now: return tr("Size and average price against the visible book, rounded against you.");
    case EffectBasis::Fired:
        return tr(
            "Filled at its trigger, or at its limit. Nobody knows the book of that moment: the price can be worse.");
    case EffectBasis::AllFilled: break;
    }
    return tr("Every order of it filled: of a scale at its own price, of a TWAP at the best price of now.");
}

QString fillText(const Consequences& c, Digits digits) {
    if (!c.effect) return unknownText();
    if (!c.effect->average) return tr("nothing now");
    return tr("%1 at %2")
        .arg(text(c.effect->filled, digits.size), averageText(c.effect->average, c.effect->side, digits.price + 2));
}

QString restText(const Consequences& c, Digits digits) {
    if (!c.effect) return unknownText();
    if (c.effect->remaining.isZero()) return tr("nothing");
    const QString size = text(c.effect->remaining, digits.size);
    return c.effect->rests ? tr("%1 rests at %2").arg(size, text(c.effect->price, digits.price))
                           : tr("%1 cancelled").arg(size);
}

/// Money that leaves the account is shown with a minus.
QString costText(Money fee) { return signedText(Money(-fee.raw())); }

Token moneyToken(const std::optional<Money>& m) {
    if (!m || m->isZero()) return Token::Text1;
    return m->raw() > 0 ? Token::Up : Token::Down;
}

/// With the rate after the discount of a referrer.
QString feeLabel(const TicketFacts& facts) {
    if (facts.params() == nullptr) return tr("Fee (taker)");
    const ledger::FeeTerms fee = facts.feeTerms();
    return tr("Fee (taker %1 %)").arg(fee.referred ? number(fee.takerRate * 9, 5, 5) : number(fee.takerRate, 4, 4));
}

using Rows = std::vector<ConsequenceRow>;

void addFill(Rows& rows, const Consequences& c, Digits digits, const TicketFacts& facts) {
    rows.push_back({tr("Notional"), c.notional ? text(*c.notional) : unknownText(),
                    tr("Size at the limit price; market orders: at the mark. USDC."), Token::Text1});
    rows.push_back({fillLabel(c.basis), fillText(c, digits), fillHint(c.basis), Token::Text1});
    rows.push_back({tr("Worst fill"),
                    c.effect && c.effect->average ? text(c.effect->worst, digits.price) : unknownText(),
                    tr("The farthest price among these fills."), Token::Text1});
    rows.push_back(
        {tr("Rest"), restText(c, digits), tr("What does not fill at once, and what becomes of it."), Token::Text1});
    rows.push_back({feeLabel(facts), c.effect ? costText(c.effect->fee) : unknownText(),
                    tr("Of these fills, in USDC; above zero it is a rebate. Fees round up for each resting order met."),
                    Token::Text1});
    const bool reduces = c.effect && !c.effect->realised.isZero();
    rows.push_back({tr("Realised"), reduces ? signedText(c.effect->realised) : unknownText(),
                    tr("Profit or loss of the part of the position that closes now, without fees, in USDC."),
                    reduces ? moneyToken(c.effect->realised) : Token::Text1});
    rows.push_back({tr("Rebate if rest fills"),
                    c.effect && c.effect->rebate ? signedText(*c.effect->rebate) : unknownText(),
                    tr("The maker's rebate on what would rest, in USDC, paid when it fills."), Token::Text1});
}

void addAccount(Rows& rows, const Consequences& c, Digits digits) {
    const auto settled = [&](auto&& show) {
        if (!c.before) return unknownText();
        const QString before = show(*c.before);
        const QString after = c.after ? show(*c.after) : unknownText();
        return before == after ? after : tr("%1 → %2").arg(before, after);
    };
    rows.push_back({tr("Margin"), settled([](const AccountNumbers& n) { return requiredText(n.margin); }),
                    tr("Initial margin the whole account must hold, before and after, in USDC."), Token::Text1});
    rows.push_back({tr("Free collateral"), settled([](const AccountNumbers& n) { return heldText(n.freeCollateral); }),
                    tr("What is left above the initial margin, in USDC."), Token::Text1});
    rows.push_back({tr("Health"), settled([](const AccountNumbers& n) { return QString::number(n.health); }),
                    tr("100 is free of risk, 0 is liquidation: 100 − maintenance margin / collateral in percent."),
                    Token::Text1});
    const Token token = c.after ? liquidationToken(*c.after) : Token::Text1;
    rows.push_back(
        {tr("Liquidation"), settled([&](const AccountNumbers& n) { return liquidationText(n, digits.price); }),
         tr("The mark at which this position is liquidated, all else unchanged; resting orders count."), token});
    rows.push_back({tr("Distance"), settled(distanceText), tr("From the mark to the liquidation price."), token});
}

QString stopHint(const TicketInputs& in) {
    const QString how = tr("Entered at the limit (market orders: the best opposite price) and closed at the stop, both "
                           "taker's fees included.");
    return in.kind == TicketKind::Bracket ? how : how + QLatin1Char(' ') + tr("The stop is not placed as an order.");
}

/// "+13.92 (2.1 R)": the gain, and as a multiple of what the stop would lose.
QString gainText(const Consequences& c) {
    const QString gain = signedText(*c.gainAtTarget);
    if (!c.lossAtStop || c.lossAtStop->isZero()) return gain;
    const auto tenths = Checked(c.gainAtTarget->raw()).times(10, c.lossAtStop->raw(), Round::Down).to<std::int64_t>();
    return tenths ? tr("%1 (%2 R)").arg(gain, number(*tenths, 1, 1)) : gain;
}

void addWorst(Rows& rows, const Consequences& c, const TicketInputs& in, Digits digits) {
    const bool known = c.atLimit.has_value();
    rows.push_back(
        {c.limit ? tr("All filled at %1").arg(exact(*c.limit, digits.price)) : tr("All filled at limit"),
         known ? signedText(c.atLimit->change) : unknownText(),
         tr("Worst case: the whole size filled at the worst price the order accepts. Change of equity at the "
            "mark, fee included, in USDC."),
         known ? moneyToken(c.atLimit->change) : Token::Text1});
    rows.push_back({tr("Liquidation then"),
                    !known                          ? unknownText()
                    : !c.atLimit->after.liquidation ? tr("none")
                                                    : tr("%1 (%2)").arg(liquidationText(c.atLimit->after, digits.price),
                                                                        distanceText(c.atLimit->after)),
                    tr("The liquidation price in that case, and its distance from the mark."),
                    known ? liquidationToken(c.atLimit->after) : Token::Text1});
    rows.push_back({c.stop ? tr("Loss at stop %1").arg(exact(*c.stop, digits.price)) : tr("Loss at stop"),
                    c.lossAtStop ? costText(*c.lossAtStop) : unknownText(), stopHint(in),
                    c.lossAtStop ? Token::Down : Token::Text1});
    if (in.kind == TicketKind::Bracket)
        rows.push_back({tr("Gain at target"), c.gainAtTarget ? gainText(c) : unknownText(),
                        tr("Closed at the take-profit, both fees included; and how many times the loss at the stop."),
                        moneyToken(c.gainAtTarget)});
}

void addFunding(Rows& rows, const Consequences& c) {
    rows.push_back(
        {tr("Funding per 8 h"), c.funding8h ? signedText(*c.funding8h, 4) : unknownText(),
         tr("What the whole position pays (−) or receives (+) in 8 hours at the mark and the rate of now, all "
            "of the order filled, in USDC."),
         moneyToken(c.funding8h)});
}

Token tokenOf(TicketCode code) {
    switch (code) {
    case TicketCode::NoMarket:
    case TicketCode::NoAccount:
    case TicketCode::NoPrices: return Token::Warn;
    default: return isIncomplete(code) ? Token::Text2 : Token::Danger;
    }
}

QString stoppedText(const Consequences& c, const Draft& draft, int digits) {
    const bool none = !c.effect || c.effect->filled.isZero();
    switch (*c.stopped) {
    case CloseReason::NotFillable:
        return tr("The visible book cannot fill %1 within the limit: all-or-nothing would fill nothing.")
            .arg(draft.size ? text(*draft.size, digits) : unknownText());
    case CloseReason::PostOnlyDropped: return tr("The post-only order would trade at once and be dropped.");
    case CloseReason::Unfilled:
        return none ? tr("Nothing in the visible book is within the limit: the order would be cancelled unfilled.")
                    : tr("The visible book fills only a part; the rest would be cancelled.");
    case CloseReason::SelfTrade: return tr("It would meet an order of your own; self-trade prevention ends it there.");
    case CloseReason::ReduceOnly: return tr("It is larger than the position; what exceeds it would be cancelled.");
    case CloseReason::InsufficientCollateral:
        return tr("The account could not carry the whole fill; the rest would be cancelled.");
    case CloseReason::OutOfBand: return tr("The book reaches outside the price band; the rest would be cancelled.");
    default: return sentence(*c.stopped);
    }
}

std::optional<TicketMessage> dataMessage(const TicketFacts& facts, std::int64_t priceAge) {
    switch (facts.ticker.status) {
    case DataStatus::Stale: return TicketMessage{Token::Warn, tr("Prices are %1 old.").arg(durationText(priceAge))};
    case DataStatus::Gap:
        return TicketMessage{Token::Warn, tr("The feed lost messages; the book is being joined anew.")};
    case DataStatus::Paused: return TicketMessage{Token::Warn, tr("The market stands still: playback is paused.")};
    case DataStatus::Ended: return TicketMessage{Token::Warn, tr("The recording is over; nothing will trade.")};
    default: return std::nullopt;
    }
}

} // namespace

Digits digitsOf(const MarketParams& p) { return {decimalsOf(p.tick), decimalsOf(p.step)}; }

QString exact(Price price, int digits) { return text(price, std::max(digits, decimalsOf(price))); }

QString shortest(Quantity size) { return text(size, decimalsOf(size.isZero() ? Quantity::of(1) : size)); }

std::vector<ConsequenceRow> rowsOf(const Consequences& c, const TicketInputs& inputs, const TicketFacts& facts) {
    const Digits digits = facts.params() != nullptr ? digitsOf(*facts.params()) : Digits{};
    Rows rows;
    addFill(rows, c, digits, facts);
    addAccount(rows, c, digits);
    addFunding(rows, c);
    addWorst(rows, c, inputs, digits);
    return rows;
}

QStringList planLines(const Consequences& c, const TicketFacts& facts) {
    if (facts.params() == nullptr) return {};
    const Digits digits = digitsOf(*facts.params());
    QStringList lines;
    int rung = 0;
    for (const PlanLine& line : c.lines) {
        const QString what = text(line.size, digits.size);
        const QString at = exact(line.price, digits.price);
        const QString outcome = line.outcome ? tr(": %1 USDC").arg(signedText(*line.outcome)) : QString();
        switch (line.role) {
        case PlanLine::Role::Rung: lines << tr("%1. %2 × %3").arg(++rung).arg(at, what); break;
        case PlanLine::Role::Children:
            lines << tr("%n children, the first of %1", nullptr, int(line.count)).arg(what);
            break;
        case PlanLine::Role::TakeProfit: lines << tr("Take profit %1").arg(at) + outcome; break;
        case PlanLine::Role::Stop: lines << tr("Stop %1").arg(at) + outcome; break;
        case PlanLine::Role::Limit: lines << tr("Limit %1").arg(at) + outcome; break;
        }
    }
    return lines;
}

std::optional<TicketMessage> blocking(const Draft& draft, const Consequences& c) {
    if (draft.code == TicketCode::Refused) return TicketMessage{Token::Danger, sentence(draft.refusal)};
    if (draft.code != TicketCode::Ready) return TicketMessage{tokenOf(draft.code), sentence(draft.code)};
    // The book moves until the order arrives: what only depends on it warns, and does not block.
    if (c.refusal == RejectCode::None || c.refusal == RejectCode::PostOnlyWouldCross) return std::nullopt;
    return TicketMessage{Token::Danger, sentence(c.refusal)};
}

std::vector<TicketMessage> warnings(const Draft& draft, const Consequences& c, const TicketFacts& facts,
                                    std::int64_t priceAge) {
    std::vector<TicketMessage> out;
    const int digits = facts.params() != nullptr ? digitsOf(*facts.params()).size : 2;
    if (draft.plan && c.refusal == RejectCode::PostOnlyWouldCross)
        out.push_back({Token::Warn, tr("As the book stands the post-only order would trade at once and be rejected.")});
    if (draft.plan && c.stopped) out.push_back({Token::Warn, stoppedText(c, draft, digits)});
    if (c.effect && c.effect->ownLost != 0)
        out.push_back({Token::Warn, tr("Own resting orders it would cancel: %1.").arg(c.effect->ownLost)});
    if (draft.plan && !facts.book) out.push_back({Token::Warn, tr("The book is not known yet: fills are unknown.")});
    if (const auto data = dataMessage(facts, priceAge)) out.push_back(*data);
    if (facts.ticker.prices.valid() && facts.ticker.prices.estimated)
        out.push_back({Token::Text2, tr("The mark is estimated from bid, ask and last; the venue publishes none.")});
    return out;
}

namespace {

/// Where a working order is.
QString workingText(const TrackedOrder& tracked, const Digits& digits) {
    const Order& order = tracked.order;
    if (order.progress.phase == OrderPhase::Book) return tr("working at %1").arg(text(order.terms.price, digits.price));
    if (order.progress.phase == OrderPhase::Waiting && order.terms.trigger.kind == TriggerKind::None)
        return tr("waits for its entry");
    if (order.progress.phase == OrderPhase::Waiting) return tr("waits: %1").arg(triggerText(order.terms, digits.price));
    return stateText(tracked).toLower();
}

/// What became of an order.
TicketMessage outcomeOf(const TrackedOrder& tracked, const Digits& digits) {
    const OrderTerms& t = tracked.order.terms;
    const Quantity filled = tracked.order.filled;
    const auto average = [&] { return averageText(tracked.order, digits.price + 2); };
    const QString limit = text(t.price, digits.price);
    switch (tracked.state) {
    case OrderState::Sent:
        if (isUnconfirmed(tracked)) return {Token::Warn, tr("unknown. %1").arg(sentence(tracked.rejectCode))};
        break;
    case OrderState::Working: return {Token::Accent, workingText(tracked, digits)};
    case OrderState::PartiallyFilled:
        if (tracked.order.progress.phase != OrderPhase::Book)
            return {Token::Accent,
                    tr("%1 filled at %2, %3").arg(shortest(filled), average(), workingText(tracked, digits))};
        return {Token::Accent, tr("%1 filled at %2, the rest works at %3").arg(shortest(filled), average(), limit)};
    case OrderState::Filled: return {t.side == Side::Buy ? Token::Up : Token::Down, tr("filled at %1").arg(average())};
    case OrderState::Rejected: return {Token::Danger, tr("rejected. %1").arg(sentence(tracked.rejectCode))};
    case OrderState::Cancelled:
    case OrderState::Expired:
        if (filled.isZero()) return {Token::Warn, sentence(tracked.closeReason)};
        return {Token::Warn, tr("%1 filled at %2. %3").arg(shortest(filled), average(), sentence(tracked.closeReason))};
    }
    return {Token::Text2, tr("sent, not acknowledged yet")};
}

} // namespace

TicketMessage orderLine(const TrackedOrder& tracked, const MarketParams& p) {
    const OrderTerms& t = tracked.order.terms;
    const TicketMessage outcome = outcomeOf(tracked, digitsOf(p));
    QString line =
        tr("%1 %2 %3: %4").arg(word(t.side), shortest(t.size), QString::fromStdString(p.symbol), outcome.text);
    if (tracked.roundTripNanos) line += tr(" · round trip %1").arg(durationText(*tracked.roundTripNanos));
    return {outcome.token, line};
}

} // namespace qd::ui
