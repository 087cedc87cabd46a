#include "widgets/drawings/Drawing.h"

#include "core/base/Wide.h"
#include "core/ports/Actions.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::drawings {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::drawings", text); }

bool isWithin(const Anchor& anchor) {
    return anchor.t >= UnixNanos(0) && anchor.t <= kLastTime && anchor.price > Price(0) && anchor.price <= kMostPrice;
}

} // namespace

std::optional<Tool> toolNamed(std::string_view word) {
    const std::string wanted = ports::toUpper(word);
    for (const ToolInfo& row : kTools) {
        if (ports::toUpper(row.word) == wanted) return row.tool;
    }
    return std::nullopt;
}

QString titleOf(Tool tool) { return tr(infoOf(tool).title); }
QString hintOf(Tool tool) { return tr(infoOf(tool).hint); }

bool isText(std::string_view text) {
    if (text.empty() || text.size() > kLongestText) return false;
    const QString read = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    if (read.toStdString() != text) return false; // no UTF-8
    const auto letters = read.toUcs4();
    return std::ranges::all_of(letters, [](uint c) { return QChar::isPrint(c); }) && !read.trimmed().isEmpty();
}

std::optional<QString> objectionTo(const Drawing& drawing) {
    const ToolInfo& info = infoOf(drawing.tool);
    const std::size_t most = drawing.tool == Tool::Brush ? kMostBrushPoints : info.points;
    if (drawing.points.size() < info.points || drawing.points.size() > most)
        return tr("%1 has another number of points.").arg(titleOf(drawing.tool));
    if (!std::ranges::all_of(drawing.points, isWithin)) return tr("A point is beyond the times or prices there are.");
    if (drawing.colour >= kColours.size()) return tr("It has a colour that does not exist.");
    if (drawing.width < 1 || drawing.width > kWidest) return tr("Lines are 1 to %1 pixels wide.").arg(kWidest);
    if (drawing.tool == Tool::Text && !isText(drawing.text))
        return tr("A text is one line of at most %1 bytes.").arg(kLongestText);
    if (drawing.tool != Tool::Text && !drawing.text.empty()) return tr("Only a text has words.");
    if (drawing.watch != Watch::Off && !canWatch(drawing.tool))
        return tr("Only trend lines, rays and horizontal lines can tell when they are crossed.");
    return std::nullopt;
}

Anchor bounded(Anchor anchor) {
    return {std::clamp(anchor.t, UnixNanos(0), kLastTime), std::clamp(anchor.price, Price(1), kMostPrice)};
}

std::optional<int> sideOf(const Drawing& line, UnixNanos t, Price price) {
    if (!canWatch(line.tool) || line.points.size() != infoOf(line.tool).points) return std::nullopt;
    const auto sign = [](Int128 value) { return value > 0 ? 1 : value < 0 ? -1 : 0; };
    const Anchor& from = line.points.front();
    if (line.tool == Tool::Horizontal) return sign(Int128{price.raw()} - from.price.raw());
    const Anchor& to = line.points.back();
    const std::int64_t length = to.t - from.t;
    if (length == 0) return std::nullopt;
    const std::int64_t into = t - from.t;
    const bool backwards = length < 0;
    if (backwards ? into > 0 : into < 0) return std::nullopt;
    if (line.tool == Tool::Trend && (backwards ? into < length : into > length)) return std::nullopt;
    // (price - from) compared with (to - from) * into / length; every product is below 2^127 (kLastTime, kMostPrice).
    const Int128 here = (Int128{price.raw()} - from.price.raw()) * length;
    const Int128 there = (Int128{to.price.raw()} - from.price.raw()) * into;
    return sign(backwards ? there - here : here - there);
}

} // namespace qd::drawings
