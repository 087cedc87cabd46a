#pragma once

#include "core/domain/Order.h"
#include "core/engine/book/Book.h"
#include "core/engine/book/ExternalDepth.h"

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <vector>

/// The rules by which an incoming order meets a book: price, then time; order types, time in force, post-only,
/// self-trade prevention. Source: spec/perps.md §4.2 to 4.6, 4.9. What an account can carry is asked of a Policy, so
/// the same code serves the exchange (margin, reduce-only), paper trading (an outside venue's levels beside the book)
/// and the benchmark.
namespace qd::matching {

using book::Book;
using book::Handle;
using book::kNoTick;
using book::Lots;
using book::Resting;
using book::Tick;

/// An order on its way in, in the market's ticks and lots. Validated: tick in range, lots > 0, flags consistent.
struct Incoming {
    Side side = Side::Buy;
    Tick limit = 0;   ///< worst price it accepts
    Tick bandLow = 0; ///< fills outside [bandLow, bandHigh] do not happen
    Tick bandHigh = ~Tick{0};
    Lots lots = 0;  ///< what is left to fill; reduced by submit
    Lots shown = 0; ///< resting, at most this much of it is in the book at a time; 0 = all
    std::uint32_t owner = 0;
    std::uint32_t tag = 0;
    TimeInForce timeInForce = TimeInForce::GoodTillCancel;
    PostOnly postOnly = PostOnly::No;
    SelfTradePrevention selfTrade = SelfTradePrevention::ExpireMaker;
    bool rests = true;    ///< false for market orders
    bool guarded = false; ///< resting, it is a reduce-only order
};

/// What the policy says of one fill.
struct FillVerdict {
    Lots lots = 0;                               ///< filled; 0 = none
    bool removeMaker = false;                    ///< the maker leaves the book (it cannot carry more)
    bool stopTaker = false;                      ///< the taker cannot carry it: no further fills
    CloseReason reason = CloseReason::Cancelled; ///< why, for the side that leaves
};

enum class OutcomeKind : std::uint8_t {
    Rested,     ///< the rest is in the book under `handle`
    Finished,   ///< filled completely
    Closed,     ///< the rest is cancelled for `reason`
    WouldCross, ///< post-only "must": refused, nothing happened
};
struct Outcome {
    OutcomeKind kind = OutcomeKind::Finished;
    CloseReason reason = CloseReason::Filled;
    Handle handle = 0;
    Tick tick = 0; ///< where it rests (after a slide)
};

/*
A Policy has
    static constexpr bool kGuarded;      whether tryFill may answer anything but "all of it"
    static constexpr bool kOutside;      whether an outside venue's levels trade beside the book
    FillVerdict tryFill(const Resting& maker, Tick price, Lots lots);   applies the fill to both accounts, or not
    void filled(Handle, const Resting& maker, Tick price, Lots lots);   tells of an applied fill; maker is as before it;
                                         may take other orders out of the book but not touch it
    void makerClosed(const Resting& maker, CloseReason reason);         before the order leaves the book unfilled
    void makerReduced(const Resting& maker, Lots lots);                 self-trade decrement took lots off it
    void takerReduced(Lots lots);                                       and off the incoming order
    void beginPlan(); void endPlan();    between them tryFill is a rehearsal: endPlan undoes everything it did
where orders may rest with more than they show
    Lots leftOf(const Resting& maker);       what is left of the whole order, >= maker.lots
    Lots displayOf(const Resting& maker);    how much it shows at a time; 0 = all of it
    void exhausted(const Resting& maker);    what it showed is filled and has left the book: its next part may enter
where it can use a hint
    void comesNext(const Resting& maker);    most likely the order that is filled after the one at hand; changes nothing
and with kOutside
    book::ExternalDepth& outside();
    FillVerdict tryFillOutside(Tick price, Lots lots);
    void filledOutside(Tick price, Lots lots);
*/

/// A policy whose orders may rest with more than they show.
template<class Policy>
concept HidesLots = requires(Policy policy, const Resting& maker) {
    { policy.leftOf(maker) } -> std::same_as<Lots>;
    { policy.displayOf(maker) } -> std::same_as<Lots>;
    policy.exhausted(maker);
};

/// A policy that wants to know what comes next, to have its memory at hand by then.
template<class Policy>
concept TakesHints = requires(Policy policy, const Resting& maker) { policy.comesNext(maker); };

namespace detail {

/// What is left of a resting order, hidden parts included.
template<class Policy>
[[nodiscard]] Lots wholeOf(Policy& policy, const Resting& maker) {
    if constexpr (HidesLots<Policy>) return policy.leftOf(maker);
    return maker.lots;
}

/// Is the taker's limit at least as good as `best`?
template<Side kSide>
[[nodiscard]] constexpr bool crosses(Tick limit, Tick best) noexcept {
    return kSide == Side::Buy ? best <= limit : best >= limit;
}
/// The better of two prices for the taker; kNoTick is no price.
template<Side kSide>
[[nodiscard]] constexpr Tick better(Tick a, Tick b) noexcept {
    if constexpr (kSide == Side::Buy) return std::min(a, b); // kNoTick is the largest
    if (a == kNoTick) return b;
    return b == kNoTick ? a : std::max(a, b);
}

template<Side kSide, class Policy>
[[nodiscard]] Tick bestFor(const Book& book, Policy& policy) noexcept {
    constexpr Side kMakers = opposite(kSide);
    if constexpr (Policy::kOutside) return better<kSide>(book.best(kMakers), policy.outside().best(kMakers));
    return book.best(kMakers);
}

/// Fill-or-kill: would the whole size fill, self-trade prevention and what accounts can carry included?
template<Side kSide, class Policy>
class Rehearsal {
  public:
    Rehearsal(const Book& book, const Incoming& order, Policy& policy)
        : m_book(book)
        , m_order(order)
        , m_policy(policy) {}

    [[nodiscard]] bool fillsCompletely() {
        m_policy.beginPlan();
        const bool done = walk() && m_left == 0;
        m_policy.endPlan();
        return done;
    }

  private:
    static constexpr Side kMakers = opposite(kSide);

    /// False when something would take from the order what did not trade.
    [[nodiscard]] bool walk() {
        for (Tick t = bestFor<kSide>(m_book, m_policy); m_left != 0; t = worse(t)) {
            if (t == kNoTick || !crosses<kSide>(m_order.limit, t) || t < m_order.bandLow || t > m_order.bandHigh)
                return true;
            if (!takeOutside(t) || !takeLevel(t)) return false;
        }
        return true;
    }
    [[nodiscard]] Tick worse(Tick t) const {
        if constexpr (Policy::kOutside)
            return better<kSide>(m_book.nextWorse(kMakers, t), m_policy.outside().nextWorse(kMakers, t));
        return m_book.nextWorse(kMakers, t);
    }
    [[nodiscard]] bool takeOutside(Tick t) {
        if constexpr (Policy::kOutside) {
            const Lots offered = std::min(m_left, m_policy.outside().available(kMakers, t));
            if (offered == 0) return true;
            const FillVerdict verdict = m_policy.tryFillOutside(t, offered);
            m_left -= verdict.lots;
            return !verdict.stopTaker;
        }
        return true;
    }
    [[nodiscard]] bool takeLevel(Tick t) {
        m_refills.clear();
        for (Handle h = m_book.best(kMakers) == kNoTick ? 0 : m_book.level(t).head; h != 0 && m_left != 0;
             h = m_book.next(h)) {
            const Resting maker = m_book.order(h);
            if (maker.side != kMakers) return true; // the level belongs to the other side of an outside market
            if (maker.owner == m_order.owner) {
                if (m_order.selfTrade == SelfTradePrevention::ExpireMaker) continue;
                return false;
            }
            const FillVerdict verdict = m_policy.tryFill(maker, t, std::min(m_left, maker.lots));
            m_left -= verdict.lots;
            if (verdict.stopTaker) return false;
            if (const Lots whole = wholeOf(m_policy, maker); verdict.lots == maker.lots && whole > maker.lots)
                m_refills.push_back({maker, whole - maker.lots});
        }
        return takeRefills(t);
    }
    /// What was hidden comes to the end of the queue part by part, in the order in which what was shown ran out.
    [[nodiscard]] bool takeRefills(Tick t) {
        if constexpr (HidesLots<Policy>) {
            for (std::size_t i = 0; i < m_refills.size() && m_left != 0; ++i) {
                Refill refill = m_refills[i];
                refill.maker.lots = std::min(refill.hidden, m_policy.displayOf(refill.maker));
                const FillVerdict verdict = m_policy.tryFill(refill.maker, t, std::min(m_left, refill.maker.lots));
                m_left -= verdict.lots;
                if (verdict.stopTaker) return false;
                if (verdict.lots != refill.maker.lots) continue;
                refill.hidden -= verdict.lots;
                if (refill.hidden != 0) m_refills.push_back(refill);
            }
        }
        return true;
    }

    struct Refill {
        Resting maker;
        Lots hidden = 0; ///< > 0
    };
    const Book& m_book;
    const Incoming& m_order;
    Policy& m_policy;
    Lots m_left = m_order.lots;
    std::vector<Refill> m_refills;
};

/// Applies self-trade prevention to the front order. Returns true when the incoming order ends here.
template<class Policy>
[[nodiscard]] bool preventSelfTrade(Book& book, Incoming& order, Handle front, Policy& policy) {
    const Resting maker = book.order(front);
    const auto expireMaker = [&] {
        policy.makerClosed(maker, CloseReason::SelfTrade);
        book.remove(front);
    };
    switch (order.selfTrade) {
    case SelfTradePrevention::ExpireMaker: expireMaker(); return false;
    case SelfTradePrevention::ExpireTaker: return true;
    case SelfTradePrevention::ExpireBoth: expireMaker(); return true;
    case SelfTradePrevention::Decrement: break;
    }
    const Lots whole = wholeOf(policy, maker);
    const Lots common = std::min(order.lots, whole);
    if (whole == common) {
        expireMaker();
    } else {
        if (const Lots left = whole - common; maker.lots > left) book.reduce(front, maker.lots - left);
        policy.makerReduced(maker, common);
    }
    if (order.lots == common) return true;
    order.lots -= common;
    policy.takerReduced(common);
    return false;
}

enum class Stop : std::uint8_t { Filled, NoCross, Band, SelfTrade, Policy };
struct MatchEnd {
    Stop stop = Stop::NoCross;
    CloseReason reason = CloseReason::Cancelled; ///< when the policy stopped it
};

/// One fill, or one removal, at the front of the book. An empty answer: go on.
template<class Policy>
[[nodiscard]] MatchEnd matchFront(Book& book, Incoming& order, Tick price, Policy& policy) {
    constexpr MatchEnd kGoOn{Stop::Filled};
    const Handle front = book.level(price).head;
    const Resting maker = book.order(front);
    if (maker.owner == order.owner) [[unlikely]]
        return preventSelfTrade(book, order, front, policy) ? MatchEnd{Stop::SelfTrade} : kGoOn;
    if constexpr (TakesHints<Policy>) {
        if (const Handle behind = book.next(front); behind != 0 && order.lots > maker.lots)
            policy.comesNext(book.order(behind));
    }
    Lots lots = std::min(order.lots, maker.lots);
    if constexpr (Policy::kGuarded) {
        const FillVerdict verdict = policy.tryFill(maker, price, lots);
        if (verdict.stopTaker) return {Stop::Policy, verdict.reason};
        lots = verdict.lots;
        if (lots != 0) policy.filled(front, maker, price, lots);
        order.lots -= lots;
        if (verdict.removeMaker && lots < maker.lots) {
            if (lots != 0) book.reduce(front, lots);
            policy.makerClosed(book.order(front), verdict.reason);
            book.remove(front);
            return kGoOn;
        }
    } else {
        policy.filled(front, maker, price, lots);
        order.lots -= lots;
    }
    if (lots == maker.lots) {
        book.remove(front);
        if constexpr (HidesLots<Policy>) policy.exhausted(maker);
    } else {
        book.reduce(front, lots);
    }
    return kGoOn;
}

template<Side kSide, class Policy>
[[nodiscard]] MatchEnd match(Book& book, Incoming& order, Policy& policy) {
    constexpr Side kMakers = opposite(kSide);
    while (order.lots != 0) {
        const Tick best = bestFor<kSide>(book, policy);
        if (best == kNoTick || !crosses<kSide>(order.limit, best)) return {Stop::NoCross};
        if (best < order.bandLow || best > order.bandHigh) [[unlikely]]
            return {Stop::Band};
        if constexpr (Policy::kOutside) {
            // At the same price the displayed quantity was there first.
            if (const Lots offered =
                    policy.outside().best(kMakers) == best ? policy.outside().available(kMakers, best) : 0;
                offered != 0) {
                const FillVerdict verdict = policy.tryFillOutside(best, std::min(order.lots, offered));
                if (verdict.stopTaker) return {Stop::Policy, verdict.reason};
                policy.filledOutside(best, verdict.lots);
                order.lots -= verdict.lots;
                continue;
            }
        }
        if (const MatchEnd end = matchFront(book, order, best, policy); end.stop != Stop::Filled) return end;
    }
    return {Stop::Filled};
}

template<Side kSide, class Policy>
[[nodiscard]] Outcome submit(Book& book, Incoming& order, Policy& policy) {
    const Tick best = bestFor<kSide>(book, policy);
    if (best != kNoTick && crosses<kSide>(order.limit, best)) {
        if (order.postOnly != PostOnly::No) [[unlikely]] {
            if (order.postOnly == PostOnly::Must) return {OutcomeKind::WouldCross};
            const bool roomInside = kSide == Side::Buy ? best > 1 : best + 1 < book.capacity();
            if (order.postOnly == PostOnly::Try || !roomInside)
                return {OutcomeKind::Closed, CloseReason::PostOnlyDropped};
            order.limit = kSide == Side::Buy ? best - 1 : best + 1;
        } else {
            if (order.timeInForce == TimeInForce::FillOrKill &&
                !Rehearsal<kSide, Policy>(book, order, policy).fillsCompletely()) [[unlikely]]
                return {OutcomeKind::Closed, CloseReason::NotFillable};
            const MatchEnd end = match<kSide>(book, order, policy);
            switch (end.stop) {
            case Stop::Filled: return {OutcomeKind::Finished};
            case Stop::NoCross: break;
            case Stop::Band: return {OutcomeKind::Closed, CloseReason::OutOfBand};
            case Stop::SelfTrade: return {OutcomeKind::Closed, CloseReason::SelfTrade};
            case Stop::Policy: return {OutcomeKind::Closed, end.reason};
            }
        }
    } else if (order.timeInForce == TimeInForce::FillOrKill) [[unlikely]] {
        return {OutcomeKind::Closed, CloseReason::NotFillable};
    }
    if (!order.rests || order.timeInForce == TimeInForce::ImmediateOrCancel)
        return {OutcomeKind::Closed, CloseReason::Unfilled};
    const Lots shown = order.shown == 0 ? order.lots : std::min(order.shown, order.lots);
    const Handle h = book.add(kSide, order.limit, shown, order.owner, order.tag, order.guarded);
    return {OutcomeKind::Rested, CloseReason::Filled, h, order.limit};
}

} // namespace detail

/// Matches the order, rests what may rest, and says how it ended. order.lots is what was not filled.
template<class Policy>
[[nodiscard]] Outcome submit(Book& book, Incoming& order, Policy& policy) {
    return order.side == Side::Buy ? detail::submit<Side::Buy>(book, order, policy)
                                   : detail::submit<Side::Sell>(book, order, policy);
}

} // namespace qd::matching
