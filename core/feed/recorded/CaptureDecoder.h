#pragma once

#include "core/feed/FeedError.h"
#include "core/feed/FeedMarket.h"
#include "core/feed/recorded/LineSource.h"
#include "core/feed/recorded/RecordedFeed.h"
#include "core/feed/venue/FeedOutput.h"
#include "core/feed/venue/Json.h"
#include "core/feed/venue/VenueFeed.h"

#include <memory>
#include <optional>
#include <string_view>

namespace qd::feed {

/// The envelope of a line; views live as long as the line.
struct CaptureLine {
    MessageHeader header;
    json::od::value payload;
};

/// Takes a capture's lines apart and hands their payloads to the venue. Private to this room. One thread at a time.
class CaptureDecoder {
  public:
    explicit CaptureDecoder(std::unique_ptr<LineSource> source);

    /// Reads until a line tells venue and market, at most kSurveyedLines. Errors: Empty, UnknownVenue and those of a
    /// line.
    [[nodiscard]] FeedResult<MarketIdentity> identify();
    /// Back to the first line, with a fresh state of that market.
    [[nodiscard]] FeedResult<void> begin(const MarketIdentity& identity);
    /// Replaces output().events() by those of the next line; false at the end. Errors repeat.
    [[nodiscard]] FeedResult<bool> decodeLine();

    [[nodiscard]] FeedOutput& output() noexcept { return m_output; }
    /// Time of receipt of the last line decoded.
    [[nodiscard]] UnixNanos received() const noexcept { return m_received; }
    [[nodiscard]] std::optional<ContractBase> contractBase() const;
    [[nodiscard]] const std::string& name() const noexcept { return m_source->name(); }

  private:
    [[nodiscard]] FeedResult<CaptureLine> readEnvelope(std::string_view line);
    [[nodiscard]] FeedResult<void> decode(std::string_view line);
    /// Adds the file and the line to an error of a line.
    [[nodiscard]] Error<FeedCode> placed(const Error<FeedCode>& error) const;

    std::unique_ptr<LineSource> m_source;
    std::unique_ptr<VenueFeed> m_venue;
    json::od::parser m_parser;
    json::od::document m_document;
    FeedOutput m_output;
    RecentSet m_recentLines;
    UnixNanos m_received;
    std::optional<Error<FeedCode>> m_failure;
};

} // namespace qd::feed
