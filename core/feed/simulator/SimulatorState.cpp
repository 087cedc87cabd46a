// Size: the fields of a market, one a line.
#include "core/base/Hash.h"
#include "core/feed/simulator/Simulator.h"

#include <fmt/format.h>

/// Saving and loading; every field is read back with the range it can have, so that bytes that pass cannot make a later
/// computation overflow.
namespace qd::simulator {
namespace {

constexpr std::uint32_t kVersion = 2;
constexpr std::int64_t kHighest = std::int64_t{1} << 62;

template<class F>
F anyOf(StateReader& in, const char* field) {
    if constexpr (requires(F f) { f.raw(); })
        return in.ranged(field, F(-kHighest), F(kHighest));
    else
        return in.ranged(field, F(0), F(static_cast<typename F::Rep>(~typename F::Rep{0})));
}

void saveParams(ByteWriter& out, const MarketParams& p) {
    put(out, p.id);
    out.putString(p.symbol);
    out.putString(p.baseAsset);
    put(out, p.tick);
    put(out, p.step);
    put(out, p.minSize);
    put(out, p.maxSize);
    put(out, p.maxPrice);
    put(out, p.initialMargin);
    put(out, p.maintenanceMargin);
    put(out, p.imf);
    put(out, p.upnlWeightInitial);
    put(out, p.upnlWeightMaintenance);
    put(out, p.upnlImf);
    put(out, p.maxPositiveUpnlInitial);
    put(out, p.takerFee);
    put(out, p.makerRebate);
    put(out, p.orderBand);
    put(out, p.twapBand);
    put(out, p.defaultSlippage);
    put(out, p.oracle);
    out.put(p.tier);
    out.put(p.marginModel);
    out.put(p.tierCount);
    for (const LeverageTier& t : p.tiers) {
        put(out, t.lowerNotional);
        out.put(t.maxLeverage);
    }
    put(out, p.openInterestLower);
    put(out, p.openInterestUpper);
    put(out, p.maxOpenInterest);
    put(out, p.maxPnlImbalance);
    put(out, p.liquidatorFee);
    put(out, p.maxLiquidatorFee);
    put(out, p.insuranceFee);
    put(out, p.maxBookInsuranceFee);
    out.put(static_cast<std::uint8_t>(p.funding));
    put(out, p.impactNotional);
    put(out, p.maxPremium);
    put(out, p.interest);
}

/// What the other rooms may refuse, but not a value that is none.
void loadMarginTerms(StateReader& in, MarketParams& p) {
    p.oracle = anyOf<OracleId>(in, "oracle");
    p.tier =
        static_cast<MarketTier>(in.ranged<std::uint8_t>("tier", 0, static_cast<std::uint8_t>(MarketTier::Isolated)));
    p.marginModel = in.flag("margin model") ? MarginModel::Tiers : MarginModel::Sized;
    p.tierCount = in.ranged<std::uint8_t>("number of leverage tiers", 0, kMaxLeverageTiers);
    for (LeverageTier& t : p.tiers) {
        t.lowerNotional = anyOf<Money>(in, "bound of a leverage tier");
        t.maxLeverage = in.ranged<std::uint32_t>("leverage of a tier", 0, ~std::uint32_t{0});
    }
    p.openInterestLower = anyOf<Money>(in, "open interest");
    p.openInterestUpper = anyOf<Money>(in, "open interest");
    p.maxOpenInterest = anyOf<Quantity>(in, "most open interest");
    p.maxPnlImbalance = anyOf<Money>(in, "most imbalance");
    p.liquidatorFee = anyOf<Rate>(in, "liquidator's fee");
    p.maxLiquidatorFee = anyOf<Rate>(in, "largest liquidator's fee");
    p.insuranceFee = anyOf<Rate>(in, "insurance fee");
    p.maxBookInsuranceFee = anyOf<Rate>(in, "largest insurance fee");
    p.funding = in.flag("funding");
    p.impactNotional = anyOf<Money>(in, "impact notional");
    p.maxPremium = anyOf<Rate>(in, "largest premium");
    p.interest = anyOf<Rate>(in, "interest");
}

MarketParams loadParams(StateReader& in) {
    MarketParams p;
    p.id = anyOf<MarketId>(in, "market id");
    p.symbol = in.text("symbol", 24);
    p.baseAsset = in.text("base asset", 12);
    p.tick = anyOf<Price>(in, "tick");
    p.step = anyOf<Quantity>(in, "step");
    p.minSize = anyOf<Quantity>(in, "least size");
    p.maxSize = anyOf<Quantity>(in, "largest size");
    p.maxPrice = anyOf<Price>(in, "highest price");
    p.initialMargin = anyOf<Ratio>(in, "initial margin");
    p.maintenanceMargin = anyOf<Ratio>(in, "maintenance margin");
    p.imf = anyOf<Rate>(in, "margin factor of size");
    p.upnlWeightInitial = anyOf<Ratio>(in, "weight of gains");
    p.upnlWeightMaintenance = anyOf<Ratio>(in, "maintenance weight of gains");
    p.upnlImf = anyOf<Rate>(in, "margin factor of gains");
    p.maxPositiveUpnlInitial = anyOf<Money>(in, "most gains counted");
    p.takerFee = anyOf<Rate>(in, "taker fee");
    p.makerRebate = anyOf<Rate>(in, "maker rebate");
    p.orderBand = anyOf<Ratio>(in, "order band");
    p.twapBand = anyOf<Rate>(in, "average band");
    p.defaultSlippage = anyOf<Rate>(in, "default slippage");
    loadMarginTerms(in, p);
    return p;
}

void saveConfig(ByteWriter& out, const SimulatorConfig& config) {
    out.put(config.seed);
    put(out, config.start);
    put(out, config.firstAccount);
    put(out, config.firstMaster);
    out.put(static_cast<std::uint8_t>(config.markets.size()));
    for (const MarketSetup& m : config.markets) {
        saveParams(out, m.params);
        put(out, m.startPrice);
        put(out, m.volatility);
        put(out, m.correlation);
        put(out, m.quoteValue);
        put(out, m.takerValue);
        out.put(m.takerRate);
    }
}

SimulatorConfig loadConfig(StateReader& in) {
    SimulatorConfig config;
    config.seed = in.ranged<std::uint64_t>("seed", 0, ~std::uint64_t{0});
    config.start = in.time("start time", UnixNanos(0), kNever);
    config.firstAccount = anyOf<AccountId>(in, "first account");
    config.firstMaster = anyOf<MasterId>(in, "first master");
    const auto markets = in.ranged<std::uint8_t>("number of markets", 1, kMostMarkets);
    for (std::uint8_t i = 0; i < markets && in.ok(); ++i) {
        MarketSetup m;
        m.params = loadParams(in);
        m.startPrice = anyOf<Price>(in, "start price");
        m.volatility = anyOf<Ratio>(in, "volatility");
        m.correlation = anyOf<Ratio>(in, "correlation");
        m.quoteValue = anyOf<Money>(in, "value of a quote");
        m.takerValue = anyOf<Money>(in, "value of a taker's order");
        m.takerRate = in.ranged<std::uint32_t>("rate of takers", 0, ~std::uint32_t{0});
        config.markets.push_back(std::move(m));
    }
    return config;
}

std::unexpected<Error<SimulatorCode>> damaged(std::string_view what) {
    return fail(SimulatorCode::Damaged, fmt::format("simulator state: {}", what));
}

} // namespace

void Simulator::saveState(ByteWriter& out) const {
    saveConfig(out, m_config);
    m_index.save(out);
    m_stable.save(out);
    for (const SimulatedMarket& m : m_markets) m.save(out);
    for (std::size_t agent = 0; agent < m_schedule.size(); ++agent) put(out, m_schedule.at(agent));
    put(out, m_now);
}

void Simulator::loadAgents(StateReader& in) {
    m_index.load(in);
    m_stable.load(in);
    for (SimulatedMarket& m : m_markets) {
        m.load(in);
        // The model is at the step of the market that published last; the others follow within the same step.
        if (m_index.steps() < m.steps() || m_index.steps() > m.steps() + 1)
            in.refuse("index steps of a market", "not those of the index");
    }
    for (std::size_t agent = 0; agent < m_schedule.size(); ++agent) {
        const bool publishes = agent % kAgentsPerMarket == kIndexPlace; // the stable coin's place too
        m_schedule.set(agent, in.time("time of an agent", UnixNanos(0), publishes ? UnixNanos(kHighest) : kNever));
    }
    m_now = in.time("time of the last event", UnixNanos(0), UnixNanos(kHighest));
}

void Simulator::save(ByteWriter& out) const {
    out.put(kVersion);
    const std::size_t lengthAt = out.size();
    out.put(std::uint64_t{0});
    const std::size_t begin = out.size();
    saveState(out);
    out.patch(lengthAt, static_cast<std::uint64_t>(out.size() - begin));
    out.put(checksum64(out.bytes().subspan(begin)));
}

Result<Simulator, SimulatorCode> Simulator::load(ByteReader& in) {
    const auto version = in.get<std::uint32_t>();
    if (in.ok() && version != kVersion)
        return fail(SimulatorCode::Version,
                    fmt::format("simulator state of format {}, this program reads {}", version, kVersion));
    const auto length = in.get<std::uint64_t>();
    if (!in.ok() || length > in.remaining()) return damaged(fmt::format("byte {}: cut short", in.position()));
    const ByteSpan bytes = in.getBytes(static_cast<std::size_t>(length));
    const std::size_t checksumAt = in.position();
    const auto checksum = in.get<std::uint64_t>();
    if (!in.ok()) return damaged(fmt::format("byte {}: cut short", checksumAt));
    if (checksum != checksum64(bytes)) return damaged(fmt::format("byte {}: wrong checksum", checksumAt));
    return loadState(bytes);
}

Result<Simulator, SimulatorCode> Simulator::loadState(ByteSpan bytes) {
    StateReader in(bytes);
    SimulatorConfig config = loadConfig(in);
    if (!in.ok()) return damaged(in.problem());
    if (auto valid = validate(config); !valid)
        return damaged(fmt::format("byte {}: {}", in.position(), valid.error().detail));
    Simulator simulator(std::move(config));
    simulator.loadAgents(in);
    if (!in.ok()) return damaged(in.problem());
    if (!in.atEnd()) return damaged(fmt::format("byte {}: more than a state", in.position()));
    return simulator;
}

} // namespace qd::simulator
