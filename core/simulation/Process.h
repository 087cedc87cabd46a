#pragma once

#include "core/domain/Commands.h"
#include "core/engine/exchange/CommandCodec.h"
#include "core/engine/exchange/Exchange.h"
#include "core/simulation/Records.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace qd::simulation {

/// What happened to a process besides the commands it was given.
struct ProcessFigures {
    std::uint64_t snapshots = 0;
    std::uint64_t crashes = 0;
    std::uint64_t replayed = 0; ///< commands applied again after crashes
};

/// An exchange in a process that records every command before it applies it, keeps snapshots, and dies at random
/// moments: what it comes back with must be the state it had. One thread.
class Process {
  public:
    /// `draw` decides when it dies.
    Process(std::unique_ptr<Records> records, Draw draw);

    /// Records and applies a command; the events are valid until the next call of anything here.
    std::span<const Event> apply(const Command& command);
    /// Between two commands: keeps a snapshot, or dies and comes back, when the time has come. References into the
    /// state do not survive it.
    void live();
    void crash();

    [[nodiscard]] const exchange::Exchange& exchange() const noexcept { return m_exchange; }
    [[nodiscard]] const exchange::State& state() const noexcept { return m_exchange.state(); }
    [[nodiscard]] const ProcessFigures& figures() const noexcept { return m_figures; }
    /// The first thing that went wrong: the records could not be written or read, or the state that came back is
    /// another one. Empty while all is well.
    [[nodiscard]] const std::string& fault() const noexcept { return m_fault; }

  private:
    void keepSnapshot();
    void restart();
    void replay(ByteSpan record);
    void say(std::string sentence);
    template<class T>
    bool good(const RecordsResult<T>& result);

    std::unique_ptr<Records> m_records;
    Draw m_draw;
    exchange::Exchange m_exchange;
    exchange::CommandDecoder m_decoder;
    ByteWriter m_record;
    ByteWriter m_snapshot;
    std::uint64_t m_nextSnapshot;
    std::uint64_t m_nextCrash;
    ProcessFigures m_figures;
    std::string m_fault;
};

} // namespace qd::simulation
