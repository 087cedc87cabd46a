#include "widgets/terms/Scales.h"

#include "core/engine/matching/Slices.h"

#include <array>
#include <span>

namespace qd::ui {

std::expected<OrderPlan, RejectCode> scaleOf(const ScaleLadder& ladder, const OrderTerms& like,
                                             const MarketParams& market) {
    if (const RejectCode code = matching::validateScale(ladder, market.tick, market.step); code != RejectCode::None)
        return std::unexpected(code);
    std::array<Quantity, kMaxScaleOrders> storage;
    const auto sizes = std::span(storage).first(ladder.count);
    if (!matching::scaleSizes(ladder, market.step, sizes)) return std::unexpected(RejectCode::MathOverflow);
    OrderPlan plan;
    for (std::uint32_t k = 0; k < ladder.count; ++k) {
        const auto price = matching::toTick(Checked(matching::scalePrice(ladder, k).raw()), market.tick, ladder.side);
        if (!price) return std::unexpected(RejectCode::MathOverflow);
        OrderTerms t = like;
        t.side = ladder.side;
        t.type = OrderType::Limit;
        t.price = *price;
        t.size = sizes[k];
        t.clientId = ClientOrderId();
        plan.orders.push_back(t);
    }
    return plan;
}

} // namespace qd::ui
