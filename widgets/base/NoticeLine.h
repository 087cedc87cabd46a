#pragma once

#include "widgets/base/Theme.h"

#include <QLabel>

#include <cstdint>

namespace qd::ui {

/// A sentence at the foot of a pane that tells what became of the last deed there; it goes by itself. Main thread.
class NoticeLine : public QLabel {
    Q_OBJECT
  public:
    NoticeLine(ThemeHost& themes, const QString& name, QWidget* parent = nullptr);
    /// `token` is the colour of its meaning; `now` in monotonic nanoseconds.
    void say(const QString& sentence, Token token, std::int64_t now);
    void clear();
    /// Hides what has been read; call every frame.
    void pass(std::int64_t now);

  private:
    void applyTheme();

    ThemeHost& m_themes;
    Token m_token = Token::Text2;
    std::int64_t m_until = 0;
};

} // namespace qd::ui
