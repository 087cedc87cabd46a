#pragma once

#include "core/domain/Account.h"
#include "core/engine/exchange/Exchange.h"

#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace qd::client {

/// How near positions are to be deleveraged, a whole market and side at a time. One thread.
class DeleverageBoard {
  public:
    /// 5 = first, 1 = last, 0 = no position or no equity. `now`: monotonic; a side is ranked anew once a second.
    [[nodiscard]] int quintile(const exchange::State& state, MarketId market, Side held, AccountId account,
                               std::int64_t now);
    void forget() { m_sides.clear(); }

  private:
    struct Ranked {
        std::int64_t at = 0;
        std::map<AccountId, int> quintiles;
    };
    std::map<std::pair<MarketId, Side>, Ranked> m_sides;
};

/// The account as its owner sees it, every number from the risk engine at one state. Null when there is none.
[[nodiscard]] std::shared_ptr<AccountView> viewOf(const exchange::State& state, AccountId account,
                                                  DeleverageBoard& deleveraging, std::int64_t now);

/// What an account is worth, all pools together, and the profit or loss of its open positions in it.
struct AccountWorth {
    Money equity;
    Money unrealised;
};
[[nodiscard]] AccountWorth worthOf(const exchange::State& state, const exchange::AccountState& account);

/// The account's working orders, by id.
[[nodiscard]] std::vector<Order> workingOrders(const exchange::AccountState& account);

/// Size that trades before a working order: exact in our own book, the paper model's estimate in an external one; 0
/// while it is not in the book.
[[nodiscard]] Quantity queueAhead(const exchange::State& state, const exchange::OpenOrder& order);

} // namespace qd::client
