#pragma once

#include "core/engine/risk/portfolio/Pools.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// How much is at stake and where it is concentrated. How assets move together: Comovement.h. Any thread. Source:
/// spec/perps.md §6.4.
namespace qd::portfolio {

/// One holding, filed under what it may be summed by. Empty names are a group of their own.
struct ExposureLine {
    std::string asset;
    std::string sector;
    std::string account;
    std::string venue;
    Money notional; ///< signed
};
enum class ExposureBy : std::uint8_t { Asset, Sector, Account, Venue };

/// sign(base) * ceil(|base| * price): the notional of a position. Errors: Overflow.
[[nodiscard]] MathResult<Money> notionalOf(Quantity base, Price price);
/// A line for every position that holds something and is not settled; only `asset` is filled in. Errors: Overflow.
[[nodiscard]] MathResult<std::vector<ExposureLine>> positionLines(std::span<const Pool> pools);
/// Those and a line for every deposit other than the quote currency at the oracle's price: what is owned rounded down,
/// what is owed up. Errors: Overflow.
[[nodiscard]] MathResult<std::vector<ExposureLine>> exposureLines(std::span<const Pool> pools);

struct ExposureGroup {
    std::string name;
    Money longs;
    Money shorts;                ///< >= 0
    Money gross;                 ///< longs + shorts
    Money net;                   ///< longs - shorts
    std::optional<double> share; ///< of the gross of all groups; empty when that is 0
};
struct Exposure {
    Money gross;
    Money net;
    std::vector<ExposureGroup> groups;   ///< largest gross first, then by name
    std::optional<double> concentration; ///< Herfindahl-Hirschman: sum of share^2 * 1e4, 0 to 10'000; empty: no gross
};
/// Errors: Overflow.
[[nodiscard]] MathResult<Exposure> exposureOf(std::span<const ExposureLine> lines, ExposureBy by);

} // namespace qd::portfolio
