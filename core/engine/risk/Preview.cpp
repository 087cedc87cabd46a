#include "core/engine/risk/Preview.h"

#include "core/domain/Events.h"
#include "core/engine/ledger/FeeTiers.h"
#include "core/engine/ledger/Position.h"
#include "core/engine/matching/Matching.h"

#include <algorithm>

namespace qd::risk {
namespace {

using book::kNoTick;
using book::Lots;
using book::Tick;
using matching::FillVerdict;

constexpr std::uint32_t kOthers = 0;
constexpr std::uint32_t kOwn = 1;

/// A window of the market's ticks that holds every price the order can meet, so that the book stays small.
struct Window {
    std::int64_t tick = 1;
    std::int64_t offset = 0;
    Tick capacity = 2;

    Window(const MarketParams& p, Price a, Price b) : tick(p.tick.raw()) {
        const std::int64_t low = std::min(a, b).raw() / tick;
        const std::int64_t high = std::max(a, b).raw() / tick;
        offset = std::max<std::int64_t>(0, low - 2);
        capacity = static_cast<Tick>(std::min(p.maxPrice.raw() / tick + 1, high + 2) - offset);
    }
    /// A tick of the market in the window; outside it the end that keeps comparisons right.
    [[nodiscard]] Tick within(std::int64_t ofMarket) const {
        return static_cast<Tick>(std::clamp<std::int64_t>(ofMarket - offset, 0, kNoTick - 1));
    }
    [[nodiscard]] Tick toTick(Price p) const { return within(p.raw() / tick); }
    [[nodiscard]] Price toPrice(Tick t) const { return Price((t + offset) * tick); }
};

/// Part of the queue at one price: an own order, or size of others.
struct Part {
    Price price;
    Lots lots = 0;
    std::uint32_t own = 0; ///< index in PreviewBook::own + 1; 0 = others
};

bool reaches(const OrderTerms& t, Price offer) { return t.side == Side::Buy ? offer <= t.price : offer >= t.price; }

/// Everything the order's limit reaches, in the order in which it is met.
class Queue {
  public:
    Queue(const MarketNow& market, const PreviewBook& book, const OrderTerms& t)
        : m_market(market.params)
        , m_book(book)
        , m_most(static_cast<Lots>(t.size.raw() / market.params.step.raw())) {
        for (std::uint32_t i = 0; i < book.own.size(); ++i) {
            if (book.own[i].side != t.side && reaches(t, book.own[i].price)) m_own.push_back(i);
        }
        const bool native = m_market.liquidity == Liquidity::Native;
        std::ranges::stable_sort(m_own, [&](std::uint32_t a, std::uint32_t b) {
            const OwnOrder& x = book.own[a];
            const OwnOrder& y = book.own[b];
            if (x.price != y.price) return t.side == Side::Buy ? x.price < y.price : x.price > y.price;
            return native && x.ahead < y.ahead;
        });
        for (const BookLevel& level : book.offers) {
            if (!reaches(t, level.price)) break;
            addOwn([&](Price p) { return t.side == Side::Buy ? p < level.price : p > level.price; });
            native ? addShared(level) : addOthers(level.price, level.size);
            addOwn([&](Price p) { return p == level.price; });
        }
        addOwn([](Price) { return true; });
    }
    [[nodiscard]] const std::vector<Part>& parts() const { return m_parts; }

  private:
    void addOthers(Price price, Quantity size) {
        // More than the whole order is never met, and fits an order of the book.
        const auto lots = static_cast<Lots>(std::max<std::int64_t>(size.raw(), 0) / m_market.step.raw());
        if (lots != 0) m_parts.push_back({price, std::min(lots, m_most), 0});
    }
    void addOwn(const auto& belongs) {
        for (; m_next < m_own.size() && belongs(m_book.own[m_own[m_next]].price); ++m_next) {
            const OwnOrder& order = m_book.own[m_own[m_next]];
            m_parts.push_back(
                {order.price, static_cast<Lots>(order.remaining.raw() / m_market.step.raw()), m_own[m_next] + 1});
        }
    }
    /// A level that holds own orders: others' size before, between and behind them.
    void addShared(const BookLevel& level) {
        std::int64_t passed = 0; // of the level
        for (; m_next < m_own.size() && m_book.own[m_own[m_next]].price == level.price; ++m_next) {
            const OwnOrder& order = m_book.own[m_own[m_next]];
            if (const std::int64_t before = std::min(order.ahead.raw(), level.size.raw()) - passed; before > 0) {
                addOthers(level.price, Quantity(before));
                passed += before;
            }
            m_parts.push_back(
                {order.price, static_cast<Lots>(order.remaining.raw() / m_market.step.raw()), m_own[m_next] + 1});
            passed += order.remaining.raw();
        }
        addOthers(level.price, Quantity(level.size.raw() - passed));
    }

    const MarketParams& m_market;
    const PreviewBook& m_book;
    Lots m_most;
    std::vector<std::uint32_t> m_own; ///< indices in m_book.own, in the order in which they are met
    std::size_t m_next = 0;           ///< first of m_own not yet placed
    std::vector<Part> m_parts;
};

/// The matching policy of a rehearsal: what exchange::Settlement and FillPolicy do to the taker's account.
class Trial {
  public:
    static constexpr bool kGuarded = true;
    static constexpr bool kOutside = false;

    Trial(const MarketNow& market, const PreviewBook& book, const PreviewAccount& account, Window window,
          const OrderTerms& terms, OrderPreview& out)
        : m_market(market.params)
        , m_account(account)
        , m_index(account.index)
        , m_window(window)
        , m_terms(terms)
        , m_own(book.own.begin(), book.own.end())
        , m_out(out) {}

    FillVerdict tryFill(const book::Resting&, Tick tick, Lots lots) {
        return tryFill(m_window.toPrice(tick), Quantity(static_cast<std::int64_t>(lots) * m_market.step.raw()),
                       LiquidityRole::Taker);
    }
    /// Applies one fill to the account, or answers why it cannot carry it.
    FillVerdict tryFill(Price price, Quantity size, LiquidityRole role) {
        const Quantity reducible = reducibleBy(m_out.position.base, m_terms.side);
        const std::int64_t step = m_market.step.raw();
        if (m_terms.reduceOnly) size = std::min(size, Quantity(reducible.raw() / step * step));
        if (size.isZero()) return {0, false, true, CloseReason::ReduceOnly};
        const auto settled = settle(price, size, role);
        if (!settled) return {0, false, true, CloseReason::MathOverflow};
        const Held before = held();
        set(settled->after);
        if (size > reducible) {
            const auto totals = marginTotals({m_out.collateral, m_out.positions, m_account.assets}, MarginKind::Fill);
            if (!totals || !totals->sufficient()) {
                set(before);
                return {0, false, true, CloseReason::InsufficientCollateral};
            }
        }
        m_last = *settled;
        return {static_cast<Lots>(size.raw() / step), false, false, CloseReason::ReduceOnly};
    }
    void filled(book::Handle, const book::Resting&, Tick, Lots) { count(); }
    void count() {
        m_out.filled = Quantity(m_out.filled.raw() + m_last.size.raw());
        m_out.quote = Money(m_out.quote.raw() + m_last.quote.raw());
        m_out.fee = Money(m_out.fee.raw() + m_last.fee.raw());
        m_out.realised = Money(m_out.realised.raw() + m_last.realised.raw());
        m_out.worst = m_last.price;
        m_sweeps = m_sweeps || std::ranges::any_of(m_own, [](const OwnOrder& o) { return open(o) && o.reduceOnly; });
    }
    void makerClosed(const book::Resting& maker, CloseReason) { lose(m_own[maker.tag - 1]); }
    void makerReduced(const book::Resting& maker, Lots lots) {
        OwnOrder& order = m_own[maker.tag - 1];
        const Quantity off(static_cast<std::int64_t>(lots) * m_market.step.raw());
        addToOpen(order.side, order.reduceOnly, -off.raw());
        order.remaining = Quantity(order.remaining.raw() - off.raw());
    }
    void takerReduced(Lots lots) { m_shrunk += static_cast<std::int64_t>(lots) * m_market.step.raw(); }
    void beginPlan() { m_planned = held(); }
    void endPlan() { set(m_planned); }

    [[nodiscard]] const Window& window() const { return m_window; }
    [[nodiscard]] Quantity remaining() const { return Quantity(m_terms.size.raw() - m_shrunk - m_out.filled.raw()); }
    /// The order rests with what is left of it.
    void rest(Price price) {
        addToOpen(m_terms.side, m_terms.reduceOnly, remaining().raw());
        ++exposure().openOrders;
        m_own.push_back({m_terms.side, price, remaining(), m_terms.reduceOnly, {}});
    }
    /// Reduce-only orders of a position that shrank below them leave. False when the new order itself went.
    bool sweep() {
        if (!m_sweeps) return true;
        for (OwnOrder& order : m_own) {
            if (open(order) && order.reduceOnly && reducibleBy(m_out.position.base, order.side) < m_market.step)
                lose(order);
        }
        return open(m_own.back());
    }

  private:
    struct Held {
        Position position;
        Money collateral;
    };
    struct Fill {
        Price price;
        Quantity size;
        Money quote;
        Money fee;
        Money realised;
        Held after;
    };
    /// The money of one fill. Errors: Overflow.
    [[nodiscard]] MathResult<Fill> settle(Price price, Quantity size, LiquidityRole role) const {
        const bool buys = m_terms.side == Side::Buy;
        const bool makes = role == LiquidityRole::Maker;
        const auto quote = ledger::fillQuote(size, price, buys == makes);
        if (!quote) return std::unexpected(quote.error());
        const auto fees = ledger::crossFees(*quote, ledger::feeTermsOf(m_market, m_account.taker));
        if (!fees) return std::unexpected(fees.error());
        const Money fee = makes ? Money(-fees->rebate.raw()) : fees->taker;
        const auto change = ledger::withFill(m_out.position, Quantity(buys ? size.raw() : -size.raw()),
                                             Money(buys ? -quote->raw() : quote->raw()));
        if (!change) return std::unexpected(change.error());
        auto charged = ledger::withFee(change->after, fee);
        if (!charged) return std::unexpected(charged.error());
        // What the referrer gets is settled with the fill and leaves the pool.
        const Money reward = makes ? Money{} : fees->reward;
        const auto unsettled = charged->quote.plus(reward);
        const auto left = m_out.collateral.minus(reward);
        if (!unsettled || !left) return std::unexpected(MathError::Overflow);
        charged->quote = *unsettled;
        return Fill{price, size, *quote, fee, change->realised, {*charged, *left}};
    }
    [[nodiscard]] static bool open(const OwnOrder& o) { return !o.remaining.isZero(); }
    [[nodiscard]] PositionExposure& exposure() { return m_out.positions[m_index]; }
    [[nodiscard]] Held held() const { return {m_out.position, m_out.collateral}; }
    void set(const Held& h) {
        m_out.position = h.position;
        m_out.collateral = h.collateral;
        exposure().base = h.position.base;
        exposure().quote = h.position.quote;
    }
    void addToOpen(Side side, bool reduceOnly, std::int64_t size) {
        if (reduceOnly) return;
        if (side == Side::Buy)
            exposure().openBids = Quantity(exposure().openBids.raw() + size);
        else
            exposure().openAsks = Quantity(exposure().openAsks.raw() - size);
    }
    void lose(OwnOrder& order) {
        addToOpen(order.side, order.reduceOnly, -order.remaining.raw());
        --exposure().openOrders;
        order.remaining = Quantity{};
        ++m_out.ownLost;
    }

    const MarketParams& m_market;
    const PreviewAccount& m_account;
    std::size_t m_index;
    Window m_window;
    const OrderTerms& m_terms;
    std::vector<OwnOrder> m_own; ///< remaining 0: gone
    OrderPreview& m_out;
    Fill m_last;
    Held m_planned;
    std::int64_t m_shrunk = 0; ///< taken off the order by self-trade prevention
    bool m_sweeps = false;
};

/// What the exchange checks between the rules of the terms and the book.
RejectCode admit(const PreviewAccount& account, const OrderTerms& t, bool crosses, OrderPreview& out) {
    if (t.postOnly == PostOnly::Must && crosses) return RejectCode::PostOnlyWouldCross;
    if (mayRest(t) && account.openOrders >= kMaxOpenOrders) return RejectCode::MaxOpenOrders;
    if (t.reduceOnly && reducibleBy(account.position.base, t.side).isZero()) return RejectCode::ReduceOnlyNoPosition;
    return checkInitialMargin({account.collateral, out.positions, account.assets}, account.index, t.side, t.reduceOnly,
                              t.size);
}

/// As the exchange holds it: a market order has its protective limit.
OrderTerms heldTerms(const MarketNow& market, OrderTerms t) {
    if (t.type != OrderType::Market) return t;
    if (t.timeInForce == TimeInForce::GoodTillCancel) t.timeInForce = TimeInForce::ImmediateOrCancel;
    t.price = marketOrderLimit(market.params, market.prices, t);
    return t;
}

matching::Incoming incomingOf(const MarketNow& market, const OrderTerms& t, const Window& window) {
    const TickRange band =
        fillBand(market.params, market.prices, market.params.maxPrice.raw() / market.params.tick.raw());
    matching::Incoming in;
    in.side = t.side;
    in.limit = window.toTick(t.price);
    in.bandLow = window.within(band.low);
    in.bandHigh = window.within(band.high);
    in.lots = static_cast<Lots>(t.size.raw() / market.params.step.raw());
    in.owner = kOwn;
    in.timeInForce = t.timeInForce;
    in.postOnly = t.postOnly;
    in.selfTrade = t.selfTrade;
    in.rests = mayRest(t);
    in.guarded = t.reduceOnly;
    return in;
}

Window windowOf(const MarketNow& market, const OrderTerms& t, const Queue& queue) {
    return {market.params, t.price, queue.parts().empty() ? t.price : queue.parts().front().price};
}

/// Matches the order with what it meets and concludes what becomes of it.
void meet(const MarketNow& market, const OrderTerms& t, const Queue& queue, Trial& trial, OrderPreview& out) {
    const Window& window = trial.window();
    book::Book book(window.capacity, static_cast<std::uint32_t>(queue.parts().size() + 1));
    for (const Part& part : queue.parts())
        book.add(opposite(t.side), window.toTick(part.price), part.lots, part.own == 0 ? kOthers : kOwn, part.own,
                 false);
    matching::Incoming incoming = incomingOf(market, t, window);
    const matching::Outcome outcome = matching::submit(book, incoming, trial);
    out.remaining = trial.remaining();
    if (outcome.kind == matching::OutcomeKind::Rested) {
        out.price = window.toPrice(outcome.tick);
        trial.rest(out.price);
    } else {
        out.closed = outcome.kind == matching::OutcomeKind::Finished ? CloseReason::Filled : outcome.reason;
    }
    if (!trial.sweep() && !out.closed) {
        out.closed = CloseReason::ReduceOnly;
        --out.ownLost; // it is the order itself
    }
}

} // namespace

MathResult<OrderPreview> preview(const MarketNow& market, const PreviewBook& visible, const PreviewAccount& account,
                                 const OrderTerms& asked, UnixNanos now) {
    OrderPreview out;
    out.position = account.position;
    out.positions = account.positions;
    out.collateral = account.collateral;
    const PositionExposure& held = account.positions[account.index];
    out.refusal = validateTerms(market, {held.base, held.openBids, held.openAsks}, asked, now);
    if (out.refusal == RejectCode::None && account.positions.size() > kMaxPositions)
        out.refusal = RejectCode::MaxPositions;
    if (out.refusal != RejectCode::None) return out;

    const OrderTerms terms = heldTerms(market, asked);
    const Queue queue(market, visible, terms);
    out.price = terms.price;
    // The order's own leverage is asked for when it is placed, not of what it becomes.
    out.positions[account.index].userMargin = std::max(held.userMargin, terms.userMargin);
    out.refusal = admit(account, terms, !queue.parts().empty(), out);
    out.positions[account.index].userMargin = held.userMargin;
    if (out.refusal != RejectCode::None) return out;

    Trial trial(market, visible, account, windowOf(market, terms, queue), terms, out);
    meet(market, terms, queue, trial, out);
    if (out.closed == CloseReason::MathOverflow) return std::unexpected(MathError::Overflow);
    return out;
}

MathResult<std::optional<OrderPreview>> previewAtLimit(const MarketNow& market, const PreviewAccount& account,
                                                       const OrderTerms& asked) {
    const OrderTerms terms = heldTerms(market, asked);
    OrderPreview out;
    out.position = account.position;
    out.positions = account.positions;
    out.collateral = account.collateral;
    out.price = terms.price;
    Trial trial(market, {}, account, {market.params, terms.price, terms.price}, terms, out);
    const bool makes = terms.postOnly != PostOnly::No;
    PositionExposure& own = out.positions[account.index];
    if (makes) ++own.openOrders; // it still rests while its fill is judged
    const FillVerdict verdict =
        trial.tryFill(terms.price, terms.size, makes ? LiquidityRole::Maker : LiquidityRole::Taker);
    if (verdict.reason == CloseReason::MathOverflow) return std::unexpected(MathError::Overflow);
    if (verdict.stopTaker) return std::optional<OrderPreview>{};
    if (makes) --own.openOrders;
    trial.count();
    out.remaining = trial.remaining();
    out.closed = CloseReason::Filled;
    return std::optional(std::move(out));
}

} // namespace qd::risk
