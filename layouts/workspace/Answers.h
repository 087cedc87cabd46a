#pragma once

#include "core/ports/Actions.h"

#include <QString>

/// What an action answers, from the words for people.
namespace qd::workspace {

[[nodiscard]] inline ports::ActionResult answer(const QString& sentence) { return sentence.toStdString(); }
[[nodiscard]] inline ports::ActionResult badArguments(const QString& sentence) {
    return fail(ports::ActionCode::BadArguments, sentence.toStdString());
}
[[nodiscard]] inline ports::ActionResult refused(const QString& sentence) {
    return fail(ports::ActionCode::Refused, sentence.toStdString());
}
[[nodiscard]] inline QString shown(const std::string& text) { return QString::fromStdString(text); }

} // namespace qd::workspace
