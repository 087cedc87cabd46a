#pragma once

#include "core/base/Bytes.h"

#include <memory>
#include <vector>

/// zstd, for this room alone: its header stays in the source file. What it needs is kept from call to call. One thread.
namespace qd::recording {

class Compressor {
  public:
    explicit Compressor(int level);
    Compressor(Compressor&&) noexcept;
    Compressor& operator=(Compressor&&) noexcept;
    ~Compressor();
    /// Valid until the next call. Empty: the library refused, which it does when there is no memory.
    [[nodiscard]] ByteSpan compress(ByteSpan raw);

  private:
    struct Context;
    std::unique_ptr<Context> m_context;
    std::vector<std::byte> m_out;
};

class Decompressor {
  public:
    Decompressor();
    Decompressor(Decompressor&&) noexcept;
    Decompressor& operator=(Decompressor&&) noexcept;
    ~Decompressor();
    /// Exactly `rawBytes` bytes, valid until the next call. Empty: damaged.
    [[nodiscard]] ByteSpan decompress(ByteSpan stored, std::size_t rawBytes);

  private:
    struct Context;
    std::unique_ptr<Context> m_context;
    std::vector<std::byte> m_out;
};

} // namespace qd::recording
