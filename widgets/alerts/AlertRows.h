#pragma once

#include "widgets/alerts/StudyWatch.h"
#include "widgets/base/AlertTexts.h"
#include "widgets/base/Format.h"
#include "widgets/base/NewsLog.h"
#include "widgets/base/Table.h"
#include "widgets/drawings/Drawing.h"

#include <limits>
#include <vector>

namespace qd::ui {

enum class AlertKind : std::uint8_t { Price, Study, Line };

/// A line of AL's alerts, as it is read.
struct AlertRow {
    static constexpr double kUnknown = std::numeric_limits<double>::infinity(); ///< sorted behind what is known

    AlertKind kind = AlertKind::Price;
    std::uint32_t number = 0; ///< of the alert; of a line its id among the drawings of the market
    std::string symbol;
    QString watches{};
    QString way{};
    QString level = unknownText();
    QString now = unknownText();
    QString away = unknownText();
    double levelKey = kUnknown; ///< to sort by
    double nowKey = kUnknown;
    double awayKey = kUnknown;
    QString state{};
    QString note{};
    bool done = false; ///< it was reached and does not wait
    bool told = false; ///< it was reached, or is where it would be
};
/// `beyond`: see AlertBook::isBeyond.
[[nodiscard]] AlertRow rowOf(const PriceAlert& alert, const PaneContext& context, bool beyond);
[[nodiscard]] AlertRow rowOf(const StudyAlert& alert, const PaneContext& context, const StudyWatch& watch);
[[nodiscard]] AlertRow rowOf(const drawings::Drawing& line, const std::string& symbol, const PaneContext& context);

enum class AlertColumn : int { Number, Market, Watches, Way, Level, Now, Distance, State, Note, Deeds };
[[nodiscard]] std::vector<Column<AlertRow>> alertColumns(std::vector<CellLink<AlertRow>> links);

enum class NewsColumn : int { Time, Sentence };
[[nodiscard]] std::vector<Column<NewsLog::Entry>> newsColumns();

} // namespace qd::ui
