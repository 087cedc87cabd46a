#pragma once

#include "core/domain/Book.h"

#include <initializer_list>
#include <memory>
#include <utility>

namespace qd::test {

inline constexpr Price kTick{10'000};        ///< 0.01
inline constexpr Quantity kStep{10'000'000}; ///< 0.01

/// Levels as (price in ticks, size in steps).
using Levels = std::initializer_list<std::pair<int, int>>;

inline std::shared_ptr<const BookSnapshot> bookOf(Levels bids, Levels asks) {
    auto book = std::make_shared<BookSnapshot>();
    const auto add = [](std::vector<BookLevel>& to, Levels from) {
        for (const auto& [tick, steps] : from) to.push_back({Price(tick * kTick.raw()), Quantity(steps * kStep.raw())});
    };
    add(book->bids, bids);
    add(book->asks, asks);
    return book;
}

} // namespace qd::test
