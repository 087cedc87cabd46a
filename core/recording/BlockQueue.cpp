#include "core/recording/BlockQueue.h"

#include <fmt/format.h>

#include <pthread.h>
#include <utility>

namespace qd::recording {
namespace {

/// So many blocks written without a loss, and it is told again that the disk is too slow.
constexpr std::uint64_t kCalmBlocks = 1'000;
constexpr const char* kOwnLost = "Some of your own orders and fills are missing in the recording; HISTORY has them.";

} // namespace

BlockQueue::BlockQueue(BlockFiles files, const RecordingOptions& options)
    : m_options(options)
    , m_files(std::move(files))
    , m_thread([this] { run(); }) {
    pthread_setname_np(m_thread.native_handle(), "qd-recorder");
}

BlockQueue::~BlockQueue() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_work.notify_one();
    m_thread.join();
}

void BlockQueue::define(const RecordedMarket& market) {
    const std::scoped_lock lock(m_mutex);
    m_markets.push_back(market);
}

bool BlockQueue::push(SealedBlock& block) {
    {
        const std::scoped_lock lock(m_mutex);
        const std::size_t bytes = block.contents.size();
        // A single block larger than the whole queue still has its turn when nothing else waits.
        if (m_blocks != 0 && m_bytes + bytes > m_options.queueBytes) {
            ++m_refused;
            if (block.own) ++m_ownRefused;
            return false;
        }
        m_bytes += bytes;
        ++m_blocks;
        m_queue.push_back(std::move(block));
        block = {};
        if (!m_free.empty()) {
            block.contents = std::move(m_free.back());
            m_free.pop_back();
        }
    }
    m_work.notify_one();
    return true;
}

void BlockQueue::drain() {
    std::unique_lock lock(m_mutex);
    m_done.wait(lock, [&] { return m_blocks == 0; });
}

RecordingStatus BlockQueue::status() const {
    const std::scoped_lock lock(m_mutex);
    RecordingStatus status = m_status;
    status.lostBlocks += m_refused;
    status.queuedBytes = m_bytes;
    return status;
}

void BlockQueue::run() {
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            m_work.wait(lock, [&] { return m_stop || !m_queue.empty(); });
            if (m_queue.empty()) break;
            std::swap(m_queue, m_writing);
            for (const RecordedMarket& market : std::exchange(m_markets, {})) m_files.define(market);
        }
        for (SealedBlock& block : m_writing) write(block);
        tellRefused(m_writing.size());
        m_writing.clear();
    }
    if (auto finished = m_files.finish(); !finished && m_lostNow == 0)
        m_options.notice("The recording's last file has no index, but it can be read: " + finished.error().detail);
}

void BlockQueue::write(SealedBlock& block) {
    const std::size_t raw = block.contents.size();
    const auto lost = m_lost.find(block.market);
    if (lost != m_lost.end()) block.gap = lost->second;
    auto written = m_files.write(block);
    if (written && lost != m_lost.end()) m_lost.erase(lost);
    if (written && m_lostNow != 0) m_ownTold = false;
    if (written && m_lostNow != 0)
        m_options.notice(fmt::format("Recording goes on; {} blocks were lost and are marked as a gap.",
                                     std::exchange(m_lostNow, 0)));
    const bool lostIt = !written;
    if (lostIt) lose(block, std::move(written.error()));

    const std::scoped_lock lock(m_mutex);
    m_bytes -= raw;
    --m_blocks;
    if (lostIt) {
        ++m_status.lostBlocks;
    } else {
        ++m_status.blocks;
        m_status.rawBytes += raw;
        m_status.fault.reset();
    }
    m_status.bytes = m_files.writtenBytes();
    block.contents.clear();
    m_free.push_back(std::move(block.contents));
    if (m_blocks == 0) m_done.notify_all();
}

void BlockQueue::lose(const SealedBlock& block, Error<RecordingCode> error) {
    m_lost.try_emplace(block.market, block.gap.value_or(GapRecord{GapCause::Recorder, block.first}));
    const bool own = block.own && !std::exchange(m_ownTold, true);
    if (m_lostNow++ != 0) {
        if (own) m_options.notice(kOwnLost);
        return;
    }
    m_options.notice(fmt::format("Recording stopped; what is missing is marked as a gap: {}{}{}", error.detail,
                                 own ? ". " : "", own ? kOwnLost : ""));
    const std::scoped_lock lock(m_mutex);
    m_status.fault = std::move(error.detail);
}

void BlockQueue::tellRefused(std::uint64_t blocks) {
    std::uint64_t refused = 0;
    std::uint64_t own = 0;
    {
        const std::scoped_lock lock(m_mutex);
        refused = m_refused;
        own = m_ownRefused;
    }
    m_calm += blocks;
    if (refused == m_refusedSeen) return;
    m_refusedSeen = refused;
    // A disk that is too slow again and again is told once.
    const bool again = m_slow && m_calm < kCalmBlocks;
    m_calm = 0;
    m_slow = true;
    if (!again) m_ownTold = false;
    const bool ownLost = std::exchange(m_ownSeen, own) != own && !std::exchange(m_ownTold, true);
    if (!again)
        m_options.notice(fmt::format("The disk is too slow for the recording; what is left out is marked as a gap.{}{}",
                                     ownLost ? " " : "", ownLost ? kOwnLost : ""));
    else if (ownLost)
        m_options.notice(kOwnLost);
}

} // namespace qd::recording
