// Of RecordingReader: own events, found by the blocks that say they hold some.
#include "core/recording/BlockReader.h"
#include "core/recording/RecordingReader.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace qd::recording {
namespace {

constexpr std::size_t kMostNotes = 20;

/// Reads the blocks of one file after the other. One thread.
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
        if (!file) {
            note(file.error().detail);
            return true;
        }
        for (const BlockEntry& entry : *entries) {
            if (!entry.own || entry.last < m_from || entry.first >= m_to) continue;
            const std::string where = recorded.path().string() + ": ";
            if (const auto head = m_reader.open(*file, market, entry); !head)
                note(where + head.error().detail);
            else if (!readEvents())
                return false;
            else if (m_reader.damaged())
                note(fmt::format("{}byte {}: a block ends in damage", where, entry.offset));
        }
        return true;
    }
    [[nodiscard]] std::vector<std::string> takeNotes() { return std::move(m_notes); }

  private:
    [[nodiscard]] bool readEvents() {
        while (const RecordedEvent* event = m_reader.next()) {
            const auto* own = std::get_if<OwnRecord>(&event->body);
            if (own == nullptr || event->ts < m_from || event->ts >= m_to) continue;
            if (!m_visit(event->ts, *own)) return false;
        }
        return true;
    }
    void note(std::string sentence) {
        if (m_notes.size() < kMostNotes) m_notes.push_back(std::move(sentence));
    }

    UnixNanos m_from;
    UnixNanos m_to;
    const std::function<bool(UnixNanos, const OwnRecord&)>& m_visit;
    BlockReader m_reader;
    std::vector<std::string> m_notes;
};

} // namespace

RecordingResult<std::vector<std::string>>
RecordingReader::own(MarketId market, UnixNanos from, UnixNanos to,
                     const std::function<bool(UnixNanos, const OwnRecord&)>& visit) const {
    const auto files = filesOf(market);
    if (files.empty()) return std::unexpected(seek(market, from).error());
    OwnBlocks blocks(from, to, visit);
    for (const auto& file : files) {
        if (!blocks.read(*file, market)) break;
    }
    return blocks.takeNotes();
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
