#pragma once

#include "core/domain/Account.h"
#include "widgets/base/PaneContext.h"
#include "widgets/base/Table.h"

#include <functional>
#include <vector>

namespace qd::ui {

/// A line of FILLS.
struct FillRow {
    FillView view;
    QString symbol;
    int priceDecimals = 0;
    int sizeDecimals = 0;
};
[[nodiscard]] FillRow fillRow(const PaneContext& context, const FillView& view);

enum class FillColumn : int {
    Time,
    Market,
    Side,
    Price,
    Size,
    Value,
    Fee,
    Role,
    Realised,
    Position,
    Order,
    Trade,
};
/// `now`: market time; times of another day are written with their date.
[[nodiscard]] std::vector<Column<FillRow>> fillColumns(std::function<UnixNanos()> now);

/// Money with `decimals` digits, or exactly where these would say zero of what is not.
[[nodiscard]] QString visibleMoney(Money money, int decimals);
/// A fee paid, or a rebate named as such.
[[nodiscard]] QString feeText(Money fee);
[[nodiscard]] Token feeToken(Money fee);
/// Signed, coloured.
[[nodiscard]] QString realisedText(Money realised);
[[nodiscard]] Token realisedToken(Money realised);

} // namespace qd::ui
