#pragma once

#include "core/base/Decimal.h"
#include "core/domain/Units.h"

#include <array>
#include <string_view>

namespace qd::ui {

/// Writes numbers exactly as Format::number does, into a buffer of its own instead of a string: a ladder writes two
/// hundred of them a frame. Thin spaces between thousands, U+2212 as minus. Any thread.
class NumberText {
  public:
    /// raw * 10^-scaleDecimals with `decimals` <= scaleDecimals digits after the point, to the nearest as there. The
    /// view lives until the next call.
    [[nodiscard]] std::u16string_view write(std::int64_t raw, int scaleDecimals, int decimals);
    [[nodiscard]] std::u16string_view write(Price price, int decimals) {
        return write(price.raw(), Price::kDecimals, decimals);
    }
    [[nodiscard]] std::u16string_view write(Quantity size, int decimals) {
        return write(size.raw(), Quantity::kDecimals, decimals);
    }

  private:
    std::array<char16_t, 40> m_buffer{}; ///< sign, 19 digits, their spaces, a point, and zeros in front of small ones
};

} // namespace qd::ui
