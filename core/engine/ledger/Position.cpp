#include "core/engine/ledger/Position.h"

namespace qd::ledger {
namespace {

MathResult<PositionChange> assemble(Checked base, Checked quote, Checked entry, Checked breakEven, Checked realised) {
    const auto b = base.to<Quantity>();
    const auto q = quote.to<Money>();
    const auto e = entry.to<Money>();
    const auto k = breakEven.to<Money>();
    const auto r = realised.to<Money>();
    if (!b || !q || !e || !k || !r) return std::unexpected(MathError::Overflow);
    return PositionChange{Position{*b, *q, *e, *k}, *r};
}

} // namespace

MathResult<PositionChange> withFill(const Position& before, Quantity dBase, Money dQuote) {
    const std::int64_t b = before.base.raw();
    const Checked db = dBase.raw();
    const Checked dq = dQuote.raw();
    const Checked entry = before.entry.raw();
    const Checked breakEven = before.breakEven.raw();
    const Checked newBase = Checked(b) + db;
    const Checked newQuote = Checked(before.quote.raw()) + dq;
    const bool grows = b == 0 || (b > 0) == (dBase.raw() > 0);
    if (grows) return assemble(newBase, newQuote, entry + dq, breakEven + dq, 0);
    if (db.abs().value() <= Checked(b).abs().value()) {
        const Checked newEntry = entry - entry.times(db.abs(), Checked(b).abs(), Round::Zero);
        const Checked newBreakEven = breakEven - breakEven.times(db.abs(), Checked(b).abs(), Round::Zero);
        return assemble(newBase, newQuote, newEntry, newBreakEven, entry - newEntry + dq);
    }
    const Checked newEntry = dq - dq.times(Checked(b).abs(), db.abs(), Round::Zero);
    return assemble(newBase, newQuote, newEntry, newEntry, entry + dq - newEntry);
}

MathResult<Position> withFee(const Position& before, Money fee) {
    const auto quote = before.quote.minus(fee);
    const auto breakEven = before.breakEven.minus(fee);
    if (!quote || !breakEven) return std::unexpected(MathError::Overflow);
    return Position{before.base, *quote, before.entry, *breakEven};
}

Price entryPrice(const Position& p) {
    if (p.base.isZero()) return {};
    const Round round = p.base.raw() > 0 ? Round::Up : Round::Down;
    return Checked(p.entry.raw())
        .abs()
        .times(Quantity::kScale, Checked(p.base.raw()).abs(), round)
        .to<Price>()
        .value_or(Price{});
}

MathResult<Money> fillQuote(Quantity size, Price price, bool makerBuys) {
    return Checked(size.raw()).times(price.raw(), Quantity::kScale, makerBuys ? Round::Down : Round::Up).to<Money>();
}

MathResult<Fees> crossFees(Money quote, const FeeTerms& t) {
    Checked taker = Checked(quote.raw()).times(t.takerRate, t.denominator, Round::Up);
    Checked rebate = Checked(quote.raw()).times(t.makerRate, t.denominator, Round::Down);
    if (t.adjustmentPercent < 0) {
        taker -= taker.times(-t.adjustmentPercent, 100, Round::Down);
        rebate -= rebate.times(-t.adjustmentPercent, 100, Round::Up);
    } else if (t.adjustmentPercent > 0) {
        taker += taker.times(t.adjustmentPercent, 100, Round::Up);
        rebate += rebate.times(t.adjustmentPercent, 100, Round::Down);
    }
    const Checked share = t.referred ? taker.dividedBy(10, Round::Down) : Checked(0);
    taker -= share;
    const Checked handedOn = t.rewarded ? share : Checked(0);
    const auto fee = taker.to<Money>();
    const auto paid = rebate.to<Money>();
    const auto kept = (taker - rebate - handedOn).to<Money>();
    const auto discount = share.to<Money>();
    const auto reward = handedOn.to<Money>();
    if (!fee || !paid || !kept || !discount || !reward) return std::unexpected(MathError::Overflow);
    return Fees{*fee, *paid, *kept, *discount, *reward};
}

} // namespace qd::ledger
