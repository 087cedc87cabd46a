#pragma once

#include "layouts/workspace/FileSaver.h"
#include "layouts/workspace/Layout.h"

#include <QCoreApplication>

#include <filesystem>
#include <map>
#include <optional>

namespace qd::workspace {

/// The layouts of a profile: the one in use, and named ones. `starting` marks a start that has not come through: the
/// layout that crashed it is not used the next time. Everything is read once, at the start; writing goes through a
/// FileSaver. What cannot be read is kept aside. Main thread.
class LayoutFiles {
    Q_DECLARE_TR_FUNCTIONS(qd::workspace::LayoutFiles)
  public:
    LayoutFiles(std::filesystem::path folder, FileSaver& saver);

    struct Start {
        std::optional<Layout> layout; ///< empty: none saved, or not usable
        bool skipNamed = false;       ///< the named layout crashed the last start
        QString notice;               ///< why something is not used; empty if all is well
    };
    /// The layout to begin with; marks the start. `name`: the named layout that will be shown instead, or empty.
    [[nodiscard]] Start begin(const std::string& name);
    /// The start has come through, or the program ends as it should.
    void started();

    // What would not be readable again is not saved.
    [[nodiscard]] Result<void, LayoutCode> saveCurrent(const Layout& layout);
    [[nodiscard]] Result<void, LayoutCode> saveNamed(const std::string& name, const Layout& layout);
    [[nodiscard]] Result<Layout, LayoutCode> loadNamed(const std::string& name) const;
    /// In alphabetical order.
    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] bool has(const std::string& name) const { return m_named.contains(name); }
    void removeNamed(const std::string& name);
    /// Letters, digits, space, - and _; 1 to 40 characters.
    [[nodiscard]] static bool validName(const std::string& name);
    [[nodiscard]] std::string problem() const { return m_saver.problem(); }

  private:
    void readNamed();
    [[nodiscard]] QString crashed(const std::string& name, Start& start);
    [[nodiscard]] QString nameCurrent();
    [[nodiscard]] std::filesystem::path namedFile(const std::string& name) const;
    [[nodiscard]] std::filesystem::path currentFile() const { return m_folder / "current.toml"; }
    [[nodiscard]] std::filesystem::path marker() const { return m_folder / "starting"; }

    std::filesystem::path m_folder;
    FileSaver& m_saver;
    std::map<std::string, std::string> m_named; ///< their texts
    QString m_notice;                           ///< which named ones are not used, and where they are
};

/// Reads a layout from a file. Not on the main thread while it has work to do.
[[nodiscard]] Result<Layout, LayoutCode> readLayout(const std::filesystem::path& file);

} // namespace qd::workspace
