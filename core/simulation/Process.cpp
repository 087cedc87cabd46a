#include "core/simulation/Process.h"

#include <fmt/format.h>

#include <utility>

namespace qd::simulation {
namespace {

constexpr exchange::Options kOptions{.maxOrdersPerMarket = 1U << 14U};
constexpr std::int64_t kShortestLife = 300; ///< commands
constexpr std::int64_t kLongestLife = 8'000;
constexpr std::int64_t kSoonestSnapshot = 500; ///< commands after the last one
constexpr std::int64_t kLatestSnapshot = 4'000;

} // namespace

Process::Process(std::unique_ptr<Records> records, Draw draw)
    : m_records(std::move(records))
    , m_draw(draw)
    , m_exchange(kOptions)
    , m_nextSnapshot(static_cast<std::uint64_t>(m_draw.between(kSoonestSnapshot, kLatestSnapshot)))
    , m_nextCrash(static_cast<std::uint64_t>(m_draw.between(kShortestLife, kLongestLife))) {}

std::span<const Event> Process::apply(const Command& command) {
    m_record.clear();
    exchange::encode(m_record, command);
    (void)good(m_records->append(m_record.bytes()));
    return m_exchange.apply(command);
}

void Process::live() {
    const std::uint64_t commands = state().commands;
    if (commands >= m_nextSnapshot) {
        keepSnapshot();
        m_nextSnapshot = commands + static_cast<std::uint64_t>(m_draw.between(kSoonestSnapshot, kLatestSnapshot));
    }
    if (commands >= m_nextCrash) {
        crash();
        m_nextCrash = commands + static_cast<std::uint64_t>(m_draw.between(kShortestLife, kLongestLife));
    }
}

void Process::keepSnapshot() {
    m_snapshot.clear();
    m_exchange.save(m_snapshot);
    if (good(m_records->keep(m_snapshot.bytes()))) ++m_figures.snapshots;
}

void Process::crash() {
    const std::uint64_t commands = state().commands;
    const StateHash before = m_exchange.hash();
    m_exchange = exchange::Exchange(kOptions);
    restart();
    ++m_figures.crashes;
    if (state().commands != commands)
        say(fmt::format("after a crash {} commands of {} came back", state().commands, commands));
    else if (const StateHash after = m_exchange.hash(); after != before)
        say(fmt::format("after a crash behind command {} the state hash is {}, it was {}", commands, toHex(after),
                        toHex(before)));
}

void Process::restart() {
    const auto load = [this](ByteSpan snapshot) {
        auto loaded = exchange::Exchange::load(snapshot, kOptions);
        if (loaded)
            m_exchange = std::move(*loaded);
        else
            say(fmt::format("a snapshot cannot be loaded: {}", loaded.error().detail));
    };
    (void)good(m_records->recover({load, [this](ByteSpan record) { replay(record); }}));
}

void Process::replay(ByteSpan record) {
    const auto command = m_decoder.decode(record);
    if (!command) return say(fmt::format("a recorded command cannot be read: {}", command.error().detail));
    m_exchange.apply(*command);
    ++m_figures.replayed;
}

void Process::say(std::string sentence) {
    if (m_fault.empty()) m_fault = std::move(sentence);
}

template<class T>
bool Process::good(const RecordsResult<T>& result) {
    if (!result) say(result.error().detail);
    return result.has_value();
}

} // namespace qd::simulation
