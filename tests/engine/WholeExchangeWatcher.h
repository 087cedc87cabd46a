// Size: one kind of event after the other.
#pragma once

#include "core/domain/Slots.h"
#include "core/engine/exchange/Exchange.h"
#include "core/engine/exchange/Liquidation.h"
#include "core/engine/risk/Margin.h"
#include "tests/engine/MetCounts.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace qd::test {

/// Follows an exchange by its events alone and compares what they say with its state after every command: money,
/// contracts and orders of spec/perps.md §8. `problem` is the first thing that was wrong.
class WholeExchangeWatcher {
  public:
    explicit WholeExchangeWatcher(const exchange::State& state) : m_state(state) {}

    /// Before a command is applied.
    void expect(const Command& command) {
        m_takeOver.reset();
        const auto* c = std::get_if<Liquidate>(&command.body);
        if (c == nullptr || m_state.account(c->debtor) == nullptr) return;
        const exchange::PositionState* p = m_state.account(c->debtor)->find(c->market);
        if (p == nullptr) return;
        const auto shortage = exchange::shortageOf(m_state, *m_state.account(c->debtor), p->pool());
        if (shortage) m_takeOver = TakeOver{*c, p->pool(), *shortage, p->position.base};
    }
    void check(const Command& command, std::span<const Event> events) {
        m_touched.clear();
        m_fundingReceived.clear();
        m_takenFrom.clear();
        m_ended.clear();
        for (const Event& e : events) {
            count(Met::Event, e.body.index());
            std::visit([this](const auto& body) { see(body); }, e.body);
        }
        const bool refused =
            std::ranges::any_of(events, [](const Event& e) { return std::holds_alternative<RequestRejected>(e.body); });
        if (!refused) count(Met::Command, command.body.index());
        const std::string imbalance = exchange::audit(m_state).imbalance; // items 1 to 3, 5, 6
        require(imbalance.empty(), imbalance.c_str());
        for (const AccountId id : m_touched) compare(*m_state.account(id));
        if (++m_commands % 64 == 0) compareAll();
        checkTakeOver(events);
        // Item 15: a pool's money goes to the backstop with that pool, not with another of the account's.
        require(std::ranges::includes(m_ended, m_takenFrom), "a liquidation took from another pool");
        checkSet(command, events);
        for (const auto& [trade, fill] : m_halves)
            require(m_state.market(trade.first)->outside != nullptr, "a fill without its other half");
        m_halves.clear();
    }

    std::string problem;
    MetCounts met;

  private:
    using OrderKey = std::pair<AccountId, OrderId>;
    using PlaceKey = std::pair<AccountId, MarketId>;
    struct TakeOver {
        Liquidate command;
        PoolId pool;
        Money shortage;
        Quantity base;
    };

    void require(bool holds, const char* what) {
        if (!holds && problem.empty()) problem = what;
    }
    void count(Met what, auto value) { ++met[{what, static_cast<int>(value)}]; }
    void count(Happening what) { count(Met::Other, what); }

    void see(const OrderAccepted& e) {
        m_open[{e.account, e.order.id}] = e.order;
        m_touched.insert(e.account);
        countKinds(met, e.order);
    }
    void see(const OrderAmended& e) { replace(e.account, e.order); }
    void see(const OrderUpdated& e) {
        const Order& before = replace(e.account, e.order);
        const Price was = before.progress.stop;
        const Price is = e.order.progress.stop;
        if (e.order.terms.trigger.kind != TriggerKind::Trailing || was.isZero() || was == is) return;
        count(Happening::TrailMoved);
        // Item 13: it only ever tightens.
        require(e.order.terms.side == Side::Sell ? is > was : is < was, "a trailing stop moved away from the price");
    }
    void see(const OrderTriggered& e) {
        replace(e.account, e.order);
        count(Happening::Trigger);
    }
    Order replace(AccountId account, const Order& order) {
        m_touched.insert(account);
        const auto known = m_open.find({account, order.id});
        require(known != m_open.end(), "an order changed that nobody was told of");
        if (known == m_open.end()) return order;
        return std::exchange(known->second, order);
    }
    void see(const OrderFilled& e) {
        count(Happening::Fill);
        m_touched.insert(e.account);
        const auto at = m_open.find({e.account, e.order});
        require(at != m_open.end(), "a fill of an order nobody was told of");
        if (at == m_open.end()) return;
        Order& order = at->second;
        checkFill(e, order);
        order.filled = Quantity(order.filled.raw() + e.size.raw());
        order.filledQuote = Money(order.filledQuote.raw() + e.quote.raw());
        require(order.remaining() == e.remaining && e.remaining.raw() >= 0, "an order was filled beyond its size");
        if (const auto parent = m_open.find({e.account, order.progress.parent});
            parent != m_open.end() && parent->second.progress.phase == OrderPhase::Twap) {
            parent->second.filled = Quantity(parent->second.filled.raw() + e.size.raw());
            parent->second.filledQuote = Money(parent->second.filledQuote.raw() + e.quote.raw());
        }
        moveBase(e.account, e.market, e.side, e.size, order.terms.reduceOnly);
        require(m_bases[{e.account, e.market}] == e.position, "a fill tells another position than its sums");
        m_realised[{e.account, e.market}] += e.realised.raw() - e.fee.raw();
        matchHalves(e);
    }
    /// Items 9 and 10.
    void checkFill(const OrderFilled& e, const Order& order) {
        require(order.terms.side == e.side, "a fill on the wrong side");
        require(e.side == Side::Buy ? e.price <= order.terms.price : e.price >= order.terms.price,
                "a fill beyond the order's limit");
        const bool referred = m_state.account(e.account)->referred && e.role == LiquidityRole::Taker;
        require(referred || e.discount.isZero(), "a discount without a referrer");
        require(e.reward == e.discount || e.reward.isZero(), "a reward that is not the discount");
        require(e.role == LiquidityRole::Maker || order.terms.postOnly == PostOnly::No, "a post-only order took");
        const MarketParams& p = m_state.market(e.market)->params;
        const MarketPrices& prices = m_prices[e.market];
        require(p.liquidity == Liquidity::External ||
                    risk::fillInBand(e.price, prices.index, p.initialMargin, prices.twap5, p.twapBand),
                "a fill outside the band");
    }
    void matchHalves(const OrderFilled& e) {
        const std::pair key{e.market, e.trade};
        const auto other = m_halves.find(key);
        if (other == m_halves.end()) {
            m_halves[key] = e;
            return;
        }
        const OrderFilled& o = other->second;
        require(o.quote == e.quote && o.size == e.size && o.price == e.price && o.side != e.side,
                "the halves of a trade differ");
        require(e.fee.raw() + o.fee.raw() >= e.reward.raw() + o.reward.raw(), "a market paid for a trade");
        require(m_state.account(o.account)->master != m_state.account(e.account)->master,
                "a master traded with itself");
        m_halves.erase(other);
    }
    void see(const OrderClosed& e) {
        m_touched.insert(e.account);
        count(Met::Closed, e.reason);
        const auto at = m_open.find({e.account, e.order});
        require(at != m_open.end(), "an order closed twice");
        if (at == m_open.end()) return;
        const Order& order = at->second;
        require(order.filled == e.filled && order.remaining() == e.remaining, "a closed order tells other sums");
        require(e.reason != CloseReason::Filled || e.remaining.isZero(), "an order called filled has some left");
        require(order.terms.timeInForce != TimeInForce::FillOrKill || e.filled.isZero() || e.remaining.isZero(),
                "a fill-or-kill order was filled in part");
        // Item 13: at most one order of a group is filled in full.
        if (order.progress.group != 0 && !e.filled.isZero() && e.remaining.isZero())
            require(m_fullGroups.insert({e.account, order.progress.group}).second,
                    "both orders of a group were filled");
        m_open.erase(at);
    }
    void see(const Deleveraged& e) {
        count(Happening::Deleveraged);
        moveBase(e.account, e.market, e.side, e.size, true);
        require(m_bases[{e.account, e.market}] == e.position, "deleveraging tells another position than its sums");
        m_realised[{e.account, e.market}] += e.realised.raw();
    }
    void see(const PositionSettled& e) {
        count(Happening::PositionSettled);
        moveBase(e.account, e.market, e.side, e.size, true);
        require(m_bases[{e.account, e.market}].isZero(), "a settled position is left open");
        m_realised[{e.account, e.market}] += e.realised.raw();
    }
    void see(const LiquidationStarted& e) {
        count(Happening::LiquidationStarted);
        // Item 8: healthy pools are left alone.
        require(e.requirement > e.collateral, "a healthy pool is liquidated");
        m_touched.insert(e.account);
    }
    void see(const LiquidationStepped& e) {
        count(Met::Step, e.step);
        m_touched.insert(e.account);
        m_touched.insert(e.liquidator);
        // The other side has what it realised in its own events or in none.
        if (e.liquidator != e.account) m_unknown.insert({e.liquidator, e.market});
        if (e.step == LiquidationStep::Backstop) m_unknown.insert({e.account, e.market});
        std::int64_t& realised = m_realised[{e.account, e.market}];
        if (e.step == LiquidationStep::Book) realised -= e.insurance.raw();
        if (e.step == LiquidationStep::TakeOver)
            realised += e.realised.raw() - e.liquidatorFee.raw() - e.insurance.raw();
        if (e.step == LiquidationStep::TakeOver || e.step == LiquidationStep::Backstop) {
            moveBase(e.account, e.market, e.side, e.size, true); // item 7: it never flips
            moveBase(e.liquidator, e.market, opposite(e.side), e.size, false);
        }
        require(e.step == LiquidationStep::OrdersCancelled || m_bases[{e.account, e.market}] == e.position,
                "a step of a liquidation tells another position than its sums");
    }
    void see(const LiquidationEnded& e) {
        count(Met::End, e.end);
        m_touched.insert(e.account);
        m_ended.insert({e.account, e.pool});
        // A pool that went to the backstop took what its closed positions had realised along.
        forget(e.account);
        if (m_state.backstop) forget(*m_state.backstop);
    }
    void forget(AccountId id) {
        const exchange::AccountState& a = *m_state.account(id);
        for (std::size_t i = 0; i < a.positionCount; ++i) m_unknown.insert({id, a.positions[i].market});
        m_touched.insert(id);
    }
    void see(const BankruptcyResolved& e) {
        if (!e.fromFees.isZero()) count(Happening::BankruptByFees);
        if (!e.fromInsurance.isZero()) count(Happening::BankruptByInsurance);
        if (!e.socialised.isZero()) count(Happening::BankruptBySociety);
        require(e.loss.raw() > 0 && e.fromFees.raw() >= 0 && e.fromInsurance.raw() >= 0 && e.socialised.raw() >= 0 &&
                    Int128{e.fromFees.raw()} + e.fromInsurance.raw() + e.socialised.raw() <= e.loss.raw(),
                "a bankruptcy is covered by more than its loss");
        // What they paid went into a position of the bankrupt account's, or of the backstop that took it over.
        m_unknown.insert({e.account, e.market});
        m_touched.insert(e.account);
        if (!m_state.backstop) return;
        m_unknown.insert({*m_state.backstop, e.market});
        m_touched.insert(*m_state.backstop);
    }
    void see(const LedgerPosted& e) {
        count(Met::Posting, e.kind);
        m_touched.insert(e.account);
        std::int64_t& balance = e.isolated ? m_isolated[{e.account, e.market}] : m_balances[{e.account, e.asset}];
        balance += e.amount.raw();
        require(balance == e.balance.raw(), "a posting tells another balance than the sum of postings");
        // The backstop takes a debt over as well: that leaves its own balance.
        if (e.kind == PostingKind::BackstopTransfer && e.amount.raw() < 0 && e.account != m_state.backstop)
            m_takenFrom.insert({e.account, e.isolated ? PoolId{true, e.market} : kCrossPool});
        if (e.kind == PostingKind::PnlSettled || e.kind == PostingKind::ReferralFee)
            m_realised[{e.account, e.market}] -= e.amount.raw();
    }
    void see(const FundingPaid& e) {
        count(Happening::FundingPaid);
        m_touched.insert(e.account);
        m_realised[{e.account, e.market}] += e.amount.raw();
        auto& [sum, n] = m_fundingReceived[e.market];
        sum += e.amount.raw();
        ++n;
    }
    void see(const FundingUpdated& e) {
        count(Happening::FundingUpdated);
        const auto [sum, n] = m_fundingReceived[e.market];
        m_fundingReceived.erase(e.market);
        // Item 4; the paper market's venue pays too.
        if (m_state.market(e.market)->outside == nullptr)
            require(sum <= 0 && sum > -std::max<std::int64_t>(n, 1), "funding pays out more than it takes in");
    }
    void see(const MarginCallChanged& e) {
        count(Happening::MarginCall);
        require(e.level != e.before, "a margin call that is none");
    }
    void see(const PricesChanged& e) { m_prices[e.market] = e.prices; }
    void see(const OracleChanged& e) { count(Met::Oracle, e.what); }
    void see(const MarketStatusChanged&) { count(Happening::StatusChanged); }
    void see(const InsuranceChanged& e) {
        count(Happening::InsuranceChanged);
        require(e.vault.raw() >= 0 && e.shares >= 0, "the insurance fund owes something");
    }
    void see(const RequestRejected& e) { count(Met::Rejected, e.code); }
    void see(const auto&) {}

    void moveBase(AccountId account, MarketId market, Side side, Quantity size, bool reduces) {
        m_touched.insert(account);
        Quantity& base = m_bases[{account, market}];
        const std::int64_t before = base.raw();
        base = Quantity(before + signOf(side) * size.raw());
        if (reduces)
            require(std::abs(base.raw()) < std::abs(before) && (base.raw() == 0 || (base.raw() > 0) == (before > 0)),
                    "what may only reduce a position enlarged or flipped it");
    }
    // ---- the state against what was told

    void compare(const exchange::AccountState& a) {
        std::size_t open = 0;
        for (const auto& o : a.orders) {
            if (!o) continue;
            ++open;
            const auto told = m_open.find({a.id, o->order.id});
            require(told != m_open.end() && same(told->second, o->order), "an order is not as it was told");
            checkOrder(a, o->order);
        }
        const auto from = m_open.lower_bound({a.id, OrderId{}});
        const auto to = m_open.upper_bound({a.id, OrderId(~0U)});
        require(static_cast<std::size_t>(std::distance(from, to)) == open, "an order was told of that is not there");
        for (std::size_t i = 0; i < kMaxAssets; ++i)
            require(a.balances[i].raw() == valueOf(m_balances, std::pair{a.id, AssetId(static_cast<std::uint8_t>(i))}),
                    "a balance is not the sum of its postings");
        for (std::size_t i = 0; i < a.positionCount; ++i) comparePosition(a, a.positions[i]);
    }
    /// The best price of a trailing order is told only when its stop moves with it.
    static bool same(Order told, Order is) {
        told.progress.extreme = is.progress.extreme;
        return told == is;
    }
    void comparePosition(const exchange::AccountState& a, const exchange::PositionState& p) {
        const PlaceKey key{a.id, p.market};
        require(p.position.base.raw() == valueOf(m_bases, key).raw(), "a position is not what was told of it");
        require(p.isolatedMargin.raw() == valueOf(m_isolated, key),
                "an isolated margin is not the sum of its postings");
        // Item 3: quote less entry is all that was realised, charged and paid. Steps of a liquidation tell less.
        const std::int64_t realised = p.position.quote.raw() - p.position.entry.raw();
        if (m_unknown.erase(key) != 0) m_realised[key] = realised;
        require(realised == valueOf(m_realised, key), "quote and entry differ by more than what was realised");
    }
    /// What is waiting has a time to wait for; a bracket's child is not larger than what its entry has filled (item
    /// 13).
    void checkOrder(const exchange::AccountState& a, const Order& order) {
        const OrderTerms& t = order.terms;
        const OrderPhase phase = order.progress.phase;
        require(phase != OrderPhase::Twap || order.progress.nextChild > m_state.now,
                "a TWAP has forgotten its next child");
        require(phase != OrderPhase::Auction ||
                    slotAt(m_state.now) <= order.progress.auctionSlot + t.auction.durationSlots,
                "an auction did not end");
        require(phase != OrderPhase::Book || t.timeInForce != TimeInForce::GoodTillDate || t.expiry >= m_state.now,
                "an order is older than it may be");
        const auto entry = m_open.find({a.id, order.progress.parent});
        if (entry != m_open.end() && phase != OrderPhase::Twap && entry->second.progress.phase != OrderPhase::Twap)
            require(t.size <= entry->second.filled, "a bracket's child is larger than its entry's fills");
    }
    void compareAll() {
        for (const auto& a : m_state.accounts) compare(*a);
        for (const exchange::AssetState& asset : m_state.assets)
            require(asset.withdrawals <= asset.deposits, "a vault has paid out more than it took in"); // item 5
        for (const auto& m : m_state.markets) compareLists(*m);
    }
    void compareLists(const exchange::MarketState& m) {
        std::vector<AccountId> holders;
        std::vector<exchange::OrderPlace> waiting;
        std::vector<exchange::OrderPlace> floating;
        for (const auto& a : m_state.accounts) {
            if (a->find(m.params.id) != nullptr) holders.push_back(a->id);
            for (const exchange::OrderPlace place : placesOf(*a, m.params.id)) {
                const Order& order = m_open.at({place.account, place.order});
                if (order.progress.phase == OrderPhase::Waiting && order.terms.trigger.kind != TriggerKind::None)
                    waiting.push_back(place);
                if (order.progress.phase == OrderPhase::Book && !order.terms.oracleOffset.isZero())
                    floating.push_back(place);
            }
        }
        require(holders == m.holders, "a market does not know who holds it");
        require(waiting == m.waiting && floating == m.floating, "a market's lists of orders are not the orders");
    }
    static std::vector<exchange::OrderPlace> placesOf(const exchange::AccountState& a, MarketId market) {
        std::vector<exchange::OrderPlace> places;
        for (const auto& o : a.orders) {
            if (o && o->order.terms.market == market) places.push_back({a.id, o->order.id});
        }
        std::ranges::sort(places);
        return places;
    }
    template<class Map>
    static typename Map::mapped_type valueOf(const Map& map, const typename Map::key_type& key) {
        const auto at = map.find(key);
        return at == map.end() ? typename Map::mapped_type{} : at->second;
    }

    // ---- what a command may do

    /// Item 7: a take-over does not raise the shortage, does not flip the position and leaves the liquidator at initial
    /// margin.
    void checkTakeOver(std::span<const Event> events) {
        if (!m_takeOver) return;
        const Liquidate& c = m_takeOver->command;
        for (const Event& e : events) {
            const auto* step = std::get_if<LiquidationStepped>(&e.body);
            if (step == nullptr || step->step != LiquidationStep::TakeOver) continue;
            const exchange::AccountState& debtor = *m_state.account(c.debtor);
            const auto left = exchange::shortageOf(m_state, debtor, m_takeOver->pool);
            require(left && left->raw() <= m_takeOver->shortage.raw() + 10, "a take-over raised the shortage");
            const exchange::AccountState& taker = *m_state.account(c.account);
            require(exchange::checkInitial(m_state, taker, taker.find(c.market)->pool()) == RejectCode::None,
                    "a take-over left the liquidator below its initial margin");
        }
    }
    /// All orders of a set are accepted or none.
    void checkSet(const Command& command, std::span<const Event> events) {
        const auto* set = std::get_if<PlaceOrders>(&command.body);
        if (set == nullptr) return;
        std::size_t accepted = 0;
        bool rejected = false;
        for (const Event& e : events) {
            const auto* a = std::get_if<OrderAccepted>(&e.body);
            const bool own = a != nullptr && a->account == set->account && a->order.terms.twap.durationMs == 0 &&
                             a->order.createdAt == command.ts && a->order.progress.phase != OrderPhase::Twap;
            accepted += own ? 1 : 0;
            rejected = rejected || std::holds_alternative<RequestRejected>(e.body);
        }
        require(rejected || accepted >= set->orders.size(), "a set was accepted in part");
    }

    const exchange::State& m_state;
    std::uint64_t m_commands = 0;
    std::optional<TakeOver> m_takeOver;
    std::set<AccountId> m_touched;
    std::map<OrderKey, Order> m_open;
    std::map<PlaceKey, Quantity> m_bases;
    std::map<PlaceKey, std::int64_t> m_isolated;
    std::map<PlaceKey, std::int64_t> m_realised;
    std::set<PlaceKey> m_unknown; ///< whose realised sum is to be read from the state once
    std::map<std::pair<AccountId, AssetId>, std::int64_t> m_balances;
    std::map<MarketId, MarketPrices> m_prices;
    std::map<MarketId, std::pair<std::int64_t, std::int64_t>> m_fundingReceived;
    std::map<std::pair<MarketId, TradeId>, OrderFilled> m_halves;
    std::set<std::pair<AccountId, std::uint32_t>> m_fullGroups;
    std::set<std::pair<AccountId, PoolId>> m_ended;     ///< liquidations that ended in this command
    std::set<std::pair<AccountId, PoolId>> m_takenFrom; ///< pools whose balances went to the backstop in it
};

} // namespace qd::test
