#pragma once

#include "core/client/AccountViews.h"
#include "tests/support/ExchangeRig.h"
#include "tests/support/PaneRig.h"

namespace qd::test {

/// A real exchange behind a fake venue: market 0 of the pane's rig traded by one user, with a book of another account.
/// What the exchange knows is published to the pane by publish().
class TicketScene {
  public:
    explicit TicketScene(PaneRig& rig, Money deposit = Money::of(10'000))
        : m_rig(rig)
        , exchange(market(rig), Price::of(150)) {
        exchange.addMarket(asPublished(rig.venue.marketList[1].params), Price::of(60'000));
        maker = exchange.addAccount(Money::of(100'000'000));
        user = exchange.addAccount(deposit);
        for (int i = 1; i <= 5; ++i) {
            rest(maker, Side::Sell, Price(150'000'000 + i * 10'000), Quantity::of(2 * i));
            rest(maker, Side::Buy, Price(150'000'000 - i * 10'000), Quantity::of(3 * i));
        }
        publish();
    }

    void rest(AccountId account, Side side, Price price, Quantity size) {
        OrderTerms t = ExchangeRig::limit(side, price, size);
        t.clientId = ClientOrderId(m_nextId++);
        exchange.place(account, t);
        if (account == user) track();
    }
    void take(Side side, Quantity size) { exchange.place(user, ExchangeRig::market(side, size)); }

    /// Shows the pane what stands in the exchange.
    void publish() {
        FakeVenue& venue = m_rig.venue;
        const exchange::MarketState& m = *exchange.exchange.state().market(MarketId(0));
        auto book = std::make_shared<BookSnapshot>();
        book->market = MarketId(0);
        book->version = m.changes;
        book->receivedNanos = m_rig.clock.monotonicNanos();
        const auto fill = [&](Side side, std::vector<BookLevel>& levels) {
            for (book::Tick t = m.book.best(side); t != book::kNoTick; t = m.book.nextWorse(side, t))
                levels.push_back({m.toPrice(t), m.toQuantity(m.book.level(t).lots)});
        };
        fill(Side::Buy, book->bids);
        fill(Side::Sell, book->asks);
        Ticker& ticker = venue.tickers[MarketId(0)];
        ticker.market = MarketId(0);
        ticker.prices = m.prices;
        ticker.status = DataStatus::Live;
        ticker.receivedNanos = book->receivedNanos;
        ticker.ts = m.changedAt;
        venue.books[MarketId(0)] = std::move(book);
        venue.marketNow = exchange.now;
        venue.accountView = client::viewOf(exchange.exchange.state(), user, m_deleveraging, 1);
        track();
        venue.tellAccount();
    }

  private:
    /// The exchange takes at most 2^24 ticks a market.
    static MarketParams market(PaneRig& rig) {
        rig.venue.marketList[0].params.maxPrice = Price::of(1'000);
        return asPublished(rig.venue.marketList[0].params);
    }
    /// Marks are what a test says, and time costs nothing.
    static MarketParams& asPublished(MarketParams& p) {
        p.markModel = MarkModel::Published;
        p.funding = false;
        return p;
    }
    void track() {
        m_rig.venue.orderList.clear();
        const exchange::AccountState& account = *exchange.exchange.state().account(user);
        for (const Order& order : client::workingOrders(account)) {
            TrackedOrder tracked;
            tracked.order = order;
            tracked.state = OrderState::Working;
            for (const auto& open : account.orders) {
                if (open && open->order.id == order.id)
                    tracked.queueAhead = client::queueAhead(exchange.exchange.state(), *open);
            }
            m_rig.venue.orderList.push_back(tracked);
        }
    }

    PaneRig& m_rig;
    std::uint64_t m_nextId = 1;
    client::DeleverageBoard m_deleveraging;

  public:
    ExchangeRig exchange;
    AccountId maker;
    AccountId user;
};

} // namespace qd::test
