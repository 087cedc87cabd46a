#pragma once

#include "core/ports/AccountControl.h"
#include "core/ports/AccountDesks.h"
#include "core/ports/Accounts.h"
#include "core/ports/History.h"
#include "core/ports/MarketData.h"
#include "core/ports/OrderEntry.h"
#include "core/ports/VenueControl.h"
#include "tests/support/FakeClock.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace qd::test {

/// All ports of a venue, in memory and by hand: a test says what the market is, and sees what the terminal asked for.
class FakeVenue final : public ports::MarketData,
                        public ports::Accounts,
                        public ports::AccountControl,
                        public ports::OrderEntry,
                        public ports::History,
                        public ports::VenueControl,
                        public ports::AccountDesks {
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
    std::map<MarketId, std::shared_ptr<const MarketStanding>> standings;
    std::vector<AssetStanding> assetList; ///< USDC and SOL to begin with
    InsuranceStanding insuranceState;
    std::vector<LiquidationEntry> liquidationFeed; ///< of everybody, numbers rising
    std::vector<LiquidationEntry> liquidationList; ///< of the account
    std::uint64_t historyRows = 0;                 ///< historyVersion()
    std::vector<FillView> historyFills;            ///< oldest first; without them fillList is the history
    // History, oldest first, numbers rising.
    std::vector<OrderRecord> historyOrders;
    std::vector<FundingPayment> historyFunding;
    std::vector<LiquidationEntry> historyLiquidations;
    std::vector<LedgerMovement> historyLedger;
    std::vector<EquitySample> historyEquity;
    std::map<AccountId, std::vector<EquitySample>> historyEquityOf; ///< of accounts that have their own
    std::map<MarketId, std::vector<FundingRecord>> historyRates;
    std::map<Interval, ports::CandleSeries> series;                           ///< history has them, whatever the market
    std::function<std::vector<DepthColumn>(const DepthWindow&)> historyDepth; ///< none: nothing was recorded
    std::function<FootprintPage(const FootprintWindow&)> historyFootprint;    ///< none: nothing was recorded
    std::function<TradeBarPage(const TradeBarWindow&)> historyBars;           ///< none: nothing was recorded
    std::function<OwnPage(const OwnWindow&)> historyOwn;                      ///< none: nothing was recorded
    std::optional<ports::HistoryCode> historyFault;                           ///< what history answers instead
    bool historyWaits = false; ///< questions to history wait for answerHistory()
    PlaybackState playbackState;
    VenueHealth healthState;
    UnixNanos marketNow = UnixNanos::fromMillis(1'700'000'000'000);

    /// A book around `mid` with `levels` levels a side, one tick apart; sets the ticker too.
    void setBook(MarketId market, Price mid, int levels = 50);
    void addTrade(MarketId market, Price price, Quantity size, Side aggressor);
    /// Another of the owner's accounts, as whoever follows it sees it: a venue of its own, whose account the test sets.
    FakeVenue& other(AccountId account);
    RejectCode refusal = RejectCode::None; ///< of an account that is followed
    bool followsAny = true;                ///< else as many as can be are followed
    /// Followed now.
    [[nodiscard]] std::vector<AccountId> followed() const;

    /// Calls everyone who listens.
    void tellMarkets();
    void tellAccount();
    void tellVenue();
    /// Answers the oldest waiting question to history; false when none waits.
    bool answerHistory();
    /// Answers what waits now; questions that come of the answers wait.
    void answerAllHistory();

    /// Answers the oldest waiting request of AccountControl; false when none waits. An account is opened as
    /// `openedAccount`.
    bool answerControl(RejectCode code = RejectCode::None);
    bool controlWaits = false;                   ///< requests of AccountControl wait for answerControl()
    RejectCode controlAnswer = RejectCode::None; ///< what it answers otherwise
    AccountId openedAccount{100};

    // What the terminal asked for.
    struct Amend {
        OrderReference order;
        Price price;
        Quantity size;
        Price trigger;
    };
    struct OrderSet {
        OrderRelation relation = OrderRelation::Independent;
        std::vector<OrderTerms> orders;
    };
    /// As the venue would send them to its exchange, for the account that is shown.
    std::vector<decltype(Command::body)> controlled;
    std::vector<AccountId> selected;
    std::vector<std::pair<OrderReference, bool>> pausedTwaps;
    std::vector<ports::HistoryFilter> filtersAsked; ///< of every question to history but candles and rates
    std::vector<OrderSet> placedSets;
    std::vector<OrderTerms> placed; ///< one by one
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
    std::vector<DepthWindow> askedDepth;
    std::vector<FootprintWindow> askedFootprints;
    std::vector<TradeBarWindow> askedBars;
    std::vector<OwnWindow> askedOwn;
    std::vector<double> speeds;
    std::vector<bool> pauses;
    bool answersPauses = true;
    std::vector<std::uint64_t> steps;
    std::vector<UnixNanos> seeks;
    int resets = 0;
    int booksWatched = 0;
    mutable int assetsAsked = 0;

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
    [[nodiscard]] std::shared_ptr<const MarketStanding> standing(MarketId market) const override;
    [[nodiscard]] std::vector<AssetStanding> assets() const override {
        ++assetsAsked;
        return assetList;
    }
    [[nodiscard]] InsuranceStanding insurance() const override { return insuranceState; }
    [[nodiscard]] ports::LiquidationRun liquidations(std::uint64_t cursor) const override;
    [[nodiscard]] UnixNanos now() const override { return marketNow; }
    [[nodiscard]] std::shared_ptr<const AccountView> account() const override { return accountView; }
    [[nodiscard]] const std::vector<TrackedOrder>& orders() const override { return orderList; }
    [[nodiscard]] const std::vector<FillView>& fills() const override { return fillList; }
    [[nodiscard]] const std::vector<LiquidationEntry>& liquidations() const override { return liquidationList; }
    [[nodiscard]] std::uint64_t historyVersion() const override { return historyRows; }
    // Accounts and VenueControl both have onChanged with one signature: one list serves both.
    [[nodiscard]] ports::Subscription onChanged(std::function<void()> changed) override {
        return listen(m_accountListeners, std::move(changed));
    }
    ClientOrderId place(OrderTerms terms) override;
    void cancel(OrderReference order) override { cancelled.push_back(order); }
    void cancelAll(std::optional<MarketId> market, std::optional<Side> side) override {
        cancelledAll.emplace_back(market, side);
    }
    void amend(OrderReference order, const ports::Amendment& to) override {
        amended.push_back({order, to.price, to.size, to.trigger});
    }
    std::vector<ClientOrderId> placeSet(OrderRelation relation, std::vector<OrderTerms> orders) override;
    void pauseTwap(OrderReference order, bool paused) override { pausedTwaps.emplace_back(order, paused); }

    [[nodiscard]] std::shared_ptr<ports::AccountPorts> follow(AccountId account) override;

    void openSubAccount(std::string name, ports::AccountOpenedDone done) override;
    void selectAccount(AccountId account, ports::ControlDone done) override;
    void rename(AccountId account, std::string name, ports::ControlDone done) override;
    void closeAccount(AccountId account, ports::ControlDone done) override;
    void setDelegate(const ports::DelegateGrant& grant, ports::ControlDone done) override;
    void setReferrer(MasterId referrer, ports::ControlDone done) override;
    void depositPaperMoney(AssetId asset, Amount amount, ports::ControlDone done) override;
    void withdrawPaperMoney(AssetId asset, Amount amount, ports::ControlDone done) override;
    void transfer(const Transfer& transfer, ports::ControlDone done) override;
    void settlePnl(MarketId market, ports::ControlDone done) override;
    void stakeInsurance(Money amount, ports::ControlDone done) override;
    void requestUnstake(std::int64_t shares, ports::ControlDone done) override;
    void unstake(ports::ControlDone done) override;
    void setMarginMode(MarketId market, bool isolated, ports::ControlDone done) override;
    void moveIsolatedMargin(MarketId market, Money amount, ports::ControlDone done) override;
    void setUserMargin(std::optional<MarketId> market, Ratio userMargin, ports::ControlDone done) override;
    void setReduceOnly(bool reduceOnly, ports::ControlDone done) override;
    void liquidate(Liquidate terms, ports::ControlDone done) override;
    void fillAuction(FillAuction terms, ports::ControlDone done) override;

    void depth(const DepthWindow& window, ports::HistoryAnswer<std::vector<DepthColumn>> answer) override;
    void footprint(const FootprintWindow& window, ports::HistoryAnswer<FootprintPage> answer) override;
    void tradeBars(const TradeBarWindow& window, ports::HistoryAnswer<TradeBarPage> answer) override;
    void ownTrails(const OwnWindow& window, ports::HistoryAnswer<OwnPage> answer) override;
    void candles(MarketId market, Interval interval, UnixNanos before, std::size_t limit,
                 ports::HistoryAnswer<ports::CandleSeries> answer) override;
    void orders(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                ports::HistoryAnswer<std::vector<OrderRecord>> answer) override;
    void fills(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
               ports::HistoryAnswer<std::vector<FillView>> answer) override;
    void fundingPayments(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                         ports::HistoryAnswer<std::vector<FundingPayment>> answer) override;
    void liquidations(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                      ports::HistoryAnswer<std::vector<LiquidationEntry>> answer) override;
    void ledger(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                ports::HistoryAnswer<std::vector<LedgerMovement>> answer) override;
    void equity(const ports::HistoryFilter& filter, Interval interval, UnixNanos before, std::size_t limit,
                ports::HistoryAnswer<std::vector<EquitySample>> answer) override;
    void fundingRates(MarketId market, UnixNanos before, std::size_t limit,
                      ports::HistoryAnswer<std::vector<FundingRecord>> answer) override;
    [[nodiscard]] PlaybackState playback() const override { return playbackState; }
    [[nodiscard]] VenueHealth health() const override { return healthState; }
    void setPaused(bool paused) override {
        pauses.push_back(paused);
        if (answersPauses) playbackState.paused = paused;
    }
    void setSpeed(double speed) override { speeds.push_back(speed); }
    void step(std::uint64_t events) override { steps.push_back(events); }
    void seek(UnixNanos to) override { seeks.push_back(to); }
    void resetAccount() override { ++resets; }

  private:
    using Listeners = std::map<int, std::function<void()>>;
    ports::Subscription listen(Listeners& listeners, std::function<void()> changed);
    static void tell(const Listeners& listeners);
    [[nodiscard]] Result<ports::CandleSeries, ports::HistoryCode> candlesFor(const CandleQuestion& question) const;
    template<class Row, class Choose>
    void page(const std::vector<Row>& rows, std::size_t limit, Choose choose,
              ports::HistoryAnswer<std::vector<Row>> answer);
    void control(decltype(Command::body) body, ports::ControlDone done);
    [[nodiscard]] AccountId shown() const { return accountView ? accountView->id : AccountId{}; }
    void askHistory(std::move_only_function<void()> answer);

    Listeners m_marketListeners;
    Listeners m_accountListeners;
    int m_nextListener = 0;
    std::uint64_t m_nextClientId = 1;
    std::uint64_t m_version = 0;
    std::deque<std::move_only_function<void()>> m_waiting;
    std::deque<ports::ControlDone> m_controlWaiting;
    std::map<AccountId, std::unique_ptr<FakeVenue>> m_others;
    std::map<AccountId, std::weak_ptr<ports::AccountPorts>> m_followed;
};

} // namespace qd::test
