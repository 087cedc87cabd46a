#pragma once

#include "core/domain/DepthColumn.h"
#include "core/domain/Footprint.h"
#include "core/domain/OwnTrail.h"
#include "core/domain/TradeBars.h"
#include "core/domain/Venue.h"
#include "core/engine/exchange/State.h"
#include "core/ports/History.h"
#include "core/recording/RecordingReader.h"
#include "core/recording/RecordingWriter.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace qd::client {

/// Records what the markets of a run show (books ten times a second of market time, trades, prices, gaps) and reads it
/// back as columns of depth and as bars of trades. Made, fed and destroyed on the venue's thread, which never waits for
/// the disk but at the end; it is read on a thread of its own, `qd-record-read`.
class MarketRecorder {
  public:
    /// In a folder of its own, made when it is missing; beyond `maxBytes` the oldest files go. `notice`: sentences for
    /// people, on any thread. Errors: as RecordingWriter::open.
    [[nodiscard]] static recording::RecordingResult<std::unique_ptr<MarketRecorder>>
    open(const std::filesystem::path& folder, std::uint64_t maxBytes, std::function<void(std::string)> notice);
    /// Writes everything; questions that wait are answered with Unavailable.
    ~MarketRecorder();
    MarketRecorder(const MarketRecorder&) = delete;
    MarketRecorder& operator=(const MarketRecorder&) = delete;

    /// The market as it stands at `now`; at most ten times a second of market time it is looked at.
    void see(const exchange::MarketState& market, DataStatus status, UnixNanos now);
    void trade(MarketId market, const Trade& trade);
    /// An own event, which must be in the journal already; at any time, also while nothing of the market is seen.
    void own(const MarketParams& market, UnixNanos ts, const recording::OwnRecord& record);
    /// From `now` on nothing is told until see() is called again: what was seen last does not stand meanwhile.
    void interrupt(UnixNanos now);

    /// Hands what was told so far to the disk, without waiting for it.
    void seal();
    /// What was handed over is there, or was refused.
    [[nodiscard]] bool isWritten() const;

    /// Everything seen so far is in the answer, which is given on the reading thread. Errors: Unavailable (the
    /// folder cannot be read), Damaged.
    void read(const DepthWindow& window, ports::HistoryAnswer<std::vector<DepthColumn>> answer);
    /// The same. Errors besides: Unavailable (there are no such bars).
    void read(const FootprintWindow& window, ports::HistoryAnswer<FootprintPage> answer);
    /// As of footprints.
    void read(const TradeBarWindow& window, ports::HistoryAnswer<TradeBarPage> answer);
    /// The same; the window names an account.
    void read(const OwnWindow& window, ports::HistoryAnswer<OwnPage> answer);

  private:
    struct Seen {
        bool added = false;
        bool refused = false; ///< the folder has another market by this id
        bool inGap = false;
        std::optional<std::uint64_t> changes; ///< of the market when its book was last recorded
        UnixNanos at;
    };
    /// Reads and answers; without a reader it answers with its error.
    using Question = std::move_only_function<void(const recording::RecordingResult<recording::RecordingReader>&)>;
    /// Made known to the writer when it is new.
    [[nodiscard]] Seen& seenOf(const MarketParams& market);
    template<class T>
    void ask(std::function<recording::RecordingResult<T>(const recording::RecordingReader&)> read,
             ports::HistoryAnswer<T> answer);
    MarketRecorder(std::filesystem::path folder, std::unique_ptr<recording::RecordingWriter> writer);
    void readQuestions();
    void waitForWriter();

    std::filesystem::path m_folder;
    std::unique_ptr<recording::RecordingWriter> m_writer;
    std::vector<Seen> m_seen; ///< by market

    std::mutex m_mutex;
    std::condition_variable m_asked;
    std::deque<Question> m_questions;
    bool m_stop = false;
    std::thread m_reader; ///< last: it uses the others
};

} // namespace qd::client
