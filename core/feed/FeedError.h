#pragma once

#include "core/base/Error.h"

#include <cstdint>

namespace qd::feed {

/// Why market data could not be read. The detail names the source, the line and the field.
enum class FeedCode : std::uint8_t {
    File,         ///< cannot be opened or read
    Compression,  ///< the gzip stream is cut short or damaged
    Empty,        ///< nothing in it
    LineTooLong,  ///< longer than kMaxLineBytes (core/feed/recorded/LineSource.h)
    NotJson,      ///< a line that is not one JSON object
    Field,        ///< a field is missing, of the wrong type, or has a value the venue does not send
    Number,       ///< not a decimal number, or not representable in the units of core/domain/Units.h
    UnknownVenue, ///< nothing in it tells the venue and the market
    TooLarge,     ///< more price levels than kMaxBookLevels
    NotThere,     ///< the place asked for is not in it, or already passed
};

template<class T>
using FeedResult = Result<T, FeedCode>;

} // namespace qd::feed
