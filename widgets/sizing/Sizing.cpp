#include "widgets/sizing/Sizing.h"

#include "core/base/Checked.h"
#include "core/engine/ledger/Position.h"
#include "widgets/terms/BreakEven.h"
#include "widgets/ticket/TicketPlan.h"

namespace qd::ui {
namespace {

constexpr std::int64_t kHundred = 100'000'000'000; ///< 1e-9 of a percent
constexpr std::int64_t kNanosOfMoney = 1'000;      ///< 1e-9 of a USDC in 1e-6

template<class T>
std::optional<T> known(const std::expected<T, MathError>& value) {
    return value ? std::optional(*value) : std::nullopt;
}

/// A limit at the entry: what is typed here as the ticket would have it.
TicketInputs ticketOf(const SizingInputs& in, Side side, Price entry) {
    TicketInputs t;
    t.kind = TicketKind::Limit;
    t.side = side;
    t.price = Typed::of(entry.raw());
    t.stop = in.stop;
    t.amount = in.risk;
    t.unit = in.riskInPercent ? SizeUnit::RiskPercent : SizeUnit::RiskToStop;
    t.leverage = in.leverage;
    return t;
}

/// The entry is typed, or the price that a market order of the side would meet first.
std::optional<Price> entryOf(const SizingInputs& in, Side side, const TicketFacts& facts) {
    if (!in.entry.empty) return in.entry.positive() ? std::optional(Price(*in.entry.value)) : std::nullopt;
    TicketInputs market;
    market.kind = TicketKind::Market;
    market.side = side;
    return referencePrice(market, facts);
}

/// The side whose stop lies on its losing side. With a live entry the stop decides by the mark first.
std::optional<Side> sideOf(const SizingInputs& in, const TicketFacts& facts) {
    if (!in.stop.positive()) return std::nullopt;
    const std::int64_t against = in.entry.empty ? facts.ticker.prices.mark.raw() : in.entry.value.value_or(0);
    if (against <= 0 || against == *in.stop.value) return std::nullopt;
    return *in.stop.value < against ? Side::Buy : Side::Sell;
}

TicketCode readable(const SizingInputs& in, const TicketFacts& facts) {
    if (facts.params() == nullptr) return TicketCode::NoMarket;
    if (!facts.running) return TicketCode::NotRunning;
    if (!facts.account) return TicketCode::NoAccount;
    if (!facts.ticker.prices.valid()) return TicketCode::NoPrices;
    if (!in.entry.empty && !in.entry.positive()) return TicketCode::PriceUnreadable;
    if (in.stop.empty) return TicketCode::StopMissing;
    if (!in.stop.positive()) return TicketCode::StopUnreadable;
    if (in.risk.empty) return TicketCode::SizeMissing;
    return in.risk.positive() ? TicketCode::Ready : TicketCode::SizeUnreadable;
}

std::optional<Money> budgetOf(const SizingInputs& in, Money equity) {
    if (!in.risk.positive()) return std::nullopt;
    if (!in.riskInPercent) return Money(*in.risk.value / kNanosOfMoney);
    return known(Checked(equity.raw()).times(*in.risk.value, kHundred, Round::Down).to<Money>());
}

/// Takes the trade apart.
class Calculation {
  public:
    Calculation(Sizing& out, const SizingInputs& in, const TicketFacts& facts)
        : m_out(out)
        , m_in(in)
        , m_facts(facts)
        , m_ticket(ticketOf(in, *out.side, *out.entry)) {}

    void run() {
        findSize();
        if (m_out.code != TicketCode::Ready || m_out.size.isZero()) return;
        const auto plan = planOf(effective(m_ticket), m_facts, m_out.size);
        if (!plan) return;
        const Consequences c = consequencesOf(*plan, m_ticket, m_facts);
        m_out.refusal = c.refusal;
        m_out.notional = c.notional;
        m_out.lossAtStop = c.lossAtStop;
        m_out.funding8h = c.funding8h;
        addMargin(c);
        addFees();
        addBreakEven();
        for (std::size_t i = 0; i < m_out.targets.size(); ++i) m_out.targets[i] = targetOf(i);
    }

  private:
    void findSize() {
        const Draft sized = draft(m_ticket, m_facts);
        m_out.code = sized.code;
        m_out.byRisk = sized.size;
        if (!sized.size) return;
        m_out.size = *sized.size;
        const auto largest = partOfLargest(m_ticket, m_facts, 1, 1);
        if (!largest || *largest >= m_out.size) return;
        m_out.size = *largest;
        m_out.bound = *largest >= m_facts.params()->maxSize ? SizingBound::LargestOrder : SizingBound::Collateral;
    }

    void addMargin(const Consequences& c) {
        if (!c.before || !c.atLimit) return;
        const AccountNumbers& after = c.atLimit->after;
        m_out.margin = known(after.margin.minus(c.before->margin));
        m_out.freeAfter = after.freeCollateral;
        m_out.liquidationKnown = true;
        m_out.liquidation = after.liquidation;
        if (!after.liquidation) return;
        const bool buys = *m_out.side == Side::Buy;
        m_out.liquidationFirst = buys ? *after.liquidation >= *m_out.stop : *after.liquidation <= *m_out.stop;
    }

    void addFees() {
        const bool buys = *m_out.side == Side::Buy;
        const auto in = feesOf(m_facts.feeTerms(), m_out.size, *m_out.entry, !buys);
        const auto out = feesOf(m_facts.feeTerms(), m_out.size, *m_out.stop, buys);
        if (in) m_out.feeIn = in->taker;
        if (out) m_out.feeOut = out->taker;
    }

    /// Of a position that holds this trade and nothing else.
    void addBreakEven() {
        const bool buys = *m_out.side == Side::Buy;
        const auto quote = ledger::fillQuote(m_out.size, *m_out.entry, !buys);
        if (!quote || !m_out.feeIn) return;
        const auto filled = ledger::withFill({}, Quantity(buys ? m_out.size.raw() : -m_out.size.raw()),
                                             Money(buys ? -quote->raw() : quote->raw()));
        const auto charged = filled ? ledger::withFee(filled->after, *m_out.feeIn) : std::unexpected(filled.error());
        if (charged) m_out.breakEven = breakEvenPrice(*charged, *m_facts.params(), m_facts.account->taker);
    }

    /// Typed, or as many times the way to the stop from the entry as its number, on the tick towards the entry.
    [[nodiscard]] std::optional<Price> priceOf(std::size_t i) const {
        const Typed& typed = m_in.targets[i];
        if (!typed.empty) return typed.positive() ? std::optional(Price(*typed.value)) : std::nullopt;
        const Checked way = Checked(m_out.entry->raw()) - m_out.stop->raw();
        const auto far = Checked(m_out.entry->raw()) + way * static_cast<std::int64_t>(i + 1);
        const std::int64_t tick = m_facts.params()->tick.raw();
        const Round round = *m_out.side == Side::Buy ? Round::Down : Round::Up;
        const auto price = (far.dividedBy(tick, round) * tick).to<Price>();
        return price && price->raw() > 0 ? std::optional(*price) : std::nullopt;
    }

    [[nodiscard]] std::optional<SizingTarget> targetOf(std::size_t i) const {
        const auto price = priceOf(i);
        if (!price) return std::nullopt;
        SizingTarget target{*price, !m_in.targets[i].empty, std::nullopt, std::nullopt};
        TicketInputs bracket = m_ticket;
        bracket.kind = TicketKind::Bracket;
        bracket.takeProfit = {Typed::of(price->raw()), LevelUnit::Price};
        bracket.stopLoss = {m_in.stop, LevelUnit::Price};
        const auto plan = planOf(effective(bracket), m_facts, m_out.size);
        if (!plan) return target;
        target.outcome = consequencesOf(*plan, bracket, m_facts).gainAtTarget;
        if (!target.outcome || !m_out.lossAtStop || m_out.lossAtStop->raw() <= 0) return target;
        target.centiR =
            known(Checked(target.outcome->raw()).times(100, m_out.lossAtStop->raw(), Round::Zero).to<std::int64_t>());
        return target;
    }

    Sizing& m_out;
    const SizingInputs& m_in;
    const TicketFacts& m_facts;
    TicketInputs m_ticket;
};

} // namespace

Sizing sizingOf(const SizingInputs& in, const TicketFacts& facts) {
    Sizing out;
    out.mark = facts.ticker.prices.mark;
    if (facts.account) {
        out.equity = facts.account->totalEquity;
        out.budget = budgetOf(in, *out.equity);
    }
    if (in.stop.positive()) out.stop = Price(*in.stop.value);
    out.entryIsLive = in.entry.empty;
    out.code = readable(in, facts);
    if (out.code == TicketCode::NoMarket) return out;
    out.side = sideOf(in, facts);
    out.entry = entryOf(in, out.side.value_or(Side::Buy), facts);
    if (out.code != TicketCode::Ready) return out;
    if (!out.side || !out.entry) {
        out.code = TicketCode::StopWrongSide;
        return out;
    }
    Calculation(out, in, facts).run();
    return out;
}

} // namespace qd::ui
