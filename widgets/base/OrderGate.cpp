#include "widgets/base/OrderGate.h"

#include "widgets/base/Format.h"

#include <algorithm>
#include <cmath>

namespace qd::ui {
namespace {

constexpr std::size_t kSizesKept = 20;
constexpr std::size_t kSizesNeeded = 5; ///< before "usual" means anything

Error<GateCode> held(GateCode code, const QString& detail) { return {code, detail.toStdString()}; }

/// What a plan is for the guards of size: of independent orders all of them together, of others the one that opens.
OrderTerms wholeOf(const OrderPlan& plan) {
    OrderTerms whole = plan.orders.front();
    if (plan.relation != OrderRelation::Independent) return whole;
    for (std::size_t i = 1; i < plan.orders.size(); ++i)
        whole.size = whole.size.plus(plan.orders[i].size).value_or(Quantity(INT64_MAX));
    return whole;
}

} // namespace

OrderGate::OrderGate(ports::OrderEntry& entry, const ports::MarketData& market, const Settings& settings,
                     QObject* parent)
    : QObject(parent)
    , m_entry(&entry)
    , m_market(market)
    , m_settings(settings) {}

OrderGate::OrderGate(OrderGate& shared, QObject* parent)
    : QObject(parent)
    , m_shared(&shared.common())
    , m_entry(m_shared->m_entry)
    , m_market(m_shared->m_market)
    , m_settings(m_shared->m_settings) {
    connect(m_shared, &OrderGate::armedChanged, this, &OrderGate::armedChanged);
    connect(m_shared, &OrderGate::lockChanged, this, &OrderGate::lockChanged);
}

void OrderGate::sendAsShared() { m_entry = common().m_entry; }
void OrderGate::sendTo(ports::OrderEntry& entry) { m_entry = &entry; }
void OrderGate::close(const QString& why) {
    m_entry = nullptr;
    m_whyClosed = why;
}

std::optional<Error<GateCode>> OrderGate::checkAccount() const {
    return m_entry == nullptr ? std::optional(held(GateCode::NoAccount, m_whyClosed)) : std::nullopt;
}

void OrderGate::setArmed(bool armed) {
    if (m_shared != nullptr) return m_shared->setArmed(armed);
    if (m_armed == armed) return;
    m_armed = armed;
    emit armedChanged(armed);
}

std::optional<Error<GateCode>> OrderGate::checkPrice(const OrderTerms& terms) const {
    if (terms.type != OrderType::Limit || passes(GateCode::FarPrice)) return std::nullopt;
    // An order that waits is meant for the price that fires it; one that follows the index is as far as it is told.
    const bool waits = terms.trigger.kind == TriggerKind::Stop || terms.trigger.kind == TriggerKind::TakeProfit;
    const Price mark = waits ? terms.trigger.price : m_market.ticker(terms.market).prices.mark;
    const bool follows = !terms.oracleOffset.isZero() || terms.trigger.kind == TriggerKind::Trailing;
    const std::int64_t gap = follows ? terms.oracleOffset.raw() : terms.price.raw() - mark.raw();
    // What reduces and rests on the winning side only waits longer.
    const bool rests = terms.side == Side::Buy ? gap <= 0 : gap >= 0;
    if (terms.reduceOnly && terms.trigger.kind == TriggerKind::None && rests) return std::nullopt;
    const double farthest = m_settings.real(setting::kFarthestPrice);
    const double distance = std::abs(static_cast<double>(gap)) * 100 / static_cast<double>(mark.raw());
    if (distance <= farthest) return std::nullopt;
    return held(GateCode::FarPrice, tr("The limit is %1 % from the mark, more than your guard of %2 %. GUARD PASS "
                                       "PRICE lets the next order through.")
                                        .arg(distance, 0, 'f', 1)
                                        .arg(farthest));
}

std::optional<Error<GateCode>> OrderGate::checkSize(const OrderTerms& terms) const {
    if (terms.reduceOnly) return std::nullopt;
    const bool fixed = terms.type == OrderType::Limit && !terms.price.isZero();
    const Price reference = fixed ? terms.price : m_market.ticker(terms.market).prices.mark;
    const auto notional = Checked(terms.size.raw()).times(reference.raw(), Quantity::kScale, Round::Up).to<Money>();
    const Money largest = Money::of(m_settings.integer(setting::kLargestNotional));
    if (!passes(GateCode::LargeNotional) && (!notional || *notional > largest)) {
        const QString worth = notional ? text(*notional, 0) : unknownText();
        return held(GateCode::LargeNotional, tr("The order is worth %1 USDC, more than your guard of %2. GUARD PASS "
                                                "NOTIONAL lets the next order through.")
                                                 .arg(worth, text(largest, 0)));
    }
    const auto& sizes = common().m_recentSizes;
    const auto recent = sizes.find(terms.market);
    if (passes(GateCode::UnusualSize) || recent == sizes.end() || recent->second.size() < kSizesNeeded)
        return std::nullopt;
    std::vector<std::int64_t> sorted(recent->second.begin(), recent->second.end());
    std::ranges::nth_element(sorted, sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2));
    const double usual = static_cast<double>(sorted[sorted.size() / 2]);
    const double factor = m_settings.real(setting::kUsualSizeFactor);
    if (static_cast<double>(terms.size.raw()) <= usual * factor) return std::nullopt;
    return held(
        GateCode::UnusualSize,
        tr("The size is more than %1 times your usual size. GUARD PASS SIZE lets the next order through.").arg(factor));
}

Error<GateCode> OrderGate::locked() const {
    return held(GateCode::LockedOut, tr("Opening is locked until %1 UTC: %2. Reduce-only orders and cancels pass; "
                                        "RISK LIMITS shows the countdown.")
                                         .arg(clockText(lock()->until), lock()->cause));
}

std::optional<Error<GateCode>> OrderGate::checkArm(Intent intent) const {
    if (intent != Intent::OneClick || armed()) return std::nullopt;
    return held(GateCode::Disarmed,
                tr("One-click trading is off. ARM ON, or the lock in the status bar, turns it on."));
}

std::optional<Error<GateCode>> OrderGate::checkState(const OrderTerms& terms, Intent intent) const {
    if (auto nowhere = checkAccount()) return nowhere;
    if (lock() && !terms.reduceOnly) return locked();
    if (auto disarmed = checkArm(intent)) return disarmed;
    if (!m_market.ticker(terms.market).prices.valid())
        return held(GateCode::NotReady, tr("The market has no price yet."));
    return std::nullopt;
}

std::optional<Error<GateCode>> OrderGate::objection(const OrderTerms& terms, Intent intent) const {
    if (auto objected = checkState(terms, intent)) return objected;
    if (auto far = checkPrice(terms)) return far;
    return checkSize(terms);
}

std::optional<Error<GateCode>> OrderGate::objection(const OrderPlan& plan, Intent intent) const {
    for (std::size_t i = 0; i < plan.orders.size(); ++i) {
        // A bracket's exits lie on their side of the entry, which is judged itself.
        const bool exit = plan.relation == OrderRelation::Bracket && i > 0 && plan.orders[i].reduceOnly;
        if (auto objected = exit ? checkState(plan.orders[i], intent) : objection(plan.orders[i], intent))
            return objected;
    }
    return plan.single() ? std::nullopt : checkSize(wholeOf(plan));
}

/// Less of what stands already opens nothing, and is no slip: it only wants the arm switch.
std::optional<Error<GateCode>> OrderGate::amendObjection(const Order& order, const ports::Amendment& to,
                                                         Intent intent) const {
    const OrderTerms terms = amended(order, to);
    OrderTerms smaller = order.terms;
    smaller.size = terms.size;
    const bool shrinks = terms == smaller && !terms.size.isZero() && terms.size < order.terms.size;
    if (auto nowhere = checkAccount()) return nowhere;
    return shrinks ? checkArm(intent) : objection(terms, intent);
}

std::unexpected<Error<GateCode>> OrderGate::hold(Error<GateCode> reason) {
    emit heldBack(QString::fromStdString(reason.detail));
    return std::unexpected(std::move(reason));
}

void OrderGate::remember(const OrderTerms& terms) {
    if (terms.reduceOnly) return;
    auto& recent = common().m_recentSizes[terms.market];
    recent.push_back(terms.size.raw());
    if (recent.size() > kSizesKept) recent.pop_front();
}

void OrderGate::recall(const std::vector<OrderRecord>& records) {
    for (const auto& [number, tracked] : records) {
        const bool exit = tracked.order.terms.reduceOnly || tracked.order.progress.parent.value() != 0;
        if (exit || tracked.state == OrderState::Rejected) continue;
        auto& recent = common().m_recentSizes[tracked.order.terms.market];
        if (recent.size() < kSizesKept) recent.push_front(tracked.order.terms.size.raw());
    }
}

Result<ClientOrderId, GateCode> OrderGate::place(const OrderTerms& terms, Intent intent) {
    if (auto objected = objection(terms, intent)) return hold(std::move(*objected));
    common().m_passes.fill(false);
    remember(terms);
    return m_entry->place(terms);
}

Result<std::vector<ClientOrderId>, GateCode> OrderGate::placeSet(OrderRelation relation,
                                                                 const std::vector<OrderTerms>& orders, Intent intent) {
    return send({relation, orders}, intent);
}

Result<std::vector<ClientOrderId>, GateCode> OrderGate::send(const OrderPlan& plan, Intent intent) {
    if (auto objected = objection(plan, intent)) return hold(std::move(*objected));
    common().m_passes.fill(false);
    remember(wholeOf(plan));
    const auto ids = plan.single() ? std::vector{m_entry->place(plan.orders.front())}
                                   : m_entry->placeSet(plan.relation, plan.orders);
    emit sent(plan, ids);
    return ids;
}

OrderTerms OrderGate::amended(const Order& order, const ports::Amendment& to) {
    OrderTerms terms = order.terms;
    terms.price = to.price;
    terms.size = to.size;
    const bool trails = terms.trigger.kind == TriggerKind::Trailing;
    if (!to.trigger.isZero()) (trails ? terms.trigger.distance : terms.trigger.price) = to.trigger;
    return terms;
}

Result<void, GateCode> OrderGate::amend(const Order& order, const ports::Amendment& to, Intent intent) {
    if (auto objected = amendObjection(order, to, intent)) return hold(std::move(*objected));
    common().m_passes.fill(false);
    m_entry->amend({order.id, order.terms.clientId}, to);
    return {};
}

Result<void, GateCode> OrderGate::amendByRule(const Order& order, const ports::Amendment& to) {
    const Intent intent = order.terms.reduceOnly ? Intent::Explicit : Intent::OneClick;
    if (auto objected = amendObjection(order, to, intent)) return std::unexpected(std::move(*objected));
    m_entry->amend({order.id, order.terms.clientId}, to);
    return {};
}

Result<void, GateCode> OrderGate::pauseTwap(const Order& order, bool paused, Intent intent) {
    if (auto nowhere = checkAccount()) return hold(std::move(*nowhere));
    if (!paused && lock() && !order.terms.reduceOnly) return hold(locked());
    if (auto disarmed = paused ? std::nullopt : checkArm(intent)) return hold(std::move(*disarmed));
    m_entry->pauseTwap({order.id, order.terms.clientId}, paused);
    return {};
}

void OrderGate::cancel(OrderReference order) {
    if (m_entry == nullptr) return emit heldBack(m_whyClosed);
    m_entry->cancel(order);
}

void OrderGate::cancelAll(std::optional<MarketId> market, std::optional<Side> side) {
    if (m_entry == nullptr) return emit heldBack(m_whyClosed);
    m_entry->cancelAll(market, side);
}

void OrderGate::passOnce(GateCode guard) { common().m_passes[static_cast<std::size_t>(guard)] = true; }

void OrderGate::setLock(std::optional<OpeningLock> lock) {
    if (m_shared != nullptr) return m_shared->setLock(std::move(lock));
    if (m_lock == lock) return;
    m_lock = std::move(lock);
    emit lockChanged();
}

} // namespace qd::ui
