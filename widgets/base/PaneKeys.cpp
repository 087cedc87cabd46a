#include "widgets/base/PaneKeys.h"

namespace qd::ui {

QString keyNow(const ports::Actions& actions, const KeyHint& hint) {
    const auto chosen = hint.deed.empty() ? std::nullopt : actions.placeKey(hint.place, hint.deed);
    return chosen ? QString::fromStdString(*chosen) : hint.key;
}

} // namespace qd::ui
