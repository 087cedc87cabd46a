#pragma once

#include "core/domain/Venue.h"
#include "widgets/base/Table.h"

#include <QString>

#include <optional>
#include <vector>

namespace qd::ui::quotes {

/// A market as the board shows it.
struct QuoteRow {
    MarketId id;
    QString symbol; ///< "SOL-PERP"
    QString base;   ///< "SOL"
    int priceDecimals = 2;
    int sizeDecimals = 2;
    Ticker ticker;
    std::int64_t age = 0;                 ///< nanoseconds since the last change arrived; 0 = unknown
    std::optional<Quantity> openInterest; ///< of one side
};
using QuoteModel = TableModel<QuoteRow, MarketId>;

/// Columns of the model. What changes together stands together, and what is dear to paint apart from it.
enum class QuoteColumn : int {
    Market,
    Last,
    Change,
    Bid,
    Ask,
    Spread,
    Mark,
    High,
    Low,
    Volume,
    Funding,
    Data,
    OpenInterest,
    Trend
};
/// Where the trend stands on the screen until the user moves it.
inline constexpr int kTrendPlace = 3;

[[nodiscard]] std::vector<Column<QuoteRow>> quoteColumns();
/// Headings of what is told of a day say whether it is a whole one.
void setDayHeadings(QuoteModel& model, bool complete);

/// The value is as it is now; otherwise it is dimmed.
[[nodiscard]] bool isCurrent(DataStatus status);
/// (ask - bid) / mid in hundredths of a basis point, rounded toward zero; empty unless both are known.
[[nodiscard]] std::optional<std::int64_t> spreadHundredths(const Ticker& ticker);
/// (last - open) / open in parts per million, rounded toward zero; empty unless both are known.
[[nodiscard]] std::optional<std::int64_t> changePerMillion(const Ticker& ticker);

} // namespace qd::ui::quotes
