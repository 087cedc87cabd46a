#include "widgets/orderbook/NumberText.h"

#include "core/base/Nearest.h"

namespace qd::ui {
namespace {

constexpr char16_t kMinus = 0x2212;
constexpr char16_t kThinSpace = 0x2009;

} // namespace

std::u16string_view NumberText::write(std::int64_t raw, int scaleDecimals, int decimals) {
    const std::int64_t kept = nearestQuotient(raw, powerOfTen(scaleDecimals - decimals));
    std::uint64_t rest =
        kept < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(kept) : static_cast<std::uint64_t>(kept);
    char16_t* const end = m_buffer.data() + m_buffer.size();
    char16_t* at = end;
    const auto digit = [&] {
        *--at = static_cast<char16_t>(u'0' + rest % 10);
        rest /= 10;
    };
    for (int i = 0; i < decimals; ++i) digit();
    if (decimals > 0) *--at = u'.';
    for (int i = 0; i == 0 || rest != 0; ++i) {
        if (i > 0 && i % 3 == 0) *--at = kThinSpace;
        digit();
    }
    if (kept < 0) *--at = kMinus;
    return {at, static_cast<std::size_t>(end - at)};
}

} // namespace qd::ui
