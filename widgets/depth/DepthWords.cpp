#include "widgets/depth/DepthWords.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kPartsDecimals = 4; ///< of a percent, in parts per million
constexpr int kImpactDecimals = 3;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::DepthWords", text); }

QString unit(const MarketParams& market) { return QString::fromStdString(market.baseAsset); }

/// How far a price is from the centre.
QString apart(const Depth& depth, Price price) {
    return percent(price.raw() - depth.centre().raw(), depth.centre().raw(), kImpactDecimals) + QStringLiteral(" %");
}

} // namespace

QString rangeText(std::int64_t partsPerMillion) {
    if (partsPerMillion == 0) return tr("whole book");
    return QStringLiteral("±") + QString::fromStdString(formatDecimal(partsPerMillion, kPartsDecimals)) +
           QStringLiteral(" %");
}

std::optional<std::int64_t> rangeFrom(std::string_view typed) {
    if (typed == "WHOLE" || typed == "whole") return 0;
    if (typed.starts_with("±")) typed.remove_prefix(std::string_view("±").size());
    if (typed.ends_with('%')) typed.remove_suffix(1);
    const auto parts = parseDecimal(typed, kPartsDecimals);
    if (!parts || *parts == 0 || std::ranges::find(kDepthRanges, *parts) == kDepthRanges.end()) return std::nullopt;
    return *parts;
}

std::int64_t steppedRange(std::int64_t partsPerMillion, int steps) {
    const auto at = std::ranges::find(kDepthRanges, partsPerMillion);
    const auto index = std::clamp<std::int64_t>(at - kDepthRanges.begin() + steps, 0,
                                                static_cast<std::int64_t>(kDepthRanges.size()) - 1);
    return kDepthRanges[static_cast<std::size_t>(index)];
}

QString doubtText(const DepthFacts& facts) {
    const QString age = ageText(facts.age);
    if (facts.standsStill) return tr("The venue stands still: this is the last it knew, %1 old").arg(age);
    switch (facts.status) {
    case DataStatus::Stale: return tr("Stale: nothing new for %1").arg(age);
    case DataStatus::Gap: return tr("Gap: the feed is being joined anew, %1 old").arg(age);
    case DataStatus::Paused: return tr("Paused: RESUME lets the market go on");
    case DataStatus::Ended: return tr("The recording is over: this is its last book");
    case DataStatus::Unknown: return tr("No data yet");
    default: return {};
    }
}

QString emptyText(bool marketKnown, const DepthFacts& facts) {
    if (!marketKnown) return tr("No market yet. Choose one in the pane's header.");
    if (facts.status == DataStatus::Gap) return tr("No book: the feed lost messages and is being joined anew.");
    if (facts.status == DataStatus::Unknown) return tr("No book yet. It appears with the market's first prices.");
    return tr("The book is empty: nobody bids or asks. It appears with the next order.");
}

ReachText reachText(const Depth& depth, Side side, Price distance, const MarketParams& market) {
    const Reach reach = depth.within(side, distance);
    const Price price = depth.priceAt(side, distance);
    ReachText out;
    out.where = tr("%1 (%2)").arg(text(price, decimalsOf(market.tick)), apart(depth, price));
    out.base = text(reach.base, decimalsOf(market.step)) + QLatin1Char(' ') + unit(market);
    if (!reach.own.isZero()) out.own = tr("own %1").arg(text(reach.own, decimalsOf(market.step)));
    out.quote = tr("%1 USDC").arg(text(reach.quote, 0));
    out.beyond = reach.beyond;
    return out;
}

QString imbalanceText(const Depth& depth, Price distance) {
    const auto imbalance = depth.imbalance(distance);
    if (!imbalance) return tr("Nothing rests in this range");
    const std::int64_t bids = (10'000 + *imbalance) / 2;
    return tr("Bids %1 % · asks %2 %").arg(number(bids, 2, 1), number(10'000 - bids, 2, 1));
}

QString fillText(const Depth& depth, Side taker, Quantity size, const MarketParams& market) {
    const BookFill fill = depth.fill(taker, size);
    const int prices = decimalsOf(market.tick);
    const int sizes = decimalsOf(market.step);
    if (fill.wanted.isZero())
        return tr("%1: less than one step of %2 %3").arg(word(taker), text(market.step, sizes), unit(market));
    if (!fill.average) return tr("%1: no one is there to trade with").arg(word(taker));
    const QString sums = tr("average %1 (%2), to %3 (%4), %5 USDC")
                             .arg(averageText(fill.average, taker, prices + 1), apart(depth, *fill.average),
                                  text(fill.worst, prices), apart(depth, fill.worst), text(fill.quote));
    if (fill.complete()) return tr("%1 %2: %3").arg(word(taker), text(fill.wanted, sizes), sums);
    return tr("%1: only %2 of %3 are seen: %4")
        .arg(word(taker), text(fill.filled, sizes), text(fill.wanted, sizes), sums);
}

} // namespace qd::ui
