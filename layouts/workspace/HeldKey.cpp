#include "layouts/workspace/HeldKey.h"

#include "layouts/workspace/HoldButton.h"

#include <QCoreApplication>
#include <QKeyEvent>

#include <utility>

namespace qd::workspace {

HeldKey::HeldKey() {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(HoldButton::kHoldMillis);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const auto fire = std::exchange(m_fire, nullptr);
        end();
        if (fire) fire();
    });
}

void HeldKey::begin(std::function<void()> fire) {
    m_fire = std::move(fire);
    m_timer.start();
    QCoreApplication::instance()->installEventFilter(this); // a second time is none
}

void HeldKey::end() {
    m_timer.stop();
    m_fire = nullptr;
    QCoreApplication::instance()->removeEventFilter(this);
}

/// A window system that repeats a held key lets it go and presses it again: those do not count.
bool HeldKey::eventFilter(QObject*, QEvent* event) {
    const bool released = event->type() == QEvent::KeyRelease && !static_cast<QKeyEvent*>(event)->isAutoRepeat();
    const bool left = event->type() == QEvent::ApplicationDeactivate || event->type() == QEvent::WindowDeactivate;
    if ((released || left) && m_fire) {
        end();
        emit letGo();
    }
    return false;
}

} // namespace qd::workspace
