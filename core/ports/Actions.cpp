#include "core/ports/Actions.h"

#include <algorithm>

namespace qd::ports {
namespace {

constexpr std::size_t kLongestLine = 4096;

char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::unexpected<Error<ActionCode>> badArguments(std::string detail) {
    return fail(ActionCode::BadArguments, std::move(detail));
}

bool startsWithNoCase(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, upper, upper);
}

/// A word as it must be typed.
std::string quoted(const std::string& word) {
    if (!word.empty() && word.find_first_of(" \t\"") == std::string::npos) return word;
    std::string text = "\"";
    for (const char c : word) {
        if (c == '"') text.push_back('"');
        text.push_back(c);
    }
    return text + "\"";
}

/// One form of a usage: is everything behind the name in brackets?
bool formRunsBare(std::string_view form, std::string_view name) {
    const auto begin = std::min(form.find_first_not_of(' '), form.size());
    form.remove_prefix(begin);
    if (!form.starts_with(name)) return false;
    form.remove_prefix(name.size());
    int depth = 0;
    for (const char c : form) {
        if (c == '[') ++depth;
        if (depth == 0 && c != ' ') return false;
        if (c == ']') --depth;
    }
    return depth == 0;
}

} // namespace

bool sendsOrders(const Action& action, const ActionWords& words) { return action.needsArm && action.needsArm(words); }

bool runsBare(const Action& action) {
    constexpr std::string_view kBetween = "  |  ";
    std::string_view usage = action.usage.empty() ? std::string_view(action.name) : action.usage;
    for (;;) {
        const std::size_t end = usage.find(kBetween);
        if (formRunsBare(usage.substr(0, end), action.name)) return true;
        if (end == std::string_view::npos) return false;
        usage.remove_prefix(end + kBetween.size());
    }
}

bool runsByClick(const Action& action) { return runsBare(action) && !action.mustBeHeld && !sendsOrders(action, {}); }

std::string toUpper(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), upper);
    return result;
}

Result<ActionWords, ActionCode> splitWords(std::string_view line) {
    if (line.size() > kLongestLine) return badArguments("the line is longer than 4096 characters");
    ActionWords words;
    std::string word;
    bool inWord = false;
    bool inQuotes = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (static_cast<unsigned char>(c) < 0x20 && c != '\t')
            return badArguments("the line holds a control character");
        if (inQuotes) {
            if (c != '"') {
                word.push_back(c);
            } else if (i + 1 < line.size() && line[i + 1] == '"') {
                word.push_back('"');
                ++i;
            } else {
                inQuotes = false;
            }
        } else if (c == '"') {
            inQuotes = inWord = true;
        } else if (c == ' ' || c == '\t') {
            if (inWord) words.push_back(std::move(word));
            word.clear();
            inWord = false;
        } else {
            word.push_back(c);
            inWord = true;
        }
    }
    if (inQuotes) return badArguments("a quotation mark is not closed");
    if (inWord) words.push_back(std::move(word));
    return words;
}

Result<std::string, ActionCode> normalLine(std::string_view line) {
    const auto words = splitWords(line);
    if (!words) return std::unexpected(words.error());
    if (words->empty()) return badArguments("the line is empty");
    std::string text = quoted(toUpper(words->front()));
    for (std::size_t i = 1; i < words->size(); ++i) text.append(" ").append(quoted((*words)[i]));
    return text;
}

void Actions::Shared::changed() const {
    const auto copy = listeners; // a listener may add or end others
    for (const auto& [id, listener] : copy) listener();
}

Subscription Actions::add(Action action) {
    auto entry = std::make_shared<const Action>(std::move(action));
    m_shared->byName[entry->name].push_back(entry);
    m_shared->changed();
    return Subscription([weak = std::weak_ptr(m_shared), entry] {
        const auto shared = weak.lock();
        if (!shared) return;
        const auto found = shared->byName.find(entry->name);
        if (found == shared->byName.end()) return;
        std::erase(found->second, entry);
        if (found->second.empty()) shared->byName.erase(found);
        shared->changed();
    });
}

const Action* Actions::find(std::string_view name) const {
    const auto found = m_shared->byName.find(toUpper(name));
    return found == m_shared->byName.end() ? nullptr : found->second.back().get();
}

std::vector<const Action*> Actions::all() const {
    std::vector<const Action*> actions;
    for (const auto& [name, entries] : m_shared->byName) actions.push_back(entries.back().get());
    return actions;
}

void Actions::run(std::string_view line, ActionDone done) {
    auto words = splitWords(line);
    if (!words) return done(std::unexpected(words.error()));
    if (words->empty()) return done(std::string());
    const auto found = m_shared->byName.find(toUpper(words->front()));
    if (found == m_shared->byName.end())
        return done(fail(ActionCode::Unknown, "there is no command " + words->front() + "; HELP lists them"));
    const std::shared_ptr<const Action> action = found->second.back(); // it may end itself while it runs
    words->erase(words->begin());
    action->run(*words, std::move(done));
}

std::vector<std::string> Actions::complete(std::string_view line, std::size_t limit) const {
    std::vector<std::string> lines;
    auto words = splitWords(line);
    if (!words) return lines;
    const bool newWord = line.empty() || line.back() == ' ';
    if (words->size() + (newWord ? 1U : 0U) <= 1) {
        const std::string_view typed = words->empty() ? std::string_view() : std::string_view(words->front());
        for (const auto& [name, entries] : m_shared->byName) {
            if (startsWithNoCase(name, typed) && lines.size() < limit) lines.push_back(name);
        }
        return lines;
    }
    const Action* action = find(words->front());
    if (action == nullptr || !action->complete) return lines;
    if (newWord) words->emplace_back();
    ActionWords arguments(words->begin() + 1, words->end());
    std::string head = action->name;
    for (std::size_t i = 0; i + 1 < arguments.size(); ++i) head.append(" ").append(quoted(arguments[i]));
    for (const std::string& candidate : action->complete(arguments)) {
        if (startsWithNoCase(candidate, arguments.back()) && lines.size() < limit)
            lines.push_back(head + " " + quoted(candidate));
    }
    return lines;
}

std::string Actions::keyOf(const Action& action) const {
    const auto chosen = m_shared->keys.find(action.name);
    return chosen == m_shared->keys.end() ? action.key : chosen->second;
}

std::vector<BoundLine> Actions::bound() const {
    std::map<std::string, BoundLine> lines;
    for (const Action* action : all()) {
        if (const std::string key = keyOf(*action); !key.empty()) lines[action->name] = {action->name, key, action, {}};
    }
    for (const auto& [line, key] : m_shared->keys) {
        auto words = splitWords(line);
        const Action* action = words && words->size() > 1 ? find(words->front()) : nullptr;
        if (action == nullptr || key.empty()) continue;
        words->erase(words->begin());
        lines[line] = {line, key, action, std::move(*words)};
    }
    std::vector<BoundLine> list;
    for (auto& [line, bound] : lines) list.push_back(std::move(bound));
    return list;
}

void Actions::setKeys(KeyChoices lines, std::map<std::string, KeyChoices, std::less<>> places) {
    if (m_shared->keys == lines && m_shared->places == places) return;
    m_shared->keys = std::move(lines);
    m_shared->places = std::move(places);
    m_shared->changed();
}

std::optional<std::string> Actions::placeKey(std::string_view place, std::string_view deed) const {
    const auto keys = m_shared->places.find(place);
    if (keys == m_shared->places.end()) return std::nullopt;
    const auto key = keys->second.find(deed);
    return key == keys->second.end() ? std::nullopt : std::optional(key->second);
}

Subscription Actions::onChanged(std::function<void()> changed) {
    const std::uint64_t id = m_shared->nextListener++;
    m_shared->listeners[id] = std::move(changed);
    return Subscription([weak = std::weak_ptr(m_shared), id] {
        if (const auto shared = weak.lock()) shared->listeners.erase(id);
    });
}

} // namespace qd::ports
