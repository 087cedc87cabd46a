#include "core/engine/matching/Auction.h"

#include <algorithm>

namespace qd::matching {
namespace {

constexpr std::int64_t kAuctionPart = 200; // 1/200 = 50 bp
constexpr std::int64_t kWashPart = 2'000;  // 5 bp

constexpr Rate throughOf(MarketTier tier) noexcept {
    return tier == MarketTier::A || tier == MarketTier::B ? Rate(500) : Rate(3'500);
}

MathResult<AuctionBounds> boundsOf(Checked start, Checked end) {
    const auto s = start.to<Price>();
    const auto e = end.to<Price>();
    if (!s) return std::unexpected(s.error());
    if (!e) return std::unexpected(e.error());
    return AuctionBounds{*s, *e};
}

bool passive(Side side, Price index, Price limit) {
    if (limit.isZero()) return false;
    return side == Side::Buy ? limit < index : limit > index;
}

} // namespace

MathResult<AuctionBounds> auctionBounds(Side side, Price index, Price limit) {
    const Checked o = index.raw();
    const Checked l = limit.raw();
    const Checked aroundIndex = index.raw() / kAuctionPart;
    const Checked aroundLimit = limit.raw() / kAuctionPart;
    if (side == Side::Buy) {
        if (passive(side, index, limit)) return boundsOf(min(l - aroundLimit, o - aroundIndex), l);
        return boundsOf(o, limit.isZero() ? o + aroundIndex : min(l, o + aroundIndex));
    }
    if (passive(side, index, limit)) return boundsOf(max(l + aroundLimit, o + aroundIndex), l);
    return boundsOf(o, limit.isZero() ? o - aroundIndex : max(l, o - aroundIndex));
}

MathResult<AuctionBounds> triggeredAuctionBounds(Side side, Price index, Price limit, MarketTier tier) {
    const auto bounds = auctionBounds(side, index, limit);
    if (!bounds || passive(side, index, limit)) return bounds;
    const Checked through = Checked(index.raw()).times(throughOf(tier).raw(), Rate::kScale, Round::Zero);
    const Checked o = index.raw();
    const Checked end = bounds->end.raw();
    return boundsOf(side == Side::Buy ? min(o + through, end) : max(o - through, end), end);
}

MathResult<Price> auctionPrice(Side side, const AuctionBounds& bounds, AuctionClock clock, Price tick,
                               std::optional<Price> oracle) {
    const Checked start = bounds.start.raw();
    const Checked end = bounds.end.raw();
    const Int128 passed = std::min(clock.elapsed, clock.duration);
    Checked price =
        clock.duration == 0 ? end : start + (end - start).times(passed, Int128{clock.duration}, Round::Zero);
    if (oracle) price = max(price + oracle->raw(), Checked(tick.raw()));
    return toTick(price, tick, side);
}

bool likelyWash(Side makerSide, Price price, Price index) noexcept {
    const Int128 tolerance = index.raw() / kWashPart;
    return makerSide == Side::Sell ? price.raw() < index.raw() - tolerance : price.raw() > index.raw() + tolerance;
}

MathResult<Price> offsetPrice(Side side, Price index, Price offset, Price tick) {
    return toTick(max(Checked(tick.raw()), Checked(index.raw()) + offset.raw()), tick, side);
}

RejectCode validateOffset(const OrderTerms& t) {
    return t.oracleOffset.isZero() || t.type == OrderType::Limit ? RejectCode::None : RejectCode::InvalidFlags;
}

RejectCode validateAuction(const OrderTerms& t) {
    const AuctionTerms& a = t.auction;
    const bool own = !a.start.isZero() || !a.end.isZero();
    if (a.durationSlots == 0) return own ? RejectCode::InvalidAuction : RejectCode::None;
    if (t.postOnly != PostOnly::No || t.timeInForce == TimeInForce::FillOrKill || t.twap.durationMs != 0)
        return RejectCode::InvalidFlags;
    if (a.durationSlots > kLongestAuction) return RejectCode::InvalidAuction;
    if (!own) return RejectCode::None;
    if (t.side == Side::Buy ? a.start >= a.end : a.start <= a.end) return RejectCode::InvalidAuction;
    if (!t.oracleOffset.isZero()) return RejectCode::None;
    if (a.start.raw() <= 0 || a.end.raw() <= 0) return RejectCode::InvalidAuction;
    const bool beyondLimit = t.side == Side::Buy ? a.end > t.price : a.end < t.price;
    return t.type == OrderType::Limit && beyondLimit ? RejectCode::InvalidAuction : RejectCode::None;
}

} // namespace qd::matching
