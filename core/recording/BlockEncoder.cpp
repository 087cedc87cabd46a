#include "core/recording/BlockEncoder.h"

namespace qd::recording {

void BlockEncoder::putTag(BlockBuffer& out, EventKind kind, std::uint8_t bits, UnixNanos ts) noexcept {
    auto passed = static_cast<std::uint64_t>(difference(ts.value(), m_state.ts.value()));
    m_state.ts = ts;
    auto unit = TimeUnit::Same;
    if (passed % 1'000'000 == 0 && passed != 0) {
        unit = TimeUnit::Millis;
        passed /= 1'000'000;
    } else if (passed % 1'000 == 0 && passed != 0) {
        unit = TimeUnit::Micros;
        passed /= 1'000;
    } else if (passed != 0) {
        unit = TimeUnit::Nanos;
    }
    out.put(
        static_cast<std::uint8_t>(static_cast<unsigned>(kind) | (static_cast<unsigned>(unit) << kUnitShift) | bits));
    if (unit != TimeUnit::Same) out.putVarint(passed);
}

void BlockEncoder::putPrice(BlockBuffer& out, Price price, std::int64_t& before) const noexcept {
    const std::int64_t ticks = price.raw() / m_state.tick;
    if (ticks * m_state.tick != price.raw()) {
        out.putVarint(0);
        out.putVarint(zigzag(price.raw()));
        return;
    }
    out.putVarint(zigzag(ticks - before) + 1);
    before = ticks;
}

void BlockEncoder::putSize(BlockBuffer& out, Quantity size) const noexcept {
    const std::int64_t steps = size.raw() / m_state.step;
    if (steps * m_state.step != size.raw()) {
        out.putVarint(0);
        out.putVarint(static_cast<std::uint64_t>(size.raw()));
        return;
    }
    out.putVarint(static_cast<std::uint64_t>(steps) + 1);
}

void BlockEncoder::putLevels(BlockBuffer& out, std::span<const BookLevel> levels, std::int64_t& first) const noexcept {
    out.putVarint(levels.size());
    std::int64_t before = first;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        putPrice(out, levels[i].price, before);
        putSize(out, levels[i].size);
        if (i == 0) first = before;
    }
}

void BlockEncoder::putBook(BlockBuffer& out, std::span<const BookLevel> levels, std::int64_t& first) const noexcept {
    out.putVarint(levels.size());
    std::int64_t before = first;
    for (std::size_t i = levels.size(); i-- > 0;) {
        putPrice(out, levels[i].price, before);
        putSize(out, levels[i].size);
        if (i + 1 == levels.size()) first = before;
    }
}

void BlockEncoder::begin(BlockBuffer& out, UnixNanos ts, const RecordedBook& book, const PricesRecord& prices) {
    const auto bids = book.levels(Side::Buy);
    const auto asks = book.levels(Side::Sell);
    out.makeRoom((bids.size() + asks.size()) * kMaxLevelBytes + kMaxFixedBytes);
    CodingState state;
    state.tick = m_state.tick;
    state.step = m_state.step;
    state.ts = ts;
    state.prices = prices;
    m_state = state;
    out.putVarint(static_cast<std::uint64_t>(m_state.tick));
    out.putVarint(static_cast<std::uint64_t>(m_state.step));
    out.put(static_cast<std::uint8_t>((book.known() ? kHeadKnown : 0U) | (prices.estimated ? kHeadEstimated : 0U) |
                                      (prices.funding ? kHeadFunding : 0U)));
    out.putVarint(zigzag(prices.mark.raw()));
    out.putVarint(zigzag(prices.index.raw()));
    if (prices.funding) out.putVarint(zigzag(prices.funding->raw()));
    putBook(out, bids, m_state.bidTick);
    m_state.askTick = m_state.bidTick;
    m_state.tradeTick = m_state.bidTick;
    putBook(out, asks, m_state.askTick);
}

void BlockEncoder::depth(BlockBuffer& out, UnixNanos ts, const DepthRecord& change) {
    out.makeRoom((change.bids.size() + change.asks.size()) * kMaxLevelBytes + kMaxFixedBytes);
    putTag(out, EventKind::Depth, change.snapshot ? kTagFirst : std::uint8_t{0}, ts);
    putLevels(out, change.bids, m_state.bidTick);
    putLevels(out, change.asks, m_state.askTick);
}

void BlockEncoder::trade(BlockBuffer& out, UnixNanos ts, const Trade& trade) {
    out.makeRoom(kMaxFixedBytes);
    const bool next = trade.id.value() == m_state.tradeId + 1;
    const bool sameTime = trade.ts == ts;
    const unsigned bits =
        (trade.aggressor == Side::Sell ? kTagFirst : 0U) | (next ? kTagSecond : 0U) | (sameTime ? kTagThird : 0U);
    putTag(out, EventKind::Traded, static_cast<std::uint8_t>(bits), ts);
    if (!next) out.putVarint(zigzag(static_cast<std::int64_t>(trade.id.value() - m_state.tradeId)));
    m_state.tradeId = trade.id.value();
    putPrice(out, trade.price, m_state.tradeTick);
    putSize(out, trade.size);
    if (!sameTime) out.putVarint(zigzag(difference(trade.ts.value(), ts.value())));
}

void BlockEncoder::prices(BlockBuffer& out, UnixNanos ts, const PricesRecord& prices) {
    out.makeRoom(kMaxFixedBytes);
    const unsigned bits = (prices.estimated ? kTagFirst : 0U) | (prices.funding ? kTagSecond : 0U);
    putTag(out, EventKind::Prices, static_cast<std::uint8_t>(bits), ts);
    const PricesRecord& before = m_state.prices;
    out.putVarint(zigzag(difference(prices.mark.raw(), before.mark.raw())));
    out.putVarint(zigzag(difference(prices.index.raw(), before.index.raw())));
    if (prices.funding) out.putVarint(zigzag(difference(prices.funding->raw(), before.funding.value_or(Rate()).raw())));
    m_state.prices = prices;
}

void BlockEncoder::feedGap(BlockBuffer& out, UnixNanos ts) {
    out.makeRoom(kMaxFixedBytes);
    putTag(out, EventKind::FeedGap, 0, ts);
}

void BlockEncoder::own(BlockBuffer& out, UnixNanos ts, const OwnRecord& record) {
    out.makeRoom(record.bytes.size() + kMaxFixedBytes);
    putTag(out, EventKind::Own, 0, ts);
    out.putVarint(record.type);
    out.putVarint(record.bytes.size());
    out.putBytes(record.bytes);
}

} // namespace qd::recording
