#include "widgets/orders/OrdersPane.h"

#include "widgets/base/Format.h"
#include "widgets/base/Inputs.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/base/Words.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QShortcut>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int at(OrderColumn column) { return static_cast<int>(column); }

} // namespace

OrdersPane::OrdersPane(PaneContext& context)
    : TablePane(context, QStringLiteral("ORDERS"), tr("Orders"), QStringLiteral("orders"))
    , m_model(orderColumns(links()), keyOf) {
    table().setRowsModel(&m_model);
    setMarketColumn(at(OrderColumn::Market));
    using C = OrderColumn;
    // Market, side, price and size never leave; without Trigger, Price has the trigger of what waits.
    table().setFoldOrder({at(C::RoundTrip), at(C::Age), at(C::Queue), at(C::Tie), at(C::Distance), at(C::Reason),
                          at(C::Trigger), at(C::Filled), at(C::Type), at(C::State)});
    table().setGrowingColumn(at(C::Reason));
    m_editor = new AmendEditor(context.themes, table().viewport()->parentWidget());
    createControls();
    createKeys();
    connect(&table(), &Table::rowActivated, this, [this](int row) { edit(m_model.row(row)); });
    connect(&table(), &Table::rowMenuRequested, this, &OrdersPane::openRowMenu);
    connect(m_editor, &AmendEditor::applied, this, &OrdersPane::applyEdit);
    connect(m_editor, &AmendEditor::closed, this, [this] { table().setFocus(); });
    connect(&context.gate, &OrderGate::armedChanged, this, [this] { table().viewport()->update(); });
}

void OrdersPane::createControls() {
    m_view = new Segmented({tr("Working"), tr("All")}, QStringLiteral("ordersView"), this);
    m_view->setAccessibleName(tr("Orders shown"));
    m_view->setCurrent(0);
    connect(m_view, &Segmented::chosen, this, [this] { invalidate(); });
    controls()->addWidget(m_view);
    QToolButton* all = addHeaderButton(tr("Cancel all"), QStringLiteral("ordersCancelAll"),
                                       tr("Cancels every order of every market: limits, stops, take-profits, TWAPs"));
    connect(all, &QToolButton::clicked, this, [this] { context().gate.cancelAll(std::nullopt, std::nullopt); });
    auto* some = new IconButton(QStringLiteral("chevron-down"), tr("Cancel some"), this);
    some->setObjectName(QStringLiteral("ordersCancelSome"));
    some->tint(theme().color(Token::Text2));
    connect(&context().themes, &ThemeHost::changed, some, [this, some] { some->tint(theme().color(Token::Text2)); });
    connect(some, &QToolButton::clicked, this, [this, some] {
        QMenu* menu = popupMenu(this);
        fillCancelMenu(*menu);
        menu->popup(some->mapToGlobal(some->rect().bottomLeft()));
    });
    controls()->addWidget(some);
}

void OrdersPane::createKeys() {
    const auto key = [this](int code, auto&& run) {
        auto* shortcut = new QShortcut(QKeySequence(code), &table(), nullptr, nullptr, Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, run);
    };
    key(Qt::Key_Delete, [this] { cancelSelected(); });
    key(Qt::Key_Plus, [this] { moveCurrent(1); });
    key(Qt::Key_Minus, [this] { moveCurrent(-1); });
}

std::vector<CellLink<OrderRow>> OrdersPane::links() {
    const auto amendable = [](const OrderRow& row) { return row.isAmendable(); };
    const auto movable = [](const OrderRow& row) { return row.isAmendable() && standsAt(row.order()).has_value(); };
    const auto working = [](const OrderRow& row) { return !row.isFinished(); };
    const auto armed = [this](const OrderRow&) { return context().gate.armed(); };
    const auto running = [](const OrderRow& row) { return row.isTwap() && !row.isPaused(); };
    return {{QStringLiteral("−1"), [this](const OrderRow& row) { move(row, -1); }, movable, armed},
            {QStringLiteral("+1"), [this](const OrderRow& row) { move(row, 1); }, movable, armed},
            {tr("Amend"), [this](const OrderRow& row) { edit(row); }, amendable, {}},
            {tr("Pause"), [this](const OrderRow& row) { pause(row, true); }, running, {}},
            {tr("Resume"), [this](const OrderRow& row) { pause(row, false); },
             [](const OrderRow& row) { return row.isPaused(); }, armed},
            {tr("Cancel"), [this](const OrderRow& row) { cancel(row); }, working, {}}};
}

void OrdersPane::pause(const OrderRow& row, bool paused) {
    const auto sent = context().gate.pauseTwap(row.order(), paused, Intent::OneClick);
    if (!sent) return say(QString::fromStdString(sent.error().detail), Token::Warn);
    m_refusalsTold.erase(row.order().id);
}

void OrdersPane::move(const OrderRow& row, int ticks) {
    const auto stands = standsAt(row.order());
    if (!row.isAmendable() || !stands) return;
    const auto going = m_moving.find(row.order().id);
    // An amend from elsewhere may change its size; what the order will be is known when it is answered.
    const bool known = going != m_moving.end() && !current(row).pendingCancel;
    if (const auto why = known ? std::nullopt : changing(current(row))) return say(*why, Token::Warn);
    const Price from = going != m_moving.end() ? going->second : *stands;
    const auto to = byTicks(from, row.tick, ticks);
    if (!to) return say(tr("The order cannot move further."), Token::Warn);
    const auto amendment = movedTo(row.order(), *to);
    if (!amendment) return say(amendment.error(), Token::Warn);
    const auto sent = context().gate.amend(row.order(), *amendment, Intent::OneClick);
    if (!sent) return say(QString::fromStdString(sent.error().detail), Token::Warn);
    m_moving[row.order().id] = *to;
    m_refusalsTold.erase(row.order().id);
}

void OrdersPane::moveCurrent(int ticks) {
    if (const int row = table().currentSourceRow(); row >= 0) move(OrderRow(m_model.row(row)), ticks);
}

void OrdersPane::cancel(const OrderRow& row) {
    if (!row.isFinished()) context().gate.cancel(row.reference());
}

void OrdersPane::cancelSelected() {
    std::vector<OrderRow> rows;
    for (const QModelIndex& index : table().selectionModel()->selectedRows())
        rows.push_back(m_model.row(table().sourceRow(index)));
    for (const OrderRow& row : rows) cancel(row);
}

void OrdersPane::edit(const OrderRow& row) {
    if (!row.isAmendable()) return say(tr("Only an order in the book or one that waits can be amended."), Token::Text2);
    m_editor->open(row, selected());
    followEdit();
}

void OrdersPane::applyEdit(const ports::Amendment& to) {
    const OrderRow* row = find(m_editor->key());
    if (row == nullptr || selected() != m_editor->account()) return m_editor->follow(row, selected());
    if (const auto why = changing(current(*row))) return m_editor->refuse(*why);
    const Order order = row->order();
    const auto sent = context().gate.amend(order, to, Intent::Explicit);
    if (!sent) return m_editor->refuse(QString::fromStdString(sent.error().detail));
    m_moving.erase(order.id); // the amend may change the size too: the next tick waits for its answer
    m_refusalsTold.erase(order.id);
    m_editor->hide();
    table().setFocus();
}

const OrderRow* OrdersPane::find(const OrderKey& key, int* index) const {
    for (int i = 0; i < m_model.rowCount(); ++i) {
        if (keyOf(m_model.row(i)) != key) continue;
        if (index != nullptr) *index = i;
        return &m_model.row(i);
    }
    return nullptr;
}

/// As it is now: a row is read once a frame, and an amend may have been sent since.
const TrackedOrder& OrdersPane::current(const OrderRow& row) const {
    const auto& orders = context().accounts.orders();
    const auto now = std::ranges::find_if(orders, [&](const TrackedOrder& o) {
        return o.order.id == row.order().id && o.order.terms.clientId == row.order().terms.clientId;
    });
    return now == orders.end() ? row.tracked : *now;
}

AccountId OrdersPane::selected() const {
    const auto account = context().accounts.account();
    return account ? account->id : AccountId();
}

/// Keeps the open editor at its row and tells it when the order is gone or another account is selected.
void OrdersPane::followEdit() {
    if (m_editor->isHidden()) return;
    int index = -1;
    const OrderRow* row = find(m_editor->key(), &index);
    m_editor->follow(row, selected());
    const QRect cell = row == nullptr ? QRect() : table().rowRect(index);
    if (row != nullptr) m_editor->placeAt(cell.translated(table().viewport()->pos()));
}

void OrdersPane::resizeEvent(QResizeEvent* event) {
    TablePane::resizeEvent(event);
    invalidate(); // Trigger may have come or gone
    followEdit();
}

void OrdersPane::forgetMoves(const std::vector<OrderRow>& rows) {
    std::erase_if(m_moving, [&](const auto& moving) {
        const auto row = std::ranges::find(rows, moving.first, [](const OrderRow& r) { return r.order().id; });
        return row == rows.end() || !row->tracked.pendingAmend;
    });
}

void OrdersPane::tellRefusals(const std::vector<OrderRow>& rows) {
    std::set<OrderId> refused;
    for (const OrderRow& row : rows) {
        const TrackedOrder& t = row.tracked;
        if (row.isFinished() || t.rejectCode == RejectCode::None || t.pendingAmend || t.pendingCancel) continue;
        refused.insert(row.order().id);
        if (m_firstRead || m_refusalsTold.contains(row.order().id)) continue;
        say(tr("%1, order %2: the change was refused and the order stands as it was. %3")
                .arg(row.symbol)
                .arg(row.order().id.value())
                .arg(sentence(t.rejectCode)),
            Token::Danger);
    }
    m_refusalsTold = std::move(refused);
    m_firstRead = false;
}

/// Columns that no row has something for are left out.
void OrdersPane::showColumnsOf(const std::vector<OrderRow>& rows) {
    const bool reasons = std::ranges::any_of(rows, [](const OrderRow& r) { return !reasonText(r).isEmpty(); });
    table().setColumnPresent(at(OrderColumn::Reason), reasons);
    const bool triggers =
        std::ranges::any_of(rows, [](const OrderRow& r) { return r.order().terms.trigger.kind != TriggerKind::None; });
    table().setColumnPresent(at(OrderColumn::Trigger), triggers);
    table().setColumnPresent(at(OrderColumn::Distance), triggers);
    const bool ties = std::ranges::any_of(rows, [](const OrderRow& r) { return !r.tie.isEmpty(); });
    table().setColumnPresent(at(OrderColumn::Tie), ties);
}

void OrdersPane::read(const Frame& frame) {
    std::vector<OrderRow> rows = orderRows(context(), showsAll(), frame.wall);
    m_working = static_cast<int>(std::ranges::count_if(rows, [](const OrderRow& r) { return !r.isFinished(); }));
    forgetMoves(rows);
    tellRefusals(rows);
    showColumnsOf(rows);
    const bool noTrigger = table().isColumnHidden(at(OrderColumn::Trigger));
    for (OrderRow& row : rows) row.triggerIsPrice = noTrigger;
    m_model.setRows(rows, frame.nanos);
    setSubtitle(tr("%n working", nullptr, m_working));
    if (showsAll())
        table().setEmptyText(tr("No order was sent in this session."), tr("ORDER opens the ticket."));
    else
        table().setEmptyText(tr("No order is working."), tr("ORDER opens the ticket; All shows the finished ones."));
    followEdit();
}

void OrdersPane::fillCancelMenu(QMenu& menu) {
    OrderGate& gate = context().gate;
    menu.addAction(tr("Cancel all buys"), this, [&gate] { gate.cancelAll(std::nullopt, Side::Buy); });
    menu.addAction(tr("Cancel all sells"), this, [&gate] { gate.cancelAll(std::nullopt, Side::Sell); });
    std::map<MarketId, int> counts;
    for (const TrackedOrder& o : context().accounts.orders()) {
        if (!isFinal(o.state)) ++counts[o.order.terms.market];
    }
    if (!counts.empty()) menu.addSeparator();
    for (const auto& [id, count] : counts) {
        const MarketInfo* info = context().info(id);
        if (info == nullptr) continue;
        const QString symbol = QString::fromStdString(info->params.symbol);
        menu.addAction(tr("Cancel all in %1 (%2)").arg(symbol).arg(count), this,
                       [&gate, market = id] { gate.cancelAll(market, std::nullopt); });
    }
}

void OrdersPane::openRowMenu(int index, const QPoint& global) {
    const OrderRow row = m_model.row(index);
    QMenu* menu = popupMenu(this);
    if (row.isTwap()) {
        const bool paused = row.isPaused();
        menu->addAction(paused ? tr("Resume") : tr("Pause"), this, [this, row, paused] { pause(row, !paused); });
    }
    if (row.isAmendable()) {
        menu->addAction(tr("Amend …"), this, [this, row] { edit(row); });
        QMenu* moves = menu->addMenu(tr("Move by ticks"));
        for (const int ticks : {10, 5, 2, 1, -1, -2, -5, -10})
            moves->addAction(signedNumber(ticks, 0, 0), this, [this, row, ticks] { move(row, ticks); });
    }
    if (!row.isFinished()) {
        menu->addAction(tr("Cancel"), this, [this, row] { cancel(row); });
        menu->addSeparator();
    }
    menu->addAction(tr("Show %1").arg(row.symbol), this, [this, row] { showMarket(row.order().terms.market); });
    menu->addAction(tr("Copy rows"), &table(), &Table::copySelection);
    menu->popup(global);
}

void OrdersPane::addMenuEntries(QMenu& menu) {
    fillCancelMenu(menu);
    menu.addSeparator();
    menu.addAction(tr("Copy all rows"), this, &OrdersPane::copyAll);
}

bool OrdersPane::showsAll() const { return m_view->current() == 1; }

void OrdersPane::showAll(bool all) {
    m_view->setCurrent(all ? 1 : 0);
    invalidate();
}

PaneState OrdersPane::state() const {
    PaneState state = TablePane::state();
    if (showsAll()) state["view"] = "all";
    return state;
}

void OrdersPane::restore(const PaneState& state) {
    TablePane::restore(state);
    const auto view = state.find("view");
    showAll(view != state.end() && view->second == "all");
}

std::optional<QString> OrdersPane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    const std::string word = ports::toUpper(words.front());
    if (words.size() > 1 || (word != "WORKING" && word != "ALL")) return tr("ORDERS wants WORKING, ALL or nothing.");
    showAll(word == "ALL");
    return std::nullopt;
}

} // namespace qd::ui
