#pragma once

#include "core/ports/Actions.h"

#include <QCoreApplication>
#include <QString>

#include <optional>

/// What an action answers, from the words for people.
namespace qd::workspace {

[[nodiscard]] inline ports::ActionResult answer(const QString& sentence) { return sentence.toStdString(); }
[[nodiscard]] inline ports::ActionResult badArguments(const QString& sentence) {
    return fail(ports::ActionCode::BadArguments, sentence.toStdString());
}
[[nodiscard]] inline ports::ActionResult refused(const QString& sentence) {
    return fail(ports::ActionCode::Refused, sentence.toStdString());
}
/// For an action that takes no words: what it answers to some.
[[nodiscard]] inline std::optional<ports::ActionResult> unwanted(const char* action, const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    return badArguments(
        QCoreApplication::translate("qd::workspace::Answers", "%1 takes no words").arg(QLatin1String(action)));
}
[[nodiscard]] inline QString shown(const std::string& text) { return QString::fromStdString(text); }

} // namespace qd::workspace
