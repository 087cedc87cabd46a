#include "tests/bench/DesktopRig.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <unistd.h>

namespace qd::bench {

DesktopRig::DesktopRig(int monitors) {
    std::string pattern = (std::filesystem::temp_directory_path() / "qd-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder could be made");
    m_folder = pattern;
    nlohmann::json screens = nlohmann::json::array();
    for (int i = 0; i < monitors; ++i)
        screens.push_back({{"name", "M" + std::to_string(i + 1)},
                           {"x", i * 1920},
                           {"y", 0},
                           {"width", 1920},
                           {"height", 1080},
                           {"logicalDpi", 96},
                           {"logicalBaseDpi", 96},
                           {"dpr", 1}});
    const std::filesystem::path file = m_folder / "screens.json";
    std::ofstream(file) << nlohmann::json{
        {"synchronousWindowSystemEvents", false}, {"windowFrameMargins", false}, {"screens", screens}};
    m_platform = "offscreen:configfile=" + file.string();
    ::setenv("QT_QPA_PLATFORM", m_platform.c_str(), 1);
    m_application = std::make_unique<QApplication>(m_argc, m_argv);
}

DesktopRig::~DesktopRig() {
    m_application.reset();
    std::error_code error;
    std::filesystem::remove_all(m_folder, error);
}

} // namespace qd::bench
