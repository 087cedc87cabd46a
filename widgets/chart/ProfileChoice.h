#pragma once

#include "core/base/Time.h"
#include "core/ports/Actions.h"

#include <QString>

#include <array>
#include <expected>
#include <string>
#include <string_view>

namespace qd::chart {

/// Over which time a chart shows the traded volume by price.
struct ProfileChoice {
    enum class Kind : std::uint8_t {
        Off,
        Visible, ///< what is in view
        Session, ///< every session in view, each by itself
        Fixed,   ///< from a moment to a moment
    };
    Kind kind = Kind::Off;
    UnixNanos from; ///< of Fixed
    UnixNanos to;   ///< > from
    friend bool operator==(const ProfileChoice&, const ProfileChoice&) = default;
};
struct ProfileName {
    ProfileChoice::Kind kind;
    const char* key;   ///< typed, and in layouts
    const char* title; ///< to be translated
};
inline constexpr std::array<ProfileName, 4> kProfiles{
    {{ProfileChoice::Kind::Off, "OFF", QT_TRANSLATE_NOOP("qd::chart::ProfileChoice", "None")},
     {ProfileChoice::Kind::Visible, "VISIBLE", QT_TRANSLATE_NOOP("qd::chart::ProfileChoice", "What is in view")},
     {ProfileChoice::Kind::Session, "SESSION", QT_TRANSLATE_NOOP("qd::chart::ProfileChoice", "Each session")},
     {ProfileChoice::Kind::Fixed, "FIXED", QT_TRANSLATE_NOOP("qd::chart::ProfileChoice", "A fixed time")}}};

/// Words after PROFILE, from words[at] on: "VISIBLE", "FIXED 10:00 11:30". `now` gives typed clock times their day.
/// Answers how many were read; else a sentence.
[[nodiscard]] std::expected<std::size_t, QString> readProfileWords(const ports::ActionWords& words, std::size_t at,
                                                                   UnixNanos now, ProfileChoice& choice);

/// For layouts: "VISIBLE", "FIXED 2024-03-12T10:00:00.000000Z 2024-03-12T11:30:00.000000Z".
[[nodiscard]] std::string writeProfile(const ProfileChoice& choice);
/// What is not understood changes nothing.
[[nodiscard]] ProfileChoice readProfile(std::string_view text, const ProfileChoice& from);

} // namespace qd::chart
