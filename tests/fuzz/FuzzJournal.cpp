#include "core/base/Hash.h"
#include "core/base/journal/Journal.h"
#include "core/client/JournalReplay.h"
#include "core/client/VenueSnapshot.h"
#include "core/engine/exchange/CommandCodec.h"
#include "tests/fuzz/Fuzz.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace qd;
using namespace qd::journal;
using qd::fuzz::require;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kSegmentHeader = 32;
constexpr std::size_t kFrameHeader = 40;
constexpr std::size_t kSnapshotHeader = 48;

/// Where the journals lie: in memory where the system has a place for that.
fs::path journalFolder() {
    static const fs::path folder = (fs::is_directory("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path()) /
                                   fmt::format("quantdesk-fuzz-journal-{}", ::getpid());
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
void mendSegment(std::vector<std::byte>& bytes, std::uint64_t sequence) {
    if (bytes.size() < kSegmentHeader) return;
    store(bytes, 16, sequence);
    store(bytes, 24, sumOf(bytes, 0, 24));
    std::size_t at = kSegmentHeader;
    while (bytes.size() - at >= kFrameHeader) {
        std::uint32_t payload = 0;
        std::memcpy(&payload, bytes.data() + at + 4, sizeof(payload));
        const std::size_t there = bytes.size() - at - kFrameHeader;
        if (payload <= there) store(bytes, at + 24, sumOf(bytes, at + kFrameHeader, payload));
        store(bytes, at + 32, sumOf(bytes, at, 32));
        if (payload > there) return;
        at += kFrameHeader + payload;
    }
}
void mendSnapshot(std::vector<std::byte>& bytes, std::uint64_t sequence) {
    if (bytes.size() < kSnapshotHeader) return;
    store(bytes, 16, sequence);
    store(bytes, 24, static_cast<std::uint64_t>(bytes.size() - kSnapshotHeader));
    store(bytes, 32, sumOf(bytes, kSnapshotHeader, bytes.size() - kSnapshotHeader));
    store(bytes, 40, sumOf(bytes, 0, 40));
}

/// {u8 flags (1 mend the checksums, 2 snapshot), u8 sequence, u16 length, bytes} a file.
void writeFolder(ByteReader in, const fs::path& folder) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    for (int i = 0; i < 8 && in.ok() && !in.atEnd(); ++i) {
        const auto flags = in.get<std::uint8_t>();
        const std::uint64_t sequence = in.get<std::uint8_t>();
        const ByteSpan content = in.getBytes(std::min<std::size_t>(in.get<std::uint16_t>(), in.remaining()));
        std::vector<std::byte> bytes(content.begin(), content.end());
        const bool snapshot = (flags & 2U) != 0;
        if ((flags & 1U) != 0) snapshot ? mendSnapshot(bytes, sequence) : mendSegment(bytes, sequence);
        const std::string name =
            snapshot ? fmt::format("snapshot-{:020}.qds", sequence) : fmt::format("segment-{:020}.qdj", sequence);
        std::ofstream(folder / name, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
}

struct Told {
    std::vector<std::vector<std::byte>> records;
    std::uint64_t first = 0;
};

JournalResult<ReadReport> readAll(const fs::path& folder, std::uint64_t after, Told& told) {
    auto report = readRecords(folder, after, [&](std::uint64_t sequence, ByteSpan record) {
        if (told.records.empty()) told.first = sequence;
        require(sequence == told.first + told.records.size() && sequence > after);
        told.records.emplace_back(record.begin(), record.end());
    });
    if (!report) {
        require(report.error().detail.contains(folder.string()));
        return report;
    }
    require(report->records == told.records.size() && report->firstSequence == told.first);
    require(report->lastSequence >= after);
    if (!told.records.empty()) require(report->lastSequence == told.first + told.records.size() - 1);
    return report;
}

/// What was read can be gone on with: nothing of it is lost, the torn tail is gone.
void continueJournal(const fs::path& folder, std::uint64_t after, const Told& before, const ReadReport& report) {
    auto writer = JournalWriter::open(folder, report);
    require(writer.has_value());
    ByteWriter group;
    appendRecord(group, std::as_bytes(std::span("one more")));
    require((*writer)->writeGroup(report.lastSequence + 1, 1, group.bytes()).has_value());
    Told now;
    const auto again = readAll(folder, after, now);
    require(again.has_value() && !again->tornTail);
    require(now.records.size() == before.records.size() + 1);
    require(std::ranges::equal(before.records, std::span(now.records).first(before.records.size())));
}

/// Opening an account sets room for ids aside, creating a market room for its prices: much of that says nothing about
/// the code.
bool tooRoomy(const Told& told) {
    exchange::CommandDecoder decoder;
    std::size_t room = 0;
    for (const auto& record : told.records) {
        const auto command = decoder.decode(record);
        if (!command) continue;
        if (const auto* opened = std::get_if<OpenAccount>(&command->body)) room += opened->clientIdCapacity;
        if (std::holds_alternative<CreateMarket>(command->body)) room += 10'000;
    }
    return room > 100'000;
}

} // namespace

/// The input is a folder of files. Reading ends in an error that names the folder, or in a prefix of the records, each
/// once and in order, on which a writer goes on. Replayed, it ends in an error or in a state that adds up.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fs::path folder = journalFolder();
    writeFolder(ByteReader(std::as_bytes(std::span(data, size))), folder);
    Told all;
    const auto fromBeginning = readAll(folder, 0, all);
    if (!tooRoomy(all)) {
        const auto replayed = client::replayJournal(folder, ~0ULL);
        if (replayed) require(replayed->imbalance.empty());
        if (!replayed) require(!replayed.error().detail.empty());
    }
    const auto snapshot = readNewestSnapshot(folder);
    if (snapshot && *snapshot) {
        (void)client::decodeVenueSnapshot((*snapshot)->payload);
        Told behind;
        const auto report = readAll(folder, (*snapshot)->sequence, behind);
        if (report) continueJournal(folder, (*snapshot)->sequence, behind, *report);
    } else if (fromBeginning) {
        continueJournal(folder, 0, all, *fromBeginning);
    }
    fs::remove_all(folder);
    return 0;
}
