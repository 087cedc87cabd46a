#pragma once

#include "widgets/base/PaneContext.h"

#include <QSlider>
#include <QWidget>

#include <vector>

class QLabel;
class QToolButton;

namespace qd::ui {

class IconButton;
class QuestionLine;

/// A slider whose value is chosen where it is clicked, and which leaves the wheel to the page it stands on.
class SeekSlider : public QSlider {
    Q_OBJECT
  public:
    explicit SeekSlider(QWidget* parent);

  protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    [[nodiscard]] int valueAt(const QPoint& at) const;
};

/// Drives the market: pause, step, speed; in a recording also its position. Going back asks first, in place. Main
/// thread.
class PlaybackBar : public QWidget {
    Q_OBJECT
  public:
    explicit PlaybackBar(const PaneContext& context);
    /// Shows the state the venue is in.
    void refresh();
    /// Forward at once, playing everything in between; back when the question has been answered so. `pausing`: the
    /// market stands still there. Within the recording.
    void goTo(UnixNanos target, bool pausing);
    /// To the next of the speeds that are offered.
    void nudgeSpeed(bool faster);
    [[nodiscard]] SeekSlider* position() const { return m_slider; }

  signals:
    /// Something was asked of the venue.
    void asked();

  private:
    QWidget* makeControls();
    QToolButton* makeSpeedButton(double speed, QWidget* controls);
    QWidget* makePosition();
    void applyTheme();
    void showPosition(const PlaybackState& playback);
    void showTarget(int value);
    void seekTo(int value);
    void goBack(UnixNanos target, bool pausing);
    void askBack(UnixNanos target, bool pausing);
    [[nodiscard]] UnixNanos timeOf(int value) const;

    const PaneContext& m_context;
    IconButton* m_pause = nullptr;
    IconButton* m_step = nullptr;
    std::vector<QToolButton*> m_speeds;
    QWidget* m_position = nullptr;
    SeekSlider* m_slider = nullptr;
    QLabel* m_begin = nullptr;
    QLabel* m_end = nullptr;
    QuestionLine* m_question = nullptr;
    PlaybackState m_shown;
};

} // namespace qd::ui
