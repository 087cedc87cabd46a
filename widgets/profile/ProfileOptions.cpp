#include "widgets/profile/ProfileOptions.h"

#include "core/base/Decimal.h"
#include "widgets/base/TypedTime.h"
#include "widgets/flow/FlowLook.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace qd::profile {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::profile::ProfileOptions", text); }

bool readRow(std::string_view text, ProfileOptions& to) { return flow::readTicks(text, to.ticks); }
bool readArea(std::string_view text, ProfileOptions& to) {
    const auto percent = parseWhole(text, 1, 100);
    to.percent = static_cast<int>(percent.value_or(to.percent));
    return percent.has_value();
}
bool readSplit(std::string_view text, ProfileOptions& to) {
    const std::string word = ports::toUpper(text);
    if (word != "ON" && word != "OFF") return false;
    to.split = word == "ON";
    return true;
}

/// What takes one more word; typed in capitals. False: not a word it takes.
struct Setting {
    const char* key; ///< in layouts and typed
    bool (*read)(std::string_view, ProfileOptions&);
    std::string (*text)(const ProfileOptions&);
};
constexpr std::array<Setting, 3> kSettings{
    {{"row", readRow, [](const ProfileOptions& o) { return flow::ticksText(o.ticks); }},
     {"area", readArea, [](const ProfileOptions& o) { return std::to_string(o.percent); }},
     {"split", readSplit, [](const ProfileOptions& o) { return std::string(o.split ? "on" : "off"); }}}};

std::optional<Range> rangeFrom(std::string_view text) {
    const auto found = std::ranges::find_if(
        kRanges, [&](const RangeName& r) { return ports::toUpper(r.key) == ports::toUpper(text); });
    return found == kRanges.end() ? std::nullopt : std::optional(found->range);
}

/// False: it is no range, or none that can be shown.
bool setFixed(std::optional<UnixNanos> begin, std::optional<UnixNanos> end, ProfileOptions& to) {
    if (!begin || !end || *begin >= *end || *end - *begin > kLongestRange) return false;
    to.range = Range::Fixed;
    to.from = *begin;
    to.to = *end;
    return true;
}

QString complaint(const std::string& word) {
    return tr("VOLUME does not know \"%1\". It takes VISIBLE (the chart of the link group), SESSION, PREVIOUS, HOUR, "
              "or "
              "FROM and TO with times (10:00, 2024-08-08T10:00); ROW with ticks or AUTO, AREA with percent, and SPLIT "
              "ON or OFF.")
        .arg(QString::fromStdString(word));
}

} // namespace

QString titleOf(Range range) { return tr(std::ranges::find(kRanges, range, &RangeName::range)->title); }

std::expected<ProfileOptions, QString> readWords(const ports::ActionWords& words, ProfileOptions from, UnixNanos now) {
    std::optional<UnixNanos> begin;
    std::optional<UnixNanos> end;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto range = rangeFrom(words[i]);
        if (range && *range != Range::Fixed) {
            from.range = *range;
            continue;
        }
        const std::string word = ports::toUpper(words[i]);
        const std::string value = i + 1 < words.size() ? ports::toUpper(words[i + 1]) : std::string();
        const auto setting =
            std::ranges::find_if(kSettings, [&](const Setting& s) { return word == ports::toUpper(s.key); });
        std::optional<UnixNanos>* const edge = word == "FROM" ? &begin : word == "TO" ? &end : nullptr;
        if (edge != nullptr) *edge = ui::parseMoment(value, now);
        const bool read =
            edge != nullptr ? edge->has_value() : setting != kSettings.end() && setting->read(value, from);
        if (!read) return std::unexpected(complaint(words[i]));
        ++i;
    }
    if (!begin && !end) return from;
    if (!setFixed(begin, end ? end : std::optional(now), from))
        return std::unexpected(tr("VOLUME wants FROM with a time before TO (or before now), at most a year apart."));
    return from;
}

void writeState(ui::PaneState& state, const ProfileOptions& options) {
    state["range"] = std::ranges::find(kRanges, options.range, &RangeName::range)->key;
    for (const Setting& row : kSettings) state[row.key] = row.text(options);
    if (options.range != Range::Fixed) return;
    state["from"] = toIso8601(options.from);
    state["to"] = toIso8601(options.to);
}

ProfileOptions readState(const ui::PaneState& state, ProfileOptions from) {
    const auto text = [&](const char* key) {
        const auto found = state.find(key);
        return found == state.end() ? std::string_view() : std::string_view(found->second);
    };
    for (const Setting& row : kSettings) (void)row.read(text(row.key), from);
    const auto range = rangeFrom(text("range"));
    if (range == Range::Fixed)
        (void)setFixed(ui::parseMoment(text("from"), {}), ui::parseMoment(text("to"), {}), from);
    else
        from.range = range.value_or(from.range);
    return from;
}

} // namespace qd::profile
