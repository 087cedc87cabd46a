#include "app/tool/Commands.h"
#include "app/tool/conform/IndicatorColumns.h"
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

std::expected<std::string, std::string> textOf(const std::string& path) {
    const auto bytes = readFile(path, kLargestFile);
    if (!bytes) return std::unexpected(bytes.error().detail);
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

std::expected<conform::CsvTable, std::string> tableOf(const std::string& path) {
    const auto text = textOf(path);
    if (!text) return std::unexpected(text.error());
    auto table = conform::parseCsv(*text, path);
    if (!table) return std::unexpected(std::move(table.error().detail));
    return std::move(*table);
}

/// Every column of the file through our indicators.
int compareColumns(const std::string& path, const std::string& barsPath) {
    const auto expected = tableOf(path);
    if (!expected) return unreadable(expected.error());
    const auto bars = tableOf(barsPath);
    if (!bars) return unreadable(bars.error());
    const auto outcomes = conform::compareIndicators(*expected, *bars, barsPath);
    if (!outcomes) return unreadable(outcomes.error());
    std::size_t missed = 0;
    for (const conform::ColumnOutcome& column : *outcomes) {
        if (!column.miss.empty()) ++missed;
        fmt::print("{:<12} {:8.2e} {:8.2e} {}{}\n", column.name, column.worst, column.bound,
                   column.miss.empty() ? "pass" : "FAIL ", column.miss);
    }
    fmt::print("{} passed, {} failed\n", outcomes->size() - missed, missed);
    return missed == 0 ? 0 : 1;
}

/// Every vector of the file through the engine.
int compare(const std::string& path) {
    const auto text = textOf(path);
    if (!text) return unreadable(text.error());
    const auto vectors = conform::parseVectors(*text, path);
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

void addPerps(CLI::App& conform, Run& chosen) {
    CLI::App* const perps = conform.add_subcommand(
        "perps", "Runs the vectors of a file through margin, liquidation, prices, orders and analytics");
    const auto file = std::make_shared<std::string>();
    perps->add_option("FILE", *file, "Vectors: a JSON object with the lists \"vectors\" and \"own_examples\"")
        ->required();
    perps->footer(
        "Prints `FAIL id: expected ..., got ...` for every vector that is not met and `N passed, M failed` as\n"
        "the last line. Exit code: 0 all met, 1 one or more not met, 2 the file cannot be read.");
    perps->callback([file, &chosen] { chosen = [file] { return compare(*file); }; });
}

void addIndicators(CLI::App& conform, Run& chosen) {
    CLI::App* const command = conform.add_subcommand(
        "indicators", "Compares the columns of a file with the indicators over the bars of another");
    const auto file = std::make_shared<std::string>();
    const auto bars = std::make_shared<std::string>();
    command->add_option("FILE", *file, "CSV: a column an indicator, an empty cell where it has no value")->required();
    command->add_option("--bars", *bars, "CSV with the columns open, high, low, close and volume")->required();
    command->footer("Prints name, worst relative difference, its bound and pass or FAIL for every column and\n"
                    "`N passed, M failed` as the last line. Exit code: 0 all met, 1 one or more not met, 2 a file\n"
                    "cannot be read.");
    command->callback([file, bars, &chosen] { chosen = [file, bars] { return compareColumns(*file, *bars); }; });
}

} // namespace

void addConform(CLI::App& app, Run& chosen) {
    CLI::App* const conform =
        app.add_subcommand("conform", "Compares engine and indicators with vectors of their specification");
    conform->require_subcommand(1);
    addPerps(*conform, chosen);
    addIndicators(*conform, chosen);
}

} // namespace qd::tool
