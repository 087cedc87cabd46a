#include "layouts/workspace/AlertActions.h"

#include "core/base/Decimal.h"
#include "layouts/workspace/Answers.h"
#include "widgets/terms/KeptAlerts.h"
#include "widgets/terms/KeptStudyAlerts.h"

namespace qd::workspace {

using ports::ActionResult;
using ports::ActionWords;

namespace {

struct Kept {
    std::uint32_t number = 0;
    bool onPrice = true;
    bool done = false;
};

/// Of both kinds.
std::vector<Kept> allKept(const ui::Settings& settings) {
    std::vector<Kept> all;
    for (const ui::PriceAlert& a : ui::keptAlerts(settings)) all.push_back({a.number, true, a.done});
    for (const ui::StudyAlert& a : ui::keptStudyAlerts(settings)) all.push_back({a.number, false, a.done});
    return all;
}

} // namespace

AlertActions::AlertActions(ui::PaneContext& context) : m_context(context) {
    ports::Action alert;
    alert.name = "ALERT";
    alert.group = tr("Workspace").toStdString();
    alert.summary = tr("Tells when a price or a study reaches a level; AL shows all alerts").toStdString();
    alert.usage =
        "ALERT market [ABOVE|BELOW] price [LAST|MARK|INDEX] [EVERY] [NOTE words]  |  ALERT market 5m study numbers "
        "[LINE name] ABOVE|BELOW|CROSS number|PRICE|STUDY name numbers [LINE name] [CLOSE|TOUCH] [EVERY] [NOTE words]  "
        "|  "
        "ALERT DELETE|AGAIN number|ALL";
    alert.run = [this](const ActionWords& words, const ports::ActionDone& done) { done(this->alert(words)); };
    alert.complete = [this](const ActionWords& words) { return choices(words); };
    m_action = m_context.actions.add(std::move(alert));
}

std::vector<std::string> AlertActions::choices(const ActionWords& words) const {
    std::vector<std::string> list;
    const std::string first = ports::toUpper(words.front());
    const bool changes = first == "DELETE" || first == "AGAIN";
    if (words.size() == 1) {
        for (const MarketInfo& info : m_context.market.markets()) list.push_back(info.params.symbol);
        list.insert(list.end(), {"DELETE", "AGAIN"});
    } else if (changes && words.size() == 2) {
        list.emplace_back("ALL");
        for (const Kept& a : allKept(m_context.settings)) list.push_back(std::to_string(a.number));
    } else if (!changes && words.size() == 2) {
        list = ui::studyAlertIntervals();
        list.insert(list.begin(), {"ABOVE", "BELOW"});
    } else if (!changes) {
        list = ui::isIntervalWord(words[1]) ? ui::studyAlertChoices(words)
                                            : std::vector<std::string>{"LAST", "MARK", "INDEX", "EVERY", "NOTE"};
    }
    return list;
}

ActionResult AlertActions::alert(const ActionWords& words) {
    const std::string first = words.empty() ? std::string() : ports::toUpper(words[0]);
    if (first == "DELETE" || first == "AGAIN") {
        if (words.size() != 2)
            return badArguments(tr("ALERT %1 wants the number of an alert, or ALL").arg(shown(first)));
        return change(first, words[1]);
    }
    if (words.size() < 2)
        return badArguments(tr("ALERT wants a market and a price; or DELETE or AGAIN and the number of an alert"));
    return keep(words);
}

ActionResult AlertActions::keep(ActionWords words) {
    const auto market = m_context.marketNamed(words[0]);
    if (!market) return badArguments(tr("there is no market %1").arg(shown(words[0])));
    words[0] = m_context.info(*market)->params.symbol;
    // Without a word for it the way is the one from where the price is now.
    const bool guessed = parseFixed<Price>(words[1]).has_value();
    if (guessed) words.insert(words.begin() + 1, "ABOVE");
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    if (ui::isIntervalWord(words[1])) return keepOnStudy(text);
    auto alert = ui::parseAlert(text);
    if (!alert) return fail(ports::ActionCode::BadArguments, alert.error().toStdString());
    if (alert->done) return badArguments(tr("an alert is done when its price was reached"));
    if (guessed) {
        const auto now = ui::watchedPrice(m_context, *alert);
        if (!now) return refused(tr("The price is not known yet; say ABOVE or BELOW."));
        alert->above = *now < alert->level;
    }
    const auto kept = ui::keepAlert(m_context, std::move(*alert));
    if (!kept) return refused(kept.error());
    return answer(ui::alertSentence(kept->number, ui::alertWords(*kept)));
}

ActionResult AlertActions::keepOnStudy(const std::string& text) {
    auto alert = ui::parseStudyAlert(text);
    if (!alert) return fail(ports::ActionCode::BadArguments, alert.error().toStdString());
    if (alert->done) return badArguments(tr("an alert is done when it was reached"));
    const auto kept = ui::keepStudyAlert(m_context, std::move(*alert));
    if (!kept) return refused(kept.error());
    return answer(ui::alertSentence(kept->number, ui::studyAlertWords(*kept)));
}

ActionResult AlertActions::change(const std::string& deed, const std::string& which) {
    const bool removes = deed == "DELETE";
    std::vector<Kept> meant = allKept(m_context.settings);
    const bool all = ports::toUpper(which) == "ALL";
    if (all) {
        if (!removes) std::erase_if(meant, [](const Kept& a) { return !a.done; });
    } else if (const auto number = parseDecimal(which, 0); number && *number > 0 && *number <= UINT32_MAX) {
        const auto wanted = static_cast<std::uint32_t>(*number);
        std::erase_if(meant, [&](const Kept& a) { return a.number != wanted; });
        if (meant.empty()) return refused(ui::noSuchAlert(wanted));
    } else {
        return badArguments(tr("\"%1\" is no number of an alert").arg(shown(which)));
    }
    QStringList objections;
    ui::Settings& settings = m_context.settings;
    for (const auto& [number, onPrice, done] : meant) {
        const auto changed =
            onPrice ? (removes ? ui::removeAlert(settings, number) : ui::renewAlert(m_context, number))
                    : (removes ? ui::removeStudyAlert(settings, number) : ui::renewStudyAlert(settings, number));
        if (!changed) objections << changed.error();
    }
    if (!objections.isEmpty()) return refused(objections.join(QLatin1Char(' ')));
    if (all)
        return answer(removes ? tr("All alerts on prices and studies are deleted.")
                              : tr("All alerts on prices and studies wait again."));
    return answer((removes ? tr("Alert %1 is deleted.") : tr("Alert %1 waits again.")).arg(meant.front().number));
}

} // namespace qd::workspace
