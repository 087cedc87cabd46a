#pragma once

#include "core/recording/BlockFiles.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace qd::recording {

/// Hands sealed blocks to the thread `qd-recorder`, which compresses and writes them. Bounded: what comes when it is
/// full is refused, never waited for. For this room alone. One producer; what is not said otherwise is its.
class BlockQueue {
  public:
    BlockQueue(BlockFiles files, const RecordingOptions& options);
    /// Writes what was handed over, completes the file, ends the thread.
    ~BlockQueue();
    BlockQueue(const BlockQueue&) = delete;
    BlockQueue& operator=(const BlockQueue&) = delete;

    /// Before the market's first block.
    void define(const RecordedMarket& market);
    /// Takes the block's contents and gives back an empty buffer that was used before, where there is one. False: there
    /// is no room; the block is as it was.
    [[nodiscard]] bool push(SealedBlock& block);
    /// Returns when everything handed over is written, or was lost.
    void drain();
    /// Any thread. What the producer counts is not in it.
    [[nodiscard]] RecordingStatus status() const;

  private:
    void run();
    void write(SealedBlock& block);
    void lose(const SealedBlock& block, Error<RecordingCode> error);
    void tellRefused(std::uint64_t blocks);

    const RecordingOptions m_options;

    // The thread's own.
    BlockFiles m_files;
    std::map<MarketId, GapRecord> m_lost; ///< blocks the disk refused, since the market's last one that was written
    std::vector<SealedBlock> m_writing;
    std::uint64_t m_lostNow = 0;     ///< blocks, since writing stopped
    std::uint64_t m_refusedSeen = 0; ///< of m_refused
    std::uint64_t m_ownSeen = 0;     ///< of m_ownRefused
    bool m_ownTold = false;          ///< that own events are lost, since recording went on
    std::uint64_t m_calm = 0;        ///< blocks dealt with since one was refused
    bool m_slow = false;             ///< it was told that the disk is too slow

    mutable std::mutex m_mutex;
    std::condition_variable m_work;
    std::condition_variable m_done;
    std::vector<RecordedMarket> m_markets;
    std::vector<SealedBlock> m_queue;
    std::vector<BlockBuffer> m_free;
    std::size_t m_bytes = 0;        ///< queued or being written
    std::size_t m_blocks = 0;       ///< the same
    std::uint64_t m_refused = 0;    ///< blocks for which there was no room
    std::uint64_t m_ownRefused = 0; ///< of those, the ones with own events
    RecordingStatus m_status;
    bool m_stop = false;
    std::thread m_thread; ///< last: it uses the others
};

} // namespace qd::recording
