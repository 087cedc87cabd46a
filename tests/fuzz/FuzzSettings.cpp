#include "tests/fuzz/Fuzz.h"
#include "widgets/base/AlertTexts.h"
#include "widgets/base/Settings.h"
#include "widgets/base/StudyAlertTexts.h"

using namespace qd::ui;
using qd::fuzz::require;

namespace {

bool sameValues(const Settings& a, const Settings& b) {
    for (const SettingInfo& info : Settings::table()) {
        if (a.textOf(info.key) != b.textOf(info.key)) return false;
    }
    return true;
}

/// A settings file: refused and nothing changed, or it reads the same when written.
void checkFile(std::string_view text) {
    Settings settings;
    const Settings standard;
    std::vector<std::string> unknown;
    const auto read = settings.read(text, "fuzz.toml", &unknown);
    if (!read) {
        require(read.error().detail.starts_with("fuzz.toml: ") && sameValues(settings, standard));
        return;
    }
    Settings again;
    std::vector<std::string> alien;
    require(again.read(settings.write(), "written.toml", &alien).has_value());
    require(alien.empty() && sameValues(settings, again));
}

/// What a person typed, for every setting: refused and nothing changed, or it can be typed again as it is shown.
void checkTyped(const std::string& typed) {
    for (const SettingInfo& info : Settings::table()) {
        Settings settings;
        const std::string before = settings.textOf(info.key);
        const auto set = settings.set(info.key, typed);
        const std::string after = settings.textOf(info.key);
        if (!set) require(!set.error().detail.empty() && before == after);
        if (set) require(settings.set(info.key, after).has_value() && settings.textOf(info.key) == after);
        Settings again;
        require(again.read(settings.write(), "written.toml").has_value() && sameValues(settings, again));
    }
}

/// Alerts that are read are written as texts that read the same.
void checkAlerts(std::string_view text) {
    if (const auto alerts = parseAlerts(text)) require(parseAlerts(alertsText(*alerts)).value() == *alerts);
    if (const auto alerts = parseStudyAlerts(text))
        require(parseStudyAlerts(studyAlertsText(*alerts)).value() == *alerts);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = qd::fuzz::textOf(data, size);
    checkFile(text);
    checkAlerts(text);
    if (size <= 64) checkTyped(std::string(text));
    return 0;
}
