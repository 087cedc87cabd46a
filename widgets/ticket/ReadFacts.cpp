#include "widgets/ticket/ReadFacts.h"

#include <algorithm>

namespace qd::ui {
namespace {

/// Working orders of a market by id, as the exchange holds them; the list is by the time of sending.
std::vector<risk::OwnOrder> ownOrders(const std::vector<TrackedOrder>& all, MarketId market) {
    std::vector<const TrackedOrder*> resting;
    for (const TrackedOrder& o : all) {
        const bool rests = (o.state == OrderState::Working || o.state == OrderState::PartiallyFilled) &&
                           o.order.progress.phase == OrderPhase::Book;
        if (rests && o.order.terms.market == market && o.order.remaining().raw() > 0) resting.push_back(&o);
    }
    std::ranges::sort(resting, {}, [](const TrackedOrder* o) { return o->order.id; });
    std::vector<risk::OwnOrder> own;
    for (const TrackedOrder* o : resting)
        own.push_back({o->order.terms.side, o->order.terms.price, o->order.remaining(), o->order.terms.reduceOnly,
                       o->queueAhead});
    return own;
}

} // namespace

bool accepting(const VenueHealth& health) { return health.running && !health.fault; }

TicketFacts readFacts(const PaneContext& context, std::optional<MarketId> market) {
    TicketFacts facts;
    facts.markets = context.market.markets();
    facts.market = market;
    facts.account = context.accounts.account();
    facts.now = context.market.now();
    facts.running = accepting(context.venue.health());
    if (!market) return facts;
    facts.ticker = context.market.ticker(*market);
    facts.book = context.market.book(*market);
    facts.standing = context.market.standing(*market);
    facts.own = ownOrders(context.accounts.orders(), *market);
    return facts;
}

} // namespace qd::ui
