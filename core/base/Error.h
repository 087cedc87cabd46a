#pragma once

#include <expected>
#include <string>
#include <utility>

namespace qd {

/// What went wrong, for programs (`code`, a closed enum of the room that failed) and for people (`detail`: the file,
/// the place, the value). Words shown in the terminal are made from the code in `widgets`; `detail` never holds a
/// secret.
template<class Code>
struct Error {
    Code code{};
    std::string detail;
};

/// Result of a fallible function of a room whose error enum is `Code`.
template<class T, class Code>
using Result = std::expected<T, Error<Code>>;

/// Shorthand for returning an error: `return fail(FileCode::NotFound, path);`
template<class Code>
[[nodiscard]] std::unexpected<Error<Code>> fail(Code code, std::string detail = {}) {
    return std::unexpected<Error<Code>>(Error<Code>{code, std::move(detail)});
}

} // namespace qd
