#pragma once

#include "widgets/base/PaneContext.h"
#include "widgets/base/StudyAlertTexts.h"
#include "widgets/chart/ChartScene.h"
#include "widgets/chart/Marks.h"
#include "widgets/chart/PaneAlerts.h"

#include <QObject>

#include <expected>
#include <optional>
#include <vector>

namespace qd::chart {

/// The alerts of the chart's market that wait, on prices and on the studies that are shown over its bars, and the one
/// in the hand. They are those of the settings: AL and the command ALERT see the same. Main thread.
class ChartAlerts final : public QObject {
    Q_OBJECT
  public:
    explicit ChartAlerts(ui::PaneContext& context);

    /// What the chart shows.
    void show(const ChartScene& scene);
    /// Among prices.
    [[nodiscard]] const std::vector<AlertMark>& marks() const { return m_marks; }
    /// In panes below them; the one in the hand where it is now.
    [[nodiscard]] std::vector<PaneAlert> inPanes() const;
    /// They are others than at the last call.
    [[nodiscard]] bool takeChanged() { return std::exchange(m_changed, false); }

    // ---- in the hand

    void grab(std::uint32_t number) { m_held = number; }
    [[nodiscard]] std::optional<std::uint32_t> held() const { return m_held; }
    /// Where the one in the hand goes; empty: it has not been moved.
    [[nodiscard]] std::optional<Price> target() const { return m_target; }
    void moveTo(Price price) { m_target = price; }
    /// The same of one in a pane.
    void moveTo(ui::StudyLevel level) { m_level = level; }
    [[nodiscard]] bool isMoved() const { return m_target || m_level; }
    void letGo();
    /// Lets go where it is: the alert watches that level from now on. Empty: it was not moved.
    std::expected<void, QString> drop();

    // ---- what is told is a sentence

    /// One more at this price, from where the last price is now.
    std::expected<QString, QString> set(Price level);
    std::expected<QString, QString> set(const ui::StudyAlert& alert);
    std::expected<void, QString> remove(std::uint32_t number);

  private:
    void read();
    void readStudies();
    /// Null: no alert on a study has this number.
    [[nodiscard]] const ui::StudyAlert* onStudy(std::uint32_t number) const;

    ui::PaneContext& m_context;
    std::string m_symbol;
    ChartOptions m_options;
    std::uint64_t m_optionsRevision = 0;
    std::vector<ui::StudyAlert> m_onStudies; ///< that are shown
    std::vector<AlertMark> m_marks;
    std::vector<PaneAlert> m_inPanes;
    bool m_changed = false;
    std::optional<std::uint32_t> m_held;
    std::optional<Price> m_target;
    std::optional<ui::StudyLevel> m_level;
};

} // namespace qd::chart
