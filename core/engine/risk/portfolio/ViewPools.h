#pragma once

#include "core/domain/Account.h"
#include "core/domain/Venue.h"
#include "core/engine/risk/portfolio/Pools.h"

#include <span>
#include <vector>

namespace qd::portfolio {

/// The pools of an account as its owner sees it, in the order of AccountView::pools; a view that names none has a cross
/// pool. `markets`: of the venue, in the order of their ids. The pools refer to parameters in `account` and `markets`,
/// which must outlive them and not move. Any thread. Source: spec/perps.md §2.3.
[[nodiscard]] std::vector<Pool> poolsOf(const AccountView& account, std::span<const MarketInfo> markets);

} // namespace qd::portfolio
