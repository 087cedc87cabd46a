#pragma once

#include "layouts/workspace/FileSaver.h"
#include "layouts/workspace/KeyMap.h"
#include "widgets/base/KeyHint.h"
#include "widgets/base/PaneContext.h"

#include <QObject>

#include <filesystem>
#include <vector>

namespace qd::workspace {

/// KEY: chooses the key of a command, of a whole line of the command bar, or of a deed inside of a pane, kept in a file
/// of the profile. A key that is another's is refused: which of the two would be meant is not for the terminal to
/// guess. Main thread.
class KeyActions : public QObject {
    Q_OBJECT
  public:
    /// `file`: keys.toml of the profile. `deeds`: the default keys of what has a place.
    KeyActions(ui::PaneContext& context, std::filesystem::path file, FileSaver& saver,
               std::vector<ui::KeyHint> deeds = {});
    ~KeyActions() override;

    /// Reads the file; once, at the start. Returns a notice for the user, empty if all is well. A file that cannot be
    /// used is set aside, and the default keys apply.
    [[nodiscard]] QString load();
    [[nodiscard]] const KeyMap& keys() const { return m_keys; }

  private:
    void run(const ports::ActionWords& words, const ports::ActionDone& done);
    void runLine(const std::string& line, const ports::ActionWords& words, const ports::ActionDone& done);
    void runDeed(const ports::ActionWords& words, const ports::ActionDone& done);
    /// Keeps and applies `changed`.
    void keep(KeyMap changed);
    [[nodiscard]] QString list() const;
    [[nodiscard]] QString lineSentence(const std::string& line) const;
    [[nodiscard]] QString deedSentence(const ui::KeyHint& deed) const;
    [[nodiscard]] bool isPlace(const std::string& word) const;
    [[nodiscard]] std::vector<std::string> complete(const ports::ActionWords& words) const;

    ui::PaneContext& m_context;
    std::filesystem::path m_file;
    FileSaver& m_saver;
    std::vector<ui::KeyHint> m_deeds;
    KeyMap m_keys;
    ports::Subscription m_action;
};

} // namespace qd::workspace
