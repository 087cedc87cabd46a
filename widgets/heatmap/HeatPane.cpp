#include "widgets/heatmap/HeatPane.h"

#include "core/base/Decimal.h"
#include "widgets/base/TypedTime.h"
#include "widgets/heatmap/HeatView.h"

#include <QMenu>

#include <cmath>

namespace qd::heatmap {
HeatPane::HeatPane(ui::PaneContext& context) : Pane(context, QStringLiteral("HEATMAP"), tr("Heat map"), true) {
    m_view = new HeatView(*this, context);
    setBody(m_view);
    m_account = context.accounts.onChanged([this] { m_view->accountChanged(); });
}

std::vector<ui::KeyHint> HeatPane::keys() {
    return {
        {tr("Wheel"), tr("Zooms time; with Ctrl, or over the price axis, prices; with Shift pans")},
        {tr("Drag"), tr("Pans time and prices")},
        {QStringLiteral("Left / Right"), tr("Pans; with Ctrl a screen")},
        {QStringLiteral("+ / −"), tr("Zooms; with Ctrl prices")},
        {tr("Drag an order"), tr("Moves its limit or its trigger: one amend; Up and Down by a tick, Esc stops")},
        {QStringLiteral("End"), tr("Back to now")},
        {QStringLiteral("0"), tr("Keeps the market in the middle")},
        {QStringLiteral("[ / ]"), tr("Darker / brighter; fixes the scale")},
        {QStringLiteral("Shift+Arrows"), tr("Moves the crosshair")},
        {QStringLiteral("R"), tr("Reads a recording that could not be read again")},
    };
}

void HeatPane::marketChanged() { m_view->showMarket(*market()); }

ui::OrderSurface* HeatPane::orderSurface() { return m_view; }

void HeatPane::themeChanged() { m_view->refresh(); }

void HeatPane::linkedCrossMoved() { m_view->showLinked(linkedCross()); }

void HeatPane::onFrame(const ui::Frame& frame) {
    Pane::onFrame(frame);
    m_view->readNew(frame);
    m_view->shareTime(false);
}

void HeatPane::apply(const HeatOptions& options) {
    m_view->scene().setOptions(options);
    m_view->refresh();
}

void HeatPane::brighten(double factor) {
    HeatOptions options = m_view->scene().options();
    const double steps = static_cast<double>(m_view->colours().full()) / factor;
    const double raw = std::clamp(steps * static_cast<double>(m_view->scene().step().raw()), 1.0, 9e18);
    options.full = Quantity(std::llround(raw));
    apply(options);
}

void HeatPane::addMenuEntries(QMenu& menu) {
    const auto flag = [&](const QString& text, bool HeatOptions::* which) {
        QAction* action = menu.addAction(text, this, [this, which](bool on) {
            HeatOptions options = m_view->scene().options();
            options.*which = on;
            apply(options);
        });
        action->setCheckable(true);
        action->setChecked(m_view->scene().options().*which);
    };
    flag(tr("Trades as bubbles"), &HeatOptions::bubbles);
    flag(tr("Best bid and ask"), &HeatOptions::best);
    flag(tr("Own orders"), &HeatOptions::orders);
    flag(tr("Paths of own orders"), &HeatOptions::trails);
    flag(tr("Own fills"), &HeatOptions::fills);
    flag(tr("Large resting orders"), &HeatOptions::large);
    flag(tr("Absorption"), &HeatOptions::absorbed);
    QAction* automatic = menu.addAction(tr("Automatic scale"), this, [this](bool on) {
        HeatOptions options = m_view->scene().options();
        options.full = {};
        if (on) return apply(options);
        brighten(1);
    });
    automatic->setCheckable(true);
    automatic->setChecked(m_view->scene().options().full.isZero());
}

ui::PaneState HeatPane::state() const {
    ui::PaneState state = Pane::state();
    const HeatScene& scene = m_view->scene();
    writeState(state, scene.options());
    state["seconds"] = std::to_string(std::llround(scene.seconds()));
    return state;
}

void HeatPane::restore(const ui::PaneState& state) {
    Pane::restore(state);
    apply(readState(state, m_view->scene().options()));
    const auto seconds = state.find("seconds");
    if (seconds == state.end()) return;
    const auto wanted = parseDecimal(seconds->second, 0);
    if (wanted && *wanted >= static_cast<std::int64_t>(HeatScene::kFewestSeconds) &&
        *wanted <= static_cast<std::int64_t>(HeatScene::kMostSeconds))
        m_view->scene().setSeconds(static_cast<double>(*wanted));
}

std::optional<QString> HeatPane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    if (words.front() == "AT" && words.size() == 2) {
        const auto t = ui::parseMoment(words[1], context().market.now());
        if (!t) return tr("AT wants a moment: 10:30, or 2026-05-01T10:30.");
        m_view->scene().goTo(*t);
        m_view->refresh();
        return std::nullopt;
    }
    const auto wanted = readWords(words, m_view->scene().options());
    if (!wanted) return wanted.error();
    apply(*wanted);
    return std::nullopt;
}

} // namespace qd::heatmap
