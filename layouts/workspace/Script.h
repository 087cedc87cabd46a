#pragma once

#include "layouts/workspace/Gallery.h"

#include <functional>

namespace qd::workspace {

/// WAIT, UNTIL, SHOT, GALLERY, PLACES, DUMP, DRAG, QUIT: what scripts need beyond what a person types. Main thread.
class ScriptActions : public QObject {
    Q_OBJECT
  public:
    struct Hooks {
        /// The dump as text, delivered later.
        std::function<void(std::function<void(std::string)>)> dump;
        /// A value of the dump by its path; "feed.live" is "true" when every market is.
        std::function<std::optional<std::string>(std::string_view path)> lookUp;
        /// Where things are on the desktop, as text; of orders and these prices too.
        std::function<std::string(const std::vector<Price>&)> places;
        std::function<void()> quit;
    };
    ScriptActions(ui::PaneContext& context, Workspace& workspace, Hooks hooks);
    ~ScriptActions() override;

  private:
    void add(const char* name, const QString& summary, const char* usage,
             std::function<void(const ports::ActionWords&, ports::ActionDone)> run);
    void until(const ports::ActionWords& words, const ports::ActionDone& done);
    void shot(const ports::ActionWords& words, const ports::ActionDone& done);
    void gallery(const ports::ActionWords& words, const ports::ActionDone& done);
    void places(const ports::ActionWords& words, const ports::ActionDone& done);
    void dump(const ports::ActionWords& words, const ports::ActionDone& done);
    void drag(const ports::ActionWords& words, const ports::ActionDone& done);
    void writeLater(const std::string& file, std::function<std::string()> write, const ports::ActionDone& done);

    ui::PaneContext& m_context;
    Workspace& m_workspace;
    Hooks m_hooks;
    std::unique_ptr<Gallery> m_gallery; ///< while one is being made
    std::vector<ports::Subscription> m_actions;
};

/// Runs command lines one after the other; the first error ends the run. Main thread.
class ScriptRunner : public QObject {
    Q_OBJECT
  public:
    explicit ScriptRunner(ports::Actions& actions) : m_actions(actions) {}
    /// `finished` gets an empty text when all went well, else the line and what was wrong with it.
    void run(std::vector<std::string> lines, std::function<void(const std::string& problem)> finished);

  private:
    void next();
    ports::Actions& m_actions;
    std::vector<std::string> m_lines;
    std::size_t m_at = 0;
    std::function<void(const std::string&)> m_finished;
};

} // namespace qd::workspace
