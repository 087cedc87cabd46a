#include "core/engine/funding/FundingClock.h"

#include "core/engine/oracle/Validity.h"

#include <algorithm>
#include <limits>

namespace qd::funding {
namespace {

std::int64_t secondsOf(UnixNanos t) noexcept { return t.value() / kNanosPerSecond; }

/// The first multiple of the interval after t.
UnixNanos sampleAfter(UnixNanos t) noexcept { return UnixNanos((t.value() / kSampleNanos + 1) * kSampleNanos); }

std::int32_t stored(Rate premium) noexcept {
    using Limits = std::numeric_limits<std::int32_t>;
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(premium.raw(), Limits::min(), Limits::max()));
}

} // namespace

FundingClock::FundingClock(const MarketParams& params, UnixNanos start)
    : m_interest(params.interest)
    , m_largest(largestRate8h(params.initialMargin, params.maintenanceMargin)) {
    m_state.nextSample = sampleAfter(start);
    m_state.lastUpdate = start;
}

void FundingClock::addSample(std::optional<Rate> premium, UnixNanos now) {
    if (now < m_state.nextSample) return;
    const std::int64_t due = (now - m_state.nextSample) / kSampleNanos + 1;
    m_state.nextSample = sampleAfter(now);
    if (!premium) return;
    const auto times = static_cast<std::size_t>(std::min<std::int64_t>(due, kSamplesPerPeriod));
    for (std::size_t i = 0; i < times; ++i) {
        m_state.premiums[m_state.next] = stored(*premium);
        m_state.next = static_cast<std::uint16_t>((m_state.next + 1U) % kSamplesPerPeriod);
    }
    m_state.count = static_cast<std::uint16_t>(std::min(m_state.count + times, kSamplesPerPeriod));
}

UnixNanos FundingClock::nextUpdate() const noexcept {
    const std::int64_t last = secondsOf(m_state.lastUpdate);
    return UnixNanos((last + wait(last, last, kPeriodSeconds)) * kNanosPerSecond);
}

Rate FundingClock::averagePremium() const {
    if (m_state.count == 0) return {};
    std::int64_t sum = 0; // 720 values of 32 bits; those before the last update are 0
    for (const std::int32_t p : m_state.premiums) sum += p;
    return Rate(sum / m_state.count);
}

Rate FundingClock::rate8h() const {
    return std::clamp(funding::rate8h(averagePremium(), m_interest), Rate(-m_largest.raw()), m_largest);
}

std::expected<FundingUpdate, FundingRefusal> FundingClock::update(const FundingPrices& prices, UnixNanos now) {
    if (now < nextUpdate()) return std::unexpected(FundingRefusal::NotDue);
    if (!prices.index) return std::unexpected(FundingRefusal::OracleInvalid);
    if (now - prices.publishedAt > kPeriodSeconds * kNanosPerSecond) return std::unexpected(FundingRefusal::PriceOld);
    if (oracle::markTooDivergent(prices.mark, prices.twap5, prices.maxDivergence))
        return std::unexpected(FundingRefusal::MarkDivergent);
    FundingUpdate done{averagePremium(), rate8h(), secondsOf(now) - secondsOf(m_state.lastUpdate), *prices.index, {}};
    done.seconds = std::min(done.seconds, kPeriodSeconds);
    const auto delta = indexDelta(done.rate8h, done.seconds, done.index);
    const auto hourly = indexDelta(done.rate8h, kPeriodSeconds, done.index);
    if (!delta || !hourly) return std::unexpected(FundingRefusal::Overflow);
    done.delta = *delta;
    m_state.lastUpdate = now;
    m_state.premiums = {};
    m_state.next = 0;
    m_state.count = 0;
    m_state.lastRate8h = done.rate8h;
    m_state.lastHourly = *hourly;
    m_state.lastOracleTwap = prices.twap60;
    return done;
}

bool possible(const FundingState& s, UnixNanos now) noexcept {
    if (s.nextSample <= UnixNanos{} || s.nextSample > sampleAfter(now) || s.lastUpdate < UnixNanos{} ||
        s.nextSample.value() % kSampleNanos != 0 || s.lastUpdate > now || s.next >= kSamplesPerPeriod ||
        s.count > kSamplesPerPeriod)
        return false;
    // Premiums stand before `next`, and a period that is not full has begun at 0.
    if (s.count < kSamplesPerPeriod && s.next != s.count) return false;
    return std::all_of(s.premiums.begin() + s.count, s.premiums.end(), [](std::int32_t p) { return p == 0; });
}

} // namespace qd::funding
