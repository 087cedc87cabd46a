// What the venue's thread makes of the commands that are applied, live and read back: rows for the history, orders and
// fills for the user, trades and bars for everybody.
#include "core/client/LiquidationEntries.h"
#include "core/client/VenueThread.h"

#include <utility>

namespace qd::client {

void VenueThread::applied(std::uint64_t sequence, const Command& command, std::span<const Event> events,
                          const exchange::State& state) {
    m_applying = sequence;
    if (command.origin == kUserOrigin) noteAccounts(command, events);
    if (const auto* created = std::get_if<CreateMarket>(&command.body))
        m_symbols[created->params.id] = created->params.symbol;
    if (const auto* book = std::get_if<UpdateDepth>(&command.body)) noteGap(*book, command.ts);
    record(events);
    OrderTracker::Changes orders = m_tracker.read(command, events, m_clock.now());
    AccountRecorder::Changes rows = m_recorder.read(events, state);
    for (OwnEvent& own : m_own.read(sequence, state.now, orders, m_tracker)) keep(std::move(own));
    if (orders.empty() && rows.empty()) return;
    writeOwn(orders);
    writeOwn(rows);
    addPending(sequence, orders, rows);
}

void VenueThread::noteGap(const UpdateDepth& book, UnixNanos ts) {
    if (!m_store || !book.snapshot) return;
    const bool missing = book.bids.empty() && book.asks.empty();
    const auto [told, first] = m_missing.try_emplace(book.market, missing);
    if (!first && told->second == missing) return;
    told->second = missing;
    keep(store::OwnRow(store::GapRow{keyOf(book.market), ts, missing}));
}

/// What everybody may see: trades, bars, funding, liquidations.
void VenueThread::record(std::span<const Event> events) {
    for (const Event& e : events) {
        if (const auto* traded = std::get_if<Traded>(&e.body)) {
            const store::MarketKey key = keyOf(traded->market);
            const store::RunId run = runOf(m_first);
            if (m_store && run.value() != 0) keep(store::TradeRow{run, key, traded->trade});
            if (m_recording && !m_catchUpTo) m_recording->trade(traded->market, traded->trade);
            m_board.addTrade(traded->market, traded->trade, m_arrivedAt, [&](Interval interval, const Candle& bar) {
                if (m_store) keep(store::CandleRow{key, interval, bar});
            });
        } else if (const auto* funding = std::get_if<FundingUpdated>(&e.body)) {
            if (m_store)
                keep(store::OwnRow(store::FundingRow{keyOf(funding->market),
                                                     {e.ts, funding->rate8h, funding->change, funding->index}}));
        } else if (auto entry = entryOf(e); entry && entry->kind != LiquidationEntryKind::MarginCall) {
            m_board.addLiquidation(std::move(*entry));
        }
    }
}

void VenueThread::save(ByteWriter& out) const {
    out.put(m_first.value());
    out.put(m_user.value());
    m_tracker.save(out);
    m_recorder.save(out);
    out.put(static_cast<std::uint32_t>(m_symbols.size()));
    for (const auto& [id, symbol] : m_symbols) {
        out.put(id.value());
        out.putString(symbol);
    }
    m_board.save(out);
}

void VenueThread::load(ByteReader& in) {
    m_first = AccountId(in.get<std::uint32_t>());
    m_user = AccountId(in.get<std::uint32_t>());
    m_tracker.load(in);
    m_recorder.load(in);
    const auto markets = in.get<std::uint32_t>();
    for (std::uint32_t i = 0; i < markets && in.ok(); ++i) {
        const MarketId id(in.get<std::uint16_t>());
        m_symbols[id] = in.getString(kLongestMarketSymbol);
    }
    m_board.load(in);
    if (!in.ok()) return;
    for (const AccountId account : m_tracker.accounts()) follow(account);
}

} // namespace qd::client
