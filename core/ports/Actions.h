#pragma once

#include "core/base/Error.h"
#include "core/ports/Executor.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Everything a person can tell the terminal to do, by whatever means: command bar, menus, keys, --exec. One table.
namespace qd::ports {

enum class ActionCode : std::uint8_t {
    Unknown,      ///< no action of that name
    BadArguments, ///< the detail says what is expected
    Refused,      ///< understood, and not allowed now
    Failed,       ///< tried, and it did not work
    TimedOut,
};
/// What to tell the user when it worked; may be empty.
using ActionResult = Result<std::string, ActionCode>;
/// Called exactly once, at once or later, on the terminal's main thread.
using ActionDone = std::function<void(ActionResult)>;

/// The words of a command after its name.
using ActionWords = std::vector<std::string>;

struct Action {
    std::string name;    ///< upper case, "CHART"
    std::string group;   ///< heading in menu and help, "Panes"
    std::string summary; ///< one sentence for people
    std::string usage;   ///< "CHART [market] [interval]"
    std::string key;     ///< default key sequence in portable text, empty for none; see Actions::keyOf
    /// These words send orders: run by a key, not typed out, they do nothing while the terminal is disarmed. Null: none
    /// do.
    std::function<bool(const ActionWords&)> needsArm;
    /// Closes everything, armed or not: its key must be held for a while.
    bool mustBeHeld = false;
    std::function<void(const ActionWords&, ActionDone)> run;
    /// Candidates for the last of `words` (which may be empty or a beginning); null = no completion.
    std::function<std::vector<std::string>(const ActionWords& words)> complete;
};

/// For Action::needsArm: whatever the words are.
[[nodiscard]] inline bool always(const ActionWords&) { return true; }

/// The action sends orders when it is run with these words.
[[nodiscard]] bool sendsOrders(const Action& action, const ActionWords& words);
/// The action does something sensible without words behind its name: its usage has none, or has a form in which all are
/// optional.
[[nodiscard]] bool runsBare(const Action& action);
/// One click in a menu or a list may run it: it runs bare, and sends no orders then.
[[nodiscard]] bool runsByClick(const Action& action);

/// Splits a line into words at spaces; double quotes keep spaces together, a doubled quote inside is a quote. Errors:
/// BadArguments for a quote that is not closed, a control character, or a line over 4096 bytes.
[[nodiscard]] Result<ActionWords, ActionCode> splitWords(std::string_view line);

/// The one way in which a line is kept: its action in upper case, one space between words, quotes where a word needs
/// them. Errors: those of splitWords, and a line without words.
[[nodiscard]] Result<std::string, ActionCode> normalLine(std::string_view line);

/// Key sequences by what they do; an empty one takes the key away.
using KeyChoices = std::map<std::string, std::string, std::less<>>;

/// A line of the command bar that has a key.
struct BoundLine {
    std::string line; ///< as normalLine writes it
    std::string key;
    const Action* action = nullptr; ///< while it is not removed
    ActionWords words;              ///< behind the action's name
};

/// The registry. Main thread.
class Actions {
  public:
    /// Until the handle ends. A second action of the same name hides the first meanwhile.
    [[nodiscard]] Subscription add(Action action);
    /// Runs one command line; its first word is the action's name in any case.
    void run(std::string_view line, ActionDone done);
    [[nodiscard]] const Action* find(std::string_view name) const;
    /// By name.
    [[nodiscard]] std::vector<const Action*> all() const;
    /// Whole lines that would complete this one, best first; at most `limit`.
    [[nodiscard]] std::vector<std::string> complete(std::string_view line, std::size_t limit) const;
    /// The key sequence of an action as it is now: the one chosen for it, or else its default. Empty for none.
    [[nodiscard]] std::string keyOf(const Action& action) const;
    /// Every line that has a key, by line: actions by themselves, and whole lines that were given one.
    [[nodiscard]] std::vector<BoundLine> bound() const;
    /// Key sequences in place of the default ones, by line (an action's name is one), and of deeds inside of panes, by
    /// place and deed. Replaces those set before. Lines without an action wait for one.
    void setKeys(KeyChoices lines, std::map<std::string, KeyChoices, std::less<>> places = {});
    /// The key chosen for a deed inside of a pane; empty text: it has none. Nothing: its default one.
    [[nodiscard]] std::optional<std::string> placeKey(std::string_view place, std::string_view deed) const;

    /// Called after actions came or went, or keys changed.
    [[nodiscard]] Subscription onChanged(std::function<void()> changed);

  private:
    struct Shared {
        std::map<std::string, std::vector<std::shared_ptr<const Action>>, std::less<>> byName;
        KeyChoices keys;
        std::map<std::string, KeyChoices, std::less<>> places;
        std::map<std::uint64_t, std::function<void()>> listeners;
        std::uint64_t nextListener = 0;
        void changed() const;
    };
    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
};

/// "BUY" from "buy". ASCII.
[[nodiscard]] std::string toUpper(std::string_view text);

} // namespace qd::ports
