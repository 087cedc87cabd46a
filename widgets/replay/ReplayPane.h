#pragma once

#include "widgets/base/Pane.h"

#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;

namespace qd::ui {

class FigureGrid;
class FigureView;
class FormLine;
class NoticeLine;
class PlaybackBar;

/// REPLAY: what is played, where it is, and everything that moves it. What it does by itself is ask before going back;
/// all else are the commands of the venue (PAUSE, RESUME, SPEED, STEP, SEEK), so that hand and command do the same.
/// Main thread.
class ReplayPane final : public Pane {
    Q_OBJECT
  public:
    explicit ReplayPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();
    [[nodiscard]] static std::vector<std::string> complete(const ports::ActionWords& words);

    void runWords(const ports::ActionWords& words, const ports::ActionDone& done) override;
    void onFrame(const Frame& frame) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 100 * kNanosPerMilli; }

  protected:
    void themeChanged() override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    [[nodiscard]] bool replays() const { return context().market.mode() == VenueMode::Replay; }
    QWidget* makeBody();
    FormLine* makeSteps();
    FormLine* makeGoTo();
    void makeFigures();
    void addMover(FormLine& form, const QString& name, const QString& label, const QString& tip, const char* line);
    void refresh();
    void showHeadline(const PlaybackState& playback, const VenueHealth& health);
    void showFigures(const PlaybackState& playback, const VenueHealth& health);
    void togglePaused();
    /// The question comes into view, however far down the pane is scrolled.
    void askBack(UnixNanos to, bool pausing);
    void goToTyped();
    /// Runs a command of the venue and tells what was wrong with it.
    void run(const std::string& line);

    QScrollArea* m_scroll = nullptr;
    PlaybackBar* m_playback = nullptr;
    QLabel* m_name = nullptr;
    QLabel* m_about = nullptr;
    std::vector<QPushButton*> m_movers; ///< what steps, while the market is paused
    QLineEdit* m_moment = nullptr;
    QPushButton* m_beginning = nullptr;
    QPushButton* m_stop = nullptr;
    FigureGrid* m_figures = nullptr;
    FigureView* m_state = nullptr;
    FigureView* m_speed = nullptr;
    FigureView* m_time = nullptr;
    FigureView* m_position = nullptr;
    FigureView* m_share = nullptr;
    FigureView* m_events = nullptr;
    FigureView* m_begin = nullptr;
    FigureView* m_end = nullptr;
    FigureView* m_gaps = nullptr;
    FigureView* m_resyncs = nullptr;
    NoticeLine* m_notice = nullptr;
    ports::Subscription m_changes;
};

} // namespace qd::ui
