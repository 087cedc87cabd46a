#include "core/client/EmbeddedVenue.h"

namespace qd::client {

TradingSession::Outbox EmbeddedVenue::outbox() {
    TradingSession::Outbox out;
    out.place = [this](OrderTerms terms, SentRequest sent) {
        m_thread->post([t = m_thread.get(), terms, sent] { t->place(terms, sent); });
    };
    out.cancel = [this](OrderReference order) { m_thread->post([t = m_thread.get(), order] { t->cancel(order); }); };
    out.cancelAll = [this](std::optional<MarketId> market, std::optional<Side> side) {
        m_thread->post([t = m_thread.get(), market, side] { t->cancelAll(market, side); });
    };
    out.amend = [this](OrderReference order, Price price, Quantity size) {
        m_thread->post([t = m_thread.get(), order, price, size] { t->amend(order, price, size); });
    };
    return out;
}

EmbeddedVenue::EmbeddedVenue(VenueSetup setup, VenueMode mode, ports::Executor& executor, const Clock& clock)
    : m_mode(mode)
    , m_session(clock, executor, outbox()) {
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
                                       [this, alive] {
                                           if (alive.expired()) return;
                                           const VenueHealth now = health();
                                           if (now.fault && !now.running) m_session.venueFailed();
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
                            std::move_only_function<void(Result<ports::CandleSeries, ports::HistoryCode>)> answer) {
    m_thread->post([t = m_thread.get(), market, interval, before, limit, answer = std::move(answer)]() mutable {
        t->readCandles(market, interval, before, limit, std::move(answer));
    });
}

void EmbeddedVenue::fills(std::uint64_t before, std::size_t limit,
                          std::move_only_function<void(Result<std::vector<FillView>, ports::HistoryCode>)> answer) {
    m_thread->post([t = m_thread.get(), before, limit, answer = std::move(answer)]() mutable {
        t->readFills(before, limit, std::move(answer));
    });
}

void EmbeddedVenue::setPaused(bool paused) {
    m_thread->post([t = m_thread.get(), paused] { t->setPaused(paused); });
}
void EmbeddedVenue::setSpeed(double speed) {
    m_thread->post([t = m_thread.get(), speed] { t->setSpeed(speed); });
}
void EmbeddedVenue::step(std::uint64_t events) {
    m_thread->post([t = m_thread.get(), events] { t->step(events); });
}
void EmbeddedVenue::seek(UnixNanos to) {
    m_thread->post([t = m_thread.get(), to] { t->seek(to); });
}
void EmbeddedVenue::resetAccount() {
    m_thread->post([t = m_thread.get()] { t->resetAccount(); });
}

} // namespace qd::client
