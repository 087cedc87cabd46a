#include "core/feed/recorded/HistoryFiles.h"
#include "tests/fuzz/Fuzz.h"

#include <algorithm>
#include <sys/mman.h>
#include <unistd.h>

using namespace qd;
using namespace qd::feed;
using qd::fuzz::require;

namespace {

/// A file in memory, by a path that can be opened again and again.
class MemoryFile {
  public:
    explicit MemoryFile(std::string_view content) : m_file(::memfd_create("fuzz", 0)) {
        require(m_file >= 0);
        require(::write(m_file, content.data(), content.size()) == static_cast<ssize_t>(content.size()));
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { ::close(m_file); }
    [[nodiscard]] std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(m_file); }

  private:
    int m_file;
};

template<class T>
bool named(const FeedResult<T>& result, const MemoryFile& file) {
    return result.has_value() || result.error().detail.starts_with(file.path().string() + ": ");
}

template<class Bar>
void checkBars(const std::vector<Bar>& bars, std::optional<Interval> interval, HistoryRange range) {
    for (const Bar& bar : bars) {
        require(bar.openTime >= range.begin && bar.openTime < range.end);
        require(bar.low.raw() > 0 && bar.low <= bar.open && bar.low <= bar.close && bar.high >= bar.open &&
                bar.high >= bar.close);
        if (interval) require(openTimeOf(bar.openTime, *interval) == bar.openTime);
    }
    require(std::ranges::adjacent_find(bars, std::greater_equal<>{}, &Bar::openTime) == bars.end());
}

enum class Kind : std::uint8_t { Candles, Marks, Funding, Trades };

void checkCandles(const MemoryFile& file, HistoryRange range) {
    const auto candles = readCandles(file.path(), range);
    require(named(candles, file));
    if (candles) {
        checkBars(candles->bars, candles->interval, range);
        for (const Candle& bar : candles->bars) require(bar.volume.raw() > 0);
    }
}

void checkMarks(const MemoryFile& file, HistoryRange range) {
    const auto marks = readMarks(file.path(), range);
    require(named(marks, file));
    if (marks) checkBars(marks->bars, marks->interval, range);
}

void checkFunding(const MemoryFile& file, HistoryRange range) {
    const auto funding = readFunding(file.path(), range);
    require(named(funding, file));
    if (funding)
        require(std::ranges::adjacent_find(*funding, std::greater_equal<>{}, &FundingPoint::time) == funding->end());
}

void checkTrades(const MemoryFile& file, HistoryRange range) {
    const auto trades = readTrades(file.path(), range);
    require(named(trades, file));
    if (trades) {
        require(std::ranges::is_sorted(trades->trades, {}, &Trade::ts));
        for (const Trade& trade : trades->trades) require(trade.price.raw() > 0 && trade.size.raw() > 0);
    }
}

void checkFile(Kind kind, const MemoryFile& file, HistoryRange range) {
    switch (kind) {
    case Kind::Candles: return checkCandles(file, range);
    case Kind::Marks: return checkMarks(file, range);
    case Kind::Funding: return checkFunding(file, range);
    case Kind::Trades: return checkTrades(file, range);
    }
}

} // namespace

/// Behind a byte for the kind, arbitrary bytes as a file of history, plain or gzip: an error that names the file, or
/// rows in order and in range.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto kind = static_cast<Kind>(data[0] % 4U);
    const MemoryFile file(qd::fuzz::textOf(data + 1, size - 1));
    checkFile(kind, file, {});
    const auto extent = extentOf(file.path());
    require(named(extent, file));
    if (!extent) return 0;
    require(extent->begin <= extent->end);
    const std::int64_t middle = extent->begin.value() / 2 + extent->end.value() / 2;
    checkFile(kind, file, {extent->begin, UnixNanos(middle)});
    return 0;
}
