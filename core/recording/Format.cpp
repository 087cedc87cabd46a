#include "core/recording/Format.h"

#include "core/base/Hash.h"
#include "core/recording/Varint.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>

namespace qd::recording {
namespace {

constexpr std::uint64_t kFileMagic = 0x3144524345524451;   // "QDRECRD1"
constexpr std::uint64_t kFooterMagic = 0x444E454345524451; // "QDRECEND"
constexpr std::string_view kPrefix = "recording-";
constexpr std::string_view kSuffix = ".qdr";
constexpr std::size_t kDigits = 20;

// The first byte of a block in an index: a gap's number, and these.
constexpr unsigned kIndexFeedGap = 0x80;
constexpr unsigned kIndexOwn = 0x40;
constexpr unsigned kIndexGap = 0x3F;

std::uint8_t gapByte(const std::optional<GapRecord>& gap) {
    return gap ? static_cast<std::uint8_t>(static_cast<unsigned>(gap->cause) + 1) : std::uint8_t{0};
}

/// False: no gap has this number.
bool gapOf(std::uint8_t number, UnixNanos from, std::optional<GapRecord>& gap) {
    gap.reset();
    if (number > static_cast<unsigned>(GapCause::Damage) + 1U) return false;
    if (number != 0) gap = GapRecord{static_cast<GapCause>(number - 1), from};
    return true;
}

} // namespace

std::filesystem::path fileNameOf(std::uint64_t number) { return fmt::format("{}{:020}{}", kPrefix, number, kSuffix); }

RecordingResult<std::vector<NumberedFile>> listFiles(const std::filesystem::path& folder) {
    std::vector<NumberedFile> files;
    std::error_code error;
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name.size() != kPrefix.size() + kDigits + kSuffix.size() || !name.starts_with(kPrefix) ||
            !name.ends_with(kSuffix))
            continue;
        std::uint64_t number = 0;
        const char* first = name.data() + kPrefix.size();
        const auto parsed = std::from_chars(first, first + kDigits, number);
        if (parsed.ec != std::errc{} || parsed.ptr != first + kDigits) continue;
        files.push_back({number, it->path()});
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return fail(RecordingCode::File, fmt::format("{}: {}", folder.string(), error.message()));
    std::ranges::sort(files, {}, &NumberedFile::number);
    return files;
}

void putFileHeader(ByteWriter& out, std::uint64_t number) {
    const std::size_t begin = out.size();
    out.put(kFileMagic);
    out.put(kFormatVersion);
    out.put(std::uint32_t{0});
    out.put(number);
    out.put(checksum64(out.bytes().subspan(begin)));
}

FileHeaderState readFileHeader(ByteSpan bytes, std::uint32_t& version) {
    ByteReader in(bytes);
    const auto magic = in.get<std::uint64_t>();
    in.get(version);
    (void)in.getBytes(12);
    const auto checksum = in.get<std::uint64_t>();
    if (!in.ok() || checksum != checksum64(bytes.first(kFileHeaderBytes - 8))) return FileHeaderState::Damaged;
    if (magic != kFileMagic) return FileHeaderState::Foreign;
    return version > kFormatVersion ? FileHeaderState::Newer : FileHeaderState::Sound;
}

void putFrame(ByteWriter& out, FrameHeader header, ByteSpan payload) {
    const std::size_t begin = out.size();
    out.put(kFrameMagic);
    out.put(header.kind);
    out.put(header.market.value());
    out.put(static_cast<std::uint32_t>(payload.size()));
    out.put(header.rawBytes);
    out.put(header.sequence);
    out.put(header.events);
    out.put(header.first.value());
    out.put(header.last.value());
    out.put(header.gap ? header.gap->from.value() : std::int64_t{0});
    out.put(gapByte(header.gap));
    out.put(static_cast<std::uint8_t>(header.feedGap));
    out.put(static_cast<std::uint8_t>(header.own));
    out.put(std::uint8_t{0});
    out.put(std::uint32_t{0});
    out.put(checksum64(payload));
    out.put(checksum64(out.bytes().subspan(begin)));
    out.putBytes(payload);
}

std::optional<FrameHeader> readFrameHeader(ByteSpan bytes) {
    if (bytes.size() < kFrameHeaderBytes) return std::nullopt;
    ByteReader in(bytes.first(kFrameHeaderBytes));
    if (in.get<std::uint32_t>() != kFrameMagic) return std::nullopt;
    FrameHeader header;
    const auto kind = in.get<std::uint16_t>();
    header.kind = static_cast<FrameKind>(kind);
    header.market = MarketId(in.get<std::uint16_t>());
    in.get(header.payloadBytes);
    in.get(header.rawBytes);
    in.get(header.sequence);
    in.get(header.events);
    header.first = UnixNanos(in.get<std::int64_t>());
    header.last = UnixNanos(in.get<std::int64_t>());
    const UnixNanos from(in.get<std::int64_t>());
    const bool gapKnown = gapOf(in.get<std::uint8_t>(), from, header.gap);
    header.feedGap = in.getBool();
    header.own = in.getBool();
    (void)in.getBytes(5);
    in.get(header.payloadChecksum);
    if (in.get<std::uint64_t>() != checksum64(bytes.first(kFrameHeaderBytes - 8))) return std::nullopt;
    const bool kindKnown =
        kind >= static_cast<std::uint16_t>(FrameKind::Market) && kind <= static_cast<std::uint16_t>(FrameKind::Table);
    if (!in.ok() || !kindKnown || !gapKnown || header.last < header.first) return std::nullopt;
    if (header.gap && header.gap->from > header.first) return std::nullopt;
    return header;
}

void putFooter(ByteWriter& out, std::uint64_t tableOffset) {
    const std::size_t begin = out.size();
    out.put(kFooterMagic);
    out.put(tableOffset);
    out.put(checksum64(out.bytes().subspan(begin)));
}

std::optional<std::uint64_t> readFooter(ByteSpan bytes) {
    ByteReader in(bytes);
    const auto magic = in.get<std::uint64_t>();
    const auto table = in.get<std::uint64_t>();
    const auto checksum = in.get<std::uint64_t>();
    if (!in.ok() || magic != kFooterMagic || checksum != checksum64(bytes.first(kFooterBytes - 8))) return std::nullopt;
    return table;
}

void putMarket(ByteWriter& out, const RecordedMarket& market) {
    out.putString(market.symbol);
    out.put(market.tick.raw());
    out.put(market.step.raw());
}

RecordedMarket getMarket(ByteReader& in, MarketId id) {
    RecordedMarket market;
    market.id = id;
    market.symbol = in.getString(kMaxSymbolBytes);
    market.tick = Price(in.get<std::int64_t>());
    market.step = Quantity(in.get<std::int64_t>());
    if (market.tick.raw() <= 0 || market.step.raw() <= 0) in.invalidate();
    return market;
}

BlockEntry entryOf(const FrameHeader& header, std::uint64_t offset) {
    return {offset,      header.payloadBytes, header.sequence, header.events, header.first,
            header.last, header.gap,          header.feedGap,  header.own};
}

void putEntries(ByteWriter& out, const std::vector<BlockEntry>& entries) {
    BlockBuffer buffer;
    BlockEntry before;
    constexpr std::size_t kMostBytes = 8 * kMaxVarintBytes;
    buffer.makeRoom(kMaxVarintBytes + entries.size() * kMostBytes);
    buffer.putVarint(entries.size());
    for (const BlockEntry& e : entries) {
        buffer.put(
            static_cast<std::uint8_t>(gapByte(e.gap) | (e.feedGap ? kIndexFeedGap : 0U) | (e.own ? kIndexOwn : 0U)));
        buffer.putVarint(e.offset - before.offset);
        buffer.putVarint(e.payloadBytes);
        buffer.putVarint(e.sequence - before.sequence);
        buffer.putVarint(e.events);
        buffer.putVarint(zigzag(difference(e.first.value(), before.last.value())));
        buffer.putVarint(zigzag(difference(e.last.value(), e.first.value())));
        if (e.gap) buffer.putVarint(zigzag(difference(e.first.value(), e.gap->from.value())));
        before = e;
    }
    out.putBytes(buffer.bytes());
}

std::optional<std::vector<BlockEntry>> readEntries(ByteSpan bytes) {
    VarintReader in(bytes);
    const std::uint64_t count = in.getVarint();
    constexpr std::uint64_t kLeastBytes = 7;
    if (count > in.remaining() / kLeastBytes) return std::nullopt;
    std::vector<BlockEntry> entries;
    entries.reserve(count);
    BlockEntry before;
    for (std::uint64_t i = 0; i < count; ++i) {
        BlockEntry e;
        const unsigned flags = in.get();
        const auto gap = static_cast<std::uint8_t>(flags & kIndexGap);
        e.offset = before.offset + in.getVarint();
        e.payloadBytes = static_cast<std::uint32_t>(in.getVarint());
        e.sequence = before.sequence + static_cast<std::uint32_t>(in.getVarint());
        e.events = static_cast<std::uint32_t>(in.getVarint());
        e.first = UnixNanos(sum(before.last.value(), unzigzag(in.getVarint())));
        e.last = UnixNanos(sum(e.first.value(), unzigzag(in.getVarint())));
        UnixNanos from;
        if (gap != 0) from = UnixNanos(difference(e.first.value(), unzigzag(in.getVarint())));
        if (!gapOf(gap, from, e.gap) || !in.ok()) return std::nullopt;
        e.feedGap = (flags & kIndexFeedGap) != 0;
        e.own = (flags & kIndexOwn) != 0;
        if (e.last < e.first || (i > 0 && (e.first < before.last || e.offset <= before.offset))) return std::nullopt;
        before = e;
        entries.push_back(e);
    }
    return in.atEnd() ? std::optional(std::move(entries)) : std::nullopt;
}

void addTo(MarketSummary& summary, const BlockEntry& entry) {
    if (summary.blocks == 0) summary.first = entry.first;
    summary.last = entry.last;
    summary.lastSequence = entry.sequence;
    ++summary.blocks;
    summary.events += entry.events;
    summary.bytes += kFrameHeaderBytes + entry.payloadBytes;
}

void putTable(ByteWriter& out, const std::vector<MarketSummary>& markets) {
    out.put(static_cast<std::uint32_t>(markets.size()));
    for (const MarketSummary& m : markets) {
        out.put(m.market.id.value());
        putMarket(out, m.market);
        out.put(m.first.value());
        out.put(m.last.value());
        out.put(m.blocks);
        out.put(m.lastSequence);
        out.put(m.events);
        out.put(m.bytes);
        out.put(m.indexOffset);
    }
}

std::optional<std::vector<MarketSummary>> readTable(ByteSpan bytes) {
    ByteReader in(bytes);
    const auto count = in.get<std::uint32_t>();
    std::vector<MarketSummary> markets;
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        MarketSummary m;
        const MarketId id(in.get<std::uint16_t>());
        m.market = getMarket(in, id);
        m.first = UnixNanos(in.get<std::int64_t>());
        m.last = UnixNanos(in.get<std::int64_t>());
        in.get(m.blocks);
        in.get(m.lastSequence);
        in.get(m.events);
        in.get(m.bytes);
        in.get(m.indexOffset);
        if (m.blocks == 0 || m.last < m.first) in.invalidate();
        markets.push_back(std::move(m));
    }
    const bool rising =
        std::ranges::is_sorted(markets, std::ranges::less_equal{}, [](const MarketSummary& m) { return m.market.id; });
    if (!in.ok() || !in.atEnd() || !rising) return std::nullopt;
    return markets;
}

} // namespace qd::recording
