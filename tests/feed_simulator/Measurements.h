#pragma once

#include "tests/feed_simulator/SimulatedVenue.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace qd::test {

/// What a market looked like over a stretch of simulated time: counts from every command's events, the book four times
/// a second. Figures for judging, so floating point is allowed here.
class Measurements {
  public:
    Measurements(const SimulatedVenue& venue, MarketId market) : m_venue(venue), m_market(market) {}

    void see(const Command& command, std::span<const Event> events) {
        std::uint32_t rejected = 0;
        bool mine = false;
        for (const Event& event : events) {
            if (const auto* traded = std::get_if<Traded>(&event.body); traded != nullptr && traded->market == m_market)
                see(*traded);
            if (const auto* r = std::get_if<RequestRejected>(&event.body); r != nullptr && r->market == m_market)
                ++rejected;
            if (const auto* fill = std::get_if<OrderFilled>(&event.body); fill != nullptr && fill->market == m_market)
                if (fill->role == LiquidityRole::Taker) ++takerFills;
        }
        std::visit(
            [&](const auto& body) {
                if constexpr (requires { body.terms; })
                    mine = body.terms.market == m_market;
                else if constexpr (requires { body.account; })
                    mine = marketOf(body.account) == m_market;
                else if constexpr (requires { body.market; })
                    mine = body.market == m_market;
                if constexpr (std::is_same_v<std::decay_t<decltype(body)>, AdvanceTime>) ++idle;
            },
            command.body);
        if (mine) ++commands;
        rejections += rejected;
    }

    /// Four times a second.
    void sample() {
        const auto& market = *m_venue.exchange.state().market(m_market);
        const auto bid = market.book.best(Side::Buy);
        const auto ask = market.book.best(Side::Sell);
        ++samples;
        if (bid == book::kNoTick || ask == book::kNoTick) {
            ++emptySides;
            return;
        }
        spreads.push_back(static_cast<double>(ask - bid));
        const double mid =
            static_cast<double>(market.toPrice(bid).raw() + market.toPrice(ask).raw()) / 2 / Price::kScale;
        const double index = static_cast<double>(market.prices.index.raw()) / Price::kScale;
        distances.push_back(std::abs(mid / index - 1) * 1e4);
        markDistances.push_back(std::abs(static_cast<double>(market.prices.mark.raw()) / Price::kScale / index - 1) *
                                1e4);
        depths.push_back(depth(market, Side::Buy, mid) + depth(market, Side::Sell, mid));
        levels.push_back(std::min(levelsOf(market, Side::Buy, ~0U), levelsOf(market, Side::Sell, ~0U)));
        touchLevels.push_back(std::min(levelsOf(market, Side::Buy, 10), levelsOf(market, Side::Sell, 10)));
        touchSizes.push_back(static_cast<double>(market.book.level(bid).lots) *
                             static_cast<double>(market.params.step.raw()) / 1e9 * mid);
        if (samples % 240 == 1) minutes.push_back(mid);
        if (samples % 4 == 1) {
            seconds.push_back(m_tradesThisSecond);
            m_tradesThisSecond = 0;
        }
    }

    [[nodiscard]] double secondsMeasured() const { return static_cast<double>(samples) / 4; }
    /// Standard deviation of the 1-minute returns of the mid, a year, per cent.
    [[nodiscard]] double volatility() const {
        std::vector<double> returns;
        for (std::size_t i = 1; i < minutes.size(); ++i) returns.push_back(std::log(minutes[i] / minutes[i - 1]));
        return std::sqrt(variance(returns) * 365 * 24 * 60) * 100;
    }
    /// Variance over mean of the prints a second: 1 for arrivals that know nothing of each other.
    [[nodiscard]] double dispersion() const { return variance(seconds) / mean(seconds); }
    [[nodiscard]] static double quantile(std::vector<double> v, double q) {
        if (v.empty()) return std::nan("");
        std::ranges::sort(v);
        return v[static_cast<std::size_t>(q * static_cast<double>(v.size() - 1))];
    }
    [[nodiscard]] static double median(const std::vector<double>& v) { return quantile(v, 0.5); }
    [[nodiscard]] static double mean(const std::vector<double>& v) {
        double sum = 0;
        for (const double x : v) sum += x;
        return sum / static_cast<double>(v.size());
    }

    std::uint64_t samples = 0;
    std::uint64_t commands = 0;
    std::uint64_t rejections = 0;
    std::uint64_t trades = 0;
    std::uint64_t takerFills = 0;
    std::uint64_t emptySides = 0;
    std::uint64_t offGrid = 0;     ///< prints off the tick or step grid
    std::uint64_t idle = 0;        ///< AdvanceTime commands of all markets
    std::vector<double> spreads;   ///< ticks
    std::vector<double> distances; ///< |mid - index|, basis points
    std::vector<double> markDistances;
    std::vector<double> depths;      ///< both sides within 0.1 % of the mid, dollars
    std::vector<double> levels;      ///< of the thinner side
    std::vector<double> touchLevels; ///< of the ten ticks from the best on
    std::vector<double> touchSizes;  ///< dollars on the best bid
    std::vector<double> minutes;
    std::vector<double> seconds; ///< prints
    std::vector<double> values;  ///< of prints, dollars

  private:
    void see(const Traded& traded) {
        const auto& params = m_venue.exchange.state().market(m_market)->params;
        ++trades;
        m_tradesThisSecond += 1;
        if (traded.trade.price.raw() % params.tick.raw() != 0 || traded.trade.size.raw() % params.step.raw() != 0)
            ++offGrid;
        values.push_back(static_cast<double>(traded.trade.price.raw()) / 1e6 *
                         static_cast<double>(traded.trade.size.raw()) / 1e9);
    }
    [[nodiscard]] MarketId marketOf(AccountId account) const {
        const auto& config = m_venue.simulator.config();
        if (account < config.firstAccount) return MarketId(0xFFFF);
        const auto number = (account.value() - config.firstAccount.value()) / simulator::kAccountsPerMarket;
        return MarketId(static_cast<std::uint16_t>(number));
    }
    [[nodiscard]] static double depth(const exchange::MarketState& market, Side side, double mid) {
        double sum = 0;
        for (auto t = market.book.best(side); t != book::kNoTick; t = market.book.nextWorse(side, t)) {
            const double price = static_cast<double>(market.toPrice(t).raw()) / Price::kScale;
            if (std::abs(price / mid - 1) > 0.001) break;
            sum += price * static_cast<double>(market.toQuantity(market.book.level(t).lots).raw()) / Quantity::kScale;
        }
        return sum;
    }
    [[nodiscard]] static double levelsOf(const exchange::MarketState& market, Side side, std::uint32_t ticks) {
        double count = 0;
        const auto best = market.book.best(side);
        for (auto t = best; t != book::kNoTick; t = market.book.nextWorse(side, t), count += 1) {
            if ((side == Side::Buy ? best - t : t - best) >= ticks) break;
        }
        return count;
    }
    [[nodiscard]] static double variance(const std::vector<double>& v) {
        const double m = mean(v);
        double sum = 0;
        for (const double x : v) sum += (x - m) * (x - m);
        return sum / static_cast<double>(v.size() - 1);
    }

    const SimulatedVenue& m_venue;
    MarketId m_market;
    double m_tradesThisSecond = 0;
};

/// Runs the venue for `minutes` after ten seconds of warming up and measures every market. `seen` is called after every
/// command.
inline std::vector<Measurements> measure(SimulatedVenue& venue, int minutes) {
    std::vector<Measurements> markets;
    for (const auto& setup : venue.simulator.config().markets) markets.emplace_back(venue, setup.params.id);
    constexpr std::int64_t kBeat = 250 * kNanosPerMilli;
    UnixNanos due = venue.simulator.config().start + 10 * kNanosPerSecond;
    venue.runUntil(due);
    const UnixNanos end = due + minutes * kNanosPerMinute;
    while (due < end) {
        if (venue.simulator.nextTime() > due) {
            for (Measurements& m : markets) m.sample();
            due = due + kBeat;
            continue;
        }
        const Command command = venue.simulator.next(ExchangeView(venue.exchange));
        const auto events = venue.apply(command);
        for (Measurements& m : markets) m.see(command, events);
    }
    return markets;
}

} // namespace qd::test
