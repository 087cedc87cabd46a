#pragma once

#include "core/domain/Account.h"

#include <cstdint>
#include <optional>

namespace qd::ui {

/// An order that rules move: where it was seen last, what was asked, and what came of it. Knows a hand that moved it
/// from its own amends, also from one that was answered late. Pure.
class MovedOrder {
  public:
    static constexpr int kMostRefusals = 3; ///< one after another; then nothing is asked any more
    enum class News : std::uint8_t {
        None,
        Pending, ///< an amend is on its way: nothing else may be asked
        Done,    ///< it stands where it was asked to
        Refused, ///< it stands where it was
        ByHand,  ///< it stands where nobody asked it to
    };
    /// The order as it is now, at a monotonic time.
    [[nodiscard]] News see(const TrackedOrder& order, std::int64_t nanos);
    /// An amend was sent.
    void ask(const TrackedOrder& order, Price to);
    /// Something may be asked: nothing is on its way, and the last refusal was some time ago.
    [[nodiscard]] bool free(const TrackedOrder& order, std::int64_t nanos) const;

    [[nodiscard]] Price stands() const { return m_stands; }
    /// Where it was last asked to go; of a refusal.
    [[nodiscard]] Price asked() const { return m_last; }
    /// One after another; one that came because the price was quicker does not count.
    [[nodiscard]] int refusals() const { return m_refusals; }

  private:
    struct Asked {
        Price to;
        UnixNanos changedAt; ///< of the order, then
    };
    Price m_stands; ///< 0 = not seen yet
    Price m_last;
    std::optional<Asked> m_asked;
    int m_refusals = 0;
    std::int64_t m_notBefore = 0;
};

} // namespace qd::ui
