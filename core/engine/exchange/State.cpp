#include "core/engine/exchange/State.h"

#include <algorithm>

namespace qd::exchange {

State::State() {
    AssetParams quote;
    quote.id = kQuoteAsset;
    quote.symbol = "USDC";
    assets.push_back({quote, Amount{}, Amount{}});
}

void State::schedule(const Timer& timer) {
    timers.push_back(timer);
    std::ranges::push_heap(timers, std::greater<>{});
}

} // namespace qd::exchange
