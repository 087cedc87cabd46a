#pragma once

#include "core/client/CandleBuilder.h"
#include "core/domain/Venue.h"
#include "core/engine/exchange/State.h"
#include "core/ports/MarketData.h"

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace qd::client {

/// What the terminal reads of the markets: newest books, tickers and tapes. The venue's thread writes, the main thread
/// reads copies or immutable snapshots; neither waits for the other longer than a copy takes.
class MarketBoard {
  public:
    // ---- venue's thread

    void setMarkets(std::vector<MarketInfo> markets);
    /// Forgets everything but who watches: another run begins.
    void clearMarkets();
    /// A trade was printed, and is on the tape at once; `arrivedNanos`: monotonic clock when it reached this machine.
    void addTrade(MarketId market, const Trade& trade, std::int64_t arrivedNanos,
                  const CandleBuilder::Finished& finished);
    /// A pool somewhere lacks margin; gives the entry its number.
    void addLiquidation(LiquidationEntry entry);
    /// Publishes everything of a market that changed since the last call; `oldestNanos`: monotonic clock when the
    /// oldest of it reached this machine.
    void publish(const exchange::MarketState& market, DataStatus status, std::int64_t oldestNanos);
    /// The same for what changes slowly: funding, oracles, open interest, assets, insurance.
    void publishStandings(const exchange::State& state);
    void setNow(UnixNanos now);
    /// Bars begun and not ended, of every market.
    void forOpenBars(const std::function<void(MarketId, Interval, const Candle&)>& visit) const;
    [[nodiscard]] TradeId lastTrade(MarketId market) const;
    void setFunding(MarketId market, Rate rate);
    void save(ByteWriter& out) const;
    void load(ByteReader& in);

    // ---- main thread

    [[nodiscard]] std::vector<MarketInfo> markets() const;
    void watch(MarketId market, int change);
    [[nodiscard]] std::shared_ptr<const BookSnapshot> book(MarketId market) const;
    [[nodiscard]] Ticker ticker(MarketId market) const;
    [[nodiscard]] ports::TradeRun trades(MarketId market, std::uint64_t cursor) const;
    [[nodiscard]] std::shared_ptr<const MarketStanding> standing(MarketId market) const;
    [[nodiscard]] std::vector<AssetStanding> assets() const;
    [[nodiscard]] InsuranceStanding insurance() const;
    [[nodiscard]] ports::LiquidationRun liquidations(std::uint64_t cursor) const;
    [[nodiscard]] UnixNanos now() const;

    /// The displayed book as it stands, kLevelsPublished levels a side.
    [[nodiscard]] static std::shared_ptr<const BookSnapshot> snapshotOf(const exchange::MarketState& market,
                                                                        std::int64_t oldestNanos);

  private:
    static constexpr std::size_t kTradesKept = 20'000;
    static constexpr std::size_t kTradesSaved = 1'000;
    static constexpr std::size_t kDayMinutes = 24 * 60;
    static constexpr std::size_t kLiquidationsKept = 5'000;
    static constexpr std::size_t kLiquidationsSaved = 500;

    struct Entry {
        MarketId id;
        CandleBuilder candles;       ///< venue's thread only
        std::deque<Candle> minutes;  ///< ended one-minute bars of the last day; venue's thread only
        std::uint64_t published = 0; ///< MarketState::changes last published
        std::optional<Rate> funding;
        // Shared.
        std::deque<Trade> tape;
        std::shared_ptr<const BookSnapshot> book;
        std::shared_ptr<const MarketStanding> standing;
        Ticker ticker;
        int watchers = 0;
    };
    Entry& entry(MarketId market);
    [[nodiscard]] const Entry* find(MarketId market) const;
    void addDay(const Entry& e, Ticker& ticker) const;
    void saveLiquidations(ByteWriter& out) const;
    void loadLiquidations(ByteReader& in);

    mutable std::mutex m_mutex;
    std::vector<MarketInfo> m_markets;
    std::map<MarketId, Entry> m_entries;
    std::vector<AssetStanding> m_assets;
    InsuranceStanding m_insurance;
    std::deque<LiquidationEntry> m_liquidations; ///< newest last, numbers rising by one
    std::uint64_t m_liquidationCount = 0;
    UnixNanos m_now;
};

} // namespace qd::client
