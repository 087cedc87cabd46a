#include "core/recording/RecordedFile.h"

#include "core/base/Hash.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace qd::recording {
namespace {

constexpr std::size_t kSearchBytes = std::size_t{64} << 10U;
constexpr std::size_t kMostDamage = 20;
/// Market, Index and Table are small; no block is larger, compressed or not.
constexpr std::uint32_t kMaxPayloadBytes = std::uint32_t{40} << 20U;

std::unexpected<Error<RecordingCode>> fileError(Error<FileCode> error) {
    return fail(RecordingCode::File, std::move(error.detail));
}

/// The next sound frame header from `from` on; `size` when there is none.
FileResult<std::uint64_t> findFrame(const ReadableFile& file, std::uint64_t from, std::uint64_t size) {
    std::vector<std::byte> window(kSearchBytes + kFrameHeaderBytes);
    for (std::uint64_t base = from; base < size; base += kSearchBytes) {
        const auto got = file.readAt(base, window);
        if (!got) return std::unexpected(got.error());
        if (*got < kFrameHeaderBytes) break;
        const ByteSpan bytes = ByteSpan(window).first(*got);
        for (std::size_t at = 0; at + kFrameHeaderBytes <= bytes.size(); ++at) {
            std::uint32_t magic = 0;
            std::memcpy(&magic, bytes.data() + at, sizeof(magic));
            if (magic == kFrameMagic && readFrameHeader(bytes.subspan(at))) return base + at;
        }
    }
    return size;
}

} // namespace

RecordingResult<std::unique_ptr<RecordedFile>> RecordedFile::open(const NumberedFile& file) {
    std::unique_ptr<RecordedFile> recorded(new RecordedFile(file));
    if (auto read = recorded->refresh(); !read) return std::unexpected(std::move(read.error()));
    return recorded;
}

RecordingResult<ReadableFile> RecordedFile::openFile() const {
    auto file = ReadableFile::open(m_path);
    if (!file) return fileError(std::move(file.error()));
    return std::move(*file);
}

RecordingResult<void> RecordedFile::refresh() {
    if (m_complete) return {};
    const auto file = openFile();
    if (!file) return std::unexpected(file.error());
    const auto size = file->size();
    if (!size) return fileError(size.error());
    m_bytes = *size;
    if (!m_headerRead) {
        if (auto header = readHeader(*file); !header || !m_headerRead) return header;
    }
    if (!m_scanned && readTableOf(*file)) return {};
    return scan(*file);
}

RecordingResult<void> RecordedFile::readHeader(const ReadableFile& file) {
    std::vector<std::byte> bytes(kFileHeaderBytes);
    const auto got = file.readAt(0, bytes);
    if (!got) return fileError(got.error());
    if (*got < kFileHeaderBytes) { // its first bytes are being written, or were cut
        m_tail = fmt::format("{}: ends within its first {} bytes; there is nothing in it", m_path.string(),
                             kFileHeaderBytes);
        return {};
    }
    std::uint32_t version = 0;
    switch (readFileHeader(bytes, version)) {
    case FileHeaderState::Sound: break;
    case FileHeaderState::Foreign: return fail(RecordingCode::Foreign, m_path.string() + ": not a recording");
    case FileHeaderState::Newer:
        return fail(RecordingCode::Version, fmt::format("{}: format {}, this program reads up to {}", m_path.string(),
                                                        version, kFormatVersion));
    case FileHeaderState::Damaged: {
        const auto frame = findFrame(file, kFileHeaderBytes, m_bytes);
        if (!frame) return fileError(frame.error());
        if (*frame == m_bytes) return fail(RecordingCode::Damaged, m_path.string() + ": byte 0: no recording in it");
        m_damage.push_back(m_path.string() + ": byte 0: the file's header is damaged; what follows is read");
    }
    }
    m_headerRead = true;
    m_soundBytes = kFileHeaderBytes;
    return {};
}

RecordingResult<RecordedFile::Frame> RecordedFile::readFrame(const ReadableFile& file, std::uint64_t offset,
                                                             std::size_t likelyPayload,
                                                             std::vector<std::byte>& buffer) {
    buffer.resize(kFrameHeaderBytes + std::min(likelyPayload, std::size_t{kMaxPayloadBytes}));
    auto got = file.readAt(offset, buffer);
    if (!got) return fileError(std::move(got.error()));
    const auto header = readFrameHeader(ByteSpan(buffer).first(*got));
    if (!header) return fail(RecordingCode::Damaged, fmt::format("byte {}: a block's header is damaged", offset));
    if (header->payloadBytes > kMaxPayloadBytes)
        return fail(RecordingCode::Damaged,
                    fmt::format("byte {}: {} bytes are no block", offset, header->payloadBytes));
    const std::size_t whole = kFrameHeaderBytes + header->payloadBytes;
    if (whole > buffer.size()) {
        buffer.resize(whole);
        got = file.readAt(offset, buffer);
        if (!got) return fileError(std::move(got.error()));
    }
    if (*got < whole) return fail(RecordingCode::Damaged, fmt::format("byte {}: a block is cut short", offset));
    const ByteSpan payload = ByteSpan(buffer).subspan(kFrameHeaderBytes, header->payloadBytes);
    if (header->payloadChecksum != checksum64(payload))
        return fail(RecordingCode::Damaged, fmt::format("byte {}: a block's checksum does not fit", offset));
    return Frame{*header, payload};
}

bool RecordedFile::readTableOf(const ReadableFile& file) {
    if (m_bytes < kFileHeaderBytes + kFooterBytes) return false;
    std::vector<std::byte> buffer(kFooterBytes);
    const auto got = file.readAt(m_bytes - kFooterBytes, buffer);
    if (!got || *got != kFooterBytes) return false;
    const auto place = readFooter(buffer);
    if (!place) return false;
    const auto frame =
        readFrame(file, *place, m_bytes - kFooterBytes - std::min(*place, m_bytes - kFooterBytes), buffer);
    auto table = frame && frame->header.kind == FrameKind::Table ? readTable(frame->payload) : std::nullopt;
    if (!table) {
        m_damage.push_back(
            fmt::format("{}: byte {}: the table is damaged; the blocks are found without it", m_path.string(), *place));
        return false;
    }
    m_markets = std::move(*table);
    m_complete = true;
    m_soundBytes = m_bytes;
    return true;
}

RecordingResult<void> RecordedFile::scan(const ReadableFile& file) {
    m_scanned = true;
    m_tail.clear();
    std::vector<std::byte> bytes(kFrameHeaderBytes + kMaxSymbolBytes + 32);
    while (m_soundBytes < m_bytes) {
        const std::uint64_t at = m_soundBytes;
        const auto got = file.readAt(at, bytes);
        if (!got) return fileError(got.error());
        const auto header = readFrameHeader(ByteSpan(bytes).first(*got));
        if (header && header->payloadBytes <= m_bytes - at - std::min(m_bytes - at, std::uint64_t{kFrameHeaderBytes})) {
            take(*header, at, ByteSpan(bytes).first(*got).subspan(kFrameHeaderBytes));
            m_soundBytes = at + kFrameHeaderBytes + header->payloadBytes;
            continue;
        }
        if (!header && m_bytes - at == kFooterBytes && readFooter(ByteSpan(bytes).first(*got))) {
            m_soundBytes = m_bytes; // its table could not be read
            m_complete = true;
            break;
        }
        const auto next = findFrame(file, at + 1, m_bytes);
        if (!next) return fileError(next.error());
        if (*next == m_bytes) {
            m_tail = fmt::format("{}: byte {}: the last block was not written completely; {} bytes are left out",
                                 m_path.string(), at, m_bytes - at);
            break;
        }
        if (m_damage.size() < kMostDamage)
            m_damage.push_back(
                fmt::format("{}: byte {}: damaged; {} bytes are left out", m_path.string(), at, *next - at));
        m_soundBytes = *next;
    }
    return {};
}

void RecordedFile::take(const FrameHeader& header, std::uint64_t offset, ByteSpan payload) {
    if (header.kind == FrameKind::Market && header.payloadBytes <= payload.size()) {
        const ByteSpan bytes = payload.first(header.payloadBytes);
        if (header.payloadChecksum != checksum64(bytes)) return;
        ByteReader in(bytes);
        RecordedMarket market = getMarket(in, header.market);
        if (!in.ok()) return;
        if (const auto it = std::ranges::find(m_markets, header.market, [](const auto& m) { return m.market.id; });
            it != m_markets.end())
            it->market = market;
        m_definitions[header.market] = std::move(market);
    }
    if (header.kind != FrameKind::Block) return;
    auto& entries = m_entries[header.market];
    if (!entries.empty() && header.first < entries.back().last) {
        if (m_damage.size() < kMostDamage)
            m_damage.push_back(
                fmt::format("{}: byte {}: a block that goes back in time is left out", m_path.string(), offset));
        return;
    }
    entries.push_back(entryOf(header, offset));
    addTo(summaryOf(header.market), entries.back());
}

MarketSummary& RecordedFile::summaryOf(MarketId id) {
    const auto it = std::ranges::lower_bound(m_markets, id, {}, [](const MarketSummary& m) { return m.market.id; });
    if (it != m_markets.end() && it->market.id == id) return *it;
    MarketSummary summary;
    const auto known = m_definitions.find(id);
    summary.market = known != m_definitions.end() ? known->second : RecordedMarket{id, {}, Price(1), Quantity(1)};
    return *m_markets.insert(it, std::move(summary));
}

const MarketSummary* RecordedFile::market(MarketId id) const noexcept {
    const auto it = std::ranges::lower_bound(m_markets, id, {}, [](const MarketSummary& m) { return m.market.id; });
    return it != m_markets.end() && it->market.id == id ? &*it : nullptr;
}

std::vector<std::string> RecordedFile::notes() const {
    std::vector<std::string> notes = m_damage;
    if (!m_tail.empty()) notes.push_back(m_tail);
    return notes;
}

RecordingResult<std::vector<BlockEntry>> RecordedFile::entries(MarketId id) const {
    const MarketSummary* summary = market(id);
    if (summary == nullptr) return fail(RecordingCode::Market, fmt::format("no market {}", id.value()));
    if (m_scanned) return m_entries.at(id);
    const auto file = openFile();
    if (!file) return std::unexpected(file.error());
    std::vector<std::byte> buffer;
    constexpr std::size_t kLikelyBytes = 16; // an entry
    const auto frame = readFrame(*file, summary->indexOffset, summary->blocks * kLikelyBytes, buffer);
    if (frame && frame->header.kind == FrameKind::Index && frame->header.market == id) {
        if (auto entries = readEntries(frame->payload); entries && entries->size() == summary->blocks)
            return *std::move(entries);
    }
    RecordedFile whole({m_number, m_path}); // the index is damaged: the blocks themselves need not be
    whole.m_bytes = m_bytes;
    if (auto read = whole.readHeader(*file); !read) return std::unexpected(read.error());
    if (auto read = whole.scan(*file); !read) return std::unexpected(read.error());
    const auto it = whole.m_entries.find(id);
    if (it == whole.m_entries.end()) return fail(RecordingCode::Damaged, m_path.string() + ": its index is damaged");
    return std::move(it->second);
}

} // namespace qd::recording
