#pragma once

#include "core/base/Time.h"
#include "widgets/base/FrameStats.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <vector>

class QWidget;

namespace qd::ui {

/// A frame: everything that changed since the last one is read and painted once.
struct Frame {
    std::int64_t nanos = 0; ///< monotonic, of the tick
    UnixNanos wall;
};

class FrameClient {
  public:
    FrameClient() = default;
    FrameClient(const FrameClient&) = delete;
    FrameClient& operator=(const FrameClient&) = delete;
    virtual ~FrameClient() = default;
    /// Reads what is new and asks for a repaint if something changed. Called only while wantsFrames().
    virtual void onFrame(const Frame& frame) = 0;
    [[nodiscard]] virtual bool wantsFrames() const = 0;
    /// CPU time its onFrame just took.
    virtual void frameCost(std::int64_t) {}
    /// Least time between two frames, nanoseconds; 0 = every frame.
    [[nodiscard]] virtual std::int64_t frameInterval() const { return 0; }
    /// What it is painted in; null: it is not painted.
    [[nodiscard]] virtual QWidget* frameWidget() { return nullptr; }
};

/// Ticks about 60 times a second, once for a whole window; clients that are hidden get nothing. What a tick changed is
/// painted in it, before another window reads: nothing stands between what is read and the screen. Main thread.
class FrameClock : public QObject {
    Q_OBJECT
  public:
    FrameClock(const Clock& clock, FrameStats& stats, QObject* parent = nullptr);

    void add(FrameClient* client);
    void remove(FrameClient* client);
    /// Called by a client's paint event when it is done.
    void painted();

  private:
    struct Entry {
        FrameClient* client = nullptr;
        std::int64_t last = 0;
    };
    void tick();

    const Clock& m_clock;
    FrameStats& m_stats;
    QTimer m_timer;
    std::vector<Entry> m_clients;
    std::int64_t m_tickedAt = 0;
    std::int64_t m_paintedAt = 0;
};

} // namespace qd::ui
