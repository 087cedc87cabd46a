#pragma once

#include "widgets/base/TablePane.h"
#include "widgets/twap/TwapRows.h"

#include <set>

namespace qd::ui {

class Segmented;

/// TWAP: what became of large orders that are cut into small ones; pauses, resumes and cancels them. Main thread.
class TwapPane final : public TablePane {
    Q_OBJECT
  public:
    explicit TwapPane(PaneContext& context);
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// "RUNNING" or "ALL".
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;

  protected:
    void read(const Frame& frame) override;
    [[nodiscard]] bool showsAges() const override { return m_running > 0; }
    void addMenuEntries(QMenu& menu) override;

  private:
    [[nodiscard]] std::vector<CellLink<TwapRow>> links();
    void pause(const TwapRow& row, bool paused);
    void cancel(const TwapRow& row);
    void pauseAll(bool paused);
    void openRowMenu(int row, const QPoint& global);
    /// Says once when a pause was refused.
    void tellRefusals(const std::vector<TwapRow>& rows);
    void showAll(bool all);

    TableModel<TwapRow, std::pair<std::uint32_t, std::uint64_t>> m_model;
    Segmented* m_view;
    int m_running = 0;
    std::set<OrderId> m_asked; ///< pauses that were asked for here and not answered yet
};

} // namespace qd::ui
