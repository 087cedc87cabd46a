#include "core/client/SimulatorSource.h"

#include "core/feed/VenueTerms.h"

#include <fmt/format.h>

namespace qd::client {
namespace {

/// What agents see of the exchange.
class ExchangeView final : public simulator::MarketView {
  public:
    explicit ExchangeView(const exchange::State& state) : m_state(state) {}
    [[nodiscard]] simulator::Touch touch(MarketId id) const override {
        const exchange::MarketState* market = m_state.market(id);
        if (market == nullptr) return {};
        simulator::Touch touch;
        if (const book::Tick bid = market->book.best(Side::Buy); bid != book::kNoTick) touch.bid = market->toPrice(bid);
        if (const book::Tick ask = market->book.best(Side::Sell); ask != book::kNoTick)
            touch.ask = market->toPrice(ask);
        if (!market->lastTrade.isZero()) touch.last = market->lastTrade;
        return touch;
    }

  private:
    const exchange::State& m_state;
};

} // namespace

VenueResult<std::unique_ptr<SimulatorSource>> SimulatorSource::create(std::uint64_t seed, UnixNanos start,
                                                                      SimulatedMarkets markets) {
    simulator::SimulatorConfig config;
    config.seed = seed;
    config.start = start;
    config.firstAccount = AccountId(1);
    config.firstMaster = MasterId(1);
    config.markets = simulator::manyMarkets(markets.count);
    if (markets.takersAnHour != 0) {
        for (simulator::MarketSetup& setup : config.markets) setup.takerRate = markets.takersAnHour;
    }
    auto made = simulator::Simulator::create(std::move(config));
    if (!made) return fail(VenueCode::Source, made.error().detail);
    return std::unique_ptr<SimulatorSource>(new SimulatorSource(std::move(*made)));
}

std::vector<Command> SimulatorSource::setUp() {
    std::vector<Command> commands = m_simulator.setUp();
    std::uint8_t next = kQuoteAsset.value() + 1;
    const auto add = [&](std::string_view symbol, OracleId oracle) {
        auto asset = feed::collateralTerms(symbol);
        if (!asset) return;
        asset->id = AssetId(next++);
        asset->oracle = oracle;
        commands.push_back(Command{m_simulator.config().start, Origin::Operator, {}, CreateAsset{std::move(*asset)}});
    };
    add("USDT", m_simulator.stableOracle());
    for (const simulator::MarketSetup& setup : m_simulator.config().markets)
        add(setup.params.baseAsset, setup.params.oracle);
    return commands;
}

std::string SimulatorSource::identity() const {
    const auto& config = m_simulator.config();
    std::string name = fmt::format("simulator seed {}", config.seed);
    if (config.markets.size() != simulator::defaultMarkets().size())
        name += fmt::format(" markets {}", config.markets.size());
    return name;
}

MarketInfo SimulatorSource::describe(const MarketParams& params) const {
    return {params, "QuantDesk simulator", fmt::format("seed {}", m_simulator.config().seed)};
}

VenueResult<Command> SimulatorSource::next(const exchange::State& state) {
    return m_simulator.next(ExchangeView(state));
}

VenueResult<void> SimulatorSource::load(ByteReader& in) {
    auto loaded = simulator::Simulator::load(in);
    if (!loaded) return fail(VenueCode::Source, loaded.error().detail);
    m_simulator = std::move(*loaded);
    return {};
}

} // namespace qd::client
