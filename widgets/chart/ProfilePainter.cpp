#include "widgets/chart/ProfilePainter.h"

#include "widgets/base/Format.h"
#include "widgets/flow/FeedWords.h"
#include "widgets/flow/FlowLook.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>

namespace qd::chart {
namespace {

using Tone = ReadoutPart::Tone;

constexpr double kShare = 0.18;    ///< of the plot's width, for the fullest row of what is in view
constexpr double kTimeShare = 0.7; ///< of the width of its time, where that is less
constexpr int kInside = 105;       ///< opacity of rows in the value area, of 255
constexpr int kOutside = 48;
constexpr double kNarrowest = 12; ///< pixels; a session that is narrower has levels only

QString tr(const char* text) { return QCoreApplication::translate("qd::chart::ProfilePainter", text); }

QRectF rowRect(const ChartScene& scene, std::int64_t low, std::int64_t high, const ProfilePlace& place) {
    const std::int64_t ticks = scene.profiles().ticksARow();
    const double top = std::round(scene.view().yOfRaw(flow::lowerEdge(high + 1, ticks, scene.tick())));
    const double bottom = std::round(scene.view().yOfRaw(flow::lowerEdge(low, ticks, scene.tick())));
    const double gap = low == high && bottom - top >= 3 ? 1 : 0;
    return {place.area.left(), top, place.area.width(), std::max(1.0, bottom - top - gap)};
}

void paintRows(QPainter& painter, const ChartScene& scene, const ChartProfile& of, const ProfilePlace& place,
               const ChartLook& look) {
    const QRect& plot = scene.view().plot();
    const auto most =
        static_cast<double>(std::max<std::int64_t>(1, orderflow::volumeOf(of.profile.rows[*of.control]).raw()));
    const double longest =
        place.fromRight ? place.area.width() : std::min(place.area.width() * kTimeShare, plot.width() * kShare);
    for (const FootprintRow& r : of.profile.rows) {
        const QRectF row = rowRect(scene, r.row, r.row, place);
        if (row.bottom() < plot.top() || row.top() > plot.top() + plot.height()) continue;
        const int opacity = r.row >= of.area->low && r.row <= of.area->high ? kInside : kOutside;
        const double sold = static_cast<double>(r.sold.raw()) / most * longest;
        const double all = static_cast<double>(orderflow::volumeOf(r).raw()) / most * longest;
        const auto part = [&](double from, double to, QColor color) {
            color.setAlpha(opacity);
            const double left = place.fromRight ? place.area.right() - to : place.area.left() + from;
            painter.fillRect(QRectF(left, row.top(), to - from, row.height()), color);
        };
        part(0, sold, look.down);
        part(sold, all, look.up);
    }
}

struct Level {
    QString name;
    double y;
    QColor color;
};

/// The point of control first.
std::array<Level, 3> levelsOf(const ChartScene& scene, const ChartProfile& of, const ProfilePlace& place,
                              const ChartLook& look) {
    const std::int64_t control = of.profile.rows[*of.control].row;
    const QRectF area = rowRect(scene, of.area->low, of.area->high, place);
    return {{{tr("POC"), rowRect(scene, control, control, place).center().y(), look.warn},
             {tr("VAH"), area.top(), look.hint},
             {tr("VAL"), area.bottom(), look.hint}}};
}

void paintLevels(QPainter& painter, const ChartScene& scene, const ChartProfile& of, const ProfilePlace& place,
                 ChartLook& look) {
    std::vector<int> taken;
    for (const Level& level : levelsOf(scene, of, place, look)) {
        QPen pen(level.color, 1);
        pen.setDashPattern({4, 3});
        painter.setPen(pen);
        const int y = static_cast<int>(std::lround(level.y));
        painter.drawLine(static_cast<int>(place.area.left()), y, static_cast<int>(place.area.right()) - 1, y);
        const QString text = of.profile.reliable ? level.name : level.name + QStringLiteral(" ?");
        const int top = y - look.small.height() - 1;
        const int width = look.small.width(text);
        if (width + 4 > place.area.width()) continue;
        // Names that would lie over each other: the point of control stays, an edge gives way.
        if (std::ranges::any_of(taken, [&](int other) { return std::abs(other - top) < look.small.height(); }))
            continue;
        taken.push_back(top);
        const int left = place.fromRight ? static_cast<int>(place.area.left()) + 2
                                         : static_cast<int>(place.area.right()) - width - 3;
        look.small.drawLeft(painter, left, top, text, level.color);
    }
}

} // namespace

ProfilePlace placeOf(const ChartProfile& profile, const ChartScene& scene) {
    const QRect& plot = scene.view().plot();
    const double right = plot.left() + plot.width();
    if (scene.profiles().choice().kind == ProfileChoice::Kind::Visible) {
        const double width = plot.width() * kShare;
        return {QRectF(right - width, plot.top(), width, plot.height()), true};
    }
    const double from = std::max<double>(plot.left(), scene.xOf(profile.window.from)); // what began before is seen too
    const double to = std::min(right, scene.xOf(profile.window.to));
    return {QRectF(from, plot.top(), std::max(0.0, to - from), plot.height()), false};
}

void paintProfiles(QPainter& painter, const ChartScene& scene, ChartLook& look) {
    for (const ChartProfile& profile : scene.profiles().all()) {
        if (!profile.control || !profile.area) continue;
        const ProfilePlace place = placeOf(profile, scene);
        if (place.area.width() <= 0) continue;
        if (place.area.width() >= kNarrowest) paintRows(painter, scene, profile, place, look);
        paintLevels(painter, scene, profile, place, look);
    }
}

std::vector<ReadoutPart> profileParts(const ChartScene& scene, UnixNanos t) {
    const ChartProfiles& profiles = scene.profiles();
    if (profiles.choice().kind == ProfileChoice::Kind::Off) return {};
    std::vector<ReadoutPart> parts{{tr("Profile"), Tone::Label}};
    const auto& all = profiles.all();
    auto at = std::ranges::find_if(all, [&](const ChartProfile& p) { return p.window.from > t; });
    if (at != all.begin()) --at;
    if (all.empty() || !at->control) {
        const QString why = !profiles.problem().empty() ? tr("could not be read (R reads again)")
                            : profiles.reading()        ? tr("reading trades …")
                                                        : tr("no trades were recorded");
        return {parts.front(), {why, Tone::Doubtful}};
    }
    const ChartProfile& of = *at;
    const std::int64_t ticks = profiles.ticksARow();
    const auto add = [&](const QString& name, std::int64_t row) {
        parts.push_back({name, Tone::Label});
        parts.push_back({flow::rowText(row, ticks, scene.tick()), Tone::Value});
    };
    add(tr("POC"), of.profile.rows[*of.control].row);
    add(tr("VAH"), of.area->high);
    add(tr("VAL"), of.area->low);
    if (of.knownFrom > of.window.from)
        parts.push_back(
            {profiles.reading() ? tr("reading earlier trades …") : tr("since %1").arg(flow::sinceText(of.knownFrom, t)),
             Tone::Warning});
    else if (!of.profile.reliable)
        parts.push_back({tr("trades may be missing"), Tone::Warning});
    return parts;
}

} // namespace qd::chart
