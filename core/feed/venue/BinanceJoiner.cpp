#include "core/feed/venue/BinanceJoiner.h"

#include <fmt/format.h>

#include <utility>

namespace qd::feed {
namespace {

std::size_t levelsOf(const BinanceDiff& diff) { return diff.bids.size() + diff.asks.size(); }

} // namespace

bool BinanceJoiner::isBefore(const BinanceDiff& diff, std::uint64_t id) const noexcept {
    return m_rule == Rule::Futures ? diff.last < id : diff.last <= id;
}

bool BinanceJoiner::overlaps(const BinanceDiff& diff, std::uint64_t id) const noexcept {
    if (m_rule == Rule::Futures) return diff.first <= id && id <= diff.last;
    return (diff.first == 0 || diff.first - 1 <= id) && id < diff.last; // without id + 1: ids use all 64 bits
}

bool BinanceJoiner::continues(const BinanceDiff& diff) const noexcept {
    if (m_rule == Rule::Futures) return diff.previous == m_id;
    return diff.first != 0 && diff.first - 1 == m_id;
}

void BinanceJoiner::snapshot(FeedDepth book, std::optional<UnixNanos> time, FeedOutput& out) {
    const std::uint64_t id = book.updateId;
    if (hasBook() && id <= m_id) {
        ++out.counters().staleSnapshots;
        return;
    }
    dropKeptBefore(id, out);
    if (!m_kept.empty() && !overlaps(m_kept.begin()->second, id)) {
        ++out.counters().staleSnapshots;
        if (m_state == State::Waiting)
            out.gap(fmt::format("the snapshot {} is older than the first update {}..{}", id,
                                m_kept.begin()->second.first, m_kept.begin()->second.last));
        m_state = State::Broken;
        return;
    }
    if (m_state == State::Broken) ++out.counters().resyncs;
    m_state = State::Joining;
    m_id = id;
    out.snapshot(std::move(book), time);
    m_keptLevels = 0;
    for (auto& [last, diff] : std::exchange(m_kept, {})) apply(std::move(diff), out);
}

void BinanceJoiner::diff(BinanceDiff diff, FeedOutput& out) {
    ++out.counters().depthReceived;
    apply(std::move(diff), out);
}

void BinanceJoiner::apply(BinanceDiff diff, FeedOutput& out) {
    if (!hasBook()) return keep(std::move(diff), out);
    const bool old = m_state == State::Joining ? isBefore(diff, m_id) : diff.last <= m_id;
    if (old) {
        ++out.counters().depthStale;
        return;
    }
    if (m_state == State::Joining ? !overlaps(diff, m_id) : !continues(diff)) {
        out.gap(fmt::format("the update {}..{} does not follow {}: updates are missing", diff.first, diff.last, m_id));
        m_state = State::Broken;
        return keep(std::move(diff), out);
    }
    m_state = State::Chained;
    m_id = diff.last;
    out.diff({false, std::move(diff.bids), std::move(diff.asks), diff.last}, diff.time);
}

void BinanceJoiner::keep(BinanceDiff diff, FeedOutput& out) {
    const std::size_t levels = levelsOf(diff);
    if (!m_kept.try_emplace(diff.last, std::move(diff)).second) {
        ++out.counters().depthStale;
        return;
    }
    m_keptLevels += levels;
    while (m_kept.size() > kMaxKeptDiffs || (m_keptLevels > kMaxKeptLevels && m_kept.size() > 1)) {
        m_keptLevels -= levelsOf(m_kept.begin()->second);
        m_kept.erase(m_kept.begin());
        ++out.counters().depthStale;
    }
}

void BinanceJoiner::dropKeptBefore(std::uint64_t snapshotId, FeedOutput& out) {
    while (!m_kept.empty() && isBefore(m_kept.begin()->second, snapshotId)) {
        m_keptLevels -= levelsOf(m_kept.begin()->second);
        m_kept.erase(m_kept.begin());
        ++out.counters().depthStale;
    }
}

} // namespace qd::feed
