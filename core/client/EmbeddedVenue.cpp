#include "core/client/EmbeddedVenue.h"

namespace qd::client {

/// An account that is followed, whichever is selected.
class EmbeddedVenue::Followed final : public ports::AccountPorts {
  public:
    Followed(EmbeddedVenue& venue, VenueThread::ViewId view, AccountId account, ports::Executor& executor,
             const Clock& clock)
        : m_venue(venue)
        , m_alive(venue.m_alive)
        , m_view(view)
        , m_account(account)
        , m_session(clock, executor, venue.outbox(account))
        , m_desk(venue.m_desk, account) {}
    ~Followed() override {
        if (m_alive.expired()) return;
        m_venue.m_followed.erase(m_view);
        m_venue.m_thread->request([t = m_venue.m_thread.get(), view = m_view] { t->closeView(view); });
    }
    [[nodiscard]] AccountId id() const override { return m_account; }
    [[nodiscard]] TradingSession& accounts() override { return m_session; }
    [[nodiscard]] ports::OrderEntry& entry() override { return m_session; }
    [[nodiscard]] ports::AccountControl& control() override { return m_desk; }
    [[nodiscard]] RejectCode refusal() const override { return m_session.refusal(); }

  private:
    EmbeddedVenue& m_venue;
    std::weak_ptr<bool> m_alive;
    VenueThread::ViewId m_view;
    AccountId m_account;
    TradingSession m_session;
    AccountDesk m_desk;
};

std::shared_ptr<ports::AccountPorts> EmbeddedVenue::follow(AccountId account) {
    for (const auto& [view, known] : m_followed) {
        if (auto followed = known.lock(); followed && followed->id() == account) return followed;
    }
    if (m_followed.size() >= kMostFollowed) return nullptr;
    const VenueThread::ViewId view = m_nextView++;
    auto followed = std::make_shared<Followed>(*this, view, account, m_executor, m_clock);
    m_followed[view] = followed;
    const VenueHealth now = health();
    if (now.fault && !now.running) followed->accounts().venueFailed();
    m_thread->request([t = m_thread.get(), view, account] { t->openView(view, account); });
    return followed;
}

void EmbeddedVenue::deliver(VenueThread::ViewId view, AccountBatch batch) {
    if (view == VenueThread::kSelected) return m_session.deliver(std::move(batch));
    const auto known = m_followed.find(view);
    if (known == m_followed.end()) return; // let go meanwhile
    if (const auto followed = known->second.lock()) followed->accounts().deliver(std::move(batch));
}

void EmbeddedVenue::venueFailed() {
    m_session.venueFailed();
    m_desk.venueFailed();
    for (const auto& [view, known] : std::map(m_followed)) {
        if (const auto followed = known.lock()) followed->accounts().venueFailed();
    }
}

TradingSession::Outbox EmbeddedVenue::outbox(VenueThread::Whose whose) {
    TradingSession::Outbox out;
    out.place = [this, whose](OrderTerms terms, SentRequest sent) {
        m_thread->request([t = m_thread.get(), whose, terms, sent] { t->place(whose, terms, sent); });
    };
    out.cancel = [this, whose](OrderReference order) {
        m_thread->request([t = m_thread.get(), whose, order] { t->cancel(whose, order); });
    };
    out.cancelAll = [this, whose](std::optional<MarketId> market, std::optional<Side> side) {
        m_thread->request([t = m_thread.get(), whose, market, side] { t->cancelAll(whose, market, side); });
    };
    out.placeSet = [this, whose](OrderRelation relation, std::vector<OrderTerms> orders, SentRequest sent) {
        m_thread->request([t = m_thread.get(), whose, relation, orders = std::move(orders), sent] {
            t->placeSet(whose, relation, orders, sent);
        });
    };
    out.amend = [this, whose](OrderReference order, ports::Amendment to) {
        m_thread->request([t = m_thread.get(), whose, order, to] { t->amend(whose, order, to); });
    };
    out.pauseTwap = [this, whose](OrderReference order, bool paused) {
        m_thread->request([t = m_thread.get(), whose, order, paused] { t->pauseTwap(whose, order, paused); });
    };
    return out;
}

AccountDesk::Outbox EmbeddedVenue::deskOutbox() {
    AccountDesk::Outbox out;
    out.control = [this](MakeCommand make, ports::ControlDone done) {
        m_thread->request([t = m_thread.get(), make = std::move(make), done = std::move(done)]() mutable {
            t->control(std::move(make), std::move(done));
        });
    };
    out.select = [this](AccountId account, ports::ControlDone done) {
        m_session.leaveAccount();
        m_thread->request([t = m_thread.get(), account, done = std::move(done)]() mutable {
            t->selectAccount(account, std::move(done));
        });
    };
    out.open = [this](std::string name, ports::AccountOpenedDone done) {
        m_thread->request([t = m_thread.get(), name = std::move(name), done = std::move(done)]() mutable {
            t->openSubAccount(std::move(name), std::move(done));
        });
    };
    return out;
}

EmbeddedVenue::EmbeddedVenue(VenueSetup setup, VenueMode mode, ports::Executor& executor, const Clock& clock)
    : m_mode(mode)
    , m_executor(executor)
    , m_clock(clock)
    , m_session(clock, executor, outbox({}))
    , m_desk(executor, deskOutbox()) {
    m_playback.mode = m_mode;
    m_playback.speed = setup.speed;
    // What the venue's thread posts to the main thread may arrive after this object is gone.
    const std::weak_ptr<bool> alive = m_alive;
    VenueThread::MainThread mainThread{executor,
                                       [this, alive](VenueThread::ViewId view, AccountBatch batch) {
                                           if (!alive.expired()) deliver(view, std::move(batch));
                                       },
                                       [this, alive] {
                                           if (alive.expired()) return;
                                           m_markets = m_board.markets();
                                           tell(m_marketListeners);
                                       },
                                       [this, alive](const PlaybackState& playback) {
                                           if (alive.expired()) return;
                                           m_playback = playback;
                                           m_playback.mode = m_mode; // known also while no source could be opened
                                       },
                                       [this, alive] {
                                           if (alive.expired()) return;
                                           const VenueHealth now = health();
                                           if (now.fault && !now.running) venueFailed();
                                           tell(m_stateListeners);
                                       }};
    m_thread = std::make_unique<VenueThread>(std::move(setup), m_board, std::move(mainThread), clock);
}

EmbeddedVenue::~EmbeddedVenue() { m_alive.reset(); }

ports::Subscription EmbeddedVenue::listen(Listeners& listeners, std::function<void()> changed) {
    const int id = m_nextListener++;
    listeners[id] = std::move(changed);
    return ports::Subscription([&listeners, alive = std::weak_ptr(m_alive), id] {
        if (!alive.expired()) listeners.erase(id);
    });
}

void EmbeddedVenue::tell(const Listeners& listeners) {
    const Listeners copy = listeners; // a listener may add or end others
    for (const auto& [id, listener] : copy) {
        if (listeners.contains(id)) listener();
    }
}

ports::Subscription EmbeddedVenue::onMarketsChanged(std::function<void()> changed) {
    return listen(m_marketListeners, std::move(changed));
}
ports::Subscription EmbeddedVenue::onChanged(std::function<void()> changed) {
    return listen(m_stateListeners, std::move(changed));
}

ports::Subscription EmbeddedVenue::watchBook(MarketId market) {
    m_board.watch(market, 1);
    return ports::Subscription([this, alive = std::weak_ptr(m_alive), market] {
        if (!alive.expired()) m_board.watch(market, -1);
    });
}

void EmbeddedVenue::candles(MarketId market, Interval interval, UnixNanos before, std::size_t limit,
                            ports::HistoryAnswer<ports::CandleSeries> answer) {
    m_thread->request([t = m_thread.get(), market, interval, before, limit, answer = std::move(answer)]() mutable {
        t->readCandles(market, interval, before, limit, std::move(answer));
    });
}

void EmbeddedVenue::depth(const DepthWindow& window, ports::HistoryAnswer<std::vector<DepthColumn>> answer) {
    m_thread->request([t = m_thread.get(), window, answer = std::move(answer)]() mutable {
        t->readDepth(window, std::move(answer));
    });
}

void EmbeddedVenue::footprint(const FootprintWindow& window, ports::HistoryAnswer<FootprintPage> answer) {
    m_thread->request([t = m_thread.get(), window, answer = std::move(answer)]() mutable {
        t->readFootprint(window, std::move(answer));
    });
}

void EmbeddedVenue::tradeBars(const TradeBarWindow& window, ports::HistoryAnswer<TradeBarPage> answer) {
    m_thread->request([t = m_thread.get(), window, answer = std::move(answer)]() mutable {
        t->readTradeBars(window, std::move(answer));
    });
}

void EmbeddedVenue::ownTrails(const OwnWindow& window, ports::HistoryAnswer<OwnPage> answer) {
    m_thread->request(
        [t = m_thread.get(), window, answer = std::move(answer)]() mutable { t->readOwn(window, std::move(answer)); });
}

template<class Row>
void EmbeddedVenue::askRows(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                            ports::HistoryAnswer<std::vector<Row>> answer) {
    m_thread->request([t = m_thread.get(), filter, before, limit, answer = std::move(answer)]() mutable {
        t->readRows<Row>(filter, before, limit, std::move(answer));
    });
}

void EmbeddedVenue::orders(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                           ports::HistoryAnswer<std::vector<OrderRecord>> answer) {
    askRows(filter, before, limit, std::move(answer));
}
void EmbeddedVenue::fills(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                          ports::HistoryAnswer<std::vector<FillView>> answer) {
    askRows(filter, before, limit, std::move(answer));
}
void EmbeddedVenue::fundingPayments(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                                    ports::HistoryAnswer<std::vector<FundingPayment>> answer) {
    askRows(filter, before, limit, std::move(answer));
}
void EmbeddedVenue::liquidations(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                                 ports::HistoryAnswer<std::vector<LiquidationEntry>> answer) {
    askRows(filter, before, limit, std::move(answer));
}
void EmbeddedVenue::ledger(const ports::HistoryFilter& filter, std::uint64_t before, std::size_t limit,
                           ports::HistoryAnswer<std::vector<LedgerMovement>> answer) {
    askRows(filter, before, limit, std::move(answer));
}

void EmbeddedVenue::equity(const ports::HistoryFilter& filter, Interval interval, UnixNanos before, std::size_t limit,
                           ports::HistoryAnswer<std::vector<EquitySample>> answer) {
    m_thread->request([t = m_thread.get(), filter, interval, before, limit, answer = std::move(answer)]() mutable {
        t->readEquity(filter, interval, before, limit, std::move(answer));
    });
}

void EmbeddedVenue::fundingRates(MarketId market, UnixNanos before, std::size_t limit,
                                 ports::HistoryAnswer<std::vector<FundingRecord>> answer) {
    m_thread->request([t = m_thread.get(), market, before, limit, answer = std::move(answer)]() mutable {
        t->readFundingRates(market, before, limit, std::move(answer));
    });
}

void EmbeddedVenue::setPaused(bool paused) {
    m_thread->request([t = m_thread.get(), paused] { t->setPaused(paused); });
}
void EmbeddedVenue::setSpeed(double speed) {
    m_thread->request([t = m_thread.get(), speed] { t->setSpeed(speed); });
}
void EmbeddedVenue::step(std::uint64_t events) {
    m_thread->request([t = m_thread.get(), events] { t->step(events); });
}
void EmbeddedVenue::seek(UnixNanos to) {
    m_thread->request([t = m_thread.get(), to, back = to < m_playback.now] { t->seek(to, back); });
}
void EmbeddedVenue::resetAccount() {
    m_thread->request([t = m_thread.get()] { t->resetAccount(); });
}

} // namespace qd::client
