#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace qd {

/// An integer that names one kind of thing and cannot be mixed up with another kind.
template<class Tag, class RepT>
class StrongId {
  public:
    using Rep = RepT;
    constexpr StrongId() noexcept = default;
    constexpr explicit StrongId(Rep value) noexcept : m_value(value) {}
    [[nodiscard]] constexpr Rep value() const noexcept { return m_value; }
    friend constexpr auto operator<=>(StrongId, StrongId) noexcept = default;

  private:
    Rep m_value{};
};

} // namespace qd

template<class Tag, class Rep>
struct std::hash<qd::StrongId<Tag, Rep>> {
    std::size_t operator()(qd::StrongId<Tag, Rep> id) const noexcept { return std::hash<Rep>{}(id.value()); }
};
