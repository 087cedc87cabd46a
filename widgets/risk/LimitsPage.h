#pragma once

#include "widgets/base/Inputs.h"
#include "widgets/risk/RiskPage.h"

#include <array>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;

namespace qd::ui {

/// What limits of a kind are judged by, as the engine judges them; of assets the largest.
struct LimitValue {
    std::string asset;
    std::optional<std::int64_t> value;
};
[[nodiscard]] std::array<LimitValue, portfolio::kLimitKinds> limitValues(const portfolio::RiskState& state);

/// Limits, what breaching them does, the lock on opening and its countdown. While opening is locked nothing here can be
/// changed. Main thread.
class LimitsPage final : public RiskPage {
    Q_OBJECT
  public:
    LimitsPage(PaneContext& context, QWidget* parent = nullptr);
    void showRisk(const RiskView& view) override;

  private:
    struct Row {
        LimitKeys keys;
        QLabel* name = nullptr;
        QLabel* now = nullptr;
        DecimalEdit* limit = nullptr;
        QComboBox* action = nullptr;
        QCheckBox* locks = nullptr;
    };
    void createRow(QGridLayout& grid, int line, const LimitKeys& keys);
    void createHeadings(QGridLayout& grid);
    void createRest(QGridLayout& grid, int line);
    /// What is in force; a field that has the focus is not touched unless what it has was refused.
    void showSettings(bool refused = false);
    void showRow(const Row& row, const RiskView& view, const LimitValue& value);
    void showStrangers();
    void showLock(const RiskView& view);
    /// The guard counts what the selected account does, and nobody else.
    [[nodiscard]] bool isWatched() const;
    void save(const char* key, const QString& typed);
    void saveLimit(const Row& row);
    void saveAssets();
    /// Marks the line as refused for a reason, or with none as good.
    void markAssets(const QString& reason);
    void toggleReduceOnly();

    PaneContext& m_context;
    std::vector<Row> m_rows;
    QLineEdit* m_assets = nullptr;
    QLabel* m_strangers = nullptr; ///< assets with limits that nothing can be held of
    DecimalEdit* m_minutes = nullptr;
    QCheckBox* m_reduceOnly = nullptr;
    QLabel* m_lock = nullptr;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); ///< answers may come when this is gone
};

} // namespace qd::ui
