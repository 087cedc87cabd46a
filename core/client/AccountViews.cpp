#include "core/client/AccountViews.h"

#include "core/engine/exchange/Orders.h"
#include "core/engine/ledger/Position.h"

#include <algorithm>

namespace qd::client {
namespace {

PositionView viewOf(const exchange::State& state, const exchange::ExposureOf& exposure,
                    const exchange::PositionState& p) {
    const exchange::MarketState& market = *state.market(p.market);
    PositionView view;
    view.market = p.market;
    view.position = p.position;
    view.openBids = p.openBids;
    view.openAsks = p.openAsks;
    view.openOrders = p.openOrders;
    view.mark = market.prices.mark;
    view.markEstimated = market.prices.estimated;
    view.entryPrice = ledger::entryPrice(p.position);
    view.realised = Money(p.position.quote.raw() - p.position.entry.raw());
    if (const auto pnl = risk::perpPnl(p.position.base, market.prices.mark, p.position.entry)) view.unrealised = *pnl;
    const auto index = static_cast<std::size_t>(exposure.indexOf(p.market));
    if (!p.position.base.isZero() || p.openOrders != 0) {
        if (const auto required =
                risk::perpRequirement(exposure.exposure().positions[index], risk::MarginKind::Maintenance))
            view.requirement = *required;
    }
    if (const auto price = risk::liquidationPrice(exposure.exposure(), index)) view.liquidationPrice = *price;
    return view;
}

} // namespace

std::shared_ptr<const AccountView> viewOf(const exchange::State& state, AccountId id) {
    const exchange::AccountState* account = state.account(id);
    if (account == nullptr) return nullptr;
    auto view = std::make_shared<AccountView>();
    view->id = id;
    view->name = account->name;
    view->commandSequence = state.commands;
    view->ts = state.now;
    view->collateral = account->collateral;
    view->balance = account->collateral;
    const exchange::ExposureOf exposure(state, *account);
    for (std::size_t i = 0; i < account->positionCount; ++i) {
        view->positions.push_back(viewOf(state, exposure, account->positions[i]));
        view->balance = Money(view->balance.raw() + view->positions.back().realised.raw());
    }
    std::ranges::sort(view->positions, {}, &PositionView::market);
    if (const auto summary = risk::summarise(exposure.exposure())) {
        view->equity = summary->equity;
        view->freeCollateral = summary->freeCollateral;
        view->initialMargin = summary->initial.requirement;
        view->maintenanceMargin = summary->maintenance.requirement;
        view->health = summary->health;
        view->marginRatioBps = summary->marginRatioBps;
        view->leverage = summary->leverage;
        view->mayOnlyReduce = summary->mayOnlyReduce();
    }
    return view;
}

std::vector<Order> workingOrders(const exchange::AccountState& account) {
    std::vector<Order> orders;
    const exchange::OpenSlots open = exchange::openSlotsById(account);
    for (const std::uint8_t slot : std::span(open.places).first(open.count))
        orders.push_back(account.orders[slot]->order);
    return orders;
}

Quantity queueAhead(const exchange::State& state, const exchange::OpenOrder& open) {
    const exchange::MarketState& market = *state.market(open.order.terms.market);
    const book::Lots own = market.book.lotsAhead(open.handle);
    return market.toQuantity(market.outside ? open.queueAhead + own : own);
}

} // namespace qd::client
