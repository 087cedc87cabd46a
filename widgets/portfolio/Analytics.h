#pragma once

#include "core/domain/Records.h"
#include "core/engine/risk/portfolio/EquityCurve.h"
#include "core/engine/risk/portfolio/Returns.h"
#include "core/engine/risk/portfolio/TradeStatistics.h"

#include <QString>

#include <functional>
#include <span>
#include <vector>

namespace qd::ui {

using portfolio::MathResult;

/// What PF says of an account's whole history.
struct Analytics {
    portfolio::Performance performance;
    portfolio::TradeStatistics trades;
    std::optional<double> turnover;
    std::optional<double> exposureTime;
    std::optional<std::int64_t> averageHolding; ///< nanoseconds, of closed trades
};
/// `samples` and the trades' fills: oldest first; `now` in market time. Errors: Overflow.
[[nodiscard]] MathResult<Analytics> analyticsOf(std::span<const EquitySample> samples,
                                                const portfolio::RoundTrips& trips, UnixNanos now);

/// A figure of the table as data.
struct AnalyticsFigure {
    QString name;  ///< object name, "sharpe"
    QString label; ///< for people
    QString tip;   ///< definition
    std::function<QString(const Analytics&)> text;
    bool strong = false;
};
/// In the order in which they are read.
[[nodiscard]] std::vector<AnalyticsFigure> analyticsFigures();

} // namespace qd::ui
