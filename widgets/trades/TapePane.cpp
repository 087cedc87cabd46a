#include "widgets/trades/TapePane.h"

#include "widgets/base/Format.h"
#include "widgets/base/Inputs.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/trades/SizeSteps.h"
#include "widgets/trades/TapeText.h"
#include "widgets/trades/TapeView.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QWidgetAction>

#include <algorithm>

namespace qd::ui::trades {
namespace {

constexpr std::int64_t kFootInterval = 100 * kNanosPerMilli;
// From these widths on there is room for a control in the header; the pane's menu has them all, the foot says what is
// chosen.
constexpr int kRoomForMinimum = 230;
constexpr int kRoomForJoin = 300;
constexpr int kRoomForBig = 370;
constexpr int kOffered[] = {500, 250, 100, 50, 10}; // thousandths of the rows that reach a size

} // namespace

TapePane::TapePane(PaneContext& context) : Pane(context, QStringLiteral("TAPE"), tr("Time and sales"), true) {
    m_view = new TapeView(*this, m_model, m_flow);
    setBody(m_view);
    createControls();
    m_marketsWatch = context.market.onMarketsChanged([this] {
        forget(); // another run may have begun
        readNow();
    });
    applyChoices();
}

TapePane::~TapePane() = default;

void TapePane::createControls() {
    m_minimum = addControl("tapeMinimum", tr("Smallest size shown"), &TapePane::fillMinimum);
    m_join = addControl("tapeJoin", tr("Joining of prints of one aggressor"), &TapePane::fillJoin);
    m_big = addControl("tapeBig", tr("Sizes that stand out"), &TapePane::fillBig);
}

QToolButton* TapePane::addControl(const char* name, const QString& says, void (TapePane::*fill)(QMenu&)) {
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(says);
    button->setToolTip(says);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setMinimumWidth(1); // gives way to a narrow pane, see resizeEvent
    connect(button, &QToolButton::clicked, this, [this, button, fill] {
        QMenu* menu = popupMenu(this);
        (this->*fill)(*menu);
        menu->popup(button->mapToGlobal(button->rect().bottomLeft()));
    });
    controls()->addWidget(button);
    return button;
}

PaneState TapePane::state() const {
    PaneState state = Pane::state();
    m_choices.write(state);
    return state;
}

void TapePane::restore(const PaneState& state) {
    m_choices.read(state);
    Pane::restore(state);
    applyChoices();
}

std::optional<QString> TapePane::applyWords(const ports::ActionWords& words) {
    if (const auto wrong = m_choices.apply(words, symbol()))
        return tr("TAPE does not know \"%1\": a smallest size or ALL, then EACH, 50ms, 200ms or 1s, then BIG with a "
                  "size, TOP or OFF, then SOUND or QUIET.")
            .arg(QString::fromStdString(*wrong));
    applyChoices();
    return std::nullopt;
}

std::string TapePane::symbol() const {
    const MarketInfo* info = market() ? context().info(*market()) : nullptr;
    return info == nullptr ? std::string() : info->params.symbol;
}

void TapePane::marketChanged() {
    forget();
    if (const MarketInfo* info = context().info(*market()))
        m_view->setFormat({decimalsOf(info->params.tick), decimalsOf(info->params.step),
                           QString::fromStdString(info->params.baseAsset)});
    applyChoices();
}

void TapePane::forget() {
    m_cursor = 0;
    m_model.clear();
    m_flow.clear();
}

void TapePane::applyChoices() {
    const std::string of = symbol();
    m_model.setMinimum(m_choices.minimumOf(of));
    m_model.setWindow(m_choices.window);
    m_model.setHighlight(m_choices.highlightOf(of));
    m_view->setColumns(m_choices.columns);
    refreshControls();
    readNow();
}

/// Nobody should see for a frame what is not so any more.
void TapePane::readNow() {
    m_footAt = 0;
    if (isVisible() && market()) read(context().clock.monotonicNanos());
    m_view->refresh();
}

void TapePane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    if (market()) read(frame.nanos);
}

void TapePane::read(std::int64_t nanos) {
    const bool first = m_cursor == 0; // what was traded before is no news
    const ports::TradeRun run = context().market.trades(*market(), m_cursor);
    m_cursor = run.next;
    const Ticker ticker = context().market.ticker(*market());
    if (run.missed != 0) m_flow.lose();
    if (!run.trades.empty()) {
        if (m_choices.sound && !first && !context().venue.playback().catchingUp) ringFor(run.trades);
        m_model.add(run);
        for (const Trade& trade : run.trades) m_flow.add(trade);
        if (m_view->refresh()) m_arrival = ticker.tradedNanos;
    }
    if (nanos - m_footAt < kFootInterval) return;
    m_footAt = nanos;
    m_flow.advance(context().market.now());
    m_view->refreshFoot(ticker.status,
                        ticker.receivedNanos == 0 ? std::nullopt : std::optional(nanos - ticker.receivedNanos));
}

void TapePane::ringFor(const std::vector<Trade>& trades) {
    const auto from = m_model.highlightFrom();
    if (from && std::ranges::any_of(trades, [&](const Trade& t) { return t.size >= *from; })) context().bell.ring();
}

void TapePane::themeChanged() {
    m_view->applyTheme();
    refreshControls();
}

void TapePane::resizeEvent(QResizeEvent* event) {
    Pane::resizeEvent(event);
    m_minimum->setVisible(width() >= theme().scaled(kRoomForMinimum));
    m_join->setVisible(width() >= theme().scaled(kRoomForJoin));
    m_big->setVisible(width() >= theme().scaled(kRoomForBig));
}

void TapePane::refreshControls() {
    const MarketInfo* info = market() ? context().info(*market()) : nullptr;
    const int decimals = info == nullptr ? 0 : decimalsOf(info->params.step);
    const auto write = [decimals](Quantity size) { return size.isZero() ? QStringLiteral("0") : text(size, decimals); };
    const Highlight big = m_model.highlight();
    m_minimum->setText(tr("≥ %1").arg(write(m_model.minimum())));
    m_join->setText(windowText(m_model.window()));
    m_big->setText(big.kind == Highlight::Kind::Off   ? tr("Big: off")
                   : big.kind == Highlight::Kind::Top ? tr("Big: 1 %")
                                                      : tr("Big: %1").arg(write(big.size)));
    // What is not as it comes is set in medium weight: a filter must not be overlooked.
    const auto mark = [this](QToolButton* button, bool chosen) {
        button->setFont(theme().font(chosen ? FontRole::DenseStrong : FontRole::Dense));
    };
    mark(m_minimum, !m_model.minimum().isZero());
    mark(m_join, m_model.window() != 0);
    mark(m_big, big.kind == Highlight::Kind::Size || m_choices.sound);
}

std::vector<Quantity> TapePane::offeredSizes() const {
    const MarketInfo* info = market() ? context().info(*market()) : nullptr;
    return sizeSteps(m_model.sizesAt(kOffered), info == nullptr ? Quantity(1) : info->params.step);
}

void TapePane::chooseMinimum(Quantity size) {
    m_choices.setMinimum(symbol(), size);
    applyChoices();
}

void TapePane::chooseHighlight(Highlight highlight) {
    m_choices.setHighlight(symbol(), highlight);
    applyChoices();
}

void TapePane::fillMinimum(QMenu& menu) {
    const MarketInfo* info = market() ? context().info(*market()) : nullptr;
    if (info == nullptr) return;
    const auto offer = [&](const QString& says, Quantity size) {
        QAction* action = menu.addAction(says, this, [this, size] { chooseMinimum(size); });
        action->setCheckable(true);
        action->setChecked(size == m_model.minimum());
    };
    offer(tr("All sizes"), {});
    for (const Quantity size : offeredSizes())
        offer(tr("≥ %1 %2").arg(text(size, decimalsOf(info->params.step)),
                                QString::fromStdString(info->params.baseAsset)),
              size);
    addTypedSize(menu, tr("Other smallest size, %1"), m_model.minimum(),
                 [this](Quantity size) { chooseMinimum(size); });
}

void TapePane::fillJoin(QMenu& menu) {
    for (const std::int64_t window : TapeChoices::kWindows) {
        QAction* action = menu.addAction(
            window == 0 ? tr("Each print") : tr("Joined within %1").arg(windowText(window)), this, [this, window] {
                m_choices.window = window;
                applyChoices();
            });
        action->setCheckable(true);
        action->setChecked(window == m_model.window());
    }
}

void TapePane::fillBig(QMenu& menu) {
    const MarketInfo* info = market() ? context().info(*market()) : nullptr;
    if (info == nullptr) return;
    const auto offer = [&](const QString& says, Highlight highlight) {
        QAction* action = menu.addAction(says, this, [this, highlight] { chooseHighlight(highlight); });
        action->setCheckable(true);
        action->setChecked(highlight == m_model.highlight());
    };
    offer(tr("Nothing stands out"), {Highlight::Kind::Off, {}});
    offer(tr("The largest 1 % of the rows kept"), {Highlight::Kind::Top, {}});
    for (const Quantity size : offeredSizes())
        offer(tr("≥ %1 %2").arg(text(size, decimalsOf(info->params.step)),
                                QString::fromStdString(info->params.baseAsset)),
              {Highlight::Kind::Size, size});
    QAction* sound = menu.addAction(tr("Rings the bell"), this, [this] {
        m_choices.sound = !m_choices.sound;
        applyChoices();
    });
    sound->setCheckable(true);
    sound->setChecked(m_choices.sound);
    const Highlight now = m_model.highlight();
    addTypedSize(menu, tr("Other size that stands out, %1"), now.size, [this](Quantity size) {
        chooseHighlight(size.isZero() ? Highlight{Highlight::Kind::Off, {}} : Highlight{Highlight::Kind::Size, size});
    });
}

void TapePane::addTypedSize(QMenu& menu, const QString& says, Quantity current,
                            const std::function<void(Quantity)>& chosen) {
    const MarketParams& params = context().info(*market())->params;
    const QString label = says.arg(QString::fromStdString(params.baseAsset));
    auto* box = new QWidget(&menu);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(16, 4, 12, 4);
    auto* name = new QLabel(label, box);
    name->setProperty("label", true);
    auto* edit = new DecimalEdit(Quantity::kDecimals, QStringLiteral("tapeTypedSize"), box);
    edit->setAccessibleName(label);
    edit->setUnit(params.step.raw());
    edit->setFixedWidth(theme().scaled(80));
    if (!current.isZero()) edit->setRaw(current.raw());
    row->addWidget(name);
    row->addWidget(edit);
    connect(edit, &QLineEdit::returnPressed, &menu, [edit, chosen, shown = &menu] {
        if (const auto raw = edit->raw()) chosen(Quantity(*raw));
        shown->close();
    });
    auto* action = new QWidgetAction(&menu);
    action->setDefaultWidget(box);
    menu.addSeparator();
    menu.addAction(action);
}

void TapePane::fillColumns(QMenu& menu) {
    for (const TapeColumnInfo& info : tapeColumns()) {
        if (!info.optional) continue;
        const QString says = info.ofJoined ? tr("%1 (of joined prints)").arg(headingOf(info)) : headingOf(info);
        QAction* action = menu.addAction(says, this, [this, column = info.column](bool on) {
            m_choices.columns.set(column, on);
            applyChoices();
        });
        action->setToolTip(hintOf(info));
        action->setCheckable(true);
        action->setChecked(m_choices.columns.has(info.column));
    }
}

void TapePane::addMenuEntries(QMenu& menu) {
    fillMinimum(*menu.addMenu(tr("Smallest size")));
    fillJoin(*menu.addMenu(tr("Joining")));
    fillBig(*menu.addMenu(tr("Big prints")));
    fillColumns(*menu.addMenu(tr("Columns")));
}

} // namespace qd::ui::trades
