#pragma once

#include <QColor>
#include <QFont>
#include <QHash>
#include <QPainter>
#include <QPixmap>
#include <QString>

#include <array>
#include <vector>

namespace qd::ui {

/// Draws short texts of digits and a few letters by copying glyphs from a picture made once a font, colour and screen
/// scale: several times cheaper than QPainter::drawText for texts that change every frame. Characters outside its set
/// are drawn the ordinary way. Main thread.
class GlyphAtlas {
  public:
    GlyphAtlas() = default;
    /// For `font` on a screen of `devicePixelRatio`. Cheap when nothing changed.
    void prepare(const QFont& font, qreal devicePixelRatio);

    [[nodiscard]] int height() const { return m_height; }
    [[nodiscard]] int ascent() const { return m_ascent; }
    /// All characters are in its set; others are placed without regard to their width.
    [[nodiscard]] static bool covers(QStringView text);
    /// Width of a text in device-independent pixels.
    [[nodiscard]] int width(QStringView text) const;

    /// `y` is the top of the line.
    void drawLeft(QPainter& painter, int x, int y, QStringView text, const QColor& color);
    /// Ends at `right`.
    void drawRight(QPainter& painter, int right, int y, QStringView text, const QColor& color);

  private:
    static constexpr char16_t kFirst = 0x20;
    static constexpr char16_t kLast = 0x7E;
    static constexpr std::array<char16_t, 6> kExtra{0x2212, 0x2009, 0x2013, 0x00D7, 0x00B7, 0x00B5};
    static constexpr int kGlyphs = kLast - kFirst + 1 + static_cast<int>(kExtra.size());

    [[nodiscard]] static int indexOf(char16_t c);
    [[nodiscard]] static char16_t characterOf(int index);
    const QPixmap& pictureFor(const QColor& color);

    QFont m_font;
    qreal m_ratio = 0;
    int m_height = 0;
    int m_ascent = 0;
    int m_cell = 0; ///< device-independent width of a glyph's cell in the picture
    std::array<int, kGlyphs> m_advance{};
    QHash<QRgb, QPixmap> m_pictures;
    std::vector<QPainter::PixmapFragment> m_fragments; ///< kept to avoid an allocation a text
};

} // namespace qd::ui
