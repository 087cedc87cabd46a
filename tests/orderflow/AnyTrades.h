#pragma once

#include "core/domain/Book.h"
#include "core/domain/Footprint.h"
#include "tests/support/Property.h"

#include <vector>

namespace qd::test {

/// Trades over a few bars and rows, in the order of their times.
inline std::vector<Trade> anyTrades() {
    const auto count = *rc::gen::inRange<std::size_t>(0, 120);
    std::vector<Trade> trades;
    UnixNanos t(1'700'000'040 * kNanosPerSecond); // a whole minute
    for (std::size_t i = 0; i < count; ++i) {
        t = t + *rc::gen::inRange<std::int64_t>(0, 40 * kNanosPerSecond);
        trades.push_back({TradeId(i + 1), t, Price(*rc::gen::inRange<std::int64_t>(100, 130)),
                          Quantity(*rc::gen::inRange<std::int64_t>(0, 5)), *rc::gen::element(Side::Buy, Side::Sell)});
    }
    return trades;
}

/// Rows that rise and traded, some of them apart.
inline std::vector<FootprintRow> anyRows() {
    std::vector<FootprintRow> rows;
    std::int64_t row = *rc::gen::inRange<std::int64_t>(-20, 20);
    const auto count = *rc::gen::inRange<std::size_t>(0, 20);
    for (std::size_t i = 0; i < count; ++i) {
        row += *rc::gen::weightedElement<std::int64_t>({{4, 1}, {1, 2}, {1, 5}});
        const auto bought = *rc::gen::inRange<std::int64_t>(0, 8);
        const auto sold = *rc::gen::inRange<std::int64_t>(bought == 0 ? 1 : 0, 8);
        rows.push_back({row, Quantity(bought), Quantity(sold)});
    }
    return rows;
}

} // namespace qd::test
