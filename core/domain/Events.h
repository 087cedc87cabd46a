#pragma once

#include "core/base/Time.h"
#include "core/domain/Book.h"
#include "core/domain/Market.h"
#include "core/domain/Order.h"

#include <cstdint>
#include <variant>

/// Everything an exchange tells. Events of one command come in the order in which they happened.
namespace qd {

enum class LiquidityRole : std::uint8_t { Maker, Taker };

struct MarketCreated {
    MarketId market;
};
struct MarketStatusChanged {
    MarketId market;
    MarketStatus status = MarketStatus::Active;
};
struct AccountOpened {
    AccountId account;
    MasterId master;
};
struct Deposited {
    AccountId account;
    Money amount;
    Money collateral; ///< after it
};
struct PricesChanged {
    MarketId market;
    MarketPrices prices;
};
/// An external book changed; its levels are read from the exchange.
struct DepthChanged {
    MarketId market;
};
struct OrderAccepted {
    AccountId account;
    Order order;
};
struct OrderAmended {
    AccountId account;
    Order order; ///< after it
    bool keptPriority = false;
};
/// A request was refused and nothing changed.
struct RequestRejected {
    AccountId account;
    MarketId market;
    OrderReference order; ///< as far as the request named one
    RejectCode code = RejectCode::None;
};
/// One account's half of a trade.
struct OrderFilled {
    AccountId account;
    OrderId order;
    ClientOrderId clientId;
    MarketId market;
    TradeId trade;
    Side side = Side::Buy;
    LiquidityRole role = LiquidityRole::Taker;
    Price price;
    Quantity size;
    Money quote;                ///< size * price, >= 0, the same on both sides
    Money fee;                  ///< > 0 paid, < 0 rebate received
    Money realised;             ///< profit and loss realised by this fill, without the fee
    Quantity position;          ///< signed, after it
    std::uint64_t sequence = 0; ///< number of this fill among its account's fills, from 1
    Quantity remaining;         ///< of the order, after it
};
struct OrderClosed {
    AccountId account;
    OrderId order;
    ClientOrderId clientId;
    MarketId market;
    CloseReason reason = CloseReason::Cancelled;
    Quantity filled;
    Quantity remaining; ///< cancelled with it
};
/// The public print of a trade.
struct Traded {
    MarketId market;
    Trade trade;
};

struct Event {
    std::uint64_t command = 0; ///< sequence of the command that caused it
    UnixNanos ts;
    std::variant<MarketCreated, MarketStatusChanged, AccountOpened, Deposited, PricesChanged, DepthChanged,
                 OrderAccepted, OrderAmended, RequestRejected, OrderFilled, OrderClosed, Traded>
        body;
};

} // namespace qd
