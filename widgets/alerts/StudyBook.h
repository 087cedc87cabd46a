#pragma once

#include "core/base/Time.h"
#include "widgets/base/StudyAlertTexts.h"

#include <map>
#include <optional>

namespace qd::ui {

/// What a line of a study is at a bar, and what it is compared with; both have values.
struct StudyLook {
    UnixNanos bar; ///< when it opened
    double value = 0;
    double against = 0;
    bool ended = false; ///< nothing more is traded in the bar
};

/// Follows lines of studies and tells which alerts they reach. The first look of an alert only says where it stands.
/// Pure.
class StudyBook {
  public:
    /// What is kept now. One that says the same as before knows where it stands.
    void set(std::vector<StudyAlert> alerts);
    [[nodiscard]] const std::vector<StudyAlert>& alerts() const { return m_alerts; }

    /// A look at a bar, none older than the one before. Is the alert reached by it? One that looks at bars that have
    /// ended looks at each once, and not before; one that does not repeat is done when it is reached.
    [[nodiscard]] bool see(std::uint32_t number, const StudyLook& look);
    /// The bar it was looked at last; empty: not yet.
    [[nodiscard]] std::optional<UnixNanos> seen(std::uint32_t number) const;
    /// It is where it would be reached, and waits to go back first.
    [[nodiscard]] bool isBeyond(std::uint32_t number) const;
    /// The next look of every alert is a first one: what comes is another market, or another time.
    void beginAnew() { m_standing.clear(); }

  private:
    struct Standing {
        UnixNanos bar;
        int side = 0; ///< -1 below, 1 above, 0 on it; of one that crosses the last that was not 0
    };
    std::vector<StudyAlert> m_alerts;
    std::map<std::uint32_t, Standing> m_standing;
};

} // namespace qd::ui
