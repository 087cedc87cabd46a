#include "widgets/heatmap/HeatColours.h"

#include <algorithm>
#include <cmath>

namespace qd::heatmap {

using ui::Token;

namespace {

constexpr float kContrast = 0.8F; ///< power of a size's share: what is usual stays dark

} // namespace

void HeatColours::prepare(const ui::Theme& theme, float full) {
    const std::array stops{theme.color(Token::Bg0), theme.color(Token::Accent), theme.color(Token::Up),
                           theme.color(Token::Warn), theme.color(Token::Text1)};
    for (std::size_t i = 0; i < kShades; ++i) {
        const double place = static_cast<double>(i) / (kShades - 1) * (stops.size() - 1);
        const std::size_t from = std::min<std::size_t>(static_cast<std::size_t>(place), stops.size() - 2);
        const double share = place - static_cast<double>(from);
        const auto mixed = [&](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
        const QColor& a = stops[from];
        const QColor& b = stops[from + 1];
        m_ramp[i] = qRgb(mixed(a.red(), b.red()), mixed(a.green(), b.green()), mixed(a.blue(), b.blue()));
    }
    m_full = std::max(full, 1e-3F);
    m_background = theme.color(Token::Bg0).rgb();
    m_doubtful = theme.blended(Token::Warn, 10, Token::Bg0).rgb();
    m_colours[0] = m_background;
    for (std::size_t code = 1; code < m_colours.size(); ++code) {
        const float share = std::pow(std::min(1.0F, stepsOf(static_cast<Intensity>(code)) / m_full), kContrast);
        m_colours[code] = m_ramp[1 + static_cast<std::size_t>(share * (kShades - 2))];
    }
    ++m_revision;
}

QRgb HeatColours::at(double share) const {
    return m_ramp[static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * (kShades - 1))];
}

} // namespace qd::heatmap
