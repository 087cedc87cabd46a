#include "layouts/workspace/HistoryText.h"

#include <QCoreApplication>
#include <QUtf8StringView>

#include <algorithm>

namespace qd::workspace {
namespace {

constexpr std::string_view kFirst = "quantdesk commands 1";
constexpr std::string_view kMagic = "quantdesk commands ";

QString tr(const char* text) { return QCoreApplication::translate("qd::workspace::HistoryText", text); }

bool isControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; }

/// It is text on one line, and somebody can have typed it.
bool isKept(std::string_view line) {
    return line.size() <= kLongestHistoryLine && std::ranges::any_of(line, [](char c) { return c != ' '; }) &&
           std::ranges::none_of(line, isControl) && QUtf8StringView(line.data(), qsizetype(line.size())).isValidUtf8();
}

} // namespace

std::string historyText(const std::vector<std::string>& lines) {
    std::vector<std::string_view> kept;
    for (const std::string& line : lines) {
        if (isKept(line)) kept.push_back(line);
    }
    if (kept.size() > kMostHistory) kept.erase(kept.begin(), kept.end() - static_cast<std::ptrdiff_t>(kMostHistory));
    std::string text = std::string(kFirst) + "\n";
    for (const std::string_view line : kept) text += std::string(line) + "\n";
    return text;
}

HistoryRead readHistory(std::string_view text) {
    HistoryRead read;
    const std::size_t end = text.find('\n');
    const std::string_view first = text.substr(0, end);
    if (first != kFirst || end == std::string_view::npos) {
        const bool newer =
            first.size() == kFirst.size() && first.starts_with(kMagic) && first.back() > '1' && first.back() <= '9';
        read.problem =
            newer ? tr("a newer version of the terminal has written it") : tr("it is no file of typed commands");
        return read;
    }
    std::size_t number = 1;
    for (std::size_t at = end + 1; at < text.size();) {
        const std::size_t stop = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, stop - at);
        ++number;
        at = stop + 1;
        if (isKept(line) && read.lines.size() < kMostHistory)
            read.lines.emplace_back(line);
        else if (read.problem.isEmpty())
            read.problem = tr("line %1 is none that was typed").arg(number);
    }
    if (text.back() != '\n' && read.problem.isEmpty()) read.problem = tr("it is cut off");
    return read;
}

} // namespace qd::workspace
