#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/base/Pane.h"
#include "widgets/depth/DepthView.h"

#include <memory>

class QLabel;
class QToolButton;

namespace qd::ui {

/// DEPTH: the book of the market added up around its mid, and what an order of a typed size would meet. Main thread.
class DepthPane final : public Pane {
    Q_OBJECT
  public:
    explicit DepthPane(PaneContext& context);
    ~DepthPane() override;
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<KeyHint> keys();

    [[nodiscard]] PaneState state() const override;
    void restore(const PaneState& state) override;
    /// "DEPTH SOL-PERP 0.5% SIZE 20".
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    void onFrame(const Frame& frame) override;
    [[nodiscard]] DepthView& view() { return *m_view; }

  protected:
    void marketChanged() override;
    void themeChanged() override;
    void addMenuEntries(QMenu& menu) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void makeControls();
    QWidget* makeOrderLine();
    void addRanges(QMenu& menu);
    void chooseRange(std::int64_t partsPerMillion);
    [[nodiscard]] DepthFacts facts(std::int64_t now) const;
    void showScene(const DepthFacts& facts, std::int64_t shownSince);
    void showFills();
    void colourFills();
    /// The book is published only for who looks at it.
    void watch();

    DepthView* m_view;
    QToolButton* m_range;
    DecimalEdit* m_size;
    QLabel* m_unit;
    QLabel* m_buy;
    QLabel* m_sell;
    std::int64_t m_partsPerMillion = kStandardDepthRange;
    std::shared_ptr<const BookSnapshot> m_book; ///< shown
    std::vector<OwnSize> m_own;
    DepthFacts m_facts;
    bool m_stale = true; ///< something but the book changed
    ports::Subscription m_watch;
    ports::Subscription m_account;
};

} // namespace qd::ui
