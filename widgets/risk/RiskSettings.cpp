#include "widgets/risk/RiskSettings.h"

#include "core/base/Decimal.h"

#include <cmath>
#include <sstream>

namespace qd::ui {
namespace {

using portfolio::BreachAction;
using portfolio::LimitKind;

constexpr int kPercentDecimals = 4; ///< of a percent, in parts per million
constexpr std::int64_t kLeastMove = -1'000'000;
constexpr std::int64_t kMostMove = 10'000'000;
constexpr const char* kOthers = "others";

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

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return result;
}

BreachAction actionOf(const std::string& text) {
    if (text == "reduce-only") return BreachAction::CancelAllAndReduceOnly;
    return text == "cancel-all" ? BreachAction::CancelAll : BreachAction::Warn;
}

/// A setting in whole dollars, 0 for none.
std::optional<Money> moneyOf(const Settings& settings, const char* key) {
    const std::int64_t dollars = settings.integer(key);
    return dollars > 0 ? std::optional(Money::of(dollars)) : std::nullopt;
}

std::optional<std::uint32_t> countOf(const Settings& settings, const char* key) {
    const std::int64_t count = settings.integer(key);
    return count > 0 ? std::optional(static_cast<std::uint32_t>(count)) : std::nullopt;
}

/// value * scale to the nearest, 0 for none.
std::optional<std::int64_t> scaledOf(const Settings& settings, const char* key, double scale) {
    const std::int64_t raw = std::llround(settings.real(key) * scale);
    return raw > 0 ? std::optional(raw) : std::nullopt;
}

} // namespace

const std::array<LimitKeys, portfolio::kLimitKinds>& limitKeys() {
    using namespace setting;
    static const std::array<LimitKeys, portfolio::kLimitKinds> keys{{
        {LimitKind::AssetNotional, kAssetLimit, kAssetAction, kAssetLocks},
        {LimitKind::GrossLeverage, kGrossLeverage, kLeverageAction, kLeverageLocks},
        {LimitKind::DailyLoss, kDailyLoss, kDailyLossAction, kDailyLossLocks},
        {LimitKind::Drawdown, kDrawdown, kDrawdownAction, kDrawdownLocks},
        {LimitKind::SessionTrades, kSessionTrades, kTradesAction, kTradesLocks},
        {LimitKind::LosingStreak, kLosingStreak, kStreakAction, kStreakLocks},
    }};
    return keys;
}

std::expected<std::vector<AssetNumber>, std::string> parseAssetNumbers(std::string_view text, int decimals) {
    std::vector<AssetNumber> numbers;
    for (const std::string_view part : partsOf(text, ',')) {
        const auto space = part.find(' ');
        if (space == std::string_view::npos) return std::unexpected(std::string(part));
        const auto raw = parseDecimal(trimmed(part.substr(space)), decimals);
        if (!raw) return std::unexpected(std::string(part));
        numbers.push_back({std::string(part.substr(0, space)), *raw});
    }
    return numbers;
}

std::expected<std::vector<portfolio::Scenario>, std::string> parseScenarios(std::string_view text) {
    std::vector<portfolio::Scenario> scenarios;
    for (const std::string_view part : partsOf(text, ';')) {
        const auto colon = part.find(':');
        if (colon == std::string_view::npos) return std::unexpected(std::string(part));
        const auto name = trimmed(part.substr(0, colon));
        const auto moves = parseAssetNumbers(part.substr(colon + 1), kPercentDecimals);
        if (!moves) return std::unexpected(moves.error());
        if (name.empty() || moves->empty()) return std::unexpected(std::string(part));
        portfolio::Scenario scenario{std::string(name), {}};
        for (const AssetNumber& move : *moves) {
            if (move.raw < kLeastMove || move.raw > kMostMove) return std::unexpected(std::string(part));
            if (move.asset == kOthers) scenario.moves = portfolio::PriceMoves(Rate(move.raw));
        }
        for (const AssetNumber& move : *moves) {
            if (move.asset != kOthers) scenario.moves.set(upper(move.asset), Rate(move.raw));
        }
        scenarios.push_back(std::move(scenario));
    }
    return scenarios;
}

portfolio::RiskLimits limitsOf(const Settings& settings) {
    portfolio::RiskLimits limits;
    limits.assetNotional = moneyOf(settings, setting::kAssetLimit);
    if (const auto assets = parseAssetNumbers(settings.text(setting::kAssetLimits), Money::kDecimals)) {
        for (const AssetNumber& a : *assets) limits.assets.push_back({upper(a.asset), Money(a.raw)});
    }
    limits.grossLeverage = scaledOf(settings, setting::kGrossLeverage, 1e4);
    limits.dailyLoss = moneyOf(settings, setting::kDailyLoss);
    if (const auto drawdown = scaledOf(settings, setting::kDrawdown, 1e4)) limits.drawdown = Rate(*drawdown);
    limits.sessionTrades = countOf(settings, setting::kSessionTrades);
    limits.losingStreak = countOf(settings, setting::kLosingStreak);
    return limits;
}

portfolio::KillSwitch killSwitchOf(const Settings& settings) {
    portfolio::KillSwitch kill;
    for (const LimitKeys& keys : limitKeys())
        kill.actions[static_cast<std::size_t>(keys.kind)] = actionOf(settings.text(keys.action));
    return kill;
}

portfolio::LockOutTerms lockTermsOf(const Settings& settings) {
    portfolio::LockOutTerms terms;
    for (const LimitKeys& keys : limitKeys())
        terms.locks[static_cast<std::size_t>(keys.kind)] = settings.flag(keys.locks);
    const std::int64_t minutes = settings.integer(setting::kLockMinutes);
    if (minutes > 0) terms.nanos = minutes * kNanosPerMinute;
    return terms;
}

std::string textOf(const KeptLock& kept) {
    std::ostringstream out;
    out << kept.account.value() << ' ' << kept.day << ' ' << (kept.lock.until ? kept.lock.until->value() : 0) << ' '
        << static_cast<int>(kept.lock.cause) << ' ';
    for (const bool breached : kept.lock.breached) out << (breached ? '1' : '0');
    return out.str();
}

KeptLock parseLock(std::string_view text) {
    const auto parts = partsOf(text, ' ');
    if (parts.size() != 5 || parts[4].size() != portfolio::kLimitKinds) return {};
    const auto account = parseUnsigned(parts[0]);
    const auto day = parseDecimal(parts[1], 0);
    const auto until = parseDecimal(parts[2], 0);
    const auto cause = parseUnsigned(parts[3]);
    if (!account || !day || !until || !cause || *cause >= portfolio::kLimitKinds) return {};
    KeptLock kept;
    kept.account = AccountId(static_cast<AccountId::Rep>(*account));
    kept.day = *day;
    if (*until > 0) kept.lock.until = UnixNanos(*until);
    kept.lock.cause = static_cast<LimitKind>(*cause);
    for (std::size_t i = 0; i < portfolio::kLimitKinds; ++i) kept.lock.breached[i] = parts[4][i] == '1';
    return kept;
}

} // namespace qd::ui
