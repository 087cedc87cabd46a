#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"
#include "layouts/workspace/OrderWords.h"
#include "layouts/workspace/PaneOpening.h"
#include "layouts/workspace/TradingActions.h"
#include "widgets/base/ClosingOrders.h"
#include "widgets/base/Format.h"
#include "widgets/base/SubAccounts.h"
#include "widgets/base/Words.h"
#include "widgets/terms/Ties.h"
#include "widgets/terms/Waiting.h"

#include <algorithm>
#include <map>

/// Of the trading actions: what they ask the venue, and what they make of its answers.
namespace qd::workspace {
namespace {

using ports::ActionDone;
using ports::ActionResult;
using ports::ActionWords;

} // namespace

void TradingActions::order(const ActionWords& words, const ActionDone& done) {
    const std::string first = words.empty() ? std::string() : ports::toUpper(words[0]);
    if (first != "BUY" && first != "SELL") {
        if (!first.empty() && first != "NEW" && !m_context.marketNamed(first))
            return done(badArguments(tr("\"%1\" is neither BUY, SELL nor a market").arg(shown(words[0]))));
        return openPane(m_context, m_workspace, "ORDER", words, done);
    }
    placeOrder(words, done);
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
    if (const auto why = ui::changing(*target)) return done(refused(*why));
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

void TradingActions::close(const ActionWords& words, const ActionDone& done) {
    static const std::map<std::string, std::pair<int, int>, std::less<>> kParts{
        {"1/4", {1, 4}}, {"1/3", {1, 3}}, {"1/2", {1, 2}}, {"2/3", {2, 3}}, {"3/4", {3, 4}}, {"1", {1, 1}}};
    ActionWords rest = words;
    std::pair<int, int> part{1, 1};
    if (const auto found = rest.empty() ? kParts.end() : kParts.find(rest[0]); found != kParts.end()) {
        part = found->second;
        rest.erase(rest.begin());
    }
    const auto market = marketAt(rest, 0);
    if (!market) return done(badArguments(tr("CLOSE wants a part like 1/3, a market, or nothing")));
    const auto p = position(*market);
    const MarketInfo* info = m_context.info(*market);
    if (!p || info == nullptr) return done(refused(tr("There is no position in %1.").arg(symbolOf(*market))));
    const auto terms = ui::partClosingTerms(*p, info->params.step, part.first, part.second);
    if (!terms) return done(refused(tr("That part of the position is less than one step of the market.")));
    send({OrderRelation::Independent, {*terms}}, done);
}

void TradingActions::reverse(const ActionWords& words, const ActionDone& done) {
    const auto market = marketAt(words, 0);
    if (!market) return done(badArguments(tr("which market?")));
    const auto p = position(*market);
    if (!p) return done(refused(tr("There is no position in %1.").arg(symbolOf(*market))));
    if (const auto why = ui::unsettled(m_context.accounts, *p)) return done(refused(*why));
    const auto terms = ui::reversingTerms(*p);
    if (!terms) return done(refused(tr("There is nothing one order could close.")));
    send({OrderRelation::Independent, {*terms}}, done);
}

void TradingActions::cancelAllBut(const std::vector<PositionView>& stuck, const std::vector<TrackedOrder>& orders,
                                  ui::OrderGate& gate) {
    if (stuck.empty()) return gate.cancelAll(std::nullopt, std::nullopt);
    std::vector<OrderReference> kept;
    for (const PositionView& p : stuck) {
        for (const TrackedOrder& o : ui::protectorsOf(p, orders)) kept.push_back({o.order.id, o.order.terms.clientId});
    }
    std::vector<OrderReference> others;
    for (const TrackedOrder& o : orders) {
        const OrderReference reference{o.order.id, o.order.terms.clientId};
        if (!isFinal(o.state) && std::ranges::find(kept, reference) == kept.end()) others.push_back(reference);
    }
    for (const OrderReference& reference : others) gate.cancel(reference);
}

/// A position that cannot be closed keeps what protects it, and does not keep the others open.
TradingActions::Flattening TradingActions::begin(std::shared_ptr<ports::AccountPorts> access,
                                                 ui::OrderGate& gate) const {
    Flattening begun;
    begun.access = std::move(access);
    ports::Accounts& accounts = accountsOf(begun);
    const AccountView& account = *accounts.account();
    begun.account = account.id;
    begun.name = ui::accountName({.number = account.subAccount, .name = account.name});
    begun.working = std::ranges::count_if(accounts.orders(), [](const TrackedOrder& o) { return !isFinal(o.state); });
    std::vector<OrderTerms> closes;
    std::vector<PositionView> stuck;
    for (const PositionView& p : account.positions) {
        if (p.position.base.isZero()) continue;
        const auto terms = ui::closingTerms(p);
        const auto objection = terms ? gate.objection(*terms, ui::Intent::Explicit) : std::nullopt;
        if (terms && !objection) {
            closes.push_back(*terms);
            continue;
        }
        stuck.push_back(p);
        begun.problems << tr("%1: %2 Its stops and its other reduce-only orders stay.")
                              .arg(symbolOf(p.market), objection ? shown(objection->detail)
                                                                 : tr("There is nothing one order could close."));
    }
    cancelAllBut(stuck, accounts.orders(), gate);
    for (const OrderTerms& terms : closes) {
        if (auto placed = gate.place(terms, ui::Intent::Explicit); !placed)
            begun.problems << symbolOf(terms.market) + QStringLiteral(": ") + shown(placed.error().detail);
    }
    begun.held = static_cast<int>(closes.size());
    return begun;
}

bool TradingActions::isFlat(const Flattening& f) const {
    ports::Accounts& accounts = accountsOf(f);
    const auto now = accounts.account();
    if (!now || now->id != f.account) return false; // what is told is another account's
    const auto works = [](const TrackedOrder& o) { return !isFinal(o.state); };
    const auto holds = [](const PositionView& p) { return !p.position.base.isZero(); };
    return std::ranges::none_of(accounts.orders(), works) && std::ranges::none_of(now->positions, holds);
}

void TradingActions::finish(std::vector<Flattening> begun, QStringList problems, const ActionDone& done) {
    const bool several = begun.size() > 1;
    const auto of = [several](const Flattening& f, const QString& text) {
        return several ? QStringLiteral("%1: %2").arg(f.name, text) : text;
    };
    for (const Flattening& f : begun) {
        if (!f.problems.isEmpty()) problems << of(f, f.problems.join(QLatin1Char(' ')));
    }
    if (!problems.isEmpty())
        return done(refused(tr("Not everything could be closed. %1").arg(problems.join(QLatin1Char(' ')))));
    await({[this, begun, of]() -> std::optional<ActionResult> {
               QStringList lines;
               for (const Flattening& f : begun) {
                   if (!isFlat(f)) return std::nullopt;
                   lines << of(f, f.working == 0 && f.held == 0
                                      ? tr("There was nothing to do: no order is working and no position is open.")
                                      : tr("Positions closed: %1; orders cancelled: %2. Nothing is open.")
                                            .arg(f.held)
                                            .arg(f.working));
               }
               return withOthers(lines.join(QLatin1Char(' ')), std::ssize(begun));
           },
           done, 0, tr("Not everything could be closed at once; see POSITIONS and ORDERS.")});
}

void TradingActions::flatten(const ActionDone& done) {
    // A cancel of all would reach the account that is selected next, and take its stops.
    if (!m_context.accounts.account())
        return done(refused(tr("The account is not known yet; nothing was cancelled or closed.")));
    finish({begin(nullptr, m_context.gate)}, {}, done);
}

/// Whatever can be seen being traded somewhere in the terminal.
void TradingActions::kill(const ActionDone& done) {
    std::vector<Flattening> begun;
    QStringList problems;
    if (m_context.accounts.account())
        begun.push_back(begin(nullptr, m_context.gate));
    else
        problems << tr("The account is not known yet; nothing was cancelled or closed.");
    for (const ui::LinkedAccounts::Standing& linked : m_context.linked.all()) {
        if (m_context.linked.isSelected(linked.access->id())) continue;
        ui::OrderGate gate(m_context.gate, nullptr);
        gate.sendTo(linked.access->entry());
        if (linked.access->accounts().account()) {
            begun.push_back(begin(linked.access, gate));
            continue;
        }
        gate.cancelAll(std::nullopt, std::nullopt);
        problems
            << tr("%1 is not known yet; its orders are being cancelled, positions were not closed.").arg(linked.name);
    }
    finish(std::move(begun), std::move(problems), done);
}

} // namespace qd::workspace
