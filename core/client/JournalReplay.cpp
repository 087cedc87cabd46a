#include "core/client/JournalReplay.h"

#include "core/base/journal/Journal.h"
#include "core/client/VenueCore.h"
#include "core/client/VenueSnapshot.h"
#include "core/engine/exchange/CommandCodec.h"

#include <fmt/format.h>

#include <algorithm>

namespace qd::client {
namespace {

std::unexpected<Error<VenueCode>> journalError(const Error<journal::JournalCode>& e) {
    return fail(VenueCode::Journal, e.detail);
}

class Replay {
  public:
    Replay(const std::filesystem::path& folder, std::uint64_t until,
           const std::function<void(std::uint64_t, std::span<const Event>)>& told)
        : m_folder(folder)
        , m_until(until)
        , m_told(told) {}

    VenueResult<ReplayReport> run() {
        auto snapshots = journal::snapshotSequences(m_folder);
        if (!snapshots) return journalError(snapshots.error());
        const auto first = journal::firstSequence(m_folder);
        if (!first) return journalError(first.error());
        m_snapshots = std::move(*snapshots);
        if (first->value_or(2) != 1) { // the beginning was compacted away
            if (m_snapshots.empty())
                return fail(VenueCode::Journal, fmt::format("{}: there is no journal", m_folder.string()));
            if (auto begun = beginWith(m_snapshots.front()); !begun) return std::unexpected(begun.error());
        }
        VenueResult<void> problem;
        const auto read =
            journal::readRecords(m_folder, m_report.startedAfter, [&](std::uint64_t sequence, ByteSpan record) {
                if (problem && sequence <= m_until) problem = apply(sequence, record);
            });
        if (!problem) return std::unexpected(problem.error());
        if (!read) return journalError(read.error());
        m_report.bytes = read->bytes;
        m_report.tornTail = read->tornTail.value_or("");
        m_report.commands = m_exchange.state().commands;
        m_report.hash = m_exchange.hash();
        m_report.imbalance = exchange::audit(m_exchange.state()).imbalance;
        return m_report;
    }
    [[nodiscard]] exchange::Exchange take() { return std::move(m_exchange); }

  private:
    VenueResult<void> beginWith(std::uint64_t sequence) {
        auto loaded = load(sequence);
        if (!loaded) return std::unexpected(loaded.error());
        m_exchange = std::move(*loaded);
        m_report.startedAfter = sequence;
        return {};
    }
    VenueResult<exchange::Exchange> load(std::uint64_t sequence) {
        const auto stored = journal::readSnapshotOf(m_folder, sequence);
        if (!stored) return journalError(stored.error());
        const auto snapshot = decodeVenueSnapshot(stored->payload);
        if (!snapshot) return std::unexpected(snapshot.error());
        m_report.user = snapshot->user;
        auto exchange = exchange::Exchange::load(snapshot->exchange);
        if (!exchange)
            return fail(VenueCode::Snapshot,
                        fmt::format("snapshot after record {}: {}", sequence, exchange.error().detail));
        return std::move(*exchange);
    }
    VenueResult<void> apply(std::uint64_t sequence, ByteSpan record) {
        const auto command = m_decoder.decode(record);
        if (!command) return fail(VenueCode::Journal, fmt::format("record {}: {}", sequence, command.error().detail));
        const auto events = m_exchange.apply(*command);
        ++m_report.replayed;
        m_report.events += events.size();
        if (m_told) m_told(sequence, events);
        const AccountId user = m_report.user;
        if (std::ranges::binary_search(m_snapshots, sequence)) {
            auto stored = load(sequence);
            if (!stored) return std::unexpected(stored.error());
            if (stored->hash() != m_exchange.hash())
                return fail(VenueCode::Diverged,
                            fmt::format("after record {} the replayed state is not the one of the snapshot", sequence));
            ++m_report.snapshotsChecked;
            m_report.user = user;
        }
        m_report.user = selectedBy(*command, events).value_or(m_report.user);
        return {};
    }

    const std::filesystem::path& m_folder;
    std::uint64_t m_until;
    const std::function<void(std::uint64_t, std::span<const Event>)>& m_told;
    std::vector<std::uint64_t> m_snapshots;
    exchange::Exchange m_exchange;
    exchange::CommandDecoder m_decoder;
    ReplayReport m_report;
};

} // namespace

VenueResult<ReplayReport> replayJournal(const std::filesystem::path& folder, std::uint64_t until,
                                        const std::function<void(std::uint64_t, std::span<const Event>)>& told,
                                        exchange::Exchange* state) {
    Replay replay(folder, until, told);
    auto report = replay.run();
    if (report && state != nullptr) *state = replay.take();
    return report;
}

} // namespace qd::client
