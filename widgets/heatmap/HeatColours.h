#pragma once

#include "widgets/base/Theme.h"
#include "widgets/heatmap/Intensity.h"

#include <QRgb>

#include <array>
#include <vector>

namespace qd::heatmap {

/// What colour a size has: from the background over blue, green and yellow to the colour of text, by its share
/// of `full`; what is larger is as bright as that.
class HeatColours {
  public:
    /// `full` > 0, in steps.
    void prepare(const ui::Theme& theme, float full);
    [[nodiscard]] QRgb of(Intensity size) const { return m_colours[size]; }
    /// Of a size that is the sum of several.
    [[nodiscard]] QRgb ofSteps(float steps) const { return of(intensityOf(steps)); }
    [[nodiscard]] QRgb background() const { return m_background; }
    [[nodiscard]] QRgb doubtful() const { return m_doubtful; } ///< background of what was not seen all the time
    [[nodiscard]] float full() const { return m_full; }
    /// Share in [0, 1] of the way from nothing to full.
    [[nodiscard]] QRgb at(double share) const;
    /// Grows whenever colours change.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }

  private:
    static constexpr std::size_t kShades = 256;
    std::array<QRgb, kShades> m_ramp{};
    std::vector<QRgb> m_colours = std::vector<QRgb>(0x10000);
    QRgb m_background = 0;
    QRgb m_doubtful = 0;
    float m_full = 1;
    std::uint64_t m_revision = 0;
};

} // namespace qd::heatmap
