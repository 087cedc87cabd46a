#include "widgets/base/FigureView.h"

#include "widgets/base/Format.h"
#include "widgets/base/Settings.h"

#include <QPainter>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr std::int64_t kFlashNanos = 250'000'000;
constexpr int kPadding = 6;

} // namespace

FigureView::FigureView(ThemeHost& themes, const Settings& settings, const QString& name, const QString& label,
                       const QString& tip, QWidget* parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_settings(settings)
    , m_label(label)
    , m_text(unknownText()) {
    setObjectName(name);
    setAccessibleName(label);
    setToolTip(tip);
}

void FigureView::setValue(const QString& text, Token token, std::int64_t now) {
    if (text == m_text && token == m_token) return;
    if (text != m_text && m_text != unknownText()) m_changedAt = now;
    m_now = now;
    m_text = text;
    m_token = token;
    setAccessibleDescription(text);
    update();
}

bool FigureView::fade(std::int64_t now) {
    if (m_changedAt == 0) return false;
    m_now = now;
    update();
    if (now - m_changedAt > kFlashNanos) m_changedAt = 0;
    return m_changedAt != 0;
}

int FigureView::widthFor(const QString& sample) const {
    const Theme& theme = m_themes.theme();
    return QFontMetrics(theme.font(FontRole::Dense)).horizontalAdvance(m_label) +
           QFontMetrics(theme.font(FontRole::DenseStrong)).horizontalAdvance(sample) + 2 * kPadding + theme.scaled(12);
}

void FigureView::paintEvent(QPaintEvent*) {
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    const std::int64_t age = m_now - m_changedAt;
    if (m_changedAt != 0 && age < kFlashNanos && m_settings.flag(setting::kFlash)) {
        QColor flash = theme.color(Token::Accent);
        flash.setAlphaF(static_cast<float>(0.22 * (1.0 - static_cast<double>(age) / kFlashNanos)));
        painter.fillRect(rect(), flash);
    }
    painter.setFont(theme.font(FontRole::Dense));
    painter.setPen(theme.color(Token::Text2));
    painter.drawText(rect().adjusted(kPadding, 0, -kPadding, 0), Qt::AlignLeft | Qt::AlignVCenter, m_label);
    m_glyphs.prepare(theme.font(m_strong ? FontRole::DenseStrong : FontRole::Dense), devicePixelRatioF());
    m_glyphs.drawRight(painter, width() - kPadding, (height() - m_glyphs.height()) / 2, m_text, theme.color(m_token));
}

HealthBar::HealthBar(ThemeHost& themes, QWidget* parent) : QWidget(parent), m_themes(themes) {
    setObjectName(QStringLiteral("health"));
    setAccessibleName(tr("Health"));
    setToolTip(
        tr("100 less the maintenance margin in percent of the collateral, rounded against you, from 0 to 100. 0: "
           "the account may only reduce."));
    setMinimumHeight(14);
}

void HealthBar::setHealth(int health, Token token) {
    if (health == m_health && token == m_token) return;
    m_health = health;
    m_token = token;
    setAccessibleDescription(health < 0 ? unknownText() : QString::number(health));
    update();
}

void HealthBar::paintEvent(QPaintEvent*) {
    const Theme& theme = m_themes.theme();
    QPainter painter(this);
    painter.setFont(theme.font(FontRole::DenseStrong));
    const QString number = m_health < 0 ? unknownText() : QString::number(m_health);
    const int room = painter.fontMetrics().horizontalAdvance(QStringLiteral("100")) + kPadding;
    painter.setPen(theme.color(Token::Text2));
    painter.setFont(theme.font(FontRole::Dense));
    const QString label = tr("Health");
    const int left = kPadding + painter.fontMetrics().horizontalAdvance(label) + kPadding;
    painter.drawText(rect().adjusted(kPadding, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, label);
    painter.setFont(theme.font(FontRole::DenseStrong));
    painter.setPen(theme.color(m_health < 0 ? Token::Text3 : m_token));
    painter.drawText(rect().adjusted(0, 0, -kPadding, 0), Qt::AlignRight | Qt::AlignVCenter, number);
    const int thick = theme.scaled(6);
    const QRect track(left, (height() - thick) / 2, std::max(0, width() - left - room - kPadding), thick);
    painter.fillRect(track, theme.color(Token::Bg3));
    if (m_health <= 0) return;
    painter.fillRect(QRect(track.topLeft(), QSize(track.width() * m_health / 100, thick)), theme.color(m_token));
}

} // namespace qd::ui
