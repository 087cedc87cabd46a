#include "core/client/AccountViews.h"
#include "core/client/VenueMeter.h"
#include "core/client/VenueThread.h"

#include <fmt/format.h>

namespace qd::client {
namespace {

constexpr std::size_t kRowsAPiece = 20'000; ///< of an import, well below the store's queue
constexpr std::size_t kFillsShown = 500;
constexpr std::size_t kOrdersShown = 100;
constexpr std::uint64_t kNewest = ~0ULL >> 1U; ///< cursor before which everything lies

ports::HistoryCode codeOf(store::StoreCode code) {
    return code == store::StoreCode::Damaged ? ports::HistoryCode::Damaged : ports::HistoryCode::Unavailable;
}

} // namespace

void VenueThread::openStore() {
    store::SqliteOptions options;
    options.file = m_setup.folder / "history.sqlite";
    options.maxBytes = m_setup.historyBytes;
    auto opened = store::SqliteStore::open(options, *this, [this](const store::StoreNotice& told) {
        const std::scoped_lock lock(m_mutex);
        m_health.notice = told.text;
    });
    if (!opened) {
        // The venue trades without its history; the user is told, and the file is left as it is.
        const std::scoped_lock lock(m_mutex);
        m_health.notice = fmt::format("the history is not available: {}", opened.error().detail);
        return;
    }
    m_store = std::move(*opened);
    // Runs are needed before the first command: wait for them here, where nobody waits for us yet.
    bool answered = false;
    m_store->readRuns([this, &answered](store::StoreResult<std::vector<store::RunRecord>> runs) {
        answered = true;
        if (!runs) return;
        for (const store::RunRecord& r : *runs) m_runs.emplace(r.start.label, r.run);
    });
    runTasksUntil(answered);
}

void VenueThread::runTasksUntil(const bool& done) {
    while (!done) {
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, std::chrono::milliseconds(50), [this] { return !m_tasks.empty(); });
        }
        runTasks();
    }
}

void VenueThread::flushStore() {
    if (!m_store) return;
    bool answered = false;
    m_store->flush([&answered](store::StoreResult<void>) { answered = true; });
    runTasksUntil(answered);
}

store::MarketKey VenueThread::keyOf(MarketId market) {
    if (const auto known = m_keys.find(market); known != m_keys.end()) return known->second;
    const auto symbol = m_symbols.find(market);
    if (symbol == m_symbols.end() || !m_store) return {};
    return m_keys[market] = m_store->market(symbol->second);
}

void VenueThread::chooseRun(AccountId user) {
    m_tracker.follow(user);
    if (!m_store) return;
    const std::string label = fmt::format("run-{} account {}", m_runNumber, user.value());
    const auto known = m_runs.find(label);
    m_run = known != m_runs.end() ? known->second : m_store->beginRun({m_clock.now(), label});
    m_runs.insert_or_assign(label, m_run);
}

void VenueThread::showAccount() {
    const auto toMain = [this](AccountBatch batch) {
        m_main.executor.post([tell = m_main.account, batch = std::move(batch)]() mutable { tell(std::move(batch)); });
    };
    // First of all, so that nothing of this account can come before it.
    AccountBatch beginning;
    beginning.newAccount = true;
    beginning.orders = m_tracker.working();
    toMain(std::move(beginning));
    m_accountSequence = 0;
    if (!m_store) return;
    m_store->readFills(m_run, kNewest, kFillsShown, [toMain](store::StoreResult<std::vector<store::FillRow>> rows) {
        if (!rows || rows->empty()) return;
        AccountBatch batch;
        for (const store::FillRow& row : *rows) batch.fills.push_back(row.fill);
        toMain(std::move(batch));
    });
    m_store->readOrders(m_run, kNewest, kOrdersShown,
                        [toMain](store::StoreResult<std::vector<store::OrderRecord>> rows) {
                            if (!rows || rows->empty()) return;
                            AccountBatch batch;
                            for (const store::OrderRecord& record : *rows) {
                                if (isFinal(record.row.order.state)) batch.orders.push_back(record.row.order);
                            }
                            toMain(std::move(batch));
                        });
}

void VenueThread::writeOwn(const OrderTracker::Changes& changes) {
    if (!m_store || m_run.value() == 0) return;
    for (const TrackedOrder& o : changes.orders)
        m_store->write(store::OwnRow(store::OrderRow{m_run, keyOf(o.order.terms.market), o}));
    for (const FillView& f : changes.fills)
        m_store->write(store::OwnRow(store::FillRow{m_run, keyOf(f.fill.market), f}));
}

void VenueThread::notice(store::EventKind kind, const std::string& text) {
    if (m_store) m_store->write(store::OwnRow(store::EventRow{m_clock.now(), kind, text}));
}

void VenueThread::importEarlier() {
    if (!m_store || m_core->state().markets.empty()) return;
    const EarlierHistory history = m_core->source().earlier();
    const store::MarketKey key = keyOf(MarketId(0));
    std::vector<store::CandleRow> rows;
    const auto writePiece = [&] {
        m_store->write(rows);
        rows.clear();
        flushStore();
    };
    for (const EarlierHistory::Bars& bars : history.bars) {
        for (const Candle& bar : bars.bars) {
            rows.push_back({key, bars.interval, bar});
            if (rows.size() == kRowsAPiece) writePiece();
        }
    }
    if (!rows.empty()) writePiece();
    for (const EarlierHistory::Funding& f : history.funding)
        m_store->write(store::OwnRow(store::FundingRow{key, f.ts, f.rate}));
    if (!history.funding.empty()) m_board.setFunding(MarketId(0), history.funding.back().rate);
    for (const std::string& problem : history.problems) notice(store::EventKind::Notice, problem);
}

template<class T>
void VenueThread::answerOnMain(std::move_only_function<void(T)> answer, T value) {
    m_main.executor.post(
        [answer = std::move(answer), value = std::move(value)]() mutable { answer(std::move(value)); });
}

void VenueThread::readCandles(MarketId market, Interval interval, UnixNanos before, std::size_t limit,
                              std::move_only_function<void(Result<ports::CandleSeries, ports::HistoryCode>)> answer) {
    using Series = Result<ports::CandleSeries, ports::HistoryCode>;
    if (!m_store || !m_core)
        return answerOnMain<Series>(std::move(answer),
                                    qd::fail(ports::HistoryCode::Unavailable, "the venue has no history"));
    const store::MarketKey key = keyOf(market);
    // Bars begun count too, and the answer says up to which trade.
    m_board.forOpenBars([&](MarketId id, Interval length, const Candle& bar) {
        if (id == market) m_store->write(store::CandleRow{key, length, bar});
    });
    const TradeId last = m_board.lastTrade(market);
    m_store->flush([this, key, interval, before, limit, last,
                    answer = std::move(answer)](store::StoreResult<void>) mutable {
        m_store->readCandles(
            key, interval, before, limit,
            [this, last, answer = std::move(answer)](store::StoreResult<store::CandlePage> page) mutable {
                if (!page)
                    return answerOnMain<Series>(std::move(answer),
                                                qd::fail(codeOf(page.error().code), page.error().detail));
                answerOnMain<Series>(std::move(answer), ports::CandleSeries{std::move(page->bars), last, page->more});
            });
    });
}

void VenueThread::readFills(std::uint64_t before, std::size_t limit,
                            std::move_only_function<void(Result<std::vector<FillView>, ports::HistoryCode>)> answer) {
    using Fills = Result<std::vector<FillView>, ports::HistoryCode>;
    if (!m_store)
        return answerOnMain<Fills>(std::move(answer),
                                   qd::fail(ports::HistoryCode::Unavailable, "the venue has no history"));
    m_store->flush([this, before, limit, answer = std::move(answer)](store::StoreResult<void>) mutable {
        m_store->readFills(
            m_run, before, limit,
            [this, answer = std::move(answer)](store::StoreResult<std::vector<store::FillRow>> rows) mutable {
                if (!rows)
                    return answerOnMain<Fills>(std::move(answer),
                                               qd::fail(codeOf(rows.error().code), rows.error().detail));
                std::vector<FillView> fills;
                for (const store::FillRow& row : *rows) fills.push_back(row.fill);
                answerOnMain<Fills>(std::move(answer), std::move(fills));
            });
    });
}

} // namespace qd::client
