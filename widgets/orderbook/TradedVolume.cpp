#include "widgets/orderbook/TradedVolume.h"

#include <limits>

namespace qd::ui {
namespace {

void addTo(Quantity& total, Quantity size) {
    total = total.plus(size).value_or(Quantity(std::numeric_limits<std::int64_t>::max()));
}

} // namespace

void TradedVolume::add(std::span<const Trade> trades) {
    for (const Trade& t : trades) {
        Sums& sums = m_byPrice[t.price.raw()];
        addTo(t.aggressor == Side::Buy ? sums.bought : sums.sold, t.size);
    }
}

TradedVolume::Sums TradedVolume::at(Price price, Price unit) const {
    Sums sums;
    auto it = m_byPrice.upper_bound(price.raw() - unit.raw());
    for (; it != m_byPrice.end() && it->first < price.raw() + unit.raw(); ++it) {
        if (it->first <= price.raw()) addTo(sums.bought, it->second.bought);
        if (it->first >= price.raw()) addTo(sums.sold, it->second.sold);
    }
    return sums;
}

} // namespace qd::ui
