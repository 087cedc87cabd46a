#include "core/client/RecordingSource.h"

#include "core/base/Decimal.h"
#include "core/base/Hash.h"
#include "core/client/PaperMarket.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace qd::client {
namespace {

using recording::DepthRecord;
using recording::GapCause;
using recording::GapRecord;
using recording::OwnRecord;
using recording::PricesRecord;
using recording::RecordedEvent;

constexpr std::int64_t kPricesStand = kNanosPerSecond; ///< an oracle that is silent for five seconds is not believed
constexpr std::size_t kMostMarkets = 256;
constexpr std::size_t kMostProblems = 20;
constexpr UnixNanos kLatest{std::int64_t{4} << 60U}; ///< 2116; later times are no times
constexpr Price kLowestIndex(10'000);                ///< spec/perps.md §1.1

std::unexpected<Error<VenueCode>> recordingError(const Error<recording::RecordingCode>& e) {
    return fail(VenueCode::Source, e.detail);
}

/// "SOL" of "SOL-PERP"; empty for what is no name of a market.
std::string baseOf(const std::string& symbol) {
    std::string base = symbol.substr(0, symbol.rfind('-'));
    return symbol.size() <= kLongestMarketSymbol && base.size() <= kLongestAssetSymbol ? base : std::string();
}

bool known(const PricesRecord& prices) { return prices.mark.raw() > 0 || prices.index.raw() > 0; }

/// The first price there is: it says how wide the market is.
Price referenceOf(recording::RecordingCursor& cursor) {
    for (;;) {
        if (known(cursor.prices())) return std::max(cursor.prices().mark, cursor.prices().index);
        if (const BookLevel* bid = cursor.book().best(Side::Buy)) return bid->price;
        const RecordedEvent* event = cursor.next();
        if (event == nullptr) return Price();
        if (const auto* trade = std::get_if<Trade>(&event->body)) return trade->price;
    }
}

/// A profile's recordings lie in "sim-42/run-1/recording": people know them by the folders above.
std::string nameOf(const std::filesystem::path& folder) {
    const std::filesystem::path whole = (folder / "").parent_path(); // without a slash at its end
    if (whole.filename() != "recording" || !whole.has_parent_path()) return whole.filename().string();
    const std::filesystem::path run = whole.parent_path();
    return (run.parent_path().filename() / run.filename()).string();
}

/// A gap of the feed begins where it is told; anything else that is missing was missing since before.
UnixNanos timeOf(const RecordedEvent& event, UnixNanos before) {
    const auto* gap = std::get_if<GapRecord>(&event.body);
    return gap == nullptr || gap->cause == GapCause::Feed ? event.ts
                                                          : std::clamp(gap->from, std::min(before, event.ts), event.ts);
}

} // namespace

VenueResult<std::unique_ptr<RecordingSource>> RecordingSource::open(const std::filesystem::path& folder) {
    auto reader = recording::RecordingReader::open(folder);
    if (!reader) return recordingError(reader.error());
    std::unique_ptr<RecordingSource> source(new RecordingSource(folder, std::move(*reader)));
    for (std::string& note : source->m_reader.notes()) source->addProblem(std::move(note));
    const auto& spans = source->m_reader.markets();
    if (spans.size() > kMostMarkets)
        return fail(VenueCode::Source, fmt::format("{}: {} markets are recorded, at most {} can be replayed at once",
                                                   folder.string(), spans.size(), kMostMarkets));
    for (const recording::RecordedSpan& span : spans) {
        if (auto added = source->add(span); !added) return std::unexpected(added.error());
    }
    if (source->m_streams.empty()) {
        const std::string why = source->m_problems.empty()
                                    ? "those of a profile are in venues/…/run-…/recording below its folder"
                                    : source->m_problems.front();
        return fail(VenueCode::Source, fmt::format("{}: no recording to replay: {}", folder.string(), why));
    }
    source->m_begin = source->m_now = std::ranges::min_element(source->m_streams, {}, &Stream::at)->at;
    return source;
}

VenueResult<void> RecordingSource::add(const recording::RecordedSpan& span) {
    const auto leaveOut = [&](std::string_view why) -> VenueResult<void> {
        addProblem(
            fmt::format("{}: market {} {}: {}", m_folder.string(), span.market.id.value(), span.market.symbol, why));
        return {};
    };
    const std::string base = baseOf(span.market.symbol);
    const auto sameSymbol = [&](const Stream& s) { return s.market.symbol == span.market.symbol; };
    if (base.empty()) return leaveOut("its name is none that a market can have");
    if (std::ranges::any_of(m_streams, sameSymbol)) return leaveOut("another market has this name");
    if (span.market.tick.raw() <= 0 || span.market.step.raw() <= 0) return leaveOut("it has no grid");
    if (span.first.value() < 0 || span.last > kLatest) return leaveOut("its times are none");
    auto cursor = m_reader.seek(span.market.id, span.first);
    if (!cursor) return recordingError(cursor.error());
    const Price reference = referenceOf(*cursor);
    if (reference.raw() <= 0) return leaveOut("no price is recorded");
    auto again = m_reader.seek(span.market.id, span.first);
    if (!again) return recordingError(again.error());
    const MarketId id(static_cast<std::uint16_t>(m_streams.size()));
    Stream stream{span.market,
                  paperMarket(id, {span.market.symbol, base, span.market.tick, span.market.step}, reference),
                  std::move(*again)};
    stream.at = span.first;
    stream.last = span.last;
    // The oldest files may be gone: the first block then begins with what had happened before.
    stream.bookDue = stream.cursor.book().known();
    stream.prices = stream.cursor.prices();
    stream.pricesDue = known(stream.prices);
    m_streams.push_back(std::move(stream));
    return {};
}

std::string RecordingSource::identity() const {
    ByteWriter markets;
    for (const Stream& s : m_streams) {
        markets.putString(s.market.symbol);
        markets.put(s.market.tick.raw());
        markets.put(s.market.step.raw());
    }
    return fmt::format("recording {} of {} markets {:016x}", nameOf(m_folder), m_streams.size(),
                       checksum64(markets.bytes()));
}

std::vector<Command> RecordingSource::setUp() {
    std::vector<MarketParams> markets;
    for (const Stream& s : m_streams) markets.push_back(s.params);
    return setUpPaper(markets, m_begin);
}

std::optional<UnixNanos> RecordingSource::endTime() const {
    return std::ranges::max_element(m_streams, {}, &Stream::last)->last;
}

MarketInfo RecordingSource::describe(const MarketParams& params) const {
    return {params, "QuantDesk recording", nameOf(m_folder)};
}

void RecordingSource::addProblem(std::string sentence) {
    if (m_problemCount++ < kMostProblems) m_problems.push_back(std::move(sentence));
}

std::vector<std::string> RecordingSource::takeProblems() {
    for (Stream& s : m_streams) {
        const auto& notes = s.cursor.notes();
        for (; s.notesTold < notes.size(); ++s.notesTold) addProblem(notes[s.notesTold]);
    }
    return std::exchange(m_problems, {});
}

void RecordingSource::refuse(Stream& s, std::string_view what, Price price) {
    ++m_counters.invalid;
    if (std::exchange(s.refused, true)) return;
    addProblem(fmt::format("{}: {} at {}: {} at {}: its market cannot hold that; such values are left out",
                           m_folder.string(), s.market.symbol, toIso8601(m_now), what, toString(price)));
}

bool RecordingSource::inGap() const { return std::ranges::any_of(m_streams, &Stream::inGap); }

const RecordedEvent* RecordingSource::peek(Stream& s) {
    while (!s.over && s.event == nullptr) {
        s.event = s.cursor.next();
        s.over = s.event == nullptr || s.event->ts > s.last;
        if (!s.over && std::holds_alternative<OwnRecord>(s.event->body)) take(s);
    }
    return s.over ? nullptr : s.event;
}

void RecordingSource::take(Stream& s) {
    s.taken = s.event->ts == s.at ? s.taken + 1 : 1;
    s.at = s.event->ts;
    s.event = nullptr;
}

std::optional<RecordingSource::Due> RecordingSource::dueOf(Stream& s) {
    if (s.bookDue) return Due{s.at, 0, What::Book};
    if (s.pricesDue) return Due{s.at, 0, What::Prices};
    const RecordedEvent* event = peek(s);
    std::optional<Due> due;
    if (event != nullptr) due = Due{timeOf(*event, s.at), 0, What::Event};
    const UnixNanos again = s.pricesAt + kPricesStand;
    if (!s.inGap && known(s.prices) && again <= s.last && (!due || again < due->at)) due = Due{again, 0, What::Prices};
    return due;
}

const std::optional<RecordingSource::Due>& RecordingSource::due() {
    if (std::exchange(m_dueKnown, true)) return m_due;
    m_due.reset();
    for (std::size_t i = 0; i < m_streams.size(); ++i) {
        auto next = dueOf(m_streams[i]);
        if (!next || (m_due && m_due->at <= next->at)) continue;
        m_due = next;
        m_due->stream = i;
    }
    return m_due;
}

VenueResult<std::optional<UnixNanos>> RecordingSource::nextTime() {
    if (!due()) return std::optional<UnixNanos>{};
    return std::optional(std::max(m_now, m_due->at));
}

VenueResult<Command> RecordingSource::next(const exchange::State&) {
    const std::optional<Due> now = due();
    m_dueKnown = false;
    Command command;
    command.origin = Origin::Feed;
    command.body = AdvanceTime{}; // what a market cannot hold becomes the passing of time
    if (now) {
        m_now = std::max(m_now, now->at);
        const MarketId market(static_cast<std::uint16_t>(now->stream));
        command.body = bodyOf(m_streams[now->stream], market, now->what);
    }
    command.ts = m_now;
    return command;
}

decltype(Command::body) RecordingSource::bodyOf(Stream& s, MarketId market, What what) {
    if (what == What::Book) {
        s.bookDue = false;
        return wholeBook(s, market);
    }
    if (what == What::Prices && s.pricesDue) checkPrices(s);
    if (what == What::Prices) return pricesOf(s, market);
    const RecordedEvent& event = *s.event;
    take(s); // the event stays where it is until the next one is asked for
    if (const auto* depth = std::get_if<DepthRecord>(&event.body)) return bodyOf(s, market, *depth);
    if (const auto* trade = std::get_if<Trade>(&event.body)) return bodyOf(s, market, *trade);
    if (const auto* gap = std::get_if<GapRecord>(&event.body)) return bodyOf(s, market, *gap);
    if (const auto* prices = std::get_if<PricesRecord>(&event.body)) {
        s.prices = *prices;
        checkPrices(s);
        return pricesOf(s, market);
    }
    return AdvanceTime{};
}

decltype(Command::body) RecordingSource::bodyOf(Stream& s, MarketId market, const DepthRecord& depth) {
    if (depth.snapshot && std::exchange(s.inGap, false)) ++m_counters.resyncs;
    if (s.inGap) return AdvanceTime{}; // changes of a book that is not known
    convert(s, depth.bids, m_bids);
    convert(s, depth.asks, m_asks);
    return UpdateDepth{market, depth.snapshot, m_bids, m_asks};
}

decltype(Command::body) RecordingSource::bodyOf(Stream& s, MarketId market, const Trade& trade) {
    if (trade.price.raw() > 0 && trade.price <= s.params.maxPrice && trade.size.raw() > 0)
        return PrintTrade{market, trade.price, trade.size, trade.aggressor, trade.id.value()};
    refuse(s, "a trade", trade.price);
    return AdvanceTime{};
}

decltype(Command::body) RecordingSource::bodyOf(Stream& s, MarketId market, const GapRecord& gap) {
    if (gap.cause != GapCause::Feed && gap.from >= s.at) return AdvanceTime{}; // it took no time
    if (!std::exchange(s.inGap, true)) ++m_counters.gaps;
    return UpdateDepth{market, true, {}, {}};
}

bool RecordingSource::holds(const Stream& s, Price price) {
    return price >= kLowestIndex && price <= s.params.maxPrice;
}

void RecordingSource::checkPrices(Stream& s) {
    // 0: it was not known.
    if (!s.prices.mark.isZero() && !holds(s, s.prices.mark)) refuse(s, "a mark price", s.prices.mark);
    if (!s.prices.index.isZero() && !holds(s, s.prices.index)) refuse(s, "an index price", s.prices.index);
}

decltype(Command::body) RecordingSource::pricesOf(Stream& s, MarketId market) {
    s.pricesDue = false;
    s.pricesAt = m_now;
    const auto inRange = [&](Price price) { return holds(s, price) ? price : Price(); };
    const Price mark = inRange(s.prices.mark);
    const Price index = inRange(s.prices.index);
    if (mark.isZero() && index.isZero()) return AdvanceTime{};
    // Where one of them was not recorded the other stands for it.
    return SetPrices{market, index.isZero() ? mark : index, mark.isZero() ? index : mark,
                     s.prices.estimated || mark.isZero()};
}

decltype(Command::body) RecordingSource::wholeBook(Stream& s, MarketId market) {
    convert(s, s.cursor.book().levels(Side::Buy), m_bids);
    convert(s, s.cursor.book().levels(Side::Sell), m_asks);
    return UpdateDepth{market, true, m_bids, m_asks};
}

void RecordingSource::convert(Stream& s, std::span<const BookLevel> from, std::vector<BookLevel>& to) {
    to.clear();
    for (const BookLevel& level : from) {
        if (level.price.raw() <= 0 || level.price > s.params.maxPrice || level.price.raw() % s.params.tick.raw() != 0)
            refuse(s, "an order", level.price);
        else
            to.push_back(level);
    }
}

void RecordingSource::save(ByteWriter& out) const {
    out.put(m_now.value());
    out.put(static_cast<std::uint32_t>(m_streams.size()));
    for (const Stream& s : m_streams) {
        out.put(s.last.value());
        out.put(s.at.value());
        out.put(s.taken);
        out.put(static_cast<std::uint8_t>(s.bookDue));
        out.put(static_cast<std::uint8_t>(s.pricesDue));
        out.put(s.prices.mark.raw());
        out.put(s.prices.index.raw());
        out.put(static_cast<std::uint8_t>(s.prices.estimated));
        out.put(s.pricesAt.value());
        out.put(static_cast<std::uint8_t>(s.inGap));
        out.put(s.params.maxPrice.raw());
    }
}

VenueResult<void> RecordingSource::load(ByteReader& in) {
    m_dueKnown = false;
    m_now = UnixNanos(in.get<std::int64_t>());
    if (in.get<std::uint32_t>() != m_streams.size()) in.invalidate();
    for (Stream& s : m_streams) {
        s.last = UnixNanos(in.get<std::int64_t>());
        s.at = UnixNanos(in.get<std::int64_t>());
        s.taken = in.get<std::uint32_t>();
        s.bookDue = in.getBool();
        s.pricesDue = in.getBool();
        s.prices = {};
        s.prices.mark = Price(in.get<std::int64_t>());
        s.prices.index = Price(in.get<std::int64_t>());
        s.prices.estimated = in.getBool();
        s.pricesAt = UnixNanos(in.get<std::int64_t>());
        s.inGap = in.getBool();
        s.params.maxPrice = Price(in.get<std::int64_t>()); // the exchange has it so, whatever the files begin with now
        if (!in.ok()) return fail(VenueCode::Snapshot, "position in a recording: not as it was written");
        if (auto gone = goTo(s); !gone) return gone;
    }
    return {};
}

VenueResult<void> RecordingSource::goTo(Stream& s) {
    auto cursor = m_reader.seek(s.market.id, s.at);
    if (!cursor) return recordingError(cursor.error());
    s.cursor = std::move(*cursor);
    s.event = nullptr;
    s.over = false;
    s.notesTold = 0;
    for (std::uint32_t i = 0; i < s.taken; ++i) {
        const RecordedEvent* event = s.cursor.next();
        if (event == nullptr || event->ts != s.at)
            return fail(VenueCode::Diverged, fmt::format("{}: {} at {}: what was played is no longer there",
                                                         m_folder.string(), s.market.symbol, toIso8601(s.at)));
    }
    return {};
}

} // namespace qd::client
