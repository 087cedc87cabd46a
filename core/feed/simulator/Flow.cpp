#include "core/feed/simulator/Flow.h"

#include "core/base/Wide.h"
#include "core/feed/simulator/IndexModel.h"

namespace qd::simulator {
namespace {

// A trade worth this many of a maker's usual quotes moves the fair price by 1 bp.
constexpr std::int64_t kQuotesABasisPoint = 25;
constexpr std::int64_t kFadePermille = 29; // a beat: 0.971^24 = 0.49
constexpr std::int64_t kActivityMemory = 40;
// E|return| of the index model is 0.56 of its usual step: 0.8 for a normal, 0.7 for quiet and lively steps mixed.
constexpr std::int64_t kMeanMovePermille = 560;

} // namespace

Flow::Flow(const MarketSetup& setup)
    : m_impact(std::max<std::int64_t>(1, setup.quoteValue.raw() * kQuotesABasisPoint / 100))
    , m_usualMove(std::max<std::int64_t>(1, IndexModel::usualStep(setup.volatility) * kMeanMovePermille / 1'000)) {}

void Flow::traded(Money value, Side aggressor) noexcept {
    const Int128 push = std::min<Int128>(Int128(value.raw()) * kFine / m_impact, 2 * kMostPressure);
    m_pressure =
        std::clamp(m_pressure + signOf(aggressor) * static_cast<std::int64_t>(push), -kMostPressure, kMostPressure);
}

void Flow::moved(Price from, Price to) noexcept {
    m_pressure -= m_pressure * kFadePermille / 1'000;
    if (from.raw() <= 0) return;
    const std::int64_t distance = to > from ? to.raw() - from.raw() : from.raw() - to.raw();
    const Int128 relative = Int128(distance) * 1'000'000'000 / from.raw() * 1'000 * kFine / m_usualMove;
    const auto sample = static_cast<std::int64_t>(std::min<Int128>(relative, kMostActivity));
    m_activity += (sample - m_activity) / kActivityMemory;
}

} // namespace qd::simulator
