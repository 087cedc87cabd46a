#include "core/simulation/agents/Agent.h"
#include "core/simulation/agents/Sizes.h"

#include <algorithm>

namespace qd::simulation {
namespace {

constexpr std::int64_t kTurn = 3; ///< seconds

/// What can be wrong with the sources of an oracle.
enum class Fault : std::uint8_t {
    None,
    Silent,      ///< the primary says nothing
    AllSilent,   ///< nobody says anything
    Late,        ///< the primary's messages are old
    Wide,        ///< its confidence is wide
    Few,         ///< not enough publishers
    Divergent,   ///< the secondary says something else
    Spike,       ///< the primary says many times the price
    NonPositive, ///< the primary says nothing that is a price
};

/// The sources of one oracle and the price behind them.
class Feed final : public Agent {
  public:
    Feed(const Venue& venue, const Climate& climate, OracleId oracle, Draw draw)
        : Agent(draw)
        , m_climate(climate)
        , m_oracle(oracle)
        , m_start(venue.prices[oracle.value()])
        , m_price(m_start)
        , m_stable(venue.oracles[oracle.value()].stableCoin)
        , m_noise(m_stable                                              ? 30
                  : venue.oracles[oracle.value()].tier <= MarketTier::B ? 300
                                                                        : 700) {}

    void act(const Desk& desk) override {
        move(desk.now());
        changeFault();
        reportPrimary(desk);
        if (m_fault == Fault::AllSilent) return;
        if (m_oracle <= kLastWithSecondary && m_draw.chance(600'000)) report(desk, 1, secondaryPrice());
        if (m_oracle > kLastWithExchanges || !m_draw.chance(250'000)) return;
        for (std::uint8_t i = 0; i < kExchangeFeeds; ++i)
            report(desk, static_cast<std::uint8_t>(kFirstExchangeSource + i),
                   moved(m_price, m_draw.between(-500, 500)));
    }
    std::int64_t pause() override { return kTurn * kNanosPerSecond + m_draw.between(-kTurn, kTurn) * 50'000'000; }

  private:
    [[nodiscard]] static Price moved(Price price, std::int64_t ppm) {
        const Int128 next = Int128{price.raw()} * (Rate::kScale + ppm) / Rate::kScale;
        return Price(static_cast<std::int64_t>(next));
    }
    void move(UnixNanos now) {
        std::int64_t ppm = m_draw.between(-m_noise, m_noise);
        for (; m_storm < m_climate.storms.size() && m_climate.storms[m_storm].begin <= now; ++m_storm) {
            m_left = m_climate.storms[m_storm].turns;
            m_drift = m_climate.storms[m_storm].drift;
            if (!m_stable) ppm += m_climate.storms[m_storm].gap * m_draw.between(50, 150) / 100;
        }
        if (m_left > 0 && !m_stable) {
            ppm += m_drift * m_draw.between(-50, 250) / 100;
            --m_left;
        }
        m_price = std::clamp(moved(m_price, ppm), Price(m_start.raw() / 5), Price(m_start.raw() * 5));
    }
    void changeFault() {
        if (m_turnsLeft > 0) {
            if (--m_turnsLeft == 0) m_fault = Fault::None;
            return;
        }
        if (!m_draw.chance(m_climate.faults)) return;
        m_fault = static_cast<Fault>(m_draw.between(1, static_cast<std::int64_t>(Fault::NonPositive)));
        const bool silent = m_fault == Fault::Silent || m_fault == Fault::AllSilent;
        const bool brief = m_fault == Fault::Spike || m_fault == Fault::NonPositive;
        m_turnsLeft = silent ? m_draw.between(15, 80) : brief ? m_draw.between(1, 3) : m_draw.between(3, 30);
    }
    void reportPrimary(const Desk& desk) {
        OracleReport r{m_oracle, 0, m_price, Price(m_price.raw() / 2'000), desk.now(), true};
        switch (m_fault) {
        case Fault::Silent:
        case Fault::AllSilent: return;
        case Fault::Late: r.publishedAt = desk.now() + -m_draw.between(6, 60) * kNanosPerSecond; break;
        case Fault::Wide: r.confidence = Price(m_price.raw() / m_draw.between(2, 30)); break;
        case Fault::Few: r.enoughPublishers = false; break;
        case Fault::Spike: r.price = Price(m_price.raw() * m_draw.between(6, 9)); break;
        case Fault::NonPositive: r.price = Price(-m_draw.between(0, 1)); break;
        case Fault::None:
        case Fault::Divergent: break;
        }
        desk.give(ReportPrice{r}, Origin::Feed);
    }
    [[nodiscard]] Price secondaryPrice() {
        const bool divergent = m_fault == Fault::Divergent;
        return moved(m_price, divergent ? m_draw.between(25'000, 80'000) : m_draw.between(-300, 300));
    }
    void report(const Desk& desk, std::uint8_t source, Price price) const {
        desk.give(ReportPrice{{m_oracle, source, price, Price(price.raw() / 1'000), desk.now(), true}}, Origin::Feed);
    }

    const Climate& m_climate;
    OracleId m_oracle;
    Price m_start;
    Price m_price;
    bool m_stable;
    std::int64_t m_noise; ///< ppm a turn
    std::size_t m_storm = 0;
    std::int64_t m_left = 0; ///< turns of the storm
    std::int64_t m_drift = 0;
    Fault m_fault = Fault::None;
    std::int64_t m_turnsLeft = 0;
};

/// Depth, trades and marks of the venue behind the paper market.
class PaperFeed final : public Agent {
  public:
    using Agent::Agent;

    void act(const Desk& desk) override {
        const exchange::MarketState& market = desk.market(kPaperMarket);
        if (market.status != MarketStatus::Active || !market.prices.valid()) return;
        const MarketParams& p = market.params;
        const Price index = market.prices.index;
        const Price mark = priceAt(p, index, m_draw.between(-1'000, 1'000));
        desk.give(SetPrices{kPaperMarket, Price{}, mark, false}, Origin::Feed);
        std::vector<BookLevel> bids;
        std::vector<BookLevel> asks;
        for (std::int64_t i = 1; i <= 5; ++i) {
            bids.push_back({priceAt(p, mark, -300 * i), sizeFor(p, Money::of(m_draw.wide(1'000, 60'000)), index)});
            asks.push_back({priceAt(p, mark, 300 * i), sizeFor(p, Money::of(m_draw.wide(1'000, 60'000)), index)});
        }
        desk.give(UpdateDepth{kPaperMarket, true, bids, asks}, Origin::Feed);
        if (!m_draw.chance(500'000)) return;
        const Side side = m_draw.side();
        const BookLevel& touched = side == Side::Buy ? asks.front() : bids.front();
        desk.give(PrintTrade{kPaperMarket, touched.price, partOf(p, touched.size, m_draw.between(10, 1'000)), side,
                             ++m_trades},
                  Origin::Feed);
    }
    std::int64_t pause() override { return around(5); }

  private:
    std::uint64_t m_trades = 0;
};

} // namespace

AgentPtr makeFeed(const Venue& venue, const Climate& climate, OracleId oracle, Draw draw) {
    return std::make_unique<Feed>(venue, climate, oracle, draw);
}
AgentPtr makePaperFeed(Draw draw) { return std::make_unique<PaperFeed>(draw); }

} // namespace qd::simulation
