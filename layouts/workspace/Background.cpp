#include "layouts/workspace/Background.h"

#include "core/base/File.h"

#include <filesystem>
#include <fstream>
#include <span>

namespace qd::workspace {

std::string writeForUser(const std::string& file, std::string_view bytes) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (file.empty() || std::filesystem::is_directory(status)) return "\"" + file + "\": is no file";
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        std::ofstream out(file, std::ios::binary);
        out << bytes << std::flush;
        return out.good() ? std::string() : file + ": could not be written";
    }
    const auto written = writeFileAtomically(file, std::as_bytes(std::span(bytes)));
    return written ? std::string() : written.error().detail;
}

} // namespace qd::workspace
