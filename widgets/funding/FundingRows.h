#pragma once

#include "core/domain/Records.h"
#include "core/domain/Standing.h"
#include "widgets/base/PaneContext.h"
#include "widgets/base/Table.h"

#include <memory>
#include <vector>

namespace qd::ui {

/// A market's line of FUNDING.
struct FundingRow {
    MarketId market;
    QString symbol;
    int priceDecimals = 0;
    int sizeDecimals = 0;
    Ticker ticker;
    std::shared_ptr<const MarketStanding> standing; ///< null: the venue has not told yet
    Quantity base;                                  ///< own position, signed
    UnixNanos now;                                  ///< market time

    [[nodiscard]] bool charged() const { return standing && standing->funding.charged; }
};
[[nodiscard]] std::vector<FundingRow> fundingRows(const PaneContext& context);

/// What a position would receive (> 0) or pay at the next update if the rate and the index stayed as they are: the
/// engine's own formula over the whole period. Empty: no funding, no position, no price, or too large. Source:
/// spec/perps.md §5.4.
[[nodiscard]] std::optional<Money> expectedPayment(const FundingStanding& funding, Price index, Quantity base);

/// A rate per 8 h as percent of 8 h, of an hour, of a year (1095 periods), signed.
[[nodiscard]] QString rate8hText(Rate rate8h);
[[nodiscard]] QString rateHourText(Rate rate8h);
[[nodiscard]] QString rateYearText(Rate rate8h);
/// Longs pay a positive rate.
[[nodiscard]] Token rateToken(Rate rate);

enum class FundingColumn : int {
    Market,
    Predicted,
    Hourly,
    Yearly,
    Last,
    Next,
    Yours,
    Mark,
    Index,
    Premium,
    Oracle,
    Source,
    Age,
    OpenInterest,
    OpenInterestValue,
};
[[nodiscard]] std::vector<Column<FundingRow>> fundingColumns();

/// A line of a market's past rates.
enum class RateColumn : int { Time, Rate, Hourly, Yearly, Paid };
[[nodiscard]] std::vector<Column<FundingRecord>> rateColumns();

/// A line of the own payments.
struct PaymentRow {
    FundingPayment payment;
    QString symbol;
    int sizeDecimals = 0;
};
[[nodiscard]] PaymentRow paymentRow(const PaneContext& context, const FundingPayment& payment);
enum class PaymentColumn : int { Time, Market, Position, Rate, Amount };
[[nodiscard]] std::vector<Column<PaymentRow>> paymentColumns();

} // namespace qd::ui
