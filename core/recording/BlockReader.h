#pragma once

#include "core/recording/BlockDecoder.h"
#include "core/recording/Compression.h"
#include "core/recording/RecordedFile.h"

#include <vector>

namespace qd::recording {

/// Reads one block after the other of files, from frame to events. For this room alone. One thread.
class BlockReader {
  public:
    /// What the block begins with. Errors: File, Damaged; the sentence begins with the place in the file.
    [[nodiscard]] RecordingResult<BlockDecoder::Head> open(const ReadableFile& file, MarketId market,
                                                           const BlockEntry& entry);
    /// The block's next event, null at its end and at damage. Valid until the next call.
    [[nodiscard]] const RecordedEvent* next();
    /// Why there was no next event: the block holds what cannot be, or what is later than it says.
    [[nodiscard]] bool damaged() const noexcept { return m_beyond || m_decoder.damaged(); }

  private:
    std::vector<std::byte> m_buffer;
    Decompressor m_decompressor;
    BlockDecoder m_decoder;
    UnixNanos m_last; ///< of the block
    bool m_beyond = false;
};

} // namespace qd::recording
