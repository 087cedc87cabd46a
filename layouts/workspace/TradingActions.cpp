#include "layouts/workspace/TradingActions.h"

#include "layouts/workspace/Answers.h"
#include "layouts/workspace/OrderWords.h"

#include <algorithm>

namespace qd::workspace {
namespace {

using ports::ActionCode;
using ports::ActionDone;
using ports::ActionResult;
using ports::ActionWords;

constexpr std::int64_t kPatience = 5 * kNanosPerSecond;
constexpr int kCheckMillis = 100;

} // namespace

TradingActions::TradingActions(ui::PaneContext& context, Workspace& workspace)
    : m_context(context)
    , m_workspace(workspace) {
    addOrder();
    addCancel();
    addAmend();
    addTwap();
    addBracket();
    addBreakEven();
    addPositionActions();
    addKill();
    addArm();
    addGuard();
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

void TradingActions::addOrder() {
    ports::Action order;
    order.name = "ORDER";
    order.group = tr("Trading").toStdString();
    order.summary = tr("Places an order; without words opens the ticket").toStdString();
    order.usage = "ORDER BUY|SELL size [market] [LIMIT price] [STOP price|TP price|TRAIL distance [ACT price]] "
                  "[SOURCE MARK|INDEX|LAST] [WHOLE] [ATONCE] [BRACKET [template] [TP level] [SL level] [REST]] "
                  "[OCO LIMIT price STOP price] [TWAP length [EVERY length]] [ICEBERG size] "
                  "[SCALE n first last [RISING|FALLING]] [OFFSET distance] [GTC|IOC|FOK|GTD 30m] [POST|TRY|SLIDE] "
                  "[REDUCE] [SLIP percent] [LEV n] [AUCTION slots] [STP mode] [ID n]";
    order.run = [this](const ActionWords& words, const ActionDone& done) { this->order(words, done); };
    order.complete = [this](const ActionWords& words) {
        if (words.size() == 1) return std::vector<std::string>{"BUY", "SELL"};
        if (words.size() == 2) return std::vector<std::string>{};
        if (auto next = choicesAfter(ports::toUpper(words[words.size() - 2]), templates())) return std::move(*next);
        auto choices = words.size() == 3 ? symbols() : std::vector<std::string>{};
        for (std::string& word : orderWordChoices()) choices.push_back(std::move(word));
        return choices;
    };
    add(std::move(order));
}

void TradingActions::addCancel() {
    ports::Action cancel;
    cancel.name = "CANCEL";
    cancel.group = tr("Trading").toStdString();
    cancel.summary = tr("Cancels one order by its number, or all").toStdString();
    cancel.usage = "CANCEL id|clientId|ALL [market]";
    cancel.run = [this](const ActionWords& words, const ActionDone& done) { this->cancel(words, done); };
    cancel.complete = [this](const ActionWords& words) {
        if (words.size() != 1) return words.size() == 2 ? symbols() : std::vector<std::string>{};
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
    cancelAll.summary = tr("Cancels every order: limits, stops, take-profits, TWAPs").toStdString();
    cancelAll.usage = "CANCELALL";
    cancelAll.key = "Ctrl+Shift+X";
    cancelAll.run = [this](const ActionWords&, const ActionDone& done) { this->cancel({"ALL"}, done); };
    add(std::move(cancelAll));
}

void TradingActions::addAmend() {
    ports::Action amend;
    amend.name = "AMEND";
    amend.group = tr("Trading").toStdString();
    amend.summary = tr("Moves an order to another price, total size or trigger").toStdString();
    amend.usage = "AMEND id [price size] [TRIGGER price]";
    amend.run = [this](const ActionWords& words, const ActionDone& done) { this->amend(words, done); };
    amend.complete = [this](const ActionWords& words) {
        std::vector<std::string> choices;
        if (words.size() == 2 || words.size() == 4) choices.emplace_back("TRIGGER");
        if (words.size() != 1) return choices;
        for (const TrackedOrder& o : m_context.accounts.orders()) {
            if (!isFinal(o.state) && o.order.id.value() != 0) choices.push_back(std::to_string(o.order.id.value()));
        }
        return choices;
    };
    add(std::move(amend));
}

void TradingActions::addPositionActions() {
    const auto markets = [this](const ActionWords& words) {
        return words.size() == 1 ? symbols() : std::vector<std::string>{};
    };
    ports::Action close;
    close.name = "CLOSE";
    close.group = tr("Trading").toStdString();
    close.summary =
        tr("Closes the position in a market, or a part of it, with a reduce-only market order").toStdString();
    close.usage = "CLOSE [1/4|1/3|1/2|2/3|3/4] [market]";
    close.run = [this](const ActionWords& words, const ActionDone& done) { this->close(words, done); };
    close.complete = [this](const ActionWords& words) {
        auto choices = words.size() <= 2 ? symbols() : std::vector<std::string>{};
        if (words.size() == 1) choices.insert(choices.begin(), {"1/4", "1/3", "1/2", "2/3", "3/4"});
        return choices;
    };
    add(std::move(close));

    ports::Action reverse;
    reverse.name = "REVERSE";
    reverse.group = tr("Trading").toStdString();
    reverse.summary = tr("Turns the position in a market round with one market order").toStdString();
    reverse.usage = "REVERSE [market]";
    reverse.run = [this](const ActionWords& words, const ActionDone& done) { this->reverse(words, done); };
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

void TradingActions::addKill() {
    ports::Action kill;
    kill.name = "KILL";
    kill.group = tr("Trading").toStdString();
    kill.summary = tr("Turns one-click trading off, cancels every order and closes every position").toStdString();
    kill.usage = "KILL";
    kill.run = [this](const ActionWords& words, const ActionDone& done) {
        if (!words.empty()) return done(badArguments(tr("KILL takes no words")));
        m_context.gate.setArmed(false);
        this->flatten(done);
    };
    add(std::move(kill));
}

void TradingActions::addArm() {
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
}

void TradingActions::addGuard() {
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
        return words.size() == 1   ? std::vector<std::string>{"PASS"}
               : words.size() == 2 ? std::vector<std::string>{"SIZE", "NOTIONAL", "PRICE"}
                                   : std::vector<std::string>{};
    };
    add(std::move(guard));
}

std::optional<MarketId> TradingActions::currentMarket() const {
    const ui::Pane* active = m_workspace.activePane();
    if (active != nullptr && active->linksMarket() && active->market()) return active->market();
    if (const auto linked = m_context.links.market('A')) return linked;
    const auto& markets = m_context.market.markets();
    return markets.empty() ? std::nullopt : std::optional(markets.front().params.id);
}

std::optional<MarketId> TradingActions::marketOf(std::string_view word) const {
    const std::string wanted = ports::toUpper(word);
    std::optional<MarketId> only;
    bool several = false;
    for (const MarketInfo& info : m_context.market.markets()) {
        const std::string symbol = ports::toUpper(info.params.symbol);
        if (symbol == wanted) return info.params.id;
        if (wanted.empty() || !symbol.starts_with(wanted)) continue;
        several = several || only.has_value();
        only = info.params.id;
    }
    return several ? std::nullopt : only;
}

const TrackedOrder* TradingActions::find(OrderReference reference) const {
    const auto& orders = m_context.accounts.orders();
    const auto found = std::find_if(orders.rbegin(), orders.rend(), [&](const TrackedOrder& o) {
        // One that was not acknowledged when it was asked for has its number by now.
        return reference.id.value() != 0 ? o.order.id == reference.id : o.order.terms.clientId == reference.clientId;
    });
    return found == orders.rend() ? nullptr : &*found;
}

std::optional<PositionView> TradingActions::position(MarketId market) const {
    const auto account = m_context.accounts.account();
    if (!account) return std::nullopt;
    const auto found = std::ranges::find(account->positions, market, &PositionView::market);
    if (found == account->positions.end() || found->position.base.isZero()) return std::nullopt;
    return *found;
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

} // namespace qd::workspace
