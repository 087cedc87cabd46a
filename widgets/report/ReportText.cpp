#include "widgets/report/ReportText.h"

#include "widgets/base/Format.h"
#include "widgets/status/StatusFigures.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <ranges>

namespace qd::report {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::report::ReportText", text); }
QString shown(const std::string& text) { return QString::fromStdString(text); }

QString heading(const QString& title) { return QStringLiteral("\n") + title + QLatin1Char('\n'); }

QString row(const QString& name, const QString& value) {
    return QStringLiteral("  %1: %2\n").arg(name, value.isEmpty() ? ui::unknownText() : value);
}

QString machineSection(const Machine& machine) {
    constexpr double kGibi = 1024.0 * 1024.0 * 1024.0;
    QString text = heading(tr("Machine"));
    text += row(tr("System"), machine.system);
    text += row(tr("Processor"), machine.processor);
    text += row(tr("Threads"), machine.threads == 0 ? QString() : QString::number(machine.threads));
    text +=
        row(tr("Memory"),
            machine.memory == 0 ? QString() : tr("%1 GiB").arg(static_cast<double>(machine.memory) / kGibi, 0, 'f', 1));
    text += row(QStringLiteral("Qt"), machine.qt);
    for (const QString& screen : machine.screens) text += row(tr("Screen"), screen);
    return text;
}

/// Words of the user's and sums of money are nobody else's business.
bool isTold(const ui::SettingInfo& info) {
    const bool freeText = std::holds_alternative<std::string>(info.standard) && info.choices.empty();
    return !info.hidden && !freeText && info.unit != "USDC";
}

QString settingsSection(const ui::Settings& settings) {
    QString text = heading(tr("Settings that are not as they come"));
    bool any = false;
    for (const ui::SettingInfo& info : ui::Settings::table()) {
        const std::string now = settings.textOf(info.key);
        if (now == ui::typedText(info.standard)) continue;
        any = true;
        text += row(shown(info.key), isTold(info) ? shown(now) : tr("changed; what to is left out"));
    }
    return any ? text : text + QStringLiteral("  ") + tr("none") + QLatin1Char('\n');
}

QString problemsSection(const ui::NewsLog& news) {
    QString text = heading(tr("Problems since the start, the newest first"));
    std::size_t told = 0;
    std::size_t ofAccounts = 0;
    std::size_t older = 0;
    for (const ui::NewsLog::Entry& entry : std::views::reverse(news.entries())) {
        if (entry.news.importance == ui::Importance::Plain) continue;
        if (!entry.news.subject.isEmpty()) // of an account, its orders, or what somebody watches
            ++ofAccounts;
        else if (told == kMostProblems)
            ++older;
        else if (++told; true)
            text += QStringLiteral("  %1  %2\n").arg(ui::dateTimeText(entry.at), withoutSums(entry.news.sentence));
    }
    if (told == 0) text += QStringLiteral("  ") + tr("none") + QLatin1Char('\n');
    if (older > 0) text += QStringLiteral("  ") + tr("and %1 older ones").arg(older) + QLatin1Char('\n');
    if (ofAccounts > 0)
        text += QStringLiteral("  ") + tr("%1 about orders, margin, alerts and brackets are left out").arg(ofAccounts) +
                QLatin1Char('\n');
    return text;
}

} // namespace

QString withoutSums(QString sentence) {
    static const QRegularExpression sum(QStringLiteral("[+\u2212-]?\\d[\\d\u2009\u202F.,]*(?=[ \u00A0\u2009]USDC\\b)"));
    return sentence.replace(sum, QStringLiteral("…"));
}

QString reportText(const ui::PaneContext& context, const Machine& machine, UnixNanos now, const QString& home) {
    QString text = tr("QuantDesk %1, error report of %2 UTC").arg(machine.program, ui::dateTimeText(now));
    text += QLatin1Char('\n');
    text += machineSection(machine);
    text += settingsSection(context.settings);
    text += problemsSection(context.news);
    text += heading(tr("Status"));
    text += withoutSums(ui::plainText(ui::statusFigures(context, context.clock.monotonicNanos())));
    if (home.size() > 1) text.replace(home, QStringLiteral("~"));
    return text;
}

} // namespace qd::report
