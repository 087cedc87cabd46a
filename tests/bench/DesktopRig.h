#pragma once

#include <QApplication>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace qd::bench {

/// An offscreen desktop of monitors side by side, and a folder that goes with it.
class DesktopRig {
  public:
    explicit DesktopRig(int monitors);
    ~DesktopRig();
    DesktopRig(const DesktopRig&) = delete;
    DesktopRig& operator=(const DesktopRig&) = delete;
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
    /// Value for QT_QPA_PLATFORM that gives a program this desktop.
    [[nodiscard]] const std::string& platform() const { return m_platform; }

  private:
    std::filesystem::path m_folder;
    std::string m_platform;
    int m_argc = 1;
    char m_name[16] = "quantdesk-bench";
    char* m_argv[2] = {m_name, nullptr};
    std::unique_ptr<QApplication> m_application;
};

} // namespace qd::bench
