#pragma once

#include "core/engine/risk/portfolio/StressGrid.h"
#include "widgets/risk/RiskBook.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace qd::ui {

enum class StressMode : std::uint8_t { Together, Alone, Scenarios };

struct StressRequest {
    std::shared_ptr<const RiskBook> book;
    StressMode mode = StressMode::Together;
    portfolio::StressTerms terms;
    std::vector<portfolio::Scenario> scenarios;
};

/// One grid, or in mode Alone one for each asset.
struct StressAnswer {
    std::shared_ptr<const RiskBook> book;
    StressMode mode = StressMode::Together;
    std::vector<std::string> assets; ///< of the grids in mode Alone
    std::vector<portfolio::StressGrid> grids;
    Money worstLoss;   ///< of the grid, or of all of them and the haircut together
    Money haircutLoss; ///< mode Alone
    portfolio::PortfolioMargin margin;
};
/// Errors: Overflow.
[[nodiscard]] MathResult<StressAnswer> stressOf(const StressRequest& request);

/// Values grids in Qt's pool of threads, one at a time; of the requests that wait the newest. Main thread.
class StressWorker : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    void ask(StressRequest request);
    [[nodiscard]] bool busy() const { return m_busy; }

  signals:
    void answered(std::shared_ptr<const StressAnswer> answer);
    /// A number did not fit.
    void failed();

  private:
    void begin(StressRequest request);
    void take(const std::shared_ptr<const StressAnswer>& answer);

    std::optional<StressRequest> m_next;
    bool m_busy = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); ///< an answer may come when this is gone
};

} // namespace qd::ui
