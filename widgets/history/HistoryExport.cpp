#include "widgets/base/Format.h"
#include "widgets/base/SaveQuestion.h"
#include "widgets/history/HistoryPane.h"

#include <utility>

/// Of HISTORY: writing a list to a file, and what is said about it.
namespace qd::ui {
namespace {

QString exportSentence(const QString& file, std::size_t rows, const QString& problem) {
    if (problem.isEmpty())
        return HistoryPane::tr("%1 rows were written to %2.").arg(number(static_cast<std::int64_t>(rows), 0, 0), file);
    return HistoryPane::tr("%1 was not written: %2. The history is untouched; choose another file or try again.")
        .arg(file, problem);
}

} // namespace

void HistoryPane::chooseFile() {
    askForFile(this,
               {tr("Export %1").arg(current().words().title), tr("Comma-separated values (*.csv)"),
                QStringLiteral("csv"), QStringLiteral("%1.csv").arg(current().words().name)},
               [this](const QString& file) { exportTo(file); });
}

void HistoryPane::exportTo(const QString& file, const ports::ActionDone& done) {
    auto chosen = filter();
    if (!chosen) {
        const QString why = tr("Nothing was written: days are written as 2026-12-31, the first before the last.");
        say(why, Token::Warn);
        if (done) done(fail(ports::ActionCode::Refused, why.toStdString()));
        return;
    }
    // Another account that is selected meanwhile does not mix its rows in.
    if (const auto account = context().accounts.account(); account && !chosen->account) chosen->account = account->id;
    CsvDone answer;
    if (done)
        answer = [done, file](std::size_t rows, const QString& problem) {
            const std::string sentence = exportSentence(file, rows, problem).toStdString();
            done(problem.isEmpty() ? ports::ActionResult(sentence) : fail(ports::ActionCode::Failed, sentence));
        };
    m_csv.start(current().source(*chosen), file, std::move(answer));
}

void HistoryPane::tellExport(const QString& file, std::size_t rows, const QString& problem) {
    say(exportSentence(file, rows, problem), problem.isEmpty() ? Token::Up : Token::Danger);
}

} // namespace qd::ui
