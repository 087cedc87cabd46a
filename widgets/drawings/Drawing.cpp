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

/// A line at a moment: its price has risen by rise * into / length since its first point.
struct Slope {
    std::int64_t rise = 0;
    std::int64_t into = 0;
    std::int64_t length = 1; ///< > 0
};

/// Empty: the line is not there at that moment, or is upright.
std::optional<Slope> slopeAt(const Drawing& line, UnixNanos t) {
    if (!canWatch(line.tool) || line.points.size() != infoOf(line.tool).points) return std::nullopt;
    if (line.tool == Tool::Horizontal) return Slope{};
    const Anchor& from = line.points.front();
    const Anchor& to = line.points.back();
    Slope slope{to.price.raw() - from.price.raw(), t - from.t, to.t - from.t};
    if (slope.length == 0) return std::nullopt;
    if (slope.length < 0) slope = {slope.rise, -slope.into, -slope.length};
    if (slope.into < 0 || (line.tool == Tool::Trend && slope.into > slope.length)) return std::nullopt;
    return slope;
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

std::optional<Price> priceAt(const Drawing& line, UnixNanos t) {
    const auto slope = slopeAt(line, t);
    if (!slope) return std::nullopt;
    const Int128 way = Int128{slope->rise} * slope->into;
    const Int128 half = way < 0 ? -Int128{slope->length / 2} : Int128{slope->length / 2};
    const Int128 price = line.points.front().price.raw() + (way + half) / slope->length;
    if (price <= 0 || price > kMostPrice.raw()) return std::nullopt;
    return Price(static_cast<std::int64_t>(price));
}

std::optional<int> sideOf(const Drawing& line, UnixNanos t, Price price) {
    const auto slope = slopeAt(line, t);
    if (!slope) return std::nullopt;
    // (price - from) compared with (to - from) * into / length; every product is below 2^127 (kLastTime, kMostPrice).
    const Int128 here = (Int128{price.raw()} - line.points.front().price.raw()) * slope->length;
    const Int128 there = Int128{slope->rise} * slope->into;
    return here > there ? 1 : here < there ? -1 : 0;
}

} // namespace qd::drawings
