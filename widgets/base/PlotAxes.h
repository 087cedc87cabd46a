#pragma once

#include "core/base/Time.h"

#include <QString>

#include <vector>

/// Where the axes of a small plot have their ticks. Pure.
namespace qd::ui {

/// Multiples of 1, 2 or 5 times a power of ten in [low, high], at most `most` of them and at least one step apart;
/// empty when high < low or either is not finite.
[[nodiscard]] std::vector<double> valueTicks(double low, double high, int most);

/// "104.2k", "−1.25M" with as many digits as tell ticks `step` apart from each other; both in units of money.
[[nodiscard]] QString moneyTick(double value, double step);
/// The same of parts of one, "−0.25 %".
[[nodiscard]] QString percentTick(double part, double step);

struct PlotTick {
    UnixNanos t;
    QString label; ///< "14:05", "12 Mar", "Mar 2024"
};
/// Round times of UTC in [from, until], at most `most` of them.
[[nodiscard]] std::vector<PlotTick> timeTicks(UnixNanos from, UnixNanos until, int most);

} // namespace qd::ui
