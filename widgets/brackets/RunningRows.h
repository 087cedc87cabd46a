#pragma once

#include "widgets/base/PaneContext.h"
#include "widgets/base/RunningTexts.h"
#include "widgets/base/Table.h"

#include <functional>
#include <vector>

/// The table of the brackets whose rules are at work. Main thread.
namespace qd::ui {

struct RunningRow {
    RunningBracket bracket;
    QString market;
    Side side = Side::Buy; ///< of the entry
    QString entry;         ///< its average, or where it waits
    QString stop;          ///< where it stands
};
/// Those of the account that is shown, as far as their orders are known.
[[nodiscard]] std::vector<RunningRow> runningRows(const PaneContext& context);
[[nodiscard]] std::vector<Column<RunningRow>> runningColumns(std::function<void(const RunningRow&)> end);

} // namespace qd::ui
