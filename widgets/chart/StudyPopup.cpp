#include "widgets/chart/StudyPopup.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScreen>

#include <algorithm>

namespace qd::chart {

StudyPopup::StudyPopup(ui::ThemeHost& themes, const QString& name, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_themes(themes) {
    setObjectName(name);
    setAttribute(Qt::WA_DeleteOnClose);
}

const ui::Theme& StudyPopup::theme() const { return m_themes.theme(); }

void StudyPopup::open(const QPoint& global, const QSize& size) {
    const QRect room = screen()->availableGeometry();
    const QSize fits = size.boundedTo(room.size());
    resize(fits);
    move(std::clamp(global.x(), room.left(), room.left() + room.width() - fits.width()),
         std::clamp(global.y(), room.top(), room.top() + room.height() - fits.height()));
    show();
}

void StudyPopup::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(ui::Token::Bg2));
    painter.setPen(theme().color(ui::Token::Line));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void StudyPopup::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape) return QFrame::keyPressEvent(event);
    close();
}

} // namespace qd::chart
