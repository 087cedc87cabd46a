#pragma once

#include "core/client/AccountDesk.h"
#include "core/client/MarketBoard.h"
#include "core/client/TradingSession.h"
#include "core/client/VenueThread.h"
#include "core/ports/AccountDesks.h"
#include "core/ports/History.h"
#include "core/ports/MarketData.h"
#include "core/ports/VenueControl.h"

namespace qd::client {

/// A whole venue inside the terminal, seen through the ports. Main thread; the venue itself runs on "qd-venue", its
/// journal on "qd-journal", its history on "qd-store-write" and "qd-store-read".
class EmbeddedVenue final : public ports::MarketData,
                            public ports::History,
                            public ports::VenueControl,
                            public ports::AccountDesks {
  public:
    /// `executor` is the main thread's and outlives the venue.
    EmbeddedVenue(VenueSetup setup, VenueMode mode, ports::Executor& executor, const Clock& clock);
    /// Ends the venue: journal, snapshot and history are complete on disk afterwards. Waits for that.
    ~EmbeddedVenue() override;

    [[nodiscard]] TradingSession& session() { return m_session; }
    [[nodiscard]] AccountDesk& desk() { return m_desk; }
    /// For the dump: a hash of the exchange's state, and the account at the same moment (null without a venue).
    void askState(std::function<void(StateHash, std::shared_ptr<const AccountView>)> answer) {
        m_thread->askState(std::move(answer));
    }

    [[nodiscard]] VenueMode mode() const override { return m_mode; }
    [[nodiscard]] const std::vector<MarketInfo>& markets() const override { return m_markets; }
    [[nodiscard]] ports::Subscription onMarketsChanged(std::function<void()> changed) override;
    [[nodiscard]] ports::Subscription watchBook(MarketId market) override;
    [[nodiscard]] std::shared_ptr<const BookSnapshot> book(MarketId market) const override {
        return m_board.book(market);
    }
    [[nodiscard]] Ticker ticker(MarketId market) const override { return m_board.ticker(market); }
    [[nodiscard]] ports::TradeRun trades(MarketId market, std::uint64_t cursor) const override {
        return m_board.trades(market, cursor);
    }
    [[nodiscard]] std::shared_ptr<const MarketStanding> standing(MarketId market) const override {
        return m_board.standing(market);
    }
    [[nodiscard]] std::vector<AssetStanding> assets() const override { return m_board.assets(); }
    [[nodiscard]] InsuranceStanding insurance() const override { return m_board.insurance(); }
    [[nodiscard]] ports::LiquidationRun liquidations(std::uint64_t cursor) const override {
        return m_board.liquidations(cursor);
    }
    [[nodiscard]] UnixNanos now() const override { return m_board.now(); }

    [[nodiscard]] std::shared_ptr<ports::AccountPorts> follow(AccountId account) override;

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

    [[nodiscard]] PlaybackState playback() const override { return m_playback; }
    [[nodiscard]] VenueHealth health() const override { return m_thread->health(); }
    void setPaused(bool paused) override;
    void setSpeed(double speed) override;
    void step(std::uint64_t events) override;
    void seek(UnixNanos to) override;
    void resetAccount() override;
    [[nodiscard]] ports::Subscription onChanged(std::function<void()> changed) override;

  private:
    class Followed;
    using Listeners = std::map<int, std::function<void()>>;
    ports::Subscription listen(Listeners& listeners, std::function<void()> changed);
    static void tell(const Listeners& listeners);
    /// Of orders of an account, or of the one that is selected when the venue gets to them.
    [[nodiscard]] TradingSession::Outbox outbox(VenueThread::Whose whose);
    [[nodiscard]] AccountDesk::Outbox deskOutbox();
    void deliver(VenueThread::ViewId view, AccountBatch batch);
    void venueFailed();
    template<class Row>
    void askRows(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                 ports::HistoryAnswer<std::vector<Row>> answer);

    VenueMode m_mode;
    ports::Executor& m_executor;
    const Clock& m_clock;
    PlaybackState m_playback; ///< as the terminal was told last: what it asks for goes by that
    MarketBoard m_board;
    std::vector<MarketInfo> m_markets;
    Listeners m_marketListeners;
    Listeners m_stateListeners;
    int m_nextListener = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    TradingSession m_session;
    AccountDesk m_desk;
    std::map<VenueThread::ViewId, std::weak_ptr<Followed>> m_followed;
    VenueThread::ViewId m_nextView = VenueThread::kSelected + 1;
    std::unique_ptr<VenueThread> m_thread; ///< last: it uses the others, and ends first
};

} // namespace qd::client
