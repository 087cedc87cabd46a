#include "core/recording/RecordingReader.h"

#include "core/recording/RecordedFile.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace qd::recording {

RecordingResult<RecordingReader> RecordingReader::open(const std::filesystem::path& folder) {
    RecordingReader reader(folder);
    if (auto read = reader.refresh(); !read) return std::unexpected(std::move(read.error()));
    return reader;
}

RecordingResult<void> RecordingReader::refresh() {
    const auto present = listFiles(m_folder);
    if (!present) return std::unexpected(present.error());
    std::vector<std::shared_ptr<RecordedFile>> files;
    m_refused.clear();
    RecordingResult<void> refusal;
    for (const NumberedFile& file : *present) {
        auto read = readAgain(file);
        if (read) {
            files.push_back(std::move(*read));
            continue;
        }
        m_refused.push_back(read.error().detail);
        refusal = std::unexpected(std::move(read.error()));
    }
    m_files = std::move(files);
    sumUp();
    return m_files.empty() ? refusal : RecordingResult<void>();
}

RecordingResult<std::shared_ptr<RecordedFile>> RecordingReader::readAgain(const NumberedFile& file) const {
    const auto known = std::ranges::find(m_files, file.number, [](const auto& f) { return f->number(); });
    if (known == m_files.end()) {
        auto opened = RecordedFile::open(file);
        if (!opened) return std::unexpected(std::move(opened.error()));
        return std::shared_ptr<RecordedFile>(std::move(*opened));
    }
    if ((*known)->complete()) return *known;
    // What is known goes on; cursors keep what they were made for.
    auto grown = std::make_shared<RecordedFile>(**known);
    if (auto refreshed = grown->refresh(); !refreshed) return std::unexpected(std::move(refreshed.error()));
    return grown;
}

void RecordingReader::sumUp() {
    std::map<MarketId, RecordedSpan> spans;
    for (const auto& file : m_files) {
        for (const MarketSummary& m : file->markets()) {
            const auto [it, added] = spans.try_emplace(m.market.id);
            RecordedSpan& span = it->second;
            std::string symbol = m.market.symbol.empty() ? span.market.symbol : m.market.symbol;
            if (added) span.first = m.first;
            span.market = m.market;
            span.market.symbol = std::move(symbol);
            span.last = std::max(m.last, added ? m.last : span.last);
            span.blocks += m.blocks;
            span.events += m.events;
            span.bytes += m.bytes;
        }
    }
    m_markets.clear();
    for (auto& [id, span] : spans) m_markets.push_back(std::move(span));
}

const RecordedSpan* RecordingReader::span(MarketId market) const noexcept {
    const auto it = std::ranges::lower_bound(m_markets, market, {}, [](const RecordedSpan& s) { return s.market.id; });
    return it != m_markets.end() && it->market.id == market ? &*it : nullptr;
}

std::vector<std::string> RecordingReader::notes() const {
    std::vector<std::string> notes = m_refused;
    for (const auto& file : m_files) {
        for (std::string& note : file->notes()) notes.push_back(std::move(note));
    }
    return notes;
}

std::uint64_t RecordingReader::bytes() const noexcept {
    std::uint64_t bytes = 0;
    for (const auto& file : m_files) bytes += file->bytes();
    return bytes;
}

std::vector<std::shared_ptr<const RecordedFile>> RecordingReader::filesOf(MarketId market) const {
    std::vector<std::shared_ptr<const RecordedFile>> files;
    for (const auto& file : m_files) {
        if (file->market(market) != nullptr) files.push_back(file);
    }
    return files;
}

RecordingResult<RecordingCursor> RecordingReader::seek(MarketId market, UnixNanos from) const {
    auto files = filesOf(market);
    if (files.empty()) return fail(RecordingCode::Market, fmt::format("no market {} is recorded", market.value()));
    RecordingCursor cursor(std::move(files), market);
    cursor.seek(from);
    return cursor;
}

RecordingResult<void> RecordingReader::trades(MarketId market, UnixNanos from, UnixNanos to,
                                              const std::function<bool(const Trade&)>& visit) const {
    auto cursor = seek(market, from);
    if (!cursor) return std::unexpected(std::move(cursor.error()));
    while (const RecordedEvent* event = cursor->next()) {
        if (event->ts >= to) break;
        const auto* trade = std::get_if<Trade>(&event->body);
        if (trade != nullptr && !visit(*trade)) break;
    }
    return {};
}

} // namespace qd::recording
