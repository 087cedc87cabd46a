#include "widgets/chart/ChartLook.h"

namespace qd::chart {

using ui::Token;

std::array<QColor, kStudyColours> studyColours(const ui::Theme& theme) {
    return {theme.color(Token::Warn),
            theme.color(Token::Sim),
            theme.color(Token::Accent),
            theme.blended(Token::Accent, 50, Token::Up),
            theme.blended(Token::Sim, 50, Token::Down),
            theme.color(Token::Text2),
            theme.color(Token::Up),
            theme.color(Token::Down)};
}

void ChartLook::prepare(const ui::Theme& theme, qreal devicePixelRatio) {
    background = theme.color(Token::Bg1);
    grid = theme.blended(Token::Line, 35, Token::Bg1);
    dayGrid = theme.blended(Token::Line, 90, Token::Bg1);
    session = theme.blended(Token::Accent, 55, Token::Bg1);
    frame = theme.color(Token::Line);
    value = theme.color(Token::Text1);
    label = theme.color(Token::Text2);
    hint = theme.color(Token::Text3);
    up = theme.color(Token::Up);
    down = theme.color(Token::Down);
    upVolume = theme.blended(Token::Up, 35, Token::Bg1);
    downVolume = theme.blended(Token::Down, 35, Token::Bg1);
    doubtful = theme.blended(Token::Warn, 12, Token::Bg1);
    line = theme.color(Token::Accent);
    area = line;
    area.setAlpha(40);
    studies = studyColours(theme);
    for (std::size_t i = 0; i < drawn.size(); ++i) drawn[i] = theme.color(drawings::kColours[i].token);
    accent = theme.color(Token::Accent);
    warn = theme.color(Token::Warn);
    danger = theme.color(Token::Danger);
    onFill = theme.color(Token::OnFill);
    panel = theme.color(Token::Bg2);
    dimmed = background;
    dimmed.setAlpha(140);
    veil = background;
    veil.setAlpha(190);
    small.prepare(theme.font(ui::FontRole::Hint), devicePixelRatio);
    text.prepare(theme.font(ui::FontRole::Interface), devicePixelRatio);
    tagHeight = small.height() + theme.scaled(3);
    axisPadding = theme.scaled(15);
    ratio = devicePixelRatio;
}

} // namespace qd::chart
