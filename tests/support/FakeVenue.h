#pragma once

#include "core/ports/Accounts.h"
#include "core/ports/History.h"
#include "core/ports/MarketData.h"
#include "core/ports/OrderEntry.h"
#include "core/ports/VenueControl.h"
#include "tests/support/FakeClock.h"

#include <deque>
#include <functional>
#include <map>
#include <vector>

namespace qd::test {

/// All ports of a venue, in memory and by hand: a test says what the market is, and sees what the terminal asked for.
class FakeVenue final : public ports::MarketData,
                        public ports::Accounts,
                        public ports::OrderEntry,
                        public ports::History,
                        public ports::VenueControl {
  public:
    FakeVenue();

    // What the test sets.
    std::vector<MarketInfo> marketList; ///< SOL-PERP and BTC-PERP to begin with
    std::map<MarketId, std::shared_ptr<const BookSnapshot>> books;
    std::map<MarketId, Ticker> tickers;
    std::map<MarketId, std::vector<Trade>> tapes;
    std::size_t tradesKept = 20'000; ///< a market; older ones are overwritten, and readers who come late miss them
    std::shared_ptr<const AccountView> accountView;
    std::vector<TrackedOrder> orderList;
    std::vector<FillView> fillList;
    std::vector<FillView> historyFills;             ///< oldest first; without them fillList is the history
    std::map<Interval, ports::CandleSeries> series; ///< history has them, whatever the market
    std::optional<ports::HistoryCode> historyFault; ///< what history answers instead
    bool historyWaits = false;                      ///< questions to history wait for answerHistory()
    PlaybackState playbackState;
    VenueHealth healthState;
    UnixNanos marketNow = UnixNanos::fromMillis(1'700'000'000'000);

    /// A book around `mid` with `levels` levels a side, one tick apart; sets the ticker too.
    void setBook(MarketId market, Price mid, int levels = 50);
    void addTrade(MarketId market, Price price, Quantity size, Side aggressor);
    /// Calls everyone who listens.
    void tellMarkets();
    void tellAccount();
    void tellVenue();
    /// Answers the oldest waiting question to history; false when none waits.
    bool answerHistory();
    /// Answers what waits now; questions that come of the answers wait.
    void answerAllHistory();

    // What the terminal asked for.
    struct Amend {
        OrderReference order;
        Price price;
        Quantity size;
    };
    std::vector<OrderTerms> placed;
    std::vector<OrderReference> cancelled;
    std::vector<std::pair<std::optional<MarketId>, std::optional<Side>>> cancelledAll;
    std::vector<Amend> amended;
    std::vector<std::pair<std::uint64_t, std::size_t>> fillsAsked; ///< before, limit
    struct CandleQuestion {
        MarketId market;
        Interval interval = Interval::M1;
        UnixNanos before;
        std::size_t limit = 0;
    };
    std::vector<CandleQuestion> askedCandles;
    std::vector<double> speeds;
    std::vector<bool> pauses;
    std::vector<std::uint64_t> steps;
    std::vector<UnixNanos> seeks;
    int resets = 0;
    int booksWatched = 0;

    // Ports.
    [[nodiscard]] VenueMode mode() const override { return playbackState.mode; }
    [[nodiscard]] const std::vector<MarketInfo>& markets() const override { return marketList; }
    [[nodiscard]] ports::Subscription onMarketsChanged(std::function<void()> changed) override {
        return listen(m_marketListeners, std::move(changed));
    }
    [[nodiscard]] ports::Subscription watchBook(MarketId market) override;
    [[nodiscard]] std::shared_ptr<const BookSnapshot> book(MarketId market) const override;
    [[nodiscard]] Ticker ticker(MarketId market) const override;
    [[nodiscard]] ports::TradeRun trades(MarketId market, std::uint64_t cursor) const override;
    [[nodiscard]] UnixNanos now() const override { return marketNow; }
    [[nodiscard]] std::shared_ptr<const AccountView> account() const override { return accountView; }
    [[nodiscard]] const std::vector<TrackedOrder>& orders() const override { return orderList; }
    [[nodiscard]] const std::vector<FillView>& fills() const override { return fillList; }
    // Accounts and VenueControl both have onChanged with one signature: one list serves both.
    [[nodiscard]] ports::Subscription onChanged(std::function<void()> changed) override {
        return listen(m_accountListeners, std::move(changed));
    }
    ClientOrderId place(OrderTerms terms) override;
    void cancel(OrderReference order) override { cancelled.push_back(order); }
    void cancelAll(std::optional<MarketId> market, std::optional<Side> side) override {
        cancelledAll.emplace_back(market, side);
    }
    void amend(OrderReference order, Price price, Quantity size) override { amended.push_back({order, price, size}); }
    void candles(MarketId market, Interval interval, UnixNanos before, std::size_t limit,
                 std::move_only_function<void(Result<ports::CandleSeries, ports::HistoryCode>)> answer) override;
    void fills(std::uint64_t before, std::size_t limit,
               std::move_only_function<void(Result<std::vector<FillView>, ports::HistoryCode>)> answer) override;
    [[nodiscard]] PlaybackState playback() const override { return playbackState; }
    [[nodiscard]] VenueHealth health() const override { return healthState; }
    void setPaused(bool paused) override { pauses.push_back(paused); }
    void setSpeed(double speed) override { speeds.push_back(speed); }
    void step(std::uint64_t events) override { steps.push_back(events); }
    void seek(UnixNanos to) override { seeks.push_back(to); }
    void resetAccount() override { ++resets; }

  private:
    using Listeners = std::map<int, std::function<void()>>;
    ports::Subscription listen(Listeners& listeners, std::function<void()> changed);
    static void tell(const Listeners& listeners);
    [[nodiscard]] Result<ports::CandleSeries, ports::HistoryCode> candlesFor(const CandleQuestion& question) const;
    [[nodiscard]] Result<std::vector<FillView>, ports::HistoryCode> fillsBefore(std::uint64_t before,
                                                                                std::size_t limit) const;
    void askHistory(std::move_only_function<void()> answer);

    Listeners m_marketListeners;
    Listeners m_accountListeners;
    int m_nextListener = 0;
    std::uint64_t m_nextClientId = 1;
    std::uint64_t m_version = 0;
    std::deque<std::move_only_function<void()>> m_waiting;
};

} // namespace qd::test
