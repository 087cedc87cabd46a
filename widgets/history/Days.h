#pragma once

#include "core/base/Time.h"

#include <QString>

#include <optional>

namespace qd::ui {

/// The end of a day typed as 2026-12-31 (`end`), or its beginning, UTC; empty text gives `open`. Empty answer: no date.
[[nodiscard]] std::optional<UnixNanos> parseDay(const QString& typed, bool end, UnixNanos open);

} // namespace qd::ui
