// Of the watch over brackets: what moves their stops.
#include "widgets/base/Words.h"
#include "widgets/brackets/BracketWatch.h"
#include "widgets/terms/StopRules.h"
#include "widgets/terms/Waiting.h"

#include <algorithm>

namespace qd::ui {
namespace {

/// Holds the account a position there that an order of this side has opened?
bool holds(const AccountView& account, MarketId market, Side side) {
    const auto found = std::ranges::find(account.positions, market, &PositionView::market);
    return found != account.positions.end() && !found->position.base.isZero() &&
           (found->position.base.raw() > 0) == (side == Side::Buy);
}

bool isProtective(const Order& stop) {
    return stop.terms.trigger.kind == TriggerKind::Stop && stop.terms.reduceOnly && waits(stop);
}

} // namespace

void BracketWatch::heedAnswer(Scene& scene) {
    const MovedOrder& stop = scene.live.stop;
    const auto end = [&scene] {
        scene.bracket.rules.even.reset();
        scene.bracket.rules.trail.clear();
    };
    switch (scene.stopNews) {
    case MovedOrder::News::Done:
        return tellMove(scene, tr("the stop stands at %1 now.").arg(priceText(scene, stop.stands())));
    case MovedOrder::News::ByHand:
        end();
        return tell(scene,
                    tr("the stop was moved by hand to %1; its rules have ended.").arg(priceText(scene, stop.stands())),
                    Importance::Plain);
    case MovedOrder::News::Refused: {
        QString said =
            tr("the stop was not moved to %1 and stands at %2. %3")
                .arg(priceText(scene, stop.asked()), priceText(scene, stop.stands()), sentence(scene.stop->rejectCode));
        if (stop.refusals() >= MovedOrder::kMostRefusals) {
            end();
            said += tr(" That was tried %1 times; its rules have ended.").arg(stop.refusals());
        }
        return tell(scene, said, Importance::Problem);
    }
    case MovedOrder::News::Pending:
    case MovedOrder::News::None: return;
    }
}

void BracketWatch::steer(Scene& scene, const AccountView& account) {
    heedAnswer(scene);
    RunningBracket& r = scene.bracket;
    const Order& order = scene.stop->order;
    const Side side = opposite(order.terms.side);
    const Price now = triggerPrice(scene.ticker, order.terms.trigger.source);
    if (!isProtective(order) || r.average.isZero() || now.isZero() || isDoubtful(scene.ticker.status) ||
        !holds(account, order.terms.market, side))
        return;
    const MarketParams& market = scene.market->params;
    const RuledStop at{side, r.average, scene.live.stop.stands(), now, r.evenDone};
    r.evenDone = r.evenDone || standsAtEven(r.rules, at, market);
    const auto wanted = stopMove(r.rules, at, market);
    // What only reduces is held back while the market has no price, and then there is nothing to tell.
    if (wanted && scene.live.stop.free(*scene.stop, scene.nanos)) move(scene.live.stop, *scene.stop, wanted->to);
}

} // namespace qd::ui
