#include "core/base/journal/GroupCommitter.h"

#include <chrono>
#include <pthread.h>

namespace qd::journal {
namespace {

constexpr std::int64_t kLongestWait = 250 * kNanosPerMilli;
constexpr std::size_t kLargestLazyGroup = 256U << 10U;
constexpr std::size_t kQueueWhenStalled =
    64U; ///< groups kept while the disk refuses before the producer is told to stop
constexpr auto kRetryEvery = std::chrono::seconds(1);

} // namespace

GroupCommitter::GroupCommitter(std::unique_ptr<JournalWriter> writer, Hooks hooks, const Clock& clock)
    : m_writer(std::move(writer))
    , m_hooks(std::move(hooks))
    , m_clock(clock)
    , m_appended(m_writer->lastSequence())
    , m_released(m_appended)
    , m_durable(m_appended) {
    m_thread = std::thread([this] { run(); });
}

GroupCommitter::~GroupCommitter() {
    release(true);
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_work.notify_one();
    m_thread.join();
}

std::uint64_t GroupCommitter::append(ByteSpan record) {
    if (m_open.count == 0) {
        m_open.firstSequence = m_appended + 1;
        m_openSince = m_clock.monotonicNanos();
    }
    appendRecord(m_open.records, record);
    ++m_open.count;
    return ++m_appended;
}

void GroupCommitter::release(bool urgent) {
    if (m_open.count == 0) return;
    const bool due =
        m_clock.monotonicNanos() - m_openSince >= kLongestWait || m_open.records.size() >= kLargestLazyGroup;
    if (!urgent && !due) return;
    std::unique_lock lock(m_mutex);
    handOver(lock);
}

void GroupCommitter::requestSnapshot(std::vector<std::byte> state) {
    m_bytesSinceSnapshot = 0;
    m_open.snapshot = std::move(state);
    if (m_open.count == 0) m_open.firstSequence = m_appended + 1;
    std::unique_lock lock(m_mutex);
    handOver(lock);
}

void GroupCommitter::handOver(std::unique_lock<std::mutex>& lock) {
    m_bytesSinceSnapshot += m_open.records.size();
    m_released = m_appended;
    m_waiting += m_open.size();
    // Groups that wait join the last one that waits, unless a snapshot must come between.
    if (!m_queue.empty() && !m_queue.back().snapshot && m_queue.back().records.size() < kLargestLazyGroup * 16) {
        m_queue.back().records.putBytes(m_open.records.bytes());
        m_queue.back().count += m_open.count;
        m_queue.back().snapshot = std::move(m_open.snapshot);
    } else {
        m_queue.push_back(std::move(m_open));
    }
    m_open = Item{};
    lock.unlock();
    m_work.notify_one();
}

bool GroupCommitter::stalled() const {
    const std::scoped_lock lock(m_mutex);
    return m_waiting >= kMostWaiting || (m_fault.has_value() && m_queue.size() >= kQueueWhenStalled);
}

std::optional<std::string> GroupCommitter::fault() const {
    const std::scoped_lock lock(m_mutex);
    return m_fault;
}

bool GroupCommitter::waitDurable(std::int64_t timeoutNanos) {
    std::unique_lock lock(m_mutex);
    return m_done.wait_for(lock, std::chrono::nanoseconds(timeoutNanos), [this] { return durable() >= m_released; });
}

void GroupCommitter::run() {
    pthread_setname_np(pthread_self(), "qd-journal");
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_work.wait(lock, [this] { return m_stop || !m_queue.empty(); });
        if (m_queue.empty()) return;
        Item item = std::move(m_queue.front());
        m_queue.erase(m_queue.begin());
        m_waiting -= item.size();
        for (;;) {
            lock.unlock();
            const bool written = write(item);
            lock.lock();
            if (written) break;
            if (m_stop) return; // the disk still refuses and nobody waits any longer
            m_work.wait_for(lock, kRetryEvery, [this] { return m_stop; });
        }
    }
}

bool GroupCommitter::write(Item& item) {
    if (item.count != 0) {
        const std::int64_t begin = m_clock.monotonicNanos();
        const auto written = m_writer->writeGroup(item.firstSequence, item.count, item.records.bytes());
        if (!written) {
            report(written.error().detail);
            return false;
        }
        m_syncNanos.store(m_clock.monotonicNanos() - begin, std::memory_order_relaxed);
        item.count = 0;
        item.records.clear();
        {
            const std::scoped_lock lock(m_mutex); // so that waitDurable cannot miss the change
            m_durable.store(m_writer->lastSequence(), std::memory_order_release);
        }
        m_done.notify_all();
        if (m_hooks.progressed) m_hooks.progressed();
    }
    if (item.snapshot) {
        if (m_hooks.beforeSnapshot) m_hooks.beforeSnapshot();
        const auto stored = m_writer->writeSnapshot(m_writer->lastSequence(), *item.snapshot);
        if (!stored) {
            report(stored.error().detail);
            return false;
        }
        item.snapshot.reset();
    }
    report(std::nullopt);
    return true;
}

void GroupCommitter::report(std::optional<std::string> fault) {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_fault == fault) return;
        m_fault = std::move(fault);
    }
    if (m_hooks.progressed) m_hooks.progressed();
}

} // namespace qd::journal
