#pragma once

#include "widgets/chart/ChartScene.h"
#include "widgets/drawings/Places.h"

namespace qd::chart {

/// Where drawings are on the chart: moments by xOf and timeAt, nowhere else.
class ChartPlaces final : public drawings::Places {
  public:
    explicit ChartPlaces(const ChartScene& scene) : m_scene(scene) {}

    [[nodiscard]] QRect plot() const override { return m_scene.view().plot(); }
    [[nodiscard]] double xOf(UnixNanos t) const override { return m_scene.xOf(t); }
    [[nodiscard]] UnixNanos timeAt(double x) const override { return m_scene.timeAt(x); }
    [[nodiscard]] double yOfRaw(double raw) const override { return m_scene.view().yOfRaw(raw); }
    [[nodiscard]] Price priceAt(double y) const override { return m_scene.view().priceAt(y, m_scene.tick()); }
    [[nodiscard]] Price tick() const override { return m_scene.tick(); }
    [[nodiscard]] bool isLogarithmic() const override { return m_scene.view().isLogarithmic(); }
    [[nodiscard]] std::int64_t barsBetween(UnixNanos from, UnixNanos to) const override {
        const Interval interval = m_scene.view().interval();
        const auto placeOf = [&](UnixNanos t) { return openTimeOf(m_scene.bars().placeOf(t), interval); };
        return (placeOf(to) - placeOf(from)) / static_cast<std::int64_t>(interval);
    }

  private:
    const ChartScene& m_scene;
};

} // namespace qd::chart
