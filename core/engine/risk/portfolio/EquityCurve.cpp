#include "core/engine/risk/portfolio/EquityCurve.h"

#include "core/domain/Candle.h"

#include <algorithm>

namespace qd::portfolio {

MathResult<std::vector<EquityPoint>> equityPoints(std::span<const EquitySample> samples) {
    std::vector<EquityPoint> points;
    points.reserve(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        EquityPoint point{samples[i].ts, samples[i].equity, Money()};
        if (i + 1 < samples.size()) {
            const auto transfer = samples[i + 1].netDeposits.minus(samples[i].netDeposits);
            if (!transfer) return std::unexpected(transfer.error());
            point.transfer = *transfer;
        }
        points.push_back(point);
    }
    return points;
}

MathResult<Money> profitOf(const EquitySample& sample) { return sample.equity.minus(sample.netDeposits); }

MathResult<Money> profitOf(const AccountView& account) { return account.totalEquity.minus(account.netDeposits); }

MathResult<std::vector<DayProfit>> dailyProfits(std::span<const EquitySample> samples, bool fromTheBeginning) {
    std::vector<DayProfit> days;
    Money before;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto profit = profitOf(samples[i]);
        if (!profit) return std::unexpected(profit.error());
        if (i > 0 || fromTheBeginning) {
            const auto change = profit->minus(before);
            if (!change) return std::unexpected(change.error());
            const std::int64_t day =
                openTimeOf(UnixNanos(samples[i].ts.value() - 1), Interval::D1).value() / kNanosPerDay;
            if (days.empty() || days.back().day != day) days.push_back({day, Money()});
            const auto sum = days.back().profit.plus(*change);
            if (!sum) return std::unexpected(sum.error());
            days.back().profit = *sum;
        }
        before = *profit;
    }
    return days;
}

MathResult<std::vector<double>> drawdowns(std::span<const EquitySample> samples) {
    const auto points = equityPoints(samples);
    if (!points) return std::unexpected(points.error());
    std::vector<double> depths;
    depths.reserve(points->size());
    double value = 1;
    double highest = 1;
    for (std::size_t i = 0; i < points->size(); ++i) {
        if (i > 0) {
            const EquityPoint& from = (*points)[i - 1];
            const double base = static_cast<double>(from.equity.raw()) + static_cast<double>(from.transfer.raw());
            if (base > 0) value *= std::max(0.0, static_cast<double>((*points)[i].equity.raw()) / base);
        }
        highest = std::max(highest, value);
        depths.push_back(value / highest - 1);
    }
    return depths;
}

} // namespace qd::portfolio
