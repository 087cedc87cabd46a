#pragma once

#include "core/base/Hash.h"
#include "core/domain/Account.h"
#include "core/domain/Book.h"
#include "core/domain/Standing.h"
#include "core/domain/Venue.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The terminal's state as one JSON document: what DUMP writes and UNTIL looks into. Keys: resources/schemas/dump.json.
/// Money, prices and sizes are decimal texts, unsigned 64-bit numbers decimal texts too, times ISO 8601 in UTC.
namespace qd::wire {

struct FrameFigures {
    std::uint64_t frames = 0;
    std::int64_t frameP50Nanos = 0;
    std::int64_t frameP99Nanos = 0;
    std::int64_t tickToPixelP50Nanos = 0;
    std::int64_t tickToPixelP99Nanos = 0;
    std::map<std::string, std::int64_t> paintP50Nanos; ///< by pane mnemonic
    std::int64_t firstPaintNanos = 0;                  ///< from the start of the process; 0 = not yet
    std::int64_t layoutRestoredNanos = 0;
};

struct DumpInput {
    std::shared_ptr<const AccountView> account; ///< null while there is none
    std::vector<TrackedOrder> orders;
    std::vector<FillView> fills;
    std::vector<MarketInfo> markets;
    std::vector<Ticker> tickers;                                  ///< one a market, in the same order
    std::vector<std::shared_ptr<const BookSnapshot>> books;       ///< the same; null where nobody watches
    std::vector<std::shared_ptr<const MarketStanding>> standings; ///< the same; null where not known
    InsuranceStanding insurance;
    PlaybackState playback;
    VenueHealth health;
    StateHash stateHash; ///< of the exchange after account->commandSequence commands
    FrameFigures frames;
    bool armed = false;
    std::vector<std::string> panes; ///< ids of the open panes
    UnixNanos wall;
};

[[nodiscard]] std::string dumpJson(const DumpInput& input);

/// The value at a path like "account.equity" or "orders.0.state", as text; empty when there is none. Lists also know
/// "count".
[[nodiscard]] std::optional<std::string> dumpValue(const DumpInput& input, std::string_view path);

} // namespace qd::wire
