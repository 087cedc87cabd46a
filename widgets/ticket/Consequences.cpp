#include "widgets/ticket/Consequences.h"

#include "core/engine/ledger/Position.h"

namespace qd::ui {
namespace {

using risk::OrderPreview;
using risk::PreviewAccount;

std::optional<AccountNumbers> numbersOf(const PreviewAccount& account,
                                        std::span<const risk::PositionExposure> positions) {
    const risk::AccountExposure exposure{account.collateral, positions, account.assets};
    const auto summary = risk::summarise(exposure);
    const auto liquidation = risk::liquidationPrice(exposure, account.index);
    if (!summary || !liquidation) return std::nullopt;
    return AccountNumbers{summary->equity, summary->initial.requirement,  summary->freeCollateral, summary->health,
                          *liquidation,    positions[account.index].price};
}

/// Quote per base, against the account: a buyer's up, a seller's down.
std::optional<Price> averageOf(const OrderPreview& p, Side side) {
    if (p.filled.isZero()) return std::nullopt;
    const auto price = Checked(p.quote.raw())
                           .times(Quantity::kScale, p.filled.raw(), side == Side::Buy ? Round::Up : Round::Down)
                           .to<Price>();
    return price ? std::optional(*price) : std::nullopt;
}

std::optional<ledger::Fees> feesOf(const MarketParams& p, Quantity size, Price price, bool makerBuys) {
    const auto quote = ledger::fillQuote(size, price, makerBuys);
    if (!quote) return std::nullopt;
    const auto fees = ledger::crossFees(*quote, {p.takerFee.raw(), p.makerRebate.raw(), Rate::kScale, 0, false});
    return fees ? std::optional(*fees) : std::nullopt;
}

Effect effectOf(const OrderPreview& p, const OrderTerms& t, const MarketParams& params) {
    Effect e;
    e.filled = p.filled;
    e.remaining = p.remaining;
    e.rests = p.rests();
    e.price = p.price;
    e.average = averageOf(p, t.side);
    e.worst = p.worst;
    e.closed = p.closed;
    e.fee = p.fee;
    e.realised = p.realised;
    e.ownLost = p.ownLost;
    if (e.rests) {
        if (const auto fees = feesOf(params, p.remaining, p.price, t.side == Side::Buy)) e.rebate = fees->rebate;
    }
    return e;
}

std::optional<AtLimit> atLimitOf(const risk::MarketNow& market, const PreviewAccount& account, const OrderTerms& t,
                                 const AccountNumbers& before) {
    const auto worst = risk::previewAtLimit(market, account, t);
    if (!worst || !*worst) return std::nullopt;
    const auto after = numbersOf(account, (*worst)->positions);
    const auto change = after ? after->equity.minus(before.equity) : std::unexpected(MathError::Overflow);
    if (!change) return std::nullopt;
    return AtLimit{(*worst)->price, *change, *after};
}

/// Entered at the reference price and closed at the stop, the taker's fee paid twice.
std::optional<Money> lossAtStop(const OrderTerms& t, const TicketInputs& in, const TicketFacts& facts) {
    const auto reference = referencePrice(in, facts);
    if (!in.stop.value || *in.stop.value <= 0 || !reference) return std::nullopt;
    const Price stop(*in.stop.value);
    const std::int64_t distance = (reference->raw() - stop.raw()) * signOf(t.side);
    if (distance <= 0) return std::nullopt;
    const MarketParams& p = *facts.params();
    const auto entering = feesOf(p, t.size, *reference, t.side == Side::Sell);
    const auto leaving = feesOf(p, t.size, stop, t.side == Side::Buy);
    if (!entering || !leaving) return std::nullopt;
    const auto loss = (Checked(t.size.raw()).times(distance, Quantity::kScale, Round::Up) + entering->taker.raw() +
                       leaving->taker.raw())
                          .to<Money>();
    return loss ? std::optional(*loss) : std::nullopt;
}

std::optional<Money> notionalOf(const OrderTerms& t, const TicketFacts& facts) {
    const Price price = t.type == OrderType::Limit ? t.price : facts.ticker.prices.mark;
    const auto notional = Checked(t.size.raw()).times(price.raw(), Quantity::kScale, Round::Up).to<Money>();
    return notional ? std::optional(*notional) : std::nullopt;
}

/// Refusal, effect and the account after it.
void addPreview(Consequences& out, const risk::MarketNow& market, const PreviewAccount& account, const OrderTerms& t,
                const TicketFacts& facts) {
    std::span<const BookLevel> offers;
    if (facts.book) offers = t.side == Side::Buy ? facts.book->asks : facts.book->bids;
    const auto expected = risk::preview(market, {offers, facts.own}, account, t, facts.now);
    out.refusal = expected ? expected->refusal : RejectCode::MathOverflow;
    if (out.refusal != RejectCode::None && out.refusal != RejectCode::PostOnlyWouldCross) return;
    if (out.before) out.atLimit = atLimitOf(market, account, t, *out.before);
    if (out.refusal != RejectCode::None || !facts.book) return;
    if (expected->closed != CloseReason::Filled) out.stopped = expected->closed;
    // How a level divides into orders is not public: which of them the account could carry is not known.
    if (expected->closed == CloseReason::InsufficientCollateral && market.params.liquidity == Liquidity::Native) return;
    out.effect = effectOf(*expected, t, market.params);
    out.after = numbersOf(account, expected->positions);
}

} // namespace

Consequences consequencesOf(const std::optional<OrderTerms>& terms, const TicketInputs& inputs,
                            const TicketFacts& facts) {
    Consequences out;
    if (facts.params() == nullptr || !facts.account || !facts.ticker.prices.valid()) return out;
    const MarketParams& params = *facts.params();
    const PreviewAccount account = facts.previewAccount();
    out.before = numbersOf(account, account.positions);
    if (!terms) return out;
    out.limit =
        terms->type == OrderType::Limit ? terms->price : risk::marketOrderLimit(params, facts.ticker.prices, *terms);
    out.notional = notionalOf(*terms, facts);
    out.lossAtStop = lossAtStop(*terms, effective(inputs), facts);
    const MarketStatus status = facts.standing ? facts.standing->status : MarketStatus::Active;
    addPreview(out, {params, status, facts.ticker.prices, facts.ticker.last}, account, *terms, facts);
    return out;
}

} // namespace qd::ui
