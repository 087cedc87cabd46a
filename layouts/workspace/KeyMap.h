#pragma once

#include "core/ports/Actions.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

/// Keys chosen by the user, as data. Text form: TOML; a table [keys] with "LINE" = "Ctrl+Shift+X" or "NONE", a line
/// being a command's name or the name with its words; and a table for each place whose keys are its own, [ladder] with
/// "DEED" = "Shift+Q" or "NONE".
namespace qd::workspace {

enum class KeyMapCode : std::uint8_t {
    Unreadable, ///< no TOML
    Malformed,  ///< not of the form above
    BadKey,     ///< no single key of a keyboard
    Reserved,   ///< a key that keeps its meaning
    TypedOnly,  ///< a line that gets no key
};

/// A typed key in the one way it is kept: "shift+ctrl+x" -> "Ctrl+Shift+X". Refused are sequences of several keys, keys
/// the keyboard does not have, and keys that keep their meaning: Ctrl+C, Ctrl+A, those of the command bar, and, without
/// Ctrl, Alt or Meta, those that move and choose (Tab, Enter, Escape, Space, arrows …).
[[nodiscard]] Result<std::string, KeyMapCode> normalisedKey(std::string_view typed);

/// The same for a key inside of a pane: without Ctrl, Alt and Meta, which go to the window first; one of the keypad is
/// kept as the same key of the main block, for panes do not tell them apart.
[[nodiscard]] Result<std::string, KeyMapCode> normalisedPlaceKey(std::string_view typed);

/// The command that passes guards is typed, never on a key. `line` as ports::normalLine writes it.
[[nodiscard]] bool isTypedOnly(std::string_view line);

/// Which key each line and each deed has in place of its default one.
class KeyMap {
  public:
    using Places = std::map<std::string, ports::KeyChoices, std::less<>>;

    /// Errors name the source and, where it is known, the line. Commands, places and deeds that do not exist (any more)
    /// are kept.
    [[nodiscard]] static Result<KeyMap, KeyMapCode> parse(std::string_view text, const std::string& source);
    [[nodiscard]] std::string write() const;

    /// By line as ports::normalLine writes it; empty: it has no key.
    [[nodiscard]] const ports::KeyChoices& chosen() const { return m_chosen; }
    [[nodiscard]] const Places& places() const { return m_places; }
    /// `key` as typed, or empty for none. Errors: BadKey, Reserved, TypedOnly; Malformed when the line is none, too
    /// long, or there are 500 keys.
    [[nodiscard]] Result<void, KeyMapCode> choose(const std::string& line, std::string_view key);
    /// The same for a deed inside of a pane.
    [[nodiscard]] Result<void, KeyMapCode> chooseIn(const std::string& place, const std::string& deed,
                                                    std::string_view key);
    /// The line, as choose() takes it, has its default key again, or none.
    void forget(const std::string& line);
    void forgetIn(const std::string& place, const std::string& deed);

    friend bool operator==(const KeyMap&, const KeyMap&) = default;

  private:
    [[nodiscard]] bool isFull() const;
    ports::KeyChoices m_chosen;
    Places m_places;
};

} // namespace qd::workspace
