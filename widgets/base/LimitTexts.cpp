#include "widgets/base/LimitTexts.h"

#include "core/base/Decimal.h"
#include "widgets/base/Settings.h"

#include <fmt/format.h>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kMoneyDecimals = 6;
constexpr int kPercentDecimals = 4; ///< of a percent, in parts per million
constexpr std::int64_t kNothingLeft = -1'000'000;
constexpr std::int64_t kMostMove = 10'000'000;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string_view> partsOf(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = text.find(separator);
        if (const auto part = trimmed(text.substr(0, end)); !part.empty()) parts.push_back(part);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return parts;
}

bool isLetterOrDigit(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::string capitals(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return result;
}

/// "SOL 1, BTC 2.5". `example` ends the sentence about what cannot be read.
ReadText<std::vector<AssetNumber>> readNumbers(std::string_view text, int decimals, std::string_view example) {
    std::vector<AssetNumber> numbers;
    for (const std::string_view part : partsOf(text, ',')) {
        const auto space = part.find(' ');
        const std::string_view asset = part.substr(0, space);
        const std::string_view typed = space == std::string_view::npos ? "" : trimmed(part.substr(space));
        const auto raw = parseDecimal(typed, decimals);
        if (!raw || !std::ranges::all_of(asset, isLetterOrDigit))
            return std::unexpected(fmt::format("\"{}\" cannot be read; {}", part, example));
        AssetNumber number{capitals(asset), *raw};
        if (std::ranges::find(numbers, number.asset, &AssetNumber::asset) != numbers.end())
            return std::unexpected(fmt::format("{} is named twice", number.asset));
        numbers.push_back(std::move(number));
    }
    return numbers;
}

} // namespace

ReadText<std::vector<AssetNumber>> readAssetLimits(std::string_view text) {
    auto limits = readNumbers(text, kMoneyDecimals,
                              "write the asset, a space and dollars with at most six digits after the point, as "
                              "SOL 50000, BTC 100000");
    if (!limits) return limits;
    for (const AssetNumber& limit : *limits) {
        if (limit.asset == kOtherAssets)
            return std::unexpected("\"others\" is no asset: what is not named has the limit of each asset");
        if (limit.raw < 0) return std::unexpected(fmt::format("the limit of {} is below zero", limit.asset));
    }
    return limits;
}

bool isOfLimits(std::string_view key) { return key.starts_with("risk.") && key != setting::kScenarios; }

ReadText<std::vector<NamedMoves>> readScenarios(std::string_view text) {
    constexpr std::string_view kExample = "write a name, a colon, and assets with their moves in percent, as "
                                          "Crash: SOL -40, others -30";
    std::vector<NamedMoves> scenarios;
    for (const std::string_view part : partsOf(text, ';')) {
        const auto colon = part.find(':');
        const auto name = trimmed(part.substr(0, colon));
        if (colon == std::string_view::npos || name.empty() || trimmed(part.substr(colon + 1)).empty())
            return std::unexpected(fmt::format("\"{}\" is no scenario; {}", part, kExample));
        auto moves = readNumbers(part.substr(colon + 1), kPercentDecimals, kExample);
        if (!moves) return std::unexpected(moves.error());
        for (const AssetNumber& move : *moves) {
            if (move.raw <= kNothingLeft)
                return std::unexpected(
                    fmt::format("{}: a price cannot fall by 100 % or more, it would be no price", move.asset));
            if (move.raw > kMostMove) return std::unexpected(fmt::format("{} moves by more than 1000 %", move.asset));
        }
        scenarios.push_back({std::string(name), std::move(*moves)});
    }
    return scenarios;
}

} // namespace qd::ui
