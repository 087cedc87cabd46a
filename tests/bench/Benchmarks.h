#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>

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
    std::uint32_t accounts = 1'000;
    std::size_t commands = 1'000'000;
    std::uint64_t seed = 42;
    int runs = 5;
};
[[nodiscard]] nlohmann::ordered_json exchangeBench(const ExchangeOptions& options);

} // namespace qd::bench
