#include "widgets/shortcuts/ShortcutSections.h"

#include "widgets/base/PaneKeys.h"

#include <QCoreApplication>
#include <QKeySequence>

#include <algorithm>
#include <map>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::Shortcuts", text); }

/// One way of writing a key sequence; what is none is empty.
QString normalised(const QString& keys) {
    const QKeySequence sequence = QKeySequence::fromString(keys.trimmed(), QKeySequence::PortableText);
    for (int i = 0; i < sequence.count(); ++i) {
        if (sequence[static_cast<uint>(i)].key() == Qt::Key_unknown) return {};
    }
    return sequence.toString(QKeySequence::PortableText);
}

/// Names of the commands by their key.
using Owners = std::map<QString, QStringList>;

Owners ownersOf(const std::vector<ports::BoundLine>& lines) {
    Owners owners;
    for (const ports::BoundLine& bound : lines) {
        const QString key = normalised(QString::fromStdString(bound.key));
        if (!key.isEmpty()) owners[key] << QString::fromStdString(bound.line);
    }
    return owners;
}

/// "LADDER CLOSE" of a hint whose key can be chosen.
QString deedOf(const KeyHint& hint) { return QString::fromStdString(hint.place + ' ' + hint.deed); }

/// Names of the deeds by their place and key.
Owners deedsOf(const ports::Actions& actions, const std::vector<KeyHints>& places) {
    Owners deeds;
    for (const KeyHints& place : places) {
        for (const KeyHint& hint : place.keys) {
            const QString key = hint.deed.empty() ? QString() : normalised(keyNow(actions, hint));
            if (!key.isEmpty()) deeds[QString::fromStdString(hint.place) + QLatin1Char(' ') + key] << deedOf(hint);
        }
    }
    return deeds;
}

void mark(SectionRow& row, const QString& problem) {
    row.token = Token::Warn;
    row.detail = problem;
    row.detailToken = Token::Warn;
}

void markShared(SectionRow& row, QStringList owners, const QString& own) {
    owners.removeAll(own);
    mark(row, tr("Conflict: %1 has this key too, so it does nothing. KEY with a command and NONE frees it.")
                  .arg(owners.join(QStringLiteral(", "))));
}

SectionRow rowOf(const ports::BoundLine& bound, const Owners& owners) {
    const QString line = QString::fromStdString(bound.line);
    SectionRow row;
    row.term = QString::fromStdString(bound.key);
    row.text = line + QStringLiteral(" · ") + QString::fromStdString(bound.action->summary);
    if (ports::sendsOrders(*bound.action, bound.words))
        row.text += QStringLiteral(" (") + tr("only while armed") + QLatin1Char(')');
    const auto found = owners.find(normalised(row.term));
    if (found == owners.end())
        mark(row, tr("This is no key the keyboard has."));
    else if (found->second.size() > 1)
        markShared(row, found->second, line);
    return row;
}

/// A key whose pane takes it before any command does.
SectionRow rowOf(const KeyHint& hint, const QString& key, const Owners& deeds) {
    SectionRow row{.term = key.isEmpty() ? tr("no key") : key,
                   .text = deedOf(hint) + QStringLiteral(" · ") + hint.does};
    const auto found = deeds.find(QString::fromStdString(hint.place) + QLatin1Char(' ') + normalised(key));
    if (found != deeds.end() && found->second.size() > 1) markShared(row, found->second, deedOf(hint));
    return row;
}

SectionRow rowOf(const KeyHint& hint, const Owners& owners) {
    SectionRow row{.term = hint.key, .text = hint.does};
    for (const QString& key : hint.key.split(QStringLiteral(" / "))) {
        const auto found = owners.find(normalised(key));
        if (found != owners.end())
            mark(row, tr("Conflict: %1 goes to the command %2.").arg(key, found->second.join(QStringLiteral(", "))));
    }
    return row;
}

} // namespace

std::vector<Section> shortcutSections(const ports::Actions& actions, const std::vector<KeyHints>& places) {
    const auto lines = actions.bound();
    const Owners owners = ownersOf(lines);
    const Owners deeds = deedsOf(actions, places);
    std::map<std::string, Section> groups;
    for (const ports::BoundLine& bound : lines) {
        Section& group = groups[bound.action->group];
        group.title = bound.action->group.empty() ? tr("Commands") : QString::fromStdString(bound.action->group);
        group.rows.push_back(rowOf(bound, owners));
    }
    std::vector<Section> sections;
    for (auto& [name, group] : groups) sections.push_back(std::move(group));
    for (const KeyHints& place : places) {
        Section section{place.title, {}};
        for (const KeyHint& hint : place.keys)
            section.rows.push_back(hint.deed.empty() ? rowOf(hint, owners) : rowOf(hint, keyNow(actions, hint), deeds));
        if (!section.rows.empty()) sections.push_back(std::move(section));
    }
    return sections;
}

int conflictsIn(const std::vector<Section>& sections) {
    int count = 0;
    for (const Section& section : sections)
        count += static_cast<int>(std::ranges::count(section.rows, Token::Warn, &SectionRow::token));
    return count;
}

} // namespace qd::ui
