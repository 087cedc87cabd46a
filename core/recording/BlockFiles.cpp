#include "core/recording/BlockFiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace qd::recording {
namespace {

constexpr const char* kLockName = "recording.lock";

std::unexpected<Error<RecordingCode>> fileError(Error<FileCode> error) {
    return fail(error.code == FileCode::Locked ? RecordingCode::Locked : RecordingCode::File, std::move(error.detail));
}

std::int64_t slotOf(UnixNanos t, std::int64_t length) noexcept {
    const std::int64_t quotient = t.value() / length;
    return t.value() % length < 0 ? quotient - 1 : quotient;
}

UnixNanos lastOf(const std::vector<MarketSummary>& markets) {
    UnixNanos last;
    for (const MarketSummary& m : markets) last = std::max(last, m.last);
    return last;
}

} // namespace

void putEnding(ByteWriter& out, std::uint64_t offset,
               std::span<const std::pair<MarketSummary, const std::vector<BlockEntry>*>> markets) {
    std::vector<MarketSummary> table;
    ByteWriter payload;
    for (const auto& [summary, entries] : markets) {
        payload.clear();
        putEntries(payload, *entries);
        table.push_back(summary);
        table.back().indexOffset = offset + out.size();
        FrameHeader header;
        header.kind = FrameKind::Index;
        header.market = summary.market.id;
        putFrame(out, header, payload.bytes());
    }
    payload.clear();
    putTable(payload, table);
    const std::uint64_t place = offset + out.size();
    FrameHeader header;
    header.kind = FrameKind::Table;
    putFrame(out, header, payload.bytes());
    putFooter(out, place);
}

BlockFiles::BlockFiles(std::filesystem::path folder, const RecordingOptions& options, FileLock lock)
    : m_folder(std::move(folder))
    , m_options(options)
    , m_lock(std::move(lock))
    , m_compressor(options.level) {}

RecordingResult<BlockFiles> BlockFiles::open(const std::filesystem::path& folder, const RecordingOptions& options) {
    if (auto made = makeFolder(folder); !made) return fileError(std::move(made.error()));
    auto lock = FileLock::acquire(folder / kLockName);
    if (!lock) return fileError(std::move(lock.error()));
    BlockFiles files(folder, options, std::move(*lock));
    const auto present = listFiles(folder);
    if (!present) return std::unexpected(present.error());
    for (const NumberedFile& file : *present) {
        if (auto taken = files.takeOver(file); !taken) return std::unexpected(std::move(taken.error()));
    }
    files.removeOld();
    return files;
}

RecordingResult<void> BlockFiles::takeOver(const NumberedFile& file) {
    m_next = file.number + 1;
    const auto recorded = RecordedFile::open(file);
    if (!recorded) {
        if (recorded.error().code == RecordingCode::Version) return std::unexpected(recorded.error());
        m_options.notice(recorded.error().detail); // it stays, and is of no use
        return {};
    }
    for (const MarketSummary& m : (*recorded)->markets()) {
        Ending& ending = m_endings[m.market.id];
        std::string symbol = m.market.symbol.empty() ? ending.market.symbol : m.market.symbol;
        ending = {m.market, m.last, m.lastSequence};
        ending.market.symbol = std::move(symbol);
    }
    const UnixNanos last = lastOf((*recorded)->markets());
    m_newest = std::max(m_newest, last);
    for (std::string& note : (*recorded)->notes()) m_options.notice(std::move(note));
    if (!(*recorded)->complete()) complete(**recorded);
    std::error_code error;
    const auto bytes = std::filesystem::file_size(file.path, error);
    m_old.push_back({file.number, file.path, error ? 0 : bytes, last});
    return {};
}

void BlockFiles::complete(const RecordedFile& file) {
    std::vector<std::vector<BlockEntry>> entries;
    std::vector<std::pair<MarketSummary, const std::vector<BlockEntry>*>> markets;
    entries.reserve(file.markets().size());
    for (const MarketSummary& m : file.markets()) {
        auto found = file.entries(m.market.id);
        if (!found) return;
        entries.push_back(std::move(*found));
        markets.emplace_back(m, &entries.back());
    }
    if (markets.empty()) { // nothing in it that anybody could miss
        std::error_code error;
        std::filesystem::remove(file.path(), error);
        return;
    }
    auto opened = m_options.open(file.path());
    if (!opened || !(*opened)->truncate(file.soundBytes())) return; // it can be read as it is
    ByteWriter out;
    putEnding(out, file.soundBytes(), markets);
    if (!(*opened)->append(out.bytes())) (void)(*opened)->truncate(file.soundBytes());
}

RecordingResult<void> BlockFiles::begin(std::int64_t slot) {
    const std::filesystem::path path = m_folder / fileNameOf(m_next);
    auto file = m_options.open(path);
    if (!file) return fileError(std::move(file.error()));
    ByteWriter header;
    putFileHeader(header, m_next);
    if (auto written = (*file)->append(header.bytes()); !written) {
        file->reset();
        std::error_code error;
        std::filesystem::remove(path, error); // or there would be an empty one for every try
        return fileError(std::move(written.error()));
    }
    m_current = {path, std::move(*file), m_next, header.size(), slot, {}, {}};
    ++m_next;
    m_writtenBytes += header.size();
    removeOld();
    return {};
}

RecordingResult<void> BlockFiles::append(ByteSpan bytes) {
    auto written = m_current.file->append(bytes);
    if (written) {
        m_current.bytes += bytes.size();
        m_writtenBytes += bytes.size();
        return {};
    }
    if (!m_current.file->truncate(m_current.bytes)) { // what was cut short stays: the next block begins a new file
        m_old.push_back({m_current.number, m_current.path, m_current.bytes, m_current.last});
        m_current = {};
    }
    return fileError(std::move(written.error()));
}

RecordingResult<void> BlockFiles::write(const SealedBlock& block) {
    const std::int64_t slot = slotOf(block.first, m_options.rotateNanos);
    if (m_current.file && (slot > m_current.slot || m_current.bytes >= m_options.fileBytes)) {
        (void)finish(); // without its index it can be read all the same; what hinders it hinders what follows
    }
    if (!m_current.file) {
        if (auto begun = begin(slot); !begun) return begun;
    }
    const ByteSpan payload = m_compressor.compress(block.contents.bytes());
    if (payload.empty()) return fail(RecordingCode::File, "a block could not be compressed");
    m_frame.clear();
    if (!m_current.markets.contains(block.market)) putDefinition(block.market);
    FrameHeader header;
    header.market = block.market;
    header.payloadBytes = static_cast<std::uint32_t>(payload.size());
    header.rawBytes = static_cast<std::uint32_t>(block.contents.size());
    header.sequence = m_endings[block.market].sequence + 1;
    header.events = block.events;
    header.first = block.first;
    header.last = block.last;
    header.gap = block.gap;
    header.feedGap = block.feedGap;
    header.own = block.own;
    const std::uint64_t offset = m_current.bytes + m_frame.size();
    putFrame(m_frame, header, payload);
    if (auto appended = append(m_frame.bytes()); !appended) return appended;
    written(entryOf(header, offset), block.market);
    return {};
}

void BlockFiles::putDefinition(MarketId id) {
    ByteWriter market;
    putMarket(market, m_definitions.at(id));
    FrameHeader header;
    header.kind = FrameKind::Market;
    header.market = id;
    putFrame(m_frame, header, market.bytes());
}

void BlockFiles::written(const BlockEntry& entry, MarketId id) {
    const RecordedMarket& definition = m_definitions.at(id);
    m_endings[id] = {definition, entry.last, entry.sequence};
    Market& market = m_current.markets[id];
    market.summary.market = definition;
    market.entries.push_back(entry);
    addTo(market.summary, entry);
    m_current.last = std::max(m_current.last, entry.last);
    m_newest = std::max(m_newest, entry.last);
}

RecordingResult<void> BlockFiles::finish() {
    if (!m_current.file) return {};
    std::vector<std::pair<MarketSummary, const std::vector<BlockEntry>*>> markets;
    for (const auto& [id, market] : m_current.markets) markets.emplace_back(market.summary, &market.entries);
    ByteWriter out;
    putEnding(out, m_current.bytes, markets);
    auto appended = append(out.bytes());
    if (!m_current.file) return appended;
    auto synced = m_current.file->sync();
    m_old.push_back({m_current.number, m_current.path, m_current.bytes, m_current.last});
    m_current = {};
    if (appended && !synced) return fileError(std::move(synced.error()));
    return appended;
}

void BlockFiles::removeOld() {
    std::uint64_t total = m_current.bytes;
    for (const Old& old : m_old) total += old.bytes;
    const auto goes = [&](const Old& old) {
        if (m_options.maxBytes != 0 && total > m_options.maxBytes) return true;
        return m_options.maxAgeNanos != 0 && old.last < m_newest + -m_options.maxAgeNanos;
    };
    // The newest one stays until another is begun: numbers and endings go on from it.
    const auto end = m_current.file || m_old.empty() ? m_old.end() : std::prev(m_old.end());
    auto kept = m_old.begin();
    for (; kept != end && goes(*kept); ++kept) {
        std::error_code error;
        if (!std::filesystem::remove(kept->path, error) && error) break;
        total -= kept->bytes;
    }
    m_old.erase(m_old.begin(), kept);
}

} // namespace qd::recording
