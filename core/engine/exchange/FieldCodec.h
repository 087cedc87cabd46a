#pragma once

#include "core/base/Bytes.h"
#include "core/base/Fixed.h"
#include "core/base/Ids.h"
#include "core/base/Time.h"
#include "core/domain/Market.h"
#include "core/domain/Order.h"

#include <type_traits>

/// Domain values as bytes, for the journal and for snapshots. Reading checks the range of every enum and flag; an
/// impossible value makes the reader invalid.
namespace qd::exchange {

template<class Tag>
void put(ByteWriter& out, Fixed<Tag> value) {
    out.put(value.raw());
}
template<class Tag>
void get(ByteReader& in, Fixed<Tag>& value) {
    value = Fixed<Tag>(in.get<std::int64_t>());
}
template<class Tag, class Rep>
void put(ByteWriter& out, StrongId<Tag, Rep> id) {
    out.put(id.value());
}
template<class Tag, class Rep>
void get(ByteReader& in, StrongId<Tag, Rep>& id) {
    id = StrongId<Tag, Rep>(in.get<Rep>());
}
inline void put(ByteWriter& out, UnixNanos t) { out.put(t.value()); }
inline void get(ByteReader& in, UnixNanos& t) { t = UnixNanos(in.get<std::int64_t>()); }

/// An enum whose values run from 0 to `last`.
template<class E>
    requires std::is_enum_v<E>
[[nodiscard]] E getEnum(ByteReader& in, E last) {
    const auto raw = in.get<std::underlying_type_t<E>>();
    if (raw > static_cast<std::underlying_type_t<E>>(last)) {
        in.invalidate();
        return E{};
    }
    return static_cast<E>(raw);
}

void put(ByteWriter& out, const MarketParams& params);
[[nodiscard]] MarketParams getMarketParams(ByteReader& in);
void put(ByteWriter& out, const MarketPrices& prices);
[[nodiscard]] MarketPrices getPrices(ByteReader& in);
void put(ByteWriter& out, const OrderTerms& terms);
[[nodiscard]] OrderTerms getTerms(ByteReader& in);
void put(ByteWriter& out, const Order& order);
[[nodiscard]] Order getOrder(ByteReader& in);

} // namespace qd::exchange
