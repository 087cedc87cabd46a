#pragma once

#include <QString>

#include <optional>
#include <string>

namespace qd::test {

/// Path of a file of the material shared with the project (folder QD_SHARED, default ../shared beside the sources).
/// Empty when the folder is absent: the caller skips with skipSentence(). With QD_SHARED set a missing folder or file
/// is an error of the set-up and ends the test run.
[[nodiscard]] std::optional<std::string> sharedFile(const std::string& relative);
/// "shared material not found: set QD_SHARED to run this".
[[nodiscard]] const char* skipSentence();
/// Root of the sources.
[[nodiscard]] std::string sourceFolder();

} // namespace qd::test
