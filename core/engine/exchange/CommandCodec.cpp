#include "core/engine/exchange/CommandCodec.h"

#include "core/engine/exchange/FieldCodec.h"

#include <fmt/format.h>

#include <concepts>
#include <span>
#include <utility>
#include <vector>

namespace qd::exchange {
namespace {

constexpr std::uint8_t kVersion = 2;
constexpr std::uint8_t kReferralVersion = 3; ///< of SetReferrer, which came later; the others are as they were
constexpr std::size_t kLevelBytes = 16;

template<class T, class... U>
inline constexpr bool kIsOneOf = (std::same_as<T, U> || ...);

/// Commands whose whole content is a list held elsewhere: the decoder keeps it.
template<class T>
inline constexpr bool kHasList = kIsOneOf<T, UpdateDepth, PlaceOrders>;

void fields(auto& ar, Of<CreateAsset> auto& c) { ar(c.params); }
void fields(auto& ar, Of<CreateOracle> auto& c) { ar(c.params); }
void fields(auto& ar, Of<CreateMarket> auto& c) { ar(c.params); }
void fields(auto& ar, Of<SetMarketStatus> auto& c) { ar(c.market, c.status, c.settlementPrice); }
void fields(auto& ar, Of<SetPausedOperations> auto& c) { ar(c.market, c.operations); }
void fields(auto& ar, Of<ResetBreaker> auto& c) { ar(c.oracle); }
void fields(auto& ar, Of<FreezeAccount> auto& c) { ar(c.account, c.frozen); }
void fields(auto& ar, Of<SetBackstop> auto& c) { ar(c.account); }
void fields(auto& ar, Of<SettleRevenue> auto& c) { ar(c.market, c.amount); }
void fields(auto& ar, Of<OpenAccount> auto& c) {
    ar(c.account, c.master);
    ar.text(c.name, kLongestAccountName);
    ar(c.clientIdCapacity);
}
void fields(auto& ar, Of<UpdateAccount> auto& c) {
    bool named = c.name.has_value();
    ar(c.account, named);
    if (named) {
        if constexpr (!std::is_const_v<std::remove_reference_t<decltype(c)>>) c.name.emplace();
        ar.text(*c.name, kLongestAccountName);
    }
    ar(c.userMargin, c.reduceOnly);
}
void fields(auto& ar, Of<CloseAccount> auto& c) { ar(c.account); }
void fields(auto& ar, Of<SetDelegate> auto& c) {
    ar(c.master, c.delegate, c.permissions, c.expiry, c.maxOrderNotional);
}
void fields(auto& ar, Of<SetReferrer> auto& c) { ar(c.master, c.referrer); }
void fields(auto& ar, Of<Deposit> auto& c) { ar(c.account, c.amount, c.asset); }
void fields(auto& ar, Of<Withdraw> auto& c) { ar(c.account, c.amount, c.asset); }
void fields(auto& ar, Of<Transfer> auto& c) { ar(c.from, c.to, c.amount, c.asset); }
void fields(auto& ar, Of<SetMarginMode> auto& c) { ar(c.account, c.market, c.isolated); }
void fields(auto& ar, Of<MoveIsolatedMargin> auto& c) { ar(c.account, c.market, c.amount); }
void fields(auto& ar, Of<SetLeverage> auto& c) { ar(c.account, c.market, c.userMargin); }
void fields(auto& ar, Of<SettlePnl> auto& c) { ar(c.account, c.market); }
void fields(auto& ar, Of<StakeInsurance> auto& c) { ar(c.account, c.amount); }
void fields(auto& ar, Of<RequestUnstake> auto& c) { ar(c.account, c.shares); }
void fields(auto& ar, Of<Unstake> auto& c) { ar(c.account); }
void fields(auto& ar, Of<PlaceOrder> auto& c) { ar(c.account, c.terms); }
void fields(auto& ar, Of<CancelOrder> auto& c) { ar(c.account, c.order); }
void fields(auto& ar, Of<CancelAll> auto& c) { ar(c.account, c.market, c.side); }
void fields(auto& ar, Of<AmendOrder> auto& c) { ar(c.account, c.order, c.price, c.size, c.trigger); }
void fields(auto& ar, Of<PauseTwap> auto& c) { ar(c.account, c.order, c.paused); }
void fields(auto& ar, Of<FillAuction> auto& c) { ar(c.account, c.taker, c.order, c.price, c.size); }
void fields(auto& ar, Of<Liquidate> auto& c) { ar(c.account, c.debtor, c.market, c.maxSize, c.limit); }
void fields(auto& ar, Of<ReportPrice> auto& c) { ar(c.report); }
void fields(auto& ar, Of<SetPrices> auto& c) { ar(c.market, c.index, c.mark, c.estimated); }
void fields(auto& ar, Of<PrintTrade> auto& c) { ar(c.market, c.price, c.size, c.aggressor, c.venueTradeId); }
void fields(auto&, Of<AdvanceTime> auto&) {}

template<class T>
void writeList(ByteWriter& out, std::span<const T> list) {
    out.put(static_cast<std::uint32_t>(list.size()));
    FieldWriter ar(out);
    for (const T& item : list) ar(item);
}
template<class T>
std::span<const T> readList(ByteReader& in, std::vector<T>& list, std::size_t most) {
    list.clear();
    const auto count = in.get<std::uint32_t>();
    if (!in.ok() || count > most) {
        in.invalidate();
        return {};
    }
    list.resize(count);
    FieldReader ar(in);
    for (T& item : list) ar(item);
    return list;
}

void write(ByteWriter& out, const UpdateDepth& c) {
    FieldWriter ar(out);
    ar(c.market, c.snapshot);
    writeList(out, c.bids);
    writeList(out, c.asks);
}
void write(ByteWriter& out, const PlaceOrders& c) {
    FieldWriter ar(out);
    ar(c.account, c.relation);
    writeList(out, c.orders);
}

using Body = decltype(Command::body);

/// Fills the alternative with this index; those with a list need storage and are the decoder's own.
template<std::size_t kIndex = 0>
void getAlternative(ByteReader& in, std::size_t index, Body& body) {
    if constexpr (kIndex < std::variant_size_v<Body>) {
        using T = std::variant_alternative_t<kIndex, Body>;
        if constexpr (!kHasList<T>) {
            if (kIndex == index) {
                T value;
                FieldReader ar(in);
                fields(ar, value);
                body = std::move(value);
                return;
            }
        }
        getAlternative<kIndex + 1>(in, index, body);
    }
}

const std::size_t kUpdateDepthIndex = Body(UpdateDepth{}).index();
const std::size_t kPlaceOrdersIndex = Body(PlaceOrders{}).index();
const std::size_t kSetReferrerIndex = Body(SetReferrer{}).index();

/// A record has the version that its kind came with.
std::uint8_t versionOf(std::size_t index) { return index == kSetReferrerIndex ? kReferralVersion : kVersion; }

} // namespace

void encode(ByteWriter& out, const Command& command) {
    out.put(versionOf(command.body.index()));
    out.put(static_cast<std::uint8_t>(command.body.index()));
    FieldWriter ar(out);
    ar(command.origin, command.ts, command.signer);
    std::visit(
        [&](const auto& body) {
            if constexpr (kHasList<std::remove_cvref_t<decltype(body)>>)
                write(out, body);
            else
                fields(ar, body);
        },
        command.body);
}

Result<Command, CommandCode> CommandDecoder::decode(ByteSpan record) {
    ByteReader in(record);
    const auto version = in.get<std::uint8_t>();
    if (in.ok() && version != kVersion && version != kReferralVersion)
        return fail(CommandCode::Version, fmt::format("command of format {}, this program reads {} and {}", version,
                                                      kVersion, kReferralVersion));
    const auto index = in.get<std::uint8_t>();
    Command command;
    FieldReader ar(in);
    ar(command.origin, command.ts, command.signer);
    if (index >= std::variant_size_v<Body> || version != versionOf(index)) in.invalidate();
    if (in.ok() && index == kUpdateDepthIndex) {
        UpdateDepth c;
        ar(c.market, c.snapshot);
        c.bids = readList(in, m_bids, in.remaining() / kLevelBytes);
        c.asks = readList(in, m_asks, in.remaining() / kLevelBytes);
        command.body = c;
    } else if (in.ok() && index == kPlaceOrdersIndex) {
        PlaceOrders c;
        ar(c.account, c.relation);
        c.orders = readList(in, m_orders, kMostOrdersOfSet);
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
