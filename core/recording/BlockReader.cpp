#include "core/recording/BlockReader.h"

#include <fmt/format.h>

#include <utility>

namespace qd::recording {

RecordingResult<BlockDecoder::Head> BlockReader::open(const ReadableFile& file, MarketId market,
                                                      const BlockEntry& entry) {
    auto frame = RecordedFile::readFrame(file, entry.offset, entry.payloadBytes, m_buffer);
    if (!frame) return std::unexpected(std::move(frame.error()));
    const FrameHeader& header = frame->header;
    const bool same =
        header.kind == FrameKind::Block && header.market == market && entryOf(header, entry.offset) == entry;
    const ByteSpan raw = same && header.rawBytes <= kMaxRawBytes
                             ? m_decompressor.decompress(frame->payload, header.rawBytes)
                             : ByteSpan();
    const auto head = raw.empty() ? std::nullopt : m_decoder.begin(raw, entry.first);
    if (!head)
        return fail(RecordingCode::Damaged, fmt::format("byte {}: a block is not what it should be", entry.offset));
    m_last = entry.last;
    m_beyond = false;
    return *head;
}

const RecordedEvent* BlockReader::next() {
    const RecordedEvent* event = m_beyond ? nullptr : m_decoder.next();
    m_beyond = m_beyond || (event != nullptr && event->ts > m_last);
    return m_beyond ? nullptr : event;
}

} // namespace qd::recording
