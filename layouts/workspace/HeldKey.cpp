#include "layouts/workspace/HeldKey.h"

#include "layouts/workspace/HoldButton.h"

#include <QCoreApplication>
#include <QKeyEvent>

#include <utility>

namespace qd::workspace {
namespace {

constexpr int kAgainMillis = 60; ///< more than the longest pause of a key that repeats

} // namespace

HeldKey::HeldKey() {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(HoldButton::kHoldMillis);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_due = m_up.isActive();
        if (!m_due) fire();
    });
    m_up.setSingleShot(true);
    m_up.setTimerType(Qt::PreciseTimer);
    m_up.setInterval(kAgainMillis);
    connect(&m_up, &QTimer::timeout, this, &HeldKey::end);
}

void HeldKey::begin(std::function<void()> fired) {
    if (m_held) {
        m_up.stop();
        if (std::exchange(m_due, false)) fire();
        return;
    }
    m_held = true;
    m_fire = std::move(fired);
    m_timer.start();
    QCoreApplication::instance()->installEventFilter(this);
}

void HeldKey::fire() {
    if (const auto fired = std::exchange(m_fire, nullptr)) fired();
}

void HeldKey::end() {
    m_timer.stop();
    m_up.stop();
    m_held = m_due = false;
    QCoreApplication::instance()->removeEventFilter(this);
    if (std::exchange(m_fire, nullptr)) emit letGo();
}

bool HeldKey::eventFilter(QObject*, QEvent* event) {
    const auto type = event->type();
    if (type == QEvent::KeyRelease && !static_cast<QKeyEvent*>(event)->isAutoRepeat()) {
        if (!m_up.isActive()) m_up.start();
    } else if (type == QEvent::ApplicationDeactivate || type == QEvent::WindowDeactivate) {
        end();
    }
    return false;
}

} // namespace qd::workspace
