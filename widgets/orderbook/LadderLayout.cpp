#include "widgets/orderbook/LadderLayout.h"

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kLeastChip = 20;
constexpr int kFairChip = 40; ///< chips get this before traded volume gets a column

} // namespace

LadderLayout::LadderLayout(QSize size, const LadderMetrics& metrics, bool wantsVolume)
    : m_size(size)
    , m_metrics(metrics) {
    const int under = 2 * metrics.foot + hintHeight();
    m_rows = std::max(0, size.height() - metrics.caption - under) / metrics.row;
    divide(wantsVolume);
}

int LadderLayout::hintHeight() const { return (m_size.width() < m_metrics.wide ? 3 : 2) * m_metrics.hintLine + 6; }

void LadderLayout::divide(bool wantsVolume) {
    const LadderMetrics& m = m_metrics;
    const int price = m.priceText + 2 * m.gutter;
    const int sizes = 2 * (m.sizeText + 2 * m.pad);
    int rest = m_size.width() - price - sizes - 2 * kLeastChip;
    m_shortSizes = rest < 0;
    int volume = 0;
    if (const int wanted = m.volumeText + 2 * m.pad; wantsVolume && rest >= wanted + 2 * (kFairChip - kLeastChip)) {
        volume = wanted;
        rest -= wanted;
    }
    // The larger part of what is left makes bars longer.
    const int own = kLeastChip + std::clamp(rest * 2 / 5, 0, std::max(0, m.ownText + m.pad - kLeastChip));
    const int side = std::max(0, m_size.width() - price - volume - 2 * own) / 2;
    m_width = {volume, own, side, price, side, own};
    int x = 0;
    for (std::size_t i = 0; i < m_width.size(); ++i) {
        m_left[i] = x;
        x += m_width[i];
    }
    m_width[static_cast<std::size_t>(LadderColumn::OwnSells)] += std::max(0, m_size.width() - x); // an odd pixel
}

int LadderLayout::rowAt(int y) const {
    const int index = (y - m_metrics.caption) / m_metrics.row;
    return y >= m_metrics.caption && index < m_rows ? index : -1;
}

LadderColumn LadderLayout::columnAt(int x) const {
    for (std::size_t i = 0; i < m_width.size(); ++i) {
        if (x >= m_left[i] && x < m_left[i] + m_width[i]) return static_cast<LadderColumn>(i);
    }
    return LadderColumn::None;
}

QRect LadderLayout::row(int index) const {
    return {0, m_metrics.caption + index * m_metrics.row, m_size.width(), m_metrics.row};
}

QRect LadderLayout::cell(int row, LadderColumn column) const {
    return {left(column), m_metrics.caption + row * m_metrics.row, width(column), m_metrics.row};
}

QRect LadderLayout::caption(LadderColumn column) const { return {left(column), 0, width(column), m_metrics.caption}; }

QRect LadderLayout::hint() const { return {0, m_size.height() - hintHeight(), m_size.width(), hintHeight()}; }
QRect LadderLayout::positionLine() const {
    return {0, m_size.height() - hintHeight() - m_metrics.foot, m_size.width(), m_metrics.foot};
}
QRect LadderLayout::spreadLine() const {
    return {0, m_size.height() - hintHeight() - 2 * m_metrics.foot, m_size.width(), m_metrics.foot};
}

int LadderLayout::bidRight() const { return left(LadderColumn::Bids) + width(LadderColumn::Bids) - m_metrics.pad; }

int LadderLayout::askRight() const {
    const int end = width(LadderColumn::Asks) - m_metrics.pad;
    return left(LadderColumn::Asks) + std::min(end, m_metrics.pad + m_metrics.sizeText);
}

} // namespace qd::ui
