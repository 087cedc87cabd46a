#include "layouts/workspace/Answers.h"
#include "layouts/workspace/OrderWords.h"
#include "layouts/workspace/PaneOpening.h"
#include "layouts/workspace/TradingActions.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/terms/BreakEven.h"
#include "widgets/terms/KeptBrackets.h"
#include "widgets/terms/KeptRunning.h"

#include <algorithm>
#include <set>

/// Of the trading actions: TWAP, BRACKET and BREAKEVEN.
namespace qd::workspace {
namespace {

using ports::ActionDone;
using ports::ActionResult;
using ports::ActionWords;

QString stays(OrderId stop, const QString& why) {
    return TradingActions::tr("Stop %1 stays where it is: %2").arg(stop.value()).arg(why);
}

/// Rules are the terminal's: that is said where they are chosen.
QString withCaveat(const QString& said, const ui::BracketTemplate& bracket) {
    return bracket.rules.empty() ? said : said + QLatin1Char(' ') + ui::rulesCaveat();
}

bool isTwap(const TrackedOrder& o) { return !isFinal(o.state) && o.order.progress.phase == OrderPhase::Twap; }

} // namespace

void TradingActions::addTwap() {
    ports::Action twap;
    twap.name = "TWAP";
    twap.group = tr("Trading").toStdString();
    twap.summary = tr("Pauses, resumes or cancels a TWAP; without words opens its monitor").toStdString();
    twap.usage = "TWAP [PAUSE|RESUME|CANCEL id|ALL]";
    twap.needsArm = [](const ActionWords& words) { return !words.empty() && ports::toUpper(words[0]) == "RESUME"; };
    twap.run = [this](const ActionWords& words, const ActionDone& done) { this->twap(words, done); };
    twap.complete = [this](const ActionWords& words) {
        if (words.size() == 1) return std::vector<std::string>{"PAUSE", "RESUME", "CANCEL"};
        std::vector<std::string> choices;
        if (words.size() != 2) return choices;
        choices.emplace_back("ALL");
        for (const TrackedOrder& o : m_context.accounts.orders()) {
            if (isTwap(o)) choices.push_back(std::to_string(o.order.id.value()));
        }
        return choices;
    };
    add(std::move(twap));
}

void TradingActions::twap(const ActionWords& words, const ActionDone& done) {
    const std::string deed = words.empty() ? std::string() : ports::toUpper(words[0]);
    if (deed.empty() || deed == "RUNNING" || deed == "ALL" || deed == "NEW")
        return openPane(m_context, m_workspace, "TWAP", words, done);
    if ((deed != "PAUSE" && deed != "RESUME" && deed != "CANCEL") || words.size() > 2)
        return done(badArguments(tr("TWAP wants PAUSE, RESUME or CANCEL and the number of a TWAP or ALL")));
    // One TWAP needs no number.
    const bool all = words.size() == 1 || ports::toUpper(words[1]) == "ALL";
    std::vector<Order> targets;
    const TrackedOrder* named = all ? nullptr : workingOrder(m_context.accounts.orders(), words[1]);
    for (const TrackedOrder& o : m_context.accounts.orders()) {
        if (isTwap(o) && (all || &o == named)) targets.push_back(o.order);
    }
    if (targets.empty())
        return done(refused(all ? tr("No TWAP is running.") : tr("There is no TWAP %1.").arg(shown(words[1]))));
    if (words.size() == 1 && targets.size() > 1)
        return done(badArguments(tr("several TWAPs are running: say the number of one, or ALL")));
    std::vector<OrderReference> asked;
    QString held;
    for (const Order& target : targets) {
        const OrderReference reference{target.id, target.terms.clientId};
        if (deed == "CANCEL") {
            m_context.gate.cancel(reference);
        } else if (auto sent = m_context.gate.pauseTwap(target, deed == "PAUSE", ui::Intent::Explicit); !sent) {
            held = shown(sent.error().detail);
            continue;
        }
        asked.push_back(reference);
    }
    if (asked.empty()) return done(refused(held));
    await({[this, asked, deed, held] { return twapResult(asked, deed, held); }, done, 0,
           tr("The venue has not answered yet.")});
}

std::optional<ActionResult> TradingActions::twapResult(const std::vector<OrderReference>& asked,
                                                       const std::string& deed, const QString& held) const {
    for (const OrderReference& reference : asked) {
        const TrackedOrder* o = find(reference);
        const bool gone = o == nullptr || isFinal(o->state);
        if (deed == "CANCEL" ? !gone : !gone && o->pendingAmend) return std::nullopt;
        if (!gone && o->rejectCode != RejectCode::None) return refused(ui::sentence(o->rejectCode));
        const bool settled = gone || deed == "CANCEL" || o->order.progress.paused == (deed == "PAUSE");
        if (!settled) return std::nullopt;
    }
    const QString said = deed == "PAUSE"    ? tr("TWAPs paused: %1.").arg(asked.size())
                         : deed == "RESUME" ? tr("TWAPs running on: %1.").arg(asked.size())
                                            : tr("TWAPs cancelled: %1.").arg(asked.size());
    return held.isEmpty() ? answer(said) : refused(said + QLatin1Char(' ') + held);
}

bool TradingActions::keep(const std::vector<ui::BracketTemplate>& templates) {
    return m_context.settings.set(ui::setting::kBrackets, ui::templatesText(templates)).has_value();
}

void TradingActions::addBracket() {
    ports::Action bracket;
    bracket.name = "BRACKET";
    bracket.group = tr("Trading").toStdString();
    bracket.summary = tr("Keeps, deletes or uses a bracket template; without words opens the templates").toStdString();
    bracket.usage =
        "BRACKET [SAVE name [TP distance] [SL distance] [MARK|INDEX|LAST] [REST] [EVEN profit [PLUS distance]] "
        "[TRAIL profit BY distance [STEP ticks]] [CHASE ticks] | DELETE name | USE name|NONE | END name|ALL]";
    bracket.run = [this](const ActionWords& words, const ActionDone& done) { this->bracket(words, done); };
    bracket.complete = [this](const ActionWords& words) {
        if (words.size() == 1) return std::vector<std::string>{"SAVE", "DELETE", "USE", "END"};
        const std::string deed = ports::toUpper(words[0]);
        std::vector<std::string> choices;
        if (words.size() == 2) {
            for (const ui::BracketTemplate& t : templates()) choices.push_back(t.name);
            if (deed == "USE") choices.emplace_back("NONE");
            if (deed == "END") choices.emplace_back("ALL");
        } else if (deed == "SAVE") {
            const std::string before = ports::toUpper(words[words.size() - 2]);
            static const std::set<std::string> kWantNumber{"TP", "SL", "EVEN", "PLUS", "TRAIL", "BY", "STEP", "CHASE"};
            if (!kWantNumber.contains(before))
                choices = {"TP", "SL", "MARK", "INDEX", "LAST", "REST", "EVEN", "PLUS", "TRAIL", "BY", "STEP", "CHASE"};
        }
        return choices;
    };
    add(std::move(bracket));
}

void TradingActions::saveBracket(const ActionWords& words, const ActionDone& done) {
    auto list = templates();
    const ui::BracketTemplate* found = ui::findTemplate(list, words[1]);
    std::string text;
    for (std::size_t i = 2; i < words.size(); ++i) text += words[i] + " ";
    const auto read = ui::parseTemplate(words[1], text);
    if (!read) return done(badArguments(read.error()));
    if (found == nullptr && list.size() >= ui::kMostTemplates)
        return done(refused(tr("%1 templates are kept already; delete one first.").arg(list.size())));
    const QString name = shown(found != nullptr ? found->name : read->name);
    if (found != nullptr)
        list[static_cast<std::size_t>(found - list.data())] = *read;
    else
        list.push_back(*read);
    if (!keep(list)) return done(refused(tr("The template could not be kept.")));
    done(answer(withCaveat(tr("Template %1 is kept: %2.").arg(name, shown(ui::templateText(*read))), *read)));
}

void TradingActions::endBracketRules(const ActionWords& words, const ActionDone& done) {
    const std::string wanted = ports::toUpper(words[1]);
    const auto ended = ui::endRunning(m_context.settings, [&](const ui::RunningBracket& r) {
        return wanted == "ALL" || ports::toUpper(r.name) == wanted;
    });
    if (!ended) return done(refused(shown(ended.error().detail)));
    if (*ended == 0) return done(refused(tr("No bracket of that template has rules at work.")));
    done(answer(tr("Brackets whose rules have ended: %1; their orders stand where they are.").arg(*ended)));
}

void TradingActions::bracket(const ActionWords& words, const ActionDone& done) {
    const std::string deed = words.empty() ? std::string() : ports::toUpper(words[0]);
    if (deed.empty() || deed == "NEW" || (words.size() == 1 && m_context.marketNamed(deed)))
        return openPane(m_context, m_workspace, "BRACKET", words, done);
    if (words.size() < 2 || (deed != "SAVE" && deed != "DELETE" && deed != "USE" && deed != "END"))
        return done(badArguments(tr("BRACKET wants SAVE, DELETE, USE or END and the name of a template")));
    if (deed == "SAVE") return saveBracket(words, done);
    if (deed == "END") return endBracketRules(words, done);
    auto list = templates();
    const ui::BracketTemplate* found = ui::findTemplate(list, words[1]);
    const QString name = found != nullptr ? shown(found->name) : shown(words[1]);
    if (deed == "USE" && ports::toUpper(words[1]) == "NONE") {
        (void)m_context.settings.set(ui::setting::kLadderBracket, {});
        return done(answer(tr("Orders of the ladder get no bracket.")));
    }
    if (found == nullptr) return done(badArguments(tr("there is no template %1").arg(name)));
    if (deed == "USE") {
        (void)m_context.settings.set(ui::setting::kLadderBracket, found->name);
        return done(answer(withCaveat(tr("Opening orders of the ladder get the bracket %1.").arg(name), *found)));
    }
    const bool used = ui::ladderBracket(m_context.settings).kept == *found;
    if (!ui::removeTemplate(m_context.settings, found->name))
        return done(refused(tr("The template could not be deleted.")));
    done(answer(used ? tr("Template %1 is deleted; orders of the ladder get no bracket.").arg(name)
                     : tr("Template %1 is deleted.").arg(name)));
}

void TradingActions::addBreakEven() {
    ports::Action breakEven;
    breakEven.name = "BREAKEVEN";
    breakEven.group = tr("Trading").toStdString();
    breakEven.summary = tr("Moves the stop of a position to where closing it there earns its fees and funding back, or "
                           "places one there; slippage is not in it")
                            .toStdString();
    breakEven.usage = "BREAKEVEN [market]";
    breakEven.needsArm = ports::always;
    breakEven.run = [this](const ActionWords& words, const ActionDone& done) { this->breakEven(words, done); };
    breakEven.complete = [this](const ActionWords& words) {
        return words.size() == 1 ? symbols() : std::vector<std::string>{};
    };
    add(std::move(breakEven));
}

void TradingActions::breakEven(const ActionWords& words, const ActionDone& done) {
    const auto market = marketAt(words, 0);
    const MarketInfo* info = market ? m_context.info(*market) : nullptr;
    if (info == nullptr) return done(badArguments(tr("which market?")));
    const auto account = m_context.accounts.account();
    const auto p = position(*market);
    if (!account || !p) return done(refused(tr("There is no position in %1.").arg(shown(info->params.symbol))));
    const auto deed = ui::breakEvenDeed(*p, m_context.accounts.orders(), info->params, account->taker);
    if (!deed) return done(refused(deed.error()));
    if (deed->place) return send({OrderRelation::Independent, {*deed->place}}, done);
    QStringList stayed;
    std::vector<OrderReference> asked;
    for (const auto& [order, why] : deed->stuck) stayed << stays(order.id, why);
    for (const auto& [order, amendment] : deed->amends) {
        if (auto sent = m_context.gate.amend(order, amendment, ui::Intent::Explicit); !sent)
            stayed << stays(order.id, shown(sent.error().detail));
        else
            asked.push_back({order.id, order.terms.clientId});
    }
    const QString at = ui::text(deed->price, ui::decimalsOf(info->params.tick));
    const MovedWords moved{tr("Stop %1 is not working any more."), tr("Stop %1 stays where it is: %2"),
                           [at](const TrackedOrder& o) {
                               return tr("Stop %1 stands at break-even, %2.").arg(o.order.id.value()).arg(at);
                           }};
    await({[this, asked, stayed, moved] { return amendResult(asked, stayed, moved); }, done, 0,
           tr("The venue has not answered about every stop yet; each stands where it was until it does.")});
}

} // namespace qd::workspace
