#include "widgets/orderbook/LadderModel.h"

#include "core/base/Wide.h"

#include <algorithm>
#include <limits>
#include <ranges>

namespace qd::ui {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

Quantity sum(Quantity a, Quantity b) { return a.plus(b).value_or(Quantity(kMost)); }

/// Bids fall, asks rise: the first level for which `price` is no longer beyond.
auto firstBidBelow(const std::vector<BookLevel>& bids, std::int64_t price) {
    return std::ranges::partition_point(bids, [price](const BookLevel& l) { return l.price.raw() >= price; });
}
auto firstAskAbove(const std::vector<BookLevel>& asks, std::int64_t price) {
    return std::ranges::partition_point(asks, [price](const BookLevel& l) { return l.price.raw() <= price; });
}

} // namespace

std::optional<Price> LadderSummary::mid() const {
    if (!bestBid) return bestAsk;
    if (!bestAsk) return bestBid;
    return Price(static_cast<std::int64_t>((Int128{bestBid->raw()} + bestAsk->raw()) / 2));
}

std::optional<std::int64_t> LadderSummary::spreadCentiBps() const {
    if (!bestBid || !bestAsk) return std::nullopt;
    const Int128 both = Int128{bestBid->raw()} + bestAsk->raw();
    if (both <= 0) return std::nullopt;
    const Int128 spread = Int128{bestAsk->raw()} - bestBid->raw();
    return static_cast<std::int64_t>(spread * 2'000'000 / both);
}

std::optional<int> LadderSummary::imbalancePercent() const {
    const Int128 all = Int128{bids.raw()} + asks.raw();
    if (all <= 0) return std::nullopt;
    return static_cast<int>((Int128{bids.raw()} - asks.raw()) * 100 / all);
}

void LadderModel::setMarket(Price tick, Price maxPrice) {
    m_tick = std::max<Raw>(tick.raw(), 1);
    m_maxPrice = maxPrice.raw();
    m_book.reset();
    m_pins.clear();
    m_pinned.clear();
    m_rows.clear();
    m_summary = {};
    m_reference = 0;
    m_following = true;
    m_placed = m_settled = false;
}

void LadderModel::setGrouping(int ticks) {
    if (std::ranges::find(kGroupings, ticks) == kGroupings.end() || ticks == m_grouping) return;
    const Raw looked = m_rows.empty() ? 0 : m_rows[m_rows.size() / 2].price.raw();
    m_grouping = ticks;
    setPinned(std::vector(m_pins));
    m_settled = false;
    if (looked > 0 && !m_following)
        show(Price(looked));
    else
        centre();
}

void LadderModel::setPolicy(RowPolicy policy) {
    if (policy == m_policy) return;
    m_policy = policy;
    m_settled = false;
    centre();
}

void LadderModel::setRowCount(int rows) {
    rows = std::max(rows, 1);
    if (rows == m_rowCount) return;
    m_rowCount = rows;
    if (m_following) m_placed = false;
    rebuild();
}

void LadderModel::setPinned(std::span<const std::pair<Side, Price>> prices) {
    m_pins.assign(prices.begin(), prices.end());
    m_pinned.clear();
    for (const auto& [side, price] : m_pins) m_pinned.push_back(bucket(side, price).raw());
    std::ranges::sort(m_pinned);
}

void LadderModel::update(std::shared_ptr<const BookSnapshot> book, Price reference, bool held, std::int64_t now) {
    m_book = std::move(book);
    m_reference = reference.raw();
    m_now = now;
    // LevelsOnly pins the spread to the middle, so it must be placed anew with every book.
    if (m_following && !held) follow();
    rebuild();
}

void LadderModel::centre() {
    m_following = true;
    m_placed = false;
    rebuild();
}

void LadderModel::setFollowing(bool following) {
    if (following && !m_following) return centre();
    m_following = following;
}

void LadderModel::scroll(int rows) {
    if (!m_placed) return;
    m_following = false;
    if (m_policy == RowPolicy::EveryTick) {
        m_top -= rows * unit();
    } else {
        auto first = below(m_top);
        for (; first && rows > 0; --rows) first = below(*first - unit());
        for (; first && rows < 0; ++rows) first = above(*first + unit());
        if (first) m_top = *first;
    }
    rebuild();
}

void LadderModel::show(Price price) {
    m_following = false;
    m_placed = true;
    m_top = floorOf(std::max<Raw>(price.raw(), 0)) + m_rowCount / 2 * unit();
    if (m_policy == RowPolicy::LevelsOnly) {
        m_top = floorOf(std::max<Raw>(price.raw(), 0));
        for (int i = 0; i < m_rowCount / 2; ++i) {
            const auto next = above(m_top + unit());
            if (!next) break;
            m_top = *next;
        }
    }
    rebuild();
}

Price LadderModel::bucket(Side side, Price price) const {
    return Price(side == Side::Buy ? floorOf(price.raw()) : ceilOf(price.raw()));
}

std::optional<int> LadderModel::rowOf(Side side, Price price) const {
    const Price wanted = bucket(side, price);
    const auto row = rowNear(wanted);
    return row && m_rows[static_cast<std::size_t>(*row)].price == wanted ? row : std::nullopt;
}

std::optional<int> LadderModel::rowNear(Price price) const {
    if (m_rows.empty() || price.raw() >= m_rows.front().price.raw() + unit()) return std::nullopt;
    // The mid row has the price of the row under it, so that prices never rise downwards.
    auto at = std::ranges::partition_point(m_rows, [price](const LadderRow& r) { return r.price > price; });
    if (at != m_rows.end() && at->mid) ++at;
    if (at == m_rows.end()) return std::nullopt;
    return static_cast<int>(at - m_rows.begin());
}

bool LadderModel::midInView() const {
    const auto at = middle();
    if (!at || m_rows.empty()) return false;
    return *at >= m_rows.back().price.raw() && *at <= m_rows.front().price.raw();
}

std::optional<LadderModel::Raw> LadderModel::middle() const {
    if (m_book && !m_book->bids.empty() && !m_book->asks.empty())
        return static_cast<Raw>((Int128{m_book->bids.front().price.raw()} + m_book->asks.front().price.raw()) / 2);
    if (m_book && !m_book->bids.empty()) return m_book->bids.front().price.raw();
    if (m_book && !m_book->asks.empty()) return m_book->asks.front().price.raw();
    if (m_reference > 0) return m_reference;
    return std::nullopt;
}

void LadderModel::follow() {
    const auto mid = middle();
    if (!mid) return;
    if (m_policy == RowPolicy::LevelsOnly) {
        m_top = m_book && !m_book->asks.empty() ? ceilOf(m_book->asks.front().price.raw()) : floorOf(*mid);
        for (int i = 1; i < m_rowCount / 2; ++i) {
            const auto next = above(m_top + unit());
            if (!next) break;
            m_top = *next;
        }
        m_placed = true;
        return;
    }
    // Moves only when the mid has left the middle half, and then all the way: rows do not creep.
    const Raw row = m_placed ? (m_top - *mid) / unit() : -1;
    if (m_placed && row >= m_rowCount / 4 && row < m_rowCount - m_rowCount / 4) return;
    m_top = floorOf(*mid) + m_rowCount / 2 * unit();
    m_placed = true;
}

void LadderModel::clampTop() {
    if (m_policy == RowPolicy::LevelsOnly) return;
    const Raw least = (m_rowCount - 1) * unit(); // the last row is zero at the lowest
    const Raw most = m_maxPrice > 0 ? std::max(least, ceilOf(m_maxPrice) + m_rowCount / 2 * unit()) : kMost;
    m_top = std::clamp(m_top, least, most);
}

std::optional<std::int64_t> LadderModel::spreadOutOfView() const {
    const auto& bid = m_summary.bestBid;
    const auto& ask = m_summary.bestAsk;
    if (m_policy != RowPolicy::EveryTick || !bid || !ask || !midInView()) return std::nullopt;
    if (rowOf(Side::Buy, *bid) || rowOf(Side::Sell, *ask)) return std::nullopt;
    return (ask->raw() - bid->raw()) / m_tick;
}

void LadderModel::rebuild() {
    m_before.swap(m_rows);
    m_rows.clear();
    if (!m_placed) follow();
    if (m_placed) {
        clampTop();
        if (m_policy == RowPolicy::EveryTick)
            layRows();
        else
            layLevels();
        if (m_book) {
            fillBids();
            fillAsks();
        }
    }
    if (m_settled) carryChanges(m_before);
    m_settled = m_book != nullptr && !m_rows.empty();
    sumUp();
}

void LadderModel::layRows() {
    for (int i = 0; i < m_rowCount; ++i) m_rows.push_back({.price = Price(m_top - i * unit())});
}

void LadderModel::layLevels() {
    const Raw bid = m_book && !m_book->bids.empty() ? floorOf(m_book->bids.front().price.raw()) : -1;
    bool aboveMid = false;
    auto price = below(m_top);
    while (price && static_cast<int>(m_rows.size()) < m_rowCount) {
        if (*price > bid)
            aboveMid = true;
        else if (aboveMid) {
            aboveMid = false;
            m_rows.push_back({.price = Price(*price), .mid = true});
            continue;
        }
        m_rows.push_back({.price = Price(*price)});
        price = below(*price - unit());
    }
}

/// The highest bucket with size or a pin at or below `price`, which is a bucket.
std::optional<LadderModel::Raw> LadderModel::below(Raw price) const {
    std::optional<Raw> best;
    const auto consider = [&](Raw bucket) { best = best ? std::max(*best, bucket) : bucket; };
    if (m_book) {
        const auto bid = firstBidBelow(m_book->bids, price + unit());
        if (bid != m_book->bids.end()) consider(floorOf(bid->price.raw()));
        const auto ask = firstAskAbove(m_book->asks, price);
        if (ask != m_book->asks.begin()) consider(ceilOf(std::prev(ask)->price.raw()));
    }
    const auto pin = std::ranges::upper_bound(m_pinned, price);
    if (pin != m_pinned.begin()) consider(*std::prev(pin));
    return best;
}

/// The lowest bucket with size or a pin at or above `price`, which is a bucket.
std::optional<LadderModel::Raw> LadderModel::above(Raw price) const {
    std::optional<Raw> best;
    const auto consider = [&](Raw bucket) { best = best ? std::min(*best, bucket) : bucket; };
    if (m_book) {
        const auto bid = firstBidBelow(m_book->bids, price);
        if (bid != m_book->bids.begin()) consider(floorOf(std::prev(bid)->price.raw()));
        const auto ask = firstAskAbove(m_book->asks, price - unit());
        if (ask != m_book->asks.end()) consider(ceilOf(ask->price.raw()));
    }
    const auto pin = std::ranges::lower_bound(m_pinned, price);
    if (pin != m_pinned.end()) consider(*pin);
    return best;
}

void LadderModel::fillBids() {
    if (m_rows.empty()) return;
    auto level = firstBidBelow(m_book->bids, m_rows.front().price.raw() + unit());
    Quantity through;
    for (LadderRow& row : m_rows) {
        if (row.mid) continue;
        for (; level != m_book->bids.end() && level->price >= row.price; ++level) row.bid = sum(row.bid, level->size);
        through = sum(through, row.bid);
        row.bidThrough = through;
    }
}

void LadderModel::fillAsks() {
    if (m_rows.empty()) return;
    auto level = firstAskAbove(m_book->asks, m_rows.back().price.raw() - unit());
    Quantity through;
    for (LadderRow& row : m_rows | std::views::reverse) {
        if (row.mid) continue;
        for (; level != m_book->asks.end() && level->price <= row.price; ++level) row.ask = sum(row.ask, level->size);
        through = sum(through, row.ask);
        row.askThrough = through;
    }
}

void LadderModel::sumUp() {
    m_summary = {};
    for (const LadderRow& row : m_rows) {
        m_summary.bids = sum(m_summary.bids, row.bid);
        m_summary.asks = sum(m_summary.asks, row.ask);
        m_summary.largest = std::max({m_summary.largest, row.bid, row.ask});
    }
    if (!m_book) return;
    m_summary.version = m_book->version;
    m_summary.receivedNanos = m_book->receivedNanos;
    if (!m_book->bids.empty()) m_summary.bestBid = m_book->bids.front().price;
    if (!m_book->asks.empty()) m_summary.bestAsk = m_book->asks.front().price;
}

/// Both lists fall in price: one walk finds the rows that were in view before.
void LadderModel::carryChanges(const std::vector<LadderRow>& before) {
    auto old = before.begin();
    for (LadderRow& row : m_rows) {
        if (row.mid) continue;
        while (old != before.end() && (old->mid || old->price > row.price)) ++old;
        if (old == before.end()) return;
        if (old->price != row.price) continue;
        row.bidChangedAt = old->bid == row.bid ? old->bidChangedAt : m_now;
        row.askChangedAt = old->ask == row.ask ? old->askChangedAt : m_now;
    }
}

} // namespace qd::ui
