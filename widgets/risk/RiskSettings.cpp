#include "widgets/risk/RiskSettings.h"

#include "core/base/Decimal.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace qd::ui {
namespace {

using portfolio::BreachAction;
using portfolio::LimitKind;

std::vector<std::string_view> wordsOf(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto end = text.find(' ');
        if (end != 0) words.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return words;
}

/// An account, a day, and a digit for every kind of limit.
std::optional<KeptSession> sessionOf(std::string_view account, std::string_view day, std::string_view breached) {
    const auto id = parseUnsigned(account);
    const auto number = parseDecimal(day, 0);
    if (!id || !number || breached.size() != portfolio::kLimitKinds) return std::nullopt;
    KeptSession session{AccountId(static_cast<AccountId::Rep>(*id)), *number, {}};
    for (std::size_t i = 0; i < portfolio::kLimitKinds; ++i) session.breached[i] = breached[i] == '1';
    return session;
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

ReadText<std::vector<portfolio::Scenario>> parseScenarios(std::string_view text) {
    const auto read = readScenarios(text);
    if (!read) return std::unexpected(read.error());
    std::vector<portfolio::Scenario> scenarios;
    for (const NamedMoves& named : *read) {
        portfolio::Scenario scenario{named.name, {}};
        const auto others = std::ranges::find(named.moves, kOtherAssets, &AssetNumber::asset);
        if (others != named.moves.end()) scenario.moves = portfolio::PriceMoves(Rate(others->raw));
        for (const AssetNumber& move : named.moves) {
            if (move.asset != kOtherAssets) scenario.moves.set(move.asset, Rate(move.raw));
        }
        scenarios.push_back(std::move(scenario));
    }
    return scenarios;
}

portfolio::RiskLimits limitsOf(const Settings& settings) {
    portfolio::RiskLimits limits;
    limits.assetNotional = moneyOf(settings, setting::kAssetLimit);
    if (const auto assets = readAssetLimits(settings.text(setting::kAssetLimits))) {
        for (const AssetNumber& a : *assets) limits.assets.push_back({a.asset, Money(a.raw)});
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
    for (const KeptSession& session : kept.sessions) {
        const bool first = &session == &kept.sessions.front();
        out << (first ? "" : " ") << session.account.value() << ' ' << session.day << ' ';
        if (first)
            out << (kept.lock.until ? kept.lock.until->value() : 0) << ' ' << static_cast<int>(kept.lock.cause) << ' ';
        for (const bool breached : session.breached) out << (breached ? '1' : '0');
    }
    return out.str();
}

KeptLock parseLock(std::string_view text) {
    const auto words = wordsOf(text);
    if (words.size() < 5 || words.size() % 3 != 2) return {};
    const auto until = parseDecimal(words[2], 0);
    const auto cause = parseUnsigned(words[3]);
    if (!until || !cause || *cause >= portfolio::kLimitKinds) return {};
    KeptLock kept;
    if (*until > 0) kept.lock.until = UnixNanos(*until);
    kept.lock.cause = static_cast<LimitKind>(*cause);
    for (std::size_t i = 2; i < words.size(); i += 3) {
        const bool first = i == 2; // the lock stands inside it
        const auto session = sessionOf(words[first ? 0 : i], words[first ? 1 : i + 1], words[first ? 4 : i + 2]);
        if (!session) return {};
        kept.sessions.push_back(*session);
    }
    return kept;
}

} // namespace qd::ui
