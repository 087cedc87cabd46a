#include "widgets/quotes/Spark.h"

#include <algorithm>

namespace qd::ui::quotes {
namespace {

/// Distance of points after thinning: an hour of them fills half of what is kept.
constexpr std::int64_t kThinned = 2 * Spark::kSpan / static_cast<std::int64_t>(Spark::kKept);

} // namespace

void Spark::clear() {
    m_points.clear();
    ++m_version;
}

bool Spark::wantsHistory(UnixNanos now) const { return m_points.empty() || now - m_points.back().ts > kHole; }

void Spark::sample(UnixNanos now, Price last) {
    if (last.isZero()) return;
    if (!m_points.empty() && now < m_points.back().ts) m_points.clear();
    if (!m_points.empty() && now - m_points.back().ts < kStep) return;
    m_points.push_back({now, last});
    trim(now);
    ++m_version;
}

void Spark::seed(std::span<const Candle> bars, UnixNanos now) {
    std::vector<SparkPoint> added;
    for (const Candle& bar : bars) {
        const UnixNanos at = std::min(bar.openTime + kNanosPerMinute, now);
        if (bar.openTime > now || bar.close.isZero()) continue;
        const auto next = std::ranges::lower_bound(m_points, at, {}, &SparkPoint::ts);
        const bool near = (next != m_points.end() && next->ts - at < kNanosPerMinute) ||
                          (next != m_points.begin() && at - std::prev(next)->ts < kNanosPerMinute);
        if (!near) added.push_back({at, bar.close});
    }
    if (added.empty()) return;
    m_points.insert(m_points.end(), added.begin(), added.end());
    std::ranges::stable_sort(m_points, {}, &SparkPoint::ts);
    trim(now);
    ++m_version;
}

void Spark::trim(UnixNanos now) {
    const auto young = std::ranges::find_if(m_points, [now](const SparkPoint& p) { return now - p.ts <= kSpan; });
    m_points.erase(m_points.begin(), young);
    if (m_points.size() <= kKept) return;
    std::size_t kept = 1;
    for (std::size_t i = 1; i < m_points.size(); ++i) {
        const bool far = m_points[i].ts - m_points[kept - 1].ts >= kThinned;
        if (far || i + 1 == m_points.size()) m_points[kept++] = m_points[i];
    }
    m_points.resize(kept);
}

std::vector<std::vector<SparkVertex>> sparkLines(std::span<const SparkPoint> points, int width, int height) {
    std::vector<std::vector<SparkVertex>> lines;
    if (points.empty() || width < 2 || height < 2) return lines;
    const auto [low, high] = std::ranges::minmax(points, {}, &SparkPoint::price);
    const auto range = static_cast<double>(high.price.raw() - low.price.raw());
    const auto span = static_cast<double>(std::max<std::int64_t>(points.back().ts - points.front().ts, 1));
    const SparkPoint* before = nullptr;
    for (const SparkPoint& p : points) {
        const auto along = static_cast<double>(p.ts - points.front().ts) / span;
        const double x = points.size() == 1 ? width - 1 : static_cast<int>(along * (width - 1));
        const double up = range > 0 ? static_cast<double>(p.price.raw() - low.price.raw()) / range : 0.5;
        const SparkVertex vertex{x, (1 - up) * (height - 1)};
        if (before == nullptr || p.ts - before->ts > Spark::kHole)
            lines.push_back({vertex});
        else if (lines.back().back().x >= x)
            lines.back().back().y = vertex.y;
        else
            lines.back().push_back(vertex);
        before = &p;
    }
    return lines;
}

} // namespace qd::ui::quotes
