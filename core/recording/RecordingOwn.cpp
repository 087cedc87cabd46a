// Of RecordingReader: own events, found by the blocks that say they hold some.
#include "core/recording/BlockDecoder.h"
#include "core/recording/Compression.h"
#include "core/recording/RecordedFile.h"
#include "core/recording/RecordingReader.h"

#include <algorithm>
#include <ranges>

namespace qd::recording {
namespace {

/// Reads one block after the other. One thread.
class OwnBlocks {
  public:
    OwnBlocks(UnixNanos from, UnixNanos to, const std::function<bool(UnixNanos, const OwnRecord&)>& visit)
        : m_from(from)
        , m_to(to)
        , m_visit(visit) {}

    /// False: enough was seen.
    [[nodiscard]] bool read(const RecordedFile& recorded, MarketId market) {
        const MarketSummary& summary = *recorded.market(market);
        if (summary.last < m_from || summary.first >= m_to) return true;
        const auto entries = recorded.entries(market);
        const auto file = entries ? recorded.openFile() : std::unexpected(entries.error());
        if (!file) return true;
        for (const BlockEntry& entry : *entries) {
            if (!entry.own || entry.last < m_from || entry.first >= m_to) continue;
            if (!read(*file, entry, market)) return false;
        }
        return true;
    }

  private:
    [[nodiscard]] bool read(const ReadableFile& file, const BlockEntry& entry, MarketId market) {
        const auto frame = RecordedFile::readFrame(file, entry.offset, entry.payloadBytes, m_buffer);
        if (!frame || frame->header.kind != FrameKind::Block || frame->header.market != market ||
            frame->header.rawBytes > kMaxRawBytes)
            return true;
        const ByteSpan raw = m_decompressor.decompress(frame->payload, frame->header.rawBytes);
        if (raw.empty() || !m_decoder.begin(raw, entry.first)) return true;
        while (const RecordedEvent* event = m_decoder.next()) {
            const auto* own = std::get_if<OwnRecord>(&event->body);
            if (own == nullptr || event->ts < m_from || event->ts >= m_to || event->ts > entry.last) continue;
            if (!m_visit(event->ts, *own)) return false;
        }
        return true;
    }

    UnixNanos m_from;
    UnixNanos m_to;
    const std::function<bool(UnixNanos, const OwnRecord&)>& m_visit;
    std::vector<std::byte> m_buffer;
    Decompressor m_decompressor;
    BlockDecoder m_decoder;
};

} // namespace

RecordingResult<void> RecordingReader::own(MarketId market, UnixNanos from, UnixNanos to,
                                           const std::function<bool(UnixNanos, const OwnRecord&)>& visit) const {
    const auto files = filesOf(market);
    if (files.empty()) return std::unexpected(seek(market, from).error());
    OwnBlocks blocks(from, to, visit);
    for (const auto& file : files) {
        if (!blocks.read(*file, market)) break;
    }
    return {};
}

RecordingResult<std::optional<UnixNanos>> RecordingReader::lastOwn(MarketId market, UnixNanos from) const {
    const auto files = filesOf(market);
    if (files.empty()) return std::unexpected(seek(market, from).error());
    for (const auto& file : files | std::views::reverse) {
        if (file->market(market)->first > from) continue;
        const auto entries = file->entries(market);
        if (!entries) continue;
        for (const BlockEntry& entry : *entries | std::views::reverse) {
            if (entry.own && entry.first <= from) return entry.first;
        }
    }
    return std::nullopt;
}

} // namespace qd::recording
