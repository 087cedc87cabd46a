#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

/// Each benchmark answers one question, stated in its file, with one JSON object.
namespace qd::bench {

struct MatchingOptions {
    bool deep = false;
    std::size_t operations = 2'000'000;
    std::uint64_t seed = 42;
    int runs = 5;
};
[[nodiscard]] nlohmann::ordered_json matchingBench(const MatchingOptions& options);

struct ExchangeOptions {
    std::uint32_t accounts = 10'000;
    std::size_t commands = 1'000'000;
    std::uint64_t seed = 42;
    int runs = 5;
};
[[nodiscard]] nlohmann::ordered_json exchangeBench(const ExchangeOptions& options);

struct RiskOptions {
    std::size_t calls = 200'000;
    std::size_t accounts = 100'000;
    std::uint64_t seed = 42;
    int runs = 5;
};
[[nodiscard]] nlohmann::ordered_json riskBench(const RiskOptions& options);

struct RecordingBenchOptions {
    std::uint16_t markets = 50;
    int seconds = 3'600;   ///< of market time
    int booksASecond = 20; ///< of each market; the terminal records ten
    std::uint64_t seed = 42;
    int runs = 5; ///< of reading back; the fastest counts
    int blockSeconds = 10;
    int level = 3;         ///< of compression
    std::string directory; ///< where the recording is written; empty: the folder for temporary files
};
[[nodiscard]] nlohmann::ordered_json recordingBench(const RecordingBenchOptions& options);

struct IndicatorOptions {
    std::size_t bars = 1'000'000;
    int runs = 5;
};
[[nodiscard]] nlohmann::ordered_json indicatorBench(const IndicatorOptions& options);

struct FrameOptions {
    int millis = 10'000; ///< measured of each market
    std::string capture; ///< recording to replay at 10 times its pace; empty: left out
    int chartFrames = 1'000;
    int minutes = 0; ///< under load instead; 0: not
};
/// The load of spec/terminal.md §6 for so long.
[[nodiscard]] nlohmann::ordered_json loadBench(int minutes);
[[nodiscard]] nlohmann::ordered_json frameBench(const FrameOptions& options);
/// A part of the frame benchmark: the chart alone over a million bars.
[[nodiscard]] nlohmann::ordered_json chartBench(int frames);

struct StartupOptions {
    int runs = 7;
};
[[nodiscard]] nlohmann::ordered_json startupBench(const StartupOptions& options);

} // namespace qd::bench
