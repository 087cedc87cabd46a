#pragma once

#include "core/domain/Candle.h"
#include "core/orderflow/Profile.h"
#include "core/ports/Actions.h"
#include "widgets/base/PaneState.h"

#include <QString>

#include <array>
#include <expected>

namespace qd::footprint {

/// What a cell says.
enum class CellMode : std::uint8_t {
    BidAsk, ///< sold at the bid × bought at the ask
    Delta,  ///< bought less sold
    Volume, ///< both together
};
struct CellModeName {
    CellMode mode;
    const char* key;   ///< in layouts and typed
    const char* title; ///< to be translated
};
inline constexpr std::array<CellModeName, 3> kCellModes{
    {{CellMode::BidAsk, "bidask", QT_TRANSLATE_NOOP("qd::footprint::FootprintOptions", "Bid × ask")},
     {CellMode::Delta, "delta", QT_TRANSLATE_NOOP("qd::footprint::FootprintOptions", "Delta")},
     {CellMode::Volume, "volume", QT_TRANSLATE_NOOP("qd::footprint::FootprintOptions", "Volume")}}};
[[nodiscard]] QString titleOf(CellMode mode);

/// Bars may be so long; names as in widgets/plot.
inline constexpr std::array<Interval, 4> kFootprintIntervals{Interval::M1, Interval::M5, Interval::M15, Interval::H1};

/// What a person chose to see.
struct FootprintOptions {
    Interval interval = Interval::M1;
    CellMode mode = CellMode::BidAsk;
    std::int64_t ticks = 0;        ///< a row's; 0: as many as a text needs
    orderflow::ImbalanceRule rule; ///< least 0: a tenth of what the point of control of the bar traded
    bool imbalances = true;
    bool naked = true;  ///< lines of naked points of control
    bool totals = true; ///< delta, volume and cumulative delta below the bars
    friend bool operator==(const FootprintOptions&, const FootprintOptions&) = default;
};

inline constexpr int kMostPercent = 10'000;
inline constexpr int kMostStack = 20;

/// "5m", "DELTA", "BIDASK", "VOLUME", "ROW 10", "ROW AUTO", "RATIO 300", "LEAST 5", "LEAST AUTO", "STACK 3",
/// "IMBALANCES OFF", "NAKED ON", "TOTALS OFF". Error: a sentence.
[[nodiscard]] std::expected<FootprintOptions, QString> readWords(const ports::ActionWords& words,
                                                                 FootprintOptions from);

void writeState(ui::PaneState& state, const FootprintOptions& options);
/// What cannot be read stays as in `from`.
[[nodiscard]] FootprintOptions readState(const ui::PaneState& state, FootprintOptions from);

} // namespace qd::footprint
