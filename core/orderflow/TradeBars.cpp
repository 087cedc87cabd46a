#include "core/orderflow/TradeBars.h"

#include "core/base/Wide.h"

#include <algorithm>
#include <utility>

namespace qd::orderflow {
namespace {

using Kind = TradeBarRule::Kind;

/// The multiple of `box` nearest to a price, the upper of two; at least one box.
Int128 nearestMultiple(Price price, std::int64_t box) {
    const Int128 doubled = Int128{price.raw()} * 2 + box;
    const Int128 nearest = std::max<Int128>(doubled / (Int128{box} * 2), 1) * box;
    return fitsInt64(nearest) ? nearest : nearest - box;
}

Price priceOf(Int128 raw) { return Price(static_cast<std::int64_t>(raw)); }

} // namespace

TradeBars::TradeBars(const TradeBarRule& rule, TradeBarState state) : m_rule(rule), m_state(std::move(state)) {}

void TradeBars::add(const Trade& trade) {
    if (trade.size.raw() <= 0) return;
    const UnixNanos at = std::max(trade.ts, m_state.last.value_or(trade.ts));
    const bool newDay = m_state.last && openTimeOf(at, Interval::D1) != openTimeOf(*m_state.last, Interval::D1);
    if (newDay || !hasRoom(trade)) cut();
    m_state.last = at;
    count(trade, at);
    if (m_rule.kind == Kind::Renko)
        makeBricks(trade.price, at);
    else if (isFull())
        m_finished.push_back(*std::exchange(m_state.forming, std::nullopt));
}

/// The bar that is being made can hold the trade.
bool TradeBars::hasRoom(const Trade& trade) const {
    if (!m_state.forming) return true;
    const Candle& bar = m_state.forming->bar;
    if (!bar.volume.plus(trade.size)) return false;
    const Price high = std::max(bar.high, trade.price);
    const Price low = std::min(bar.low, trade.price);
    return m_rule.kind != Kind::Range || Int128{high.raw()} - low.raw() <= m_rule.size;
}

bool TradeBars::isFull() const {
    const Candle& bar = m_state.forming->bar;
    return (m_rule.kind == Kind::Tick && bar.trades >= m_rule.size) ||
           (m_rule.kind == Kind::Volume && bar.volume.raw() >= m_rule.size);
}

void TradeBars::count(const Trade& trade, UnixNanos at) {
    const Candle traded{at,
                        trade.price,
                        trade.price,
                        trade.price,
                        trade.price,
                        trade.size,
                        trade.aggressor == Side::Buy ? trade.size : Quantity(),
                        1};
    if (m_state.forming) {
        m_state.forming->bar = merged(m_state.forming->bar, traded);
    } else {
        m_state.forming = TradeBar{traded, at, !m_state.inGap};
        m_state.forming->bar.openTime = nextOpening(at);
    }
    m_state.forming->closed = std::max(at, m_state.forming->bar.openTime);
}

UnixNanos TradeBars::nextOpening(UnixNanos at) { return m_state.opened = std::max(at, m_state.opened + 1); }

void TradeBars::chainFrom(Price price) {
    m_state.level = priceOf(nearestMultiple(price, m_rule.size));
    m_state.direction = 0;
}

void TradeBars::makeBricks(Price price, UnixNanos at) {
    if (!m_state.level) chainFrom(price);
    const std::int64_t box = m_rule.size;
    const Int128 away = Int128{price.raw()} - m_state.level->raw();
    const bool rises = away > 0;
    const bool turns = m_state.direction == (rises ? -1 : 1);
    const Int128 boxes = (rises ? away : -away) / box - (turns ? 1 : 0);
    if (boxes < 1) return;
    if (boxes > kMostBricks) {
        cut();
        return chainFrom(price);
    }
    const Int128 step = rises ? box : -box;
    Int128 open = Int128{m_state.level->raw()} + (turns ? step : 0);
    for (Int128 i = 0; i < boxes; ++i, open += step) addBrick(priceOf(open), priceOf(open + step), at);
    m_state.level = priceOf(open);
    m_state.direction = rises ? 1 : -1;
}

/// Of the trades since the last brick; of none, when they are in the one before.
void TradeBars::addBrick(Price open, Price close, UnixNanos at) {
    TradeBar brick;
    if (m_state.forming) {
        brick = *std::exchange(m_state.forming, std::nullopt);
    } else {
        brick.bar.openTime = nextOpening(at);
        brick.bar.high = brick.bar.low = open;
        brick.closed = std::max(at, brick.bar.openTime);
        brick.reliable = !m_state.inGap;
    }
    // The wick is what went against the brick; what went beyond it belongs to what follows.
    brick.bar.high = close > open ? close : std::max(open, brick.bar.high);
    brick.bar.low = close > open ? std::min(open, brick.bar.low) : close;
    brick.bar.open = open;
    brick.bar.close = close;
    m_finished.push_back(brick);
}

void TradeBars::cut() {
    if (m_state.forming) m_finished.push_back(*std::exchange(m_state.forming, std::nullopt));
    m_state.level.reset();
    m_state.direction = 0;
}

void TradeBars::beginGap() {
    if (m_state.inGap) return;
    if (m_state.forming) m_state.forming->reliable = false;
    cut();
    m_state.inGap = true;
}

void TradeBars::endGap() {
    if (!m_state.inGap) return;
    cut();
    m_state.inGap = false;
}

std::vector<TradeBar> TradeBars::takeFinished() { return std::exchange(m_finished, {}); }

} // namespace qd::orderflow
