#pragma once

#include "core/base/Time.h"
#include "core/feed/FeedError.h"
#include "core/feed/FeedEvent.h"
#include "core/feed/FeedMarket.h"
#include "core/feed/recorded/LineSource.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace qd::feed {

class CaptureDecoder;

/// Where a capture begins and ends.
struct CaptureSpan {
    UnixNanos begin; ///< earliest and latest time of receipt; not the first and last line when lines are out of order
    UnixNanos end;
    std::uint64_t lines = 0;
    friend bool operator==(const CaptureSpan&, const CaptureSpan&) = default;
};

/// How much of a capture is read to learn what is in it.
enum class Survey : std::uint8_t {
    /// All of it, once more than the playing itself: tick and steps divide everything that will come, the span is
    /// known.
    Whole,
    /// The first kSurveyedLines lines: enough to name the market; span() is empty, tick and steps are what they show.
    Beginning,
};
inline constexpr std::uint64_t kSurveyedLines = 1000;

/// A recorded session of one market (one gzip JSON line a message, data/FORMATS.md), as normalised events. Reads line
/// by line; memory is bounded by the longest line, the venue's joining state and a window of recent lines. One thread
/// at a time.
///
/// Repeated lines are skipped, late ones are recognised by the venue's own numbering: they never change a book. A line
/// that cannot be understood ends the feed: next() repeats its error.
class RecordedFeed {
  public:
    /// Errors: File, Compression, Empty, LineTooLong, NotJson, Field, Number, UnknownVenue, TooLarge - those of the
    /// lines needed to name the market; damage further on is reported by next() when it gets there.
    [[nodiscard]] static FeedResult<RecordedFeed> open(const std::filesystem::path& path,
                                                       Survey survey = Survey::Whole);
    /// The same from any source of lines.
    [[nodiscard]] static FeedResult<RecordedFeed> open(std::unique_ptr<LineSource> source,
                                                       Survey survey = Survey::Whole);

    RecordedFeed(RecordedFeed&&) noexcept;
    RecordedFeed& operator=(RecordedFeed&&) noexcept;
    ~RecordedFeed();

    [[nodiscard]] const FeedMarket& market() const noexcept { return m_market; }
    /// Of the readable part of the capture; empty when only its beginning was surveyed.
    [[nodiscard]] const std::optional<CaptureSpan>& span() const noexcept { return m_span; }
    [[nodiscard]] const FeedCounters& counters() const noexcept;

    /// The next event, empty at the end. Errors: as open().
    [[nodiscard]] FeedResult<std::optional<FeedEvent>> next();
    /// Goes on behind line `line` (from 1): its events and those before it are read, counted and dropped, so that the
    /// state of the joining is that of having played them. Errors: NotThere (already past it, or fewer lines); as
    /// next().
    [[nodiscard]] FeedResult<void> skipTo(std::uint64_t line);

  private:
    RecordedFeed(std::unique_ptr<CaptureDecoder> decoder, FeedMarket market, std::optional<CaptureSpan> span);

    std::unique_ptr<CaptureDecoder> m_decoder;
    FeedMarket m_market;
    std::optional<CaptureSpan> m_span;
    std::size_t m_delivered = 0; ///< events of the current line already given out
};

} // namespace qd::feed
