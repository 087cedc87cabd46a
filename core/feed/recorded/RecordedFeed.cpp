#include "core/feed/recorded/RecordedFeed.h"

#include "core/feed/recorded/CaptureDecoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>
#include <variant>

namespace qd::feed {
namespace {

/// Gathers what describeMarket() and span() need.
class Evidence {
  public:
    void add(const FeedEvent& event) {
        if (const auto* depth = std::get_if<FeedDepth>(&event.body)) {
            for (const BookLevel& level : depth->bids) add(level.price, level.size);
            for (const BookLevel& level : depth->asks) add(level.price, level.size);
        } else if (const auto* trade = std::get_if<FeedTrade>(&event.body)) {
            add(trade->price, trade->size);
            m_market.tradeSizeDivisor = std::gcd(m_market.tradeSizeDivisor, trade->size.raw());
        } else if (const auto* quote = std::get_if<FeedQuote>(&event.body)) {
            add(quote->bid, quote->bidSize);
            add(quote->ask, quote->askSize);
        }
    }
    void addLine(UnixNanos received) {
        m_span.begin = m_span.lines == 0 ? received : std::min(m_span.begin, received);
        m_span.end = std::max(m_span.end, received);
        ++m_span.lines;
    }
    [[nodiscard]] MarketEvidence& market() noexcept { return m_market; }
    [[nodiscard]] const CaptureSpan& span() const noexcept { return m_span; }

  private:
    void add(Price price, Quantity size) {
        if (price.raw() % m_priceGrid != 0)
            m_priceGrid = m_market.priceDivisor = std::gcd(m_market.priceDivisor, price.raw());
        if (size.raw() % m_sizeGrid != 0)
            m_sizeGrid = m_market.sizeDivisor = std::gcd(m_market.sizeDivisor, size.raw());
        if (m_market.referencePrice.isZero()) m_market.referencePrice = price;
    }

    MarketEvidence m_market;
    CaptureSpan m_span;
    // The divisors so far, or something no value is a multiple of before the first one: most values need one division
    // only.
    std::int64_t m_priceGrid = std::numeric_limits<std::int64_t>::max();
    std::int64_t m_sizeGrid = std::numeric_limits<std::int64_t>::max();
};

} // namespace

RecordedFeed::RecordedFeed(std::unique_ptr<CaptureDecoder> decoder, FeedMarket market, std::optional<CaptureSpan> span)
    : m_decoder(std::move(decoder))
    , m_market(std::move(market))
    , m_span(span) {}
RecordedFeed::RecordedFeed(RecordedFeed&&) noexcept = default;
RecordedFeed& RecordedFeed::operator=(RecordedFeed&&) noexcept = default;
RecordedFeed::~RecordedFeed() = default;

FeedResult<RecordedFeed> RecordedFeed::open(const std::filesystem::path& path, Survey survey) {
    auto source = openGzipLines(path);
    if (!source) return std::unexpected(std::move(source.error()));
    return open(std::move(*source), survey);
}

FeedResult<RecordedFeed> RecordedFeed::open(std::unique_ptr<LineSource> source, Survey survey) {
    auto decoder = std::make_unique<CaptureDecoder>(std::move(source));
    const auto identity = decoder->identify();
    if (!identity) return std::unexpected(identity.error());
    if (auto begun = decoder->begin(*identity); !begun) return std::unexpected(std::move(begun.error()));
    Evidence evidence;
    std::optional<Error<FeedCode>> damage;
    while (survey == Survey::Whole || evidence.span().lines < kSurveyedLines) {
        const auto more = decoder->decodeLine();
        if (!more) damage = more.error();
        if (!more || !*more) break;
        evidence.addLine(decoder->received());
        for (const FeedEvent& event : decoder->output().events()) evidence.add(event);
    }
    evidence.market().contractBase = decoder->contractBase();
    auto market = describeMarket(*identity, evidence.market());
    if (!market && damage) return std::unexpected(std::move(*damage)); // the damage is why nothing was found
    if (!market) return fail(market.error().code, fmt::format("{}: {}", decoder->name(), market.error().detail));
    if (auto begun = decoder->begin(*identity); !begun) return std::unexpected(std::move(begun.error()));
    std::optional<CaptureSpan> span;
    if (survey == Survey::Whole) span = evidence.span();
    return RecordedFeed(std::move(decoder), std::move(*market), span);
}

const FeedCounters& RecordedFeed::counters() const noexcept { return m_decoder->output().counters(); }

FeedResult<std::optional<FeedEvent>> RecordedFeed::next() {
    std::vector<FeedEvent>& events = m_decoder->output().events();
    while (m_delivered == events.size()) {
        m_delivered = 0;
        const auto more = m_decoder->decodeLine();
        if (!more) return std::unexpected(more.error());
        if (!*more) return std::optional<FeedEvent>();
    }
    return std::move(events[m_delivered++]);
}

FeedResult<void> RecordedFeed::skipTo(std::uint64_t line) {
    if (counters().lines > line)
        return fail(FeedCode::NotThere,
                    fmt::format("{}: line {} is behind: {} lines are read", m_decoder->name(), line, counters().lines));
    while (counters().lines < line) {
        const auto more = m_decoder->decodeLine();
        if (!more) return std::unexpected(more.error());
        if (!*more)
            return fail(FeedCode::NotThere,
                        fmt::format("{}: has no line {}, only {}", m_decoder->name(), line, counters().lines));
    }
    m_delivered = m_decoder->output().events().size();
    return {};
}

} // namespace qd::feed
