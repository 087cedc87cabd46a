// Of the watch over brackets: entries that follow the best price.
#include "widgets/base/Words.h"
#include "widgets/brackets/BracketWatch.h"
#include "widgets/terms/Waiting.h"

namespace qd::ui {
namespace {

std::int64_t towards(Side side, Price from, Price to) { return (to.raw() - from.raw()) * signOf(side); }

} // namespace

void BracketWatch::endChase(Scene& scene, const QString& why) {
    scene.bracket.rules.chaseTicks = 0;
    tell(scene, why, Importance::Problem);
}

void BracketWatch::chase(Scene& scene) {
    const TrackedOrder& entry = *scene.entry;
    if (isFinal(entry.state)) {
        scene.bracket.rules.chaseTicks = 0;
        return;
    }
    if (!isForBook(entry) || entry.state == OrderState::Sent) return;
    const MovedOrder& moved = scene.live.entry;
    const QString at = priceText(scene, moved.stands());
    if (!m_context.gate.armed())
        return endChase(scene,
                        tr("the entry does not follow the price, one-click trading is off; it stays at %1.").arg(at));
    if (scene.entryNews == MovedOrder::News::ByHand)
        return endChase(scene, tr("the entry was moved by hand to %1 and does not follow the price any more.").arg(at));
    if (scene.entryNews == MovedOrder::News::Refused && moved.refusals() >= MovedOrder::kMostRefusals)
        return endChase(scene, tr("the entry was not moved and stays at %1. %2").arg(at, sentence(entry.rejectCode)));
    if (scene.entryNews == MovedOrder::News::Done) tellMove(scene, tr("the entry follows the price to %1.").arg(at));
    bringAlong(scene);
    const Price best = entry.order.terms.side == Side::Buy ? scene.ticker.bestBid : scene.ticker.bestAsk;
    if (!best.isZero() && !isDoubtful(scene.ticker.status) && moved.free(entry, scene.nanos)) follow(scene, best);
}

void BracketWatch::follow(Scene& scene, Price best) {
    const TrackedOrder& entry = *scene.entry;
    const Side side = entry.order.terms.side;
    const std::int64_t most = scene.bracket.rules.chaseTicks;
    if (scene.live.chasedFrom.isZero()) scene.live.chasedFrom = scene.live.entry.stands();
    if (towards(side, scene.live.chasedFrom, best) > most * scene.market->params.tick.raw()) {
        m_context.gate.cancel({entry.order.id, entry.order.terms.clientId});
        return endChase(scene, tr("the best price is more than %1 ticks from where the entry was; what is left of it "
                                  "is cancelled.")
                                   .arg(most));
    }
    QString held;
    if (towards(side, scene.live.entry.stands(), best) > 0 && !move(scene.live.entry, entry, best, &held))
        endChase(scene, tr("the entry does not follow the price. %1").arg(held));
}

/// Stop and target keep their distance from the entry's limit; the stop only where that is tighter, which it is.
void BracketWatch::bringAlong(Scene& scene) {
    const Price entry = scene.live.entry.stands();
    const Side side = scene.entry->order.terms.side;
    const auto bring = [&](const TrackedOrder* order, MovedOrder& moved, MovedOrder::News news, Follower& follower) {
        if (order == nullptr || isFinal(order->state) || !waits(order->order)) return;
        if (news == MovedOrder::News::ByHand) follower.left = true;
        if (news == MovedOrder::News::Refused && moved.refusals() >= MovedOrder::kMostRefusals) {
            follower.left = true;
            tell(scene,
                 tr("an exit does not follow the entry and stays at %1. %2")
                     .arg(priceText(scene, moved.stands()), sentence(order->rejectCode)),
                 Importance::Problem);
        }
        if (follower.left || !moved.free(*order, scene.nanos)) return;
        if (scene.live.chasedFrom.isZero()) follower.gap = entry.raw() - moved.stands().raw();
        if (!follower.gap) return;
        const Price to(entry.raw() - *follower.gap);
        if (to.raw() > 0 && towards(side, moved.stands(), to) > 0) move(moved, *order, to);
    };
    bring(scene.target, scene.live.target, scene.targetNews, scene.live.followingTarget);
    bring(scene.stop, scene.live.stop, scene.stopNews, scene.live.followingStop);
}

} // namespace qd::ui
