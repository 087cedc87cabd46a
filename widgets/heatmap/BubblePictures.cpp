#include "widgets/heatmap/BubblePictures.h"

#include <algorithm>
#include <cmath>

namespace qd::heatmap {
namespace {

constexpr int kRoom = 2; // device pixels around the circle, for its rim

} // namespace

void BubblePictures::prepare(const Ink& ink, qreal ratio) {
    if (ink == m_ink && ratio == m_ratio) return;
    m_ink = ink;
    m_ratio = ratio;
    for (auto& pictures : m_pictures) pictures.clear();
}

const QPixmap& BubblePictures::pictureOf(Side side, std::size_t halves) {
    auto& pictures = m_pictures[side == Side::Buy ? 0 : 1];
    if (halves >= pictures.size()) pictures.resize(halves + 1);
    QPixmap& picture = pictures[halves];
    if (!picture.isNull()) return picture;
    const double radius = static_cast<double>(halves) / 2;
    const int size = 2 * (static_cast<int>(std::ceil(radius)) + kRoom);
    picture = QPixmap(size, size);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_ink.rim, m_ratio));
    painter.setBrush(side == Side::Buy ? m_ink.buy : m_ink.sell);
    painter.drawEllipse(QPointF(size / 2.0, size / 2.0), radius, radius);
    painter.end();
    picture.setDevicePixelRatio(m_ratio);
    return picture;
}

void BubblePictures::draw(QPainter& painter, const std::vector<Bubble>& bubbles) {
    for (const Bubble& b : bubbles) {
        const QPixmap& picture = pictureOf(b.side, static_cast<std::size_t>(std::lround(b.radius * m_ratio * 2)));
        const double half = picture.width() / 2;
        painter.drawPixmap(QPointF((std::round(b.at.x() * m_ratio) - half) / m_ratio,
                                   (std::round(b.at.y() * m_ratio) - half) / m_ratio),
                           picture);
    }
}

} // namespace qd::heatmap
