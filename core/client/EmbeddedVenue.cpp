#include "core/client/EmbeddedVenue.h"

namespace qd::client {

TradingSession::Outbox EmbeddedVenue::outbox() {
    TradingSession::Outbox out;
    out.place = [this](OrderTerms terms, SentRequest sent) {
        m_thread->request([t = m_thread.get(), terms, sent] { t->place(terms, sent); });
    };
    out.cancel = [this](OrderReference order) { m_thread->request([t = m_thread.get(), order] { t->cancel(order); }); };
    out.cancelAll = [this](std::optional<MarketId> market, std::optional<Side> side) {
        m_thread->request([t = m_thread.get(), market, side] { t->cancelAll(market, side); });
    };
    out.placeSet = [this](OrderRelation relation, std::vector<OrderTerms> orders, SentRequest sent) {
        m_thread->request(
            [t = m_thread.get(), relation, orders = std::move(orders), sent] { t->placeSet(relation, orders, sent); });
    };
    out.amend = [this](OrderReference order, ports::Amendment to) {
        m_thread->request([t = m_thread.get(), order, to] { t->amend(order, to); });
    };
    out.pauseTwap = [this](OrderReference order, bool paused) {
        m_thread->request([t = m_thread.get(), order, paused] { t->pauseTwap(order, paused); });
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
    , m_session(clock, executor, outbox())
    , m_desk(executor, deskOutbox()) {
    m_playback.mode = m_mode;
    m_playback.speed = setup.speed;
    // What the venue's thread posts to the main thread may arrive after this object is gone.
    const std::weak_ptr<bool> alive = m_alive;
    VenueThread::MainThread mainThread{executor,
                                       [this, alive](AccountBatch batch) {
                                           if (!alive.expired()) m_session.deliver(std::move(batch));
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
                                           if (now.fault && !now.running) {
                                               m_session.venueFailed();
                                               m_desk.venueFailed();
                                           }
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
