#include "widgets/alerts/OrderWatch.h"

#include "widgets/base/Format.h"
#include "widgets/base/Words.h"

#include <algorithm>

namespace qd::ui {
namespace {

/// Ended by what its owner did, or by what is told already.
bool isExpected(CloseReason reason) {
    switch (reason) {
    case CloseReason::Filled:
    case CloseReason::Cancelled:
    case CloseReason::OneCancelsOther:
    case CloseReason::ParentGone:
    case CloseReason::Triggered: return true;
    default: return false;
    }
}

} // namespace

OrderWatch::OrderWatch(PaneContext& context, QObject* parent) : OrderWatch(context, context.accounts, parent) {}

OrderWatch::OrderWatch(PaneContext& context, ports::Accounts& accounts, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_accounts(accounts) {
    m_changes = accounts.onChanged([this] { look(); });
}

void OrderWatch::look() {
    const auto account = m_accounts.account();
    if (!account) {
        m_shown.reset();
        return;
    }
    const auto& fills = m_accounts.fills();
    const std::uint64_t newest = fills.empty() ? 0 : fills.back().fill.sequence;
    const bool another = m_shown != account->id || newest < m_filled; // another account, or another run of it
    m_shown = account->id;
    if (!another && !m_context.venue.playback().catchingUp && m_context.settings.text(setting::kOrderNews) != "off") {
        lookAtFills(*account);
        lookAtOrders(*account);
    }
    takeNote();
}

void OrderWatch::takeNote() {
    const auto& fills = m_accounts.fills();
    m_filled = fills.empty() ? 0 : fills.back().fill.sequence;
    m_orders.clear();
    for (const TrackedOrder& o : m_accounts.orders()) {
        if (o.order.id.value() != 0) m_orders[o.order.id] = {!o.triggeredAt.isZero(), isFinal(o.state)};
    }
}

void OrderWatch::lookAtFills(const AccountView& account) {
    std::vector<Filled> filled;
    for (const FillView& view : m_accounts.fills()) {
        const OrderFilled& fill = view.fill;
        if (fill.sequence <= m_filled) continue;
        auto at = std::ranges::find(filled, fill.order, [](const Filled& f) { return f.last.order; });
        if (at == filled.end()) at = filled.insert(filled.end(), Filled{});
        at->last = fill;
        at->size = Quantity(at->size.raw() + fill.size.raw());
        at->quote = Money(at->quote.raw() + fill.quote.raw());
        at->resting = at->resting || fill.role == LiquidityRole::Maker;
    }
    const bool all = m_context.settings.text(setting::kOrderNews) == "all";
    const Money least = Money::of(m_context.settings.integer(setting::kFillsFrom));
    for (const Filled& f : filled) {
        if (f.quote >= least && (all || f.resting || worksByItself(f.last.order))) tellFill(account, f);
    }
}

bool OrderWatch::worksByItself(OrderId order) const {
    return std::ranges::any_of(m_accounts.orders(), [&](const TrackedOrder& o) {
        const OrderTerms& terms = o.order.terms;
        return o.order.id == order && (terms.trigger.kind != TriggerKind::None || terms.twap.durationMs != 0 ||
                                       terms.auction.durationSlots != 0);
    });
}

void OrderWatch::tellFill(const AccountView& account, const Filled& filled) {
    const MarketInfo* market = m_context.info(filled.last.market);
    const auto price = averageOf(filled.size, filled.quote, filled.last.side);
    if (market == nullptr || !price) return;
    const int sizes = decimalsOf(market->params.step);
    const QString done = (filled.last.side == Side::Buy ? tr("bought %1 at %2") : tr("sold %1 at %2"))
                             .arg(text(filled.size, sizes), text(*price, decimalsOf(market->params.tick)));
    const QString rest = filled.last.remaining.isZero() ? tr("the order is filled")
                                                        : tr("%1 is left").arg(text(filled.last.remaining, sizes));
    tell(account, filled.last.order, filled.last.market, done + QStringLiteral(", ") + rest + QLatin1Char('.'),
         Importance::Plain);
}

void OrderWatch::lookAtOrders(const AccountView& account) {
    for (const TrackedOrder& o : m_accounts.orders()) {
        const auto known = m_orders.find(o.order.id);
        if (known == m_orders.end()) continue; // it was sent just now, by a hand that sees what comes of it
        const MarketId market = o.order.terms.market;
        if (!known->second.fired && !o.triggeredAt.isZero()) {
            const MarketInfo* info = m_context.info(market);
            if (info != nullptr)
                tell(account, o.order.id, market,
                     tr("%1 fired at %2.")
                         .arg(typeText(o.order.terms), text(o.triggeredAt, decimalsOf(info->params.tick))),
                     Importance::Problem);
        }
        if (!known->second.ended && isFinal(o.state) && o.state != OrderState::Filled && !isExpected(o.closeReason))
            tell(account, o.order.id, market, sentence(o.closeReason), Importance::Problem);
    }
}

void OrderWatch::tell(const AccountView& account, OrderId order, MarketId market, const QString& what,
                      Importance importance) {
    const MarketInfo* info = m_context.info(market);
    QString whose = info == nullptr ? QString() : QString::fromStdString(info->params.symbol);
    if (account.subAccounts.size() > 1) whose = QString::fromStdString(account.name) + QStringLiteral(", ") + whose;
    emit told({whose + QStringLiteral(": ") + what, importance,
               QStringLiteral("order %1 %2").arg(account.id.value()).arg(order.value())});
}

} // namespace qd::ui
