#include "layouts/workspace/HoldButton.h"

#include <QPainter>

#include <algorithm>

namespace qd::workspace {

HoldButton::HoldButton(const QString& text, ui::ThemeHost& themes, QWidget* parent)
    : QToolButton(parent)
    , m_themes(themes) {
    setText(text);
    setAccessibleName(text);
    setFocusPolicy(Qt::TabFocus);
    m_frames.setInterval(16);
    connect(this, &QToolButton::pressed, this, &HoldButton::begin);
    connect(this, &QToolButton::released, this, &HoldButton::stop);
    connect(&m_frames, &QTimer::timeout, this, &HoldButton::advance);
}

void HoldButton::begin() {
    m_held.start();
    m_frames.start();
}

void HoldButton::stop() {
    m_frames.stop();
    m_held.invalidate();
    update();
}

void HoldButton::advance() {
    if (m_held.elapsed() >= kHoldMillis) {
        stop();
        setDown(false);
        emit fired();
        return;
    }
    update();
}

void HoldButton::paintEvent(QPaintEvent* event) {
    if (m_held.isValid()) {
        QPainter painter(this);
        const auto part = std::min<qint64>(m_held.elapsed(), kHoldMillis);
        const auto filled = static_cast<int>(part * width() / kHoldMillis);
        painter.fillRect(0, 0, filled, height(), m_themes.theme().blended(ui::Token::Danger, 40, ui::Token::Bg0));
    }
    QToolButton::paintEvent(event);
}

} // namespace qd::workspace
