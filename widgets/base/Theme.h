#pragma once

#include "core/base/Error.h"

#include <QColor>
#include <QFont>
#include <QObject>
#include <QString>

#include <array>
#include <cstdint>

namespace qd::ui {

/// Names of the colours in resources/themes/*.toml; no colour stands anywhere else.
enum class Token : std::uint8_t {
    Bg0,    ///< window
    Bg1,    ///< pane
    Bg2,    ///< header, zebra
    Bg3,    ///< hover, selection
    Line,   ///< separators
    Text1,  ///< value
    Text2,  ///< label
    Text3,  ///< hint, axis
    Accent, ///< focus, own orders, links
    Up,     ///< bid, gain
    Down,   ///< ask, loss
    UpBlind,
    DownBlind,
    Warn,
    Danger, ///< liquidation, errors
    Sim,    ///< SIMULATED, PAPER, REPLAY marks
    OnFill, ///< text on a button filled with up, down or accent
};
inline constexpr std::size_t kTokenCount = 17;

enum class FontRole : std::uint8_t {
    Interface, ///< Roboto 9 pt
    Strong,    ///< Roboto Medium 9 pt
    Dense,     ///< Roboto Condensed 9 pt: ladder, tape, dense tables
    DenseStrong,
    Hint,  ///< Roboto 8 pt
    Title, ///< Roboto Medium 10 pt
    Large, ///< Roboto Medium 12 pt
    Mono,  ///< JetBrains Mono 9 pt: command bar, logs
};

enum class ThemeCode : std::uint8_t { Unreadable, Malformed };

/// Colours, fonts and sizes of one look. A value: copies are cheap and never change.
class Theme {
  public:
    /// Reads the text of a theme file. Errors name the key that is missing or wrong.
    [[nodiscard]] static Result<Theme, ThemeCode> parse(std::string_view text, const std::string& source);

    [[nodiscard]] const QString& name() const { return m_name; }
    [[nodiscard]] bool isDark() const { return m_dark; }
    /// With the colour-blind pair chosen, Up and Down answer with it.
    [[nodiscard]] QColor color(Token token) const;
    /// `token` at `percent` over `under`, opaque.
    [[nodiscard]] QColor blended(Token token, int percent, Token under) const;
    [[nodiscard]] QFont font(FontRole role) const;

    /// Heights in device-independent pixels; they grow with the font scale.
    [[nodiscard]] int rowHeight() const { return scaled(20); }
    [[nodiscard]] int denseRowHeight() const { return scaled(18); }
    [[nodiscard]] int headerHeight() const { return scaled(26); }
    [[nodiscard]] int scaled(int pixels) const;

    void setColourBlind(bool on) { m_colourBlind = on; }
    /// In [0.8, 2].
    void setFontScale(double scale);
    [[nodiscard]] double fontScale() const { return m_fontScale; }

  private:
    QString m_name;
    bool m_dark = true;
    bool m_colourBlind = false;
    double m_fontScale = 1.0;
    std::array<QColor, kTokenCount> m_colors;
};

/// Contrast of two opaque colours as WCAG 2 defines it, 1 to 21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

/// Holds the current theme and tells when it changes. Main thread.
class ThemeHost : public QObject {
    Q_OBJECT
  public:
    explicit ThemeHost(Theme theme, QObject* parent = nullptr);
    [[nodiscard]] const Theme& theme() const { return m_theme; }
    void setTheme(Theme theme);

  signals:
    void changed();

  private:
    Theme m_theme;
};

} // namespace qd::ui
