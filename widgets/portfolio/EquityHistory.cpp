#include "widgets/portfolio/EquityHistory.h"

#include <functional>
#include <map>
#include <set>
#include <utility>

namespace qd::ui {
namespace {

constexpr std::int64_t kTradesEvery = 2 * kNanosPerSecond;
constexpr std::size_t kFewSamples = 24; ///< a curve of less is drawn of finer ones: the account is young

Quantity baseOf(const OrderFilled& f) { return Quantity(f.side == Side::Buy ? f.size.raw() : -f.size.raw()); }

portfolio::TradeFill tradeFill(const FillView& view) {
    const OrderFilled& f = view.fill;
    return {f.market, view.ts, baseOf(f), Money(f.side == Side::Buy ? -f.quote.raw() : f.quote.raw()), f.fee};
}

bool closesPosition(const LiquidationEntry& e) {
    return e.kind == LiquidationEntryKind::TakeOver || e.kind == LiquidationEntryKind::Backstop ||
           e.kind == LiquidationEntryKind::Deleveraged;
}

/// A bankrupt position's deleveraging is told once for each other side, and then as a whole without what it realised.
void dropSums(std::vector<LiquidationEntry>& oldestFirst) {
    std::map<std::pair<UnixNanos, MarketId>, Int128> parts;
    std::erase_if(oldestFirst, [&](const LiquidationEntry& e) {
        if (e.kind != LiquidationEntryKind::Deleveraged) return false;
        Int128& sum = parts[{e.ts, e.market}];
        if (e.other == e.account && e.realised.isZero() && sum == e.size.raw()) return true;
        sum += e.size.raw();
        return false;
    });
}

/// What an entry does to the open trade of its market; nothing when there is none on the other side. A position that
/// fills did not make is not known, so no more is closed than is open.
std::expected<std::optional<portfolio::TradeFill>, MathError> closingFill(const LiquidationEntry& e,
                                                                          const portfolio::RoundTrips& trips) {
    const auto open = trips.open();
    const auto trade = std::ranges::find(open, e.market, &portfolio::Trade::market);
    const bool sells = e.side == Side::Sell;
    if (trade == open.end() || trade->isLong != sells) return std::nullopt;
    const std::int64_t held = sells ? trade->base.raw() : -trade->base.raw();
    const std::int64_t size = std::min(held, e.size.raw());
    const auto quote =
        Checked(e.price.raw()).times(size, Quantity::kScale, sells ? Round::Down : Round::Up).to<Money>();
    const auto fee = e.liquidatorFee.plus(e.insurance);
    if (!quote) return std::unexpected(quote.error());
    if (!fee) return std::unexpected(fee.error());
    return portfolio::TradeFill{e.market, e.ts, Quantity(sells ? -size : size), sells ? *quote : Money(-quote->raw()),
                                *fee};
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

/// True: there were more than are kept.
template<class Row>
bool keepNewest(std::vector<Row>& oldestFirst) {
    if (oldestFirst.size() <= EquityHistory::kMostFills) return false;
    const std::size_t more = oldestFirst.size() - EquityHistory::kMostFills;
    oldestFirst.erase(oldestFirst.begin(), oldestFirst.begin() + static_cast<std::ptrdiff_t>(more));
    return true;
}

/// What a page brought of rows newer than those known.
struct Gathered {
    bool all = false;                  ///< nothing lies between them and what is known
    std::optional<std::uint64_t> next; ///< there is more to ask for, before this number
};
template<class Row>
Gathered gather(std::vector<Row>& newestFirst, std::vector<Row> page, std::uint64_t known, auto numberOf) {
    const std::size_t asked = page.size();
    std::erase_if(page, [&](const Row& row) { return std::invoke(numberOf, row) <= known; });
    newestFirst.insert(newestFirst.end(), page.begin(), page.end());
    Gathered gathered;
    gathered.all = page.size() < asked || asked < EquityHistory::kPage; // so that a page that is followed is full
    if (!gathered.all && newestFirst.size() < EquityHistory::kMostFills)
        gathered.next = std::invoke(numberOf, page.back());
    return gathered;
}

std::uint64_t sequenceOf(const FillView& view) { return view.fill.sequence; }

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

bool EquityHistory::shouldAsk(Part part, bool due) {
    const Question& q = question(part);
    return !q.asking && (due || (q.failed && m_nanos - q.failedAt >= kRetryAfter));
}

template<class T, class Take>
ports::HistoryAnswer<T> EquityHistory::taking(Part part, Take take) {
    Question& asked = question(part);
    asked.asking = true;
    return [this, alive = std::weak_ptr(m_alive), part, round = ++asked.round,
            take = std::move(take)](auto answer) mutable {
        if (alive.expired()) return;
        Question& q = question(part);
        if (round != q.round) return;
        ++m_version;
        q.asking = false;
        q.failed = !answer;
        q.failedAt = m_nanos;
        if (answer) take(std::move(*answer));
    };
}

void EquityHistory::drop(Part part) {
    Question& q = question(part);
    q = {.round = q.round + 1};
}

void EquityHistory::setRange(EquityRange range) {
    if (range == m_range) return;
    m_range = range;
    m_interval = termsOf(range).interval;
    m_rangeAt.reset();
    m_samples.clear();
    drop(Part::Range);
    ++m_version;
}

void EquityHistory::forget() {
    for (const Part part : {Part::Range, Part::Long, Part::Fills, Part::Funding, Part::Closings}) drop(part);
    m_rangeAt.reset();
    m_longAt.reset();
    m_rows.reset();
    m_samples.clear();
    m_days.clear();
    m_long.clear();
    m_fills.clear();
    m_funding.clear();
    m_closings.clear();
    m_closingsTo = 0;
    m_fillsCut = false;
    ++m_version;
    ++m_statisticsVersion;
}

void EquityHistory::follow(AccountId account, UnixNanos now, std::int64_t nanos) {
    if (m_account != account) {
        forget();
        m_account = account;
    }
    m_nanos = nanos;
    const UnixNanos due = openTimeOf(now, m_interval);
    if (shouldAsk(Part::Range, m_rangeAt != due)) {
        m_rangeAt = due;
        askRange(now, termsOf(m_range).interval);
    }
    const UnixNanos hour = openTimeOf(now, Interval::H1);
    if (shouldAsk(Part::Long, m_longAt != hour)) {
        m_longAt = hour;
        askDays();
    }
    followTrades();
}

void EquityHistory::followTrades() {
    // They are asked together, so that no payment lacks its trade and no trade its end.
    constexpr std::array kParts{Part::Fills, Part::Funding, Part::Closings};
    if (std::ranges::any_of(kParts, [this](Part part) { return question(part).asking; })) return;
    const std::uint64_t rows = m_accounts.historyVersion();
    const bool due = !m_rows || (m_rows != rows && m_nanos - m_tradesAt >= kTradesEvery);
    if (std::ranges::none_of(kParts, [&](Part part) { return shouldAsk(part, due); })) return;
    m_rows = rows;
    m_tradesAt = m_nanos;
    askFills(ports::kNewestRow, {});
    askFunding(ports::kNewestRow, {});
    askClosings(ports::kNewestRow, {});
}

void EquityHistory::askRange(UnixNanos now, Interval interval) {
    const RangeTerms terms = termsOf(m_range);
    ports::HistoryFilter filter;
    filter.account = m_account;
    if (terms.nanos != 0) filter.from = UnixNanos(now.value() - terms.nanos);
    m_history.equity(filter, interval, UnixNanos(static_cast<std::int64_t>(ports::kNewestRow)), kMostSamples,
                     taking<std::vector<EquitySample>>(
                         Part::Range, [this, now, interval](const std::vector<EquitySample>& newestFirst) {
                             const auto finer = finerThan(interval);
                             if (finer && newestFirst.size() < kFewSamples) return askRange(now, *finer);
                             m_interval = interval;
                             m_rangeAt = openTimeOf(now, interval);
                             m_samples.assign(newestFirst.rbegin(), newestFirst.rend());
                         }));
}

void EquityHistory::askDays() {
    ports::HistoryFilter filter;
    filter.account = m_account;
    m_history.equity(
        filter, Interval::D1, UnixNanos(static_cast<std::int64_t>(ports::kNewestRow)), kMostSamples,
        taking<std::vector<EquitySample>>(Part::Long, [this](const std::vector<EquitySample>& newestFirst) {
            m_days.assign(newestFirst.rbegin(), newestFirst.rend());
            askHours();
        }));
}

void EquityHistory::askHours() {
    ports::HistoryFilter filter;
    filter.account = m_account;
    m_history.equity(
        filter, Interval::H1, UnixNanos(static_cast<std::int64_t>(ports::kNewestRow)), kMostSamples,
        taking<std::vector<EquitySample>>(Part::Long, [this](const std::vector<EquitySample>& newestFirst) {
            ++m_statisticsVersion;
            m_long = m_days;
            if (newestFirst.empty()) return;
            std::erase_if(m_long, [&](const EquitySample& s) { return s.ts >= newestFirst.back().ts; });
            m_long.insert(m_long.end(), newestFirst.rbegin(), newestFirst.rend());
        }));
}

void EquityHistory::askFills(std::uint64_t before, std::vector<FillView> newer) {
    auto take = [this, newer = std::move(newer)](std::vector<FillView> page) mutable {
        const std::uint64_t known = m_fills.empty() ? 0 : sequenceOf(m_fills.back());
        const Gathered gathered = gather(newer, std::move(page), known, sequenceOf);
        if (gathered.next) return askFills(*gathered.next, std::move(newer));
        if (!gathered.all) {
            m_fills.clear(); // what lies between is not known
            m_fillsCut = true;
        }
        if (!newer.empty()) ++m_statisticsVersion;
        m_fills.insert(m_fills.end(), newer.rbegin(), newer.rend());
        m_fillsCut = keepNewest(m_fills) || m_fillsCut;
    };
    m_history.fills({.account = m_account}, before, kPage, taking<std::vector<FillView>>(Part::Fills, std::move(take)));
}

void EquityHistory::askFunding(std::uint64_t before, std::vector<FundingPayment> newer) {
    auto take = [this, newer = std::move(newer)](std::vector<FundingPayment> page) mutable {
        const std::uint64_t known = m_funding.empty() ? 0 : m_funding.back().number;
        const Gathered gathered = gather(newer, std::move(page), known, &FundingPayment::number);
        if (gathered.next) return askFunding(*gathered.next, std::move(newer));
        if (!gathered.all) m_funding.clear();
        if (!newer.empty()) ++m_statisticsVersion;
        m_funding.insert(m_funding.end(), newer.rbegin(), newer.rend());
        keepNewest(m_funding);
    };
    m_history.fundingPayments({.account = m_account}, before, kPage,
                              taking<std::vector<FundingPayment>>(Part::Funding, std::move(take)));
}

void EquityHistory::askClosings(std::uint64_t before, std::vector<LiquidationEntry> newer) {
    auto take = [this, newer = std::move(newer)](std::vector<LiquidationEntry> page) mutable {
        const Gathered gathered = gather(newer, std::move(page), m_closingsTo, &LiquidationEntry::number);
        if (gathered.next) return askClosings(*gathered.next, std::move(newer));
        if (newer.empty()) return;
        ++m_statisticsVersion;
        m_closingsTo = newer.front().number;
        std::vector<LiquidationEntry> closings(newer.rbegin(), newer.rend());
        std::erase_if(closings, [](const LiquidationEntry& e) { return !closesPosition(e); });
        dropSums(closings);
        m_closings.insert(m_closings.end(), closings.begin(), closings.end());
        keepNewest(m_closings);
    };
    m_history.liquidations({.account = m_account}, before, kPage,
                           taking<std::vector<LiquidationEntry>>(Part::Closings, std::move(take)));
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
    auto closing = m_closings.begin();
    const auto closeUntil = [&](UnixNanos t) -> std::expected<void, MathError> {
        for (; closing != m_closings.end() && closing->ts < t; ++closing) {
            if (const auto paid = payUntil(closing->ts); !paid) return paid;
            const auto fill = closingFill(*closing, trips);
            if (!fill) return std::unexpected(fill.error());
            if (!*fill) continue;
            if (auto added = trips.addFill(**fill); !added) return added;
        }
        return {};
    };
    std::set<MarketId> begun;
    for (const FillView& fill : m_fills) {
        // Of a trade whose first fills are not known the others are none: it would be taken for the opposite one.
        const bool wasFlat = fill.fill.position == baseOf(fill.fill);
        if (m_fillsCut && !wasFlat && !begun.contains(fill.fill.market)) continue;
        begun.insert(fill.fill.market);
        if (const auto done = closeUntil(fill.ts); !done) return std::unexpected(done.error());
        if (const auto paid = payUntil(fill.ts); !paid) return std::unexpected(paid.error());
        if (const auto added = trips.addFill(tradeFill(fill)); !added) return std::unexpected(added.error());
    }
    const UnixNanos end(static_cast<std::int64_t>(ports::kNewestRow));
    if (const auto done = closeUntil(end); !done) return std::unexpected(done.error());
    if (const auto paid = payUntil(end); !paid) return std::unexpected(paid.error());
    return trips;
}

} // namespace qd::ui
