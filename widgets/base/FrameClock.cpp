#include "widgets/base/FrameClock.h"

#include <QCoreApplication>
#include <QEvent>
#include <QWidget>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kTickMillis = 16;

/// What of a window is to be painted is painted now and not when nothing else is to be done.
void paintNow(QWidget* window) {
    QCoreApplication::removePostedEvents(window, QEvent::UpdateRequest);
    QEvent request(QEvent::UpdateRequest);
    QCoreApplication::sendEvent(window, &request);
}

} // namespace

FrameClock::FrameClock(const Clock& clock, FrameStats& stats, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_stats(stats) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kTickMillis);
    connect(&m_timer, &QTimer::timeout, this, &FrameClock::tick);
}

void FrameClock::add(FrameClient* client) {
    m_clients.push_back({client, 0});
    if (!m_timer.isActive()) m_timer.start();
}

void FrameClock::remove(FrameClient* client) {
    std::erase_if(m_clients, [&](const Entry& e) { return e.client == client; });
    if (m_clients.empty()) m_timer.stop();
}

void FrameClock::painted() { m_paintedAt = m_clock.monotonicNanos(); }

void FrameClock::tick() {
    const std::int64_t now = m_clock.monotonicNanos();
    // The frame before is over when its last paint is; one without a paint is no frame.
    if (m_paintedAt > m_tickedAt && m_tickedAt != 0) m_stats.frames.add(m_paintedAt - m_tickedAt);
    m_tickedAt = now;
    const Frame frame{now, m_clock.now()};
    std::vector<QPointer<QWidget>> windows;              // the clock's own, and those of its panes that float
    for (std::size_t i = 0; i < m_clients.size(); ++i) { // a client may add or remove others
        Entry& entry = m_clients[i];
        if (!entry.client->wantsFrames() || now - entry.last < entry.client->frameInterval()) continue;
        entry.last = now;
        FrameClient* client = entry.client;
        const std::int64_t before = threadCpuNanos();
        client->onFrame(frame);
        client->frameCost(threadCpuNanos() - before);
        QWidget* window = client->frameWidget() == nullptr ? nullptr : client->frameWidget()->window();
        if (window != nullptr && std::ranges::none_of(windows, [&](const auto& known) { return known == window; }))
            windows.emplace_back(window);
    }
    for (const QPointer<QWidget>& window : windows) {
        if (window) paintNow(window);
    }
}

} // namespace qd::ui
