#pragma once

#include "core/feed/FeedError.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace qd::feed {

/// Longest line that is read. The longest of a real capture is a depth snapshot; 5000 levels a side take 0.3 MB.
inline constexpr std::size_t kMaxLineBytes = 8U << 20U;
/// Readable bytes behind every line (the JSON reader looks ahead in whole vectors).
inline constexpr std::size_t kLinePadding = 64;

/// Lines of text, one at a time. The seam between a recording and where it lies: a file, memory, a fuzzer. One thread.
class LineSource {
  public:
    LineSource() = default;
    LineSource(const LineSource&) = delete;
    LineSource& operator=(const LineSource&) = delete;
    virtual ~LineSource() = default;

    /// The next line without its line feed, empty at the end. The view, and kLinePadding bytes behind it, are readable
    /// until the next call. Errors: File, Compression, LineTooLong; they repeat when asked again.
    [[nodiscard]] virtual FeedResult<std::optional<std::string_view>> next() = 0;
    /// Back to the first line. Errors: File.
    [[nodiscard]] virtual FeedResult<void> rewind() = 0;
    /// For messages: the path of the file.
    [[nodiscard]] virtual const std::string& name() const noexcept = 0;
};

/// Lines of a gzip file (or of a plain one), read in pieces: the memory needed is that of its longest line.
/// Errors: File.
[[nodiscard]] FeedResult<std::unique_ptr<LineSource>> openGzipLines(const std::filesystem::path& path);

/// Lines of a text in memory.
[[nodiscard]] std::unique_ptr<LineSource> memoryLines(std::string text, std::string name);

} // namespace qd::feed
