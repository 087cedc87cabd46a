#pragma once

#include "core/domain/Account.h"
#include "core/domain/Venue.h"
#include "widgets/base/Theme.h"

#include <QString>
#include <QWidget>

#include <optional>
#include <span>
#include <vector>

namespace qd::ui {

/// A part of what an account is worth or is exposed to.
struct AllocationLine {
    QString name;                         ///< "USDC", "SOL-PERP"
    bool exposure = false;                ///< notional of a position; otherwise a part of the equity
    Money value;                          ///< signed
    std::optional<std::int64_t> shareBps; ///< value / equity; empty on an equity <= 0
    friend bool operator==(const AllocationLine&, const AllocationLine&) = default;
};
/// First what the equity consists of, the quote currency with all profit and loss, then positions by size.
[[nodiscard]] std::vector<AllocationLine> allocationOf(const AccountView& account, std::span<const MarketInfo> markets);

/// Those lines with bars. Main thread.
class AllocationView final : public QWidget {
    Q_OBJECT
  public:
    AllocationView(ThemeHost& themes, const QString& name);
    void setLines(std::vector<AllocationLine> lines);
    /// Values are dimmed: they cannot be trusted.
    void setDoubtful(bool doubtful);
    [[nodiscard]] bool isDoubtful() const { return m_doubtful; }
    [[nodiscard]] const std::vector<AllocationLine>& lines() const { return m_lines; }
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override { return minimumSizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void paintHeading(QPainter& painter, int top, const QString& text) const;
    void paintLine(QPainter& painter, int top, const AllocationLine& line, double largest) const;
    [[nodiscard]] bool hasExposure() const;

    ThemeHost& m_themes;
    std::vector<AllocationLine> m_lines;
    bool m_doubtful = false;
};

} // namespace qd::ui
