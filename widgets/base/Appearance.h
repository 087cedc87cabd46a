#pragma once

#include "widgets/base/Theme.h"

class QApplication;

namespace qd::ui {

/// Dresses the whole application in a theme: palette, font, and one style sheet made from the tokens.
void applyAppearance(QApplication& application, const Theme& theme);

/// The style sheet, for tests.
[[nodiscard]] QString styleSheet(const Theme& theme);

} // namespace qd::ui
