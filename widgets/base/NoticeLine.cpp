#include "widgets/base/NoticeLine.h"

#include "core/base/Time.h"

namespace qd::ui {
namespace {

constexpr std::int64_t kShown = 10 * kNanosPerSecond;

} // namespace

NoticeLine::NoticeLine(ThemeHost& themes, const QString& name, QWidget* parent) : QLabel(parent), m_themes(themes) {
    setObjectName(name);
    setWordWrap(true);
    setTextFormat(Qt::PlainText);
    setContentsMargins(6, 2, 6, 2);
    setAutoFillBackground(true);
    connect(&themes, &ThemeHost::changed, this, &NoticeLine::applyTheme);
    hide();
}

void NoticeLine::applyTheme() {
    const Theme& theme = m_themes.theme();
    setFont(theme.font(FontRole::Interface));
    setStyleSheet(
        QStringLiteral("color: %1; background: %2;").arg(theme.color(m_token).name(), theme.color(Token::Bg2).name()));
}

void NoticeLine::say(const QString& sentence, Token token, std::int64_t now) {
    m_token = token;
    m_until = now + kShown;
    applyTheme();
    setText(sentence);
    setAccessibleName(sentence);
    show();
}

void NoticeLine::clear() {
    m_until = 0;
    hide();
    setText({});
}

void NoticeLine::pass(std::int64_t now) {
    if (m_until != 0 && now >= m_until) clear();
}

} // namespace qd::ui
