#include "core/engine/risk/portfolio/TradeStatistics.h"

#include <algorithm>
#include <utility>

namespace qd::portfolio {
namespace {

Quantity magnitude(Quantity base) { return base.raw() < 0 ? Quantity(-base.raw()) : base; }

/// A trade and one more fill that opens, enlarges, reduces or closes it, but does not turn it.
MathResult<Trade> withPart(Trade trade, Quantity base, Money quote, Money fee) {
    const auto position = (Checked(trade.base.raw()) + base.raw()).to<Quantity>();
    const auto traded = (Checked(trade.traded.raw()) + Checked(quote.raw()).abs()).to<Money>();
    const auto result = (Checked(trade.result.raw()) + quote.raw() - fee.raw()).to<Money>();
    if (!position) return std::unexpected(position.error());
    if (!traded) return std::unexpected(traded.error());
    if (!result) return std::unexpected(result.error());
    const auto size = Checked(position->raw()).abs().to<Quantity>();
    if (!size) return std::unexpected(size.error());
    trade.base = *position;
    trade.traded = *traded;
    trade.result = *result;
    trade.largest = std::max(trade.largest, *size);
    return trade;
}

Trade opened(const TradeFill& fill) {
    Trade trade;
    trade.market = fill.market;
    trade.openedAt = fill.at;
    trade.isLong = fill.base.raw() > 0;
    return trade;
}

struct Turned {
    Trade before; ///< closed
    Trade after;
};
/// A fill that is larger than the position it is against.
MathResult<Turned> turned(const Trade& trade, const TradeFill& fill) {
    const Quantity closing(-trade.base.raw());
    const Checked part = magnitude(closing).raw();
    const Checked whole = Checked(fill.base.raw()).abs();
    const auto quote = Checked(fill.quote.raw()).times(part, whole, Round::Zero).to<Money>();
    const auto fee = Checked(fill.fee.raw()).times(part, whole, Round::Up).to<Money>();
    const auto opening = (Checked(fill.base.raw()) - closing.raw()).to<Quantity>();
    if (!quote) return std::unexpected(quote.error());
    if (!fee) return std::unexpected(fee.error());
    if (!opening) return std::unexpected(opening.error());
    const auto before = withPart(trade, closing, *quote, *fee);
    // Both parts have the sign of the whole, so the differences fit.
    const auto after =
        withPart(opened(fill), *opening, Money(fill.quote.raw() - quote->raw()), Money(fill.fee.raw() - fee->raw()));
    if (!before) return std::unexpected(before.error());
    if (!after) return std::unexpected(after.error());
    return Turned{*before, *after};
}

std::optional<Money> average(Money sum, std::size_t count, Round round) {
    if (count == 0) return std::nullopt;
    return Checked(sum.raw()).dividedBy(Checked(count), round).to<Money>().value();
}

std::optional<double> quotient(double numerator, double divisor) {
    return divisor == 0 ? std::nullopt : finiteOrNone(numerator / divisor);
}

double units(Money money) { return static_cast<double>(money.raw()); }

} // namespace

std::expected<void, MathError> RoundTrips::addFill(const TradeFill& fill) {
    if (fill.base.isZero()) return {};
    const auto found = m_open.find(fill.market);
    const bool flat = found == m_open.end();
    const bool against = !flat && (found->second.base.raw() > 0) != (fill.base.raw() > 0);
    if (against && Checked(fill.base.raw()).abs().value() > Checked(found->second.base.raw()).abs().value()) {
        auto both = turned(found->second, fill);
        if (!both) return std::unexpected(both.error());
        both->before.closedAt = fill.at;
        m_closed.push_back(both->before);
        found->second = both->after;
        return {};
    }
    auto next = withPart(flat ? opened(fill) : found->second, fill.base, fill.quote, fill.fee);
    if (!next) return std::unexpected(next.error());
    if (!next->base.isZero()) {
        m_open.insert_or_assign(fill.market, *next);
        return {};
    }
    next->closedAt = fill.at;
    m_closed.push_back(*next);
    m_open.erase(found);
    return {};
}

std::expected<void, MathError> RoundTrips::addFunding(MarketId market, Money payment) {
    const auto found = m_open.find(market);
    if (found == m_open.end()) return {};
    const auto result = found->second.result.plus(payment);
    if (!result) return std::unexpected(result.error());
    found->second.result = *result;
    return {};
}

std::vector<Trade> RoundTrips::open() const {
    std::vector<Trade> trades;
    for (const auto& [market, trade] : m_open) trades.push_back(trade);
    return trades;
}

MathResult<TradeStatistics> statisticsOf(std::span<const Trade> closed) {
    Checked profit = 0;
    Checked loss = 0;
    Checked traded = 0;
    TradeStatistics s;
    for (const Trade& trade : closed) {
        ++s.trades;
        traded += trade.traded.raw();
        if (trade.result.raw() > 0) {
            ++s.wins;
            profit += trade.result.raw();
        } else if (trade.result.raw() < 0) {
            ++s.losses;
            loss -= trade.result.raw();
        }
    }
    for (const auto& [sum, into] :
         {std::pair{profit, &s.profit}, {loss, &s.loss}, {profit - loss, &s.net}, {traded, &s.traded}}) {
        const auto value = sum.to<Money>();
        if (!value) return std::unexpected(value.error());
        *into = *value;
    }
    s.winRate = quotient(static_cast<double>(s.wins), static_cast<double>(s.trades));
    s.averageWin = average(s.profit, s.wins, Round::Down);
    s.averageLoss = average(s.loss, s.losses, Round::Up);
    if (s.wins > 0 && s.losses > 0)
        s.payoff =
            quotient(units(s.profit) / static_cast<double>(s.wins), units(s.loss) / static_cast<double>(s.losses));
    s.profitFactor = quotient(units(s.profit), units(s.loss));
    s.expectancy = average(s.net, s.trades, Round::Down);
    return s;
}

std::optional<double> turnover(Money traded, std::span<const Money> equity) {
    if (equity.empty()) return std::nullopt;
    double sum = 0;
    for (const Money sample : equity) sum += units(sample);
    const double mean = sum / static_cast<double>(equity.size());
    return mean > 0 ? finiteOrNone(units(traded) / mean) : std::nullopt;
}

std::optional<double> exposureTime(std::span<const Trade> trades, UnixNanos from, UnixNanos to) {
    if (to <= from) return std::nullopt;
    std::vector<std::pair<UnixNanos, UnixNanos>> spans;
    for (const Trade& trade : trades) {
        const UnixNanos begin = std::max(trade.openedAt, from);
        const UnixNanos end = std::min(trade.closedAt.value_or(to), to);
        if (begin < end) spans.emplace_back(begin, end);
    }
    std::ranges::sort(spans);
    double open = 0;
    UnixNanos counted = from;
    for (const auto& [begin, end] : spans) {
        if (end > counted) open += static_cast<double>(end - std::max(begin, counted));
        counted = std::max(counted, end);
    }
    return open / static_cast<double>(to - from);
}

} // namespace qd::portfolio
