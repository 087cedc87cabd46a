#include "core/recording/RecordingCursor.h"

#include "core/recording/BlockReader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qd::recording {
namespace {

constexpr std::size_t kMostNotes = 20;

} // namespace

struct RecordingCursor::State {
    std::vector<std::shared_ptr<const RecordedFile>> files; ///< that have the market
    MarketId market;

    // Where it is.
    std::size_t file = 0; ///< whose entries are loaded
    std::vector<BlockEntry> entries;
    std::size_t block = 0; ///< the next one
    std::optional<ReadableFile> open;
    bool loaded = false;  ///< entries are those of `file`
    bool inBlock = false; ///< the reader has more
    BlockEntry entry;     ///< of the block that is read
    BlockReader reader;

    // What is known.
    RecordedBook book;
    PricesRecord prices;
    UnixNanos from;
    UnixNanos until;
    bool fresh = true;                    ///< nothing was read yet
    std::uint32_t expected = 0;           ///< sequence of the next block
    std::optional<UnixNanos> missingFrom; ///< something could not be read since
    std::vector<std::string> notes;

    // Events made up at the beginning of a block, and one that was looked at.
    std::array<RecordedEvent, 4> made;
    std::size_t madeCount = 0;
    std::size_t madeGiven = 0;
    const RecordedEvent* held = nullptr;

    [[nodiscard]] bool loadFile(std::size_t index);
    [[nodiscard]] const RecordedEvent* fetch();
    [[nodiscard]] bool nextBlock();
    [[nodiscard]] bool readBlock();
    void enter(const BlockDecoder::Head& head);
    void apply(const RecordedEvent& event);
    void lost(std::string note);
    void make(decltype(RecordedEvent::body) body) { made[madeCount++] = {entry.first, std::move(body)}; }
};

void RecordingCursor::State::lost(std::string note) {
    if (!missingFrom) missingFrom = until;
    if (notes.size() < kMostNotes) notes.push_back(std::move(note));
}

bool RecordingCursor::State::loadFile(std::size_t index) {
    file = index;
    block = 0;
    loaded = true;
    entries.clear();
    open.reset();
    auto found = files[index]->entries(market);
    auto opened = found ? files[index]->openFile() : std::unexpected(found.error());
    if (!opened) {
        lost(opened.error().detail);
        return false;
    }
    entries = std::move(*found);
    open.emplace(std::move(*opened));
    return true;
}

bool RecordingCursor::State::readBlock() {
    const auto head = reader.open(*open, market, entry);
    if (!head) {
        lost(files[file]->path().string() + ": " + head.error().detail);
        return false;
    }
    enter(*head);
    return true;
}

void RecordingCursor::State::enter(const BlockDecoder::Head& head) {
    inBlock = true;
    madeCount = madeGiven = 0;
    std::optional<GapRecord> gap = entry.gap;
    const bool jumped = !fresh && entry.sequence != expected;
    if (missingFrom || (jumped && !gap)) gap = GapRecord{GapCause::Damage, missingFrom.value_or(until)};
    missingFrom.reset();
    if (gap) {
        make(*gap);
        make(head.book);
        if (head.prices != PricesRecord{}) make(head.prices);
        if (!head.known) make(GapRecord{GapCause::Feed, entry.first});
    } else if (fresh) {
        book.apply(head.book);
        book.setKnown(head.known);
        prices = head.prices;
    }
    fresh = false;
    expected = entry.sequence + 1;
}

bool RecordingCursor::State::nextBlock() {
    for (;;) {
        while (!loaded || block == entries.size()) {
            const std::size_t next = loaded ? file + 1 : file;
            if (next >= files.size()) return false;
            (void)loadFile(next);
        }
        entry = entries[block++];
        if (entry.first < until) { // files that go back in time do not follow from each other
            lost(files[file]->path().string() + ": a block that goes back in time is left out");
            continue;
        }
        if (readBlock()) return true;
    }
}

const RecordedEvent* RecordingCursor::State::fetch() {
    for (;;) {
        if (madeGiven < madeCount) return &made[madeGiven++];
        if (!inBlock) {
            if (!nextBlock()) return nullptr;
            continue;
        }
        if (const RecordedEvent* event = reader.next()) return event;
        inBlock = false;
        if (reader.damaged())
            lost(files[file]->path().string() + ": byte " + std::to_string(entry.offset) + ": a block ends in damage");
        else
            until = entry.last;
    }
}

void RecordingCursor::State::apply(const RecordedEvent& event) {
    until = event.ts;
    if (const auto* depth = std::get_if<DepthRecord>(&event.body))
        book.apply(*depth);
    else if (const auto* changed = std::get_if<PricesRecord>(&event.body))
        prices = *changed;
    else if (std::holds_alternative<GapRecord>(event.body))
        book.setKnown(false);
}

RecordingCursor::RecordingCursor(std::vector<std::shared_ptr<const RecordedFile>> files, MarketId market)
    : m_state(std::make_unique<State>()) {
    m_state->files = std::move(files);
    m_state->market = market;
}
RecordingCursor::RecordingCursor(RecordingCursor&&) noexcept = default;
RecordingCursor& RecordingCursor::operator=(RecordingCursor&&) noexcept = default;
RecordingCursor::~RecordingCursor() = default;

void RecordingCursor::seek(UnixNanos to) {
    State& s = *m_state;
    if (s.files.empty()) return;
    const auto lastOf = [&](const auto& f) { return f->market(s.market)->last; };
    const auto at = std::ranges::partition_point(s.files, [&](const auto& f) { return lastOf(f) < to; });
    std::size_t file = static_cast<std::size_t>(at - s.files.begin());
    if (file == s.files.size()) --file;
    std::size_t block = 0;
    if (s.loadFile(file)) {
        const auto found = std::ranges::partition_point(s.entries, [&](const BlockEntry& e) { return e.last < to; });
        block = static_cast<std::size_t>(found - s.entries.begin());
        if (block == s.entries.size()) --block;
    }
    // What a gap follows is known only from the block before it, and whether that one can be read only from reading it:
    // from wherever one comes, a block begins with the same events.
    const bool begins = block < s.entries.size() && s.entries[block].first < to;
    if (!begins && (block > 0 || file > 0)) {
        if (block > 0)
            --block;
        else if (s.loadFile(file - 1))
            block = s.entries.size() - 1;
    }
    s.block = block;
    s.missingFrom.reset();
    s.until = s.block < s.entries.size() ? s.entries[s.block].first : lastOf(s.files[s.file]);
    s.from = std::max(s.until, to);
    while (const RecordedEvent* event = s.fetch()) {
        if (event->ts >= to) {
            s.held = event;
            return;
        }
        s.apply(*event);
    }
}

const RecordedEvent* RecordingCursor::next() {
    State& s = *m_state;
    const RecordedEvent* event = s.held != nullptr ? std::exchange(s.held, nullptr) : s.fetch();
    if (event != nullptr) s.apply(*event);
    return event;
}

const RecordedBook& RecordingCursor::book() const noexcept { return m_state->book; }
const PricesRecord& RecordingCursor::prices() const noexcept { return m_state->prices; }
UnixNanos RecordingCursor::knownFrom() const noexcept { return m_state->from; }
UnixNanos RecordingCursor::knownUntil() const noexcept { return m_state->until; }
const std::vector<std::string>& RecordingCursor::notes() const noexcept { return m_state->notes; }

} // namespace qd::recording
