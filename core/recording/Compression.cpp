#include "core/recording/Compression.h"

#include <algorithm>
#include <zstd.h>

namespace qd::recording {

struct Compressor::Context {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    Context() = default;
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() { ZSTD_freeCCtx(context); }
};

Compressor::Compressor(int level) : m_context(std::make_unique<Context>()) {
    // Our frames have a checksum of their own and say how long the contents are.
    ZSTD_CCtx_setParameter(m_context->context, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(m_context->context, ZSTD_c_checksumFlag, 0);
    ZSTD_CCtx_setParameter(m_context->context, ZSTD_c_contentSizeFlag, 0);
}
Compressor::Compressor(Compressor&&) noexcept = default;
Compressor& Compressor::operator=(Compressor&&) noexcept = default;
Compressor::~Compressor() = default;

ByteSpan Compressor::compress(ByteSpan raw) {
    m_out.resize(std::max(m_out.size(), ZSTD_compressBound(raw.size())));
    const std::size_t size = ZSTD_compress2(m_context->context, m_out.data(), m_out.size(), raw.data(), raw.size());
    if (ZSTD_isError(size) != 0) return {};
    return ByteSpan(m_out).first(size);
}

struct Decompressor::Context {
    ZSTD_DCtx* context = ZSTD_createDCtx();
    Context() = default;
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() { ZSTD_freeDCtx(context); }
};

Decompressor::Decompressor() : m_context(std::make_unique<Context>()) {}
Decompressor::Decompressor(Decompressor&&) noexcept = default;
Decompressor& Decompressor::operator=(Decompressor&&) noexcept = default;
Decompressor::~Decompressor() = default;

ByteSpan Decompressor::decompress(ByteSpan stored, std::size_t rawBytes) {
    m_out.resize(std::max(m_out.size(), rawBytes));
    const std::size_t size =
        ZSTD_decompressDCtx(m_context->context, m_out.data(), rawBytes, stored.data(), stored.size());
    if (ZSTD_isError(size) != 0 || size != rawBytes) return {};
    return ByteSpan(m_out).first(size);
}

} // namespace qd::recording
