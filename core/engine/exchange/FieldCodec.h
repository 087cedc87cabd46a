#pragma once

#include "core/base/Bytes.h"
#include "core/base/Fixed.h"
#include "core/base/Ids.h"
#include "core/base/Time.h"
#include "core/domain/Account.h"
#include "core/domain/Asset.h"
#include "core/domain/Commands.h"
#include "core/domain/Events.h"
#include "core/domain/MarginCall.h"
#include "core/domain/Market.h"
#include "core/domain/Oracle.h"
#include "core/domain/Order.h"
#include "core/domain/Pool.h"
#include "core/domain/Position.h"

#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>

/// Domain values as bytes, for the journal and for snapshots. A type's fields are listed once, in a function
/// `fields(archive, value)`; a FieldWriter writes them and a FieldReader reads them in the same order. Reading checks
/// the range of every enum and flag; an impossible value makes the reader invalid.
namespace qd::exchange {

/// `U` is T or const T: what fields() takes, so that one list serves reading and writing.
template<class U, class T>
concept Of = std::same_as<std::remove_const_t<U>, T>;

template<class T>
inline constexpr bool kIsOptional = false;
template<class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template<class T>
inline constexpr bool kIsArray = false;
template<class T, std::size_t N>
inline constexpr bool kIsArray<std::array<T, N>> = true;

class FieldWriter {
  public:
    explicit FieldWriter(ByteWriter& out) : m_out(out) {}
    template<class... T>
    void operator()(const T&... values) {
        (one(values), ...);
    }
    void text(const std::string& value, std::size_t /*longest*/) { m_out.putString(value); }

  private:
    template<class Tag>
    void one(const Fixed<Tag>& value) {
        m_out.put(value.raw());
    }
    template<class Tag, class Rep>
    void one(const StrongId<Tag, Rep>& id) {
        m_out.put(id.value());
    }
    void one(const UnixNanos& t) { m_out.put(t.value()); }
    void one(const bool& flag) { m_out.put(static_cast<std::uint8_t>(flag)); }
    void one(const Int128& value) {
        m_out.put(static_cast<std::uint64_t>(value));
        m_out.put(static_cast<std::int64_t>(value >> 64));
    }
    template<class T>
    void one(const T& value) {
        if constexpr (kIsOptional<T>) {
            one(value.has_value());
            if (value) one(*value);
        } else if constexpr (kIsArray<T>) {
            for (const auto& v : value) one(v);
        } else if constexpr (std::integral<T> || std::is_enum_v<T>) {
            m_out.put(value);
        } else {
            fields(*this, value);
        }
    }

    ByteWriter& m_out;
};

/// The largest value of an enum whose values run from 0.
template<class E>
inline constexpr E kLastOf = E::kNotDeclared;
template<>
inline constexpr auto kLastOf<MarketStatus> = MarketStatus::Delisted;
template<>
inline constexpr auto kLastOf<Liquidity> = Liquidity::External;
template<>
inline constexpr auto kLastOf<MarkModel> = MarkModel::Published;
template<>
inline constexpr auto kLastOf<MarginModel> = MarginModel::Tiers;
template<>
inline constexpr auto kLastOf<MarketTier> = MarketTier::Isolated;
template<>
inline constexpr auto kLastOf<Side> = Side::Sell;
template<>
inline constexpr auto kLastOf<OrderType> = OrderType::Market;
template<>
inline constexpr auto kLastOf<TimeInForce> = TimeInForce::FillOrKill;
template<>
inline constexpr auto kLastOf<PostOnly> = PostOnly::Slide;
template<>
inline constexpr auto kLastOf<SelfTradePrevention> = SelfTradePrevention::Decrement;
template<>
inline constexpr auto kLastOf<TriggerKind> = TriggerKind::Trailing;
template<>
inline constexpr auto kLastOf<TriggerSource> = TriggerSource::Last;
template<>
inline constexpr auto kLastOf<OrderPhase> = OrderPhase::Twap;
template<>
inline constexpr auto kLastOf<Origin> = Origin::Feed;
template<>
inline constexpr auto kLastOf<OrderRelation> = OrderRelation::Bracket;
template<>
inline constexpr auto kLastOf<MarginCall> = MarginCall::Liquidation;
template<>
inline constexpr auto kLastOf<OracleStatus> = OracleStatus::Valid;
template<>
inline constexpr auto kLastOf<OrderState> = OrderState::Expired;
template<>
inline constexpr auto kLastOf<CloseReason> = CloseReason::Triggered;
template<>
inline constexpr auto kLastOf<RejectCode> = kLastRejectCode;
template<>
inline constexpr auto kLastOf<LiquidityRole> = LiquidityRole::Taker;

class FieldReader {
  public:
    explicit FieldReader(ByteReader& in) : m_in(in) {}
    template<class... T>
    void operator()(T&... values) {
        (one(values), ...);
    }
    void text(std::string& value, std::size_t longest) { value = m_in.getString(longest); }

  private:
    template<class Tag>
    void one(Fixed<Tag>& value) {
        value = Fixed<Tag>(m_in.get<std::int64_t>());
    }
    template<class Tag, class Rep>
    void one(StrongId<Tag, Rep>& id) {
        id = StrongId<Tag, Rep>(m_in.get<Rep>());
    }
    void one(UnixNanos& t) { t = UnixNanos(m_in.get<std::int64_t>()); }
    void one(bool& flag) { flag = m_in.getBool(); }
    void one(Int128& value) {
        const auto low = m_in.get<std::uint64_t>();
        const auto high = m_in.get<std::int64_t>();
        value = static_cast<Int128>((static_cast<UInt128>(static_cast<std::uint64_t>(high)) << 64U) | low);
    }
    template<class T>
    void one(T& value) {
        if constexpr (kIsOptional<T>) {
            value.reset();
            if (m_in.getBool()) one(value.emplace());
        } else if constexpr (kIsArray<T>) {
            for (auto& v : value) one(v);
        } else if constexpr (std::is_enum_v<T>) {
            const auto raw = m_in.get<std::underlying_type_t<T>>();
            if (raw > static_cast<std::underlying_type_t<T>>(kLastOf<T>)) return m_in.invalidate();
            value = static_cast<T>(raw);
        } else if constexpr (std::integral<T>) {
            m_in.get(value);
        } else {
            fields(*this, value);
        }
    }

    ByteReader& m_in;
};

void fields(auto& ar, Of<BookLevel> auto& l) { ar(l.price, l.size); }

void fields(auto& ar, Of<LeverageTier> auto& t) { ar(t.lowerNotional, t.maxLeverage); }

void fields(auto& ar, Of<MarketParams> auto& p) {
    ar(p.id);
    ar.text(p.symbol, kLongestMarketSymbol);
    ar.text(p.baseAsset, kLongestAssetSymbol);
    ar(p.liquidity, p.tick, p.step, p.minSize, p.maxSize, p.maxPrice, p.initialMargin, p.maintenanceMargin, p.imf,
       p.upnlWeightInitial, p.upnlWeightMaintenance, p.upnlImf, p.maxPositiveUpnlInitial, p.takerFee, p.makerRebate,
       p.orderBand, p.twapBand, p.defaultSlippage, p.oracle, p.tier, p.markModel, p.marginModel, p.tiers, p.tierCount,
       p.openInterestLower, p.openInterestUpper, p.maxOpenInterest, p.maxPnlImbalance, p.liquidatorFee,
       p.maxLiquidatorFee, p.insuranceFee, p.maxBookInsuranceFee, p.funding, p.impactNotional, p.maxPremium,
       p.interest);
}

void fields(auto& ar, Of<AssetParams> auto& p) {
    ar(p.id);
    ar.text(p.symbol, kLongestAssetSymbol);
    ar(p.decimals, p.oracle, p.initialWeight, p.maintenanceWeight, p.initialLiabilityWeight,
       p.maintenanceLiabilityWeight, p.imf, p.scaleStart, p.cap);
}

void fields(auto& ar, Of<OracleParams> auto& p) {
    ar(p.id);
    ar.text(p.symbol, kLongestOracleSymbol);
    ar(p.tier, p.volatileRatio, p.maxConfidence, p.staleForFillMs, p.staleForMarginMs, p.stableCoin, p.breakerMove,
       p.maxSpread, p.weights);
}

void fields(auto& ar, Of<OracleReport> auto& r) {
    ar(r.oracle, r.source, r.price, r.confidence, r.publishedAt, r.enoughPublishers);
}

void fields(auto& ar, Of<MarkSources> auto& s) { ar(s.basis, s.book, s.external, s.bookAverage); }
void fields(auto& ar, Of<MarketPrices> auto& p) { ar(p.index, p.mark, p.twap5, p.estimated); }

void fields(auto& ar, Of<Position> auto& p) { ar(p.base, p.quote, p.entry, p.breakEven); }

void fields(auto& ar, Of<Trigger> auto& t) {
    ar(t.kind, t.source, t.mayFireAtOnce, t.price, t.distance, t.distanceRate);
}
void fields(auto& ar, Of<TwapSchedule> auto& t) { ar(t.durationMs, t.intervalMs); }
void fields(auto& ar, Of<AuctionTerms> auto& t) { ar(t.durationSlots, t.start, t.end); }

void fields(auto& ar, Of<OrderTerms> auto& t) {
    ar(t.market, t.side, t.type, t.timeInForce, t.postOnly, t.reduceOnly, t.selfTrade, t.price, t.size, t.clientId,
       t.expiry, t.maxSlippage, t.oracleOffset, t.display, t.userMargin, t.followsPosition, t.trigger, t.twap,
       t.auction);
}

void fields(auto& ar, Of<OrderProgress> auto& p) {
    ar(p.phase, p.triggered, p.paused, p.parent, p.group, p.extreme, p.stop, p.child, p.nextChild, p.auctionSlot);
}

void fields(auto& ar, Of<Order> auto& o) { ar(o.id, o.terms, o.filled, o.filledQuote, o.createdAt, o.progress); }

void fields(auto& ar, Of<OrderReference> auto& r) { ar(r.id, r.clientId); }

} // namespace qd::exchange
