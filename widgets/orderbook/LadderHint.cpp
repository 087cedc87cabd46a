#include "widgets/base/Format.h"
#include "widgets/base/Words.h"
#include "widgets/orderbook/LadderKeys.h"
#include "widgets/orderbook/LadderView.h"
#include "widgets/terms/Waiting.h"

namespace qd::ui {

void LadderView::composeHint(LadderWords& words) const {
    words.hintTone = Tone::Plain;
    if (m_drag) {
        words.hint = dragHint();
        if (!m_context.gate.armed()) words.hintTone = Tone::Warning;
        return;
    }
    if (m_notice) {
        words.hint = m_notice->answer.text;
        words.hintTone = m_notice->answer.good ? Tone::Plain : Tone::Warning;
        return;
    }
    const Spot over = spot();
    if (over.chip) {
        words.hint = chipHint(m_scene.chips[*over.chip]);
    } else if (over.row >= 0 && (over.column == LadderColumn::Bids || over.column == LadderColumn::Asks)) {
        words.hint = cellHint(over, words.hintTone);
    } else if (over.row >= 0 && over.column == LadderColumn::Price) {
        words.hint = priceHint(over.row);
    } else if (const auto apart = m_model.spreadOutOfView()) {
        words.hintTone = Tone::Warning;
        words.hint = tr("A spread of %1 ticks: bid and ask are both out of view. LEVELS shows both.")
                         .arg(ui::number(*apart, 0, 0));
    } else {
        words.hintTone = Tone::Quiet;
        const auto key = [this](LadderDeed deed) { return ladderKey(m_context.actions, deed); };
        words.hint = tr("%1–%2 size · %3 %4 join · %5 sell %6 buy at market · %7 cancel all\nClick limit · left Shift "
                        "stop · left Ctrl take profit · %8 cancels a price")
                         .arg(key(LadderDeed::Size1), key(LadderDeed::Size4), key(LadderDeed::JoinBid),
                              key(LadderDeed::JoinAsk), key(LadderDeed::Sell), key(LadderDeed::Buy),
                              key(LadderDeed::CancelAll), key(LadderDeed::CancelPrice));
    }
}

QString LadderView::dragHint() const {
    const TrackedOrder* o = find(m_drag->order);
    if (o == nullptr) return {};
    const OrderTerms& t = o->order.terms;
    const QString what = word(t.side).toLower() + QLatin1Char(' ') + m_hands.sizeText(o->order.remaining());
    if (!m_context.gate.armed()) return tr("One-click trading is off: letting go sends nothing.");
    const QString stands = m_hands.priceText(standsAt(o->order).value_or(t.price));
    if (m_drag->row < 0) return tr("%1 stays at %2.").arg(what, stands);
    return tr("Move %1 from %2 to %3: letting go sends one amend, Esc stops.")
        .arg(what, stands, m_hands.priceText(m_scene.rows[static_cast<std::size_t>(m_drag->row)].price));
}

QString LadderView::chipHint(const ChipLook& chip) const {
    if (chip.more > 0)
        return tr("%1 more orders at this price; a finer grouping or a wider pane shows each.").arg(chip.more);
    const TrackedOrder& o = m_scene.orders[chip.order];
    const OrderTerms& t = o.order.terms;
    const QString size = ui::text(o.order.remaining(), m_scene.sizeDecimals);
    QString text =
        tr("%1 %2 of %3 at %4").arg(word(t.side), size, m_hands.sizeText(t.size), m_hands.priceText(t.price));
    if (waits(o.order))
        text = t.trigger.kind == TriggerKind::None
                   ? tr("%1 at %2 when its entry fills").arg(word(t.side), m_hands.priceText(t.price))
                   : tr("%1 %2: %3").arg(word(t.side), size, triggerText(t, m_scene.priceDecimals).toLower());
    if (t.postOnly != PostOnly::No) text += tr(", post-only");
    if (t.reduceOnly) text += tr(", reduce-only");
    text += QStringLiteral(" · ");
    if (o.pendingCancel)
        text += tr("cancel pending");
    else if (o.pendingAmend)
        text += tr("amend pending");
    else
        text += stateText(o).toLower();
    const bool live = o.state == OrderState::Working || o.state == OrderState::PartiallyFilled;
    if (live && o.order.progress.phase == OrderPhase::Book)
        text += (m_scene.estimatedQueue ? tr(", about %1 ahead") : tr(", %1 ahead"))
                    .arg(ui::text(o.queueAhead, m_scene.sizeDecimals));
    if (o.rejectCode != RejectCode::None && !o.pendingAmend && !o.pendingCancel)
        return text + QLatin1Char('\n') + tr("Last request refused: %1").arg(sentence(o.rejectCode));
    return text + QLatin1Char('\n') + tr("Drag or + − moves it · middle click or × cancels it");
}

QString LadderView::cellHint(const Spot& over, Tone& tone) const {
    const RowLook& row = m_scene.rows[static_cast<std::size_t>(over.row)];
    if (row.mid) return {};
    const Side side = over.column == LadderColumn::Bids ? Side::Buy : Side::Sell;
    const OrderTerms terms = m_hands.terms(side, row.price, how());
    if (const auto wrong = m_hands.wrongSize(terms)) {
        tone = Tone::Warning;
        return *wrong;
    }
    if (const auto lost = m_hands.lostBracket(terms)) {
        tone = Tone::Warning;
        return *lost;
    }
    const LadderSummary& s = m_model.summary();
    QString does = m_hands.described(terms, side == Side::Buy ? s.bestAsk : s.bestBid);
    const auto bracket = m_hands.bracket().kept;
    if (bracket && m_hands.opens(terms)) does += tr(", bracket %1").arg(QString::fromStdString(bracket->name));
    const LadderRow& numbers = m_model.rows()[static_cast<std::size_t>(over.row)];
    const Quantity through = side == Side::Buy ? numbers.bidThrough : numbers.askThrough;
    const QString depth =
        through.isZero() ? QString() : tr("Depth in view to here %1").arg(ui::text(through, m_scene.sizeDecimals));
    does += m_context.whose();
    const auto objection = m_context.gate.objection(terms, Intent::OneClick);
    if (!objection) return does + QLatin1Char('\n') + depth;
    if (objection->code == GateCode::Disarmed) {
        tone = Tone::Quiet;
        return tr("One-click is off, a click sends nothing: %1").arg(does) + QLatin1Char('\n') + depth;
    }
    tone = Tone::Warning;
    return tr("A click is held back: %1").arg(QString::fromStdString(objection->detail));
}

QString LadderView::priceHint(int index) const {
    const RowLook& row = m_scene.rows[static_cast<std::size_t>(index)];
    QStringList parts;
    const auto add = [&](int mark, const QString& name, const std::optional<Price>& price) {
        if ((row.marks & mark) != 0 && price) parts << name + QLatin1Char(' ') + m_hands.priceText(*price);
    };
    add(kMarkLiquidation, tr("L: liquidation price"), m_facts.marks.liquidation);
    add(kMarkEntry, tr("E: entry price"), m_facts.marks.entry);
    add(kMarkMark, m_facts.markEstimated ? tr("M: estimated mark price") : tr("M: mark price"), m_facts.marks.mark);
    add(kMarkLastUp | kMarkLastDown, tr("last trade"), m_facts.marks.last);
    return parts.join(QStringLiteral(" · "));
}

} // namespace qd::ui
