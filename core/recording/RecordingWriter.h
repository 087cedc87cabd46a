#pragma once

#include "core/recording/RecordedEvents.h"
#include "core/recording/RecordingOptions.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <vector>

namespace qd::recording {

class BlockQueue;
struct MarketStream;

/// Records markets of one venue into a folder. It keeps every market's book, so that each block stands for itself, and
/// gives sealed blocks to the thread `qd-recorder`, which compresses and writes them. Nothing here waits for the disk
/// but open(), drain() and the destructor: what the disk cannot take is left out and recorded as a gap.
///
/// One thread, the venue's; status() any. An event costs a few dozen nanoseconds and, once the books have had their
/// size, no allocation. Times of a market that go back are taken for the last one; what is older than the folder's own
/// record of the market is left out and counted.
class RecordingWriter {
  public:
    /// Completes what an earlier writer left. Reads files: not on the terminal's main thread. Errors: File, Locked,
    /// Version.
    [[nodiscard]] static RecordingResult<std::unique_ptr<RecordingWriter>> open(const std::filesystem::path& folder,
                                                                                RecordingOptions options);
    /// Writes everything and completes the file.
    ~RecordingWriter();
    RecordingWriter(const RecordingWriter&) = delete;
    RecordingWriter& operator=(const RecordingWriter&) = delete;

    /// Before its first event; again when its grid changed. Errors: Market (the folder has another symbol by this id,
    /// or the grid is none).
    [[nodiscard]] RecordingResult<void> addMarket(const RecordedMarket& market);

    /// New totals of levels, as a feed tells them. A change that cannot be recorded leaves a gap until the next
    /// snapshot.
    void depth(MarketId market, UnixNanos ts, const DepthRecord& change);
    /// The whole displayed book, best levels first: what changed since the last call is found and recorded. Instead of
    /// depth(), for a venue that shows books and no changes.
    void book(MarketId market, UnixNanos ts, std::span<const BookLevel> bids, std::span<const BookLevel> asks);
    void trade(MarketId market, UnixNanos ts, const Trade& trade);
    /// Prices as they stand; the same as before are not recorded again.
    void prices(MarketId market, UnixNanos ts, const PricesRecord& prices);
    /// The feed lost messages: the book is not known until the next snapshot.
    void feedGap(MarketId market, UnixNanos ts);
    /// Never too late: what is older than the folder's record is taken for its end.
    void own(MarketId market, UnixNanos ts, const OwnRecord& record);

    /// Time passed: seals what is due in markets where nothing happens. Every event does the same.
    void advance(UnixNanos now);
    /// Seals all blocks.
    void seal();
    /// Seals all blocks and returns when they are written, or the disk refused them: for tests, and before a reader
    /// must see them.
    void drain();
    [[nodiscard]] RecordingStatus status() const;

  private:
    RecordingWriter(RecordingOptions options, std::unique_ptr<BlockQueue> queue);
    /// The stream, with a block open at the time it returns in `ts`; null: the event is not recorded.
    [[nodiscard]] MarketStream* ready(MarketId market, UnixNanos& ts);
    [[nodiscard]] MarketStream* find(MarketId market) noexcept;
    void begin(MarketStream& stream, UnixNanos ts);
    void recorded(MarketStream& stream);
    void record(MarketStream& stream, UnixNanos ts, const DepthRecord& change);
    void lostBook(MarketStream& stream, UnixNanos ts);
    void seal(MarketStream& stream);

    RecordingOptions m_options;
    std::unique_ptr<BlockQueue> m_queue;
    std::vector<std::unique_ptr<MarketStream>> m_streams; ///< by market id
    UnixNanos m_nextDue;                                  ///< when the first open block is to be sealed
    std::vector<BookLevel> m_bids;
    std::vector<BookLevel> m_asks;
    std::atomic<std::uint64_t> m_refused{0};
    std::atomic<std::uint64_t> m_late{0};
};

} // namespace qd::recording
