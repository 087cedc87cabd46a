#pragma once

#include "widgets/base/NewsLog.h"
#include "widgets/base/Table.h"
#include "widgets/terms/KeptAlerts.h"

#include <optional>
#include <vector>

namespace qd::ui {

/// A line of AL's alerts.
struct AlertRow {
    PriceAlert alert;
    int priceDecimals = 2;
    std::optional<Price> now; ///< what it watches
    bool beyond = false;      ///< it repeats, and the price has not gone back since it was reached
};
enum class AlertColumn : int { Market, Watches, Way, Level, Now, Distance, State, Note, Deeds };
[[nodiscard]] std::vector<Column<AlertRow>> alertColumns(std::vector<CellLink<AlertRow>> links);

enum class NewsColumn : int { Time, Sentence };
[[nodiscard]] std::vector<Column<NewsLog::Entry>> newsColumns();

} // namespace qd::ui
