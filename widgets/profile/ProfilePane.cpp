#include "widgets/profile/ProfilePane.h"

#include "widgets/base/PaneHeader.h"
#include "widgets/profile/ProfileView.h"

#include <QHBoxLayout>
#include <QMenu>

#include <array>

namespace qd::profile {
namespace {

constexpr std::array<std::int64_t, 9> kRowTicks{1, 2, 5, 10, 20, 50, 100, 200, 500};

} // namespace

ProfilePane::ProfilePane(ui::PaneContext& context)
    : Pane(context, QStringLiteral("VOLUME"), tr("Volume profile"), true) {
    m_view = new ProfileView(*this, context);
    m_range =
        ui::menuButton(this, QStringLiteral("range"), tr("Over which time"), [this](QMenu& menu) { addRanges(menu); });
    controls()->addWidget(m_range);
    setBody(m_view);
    m_range->setText(titleOf(m_view->scene().options().range));
}

std::vector<ui::KeyHint> ProfilePane::keys() {
    return {
        {tr("Wheel"), tr("Zooms prices")},
        {tr("Drag"), tr("Pans prices")},
        {QStringLiteral("Up / Down"), tr("Pans; with Ctrl a screen")},
        {QStringLiteral("+ / −"), tr("Zooms prices")},
        {QStringLiteral("0"), tr("Prices fit what traded")},
        {QStringLiteral("Shift+Arrows"), tr("Moves the crosshair")},
        {QStringLiteral("R"), tr("Reads what was recorded again")},
    };
}

void ProfilePane::marketChanged() {
    m_view->scene().setLinked(linkedWindow());
    m_view->scene().showMarket(*market());
    m_view->refresh();
}

void ProfilePane::themeChanged() { m_view->refresh(); }

void ProfilePane::linkedCrossMoved() { m_view->showLinked(linkedCross()); }

void ProfilePane::onFrame(const ui::Frame& frame) {
    Pane::onFrame(frame);
    m_view->scene().setLinked(linkedWindow());
    m_view->readNew(frame);
}

void ProfilePane::apply(const ProfileOptions& options) {
    m_view->scene().setOptions(options);
    m_range->setText(titleOf(options.range));
    m_view->refresh();
}

void ProfilePane::addChoice(QMenu& menu, const QString& text, ProfileOptions made) {
    QAction* action = menu.addAction(text, this, [this, made] { apply(made); });
    action->setCheckable(true);
    action->setChecked(made == m_view->scene().options());
}

void ProfilePane::addRanges(QMenu& menu) {
    ProfileOptions options = m_view->scene().options();
    const bool fixed = options.to > options.from;
    for (const RangeName& range : kRanges) {
        // There is no fixed one before it was typed.
        if (range.range == Range::Fixed && !fixed) continue;
        options.range = range.range;
        addChoice(menu, titleOf(range.range), options);
    }
}

void ProfilePane::addRows(QMenu& menu) {
    ProfileOptions options = m_view->scene().options();
    options.ticks = 0;
    addChoice(menu, tr("As can be seen"), options);
    for (const std::int64_t ticks : kRowTicks) {
        options.ticks = ticks;
        addChoice(menu, tr("%n tick(s)", nullptr, static_cast<int>(ticks)), options);
    }
}

void ProfilePane::addMenuEntries(QMenu& menu) {
    addRanges(*menu.addMenu(tr("Over which time")));
    addRows(*menu.addMenu(tr("Row size")));
    QAction* split = menu.addAction(tr("Bought and sold apart"), this, [this](bool on) {
        ProfileOptions options = m_view->scene().options();
        options.split = on;
        apply(options);
    });
    split->setCheckable(true);
    split->setChecked(m_view->scene().options().split);
}

ui::PaneState ProfilePane::state() const {
    ui::PaneState state = Pane::state();
    writeState(state, m_view->scene().options());
    return state;
}

void ProfilePane::restore(const ui::PaneState& state) {
    Pane::restore(state);
    apply(readState(state, m_view->scene().options()));
}

std::optional<QString> ProfilePane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    const auto wanted = readWords(words, m_view->scene().options(), context().market.now());
    if (!wanted) return wanted.error();
    apply(*wanted);
    return std::nullopt;
}

} // namespace qd::profile
