#pragma once

#include "core/recording/RecordedEvents.h"

#include <filesystem>
#include <optional>
#include <vector>

/// The files of a recording, byte for byte. For this room alone, and for tests that damage them. A recording is a
/// folder of files recording-<number>.qdr; numbers have 20 digits, rise by 1 and are never used twice. Little-endian:
///   file header  {u64 magic, u32 version, u32 0, u64 number, u64 checksum of the 24 bytes before}
///   frames       {header of 72 bytes: u32 magic, u16 kind, u16 market, u32 payload bytes, u32 bytes before compression
///                (0 = not compressed), u32 sequence, u32 events, i64 first time, i64 last time, i64 gap from, u8 gap
///                (0 none, else GapCause + 1), u8 holds a gap of the feed, u8 holds own events (0 in version 1, which
///                had none), u8 0, u32 0, u64 payload checksum, u64 checksum of the 64 bytes before}, payload. Kinds:
///                  Market  names and grid {symbol, i64 tick, i64 step}; before the market's first block in the file
///                  Block   zstd of what BlockCoding.h describes. Sequences count the market's blocks from 1 on, over
///                          all files: one that jumps was lost. Times of a market never go back from block to block.
///                  Index   where a market's blocks are, one after the other for each market, when the file is complete
///                  Table   the markets of the file and where their indexes are; after them
///   footer       {u64 magic, u64 place of the table, u64 checksum of the 16 bytes before}; only in a complete file
/// A file without a footer is one that is being written, or was cut: its frames are found by reading their headers.
namespace qd::recording {

inline constexpr std::uint32_t kFormatVersion = 2; ///< of what is written; older ones are read
inline constexpr std::size_t kFileHeaderBytes = 32;
inline constexpr std::size_t kFrameHeaderBytes = 72;
inline constexpr std::size_t kFooterBytes = 24;
inline constexpr std::uint32_t kFrameMagic = 0x52464451; // "QDFR"
inline constexpr std::size_t kMaxSymbolBytes = 64;

[[nodiscard]] std::filesystem::path fileNameOf(std::uint64_t number);
struct NumberedFile {
    std::uint64_t number = 0;
    std::filesystem::path path;
};
/// The files of a folder by number; none when there is no folder. Errors: File.
[[nodiscard]] RecordingResult<std::vector<NumberedFile>> listFiles(const std::filesystem::path& folder);

void putFileHeader(ByteWriter& out, std::uint64_t number);
enum class FileHeaderState : std::uint8_t {
    Sound,
    Damaged, ///< what follows may be sound all the same
    Foreign,
    Newer, ///< of a later version
};
[[nodiscard]] FileHeaderState readFileHeader(ByteSpan bytes, std::uint32_t& version);

enum class FrameKind : std::uint16_t { Market = 1, Block, Index, Table };

struct FrameHeader {
    FrameKind kind = FrameKind::Block;
    MarketId market;
    std::uint32_t payloadBytes = 0;
    std::uint32_t rawBytes = 0;
    std::uint32_t sequence = 0;
    std::uint32_t events = 0;
    UnixNanos first;
    UnixNanos last;
    std::optional<GapRecord> gap; ///< what is missing before the block
    bool feedGap = false;         ///< the book is not known everywhere in the block
    bool own = false;             ///< there are own events in it
    std::uint64_t payloadChecksum = 0;
};
/// Header and payload; fills in payloadBytes and payloadChecksum.
void putFrame(ByteWriter& out, FrameHeader header, ByteSpan payload);
/// Empty: no sound header of this version.
[[nodiscard]] std::optional<FrameHeader> readFrameHeader(ByteSpan bytes);

void putFooter(ByteWriter& out, std::uint64_t tableOffset);
/// Place of the table; empty: no footer.
[[nodiscard]] std::optional<std::uint64_t> readFooter(ByteSpan bytes);

void putMarket(ByteWriter& out, const RecordedMarket& market);
[[nodiscard]] RecordedMarket getMarket(ByteReader& in, MarketId id);

/// Where a block is and what it holds.
struct BlockEntry {
    std::uint64_t offset = 0;       ///< of its frame
    std::uint32_t payloadBytes = 0; ///< of the frame
    std::uint32_t sequence = 0;
    std::uint32_t events = 0;
    UnixNanos first;
    UnixNanos last;
    std::optional<GapRecord> gap;
    bool feedGap = false;
    bool own = false;
    friend bool operator==(const BlockEntry&, const BlockEntry&) = default;
};
[[nodiscard]] BlockEntry entryOf(const FrameHeader& header, std::uint64_t offset);
/// The payload of an Index.
void putEntries(ByteWriter& out, const std::vector<BlockEntry>& entries);
/// Empty: damaged.
[[nodiscard]] std::optional<std::vector<BlockEntry>> readEntries(ByteSpan bytes);

/// What a file holds of a market.
struct MarketSummary {
    RecordedMarket market;
    UnixNanos first;
    UnixNanos last;
    std::uint32_t blocks = 0;       ///< > 0
    std::uint32_t lastSequence = 0; ///< of its last block
    std::uint64_t events = 0;
    std::uint64_t bytes = 0;       ///< of its blocks
    std::uint64_t indexOffset = 0; ///< of its Index
    friend bool operator==(const MarketSummary&, const MarketSummary&) = default;
};
/// Adds a block.
void addTo(MarketSummary& summary, const BlockEntry& entry);
/// The payload of a Table.
void putTable(ByteWriter& out, const std::vector<MarketSummary>& markets);
/// Empty: damaged.
[[nodiscard]] std::optional<std::vector<MarketSummary>> readTable(ByteSpan bytes);

} // namespace qd::recording
