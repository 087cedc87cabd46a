#include "widgets/depth/Depth.h"

#include "core/base/Checked.h"
#include "core/engine/ledger/Position.h"
#include "widgets/base/Format.h"

#include <algorithm>

namespace qd::ui {
namespace {

Quantity ownAt(std::span<const OwnSize> own, Side side, Price price) {
    std::int64_t sum = 0;
    for (const OwnSize& o : own) {
        if (o.side == side && o.price == price) sum += o.size.raw();
    }
    return Quantity(sum);
}

std::vector<DepthStep> stepsOf(const std::vector<BookLevel>& levels, Side side, std::span<const OwnSize> own) {
    std::vector<DepthStep> steps;
    steps.reserve(levels.size());
    Checked base = 0;
    Checked quote = 0;
    for (const BookLevel& level : levels) {
        const auto exchanged = ledger::fillQuote(level.size, level.price, side == Side::Buy);
        if (!exchanged) break;
        base += level.size.raw();
        quote += exchanged->raw();
        const auto allBase = base.to<Quantity>();
        const auto allQuote = quote.to<Money>();
        if (!allBase || !allQuote) break;
        steps.push_back({level.price, level.size, ownAt(own, side, level.price), *allBase, *allQuote});
    }
    return steps;
}

} // namespace

std::vector<OwnSize> ownSizes(std::span<const TrackedOrder> orders, MarketId market) {
    std::vector<OwnSize> own;
    for (const TrackedOrder& o : orders) {
        const OrderTerms& terms = o.order.terms;
        const Quantity left(terms.size.raw() - o.order.filled.raw());
        if (terms.market == market && isForBook(o) && terms.price.raw() > 0 && left.raw() > 0)
            own.push_back({terms.side, terms.price, left});
    }
    return own;
}

Depth::Depth(const BookSnapshot& book, std::span<const OwnSize> own, const MarketParams& market, Price otherwise)
    : m_sides{stepsOf(book.bids, Side::Buy, own), stepsOf(book.asks, Side::Sell, own)}
    , m_step(market.step)
    , m_native(market.liquidity == Liquidity::Native) {
    const auto& [bids, asks] = m_sides;
    if (!bids.empty() && !asks.empty())
        m_centre = (Checked(bids.front().price.raw()) + asks.front().price.raw())
                       .dividedBy(2, Round::Down)
                       .to<Price>()
                       .value_or(bids.front().price);
    else if (!empty())
        m_centre = otherwise.raw() > 0 ? otherwise : bids.empty() ? asks.front().price : bids.front().price;
}

Price Depth::distanceOf(std::int64_t partsPerMillion) const {
    if (partsPerMillion > 0) {
        const auto part = Checked(m_centre.raw()).times(partsPerMillion, 1'000'000, Round::Up).to<Price>();
        return std::max(part.value_or(m_centre), Price(1));
    }
    std::int64_t farthest = 1;
    for (const auto& steps : m_sides) {
        if (!steps.empty()) farthest = std::max(farthest, std::abs(steps.back().price.raw() - m_centre.raw()));
    }
    return Price(farthest);
}

Price Depth::priceAt(Side side, Price distance) const {
    if (side == Side::Buy) return std::max(Price(m_centre.raw() - distance.raw()), Price());
    return (Checked(m_centre.raw()) + distance.raw()).to<Price>().value_or(m_centre);
}

Reach Depth::within(Side side, Price distance) const {
    const auto& steps = this->side(side);
    const Price limit = priceAt(side, distance);
    const auto reached = [&](const DepthStep& s) { return side == Side::Buy ? s.price >= limit : s.price <= limit; };
    const auto end = std::ranges::partition_point(steps, reached);
    Reach reach;
    reach.beyond = end == steps.end() && (steps.empty() || steps.back().price != limit);
    if (end == steps.begin()) return reach;
    const auto last = std::prev(end);
    reach.base = last->base;
    reach.quote = last->quote;
    reach.levels = static_cast<std::size_t>(end - steps.begin());
    for (auto s = steps.begin(); s != end; ++s) reach.own = Quantity(reach.own.raw() + s->own.raw());
    return reach;
}

std::optional<std::int64_t> Depth::imbalance(Price distance) const {
    const Int128 bids = within(Side::Buy, distance).base.raw();
    const Int128 asks = within(Side::Sell, distance).base.raw();
    if (bids + asks == 0) return std::nullopt;
    return static_cast<std::int64_t>((bids - asks) * 10'000 / (bids + asks));
}

BookFill Depth::fill(Side taker, Quantity size) const {
    BookFill fill;
    fill.wanted = Quantity(size.raw() / m_step.raw() * m_step.raw());
    Checked quote = 0;
    for (const DepthStep& s : side(opposite(taker))) {
        if (fill.complete()) break;
        const Quantity others = m_native ? Quantity(std::max<std::int64_t>(s.size.raw() - s.own.raw(), 0)) : s.size;
        const Quantity part(
            std::min(others.raw() / m_step.raw() * m_step.raw(), fill.wanted.raw() - fill.filled.raw()));
        if (part.isZero()) continue;
        const auto exchanged = ledger::fillQuote(part, s.price, taker == Side::Sell);
        if (!exchanged) break;
        quote += exchanged->raw();
        fill.filled = Quantity(fill.filled.raw() + part.raw());
        fill.worst = s.price;
    }
    fill.quote = quote.to<Money>().value_or(Money());
    fill.average = averageOf(fill.filled, fill.quote, taker);
    return fill;
}

} // namespace qd::ui
