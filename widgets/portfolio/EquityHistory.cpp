#include "widgets/portfolio/EquityHistory.h"

#include <algorithm>

namespace qd::ui {
namespace {

constexpr std::int64_t kTradesEvery = 2 * kNanosPerSecond;
constexpr std::size_t kFewSamples = 24; ///< a curve of less is drawn of finer ones: the account is young

portfolio::TradeFill tradeFill(const FillView& view) {
    const OrderFilled& f = view.fill;
    const bool bought = f.side == Side::Buy;
    return {f.market, view.ts, Quantity(bought ? f.size.raw() : -f.size.raw()),
            Money(bought ? -f.quote.raw() : f.quote.raw()), f.fee};
}

/// The next shorter time between two samples; none is shorter than a minute.
std::optional<Interval> finerThan(Interval interval) noexcept {
    switch (interval) {
    case Interval::D1: return Interval::H4;
    case Interval::H4: return Interval::H1;
    case Interval::H1: return Interval::M15;
    case Interval::M15: return Interval::M1;
    default: return std::nullopt;
    }
}

} // namespace

RangeTerms termsOf(EquityRange range) noexcept {
    switch (range) {
    case EquityRange::Day: return {Interval::M1, kNanosPerDay};
    case EquityRange::Week: return {Interval::M15, 7 * kNanosPerDay};
    case EquityRange::Month: return {Interval::H1, 30 * kNanosPerDay};
    case EquityRange::Quarter: return {Interval::H4, 91 * kNanosPerDay};
    case EquityRange::Year: return {Interval::D1, 365 * kNanosPerDay};
    case EquityRange::All: break;
    }
    return {Interval::D1, 0};
}

template<class T, class Take>
ports::HistoryAnswer<T> EquityHistory::taking(Take take) {
    ++m_waiting;
    return [this, alive = std::weak_ptr(m_round), round = *m_round, take = std::move(take)](auto answer) mutable {
        if (alive.expired() || round != *m_round) return;
        --m_waiting;
        ++m_version;
        if (!answer) {
            m_failed = true;
            return;
        }
        m_failed = false;
        take(std::move(*answer));
    };
}

void EquityHistory::setRange(EquityRange range) {
    if (range == m_range) return;
    m_range = range;
    m_interval = termsOf(range).interval;
    m_rangeAt.reset();
}

void EquityHistory::forget() {
    ++*m_round;
    m_waiting = 0;
    m_failed = false;
    m_rangeAt.reset();
    m_longAt.reset();
    m_rows.reset();
    m_samples.clear();
    m_days.clear();
    m_long.clear();
    m_fills.clear();
    m_funding.clear();
    m_fillsCut = false;
    ++m_version;
}

void EquityHistory::follow(AccountId account, UnixNanos now, std::int64_t nanos) {
    if (m_account != account) {
        forget();
        m_account = account;
    }
    const UnixNanos due = openTimeOf(now, m_interval);
    if (m_rangeAt != due) {
        m_rangeAt = due;
        askRange(now, termsOf(m_range).interval);
    }
    const UnixNanos hour = openTimeOf(now, Interval::H1);
    if (m_longAt != hour) {
        m_longAt = hour;
        askLong();
    }
    const std::uint64_t rows = m_accounts.historyVersion();
    if (m_rows == rows || (m_rows && nanos - m_tradesAt < kTradesEvery)) return;
    m_rows = rows;
    m_tradesAt = nanos;
    askFills(ports::kNewestRow, {});
    askFunding(ports::kNewestRow, {});
}

void EquityHistory::askRange(UnixNanos now, Interval interval) {
    const RangeTerms terms = termsOf(m_range);
    ports::HistoryFilter filter;
    filter.account = m_account;
    if (terms.nanos != 0) filter.from = UnixNanos(now.value() - terms.nanos);
    m_history.equity(filter, interval, UnixNanos(static_cast<std::int64_t>(ports::kNewestRow)), kMostSamples,
                     taking<std::vector<EquitySample>>(
                         [this, now, interval, range = m_range](const std::vector<EquitySample>& newestFirst) {
                             if (range != m_range) return;
                             const auto finer = finerThan(interval);
                             if (finer && newestFirst.size() < kFewSamples) return askRange(now, *finer);
                             m_interval = interval;
                             m_rangeAt = openTimeOf(now, interval);
                             m_samples.assign(newestFirst.rbegin(), newestFirst.rend());
                         }));
}

void EquityHistory::askLong() {
    ports::HistoryFilter filter;
    filter.account = m_account;
    const UnixNanos newest(static_cast<std::int64_t>(ports::kNewestRow));
    m_history.equity(filter, Interval::D1, newest, kMostSamples,
                     taking<std::vector<EquitySample>>([this](const std::vector<EquitySample>& newestFirst) {
                         m_days.assign(newestFirst.rbegin(), newestFirst.rend());
                     }));
    m_history.equity(filter, Interval::H1, newest, kMostSamples,
                     taking<std::vector<EquitySample>>([this](const std::vector<EquitySample>& newestFirst) {
                         m_long = m_days;
                         if (newestFirst.empty()) return;
                         std::erase_if(m_long, [&](const EquitySample& s) { return s.ts >= newestFirst.back().ts; });
                         m_long.insert(m_long.end(), newestFirst.rbegin(), newestFirst.rend());
                     }));
}

void EquityHistory::askFills(std::uint64_t before, std::vector<FillView> newer) {
    ports::HistoryFilter filter;
    filter.account = m_account;
    m_history.fills(filter, before, kPage,
                    taking<std::vector<FillView>>([this, newer = std::move(newer)](std::vector<FillView> page) mutable {
                        const std::size_t asked = page.size();
                        // What is known already follows without asking.
                        const std::uint64_t known = m_fills.empty() ? 0 : m_fills.back().fill.sequence;
                        std::erase_if(page, [known](const FillView& f) { return f.fill.sequence <= known; });
                        newer.insert(newer.end(), page.begin(), page.end());
                        const bool all =
                            page.size() < asked || asked < kPage; // so that a page that is followed is full
                        if (!all && newer.size() < kMostFills) {
                            const std::uint64_t oldest = page.back().fill.sequence;
                            return askFills(oldest, std::move(newer));
                        }
                        if (!all) {
                            m_fills.clear(); // what lies between is not known
                            m_fillsCut = true;
                        }
                        m_fills.insert(m_fills.end(), newer.rbegin(), newer.rend());
                    }));
}

void EquityHistory::askFunding(std::uint64_t before, std::vector<FundingPayment> newer) {
    ports::HistoryFilter filter;
    filter.account = m_account;
    m_history.fundingPayments(
        filter, before, kPage,
        taking<std::vector<FundingPayment>>([this, newer = std::move(newer)](std::vector<FundingPayment> page) mutable {
            const std::size_t asked = page.size();
            const std::uint64_t known = m_funding.empty() ? 0 : m_funding.back().number;
            std::erase_if(page, [known](const FundingPayment& p) { return p.number <= known; });
            newer.insert(newer.end(), page.begin(), page.end());
            const bool all = page.size() < asked || asked < kPage; // so that a page that is followed is full
            if (!all && newer.size() < kMostFills) {
                const std::uint64_t oldest = page.back().number;
                return askFunding(oldest, std::move(newer));
            }
            if (!all) m_funding.clear();
            m_funding.insert(m_funding.end(), newer.rbegin(), newer.rend());
        }));
}

std::expected<portfolio::RoundTrips, MathError> EquityHistory::trades() const {
    portfolio::RoundTrips trips;
    auto payment = m_funding.begin();
    const auto payUntil = [&](UnixNanos t) -> std::expected<void, MathError> {
        for (; payment != m_funding.end() && payment->ts < t; ++payment) {
            if (auto added = trips.addFunding(payment->market, payment->amount); !added) return added;
        }
        return {};
    };
    for (const FillView& fill : m_fills) {
        if (const auto paid = payUntil(fill.ts); !paid) return std::unexpected(paid.error());
        if (const auto added = trips.addFill(tradeFill(fill)); !added) return std::unexpected(added.error());
    }
    const auto paid = payUntil(UnixNanos(static_cast<std::int64_t>(ports::kNewestRow)));
    if (!paid) return std::unexpected(paid.error());
    return trips;
}

std::optional<UnixNanos> EquityHistory::firstFill() const {
    return m_fills.empty() ? std::nullopt : std::optional(m_fills.front().ts);
}

} // namespace qd::ui
