#include "widgets/portfolio/Analytics.h"

#include "widgets/base/Format.h"

#include <QCoreApplication>

#include <cmath>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::PortfolioPane", text); }

using A = Analytics;
using Figures = std::vector<AnalyticsFigure>;

QString realText(std::optional<double> value, int decimals) {
    if (!value) return unknownText();
    const double scaled = std::round(*value * std::pow(10.0, decimals));
    if (!(std::abs(scaled) < 9e18)) return unknownText();
    return number(static_cast<std::int64_t>(scaled), decimals, decimals);
}

QString percentText(std::optional<double> value) {
    return value ? realText(*value * 100, 2) + tr(" %") : unknownText();
}

QString signedPercentText(std::optional<double> value) {
    if (!value) return unknownText();
    return (*value > 0 ? QStringLiteral("+") : QString()) + percentText(value);
}

/// Rounded down, as the definitions say: a win is not more and a loss not less than it was.
QString moneyText(std::optional<Money> money) { return money ? signedText(*money, Round::Down) : unknownText(); }

void add(Figures& list, const char* name, const QString& label, const QString& tip,
         std::function<QString(const A&)> text, bool strong = false) {
    list.push_back({QString::fromLatin1(name), label, tip, std::move(text), strong});
}

void addReturns(Figures& list) {
    add(
        list, "totalReturn", tr("Return"),
        tr("Product of the daily returns less 1, time-weighted: transfers are taken out. – for fewer than 2 days."),
        [](const A& a) { return signedPercentText(a.performance.totalReturn); }, true);
    add(list, "annualReturn", tr("Return a year"),
        tr("(product of (1 + r)) ^ (365 ÷ n) − 1; n counts days without a sample too."),
        [](const A& a) { return signedPercentText(a.performance.annual); });
    add(list, "volatility", tr("Volatility"), tr("Deviation of the daily returns (n − 1) × √365."),
        [](const A& a) { return percentText(a.performance.volatility); });
    add(
        list, "sharpe", tr("Sharpe"),
        tr("Mean daily return ÷ its deviation (n − 1) × √365, without a risk-free rate. – for fewer than 2 days or "
           "when "
           "nothing varies."),
        [](const A& a) { return realText(a.performance.sharpe, 2); }, true);
    add(list, "sortino", tr("Sortino"),
        tr("Mean daily return × 365 ÷ downside risk, which is √(mean of min(0, r)²) × √365 over all days. Others "
           "divide "
           "by the deviation of the losing days only."),
        [](const A& a) { return realText(a.performance.sortino, 2); });
    add(list, "calmar", tr("Calmar"), tr("Return a year ÷ deepest drawdown."),
        [](const A& a) { return realText(a.performance.calmar, 2); });
    add(
        list, "maxDrawdown", tr("Max drawdown"),
        tr("Deepest value of an investment ÷ its highest before − 1, of daily samples."),
        [](const A& a) { return percentText(a.performance.maxDrawdown); }, true);
    add(list, "recovery", tr("Longest recovery"),
        tr("Days of the longest way from a peak to the first value as high; a drawdown that lasts does not count."),
        [](const A& a) {
            return a.performance.recoveryDays ? tr("%1 d").arg(*a.performance.recoveryDays) : unknownText();
        });
    add(list, "days", tr("Days"), tr("Daily returns the figures are made of, and days without a sample in brackets."),
        [](const A& a) {
            const auto& p = a.performance;
            return p.missing > 0 ? tr("%1 (%2)").arg(p.samples).arg(p.missing) : QString::number(p.samples);
        });
}

void addTrades(Figures& list) {
    add(list, "trades", tr("Trades"),
        tr("Closed trades: a position from flat to flat, or to the other side. Fees and funding are in their results. "
           "What a liquidation took over is closed at the price and fees that HISTORY LIQUIDATIONS has; collateral "
           "that "
           "went with it, and what was lost beyond it, are left out."),
        [](const A& a) { return QString::number(a.trades.trades); });
    add(
        list, "winRate", tr("Win rate"), tr("Trades with a result above zero ÷ all closed trades."),
        [](const A& a) { return percentText(a.trades.winRate); }, true);
    add(
        list, "profitFactor", tr("Profit factor"), tr("Sum of the wins ÷ sum of the losses; – without a loss."),
        [](const A& a) { return realText(a.trades.profitFactor, 2); }, true);
    add(list, "expectancy", tr("Expectancy"), tr("Net result ÷ number of trades, rounded down. USDC a trade."),
        [](const A& a) { return moneyText(a.trades.expectancy); });
    add(list, "averageWin", tr("Average win"), tr("Sum of the wins ÷ their number, rounded down. USDC."),
        [](const A& a) { return moneyText(a.trades.averageWin); });
    add(list, "averageLoss", tr("Average loss"), tr("Sum of the losses ÷ their number, rounded up. USDC."),
        [](const A& a) {
            return a.trades.averageLoss ? moneyText(Money(-a.trades.averageLoss->raw())) : unknownText();
        });
    add(list, "payoff", tr("Payoff"), tr("Average win ÷ average loss."),
        [](const A& a) { return realText(a.trades.payoff, 2); });
    add(list, "netResult", tr("Net of trades"), tr("Results of all closed trades together. USDC."),
        [](const A& a) { return a.trades.trades > 0 ? signedText(a.trades.net) : unknownText(); });
    add(list, "traded", tr("Traded"), tr("Sum of |price × size| of the fills of closed trades. USDC."),
        [](const A& a) { return a.trades.trades > 0 ? text(a.trades.traded) : unknownText(); });
    add(list, "turnover", tr("Turnover"), tr("Traded ÷ mean equity of the samples; – without samples."),
        [](const A& a) { return a.turnover ? realText(a.turnover, 2) + QStringLiteral("×") : unknownText(); });
    add(list, "exposureTime", tr("Time exposed"),
        tr("Part of the time since the first trade was opened in which at least one position was open."),
        [](const A& a) { return percentText(a.exposureTime); });
    add(list, "holding", tr("Average holding"), tr("Mean time from opening to closing a trade."),
        [](const A& a) { return a.averageHolding ? durationText(*a.averageHolding) : unknownText(); });
}

std::optional<std::int64_t> holdingOf(std::span<const portfolio::Trade> closed) {
    Int128 sum = 0;
    for (const portfolio::Trade& trade : closed) sum += *trade.closedAt - trade.openedAt;
    return closed.empty() ? std::nullopt
                          : std::optional(static_cast<std::int64_t>(sum / static_cast<std::int64_t>(closed.size())));
}

} // namespace

MathResult<Analytics> analyticsOf(std::span<const EquitySample> samples, const portfolio::RoundTrips& trips,
                                  UnixNanos now) {
    const auto points = portfolio::equityPoints(samples);
    if (!points) return std::unexpected(points.error());
    const auto trades = portfolio::statisticsOf(trips.closed());
    if (!trades) return std::unexpected(trades.error());
    Analytics a;
    a.performance = portfolio::performanceOf(portfolio::dailyReturns(*points).returns, {});
    a.trades = *trades;
    std::vector<Money> equity;
    for (const EquitySample& sample : samples) equity.push_back(sample.equity);
    if (trades->trades > 0) a.turnover = portfolio::turnover(trades->traded, equity);
    std::vector<portfolio::Trade> all(trips.closed().begin(), trips.closed().end());
    std::ranges::move(trips.open(), std::back_inserter(all));
    const auto first = std::ranges::min_element(all, {}, &portfolio::Trade::openedAt);
    if (first != all.end()) a.exposureTime = portfolio::exposureTime(all, first->openedAt, now);
    a.averageHolding = holdingOf(trips.closed());
    return a;
}

std::vector<AnalyticsFigure> analyticsFigures() {
    Figures list;
    addReturns(list);
    addTrades(list);
    return list;
}

} // namespace qd::ui
