#include "core/engine/risk/portfolio/SessionBook.h"

#include "core/domain/Candle.h"
#include "core/engine/risk/portfolio/EquityCurve.h"

#include <algorithm>

namespace qd::portfolio {

void SessionTrades::addFill(const OrderFilled& fill) noexcept {
    if (fill.sequence <= m_lastFill) return;
    m_lastFill = fill.sequence;
    move(fill.market, Int128{fill.size.raw()} * signOf(fill.side), fill.position,
         Checked(fill.realised.raw()) - fill.fee.raw());
}

void SessionTrades::addEntry(const LiquidationEntry& e) noexcept {
    if (e.number <= m_lastEntry) return;
    m_lastEntry = e.number;
    if (e.kind == LiquidationEntryKind::Book) return charge(e.market, e.insurance);
    const bool closes = e.kind == LiquidationEntryKind::TakeOver || e.kind == LiquidationEntryKind::Backstop ||
                        e.kind == LiquidationEntryKind::Deleveraged;
    if (!closes || !e.position || m_running[e.market].position == e.position) return;
    move(e.market, Int128{e.size.raw()} * signOf(e.side), *e.position,
         Checked(e.realised.raw()) - e.liquidatorFee.raw() - e.insurance.raw());
}

void SessionTrades::charge(MarketId market, Money insurance) noexcept {
    Running& running = m_running[market];
    if (!running.position || !running.position->isZero()) {
        running.result -= insurance.raw();
        return;
    }
    const auto trade =
        std::find_if(m_ended.rbegin(), m_ended.rend(), [&](const Ended& e) { return e.market == market; });
    if (trade == m_ended.rend()) return;
    trade->result -= insurance.raw();
    m_tally = m_before;
    for (const Ended& e : m_ended) m_tally = withTrade(m_tally, resultOf(e));
}

Money SessionTrades::resultOf(const Ended& trade) noexcept {
    return trade.result.to<Money>().value_or(Money(-1)); // beyond 64 bits: nobody has won so much
}

void SessionTrades::move(MarketId market, Int128 traded, Quantity position, Checked result) noexcept {
    Running& running = m_running[market];
    running.result += result;
    running.position = position;
    const Int128 after = position.raw();
    const Int128 before = after - traded;
    const bool closed = before != 0 && (after == 0 || (before > 0) != (after > 0));
    if (!closed) return;
    if (m_ended.size() == kOpenToFees) {
        m_before = withTrade(m_before, resultOf(m_ended.front()));
        m_ended.erase(m_ended.begin());
    }
    m_ended.push_back({market, running.result});
    m_tally = withTrade(m_tally, resultOf(m_ended.back()));
    running.result = Checked();
}

std::int64_t SessionBook::dayOf(UnixNanos t) noexcept { return openTimeOf(t, Interval::D1).value() / kNanosPerDay; }

MathResult<void> SessionBook::begin(const AccountView& now, std::span<const EquitySample> samples,
                                    std::span<const FillView> fills, std::span<const LiquidationEntry> entries) {
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
    add(fills, entries);
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

void SessionBook::add(std::span<const FillView> fills, std::span<const LiquidationEntry> entries) noexcept {
    // As they happened; within a command a liquidation meets the book before anybody takes over what is left.
    auto entry = entries.begin();
    const auto addEntriesBefore = [&](auto happened) {
        for (; entry != entries.end() && happened(entry->ts); ++entry) {
            if (dayOf(entry->ts) == m_day) m_trades.addEntry(*entry);
        }
    };
    for (const FillView& fill : fills) {
        addEntriesBefore([&](UnixNanos ts) { return ts < fill.ts; });
        if (dayOf(fill.ts) == m_day) m_trades.addFill(fill.fill);
    }
    addEntriesBefore([](UnixNanos) { return true; });
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
