#pragma once

#include "core/base/Bytes.h"
#include "core/base/Error.h"
#include "core/base/Hash.h"
#include "core/domain/Commands.h"
#include "core/domain/Events.h"
#include "core/engine/exchange/Pools.h"
#include "core/engine/exchange/State.h"

#include <memory>
#include <span>
#include <vector>

/// The exchange: a state machine that is fed commands and tells events. No clock, no input or output, no randomness.
/// The same commands give the same events and the same state hash on every machine. Source: spec/perps.md.
namespace qd::exchange {

enum class SnapshotCode : std::uint8_t {
    Version,      ///< made by a newer version
    Inconsistent, ///< the bytes do not describe a possible state
};

struct Options {
    std::uint32_t maxOrdersPerMarket = 1U << 20U; ///< resting at once; address space, not memory, until used
    bool sweepEverything = false; ///< looks at every pool with every price: the same events, only slower (Calm.h)
};

class Exchange {
  public:
    explicit Exchange(Options options = {});
    ~Exchange();
    Exchange(Exchange&&) noexcept;
    Exchange& operator=(Exchange&&) noexcept;

    /// Applies one command and returns what happened, valid until the next call. A refused command changes nothing but
    /// the command count and the time; its event is RequestRejected. What became due before the command's time (orders
    /// that expire, funding, children of TWAPs, auctions that end) happens first. No allocation once warm, except when
    /// markets and accounts are made, and the few times an account's client ids outgrow their table (ClientIds.h).
    std::span<const Event> apply(const Command& command);

    [[nodiscard]] const State& state() const noexcept { return m_state; }

    /// Everything needed to go on, in a canonical order that does not depend on memory layout.
    void save(ByteWriter& out) const;
    [[nodiscard]] static Result<Exchange, SnapshotCode> load(ByteSpan bytes, Options options = {});
    /// Hash of what save writes.
    [[nodiscard]] StateHash hash() const;

  private:
    Options m_options;
    State m_state;
    std::vector<Event> m_events;
};

/// Where all money and all contracts are. Source: spec/perps.md §8, items 1 to 3 and 6.
struct Audit {
    bool balanced = true;
    std::string imbalance; ///< the first one found
};
/// Every asset: deposits less withdrawals = balances, for the quote currency also isolated margins, settled losses and
/// the insurance fund. Every market: Σ base = 0; Σ quote + fee pool + insurance's claim = settled losses; open interest
/// = Σ longs. No pool is negative, no book crossed, and open order sums equal the orders.
[[nodiscard]] Audit audit(const State& state);

} // namespace qd::exchange
