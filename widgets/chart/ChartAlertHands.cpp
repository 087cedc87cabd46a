// Alerts, most of them on studies, under the pointer of ChartView and in its hand.
#include "widgets/chart/ChartView.h"
#include "widgets/chart/StudyAlertEditor.h"
#include "widgets/plot/Intervals.h"

#include <QMenu>

#include <algorithm>
#include <cmath>

namespace qd::chart {
namespace {

/// The level at a row of pixels, not much finer than they are.
std::optional<ui::StudyLevel> levelAt(const ValueAxis& axis, const NamedLine& line, int y, Price tick) {
    const double step =
        std::pow(10.0, std::floor(std::log10((axis.high - axis.low) / std::max(1, axis.rect.height()))));
    return levelOfValue(line, std::round(axis.valueAt(y) / step) * step, tick);
}

} // namespace

std::optional<std::size_t> ChartView::studyOfPane(const QPoint& at) const {
    const auto& panes = m_scene.panes();
    const auto found = std::ranges::find_if(panes, [&](const StudyPane& pane) { return pane.rect.contains(at); });
    return found == panes.end() ? std::nullopt : std::optional(found->study);
}

const ValueAxis* ChartView::axisOf(std::size_t study) const {
    const auto& panes = m_scene.panes();
    const auto& axes = m_canvas.paneAxes(); // of the last picture
    for (std::size_t i = 0; i < std::min(panes.size(), axes.size()); ++i) {
        if (panes[i].study == study) return &axes[i];
    }
    return nullptr;
}

void ChartView::paintPaneAlerts(QPainter& painter) {
    std::vector<const ValueAxis*> axes;
    for (std::size_t i = 0; i < m_scene.options().studies.size(); ++i) axes.push_back(axisOf(i));
    m_paneAlerts.lay(m_alerts.inPanes(), axes, m_look);
    m_paneAlerts.paint(painter, m_look, m_context.theme(), m_alerts.held());
}

ui::StudyAlert ChartView::alertOn(const NamedLine& line) const {
    ui::StudyAlert alert;
    alert.symbol = m_scene.info()->params.symbol;
    // An alert says which bars it is of; its study is over them.
    NamedLine over = line;
    over.choice.frame.reset();
    alert.interval = plot::nameOf(line.choice.frame.value_or(m_scene.options().interval));
    alert.watched = wordsOf(over);
    alert.way = ui::StudyWay::Cross;
    return alert;
}

void ChartView::setStudyAlert(const ui::StudyAlert& alert) {
    const auto told = m_alerts.set(alert);
    say(told ? *told : told.error(), told.has_value());
}

void ChartView::addDeletion(QMenu& menu, std::uint32_t alert) {
    QAction* gone = menu.addAction(tr("Delete alert %1").arg(alert), this, [this, alert] {
        if (const auto removed = m_alerts.remove(alert); !removed) tell(removed.error());
    });
    gone->setObjectName(QStringLiteral("deleteAlert"));
}

void ChartView::addStudyAlerts(QMenu& menu, const QPoint& at) {
    if (const PlacedPaneAlert* placed = m_paneAlerts.at(at)) addDeletion(menu, placed->alert.number);
    const auto named = studyAt(at);
    const auto study = named ? named : studyOfPane(at);
    const auto& studies = m_scene.options().studies;
    if (!study || *study >= studies.size()) return;
    const NamedLine line{studies[*study], 0};
    const auto known = lineNamed(alertOn(line).watched);
    if (!known || m_scene.tradeBars() != nullptr) {
        menu.addAction(known ? tr("No alert on %1: alerts on studies are over bars of time").arg(labelOf(line.choice))
                             : known.error())
            ->setEnabled(false);
        return;
    }
    ui::StudyAlert alert = alertOn(line);
    const ValueAxis* axis = axisOf(*study);
    const auto level = axis == nullptr ? std::nullopt : levelAt(*axis, line, at.y(), m_scene.tick());
    QString what;
    if (level) {
        alert.against = *level;
        what = tr("Alert when %1 crosses %2").arg(labelOf(line), levelText(line, *level, m_scene.tick()));
    } else if (isPrice(line)) {
        alert.against = ui::BarPrice{};
        what = tr("Alert when %1 crosses the price").arg(labelOf(line));
    }
    if (!what.isEmpty()) {
        QAction* set = menu.addAction(what, this, [this, alert] { setStudyAlert(alert); });
        set->setObjectName(QStringLiteral("setStudyAlert"));
    }
    const QPoint global = mapToGlobal(at);
    QAction* more = menu.addAction(tr("Alert on %1 …").arg(labelOf(line.choice)), this,
                                   [this, study = *study, global] { openStudyAlert(study, global); });
    more->setObjectName(QStringLiteral("openStudyAlert"));
}

void ChartView::openStudyAlert(std::size_t study, const QPoint& global) {
    const auto& studies = m_scene.options().studies;
    if (study >= studies.size() || m_scene.info() == nullptr) return;
    if (m_scene.tradeBars() != nullptr)
        return tell(tr("Alerts on studies are over bars of time: choose 1m or another length first."));
    const NamedLine line{studies[study], 0};
    const ui::StudyAlert standard = alertOn(line);
    if (const auto known = lineNamed(standard.watched); !known) return tell(known.error());
    // What it can be compared with is over the same bars.
    std::vector<StudyChoice> alike;
    for (StudyChoice choice : studies) {
        if (choice.frame != line.choice.frame) continue;
        choice.frame.reset();
        alike.push_back(std::move(choice));
    }
    const auto before = static_cast<std::size_t>(
        std::count_if(studies.begin(), studies.begin() + static_cast<std::ptrdiff_t>(study),
                      [&](const StudyChoice& choice) { return choice.frame == line.choice.frame; }));
    auto* editor = new StudyAlertEditor(m_context.themes, alike, before, standard, this);
    connect(editor, &StudyAlertEditor::wanted, this, [this, editor](const ui::StudyAlert& alert) {
        const auto told = m_alerts.set(alert);
        if (!told) return editor->object(told.error());
        say(*told, true);
        editor->close();
    });
    editor->openAt(global);
}

std::optional<ChartView::Hand> ChartView::takePaneAlert(const PlacedPaneAlert& alert, const QPoint& at) {
    const std::uint32_t number = alert.alert.number; // which is gone with it
    if (alert.cross.contains(at)) {
        if (const auto removed = m_alerts.remove(number); !removed) tell(removed.error());
        return Hand::Free;
    }
    m_alerts.grab(number);
    return Hand::Own;
}

/// By ticks among prices, by rows of pixels in a pane.
bool ChartView::nudgeAlert(int ticks) {
    const std::uint32_t number = *m_alerts.held();
    if (const PlacedPaneAlert* placed = m_paneAlerts.ofNumber(number)) return carryPaneAlert(placed->y - ticks);
    const auto alert = std::ranges::find(m_alerts.marks(), number, &AlertMark::number);
    if (alert == m_alerts.marks().end()) return false;
    const Price from = m_alerts.target().value_or(alert->level);
    const Price to(from.raw() + ticks * m_scene.tick().raw());
    if (to.raw() > 0) m_alerts.moveTo(to);
    moved();
    return true;
}

bool ChartView::carryPaneAlert(int y) {
    const PlacedPaneAlert* alert = m_paneAlerts.ofNumber(*m_alerts.held());
    if (alert == nullptr) return false;
    const QRect& rect = alert->axis.rect;
    const int row = std::clamp(y, rect.top(), rect.bottom());
    if (const auto level = levelAt(alert->axis, alert->alert.line, row, m_scene.tick())) m_alerts.moveTo(*level);
    update();
    return true;
}

} // namespace qd::chart
