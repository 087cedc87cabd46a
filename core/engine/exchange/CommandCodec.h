#pragma once

#include "core/base/Bytes.h"
#include "core/base/Error.h"
#include "core/domain/Commands.h"

#include <cstdint>
#include <vector>

/// Commands as journal records: {u8 version, u8 kind, u8 origin, i64 time, signer, fields}, little-endian.
namespace qd::exchange {

enum class CommandCode : std::uint8_t {
    Version,   ///< made by another version
    Malformed, ///< too short, too long, or a field out of its range
};

void encode(ByteWriter& out, const Command& command);

/// Decodes records. UpdateDepth and PlaceOrders refer to lists inside the decoder until the next call. One thread.
class CommandDecoder {
  public:
    [[nodiscard]] Result<Command, CommandCode> decode(ByteSpan record);

  private:
    std::vector<BookLevel> m_bids;
    std::vector<BookLevel> m_asks;
    std::vector<OrderTerms> m_orders;
};

} // namespace qd::exchange
