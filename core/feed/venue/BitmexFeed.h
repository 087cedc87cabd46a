#pragma once

#include "core/feed/venue/VenueFeed.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace qd::feed {

enum class BitmexAction : std::uint8_t { Partial, Insert, Update, Delete };

/// BitMEX: orderBookL2 by level id (insert, update, delete; price only with insert; partial = snapshot), trade, quote.
/// Nothing numbers the messages: whatever does not fit the book that is held, or was received before the message before
/// it, is taken as missing data.
class BitmexFeed final : public VenueFeed {
  public:
    explicit BitmexFeed(const MarketIdentity& identity) : m_identity(identity) {}
    [[nodiscard]] FeedResult<void> accept(const MessageHeader& header, json::od::value payload,
                                          FeedOutput& out) override;
    [[nodiscard]] std::optional<ContractBase> contractBase() const override { return m_contractBase; }

  private:
    enum class State : std::uint8_t { Waiting, Joined, Broken };
    struct Level {
        Side side = Side::Buy;
        Price price;
    };
    /// One element of an orderBookL2 message.
    struct LevelChange {
        std::uint64_t id = 0;
        Side side = Side::Buy;
        std::optional<Quantity> size;
        std::optional<Price> price;
    };

    struct BookMessage {
        BitmexAction action = BitmexAction::Partial;
        std::vector<LevelChange> changes; ///< complete for the action
    };

    [[nodiscard]] FeedResult<void> acceptBook(const MessageHeader& header, json::od::value payload, FeedOutput& out);
    [[nodiscard]] FeedResult<BookMessage> readBook(json::od::value payload) const;
    [[nodiscard]] FeedResult<LevelChange> readChange(json::od::value row) const;
    void joinSnapshot(const std::vector<LevelChange>& changes, FeedOutput& out);
    void joinChanges(BitmexAction action, const std::vector<LevelChange>& changes, FeedOutput& out);
    /// Adds the change to `diff` and to the levels held; false when it does not fit them.
    [[nodiscard]] bool applyChange(BitmexAction action, const LevelChange& change, FeedDepth& diff);
    [[nodiscard]] FeedResult<void> acceptTrade(json::od::value row, FeedOutput& out);
    [[nodiscard]] FeedResult<void> acceptQuote(json::od::value row, FeedOutput& out);

    MarketIdentity m_identity;
    State m_state = State::Waiting;
    UnixNanos m_lastReceived; ///< of the last orderBookL2 message
    std::unordered_map<std::uint64_t, Level> m_levels;
    std::optional<ContractBase> m_contractBase;
};

} // namespace qd::feed
