#include "widgets/shortcuts/ShortcutSections.h"

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

Owners ownersOf(const ports::Actions& actions) {
    Owners owners;
    for (const ports::Action* action : actions.all()) {
        const QString key = normalised(QString::fromStdString(actions.keyOf(*action)));
        if (!key.isEmpty()) owners[key] << QString::fromStdString(action->name);
    }
    return owners;
}

void mark(SectionRow& row, const QString& problem) {
    row.token = Token::Warn;
    row.detail = problem;
    row.detailToken = Token::Warn;
}

SectionRow rowOf(const ports::Actions& actions, const ports::Action& action, const Owners& owners) {
    const QString name = QString::fromStdString(action.name);
    SectionRow row;
    row.term = QString::fromStdString(actions.keyOf(action));
    row.text = name + QStringLiteral(" · ") + QString::fromStdString(action.summary);
    if (action.needsArm) row.text += QStringLiteral(" (") + tr("only while armed") + QLatin1Char(')');
    const auto found = owners.find(normalised(row.term));
    if (found == owners.end()) {
        mark(row, tr("This is no key the keyboard has."));
    } else if (found->second.size() > 1) {
        QStringList others = found->second;
        others.removeAll(name);
        mark(row, tr("Conflict: %1 has this key too, so it does nothing. KEY with a command and NONE frees it.")
                      .arg(others.join(QStringLiteral(", "))));
    }
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
    const Owners owners = ownersOf(actions);
    std::map<std::string, Section> groups;
    for (const ports::Action* action : actions.all()) {
        if (actions.keyOf(*action).empty()) continue;
        Section& group = groups[action->group];
        group.title = action->group.empty() ? tr("Commands") : QString::fromStdString(action->group);
        group.rows.push_back(rowOf(actions, *action, owners));
    }
    std::vector<Section> sections;
    for (auto& [name, group] : groups) sections.push_back(std::move(group));
    for (const KeyHints& place : places) {
        Section section{place.title, {}};
        for (const KeyHint& hint : place.keys) section.rows.push_back(rowOf(hint, owners));
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
