#include "layouts/workspace/KeyMap.h"

#include <QCoreApplication>
#include <QKeySequence>

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <sstream>

namespace qd::workspace {
namespace {

constexpr std::size_t kLongestFile = 64U << 10U;
constexpr std::size_t kLongestKey = 64;
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

bool isActionName(std::string_view name) {
    const auto good = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, good);
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

Result<void, KeyMapCode> KeyMap::choose(const std::string& action, std::string_view key) {
    if (!isActionName(action))
        return wrong(KeyMapCode::Malformed,
                     Words::tr("\"%1\" is no name of an action").arg(QString::fromStdString(action)));
    if (m_chosen.size() >= kMostKeys && !m_chosen.contains(action))
        return wrong(KeyMapCode::Malformed, Words::tr("there are %1 chosen keys already").arg(kMostKeys));
    if (key.empty()) {
        m_chosen[action].clear();
        return {};
    }
    auto normalised = normalisedKey(key);
    if (!normalised) return std::unexpected(normalised.error());
    m_chosen[action] = std::move(*normalised);
    return {};
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
    const toml::node* keys = document.get("keys");
    if (keys == nullptr) return map;
    const toml::table* table = keys->as_table();
    if (table == nullptr) return fail(KeyMapCode::Malformed, fmt::format("{}: [keys] must be a table", source));
    for (const auto& [name, node] : *table) {
        const auto line = node.source().begin.line;
        const auto key = node.value_exact<std::string>();
        if (!key)
            return fail(KeyMapCode::Malformed,
                        fmt::format("{}: line {}: the key of {} must be a text", source, line, name.str()));
        const auto chosen = map.choose(std::string(name.str()), *key == kNone ? std::string_view() : *key);
        if (!chosen)
            return fail(chosen.error().code, fmt::format("{}: line {}: {}", source, line, chosen.error().detail));
        if (key->empty()) // choose() would take it for none
            return fail(KeyMapCode::BadKey,
                        fmt::format("{}: line {}: the key of {} is empty; write NONE", source, line, name.str()));
    }
    return map;
}

std::string KeyMap::write() const {
    toml::table keys;
    for (const auto& [name, key] : m_chosen) keys.insert(name, key.empty() ? std::string(kNone) : key);
    std::ostringstream out;
    out << toml::table{{"keys", std::move(keys)}} << '\n';
    return out.str();
}

} // namespace qd::workspace
