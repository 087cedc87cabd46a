#include "core/feed/simulator/PriceFormer.h"

#include "core/base/Wide.h"
#include "core/feed/simulator/Schedule.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qd::simulator {
namespace {

constexpr std::int64_t kDecayStep = 999'333'555'506'181'068; // e^(-0.1 s / 150 s) * 1e18
constexpr std::int64_t kDecayOne = 1'000'000'000'000'000'000;
constexpr std::int64_t kLongestGap = 600'000; // milliseconds
constexpr std::int64_t kTwapPeriod = 300'000;
constexpr std::int64_t kTwapLimit = 10;       // tier A: a tenth around the old average
constexpr std::int64_t kMarkBand = 300;       // basis points, tier A
constexpr std::int64_t kMostWeight = 800'000; // ten minutes beside the 150 s that are remembered at most
constexpr std::int64_t kLargestSample = 10'000'000'000'000;

/// e^(-k * 0.1 s / 150 s) * 1e9 by the recursion of the specification.
std::int64_t decayAfter(std::int64_t k) noexcept {
    std::int64_t t = kDecayOne;
    for (std::int64_t i = 0; i < k && t != 0; ++i) t = static_cast<std::int64_t>(Int128(t) * kDecayStep / kDecayOne);
    return t / 1'000'000'000;
}

/// Of one to three values; of two their mean, rounded towards zero.
std::int64_t median(std::array<std::int64_t, 3> values, std::size_t count) noexcept {
    for (std::size_t i = 1; i < count; ++i) {
        for (std::size_t k = i; k > 0 && values[k] < values[k - 1]; --k) std::swap(values[k], values[k - 1]);
    }
    return count == 2 ? (values[0] + values[1]) / 2 : values[count / 2];
}

} // namespace

void TimeAverage::add(std::int64_t millis, std::int64_t x) noexcept {
    millis = std::clamp<std::int64_t>(millis, 1, kLongestGap);
    const std::int64_t decay = decayAfter(millis / 100 * m_pace);
    m_sum = static_cast<std::int64_t>(Int128(m_sum) * decay / 1'000'000'000) + x * millis;
    m_weight = static_cast<std::int64_t>(Int128(m_weight) * decay / 1'000'000'000) + millis;
}

void TimeAverage::save(ByteWriter& out) const {
    out.put(m_sum);
    out.put(m_weight);
}

void TimeAverage::load(StateReader& in) {
    constexpr std::int64_t kLargestSum = kMostWeight * kLargestSample;
    m_sum = in.ranged("sum of an average", -kLargestSum, kLargestSum);
    m_weight = in.ranged<std::int64_t>("weight of an average", 0, kMostWeight);
    // Truncation lets the quotient exceed the samples by some millionths.
    const std::int64_t limit = 2 * kLargestSample;
    if (in.ok() && (m_weight == 0 ? m_sum != 0 : m_sum / m_weight > limit || m_sum / m_weight < -limit))
        in.refuse("sum of an average", "does not go with its weight");
}

Price nextTwap5(Price old, Price index, std::int64_t elapsedMillis) noexcept {
    const std::int64_t since = std::max<std::int64_t>(0, elapsedMillis);
    if (since == 0) return old;
    const std::int64_t left = std::max<std::int64_t>(1, kTwapPeriod - since);
    const std::int64_t reach = old.raw() / kTwapLimit;
    const std::int64_t x = std::clamp(index.raw(), old.raw() - reach, old.raw() + reach);
    const Int128 fresh = Int128(x) * since;
    const Int128 kept = Int128(old.raw()) * left;
    const auto mean = static_cast<std::int64_t>((fresh + kept) / (since + left));
    const int bias = left > 1 ? (kept > fresh) - (kept < fresh) : 0;
    return Price(mean == 0 && bias < 0 ? 0 : mean + bias);
}

MarketPrices PriceFormer::next(Price index, const Touch& touch, UnixNanos now) noexcept {
    const std::int64_t elapsed = now.millis() / 100 * 100 - m_last.millis() / 100 * 100;
    std::array<std::int64_t, 3> quotes{};
    std::size_t count = 0;
    for (const auto& price : {touch.bid, touch.ask, touch.last}) {
        if (price) quotes[count++] = price->raw();
    }
    if (const auto mid = touch.mid(); mid && elapsed > 0) m_basis.add(elapsed, mid->raw() - index.raw());
    std::array<std::int64_t, 3> candidates{index.raw() + m_basis.value()};
    std::size_t known = 1;
    if (count != 0) {
        const std::int64_t book = median(quotes, count);
        if (elapsed > 0) m_book.add(elapsed, book);
        candidates[known++] = book;
        if (!m_book.empty()) candidates[known++] = m_book.value();
    }
    m_twap5 = nextTwap5(m_twap5, index, now.millis() - m_last.millis());
    m_last = now;
    const std::int64_t reach = index.raw() * kMarkBand / Ratio::kScale;
    return {index, Price(std::clamp(median(candidates, known), index.raw() - reach, index.raw() + reach)), m_twap5,
            false};
}

void PriceFormer::save(ByteWriter& out) const {
    m_basis.save(out);
    m_book.save(out);
    put(out, m_twap5);
    put(out, m_last);
}

void PriceFormer::load(StateReader& in, Price highest) {
    m_basis.load(in);
    m_book.load(in);
    m_twap5 = in.ranged("5-minute average", Price(1), highest);
    m_last = in.time("time of the last prices", UnixNanos(0), kNever);
}

} // namespace qd::simulator
