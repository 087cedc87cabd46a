#include "widgets/base/GlyphAtlas.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace qd::ui {
namespace {

constexpr int kPadding = 1; // around a glyph, for overhang and antialiasing

} // namespace

int GlyphAtlas::indexOf(char16_t c) {
    if (c >= kFirst && c <= kLast) return c - kFirst;
    const auto found = std::ranges::find(kExtra, c);
    return found == kExtra.end() ? -1 : kLast - kFirst + 1 + static_cast<int>(found - kExtra.begin());
}

char16_t GlyphAtlas::characterOf(int index) {
    const int plain = kLast - kFirst + 1;
    return index < plain ? static_cast<char16_t>(kFirst + index) : kExtra[static_cast<std::size_t>(index - plain)];
}

void GlyphAtlas::prepare(const QFont& font, qreal devicePixelRatio) {
    if (font == m_font && devicePixelRatio == m_ratio && m_height != 0) return;
    m_font = font;
    m_ratio = devicePixelRatio;
    m_pictures.clear();
    const QFontMetricsF metrics(m_font);
    m_height = static_cast<int>(std::ceil(metrics.height()));
    m_ascent = static_cast<int>(std::ceil(metrics.ascent()));
    m_cell = 0;
    for (int i = 0; i < kGlyphs; ++i) {
        m_advance[static_cast<std::size_t>(i)] =
            static_cast<int>(std::lround(metrics.horizontalAdvance(QChar(characterOf(i)))));
        m_cell = std::max(m_cell, m_advance[static_cast<std::size_t>(i)]);
    }
    m_cell += 2 * kPadding;
}

bool GlyphAtlas::covers(QStringView text) {
    return std::ranges::all_of(text, [](QChar c) { return indexOf(c.unicode()) >= 0; });
}

int GlyphAtlas::width(QStringView text) const {
    int sum = 0;
    for (const QChar c : text) {
        const int index = indexOf(c.unicode());
        sum += index >= 0 ? m_advance[static_cast<std::size_t>(index)] : m_cell;
    }
    return sum;
}

const QPixmap& GlyphAtlas::pictureFor(const QColor& color) {
    const auto found = m_pictures.constFind(color.rgba());
    if (found != m_pictures.constEnd()) return *found;
    QPixmap picture(QSize(static_cast<int>(std::ceil(m_cell * kGlyphs * m_ratio)),
                          static_cast<int>(std::ceil(m_height * m_ratio))));
    picture.setDevicePixelRatio(m_ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setFont(m_font);
    painter.setPen(color);
    for (int i = 0; i < kGlyphs; ++i)
        painter.drawText(QPointF(i * m_cell + kPadding, m_ascent), QString(QChar(characterOf(i))));
    painter.end();
    return *m_pictures.insert(color.rgba(), picture);
}

void GlyphAtlas::drawLeft(QPainter& painter, int x, int y, QStringView text, const QColor& color) {
    const QPixmap& picture = pictureFor(color);
    m_fragments.clear();
    for (const QChar c : text) {
        const int index = indexOf(c.unicode());
        if (index < 0) {
            painter.setFont(m_font);
            painter.setPen(color);
            painter.drawText(x, y + m_ascent, QString(c));
            x += m_cell;
            continue;
        }
        const int advance = m_advance[static_cast<std::size_t>(index)];
        if (c != QLatin1Char(' ')) {
            const QRectF source(index * m_cell * m_ratio, 0, m_cell * m_ratio, m_height * m_ratio);
            // A fragment is placed by its centre.
            const QPointF centre(x - kPadding + m_cell / 2.0, y + m_height / 2.0);
            m_fragments.push_back(QPainter::PixmapFragment::create(centre, source, 1 / m_ratio, 1 / m_ratio));
        }
        x += advance;
    }
    painter.drawPixmapFragments(m_fragments.data(), static_cast<int>(m_fragments.size()), picture);
}

void GlyphAtlas::drawRight(QPainter& painter, int right, int y, QStringView text, const QColor& color) {
    drawLeft(painter, right - width(text), y, text, color);
}

} // namespace qd::ui
