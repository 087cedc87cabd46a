#include "widgets/risk/StressWorker.h"

#include <QCoreApplication>
#include <QThreadPool>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace qd::ui {
namespace {

MathResult<void> fillAlone(StressAnswer& answer, const StressRequest& request) {
    auto alone = portfolio::stressAlone(request.book->pools(), request.terms);
    if (!alone) return std::unexpected(alone.error());
    for (auto& asset : alone->assets) {
        answer.assets.push_back(asset.asset);
        answer.grids.push_back(std::move(asset.grid));
    }
    answer.worstLoss = alone->summedLoss;
    answer.haircutLoss = alone->haircutLoss;
    return {};
}

/// The rows by their move, the deepest fall first.
void sortByMove(portfolio::StressGrid& grid) {
    std::vector<std::size_t> order(grid.rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t row) { return grid.rows[row].move; });
    portfolio::StressGrid sorted{{}, grid.columns, {}, 0, grid.worstLoss};
    const std::size_t width = grid.columns.size();
    for (const std::size_t row : order) {
        if (width > 0 && row == grid.worst / width) sorted.worst = sorted.rows.size() * width + grid.worst % width;
        for (std::size_t column = 0; column < width; ++column) sorted.cells.push_back(grid.at(row, column));
        sorted.rows.push_back(std::move(grid.rows[row]));
    }
    grid = std::move(sorted);
}

} // namespace

MathResult<StressAnswer> stressOf(const StressRequest& request) {
    StressAnswer answer{request.book, request.mode, {}, {}, {}, {}, {}};
    if (request.mode == StressMode::Alone) {
        if (const auto filled = fillAlone(answer, request); !filled) return std::unexpected(filled.error());
    } else {
        auto grid = request.mode == StressMode::Together
                        ? portfolio::stressTogether(request.book->pools(), request.terms)
                        : portfolio::stressScenarios(request.book->pools(), request.scenarios, request.terms);
        if (!grid) return std::unexpected(grid.error());
        answer.worstLoss = grid->worstLoss;
        answer.grids.push_back(std::move(*grid));
    }
    if (request.mode != StressMode::Scenarios) std::ranges::for_each(answer.grids, sortByMove);
    const auto margin = portfolio::portfolioMargin(request.book->pools(), answer.worstLoss);
    if (!margin) return std::unexpected(margin.error());
    answer.margin = *margin;
    return answer;
}

void StressWorker::ask(StressRequest request) {
    if (m_busy)
        m_next = std::move(request);
    else
        begin(std::move(request));
}

void StressWorker::begin(StressRequest request) {
    m_busy = true;
    QThreadPool::globalInstance()->start([this, alive = std::weak_ptr(m_alive), request = std::move(request)] {
        auto result = stressOf(request);
        std::shared_ptr<const StressAnswer> answer;
        if (result) answer = std::make_shared<const StressAnswer>(std::move(*result));
        // By the application, which is there until the pool is empty; whoever asked may have gone.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [this, alive, answer] {
                if (!alive.expired()) take(answer);
            },
            Qt::QueuedConnection);
    });
}

void StressWorker::take(const std::shared_ptr<const StressAnswer>& answer) {
    m_busy = false;
    if (m_next) begin(*std::exchange(m_next, std::nullopt));
    if (answer)
        emit answered(answer);
    else
        emit failed();
}

} // namespace qd::ui
