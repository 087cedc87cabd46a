#include "widgets/base/AlertParts.h"

#include <QCoreApplication>

#include <charconv>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::AlertTexts", text); }

} // namespace

std::expected<std::string, QString> readAlertNote(const std::vector<std::string>& words, std::size_t from) {
    std::string note;
    for (std::size_t i = from; i < words.size(); ++i) note += (note.empty() ? "" : " ") + words[i];
    const auto controls = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    if (note.empty() || note.size() > kLongestNote || note.find(';') != std::string::npos ||
        std::ranges::any_of(note, controls))
        return std::unexpected(tr("A note has 1 to %1 bytes on one line, and no semicolon.").arg(kLongestNote));
    return note;
}

QString noAlertNumber() { return tr("An alert that is kept begins with its number."); }

QString twoAlertsNumbered(std::uint32_t number) { return tr("Two alerts have the number %1.").arg(number); }

QString tooManyAlerts(std::size_t most) { return tr("At most %1 alerts are kept.").arg(most); }

std::optional<std::uint32_t> takeAlertNumber(std::vector<std::string>& words) {
    const std::string& word = words.front();
    std::uint32_t number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    if (read.ec != std::errc{} || read.ptr != word.data() + word.size() || number == 0) return std::nullopt;
    words.erase(words.begin());
    return number;
}

} // namespace qd::ui
