// What the history is asked: bars, and pages of the rows of the user's accounts.
#include "core/client/VenueThread.h"

#include <algorithm>
#include <utility>

namespace qd::client {
namespace {

ports::HistoryCode codeOf(store::StoreCode code) {
    return code == store::StoreCode::Damaged ? ports::HistoryCode::Damaged : ports::HistoryCode::Unavailable;
}

// What the store calls a row, how it is asked for, and what the ports get of it.

void ask(store::Store& store, store::RunId run, const store::RowFilter& filter, std::uint64_t before, std::size_t limit,
         store::Answer<std::vector<store::FillRow>> answer) {
    store.readFills(run, filter, before, limit, std::move(answer));
}
void ask(store::Store& store, store::RunId run, const store::RowFilter& filter, std::uint64_t before, std::size_t limit,
         store::Answer<std::vector<store::NumberedOrder>> answer) {
    store.readOrders(run, filter, before, limit, std::move(answer));
}
void ask(store::Store& store, store::RunId run, const store::RowFilter& filter, std::uint64_t before, std::size_t limit,
         store::Answer<std::vector<store::PaymentRow>> answer) {
    store.readPayments(run, filter, before, limit, std::move(answer));
}
void ask(store::Store& store, store::RunId run, const store::RowFilter& filter, std::uint64_t before, std::size_t limit,
         store::Answer<std::vector<store::LedgerRow>> answer) {
    store.readLedger(run, filter, before, limit, std::move(answer));
}
void ask(store::Store& store, store::RunId run, const store::RowFilter& filter, std::uint64_t before, std::size_t limit,
         store::Answer<std::vector<store::LiquidationRow>> answer) {
    store.readLiquidations(run, filter, before, limit, std::move(answer));
}

template<class Row>
struct StoredAs;
template<>
struct StoredAs<FillView> {
    using Type = store::FillRow;
    static FillView from(const Type& row, AccountId) { return row.fill; }
};
template<>
struct StoredAs<OrderRecord> {
    using Type = store::NumberedOrder;
    static OrderRecord from(const Type& record, AccountId account) {
        OrderRecord order{record.number, record.row.order};
        order.order.account = account;
        return order;
    }
};
template<>
struct StoredAs<FundingPayment> {
    using Type = store::PaymentRow;
    static FundingPayment from(const Type& row, AccountId) { return row.payment; }
};
template<>
struct StoredAs<LedgerMovement> {
    using Type = store::LedgerRow;
    static LedgerMovement from(const Type& row, AccountId) { return row.movement; }
};
template<>
struct StoredAs<LiquidationEntry> {
    using Type = store::LiquidationRow;
    static LiquidationEntry from(const Type& row, AccountId) { return row.entry; }
};

void nameVenue(std::vector<LiquidationEntry>& entries, const std::string& venue) {
    for (LiquidationEntry& e : entries) {
        if (e.venue.empty()) e.venue = venue;
    }
}
template<class Row>
void nameVenue(std::vector<Row>&, const std::string&) {}

store::RowFilter storeFilter(const ports::HistoryFilter& filter) {
    return {filter.market, filter.side, filter.posting, filter.asset, filter.from, filter.until};
}

void addTo(AccountBatch& batch, std::vector<FillView> rows) { batch.fills = std::move(rows); }
void addTo(AccountBatch& batch, std::vector<LiquidationEntry> rows) { batch.liquidations = std::move(rows); }
void addTo(AccountBatch& batch, const std::vector<OrderRecord>& rows) {
    for (const OrderRecord& record : rows) {
        if (isFinal(record.order.state)) batch.orders.push_back(record.order);
    }
}

} // namespace

template<class T>
void VenueThread::answerOnMain(ports::HistoryAnswer<T> answer, Result<T, ports::HistoryCode> value) {
    m_main.executor.post(
        [answer = std::move(answer), value = std::move(value)]() mutable { answer(std::move(value)); });
}

template<class T>
void VenueThread::answerWithout(ports::HistoryAnswer<T> answer) {
    answerOnMain<T>(std::move(answer), qd::fail(ports::HistoryCode::Unavailable, "the venue has no history"));
}

template<class T, class Read>
void VenueThread::readFlushed(ports::HistoryAnswer<T> answer, Read read) {
    if (!m_store || !m_core) return answerWithout<T>(std::move(answer));
    m_store->flush([this, read = std::move(read), answer = std::move(answer)](store::StoreResult<void>) mutable {
        read([this, answer = std::move(answer)](store::StoreResult<T> rows) mutable {
            if (rows)
                answerOnMain<T>(std::move(answer), std::move(*rows));
            else
                answerOnMain<T>(std::move(answer), qd::fail(codeOf(rows.error().code), rows.error().detail));
        });
    });
}

template<class Row>
void VenueThread::askRows(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                          store::Answer<std::vector<Row>> answer) {
    using Stored = typename StoredAs<Row>::Type;
    const AccountId account = filter.account.value_or(m_user);
    ask(*m_store, runOf(account), storeFilter(filter), before, limit,
        store::Answer<std::vector<Stored>>([account, venue = m_venue, answer = std::move(answer)](
                                               store::StoreResult<std::vector<Stored>> rows) mutable {
            if (!rows) return answer(std::unexpected(rows.error()));
            std::vector<Row> converted;
            converted.reserve(rows->size());
            for (const Stored& row : *rows) converted.push_back(StoredAs<Row>::from(row, account));
            nameVenue(converted, venue);
            answer(std::move(converted));
        }));
}

template<class Row>
void VenueThread::readRows(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                           ports::HistoryAnswer<std::vector<Row>> answer) {
    readFlushed<std::vector<Row>>(std::move(answer), [this, filter, before, limit](auto then) {
        this->askRows<Row>(filter, before, limit, std::move(then));
    });
}
template void VenueThread::readRows(const ports::HistoryFilter&, std::uint64_t, std::size_t,
                                    ports::HistoryAnswer<std::vector<OrderRecord>>);
template void VenueThread::readRows(const ports::HistoryFilter&, std::uint64_t, std::size_t,
                                    ports::HistoryAnswer<std::vector<FillView>>);
template void VenueThread::readRows(const ports::HistoryFilter&, std::uint64_t, std::size_t,
                                    ports::HistoryAnswer<std::vector<FundingPayment>>);
template void VenueThread::readRows(const ports::HistoryFilter&, std::uint64_t, std::size_t,
                                    ports::HistoryAnswer<std::vector<LedgerMovement>>);
template void VenueThread::readRows(const ports::HistoryFilter&, std::uint64_t, std::size_t,
                                    ports::HistoryAnswer<std::vector<LiquidationEntry>>);

void VenueThread::readEquity(const ports::HistoryFilter& filter, Interval interval, UnixNanos before, std::size_t limit,
                             ports::HistoryAnswer<std::vector<EquitySample>> answer) {
    const store::RunId run = runOf(filter.account.value_or(m_user));
    const UnixNanos end = std::min(before, filter.until);
    readFlushed<std::vector<EquitySample>>(std::move(answer), [this, run, interval, from = filter.from, end,
                                                               limit](auto then) {
        m_store->readEquity(run, interval, from, end, limit,
                            [then = std::move(then)](store::StoreResult<std::vector<store::EquityRow>> rows) mutable {
                                if (!rows) return then(std::unexpected(rows.error()));
                                std::vector<EquitySample> samples;
                                for (const store::EquityRow& row : *rows) samples.push_back(row.sample);
                                then(std::move(samples));
                            });
    });
}

void VenueThread::readWhenDurable(bool ofBars, std::move_only_function<void(bool)> read) {
    m_urgent = true; // nobody waits for the next lazy group
    m_reads.push_back({m_core->state().commands, ofBars, std::move(read)});
}

/// What waits for the disk counts too: the market's standing shows it.
void VenueThread::readFundingRates(MarketId market, UnixNanos before, std::size_t limit,
                                   ports::HistoryAnswer<std::vector<FundingRecord>> answer) {
    if (!m_store || !m_core) return answerWithout<std::vector<FundingRecord>>(std::move(answer));
    const store::MarketKey key = keyOf(market);
    before = std::min(before, m_core->now() + 1);
    readWhenDurable(false, [this, key, before, limit, answer = std::move(answer)](bool durable) mutable {
        if (!durable) return answerWithout<std::vector<FundingRecord>>(std::move(answer));
        readFlushed<std::vector<FundingRecord>>(std::move(answer), [this, key, before, limit](auto then) {
            m_store->readFunding(
                key, before, limit,
                [then = std::move(then)](store::StoreResult<std::vector<store::FundingRow>> rows) mutable {
                    if (!rows) return then(std::unexpected(rows.error()));
                    std::vector<FundingRecord> records;
                    for (const store::FundingRow& row : *rows) records.push_back(row.record);
                    then(std::move(records));
                });
        });
    });
}

template<class T, class Window>
void VenueThread::readRecorded(const Window& window, ports::HistoryAnswer<T> answer) {
    if (!m_recording) return answerWithout<T>(std::move(answer));
    m_recording->read(window, [this, answer = std::move(answer)](Result<T, ports::HistoryCode> read) mutable {
        answerOnMain<T>(std::move(answer), std::move(read));
    });
}

void VenueThread::readDepth(const DepthWindow& window, ports::HistoryAnswer<std::vector<DepthColumn>> answer) {
    readRecorded(window, std::move(answer));
}

void VenueThread::readFootprint(const FootprintWindow& window, ports::HistoryAnswer<FootprintPage> answer) {
    readRecorded(window, std::move(answer));
}

void VenueThread::readTradeBars(const TradeBarWindow& window, ports::HistoryAnswer<TradeBarPage> answer) {
    readRecorded(window, std::move(answer));
}

void VenueThread::readOwn(OwnWindow window, ports::HistoryAnswer<OwnPage> answer) {
    if (!window.account) window.account = m_user;
    readRecorded(window, std::move(answer));
}

/// Bars that wait for the disk and bars begun count too: the answer says up to which trade.
void VenueThread::readCandles(MarketId market, Interval interval, UnixNanos before, std::size_t limit,
                              ports::HistoryAnswer<ports::CandleSeries> answer) {
    if (!m_store || !m_core) return answerWithout<ports::CandleSeries>(std::move(answer));
    const store::MarketKey key = keyOf(market);
    const std::uint64_t sequence = m_core->state().commands;
    m_board.forOpenBars([&](MarketId id, Interval length, const Candle& bar) {
        if (id == market) m_keptBars.push_back({sequence, {key, length, bar}});
    });
    const TradeId last = m_board.lastTrade(market);
    before = std::min(before, m_core->now() + 1); // nothing opens later than what has happened
    readWhenDurable(true, [this, key, interval, before, limit, last, answer = std::move(answer)](bool durable) mutable {
        if (!durable) return answerWithout<ports::CandleSeries>(std::move(answer));
        readFlushed<ports::CandleSeries>(std::move(answer), [this, key, interval, before, limit, last](auto then) {
            m_store->readCandles(
                key, interval, before, limit,
                [this, last, then = std::move(then)](store::StoreResult<store::CandlePage> page) mutable {
                    m_readingBars = false;
                    if (!page) return then(std::unexpected(page.error()));
                    then(ports::CandleSeries{std::move(page->bars), last, page->more, std::move(page->gaps)});
                });
        });
    });
}

template<class Row>
void VenueThread::showRows(ViewId view, AccountId account, std::size_t limit) {
    const store::RunId run = runOf(account); // another one's accounts have the same numbers
    const auto show = [this, view, account, run](store::StoreResult<std::vector<Row>>&& rows) {
        const auto shown = m_views.find(view);
        if (!rows || rows->empty() || shown == m_views.end() || accountOf(shown->second) != account) return;
        if (shown->second.refused || run != runOf(account)) return;
        AccountBatch batch;
        addTo(batch, std::move(*rows));
        tell(view, std::move(batch));
    };
    // What was written a moment ago is among them.
    m_store->flush([this, account, limit, show](store::StoreResult<void>) {
        askRows<Row>({.account = account}, ports::kNewestRow, limit, show);
    });
}
template void VenueThread::showRows<FillView>(ViewId, AccountId, std::size_t);
template void VenueThread::showRows<OrderRecord>(ViewId, AccountId, std::size_t);
template void VenueThread::showRows<LiquidationEntry>(ViewId, AccountId, std::size_t);

} // namespace qd::client
