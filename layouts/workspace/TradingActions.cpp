// Size: every command is one entry with all that belongs to it; the lists of entries are long.
#include "layouts/workspace/TradingActions.h"

#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"
#include "layouts/workspace/OrderWords.h"
#include "widgets/base/ClosingOrders.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <algorithm>

namespace qd::workspace {
namespace {

using ports::ActionCode;
using ports::ActionDone;
using ports::ActionResult;
using ports::ActionWords;

constexpr std::int64_t kPatience = 5 * kNanosPerSecond;
constexpr int kCheckMillis = 100;

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

TradingActions::TradingActions(ui::PaneContext& context, Workspace& workspace)
    : m_context(context)
    , m_workspace(workspace) {
    addOrderActions();
    addPositionActions();
    addSwitches();
    m_changes = m_context.accounts.onChanged([this] { checkWatches(); });
    m_timer.setInterval(kCheckMillis);
    connect(&m_timer, &QTimer::timeout, this, &TradingActions::checkWatches);
    connect(&m_context.gate, &ui::OrderGate::heldBack, this,
            [this](const QString& sentence) { m_workspace.say(sentence, true); });
}

TradingActions::~TradingActions() = default;

void TradingActions::add(ports::Action action) { m_actions.push_back(m_context.actions.add(std::move(action))); }

std::vector<std::string> TradingActions::symbols() const {
    std::vector<std::string> list;
    for (const MarketInfo& info : m_context.market.markets()) list.push_back(info.params.symbol);
    return list;
}

void TradingActions::addOrderActions() {
    ports::Action order;
    order.name = "ORDER";
    order.group = tr("Trading").toStdString();
    order.summary = tr("Places an order; without words opens the ticket").toStdString();
    order.usage = "ORDER BUY|SELL size [market] [LIMIT price] [GTC|IOC|FOK|GTD 30m] [POST|TRY|SLIDE] [REDUCE] [SLIP "
                  "percent] [STP mode] [ID n]";
    order.run = [this](const ActionWords& words, const ActionDone& done) { this->order(words, done); };
    order.complete = [this](const ActionWords& words) {
        if (words.size() == 1) return std::vector<std::string>{"BUY", "SELL"};
        if (words.size() == 2) return std::vector<std::string>{};
        auto choices = words.size() == 3 ? symbols() : std::vector<std::string>{};
        for (std::string& word : orderWordChoices()) choices.push_back(std::move(word));
        return choices;
    };
    add(std::move(order));

    ports::Action cancel;
    cancel.name = "CANCEL";
    cancel.group = tr("Trading").toStdString();
    cancel.summary = tr("Cancels one order by its number, or all").toStdString();
    cancel.usage = "CANCEL id|clientId|ALL [market]";
    cancel.run = [this](const ActionWords& words, const ActionDone& done) { this->cancel(words, done); };
    cancel.complete = [this](const ActionWords& words) {
        if (words.size() == 2) return symbols();
        std::vector<std::string> choices{"ALL"};
        for (const TrackedOrder& o : m_context.accounts.orders()) {
            if (!isFinal(o.state) && o.order.id.value() != 0) choices.push_back(std::to_string(o.order.id.value()));
        }
        return choices;
    };
    add(std::move(cancel));

    ports::Action cancelAll;
    cancelAll.name = "CANCELALL";
    cancelAll.group = tr("Trading").toStdString();
    cancelAll.summary = tr("Cancels every working order").toStdString();
    cancelAll.usage = "CANCELALL";
    cancelAll.key = "Ctrl+Shift+X";
    cancelAll.run = [this](const ActionWords&, const ActionDone& done) { this->cancel({"ALL"}, done); };
    add(std::move(cancelAll));

    ports::Action amend;
    amend.name = "AMEND";
    amend.group = tr("Trading").toStdString();
    amend.summary = tr("Moves a working order to another price and total size").toStdString();
    amend.usage = "AMEND id price size";
    amend.run = [this](const ActionWords& words, const ActionDone& done) { this->amend(words, done); };
    add(std::move(amend));
}

void TradingActions::addPositionActions() {
    const auto markets = [this](const ActionWords& words) {
        return words.size() == 1 ? symbols() : std::vector<std::string>{};
    };
    ports::Action close;
    close.name = "CLOSE";
    close.group = tr("Trading").toStdString();
    close.summary = tr("Closes the position in a market with a reduce-only market order").toStdString();
    close.usage = "CLOSE market";
    close.run = [this](const ActionWords& words, const ActionDone& done) { this->close(words, false, done); };
    close.complete = markets;
    add(std::move(close));

    ports::Action reverse;
    reverse.name = "REVERSE";
    reverse.group = tr("Trading").toStdString();
    reverse.summary = tr("Turns the position in a market round with one market order").toStdString();
    reverse.usage = "REVERSE market";
    reverse.run = [this](const ActionWords& words, const ActionDone& done) { this->close(words, true, done); };
    reverse.complete = markets;
    add(std::move(reverse));

    ports::Action flatten;
    flatten.name = "FLATTEN";
    flatten.group = tr("Trading").toStdString();
    flatten.summary = tr("Cancels every order and closes every position").toStdString();
    flatten.usage = "FLATTEN";
    flatten.key = "Ctrl+Shift+F";
    flatten.needsArm = true;
    flatten.run = [this](const ActionWords&, const ActionDone& done) { this->flatten(done); };
    add(std::move(flatten));
}

void TradingActions::addSwitches() {
    ports::Action arm;
    arm.name = "ARM";
    arm.group = tr("Trading").toStdString();
    arm.summary = tr("Turns one-click trading on or off").toStdString();
    arm.usage = "ARM ON|OFF";
    arm.run = [this](const ActionWords& words, const ActionDone& done) {
        const std::string word = words.size() == 1 ? ports::toUpper(words[0]) : std::string();
        if (word != "ON" && word != "OFF") return done(badArguments(tr("ARM wants ON or OFF")));
        m_context.gate.setArmed(word == "ON");
        done(answer(word == "ON" ? tr("One-click trading is on.") : tr("One-click trading is off.")));
    };
    arm.complete = [](const ActionWords& words) {
        return words.size() == 1 ? std::vector<std::string>{"ON", "OFF"} : std::vector<std::string>{};
    };
    add(std::move(arm));

    ports::Action guard;
    guard.name = "GUARD";
    guard.group = tr("Trading").toStdString();
    guard.summary = tr("Lets the next order through a guard").toStdString();
    guard.usage = "GUARD PASS SIZE|NOTIONAL|PRICE";
    guard.run = [this](const ActionWords& words, const ActionDone& done) {
        static const std::map<std::string, ui::GateCode> kGuards{{"SIZE", ui::GateCode::UnusualSize},
                                                                 {"NOTIONAL", ui::GateCode::LargeNotional},
                                                                 {"PRICE", ui::GateCode::FarPrice}};
        const auto found = words.size() == 2 && ports::toUpper(words[0]) == "PASS"
                               ? kGuards.find(ports::toUpper(words[1]))
                               : kGuards.end();
        if (found == kGuards.end()) return done(badArguments(tr("GUARD wants PASS and SIZE, NOTIONAL or PRICE")));
        m_context.gate.passOnce(found->second);
        done(answer(tr("The next order passes this guard.")));
    };
    guard.complete = [](const ActionWords& words) {
        return words.size() == 1 ? std::vector<std::string>{"PASS"}
                                 : std::vector<std::string>{"SIZE", "NOTIONAL", "PRICE"};
    };
    add(std::move(guard));
}

std::optional<MarketId> TradingActions::currentMarket() const {
    if (const auto linked = m_context.links.market('A')) return linked;
    const auto& markets = m_context.market.markets();
    return markets.empty() ? std::nullopt : std::optional(markets.front().params.id);
}

const TrackedOrder* TradingActions::find(ClientOrderId id) const {
    const auto& orders = m_context.accounts.orders();
    const auto found = std::find_if(orders.rbegin(), orders.rend(),
                                    [&](const TrackedOrder& o) { return o.order.terms.clientId == id; });
    return found == orders.rend() ? nullptr : &*found;
}

const PositionView* TradingActions::position(MarketId market) const {
    const auto account = m_context.accounts.account();
    if (!account) return nullptr;
    const auto found = std::ranges::find(account->positions, market, &PositionView::market);
    return found == account->positions.end() || found->position.base.isZero() ? nullptr : &*found;
}

void TradingActions::await(Watch watch) {
    watch.until = m_context.clock.monotonicNanos() + kPatience;
    m_watches.push_back(std::move(watch));
    m_timer.start();
    checkWatches();
}

void TradingActions::checkWatches() {
    const std::int64_t now = m_context.clock.monotonicNanos();
    std::vector<std::pair<ActionDone, ActionResult>> finished;
    std::erase_if(m_watches, [&](Watch& w) {
        auto result = w.check();
        if (!result && now > w.until) result = fail(ActionCode::TimedOut, w.late.toStdString());
        if (result) finished.emplace_back(std::move(w.done), std::move(*result));
        return result.has_value();
    });
    if (m_watches.empty()) m_timer.stop();
    for (auto& [done, result] : finished) done(std::move(result));
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
                                  const auto id = m_context.marketNamed(symbol);
                                  return id ? m_context.info(*id) : nullptr;
                              },
                              currentMarket(), m_context.market.now()};
    const auto terms = parseOrder(words, context);
    if (!terms) return done(std::unexpected(terms.error()));
    const auto placed = m_context.gate.place(*terms, ui::Intent::Explicit);
    if (!placed) return done(refused(shown(placed.error().detail)));
    await({[this, id = *placed]() -> std::optional<ActionResult> {
               const TrackedOrder* o = find(id);
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
            market = m_context.marketNamed(words[1]);
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
    const ClientOrderId clientId = target->order.terms.clientId;
    const OrderId id = target->order.id;
    m_context.gate.cancel({id, clientId});
    await({[this, id, clientId]() -> std::optional<ActionResult> {
               for (const TrackedOrder& o : m_context.accounts.orders()) {
                   if (o.order.id == id && o.order.terms.clientId == clientId && !isFinal(o.state)) return std::nullopt;
               }
               return answer(tr("The order is not working any more."));
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
    if (auto sent = m_context.gate.amend(order, *price, *size, ui::Intent::Explicit); !sent)
        return done(refused(shown(sent.error().detail)));
    await({[this, id = order.id]() -> std::optional<ActionResult> {
               for (const TrackedOrder& o : m_context.accounts.orders()) {
                   if (o.order.id != id) continue;
                   if (o.pendingAmend) return std::nullopt;
                   if (o.rejectCode != RejectCode::None) return refused(ui::sentence(o.rejectCode));
                   return answer(outcomeOf(o));
               }
               return refused(tr("The order is not working any more."));
           },
           done, 0, tr("The venue has not answered yet; the old order stands until it does.")});
}

Result<ClientOrderId, ui::GateCode> TradingActions::closePosition(const PositionView& p, bool reverse) {
    const auto terms = reverse ? ui::reversingTerms(p) : ui::closingTerms(p);
    if (!terms) return fail(ui::GateCode::NotReady, tr("There is nothing one order could close.").toStdString());
    return m_context.gate.place(*terms, ui::Intent::Explicit);
}

void TradingActions::close(const ActionWords& words, bool reverse, const ActionDone& done) {
    const auto market = words.size() == 1 ? m_context.marketNamed(words[0])
                        : words.empty()   ? currentMarket()
                                          : std::nullopt;
    if (!market) return done(badArguments(tr("which market?")));
    const PositionView* p = position(*market);
    if (p == nullptr) return done(refused(tr("There is no position in %1.").arg(symbolOf(m_context, *market))));
    const auto placed = closePosition(*p, reverse);
    if (!placed) return done(refused(shown(placed.error().detail)));
    await({[this, id = *placed]() -> std::optional<ActionResult> {
               const TrackedOrder* o = find(id);
               if (o == nullptr || o->state == OrderState::Sent) return std::nullopt;
               if (o->state == OrderState::Rejected) return refused(ui::sentence(o->rejectCode));
               return answer(outcomeOf(*o));
           },
           done, 0, tr("The venue has not answered yet; the order may still land.")});
}

void TradingActions::flatten(const ActionDone& done) {
    m_context.gate.cancelAll(std::nullopt, std::nullopt);
    const auto account = m_context.accounts.account();
    if (account) {
        for (const PositionView& p : account->positions) {
            if (p.position.base.isZero()) continue;
            if (auto placed = closePosition(p, false); !placed) return done(refused(shown(placed.error().detail)));
        }
    }
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
