#include "layouts/workspace/KeyMap.h"

#include <QCoreApplication>
#include <QKeySequence>

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

namespace qd::workspace {
namespace {

constexpr std::size_t kLongestFile = 256U << 10U;
constexpr std::size_t kLongestKey = 64;
constexpr std::size_t kLongestLine = 120;
constexpr std::size_t kMostKeys = 500;
constexpr const char* kNone = "NONE";

/// Keys that work in every pane and dialog.
constexpr std::array<Qt::Key, 18> kMoving{
    Qt::Key_Tab,  Qt::Key_Backtab, Qt::Key_Return, Qt::Key_Enter,  Qt::Key_Escape,   Qt::Key_Space,
    Qt::Key_Left, Qt::Key_Right,   Qt::Key_Up,     Qt::Key_Down,   Qt::Key_Home,     Qt::Key_End,
    Qt::Key_Menu, Qt::Key_Delete,  Qt::Key_Insert, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Backspace};

/// Keys that only change what others mean.
constexpr std::array<Qt::Key, 8> kModifying{Qt::Key_Shift, Qt::Key_Control,  Qt::Key_Meta,    Qt::Key_Alt,
                                            Qt::Key_AltGr, Qt::Key_CapsLock, Qt::Key_NumLock, Qt::Key_ScrollLock};

struct Words {
    Q_DECLARE_TR_FUNCTIONS(qd::workspace::KeyMap)
};

std::unexpected<Error<KeyMapCode>> wrong(KeyMapCode code, const QString& sentence) {
    return fail(code, sentence.toStdString());
}

bool isReserved(QKeyCombination keys) {
    const bool bare = !(keys.keyboardModifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (bare && std::ranges::find(kMoving, keys.key()) != kMoving.end()) return true;
    return keys == QKeyCombination(Qt::ControlModifier, Qt::Key_C) ||
           keys == QKeyCombination(Qt::ControlModifier, Qt::Key_A) ||
           keys == QKeyCombination(Qt::ControlModifier, Qt::Key_K) || keys == QKeyCombination(Qt::Key_QuoteLeft);
}

bool isName(std::string_view name) {
    const auto good = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, good);
}

/// A line that can have a key, in the one way it is kept.
Result<std::string, KeyMapCode> keptLine(const std::string& typed) {
    const auto line = ports::normalLine(typed);
    const auto controls = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    const bool good = line && line->size() <= kLongestLine && isName(line->substr(0, line->find(' '))) &&
                      std::ranges::none_of(*line, controls) && QString::fromStdString(*line).toStdString() == *line;
    if (line && line->size() > kLongestLine)
        return wrong(KeyMapCode::Malformed,
                     Words::tr("a line that has a key is at most %1 bytes long").arg(kLongestLine));
    if (!good)
        return wrong(KeyMapCode::Malformed,
                     Words::tr("\"%1\" is no command that could have a key").arg(QString::fromStdString(typed)));
    return *line;
}

constexpr std::string_view kLines = "keys"; ///< the table of the lines; every other one is a place's

/// The table of a place in the file: "LADDER" is [ladder].
std::string tableOf(std::string place) {
    std::ranges::transform(place, place.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return place;
}

using Chosen = std::function<Result<void, KeyMapCode>(const std::string& what, std::string_view key)>;

Result<void, KeyMapCode> readTable(const toml::node& node, std::string_view name, const std::string& source,
                                   const Chosen& choose) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return fail(KeyMapCode::Malformed, fmt::format("{}: [{}] must be a table", source, name));
    for (const auto& [what, value] : *table) {
        const auto line = value.source().begin.line;
        const auto key = value.value_exact<std::string>();
        if (!key)
            return fail(KeyMapCode::Malformed,
                        fmt::format("{}: line {}: the key of {} must be a text", source, line, what.str()));
        const auto chosen = choose(std::string(what.str()), *key == kNone ? std::string_view() : *key);
        if (!chosen)
            return fail(chosen.error().code, fmt::format("{}: line {}: {}", source, line, chosen.error().detail));
        if (key->empty()) // would be taken for none
            return fail(KeyMapCode::BadKey,
                        fmt::format("{}: line {}: the key of {} is empty; write NONE", source, line, what.str()));
    }
    return {};
}

toml::table tableOf(const ports::KeyChoices& choices) {
    toml::table keys;
    for (const auto& [name, key] : choices) keys.insert(name, key.empty() ? std::string(kNone) : key);
    return keys;
}

} // namespace

Result<std::string, KeyMapCode> normalisedKey(std::string_view typed) {
    const QString text = QString::fromUtf8(typed.data(), static_cast<qsizetype>(typed.size()));
    const auto noKey = [&] {
        return wrong(KeyMapCode::BadKey, Words::tr("\"%1\" is no key; write it like Ctrl+Shift+X or F9").arg(text));
    };
    if (typed.empty() || typed.size() > kLongestKey) return noKey();
    const QKeySequence sequence = QKeySequence::fromString(text, QKeySequence::PortableText);
    if (sequence.count() > 1)
        return wrong(KeyMapCode::BadKey, Words::tr("\"%1\" is more than one key; an action has one").arg(text));
    if (sequence.count() == 0 || sequence[0].key() == Qt::Key_unknown || sequence[0].key() == 0 ||
        std::ranges::find(kModifying, sequence[0].key()) != kModifying.end())
        return noKey();
    if (isReserved(sequence[0]))
        return wrong(KeyMapCode::Reserved,
                     Words::tr("%1 keeps its meaning: it copies, selects, moves, or opens the command bar")
                         .arg(sequence.toString(QKeySequence::PortableText)));
    const QString name = sequence.toString(QKeySequence::PortableText);
    // Some numbers of keys have no name of their own that could be read again.
    if (name.isEmpty() || QKeySequence::fromString(name, QKeySequence::PortableText) != sequence) return noKey();
    return name.toStdString();
}

Result<std::string, KeyMapCode> normalisedPlaceKey(std::string_view typed) {
    auto key = normalisedKey(typed);
    if (!key) return key;
    const QKeySequence sequence = QKeySequence::fromString(QString::fromStdString(*key), QKeySequence::PortableText);
    if (sequence[0].keyboardModifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier))
        return wrong(KeyMapCode::Reserved,
                     Words::tr("%1 goes to the window first; a key of a pane has no Ctrl, Alt or Meta")
                         .arg(QString::fromStdString(*key)));
    if (sequence[0].keyboardModifiers() & Qt::KeypadModifier) {
        const QKeyCombination bare(sequence[0].keyboardModifiers() & ~Qt::KeypadModifier, sequence[0].key());
        return normalisedKey(QKeySequence(bare).toString(QKeySequence::PortableText).toStdString());
    }
    return key;
}

bool isTypedOnly(std::string_view line) { return line.substr(0, line.find(' ')) == "GUARD"; }

bool KeyMap::isFull() const {
    std::size_t count = m_chosen.size();
    for (const auto& [place, deeds] : m_places) count += deeds.size();
    return count >= kMostKeys;
}

Result<void, KeyMapCode> KeyMap::choose(const std::string& typed, std::string_view key) {
    const auto line = keptLine(typed);
    if (!line) return std::unexpected(line.error());
    if (isFull() && !m_chosen.contains(*line))
        return wrong(KeyMapCode::Malformed, Words::tr("there are %1 chosen keys already").arg(kMostKeys));
    if (key.empty()) {
        m_chosen[*line].clear();
        return {};
    }
    if (isTypedOnly(*line))
        return wrong(KeyMapCode::TypedOnly, Words::tr("a guard is passed by typing: GUARD gets no key"));
    auto normalised = normalisedKey(key);
    if (!normalised) return std::unexpected(normalised.error());
    m_chosen[*line] = std::move(*normalised);
    return {};
}

Result<void, KeyMapCode> KeyMap::chooseIn(const std::string& place, const std::string& deed, std::string_view key) {
    if (!isName(place) || !isName(deed))
        return wrong(KeyMapCode::Malformed,
                     Words::tr("\"%1\" is no deed that could have a key").arg(QString::fromStdString(deed)));
    const auto keys = m_places.find(place);
    if (isFull() && (keys == m_places.end() || !keys->second.contains(deed)))
        return wrong(KeyMapCode::Malformed, Words::tr("there are %1 chosen keys already").arg(kMostKeys));
    std::string kept;
    if (!key.empty()) {
        auto normalised = normalisedPlaceKey(key);
        if (!normalised) return std::unexpected(normalised.error());
        kept = std::move(*normalised);
    }
    m_places[place][deed] = std::move(kept);
    return {};
}

void KeyMap::forget(const std::string& typed) {
    if (const auto line = keptLine(typed)) m_chosen.erase(*line);
}

void KeyMap::forgetIn(const std::string& place, const std::string& deed) {
    const auto keys = m_places.find(place);
    if (keys == m_places.end()) return;
    keys->second.erase(deed);
    if (keys->second.empty()) m_places.erase(keys);
}

Result<KeyMap, KeyMapCode> KeyMap::parse(std::string_view text, const std::string& source) {
    if (text.size() > kLongestFile)
        return fail(KeyMapCode::Malformed, fmt::format("{}: longer than {} bytes", source, kLongestFile));
    toml::table document;
    try { // the library reports by exception; none leaves this function
        document = toml::parse(text, source);
    } catch (const toml::parse_error& e) {
        return fail(KeyMapCode::Unreadable,
                    fmt::format("{}: line {}: {}", source, e.source().begin.line, e.description()));
    }
    KeyMap map;
    for (const auto& [name, node] : document) {
        const std::string place = name.str() == kLines ? std::string() : ports::toUpper(std::string(name.str()));
        const auto read = readTable(node, name.str(), source, [&](const std::string& what, std::string_view key) {
            return place.empty() ? map.choose(what, key) : map.chooseIn(place, what, key);
        });
        if (!read) return std::unexpected(read.error());
    }
    return map;
}

std::string KeyMap::write() const {
    toml::table document{{kLines, tableOf(m_chosen)}};
    for (const auto& [place, deeds] : m_places) document.insert(tableOf(place), tableOf(deeds));
    std::ostringstream out;
    out << document << '\n';
    return out.str();
}

} // namespace qd::workspace
