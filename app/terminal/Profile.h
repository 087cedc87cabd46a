#pragma once

#include "app/terminal/Options.h"
#include "core/base/File.h"

#include <filesystem>
#include <string>

namespace qd::terminal {

/// Where the terminal keeps its state.
struct Profile {
    std::filesystem::path settings; ///< settings.toml
    std::filesystem::path keys;     ///< keys.toml
    std::filesystem::path history;  ///< commands.txt: what was typed in the command bar
    std::filesystem::path layouts;  ///< folder
    std::filesystem::path drawings; ///< folder; a file for each market
    std::filesystem::path notes;    ///< notes.txt: the journal
    std::filesystem::path venues;   ///< folder; one below it for each market source
    FileLock lock;                  ///< keeps a second terminal out

    /// Makes the folders and takes the lock. Errors: a sentence that names the folder.
    [[nodiscard]] static FileResult<Profile> open(const Options& options);

    /// Folder of the venue for a source: "sim-42", or the name of what is replayed with a mark made of its whole path.
    [[nodiscard]] std::filesystem::path venueFolder(const Options& options) const;
};

} // namespace qd::terminal
