#include "widgets/terms/BreakEven.h"

#include "core/base/Checked.h"
#include "core/engine/ledger/FeeTiers.h"
#include "widgets/base/Format.h"
#include "widgets/terms/Exits.h"
#include "widgets/terms/Waiting.h"

#include <QCoreApplication>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::BreakEven", text); }

/// A referred taker's fee is rounded twice: the nearest quote of which what is left is enough, from one that is at most
/// two units too near. Errors are empty.
std::optional<Checked> enoughQuote(Checked quote, Checked cash, bool isLong, const ledger::FeeTerms& fee) {
    const auto isEnough = [&](Money q) -> std::optional<bool> {
        const auto fees = ledger::crossFees(q, fee);
        if (!fees) return std::nullopt;
        const Checked left = isLong ? Checked(q.raw()) - fees->taker.raw() : Checked(q.raw()) + fees->taker.raw();
        return isLong ? left.value() >= cash.value() : left.value() <= cash.value();
    };
    while (true) {
        const auto q = quote.to<Money>();
        const auto enough = q && q->raw() > 0 ? isEnough(*q) : std::nullopt;
        if (!enough) return std::nullopt;
        if (*enough) return quote;
        quote += isLong ? 1 : -1;
    }
}

} // namespace

std::optional<Price> breakEvenPrice(const Position& position, const MarketParams& market, TakerTerms taker) {
    const std::int64_t base = position.base.raw();
    if (base == 0) return std::nullopt;
    const bool isLong = base > 0;
    const Round against = isLong ? Round::Up : Round::Down;
    // A long paid: its break-even is below zero.
    const Checked cash = isLong ? -Checked(position.breakEven.raw()) : Checked(position.breakEven.raw());
    // The fee is rounded up: quote - fee of a long, quote + fee of a short are these parts of the quote, rounded the
    // same way, so that the quote that is just enough can be divided out exactly.
    const ledger::FeeTerms fee = ledger::feeTermsOf(market, taker);
    const Checked whole = Checked(fee.denominator) * (fee.referred ? 10 : 1);
    const Checked rate = Checked(fee.takerRate) * (fee.referred ? 9 : 1);
    const auto quote = enoughQuote(cash.times(whole, isLong ? whole - rate : whole + rate, against), cash, isLong, fee);
    if (!quote) return std::nullopt;
    const Checked tick = market.tick.raw();
    const auto price = (quote->times(Quantity::kScale, Checked(base).abs() * tick, against) * tick).to<Price>();
    return price && price->raw() > 0 ? std::optional(*price) : std::nullopt;
}

std::vector<TrackedOrder> stopsOf(const PositionView& p, std::span<const TrackedOrder> orders) {
    std::vector<TrackedOrder> stops;
    for (const TrackedOrder& o : orders) {
        const OrderTerms& t = o.order.terms;
        const bool closes = t.market == p.market && t.side == closingSide(p);
        if (!isFinal(o.state) && closes && t.trigger.kind == TriggerKind::Stop && waits(o.order)) stops.push_back(o);
    }
    return stops;
}

std::expected<BreakEvenDeed, QString> breakEvenDeed(const PositionView& p, std::span<const TrackedOrder> orders,
                                                    const MarketParams& market, TakerTerms taker) {
    const auto at = breakEvenPrice(p.position, market, taker);
    if (!at) return std::unexpected(tr("There is no price at which this position breaks even."));
    const bool isLong = p.position.base.raw() > 0;
    if (isLong ? p.mark <= *at : p.mark >= *at)
        return std::unexpected(tr("The position has not earned its costs yet: a stop at break-even, %1, would fire at "
                                  "once.")
                                   .arg(text(*at, decimalsOf(market.tick))));
    BreakEvenDeed deed{*at, {}, {}, {}};
    const auto stops = stopsOf(p, orders);
    for (const TrackedOrder& o : stops) {
        const Price now = o.order.terms.trigger.price;
        if (isLong ? now >= *at : now <= *at) continue;
        if (const auto amendment = movedTo(o.order, *at))
            deed.amends.emplace_back(o.order, *amendment);
        else
            deed.stuck.emplace_back(o.order, amendment.error());
    }
    if (!stops.empty() && deed.amends.empty() && deed.stuck.empty())
        return std::unexpected(tr("The stop stands at break-even or better already."));
    if (stops.empty()) deed.place = closingOrder(p, TriggerKind::Stop, *at);
    return deed;
}

} // namespace qd::ui
