#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"
#include "layouts/workspace/OrderWords.h"
#include "layouts/workspace/PaneOpening.h"
#include "layouts/workspace/TradingActions.h"
#include "widgets/base/ClosingOrders.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/terms/Waiting.h"

#include <algorithm>
#include <map>

/// Of the trading actions: what they ask the venue, and what they make of its answers.
namespace qd::workspace {
namespace {

using ports::ActionDone;
using ports::ActionResult;
using ports::ActionWords;

QString symbolOf(const ui::PaneContext& context, MarketId market) {
    const MarketInfo* info = context.info(market);
    return info != nullptr ? shown(info->params.symbol) : ui::unknownText();
}

/// The average price of what is filled, as exact as the market's prices.
QString averageOf(const ui::PaneContext& context, const Order& order) {
    const MarketInfo* info = context.info(order.terms.market);
    return info != nullptr ? ui::averageText(order, ui::decimalsOf(info->params.tick)) : ui::unknownText();
}

} // namespace

/// "Buy 2 SOL-PERP: Filled, 2 at 148.27"
QString TradingActions::outcomeOf(const TrackedOrder& o) const {
    const OrderTerms& t = o.order.terms;
    const QString side = ui::word(t.side);
    const QString symbol = symbolOf(m_context, t.market);
    // An exit of a bracket has no size yet.
    QString text = t.size.isZero() ? tr("%1 %2, as much as the entry fills: %3").arg(side, symbol, ui::stateText(o))
                                   : tr("%1 %2 %3: %4").arg(side, shown(toString(t.size)), symbol, ui::stateText(o));
    const MarketInfo* info = m_context.info(t.market);
    if (info != nullptr && ui::waits(o.order) && !isFinal(o.state) && t.trigger.kind != TriggerKind::None)
        text += QStringLiteral(", ") + ui::triggerText(t, ui::decimalsOf(info->params.tick)).toLower();
    if (!o.order.filled.isZero())
        text += tr(", %1 at %2").arg(shown(toString(o.order.filled)), averageOf(m_context, o.order));
    if (isFinal(o.state) && o.closeReason != CloseReason::Filled && o.closeReason != CloseReason::Cancelled)
        text += QStringLiteral(". ") + ui::sentence(o.closeReason);
    return text;
}

void TradingActions::order(const ActionWords& words, const ActionDone& done) {
    const std::string first = words.empty() ? std::string() : ports::toUpper(words[0]);
    if (first != "BUY" && first != "SELL") {
        if (!first.empty() && first != "NEW" && !m_context.marketNamed(first))
            return done(badArguments(tr("\"%1\" is neither BUY, SELL nor a market").arg(shown(words[0]))));
        return openPane(m_context, m_workspace, "ORDER", words, done);
    }
    OrderWordsContext context{[this](std::string_view symbol) -> const MarketInfo* {
                                  const auto id = marketOf(symbol);
                                  return id ? m_context.info(*id) : nullptr;
                              },
                              [this](MarketId id) { return m_context.info(id); },
                              currentMarket(),
                              m_context.market.now(),
                              [this](MarketId id, Side side) -> std::optional<Price> {
                                  const Ticker t = m_context.market.ticker(id);
                                  const Price best = side == Side::Buy ? t.bestAsk : t.bestBid;
                                  const Price price = best.isZero() ? t.prices.mark : best;
                                  return price.isZero() ? std::nullopt : std::optional(price);
                              },
                              templates()};
    const auto plan = parseOrder(words, context);
    if (!plan) return done(std::unexpected(plan.error()));
    send(*plan, done);
}

void TradingActions::send(const ui::OrderPlan& plan, const ActionDone& done) {
    const auto placed = m_context.gate.send(plan, ui::Intent::Explicit);
    if (!placed) return done(refused(shown(placed.error().detail)));
    await({[this, ids = *placed]() -> std::optional<ActionResult> {
               // A set is accepted or refused as a whole: one refusal is the set's.
               QStringList lines;
               for (const ClientOrderId id : ids) {
                   const TrackedOrder* o = find(OrderReference{{}, id});
                   if (o != nullptr && o->state == OrderState::Rejected) return refused(ui::sentence(o->rejectCode));
                   if (o == nullptr || o->state == OrderState::Sent) return std::nullopt;
                   lines << outcomeOf(*o);
               }
               return answer(lines.join(QLatin1Char('\n')));
           },
           done, 0, tr("The venue has not answered yet; the order may still land.")});
}

void TradingActions::cancel(const ActionWords& words, const ActionDone& done) {
    if (words.empty() || words.size() > 2) return done(badArguments(tr("CANCEL wants the number of an order, or ALL")));
    if (ports::toUpper(words[0]) == "ALL") {
        std::optional<MarketId> market;
        if (words.size() == 2) {
            market = marketOf(words[1]);
            if (!market) return done(badArguments(tr("there is no market %1").arg(shown(words[1]))));
        }
        const auto open = [market](const TrackedOrder& o) {
            return !isFinal(o.state) && (!market || o.order.terms.market == *market);
        };
        const auto waiting = std::ranges::count_if(m_context.accounts.orders(), [&](const TrackedOrder& o) {
            return open(o) && o.order.progress.phase != OrderPhase::Book;
        });
        m_context.gate.cancelAll(market, std::nullopt);
        return await({[this, open, waiting]() -> std::optional<ActionResult> {
                          if (std::ranges::any_of(m_context.accounts.orders(), open)) return std::nullopt;
                          if (waiting == 0) return answer(tr("No order is working."));
                          return answer(tr("No order is working; stops, take-profits and algos that went with the "
                                           "limits: %1.")
                                            .arg(waiting));
                      },
                      done, 0, tr("Some orders are still working.")});
    }
    const TrackedOrder* target = words.size() == 1 ? workingOrder(m_context.accounts.orders(), words[0]) : nullptr;
    if (target == nullptr) return done(badArguments(tr("there is no working order %1").arg(shown(words[0]))));
    const OrderReference reference{target->order.id, target->order.terms.clientId};
    m_context.gate.cancel(reference);
    await({[this, reference]() -> std::optional<ActionResult> {
               const TrackedOrder* o = find(reference);
               if (o == nullptr || isFinal(o->state)) return answer(tr("The order is not working any more."));
               if (!o->pendingCancel && o->rejectCode != RejectCode::None) return refused(ui::sentence(o->rejectCode));
               return std::nullopt;
           },
           done, 0, tr("The venue has not confirmed the cancel yet.")});
}

void TradingActions::amend(const ActionWords& words, const ActionDone& done) {
    const auto sentence =
        tr("AMEND wants the number of an order, then a price and a size, or TRIGGER and its new price");
    const bool triggers = words.size() >= 3 && ports::toUpper(words[words.size() - 2]) == "TRIGGER";
    const std::size_t at = words.size() - (triggers ? 2 : 0); // of TRIGGER, or the end
    const bool sized = at == 3;
    if (!sized && !(triggers && at == 1)) return done(badArguments(sentence));
    const TrackedOrder* target = workingOrder(m_context.accounts.orders(), words[0]);
    if (target == nullptr) return done(badArguments(tr("there is no working order %1").arg(shown(words[0]))));
    const Order order = target->order;
    ports::Amendment to{order.terms.type == OrderType::Market ? Price() : order.terms.price, order.terms.size};
    if (sized) {
        const auto price = parseFixed<Price>(words[1]);
        const auto size = parseFixed<Quantity>(words[2]);
        if (!price || !size || price->raw() < 0 || size->raw() <= 0 || (price->isZero() && !ui::waits(order)))
            return done(badArguments(tr("price and size must be numbers above zero")));
        to = {*price, *size};
    }
    if (triggers) {
        const auto trigger = parseFixed<Price>(words[at + 1]);
        if (!trigger || trigger->raw() <= 0) return done(badArguments(tr("the trigger must be a number above zero")));
        if (!ui::waits(order)) return done(refused(tr("The order waits for no price.")));
        to.trigger = *trigger;
    }
    if (auto sent = m_context.gate.amend(order, to, ui::Intent::Explicit); !sent)
        return done(refused(shown(sent.error().detail)));
    await({[this, reference = OrderReference{order.id, order.terms.clientId}]() -> std::optional<ActionResult> {
               const TrackedOrder* o = find(reference);
               if (o == nullptr) return refused(tr("The order is not working any more."));
               if (o->pendingAmend) return std::nullopt;
               if (o->rejectCode != RejectCode::None) return refused(ui::sentence(o->rejectCode));
               return answer(outcomeOf(*o));
           },
           done, 0, tr("The venue has not answered yet; the old order stands until it does.")});
}

Result<ClientOrderId, ui::GateCode> TradingActions::closePosition(const PositionView& p) {
    const auto terms = ui::closingTerms(p);
    if (!terms) return fail(ui::GateCode::NotReady, tr("There is nothing one order could close.").toStdString());
    return m_context.gate.place(*terms, ui::Intent::Explicit);
}

void TradingActions::close(const ActionWords& words, const ActionDone& done) {
    static const std::map<std::string, std::pair<int, int>, std::less<>> kParts{
        {"1/4", {1, 4}}, {"1/3", {1, 3}}, {"1/2", {1, 2}}, {"2/3", {2, 3}}, {"3/4", {3, 4}}, {"1", {1, 1}}};
    ActionWords rest = words;
    std::pair<int, int> part{1, 1};
    if (const auto found = rest.empty() ? kParts.end() : kParts.find(rest[0]); found != kParts.end()) {
        part = found->second;
        rest.erase(rest.begin());
    }
    const auto market = rest.size() == 1 ? marketOf(rest[0]) : rest.empty() ? currentMarket() : std::nullopt;
    if (!market) return done(badArguments(tr("CLOSE wants a part like 1/3, a market, or nothing")));
    const auto p = position(*market);
    const MarketInfo* info = m_context.info(*market);
    if (!p || info == nullptr)
        return done(refused(tr("There is no position in %1.").arg(symbolOf(m_context, *market))));
    const auto terms = ui::partClosingTerms(*p, info->params.step, part.first, part.second);
    if (!terms) return done(refused(tr("That part of the position is less than one step of the market.")));
    send({OrderRelation::Independent, {*terms}}, done);
}

void TradingActions::reverse(const ActionWords& words, const ActionDone& done) {
    const auto market = words.size() == 1 ? marketOf(words[0]) : words.empty() ? currentMarket() : std::nullopt;
    if (!market) return done(badArguments(tr("which market?")));
    const auto p = position(*market);
    if (!p) return done(refused(tr("There is no position in %1.").arg(symbolOf(m_context, *market))));
    const auto terms = ui::reversingTerms(*p);
    if (!terms) return done(refused(tr("There is nothing one order could close.")));
    send({OrderRelation::Independent, {*terms}}, done);
}

void TradingActions::flatten(const ActionDone& done) {
    const auto working =
        std::ranges::count_if(m_context.accounts.orders(), [](const TrackedOrder& o) { return !isFinal(o.state); });
    int held = 0;
    m_context.gate.cancelAll(std::nullopt, std::nullopt);
    QStringList problems; // one position that cannot be closed must not keep the others open
    if (const auto account = m_context.accounts.account()) {
        for (const PositionView& p : account->positions) {
            if (p.position.base.isZero()) continue;
            ++held;
            if (auto placed = closePosition(p); !placed)
                problems << symbolOf(m_context, p.market) + QStringLiteral(": ") + shown(placed.error().detail);
        }
    }
    if (!problems.isEmpty())
        return done(refused(tr("Not everything could be closed. %1").arg(problems.join(QLatin1Char(' ')))));
    await({[this, working, held]() -> std::optional<ActionResult> {
               const auto now = m_context.accounts.account();
               const auto open = [](const TrackedOrder& o) { return !isFinal(o.state); };
               if (std::ranges::any_of(m_context.accounts.orders(), open)) return std::nullopt;
               if (now &&
                   std::ranges::any_of(now->positions, [](const PositionView& p) { return !p.position.base.isZero(); }))
                   return std::nullopt;
               if (working == 0 && held == 0)
                   return answer(tr("There was nothing to do: no order is working and no position is open."));
               return answer(tr("Positions closed: %1; orders cancelled: %2. Nothing is open.").arg(held).arg(working));
           },
           done, 0, tr("Not everything could be closed at once; see POSITIONS and ORDERS.")});
}

} // namespace qd::workspace
