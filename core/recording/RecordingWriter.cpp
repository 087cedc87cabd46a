#include "core/recording/RecordingWriter.h"

#include "core/recording/BlockEncoder.h"
#include "core/recording/BlockQueue.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace qd::recording {

/// A market as the writer follows it.
struct MarketStream {
    explicit MarketStream(const RecordedMarket& m) : market(m), encoder(m) {}

    RecordedMarket market;
    BlockEncoder encoder;
    RecordedBook book;
    PricesRecord prices;
    bool open = false;            ///< a block is
    SealedBlock block;            ///< the open one
    std::size_t headBytes = 0;    ///< of it
    UnixNanos due;                ///< when it is to be sealed
    UnixNanos last;               ///< of the last event
    UnixNanos floor;              ///< where the folder's record ends; earlier events are late
    std::optional<GapRecord> gap; ///< before the next block
};

namespace {

constexpr UnixNanos kNever{std::numeric_limits<std::int64_t>::max()};
constexpr UnixNanos kAlways{std::numeric_limits<std::int64_t>::min()};

/// Whether events were left out since the market's last block.
bool lostSome(const MarketStream& stream) noexcept { return stream.gap && stream.gap->cause == GapCause::Recorder; }

bool acceptable(std::span<const BookLevel> levels) noexcept {
    return levels.size() <= kMaxLevels && std::ranges::all_of(levels, [](const BookLevel& level) {
               return level.price.raw() > 0 && level.size.raw() >= 0;
           });
}

/// Best first, none twice.
bool ordered(Side side, std::span<const BookLevel> levels) noexcept {
    for (std::size_t i = 1; i < levels.size(); ++i) {
        const bool worse =
            side == Side::Buy ? levels[i].price < levels[i - 1].price : levels[i].price > levels[i - 1].price;
        if (!worse) return false;
    }
    return true;
}

/// What makes `before` (best last) the same as `now` (best first).
void findChanges(Side side, std::span<const BookLevel> before, std::span<const BookLevel> now,
                 std::vector<BookLevel>& changes) {
    changes.clear();
    std::size_t left = before.size();
    std::size_t at = 0;
    while (left != 0 || at != now.size()) {
        const bool hasOld = left != 0;
        const bool hasNew = at != now.size();
        const Price oldPrice = hasOld ? before[left - 1].price : Price();
        if (hasOld && hasNew && oldPrice == now[at].price) {
            if (before[left - 1].size != now[at].size) changes.push_back(now[at]);
            --left;
            ++at;
            continue;
        }
        const bool oldBetter =
            hasOld && hasNew && (side == Side::Buy ? oldPrice > now[at].price : oldPrice < now[at].price);
        if (hasOld && (!hasNew || oldBetter)) {
            changes.push_back({oldPrice, Quantity()});
            --left;
        } else {
            if (!now[at].size.isZero()) changes.push_back(now[at]);
            ++at;
        }
    }
}

/// The next multiple of `length` after `t`; never, where there is none.
UnixNanos nextMultiple(UnixNanos t, std::int64_t length) noexcept {
    const std::int64_t remainder = t.value() % length;
    std::int64_t next = 0;
    const std::int64_t left = remainder < 0 ? -remainder : length - remainder;
    return __builtin_add_overflow(t.value(), left, &next) ? kNever : UnixNanos(next);
}

UnixNanos dueOf(UnixNanos begin, const RecordingOptions& options) noexcept {
    std::int64_t end = 0;
    if (__builtin_add_overflow(begin.value(), options.blockNanos, &end)) return kNever;
    return std::min(UnixNanos(end), nextMultiple(begin, options.rotateNanos));
}

} // namespace

RecordingResult<std::unique_ptr<RecordingWriter>> RecordingWriter::open(const std::filesystem::path& folder,
                                                                        RecordingOptions options) {
    options.blockNanos = std::max<std::int64_t>(options.blockNanos, 1);
    options.rotateNanos = std::max<std::int64_t>(options.rotateNanos, 1);
    auto files = BlockFiles::open(folder, options);
    if (!files) return std::unexpected(std::move(files.error()));
    const auto endings = files->endings();
    std::unique_ptr<RecordingWriter> writer(
        new RecordingWriter(options, std::make_unique<BlockQueue>(std::move(*files), options)));
    for (const auto& [id, ending] : endings) {
        auto& stream = writer->m_streams;
        if (stream.size() <= id.value()) stream.resize(id.value() + 1U);
        auto& added = stream[id.value()] = std::make_unique<MarketStream>(ending.market);
        added->market.tick = Price(); // until it is added: nobody records it yet
        added->floor = added->last = ending.last;
        added->gap = GapRecord{GapCause::Interruption, ending.last};
    }
    return writer;
}

RecordingWriter::RecordingWriter(RecordingOptions options, std::unique_ptr<BlockQueue> queue)
    : m_options(std::move(options))
    , m_queue(std::move(queue))
    , m_nextDue(kNever) {}

RecordingWriter::~RecordingWriter() { drain(); }

RecordingResult<void> RecordingWriter::addMarket(const RecordedMarket& market) {
    const auto at = market.id.value();
    if (market.tick.raw() <= 0 || market.step.raw() <= 0 || market.symbol.size() > kMaxSymbolBytes)
        return fail(RecordingCode::Market, fmt::format("{}: no grid to record it on", market.symbol));
    if (m_streams.size() <= at) m_streams.resize(at + 1U);
    auto& stream = m_streams[at];
    if (stream && !stream->market.symbol.empty() && stream->market.symbol != market.symbol)
        return fail(RecordingCode::Market,
                    fmt::format("market {} is {} in this recording, not {}", at, stream->market.symbol, market.symbol));
    if (!stream) {
        stream = std::make_unique<MarketStream>(market);
        stream->floor = stream->last = kAlways;
    }
    if (stream->open) seal(*stream);
    stream->market = market;
    stream->encoder = BlockEncoder(market);
    m_queue->define(market);
    return {};
}

MarketStream* RecordingWriter::find(MarketId market) noexcept {
    if (market.value() >= m_streams.size()) return nullptr;
    MarketStream* stream = m_streams[market.value()].get();
    return stream != nullptr && !stream->market.tick.isZero() ? stream : nullptr;
}

MarketStream* RecordingWriter::ready(MarketId market, UnixNanos& ts) {
    if (ts >= m_nextDue) advance(ts);
    MarketStream* stream = find(market);
    if (stream == nullptr) {
        m_refused.fetch_add(1, std::memory_order_relaxed);
        return nullptr;
    }
    if (ts < stream->floor) {
        m_late.fetch_add(1, std::memory_order_relaxed);
        return nullptr;
    }
    ts = std::max(ts, stream->last);
    stream->last = ts;
    if (!stream->open) begin(*stream, ts);
    return stream;
}

void RecordingWriter::begin(MarketStream& stream, UnixNanos ts) {
    SealedBlock& block = stream.block;
    block.market = stream.market.id;
    block.first = ts;
    block.events = 0;
    block.feedGap = !stream.book.known();
    block.own = false;
    block.contents.clear();
    stream.encoder.begin(block.contents, ts, stream.book, stream.prices);
    stream.headBytes = block.contents.size();
    stream.open = true;
    stream.due = dueOf(ts, m_options);
    m_nextDue = std::min(m_nextDue, stream.due);
}

void RecordingWriter::recorded(MarketStream& stream) {
    ++stream.block.events;
    // A head that is larger than a block's size is not written anew for every event.
    const std::size_t events = stream.block.contents.size() - stream.headBytes;
    if (events >= std::max(m_options.blockBytes, stream.headBytes)) seal(stream);
}

void RecordingWriter::lostBook(MarketStream& stream, UnixNanos ts) {
    stream.encoder.feedGap(stream.block.contents, ts);
    stream.book.setKnown(false);
    stream.block.feedGap = true;
    recorded(stream);
}

void RecordingWriter::record(MarketStream& stream, UnixNanos ts, const DepthRecord& change) {
    stream.encoder.depth(stream.block.contents, ts, change);
    stream.book.apply(change);
    recorded(stream);
}

void RecordingWriter::depth(MarketId market, UnixNanos ts, const DepthRecord& change) {
    MarketStream* stream = ready(market, ts);
    if (stream == nullptr) return;
    const auto fits = [&](Side side, std::span<const BookLevel> levels) {
        return acceptable(levels) &&
               (change.snapshot || stream->book.levels(side).size() + levels.size() <= kMaxLevels);
    };
    if (fits(Side::Buy, change.bids) && fits(Side::Sell, change.asks)) {
        record(*stream, ts, change);
        return;
    }
    m_refused.fetch_add(1, std::memory_order_relaxed);
    lostBook(*stream, ts);
}

void RecordingWriter::book(MarketId market, UnixNanos ts, std::span<const BookLevel> bids,
                           std::span<const BookLevel> asks) {
    MarketStream* stream = ready(market, ts);
    if (stream == nullptr) return;
    if (!acceptable(bids) || !acceptable(asks) || !ordered(Side::Buy, bids) || !ordered(Side::Sell, asks)) {
        m_refused.fetch_add(1, std::memory_order_relaxed);
        if (stream->book.known()) lostBook(*stream, ts);
        return;
    }
    if (!stream->book.known()) {
        record(*stream, ts, {true, bids, asks});
        return;
    }
    findChanges(Side::Buy, stream->book.levels(Side::Buy), bids, m_bids);
    findChanges(Side::Sell, stream->book.levels(Side::Sell), asks, m_asks);
    if (!m_bids.empty() || !m_asks.empty()) record(*stream, ts, {false, m_bids, m_asks});
}

void RecordingWriter::trade(MarketId market, UnixNanos ts, const Trade& trade) {
    MarketStream* stream = ready(market, ts);
    if (stream == nullptr) return;
    if (trade.price.raw() <= 0 || trade.size.raw() < 0) {
        m_refused.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    stream->encoder.trade(stream->block.contents, ts, trade);
    recorded(*stream);
}

void RecordingWriter::prices(MarketId market, UnixNanos ts, const PricesRecord& prices) {
    MarketStream* stream = ready(market, ts);
    if (stream == nullptr || prices == stream->prices) return;
    stream->encoder.prices(stream->block.contents, ts, prices);
    stream->prices = prices;
    recorded(*stream);
}

void RecordingWriter::feedGap(MarketId market, UnixNanos ts) {
    if (MarketStream* stream = ready(market, ts); stream != nullptr) lostBook(*stream, ts);
}

void RecordingWriter::own(MarketId market, UnixNanos ts, const OwnRecord& record) {
    if (const MarketStream* known = find(market)) ts = std::max(ts, known->floor);
    MarketStream* stream = ready(market, ts);
    if (stream == nullptr) return;
    if (record.bytes.size() > kMaxOwnBytes) {
        m_refused.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    stream->encoder.own(stream->block.contents, ts, record);
    stream->block.own = true;
    recorded(*stream);
}

void RecordingWriter::advance(UnixNanos now) {
    if (now < m_nextDue) return;
    m_nextDue = kNever;
    for (const auto& stream : m_streams) {
        if (!stream || !stream->open) continue;
        if (stream->due <= now)
            seal(*stream);
        else
            m_nextDue = std::min(m_nextDue, stream->due);
    }
}

void RecordingWriter::seal(MarketStream& stream) {
    stream.open = false;
    SealedBlock& block = stream.block;
    // A block without events is worth writing only for the gap before it.
    if (block.events == 0 && !lostSome(stream)) return;
    block.last = stream.last;
    block.gap = stream.gap;
    const UnixNanos first = block.first;
    if (m_queue->push(block))
        stream.gap.reset();
    else if (!stream.gap)
        stream.gap = GapRecord{GapCause::Recorder, first};
}

void RecordingWriter::seal() {
    for (const auto& stream : m_streams) {
        if (stream && stream->open) seal(*stream);
    }
    m_nextDue = kNever;
}

void RecordingWriter::drain() {
    for (const auto& stream : m_streams) {
        if (!stream) continue;
        if (stream->open) {
            m_queue->drain(); // there is room then
            seal(*stream);
        } else if (lostSome(*stream)) {
            m_queue->drain();
            begin(*stream, stream->last);
            seal(*stream);
        }
    }
    m_nextDue = kNever;
    m_queue->drain();
}

RecordingStatus RecordingWriter::status() const {
    RecordingStatus status = m_queue->status();
    status.refused = m_refused.load(std::memory_order_relaxed);
    status.late = m_late.load(std::memory_order_relaxed);
    return status;
}

} // namespace qd::recording
