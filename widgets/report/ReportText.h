#pragma once

#include "widgets/base/PaneContext.h"
#include "widgets/report/Machine.h"

/// The error report as text. Main thread.
namespace qd::report {

/// News that a report tells, at most.
inline constexpr std::size_t kMostProblems = 100;

/// Everything, at this wall time. `home`: the user's folder, which is not named. Nothing of an account is in it.
[[nodiscard]] QString reportText(const ui::PaneContext& context, const Machine& machine, UnixNanos now,
                                 const QString& home);

/// A sentence without sums of money.
[[nodiscard]] QString withoutSums(QString sentence);

} // namespace qd::report
