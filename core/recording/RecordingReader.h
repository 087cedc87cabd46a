#pragma once

#include "core/recording/RecordingCursor.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qd::recording {

class RecordedFile;
struct NumberedFile;

/// What a recording has of a market.
struct RecordedSpan {
    RecordedMarket market;
    UnixNanos first;
    UnixNanos last;
    std::uint64_t blocks = 0;
    std::uint64_t events = 0;
    std::uint64_t bytes = 0; ///< of its blocks
};

/// A time without trustworthy data: studies over it are unreliable.
struct RecordedGap {
    GapCause cause = GapCause::Feed;
    UnixNanos from;
    UnixNanos to; ///< >= from
    friend constexpr bool operator==(const RecordedGap&, const RecordedGap&) noexcept = default;
};

/// A recording as it lies in its folder, whether or not somebody is writing it. Opening reads a table a file; blocks
/// are read as they are asked for, one at a time. One thread at a time, and not the terminal's main thread: every call
/// reads files. Several readers may be at one folder.
class RecordingReader {
  public:
    /// A file that cannot be read is left out and told in notes(). Errors: File (the folder); Foreign, Version, Damaged
    /// (nothing else is in it).
    [[nodiscard]] static RecordingResult<RecordingReader> open(const std::filesystem::path& folder);

    /// Takes in what was written or removed since. Errors: as open().
    [[nodiscard]] RecordingResult<void> refresh();

    /// By id.
    [[nodiscard]] const std::vector<RecordedSpan>& markets() const noexcept { return m_markets; }
    /// Null: nothing of the market is recorded.
    [[nodiscard]] const RecordedSpan* span(MarketId market) const noexcept;
    [[nodiscard]] bool has(MarketId market) const noexcept { return span(market) != nullptr; }
    /// Sentences about files and parts of them that cannot be read: a cut end, damage, a newer version.
    [[nodiscard]] std::vector<std::string> notes() const;
    /// Of all files.
    [[nodiscard]] std::uint64_t bytes() const noexcept;

    /// The market from `from` on: everything before it has happened, and next() gives the first event that is not
    /// before it. O(log n) in the recording, and at most the reading of two blocks. Errors: Market.
    [[nodiscard]] RecordingResult<RecordingCursor> seek(MarketId market, UnixNanos from) const;
    /// Trades recorded in [from, to), until `visit` returns false. Errors: Market.
    [[nodiscard]] RecordingResult<void> trades(MarketId market, UnixNanos from, UnixNanos to,
                                               const std::function<bool(const Trade&)>& visit) const;
    /// Own events recorded in [from, to), until `visit` returns false. Only blocks that hold some are read; what cannot
    /// be read is left out, and the answer has sentences about it. Errors: Market.
    [[nodiscard]] RecordingResult<std::vector<std::string>>
    own(MarketId market, UnixNanos from, UnixNanos to,
        const std::function<bool(UnixNanos ts, const OwnRecord&)>& visit) const;
    /// Where the last block with own events begins of those that begin not after `from`; empty where there is none.
    /// Errors: Market.
    [[nodiscard]] RecordingResult<std::optional<UnixNanos>> lastOwn(MarketId market, UnixNanos from) const;
    /// Gaps that touch [from, to), in the order of their ends. Blocks are checked and not decoded, but for those in
    /// which the feed had a gap; such a gap that began before `from` may be told to begin later than it did. Errors:
    /// Market.
    [[nodiscard]] RecordingResult<std::vector<RecordedGap>> gaps(MarketId market, UnixNanos from, UnixNanos to) const;

  private:
    explicit RecordingReader(std::filesystem::path folder) : m_folder(std::move(folder)) {}
    [[nodiscard]] std::vector<std::shared_ptr<const RecordedFile>> filesOf(MarketId market) const;
    [[nodiscard]] RecordingResult<std::shared_ptr<RecordedFile>> readAgain(const NumberedFile& file) const;
    void sumUp();

    std::filesystem::path m_folder;
    std::vector<std::shared_ptr<RecordedFile>> m_files; ///< by number
    std::vector<RecordedSpan> m_markets;
    std::vector<std::string> m_refused; ///< sentences about files that cannot be opened
};

} // namespace qd::recording
