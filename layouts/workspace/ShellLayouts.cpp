#include "layouts/workspace/Answers.h"
#include "layouts/workspace/Background.h"
#include "layouts/workspace/ShellActions.h"

#include <algorithm>
#include <filesystem>

/// Of the shell: LAYOUT.
namespace qd::workspace {
namespace {

using ports::ActionDone;
using ports::ActionResult;
using ports::ActionWords;

} // namespace

void ShellActions::addLayout() {
    ports::Action layout;
    layout.name = "LAYOUT";
    layout.group = tr("Workspace").toStdString();
    layout.summary = tr("Shows, saves, deletes, exports or imports a layout").toStdString();
    layout.usage = "LAYOUT name  |  LAYOUT SAVE|DELETE name  |  LAYOUT EXPORT name file  |  LAYOUT IMPORT file [name]";
    layout.run = [this](const ActionWords& words, const ActionDone& done) { this->layout(words, done); };
    layout.complete = [this](const ActionWords& words) {
        const std::string verb = ports::toUpper(words.front());
        auto names = m_workspace.layoutNames();
        if (words.size() == 1) names.insert(names.end(), {"SAVE", "DELETE", "EXPORT", "IMPORT"});
        const bool wanted = words.size() == 1 || (words.size() == 2 && verb != "IMPORT");
        return wanted ? names : std::vector<std::string>{};
    };
    add(std::move(layout));
}

void ShellActions::layout(const ActionWords& words, const ActionDone& done) {
    const std::string verb = words.size() < 2 ? std::string() : ports::toUpper(words[0]);
    if (words.empty()) {
        QStringList names;
        for (const std::string& name : m_workspace.layoutNames()) names << shown(name);
        return done(answer(tr("Layouts: %1").arg(names.join(QLatin1String(", ")))));
    }
    if (verb == "SAVE" && words.size() == 2) return saveLayout(words[1], done);
    if (verb == "DELETE" && words.size() == 2) return deleteLayout(words[1], done);
    if (verb == "EXPORT" && words.size() == 3) return exportLayout(words[1], words[2], done);
    if (verb == "IMPORT" && words.size() <= 3) {
        const std::string name = words.size() == 3 ? words[2] : std::filesystem::path(words[1]).stem().string();
        return importLayout(words[1], name, done);
    }
    if (words.size() != 1)
        return done(badArguments(tr("LAYOUT wants a name, SAVE or DELETE and a name, EXPORT with a name and a file, or "
                                    "IMPORT with a file")));
    if (const auto loaded = m_workspace.load(words[0]); !loaded) return done(refused(shown(loaded.error().detail)));
    done(std::string());
}

QString ShellActions::nameWanted() { return tr("a layout's name has letters, digits, spaces, - and _, at most 40"); }

void ShellActions::saveLayout(const std::string& name, const ActionDone& done) {
    if (!LayoutFiles::validName(name)) return done(badArguments(nameWanted()));
    if (const auto saved = m_workspace.saveAs(name); !saved) return done(refused(shown(saved.error().detail)));
    done(answer(tr("Layout %1 is saved.").arg(shown(name))));
}

void ShellActions::deleteLayout(const std::string& name, const ActionDone& done) {
    if (m_workspace.remove(name))
        return done(answer(m_workspace.isPreset(name) ? tr("Layout %1 is as shipped again.").arg(shown(name))
                                                      : tr("Layout %1 is deleted.").arg(shown(name))));
    done(refused(m_workspace.isPreset(name) ? tr("Layout %1 is shipped with the program and stays.").arg(shown(name))
                                            : tr("There is no layout %1.").arg(shown(name))));
}

void ShellActions::exportLayout(const std::string& name, const std::string& file, const ActionDone& done) {
    const auto layout = m_workspace.named(name);
    if (!layout) return done(refused(shown(layout.error().detail)));
    inBackground<std::string>(
        this, [text = writeLayout(*layout), file] { return writeForUser(file, text); },
        [name, file, done](const std::string& problem) {
            if (!problem.empty()) return done(fail(ports::ActionCode::Failed, problem));
            done(answer(tr("Layout %1 is in %2.").arg(shown(name), shown(file))));
        });
}

void ShellActions::importLayout(const std::string& file, const std::string& name, const ActionDone& done) {
    const auto taken = [this](const std::string& wanted) {
        const auto names = m_workspace.layoutNames();
        return std::ranges::find(names, wanted) != names.end();
    };
    if (!LayoutFiles::validName(name)) return done(badArguments(nameWanted()));
    if (taken(name))
        return done(refused(tr("There is a layout %1 already; give another name behind the file.").arg(shown(name))));
    using Read = Result<Layout, LayoutCode>;
    inBackground<Read>(
        this, [file] { return readLayout(file); },
        [this, name, done, taken](const Read& layout) {
            if (!layout) return done(fail(ports::ActionCode::Failed, layout.error().detail));
            if (taken(name)) return done(refused(tr("There is a layout %1 already.").arg(shown(name))));
            if (const auto kept = m_workspace.keepAs(name, *layout); !kept)
                return done(refused(shown(kept.error().detail)));
            done(answer(tr("Layout %1 is imported; LAYOUT %1 shows it.").arg(shown(name))));
        });
}

} // namespace qd::workspace
