#include "core/client/RecordedOwn.h"
#include "core/client/VenueThread.h"

#include <fmt/format.h>

#include <algorithm>
#include <concepts>
#include <utility>

namespace qd::client {
namespace {

constexpr std::size_t kRowsAPiece = 20'000; ///< of an import, well below the store's queue
constexpr std::size_t kFillsShown = 500;
constexpr std::size_t kOrdersShown = 100;

} // namespace

void VenueThread::openStore() {
    store::SqliteOptions options;
    options.file = m_setup.folder / "history.sqlite";
    options.maxBytes = m_setup.historyBytes;
    auto opened = store::SqliteStore::open(options, *this, [this](const store::StoreNotice& told) { tell(told.text); });
    // The venue trades without its history; the user is told, and the file is left as it is.
    if (!opened) return tell(fmt::format("the history is not available: {}", opened.error().detail));
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

void VenueThread::openRecording(const std::filesystem::path& folder) {
    auto opened = MarketRecorder::open(folder, m_setup.recordingBytes,
                                       [this](std::string sentence) { tell(std::move(sentence)); });
    if (!opened) return tell(fmt::format("the market is not recorded: {}", opened.error().detail));
    m_recording = std::move(*opened);
    recordReadBack(folder);
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

void VenueThread::follow(AccountId account) {
    m_tracker.follow(account);
    m_recorder.follow(account);
    if (!m_store) return;
    const std::string label = fmt::format("run-{} account {}", m_runNumber, account.value());
    const auto known = m_runs.find(label);
    const store::RunId run = known != m_runs.end() ? known->second : m_store->beginRun({m_clock.now(), label});
    m_runs.insert_or_assign(label, run);
    m_runOf.insert_or_assign(account, run);
}

/// Whose accounts are the user's, and which of them is shown.
void VenueThread::noteAccounts(const Command& command, std::span<const Event> events) {
    for (const Event& e : events) {
        const auto* opened = std::get_if<AccountOpened>(&e.body);
        if (opened == nullptr) continue;
        if (opened->subAccount == 0) m_first = opened->account;
        follow(opened->account);
    }
    m_user = selectedBy(command, events).value_or(m_user);
}

store::RunId VenueThread::runOf(AccountId account) const {
    const auto found = m_runOf.find(account);
    return found == m_runOf.end() ? store::RunId{} : found->second;
}

void VenueThread::show(ViewId id) {
    const auto view = m_views.find(id);
    if (view == m_views.end()) return; // nobody follows it any more
    const AccountId account = accountOf(view->second);
    view->second.shown = true;
    view->second.refused = !isOpen(account);
    m_accountSequence = 0;
    if (view->second.refused) return tell(id, {.refusal = RejectCode::UnknownAccount});
    // First of all, so that nothing of this account can come before it.
    AccountBatch beginning;
    beginning.newAccount = true;
    beginning.orders = m_tracker.working(account);
    tell(id, std::move(beginning));
    if (!m_store) return;
    showRows<FillView>(id, account, kFillsShown);
    showRows<OrderRecord>(id, account, kOrdersShown);
    showRows<LiquidationEntry>(id, account, kOrdersShown);
}

void VenueThread::showAll() {
    for (const auto& [id, view] : m_views) show(id);
}

void VenueThread::keep(decltype(KeptRow::row) row) {
    // What is read back from the journal is on disk already.
    if (m_core)
        m_kept.push_back({m_applying, std::move(row)});
    else
        write(row);
}

void VenueThread::keep(store::CandleRow bar) {
    if (m_core)
        m_keptBars.push_back({m_applying, bar});
    else
        m_store->write(bar);
}

void VenueThread::write(decltype(KeptRow::row)& row) {
    std::visit(
        [this]<class Row>(Row& kept) {
            if constexpr (!std::same_as<Row, OwnEvent>) {
                m_store->write(std::move(kept));
            } else if (m_core) {
                recordOwn(kept);
            } else {
                if (m_readBack.size() >= m_setup.ownReadBack) {
                    m_readBack.pop_front();
                    ++m_notReadBack;
                }
                m_readBack.push_back(std::move(kept));
            }
        },
        row);
}

void VenueThread::recordOwn(const OwnEvent& event) {
    const exchange::MarketState* market = m_recording ? m_core->state().market(event.market) : nullptr;
    if (market == nullptr) return;
    const auto bytes = encode(event);
    m_recording->own(market->params, event.ts, {static_cast<std::uint16_t>(typeOf(event)), bytes});
}

void VenueThread::recordReadBack(const std::filesystem::path& folder) {
    const auto reader = recording::RecordingReader::open(folder);
    NewestOwn newest;
    if (reader)
        newest = newestOwn(*reader);
    else
        newest.problems.push_back(reader.error().detail);
    if (const std::uint64_t lost = std::exchange(m_notReadBack, 0); lost != 0)
        newest.problems.push_back(fmt::format(
            "{}: the journal tells of more own events than are kept: {} may be missing", folder.string(), lost));
    for (const auto& [market, sequence] : newest.sequences) m_own.expect(market, m_tracker);
    for (const OwnEvent& event : std::exchange(m_readBack, {})) {
        const auto known = newest.sequences.find(event.market);
        // Of one command a part may have got there: the rest is recorded too, and who reads drops what comes twice.
        if (known == newest.sequences.end() || event.sequence >= known->second) recordOwn(event);
    }
    tellProblems(newest.problems);
}

void VenueThread::measureTrips() {
    for (Pending& pending : m_pending) {
        if (pending.sequence > m_durable) return;
        for (const TrackedOrder& order : std::exchange(pending.acknowledged, {})) {
            if (const auto sent = m_tracker.takeSent(order.account, order.order.terms.clientId))
                setTrip(order, m_clock.monotonicNanos() - sent->sentNanos, pending);
        }
    }
}

void VenueThread::setTrip(const TrackedOrder& acknowledged, std::int64_t nanos, Pending& pending) {
    m_tracker.acknowledged(acknowledged.account, acknowledged.order.id, nanos);
    const auto setIn = [&](TrackedOrder& o) {
        if (o.account == acknowledged.account && o.order.id == acknowledged.order.id &&
            o.order.terms.clientId == acknowledged.order.terms.clientId)
            o.roundTripNanos = nanos;
    };
    if (const auto batch = pending.batches.find(acknowledged.account); batch != pending.batches.end())
        std::ranges::for_each(batch->second.orders, setIn);
    for (KeptRow& kept : m_kept) { // what happened to it since is written later
        auto* own = std::get_if<store::OwnRow>(&kept.row);
        if (auto* row = own == nullptr ? nullptr : std::get_if<store::OrderRow>(own)) setIn(row->order);
    }
}

void VenueThread::writeDurable() {
    if (!m_core) return;
    m_durable = m_core->journal().durable();
    measureTrips();
    while (!m_kept.empty() && m_kept.front().sequence <= m_durable) {
        write(m_kept.front().row);
        m_kept.pop_front();
    }
    writeBars(false);
}

void VenueThread::writeBars(bool all) {
    while (all || !m_readingBars) {
        const bool barIsDue = !m_keptBars.empty() && m_keptBars.front().sequence <= m_durable;
        const bool readIsDue = !m_reads.empty() && m_reads.front().sequence <= m_durable && !m_readingBars;
        if (readIsDue && (!barIsDue || m_keptBars.front().sequence > m_reads.front().sequence)) {
            WaitingRead waiting = std::move(m_reads.front());
            m_reads.pop_front();
            m_readingBars = waiting.ofBars;
            waiting.read(true);
        } else if (barIsDue) {
            m_store->write(m_keptBars.front().row);
            m_keptBars.pop_front();
        } else {
            return;
        }
    }
}

void VenueThread::writeAll() {
    m_core->release(true);
    // A disk that is slow is waited for: the journal waits for it too, and what it has then would be missing here.
    // Where the disk refuses it has not happened, and the history must not say so.
    while (!m_core->journal().waitDurable(m_setup.diskPatience) && !m_core->journal().fault()) {
    }
    writeDurable();
    writeBars(true);
}

void VenueThread::writeOwn(const OrderTracker::Changes& changes) {
    if (!m_store) return;
    for (const TrackedOrder& o : changes.orders)
        keep(store::OwnRow(store::OrderRow{runOf(o.account), keyOf(o.order.terms.market), o}));
    for (const FillView& f : changes.fills)
        keep(store::OwnRow(store::FillRow{runOf(f.fill.account), keyOf(f.fill.market), f}));
}

void VenueThread::writeOwn(const AccountRecorder::Changes& changes) {
    if (!m_store) return;
    for (const auto& [account, row] : changes.funding) keep(store::OwnRow(store::PaymentRow{runOf(account), row}));
    for (const auto& [account, row] : changes.ledger) keep(store::OwnRow(store::LedgerRow{runOf(account), row}));
    for (const auto& [account, row] : changes.liquidations)
        keep(store::OwnRow(store::LiquidationRow{runOf(account), row}));
    for (const auto& [account, row] : changes.equity) keep(store::OwnRow(store::EquityRow{runOf(account), row}));
}

void VenueThread::notice(store::EventKind kind, const std::string& text) {
    if (m_store) m_store->write(store::OwnRow(store::EventRow{m_clock.now(), kind, text}));
}

void VenueThread::tell(std::string sentence) {
    {
        const std::scoped_lock lock(m_mutex);
        m_health.notice = std::move(sentence);
    }
    m_main.executor.post([told = m_main.stateChanged] { told(); });
}

void VenueThread::tellProblems(const std::vector<std::string>& sentences) {
    for (const std::string& sentence : sentences) notice(store::EventKind::Notice, sentence);
    if (sentences.empty()) return;
    const std::size_t more = sentences.size() - 1;
    tell(more == 0 ? sentences.front() : fmt::format("{} (and {} more of this kind)", sentences.front(), more));
}

void VenueThread::beginHistory() {
    if (!m_store) return;
    for (const auto& [id, symbol] : m_symbols) m_store->forget(keyOf(id), m_core->source().startTime());
    importEarlier();
}

void VenueThread::importEarlier() {
    if (m_core->state().markets.empty()) return;
    const EarlierHistory history = m_core->source().earlier();
    const store::MarketKey key = keyOf(MarketId(0));
    const UnixNanos start = m_core->source().startTime();
    UnixNanos known; // where the last bar ends
    std::vector<store::CandleRow> rows;
    const auto writePiece = [&] {
        m_store->write(rows);
        rows.clear();
        flushStore();
    };
    for (const EarlierHistory::Bars& bars : history.bars) {
        for (const Candle& bar : bars.bars) {
            // Such a bar holds what has not happened yet.
            const UnixNanos end = bar.openTime + static_cast<std::int64_t>(bars.interval);
            if (end > start) continue;
            known = std::max(known, end);
            rows.push_back({key, bars.interval, bar});
            if (rows.size() == kRowsAPiece) writePiece();
        }
    }
    if (!rows.empty()) writePiece();
    if (known.value() != 0 && known < start) { // of the time in between nothing is known
        m_store->write(store::OwnRow(store::GapRow{key, known, true}));
        m_store->write(store::OwnRow(store::GapRow{key, start, false}));
    }
    for (const EarlierHistory::Funding& f : history.funding)
        m_store->write(store::OwnRow(store::FundingRow{key, {f.ts, f.rate, {}, {}}}));
    if (!history.funding.empty()) m_board.setFunding(MarketId(0), history.funding.back().rate);
    tellProblems(history.problems);
}

} // namespace qd::client
