#include "core/feed/recorded/LineSource.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace qd::feed {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFirstBufferBytes = 256U << 10U;
constexpr unsigned kCompressedBufferBytes = 128U << 10U;

struct CloseGzip {
    void operator()(gzFile file) const noexcept { gzclose_r(file); }
};
using GzipHandle = std::unique_ptr<std::remove_pointer_t<gzFile>, CloseGzip>;

std::unexpected<Error<FeedCode>> tooLong(const std::string& name, std::uint64_t line) {
    return fail(FeedCode::LineTooLong, fmt::format("{}: line {}: longer than {} bytes", name, line, kMaxLineBytes));
}

class GzipLines final : public LineSource {
  public:
    GzipLines(GzipHandle file, std::string name) : m_file(std::move(file)), m_name(std::move(name)) {
        m_buffer.resize(kFirstBufferBytes + kLinePadding);
    }

    FeedResult<std::optional<std::string_view>> next() override {
        std::size_t searched = m_begin;
        for (;;) {
            const char* const data = m_buffer.data();
            const void* const feed = std::memchr(data + searched, '\n', m_end - searched);
            if (feed != nullptr) return takeLine(static_cast<std::size_t>(static_cast<const char*>(feed) - data), 1);
            if (m_damage) return std::unexpected(*m_damage);
            if (m_atEnd) return m_begin == m_end ? std::optional<std::string_view>() : takeLine(m_end, 0);
            if (m_end - m_begin > kMaxLineBytes) return tooLong(m_name, m_lines + 1);
            const std::size_t pending = m_end - m_begin;
            fill();
            searched = m_begin + pending;
        }
    }

    FeedResult<void> rewind() override {
        m_begin = m_end = 0;
        m_lines = 0;
        m_atEnd = false;
        m_damage.reset();
        if (gzrewind(m_file.get()) != 0) return fail(FeedCode::File, fmt::format("{}: cannot be read again", m_name));
        return {};
    }

    const std::string& name() const noexcept override { return m_name; }

  private:
    FeedResult<std::optional<std::string_view>> takeLine(std::size_t end, std::size_t feedBytes) {
        if (end - m_begin > kMaxLineBytes) return tooLong(m_name, m_lines + 1);
        const std::string_view line(m_buffer.data() + m_begin, end - m_begin);
        m_begin = end + feedBytes;
        ++m_lines;
        return line;
    }

    /// Moves what is left to the front, makes room when a line fills the buffer, and reads on. Damage is kept until the
    /// whole lines before it have been given out.
    void fill() {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
        if (m_buffer.size() - kLinePadding == m_end) m_buffer.resize(2 * m_end + kLinePadding);
        const auto room = static_cast<unsigned>(m_buffer.size() - kLinePadding - m_end);
        const int got = gzread(m_file.get(), m_buffer.data() + m_end, room);
        if (got > 0) m_end += static_cast<std::size_t>(got);
        int code = Z_OK;
        (void)gzerror(m_file.get(), &code);
        if (got < 0 || (code != Z_OK && code != Z_STREAM_END))
            m_damage = damage(code);
        else
            m_atEnd = static_cast<unsigned>(got) < room;
    }

    Error<FeedCode> damage(int code) {
        if (code == Z_ERRNO) return {FeedCode::File, fmt::format("{}: {}", m_name, std::strerror(errno))};
        const std::string_view words = code == Z_BUF_ERROR ? "ends too early" : "is damaged";
        return {FeedCode::Compression, fmt::format("{}: the compressed data {} (after about byte {} of the file)",
                                                   m_name, words, gzoffset(m_file.get()))};
    }

    GzipHandle m_file;
    std::string m_name;
    std::string m_buffer; ///< [m_begin, m_end) is read and not yet given out; kLinePadding bytes stay behind it
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::uint64_t m_lines = 0;
    bool m_atEnd = false;
    std::optional<Error<FeedCode>> m_damage;
};

class MemoryLines final : public LineSource {
  public:
    MemoryLines(std::string text, std::string name)
        : m_size(text.size())
        , m_text(std::move(text))
        , m_name(std::move(name)) {
        m_text.append(kLinePadding, '\0');
    }

    FeedResult<std::optional<std::string_view>> next() override {
        if (m_at == m_size) return std::optional<std::string_view>();
        const std::string_view rest = std::string_view(m_text).substr(m_at, m_size - m_at);
        const std::size_t length = std::min(rest.find('\n'), rest.size());
        if (length > kMaxLineBytes) return tooLong(m_name, m_lines + 1);
        m_at += std::min(length + 1, rest.size());
        ++m_lines;
        return rest.substr(0, length);
    }

    FeedResult<void> rewind() override {
        m_at = 0;
        m_lines = 0;
        return {};
    }

    const std::string& name() const noexcept override { return m_name; }

  private:
    std::size_t m_size;
    std::string m_text; ///< with kLinePadding bytes behind the m_size of the text
    std::string m_name;
    std::size_t m_at = 0;
    std::uint64_t m_lines = 0;
};

} // namespace

FeedResult<std::unique_ptr<LineSource>> openGzipLines(const fs::path& path) {
    const std::string name = path.string();
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) return fail(FeedCode::File, fmt::format("{}: no such file", name));
    if (!fs::is_regular_file(status)) return fail(FeedCode::File, fmt::format("{}: not a regular file", name));
    GzipHandle file(gzopen(path.c_str(), "rbe"));
    if (!file) return fail(FeedCode::File, fmt::format("{}: {}", name, std::strerror(errno)));
    gzbuffer(file.get(), kCompressedBufferBytes);
    return std::make_unique<GzipLines>(std::move(file), name);
}

std::unique_ptr<LineSource> memoryLines(std::string text, std::string name) {
    return std::make_unique<MemoryLines>(std::move(text), std::move(name));
}

} // namespace qd::feed
