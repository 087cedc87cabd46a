#pragma once

#include "widgets/base/HeatMap.h"
#include "widgets/correlation/Correlations.h"

#include <QString>
#include <QStringList>

#include <vector>

/// CORR in words and colours. Pure.
namespace qd::ui {

struct CorrelationView {
    QStringList symbols;        ///< rows and columns
    std::vector<Pairing> pairs; ///< see pairingsOf
    std::size_t base = 0;       ///< index of the market betas are to
    Interval interval = Interval::M1;
    std::size_t window = 0;
    bool waiting = false; ///< history has not answered yet
    bool doubtful = false;
};

/// A column a market, and one of betas. Tone of a cell: its correlation; the diagonal has none.
[[nodiscard]] HeatGrid gridOf(const CorrelationView& view);
/// "SOL-PERP with BTC-PERP: correlation +0.83 of 118 common 1m returns (of 120), beta +1.21", or why there is none.
[[nodiscard]] QString pairText(const CorrelationView& view, std::size_t row, std::size_t column);
/// Why no two markets have a correlation, as a sentence; empty when some have, or there is one market only.
[[nodiscard]] QString lackText(const CorrelationView& view);
/// "1m × 120 · 57 to 120 common returns"; while there is none why.
[[nodiscard]] QString sampleText(const CorrelationView& view);

} // namespace qd::ui
