#pragma once

#include <QString>

#include <cstdint>

namespace qd::ui {

/// What a sentence nobody asked for is worth, least first. A grave one tells what has been done to an account: nothing
/// less about the same takes its place.
enum class Importance : std::uint8_t { Plain, Problem, Grave };

/// News for the status bars. What is newer about a subject takes the place of what was told before about it and about
/// its parts, which are named behind it: "margin 7" and "margin 7/near 0". Without a subject it stands for itself.
struct News {
    QString sentence;
    Importance importance = Importance::Problem;
    QString subject{};
};

} // namespace qd::ui
