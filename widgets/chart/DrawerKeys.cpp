// Of ChartDrawer: what keys do.
#include "widgets/chart/ChartDrawer.h"

#include <QKeyEvent>
#include <QWidget>

namespace qd::chart {

using drawings::Drawing;
using drawings::Tool;

bool ChartDrawer::escape() {
    if (m_hand.drawing() != nullptr) {
        m_hand.cancel();
        settle();
    } else if (m_hand.tool()) {
        choose({});
    } else if (m_selected != 0) {
        select(0);
    } else {
        return false;
    }
    m_held = false;
    emit changed();
    return true;
}

bool ChartDrawer::toolKey(const QKeyEvent& event) {
    for (const drawings::ToolInfo& info : drawings::kTools) {
        if (event.key() != static_cast<int>(info.key)) continue;
        choose(info.tool);
        return true;
    }
    switch (event.key()) {
    case Qt::Key_D: openMenu(m_view.mapToGlobal(QPoint(8, 8))); return true;
    case Qt::Key_M: setMagnet(!m_magnet); return true;
    case Qt::Key_G: selectNext(1); return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (selected() == nullptr) return false;
        remove();
        return true;
    default: return false;
    }
}

bool ChartDrawer::editKey(const QKeyEvent& event) {
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    if (modifiers == Qt::ControlModifier || modifiers == (Qt::ControlModifier | Qt::ShiftModifier)) {
        const bool shifted = modifiers.testFlag(Qt::ShiftModifier);
        const bool copies = event.key() == Qt::Key_D && !shifted && selected() != nullptr;
        const bool again = event.key() == Qt::Key_Y && !shifted;
        if (copies) duplicate();
        if (again || event.key() == Qt::Key_Z) undo(again || shifted);
        return copies || again || event.key() == Qt::Key_Z;
    }
    if (modifiers == Qt::ShiftModifier && event.key() == Qt::Key_G) {
        selectNext(-1);
        return true;
    }
    if (modifiers != Qt::AltModifier || selected() == nullptr) return false;
    switch (event.key()) {
    case Qt::Key_Left: nudge(-1, 0); return true;
    case Qt::Key_Right: nudge(1, 0); return true;
    case Qt::Key_Up: nudge(0, 1); return true;
    case Qt::Key_Down: nudge(0, -1); return true;
    default: return false;
    }
}

bool ChartDrawer::key(const QKeyEvent& event, const std::optional<QPoint>& cross) {
    m_modifiers = event.modifiers();
    if (event.key() == Qt::Key_Escape) return escape();
    const bool enters = event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
    if (enters && hasTool() && cross && press(*cross)) {
        drop();
        emit changed();
        return true;
    }
    if ((event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return editKey(event);
    if (!enters || selected() == nullptr || selected()->tool != Tool::Text) return toolKey(event);
    editText(*selected());
    return true;
}

void ChartDrawer::selectNext(int step) {
    if (m_drawings == nullptr || m_drawings->all().empty()) return emit refused(tr("Nothing is drawn on this market."));
    const auto& all = m_drawings->all();
    const auto count = static_cast<std::int64_t>(all.size());
    std::int64_t at = step > 0 ? -1 : count;
    if (const Drawing* drawing = selected()) at = drawing - all.data();
    at = (at + step + count) % count;
    select(all[static_cast<std::size_t>(at)].id);
    m_view.setAccessibleDescription(
        tr("%1, %2 of %3").arg(drawings::titleOf(all[static_cast<std::size_t>(at)].tool)).arg(at + 1).arg(count));
}

} // namespace qd::chart
