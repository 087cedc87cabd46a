#pragma once

#include "core/base/Time.h"
#include "core/base/journal/Journal.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace qd::journal {

/// Writes a journal on a thread of its own: records are collected while the last group is being synced and go out
/// together. append, release and requestSnapshot are for one producer thread; the rest is for any thread.
class GroupCommitter {
  public:
    struct Hooks {
        /// Called on the committer's thread after durable() grew or fault() changed.
        std::function<void()> progressed;
        /// Called on the committer's thread before a snapshot is stored: whatever else must be durable with it.
        std::function<void()> beforeSnapshot;
    };

    static constexpr std::size_t kMostWaiting = 16U << 20U; ///< bytes, beside the group that is being written

    GroupCommitter(std::unique_ptr<JournalWriter> writer, Hooks hooks, const Clock& clock);
    /// Writes everything handed over, then ends the thread. What a broken disk refuses is lost, and was never durable.
    ~GroupCommitter();
    GroupCommitter(const GroupCommitter&) = delete;
    GroupCommitter& operator=(const GroupCommitter&) = delete;

    /// Adds a record and returns its sequence. It is written once released.
    std::uint64_t append(ByteSpan record);
    /// Hands over what was appended: at once when `urgent`, otherwise within a quarter of a second or 256 kB.
    void release(bool urgent);
    /// Stores `state` as the state after the last appended record, behind all records before it.
    void requestSnapshot(std::vector<std::byte> state);

    /// The last record known to be on the medium.
    [[nodiscard]] std::uint64_t durable() const noexcept { return m_durable.load(std::memory_order_acquire); }
    /// The last record appended.
    [[nodiscard]] std::uint64_t appended() const noexcept { return m_appended; }
    /// Duration of the last write and sync.
    [[nodiscard]] std::int64_t syncNanos() const noexcept { return m_syncNanos.load(std::memory_order_relaxed); }
    /// Bytes handed over since the last snapshot.
    [[nodiscard]] std::uint64_t bytesSinceSnapshot() const noexcept { return m_bytesSinceSnapshot; }
    /// True while the disk refuses, or is so far behind that kMostWaiting bytes wait for it: the producer should stop
    /// taking new work until it is false again. Hooks::progressed tells when that may be.
    [[nodiscard]] bool stalled() const;
    /// Why writing fails; empty while it works. Failed groups are kept and tried again every second.
    [[nodiscard]] std::optional<std::string> fault() const;
    /// Returns when everything released so far is durable, or false after `timeoutNanos`.
    [[nodiscard]] bool waitDurable(std::int64_t timeoutNanos);

  private:
    struct Item {
        std::uint64_t firstSequence = 0;
        std::uint32_t count = 0;
        ByteWriter records;
        std::optional<std::vector<std::byte>> snapshot; ///< stored after the records
        [[nodiscard]] std::size_t size() const { return records.size() + (snapshot ? snapshot->size() : 0); }
    };
    void run();
    [[nodiscard]] bool write(Item& item);
    void handOver(std::unique_lock<std::mutex>& lock);
    void report(std::optional<std::string> fault);

    std::unique_ptr<JournalWriter> m_writer;
    Hooks m_hooks;
    const Clock& m_clock;

    // The producer's own.
    Item m_open;
    std::uint64_t m_appended = 0;
    std::uint64_t m_bytesSinceSnapshot = 0;
    std::int64_t m_openSince = 0;

    mutable std::mutex m_mutex;
    std::condition_variable m_work;
    std::condition_variable m_done;
    std::vector<Item> m_queue;
    std::size_t m_waiting = 0; ///< bytes in m_queue
    std::uint64_t m_released = 0;
    std::optional<std::string> m_fault;
    bool m_stop = false;

    std::atomic<std::uint64_t> m_durable{0};
    std::atomic<std::int64_t> m_syncNanos{0};
    std::thread m_thread; ///< last: it uses the others
};

} // namespace qd::journal
