#include "core/engine/risk/portfolio/SessionBook.h"

#include "core/domain/Candle.h"
#include "core/engine/risk/portfolio/EquityCurve.h"

#include <algorithm>

namespace qd::portfolio {

void SessionTrades::addFill(const OrderFilled& fill) noexcept {
    if (fill.sequence <= m_last) return;
    m_last = fill.sequence;
    Checked& running = m_running[fill.market];
    running += Checked(fill.realised.raw()) - fill.fee.raw();
    const Int128 traded = fill.side == Side::Buy ? fill.size.raw() : -Int128{fill.size.raw()};
    const Int128 before = Int128{fill.position.raw()} - traded;
    const Int128 after = fill.position.raw();
    const bool closed = before != 0 && (after == 0 || (before > 0) != (after > 0));
    if (!closed) return;
    m_tally = withTrade(m_tally, running.to<Money>().value_or(Money(-1))); // beyond 64 bits: nobody has won so much
    running = Checked();
}

std::int64_t SessionBook::dayOf(UnixNanos t) noexcept { return openTimeOf(t, Interval::D1).value() / kNanosPerDay; }

MathResult<void> SessionBook::begin(const AccountView& now, std::span<const EquitySample> samples,
                                    std::span<const FillView> fills) {
    const auto made = profitOf(now);
    if (!made) return std::unexpected(made.error());
    const std::int64_t day = dayOf(now.ts);
    Money base = samples.empty() ? *made : Money(); // no sample before the day: the account was opened in it
    Money best;
    for (const EquitySample& sample : samples) {
        const auto then = profitOf(sample);
        if (!then) return std::unexpected(then.error());
        if (sample.ts.value() <= day * kNanosPerDay) {
            base = *then;
            continue;
        }
        const auto since = then->minus(base);
        if (!since) return std::unexpected(since.error());
        best = std::max(best, *since);
    }
    const auto profit = made->minus(base);
    if (!profit) return std::unexpected(profit.error());
    m_begun = true;
    m_day = day;
    m_last = now;
    m_base = base;
    m_profit = *profit;
    m_best = std::max(best, *profit);
    m_trades = {};
    for (const FillView& fill : fills) addFill(fill);
    return {};
}

MathResult<void> SessionBook::update(const AccountView& now) {
    const auto made = profitOf(now);
    if (!made) return std::unexpected(made.error());
    const auto profit = made->minus(m_base);
    if (!profit) return std::unexpected(profit.error());
    m_profit = *profit;
    m_best = std::max(m_best, *profit);
    m_last = now;
    return {};
}

void SessionBook::addFill(const FillView& fill) noexcept {
    if (dayOf(fill.ts) == m_day) m_trades.addFill(fill.fill);
}

MathResult<RiskState> SessionBook::state() const {
    const Checked begun = Checked(m_last.totalEquity.raw()) - m_profit.raw();
    const auto dayStart = begun.to<Money>();
    const auto peak = (begun + m_best.raw()).to<Money>();
    if (!dayStart) return std::unexpected(dayStart.error());
    if (!peak) return std::unexpected(peak.error());
    return RiskState{m_last.totalEquity, *dayStart, *peak, {}, m_trades.tally()};
}

} // namespace qd::portfolio
