#include "tests/bench/RecordedLoad.h"

#include "core/recording/RecordedBook.h"

#include <fmt/format.h>

#include <numeric>
#include <stdexcept>

namespace qd::bench {
namespace {

constexpr std::uint16_t kMarketsAVenue = 10;

class View final : public simulator::MarketView {
  public:
    explicit View(const exchange::State& state) : m_state(state) {}
    [[nodiscard]] simulator::Touch touch(MarketId id) const override {
        simulator::Touch touch;
        const exchange::MarketState* market = m_state.market(id);
        if (market == nullptr) return touch;
        if (const auto bid = market->book.best(Side::Buy); bid != book::kNoTick) touch.bid = market->toPrice(bid);
        if (const auto ask = market->book.best(Side::Sell); ask != book::kNoTick) touch.ask = market->toPrice(ask);
        if (!market->lastTrade.isZero()) touch.last = market->lastTrade;
        return touch;
    }

  private:
    const exchange::State& m_state;
};

simulator::SimulatorConfig configOf(std::uint16_t markets, std::uint64_t seed, UnixNanos start) {
    simulator::SimulatorConfig config;
    config.seed = seed;
    config.start = start;
    config.firstAccount = AccountId(0);
    config.firstMaster = MasterId(0);
    config.markets = simulator::manyMarkets(markets);
    for (simulator::MarketSetup& setup : config.markets) setup.takerRate = kBusyTakersAnHour;
    return config;
}

} // namespace

std::uint64_t DurationCounts::count() const { return std::accumulate(m_counts.begin(), m_counts.end(), 0ULL); }

std::uint64_t DurationCounts::percentile(double fraction) const {
    const auto wanted = static_cast<std::uint64_t>(fraction * static_cast<double>(count()));
    std::uint64_t seen = 0;
    for (std::size_t nanos = 0; nanos < m_counts.size(); ++nanos) {
        seen += m_counts[nanos];
        if (seen > wanted) return nanos;
    }
    return 0;
}

double DurationCounts::mean() const {
    double sum = 0;
    for (std::size_t nanos = 0; nanos < m_counts.size(); ++nanos)
        sum += static_cast<double>(nanos) * static_cast<double>(m_counts[nanos]);
    return sum / static_cast<double>(std::max<std::uint64_t>(count(), 1));
}

void TradeChain::add(UnixNanos ts, const Trade& trade) {
    ByteWriter bytes;
    bytes.put(hash.high);
    bytes.put(hash.low);
    bytes.put(ts.value());
    bytes.put(trade.price.raw());
    bytes.put(trade.size.raw());
    bytes.put(trade.aggressor);
    hash = stateHash(bytes.bytes());
    ++count;
}

struct RecordedLoad::Venue {
    std::uint16_t firstId = 0; ///< of its markets in the recording
    exchange::Exchange exchange;
    simulator::Simulator simulator;

    Venue(std::uint16_t first, simulator::SimulatorConfig config)
        : firstId(first)
        , exchange({.maxOrdersPerMarket = 1U << 12U})
        , simulator(simulator::Simulator::create(std::move(config)).value()) {
        for (const Command& command : simulator.setUp()) simulator.observe(exchange.apply(command));
    }
};

RecordedLoad::RecordedLoad(std::uint16_t markets, int booksASecond, std::uint64_t seed)
    : m_bookEvery(kNanosPerSecond / booksASecond)
    , m_nanosPerStamp(nanosPerStamp()) {
    for (std::uint16_t first = 0; first < markets; first = static_cast<std::uint16_t>(first + kMarketsAVenue)) {
        const std::uint16_t count =
            std::min<std::uint16_t>(kMarketsAVenue, static_cast<std::uint16_t>(markets - first));
        m_venues.push_back(std::make_shared<Venue>(first, configOf(count, seed + first, kStart)));
    }
}

void RecordedLoad::addMarkets(recording::RecordingWriter& writer) const {
    for (const auto& venue : m_venues) {
        for (const auto& market : venue->exchange.state().markets) {
            const auto id = static_cast<std::uint16_t>(venue->firstId + market->params.id.value());
            const auto added =
                writer.addMarket({MarketId(id), fmt::format("B{}-PERP", id), market->params.tick, market->params.step});
            if (!added) throw std::runtime_error(added.error().detail);
        }
    }
}

void RecordedLoad::run(UnixNanos end, recording::RecordingWriter& writer) {
    while (m_now < end) {
        m_now = m_now + m_bookEvery;
        levels = 0;
        for (const auto& venue : m_venues) {
            while (venue->simulator.nextTime() < m_now) {
                const auto events = venue->exchange.apply(venue->simulator.next(View(venue->exchange.state())));
                venue->simulator.observe(events);
                recordEvents(venue->firstId, events, writer);
            }
            recordBooks(*venue, writer);
        }
    }
}

void RecordedLoad::recordEvents(std::uint16_t firstId, std::span<const Event> events,
                                recording::RecordingWriter& writer) {
    for (const Event& event : events) {
        const auto* traded = std::get_if<Traded>(&event.body);
        if (traded == nullptr) continue;
        const MarketId id(static_cast<std::uint16_t>(firstId + traded->market.value()));
        const std::uint64_t before = stampBefore();
        writer.trade(id, event.ts, traded->trade);
        const auto stamps = static_cast<double>(stampAfter() - before);
        trades[id].add(event.ts, traded->trade);
        tradeCalls.add(static_cast<std::uint64_t>(stamps * m_nanosPerStamp));
    }
}

void RecordedLoad::recordBooks(const Venue& venue, recording::RecordingWriter& writer) {
    for (const auto& market : venue.exchange.state().markets) {
        const MarketId id(static_cast<std::uint16_t>(venue.firstId + market->params.id.value()));
        for (const Side side : {Side::Buy, Side::Sell}) {
            auto& side_ = m_sides[static_cast<std::size_t>(side)];
            side_.clear();
            for (book::Tick t = market->book.best(side); t != book::kNoTick; t = market->book.nextWorse(side, t))
                side_.push_back({market->toPrice(t), market->toQuantity(market->book.level(t).lots)});
            levels += side_.size();
        }
        const std::uint64_t before = stampBefore();
        writer.book(id, m_now, m_sides[0], m_sides[1]);
        const auto stamps = static_cast<double>(stampAfter() - before);
        const MarketPrices& prices = market->prices;
        writer.prices(id, m_now, {prices.mark, prices.index, prices.estimated, market->funding.rate8h()});
        bookCalls.add(static_cast<std::uint64_t>(stamps * m_nanosPerStamp));
        if ((m_now - kStart) / kWitnessEvery == (m_now - kStart - m_bookEvery) / kWitnessEvery) continue;
        recording::RecordedBook book;
        book.apply({true, m_sides[0], m_sides[1]});
        witnesses.push_back({id, m_now + 1, book.hash(), market->prices.mark});
    }
}

} // namespace qd::bench
