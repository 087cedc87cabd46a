#pragma once

#include "core/recording/RecordedBook.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qd::recording {

class RecordedFile;

/// One market of a recording, event by event from a time on. It sees what was there when it was made; what is removed
/// under it, or damaged, becomes a gap. Memory: the largest block and the book, whatever the recording's length. One
/// thread at a time.
class RecordingCursor {
  public:
    RecordingCursor(RecordingCursor&&) noexcept;
    RecordingCursor& operator=(RecordingCursor&&) noexcept;
    ~RecordingCursor();

    /// The next event, null at the end. Behind a gap come a snapshot and the prices, where they are known, so that
    /// whoever applies events alone is right again; where the book is not known a gap of the feed follows the snapshot.
    [[nodiscard]] const RecordedEvent* next();

    /// The book and the prices after the last event that was given out; after a seek, of everything before that time.
    [[nodiscard]] const RecordedBook& book() const noexcept;
    [[nodiscard]] const PricesRecord& prices() const noexcept;
    /// Where the cursor was made for, or the recording's beginning if that is later.
    [[nodiscard]] UnixNanos knownFrom() const noexcept;
    /// Up to here the market is known to have had no other events than those given out.
    [[nodiscard]] UnixNanos knownUntil() const noexcept;
    /// Sentences about blocks that could not be read so far; the first few.
    [[nodiscard]] const std::vector<std::string>& notes() const noexcept;

  private:
    friend class RecordingReader;
    struct State;
    RecordingCursor(std::vector<std::shared_ptr<const RecordedFile>> files, MarketId market);
    void seek(UnixNanos to);
    std::unique_ptr<State> m_state;
};

} // namespace qd::recording
