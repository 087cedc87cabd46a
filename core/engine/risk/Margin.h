#pragma once

/// Margin, health and liquidation price: pure functions, used by the exchange when it accepts an order, by the terminal
/// before the click and by anyone who replays. Source of every formula: spec/perps.md §2 and 3. Money an account must
/// hold rounds up, what it owns rounds down. Any thread. This header is all of them.
#include "core/engine/risk/Bands.h"
#include "core/engine/risk/Collateral.h"
#include "core/engine/risk/LiquidationPrice.h"
#include "core/engine/risk/PositionMargin.h"
#include "core/engine/risk/Summary.h"
#include "core/engine/risk/Tiers.h"
#include "core/engine/risk/Totals.h"
#include "core/engine/risk/Weights.h"
