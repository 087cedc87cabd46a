#include "widgets/ticket/Consequences.h"

#include "core/engine/matching/Slices.h"
#include "core/engine/risk/LiquidationPrice.h"
#include "core/engine/risk/Summary.h"
#include "widgets/base/Format.h"
#include "widgets/ticket/PlanRules.h"
#include "widgets/ticket/TicketPlan.h"

#include <algorithm>

namespace qd::ui {
namespace {

using risk::OrderPreview;
using risk::PreviewAccount;

std::optional<AccountNumbers> numbersOf(const PreviewAccount& account, Money collateral,
                                        std::span<const risk::PositionExposure> positions) {
    const risk::AccountExposure exposure{collateral, positions, account.assets};
    const auto summary = risk::summarise(exposure);
    const auto liquidation = risk::liquidationPrice(exposure, account.index);
    if (!summary || !liquidation) return std::nullopt;
    return AccountNumbers{summary->equity, summary->initial.requirement,  summary->freeCollateral, summary->health,
                          *liquidation,    positions[account.index].price};
}

Effect effectOf(const OrderPreview& p, const OrderTerms& t, const ledger::FeeTerms& rates) {
    Effect e;
    e.side = t.side;
    e.filled = p.filled;
    e.remaining = p.remaining;
    e.rests = p.rests();
    e.price = p.price;
    e.average = averageOf(p.filled, p.quote, t.side);
    e.worst = p.worst;
    e.closed = p.closed;
    e.fee = p.fee;
    e.realised = p.realised;
    e.ownLost = p.ownLost;
    if (e.rests) {
        if (const auto fees = feesOf(rates, p.remaining, p.price, t.side == Side::Buy)) e.rebate = fees->rebate;
    }
    return e;
}

/// The order as a plain limit at a price, with nothing it waits for.
OrderTerms plainAt(OrderTerms t, Price price, bool makes) {
    t.type = OrderType::Limit;
    t.price = price;
    t.timeInForce = TimeInForce::GoodTillCancel;
    t.expiry = UnixNanos();
    t.maxSlippage = Rate();
    t.postOnly = makes ? PostOnly::Must : PostOnly::No;
    t.oracleOffset = Price();
    t.display = Quantity();
    t.trigger = Trigger();
    t.followsPosition = false;
    t.twap = TwapSchedule();
    t.auction = AuctionTerms();
    return t;
}

/// What enters the book now: an auction comes before it, and one that follows the index has the price of now.
OrderTerms enteringNow(OrderTerms t, const TicketFacts& facts) {
    t.auction = AuctionTerms();
    if (t.oracleOffset.isZero()) return t;
    t.price = entryPrice(t, facts).value_or(Price());
    t.oracleOffset = Price();
    return t;
}

std::optional<Money> notionalOf(const OrderPlan& plan, const TicketFacts& facts) {
    Checked sum;
    const std::size_t counted = plan.relation == OrderRelation::Independent ? plan.orders.size() : 1;
    for (std::size_t i = 0; i < counted; ++i) {
        const OrderTerms& t = plan.orders[i];
        const bool market = t.type == OrderType::Market && t.trigger.kind == TriggerKind::None;
        const auto price = market ? std::optional(facts.ticker.prices.mark) : entryPrice(t, facts);
        if (!price) return std::nullopt;
        sum += Checked(t.size.raw()).times(price->raw(), Quantity::kScale, Round::Up);
    }
    const auto notional = sum.to<Money>();
    return notional ? std::optional(*notional) : std::nullopt;
}

/// What a position pays for being held, at the mark.
std::optional<Money> fundingOf(Quantity base, const TicketFacts& facts) {
    const auto rate = facts.fundingRate();
    if (!rate || base.isZero()) return std::nullopt;
    const auto value = (-Checked(base.raw()) * facts.ticker.prices.mark.raw())
                           .times(rate->raw(), Checked(Quantity::kScale) * Rate::kScale, Round::Down)
                           .to<Money>();
    return value ? std::optional(*value) : std::nullopt;
}

/// What entering and leaving brings, both fees included.
std::optional<Money> outcomeOf(const OrderTerms& entry, Price in, Price out, bool makerExit,
                               const ledger::FeeTerms& rates) {
    const auto entering = feesOf(rates, entry.size, in, entry.side == Side::Sell);
    const auto leaving = feesOf(rates, entry.size, out, (entry.side == Side::Buy) != makerExit);
    if (!entering || !leaving) return std::nullopt;
    const Checked cost = Checked(entering->taker.raw()) + (makerExit ? -leaving->rebate.raw() : leaving->taker.raw());
    const auto gain = (Checked(entry.size.raw())
                           .times((Checked(out.raw()) - in.raw()) * signOf(entry.side), Quantity::kScale, Round::Down) -
                       cost)
                          .to<Money>();
    return gain ? std::optional(*gain) : std::nullopt;
}

/// Puts together what the orders of one plan lead to.
class Outlook {
  public:
    Outlook(Consequences& out, const OrderPlan& plan, const TicketInputs& inputs, const TicketFacts& facts)
        : m_out(out)
        , m_plan(plan)
        , m_inputs(inputs)
        , m_facts(facts)
        , m_market(facts.marketNow())
        , m_account(facts.previewAccount()) {}

    void look() {
        m_out.notional = notionalOf(m_plan, m_facts);
        m_out.stop = stopPrice(m_inputs, m_facts);
        if (m_out.stop) m_out.lossAtStop = lossAt(m_plan, *m_out.stop, m_facts);
        m_out.refusal = refusalOf(m_plan, m_facts, m_account);
        const OrderTerms& first = m_plan.orders.front();
        const bool waits = first.trigger.kind != TriggerKind::None;
        if (!waits && first.twap.durationMs == 0) m_out.limit = limitOf(first);
        if (m_out.refusal != RejectCode::None) return;
        if (waits || first.twap.durationMs != 0 || m_inputs.kind == TicketKind::Scale)
            fillAll(waits ? EffectBasis::Fired : EffectBasis::AllFilled);
        else
            enter(first);
        addLines();
    }

  private:
    [[nodiscard]] Price limitOf(const OrderTerms& t) const {
        if (t.type == OrderType::Market) return risk::marketOrderLimit(m_market.params, m_market.prices, t);
        return enteringNow(t, m_facts).price;
    }

    /// Against the visible book, and all of it at its limit.
    void enter(const OrderTerms& first) {
        const OrderTerms t = enteringNow(first, m_facts);
        std::span<const BookLevel> offers;
        if (m_facts.book) offers = t.side == Side::Buy ? m_facts.book->asks : m_facts.book->bids;
        const auto expected = risk::preview(m_market, {offers, m_facts.own}, m_account, t, m_facts.now);
        m_out.refusal = expected ? expected->refusal : RejectCode::MathOverflow;
        if (m_out.refusal != RejectCode::None && m_out.refusal != RejectCode::PostOnlyWouldCross) return;
        addAtLimit(t);
        if (m_out.refusal != RejectCode::None || !m_facts.book) return;
        if (expected->closed != CloseReason::Filled) m_out.stopped = expected->closed;
        // How a level divides into orders is not public: which of them the account could carry is not known.
        if (expected->closed == CloseReason::InsufficientCollateral && m_market.params.liquidity == Liquidity::Native)
            return;
        m_out.effect = effectOf(*expected, t, m_facts.feeTerms());
        m_out.after = numbersOf(m_account, expected->collateral, expected->positions);
        if (!m_out.funding8h) m_out.funding8h = fundingOf(expected->position.base, m_facts);
    }

    void addAtLimit(const OrderTerms& t) {
        const auto worst = risk::previewAtLimit(m_market, m_account, t);
        if (!worst || !*worst) return;
        m_out.funding8h = fundingOf((*worst)->position.base, m_facts);
        const auto after = numbersOf(m_account, (*worst)->collateral, (*worst)->positions);
        const auto change =
            after && m_out.before ? after->equity.minus(m_out.before->equity) : std::unexpected(MathError::Overflow);
        if (change) m_out.atLimit = AtLimit{(*worst)->price, *change, *after};
    }

    /// One order filled as a whole at a price, on top of `account`. Empty when it could not be carried.
    [[nodiscard]] std::optional<OrderPreview> fillAt(const PreviewAccount& account, OrderTerms t, Price price) const {
        const auto opposite = m_facts.best(qd::opposite(t.side));
        const bool crosses = !opposite || (t.side == Side::Buy ? price >= *opposite : price <= *opposite);
        const bool makes = t.type == OrderType::Limit && t.trigger.kind == TriggerKind::None && !crosses;
        if (t.followsPosition) t.size = risk::reducibleBy(account.position.base, t.side);
        const auto filled = risk::previewAtLimit(m_market, account, plainAt(t, price, makes));
        return filled ? *filled : std::nullopt;
    }

    /// Every order of the plan filled, one after the other.
    void fillAll(EffectBasis basis) {
        m_out.basis = basis;
        PreviewAccount account = m_account;
        Effect sum;
        sum.closed = CloseReason::Filled;
        Checked quote;
        Checked size;
        for (const OrderTerms& t : m_plan.orders) {
            const auto price = entryPrice(t, m_facts);
            const auto filled = price ? fillAt(account, t, *price) : std::nullopt;
            if (!filled) return;
            account.positions = filled->positions;
            account.position = filled->position;
            account.collateral = filled->collateral;
            size += filled->filled.raw();
            quote += filled->quote.raw();
            sum.fee = sum.fee.plus(filled->fee).value_or(sum.fee);
            sum.realised = sum.realised.plus(filled->realised).value_or(sum.realised);
            sum.worst = filled->worst;
        }
        sum.filled = size.to<Quantity>().value_or(Quantity());
        sum.side = m_plan.orders.front().side;
        sum.average = averageOf(sum.filled, quote.to<Money>().value_or(Money()), sum.side);
        m_out.after = numbersOf(m_account, account.collateral, account.positions);
        m_out.funding8h = fundingOf(account.position.base, m_facts);
        m_out.effect = sum;
    }

    void addLines() {
        switch (m_inputs.kind) {
        case TicketKind::Bracket: return addBracketLines();
        case TicketKind::OneCancelsOther: return addLegLines();
        case TicketKind::Twap: return addChildren();
        case TicketKind::Scale:
            for (const OrderTerms& t : m_plan.orders) m_out.lines.push_back({.price = t.price, .size = t.size});
            return;
        default: return;
        }
    }

    void addBracketLines() {
        const OrderTerms& entry = m_plan.orders.front();
        const auto in = entryPrice(entry, m_facts);
        for (std::size_t i = 1; i < m_plan.orders.size(); ++i) {
            const OrderTerms& t = m_plan.orders[i];
            const bool stop = t.trigger.kind == TriggerKind::Stop;
            const bool rests = t.trigger.kind == TriggerKind::None;
            const Price out = rests ? t.price : t.trigger.price;
            const auto outcome = in ? outcomeOf(entry, *in, out, rests, m_facts.feeTerms()) : std::nullopt;
            if (!stop) m_out.gainAtTarget = outcome;
            m_out.lines.push_back({stop ? PlanLine::Role::Stop : PlanLine::Role::TakeProfit, out, t.size, 1, outcome});
        }
    }

    /// What either leg does to the position there is.
    void addLegLines() {
        for (const OrderTerms& t : m_plan.orders) {
            const bool stop = t.trigger.kind == TriggerKind::Stop;
            const auto price = entryPrice(t, m_facts);
            if (!price) continue;
            const auto filled = fillAt(m_account, t, *price);
            const bool closes = filled && !risk::reducibleBy(m_account.position.base, t.side).isZero();
            const auto outcome = closes ? filled->realised.minus(filled->fee) : std::unexpected(MathError::Overflow);
            m_out.lines.push_back({stop ? PlanLine::Role::Stop : PlanLine::Role::Limit, *price, t.size, 1,
                                   outcome ? std::optional(*outcome) : std::nullopt});
        }
    }

    void addChildren() {
        const OrderTerms& t = m_plan.orders.front();
        const std::int64_t children = matching::twapChildren(t.twap);
        const auto size = matching::twapChildSize(t.size, Quantity(), children, 0, m_market.params.step);
        if (size) m_out.lines.push_back({PlanLine::Role::Children, Price(), *size, children, std::nullopt});
    }

    Consequences& m_out;
    const OrderPlan& m_plan;
    const TicketInputs& m_inputs;
    const TicketFacts& m_facts;
    risk::MarketNow m_market;
    PreviewAccount m_account;
};

} // namespace

Consequences consequencesOf(const std::optional<OrderPlan>& plan, const TicketInputs& inputs,
                            const TicketFacts& facts) {
    Consequences out;
    if (facts.params() == nullptr || !facts.account || !facts.ticker.prices.valid()) return out;
    const PreviewAccount account = facts.previewAccount();
    out.before = numbersOf(account, account.collateral, account.positions);
    if (plan) Outlook(out, *plan, effective(inputs), facts).look();
    return out;
}

} // namespace qd::ui
