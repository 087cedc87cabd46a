#include "widgets/drawings/DrawingTexts.h"

#include "core/base/Decimal.h"
#include "widgets/base/SplitWords.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <expected>

namespace qd::drawings {
namespace {

constexpr std::string_view kMagic = "quantdesk drawings ";
constexpr std::int64_t kVersion = 1;
constexpr std::size_t kLongestSymbol = 40;
constexpr std::array<const char*, 3> kWatches{"", "on", "done"};

QString tr(const char* text) { return QCoreApplication::translate("qd::drawings", text); }

template<class T>
using Read = std::expected<T, QString>;

std::unexpected<QString> wrong(const QString& sentence) { return std::unexpected(sentence); }

Read<Anchor> readAnchor(std::string_view word) {
    const std::size_t at = word.find('@');
    const auto t = at == std::string_view::npos ? std::nullopt : parseWhole(word.substr(0, at), 0, kLastTime.value());
    const auto price = t ? parseFixed<Price>(word.substr(at + 1)) : std::unexpected(DecimalError::NotANumber);
    if (!price) return wrong(tr("a point is a time and a price"));
    return Anchor{UnixNanos(*t), *price};
}

Read<Drawing> readHead(const std::vector<std::string>& words) {
    Drawing drawing;
    const auto tool = words.size() < 4 ? std::nullopt : toolNamed(words[0]);
    if (!tool) return wrong(tr("a line begins with a tool, a colour and a width"));
    drawing.tool = *tool;
    const auto colour = std::ranges::find_if(kColours, [&](const ColourInfo& c) { return words[1] == c.word; });
    if (colour == kColours.end()) return wrong(tr("there is no such colour"));
    drawing.colour = static_cast<std::uint8_t>(colour - kColours.begin());
    const auto width = parseWhole(words[2], 1, kWidest);
    if (!width) return wrong(tr("lines are 1 to %1 pixels wide").arg(kWidest));
    drawing.width = static_cast<std::uint8_t>(*width);
    return drawing;
}

Read<Drawing> readLine(std::string_view line) {
    const std::size_t note = line.find(" = ");
    const auto words = ui::splitWords(line.substr(0, note));
    auto drawing = readHead(words);
    if (!drawing) return drawing;
    if (note != std::string_view::npos) drawing->text = line.substr(note + 3);
    for (std::size_t i = 3; i < words.size(); ++i) {
        const auto watch = std::ranges::find(kWatches, words[i]);
        if (watch != kWatches.end() && i + 1 == words.size()) {
            drawing->watch = static_cast<Watch>(watch - kWatches.begin());
            break;
        }
        if (drawing->points.size() == kMostBrushPoints) return wrong(tr("it has too many points"));
        const auto anchor = readAnchor(words[i]);
        if (!anchor) return std::unexpected(anchor.error());
        drawing->points.push_back(*anchor);
    }
    if (auto objection = objectionTo(*drawing)) return std::unexpected(std::move(*objection));
    return drawing;
}

/// How many drawings the first line promises; the symbol goes into `read`, what is wrong too.
std::optional<std::int64_t> readFirst(std::string_view line, DrawingsRead& read) {
    const auto words = ui::splitWords(line);
    if (!line.starts_with(kMagic) || words.size() != 5) {
        read.problem = tr("it is no file of drawings");
        return std::nullopt;
    }
    const auto version = parseWhole(words[2], 1, INT32_MAX);
    const auto count = parseWhole(words[4], 0, kMostDrawings);
    if (version && *version > kVersion)
        read.problem = tr("a newer version of the terminal has written it");
    else if (!version || !count || !isSymbol(words[3]))
        read.problem = tr("its first line makes no sense");
    if (!read.problem.isEmpty()) return std::nullopt;
    read.symbol = words[3];
    return count;
}

} // namespace

bool isSymbol(std::string_view symbol) {
    // Whatever a venue calls a market, as long as it is one word of a line; in the file's name it is escaped.
    const auto good = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7F; };
    return !symbol.empty() && symbol.size() <= kLongestSymbol && std::ranges::all_of(symbol, good);
}

std::string drawingsText(std::string_view symbol, const std::vector<Drawing>& drawings) {
    std::string text = std::string(kMagic) + std::to_string(kVersion) + " " + std::string(symbol) + " " +
                       std::to_string(drawings.size()) + "\n";
    for (const Drawing& drawing : drawings) {
        text += infoOf(drawing.tool).word;
        text += std::string(" ") + kColours[drawing.colour].word + " " + std::to_string(drawing.width);
        for (const Anchor& anchor : drawing.points)
            text += " " + std::to_string(anchor.t.value()) + "@" + toString(anchor.price);
        if (drawing.watch != Watch::Off) text += std::string(" ") + kWatches[static_cast<std::size_t>(drawing.watch)];
        if (!drawing.text.empty()) text += " = " + drawing.text;
        text += "\n";
    }
    return text;
}

DrawingsRead readDrawings(std::string_view text) {
    DrawingsRead read;
    if (text.size() > kLargestFile) {
        read.problem = tr("it is larger than drawings can be");
        return read;
    }
    const std::size_t end = text.find('\n');
    const auto count = readFirst(text.substr(0, end), read);
    if (!count) return read;
    const auto tell = [&](std::size_t number, const QString& what) {
        if (read.problem.isEmpty()) read.problem = tr("line %1: %2").arg(number).arg(what);
    };
    std::size_t at = end == std::string_view::npos ? text.size() : end + 1;
    std::size_t number = 1;
    std::int64_t lines = 0;
    while (at < text.size()) {
        const std::size_t stop = std::min(text.find('\n', at), text.size());
        ++number;
        if (++lines > *count) break;
        auto drawing = readLine(text.substr(at, stop - at));
        if (drawing)
            read.drawings.push_back(std::move(*drawing));
        else
            tell(number, drawing.error());
        at = stop + 1;
    }
    if (lines != *count) tell(number, tr("%1 drawings were kept, and here the file says otherwise").arg(*count));
    if (text.back() != '\n') tell(number, tr("the file is cut off"));
    return read;
}

} // namespace qd::drawings
