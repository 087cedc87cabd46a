#include "core/engine/risk/portfolio/Limits.h"

#include <algorithm>

namespace qd::portfolio {
namespace {

std::optional<Money> assetLimit(const RiskLimits& limits, const std::string& asset) {
    const auto own = std::ranges::find(limits.assets, asset, &AssetLimit::asset);
    return own != limits.assets.end() ? std::optional(own->notional) : limits.assetNotional;
}

void checkAssets(const RiskLimits& limits, const Exposure& exposure, std::vector<Breach>& breaches) {
    for (const ExposureGroup& group : exposure.groups) {
        const auto limit = assetLimit(limits, group.name);
        if (limit && group.gross > *limit)
            breaches.push_back({LimitKind::AssetNotional, group.name, group.gross.raw(), limit->raw()});
    }
}

std::expected<void, MathError> checkLeverage(std::int64_t limit, const RiskState& state,
                                             std::vector<Breach>& breaches) {
    const Money gross = state.exposure.gross;
    if (gross.isZero()) return {};
    std::optional<std::int64_t> leverage;
    if (state.equity.raw() > 0) {
        const auto value = Checked(gross.raw()).times(Ratio::kScale, state.equity.raw(), Round::Up).to<std::int64_t>();
        if (!value) return std::unexpected(value.error());
        leverage = *value;
    }
    if (!leverage || *leverage > limit) breaches.push_back({LimitKind::GrossLeverage, {}, leverage, limit});
    return {};
}

std::expected<void, MathError> checkDailyLoss(Money limit, const RiskState& state, std::vector<Breach>& breaches) {
    const auto loss = state.dayStart.minus(state.equity);
    if (!loss) return std::unexpected(loss.error());
    if (loss->raw() > 0 && *loss >= limit) breaches.push_back({LimitKind::DailyLoss, {}, loss->raw(), limit.raw()});
    return {};
}

std::expected<void, MathError> checkDrawdown(Rate limit, const RiskState& state, std::vector<Breach>& breaches) {
    if (state.peak.raw() <= 0 || state.equity >= state.peak) return {};
    const auto drawdown = (Checked(state.peak.raw()) - state.equity.raw())
                              .times(Rate::kScale, state.peak.raw(), Round::Up)
                              .to<std::int64_t>();
    if (!drawdown) return std::unexpected(drawdown.error());
    if (*drawdown >= limit.raw()) breaches.push_back({LimitKind::Drawdown, {}, *drawdown, limit.raw()});
    return {};
}

void checkCount(LimitKind kind, std::optional<std::uint32_t> limit, std::uint32_t count,
                std::vector<Breach>& breaches) {
    if (limit && count >= *limit) breaches.push_back({kind, {}, std::int64_t{count}, std::int64_t{*limit}});
}

std::size_t indexOf(LimitKind kind) { return static_cast<std::size_t>(kind); }

} // namespace

SessionTally withTrade(SessionTally tally, Money result) noexcept {
    ++tally.trades;
    tally.losingStreak = result.raw() < 0 ? tally.losingStreak + 1 : 0;
    return tally;
}

MathResult<std::vector<Breach>> breachesOf(const RiskLimits& limits, const RiskState& state) {
    std::vector<Breach> breaches;
    checkAssets(limits, state.exposure, breaches);
    std::expected<void, MathError> ok;
    if (limits.grossLeverage) ok = checkLeverage(*limits.grossLeverage, state, breaches);
    if (ok && limits.dailyLoss) ok = checkDailyLoss(*limits.dailyLoss, state, breaches);
    if (ok && limits.drawdown) ok = checkDrawdown(*limits.drawdown, state, breaches);
    if (!ok) return std::unexpected(ok.error());
    checkCount(LimitKind::SessionTrades, limits.sessionTrades, state.session.trades, breaches);
    checkCount(LimitKind::LosingStreak, limits.losingStreak, state.session.losingStreak, breaches);
    return breaches;
}

KillDecision killDecision(const KillSwitch& kill, std::span<const Breach> breaches) {
    BreachAction severest = BreachAction::Warn;
    for (const Breach& breach : breaches) severest = std::max(severest, kill.actions[indexOf(breach.kind)]);
    return {severest >= BreachAction::CancelAll, severest == BreachAction::CancelAllAndReduceOnly};
}

LockOut withBreaches(LockOut lock, std::span<const Breach> breaches, const LockOutTerms& terms, UnixNanos now,
                     UnixNanos sessionEnd) {
    std::array<bool, kLimitKinds> breached{};
    for (const Breach& breach : breaches) breached[indexOf(breach.kind)] = true;
    const UnixNanos end = terms.nanos ? now + *terms.nanos : sessionEnd;
    for (std::size_t kind = 0; kind < kLimitKinds; ++kind) {
        const bool fresh = breached[kind] && !lock.breached[kind];
        if (!fresh || !terms.locks[kind] || (lock.lockedAt(now) && end <= *lock.until)) continue;
        lock.until = end;
        lock.cause = static_cast<LimitKind>(kind);
    }
    lock.breached = breached;
    return lock;
}

} // namespace qd::portfolio
