#pragma once

#include "core/base/File.h"

#include <QString>

namespace qd::ui {

/// Why a file could not be written, to stand in a sentence.
[[nodiscard]] QString reasonOf(const Error<FileCode>& error);

} // namespace qd::ui
