#include "app/tool/Commands.h"
#include "app/tool/conform/Vectors.h"
#include "core/base/File.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <string>

namespace qd::tool {
namespace {

constexpr std::uint64_t kLargestFile = 64U << 20U;
constexpr int kUnreadable = 2;

int unreadable(const std::string& sentence) {
    (void)failed(sentence);
    return kUnreadable;
}

/// Every vector of the file through the engine.
int compare(const std::string& path) {
    const auto bytes = readFile(path, kLargestFile);
    if (!bytes) return unreadable(bytes.error().detail);
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    const auto vectors = conform::parseVectors(text, path);
    if (!vectors) return unreadable(vectors.error().detail);
    std::size_t missed = 0;
    for (const conform::Vector& vector : *vectors) {
        const auto miss = conform::missOf(vector);
        if (!miss) continue;
        ++missed;
        fmt::print("FAIL {}: {}\n", vector.id, *miss);
    }
    fmt::print("{} passed, {} failed\n", vectors->size() - missed, missed);
    return missed == 0 ? 0 : 1;
}

} // namespace

void addConform(CLI::App& app, Run& chosen) {
    CLI::App* const conform = app.add_subcommand("conform", "Compares the engine with vectors of its specification");
    conform->require_subcommand(1);
    CLI::App* const perps = conform->add_subcommand(
        "perps", "Runs the vectors of a file through margin, liquidation, prices, orders and analytics");
    const auto file = std::make_shared<std::string>();
    perps->add_option("FILE", *file, "Vectors: a JSON object with the lists \"vectors\" and \"own_examples\"")
        ->required();
    perps->footer(
        "Prints `FAIL id: expected ..., got ...` for every vector that is not met and `N passed, M failed` as\n"
        "the last line. Exit code: 0 all met, 1 one or more not met, 2 the file cannot be read.");
    perps->callback([file, &chosen] { chosen = [file] { return compare(*file); }; });
}

} // namespace qd::tool
