#include "widgets/orderbook/LadderHands.h"

#include "core/base/Decimal.h"
#include "widgets/base/ClosingOrders.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/terms/BreakEven.h"
#include "widgets/terms/Ties.h"
#include "widgets/terms/Waiting.h"

#include <algorithm>

namespace qd::ui {
namespace {

constexpr std::size_t kKept = 64; ///< requests followed until they are answered

QString shown(const std::string& text) { return QString::fromStdString(text); }
bool crosses(const OrderTerms& t, Price opposite) {
    return t.side == Side::Buy ? t.price >= opposite : t.price <= opposite;
}

} // namespace

void LadderHands::setMarket(std::optional<MarketId> market) {
    m_market = market;
    m_sent.clear();
    m_moves.clear();
    m_reduceOnly = false;
}

const MarketInfo* LadderHands::info() const { return m_market ? m_context.info(*m_market) : nullptr; }

void LadderHands::chooseSize(int index) {
    if (index >= 0 && index < kQuickSizes) m_size = index;
}

Quantity LadderHands::quickSize(int index) const {
    const auto size =
        parseFixed<Quantity>(m_context.settings.text(setting::kLadderSizes[static_cast<std::size_t>(index)]));
    return size.value_or(Quantity());
}

QString LadderHands::priceText(Price price) const {
    const MarketInfo* market = info();
    return market != nullptr ? text(price, decimalsOf(market->params.tick)) : unknownText();
}

QString LadderHands::sizeText(Quantity size) const {
    const MarketInfo* market = info();
    return market != nullptr ? shown(toString(size)) + QLatin1Char(' ') + shown(market->params.baseAsset)
                             : unknownText();
}

OrderTerms LadderHands::terms(Side side, Price price, How how) const {
    OrderTerms t;
    t.market = m_market.value_or(MarketId());
    t.side = side;
    t.size = quickSize(m_size);
    t.reduceOnly = m_reduceOnly;
    if (how == How::Market || how == How::Stop || how == How::Profit) {
        t.type = OrderType::Market;
        t.timeInForce = TimeInForce::ImmediateOrCancel;
        if (how == How::Market) return t;
        t.trigger.kind = how == How::Stop ? TriggerKind::Stop : TriggerKind::TakeProfit;
        t.trigger.price = price;
        t.reduceOnly = m_reduceOnly || closes(side); // it protects: it must not turn the position round
        return t;
    }
    t.price = price;
    if (how == How::PostOnly) t.postOnly = PostOnly::Must;
    if (how == How::Immediate) t.timeInForce = TimeInForce::ImmediateOrCancel;
    return t;
}

bool LadderHands::closes(Side side) const {
    const auto open = position();
    return open && (open->position.base.raw() > 0) == (side == Side::Sell);
}

QString LadderHands::describedTrigger(const OrderTerms& t, const QString& what, const QString& reduce) const {
    const MarketInfo* market = info();
    const int decimals = market != nullptr ? decimalsOf(market->params.tick) : 2;
    const QString waiting = tr("%1: %2%3").arg(what, triggerText(t, decimals).toLower(), reduce);
    const Price mark = m_context.market.ticker(t.market).prices.mark;
    const bool above = (t.side == Side::Buy) != (t.trigger.kind == TriggerKind::TakeProfit);
    const bool now = !mark.isZero() && (above ? mark >= t.trigger.price : mark <= t.trigger.price);
    return now ? tr("%1: would fire at once, so it is rejected").arg(waiting) : waiting;
}

QString LadderHands::described(const OrderTerms& t, std::optional<Price> opposite) const {
    const QString what = word(t.side) + QLatin1Char(' ') + sizeText(t.size);
    const QString reduce = t.reduceOnly ? tr(", reduce-only") : QString();
    if (t.trigger.kind != TriggerKind::None) return describedTrigger(t, what, reduce);
    if (t.type == OrderType::Market) return tr("%1 at market%2").arg(what, reduce);
    const QString price = priceText(t.price);
    const bool takes = opposite && crosses(t, *opposite);
    if (t.timeInForce == TimeInForce::ImmediateOrCancel)
        return takes ? tr("%1 now, up to %2, rest cancelled%3").arg(what, price, reduce)
                     : tr("%1 IOC %2%3: nothing to take there").arg(what, price, reduce);
    if (t.postOnly != PostOnly::No)
        return takes ? tr("%1 post-only %2%3: would take, so it is rejected").arg(what, price, reduce)
                     : tr("%1 post-only %2%3").arg(what, price, reduce);
    return takes ? tr("%1 limit %2%3: takes at once").arg(what, price, reduce)
                 : tr("%1 limit %2%3").arg(what, price, reduce);
}

std::optional<QString> LadderHands::wrongSize(const OrderTerms& t) const {
    const MarketInfo* market = info();
    if (market == nullptr) return tr("The market is not known yet.");
    const MarketParams& p = market->params;
    const QString key = shown(setting::kLadderSizes[static_cast<std::size_t>(m_size)]);
    if (t.size < p.minSize && !t.reduceOnly)
        return tr("%1 is below the smallest order of %2. SET %3 changes the quick size.")
            .arg(sizeText(t.size), sizeText(p.minSize), key);
    if (p.step.raw() > 0 && t.size.raw() % p.step.raw() != 0)
        return tr("%1 is not a multiple of %2. SET %3 changes the quick size.")
            .arg(sizeText(t.size), sizeText(p.step), key);
    if (t.size > p.maxSize)
        return tr("%1 is above the largest order of %2. SET %3 changes the quick size.")
            .arg(sizeText(t.size), sizeText(p.maxSize), key);
    return std::nullopt;
}

LadderHands::Answer LadderHands::order(Side side, Price price, How how) {
    const OrderTerms t = terms(side, price, how);
    if (auto wrong = wrongSize(t)) return {std::move(*wrong), false};
    if (price.raw() <= 0 && how != How::Market) return {tr("There is no order at zero."), false};
    const auto plan = withBracket(t);
    if (!plan) return {plan.error(), false};
    const QString what = described(t, std::nullopt);
    return send(*plan, plan->single() ? what : tr("%1, with bracket").arg(what));
}

LadderBracket LadderHands::bracket() const { return ladderBracket(m_context.settings); }

bool LadderHands::opens(const OrderTerms& t) const {
    return !t.reduceOnly && t.trigger.kind == TriggerKind::None && !closes(t.side);
}

std::optional<QString> LadderHands::lostBracket(const OrderTerms& t) const {
    const LadderBracket chosen = bracket();
    if (!chosen.lost() || !opens(t)) return std::nullopt;
    return tr("The bracket %1 of opening orders is deleted; nothing is sent. BRACKET USE chooses "
              "another, or NONE.")
        .arg(shown(chosen.name));
}

std::expected<OrderPlan, QString> LadderHands::withBracket(const OrderTerms& t) const {
    if (auto lost = lostBracket(t)) return std::unexpected(std::move(*lost));
    const auto chosen = bracket().kept;
    const MarketInfo* market = info();
    if (!chosen || market == nullptr || !opens(t)) return OrderPlan{OrderRelation::Independent, {t}};
    const Ticker ticker = m_context.market.ticker(t.market);
    const Price best = t.side == Side::Buy ? ticker.bestAsk : ticker.bestBid;
    const Price entry = t.type == OrderType::Limit ? t.price : best.isZero() ? ticker.prices.mark : best;
    const auto levels = levelsOf(*chosen, t.side, entry, market->params);
    if (!levels)
        return std::unexpected(
            tr("The bracket %1 leads beyond any price here; nothing was sent.").arg(shown(chosen->name)));
    return bracketOf(t, entry, *levels);
}

LadderHands::Answer LadderHands::send(const OrderTerms& t) {
    if (t.type == OrderType::Limit && t.price.raw() <= 0) return {tr("There is no order at zero."), false};
    return send(OrderPlan{OrderRelation::Independent, {t}}, described(t, std::nullopt));
}

LadderHands::Answer LadderHands::send(const OrderPlan& plan, const QString& what) {
    const auto placed = m_context.gate.send(plan, Intent::OneClick);
    if (!placed) return {shown(placed.error().detail), false};
    if (m_sent.size() >= kKept) m_sent.erase(m_sent.begin());
    m_sent.push_back(placed->front());
    return {tr("Sent: %1").arg(what + m_context.whose())};
}

std::optional<PositionView> LadderHands::position() const {
    const auto account = m_context.accounts.account();
    if (!account || !m_market) return std::nullopt;
    const auto found = std::ranges::find(account->positions, *m_market, &PositionView::market);
    if (found == account->positions.end() || found->position.base.isZero()) return std::nullopt;
    return *found;
}

OrderTerms LadderHands::closing(const PositionView& p, bool reverse) const {
    OrderTerms t = terms(p.position.base.raw() > 0 ? Side::Sell : Side::Buy, Price(), How::Market);
    const Quantity open(p.position.base.raw() < 0 ? -p.position.base.raw() : p.position.base.raw());
    t.size = reverse ? open.plus(open).value_or(open) : open;
    t.reduceOnly = !reverse;
    return t;
}

LadderHands::Answer LadderHands::closePosition() {
    const auto open = position();
    if (!open) return {tr("There is no position to close here."), false};
    return send(closing(*open, false));
}

LadderHands::Answer LadderHands::closePart(int numerator, int denominator) {
    const auto open = position();
    const MarketInfo* market = info();
    if (!open || market == nullptr) return {tr("There is no position to close here."), false};
    const auto part = partClosingTerms(*open, market->params.step, numerator, denominator);
    if (!part) return {tr("That part of the position is less than one step of the market."), false};
    return send(*part);
}

LadderHands::Answer LadderHands::breakEven() {
    const auto open = position();
    const auto account = m_context.accounts.account();
    const MarketInfo* market = info();
    if (!open || !account || market == nullptr) return {tr("There is no position whose stop could move."), false};
    const auto deed = breakEvenDeed(*open, m_context.accounts.orders(), market->params, account->taker);
    if (!deed) return {deed.error(), false};
    if (deed->place) return send(*deed->place);
    QStringList stayed;
    const auto stays = [&](const Order& order, const QString& why) {
        stayed << tr("Stop %1 stays where it is: %2").arg(order.id.value()).arg(why);
    };
    for (const auto& [order, why] : deed->stuck) stays(order, why);
    for (const auto& [order, amendment] : deed->amends) {
        const auto sent = m_context.gate.amend(order, amendment, Intent::OneClick);
        if (!sent) {
            stays(order, shown(sent.error().detail));
            continue;
        }
        if (m_moves.size() >= kKept) m_moves.erase(m_moves.begin());
        m_moves.push_back({order.id, deed->price});
    }
    const std::size_t all = deed->amends.size() + deed->stuck.size();
    const std::size_t sent = all - static_cast<std::size_t>(stayed.size());
    if (sent == all) return {tr("Sent: stop to break-even, %1").arg(priceText(deed->price))};
    if (sent > 0)
        stayed.prepend(tr("Sent: %1 of %2 stops to break-even, %3.").arg(sent).arg(all).arg(priceText(deed->price)));
    return {stayed.join(QLatin1Char(' ')), false};
}

LadderHands::Answer LadderHands::moveStops(int ticks) {
    const auto open = position();
    const MarketInfo* market = info();
    if (!open || market == nullptr) return {tr("There is no position whose stop could move."), false};
    const auto stops = stopsOf(*open, m_context.accounts.orders());
    if (stops.empty()) return {tr("The position has no stop here; BREAKEVEN places one at break-even."), false};
    QStringList stayed;
    for (const TrackedOrder& o : stops) {
        if (const Answer sent = amendByTicks(o, ticks); !sent.good) stayed << sent.text;
    }
    const auto moved = static_cast<qsizetype>(stops.size()) - stayed.size();
    const QString by = signedNumber(ticks, 0, 0);
    if (stayed.isEmpty()) return {tr("Sent: stops moved by %1t: %2").arg(by).arg(moved)};
    if (moved > 0) stayed.prepend(tr("Sent: %1 of %2 stops moved by %3t.").arg(moved).arg(stops.size()).arg(by));
    return {stayed.join(QLatin1Char(' ')), false};
}

LadderHands::Answer LadderHands::reversePosition() {
    const auto open = position();
    if (!open) return {tr("There is no position to reverse here."), false};
    if (auto why = unsettled(m_context.accounts, *open)) return {std::move(*why), false};
    return send(closing(*open, true));
}

std::optional<QString> LadderHands::unknown() const {
    if (!m_market) return tr("The market is not known yet.");
    if (!m_context.accounts.account()) return tr("The account is not known yet; nothing was done.");
    return std::nullopt;
}

LadderHands::Answer LadderHands::flatten() {
    if (auto why = unknown()) return {std::move(*why), false};
    const auto open = position();
    if (!open) return cancelMarket();
    if (const auto objection = m_context.gate.objection(closing(*open, false), Intent::OneClick))
        return send(closing(*open, false)); // the gate holds it back and says so; the orders stay too
    m_context.gate.cancelAll(m_market, std::nullopt);
    return send(closing(*open, false));
}

LadderHands::Answer LadderHands::cancelSide(Side side) {
    if (auto why = unknown()) return {std::move(*why), false};
    m_context.gate.cancelAll(m_market, side);
    return {side == Side::Buy ? tr("Sent: cancel all buys here") : tr("Sent: cancel all sells here")};
}

LadderHands::Answer LadderHands::cancelMarket() {
    if (auto why = unknown()) return {std::move(*why), false};
    m_context.gate.cancelAll(m_market, std::nullopt);
    return {tr("Sent: cancel all orders here")};
}

LadderHands::Answer LadderHands::cancelLimits() {
    if (auto why = unknown()) return {std::move(*why), false};
    const CancelChoice choice = cancelChoice(m_context.accounts.orders(), CancelKind::Limits, *m_market);
    const QString left = tiedText(choice.tied);
    if (choice.alone.empty()) return {left.isEmpty() ? tr("No limit of yours rests here.") : left, false};
    for (const OrderReference& reference : choice.alone) m_context.gate.cancel(reference);
    const QString sent = tr("Sent: cancel %1 limits here; stops stay").arg(choice.alone.size());
    return {left.isEmpty() ? sent : sent + QStringLiteral(". ") + left};
}

LadderHands::Answer LadderHands::cancel(const TrackedOrder& order) {
    m_context.gate.cancel({order.order.id, order.order.terms.clientId});
    return {tr("Sent: cancel %1 %2 at %3")
                .arg(word(order.order.terms.side).toLower(), sizeText(order.order.remaining()),
                     priceText(standsAt(order.order).value_or(order.order.terms.price)))};
}

LadderHands::Answer LadderHands::cancelRow(const std::vector<TrackedOrder>& orders, Price price) {
    if (orders.empty()) return {tr("There is no order of yours at %1.").arg(priceText(price)), false};
    for (const TrackedOrder& o : orders) m_context.gate.cancel({o.order.id, o.order.terms.clientId});
    return {tr("Sent: cancel all %1 at %2, stops too").arg(orders.size()).arg(priceText(price))};
}

LadderHands::Answer LadderHands::amendByTicks(const TrackedOrder& order, int ticks) {
    const MarketInfo* market = info();
    const auto stands = standsAt(order.order);
    if (market == nullptr || !stands) return {tr("This order has no price to move."), false};
    const auto to = byTicks(*stands, market->params.tick, ticks);
    return to ? amend(order, *to) : Answer{tr("So far away there is no price."), false};
}

LadderHands::Answer LadderHands::amend(const TrackedOrder& order, Price price) {
    if (const auto why = immovable(order)) return {*why, false};
    if (price.raw() <= 0) return {tr("There is no order at zero."), false};
    const Order& o = order.order;
    const auto amendment = movedTo(o, price);
    if (!amendment) return {amendment.error(), false};
    const auto sent = m_context.gate.amend(o, *amendment, Intent::OneClick);
    if (!sent) return {shown(sent.error().detail), false};
    if (m_moves.size() >= kKept) m_moves.erase(m_moves.begin());
    m_moves.push_back({o.id, price});
    return {tr("Sent: move %1 %2 from %3 to %4")
                .arg(word(o.terms.side).toLower(), sizeText(o.remaining()), priceText(*standsAt(o)), priceText(price))};
}

std::optional<LadderHands::Answer> LadderHands::refusalOf(const TrackedOrder& order) const {
    const OrderTerms& t = order.order.terms;
    const QString what = described(t, std::nullopt);
    if (order.state == OrderState::Rejected)
        return Answer{tr("Rejected: %1. %2").arg(what, sentence(order.rejectCode)), false};
    const bool plain = order.closeReason == CloseReason::Filled || order.closeReason == CloseReason::Cancelled;
    if (isFinal(order.state) && !plain)
        return Answer{tr("%1: %2. %3").arg(word(order.closeReason), what, sentence(order.closeReason)), false};
    return std::nullopt;
}

std::optional<LadderHands::Answer> LadderHands::refusal() {
    std::optional<Answer> answer;
    if (m_sent.empty() && m_moves.empty()) return answer;
    for (const TrackedOrder& o : m_context.accounts.orders()) {
        const auto sent = std::ranges::find(m_sent, o.order.terms.clientId);
        if (sent != m_sent.end() && o.state != OrderState::Sent) {
            m_sent.erase(sent);
            if (auto refused = refusalOf(o)) answer = std::move(refused);
        }
        const auto moved = std::ranges::find(m_moves, o.order.id, &Move::order);
        if (moved == m_moves.end() || (o.pendingAmend && !isFinal(o.state))) continue;
        const Price stands = standsAt(o.order).value_or(o.order.terms.price);
        if (o.rejectCode != RejectCode::None && stands != moved->to)
            answer = Answer{tr("Not moved to %1: %2 The order stands at %3.")
                                .arg(priceText(moved->to), sentence(o.rejectCode), priceText(stands)),
                            false};
        m_moves.erase(moved);
    }
    return answer;
}

std::optional<Price> LadderHands::target(OrderId order) const {
    const auto found = std::ranges::find(m_moves, order, &Move::order);
    return found == m_moves.end() ? std::nullopt : std::optional(found->to);
}

std::vector<TrackedOrder> LadderHands::working() const {
    std::vector<TrackedOrder> list;
    for (const TrackedOrder& o : m_context.accounts.orders()) {
        const OrderTerms& t = o.order.terms;
        if (m_market && t.market == *m_market && standsAt(o.order) && !isFinal(o.state)) list.push_back(o);
    }
    return list;
}

} // namespace qd::ui
