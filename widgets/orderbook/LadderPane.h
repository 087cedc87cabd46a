#pragma once

#include "widgets/base/Pane.h"
#include "widgets/orderbook/LadderHands.h"
#include "widgets/orderbook/LadderModel.h"
#include "widgets/orderbook/TradedVolume.h"

class QToolButton;

namespace qd::ui {

class HandBar;
class IconButton;
class LadderView;

/// ORDERBOOK: the price ladder. Reads book, tape and account once a frame and gives them to the model and the view.
/// Main thread.
class LadderPane final : public Pane {
    Q_OBJECT
  public:
    explicit LadderPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();
    ~LadderPane() override;

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// Ticks a row (1, 2, 5, 10, 25, 50, 100); CENTRE or FREE; TICKS or LEVELS; VOLUME; DEPTH or SIZE bars; AT price.
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    [[nodiscard]] OrderSurface* orderSurface() override;
    void onFrame(const Frame& frame) override;

    [[nodiscard]] const LadderModel& model() const { return m_model; }
    [[nodiscard]] LadderView& view() { return *m_view; }

  protected:
    void marketChanged() override;
    void themeChanged() override;
    void addMenuEntries(QMenu& menu) override;

  private:
    void makeControls();
    void connectParts();
    void refreshControls();
    void restartTape();
    void readTape();
    void readBook(std::int64_t now);
    void readFacts(std::int64_t now);
    void chooseGrouping(int ticks);
    void stepGrouping(int direction);
    void choosePolicy(RowPolicy policy);
    void setVolume(bool on);
    void setDepthBars(bool on);
    void follow(bool on);
    void addGroupings(QMenu& menu);
    void addBrackets(QMenu& menu);
    [[nodiscard]] std::optional<QString> applyWord(const ports::ActionWords& words, std::size_t& at);
    [[nodiscard]] QString stepText(int ticks) const;

    LadderModel m_model;
    TradedVolume m_traded;
    LadderHands m_hands;
    HandBar* m_bar = nullptr;
    LadderView* m_view = nullptr;
    QToolButton* m_grouping = nullptr;
    IconButton* m_centre = nullptr;
    bool m_volume = false;
    bool m_depthBars = false;

    std::shared_ptr<const BookSnapshot> m_book;
    bool m_bookSeen = false; ///< the model has what was read last
    bool m_held = false;
    std::uint64_t m_cursor = 0; ///< of the tape
    UnixNanos m_tapeNow;
    UnixNanos m_tradedSince;
    std::optional<Trade> m_lastTrade;
    ports::Subscription m_watch;
    ports::Subscription m_account;
    ports::Subscription m_keyChanges;
};

} // namespace qd::ui
