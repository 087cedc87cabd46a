#pragma once

#include "widgets/base/Pane.h"
#include "widgets/trades/MinuteFlow.h"
#include "widgets/trades/TapeChoices.h"
#include "widgets/trades/TapeModel.h"

#include <functional>
#include <utility>

class QToolButton;

namespace qd::ui::trades {

class TapeView;

/// TAPE: time and sales of one market. Main thread.
class TapePane final : public Pane {
    Q_OBJECT
  public:
    explicit TapePane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<ui::KeyHint> keys();
    ~TapePane() override;

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    void onFrame(const Frame& frame) override;

    [[nodiscard]] const TapeModel& model() const { return m_model; }
    [[nodiscard]] TapeView& view() { return *m_view; }

  protected:
    void marketChanged() override;
    void themeChanged() override;
    void addMenuEntries(QMenu& menu) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    friend class TapeView; // it paints for the pane: PaintScope, theme
    /// Monotonic arrival of the newest trade that is about to be painted first; 0 when it has been painted.
    [[nodiscard]] std::int64_t takeArrival() { return std::exchange(m_arrival, 0); }

    void createControls();
    QToolButton* addControl(const char* name, const QString& says, void (TapePane::*fill)(QMenu&));
    void forget();
    void readNow();
    /// Takes what is new of the market; `nanos`: monotonic time.
    void read(std::int64_t nanos);
    /// The bell, when one of them stands out.
    void ringFor(const std::vector<Trade>& trades);
    /// Brings model, view and header in line with the choices.
    void applyChoices();
    void refreshControls();
    [[nodiscard]] std::string symbol() const;
    [[nodiscard]] std::vector<Quantity> offeredSizes() const;
    void chooseMinimum(Quantity size);
    void chooseHighlight(Highlight highlight);
    void fillMinimum(QMenu& menu);
    void fillJoin(QMenu& menu);
    void fillBig(QMenu& menu);
    void fillColumns(QMenu& menu);
    void addTypedSize(QMenu& menu, const QString& says, Quantity current, const std::function<void(Quantity)>& chosen);

    TapeChoices m_choices;
    TapeModel m_model;
    MinuteFlow m_flow;
    TapeView* m_view = nullptr;
    QToolButton* m_minimum = nullptr;
    QToolButton* m_join = nullptr;
    QToolButton* m_big = nullptr;
    std::uint64_t m_cursor = 0;
    std::int64_t m_arrival = 0;
    std::int64_t m_footAt = 0;
    ports::Subscription m_marketsWatch;
};

} // namespace qd::ui::trades
