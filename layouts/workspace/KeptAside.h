#pragma once

#include "layouts/workspace/FileSaver.h"

#include <QString>

#include <filesystem>

/// The one rule for files of the profile that cannot be used: they are kept, and what is saved next is not written over
/// them.
namespace qd::workspace {

/// Renames the file to a name beside it that nothing has yet, "name.unreadable" or "name.unreadable-2" …; where that
/// cannot be done nothing is saved over it by `saver`. Answers what became of it, as a sentence for the user.
[[nodiscard]] QString keepAside(const std::filesystem::path& file, FileSaver& saver);

} // namespace qd::workspace
