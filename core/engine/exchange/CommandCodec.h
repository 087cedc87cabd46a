#pragma once

#include "core/base/Bytes.h"
#include "core/base/Error.h"
#include "core/domain/Commands.h"

#include <cstdint>
#include <vector>

/// Commands as journal records: {u8 version, u8 kind, u8 origin, i64 time, fields}, little-endian.
namespace qd::exchange {

enum class CommandCode : std::uint8_t {
    Version,   ///< made by a newer version
    Malformed, ///< too short, too long, or a field out of its range
};

void encode(ByteWriter& out, const Command& command);

/// Decodes records. UpdateDepth refers to levels inside the decoder until the next call. One thread.
class CommandDecoder {
  public:
    [[nodiscard]] Result<Command, CommandCode> decode(ByteSpan record);

  private:
    std::vector<BookLevel> m_bids;
    std::vector<BookLevel> m_asks;
};

} // namespace qd::exchange
