#pragma once

#include "widgets/base/Pane.h"
#include "widgets/status/StatusView.h"

class QScrollArea;

namespace qd::ui {

class PlaybackBar;

/// STATUS: the health of everything and the market's playback. Main thread.
class StatusPane final : public Pane {
    Q_OBJECT
  public:
    explicit StatusPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();
    ~StatusPane() override;

    void onFrame(const Frame& frame) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 250 * kNanosPerMilli; }
    [[nodiscard]] const StatusFigures& figures() const { return m_view.figures(); }

  protected:
    void themeChanged() override;
    void addMenuEntries(QMenu& menu) override;

  private:
    class Board;
    void refresh();

    StatusView m_view;
    PlaybackBar* m_playback;
    QScrollArea* m_scroll;
    Board* m_board;
    ports::Subscription m_changes;
};

} // namespace qd::ui
