#include "core/client/OwnEvents.h"

#include "core/engine/exchange/FieldCodec.h"

#include <algorithm>

namespace qd::client {
namespace {

constexpr std::uint8_t kFormat = 1; ///< the first byte
/// Of a standing record, so that it fits whatever they are; an account has far fewer.
constexpr std::size_t kMostStanding = 1'000;

void fields(auto& ar, exchange::Of<OwnOrderState> auto& o) {
    ar(o.id, o.clientId, o.side, o.type, o.trigger, o.phase, o.closeReason, o.rejectCode, o.filled, o.step.state,
       o.step.price, o.step.remaining, o.step.inBook);
}
void fields(auto& ar, exchange::Of<OrderFilled> auto& f) {
    ar(f.order, f.clientId, f.trade, f.side, f.role, f.price, f.size, f.quote, f.fee, f.discount, f.reward, f.realised,
       f.position, f.sequence, f.remaining);
}

void putBody(exchange::FieldWriter& write, ByteWriter&, const OwnOrderChanged& changed) {
    fields(write, changed.order);
    write(changed.wall);
}
void putBody(exchange::FieldWriter& write, ByteWriter&, const OrderFilled& filled) { fields(write, filled); }
void putBody(exchange::FieldWriter& write, ByteWriter& out, const OwnStanding& standing) {
    const std::size_t count = std::min(standing.orders.size(), kMostStanding);
    out.put(static_cast<std::uint16_t>(count));
    for (std::size_t i = 0; i < count; ++i) fields(write, standing.orders[i]);
}

/// Nothing else ever stood at such a place.
bool isPossible(const OwnOrderState& o) {
    return o.step.price.raw() >= 0 && o.step.remaining.raw() >= 0 && o.filled.raw() >= 0;
}

bool readOrder(exchange::FieldReader& read, ByteReader& in, OwnOrderState& order, UnixNanos ts) {
    fields(read, order);
    order.step.t = ts;
    return in.ok() && isPossible(order);
}

bool readBody(ByteReader& in, OwnType type, OwnEvent& event) {
    exchange::FieldReader read(in);
    switch (type) {
    case OwnType::Order: {
        auto& changed = event.body.emplace<OwnOrderChanged>();
        if (!readOrder(read, in, changed.order, event.ts)) return false;
        read(changed.wall);
        return in.ok();
    }
    case OwnType::Fill: {
        auto& filled = event.body.emplace<OrderFilled>();
        fields(read, filled);
        filled.account = event.account;
        filled.market = event.market;
        return in.ok() && filled.price.raw() > 0 && filled.size.raw() > 0;
    }
    case OwnType::Standing: {
        auto& standing = event.body.emplace<OwnStanding>();
        const auto count = in.get<std::uint16_t>();
        if (count > kMostStanding) return false;
        for (std::uint16_t i = 0; i < count && in.ok(); ++i) {
            if (!readOrder(read, in, standing.orders.emplace_back(), event.ts)) return false;
        }
        return in.ok();
    }
    }
    return false;
}

} // namespace

OwnOrderState ownStateOf(const TrackedOrder& o, UnixNanos ts) {
    const OrderTerms& t = o.order.terms;
    return {o.order.id,    t.clientId,   t.side,         t.type,       t.trigger.kind, o.order.progress.phase,
            o.closeReason, o.rejectCode, o.order.filled, stepOf(o, ts)};
}

OwnType typeOf(const OwnEvent& event) noexcept { return static_cast<OwnType>(event.body.index() + 1); }

std::vector<std::byte> encode(const OwnEvent& event) {
    ByteWriter out;
    exchange::FieldWriter write(out);
    out.put(kFormat);
    write(event.account, event.sequence, event.ts);
    std::visit([&](const auto& body) { putBody(write, out, body); }, event.body);
    return out.take();
}

std::optional<OwnEvent> decodeOwn(MarketId market, const recording::OwnRecord& record) {
    ByteReader in(record.bytes);
    if (in.get<std::uint8_t>() != kFormat) return std::nullopt;
    OwnEvent event;
    event.market = market;
    exchange::FieldReader read(in);
    read(event.account, event.sequence, event.ts);
    if (!in.ok() || !readBody(in, static_cast<OwnType>(record.type), event) || !in.atEnd()) return std::nullopt;
    return event;
}

} // namespace qd::client
