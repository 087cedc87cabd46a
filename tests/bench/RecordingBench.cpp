// Question: what does it cost to record fifty markets for an hour (20 books a second each, every trade), how large is
// it, and how fast is it read, sought in and made into columns of a heat map? Is what is replayed what it was live?
#include "core/base/Random.h"
#include "core/client/RecordingSource.h"
#include "core/recording/DepthColumns.h"
#include "tests/bench/Benchmarks.h"
#include "tests/bench/RecordedLoad.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <limits>
#include <stdexcept>
#include <unistd.h>

namespace qd::bench {
namespace {

using Json = nlohmann::ordered_json;
using namespace recording;

/// A folder that goes with it.
class Folder {
  public:
    Folder(const std::string& parent, std::string_view name)
        : m_path((parent.empty() ? std::filesystem::temp_directory_path() : std::filesystem::path(parent)) /
                 fmt::format("quantdesk-bench-{}-{}", name, ::getpid())) {
        std::filesystem::create_directories(m_path);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code error;
        std::filesystem::remove_all(m_path, error);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

  private:
    std::filesystem::path m_path;
};

void checked(const RecordingResult<void>& result) {
    if (!result) throw std::runtime_error(result.error().detail);
}
template<class T>
T checked(RecordingResult<T> result) {
    if (!result) throw std::runtime_error(result.error().detail);
    return std::move(*result);
}

void require(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(what);
}

double secondsSince(std::int64_t cpuNanos) { return static_cast<double>(threadCpuNanos() - cpuNanos) / 1e9; }

Json figures(const DurationCounts& calls) {
    Json json;
    json["calls"] = calls.count();
    json["mean_ns"] = calls.mean();
    json["p50_ns"] = calls.percentile(0.5);
    json["p99_ns"] = calls.percentile(0.99);
    json["p999_ns"] = calls.percentile(0.999);
    return json;
}

/// Simulates and records.
Json record(const RecordingBenchOptions& options, const std::filesystem::path& folder, RecordedLoad& load) {
    RecordingOptions recording;
    recording.blockNanos = options.blockSeconds * kNanosPerSecond;
    recording.level = options.level;
    auto writer = checked(RecordingWriter::open(folder, recording));
    load.addMarkets(*writer);
    load.run(load.start() + options.seconds * kNanosPerSecond, *writer);
    writer->drain();
    const RecordingStatus status = writer->status();
    require(status.lostBlocks == 0 && status.refused == 0 && status.late == 0, "something was not recorded");
    const double scale = 3'600.0 / options.seconds;
    Json json;
    json["levels_a_book"] = static_cast<double>(load.levels) / options.markets;
    json["trades_per_second"] = static_cast<double>(load.tradeCalls.count()) / options.seconds;
    json["blocks"] = status.blocks;
    json["bytes_per_hour"] = static_cast<std::uint64_t>(static_cast<double>(status.bytes) * scale);
    json["before_compression"] = static_cast<std::uint64_t>(static_cast<double>(status.rawBytes) * scale);
    json["whole_book"] = figures(load.bookCalls);
    json["trade"] = figures(load.tradeCalls);
    return json;
}

/// Writes a recording once more, as a feed that tells changes would: the calls alone are measured.
Json writeAgain(const std::filesystem::path& from, const std::filesystem::path& to) {
    const RecordingReader reader = checked(RecordingReader::open(from));
    std::vector<std::pair<MarketId, RecordingCursor>> cursors;
    UnixNanos end;
    const double rssBefore = residentMegabytes();
    auto writer = checked(RecordingWriter::open(to, {}));
    for (const RecordedSpan& span : reader.markets()) {
        checked(writer->addMarket(span.market));
        cursors.emplace_back(span.market.id, checked(reader.seek(span.market.id, UnixNanos(0))));
        end = std::max(end, span.last);
    }
    DurationCounts calls;
    const double nanos = nanosPerStamp();
    std::vector<const RecordedEvent*> next;
    for (auto& [id, cursor] : cursors) next.push_back(cursor.next());
    constexpr std::int64_t kStep = kNanosPerSecond / 10; // markets take turns
    for (UnixNanos t = reader.markets().front().first; t < end + kStep; t = t + kStep) {
        for (std::size_t i = 0; i < cursors.size(); ++i) {
            auto& [id, cursor] = cursors[i];
            for (; next[i] != nullptr && next[i]->ts <= t; next[i] = cursor.next()) {
                const RecordedEvent& event = *next[i];
                const std::uint64_t before = stampBefore();
                if (const auto* depth = std::get_if<DepthRecord>(&event.body)) writer->depth(id, event.ts, *depth);
                if (const auto* trade = std::get_if<Trade>(&event.body)) writer->trade(id, event.ts, *trade);
                if (const auto* prices = std::get_if<PricesRecord>(&event.body)) writer->prices(id, event.ts, *prices);
                calls.add(static_cast<std::uint64_t>(static_cast<double>(stampAfter() - before) * nanos));
            }
        }
    }
    Json json = figures(calls);
    json["rss_mb_before"] = rssBefore;
    json["rss_mb_with_writer_and_cursors"] = residentMegabytes();
    return json;
}

/// Reads everything; tells the seconds.
double readAll(const RecordingReader& reader, std::uint64_t& events) {
    events = 0;
    const std::int64_t before = threadCpuNanos();
    for (const RecordedSpan& span : reader.markets()) {
        RecordingCursor cursor = checked(reader.seek(span.market.id, UnixNanos(0)));
        while (cursor.next() != nullptr) ++events;
    }
    return secondsSince(before);
}

Json read(const RecordingReader& reader, int runs) {
    double best = 0;
    std::uint64_t events = 0;
    for (int i = 0; i < runs; ++i) {
        const double seconds = readAll(reader, events);
        best = i == 0 ? seconds : std::min(best, seconds);
    }
    Json json;
    json["events"] = events;
    json["seconds"] = best;
    json["mb_per_second"] = static_cast<double>(reader.bytes()) / 1e6 / best;
    json["events_per_second"] = static_cast<double>(events) / best;
    return json;
}

StateHash displayedBook(const exchange::MarketState& market) {
    std::array<std::vector<BookLevel>, 2> sides;
    for (const Side side : {Side::Buy, Side::Sell}) {
        for (book::Tick t = market.outside->bestDisplayed(side); t != book::kNoTick;
             t = market.outside->nextWorseDisplayed(side, t))
            sides[static_cast<std::size_t>(side)].push_back(
                {market.toPrice(t), market.toQuantity(market.outside->displayed(side, t))});
    }
    RecordedBook book;
    book.apply({true, sides[0], sides[1]});
    return book.hash();
}

/// An exchange that a recording is played through, as `--venue replay:` does.
class Player {
  public:
    explicit Player(const std::filesystem::path& folder) {
        auto opened = client::RecordingSource::open(folder);
        if (!opened) throw std::runtime_error(opened.error().detail);
        m_source = std::move(*opened);
        for (const Command& command : m_source->setUp()) apply(command);
    }
    void playBefore(UnixNanos end) {
        for (;;) {
            const auto due = m_source->nextTime();
            if (!due) throw std::runtime_error(due.error().detail);
            if (!*due || **due >= end) return;
            apply(*m_source->next(m_exchange.state()));
        }
    }
    [[nodiscard]] const exchange::Exchange& exchange() const { return m_exchange; }
    [[nodiscard]] const std::map<MarketId, TradeChain>& trades() const { return m_trades; }
    [[nodiscard]] std::uint64_t commands() const { return m_commands; }

  private:
    void apply(const Command& command) {
        ++m_commands;
        for (const Event& e : m_exchange.apply(command)) {
            require(!std::holds_alternative<RequestRejected>(e.body), "the exchange refuses what was recorded");
            if (const auto* traded = std::get_if<Traded>(&e.body)) m_trades[traded->market].add(e.ts, traded->trade);
        }
    }

    std::unique_ptr<client::RecordingSource> m_source;
    exchange::Exchange m_exchange{{.maxOrdersPerMarket = 1U << 12U}};
    std::map<MarketId, TradeChain> m_trades;
    std::uint64_t m_commands = 0;
};

/// Every witness and every trade of the replay is what it was live.
Json replay(const std::filesystem::path& folder, const RecordedLoad& live) {
    const std::int64_t before = threadCpuNanos();
    Player player(folder);
    for (const Witness& witness : live.witnesses) {
        player.playBefore(witness.ts);
        const exchange::MarketState& market = *player.exchange().state().market(witness.market);
        require(displayedBook(market) == witness.book, "a replayed book is not what it was live");
        require(market.prices.mark == witness.mark, "a replayed mark price is not what it was live");
    }
    player.playBefore(UnixNanos(std::numeric_limits<std::int64_t>::max()));
    require(player.trades() == live.trades, "the trades of the replay are not those of the live market");
    const double seconds = secondsSince(before);
    std::uint64_t trades = 0;
    for (const auto& [market, chain] : player.trades()) trades += chain.count;
    Json json;
    json["books_and_marks_the_same_as_live"] = live.witnesses.size();
    json["trades_the_same_as_live"] = trades;
    json["commands"] = player.commands();
    json["seconds"] = seconds;
    json["commands_per_second"] = static_cast<double>(player.commands()) / seconds;
    json["state_hash"] = toHex(player.exchange().hash());
    return json;
}

/// Random moments of random markets by the wall clock, each the fastest of its runs.
Json seek(const RecordingReader& reader, const RecordingBenchOptions& options) {
    SplitMix64 draw(options.seed);
    std::vector<std::int64_t> nanos;
    for (int i = 0; i < 2'000; ++i) {
        const RecordedSpan& span = reader.markets()[draw() % reader.markets().size()];
        const auto length = static_cast<std::uint64_t>(span.last - span.first) + 1;
        const UnixNanos to = span.first + static_cast<std::int64_t>(draw() % length);
        std::int64_t best = std::numeric_limits<std::int64_t>::max();
        for (int run = 0; run < options.runs; ++run) {
            const auto before = std::chrono::steady_clock::now();
            RecordingCursor cursor = checked(reader.seek(span.market.id, to));
            (void)cursor.next();
            best =
                std::min<std::int64_t>(best, (std::chrono::steady_clock::now() - before) / std::chrono::nanoseconds(1));
        }
        nanos.push_back(best);
    }
    Json json;
    json["p50_us"] = static_cast<double>(percentile(nanos, 0.5)) / 1e3;
    json["p99_us"] = static_cast<double>(percentile(nanos, 0.99)) / 1e3;
    return json;
}

/// All of one market at a second a column.
Json columns(const RecordingReader& reader, int runs) {
    const RecordedSpan& span = reader.markets().front();
    const RecordingCursor end = checked(reader.seek(span.market.id, span.last));
    DepthQuery query;
    query.market = span.market.id;
    query.from = span.first;
    query.to = span.last + 1;
    query.rows = 1'024;
    query.rowHeight = span.market.tick;
    const BookLevel* bid = end.book().best(Side::Buy);
    require(bid != nullptr, "a market has no bids");
    query.low = Price(std::max(bid->price.raw() - 512 * query.rowHeight.raw(), std::int64_t{1}));
    std::uint64_t count = 0;
    std::uint64_t cells = 0;
    double best = 0;
    for (int i = 0; i < runs; ++i) {
        count = cells = 0;
        const std::int64_t before = threadCpuNanos();
        checked(depthColumns(reader, query, [&](const DepthColumn& column) {
            ++count;
            cells += column.bids.size() + column.asks.size();
            return true;
        }));
        const double seconds = secondsSince(before);
        best = i == 0 ? seconds : std::min(best, seconds);
    }
    Json json;
    json["columns"] = count;
    json["cells"] = cells;
    json["ms"] = best * 1e3;
    return json;
}

} // namespace

Json recordingBench(const RecordingBenchOptions& options) {
    const Folder folder(options.directory, "recording");
    const Folder second(options.directory, "recording-copy");
    RecordedLoad load(options.markets, options.booksASecond, options.seed);
    Json json;
    json["benchmark"] = "recording";
    json["question"] =
        "an hour of simulated markets recorded: bytes, cost of a call, reading back, replay, seeking, columns";
    json["markets"] = options.markets;
    json["seconds"] = options.seconds;
    json["books_per_second"] = options.booksASecond;
    json["block_seconds"] = options.blockSeconds;
    json["write"] = record(options, folder.path(), load);
    json["write_changes"] = writeAgain(folder.path(), second.path());
    const RecordingReader reader = checked(RecordingReader::open(folder.path()));
    for (const Witness& witness : load.witnesses) {
        const RecordingCursor cursor = checked(reader.seek(witness.market, witness.ts));
        require(cursor.book().hash() == witness.book, "a book is not the same when it is read back");
    }
    json["books_the_same_as_live"] = load.witnesses.size();
    json["replay"] = replay(folder.path(), load);
    json["read"] = read(reader, options.runs);
    json["seek"] = seek(reader, options);
    json["heat_map_columns"] = columns(reader, options.runs);
    json["machine"] = machine();
    return json;
}

} // namespace qd::bench
