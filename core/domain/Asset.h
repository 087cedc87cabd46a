#pragma once

#include "core/domain/Ids.h"
#include "core/domain/Units.h"

#include <cstdint>
#include <string>

namespace qd {

inline constexpr AssetId kQuoteAsset{0};
inline constexpr std::size_t kMaxAssets = 8; ///< an exchange and so an account, spec/perps.md §2.1

/// A token that may be deposited. Source: spec/perps.md §2.4. Deposits count towards margin at value * weight.
struct AssetParams {
    AssetId id;
    std::string symbol; ///< "SOL", 1 to kLongestAssetSymbol bytes
    int decimals = 6;   ///< of the mint, 0 to 12
    OracleId oracle;    ///< its price; the quote currency has none and is worth 1.000000
    Ratio initialWeight{10'000};
    Ratio maintenanceWeight{10'000}; ///< >= initialWeight
    Ratio initialLiabilityWeight{10'000};
    Ratio maintenanceLiabilityWeight{10'000}; ///< <= initialLiabilityWeight, >= 10'000
    Rate imf;                                 ///< shrinks the weight with the size of the deposit; 0 = no
    Money scaleStart; ///< when all deposits are worth more, the initial weight shrinks in proportion; 0 = never
    Money cap;        ///< all deposits together may be worth this much; 0 = no cap

    friend bool operator==(const AssetParams&, const AssetParams&) = default;
};

} // namespace qd
