#include "core/recording/RecordedBook.h"

#include <algorithm>

namespace qd::recording {
namespace {

/// Whether `a` is worse than `b`.
bool worse(Side side, Price a, Price b) noexcept { return side == Side::Buy ? a < b : a > b; }

} // namespace

void RecordedBook::clear() noexcept {
    m_bids.clear();
    m_asks.clear();
}

Quantity RecordedBook::set(Side side, Price price, Quantity size) {
    Levels& levels = half(side);
    // Changes are near the best: a few steps from there, then halving.
    constexpr std::ptrdiff_t kSteps = 8;
    auto at = levels.end();
    const auto near = levels.size() > kSteps ? levels.end() - kSteps : levels.begin();
    while (at != near && worse(side, price, std::prev(at)->price)) --at;
    if (at == near && at != levels.begin())
        at = std::partition_point(levels.begin(), at, [&](const BookLevel& l) { return !worse(side, price, l.price); });
    // `at` is the first level that is better than the price.
    if (at != levels.begin() && std::prev(at)->price == price) {
        --at;
        const Quantity before = at->size;
        if (size.isZero())
            levels.erase(at);
        else
            at->size = size;
        return before;
    }
    if (!size.isZero()) levels.insert(at, BookLevel{price, size});
    return {};
}

void RecordedBook::replace(Side side, std::span<const BookLevel> levels) {
    Levels& target = half(side);
    target.clear();
    const auto outOfOrder = [&](const BookLevel& a, const BookLevel& b) { return !worse(side, b.price, a.price); };
    if (std::ranges::adjacent_find(levels, outOfOrder) ==
        levels.end()) { // each worse than the one before it: the usual order
        for (auto it = levels.rbegin(); it != levels.rend(); ++it) {
            if (!it->size.isZero()) target.push_back(*it);
        }
        return;
    }
    target.assign(levels.begin(), levels.end());
    std::ranges::stable_sort(target,
                             [&](const BookLevel& a, const BookLevel& b) { return worse(side, a.price, b.price); });
    auto kept = target.begin(); // of equal prices the last one counts
    for (auto it = target.begin(); it != target.end(); ++it) {
        const bool last = std::next(it) == target.end() || std::next(it)->price != it->price;
        if (last && !it->size.isZero()) *kept++ = *it;
    }
    target.erase(kept, target.end());
}

void RecordedBook::apply(const DepthRecord& change) {
    if (change.snapshot) {
        replace(Side::Buy, change.bids);
        replace(Side::Sell, change.asks);
        m_known = true;
        return;
    }
    for (const BookLevel& level : change.bids) set(Side::Buy, level.price, level.size);
    for (const BookLevel& level : change.asks) set(Side::Sell, level.price, level.size);
}

StateHash RecordedBook::hash() const {
    ByteWriter out;
    out.reserve((m_bids.size() + m_asks.size()) * 16 + 16);
    out.put(static_cast<std::uint8_t>(m_known));
    for (const Levels* levels : {&m_bids, &m_asks}) {
        out.put(static_cast<std::uint32_t>(levels->size()));
        for (const BookLevel& level : *levels) {
            out.put(level.price.raw());
            out.put(level.size.raw());
        }
    }
    return stateHash(out.bytes());
}

} // namespace qd::recording
