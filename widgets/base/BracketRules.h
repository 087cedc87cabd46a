#pragma once

#include "core/domain/Units.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a bracket does by itself once its orders stand, as it is typed and kept. Pure; any thread.
namespace qd::ui {

/// How far from the entry's price, always > 0: the side decides in which direction.
struct PriceOffset {
    enum class Unit : std::uint8_t { Ticks, Percent, Price };
    Unit unit = Unit::Percent;
    std::int64_t value = 0; ///< ticks; parts per million of the entry's price; 1e-6 USDC
    friend constexpr bool operator==(const PriceOffset&, const PriceOffset&) noexcept = default;
};
/// "12t", "0.5%", "1.25". Empty when it is none of them, or not above zero.
[[nodiscard]] std::optional<PriceOffset> parseOffset(std::string_view text);
[[nodiscard]] std::string offsetText(const PriceOffset& offset);

/// Once the entry is so far in profit, the stop goes to its price or so much beyond it, on the winning side.
struct EvenRule {
    PriceOffset after;
    std::optional<PriceOffset> plus;
    friend bool operator==(const EvenRule&, const EvenRule&) = default;
};
/// Once the entry is so far in profit, the stop stays at most so far behind the price, and moves by steps.
struct TrailRule {
    PriceOffset after;
    PriceOffset distance;
    std::int64_t stepTicks = 1; ///< the least it moves by
    friend bool operator==(const TrailRule&, const TrailRule&) = default;
};
struct BracketRules {
    std::optional<EvenRule> even;
    std::vector<TrailRule> trail; ///< the last one whose profit is reached counts; at most kMostTrails, profits rising
    std::int64_t chaseTicks = 0;  ///< an entry at a limit follows the best price by at most so much; 0 = not at all

    [[nodiscard]] bool moveStop() const { return even || !trail.empty(); }
    [[nodiscard]] bool empty() const { return !moveStop() && chaseTicks == 0; }
    friend bool operator==(const BracketRules&, const BracketRules&) = default;
};
inline constexpr std::size_t kMostTrails = 3;
inline constexpr std::int64_t kMostRuleTicks = 1'000'000;

/// Reads the rules among the words of a template: EVEN 8t PLUS 1t, TRAIL 12t BY 6t STEP 2t, CHASE 5t.
class RulesReader {
  public:
    /// Whether a rule begins at this word; then it is read, `at` stands behind it, and `wrong` says what is wrong with
    /// it, or is empty.
    [[nodiscard]] bool take(const std::vector<std::string>& words, std::size_t& at, QString& wrong);
    [[nodiscard]] const BracketRules& rules() const { return m_rules; }

  private:
    [[nodiscard]] QString readEven(const std::vector<std::string>& words, std::size_t& at);
    [[nodiscard]] QString readTrail(const std::vector<std::string>& words, std::size_t& at);
    [[nodiscard]] QString readChase(const std::vector<std::string>& words, std::size_t& at);

    BracketRules m_rules;
};
/// The words again; empty for no rules.
[[nodiscard]] std::string rulesText(const BracketRules& rules);
/// For people: "stop to the entry + 1t after 8t; stop follows 6t behind after 12t".
[[nodiscard]] QString rulesWords(const BracketRules& rules);
/// That rules are the terminal's and not the exchange's; to be said where they are chosen.
[[nodiscard]] QString rulesCaveat();

} // namespace qd::ui
