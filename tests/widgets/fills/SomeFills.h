#pragma once

#include "core/domain/Account.h"
#include "core/domain/Candle.h"

#include <vector>

namespace qd::test {

/// 2023-11-14 22:13:20 UTC, the market time of the fake venue.
inline const UnixNanos kNow = UnixNanos::fromMillis(1'700'000'000'000);

/// Fill `sequence` of an account: 2 SOL bought at 148.27, one second before the next, the last of `newest` now.
[[nodiscard]] inline FillView fillOf(std::uint64_t sequence, std::uint64_t newest) {
    FillView view;
    view.ts = kNow + -static_cast<std::int64_t>(newest - sequence) * kNanosPerSecond;
    OrderFilled& f = view.fill;
    f.order = OrderId(static_cast<std::uint32_t>(sequence / 2));
    f.clientId = ClientOrderId(900 + sequence);
    f.market = MarketId(static_cast<std::uint16_t>(sequence % 2));
    f.trade = TradeId(1'000 + sequence);
    f.price = Price(148'270'000);
    f.size = Quantity::of(2);
    f.quote = Money(296'540'000);
    f.fee = Money(133'443);
    f.realised = Money(-1'500'000);
    f.position = Quantity::of(2);
    f.sequence = sequence;
    return view;
}

/// Fills first to last, oldest first, as the ports keep them.
[[nodiscard]] inline std::vector<FillView> fillsOf(std::uint64_t first, std::uint64_t last, std::uint64_t newest) {
    std::vector<FillView> fills;
    for (std::uint64_t s = first; s <= last; ++s) fills.push_back(fillOf(s, newest));
    return fills;
}

/// As the history answers: newest first.
[[nodiscard]] inline std::vector<FillView> pageOf(std::uint64_t last, std::uint64_t first, std::uint64_t newest) {
    auto fills = fillsOf(first, last, newest);
    return {fills.rbegin(), fills.rend()};
}

} // namespace qd::test
