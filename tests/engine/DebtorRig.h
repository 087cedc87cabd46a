#pragma once

#include "tests/support/ExchangeRig.h"

namespace qd::test {

/// 1,000 deposited, 90 SOL bought at 100 for a fee of 4.50. Maintenance is 5 %, the buffer 2 %. At 93.60 the loss is
/// 576: 419.50 of 421.20. With the buffer 407.89 (2 % of the loss of 580.50 less) of 589.68: 181.79 are lacking.
struct DebtorRig : ExchangeRig {
    AccountId maker = addAccount();
    AccountId liquidator = addAccount();
    AccountId debtor = addAccount(Money::of(1'000));
    DebtorRig() { trade(debtor, maker, price("100"), Quantity::of(90)); }

    void at(const char* mark) { setPrice(MarketId(0), price(mark)); }
    void bid(const char* at, Quantity size) { place(maker, limit(Side::Buy, price(at), size)); }
    RejectCode take(AccountId who, const char* size, const char* limit = "0") {
        send(Liquidate{who, debtor, MarketId(0), quantity(size), price(limit)});
        return rejection();
    }
    RejectCode take(const char* size, const char* limit = "0") { return take(liquidator, size, limit); }
    [[nodiscard]] bool liquidated() const { return account(debtor).risk.beingLiquidated; }
    [[nodiscard]] Quantity base() const { return position(debtor).base; }
    [[nodiscard]] LiquidationStepped step(LiquidationStep which) const {
        for (const LiquidationStepped& e : all<LiquidationStepped>()) {
            if (e.step == which) return e;
        }
        return {};
    }
    [[nodiscard]] std::vector<std::byte> bytes() const {
        ByteWriter out;
        exchange.save(out);
        return out.take();
    }
};

} // namespace qd::test
