#pragma once

#include "core/recording/BlockCoding.h"

#include <optional>
#include <vector>

namespace qd::recording {

/// Reads one block. What it finds may be anything: a value out of its range ends the block. One thread.
class BlockDecoder {
  public:
    /// What a block begins with. Levels are valid until the next event is read.
    struct Head {
        DepthRecord book; ///< a snapshot
        bool known = false;
        PricesRecord prices;
    };
    /// The bytes must stay. Empty: damaged.
    [[nodiscard]] std::optional<Head> begin(ByteSpan bytes, UnixNanos ts);
    /// The next event, null at the end and at damage: see damaged().
    [[nodiscard]] const RecordedEvent* next();
    [[nodiscard]] bool damaged() const noexcept { return !m_in.ok(); }

  private:
    [[nodiscard]] bool readTime(std::uint8_t tag) noexcept;
    [[nodiscard]] Price getPrice(std::int64_t& before) noexcept;
    [[nodiscard]] Quantity getSize() noexcept;
    void getLevels(std::vector<BookLevel>& levels, std::int64_t& first);
    void readBody(std::uint8_t tag);
    [[nodiscard]] Trade getTrade(std::uint8_t tag) noexcept;
    [[nodiscard]] PricesRecord getPrices(std::uint8_t tag) noexcept;
    [[nodiscard]] OwnRecord getOwn() noexcept;

    VarintReader m_in{{}};
    CodingState m_state;
    RecordedEvent m_event;
    std::vector<BookLevel> m_bids;
    std::vector<BookLevel> m_asks;
};

} // namespace qd::recording
