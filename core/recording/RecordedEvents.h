#pragma once

#include "core/base/Bytes.h"
#include "core/base/Error.h"
#include "core/base/Time.h"
#include "core/domain/Book.h"
#include "core/domain/Ids.h"
#include "core/domain/Units.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>

/// What is recorded of a market, and what is read back.
namespace qd::recording {

enum class RecordingCode : std::uint8_t {
    File,    ///< the operating system refused; see detail
    Foreign, ///< not a recording
    Version, ///< made by a newer version
    Damaged, ///< a checksum or a length does not fit
    Locked,  ///< another writer has the folder
    Market,  ///< the recording knows no such market, or another one by this id
};
template<class T>
using RecordingResult = Result<T, RecordingCode>;

/// Levels a side of a recorded book may have, and a change of it may name.
inline constexpr std::size_t kMaxLevels = 200'000;
inline constexpr std::size_t kMaxOwnBytes = 1U << 16U;

/// Names and grid of a market. Prices and sizes off the grid are recorded exactly too; they only take more room.
struct RecordedMarket {
    MarketId id;
    std::string symbol; ///< at most 64 bytes
    Price tick;         ///< > 0
    Quantity step;      ///< > 0
    friend bool operator==(const RecordedMarket&, const RecordedMarket&) = default;
};

/// New totals of levels of the displayed book, in the order in which they came; size 0 removes a level. Prices > 0.
struct DepthRecord {
    bool snapshot = false; ///< levels not named are gone
    std::span<const BookLevel> bids;
    std::span<const BookLevel> asks;
};

/// Prices as they stood after a change; 0 = not known.
struct PricesRecord {
    Price mark;
    Price index;
    bool estimated = false;      ///< the mark is derived, not published by the venue
    std::optional<Rate> funding; ///< per 8 h
    friend constexpr bool operator==(const PricesRecord&, const PricesRecord&) noexcept = default;
};

/// Why something is missing.
enum class GapCause : std::uint8_t {
    Feed,         ///< the feed lost messages: the book is not to be used until the next snapshot
    Recorder,     ///< the disk was too slow, full or refused
    Interruption, ///< nobody recorded
    Damage,       ///< it was recorded and cannot be read any more
};

/// Data is missing from `from` until the time of the event; of a feed's gap, from the event until the next snapshot.
struct GapRecord {
    GapCause cause = GapCause::Feed;
    UnixNanos from;
    friend constexpr bool operator==(const GapRecord&, const GapRecord&) noexcept = default;
};

/// An event of the user's own orders and fills, in a form that only its maker knows.
struct OwnRecord {
    std::uint16_t type = 0;
    ByteSpan bytes; ///< at most kMaxOwnBytes
};

/// Spans refer to memory of the reader until it is asked for the next event.
struct RecordedEvent {
    UnixNanos ts; ///< never decreases within a market
    std::variant<DepthRecord, Trade, PricesRecord, GapRecord, OwnRecord> body;
};

} // namespace qd::recording
