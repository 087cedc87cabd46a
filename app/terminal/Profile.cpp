#include "app/terminal/Profile.h"

#include "core/base/Hash.h"

#include <fmt/format.h>

#include <cstdlib>

namespace qd::terminal {
namespace {

/// An XDG base folder: its variable when that is an absolute path, else below the home folder.
std::filesystem::path xdgFolder(const char* variable, const char* belowHome) {
    const char* set = std::getenv(variable);
    if (set != nullptr && set[0] == '/') return std::filesystem::path(set) / "quantdesk";
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr ? home : "/") / belowHome / "quantdesk";
}

} // namespace

FileResult<Profile> Profile::open(const Options& options) {
    const auto config = options.profile ? *options.profile : xdgFolder("XDG_CONFIG_HOME", ".config");
    const auto data = options.profile ? *options.profile : xdgFolder("XDG_DATA_HOME", ".local/share");
    for (const auto& folder : {config, data}) {
        if (auto made = makeFolder(folder); !made) return std::unexpected(made.error());
    }
    auto lock = FileLock::acquire(data / "lock");
    if (!lock) {
        if (lock.error().code != FileCode::Locked) return std::unexpected(lock.error());
        return fail(FileCode::Locked,
                    fmt::format("another QuantDesk is using the profile {}; close it, or name another one with "
                                "--profile",
                                data.string()));
    }
    return Profile{config / "settings.toml", config / "keys.toml", config / "commands.txt", config / "layouts",
                   config / "drawings",      config / "notes.txt", data / "venues",         std::move(*lock)};
}

std::filesystem::path Profile::venueFolder(const Options& options) const {
    if (!options.replay) {
        const std::string more = options.markets == Options().markets ? "" : fmt::format("-{}", options.markets);
        return venues / fmt::format("sim-{}{}", options.seed, more);
    }
    std::error_code error;
    const auto whole = std::filesystem::weakly_canonical(*options.replay, error);
    // Recordings of one name in different folders are different markets; a slash behind a folder's name makes no other.
    const std::filesystem::path path = ((error ? *options.replay : whole) / "").parent_path();
    const std::string text = path.string();
    return venues /
           fmt::format("replay-{}-{:016x}", path.filename().string(), checksum64(std::as_bytes(std::span(text))));
}

} // namespace qd::terminal
