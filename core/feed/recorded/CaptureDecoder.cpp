#include "core/feed/recorded/CaptureDecoder.h"

#include "core/base/Hash.h"
#include "core/feed/venue/NumberText.h"

#include <fmt/format.h>

#include <span>
#include <utility>

namespace qd::feed {
namespace {

using Key = json::od::raw_json_string;
using Value = json::od::value;

/// A line repeated within this distance is a duplicate.
constexpr std::size_t kRememberedLines = 4096;

std::unexpected<Error<FeedCode>> notJson(std::string_view why) {
    return fail(FeedCode::NotJson, fmt::format("not a JSON object: {}", why));
}

FeedResult<void> readEventTime(Value value, std::optional<UnixNanos>& out) {
    if (json::tokenOf(value) == "null") return {};
    return json::read(value, "ts", out);
}

FeedResult<void> readReceived(Value value, std::optional<UnixNanos>& out) {
    std::optional<std::uint64_t> us;
    if (auto number = json::read(value, "recv_us", us); !number) return number;
    out = timeFromMicros(*us);
    if (!out) return json::badField("recv_us", "not a time before the year 2200");
    return {};
}

} // namespace

CaptureDecoder::CaptureDecoder(std::unique_ptr<LineSource> source)
    : m_source(std::move(source))
    , m_recentLines(kRememberedLines) {}

std::optional<ContractBase> CaptureDecoder::contractBase() const {
    return m_venue ? m_venue->contractBase() : std::nullopt;
}

Error<FeedCode> CaptureDecoder::placed(const Error<FeedCode>& error) const {
    return {error.code, fmt::format("{}: line {}: {}", name(), m_output.counters().lines, error.detail)};
}

FeedResult<MarketIdentity> CaptureDecoder::identify() {
    while (m_output.counters().lines < kSurveyedLines) {
        const auto line = m_source->next();
        if (!line) return std::unexpected(line.error());
        if (!*line) break;
        ++m_output.counters().lines;
        const auto envelope = readEnvelope(**line);
        if (!envelope) return std::unexpected(placed(envelope.error()));
        auto identity = identifyMessage(envelope->header, envelope->payload);
        if (!identity) return std::unexpected(placed(identity.error()));
        if (*identity) return std::move(**identity);
    }
    if (m_output.counters().lines == 0) return fail(FeedCode::Empty, fmt::format("{}: holds no line", name()));
    return fail(FeedCode::UnknownVenue, fmt::format("{}: none of the first {} lines tells the venue and the market",
                                                    name(), m_output.counters().lines));
}

FeedResult<void> CaptureDecoder::begin(const MarketIdentity& identity) {
    if (auto rewound = m_source->rewind(); !rewound) return rewound;
    m_venue = makeVenueFeed(identity);
    m_output = FeedOutput();
    m_recentLines = RecentSet(kRememberedLines);
    m_failure.reset();
    return {};
}

FeedResult<bool> CaptureDecoder::decodeLine() {
    m_output.events().clear();
    if (m_failure) return std::unexpected(*m_failure);
    const auto line = m_source->next();
    if (!line) return std::unexpected(line.error());
    if (!*line) return false;
    ++m_output.counters().lines;
    if (auto decoded = decode(**line); !decoded) {
        m_output.events().clear();
        m_failure = placed(decoded.error());
        return std::unexpected(*m_failure);
    }
    return true;
}

FeedResult<void> CaptureDecoder::decode(std::string_view line) {
    if (!m_recentLines.insert(checksum64(std::as_bytes(std::span(line))))) {
        ++m_output.counters().duplicateLines;
        return {};
    }
    auto envelope = readEnvelope(line);
    if (!envelope) return std::unexpected(std::move(envelope.error()));
    m_received = envelope->header.received;
    m_output.beginLine(envelope->header.line, m_received);
    return m_venue->accept(envelope->header, envelope->payload, m_output);
}

FeedResult<CaptureLine> CaptureDecoder::readEnvelope(std::string_view line) {
    const simdjson::padded_string_view padded(line.data(), line.size(), line.size() + kLinePadding);
    if (const auto code = m_parser.iterate(padded).get(m_document); code != simdjson::SUCCESS)
        return notJson(simdjson::error_message(code));
    json::od::object root; // asking the document for it also checks that the line ends with its brace
    if (const auto code = m_document.get_object().get(root); code != simdjson::SUCCESS)
        return notJson(simdjson::error_message(code));
    CaptureLine read;
    std::optional<UnixNanos> received;
    std::optional<std::string_view> kind;
    std::optional<std::string_view> stream;
    bool hasPayload = false;
    // Once through the whole line, which also checks that it is closed properly, then back to the payload.
    auto walked = json::forEachField(root, "", [&](Key key, Value value) -> FeedResult<void> {
        if (key == "recv_us") return readReceived(value, received);
        if (key == "ts") return readEventTime(value, read.header.eventTime);
        if (key == "kind") return json::read(value, "kind", kind);
        if (key == "stream") return json::read(value, "stream", stream);
        hasPayload = hasPayload || key == "data";
        return {};
    });
    if (walked)
        walked = json::require({{"recv_us", received.has_value()},
                                {"kind", kind.has_value()},
                                {"stream", stream.has_value()},
                                {"data", hasPayload}});
    if (!walked) return std::unexpected(std::move(walked.error()));
    if (m_document.current_location().error() != simdjson::OUT_OF_BOUNDS) return notJson("something follows it");
    m_document.rewind();
    if (m_document.find_field("data").get(read.payload) != simdjson::SUCCESS)
        return notJson("its payload cannot be read");
    read.header.line = m_output.counters().lines;
    read.header.received = *received;
    read.header.kind = *kind;
    read.header.stream = *stream;
    return read;
}

} // namespace qd::feed
