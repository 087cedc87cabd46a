#include "core/recording/BlockDecoder.h"

namespace qd::recording {

std::optional<BlockDecoder::Head> BlockDecoder::begin(ByteSpan bytes, UnixNanos ts) {
    m_in = VarintReader(bytes);
    m_state = {};
    m_state.ts = ts;
    m_state.tick = static_cast<std::int64_t>(m_in.getVarint());
    m_state.step = static_cast<std::int64_t>(m_in.getVarint());
    if (m_state.tick <= 0 || m_state.step <= 0) m_in.invalidate();
    const std::uint8_t flags = m_in.get();
    if (flags > (kHeadKnown | kHeadEstimated | kHeadFunding)) m_in.invalidate();
    PricesRecord prices;
    prices.mark = Price(unzigzag(m_in.getVarint()));
    prices.index = Price(unzigzag(m_in.getVarint()));
    prices.estimated = (flags & kHeadEstimated) != 0;
    if ((flags & kHeadFunding) != 0) prices.funding = Rate(unzigzag(m_in.getVarint()));
    m_state.prices = prices;
    getLevels(m_bids, m_state.bidTick);
    m_state.askTick = m_state.bidTick;
    m_state.tradeTick = m_state.bidTick;
    getLevels(m_asks, m_state.askTick);
    if (!m_in.ok()) return std::nullopt;
    return Head{{true, m_bids, m_asks}, (flags & kHeadKnown) != 0, prices};
}

const RecordedEvent* BlockDecoder::next() {
    if (m_in.atEnd()) return nullptr;
    const std::uint8_t tag = m_in.get();
    if (!readTime(tag)) return nullptr;
    readBody(tag);
    return m_in.ok() ? &m_event : nullptr;
}

bool BlockDecoder::readTime(std::uint8_t tag) noexcept {
    constexpr std::uint64_t kFactors[] = {0, 1, 1'000, 1'000'000};
    const unsigned unit = (tag >> kUnitShift) & 3U;
    std::uint64_t passed = 0;
    if (unit != 0) {
        const std::uint64_t units = m_in.getVarint();
        if (__builtin_mul_overflow(units, kFactors[unit], &passed)) m_in.invalidate();
    }
    // Time does not go back: what is passed is at most what is left of it.
    const std::int64_t ts = sum(m_state.ts.value(), static_cast<std::int64_t>(passed));
    if (ts < m_state.ts.value()) m_in.invalidate();
    if (!m_in.ok()) return false;
    m_state.ts = UnixNanos(ts);
    m_event.ts = m_state.ts;
    return true;
}

Price BlockDecoder::getPrice(std::int64_t& before) noexcept {
    const std::uint64_t code = m_in.getVarint();
    std::int64_t raw = 0;
    if (code == 0) {
        raw = unzigzag(m_in.getVarint());
    } else {
        const std::int64_t ticks = sum(before, unzigzag(code - 1));
        if (__builtin_mul_overflow(ticks, m_state.tick, &raw)) m_in.invalidate();
        before = ticks;
    }
    if (raw <= 0) m_in.invalidate();
    return Price(raw);
}

Quantity BlockDecoder::getSize() noexcept {
    const std::uint64_t code = m_in.getVarint();
    std::int64_t raw = 0;
    if (code == 0)
        raw = static_cast<std::int64_t>(m_in.getVarint());
    else if (__builtin_mul_overflow(code - 1, static_cast<std::uint64_t>(m_state.step), &raw))
        m_in.invalidate();
    if (raw < 0) m_in.invalidate();
    return Quantity(raw);
}

void BlockDecoder::getLevels(std::vector<BookLevel>& levels, std::int64_t& first) {
    levels.clear();
    const std::uint64_t count = m_in.getVarint();
    if (count > kMaxLevels || count * 2 > m_in.remaining()) m_in.invalidate();
    if (!m_in.ok()) return;
    levels.reserve(count);
    std::int64_t before = first;
    for (std::uint64_t i = 0; i < count; ++i) {
        const Price price = getPrice(before);
        const Quantity size = getSize();
        if (i == 0) first = before;
        levels.push_back({price, size});
    }
}

void BlockDecoder::readBody(std::uint8_t tag) {
    switch (static_cast<EventKind>(tag & 7U)) {
    case EventKind::Depth:
        getLevels(m_bids, m_state.bidTick);
        getLevels(m_asks, m_state.askTick);
        m_event.body = DepthRecord{(tag & kTagFirst) != 0, m_bids, m_asks};
        return;
    case EventKind::Traded: m_event.body = getTrade(tag); return;
    case EventKind::Prices: m_event.body = getPrices(tag); return;
    case EventKind::FeedGap: m_event.body = GapRecord{GapCause::Feed, m_state.ts}; return;
    case EventKind::Own: m_event.body = getOwn(); return;
    }
    m_in.invalidate();
}

Trade BlockDecoder::getTrade(std::uint8_t tag) noexcept {
    Trade trade;
    const std::uint64_t passed = (tag & kTagSecond) != 0 ? 1 : static_cast<std::uint64_t>(unzigzag(m_in.getVarint()));
    m_state.tradeId += passed;
    trade.id = TradeId(m_state.tradeId);
    trade.price = getPrice(m_state.tradeTick);
    trade.size = getSize();
    trade.aggressor = (tag & kTagFirst) != 0 ? Side::Sell : Side::Buy;
    trade.ts = m_state.ts;
    if ((tag & kTagThird) == 0) trade.ts = UnixNanos(sum(m_state.ts.value(), unzigzag(m_in.getVarint())));
    return trade;
}

PricesRecord BlockDecoder::getPrices(std::uint8_t tag) noexcept {
    const PricesRecord& before = m_state.prices;
    PricesRecord prices;
    prices.mark = Price(sum(before.mark.raw(), unzigzag(m_in.getVarint())));
    prices.index = Price(sum(before.index.raw(), unzigzag(m_in.getVarint())));
    prices.estimated = (tag & kTagFirst) != 0;
    if ((tag & kTagSecond) != 0)
        prices.funding = Rate(sum(before.funding.value_or(Rate()).raw(), unzigzag(m_in.getVarint())));
    m_state.prices = prices;
    return prices;
}

OwnRecord BlockDecoder::getOwn() noexcept {
    const std::uint64_t type = m_in.getVarint();
    const std::uint64_t count = m_in.getVarint();
    if (type > 0xFFFFU || count > kMaxOwnBytes) m_in.invalidate();
    return {static_cast<std::uint16_t>(type), m_in.getBytes(m_in.ok() ? count : 0)};
}

} // namespace qd::recording
