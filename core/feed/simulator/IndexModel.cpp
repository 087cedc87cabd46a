#include "core/feed/simulator/IndexModel.h"

#include "core/base/Checked.h"
#include "core/feed/simulator/Distributions.h"

#include <algorithm>
#include <array>

namespace qd::simulator {
namespace {

constexpr std::int64_t kNano = 1'000'000'000;
constexpr std::int64_t kNanoOfPrice = kNano / Price::kScale;
// Square root of the number of 250 ms steps in a year of 365 days: sqrt(126,144,000).
constexpr std::int64_t kStepsRoot = 11'231;
constexpr std::int64_t kStepsAMinute = 240;
constexpr std::int64_t kPullSteps = 5 * 24 * 60 * kStepsAMinute;
constexpr std::int64_t kGlideSteps = 60; // a quarter of a minute
constexpr std::int64_t kStepsAJump = 15 * kStepsAMinute;

struct Regime {
    std::int64_t volatility; ///< permille of the usual
    std::uint64_t weight;    ///< of 100 regimes
    std::int64_t minutes;    ///< mean length
};
// The weighted mean of the squares is near 1, so that a market's yearly volatility is what its setup says.
constexpr std::array<Regime, 3> kRegimes{{{700, 40, 6}, {1'000, 42, 5}, {1'700, 18, 3}}};
constexpr std::int64_t kLowestRegime = 100;
constexpr std::int64_t kHighestRegime = 5'000;

// Quiet and lively steps; 0.8 * 0.35^2 + 0.2 * 2.12^2 = 0.997.
constexpr std::uint64_t kLivelyPermille = 200;
constexpr std::int64_t kQuiet = 350;
constexpr std::int64_t kLively = 2'120;

constexpr std::int64_t kSmallestJump = 600'000; // 6 bps, 1e-9
constexpr std::int64_t kLargestJump = 2'400'000;

} // namespace

std::int64_t IndexModel::usualStep(Ratio volatility) noexcept {
    return volatility.raw() * (kNano / Ratio::kScale) / kStepsRoot;
}

IndexModel::IndexModel(std::uint64_t seed, const std::vector<MarketSetup>& markets) : m_random(streamOf(seed, 0)) {
    for (const MarketSetup& setup : markets) {
        Market m;
        m.price = m.anchor = setup.startPrice.raw() * kNanoOfPrice;
        m.low = m.anchor / 3;
        m.high = m.anchor * 3;
        m.sigma = usualStep(setup.volatility);
        m.correlation = setup.correlation.raw();
        m.own = static_cast<std::int64_t>(
            integerSqrt(static_cast<UInt128>(Ratio::kScale * Ratio::kScale - m.correlation * m.correlation)));
        m_markets.push_back(m);
    }
}

Price IndexModel::at(std::size_t i, std::uint64_t wanted) {
    while (m_step < wanted) step();
    return Price(m_markets[i].price / kNanoOfPrice);
}

void IndexModel::step() {
    ++m_step;
    glide();
    const std::int64_t common = shock();
    std::int64_t jump = 0;
    if (below(m_random, kStepsAJump) == 0) {
        jump = between(m_random, kSmallestJump, kLargestJump);
        if (chance(m_random, 500)) jump = -jump;
    }
    for (Market& m : m_markets) move(m, common, jump);
}

void IndexModel::glide() {
    if (m_regimeLeft == 0) {
        std::uint64_t roll = below(m_random, 100);
        const Regime* regime = kRegimes.data();
        while (roll >= regime->weight) roll -= (regime++)->weight;
        m_regime = regime->volatility;
        m_regimeLeft = 1 + exponential(m_random, regime->minutes * kStepsAMinute);
    }
    --m_regimeLeft;
    const std::int64_t wobble = gaussian(m_random) * 25 / kOneQ16; // permille a step
    m_volatility += (m_regime - m_volatility) / kGlideSteps + wobble;
    m_volatility = std::clamp(m_volatility, kLowestRegime, kHighestRegime);
}

/// A nearly normal draw, made large or small; Q16, standard deviation 1.
std::int64_t IndexModel::shock() {
    const std::int64_t draw = gaussian(m_random);
    return draw * (chance(m_random, kLivelyPermille) ? kLively : kQuiet) / 1'000;
}

void IndexModel::move(Market& m, std::int64_t common, std::int64_t jump) {
    m.liveliness += (1'000 - m.liveliness) / 100 + gaussian(m_random) * 20 / kOneQ16;
    m.liveliness = std::clamp<std::int64_t>(m.liveliness, 500, 2'000);
    const std::int64_t mixed = (m.correlation * common + m.own * shock()) / Ratio::kScale; // Q16
    const std::int64_t scale = m_volatility * m.liveliness / 1'000;                        // permille
    auto change = static_cast<std::int64_t>(Int128(m.sigma) * scale * mixed / 1'000 / kOneQ16);
    // A market takes part in a common jump as far as it is correlated, and in proportion to its own volatility.
    if (jump != 0 && static_cast<std::int64_t>(below(m_random, Ratio::kScale)) < m.correlation)
        change += jump * std::clamp<std::int64_t>(m.sigma / 50, 500, 2'000) / 1'000;
    change += static_cast<std::int64_t>(Int128(m.anchor - m.price) * kNano / m.anchor) / kPullSteps;
    m.price += static_cast<std::int64_t>(Int128(m.price) * change / kNano);
    m.price = std::clamp(m.price, m.low, m.high);
}

void IndexModel::save(ByteWriter& out) const {
    put(out, m_random);
    out.put(m_step);
    out.put(m_regime);
    out.put(m_regimeLeft);
    out.put(m_volatility);
    for (const Market& m : m_markets) {
        out.put(m.price);
        out.put(m.liveliness);
    }
}

void IndexModel::load(StateReader& in) {
    m_random = in.random();
    m_step = in.ranged<std::uint64_t>("index step", 0, std::uint64_t{1} << 48U);
    m_regime = in.ranged("regime", kLowestRegime, kHighestRegime);
    m_regimeLeft = in.ranged<std::int64_t>("length of the regime", 0, std::int64_t{1} << 32);
    m_volatility = in.ranged("volatility", kLowestRegime, kHighestRegime);
    for (Market& m : m_markets) {
        m.price = in.ranged("index price", m.low, m.high);
        m.liveliness = in.ranged<std::int64_t>("liveliness", 500, 2'000);
    }
}

} // namespace qd::simulator
