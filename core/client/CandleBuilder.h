#pragma once

#include "core/base/Bytes.h"
#include "core/domain/Book.h"
#include "core/domain/Candle.h"

#include <array>
#include <functional>
#include <optional>

namespace qd::client {

/// Makes bars of one second and one minute from a market's trades. One thread.
class CandleBuilder {
  public:
    using Finished = std::function<void(Interval, const Candle&)>;

    /// Calls `finished` with every bar that this trade ends.
    void add(const Trade& trade, const Finished& finished);
    /// Bars begun and not ended.
    void forOpen(const Finished& visit) const;
    /// The bars begun, so that a restart does not cut them in two.
    void save(ByteWriter& out) const;
    void load(ByteReader& in);
    [[nodiscard]] TradeId lastTrade() const { return m_lastTrade; }

  private:
    static constexpr std::array<Interval, 2> kIntervals{Interval::S1, Interval::M1};
    std::array<std::optional<Candle>, kIntervals.size()> m_open;
    TradeId m_lastTrade;
};

void put(ByteWriter& out, const Candle& bar);
[[nodiscard]] Candle getCandle(ByteReader& in);
void put(ByteWriter& out, const Trade& trade);
[[nodiscard]] Trade getTrade(ByteReader& in);

} // namespace qd::client
