// Of ChartDrawer: what can be chosen in menus.
#include "widgets/base/PaneHeader.h"
#include "widgets/chart/ChartDrawer.h"

#include <QCoreApplication>
#include <QMenu>
#include <QPixmap>

namespace qd::chart {

using drawings::Drawing;
using drawings::Tool;
using drawings::Watch;

void ChartDrawer::openMenu(const QPoint& global) {
    QMenu* menu = ui::popupMenu(&m_view);
    menu->setObjectName(QStringLiteral("drawMenu"));
    if (selected() != nullptr) {
        addSelected(*menu);
        menu->addSeparator();
    }
    fillMenu(*menu);
    menu->popup(global);
}

void ChartDrawer::fillMenu(QMenu& menu) {
    addTools(menu);
    menu.addSeparator();
    addStyles(menu);
    menu.addSeparator();
    QAction* magnet = menu.addAction(tr("Magnet\tM"), this, &ChartDrawer::setMagnet);
    magnet->setToolTip(tr("Points go to the open, high, low or close of the bar; Ctrl inverts it"));
    magnet->setCheckable(true);
    magnet->setChecked(m_magnet);
    menu.addAction(tr("Undo\tCtrl+Z"), this, [this] { undo(false); })
        ->setEnabled(m_drawings != nullptr && m_drawings->canUndo());
    menu.addAction(tr("Do again\tCtrl+Y"), this, [this] { undo(true); })
        ->setEnabled(m_drawings != nullptr && m_drawings->canRedo());
    // A menu stays with the market it was opened over: the book keeps its drawings as long as it lives.
    menu.addAction(tr("Delete all of this market"), this,
                   [this, drawings = m_drawings] {
                       drawings->clear();
                       follow();
                       emit changed();
                   })
        ->setEnabled(m_drawings != nullptr && !m_drawings->all().empty());
}

void ChartDrawer::addTools(QMenu& menu) {
    for (const drawings::ToolInfo& info : drawings::kTools) {
        QAction* action =
            menu.addAction(QStringLiteral("%1\t%2").arg(drawings::titleOf(info.tool)).arg(QLatin1Char(info.key)), this,
                           [this, tool = info.tool] {
                               choose(tool);
                               m_view.setFocus();
                           });
        action->setObjectName(QLatin1String(info.word));
        action->setCheckable(true);
        action->setChecked(m_hand.tool() == info.tool);
    }
}

void ChartDrawer::addStyles(QMenu& menu) {
    const Drawing* drawing = selected();
    const std::uint8_t colour = drawing == nullptr ? m_colour : drawing->colour;
    const std::uint8_t width = drawing == nullptr ? m_width : drawing->width;
    QMenu* colours = menu.addMenu(tr("Colour"));
    for (std::uint8_t i = 0; i < drawings::kColours.size(); ++i) {
        QPixmap dot(12, 12);
        dot.fill(m_look.drawn[i]);
        QAction* action =
            colours->addAction(QIcon(dot), QCoreApplication::translate("qd::drawings", drawings::kColours[i].title),
                               this, [this, i, width] { style(i, width); });
        action->setCheckable(true);
        action->setChecked(i == colour);
    }
    QMenu* widths = menu.addMenu(tr("Width"));
    for (std::uint8_t i = 1; i <= drawings::kWidest; ++i) {
        QAction* action = widths->addAction(i == 1 ? tr("1 pixel") : tr("%1 pixels").arg(i), this,
                                            [this, i, colour] { style(colour, i); });
        action->setCheckable(true);
        action->setChecked(i == width);
    }
}

void ChartDrawer::addSelected(QMenu& menu) {
    const Drawing& drawing = *selected();
    if (drawing.tool == Tool::Text)
        menu.addAction(tr("Change the words …\tEnter"), this, [this] {
            if (selected() != nullptr) editText(*selected());
        });
    if (drawings::canWatch(drawing.tool)) {
        QAction* watch = menu.addAction(tr("Tell when the last price crosses it"), this,
                                        [this, drawings = m_drawings, id = drawing.id](bool on) {
                                            drawings->setWatch(id, on ? Watch::On : Watch::Off);
                                            follow();
                                            emit changed();
                                        });
        watch->setObjectName(QStringLiteral("watchLine"));
        watch->setCheckable(true);
        watch->setChecked(drawing.watch == Watch::On);
    }
    menu.addAction(tr("Duplicate\tCtrl+D"), this, [this] {
        if (selected() != nullptr) duplicate();
    });
    QAction* gone = menu.addAction(tr("Delete %1\tDel").arg(drawings::titleOf(drawing.tool)), this, [this] {
        if (selected() != nullptr) remove();
    });
    gone->setObjectName(QStringLiteral("deleteDrawing"));
}

void ChartDrawer::addEntries(QMenu& menu, const QPoint& at) {
    const auto under = found(at);
    if (!under) return;
    select(under->id);
    addSelected(menu);
    menu.addSeparator();
}

} // namespace qd::chart
