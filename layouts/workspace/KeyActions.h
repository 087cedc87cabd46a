#pragma once

#include "layouts/workspace/FileSaver.h"
#include "layouts/workspace/KeyMap.h"
#include "widgets/base/PaneContext.h"

#include <QObject>

#include <filesystem>

namespace qd::workspace {

/// KEY: chooses the key of an action, kept in a file of the profile. A key that another action has is refused: which
/// of the two would be meant is not for the terminal to guess. Main thread.
class KeyActions : public QObject {
    Q_OBJECT
  public:
    /// `file`: keys.toml of the profile.
    KeyActions(ui::PaneContext& context, std::filesystem::path file, FileSaver& saver);
    ~KeyActions() override;

    /// Reads the file; once, at the start. Returns a notice for the user, empty if all is well. A file that cannot be
    /// used is set aside, and the default keys apply.
    [[nodiscard]] QString load();
    [[nodiscard]] const KeyMap& keys() const { return m_keys; }

  private:
    void run(const ports::ActionWords& words, const ports::ActionDone& done);
    [[nodiscard]] QString list() const;
    [[nodiscard]] QString keySentence(const ports::Action& action) const;
    [[nodiscard]] std::vector<std::string> complete(const ports::ActionWords& words) const;
    [[nodiscard]] QString setAside() const;

    ui::PaneContext& m_context;
    std::filesystem::path m_file;
    FileSaver& m_saver;
    KeyMap m_keys;
    ports::Subscription m_action;
};

} // namespace qd::workspace
