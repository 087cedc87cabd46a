#include "layouts/workspace/KeyActions.h"

#include "core/base/File.h"
#include "layouts/workspace/Answers.h"
#include "layouts/workspace/KeptAside.h"
#include "widgets/base/PaneKeys.h"

#include <algorithm>

namespace qd::workspace {
namespace {

using ports::ActionDone;
using ports::ActionWords;

constexpr std::uint64_t kLargestFile = 256U << 10U;

} // namespace

KeyActions::KeyActions(ui::PaneContext& context, std::filesystem::path file, FileSaver& saver,
                       std::vector<ui::KeyHint> deeds)
    : m_context(context)
    , m_file(std::move(file))
    , m_saver(saver)
    , m_deeds(std::move(deeds)) {
    std::erase_if(m_deeds, [](const ui::KeyHint& hint) { return hint.deed.empty(); });
    ports::Action key;
    key.name = "KEY";
    key.group = tr("Workspace").toStdString();
    key.summary =
        tr("Chooses the key of a command, of a whole line in quotes, or of a deed of the ladder; takes it away, or "
           "brings the default one back")
            .toStdString();
    key.usage = "KEY [command]  |  KEY command|\"line of words\" Ctrl+Shift+X|NONE|DEFAULT  |  KEY LADDER deed "
                "[X|Shift+X|NONE|DEFAULT]";
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
               keepAside(m_file, m_saver);
    m_keys = std::move(*read);
    m_context.actions.setKeys(m_keys.chosen(), m_keys.places());
    return {};
}

QString KeyActions::list() const {
    QStringList parts;
    const auto part = [&](const std::string& what, const std::string& key) {
        const bool line = what.find(' ') != std::string::npos;
        parts << (line ? QStringLiteral("\"%1\" ").arg(shown(what)) : shown(what) + QLatin1Char(' ')) +
                     (key.empty() ? tr("none") : shown(key));
    };
    for (const auto& [line, key] : m_keys.chosen()) part(line, key);
    for (const auto& [place, deeds] : m_keys.places()) {
        for (const auto& [deed, key] : deeds)
            parts << shown(place + ' ' + deed + ' ') + (key.empty() ? tr("none") : shown(key));
    }
    return parts.isEmpty() ? tr("All commands have their default keys.") : parts.join(QStringLiteral(", "));
}

QString KeyActions::lineSentence(const std::string& line) const {
    for (const ports::BoundLine& bound : m_context.actions.bound()) {
        if (bound.line == line) return tr("The key of %1 is %2.").arg(shown(line), shown(bound.key));
    }
    return tr("%1 has no key.").arg(shown(line));
}

QString KeyActions::deedSentence(const ui::KeyHint& deed) const {
    const QString name = shown(deed.place + ' ' + deed.deed);
    const QString key = ui::keyNow(m_context.actions, deed);
    return key.isEmpty() ? tr("%1 has no key.").arg(name) : tr("The key of %1 is %2.").arg(name, key);
}

bool KeyActions::isPlace(const std::string& word) const {
    return std::ranges::find(m_deeds, word, &ui::KeyHint::place) != m_deeds.end();
}

void KeyActions::run(const ActionWords& words, const ActionDone& done) {
    if (words.empty()) return done(answer(list()));
    if (isPlace(ports::toUpper(words[0]))) return runDeed(words, done);
    const auto line = ports::normalLine(words[0]);
    const ports::Action* action = line ? m_context.actions.find(line->substr(0, line->find(' '))) : nullptr;
    if (action == nullptr) return done(badArguments(tr("there is no command %1").arg(shown(words[0]))));
    if (words.size() == 1) return done(answer(lineSentence(*line)));
    if (words.size() != 2)
        return done(badArguments(tr("KEY wants a command and its key, NONE or DEFAULT; write a command with words in "
                                    "quotes, as KEY \"CLOSE 1/3\" Ctrl+3, and a key without spaces")));
    if (isTypedOnly(*line)) return done(refused(tr("A guard is passed by typing: GUARD gets no key.")));
    runLine(*line, words, done);
}

void KeyActions::runLine(const std::string& line, const ActionWords& words, const ActionDone& done) {
    KeyMap changed = m_keys;
    const std::string word = ports::toUpper(words[1]);
    if (word == "DEFAULT")
        changed.forget(line);
    else if (const auto chosen = changed.choose(line, word == "NONE" ? std::string() : words[1]); !chosen)
        return done(badArguments(shown(chosen.error().detail)));
    const auto found = changed.chosen().find(line);
    const ports::Action* action = m_context.actions.find(line); // null: it has words
    const std::string key = found != changed.chosen().end() ? found->second : action != nullptr ? action->key : "";
    for (const ports::BoundLine& other : m_context.actions.bound()) {
        if (key.empty() || other.line == line || other.key != key) continue;
        const QString name = shown(other.words.empty() ? other.line : '"' + other.line + '"');
        return done(refused(tr("%1 is the key of %2; KEY %2 NONE frees it.").arg(shown(key), name)));
    }
    if (action == nullptr && key.empty()) changed.forget(line); // a line has no default key to be kept away
    keep(std::move(changed));
    done(answer(lineSentence(line)));
}

void KeyActions::runDeed(const ActionWords& words, const ActionDone& done) {
    const std::string place = ports::toUpper(words[0]);
    const std::string name = words.size() > 1 ? ports::toUpper(words[1]) : std::string();
    const auto deed = std::ranges::find_if(
        m_deeds, [&](const ui::KeyHint& hint) { return hint.place == place && hint.deed == name; });
    if (deed == m_deeds.end() || words.size() > 3)
        return done(badArguments(tr("KEY %1 wants a deed, as S lists them, and its key, NONE or DEFAULT; it has no "
                                    "deed \"%2\"")
                                     .arg(shown(place), shown(name))));
    if (words.size() == 2) return done(answer(deedSentence(*deed)));
    KeyMap changed = m_keys;
    const std::string word = ports::toUpper(words[2]);
    if (word == "DEFAULT")
        changed.forgetIn(place, name);
    else if (const auto chosen = changed.chooseIn(place, name, word == "NONE" ? std::string() : words[2]); !chosen)
        return done(badArguments(shown(chosen.error().detail)));
    const auto keys = changed.places().find(place);
    const bool has = keys != changed.places().end() && keys->second.contains(name);
    const QString key = has ? shown(keys->second.at(name)) : deed->key;
    for (const ui::KeyHint& other : m_deeds) {
        const bool same = other.place == place && other.deed != name && ui::keyNow(m_context.actions, other) == key;
        if (!key.isEmpty() && same)
            return done(
                refused(tr("%1 is the key of %2; KEY %2 NONE frees it.").arg(key, shown(place + ' ' + other.deed))));
    }
    keep(std::move(changed));
    done(answer(deedSentence(*deed)));
}

void KeyActions::keep(KeyMap changed) {
    m_keys = std::move(changed);
    m_saver.save(m_file, m_keys.write());
    m_context.actions.setKeys(m_keys.chosen(), m_keys.places());
}

std::vector<std::string> KeyActions::complete(const ActionWords& words) const {
    const bool place = isPlace(ports::toUpper(words[0]));
    std::vector<std::string> choices;
    if (words.size() == 1) {
        for (const ports::Action* action : m_context.actions.all()) choices.push_back(action->name);
        for (const auto& [line, key] : m_keys.chosen()) {
            if (line.find(' ') != std::string::npos) choices.push_back(line);
        }
        for (const ui::KeyHint& hint : m_deeds) {
            if (std::ranges::find(choices, hint.place) == choices.end()) choices.push_back(hint.place);
        }
    } else if (place && words.size() == 2) {
        for (const ui::KeyHint& hint : m_deeds) choices.push_back(hint.deed);
    } else if (words.size() == (place ? 3 : 2)) {
        choices = {"NONE", "DEFAULT"};
    }
    return choices;
}

} // namespace qd::workspace
