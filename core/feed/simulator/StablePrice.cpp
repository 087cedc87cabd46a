#include "core/feed/simulator/StablePrice.h"

#include "core/feed/simulator/Distributions.h"

#include <algorithm>

namespace qd::simulator {
namespace {

constexpr std::int64_t kStep = 25'000;        // standard deviation, 1e-9
constexpr std::int64_t kPullSteps = 30;       // a minute
constexpr std::int64_t kFarthest = 2'000'000; // 20 bps

} // namespace

Price StablePrice::next() noexcept {
    m_away += gaussian(m_random) * kStep / kOneQ16 - m_away / kPullSteps;
    m_away = std::clamp(m_away, -kFarthest, kFarthest);
    return Price(Price::kScale + m_away / 1'000);
}

void StablePrice::save(ByteWriter& out) const {
    put(out, m_random);
    out.put(m_away);
}

void StablePrice::load(StateReader& in) {
    m_random = in.random();
    m_away = in.ranged("a stable coin's distance", -kFarthest, kFarthest);
}

} // namespace qd::simulator
