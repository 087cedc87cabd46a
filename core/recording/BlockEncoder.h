#pragma once

#include "core/recording/BlockCoding.h"

namespace qd::recording {

/// Writes one market's blocks. What it is given is in range: the writer has looked. One thread.
class BlockEncoder {
  public:
    explicit BlockEncoder(const RecordedMarket& market) {
        m_state.tick = market.tick.raw();
        m_state.step = market.step.raw();
    }

    /// Begins a block at `ts`, which holds everything so far: the book and the last prices.
    void begin(BlockBuffer& out, UnixNanos ts, const RecordedBook& book, const PricesRecord& prices);

    // An event; `ts` is not earlier than the one before.
    void depth(BlockBuffer& out, UnixNanos ts, const DepthRecord& change);
    void trade(BlockBuffer& out, UnixNanos ts, const Trade& trade);
    void prices(BlockBuffer& out, UnixNanos ts, const PricesRecord& prices);
    void feedGap(BlockBuffer& out, UnixNanos ts);
    void own(BlockBuffer& out, UnixNanos ts, const OwnRecord& record);

  private:
    void putTag(BlockBuffer& out, EventKind kind, std::uint8_t bits, UnixNanos ts) noexcept;
    void putPrice(BlockBuffer& out, Price price, std::int64_t& before) const noexcept;
    void putSize(BlockBuffer& out, Quantity size) const noexcept;
    /// `first`: in and out, see CodingState.
    void putLevels(BlockBuffer& out, std::span<const BookLevel> levels, std::int64_t& first) const noexcept;
    /// The best level is the last one of `levels`.
    void putBook(BlockBuffer& out, std::span<const BookLevel> levels, std::int64_t& first) const noexcept;

    CodingState m_state;
};

} // namespace qd::recording
