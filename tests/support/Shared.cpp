#include "tests/support/Shared.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace qd::test {

std::optional<std::string> sharedFile(const std::string& relative) {
    const char* set = std::getenv("QD_SHARED");
    const std::filesystem::path folder = set != nullptr ? set : std::filesystem::path(sourceFolder()) / ".." / "shared";
    const std::filesystem::path file = folder / relative;
    if (std::filesystem::exists(file)) return file.lexically_normal().string();
    if (set != nullptr) {
        std::fprintf(stderr, "QD_SHARED is set to %s, but %s is missing\n", set, file.c_str());
        std::exit(2);
    }
    return std::nullopt;
}

const char* skipSentence() { return "shared material not found: set QD_SHARED to run this"; }

std::string sourceFolder() {
    const char* set = std::getenv("QD_SOURCE_DIR");
    return set != nullptr ? set : ".";
}

} // namespace qd::test
