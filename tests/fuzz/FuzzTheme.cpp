#include "tests/fuzz/Fuzz.h"
#include "widgets/base/Theme.h"

#include <cmath>

using namespace qd::ui;
using qd::fuzz::require;

/// Arbitrary text as a theme: refused with a sentence that names the source, or every colour is there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto theme = Theme::parse(qd::fuzz::textOf(data, size), "fuzz.toml");
    if (!theme) {
        require(theme.error().detail.starts_with("fuzz.toml: "));
        return 0;
    }
    require(!theme->name().isEmpty());
    for (std::size_t i = 0; i < kTokenCount; ++i) {
        const auto token = static_cast<Token>(i);
        require(theme->color(token).isValid() && theme->blended(token, 40, Token::Bg0).isValid());
        const double ratio = contrast(theme->color(token), theme->color(Token::Bg0));
        require(ratio >= 1 && ratio <= 21.001);
    }
    return 0;
}
