#pragma once

#include "core/base/Error.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

/// Keys chosen by the user, as data. Text form: TOML, one table [keys] with "ACTION" = "Ctrl+Shift+X" or "NONE".
namespace qd::workspace {

enum class KeyMapCode : std::uint8_t {
    Unreadable, ///< no TOML
    Malformed,  ///< not of the form above
    BadKey,     ///< no single key of a keyboard
    Reserved,   ///< a key that keeps its meaning
};

/// A typed key in the one way it is kept: "shift+ctrl+x" -> "Ctrl+Shift+X". Refused are sequences of several keys, keys
/// the keyboard does not have, and keys that keep their meaning: Ctrl+C, Ctrl+A, those of the command bar, and, without
/// Ctrl, Alt or Meta, those that move and choose (Tab, Enter, Escape, Space, arrows …).
[[nodiscard]] Result<std::string, KeyMapCode> normalisedKey(std::string_view typed);

/// Which key each action has in place of its default one.
class KeyMap {
  public:
    /// Errors name the source and, where it is known, the line. Actions that do not exist (any more) are kept.
    [[nodiscard]] static Result<KeyMap, KeyMapCode> parse(std::string_view text, const std::string& source);
    [[nodiscard]] std::string write() const;

    /// By action name; empty: the action has no key.
    [[nodiscard]] const std::map<std::string, std::string, std::less<>>& chosen() const { return m_chosen; }
    /// `key` as typed, or empty for none. Errors: BadKey, Reserved; Malformed when the name is none, or there are 500.
    [[nodiscard]] Result<void, KeyMapCode> choose(const std::string& action, std::string_view key);
    /// The action has its default key again.
    void forget(const std::string& action) { m_chosen.erase(action); }

    friend bool operator==(const KeyMap&, const KeyMap&) = default;

  private:
    std::map<std::string, std::string, std::less<>> m_chosen;
};

} // namespace qd::workspace
