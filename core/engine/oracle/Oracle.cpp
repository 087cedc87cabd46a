#include "core/engine/oracle/Oracle.h"

#include <algorithm>
#include <span>

namespace qd::oracle {
namespace {

constexpr std::size_t kPrimary = 0;
constexpr std::size_t kSecondary = 1;
constexpr std::int64_t kSlotNanos = 10 * kNanosPerSecond;

std::int64_t slotOf(UnixNanos t) noexcept { return t.value() / kSlotNanos; }

bool movedBy(Price from, Price to, Rate part) noexcept {
    const Int128 distance = Int128{to.raw()} - from.raw();
    return (distance < 0 ? -distance : distance) * Rate::kScale > Int128{part.raw()} * from.raw();
}

std::int64_t delayMs(UnixNanos published, UnixNanos now) noexcept {
    return std::max<std::int64_t>(0, now - published) / kNanosPerMilli;
}

struct Weighted {
    Price price;
    std::int64_t weight = 0;
};

/// The price below and above which lies half of the weight; the mean of two, rounded down, where the half lies between.
Price weightedMedian(std::span<Weighted> prices) {
    std::ranges::sort(prices, {}, &Weighted::price);
    std::int64_t total = 0;
    for (const Weighted& w : prices) total += w.weight;
    std::int64_t below = 0;
    for (std::size_t i = 0;; ++i) {
        below += prices[i].weight;
        if (2 * below > total) return prices[i].price;
        if (2 * below == total) {
            const Int128 sum = Int128{prices[i].price.raw()} + prices[i + 1].price.raw();
            return Price(static_cast<std::int64_t>(sum / 2));
        }
    }
}

} // namespace

// ---- what the sources are worth

Oracle::Candidate Oracle::readingOf(std::size_t source, UnixNanos now) const {
    const SourceState& s = m_state.sources[source];
    Candidate c{source == kPrimary ? OracleSource::Primary : OracleSource::Secondary, OracleStatus::NonPositive,
                s.price, s.publishedAt};
    if (!s.heard) return c;
    c.status = validity({s.price, s.confidence, delayMs(s.publishedAt, now), s.enoughPublishers,
                         m_state.twap5.empty() ? s.price : m_state.twap5.value},
                        m_params);
    return c;
}

/// Only exchanges that are valid by themselves, so the median is too.
Oracle::Candidate Oracle::exchangesMedian(UnixNanos now) const {
    std::array<Weighted, kOracleSources> fresh{};
    std::size_t count = 0;
    UnixNanos oldest = now;
    for (std::size_t i = kFirstExchangeSource; i < kOracleSources; ++i) {
        const Candidate c = readingOf(i, now);
        if (c.status != OracleStatus::Valid) continue;
        fresh[count++] = {c.price, m_params.weights[i]};
        oldest = std::min(oldest, c.publishedAt);
    }
    if (count < kLeastExchanges) return {OracleSource::Exchanges};
    return {OracleSource::Exchanges, OracleStatus::Valid, weightedMedian(std::span(fresh).first(count)), oldest};
}

/// One by one, because the first is nearly always good enough and a median costs more than the rest.
Oracle::Candidate Oracle::candidate(std::size_t rank, UnixNanos now) const {
    switch (rank) {
    case 0: return m_state.onSecondary ? Candidate{} : readingOf(kPrimary, now);
    case 1: return m_state.secondaryAgreed ? readingOf(kSecondary, now) : Candidate{};
    default: return m_state.exchangesAgreed ? exchangesMedian(now) : Candidate{};
    }
}

Oracle::Candidate Oracle::best(PriceUse use, UnixNanos now) const {
    for (std::size_t rank = 0; rank < kRanks; ++rank) {
        const Candidate c = candidate(rank, now);
        if (allowed(c.status, use)) return c;
    }
    return {};
}

OracleStatus Oracle::status(UnixNanos now) const {
    OracleStatus found = OracleStatus::NonPositive;
    for (std::size_t rank = 0; rank < kRanks && found != OracleStatus::Valid; ++rank)
        found = std::max(found, candidate(rank, now).status);
    return found;
}

std::optional<Price> Oracle::price(PriceUse use, UnixNanos now) const {
    const Candidate c = best(use, now);
    return c.source == OracleSource::None ? std::nullopt : std::optional(c.price);
}

OracleSource Oracle::source(PriceUse use, UnixNanos now) const { return best(use, now).source; }

Price Oracle::displayPrice(UnixNanos now) const { return price(PriceUse::Match, now).value_or(m_state.twap5.value); }

UnixNanos Oracle::publishedAt(UnixNanos now) const {
    UnixNanos latest;
    for (std::size_t rank = 0; rank < kRanks; ++rank) latest = std::max(latest, candidate(rank, now).publishedAt);
    return latest;
}

/// Has every source that was ever heard been silent for longer than margin allows?
bool Oracle::silent(UnixNanos now) const {
    const SourceState& primary = m_state.sources[kPrimary];
    const SourceState& secondary = m_state.sources[kSecondary];
    if (!primary.heard && !secondary.heard) return false;
    const Int128 patience = m_params.staleForMarginMs * Int128{m_params.stableCoin ? 3 : 1};
    const UnixNanos direct = std::max(primary.publishedAt, secondary.publishedAt);
    return delayMs(direct, now) > patience && delayMs(exchangesMedian(now).publishedAt, now) > patience;
}

// ---- what messages and time do

OracleChange Oracle::report(const OracleReport& report, UnixNanos now) {
    OracleChange change = advance(now);
    const UnixNanos publishedAt = std::min(report.publishedAt, now);
    if (!acceptable(report, publishedAt)) return change;
    change.accepted = true;
    const bool goodBefore = allowed(readingOf(kPrimary, now).status, PriceUse::Margin);
    m_state.sources[report.source] = {report.price, report.confidence, publishedAt, report.enoughPublishers, true};
    if (report.source == kPrimary) countRecovery(goodBefore, now, change);
    compareSources(now, change);
    failOver(now, change);
    if (const auto x = price(PriceUse::Average, now)) {
        m_state.twap5 = sampled(m_state.twap5, *x, now, kTwapShort, m_params.tier);
        m_state.twap60 = sampled(m_state.twap60, *x, now, kTwapLong, m_params.tier);
    }
    if (const auto x = price(PriceUse::Trigger, now)) watchMove(*x, now, change);
    return change;
}

bool Oracle::acceptable(const OracleReport& r, UnixNanos publishedAt) const {
    if (r.source >= kOracleSources || r.confidence.raw() < 0 || publishedAt < UnixNanos{}) return false;
    if (r.source >= kFirstExchangeSource && m_params.weights[r.source] == 0) return false;
    const SourceState& last = m_state.sources[r.source];
    return publishedAt >= last.publishedAt &&
           SourceState{r.price, r.confidence, publishedAt, r.enoughPublishers, true} != last;
}

OracleChange Oracle::advance(UnixNanos now) {
    OracleChange change;
    const bool isSilent = silent(now);
    if (m_state.breaker != BreakerCause::None && now - m_state.trippedAt >= kBreakerNanos && !isSilent) {
        m_state.breaker = BreakerCause::None;
        m_state.trippedAt = {};
        change.breakerReset = true;
    }
    if (isSilent) trip(BreakerCause::Stale, now, change);
    failOver(now, change);
    return change;
}

bool Oracle::resetBreaker() {
    if (m_state.breaker == BreakerCause::None) return false;
    m_state.breaker = BreakerCause::None;
    m_state.trippedAt = {};
    m_state.ranges = {};
    return true;
}

BreakerCause Oracle::breaker(UnixNanos now) const {
    if (m_params.breakerMove.isZero()) return BreakerCause::None;
    if (m_state.breaker != BreakerCause::None && now - m_state.trippedAt < kBreakerNanos) return m_state.breaker;
    return silent(now) ? BreakerCause::Stale : BreakerCause::None;
}

void Oracle::failOver(UnixNanos now, OracleChange& change) {
    if (m_state.onSecondary || allowed(readingOf(kPrimary, now).status, PriceUse::Margin)) return;
    if (!price(PriceUse::Margin, now)) return;
    m_state.onSecondary = true;
    m_state.recovery = 0;
    change.failedOver = true;
}

void Oracle::countRecovery(bool goodBefore, UnixNanos now, OracleChange& change) {
    if (!m_state.onSecondary) return;
    const bool good = readingOf(kPrimary, now).status == OracleStatus::Valid;
    if (!good)
        m_state.recovery = 0;
    else
        m_state.recovery = static_cast<std::uint8_t>((goodBefore ? m_state.recovery : 0) + 1);
    if (m_state.recovery < kRecoveryUpdates) return;
    m_state.onSecondary = false;
    m_state.recovery = 0;
    change.recovered = true;
}

void Oracle::compareSources(UnixNanos now, OracleChange& change) {
    const Candidate primary = readingOf(kPrimary, now);
    const Candidate secondary = readingOf(kSecondary, now);
    const Candidate exchanges = exchangesMedian(now);
    const auto compare = [&](const Candidate& a, const Candidate& b) -> std::optional<bool> {
        if (a.status != OracleStatus::Valid || b.status != OracleStatus::Valid) return std::nullopt;
        const bool agree = !apart(a.price, b.price, m_params.maxSpread);
        if (!agree) trip(BreakerCause::Spread, now, change);
        return agree;
    };
    m_state.secondaryAgreed = compare(primary, secondary).value_or(m_state.secondaryAgreed);
    m_state.exchangesAgreed = compare(primary, exchanges).value_or(m_state.exchangesAgreed);
    compare(secondary, exchanges);
}

void Oracle::watchMove(Price price, UnixNanos now, OracleChange& change) {
    const std::int64_t slot = slotOf(now);
    PriceRange& own = m_state.ranges[static_cast<std::size_t>(slot) % kRangeSlots];
    if (own.low.isZero() || own.slot != slot) own = {slot, price, price};
    own.low = std::min(own.low, price);
    own.high = std::max(own.high, price);
    const bool moved = std::ranges::any_of(m_state.ranges, [&](const PriceRange& r) {
        if (r.low.isZero() || r.slot <= slot - static_cast<std::int64_t>(kRangeSlots)) return false;
        return movedBy(r.low, price, m_params.breakerMove) || movedBy(r.high, price, m_params.breakerMove);
    });
    if (moved) trip(BreakerCause::Move, now, change);
}

/// The first cause stands, and its hour.
void Oracle::trip(BreakerCause cause, UnixNanos now, OracleChange& change) {
    if (m_params.breakerMove.isZero() || m_state.breaker != BreakerCause::None) return;
    m_state.breaker = cause;
    m_state.trippedAt = now;
    change.tripped = cause;
}

// ---- what may be in a snapshot

namespace {

bool possibleSource(const SourceState& s, bool known, UnixNanos now) {
    if (!s.heard) return s == SourceState{};
    return known && s.confidence.raw() >= 0 && s.publishedAt >= UnixNanos{} && s.publishedAt <= now;
}

bool possibleRange(const PriceRange& r, std::size_t place, UnixNanos now) {
    if (r.low.isZero()) return r == PriceRange{};
    return r.slot >= 0 && r.slot <= slotOf(now) && static_cast<std::size_t>(r.slot) % kRangeSlots == place &&
           r.low.raw() > 0 && r.low <= r.high;
}

} // namespace

bool possible(const OracleState& s, const OracleParams& params, UnixNanos now) noexcept {
    for (std::size_t i = 0; i < kOracleSources; ++i) {
        const bool known = i < kFirstExchangeSource || params.weights[i] != 0;
        if (!possibleSource(s.sources[i], known, now)) return false;
    }
    for (std::size_t i = 0; i < kRangeSlots; ++i) {
        if (!possibleRange(s.ranges[i], i, now)) return false;
    }
    const bool tripped = s.breaker != BreakerCause::None;
    return possible(s.twap5, now) && possible(s.twap60, now) && s.twap5.second == s.twap60.second &&
           s.recovery < kRecoveryUpdates && (s.onSecondary || s.recovery == 0) && s.breaker <= BreakerCause::Stale &&
           (tripped ? s.trippedAt >= UnixNanos{} && s.trippedAt <= now && !params.breakerMove.isZero()
                    : s.trippedAt == UnixNanos{});
}

} // namespace qd::oracle
