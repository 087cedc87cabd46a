#include "widgets/footprint/FootprintPane.h"

#include "core/base/Decimal.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/footprint/FootprintView.h"
#include "widgets/plot/Intervals.h"

#include <QHBoxLayout>
#include <QMenu>

#include <array>
#include <cmath>

namespace qd::footprint {
namespace {

constexpr std::array<std::int64_t, 9> kRowTicks{1, 2, 5, 10, 20, 50, 100, 200, 500};
constexpr std::array<int, 5> kRatios{150, 200, 300, 400, 500};
constexpr std::array<int, 4> kStacks{2, 3, 4, 5};

} // namespace

FootprintPane::FootprintPane(ui::PaneContext& context)
    : Pane(context, QStringLiteral("FOOTPRINT"), tr("Footprint"), true) {
    m_view = new FootprintView(*this, context);
    m_interval = ui::menuButton(this, QStringLiteral("interval"), tr("Length of a bar"),
                                [this](QMenu& menu) { addIntervals(menu); });
    m_mode =
        ui::menuButton(this, QStringLiteral("cells"), tr("What a cell says"), [this](QMenu& menu) { addModes(menu); });
    for (QToolButton* button : {m_interval, m_mode}) controls()->addWidget(button);
    setBody(m_view);
    showChoices();
}

std::vector<ui::KeyHint> FootprintPane::keys() {
    return {
        {tr("Wheel"), tr("Zooms time; with Ctrl, or over the price axis, prices; with Shift pans")},
        {tr("Drag"), tr("Pans time and prices")},
        {QStringLiteral("Left / Right"), tr("Pans; with Ctrl a screen")},
        {QStringLiteral("+ / −"), tr("Zooms; with Ctrl prices")},
        {QStringLiteral("End"), tr("Back to the newest bar")},
        {QStringLiteral("0"), tr("Prices fit the bars in view")},
        {QStringLiteral("M"), tr("Cells: bid × ask, delta, volume")},
        {QStringLiteral("Shift+Arrows"), tr("Moves the crosshair")},
        {QStringLiteral("R"), tr("Reads what was recorded again")},
    };
}

void FootprintPane::marketChanged() {
    m_view->scene().showMarket(*market());
    m_view->refresh();
}

void FootprintPane::themeChanged() { m_view->refresh(); }

void FootprintPane::linkedCrossMoved() { m_view->showLinked(linkedCross()); }

void FootprintPane::onFrame(const ui::Frame& frame) {
    Pane::onFrame(frame);
    m_view->readNew(frame);
    m_view->shareTime(false);
}

void FootprintPane::apply(const FootprintOptions& options) {
    m_view->scene().setOptions(options);
    showChoices();
    m_view->refresh();
}

void FootprintPane::showChoices() {
    const FootprintOptions& options = m_view->scene().options();
    m_interval->setText(QLatin1String(plot::nameOf(options.interval)));
    m_mode->setText(titleOf(options.mode));
}

void FootprintPane::nextMode() {
    FootprintOptions options = m_view->scene().options();
    const auto at = std::ranges::find(kCellModes, options.mode, &CellModeName::mode);
    options.mode = at + 1 == kCellModes.end() ? kCellModes.front().mode : (at + 1)->mode;
    apply(options);
}

void FootprintPane::addChoice(QMenu& menu, const QString& text, FootprintOptions made) {
    QAction* action = menu.addAction(text, this, [this, made] { apply(made); });
    action->setCheckable(true);
    action->setChecked(made == m_view->scene().options());
}

void FootprintPane::addIntervals(QMenu& menu) {
    FootprintOptions options = m_view->scene().options();
    for (const Interval interval : kFootprintIntervals) {
        options.interval = interval;
        addChoice(menu, QLatin1String(plot::nameOf(interval)), options);
    }
}

void FootprintPane::addModes(QMenu& menu) {
    FootprintOptions options = m_view->scene().options();
    for (const CellModeName& mode : kCellModes) {
        options.mode = mode.mode;
        addChoice(menu, titleOf(mode.mode), options);
    }
}

void FootprintPane::addRows(QMenu& menu) {
    FootprintOptions options = m_view->scene().options();
    options.ticks = 0;
    addChoice(menu, tr("As a text needs"), options);
    for (const std::int64_t ticks : kRowTicks) {
        options.ticks = ticks;
        addChoice(menu, tr("%n tick(s)", nullptr, static_cast<int>(ticks)), options);
    }
}

void FootprintPane::addRule(QMenu& menu) {
    FootprintOptions options = m_view->scene().options();
    for (const int percent : kRatios) {
        options.rule.percent = percent;
        addChoice(menu, tr("At least %1 % of the other side").arg(percent), options);
    }
    menu.addSeparator();
    options = m_view->scene().options();
    for (const int rows : kStacks) {
        options.rule.stack = rows;
        addChoice(menu, tr("%n rows are a stack", nullptr, rows), options);
    }
}

void FootprintPane::addMenuEntries(QMenu& menu) {
    addIntervals(*menu.addMenu(tr("Length of a bar")));
    addModes(*menu.addMenu(tr("Cells")));
    addRows(*menu.addMenu(tr("Row size")));
    addRule(*menu.addMenu(tr("Imbalances when")));
    const auto flag = [&](const QString& text, bool FootprintOptions::* which) {
        QAction* action = menu.addAction(text, this, [this, which](bool on) {
            FootprintOptions options = m_view->scene().options();
            options.*which = on;
            apply(options);
        });
        action->setCheckable(true);
        action->setChecked(m_view->scene().options().*which);
    };
    flag(tr("Imbalances"), &FootprintOptions::imbalances);
    flag(tr("Naked points of control"), &FootprintOptions::naked);
    flag(tr("Totals below the bars"), &FootprintOptions::totals);
}

ui::PaneState FootprintPane::state() const {
    ui::PaneState state = Pane::state();
    writeState(state, m_view->scene().options());
    if (const auto bars = m_view->scene().barsChosen()) state["bars"] = std::to_string(std::llround(*bars));
    return state;
}

void FootprintPane::restore(const ui::PaneState& state) {
    Pane::restore(state);
    apply(readState(state, m_view->scene().options()));
    const auto bars = state.find("bars");
    if (bars == state.end()) return;
    const auto wanted = parseDecimal(bars->second, 0);
    if (wanted && *wanted >= static_cast<std::int64_t>(plot::Viewport::kFewestBars) &&
        *wanted <= static_cast<std::int64_t>(FootprintWindow::kMostBars))
        m_view->scene().setBarsVisible(static_cast<double>(*wanted));
}

std::optional<QString> FootprintPane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    const auto wanted = readWords(words, m_view->scene().options());
    if (!wanted) return wanted.error();
    apply(*wanted);
    return std::nullopt;
}

} // namespace qd::footprint
