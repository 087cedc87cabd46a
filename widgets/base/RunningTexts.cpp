#include "widgets/base/RunningTexts.h"

#include "core/base/Decimal.h"
#include "widgets/base/BracketTexts.h"
#include "widgets/base/SplitWords.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>
#include <ranges>

namespace qd::ui {
namespace {

constexpr std::size_t kFixedWords = 6;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::RunningTexts", text); }

std::expected<RunningBracket, QString> parseOne(const std::vector<std::string>& words) {
    const auto wrong = [&](const QString& why) {
        return std::unexpected(tr("\"%1\" is no bracket at work. %2").arg(QString::fromStdString(words.front()), why));
    };
    if (words.size() < kFixedWords || !isTemplateName(words[0]))
        return wrong(tr("It wants a name, an account, three orders, a price and rules."));
    const auto account = parseUnsigned(words[1]);
    const auto entry = parseUnsigned(words[2]);
    const auto target = parseUnsigned(words[3]);
    const auto stop = parseUnsigned(words[4]);
    const auto average = parseFixed<Price>(words[5]);
    if (!account || *account > std::numeric_limits<std::uint32_t>::max() || !entry || *entry == 0 || !target || !stop ||
        !average || average->raw() < 0)
        return wrong(tr("Its account, orders or price are no numbers of theirs."));
    RunningBracket out{words[0],
                       AccountId(static_cast<std::uint32_t>(*account)),
                       ClientOrderId(*entry),
                       ClientOrderId(*target),
                       ClientOrderId(*stop),
                       *average,
                       false,
                       {}};
    RulesReader rules;
    for (std::size_t at = kFixedWords; at < words.size();) {
        QString error;
        if (!out.evenDone && words[at] == "DONE") {
            out.evenDone = true;
            ++at;
        } else if (!rules.take(words, at, error)) {
            return wrong(tr("\"%1\" is no rule.").arg(QString::fromStdString(words[at])));
        } else if (!error.isEmpty()) {
            return wrong(error);
        }
    }
    out.rules = rules.rules();
    return out;
}

} // namespace

std::expected<std::vector<RunningBracket>, QString> parseRunning(std::string_view text) {
    std::vector<RunningBracket> running;
    for (const auto part : std::views::split(text, ';')) {
        const auto words = splitWords({part.begin(), part.end()});
        if (words.empty()) continue;
        auto one = parseOne(words);
        if (!one) return std::unexpected(one.error());
        if (std::ranges::find(running, one->entry, &RunningBracket::entry) != running.end())
            return std::unexpected(tr("Two brackets at work have the same entry."));
        if (running.size() == kMostRunning)
            return std::unexpected(tr("At most %1 brackets are at work.").arg(kMostRunning));
        running.push_back(std::move(*one));
    }
    return running;
}

std::string runningText(const std::vector<RunningBracket>& running) {
    std::string text;
    for (const RunningBracket& r : running) {
        if (!text.empty()) text += "; ";
        text += r.name + " " + std::to_string(r.account.value()) + " " + std::to_string(r.entry.value()) + " " +
                std::to_string(r.target.value()) + " " + std::to_string(r.stop.value()) + " " + toString(r.average);
        if (r.evenDone) text += " DONE";
        if (const std::string rules = rulesText(r.rules); !rules.empty()) text += " " + rules;
    }
    return text;
}

} // namespace qd::ui
