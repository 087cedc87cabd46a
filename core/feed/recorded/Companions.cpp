#include "core/feed/recorded/Companions.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>
#include <tuple>

namespace qd::feed {
namespace {

namespace fs = std::filesystem;

/// "binance-coinm_BTCUSD_PERP_" of "binance-coinm_BTCUSD_PERP_20240808.jsonl.gz"; empty when the name has another form.
/// The venue's part holds no underscore, the symbol may.
std::string prefixOf(const fs::path& capture, const FeedMarket& market) {
    const std::string name = capture.filename().string();
    const std::size_t venueEnd = name.find('_');
    if (venueEnd == std::string::npos) return {};
    const std::string prefix = fmt::format("{}_{}_", name.substr(0, venueEnd), market.venueSymbol);
    return name.starts_with(prefix) ? prefix : std::string();
}

bool isBefore(const Companion& a, const Companion& b) {
    const auto key = [](const Companion& c) {
        const std::int64_t interval = c.extent.interval ? static_cast<std::int64_t>(*c.extent.interval) : 0;
        return std::tuple(interval, c.extent.begin, c.path);
    };
    return key(a) < key(b);
}

std::vector<Companion> filesIn(const fs::path& folder, const std::string& prefix, std::vector<std::string>& problems) {
    std::vector<Companion> found;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (!name.starts_with(prefix) || !(name.ends_with(".csv.gz") || name.ends_with(".csv"))) continue;
        const auto extent = extentOf(it->path());
        if (extent)
            found.push_back({it->path(), *extent});
        else
            problems.push_back(extent.error().detail);
    }
    if (error && error != std::errc::no_such_file_or_directory)
        problems.push_back(fmt::format("{}: {}", folder.string(), error.message()));
    std::ranges::sort(found, isBefore);
    return found;
}

} // namespace

Companions companionsOf(const fs::path& capture, const FeedMarket& market) {
    Companions companions;
    const std::string prefix = prefixOf(capture, market);
    if (prefix.empty()) return companions;
    const fs::path root = fs::absolute(capture).lexically_normal().parent_path().parent_path();
    companions.candles = filesIn(root / "candles", prefix, companions.problems);
    companions.marks = filesIn(root / "mark", prefix, companions.problems);
    companions.funding = filesIn(root / "funding", prefix, companions.problems);
    for (Companion& file : companions.funding) file.extent.interval.reset(); // hours between payments, not bars
    return companions;
}

} // namespace qd::feed
