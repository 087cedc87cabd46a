// The venue's thread: start, loop, pacing. What it makes of commands is in VenueListening.cpp, what it shows in
// VenuePublishing.cpp, its requests in VenueRequests.cpp, the history in VenueHistory.cpp.
#include "core/client/VenueThread.h"

#include "core/client/VenueMeter.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <future>
#include <pthread.h>

namespace qd::client {
namespace {

constexpr std::int64_t kSlice = 6 * kNanosPerMilli; ///< longest run of commands between two looks at the requests
constexpr std::int64_t kCatchUpSlice = 30 * kNanosPerMilli;
constexpr std::int64_t kShortestSleep = 4 * kNanosPerMilli;
constexpr std::int64_t kLongestSleep = 100 * kNanosPerMilli;
constexpr std::int64_t kLargestLag = kNanosPerSecond; ///< behind the pace: the pace gives way

/// Numbers N of folders run-N.
std::vector<int> runFolders(const std::filesystem::path& folder) {
    std::vector<int> numbers;
    std::error_code error;
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        int number = 0;
        if (!name.starts_with("run-")) continue;
        const auto parsed = std::from_chars(name.data() + 4, name.data() + name.size(), number);
        if (parsed.ec == std::errc{} && parsed.ptr == name.data() + name.size() && number > 0)
            numbers.push_back(number);
    }
    std::ranges::sort(numbers);
    return numbers;
}

} // namespace

VenueThread::VenueThread(VenueSetup setup, MarketBoard& board, MainThread mainThread, const Clock& clock)
    : m_setup(std::move(setup))
    , m_board(board)
    , m_main(std::move(mainThread))
    , m_clock(clock)
    , m_speed(m_setup.speed)
    , m_meter(std::make_unique<Meter>()) {
    m_thread = std::thread([this] { run(); });
}

VenueThread::~VenueThread() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void VenueThread::post(std::move_only_function<void()> task) {
    {
        const std::scoped_lock lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_one();
}

void VenueThread::request(std::move_only_function<void()> request) {
    {
        const std::scoped_lock lock(m_mutex);
        m_requests.push_back(std::move(request));
    }
    m_wake.notify_one();
}

VenueHealth VenueThread::health() const {
    const std::scoped_lock lock(m_mutex);
    VenueHealth health = m_health;
    health.requestQueue = static_cast<std::uint32_t>(m_requests.size());
    return health;
}

void VenueThread::run() {
    pthread_setname_np(pthread_self(), "qd-venue");
    start();
    for (;;) {
        runTasks();
        runRequests();
        if (m_sealing && (!m_recording || m_recording->isWritten())) m_sealing.reset();
        {
            const std::scoped_lock lock(m_mutex);
            if (m_stop) break;
        }
        const std::int64_t now = m_clock.monotonicNanos();
        if (m_core) advance(now);
        if (m_core) { // advancing may have met a fault
            m_core->release(m_urgent);
            m_urgent = false;
            writeDurable(); // before anybody is told and asks for more
            deliver(now);
            publish(now);
        }
        publishState(now);
        waitForWork();
    }
    runRequests(); // what was asked for before the end is done
    if (m_core) notice(store::EventKind::VenueStopped, "venue stopped");
    closeCore();
    m_store.reset();
}

void VenueThread::closeCore() {
    if (!m_core) return;
    m_closing = true;
    writeAll();
    if (const std::size_t lost = m_kept.size() + m_keptBars.size(); lost != 0)
        tellProblems(
            {fmt::format("{}: the journal could not be written: {} rows of what happened last are not in the history",
                         m_setup.folder.string(), lost)});
    // Bars begun are in the snapshot; writing them too lets the history be read without the journal. They hold the
    // newest trades: where the disk refused some of them the history must not say so.
    if (m_store && m_durable == m_core->state().commands)
        m_board.forOpenBars([this](MarketId id, Interval length, const Candle& bar) {
            m_store->write(store::CandleRow{keyOf(id), length, bar});
        });
    flushStore();
    m_recording.reset();
    m_sealing.reset();
    deliver(m_clock.monotonicNanos());
    m_core.reset();
    m_closing = false;
    m_kept.clear();
    m_keptBars.clear();
    m_pending.clear();
    for (WaitingRead& waiting : std::exchange(m_reads, {})) waiting.read(false);
    m_catchUpTo.reset();
    m_stepsLeft = 0;
    m_unpublishedSince.reset();
}

void VenueThread::start() {
    m_playback.speed = m_speed;
    if (auto made = makeFolder(m_setup.folder); !made) return fail(made.error().detail);
    auto lock = FileLock::acquire(m_setup.folder / "lock");
    if (!lock) return fail(lock.error().detail);
    m_lock.emplace(std::move(*lock));
    openStore();
    const std::vector<int> runs = runFolders(m_setup.folder);
    if (openRun(runs.empty() ? 1 : runs.back())) notice(store::EventKind::VenueStarted, m_core->source().identity());
}

void VenueThread::forgetRun() {
    m_pending.clear();
    m_kept.clear();
    m_keptBars.clear();
    m_missing.clear();
    m_durable = 0;
    m_ended = false;
    m_stepsLeft = 0;
    m_tracker = OrderTracker();
    m_recorder = AccountRecorder();
    m_own = OwnRecorder();
    m_readBack.clear();
    m_notReadBack = 0;
    m_deleveraging.forget();
    m_runOf.clear();
    m_symbols.clear();
    m_keys.clear();
    m_board.clearMarkets();
}

journal::GroupCommitter::Hooks VenueThread::journalHooks() {
    journal::GroupCommitter::Hooks hooks;
    hooks.progressed = [this] { post([] {}); }; // wakes the loop, which delivers
    hooks.beforeSnapshot = [this] {
        if (m_closing) return;
        // History and recording must hold what the journal behind a snapshot could not tell again.
        auto promise = std::make_shared<std::promise<void>>();
        const auto written = promise->get_future();
        post([this, all = std::shared_ptr<void>(nullptr, [promise](void*) { promise->set_value(); })] {
            writeDurable();
            writeBars(true);
            if (m_recording) {
                m_recording->seal();
                m_sealing = all;
            }
            if (m_store) m_store->flush([all](store::StoreResult<void>) {});
        });
        // A venue that closes waits for the journal, and writes what is on disk itself.
        for (std::int64_t waited = 0; waited < m_setup.diskPatience && !m_closing; waited += kLongestSleep) {
            if (written.wait_for(std::chrono::nanoseconds(kLongestSleep)) == std::future_status::ready) return;
        }
    };
    return hooks;
}

bool VenueThread::openRun(int number) {
    auto source = m_setup.makeSource(m_clock.now());
    if (!source) {
        fail(source.error().detail);
        return false;
    }
    m_runNumber = number;
    forgetRun();
    const std::filesystem::path folder = m_setup.folder / fmt::format("run-{}", number);
    if (auto made = makeFolder(folder); !made) {
        fail(made.error().detail);
        return false;
    }
    auto core = VenueCore::open(folder, std::move(*source), m_setup.terms, journalHooks(), m_clock, *this);
    if (!core) {
        fail(core.error().detail);
        return false;
    }
    m_core = std::move(*core);
    openRecording(folder / "recording");
    m_board.setNow(m_core->now());
    if (m_core->fresh()) beginHistory();
    showRun();
    return true;
}

void VenueThread::showRun() {
    std::vector<MarketInfo> markets;
    for (const auto& market : m_core->state().markets) markets.push_back(m_core->source().describe(market->params));
    if (!markets.empty()) m_venue = markets.front().venue;
    m_board.setMarkets(std::move(markets));
    showAll();
    anchor(m_clock.monotonicNanos());
    // A fresh simulator begins in the past: it catches up with the wall clock, and the charts have something to show.
    if (m_core->fresh() && !m_core->source().endTime() && m_core->now() < m_clock.now()) m_catchUpTo = m_clock.now();
    if (!m_core->notice().empty()) notice(store::EventKind::DamageFound, m_core->notice());
    {
        const std::scoped_lock lock(m_mutex);
        m_health.running = true;
        m_health.fault.reset();
    }
    if (!m_core->notice().empty()) tell(m_core->notice());
    tellProblems(m_core->source().takeProblems());
    m_nextState = 0;
    publishState(m_clock.monotonicNanos()); // who learns of the markets knows whether they still catch up
    m_main.executor.post([tell = m_main.marketsChanged] { tell(); });
}

void VenueThread::fail(const std::string& sentence) {
    closeCore();
    refuseDeferred();
    notice(store::EventKind::Fault, sentence);
    {
        const std::scoped_lock lock(m_mutex);
        m_health.running = false;
        m_health.fault = sentence;
    }
    m_main.executor.post([tell = m_main.stateChanged] { tell(); });
}

void VenueThread::runTasks() {
    std::vector<std::move_only_function<void()>> tasks;
    {
        const std::scoped_lock lock(m_mutex);
        tasks.swap(m_tasks);
    }
    for (auto& task : tasks) task();
}

void VenueThread::runRequests() {
    std::vector<std::move_only_function<void()>> requests;
    {
        const std::scoped_lock lock(m_mutex);
        requests.swap(m_requests);
    }
    for (auto& request : requests) request();
}

UnixNanos VenueThread::marketTime(std::int64_t now) const {
    if (m_paused) return m_anchorMarket;
    return m_anchorMarket + static_cast<std::int64_t>(static_cast<double>(now - m_anchorNanos) * m_speed);
}

void VenueThread::anchor(std::int64_t now) {
    m_anchorMarket = m_core ? std::max(m_core->now(), m_core->source().startTime()) : UnixNanos{};
    m_anchorNanos = now;
}

void VenueThread::advance(std::int64_t now) {
    if (m_core->journal().stalled()) return anchor(now); // the disk refuses, or is behind: the market waits with it
    const bool catchingUp = m_catchUpTo.has_value();
    const UnixNanos target = catchingUp ? *m_catchUpTo : marketTime(now);
    const std::int64_t until = now + (catchingUp ? kCatchUpSlice : kSlice);
    bool behind = false;
    for (m_arrivedAt = now;;) {
        const auto due = m_core->source().nextTime();
        if (!due) return fail(due.error().detail);
        m_ended = !*due;
        const bool stands = m_paused && !catchingUp;
        if (!*due || (m_stepsLeft == 0 && (stands || **due > target))) break;
        const auto advanced = m_core->advance();
        if (!advanced) return fail(advanced.error().detail);
        if (m_stepsLeft > 0 && --m_stepsLeft == 0) anchor(m_clock.monotonicNanos());
        const std::int64_t after = m_clock.monotonicNanos();
        m_meter->add(after - m_arrivedAt);
        if (!m_unpublishedSince) m_unpublishedSince = m_arrivedAt;
        m_arrivedAt = after;
        if (after >= until) {
            behind = true;
            break;
        }
    }
    if (catchingUp && !behind) {
        m_catchUpTo.reset();
        anchor(m_clock.monotonicNanos());
        if (m_core->now() < target) m_anchorMarket = std::min(target, m_core->source().endTime().value_or(target));
        for (Deferred& request : std::exchange(m_deferred, {})) request.run();
    } else if (behind && !catchingUp &&
               static_cast<double>(target - m_core->now()) > static_cast<double>(kLargestLag) * m_speed) {
        anchor(m_clock.monotonicNanos()); // too much for this machine at this pace: the market's clock runs slower
    }
    m_board.setNow(catchingUp || m_ended ? m_core->now() : std::max(m_core->now(), marketTime(now)));
    if (m_core->source().inGap() != m_gapTold) {
        m_gapTold = m_core->source().inGap();
        notice(m_gapTold ? store::EventKind::FeedGap : store::EventKind::FeedResynced,
               m_gapTold ? "the feed lost messages" : "the book is whole again");
    }
}

void VenueThread::waitForWork() {
    const std::int64_t now = m_clock.monotonicNanos();
    std::int64_t sleep = m_nextState - now; // without a run nothing else comes by itself
    if (m_core) sleep = std::min(sleep, kLongestSleep);
    if (m_core && !m_core->journal().stalled()) {
        const auto due = m_core->source().nextTime();
        if (m_catchUpTo || m_stepsLeft > 0)
            sleep = 0;
        else if (due && *due && !m_paused)
            sleep = std::min(sleep, static_cast<std::int64_t>(static_cast<double>(**due - marketTime(now)) / m_speed));
    }
    if (m_sealing) sleep = std::min(sleep, kShortestSleep);
    // What came too soon after the last publication must not wait for the next command.
    if (m_unpublishedSince) sleep = std::min(sleep, m_nextPublish - now);
    if (sleep <= 0 && (m_catchUpTo || m_stepsLeft > 0)) return;
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, std::chrono::nanoseconds(std::max(sleep, kShortestSleep)),
                    [this] { return !m_tasks.empty() || !m_requests.empty() || m_stop; });
}

} // namespace qd::client
