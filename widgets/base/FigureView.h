#pragma once

#include "widgets/base/GlyphAtlas.h"
#include "widgets/base/Theme.h"

#include <QWidget>

#include <cstdint>

namespace qd::ui {

class Settings;

/// A label at the left and its value at the right; the value flashes when it changes. Main thread.
class FigureView final : public QWidget {
    Q_OBJECT
  public:
    FigureView(ThemeHost& themes, const Settings& settings, const QString& name, const QString& label,
               const QString& tip, QWidget* parent = nullptr);

    void setStrong(bool strong) { m_strong = strong; }
    /// `now` in monotonic nanoseconds.
    void setValue(const QString& text, Token token, std::int64_t now);
    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] Token token() const { return m_token; }
    /// Fades the flash; false when there is none.
    bool fade(std::int64_t now);
    /// Width that shows label and a value of `sample` whole.
    [[nodiscard]] int widthFor(const QString& sample) const;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    ThemeHost& m_themes;
    const Settings& m_settings;
    GlyphAtlas m_glyphs;
    QString m_label;
    QString m_text;
    Token m_token = Token::Text1;
    bool m_strong = false;
    std::int64_t m_changedAt = 0;
    std::int64_t m_now = 0;
};

/// Health of 0 to 100 as a bar with its number.
class HealthBar final : public QWidget {
    Q_OBJECT
  public:
    explicit HealthBar(ThemeHost& themes, QWidget* parent = nullptr);
    void setHealth(int health, Token token);
    [[nodiscard]] int health() const { return m_health; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    ThemeHost& m_themes;
    int m_health = -1; ///< -1: not known
    Token m_token = Token::Text3;
};

} // namespace qd::ui
