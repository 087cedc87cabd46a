#pragma once

#include "tests/support/FakeVenue.h"

#include <memory>

namespace qd::test {

/// Samples every hour of `days` days before now: 10 000 deposited, 10 more every hour but 40 less in every fourth, and
/// 5 000 deposited half way.
inline void addEquity(FakeVenue& venue, int days) {
    const UnixNanos end = openTimeOf(venue.marketNow, Interval::H1);
    Money equity = Money::of(10'000);
    Money deposits = Money::of(10'000);
    const int hours = days * 24;
    for (int i = 0; i <= hours; ++i) {
        if (i == hours / 2) {
            equity = equity.plus(Money::of(5'000)).value();
            deposits = deposits.plus(Money::of(5'000)).value();
        }
        if (i > 0) equity = equity.plus(Money::of(i % 4 == 0 ? -40 : 15)).value();
        venue.historyEquity.push_back({end + -(hours - i) * kNanosPerHour, equity, Money(), deposits});
    }
}

/// A round trip of 1 SOL each: bought at 100, sold for `prices`; an hour apart.
inline void addTrades(FakeVenue& venue, std::initializer_list<std::int64_t> prices) {
    std::uint64_t sequence = venue.historyFills.empty() ? 0 : venue.historyFills.back().fill.sequence;
    UnixNanos ts = venue.marketNow + -static_cast<std::int64_t>(prices.size()) * 2 * kNanosPerHour;
    for (const std::int64_t price : prices) {
        for (const Side side : {Side::Buy, Side::Sell}) {
            FillView view;
            view.ts = ts;
            view.fill.market = MarketId(0);
            view.fill.side = side;
            view.fill.size = Quantity::of(1);
            view.fill.price = Price::of(side == Side::Buy ? 100 : price);
            view.fill.quote = Money::of(side == Side::Buy ? 100 : price);
            view.fill.position = side == Side::Buy ? Quantity::of(1) : Quantity();
            view.fill.sequence = ++sequence;
            venue.historyFills.push_back(view);
            ts = ts + kNanosPerHour;
        }
    }
}

[[nodiscard]] inline std::shared_ptr<AccountView> holder(const FakeVenue& venue) {
    auto account = std::make_shared<AccountView>();
    account->id = AccountId(7);
    account->name = "Main";
    account->totalEquity = Money::of(15'000);
    account->netDeposits = Money::of(15'000);
    BalanceView usdc;
    usdc.asset = venue.assetList[0].params;
    usdc.amount = Amount(13'000'000'000);
    BalanceView sol;
    sol.asset = venue.assetList[1].params;
    sol.value = Money::of(1'500);
    account->balances = {usdc, sol};
    PositionView position;
    position.market = MarketId(1);
    position.position.base = Quantity(-50'000'000);
    position.notional = Money::of(3'000);
    position.unrealised = Money::of(-25);
    account->positions = {position};
    return account;
}

} // namespace qd::test
