// Size: the independent book has every rule of matching in one function, to be read beside the specification.
#include "core/base/Random.h"
#include "core/engine/matching/Matching.h"
#include "tests/support/Property.h"
#include "tests/support/TestRunner.h"

#include <QObject>

#include <list>
#include <map>
#include <tuple>
#include <vector>

using namespace qd;
using namespace qd::matching;

namespace {

struct Print {
    std::uint32_t maker;
    std::uint32_t taker;
    Tick price;
    Lots lots;
    bool operator==(const Print&) const = default;
};
struct Gone {
    std::uint32_t order;
    CloseReason reason;
    bool operator==(const Gone&) const = default;
};

/// Our book, with nothing to ask of accounts.
struct OpenPolicy {
    static constexpr bool kGuarded = false;
    static constexpr bool kOutside = false;
    std::uint32_t taker = 0;
    std::vector<Print> prints;
    std::vector<Gone> gone;
    Lots decremented = 0;

    FillVerdict tryFill(const Resting&, Tick, Lots lots) { return {lots}; }
    void filled(Handle, const Resting& maker, Tick price, Lots lots) {
        prints.push_back({maker.tag, taker, price, lots});
    }
    void makerClosed(const Resting& maker, CloseReason reason) { gone.push_back({maker.tag, reason}); }
    void makerReduced(const Resting&, Lots lots) { decremented += lots; }
    void takerReduced(Lots lots) { decremented += lots; }
    void beginPlan() {}
    void endPlan() {}
};

/// Notes which order it was told comes next.
struct HintedPolicy : OpenPolicy {
    std::vector<std::uint32_t> next;
    void comesNext(const Resting& maker) { next.push_back(maker.tag); }
};

/// The same rules, written as plainly as they can be: the judge.
class PlainBook {
  public:
    struct Order {
        std::uint32_t id;
        std::uint32_t owner;
        Lots lots;
    };
    std::map<Tick, std::list<Order>> bids;
    std::map<Tick, std::list<Order>> asks;
    std::vector<Print> prints;
    std::vector<Gone> gone;

    /// Returns how it ended and what is left.
    std::tuple<OutcomeKind, CloseReason, Lots> submit(Incoming o, std::uint32_t id) {
        auto& makers = o.side == Side::Buy ? asks : bids;
        if (crossing(o, makers)) {
            if (o.postOnly == PostOnly::Must) return {OutcomeKind::WouldCross, CloseReason::Filled, o.lots};
            if (o.postOnly == PostOnly::Try) return {OutcomeKind::Closed, CloseReason::PostOnlyDropped, o.lots};
            if (o.postOnly == PostOnly::Slide)
                o.limit = o.side == Side::Buy ? makers.begin()->first - 1 : makers.rbegin()->first + 1;
        }
        if (o.timeInForce == TimeInForce::FillOrKill && fillable(o, makers) < o.lots)
            return {OutcomeKind::Closed, CloseReason::NotFillable, o.lots};
        while (o.lots != 0 && crossing(o, makers)) {
            const auto level = o.side == Side::Buy ? makers.begin() : std::prev(makers.end());
            Order& maker = level->second.front();
            if (maker.owner == o.owner) {
                const Lots common = std::min(maker.lots, o.lots);
                const bool expireMaker = o.selfTrade == SelfTradePrevention::ExpireMaker ||
                                         o.selfTrade == SelfTradePrevention::ExpireBoth ||
                                         (o.selfTrade == SelfTradePrevention::Decrement && maker.lots == common);
                const bool expireTaker = o.selfTrade == SelfTradePrevention::ExpireTaker ||
                                         o.selfTrade == SelfTradePrevention::ExpireBoth ||
                                         (o.selfTrade == SelfTradePrevention::Decrement && o.lots == common);
                if (o.selfTrade == SelfTradePrevention::Decrement) {
                    if (!expireMaker) maker.lots -= common;
                    if (!expireTaker) o.lots -= common;
                }
                if (expireMaker) {
                    gone.push_back({maker.id, CloseReason::SelfTrade});
                    level->second.pop_front();
                    if (level->second.empty()) makers.erase(level);
                }
                if (expireTaker) return {OutcomeKind::Closed, CloseReason::SelfTrade, o.lots};
                continue;
            }
            const Lots lots = std::min(maker.lots, o.lots);
            prints.push_back({maker.id, id, level->first, lots});
            maker.lots -= lots;
            o.lots -= lots;
            if (maker.lots == 0) level->second.pop_front();
            if (level->second.empty()) makers.erase(level);
        }
        if (o.lots == 0) return {OutcomeKind::Finished, CloseReason::Filled, 0};
        if (!o.rests || o.timeInForce == TimeInForce::ImmediateOrCancel)
            return {OutcomeKind::Closed, CloseReason::Unfilled, o.lots};
        (o.side == Side::Buy ? bids : asks)[o.limit].push_back({id, o.owner, o.lots});
        return {OutcomeKind::Rested, CloseReason::Filled, o.lots};
    }
    void cancel(std::uint32_t id) {
        for (auto* side : {&bids, &asks}) {
            for (auto level = side->begin(); level != side->end(); ++level) {
                if (std::erase_if(level->second, [&](const Order& o) { return o.id == id; }) == 0) continue;
                if (level->second.empty()) side->erase(level);
                return;
            }
        }
    }

  private:
    static bool crossing(const Incoming& o, const std::map<Tick, std::list<Order>>& makers) {
        if (makers.empty()) return false;
        return o.side == Side::Buy ? makers.begin()->first <= o.limit : makers.rbegin()->first >= o.limit;
    }
    static Lots fillable(const Incoming& o, const std::map<Tick, std::list<Order>>& makers) {
        std::vector<std::pair<Tick, Order>> queue;
        for (const auto& [tick, orders] : makers) {
            if (o.side == Side::Buy ? tick > o.limit : tick < o.limit) continue;
            for (const Order& order : orders) queue.emplace_back(tick, order);
        }
        std::ranges::stable_sort(queue, [&](const auto& a, const auto& b) {
            return o.side == Side::Buy ? a.first < b.first : a.first > b.first;
        });
        Lots sum = 0;
        for (const auto& [tick, order] : queue) {
            if (sum >= o.lots) break;
            if (order.owner != o.owner) {
                sum += order.lots;
            } else if (o.selfTrade != SelfTradePrevention::ExpireMaker) {
                return 0;
            }
        }
        return sum;
    }
};

template<class E>
E pick(SplitMix64& random, std::uint64_t count) {
    return static_cast<E>(random() % count);
}

bool sameSide(const Book& book, Side side, const std::map<Tick, std::list<PlainBook::Order>>& judge) {
    Tick tick = book.best(side);
    std::vector<Tick> expected;
    for (const auto& [t, orders] : judge) expected.push_back(t);
    if (side == Side::Buy) std::ranges::reverse(expected);
    for (const Tick t : expected) {
        if (tick != t) return false;
        Lots total = 0;
        Handle h = book.level(t).head;
        for (const auto& order : judge.at(t)) {
            if (h == 0 || book.order(h).tag != order.id || book.lots(h) != order.lots || book.order(h).side != side)
                return false;
            total += order.lots;
            h = book.next(h);
        }
        if (h != 0 || book.level(t).lots != total) return false;
        tick = book.nextWorse(side, t);
    }
    return tick == book::kNoTick;
}

Incoming randomOrder(SplitMix64& random) {
    Incoming o;
    o.side = pick<Side>(random, 2);
    o.lots = 1 + random() % 20;
    o.owner = static_cast<std::uint32_t>(random() % 4);
    o.limit = static_cast<Tick>(90 + random() % 20);
    o.selfTrade = pick<SelfTradePrevention>(random, 4);
    switch (random() % 8) {
    case 0: o.timeInForce = TimeInForce::ImmediateOrCancel; break;
    case 1: o.timeInForce = TimeInForce::FillOrKill; break;
    case 2: o.postOnly = pick<PostOnly>(random, 4); break;
    case 3:
        o.rests = false;
        o.limit = o.side == Side::Buy ? 999 : 1;
        break;
    default: break;
    }
    return o;
}

} // namespace

class TestMatching : public QObject {
    Q_OBJECT
  private slots:
    void saysWhichOrderComesNext() {
        Book book(1'000, 1'000);
        for (std::uint32_t id = 1; id <= 4; ++id) (void)book.add(Side::Sell, 100, 10, id, id, false);
        HintedPolicy policy;
        Incoming order;
        order.limit = 100;
        order.lots = 25;
        order.owner = 9;
        (void)submit(book, order, policy);
        QCOMPARE(policy.prints.size(), std::size_t{3});
        // The third fills what is left of it: nothing comes after that.
        QCOMPARE(policy.next, (std::vector<std::uint32_t>{2, 3}));
    }
    /// Every order type, time in force and self-trade mode against an independent book.
    void agreesWithThePlainBook() {
        QD_PROPERTY("same prints, same removals, same queues", [](std::uint64_t seed) {
            SplitMix64 random(seed);
            Book book(1'000, 1'000);
            PlainBook judge;
            OpenPolicy policy;
            std::map<std::uint32_t, Handle> resting;
            for (std::uint32_t id = 1; id <= 400; ++id) {
                if (random() % 4 == 0 && !resting.empty()) {
                    auto it = resting.begin();
                    std::advance(it, static_cast<long>(random() % resting.size()));
                    book.remove(it->second);
                    judge.cancel(it->first);
                    resting.erase(it);
                    continue;
                }
                Incoming order = randomOrder(random);
                order.tag = id;
                policy.taker = id;
                const auto [kind, reason, left] = judge.submit(order, id);
                const Outcome outcome = submit(book, order, policy);
                RC_ASSERT(outcome.kind == kind);
                if (kind == OutcomeKind::Closed) RC_ASSERT(outcome.reason == reason);
                RC_ASSERT(order.lots == left);
                RC_ASSERT(policy.prints == judge.prints);
                RC_ASSERT(policy.gone == judge.gone);
                if (outcome.kind == OutcomeKind::Rested) resting[id] = outcome.handle;
                std::erase_if(resting, [&](const auto& r) {
                    for (const auto* side : {&judge.bids, &judge.asks}) {
                        for (const auto& [t, orders] : *side) {
                            if (std::ranges::any_of(orders, [&](const auto& o) { return o.id == r.first; }))
                                return false;
                        }
                    }
                    return true;
                });
                RC_ASSERT(sameSide(book, Side::Buy, judge.bids) && sameSide(book, Side::Sell, judge.asks));
                const Tick bid = book.best(Side::Buy);
                const Tick ask = book.best(Side::Sell);
                RC_ASSERT(bid == book::kNoTick || ask == book::kNoTick || bid < ask);
            }
        });
    }

    void bandStopsFillsAndKeepsTheBookUncrossed() {
        Book book(1'000, 10);
        OpenPolicy policy;
        (void)book.add(Side::Sell, 100, 5, 1, 1, false);
        (void)book.add(Side::Sell, 120, 5, 1, 2, false);
        Incoming order;
        order.side = Side::Buy;
        order.limit = 130;
        order.bandHigh = 110;
        order.lots = 8;
        order.owner = 9;
        const Outcome outcome = submit(book, order, policy);
        QCOMPARE(outcome.kind, OutcomeKind::Closed);
        QCOMPARE(outcome.reason, CloseReason::OutOfBand);
        QCOMPARE(order.lots, Lots{3});
        QCOMPARE(policy.prints.size(), 1U);
    }
};
QD_TEST(TestMatching);
#include "TestMatching.moc"
