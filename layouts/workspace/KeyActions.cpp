#include "layouts/workspace/KeyActions.h"

#include "core/base/File.h"
#include "layouts/workspace/Answers.h"

#include <algorithm>

namespace qd::workspace {
namespace {

using ports::ActionDone;
using ports::ActionWords;

constexpr std::uint64_t kLargestFile = 64U << 10U;

} // namespace

KeyActions::KeyActions(ui::PaneContext& context, std::filesystem::path file, FileSaver& saver)
    : m_context(context)
    , m_file(std::move(file))
    , m_saver(saver) {
    ports::Action key;
    key.name = "KEY";
    key.group = tr("Workspace").toStdString();
    key.summary = tr("Chooses the key of a command, takes it away, or brings the default one back").toStdString();
    key.usage = "KEY [command]  |  KEY command Ctrl+Shift+X|NONE|DEFAULT";
    key.run = [this](const ActionWords& words, const ActionDone& done) { run(words, done); };
    key.complete = [this](const ActionWords& words) { return complete(words); };
    m_action = m_context.actions.add(std::move(key));
}

KeyActions::~KeyActions() = default;

QString KeyActions::load() {
    const auto bytes = readFile(m_file, kLargestFile);
    if (!bytes && bytes.error().code == FileCode::NotFound) return {};
    auto read = bytes ? KeyMap::parse({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, m_file.string())
                      : fail(KeyMapCode::Unreadable, bytes.error().detail);
    if (!read)
        return tr("Your keys are not used and the default ones apply. %1. ").arg(shown(read.error().detail)) +
               setAside();
    m_keys = std::move(*read);
    m_context.actions.setKeys(m_keys.chosen());
    return {};
}

/// So that the next chosen key does not overwrite it.
QString KeyActions::setAside() const {
    std::error_code error;
    for (int i = 1; i < 1'000; ++i) {
        const auto to = m_file.parent_path() / ("keys-set-aside-" + std::to_string(i) + ".toml");
        if (std::filesystem::exists(to, error)) continue;
        std::filesystem::rename(m_file, to, error);
        if (!error) return tr("The file was kept as %1.").arg(shown(to.string()));
        break;
    }
    return tr("The file was left where it is; the next chosen key replaces it.");
}

QString KeyActions::list() const {
    QStringList parts;
    for (const auto& [name, key] : m_keys.chosen())
        parts << shown(name) + QLatin1Char(' ') + (key.empty() ? tr("none") : shown(key));
    return parts.isEmpty() ? tr("All commands have their default keys.") : parts.join(QStringLiteral(", "));
}

QString KeyActions::keySentence(const ports::Action& action) const {
    const std::string key = m_context.actions.keyOf(action);
    return key.empty() ? tr("%1 has no key.").arg(shown(action.name))
                       : tr("The key of %1 is %2.").arg(shown(action.name), shown(key));
}

void KeyActions::run(const ActionWords& words, const ActionDone& done) {
    if (words.empty()) return done(answer(list()));
    const ports::Action* action = m_context.actions.find(words[0]);
    if (action == nullptr) return done(badArguments(tr("there is no command %1").arg(shown(words[0]))));
    if (words.size() == 1) return done(answer(keySentence(*action)));
    if (words.size() != 2)
        return done(badArguments(tr("KEY wants a command and its key, NONE or DEFAULT; write a key without spaces")));
    KeyMap changed = m_keys;
    const std::string word = ports::toUpper(words[1]);
    if (word == "DEFAULT")
        changed.forget(action->name);
    else if (const auto chosen = changed.choose(action->name, word == "NONE" ? std::string() : words[1]); !chosen)
        return done(badArguments(shown(chosen.error().detail)));
    const auto found = changed.chosen().find(action->name);
    const std::string key = found == changed.chosen().end() ? action->key : found->second;
    for (const ports::Action* other : m_context.actions.all()) {
        if (key.empty() || other->name == action->name || m_context.actions.keyOf(*other) != key) continue;
        return done(refused(tr("%1 is the key of %2; KEY %2 NONE frees it.").arg(shown(key), shown(other->name))));
    }
    m_keys = std::move(changed);
    m_saver.save(m_file, m_keys.write());
    const std::string name = action->name; // those who listen may end the action
    m_context.actions.setKeys(m_keys.chosen());
    action = m_context.actions.find(name);
    done(answer(action == nullptr ? QString() : keySentence(*action)));
}

std::vector<std::string> KeyActions::complete(const ActionWords& words) const {
    if (words.size() == 2) return {"NONE", "DEFAULT"};
    std::vector<std::string> names;
    if (words.size() == 1) {
        for (const ports::Action* action : m_context.actions.all()) names.push_back(action->name);
    }
    return names;
}

} // namespace qd::workspace
