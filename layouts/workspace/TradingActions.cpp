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

} // namespace

TradingActions::TradingActions(ui::PaneContext& context, Workspace& workspace) : TradingDesk(context, workspace) {
    addOrder();
    addAmend();
    addTwap();
    addBracket();
    addBreakEven();
    addPositionActions();
    addKill();
    addArm();
    addGuard();
    connect(&m_context.gate, &ui::OrderGate::heldBack, this,
            [this](const QString& sentence) { m_workspace.say(sentence, true); });
}

TradingActions::~TradingActions() = default;

void TradingActions::addOrder() {
    ports::Action order;
    order.name = "ORDER";
    order.group = tr("Trading").toStdString();
    order.summary = tr("Places an order; without words opens the ticket").toStdString();
    order.usage = "ORDER [market]  |  ORDER BUY|SELL size [market] [LIMIT price|BID|ASK|BID+2T] [STOP price|TP "
                  "price|TRAIL distance [ACT price]] "
                  "[SOURCE MARK|INDEX|LAST] [WHOLE] [ATONCE] [BRACKET [template] [TP level] [SL level] [REST]] "
                  "[OCO LIMIT price STOP price] [TWAP length [EVERY length]] [ICEBERG size] "
                  "[SCALE n first last [RISING|FALLING]] [OFFSET distance] [GTC|IOC|FOK|GTD 30m] [POST|TRY|SLIDE] "
                  "[REDUCE] [SLIP percent] [LEV n] [AUCTION slots] [STP mode] [ID n]";
    order.needsArm = [](const ActionWords& words) {
        const std::string first = words.empty() ? std::string() : ports::toUpper(words[0]);
        return first == "BUY" || first == "SELL";
    };
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

void TradingActions::addAmend() {
    ports::Action amend;
    amend.name = "AMEND";
    amend.group = tr("Trading").toStdString();
    amend.summary = tr("Moves an order to another price, total size or trigger").toStdString();
    amend.usage = "AMEND id [price size] [TRIGGER price]";
    amend.needsArm = ports::always;
    amend.run = [this](const ActionWords& words, const ActionDone& done) { this->amend(words, done); };
    amend.complete = [this](const ActionWords& words) {
        std::vector<std::string> choices;
        if (words.size() == 2 || words.size() == 4) choices.emplace_back("TRIGGER");
        return words.size() == 1 ? workingNumbers() : choices;
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
    close.needsArm = ports::always;
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
    reverse.needsArm = ports::always;
    reverse.run = [this](const ActionWords& words, const ActionDone& done) { this->reverse(words, done); };
    reverse.complete = markets;
    add(std::move(reverse));
    addFlatten();
}

void TradingActions::addFlatten() {
    ports::Action flatten;
    flatten.name = "FLATTEN";
    flatten.group = tr("Trading").toStdString();
    flatten.summary = tr("Cancels every order and closes every position of the selected account").toStdString();
    flatten.usage = "FLATTEN";
    flatten.key = "Ctrl+Shift+F";
    flatten.needsArm = ports::always;
    flatten.run = [this](const ActionWords& words, const ActionDone& done) {
        if (const auto why = unwanted("FLATTEN", words)) return done(*why);
        this->flatten(done);
    };
    add(std::move(flatten));
}

void TradingActions::addKill() {
    ports::Action kill;
    kill.name = "KILL";
    kill.group = tr("Trading").toStdString();
    kill.summary =
        tr("Turns one-click trading off, cancels every order and closes every position of the selected account "
           "and of every account that a link group carries; a key of it must be held")
            .toStdString();
    kill.usage = "KILL";
    kill.mustBeHeld = true;
    kill.run = [this](const ActionWords& words, const ActionDone& done) {
        if (const auto why = unwanted("KILL", words)) return done(*why);
        m_context.gate.setArmed(false);
        this->kill(done);
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

} // namespace qd::workspace
