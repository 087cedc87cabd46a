#include "widgets/positions/PositionsPane.h"

#include "widgets/base/ClosingOrders.h"
#include "widgets/base/Format.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/base/Words.h"

#include <QMenu>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int at(PositionColumn column) { return static_cast<int>(column); }

QString moneyOr(const std::optional<Money>& money, QString (*write)(Money, int)) {
    return money ? write(*money, 2) : unknownText();
}

} // namespace

PositionsPane::PositionsPane(PaneContext& context)
    : TablePane(context, QStringLiteral("POSITIONS"), tr("Positions"), QStringLiteral("positions"))
    , m_model(positionColumns(links(), moneyLinks()), [](const PositionRow& row) { return row.view.market; })
    , m_foot(addFoot())
    , m_editor(new MarginEditor(context.themes, &table())) {
    table().setRowsModel(&m_model);
    setMarketColumn(at(PositionColumn::Market));
    using C = PositionColumn;
    // Size, profit, liquidation and distance never leave, nor does the side: the size has no sign.
    table().setFoldOrder({at(C::Adl), at(C::Funding), at(C::Unsettled), at(C::Realised), at(C::PnlPercent),
                          at(C::Margin), at(C::Money), at(C::IsolatedMargin), at(C::Leverage), at(C::Mode),
                          at(C::Entry), at(C::Mark)});
    m_closed = addHeaderButton(tr("Closed"), QStringLiteral("positionsClosed"),
                               tr("Show markets without a position that realised something"));
    m_closed->setCheckable(true);
    m_closed->setProperty("segment", true);
    connect(m_closed, &QToolButton::toggled, this, [this] { invalidate(); });
    m_closeAll = addHeaderButton(tr("Close all"), QStringLiteral("positionsCloseAll"),
                                 tr("Closes every position with a reduce-only market order. Orders stay; FLATTEN "
                                    "cancels them too. Needs one-click trading on."));
    connect(m_closeAll, &QToolButton::clicked, this, &PositionsPane::closeAll);
    connect(&table(), &Table::rowActivated, this, [this](int row) { showMarket(m_model.row(row).view.market); });
    connect(&table(), &Table::rowMenuRequested, this, &PositionsPane::openRowMenu);
    connect(m_editor, &MarginEditor::moved, this, &PositionsPane::moveMargin);
    connect(m_editor, &MarginEditor::closed, &table(), qOverload<>(&QWidget::setFocus));
    connect(&m_requests, &ControlRequests::said, this, [this](const QString& sentence, Token token) {
        say(sentence, token);
        invalidate();
    });
    connect(&context.gate, &OrderGate::armedChanged, this, [this] { table().viewport()->update(); });
}

std::vector<CellLink<PositionRow>> PositionsPane::links() {
    std::vector<CellLink<PositionRow>> list;
    const std::pair<QString, Deed> deeds[] = {
        {tr("Close"), Deed::Close}, {QStringLiteral("½"), Deed::Halve}, {tr("Flip"), Deed::Flip}};
    for (const auto& [text, deed] : deeds)
        list.push_back({text, [this, deed = deed](const PositionRow& row) { run(row, deed); },
                        [](const PositionRow& row) { return row.isOpen(); },
                        [this, deed = deed](const PositionRow& row) { return isReady(row, deed); }});
    return list;
}

std::vector<CellLink<PositionRow>> PositionsPane::moneyLinks() {
    return {{tr("Settle"),
             [this](const PositionRow& row) { settle(row); },
             [](const PositionRow& row) { return !row.view.unsettled.isZero(); },
             {}},
            {tr("Margin"),
             [this](const PositionRow& row) { editMargin(row); },
             [](const PositionRow& row) { return row.view.isolated; },
             {}}};
}

void PositionsPane::settle(const PositionRow& row) {
    context().control.settlePnl(
        row.view.market,
        m_requests.follow(tr("Settle %1").arg(row.symbol),
                          tr("The realised profit and loss of %1 is in the deposit.").arg(row.symbol)));
}

void PositionsPane::editMargin(const PositionRow& row) {
    const auto account = context().accounts.account();
    if (!account) return;
    m_editor->open(row, account->id);
    followMargin();
}

void PositionsPane::followMargin() {
    if (m_editor->isHidden()) return;
    const auto account = context().accounts.account();
    int at = 0;
    while (at < m_model.rowCount() && m_model.row(at).view.market != m_editor->market()) ++at;
    const PositionRow* row = at < m_model.rowCount() ? &m_model.row(at) : nullptr;
    m_editor->follow(row, account ? account->id : AccountId());
    if (row != nullptr) m_editor->placeAt(table().rowRect(at).translated(table().viewport()->pos()));
}

void PositionsPane::resizeEvent(QResizeEvent* event) {
    TablePane::resizeEvent(event);
    followMargin();
}

void PositionsPane::moveMargin(Money amount) {
    const auto account = context().accounts.account();
    if (!account || account->id != m_editor->account())
        return say(tr("Another account is traded from now; nothing was moved."), Token::Warn);
    const QString symbol = m_editor->symbol();
    const QString sum = text(Money(amount.raw() < 0 ? -amount.raw() : amount.raw()), Money::kDecimals);
    context().control.moveIsolatedMargin(
        m_editor->market(), amount,
        m_requests.follow(tr("Margin of %1").arg(symbol), amount.raw() > 0
                                                              ? tr("%1 USDC were added to %2.").arg(sum, symbol)
                                                              : tr("%1 USDC came back from %2.").arg(sum, symbol)));
}

void PositionsPane::setMode(const PositionRow& row, bool isolated) {
    context().control.setMarginMode(row.view.market, isolated,
                                    m_requests.follow(tr("Margin of %1").arg(row.symbol),
                                                      isolated
                                                          ? tr("%1 is isolated.").arg(row.symbol)
                                                          : tr("%1 uses the account's collateral.").arg(row.symbol)));
}

bool PositionsPane::isPending(MarketId market) const {
    return std::ranges::find(m_sent, market, &Sent::market) != m_sent.end();
}

bool PositionsPane::isReady(const PositionRow& row, Deed deed) const {
    if (!context().gate.armed() || isPending(row.view.market)) return false;
    return deed != Deed::Halve || halvingTerms(row.view, row.step).has_value();
}

bool PositionsPane::run(const PositionRow& row, Deed deed) {
    if (isPending(row.view.market)) {
        say(tr("An order for %1 is still on its way; wait for it to land.").arg(row.symbol), Token::Warn);
        return false;
    }
    if (const auto why = deed == Deed::Flip ? unsettled(context().accounts, row.view) : std::nullopt) {
        say(*why, Token::Warn);
        return false;
    }
    const auto terms = deed == Deed::Close   ? closingTerms(row.view)
                       : deed == Deed::Halve ? halvingTerms(row.view, row.step)
                                             : reversingTerms(row.view);
    if (!terms) {
        say(tr("Half of this position is less than the market's step of %1; nothing was sent.")
                .arg(number(row.step.raw(), Quantity::kDecimals, row.sizeDecimals)),
            Token::Warn);
        return false;
    }
    const auto placed = context().gate.place(*terms, Intent::OneClick);
    if (!placed) {
        say(QString::fromStdString(placed.error().detail), Token::Warn);
        return false;
    }
    const QString what = deed == Deed::Close   ? tr("Close %1")
                         : deed == Deed::Halve ? tr("Close half of %1")
                                               : tr("Flip %1");
    m_sent.push_back({*placed, row.view.market, what.arg(row.symbol)});
    table().viewport()->update();
    return true;
}

void PositionsPane::closeAll() {
    const auto account = context().accounts.account();
    if (!account) return;
    for (const PositionRow& row : positionRows(context(), *account, false)) {
        if (!row.isOpen() || isPending(row.view.market)) continue;
        if (!run(row, Deed::Close)) return;
    }
}

void PositionsPane::followSent() {
    const auto& orders = context().accounts.orders();
    std::erase_if(m_sent, [&](const Sent& sent) {
        const auto order = std::find_if(orders.rbegin(), orders.rend(),
                                        [&](const TrackedOrder& o) { return o.order.terms.clientId == sent.id; });
        if (order == orders.rend()) return true; // of an account that is no longer shown
        if (!isFinal(order->state)) return false;
        if (order->state == OrderState::Rejected)
            say(sent.what + QStringLiteral(": ") + sentence(order->rejectCode), Token::Danger);
        else if (order->state != OrderState::Filled)
            say(sent.what + QStringLiteral(": ") + sentence(order->closeReason), Token::Warn);
        return true;
    });
}

void PositionsPane::read(const Frame& frame) {
    const std::size_t pending = m_sent.size();
    followSent();
    if (pending != m_sent.size()) table().viewport()->update();
    const auto account = context().accounts.account();
    std::vector<PositionRow> rows;
    if (account) rows = positionRows(context(), *account, m_closed->isChecked());
    m_model.setRows(rows, frame.nanos);
    const auto open = std::ranges::count_if(rows, &PositionRow::isOpen);
    setSubtitle(account ? tr("%n open", nullptr, static_cast<int>(open)) : QString());
    m_closeAll->setEnabled(open > 0);
    if (account)
        table().setEmptyText(tr("No open position."), tr("ORDER opens the ticket."));
    else
        table().setEmptyText(tr("There is no account yet."), tr("It comes when the venue has started."));
    showTotals(rows);
    followMargin();
}

void PositionsPane::showTotals(const std::vector<PositionRow>& rows) {
    m_foot.setVisible(!rows.empty());
    if (rows.empty()) return;
    const PositionTotals totals = totalsOf(rows);
    const bool doubtful = std::ranges::any_of(rows, [](const PositionRow& r) { return isDoubtful(r.status); });
    using C = PositionColumn;
    m_foot.setContent(
        tr("Total"), tr("Sums of the rows above"),
        {{at(C::Pnl), moneyOr(totals.unrealised, signedText),
          doubtful ? Token::Text3 : resultToken(totals.unrealised.value_or(Money())),
          tr("Unrealised profit and loss of all open positions, USDC")},
         {at(C::Realised), moneyOr(totals.realised, signedText), resultToken(totals.realised.value_or(Money())),
          tr("Realised profit and loss of the markets shown, fees included, USDC")},
         {at(C::Margin), moneyOr(totals.requirement, requiredText), Token::Text1,
          tr("Maintenance margin of the markets shown, USDC; ACCT shows the account's")}});
}

void PositionsPane::openRowMenu(int index, const QPoint& global) {
    const PositionRow row = m_model.row(index);
    QMenu* menu = popupMenu(this);
    if (row.isOpen()) {
        menu->addAction(tr("Close %1 at market").arg(row.symbol), this, [this, row] { run(row, Deed::Close); });
        menu->addAction(tr("Close half at market"), this, [this, row] { run(row, Deed::Halve); });
        menu->addAction(tr("Flip at market"), this, [this, row] { run(row, Deed::Flip); });
        menu->addSeparator();
    }
    if (!row.view.unsettled.isZero())
        menu->addAction(tr("Settle %1 USDC").arg(signedText(row.view.unsettled)), this, [this, row] { settle(row); });
    if (row.view.isolated) {
        menu->addAction(tr("Move margin …"), this, [this, row] { editMargin(row); });
        if (!row.isOpen()) menu->addAction(tr("Back to cross"), this, [this, row] { setMode(row, false); });
    } else if (!row.isOpen()) {
        menu->addAction(tr("Isolate %1").arg(row.symbol), this, [this, row] { setMode(row, true); });
    }
    menu->addSeparator();
    menu->addAction(tr("Show %1").arg(row.symbol), this, [this, row] { showMarket(row.view.market); });
    menu->addAction(tr("Copy rows"), &table(), &Table::copySelection);
    menu->popup(global);
}

void PositionsPane::addMenuEntries(QMenu& menu) { menu.addAction(tr("Copy all rows"), this, &PositionsPane::copyAll); }

void PositionsPane::showClosed(bool on) { m_closed->setChecked(on); }

PaneState PositionsPane::state() const {
    PaneState state = TablePane::state();
    if (m_closed->isChecked()) state["closed"] = "1";
    return state;
}

void PositionsPane::restore(const PaneState& state) {
    TablePane::restore(state);
    const auto closed = state.find("closed");
    showClosed(closed != state.end() && closed->second == "1");
}

std::optional<QString> PositionsPane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    const std::string word = ports::toUpper(words.front());
    if (words.size() > 1 || (word != "OPEN" && word != "CLOSED")) return tr("POSITIONS wants OPEN, CLOSED or nothing.");
    showClosed(word == "CLOSED");
    return std::nullopt;
}

} // namespace qd::ui
