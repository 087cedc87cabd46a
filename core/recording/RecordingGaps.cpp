#include "core/recording/RecordedFile.h"
#include "core/recording/RecordingReader.h"

#include <algorithm>
#include <utility>

namespace qd::recording {
namespace {

/// Finds the gaps of a market from block to block: what is missing between them is said by their headers; only blocks
/// in which the book is not known everywhere are decoded.
class GapFinder {
  public:
    GapFinder(const RecordingReader& reader, MarketId market, UnixNanos from, UnixNanos to)
        : m_reader(reader)
        , m_market(market)
        , m_from(from)
        , m_to(to) {}

    void look(const RecordedFile& file) {
        if (m_passed) return;
        const MarketSummary& summary = *file.market(m_market);
        if (summary.last < m_from) {
            follow(summary.lastSequence, summary.last);
            return;
        }
        const auto entries = file.entries(m_market);
        const auto opened = entries ? file.openFile() : std::unexpected(entries.error());
        if (!opened) { // the next block that can be read ends what is missing
            damaged(summary.first);
            return;
        }
        for (const BlockEntry& entry : *entries) {
            if (m_passed) return;
            if (entry.last < m_from)
                follow(entry.sequence, entry.last);
            else
                look(*opened, entry);
        }
    }
    [[nodiscard]] std::vector<RecordedGap> finish() {
        endRun(std::nullopt);
        std::ranges::sort(m_gaps, [](const RecordedGap& a, const RecordedGap& b) {
            return std::pair(a.to, a.from) < std::pair(b.to, b.from);
        });
        return std::move(m_gaps);
    }

  private:
    void look(const ReadableFile& file, const BlockEntry& entry) {
        if (!RecordedFile::readFrame(file, entry.offset, entry.payloadBytes, m_buffer)) {
            damaged(entry.first);
            return;
        }
        std::optional<GapRecord> gap = entry.gap;
        const bool jumped = m_begun && !m_damaged && !gap && entry.sequence != m_sequence + 1;
        if (m_damaged || jumped) gap = GapRecord{GapCause::Damage, m_until};
        if (gap && gap->from < m_to && entry.first >= m_from) m_gaps.push_back({gap->cause, gap->from, entry.first});
        m_damaged = false;
        m_passed = entry.first >= m_to;
        if (!entry.feedGap || m_passed)
            endRun(entry.first);
        else if (!m_runFrom)
            m_runFrom = entry.first;
        follow(entry.sequence, entry.last);
    }
    void damaged(UnixNanos first) {
        if (!m_begun) m_until = first;
        m_begun = m_damaged = true;
    }
    void follow(std::uint32_t sequence, UnixNanos last) {
        m_begun = true;
        m_sequence = sequence;
        m_until = last;
    }
    /// A run of blocks with gaps of the feed is over; the next block begins at `next`.
    void endRun(std::optional<UnixNanos> next) {
        if (!m_runFrom) return;
        auto cursor = m_reader.seek(m_market, *std::exchange(m_runFrom, std::nullopt));
        if (!cursor) return;
        std::optional<UnixNanos> since;
        if (!cursor->book().known()) since = cursor->knownFrom();
        while (const RecordedEvent* event = cursor->next()) {
            if (next && event->ts > *next && !since) break;
            if (since && cursor->book().known()) add(*std::exchange(since, std::nullopt), event->ts);
            const auto* gap = std::get_if<GapRecord>(&event->body);
            if (gap != nullptr && gap->cause == GapCause::Feed && !since) since = event->ts;
        }
        if (since) add(*since, cursor->knownUntil());
    }
    void add(UnixNanos from, UnixNanos to) {
        if (from < to && from < m_to && to >= m_from) m_gaps.push_back({GapCause::Feed, from, to});
    }

    const RecordingReader& m_reader;
    MarketId m_market;
    UnixNanos m_from;
    UnixNanos m_to;
    std::vector<RecordedGap> m_gaps;
    std::vector<std::byte> m_buffer;
    bool m_begun = false;   ///< there is a block before
    bool m_passed = false;  ///< what follows begins behind the range
    bool m_damaged = false; ///< something could not be read since that block
    std::uint32_t m_sequence = 0;
    UnixNanos m_until;                  ///< its last event
    std::optional<UnixNanos> m_runFrom; ///< of blocks with gaps of the feed
};

} // namespace

RecordingResult<std::vector<RecordedGap>> RecordingReader::gaps(MarketId market, UnixNanos from, UnixNanos to) const {
    const auto files = filesOf(market);
    if (files.empty()) return std::unexpected(seek(market, from).error());
    GapFinder finder(*this, market, from, to);
    for (const auto& file : files) finder.look(*file);
    return finder.finish();
}

} // namespace qd::recording
