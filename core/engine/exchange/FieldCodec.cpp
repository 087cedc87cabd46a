#include "core/engine/exchange/FieldCodec.h"

namespace qd::exchange {

void put(ByteWriter& out, const MarketParams& p) {
    put(out, p.id);
    out.putString(p.symbol);
    out.putString(p.baseAsset);
    out.put(p.liquidity);
    put(out, p.tick);
    put(out, p.step);
    put(out, p.minSize);
    put(out, p.maxSize);
    put(out, p.maxPrice);
    put(out, p.initialMargin);
    put(out, p.maintenanceMargin);
    put(out, p.imf);
    put(out, p.upnlWeightInitial);
    put(out, p.upnlWeightMaintenance);
    put(out, p.upnlImf);
    put(out, p.maxPositiveUpnlInitial);
    put(out, p.takerFee);
    put(out, p.makerRebate);
    put(out, p.orderBand);
    put(out, p.twapBand);
    put(out, p.defaultSlippage);
}

MarketParams getMarketParams(ByteReader& in) {
    MarketParams p;
    get(in, p.id);
    p.symbol = in.getString(24);
    p.baseAsset = in.getString(12);
    p.liquidity = getEnum(in, Liquidity::External);
    get(in, p.tick);
    get(in, p.step);
    get(in, p.minSize);
    get(in, p.maxSize);
    get(in, p.maxPrice);
    get(in, p.initialMargin);
    get(in, p.maintenanceMargin);
    get(in, p.imf);
    get(in, p.upnlWeightInitial);
    get(in, p.upnlWeightMaintenance);
    get(in, p.upnlImf);
    get(in, p.maxPositiveUpnlInitial);
    get(in, p.takerFee);
    get(in, p.makerRebate);
    get(in, p.orderBand);
    get(in, p.twapBand);
    get(in, p.defaultSlippage);
    return p;
}

void put(ByteWriter& out, const MarketPrices& p) {
    put(out, p.index);
    put(out, p.mark);
    put(out, p.twap5);
    out.put(static_cast<std::uint8_t>(p.estimated));
}

MarketPrices getPrices(ByteReader& in) {
    MarketPrices p;
    get(in, p.index);
    get(in, p.mark);
    get(in, p.twap5);
    p.estimated = in.getBool();
    return p;
}

void put(ByteWriter& out, const OrderTerms& t) {
    put(out, t.market);
    out.put(t.side);
    out.put(t.type);
    out.put(t.timeInForce);
    out.put(t.postOnly);
    out.put(static_cast<std::uint8_t>(t.reduceOnly));
    out.put(t.selfTrade);
    put(out, t.price);
    put(out, t.size);
    put(out, t.clientId);
    put(out, t.expiry);
    put(out, t.maxSlippage);
}

OrderTerms getTerms(ByteReader& in) {
    OrderTerms t;
    get(in, t.market);
    t.side = getEnum(in, Side::Sell);
    t.type = getEnum(in, OrderType::Market);
    t.timeInForce = getEnum(in, TimeInForce::FillOrKill);
    t.postOnly = getEnum(in, PostOnly::Slide);
    t.reduceOnly = in.getBool();
    t.selfTrade = getEnum(in, SelfTradePrevention::Decrement);
    get(in, t.price);
    get(in, t.size);
    get(in, t.clientId);
    get(in, t.expiry);
    get(in, t.maxSlippage);
    return t;
}

void put(ByteWriter& out, const Order& o) {
    put(out, o.id);
    put(out, o.terms);
    put(out, o.filled);
    put(out, o.filledQuote);
    put(out, o.createdAt);
}

Order getOrder(ByteReader& in) {
    Order o;
    get(in, o.id);
    o.terms = getTerms(in);
    get(in, o.filled);
    get(in, o.filledQuote);
    get(in, o.createdAt);
    return o;
}

} // namespace qd::exchange
