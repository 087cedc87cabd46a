#pragma once

#include "core/client/MarketSource.h"
#include "core/feed/recorded/Companions.h"
#include "core/feed/recorded/HistoryFiles.h"
#include "core/feed/recorded/RecordedFeed.h"

#include <filesystem>

namespace qd::client {

/// A recorded session as a venue's source: levels and trades of the capture enter the exchange as commands. Prices: the
/// index is the median of bid, ask and last trade; the mark is the recorded one where a mark file beside the capture
/// has one not older than a minute, otherwise the same median, marked estimated; ten times a second of the recording at
/// most.
class ReplaySource final : public MarketSource {
  public:
    /// Reads the capture once to learn its span and grid. Errors: Source.
    [[nodiscard]] static VenueResult<std::unique_ptr<ReplaySource>> open(const std::filesystem::path& capture);

    [[nodiscard]] std::string identity() const override;
    [[nodiscard]] VenueMode mode() const override { return VenueMode::Replay; }
    [[nodiscard]] std::vector<Command> setUp() override;
    [[nodiscard]] UnixNanos startTime() const override { return m_span.begin; }
    [[nodiscard]] std::optional<UnixNanos> endTime() const override { return m_span.end; }
    [[nodiscard]] MarketInfo describe(const MarketParams& params) const override;
    [[nodiscard]] VenueResult<std::optional<UnixNanos>> nextTime() override;
    [[nodiscard]] VenueResult<Command> next(const exchange::State& state) override;
    void observe(std::span<const Event>) override {}
    void save(ByteWriter& out) const override;
    [[nodiscard]] VenueResult<void> load(ByteReader& in) override;
    [[nodiscard]] SourceCounters counters() const override;
    [[nodiscard]] EarlierHistory earlier() override;
    [[nodiscard]] bool inGap() const override { return m_inGap; }

  private:
    ReplaySource(std::filesystem::path capture, feed::RecordedFeed feed, feed::CaptureSpan span);
    [[nodiscard]] VenueResult<void> readMarks();
    /// Reads on to the next event that becomes a command; leaves m_event empty at the end.
    [[nodiscard]] VenueResult<void> peek();
    [[nodiscard]] Command commandOf(const feed::FeedEvent& event);
    void convert(const std::vector<BookLevel>& from, std::vector<BookLevel>& to) const;
    /// Prices from the book as it stands; empty while one of bid, ask and last is missing.
    [[nodiscard]] std::optional<SetPrices> pricesFrom(const exchange::State& state);
    [[nodiscard]] std::optional<Price> recordedMark() const;

    std::filesystem::path m_capture;
    feed::RecordedFeed m_feed;
    feed::CaptureSpan m_span;
    MarketParams m_params;
    std::vector<feed::MarkBar> m_marks;

    std::optional<feed::FeedEvent> m_event; ///< read, not yet given out
    std::vector<BookLevel> m_bids;
    std::vector<BookLevel> m_asks;
    std::optional<std::int64_t> m_lag;
    std::uint64_t m_refused = 0; ///< levels and trades outside what a market can hold

    // What a snapshot keeps.
    std::uint64_t m_line = 0;   ///< of the last event given out
    std::uint32_t m_inLine = 0; ///< events of that line given out
    UnixNanos m_now;
    bool m_pricesDue = false;
    UnixNanos m_pricesAt;
    bool m_inGap = false;
};

} // namespace qd::client
