#include "core/engine/exchange/CommandCodec.h"

#include "core/engine/exchange/FieldCodec.h"

#include <fmt/format.h>

namespace qd::exchange {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kLevelBytes = 16;

void putReference(ByteWriter& out, const OrderReference& r) {
    put(out, r.id);
    put(out, r.clientId);
}
OrderReference getReference(ByteReader& in) {
    OrderReference r;
    get(in, r.id);
    get(in, r.clientId);
    return r;
}

void putLevels(ByteWriter& out, std::span<const BookLevel> levels) {
    out.put(static_cast<std::uint32_t>(levels.size()));
    for (const BookLevel& level : levels) {
        put(out, level.price);
        put(out, level.size);
    }
}
void getLevels(ByteReader& in, std::vector<BookLevel>& levels) {
    levels.clear();
    const auto count = in.get<std::uint32_t>();
    if (in.remaining() / kLevelBytes < count) return in.invalidate();
    levels.resize(count);
    for (BookLevel& level : levels) {
        get(in, level.price);
        get(in, level.size);
    }
}

struct Encoder {
    ByteWriter& out;
    void operator()(const CreateMarket& c) const { put(out, c.params); }
    void operator()(const SetMarketStatus& c) const {
        put(out, c.market);
        out.put(c.status);
    }
    void operator()(const OpenAccount& c) const {
        put(out, c.account);
        put(out, c.master);
        out.putString(c.name);
        out.put(c.clientIdCapacity);
    }
    void operator()(const Deposit& c) const {
        put(out, c.account);
        put(out, c.amount);
    }
    void operator()(const PlaceOrder& c) const {
        put(out, c.account);
        put(out, c.terms);
    }
    void operator()(const CancelOrder& c) const {
        put(out, c.account);
        putReference(out, c.order);
    }
    void operator()(const CancelAll& c) const {
        put(out, c.account);
        out.put(static_cast<std::uint8_t>(c.market.has_value()));
        put(out, c.market.value_or(MarketId{}));
        out.put(static_cast<std::uint8_t>(c.side.has_value()));
        out.put(c.side.value_or(Side::Buy));
    }
    void operator()(const AmendOrder& c) const {
        put(out, c.account);
        putReference(out, c.order);
        put(out, c.price);
        put(out, c.size);
    }
    void operator()(const SetPrices& c) const {
        put(out, c.market);
        put(out, c.prices);
    }
    void operator()(const UpdateDepth& c) const {
        put(out, c.market);
        out.put(static_cast<std::uint8_t>(c.snapshot));
        putLevels(out, c.bids);
        putLevels(out, c.asks);
    }
    void operator()(const PrintTrade& c) const {
        put(out, c.market);
        put(out, c.price);
        put(out, c.size);
        out.put(c.aggressor);
        out.put(c.venueTradeId);
    }
    void operator()(const AdvanceTime&) const {}
};

template<class T>
T getBody(ByteReader& in);

template<>
CreateMarket getBody(ByteReader& in) {
    return {getMarketParams(in)};
}
template<>
SetMarketStatus getBody(ByteReader& in) {
    SetMarketStatus c;
    get(in, c.market);
    c.status = getEnum(in, MarketStatus::Paused);
    return c;
}
template<>
OpenAccount getBody(ByteReader& in) {
    OpenAccount c;
    get(in, c.account);
    get(in, c.master);
    c.name = in.getString(32);
    in.get(c.clientIdCapacity);
    return c;
}
template<>
Deposit getBody(ByteReader& in) {
    Deposit c;
    get(in, c.account);
    get(in, c.amount);
    return c;
}
template<>
PlaceOrder getBody(ByteReader& in) {
    PlaceOrder c;
    get(in, c.account);
    c.terms = getTerms(in);
    return c;
}
template<>
CancelOrder getBody(ByteReader& in) {
    CancelOrder c;
    get(in, c.account);
    c.order = getReference(in);
    return c;
}
template<>
CancelAll getBody(ByteReader& in) {
    CancelAll c;
    get(in, c.account);
    const bool hasMarket = in.getBool();
    MarketId market;
    get(in, market);
    const bool hasSide = in.getBool();
    const Side side = getEnum(in, Side::Sell);
    if (hasMarket) c.market = market;
    if (hasSide) c.side = side;
    if ((!hasMarket && market != MarketId{}) || (!hasSide && side != Side::Buy))
        in.invalidate(); // one record a command
    return c;
}
template<>
AmendOrder getBody(ByteReader& in) {
    AmendOrder c;
    get(in, c.account);
    c.order = getReference(in);
    get(in, c.price);
    get(in, c.size);
    return c;
}
template<>
SetPrices getBody(ByteReader& in) {
    SetPrices c;
    get(in, c.market);
    c.prices = getPrices(in);
    return c;
}
template<>
PrintTrade getBody(ByteReader& in) {
    PrintTrade c;
    get(in, c.market);
    get(in, c.price);
    get(in, c.size);
    c.aggressor = getEnum(in, Side::Sell);
    in.get(c.venueTradeId);
    return c;
}
template<>
AdvanceTime getBody(ByteReader&) {
    return {};
}

using Body = decltype(Command::body);

/// Fills the alternative with this index; UpdateDepth needs storage and is the decoder's own.
template<std::size_t kIndex = 0>
void getAlternative(ByteReader& in, std::size_t index, Body& body) {
    if constexpr (kIndex < std::variant_size_v<Body>) {
        using T = std::variant_alternative_t<kIndex, Body>;
        if constexpr (!std::is_same_v<T, UpdateDepth>) {
            if (kIndex == index) {
                body = getBody<T>(in);
                return;
            }
        }
        getAlternative<kIndex + 1>(in, index, body);
    }
}

const std::size_t kUpdateDepthIndex = Body(UpdateDepth{}).index();

} // namespace

void encode(ByteWriter& out, const Command& command) {
    out.put(kVersion);
    out.put(static_cast<std::uint8_t>(command.body.index()));
    out.put(command.origin);
    put(out, command.ts);
    std::visit(Encoder{out}, command.body);
}

Result<Command, CommandCode> CommandDecoder::decode(ByteSpan record) {
    ByteReader in(record);
    const auto version = in.get<std::uint8_t>();
    if (in.ok() && version > kVersion)
        return fail(CommandCode::Version,
                    fmt::format("command of format {}, this program reads up to {}", version, kVersion));
    const auto index = in.get<std::uint8_t>();
    Command command;
    command.origin = getEnum(in, Origin::Feed);
    get(in, command.ts);
    if (version != kVersion || index >= std::variant_size_v<Body>) in.invalidate();
    if (in.ok() && index == kUpdateDepthIndex) {
        UpdateDepth c;
        get(in, c.market);
        c.snapshot = in.getBool();
        getLevels(in, m_bids);
        getLevels(in, m_asks);
        c.bids = m_bids;
        c.asks = m_asks;
        command.body = c;
    } else if (in.ok()) {
        getAlternative(in, index, command.body);
    }
    if (!in.ok() || !in.atEnd())
        return fail(CommandCode::Malformed,
                    fmt::format("command of kind {}: byte {}: not as written", index, in.position()));
    return command;
}

} // namespace qd::exchange
