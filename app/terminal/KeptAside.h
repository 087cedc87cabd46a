#pragma once

#include <QString>

#include <filesystem>
#include <optional>

/// Files of the profile that cannot be read are kept, under another name: what is saved next would be written over
/// them.
namespace qd::terminal {

/// Renames the file to a name beside it that nothing has yet, "name.unreadable" or "name.unreadable-2" …, and answers
/// that. Empty: it stays where it is.
[[nodiscard]] std::optional<std::filesystem::path> keepAside(const std::filesystem::path& file);
/// What became of it, as a sentence.
[[nodiscard]] QString whereKept(const std::optional<std::filesystem::path>& aside);

} // namespace qd::terminal
