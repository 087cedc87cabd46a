// Sentences and rows of the ticket; their number is what makes the file long.
#include "widgets/ticket/TicketWords.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::TicketWords", text); }

/// A typed price with every digit of it, also those beyond the tick.
QString exact(Price price, int digits) { return text(price, std::max(digits, decimalsOf(price))); }

/// Signed distance of a liquidation price from the mark, "−18.1 %".
QString distanceText(const AccountNumbers& n) {
    if (!n.liquidation || n.mark.isZero()) return unknownText();
    return tr("%1 %").arg(percent(n.liquidation->raw() - n.mark.raw(), n.mark.raw()));
}

QString liquidationText(const AccountNumbers& n, int digits) {
    return n.liquidation ? text(*n.liquidation, digits) : tr("none");
}

/// Nearer than 2 % is danger, nearer than 5 % a warning (spec/perps.md §3.15).
Token liquidationToken(const AccountNumbers& n) {
    if (!n.liquidation || n.mark.isZero()) return Token::Text1;
    const Int128 distance = Int128{n.liquidation->raw()} - n.mark.raw();
    const Int128 size = distance < 0 ? -distance : distance;
    if (size * 50 < n.mark.raw()) return Token::Danger;
    return size * 20 < n.mark.raw() ? Token::Warn : Token::Text1;
}

QString durationWord(const TicketInputs& in) {
    if (!in.duration.value) return {};
    const QString count = QString::number(*in.duration.value) + QChar(QChar::Nbsp);
    switch (in.durationUnit) {
    case DurationUnit::Minutes: return count + tr("min");
    case DurationUnit::Hours: return count + tr("h");
    case DurationUnit::Days: break;
    }
    return count + tr("d");
}

/// ", post-only (slide)" and the like, between the market and the price.
QString postText(PostOnly mode) {
    switch (mode) {
    case PostOnly::No: return {};
    case PostOnly::Must: return tr(", post-only");
    case PostOnly::Try: return tr(", post-only or drop,");
    case PostOnly::Slide: break;
    }
    return tr(", post-only or slide,");
}

QString fillText(const Consequences& c, Digits digits) {
    if (!c.effect) return unknownText();
    if (!c.effect->average) return tr("nothing now");
    return tr("%1 at %2").arg(text(c.effect->filled, digits.size), text(*c.effect->average, digits.price + 2));
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

using Rows = std::vector<ConsequenceRow>;

void addFill(Rows& rows, const Consequences& c, Digits digits, const MarketParams& p) {
    rows.push_back({tr("Notional"), c.notional ? text(*c.notional) : unknownText(),
                    tr("Size at the limit price; market orders: at the mark. USDC."), Token::Text1});
    rows.push_back({tr("Fills now"), fillText(c, digits),
                    tr("Size and average price against the visible book, rounded against you."), Token::Text1});
    rows.push_back({tr("Worst fill"),
                    c.effect && c.effect->average ? text(c.effect->worst, digits.price) : unknownText(),
                    tr("The farthest price of the visible book that the order would take."), Token::Text1});
    rows.push_back(
        {tr("Rest"), restText(c, digits), tr("What does not fill at once, and what becomes of it."), Token::Text1});
    rows.push_back({p.symbol.empty() ? tr("Fee (taker)") : tr("Fee (taker %1 %)").arg(number(p.takerFee.raw(), 4, 3)),
                    c.effect ? costText(c.effect->fee) : unknownText(),
                    tr("Of what fills now, in USDC. Fees round up for each resting order met."), Token::Text1});
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
    rows.push_back({tr("Margin"), settled([](const AccountNumbers& n) { return text(n.margin); }),
                    tr("Initial margin the whole account must hold, before and after, in USDC."), Token::Text1});
    rows.push_back({tr("Free collateral"), settled([](const AccountNumbers& n) { return text(n.freeCollateral); }),
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
    const bool stop = in.stop.value && *in.stop.value > 0;
    rows.push_back({stop ? tr("Loss at stop %1").arg(exact(Price(*in.stop.value), digits.price)) : tr("Loss at stop"),
                    c.lossAtStop ? costText(*c.lossAtStop) : unknownText(),
                    tr("Entered at the limit (market orders: the best opposite price) and closed at the stop, both "
                       "taker's fees included. The stop is not placed as an order."),
                    c.lossAtStop ? Token::Down : Token::Text1});
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

QString shortest(Quantity size) { return text(size, decimalsOf(size.isZero() ? Quantity::of(1) : size)); }

QString actionText(const TicketInputs& typed, const std::optional<OrderTerms>& terms, const std::optional<Price>& limit,
                   const TicketFacts& facts) {
    const MarketParams* p = facts.params();
    if (p == nullptr) return word(typed.side);
    const QString symbol = QString::fromStdString(p->symbol);
    if (!terms) return tr("%1 %2").arg(word(typed.side), symbol);
    const Digits digits = digitsOf(*p);
    QString out = tr("%1 %2 %3").arg(word(terms->side), shortest(terms->size), symbol);
    if (terms->type == OrderType::Market) {
        out += tr(" at market");
        if (limit)
            out += (terms->side == Side::Buy ? tr(" ≤") : tr(" ≥")) + QChar(QChar::Nbsp) + text(*limit, digits.price);
    } else {
        out += tr("%1 at %2").arg(postText(terms->postOnly), exact(terms->price, digits.price));
    }
    const bool plain = terms->timeInForce == TimeInForce::GoodTillCancel ||
                       (terms->type == OrderType::Market && terms->timeInForce == TimeInForce::ImmediateOrCancel);
    if (!plain) out += tr(", %1").arg(word(terms->timeInForce));
    if (terms->timeInForce == TimeInForce::GoodTillDate) out += QChar(QChar::Nbsp) + durationWord(typed);
    if (terms->reduceOnly) out += tr(", reduce-only");
    return out;
}

QString sentence(TicketCode code) {
    switch (code) {
    case TicketCode::Ready: return {};
    case TicketCode::NoMarket: return tr("No market yet: the venue is starting.");
    case TicketCode::NotRunning: return tr("The venue is not running; nothing can be sent.");
    case TicketCode::NoAccount: return tr("The account is not known yet.");
    case TicketCode::NoPrices: return tr("The market has no valid price yet.");
    case TicketCode::PriceMissing: return tr("Type a limit price, or join bid, mid or ask.");
    case TicketCode::PriceUnreadable: return tr("The limit price is not a number this market can hold.");
    case TicketCode::SizeMissing: return tr("Type a size, or choose ¼, ½ or max.");
    case TicketCode::SizeUnreadable: return tr("The size is not a number this market can hold.");
    case TicketCode::SizeBelowStep: return tr("The amount buys less than the market's smallest step.");
    case TicketCode::SizeTooLarge: return tr("The amounts are too large to compute.");
    case TicketCode::NoEquity: return tr("The account has no equity to take a part of.");
    case TicketCode::StopMissing: return tr("Type the stop price the risk is measured to.");
    case TicketCode::StopUnreadable: return tr("The stop price is not a number this market can hold.");
    case TicketCode::StopWrongSide: return tr("The stop must lie on the losing side of the price.");
    case TicketCode::DurationMissing: return tr("Type how long the order shall stay.");
    case TicketCode::SlippageUnreadable:
        return tr("The slippage must be above 0 and at most 100 %, in 0.0001 % steps.");
    }
    return {};
}

std::vector<ConsequenceRow> rowsOf(const Consequences& c, const TicketInputs& inputs, const TicketFacts& facts) {
    const MarketParams none;
    const MarketParams& p = facts.params() != nullptr ? *facts.params() : none;
    const Digits digits = facts.params() != nullptr ? digitsOf(p) : Digits{};
    Rows rows;
    addFill(rows, c, digits, p);
    addAccount(rows, c, digits);
    addWorst(rows, c, inputs, digits);
    return rows;
}

std::optional<TicketMessage> blocking(const Draft& draft, const Consequences& c) {
    if (draft.code != TicketCode::Ready) return TicketMessage{tokenOf(draft.code), sentence(draft.code)};
    // The book moves until the order arrives: what only depends on it warns, and does not block.
    if (c.refusal == RejectCode::None || c.refusal == RejectCode::PostOnlyWouldCross) return std::nullopt;
    return TicketMessage{Token::Danger, sentence(c.refusal)};
}

std::vector<TicketMessage> warnings(const Draft& draft, const Consequences& c, const TicketFacts& facts,
                                    std::int64_t priceAge) {
    std::vector<TicketMessage> out;
    const int digits = facts.params() != nullptr ? digitsOf(*facts.params()).size : 2;
    if (draft.terms && c.refusal == RejectCode::PostOnlyWouldCross)
        out.push_back({Token::Warn, tr("As the book stands the post-only order would trade at once and be rejected.")});
    if (draft.terms && c.stopped) out.push_back({Token::Warn, stoppedText(c, draft, digits)});
    if (c.effect && c.effect->ownLost != 0)
        out.push_back({Token::Warn, tr("Own resting orders it would cancel: %1.").arg(c.effect->ownLost)});
    if (draft.terms && !facts.book) out.push_back({Token::Warn, tr("The book is not known yet: fills are unknown.")});
    if (const auto data = dataMessage(facts, priceAge)) out.push_back(*data);
    if (facts.ticker.prices.valid() && facts.ticker.prices.estimated)
        out.push_back({Token::Text2, tr("The mark is estimated from bid, ask and last; the venue publishes none.")});
    return out;
}

namespace {

/// What became of an order.
TicketMessage outcomeOf(const TrackedOrder& tracked, const Digits& digits) {
    const OrderTerms& t = tracked.order.terms;
    const Quantity filled = tracked.order.filled;
    const auto average = [&] {
        const auto price = Checked(tracked.order.filledQuote.raw())
                               .times(Quantity::kScale, filled.raw(), t.side == Side::Buy ? Round::Up : Round::Down)
                               .to<Price>();
        return price ? text(*price, digits.price + 2) : unknownText();
    };
    const QString limit = text(t.price, digits.price);
    switch (tracked.state) {
    case OrderState::Sent: break;
    case OrderState::Working: return {Token::Accent, tr("working at %1").arg(limit)};
    case OrderState::PartiallyFilled:
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
