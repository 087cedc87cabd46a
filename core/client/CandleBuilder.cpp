#include "core/client/CandleBuilder.h"

namespace qd::client {

void CandleBuilder::add(const Trade& trade, const Finished& finished) {
    m_lastTrade = trade.id;
    const Quantity bought = trade.aggressor == Side::Buy ? trade.size : Quantity(0);
    for (std::size_t i = 0; i < kIntervals.size(); ++i) {
        const Candle one{openTimeOf(trade.ts, kIntervals[i]),
                         trade.price,
                         trade.price,
                         trade.price,
                         trade.price,
                         trade.size,
                         bought,
                         1};
        std::optional<Candle>& open = m_open[i];
        if (open && open->openTime == one.openTime) {
            open = merged(*open, one);
            continue;
        }
        if (open) finished(kIntervals[i], *open);
        open = one;
    }
}

void CandleBuilder::forOpen(const Finished& visit) const {
    for (std::size_t i = 0; i < kIntervals.size(); ++i) {
        if (m_open[i]) visit(kIntervals[i], *m_open[i]);
    }
}

void CandleBuilder::save(ByteWriter& out) const {
    out.put(m_lastTrade.value());
    for (const auto& open : m_open) {
        out.put(static_cast<std::uint8_t>(open.has_value()));
        if (open) put(out, *open);
    }
}

void CandleBuilder::load(ByteReader& in) {
    m_lastTrade = TradeId(in.get<std::uint64_t>());
    for (auto& open : m_open) {
        open.reset();
        if (in.getBool()) open = getCandle(in);
    }
}

void put(ByteWriter& out, const Candle& bar) {
    out.put(bar.openTime.value());
    for (const Price p : {bar.open, bar.high, bar.low, bar.close}) out.put(p.raw());
    out.put(bar.volume.raw());
    out.put(bar.buyVolume.raw());
    out.put(bar.trades);
}

Candle getCandle(ByteReader& in) {
    Candle bar;
    bar.openTime = UnixNanos(in.get<std::int64_t>());
    for (Price* p : {&bar.open, &bar.high, &bar.low, &bar.close}) *p = Price(in.get<std::int64_t>());
    bar.volume = Quantity(in.get<std::int64_t>());
    bar.buyVolume = Quantity(in.get<std::int64_t>());
    in.get(bar.trades);
    return bar;
}

void put(ByteWriter& out, const Trade& trade) {
    out.put(trade.id.value());
    out.put(trade.ts.value());
    out.put(trade.price.raw());
    out.put(trade.size.raw());
    out.put(trade.aggressor);
}

Trade getTrade(ByteReader& in) {
    Trade trade;
    trade.id = TradeId(in.get<std::uint64_t>());
    trade.ts = UnixNanos(in.get<std::int64_t>());
    trade.price = Price(in.get<std::int64_t>());
    trade.size = Quantity(in.get<std::int64_t>());
    const auto aggressor = in.get<std::uint8_t>();
    if (aggressor > 1) in.invalidate();
    trade.aggressor = static_cast<Side>(aggressor & 1U);
    return trade;
}

} // namespace qd::client
