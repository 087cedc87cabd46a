#pragma once

#include "core/base/Time.h"
#include "core/domain/Book.h"
#include "core/feed/venue/FeedOutput.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace qd::feed {

/// A depth update of Binance.
struct BinanceDiff {
    std::uint64_t first = 0;    ///< U
    std::uint64_t last = 0;     ///< u >= U
    std::uint64_t previous = 0; ///< pu: `u` of the update before it; futures only
    std::optional<UnixNanos> time;
    std::vector<BookLevel> bids;
    std::vector<BookLevel> asks;
};

/// Joins Binance's stream of depth updates to the snapshot fetched over REST, which arrives after the first updates.
/// Until then updates are kept. Updates before the snapshot are dropped; the first one applied must overlap it; each
/// further one must continue the one before. When it does not, the book is unusable until another snapshot joins.
/// Source: data/FORMATS.md (futures U <= lastUpdateId <= u, then pu = u before; spot U <= lastUpdateId + 1 <= u, then
/// U = u before + 1). Duplicates are recognised by their ids; updates kept are kept in the order of their ids.
class BinanceJoiner {
  public:
    enum class Rule : std::uint8_t { Futures, Spot };
    /// Updates kept while there is no snapshot (at 0 ms streams several minutes); the oldest are dropped beyond it.
    static constexpr std::size_t kMaxKeptDiffs = 20'000;
    static constexpr std::size_t kMaxKeptLevels = 2'000'000;

    explicit BinanceJoiner(Rule rule) noexcept : m_rule(rule) {}

    void snapshot(FeedDepth book, std::optional<UnixNanos> time, FeedOutput& out);
    void diff(BinanceDiff diff, FeedOutput& out);

  private:
    enum class State : std::uint8_t {
        Waiting, ///< no book yet
        Joining, ///< a snapshot is applied, no update after it
        Chained, ///< updates follow one another
        Broken,  ///< updates were missed
    };

    [[nodiscard]] bool hasBook() const noexcept { return m_state == State::Joining || m_state == State::Chained; }
    /// Nothing in it is newer than the snapshot `id`.
    [[nodiscard]] bool isBefore(const BinanceDiff& diff, std::uint64_t id) const noexcept;
    /// May be the first one applied on the snapshot `id`.
    [[nodiscard]] bool overlaps(const BinanceDiff& diff, std::uint64_t id) const noexcept;
    [[nodiscard]] bool continues(const BinanceDiff& diff) const noexcept;
    void apply(BinanceDiff diff, FeedOutput& out);
    void keep(BinanceDiff diff, FeedOutput& out);
    void dropKeptBefore(std::uint64_t snapshotId, FeedOutput& out);

    Rule m_rule;
    State m_state = State::Waiting;
    std::uint64_t m_id = 0;                      ///< of the book: lastUpdateId, then the last u
    std::map<std::uint64_t, BinanceDiff> m_kept; ///< by their last id
    std::size_t m_keptLevels = 0;
};

} // namespace qd::feed
