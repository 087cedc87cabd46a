#pragma once

#include "widgets/base/FigureGrid.h"
#include "widgets/base/Inputs.h"
#include "widgets/base/NoticeLine.h"
#include "widgets/base/Pane.h"
#include "widgets/risk/ReturnFeed.h"
#include "widgets/risk/RiskPage.h"

#include <array>
#include <optional>

class QLabel;
class QStackedWidget;

namespace qd::ui {

enum class RiskPart : std::uint8_t { Margin, WhatIf, Stress, Var, Exposure, Limits };
inline constexpr std::size_t kRiskParts = 6;

/// RISK: health and margin by pool, what-if, stress grid, value at risk, exposure, and limits with the lock on opening.
/// Main thread.
class RiskPane final : public Pane {
    Q_OBJECT
  public:
    /// `guard` outlives the pane.
    RiskPane(PaneContext& context, const RiskGuard& guard);
    ~RiskPane() override;
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// A part: "MARGIN", "WHATIF", "STRESS", "VAR", "EXPOSURE" or "LIMITS".
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    void onFrame(const Frame& frame) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 33 * kNanosPerMilli; }

    [[nodiscard]] RiskPart part() const;
    void showPart(RiskPart part);

  protected:
    void themeChanged() override;

  private:
    void createHead();
    void createPages();
    void read(const Frame& frame);
    void showHead(const RiskView& view);
    void showLock(const RiskView& view);

    const RiskGuard& m_guard;
    ReturnFeed m_returns;
    RiskBook::Markets m_markets;
    HealthBar* m_health;
    FigureGrid* m_figures;
    FigureView* m_equity = nullptr;
    FigureView* m_day = nullptr;
    FigureView* m_ratio = nullptr;
    FigureView* m_free = nullptr;
    FigureView* m_leverage = nullptr;
    QLabel* m_lock;
    Segmented* m_parts;
    QStackedWidget* m_stack;
    std::array<RiskPage*, kRiskParts> m_pages{};
    NoticeLine* m_notice;
    QString m_told;                     ///< the last sentence of a page
    std::optional<AccountId> m_account; ///< at the last look
    ports::Subscription m_changes;
    ports::Subscription m_venueChanges;
    ports::Subscription m_marketChanges;
    bool m_dirty = true;
    std::int64_t m_readAt = 0; ///< monotonic, 0 = never
};

} // namespace qd::ui
