#include "core/base/Hash.h"
#include "core/client/OwnEvents.h"
#include "core/client/RecordedOwn.h"
#include "core/client/RecordingSource.h"
#include "core/engine/exchange/CommandCodec.h"
#include "core/engine/exchange/Exchange.h"
#include "core/recording/Compression.h"
#include "core/recording/DepthColumns.h"
#include "core/recording/Format.h"
#include "core/recording/RecordingWriter.h"
#include "tests/fuzz/Fuzz.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <unistd.h>

using namespace qd;
using namespace qd::recording;
using qd::fuzz::require;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostEvents = 20'000;
constexpr std::uint8_t kMend = 1;
constexpr std::uint8_t kContents = 2;

/// Where the recordings lie: in memory where the system has a place for that.
fs::path recordingFolder() {
    static const fs::path folder = (fs::is_directory("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path()) /
                                   fmt::format("quantdesk-fuzz-recording-{}", ::getpid());
    return folder;
}

template<class T>
void store(std::vector<std::byte>& bytes, std::size_t at, T value) {
    std::memcpy(bytes.data() + at, &value, sizeof(value));
}
std::uint64_t sumOf(const std::vector<std::byte>& bytes, std::size_t from, std::size_t count) {
    return checksum64(ByteSpan(bytes).subspan(from, count));
}

/// Checksums stop everything; here they are made to fit, so that what lies behind them is reached.
void mend(std::vector<std::byte>& bytes) {
    if (bytes.size() < kFileHeaderBytes) return;
    store(bytes, kFileHeaderBytes - 8, sumOf(bytes, 0, kFileHeaderBytes - 8));
    std::size_t at = kFileHeaderBytes;
    while (bytes.size() - at >= kFrameHeaderBytes) {
        std::uint32_t payload = 0;
        std::memcpy(&payload, bytes.data() + at + 8, sizeof(payload));
        const std::size_t there = bytes.size() - at - kFrameHeaderBytes;
        if (payload > there) break;
        store(bytes, at + kFrameHeaderBytes - 16, sumOf(bytes, at + kFrameHeaderBytes, payload));
        store(bytes, at + kFrameHeaderBytes - 8, sumOf(bytes, at, kFrameHeaderBytes - 8));
        at += kFrameHeaderBytes + payload;
    }
    if (bytes.size() - at >= kFooterBytes) store(bytes, at + 16, sumOf(bytes, at, 16));
}

/// A sound file of blocks {u8 market, u8 seconds of its beginning, u8 seconds it lasts, u16 length, contents}: only
/// the contents are what the input says.
std::vector<std::byte> fileOf(ByteReader in, std::uint64_t number) {
    ByteWriter out;
    putFileHeader(out, number);
    Compressor compressor(1);
    for (std::uint32_t sequence = 1; in.ok() && !in.atEnd(); ++sequence) {
        FrameHeader header;
        header.market = MarketId(in.get<std::uint8_t>() % 2);
        header.first = UnixNanos(in.get<std::uint8_t>() * kNanosPerSecond);
        header.last = header.first + in.get<std::uint8_t>() * kNanosPerSecond;
        const ByteSpan contents = in.getBytes(std::min<std::size_t>(in.get<std::uint16_t>(), in.remaining()));
        const ByteSpan payload = compressor.compress(contents);
        header.rawBytes = static_cast<std::uint32_t>(contents.size());
        header.payloadBytes = static_cast<std::uint32_t>(payload.size());
        header.sequence = sequence;
        putFrame(out, header, payload);
    }
    return out.take();
}

/// {u8 flags, u16 length, bytes} a file.
void writeFolder(ByteReader in, const fs::path& folder) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    for (std::uint64_t number = 1; number <= 4 && in.ok() && !in.atEnd(); ++number) {
        const auto flags = in.get<std::uint8_t>();
        const ByteSpan content = in.getBytes(std::min<std::size_t>(in.get<std::uint16_t>(), in.remaining()));
        std::vector<std::byte> bytes(content.begin(), content.end());
        if ((flags & kContents) != 0)
            bytes = fileOf(ByteReader(content), number);
        else if ((flags & kMend) != 0)
            mend(bytes);
        std::ofstream(folder / fileNameOf(number), std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
}

/// Best last, none twice, none empty.
void requireOrdered(const RecordedBook& book) {
    const auto bids = book.levels(Side::Buy);
    const auto asks = book.levels(Side::Sell);
    require(std::ranges::is_sorted(bids, std::ranges::less_equal{}, &BookLevel::price) || bids.size() < 2);
    for (std::size_t i = 1; i < bids.size(); ++i) require(bids[i - 1].price < bids[i].price);
    for (std::size_t i = 1; i < asks.size(); ++i) require(asks[i - 1].price > asks[i].price);
    for (const auto side : {bids, asks})
        for (const BookLevel& level : side) require(level.price.raw() > 0 && level.size.raw() > 0);
}

/// What a market was after an event.
struct Moment {
    UnixNanos ts;
    StateHash book;
};

/// Empty: more than is looked at.
std::vector<Moment> readMarket(const RecordingReader& reader, MarketId market) {
    auto cursor = reader.seek(market, UnixNanos(std::numeric_limits<std::int64_t>::min()));
    require(cursor.has_value());
    std::vector<Moment> moments;
    RecordedBook book = cursor->book();
    while (const RecordedEvent* event = cursor->next()) {
        require(moments.empty() || moments.back().ts <= event->ts);
        if (const auto* depth = std::get_if<DepthRecord>(&event->body)) book.apply(*depth);
        if (std::holds_alternative<GapRecord>(event->body)) book.setKnown(false);
        if (moments.size() % 64 == 0) requireOrdered(cursor->book());
        moments.push_back({event->ts, cursor->book().hash()});
        require(moments.back().book == book.hash()); // events alone make the same book
        if (moments.size() > kMostEvents) return {};
    }
    return moments;
}

void checkSeeks(const RecordingReader& reader, MarketId market, const std::vector<Moment>& moments) {
    for (std::size_t i = 0; i < 5 && !moments.empty(); ++i) {
        const UnixNanos to = moments[i * (moments.size() - 1) / 4].ts;
        auto cursor = reader.seek(market, to);
        require(cursor.has_value());
        const RecordedEvent* event = cursor->next();
        require(event == nullptr || event->ts >= to);
    }
}

void checkColumns(const RecordingReader& reader, MarketId market) {
    DepthQuery query;
    query.market = market;
    query.to = UnixNanos(std::int64_t{1} << 62U);
    query.low = Price(1);
    query.rowHeight = Price(1'000'000);
    query.rows = 200;
    int columns = 0;
    UnixNanos before(-1);
    const auto done = depthColumns(reader, query, [&](const DepthColumn& column) {
        require(column.begin > before && column.begin.value() % query.columnNanos == 0);
        before = column.begin;
        for (const auto cells : {column.bids, column.asks})
            for (const DepthCell& cell : cells) require(cell.row < query.rows && cell.size.raw() > 0);
        return ++columns < 500;
    });
    require(done.has_value());
}

std::vector<std::byte> bytesOf(const Command& command) {
    ByteWriter out;
    exchange::encode(out, command);
    return out.take();
}

/// Played through an exchange its commands never go back in time, and from any position it goes on as it would have.
void replay(const fs::path& folder) {
    auto source = client::RecordingSource::open(folder);
    if (!source) return require(source.error().detail.contains(folder.string()));
    exchange::Exchange exchange;
    for (const Command& command : (*source)->setUp()) {
        for (const Event& e : exchange.apply(command))
            if (std::holds_alternative<RequestRejected>(e.body)) return; // no market of ours
    }
    UnixNanos before;
    for (std::size_t i = 0; i < kMostEvents; ++i) {
        const auto due = (*source)->nextTime();
        require(due.has_value());
        if (!*due) return;
        require(**due >= before);
        before = **due;
        std::optional<std::vector<std::byte>> expected;
        // Where files contradict each other, what is between them depends on where one comes from.
        if (i % 1'000 == 7 && (*source)->counters().gaps == 0) {
            ByteWriter position;
            (*source)->save(position);
            auto again = client::RecordingSource::open(folder);
            ByteReader in(position.bytes());
            require(again.has_value() && (*again)->load(in).has_value() && in.atEnd());
            require((*again)->nextTime().value() == **due);
            expected = bytesOf(*(*again)->next(exchange.state()));
        }
        const auto command = (*source)->next(exchange.state());
        require(command.has_value() && (!expected || bytesOf(*command) == *expected));
        exchange.apply(*command);
    }
}

/// Own events are those the cursor finds where their blocks say so; what can be read of their bytes writes back the
/// same, and makes paths of possible prices.
void checkOwn(const RecordingReader& reader, MarketId market) {
    constexpr UnixNanos kEver{std::numeric_limits<std::int64_t>::max()};
    std::size_t events = 0;
    std::optional<AccountId> account;
    const auto read = reader.own(market, UnixNanos(-kEver.value()), kEver, [&](UnixNanos, const OwnRecord& record) {
        if (const auto event = client::decodeOwn(market, record)) {
            require(std::ranges::equal(client::encode(*event), record.bytes));
            require(static_cast<std::uint16_t>(client::typeOf(*event)) == record.type);
            account = event->account;
        }
        return ++events < kMostEvents;
    });
    require(read.has_value());
    const OwnWindow window{market, account.value_or(AccountId(1)), UnixNanos(0), kEver};
    const auto page = client::recordedOwn(reader, window);
    require(page.has_value() && page->until <= window.to);
    for (const OwnOrder& order : page->orders) {
        require(!order.steps.empty());
        for (const OwnStep& step : order.steps) require(step.price.raw() >= 0 && step.t < window.to);
    }
    for (const FillView& fill : page->fills) require(fill.fill.price.raw() > 0 && fill.ts >= window.from);
}

/// A writer goes on behind whatever is there, and what it writes is read.
void goOn(const fs::path& folder) {
    RecordingOptions options;
    options.maxAgeNanos = 0;
    auto writer = RecordingWriter::open(folder, options);
    if (!writer) {
        require(writer.error().code == RecordingCode::Version && writer.error().detail.contains(folder.string()));
        return;
    }
    constexpr UnixNanos kEnd{std::numeric_limits<std::int64_t>::max()};
    require((*writer)->addMarket({MarketId(9), "NINE-PERP", Price(1), Quantity(1)}).has_value() ||
            RecordingReader::open(folder)->markets().size() > 0);
    const Trade trade{TradeId(77), kEnd, Price(5), Quantity(6), Side::Sell};
    (*writer)->trade(MarketId(9), kEnd, trade);
    const bool refused = (*writer)->status().refused != 0;
    writer->reset();
    const auto reader = RecordingReader::open(folder);
    require(reader.has_value() || refused);
    if (refused) return;
    Trade last;
    require(reader->trades(MarketId(9), UnixNanos(0), kEnd, [](const Trade&) { return true; }).has_value());
    auto cursor = reader->seek(MarketId(9), kEnd);
    require(cursor.has_value());
    while (const RecordedEvent* event = cursor->next())
        if (const auto* printed = std::get_if<Trade>(&event->body)) last = *printed;
    require(last == trade);
}

} // namespace

/// The input is a folder of files. Opening it ends in an error that names a file, or in markets whose events never go
/// back in time, whose books are books, and in which one can seek; they can be replayed, and a writer goes on behind
/// them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fs::path folder = recordingFolder();
    writeFolder(ByteReader(std::as_bytes(std::span(data, size))), folder);
    const auto reader = RecordingReader::open(folder);
    if (!reader) require(reader.error().detail.contains(folder.string()));
    bool many = false;
    for (std::size_t i = 0; reader && i < std::min<std::size_t>(reader->markets().size(), 4); ++i) {
        const MarketId market = reader->markets()[i].market.id;
        const auto moments = readMarket(*reader, market);
        many = many || moments.empty();
        if (moments.empty()) continue;
        checkSeeks(*reader, market, moments);
        checkColumns(*reader, market);
        (void)reader->gaps(market, UnixNanos(0), moments.back().ts);
        checkOwn(*reader, market);
    }
    if (!many) replay(folder);
    if (!many) goOn(folder);
    fs::remove_all(folder);
    return 0;
}
