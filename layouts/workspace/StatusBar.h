#pragma once

#include "core/ports/Executor.h"
#include "widgets/base/FrameClock.h"
#include "widgets/base/News.h"
#include "widgets/base/PaneContext.h"

#include <QPointer>
#include <QStatusBar>

#include <deque>

class QLabel;
class QToolButton;

namespace qd::workspace {

class HoldButton;

/// The bar at the bottom of every window: what kind of market this is, feed, engine, journal, frames, messages, the
/// kill and arm switches, a lock on opening orders and the clock. Main thread.
class StatusBar : public QStatusBar, public ui::FrameClient {
    Q_OBJECT
  public:
    StatusBar(ui::PaneContext& context, ui::FrameClock& clock);
    ~StatusBar() override;

    /// An answer to what was just done, at once and for a few seconds; problems stand longer and in another colour.
    void say(const QString& sentence, bool problem);
    /// News that nobody asked for: each gets its time, one after another, the most important first, and comes again
    /// after what came between. What newer ones of the same subject have overtaken is not shown any more.
    void notify(const ui::News& news);

    void onFrame(const ui::Frame& frame) override;
    [[nodiscard]] bool wantsFrames() const override { return isVisible(); }
    [[nodiscard]] std::int64_t frameInterval() const override { return 250 * kNanosPerMilli; }
    [[nodiscard]] QWidget* frameWidget() override { return this; }

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    QLabel* addPart(const QString& name, const QString& hint);
    void applyTheme();
    void showFigures();
    void showTime(UnixNanos wall);
    /// What stopped the venue stands there until it is mended; a sentence goes when its time is over, or earlier when
    /// others wait.
    void showMessage(const VenueHealth& health, std::int64_t nanos);
    void showArm();
    void showLock();
    void kill();
    void colour(QLabel* label, ui::Token token);

    ui::PaneContext& m_context;
    QPointer<ui::FrameClock> m_clock; ///< of the window, whose parts end in no order
    QLabel* m_mode;
    QLabel* m_feed;
    QLabel* m_engine;
    QLabel* m_journal;
    QLabel* m_frame;
    QLabel* m_message;
    HoldButton* m_kill;
    QToolButton* m_arm;
    QLabel* m_lock;
    QLabel* m_time;
    struct Message {
        ui::News what;
        bool news = false; ///< by notify
    };
    void put(Message message);
    void putBack();
    /// It is news and its time is not over.
    [[nodiscard]] bool showsNews() const;

    Message m_shown;                 ///< the last one
    std::int64_t m_shownAt = 0;      ///< monotonic
    std::int64_t m_messageUntil = 0; ///< when it goes
    std::deque<ui::News> m_waiting;  ///< the most important first, of equals the oldest
};

} // namespace qd::workspace
