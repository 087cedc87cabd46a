#include "widgets/orderbook/LadderWords.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::LadderWords", text); }

QString doubtText(const LadderFacts& facts) {
    const QString age = ageText(facts.age);
    switch (facts.status) {
    case DataStatus::Stale: return tr("Stale: nothing new for %1").arg(age);
    case DataStatus::Gap: return tr("Gap: the feed is being joined anew, %1 old").arg(age);
    case DataStatus::Ended: return tr("The recording is over: these are its last numbers");
    case DataStatus::Unknown: return tr("No data yet");
    default: return {};
    }
}

void addSpread(LadderWords& words, const LadderSummary& s, const MarketParams& p) {
    const int decimals = decimalsOf(p.tick);
    words.footSpread = unknownText();
    if (s.bestBid && s.bestAsk) {
        const std::int64_t spread = s.bestAsk->raw() - s.bestBid->raw();
        const auto centiBps = s.spreadCentiBps();
        const QString bps = centiBps ? number(*centiBps, 2, 2) : unknownText();
        const std::int64_t ticks = spread / std::max<std::int64_t>(p.tick.raw(), 1);
        words.spreadBrief = ticks == 1 ? tr("1 tick") : tr("%1 ticks").arg(number(ticks, 0, 0));
        words.spread = words.spreadBrief + QStringLiteral(" · ") + tr("%1 bps").arg(bps);
        words.footSpread = text(Price(spread), decimals) + QStringLiteral(" · ") + tr("%1 bps").arg(bps);
        words.footWarns = s.crossed();
    }
    words.imbalance = unknownText();
    if (const auto imbalance = s.imbalancePercent()) {
        words.imbalance = signedNumber(*imbalance, 0, 0) + QStringLiteral(" %");
        words.imbalanceSign = *imbalance > 0 ? 1 : *imbalance < 0 ? -1 : 0;
    }
}

void addPosition(LadderWords& words, const PositionView& p, int priceDecimals, int sizeDecimals) {
    const bool isLong = p.position.base.raw() > 0;
    const Quantity size(isLong ? p.position.base.raw() : -p.position.base.raw());
    words.positionSign = isLong ? 1 : -1;
    words.position = (isLong ? tr("Long %1 at %2") : tr("Short %1 at %2"))
                         .arg(text(size, sizeDecimals), knownText(p.entryPrice, priceDecimals));
    if (p.liquidationPrice)
        words.liquidation = tr("liq %1").arg(liquidationText(*p.liquidationPrice, p.mark, priceDecimals));
}

} // namespace

bool doubtful(DataStatus status) {
    return status == DataStatus::Unknown || status == DataStatus::Stale || status == DataStatus::Gap ||
           status == DataStatus::Ended;
}

LadderWords wordsOf(const LadderFacts& facts, const LadderModel& model, const LadderHands& hands) {
    LadderWords words;
    const MarketInfo* info = hands.info();
    if (info == nullptr) {
        words.empty = tr("No market yet. Choose one in the pane's header.");
        return words;
    }
    const MarketParams& p = info->params;
    const int priceDecimals = decimalsOf(p.tick);
    const int sizeDecimals = decimalsOf(p.step);
    words.baseAsset = QString::fromStdString(p.baseAsset);
    if (model.empty())
        words.empty = tr("No book yet. It appears with the market's first prices.");
    else
        words.doubt = doubtText(facts);
    addSpread(words, model.summary(), p);
    if (facts.marks.last) {
        words.lastTrade = words.lastBrief = text(*facts.marks.last, priceDecimals);
        if (!facts.lastSize.isZero()) {
            words.lastTrade += QStringLiteral(" × ") + text(facts.lastSize, sizeDecimals);
            words.lastSign = signOf(facts.marks.aggressor);
        }
    }
    words.tradedCaption = tr("since %1").arg(clockText(facts.tradedSince).left(5));
    words.position = tr("No position");
    if (facts.position) addPosition(words, *facts.position, priceDecimals, sizeDecimals);
    words.mark = facts.marks.mark ? text(*facts.marks.mark, priceDecimals) : unknownText();
    if (facts.marks.mark && facts.markEstimated) words.mark += tr(" est.");
    return words;
}

} // namespace qd::ui
