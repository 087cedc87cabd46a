#include "widgets/base/Theme.h"

#include "widgets/base/TomlText.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace qd::ui {
namespace {

constexpr std::array<std::pair<Token, const char*>, kTokenCount> kKeys{{
    {Token::Bg0, "bg0"},
    {Token::Bg1, "bg1"},
    {Token::Bg2, "bg2"},
    {Token::Bg3, "bg3"},
    {Token::Line, "line"},
    {Token::Text1, "text1"},
    {Token::Text2, "text2"},
    {Token::Text3, "text3"},
    {Token::Accent, "accent"},
    {Token::Up, "up"},
    {Token::Down, "down"},
    {Token::UpBlind, "up_blind"},
    {Token::DownBlind, "down_blind"},
    {Token::Warn, "warn"},
    {Token::Danger, "danger"},
    {Token::Sim, "sim"},
    {Token::OnFill, "on_fill"},
}};

double channel(double value) { return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); }
double luminance(const QColor& c) {
    return 0.2126 * channel(c.redF()) + 0.7152 * channel(c.greenF()) + 0.0722 * channel(c.blueF());
}

} // namespace

Result<Theme, ThemeCode> Theme::parse(std::string_view text, const std::string& source) {
    const auto document = parseToml(text, source);
    if (!document) return fail(ThemeCode::Unreadable, document.error());
    const toml::table& table = *document;
    Theme theme;
    const auto name = table["name"].value<std::string>();
    if (!name || name->empty()) return fail(ThemeCode::Malformed, fmt::format("{}: name is missing", source));
    theme.m_name = QString::fromStdString(*name);
    theme.m_dark = table["dark"].value_or(true);
    for (const auto& [token, key] : kKeys) {
        const auto value = table["color"][key].value<std::string>();
        const QColor color = value ? QColor(QString::fromStdString(*value)) : QColor();
        if (!color.isValid())
            return fail(ThemeCode::Malformed, fmt::format("{}: color.{} is missing or not a colour", source, key));
        theme.m_colors[static_cast<std::size_t>(token)] = color;
    }
    return theme;
}

QColor Theme::color(Token token) const {
    if (m_colourBlind && token == Token::Up) token = Token::UpBlind;
    if (m_colourBlind && token == Token::Down) token = Token::DownBlind;
    return m_colors[static_cast<std::size_t>(token)];
}

QColor Theme::blended(Token token, int percent, Token under) const {
    const QColor over = color(token);
    const QColor base = color(under);
    const auto mix = [percent](int a, int b) { return (a * percent + b * (100 - percent)) / 100; };
    return {mix(over.red(), base.red()), mix(over.green(), base.green()), mix(over.blue(), base.blue())};
}

QFont Theme::font(FontRole role) const {
    const bool dense = role == FontRole::Dense || role == FontRole::DenseStrong;
    const bool strong =
        role == FontRole::Strong || role == FontRole::DenseStrong || role == FontRole::Title || role == FontRole::Large;
    double points = 9;
    if (role == FontRole::Hint) points = 8;
    if (role == FontRole::Title) points = 10;
    if (role == FontRole::Large) points = 12;
    QFont font;
    if (role == FontRole::Mono)
        font.setFamilies({QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")});
    else if (dense)
        font.setFamilies({QStringLiteral("Roboto Condensed"), QStringLiteral("Roboto"), QStringLiteral("DejaVu Sans")});
    else
        font.setFamilies({QStringLiteral("Roboto"), QStringLiteral("DejaVu Sans")});
    font.setPointSizeF(points * m_fontScale);
    font.setWeight(strong ? QFont::Medium : QFont::Normal);
    return font;
}

int Theme::scaled(int pixels) const { return static_cast<int>(std::lround(pixels * m_fontScale)); }

void Theme::setFontScale(double scale) { m_fontScale = std::clamp(scale, 0.8, 2.0); }

double contrast(const QColor& a, const QColor& b) {
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

ThemeHost::ThemeHost(Theme theme, QObject* parent) : QObject(parent), m_theme(std::move(theme)) {}

void ThemeHost::setTheme(Theme theme) {
    m_theme = std::move(theme);
    emit changed();
}

} // namespace qd::ui
