#pragma once

#include "core/base/Bytes.h"
#include "core/base/Error.h"
#include "core/base/Hash.h"
#include "core/domain/Commands.h"
#include "core/domain/Events.h"
#include "core/engine/exchange/State.h"
#include "core/engine/risk/Margin.h"

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
};

class Exchange {
  public:
    explicit Exchange(Options options = {});
    ~Exchange();
    Exchange(Exchange&&) noexcept;
    Exchange& operator=(Exchange&&) noexcept;

    /// Applies one command and returns what happened, valid until the next call. A refused command changes nothing but
    /// the command count and the time; its event is RequestRejected. Good-till-date orders that ran out before the
    /// command's time are cancelled first. No allocation once warm, except when markets and accounts are made.
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

/// The account's positions as the risk functions take them, marked at the markets' mark prices. Valid until the next
/// apply.
class ExposureOf {
  public:
    ExposureOf(const State& state, const AccountState& account);
    [[nodiscard]] risk::AccountExposure exposure() const noexcept {
        return {m_collateral, {m_positions.data(), m_count}};
    }
    /// The same to be varied: what if an order were open besides?
    [[nodiscard]] std::span<risk::PositionExposure> positions() noexcept { return {m_positions.data(), m_count}; }
    /// Index of a market in exposure().positions, or -1.
    [[nodiscard]] int indexOf(MarketId market) const noexcept;

  private:
    Money m_collateral;
    std::array<risk::PositionExposure, kMaxPositions> m_positions;
    std::array<MarketId, kMaxPositions> m_markets;
    std::size_t m_count = 0;
};

/// Where all money and all contracts are. Source: spec/perps.md §8, items 1 to 3 and 6.
struct Audit {
    bool balanced = true;
    std::string imbalance; ///< the first one found
};
/// Σ deposits = Σ collateral; Σ base = 0 and Σ quote + fee pool = 0 a market; open order sums equal the orders; long =
/// short.
[[nodiscard]] Audit audit(const State& state);

} // namespace qd::exchange
