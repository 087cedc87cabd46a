#include "widgets/chart/ProfileChoice.h"

#include "widgets/base/SplitWords.h"
#include "widgets/base/TypedTime.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::chart {
namespace {

using Kind = ProfileChoice::Kind;

constexpr std::int64_t kLongest = 366 * kNanosPerDay;

QString tr(const char* text) { return QCoreApplication::translate("qd::chart::ProfileChoice", text); }

} // namespace

std::expected<std::size_t, QString> readProfileWords(const ports::ActionWords& words, std::size_t at, UnixNanos now,
                                                     ProfileChoice& choice) {
    const std::string word = at < words.size() ? ports::toUpper(words[at]) : std::string();
    const auto row = std::ranges::find_if(kProfiles, [&](const ProfileName& name) { return word == name.key; });
    if (row == kProfiles.end())
        return std::unexpected(tr("PROFILE takes VISIBLE, SESSION, FIXED with two times (10:00, 2024-08-08T10:00), or "
                                  "OFF."));
    if (row->kind != Kind::Fixed) {
        choice = {row->kind, {}, {}};
        return 1;
    }
    const auto moment = [&](std::size_t index) {
        return index < words.size() ? ui::parseMoment(words[index], now) : std::nullopt;
    };
    const auto from = moment(at + 1);
    const auto to = moment(at + 2);
    if (!from || !to || *from >= *to || *to - *from > kLongest)
        return std::unexpected(
            tr("PROFILE FIXED wants two times, the earlier one first and at most a year apart: 10:00 11:30."));
    choice = {Kind::Fixed, *from, *to};
    return 3;
}

std::string writeProfile(const ProfileChoice& choice) {
    const std::string key = std::ranges::find(kProfiles, choice.kind, &ProfileName::kind)->key;
    if (choice.kind != Kind::Fixed) return key;
    return key + ' ' + toIso8601(choice.from) + ' ' + toIso8601(choice.to);
}

ProfileChoice readProfile(std::string_view text, const ProfileChoice& from) {
    ProfileChoice choice = from;
    const auto words = ui::splitWords(text);
    const auto read = readProfileWords(words, 0, {}, choice);
    return read && *read == words.size() ? choice : from;
}

} // namespace qd::chart
