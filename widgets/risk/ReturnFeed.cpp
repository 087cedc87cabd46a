#include "widgets/risk/ReturnFeed.h"

#include "core/engine/risk/portfolio/CandleReturns.h"
#include "core/engine/risk/portfolio/Comovement.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace qd::ui {
namespace {

constexpr std::size_t kFundingKept = 1'000;
constexpr double kExtreme = 0.99;
constexpr const char* kReferences[] = {"SOL", "BTC"}; ///< betas are to them, whether held or not

/// Days of crashes, by the midnight that began them. Source: spec/perps.md §6.3.
struct BadDay {
    const char* name;
    std::int64_t day; ///< since 1970-01-01
};
constexpr std::array<BadDay, 3> kBadDays{{{"2020-03-12", 18'333}, {"2021-05-19", 18'766}, {"2022-11-08", 19'304}}};

UnixNanos beginOf(std::int64_t day) { return UnixNanos(day * kNanosPerDay); }

} // namespace

template<class T, class Take>
ports::HistoryAnswer<T> ReturnFeed::taking(Take take) {
    ++m_waiting;
    return [this, alive = std::weak_ptr(m_round), round = *m_round, take = std::move(take)](auto answer) mutable {
        if (alive.expired() || round != *m_round) return;
        --m_waiting;
        ++m_version;
        if (answer)
            take(std::move(*answer));
        else
            m_failed = true;
    };
}

void ReturnFeed::follow(const RiskBook& book, UnixNanos now) {
    const UnixNanos hour = openTimeOf(now, Interval::H1);
    std::vector<std::string> assets = book.assets();
    for (const char* reference : kReferences) {
        if (book.marketOf(reference) != nullptr && std::ranges::find(assets, reference) == assets.end())
            assets.emplace_back(reference);
    }
    if (m_hour == hour && m_assets == assets) return;
    m_hour = hour;
    m_assets = std::move(assets);
    ++*m_round;
    m_waiting = 0;
    m_failed = false;
    m_returns.clear();
    for (const std::string& asset : m_assets) {
        const MarketInfo* market = book.marketOf(asset);
        if (market == nullptr) continue;
        askReturns({asset, Interval::H1}, market->params.id, hour);
        askReturns({asset, Interval::D1}, market->params.id, openTimeOf(now, Interval::D1));
        askFunding(market->params.id, now);
        askBadDays(asset, market->params.id);
    }
}

void ReturnFeed::askReturns(const Key& key, MarketId market, UnixNanos end) {
    m_history.candles(market, key.interval, end, portfolio::kReturnWindow + 1,
                      taking<ports::CandleSeries>([this, key, end](ports::CandleSeries series) {
                          m_returns[key] =
                              portfolio::closeReturns(series.bars, key.interval, end, portfolio::kReturnWindow);
                      }));
}

void ReturnFeed::askFunding(MarketId market, UnixNanos now) {
    m_history.fundingRates(
        market, now, kFundingKept,
        taking<std::vector<FundingRecord>>([this, market](const std::vector<FundingRecord>& records) {
            std::vector<double> sizes;
            for (const FundingRecord& r : records) sizes.push_back(std::abs(static_cast<double>(r.rate8h.raw())));
            const auto extreme = sizes.size() < 2 ? std::nullopt : portfolio::percentile(sizes, kExtreme);
            if (!extreme) return;
            const Rate rate(static_cast<std::int64_t>(std::ceil(*extreme)));
            m_shocks[market] = {rate, rate};
        }));
}

void ReturnFeed::askBadDays(const std::string& asset, MarketId market) {
    for (const BadDay& bad : kBadDays) {
        if (m_badMoves.contains({asset, bad.day})) continue;
        m_history.candles(market, Interval::D1, beginOf(bad.day + 1), 2,
                          taking<ports::CandleSeries>([this, asset, day = bad.day](const ports::CandleSeries& series) {
                              const auto& bars = series.bars;
                              if (bars.size() != 2 || bars[1].openTime != beginOf(day) ||
                                  bars[0].openTime != beginOf(day - 1))
                                  return;
                              const auto move = portfolio::moveBetween(bars[0].close, bars[1].close);
                              if (move) m_badMoves[{asset, day}] = *move;
                          }));
    }
}

portfolio::Series ReturnFeed::returnsOf(const std::string& asset, Interval interval) const {
    const auto found = m_returns.find({asset, interval});
    return found == m_returns.end() ? portfolio::Series() : portfolio::Series(found->second);
}

std::map<std::string, double, std::less<>> ReturnFeed::betasTo(const std::string& reference) const {
    std::map<std::string, double, std::less<>> betas;
    const portfolio::Series base = returnsOf(reference, Interval::D1);
    for (const std::string& asset : m_assets) {
        if (asset == reference) continue;
        if (const auto beta = portfolio::beta(returnsOf(asset, Interval::D1), base)) betas.emplace(asset, *beta);
    }
    return betas;
}

std::vector<portfolio::Scenario> ReturnFeed::badDays(const RiskBook& book) const {
    std::vector<portfolio::Scenario> scenarios;
    for (const BadDay& bad : kBadDays) {
        portfolio::Scenario scenario{bad.name, {}};
        const bool known = std::ranges::all_of(book.assets(), [&](const std::string& asset) {
            const auto move = m_badMoves.find({asset, bad.day});
            if (move == m_badMoves.end()) return false;
            scenario.moves.set(asset, move->second);
            return true;
        });
        if (known && book.holdsSomething()) scenarios.push_back(std::move(scenario));
    }
    return scenarios;
}

} // namespace qd::ui
