#pragma once

#include "core/client/MarketSource.h"

#include <string>
#include <vector>

namespace qd::client {

/// What stands in a venue's journal snapshot: the exchange, its market source, and whose account is the user's.
struct VenueSnapshot {
    std::string identity; ///< of the source
    AccountId user;
    ByteSpan exchange; ///< exchange::Exchange::save
    ByteSpan source;   ///< MarketSource::save
    ByteSpan listener; ///< AppliedListener::save
};

[[nodiscard]] std::vector<std::byte> encode(const VenueSnapshot& snapshot);
/// The spans refer to `payload`. Errors: Snapshot.
[[nodiscard]] VenueResult<VenueSnapshot> decodeVenueSnapshot(ByteSpan payload);

} // namespace qd::client
