#pragma once

#include "core/domain/Units.h"

/// What an account pays as taker. Source: spec/perps.md §2.1, 4.9.
namespace qd {

struct TakerTerms {
    Ratio share{Ratio::kScale}; ///< of the market's taker fee, by the fee tier
    bool referred = false;      ///< its owner has named a referrer: a tenth less, and as much is the referrer's
    bool rewarded = false;      ///< the referrer is there to get that tenth; else the market keeps it
    friend constexpr bool operator==(const TakerTerms&, const TakerTerms&) noexcept = default;
};

} // namespace qd
