#include "widgets/terms/Ties.h"

#include "widgets/terms/Waiting.h"

#include <QCoreApplication>

#include <algorithm>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::Ties", text); }

bool stopsOut(const Order& order) {
    const TriggerKind kind = order.terms.trigger.kind;
    return waits(order) && (kind == TriggerKind::Stop || kind == TriggerKind::Trailing);
}

bool isOf(CancelKind kind, const TrackedOrder& o) {
    if (kind == CancelKind::Stops) return stopsOut(o.order);
    return isForBook(o) && o.order.terms.type == OrderType::Limit && o.order.terms.trigger.kind == TriggerKind::None;
}

bool isTied(const TrackedOrder& o, std::span<const TrackedOrder> orders) {
    const OrderProgress& p = o.order.progress;
    if (p.group != 0) return true;
    return std::ranges::any_of(orders, [&](const TrackedOrder& other) {
        if (&other == &o || isFinal(other.state)) return false;
        if (p.parent != OrderId() && other.order.id == p.parent) return true;
        // A set is sent at one moment; what it is the venue will tell.
        return o.state == OrderState::Sent && other.state == OrderState::Sent && o.sentAt == other.sentAt;
    });
}

bool protects(const PositionView& p, const TrackedOrder& o) {
    const OrderTerms& t = o.order.terms;
    if (isFinal(o.state) || t.market != p.market) return false;
    const bool closes = (p.position.base.raw() > 0) == (t.side == Side::Sell);
    return t.reduceOnly || t.followsPosition || o.order.progress.parent != OrderId() || (closes && stopsOut(o.order));
}

} // namespace

CancelChoice cancelChoice(std::span<const TrackedOrder> orders, CancelKind kind, std::optional<MarketId> market) {
    CancelChoice choice;
    for (const TrackedOrder& o : orders) {
        if (isFinal(o.state) || (market && o.order.terms.market != *market) || !isOf(kind, o)) continue;
        if (isTied(o, orders))
            ++choice.tied;
        else
            choice.alone.push_back({o.order.id, o.order.terms.clientId});
    }
    return choice;
}

QString tiedText(int tied) {
    return tied == 0 ? QString() : tr("Left: %1 of pairs or brackets, whose other orders would go too.").arg(tied);
}

std::vector<TrackedOrder> protectorsOf(const PositionView& position, std::span<const TrackedOrder> orders) {
    std::vector<std::uint32_t> groups;
    for (const TrackedOrder& o : orders) {
        if (protects(position, o) && o.order.progress.group != 0) groups.push_back(o.order.progress.group);
    }
    std::vector<TrackedOrder> kept;
    for (const TrackedOrder& o : orders) {
        const bool grouped = std::ranges::find(groups, o.order.progress.group) != groups.end();
        if (!isFinal(o.state) && (grouped || protects(position, o))) kept.push_back(o);
    }
    return kept;
}

} // namespace qd::ui
