#pragma once

#include <cstdint>

namespace qd {

/// How near a pool is to liquidation, by its margin ratio MR / TC with maintenance weights. Source: spec/perps.md
/// §3.15.
enum class MarginCall : std::uint8_t {
    None,
    Notice,      ///< from 50 %
    Warning,     ///< from 70 %
    Call,        ///< from 85 %: opening is blocked for the pool unless its owner has allowed it
    Liquidation, ///< from 100 %
};

} // namespace qd
