#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"
#include "layouts/workspace/OrderWords.h"
#include "layouts/workspace/TradingActions.h"
#include "widgets/base/ClosingOrders.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <algorithm>

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
    QString text =
        tr("%1 %2 %3: %4")
            .arg(ui::word(t.side), shown(toString(t.size)), symbolOf(m_context, t.market), ui::word(o.state));
    if (!o.order.filled.isZero())
        text += tr(", %1 at %2").arg(shown(toString(o.order.filled)), averageOf(m_context, o.order));
    if (isFinal(o.state) && o.closeReason != CloseReason::Filled && o.closeReason != CloseReason::Cancelled)
        text += QStringLiteral(". ") + ui::sentence(o.closeReason);
    return text;
}

void TradingActions::order(const ActionWords& words, const ActionDone& done) {
    const std::string first = words.empty() ? std::string() : ports::toUpper(words[0]);
    if (first != "BUY" && first != "SELL") {
        PaneDock* dock = m_workspace.open("ORDER", false);
        if (dock == nullptr) return done(refused(tr("The ticket could not be opened.")));
        if (!first.empty()) {
            const auto market = m_context.marketNamed(first);
            if (!market) return done(badArguments(tr("\"%1\" is neither BUY, SELL nor a market").arg(shown(words[0]))));
            dock->pane().chooseMarket(*market);
        }
        return done(std::string());
    }
    OrderWordsContext context{[this](std::string_view symbol) -> const MarketInfo* {
                                  const auto id = marketOf(symbol);
                                  return id ? m_context.info(*id) : nullptr;
                              },
                              currentMarket(), m_context.market.now()};
    const auto terms = parseOrder(words, context);
    if (!terms) return done(std::unexpected(terms.error()));
    const auto placed = m_context.gate.place(*terms, ui::Intent::Explicit);
    if (!placed) return done(refused(shown(placed.error().detail)));
    await({[this, id = *placed]() -> std::optional<ActionResult> {
               const TrackedOrder* o = find(OrderReference{{}, id});
               if (o == nullptr || o->state == OrderState::Sent) return std::nullopt;
               if (o->state == OrderState::Rejected) return refused(ui::sentence(o->rejectCode));
               return answer(outcomeOf(*o));
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
        m_context.gate.cancelAll(market, std::nullopt);
        return await({[this, market]() -> std::optional<ActionResult> {
                          const auto open = [&](const TrackedOrder& o) {
                              return !isFinal(o.state) && (!market || o.order.terms.market == *market);
                          };
                          if (std::ranges::any_of(m_context.accounts.orders(), open)) return std::nullopt;
                          return answer(tr("No order is working."));
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
    if (words.size() != 3) return done(badArguments(tr("AMEND wants the number of an order, a price and a size")));
    const TrackedOrder* target = workingOrder(m_context.accounts.orders(), words[0]);
    if (target == nullptr) return done(badArguments(tr("there is no working order %1").arg(shown(words[0]))));
    const auto price = parseFixed<Price>(words[1]);
    const auto size = parseFixed<Quantity>(words[2]);
    if (!price || !size || price->raw() <= 0 || size->raw() <= 0)
        return done(badArguments(tr("price and size must be numbers above zero")));
    const Order order = target->order;
    if (auto sent = m_context.gate.amend(order, {*price, *size}, ui::Intent::Explicit); !sent)
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

Result<ClientOrderId, ui::GateCode> TradingActions::closePosition(const PositionView& p, bool reverse) {
    const auto terms = reverse ? ui::reversingTerms(p) : ui::closingTerms(p);
    if (!terms) return fail(ui::GateCode::NotReady, tr("There is nothing one order could close.").toStdString());
    return m_context.gate.place(*terms, ui::Intent::Explicit);
}

void TradingActions::close(const ActionWords& words, bool reverse, const ActionDone& done) {
    const auto market = words.size() == 1 ? marketOf(words[0]) : words.empty() ? currentMarket() : std::nullopt;
    if (!market) return done(badArguments(tr("which market?")));
    const PositionView* p = position(*market);
    if (p == nullptr) return done(refused(tr("There is no position in %1.").arg(symbolOf(m_context, *market))));
    const auto placed = closePosition(*p, reverse);
    if (!placed) return done(refused(shown(placed.error().detail)));
    await({[this, id = *placed]() -> std::optional<ActionResult> {
               const TrackedOrder* o = find(OrderReference{{}, id});
               if (o == nullptr || o->state == OrderState::Sent) return std::nullopt;
               if (o->state == OrderState::Rejected) return refused(ui::sentence(o->rejectCode));
               return answer(outcomeOf(*o));
           },
           done, 0, tr("The venue has not answered yet; the order may still land.")});
}

void TradingActions::flatten(const ActionDone& done) {
    m_context.gate.cancelAll(std::nullopt, std::nullopt);
    QStringList problems; // one position that cannot be closed must not keep the others open
    if (const auto account = m_context.accounts.account()) {
        for (const PositionView& p : account->positions) {
            if (p.position.base.isZero()) continue;
            if (auto placed = closePosition(p, false); !placed)
                problems << symbolOf(m_context, p.market) + QStringLiteral(": ") + shown(placed.error().detail);
        }
    }
    if (!problems.isEmpty())
        return done(refused(tr("Not everything could be closed. %1").arg(problems.join(QLatin1Char(' ')))));
    await({[this]() -> std::optional<ActionResult> {
               const auto now = m_context.accounts.account();
               const auto open = [](const TrackedOrder& o) { return !isFinal(o.state); };
               if (std::ranges::any_of(m_context.accounts.orders(), open)) return std::nullopt;
               if (now &&
                   std::ranges::any_of(now->positions, [](const PositionView& p) { return !p.position.base.isZero(); }))
                   return std::nullopt;
               return answer(tr("No order is working and no position is open."));
           },
           done, 0, tr("Not everything could be closed at once; see POSITIONS and ORDERS.")});
}

} // namespace qd::workspace
