#pragma once

#include "core/domain/Units.h"
#include "core/ports/Actions.h"
#include "widgets/base/PaneState.h"

#include <QString>

#include <expected>

namespace qd::heatmap {

/// What a person chose to see.
struct HeatOptions {
    Quantity full;          ///< the size that is as bright as can be; 0: what is seen decides
    bool bubbles = true;    ///< trades
    bool best = true;       ///< lines of the best bid and ask
    bool orders = true;     ///< own ones, that work
    bool trails = true;     ///< the paths of own ones
    bool fills = true;      ///< own ones
    Quantity leastTrade;    ///< smaller ones are left out
    bool large = true;      ///< marks of prices that display much
    Quantity leastLarge;    ///< at least so much; 0: what the book displays decides
    bool absorbed = true;   ///< marks of prices that took much and held
    Quantity leastAbsorbed; ///< as above
    friend bool operator==(const HeatOptions&, const HeatOptions&) = default;
};

/// "AUTO", "FULL 250", "BUBBLES ON", "BEST OFF", "ORDERS ON", "TRAILS OFF", "FILLS OFF", "TRADES 5", "LARGE 500",
/// "LARGE AUTO", "ABSORB OFF". Error: a sentence.
[[nodiscard]] std::expected<HeatOptions, QString> readWords(const ports::ActionWords& words, HeatOptions from);

void writeState(ui::PaneState& state, const HeatOptions& options);
/// What cannot be read stays as in `from`.
[[nodiscard]] HeatOptions readState(const ui::PaneState& state, HeatOptions from);

} // namespace qd::heatmap
