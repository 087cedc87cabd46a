#include "core/client/ReplaySource.h"

#include "core/client/PaperMarket.h"

#include <fmt/format.h>

#include <algorithm>

namespace qd::client {
namespace {

constexpr std::int64_t kBetweenPrices = 100 * kNanosPerMilli;
constexpr std::int64_t kFreshMark = kNanosPerMinute;
constexpr std::size_t kMostEarlierBars = 50'000;

std::unexpected<Error<VenueCode>> feedError(const Error<feed::FeedCode>& e) {
    return fail(VenueCode::Source, e.detail);
}

Price median(Price a, Price b, Price c) { return std::max(std::min(a, b), std::min(std::max(a, b), c)); }

} // namespace

ReplaySource::ReplaySource(std::filesystem::path capture, feed::RecordedFeed feed, feed::CaptureSpan span)
    : m_capture(std::move(capture))
    , m_feed(std::move(feed))
    , m_span(span)
    , m_now(span.begin) {}

VenueResult<std::unique_ptr<ReplaySource>> ReplaySource::open(const std::filesystem::path& capture) {
    auto feed = feed::RecordedFeed::open(capture);
    if (!feed) return feedError(feed.error());
    const feed::CaptureSpan span = *feed->span();
    std::unique_ptr<ReplaySource> source(new ReplaySource(capture, std::move(*feed), span));
    // The grid is wide enough for what the first book shows.
    auto beginning = feed::RecordedFeed::open(capture, feed::Survey::Beginning);
    if (!beginning) return feedError(beginning.error());
    Price reference;
    while (reference.isZero()) {
        const auto event = beginning->next();
        if (!event) return feedError(event.error());
        if (!*event) return fail(VenueCode::Source, capture.string() + ": the recording has no trade and no book");
        if (const auto* trade = std::get_if<feed::FeedTrade>(&(*event)->body)) reference = trade->price;
        if (const auto* depth = std::get_if<feed::FeedDepth>(&(*event)->body); depth != nullptr && depth->snapshot) {
            for (const BookLevel& level : depth->bids) reference = std::max(reference, level.price);
        }
    }
    const feed::FeedMarket& market = source->m_feed.market();
    source->m_params = paperMarket(MarketId(0), {market.symbol, market.baseAsset, market.tick, market.step}, reference);
    if (auto marks = source->readMarks(); !marks) return std::unexpected(marks.error());
    return source;
}

VenueResult<void> ReplaySource::readMarks() {
    const feed::Companions beside = feed::companionsOf(m_capture, m_feed.market());
    for (const feed::Companion& file : beside.marks) {
        if (file.extent.end < m_span.begin || file.extent.begin > m_span.end) continue;
        const auto marks = feed::readMarks(file.path, {m_span.begin + -kNanosPerHour, m_span.end});
        if (marks) m_marks.insert(m_marks.end(), marks->bars.begin(), marks->bars.end());
    }
    return {};
}

std::string ReplaySource::identity() const {
    return fmt::format("replay {} {} lines", m_capture.filename().string(), m_span.lines);
}

std::vector<Command> ReplaySource::setUp() { return setUpPaper(std::span(&m_params, 1), m_span.begin); }

MarketInfo ReplaySource::describe(const MarketParams& params) const {
    return {params, m_feed.market().venue, m_capture.filename().string()};
}

VenueResult<void> ReplaySource::peek() {
    while (!m_event) {
        auto read = m_feed.next();
        if (!read) return feedError(read.error());
        if (!*read) return {};
        if (std::holds_alternative<feed::FeedQuote>((*read)->body)) {
            m_inLine = (*read)->line == m_line ? m_inLine + 1 : 1;
            m_line = (*read)->line;
            continue; // the book says the same
        }
        m_event = std::move(**read);
    }
    return {};
}

VenueResult<std::optional<UnixNanos>> ReplaySource::nextTime() {
    if (m_pricesDue) return std::optional(m_now);
    if (auto peeked = peek(); !peeked) return std::unexpected(peeked.error());
    if (!m_event) return std::optional<UnixNanos>{};
    return std::optional(std::max(m_now, m_event->received)); // lines may be out of order
}

VenueResult<Command> ReplaySource::next(const exchange::State& state) {
    if (m_pricesDue) {
        m_pricesDue = false;
        if (const auto prices = pricesFrom(state)) {
            Command command;
            command.ts = m_now;
            command.origin = Origin::Feed;
            command.body = *prices;
            return command;
        }
    }
    if (auto peeked = peek(); !peeked) return std::unexpected(peeked.error());
    if (!m_event) { // prices were due and could not be made, and the recording is over
        Command command;
        command.ts = m_now;
        command.origin = Origin::Feed;
        command.body = AdvanceTime{};
        return command;
    }
    const feed::FeedEvent event = std::move(*m_event);
    m_event.reset();
    m_inLine = event.line == m_line ? m_inLine + 1 : 1;
    m_line = event.line;
    m_now = std::max(m_now, event.received);
    if (event.exchangeTime) m_lag = event.received - *event.exchangeTime;
    m_pricesDue = m_now - m_pricesAt >= kBetweenPrices;
    return commandOf(event);
}

Command ReplaySource::commandOf(const feed::FeedEvent& event) {
    Command command;
    command.ts = m_now;
    command.origin = Origin::Feed;
    command.body = AdvanceTime{}; // what a market cannot hold becomes the passing of time
    if (const auto* depth = std::get_if<feed::FeedDepth>(&event.body)) {
        if (depth->snapshot) m_inGap = false;
        convert(depth->bids, m_bids);
        convert(depth->asks, m_asks);
        command.body = UpdateDepth{MarketId(0), depth->snapshot, m_bids, m_asks};
    } else if (std::holds_alternative<feed::FeedGap>(event.body)) {
        m_inGap = true;
        command.body = UpdateDepth{MarketId(0), true, {}, {}};
    } else if (const auto* trade = std::get_if<feed::FeedTrade>(&event.body)) {
        const auto size = m_feed.market().baseQuantity(trade->size, trade->price);
        if (size && size->raw() > 0 && trade->price <= m_params.maxPrice)
            command.body = PrintTrade{MarketId(0), trade->price, *size, trade->aggressor, trade->venueTradeId};
        else
            ++m_refused;
    }
    return command;
}

void ReplaySource::convert(const std::vector<BookLevel>& from, std::vector<BookLevel>& to) const {
    to.clear();
    for (const BookLevel& level : from) {
        if (level.price.raw() <= 0 || level.price > m_params.maxPrice || level.price.raw() % m_params.tick.raw() != 0)
            continue;
        const auto size = m_feed.market().baseQuantity(level.size, level.price);
        if (size) to.push_back({level.price, *size});
    }
}

std::optional<Price> ReplaySource::recordedMark() const {
    const auto after = std::ranges::upper_bound(m_marks, m_now, {}, &feed::MarkBar::openTime);
    if (after == m_marks.begin()) return std::nullopt;
    const feed::MarkBar& bar = *std::prev(after);
    return m_now - bar.openTime <= kFreshMark ? std::optional(bar.open) : std::nullopt;
}

std::optional<SetPrices> ReplaySource::pricesFrom(const exchange::State& state) {
    const exchange::MarketState& market = *state.market(MarketId(0));
    const book::Tick bid = market.outside->bestDisplayed(Side::Buy);
    const book::Tick ask = market.outside->bestDisplayed(Side::Sell);
    if (bid == book::kNoTick || ask == book::kNoTick || market.lastTrade.isZero() || m_inGap) return std::nullopt;
    const Price estimated = median(market.toPrice(bid), market.toPrice(ask), market.lastTrade);
    const std::optional<Price> recorded = recordedMark();
    m_pricesAt = m_now;
    return SetPrices{MarketId(0), estimated, recorded.value_or(estimated), !recorded.has_value()};
}

void ReplaySource::save(ByteWriter& out) const {
    out.put(m_line);
    out.put(m_inLine);
    out.put(m_now.value());
    out.put(static_cast<std::uint8_t>(m_pricesDue));
    out.put(m_pricesAt.value());
    out.put(static_cast<std::uint8_t>(m_inGap));
}

VenueResult<void> ReplaySource::load(ByteReader& in) {
    in.get(m_line);
    in.get(m_inLine);
    m_now = UnixNanos(in.get<std::int64_t>());
    m_pricesDue = in.getBool();
    m_pricesAt = UnixNanos(in.get<std::int64_t>());
    m_inGap = in.getBool();
    if (!in.ok()) return fail(VenueCode::Snapshot, "replay position: shorter than written");
    if (m_line == 0) return {};
    if (m_line > 1) {
        if (auto skipped = m_feed.skipTo(m_line - 1); !skipped) return feedError(skipped.error());
    }
    const std::uint64_t line = m_line;
    for (std::uint32_t i = 0; i < m_inLine; ++i) {
        const auto event = m_feed.next();
        if (!event) return feedError(event.error());
        if (!*event || (*event)->line != line)
            return fail(VenueCode::Diverged, fmt::format("{}: line {}: not as it was", m_capture.string(), line));
    }
    return {};
}

SourceCounters ReplaySource::counters() const {
    const feed::FeedCounters& c = m_feed.counters();
    return {c.gaps, c.resyncs, c.invalidTrades + m_refused, m_lag};
}

EarlierHistory ReplaySource::earlier() {
    EarlierHistory history;
    const feed::Companions beside = feed::companionsOf(m_capture, m_feed.market());
    history.problems = beside.problems;
    for (const feed::Companion& file : beside.candles) {
        if (!file.extent.interval || file.extent.begin >= m_span.begin) continue;
        const std::int64_t reach =
            static_cast<std::int64_t>(*file.extent.interval) * static_cast<std::int64_t>(kMostEarlierBars);
        auto candles = feed::readCandles(file.path, {m_span.begin + -reach, m_span.begin});
        if (candles)
            history.bars.push_back({*file.extent.interval, std::move(candles->bars)});
        else
            history.problems.push_back(candles.error().detail);
    }
    for (const feed::Companion& file : beside.funding) {
        const auto points = feed::readFunding(file.path, {{}, m_span.begin});
        if (!points) {
            history.problems.push_back(points.error().detail);
            continue;
        }
        for (const feed::FundingPoint& p : *points) {
            const std::int64_t ppm = p.rate.raw() / (feed::FundingRate::kScale / Rate::kScale);
            history.funding.push_back({p.time, Rate(ppm)});
        }
    }
    return history;
}

} // namespace qd::client
