#pragma once

#include "widgets/base/AlertTexts.h"
#include "widgets/base/PaneContext.h"

#include <QObject>

#include <expected>
#include <optional>
#include <vector>

namespace qd::chart {

/// The price alerts of the chart's market that wait, and the one in the hand. They are those of the settings: AL and
/// the command ALERT see the same. Main thread.
class ChartAlerts final : public QObject {
    Q_OBJECT
  public:
    explicit ChartAlerts(ui::PaneContext& context);

    /// The symbol of the market shown; empty: none.
    void show(const std::string& symbol);
    [[nodiscard]] const std::vector<ui::PriceAlert>& waiting() const { return m_waiting; }
    /// They are others than at the last call.
    [[nodiscard]] bool takeChanged() { return std::exchange(m_changed, false); }

    // ---- in the hand

    void grab(std::uint32_t number) { m_held = number; }
    [[nodiscard]] std::optional<std::uint32_t> held() const { return m_held; }
    /// Where the one in the hand goes; empty: it has not been moved.
    [[nodiscard]] std::optional<Price> target() const { return m_target; }
    void moveTo(Price price) { m_target = price; }
    void letGo();
    /// Lets go where it is: the alert watches that level from now on. Empty: it was not moved.
    std::expected<void, QString> drop();

    // ---- what is told is a sentence

    /// One more at this price, from where the last price is now.
    std::expected<QString, QString> set(Price level);
    std::expected<void, QString> remove(std::uint32_t number);

  private:
    void read();

    ui::PaneContext& m_context;
    std::string m_symbol;
    std::vector<ui::PriceAlert> m_waiting;
    bool m_changed = false;
    std::optional<std::uint32_t> m_held;
    std::optional<Price> m_target;
};

} // namespace qd::chart
