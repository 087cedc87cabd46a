#pragma once

#include "widgets/drawings/Drawing.h"

#include <deque>
#include <expected>
#include <functional>

namespace qd::drawings {

/// The drawings of a market, the newest on top, and what was done to them. Pure.
class Drawings {
  public:
    static constexpr std::size_t kMostSteps = 100;
    static constexpr std::size_t kMostPointsInSteps = 100'000; ///< so that what can be undone stays small

    /// `changed` is called after every change; it may be empty.
    explicit Drawings(std::function<void()> changed = {}) : m_changed(std::move(changed)) {}

    [[nodiscard]] const std::vector<Drawing>& all() const { return m_all; }
    /// Null when there is none of this id.
    [[nodiscard]] const Drawing* find(std::uint32_t id) const;
    /// Grows with every change.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }

    /// Replaces everything; nothing can be undone then. What cannot be kept is left out; answers how many that were.
    std::size_t load(std::vector<Drawing> drawings);
    /// Puts one on top and answers its id. Error: a sentence.
    std::expected<std::uint32_t, QString> add(Drawing drawing);
    /// Replaces the one of the same id. One that is the same already is no step. Error: a sentence.
    std::expected<void, QString> change(Drawing drawing);
    /// False: there is none.
    bool remove(std::uint32_t id);
    /// All of them; answers how many there were.
    std::size_t clear();
    /// What happens to a watch is no step of anybody's hand. Nothing when the line is gone.
    void setWatch(std::uint32_t id, Watch watch);

    /// False: there is nothing to be undone, or done again.
    bool undo();
    bool redo();
    [[nodiscard]] bool canUndo() const { return !m_done.empty(); }
    [[nodiscard]] bool canRedo() const { return !m_undone.empty(); }

  private:
    /// One drawing before and after; empty: it was not there.
    struct Change {
        std::size_t place = 0; ///< in m_all
        std::optional<Drawing> before;
        std::optional<Drawing> after;
    };
    using Step = std::vector<Change>;

    [[nodiscard]] std::optional<QString> objection(const Drawing& drawing, const Drawing* instead) const;
    [[nodiscard]] std::size_t points() const;
    void take(Step step);
    void apply(const Change& change, bool back);
    void told();

    std::function<void()> m_changed;
    std::vector<Drawing> m_all;
    std::uint32_t m_lastId = 0;
    std::uint64_t m_revision = 0;
    std::deque<Step> m_done;
    std::vector<Step> m_undone;
};

} // namespace qd::drawings
