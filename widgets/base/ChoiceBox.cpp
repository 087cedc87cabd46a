#include "widgets/base/ChoiceBox.h"

#include <QPainter>
#include <QWheelEvent>

namespace qd::ui {

ChoiceBox::ChoiceBox(ThemeHost& themes, QWidget* parent) : QComboBox(parent), m_themes(themes) {
    setFocusPolicy(Qt::StrongFocus);
}

void ChoiceBox::paintEvent(QPaintEvent* event) {
    QComboBox::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_themes.theme().color(isEnabled() ? Token::Text2 : Token::Text3), 1.5));
    const QPointF tip(width() - m_themes.theme().scaled(10), height() / 2.0 + 2);
    const QPointF arms[] = {tip + QPointF(-3.5, -3.5), tip, tip + QPointF(3.5, -3.5)};
    painter.drawPolyline(arms, 3);
}

void ChoiceBox::wheelEvent(QWheelEvent* event) {
    if (hasFocus())
        QComboBox::wheelEvent(event);
    else
        event->ignore();
}

} // namespace qd::ui
