#include "widgets/fills/FillsPane.h"

#include "widgets/base/Format.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/base/Words.h"

#include <QMenu>
#include <QScrollBar>

#include <utility>

namespace qd::ui {
namespace {

constexpr std::size_t kPage = 500;
constexpr int kPagesForTheDay = 40; ///< of history read to complete the day's sums without being scrolled to

constexpr int at(FillColumn column) { return static_cast<int>(column); }

} // namespace

FillsPane::FillsPane(PaneContext& context)
    : TablePane(context, QStringLiteral("FILLS"), tr("Fills"), QStringLiteral("fills"))
    , m_model(fillColumns([&context] { return context.market.now(); }),
              [](const FillRow& row) { return row.view.fill.sequence; })
    , m_foot(addFoot()) {
    table().setRowsModel(&m_model);
    setMarketColumn(at(FillColumn::Market));
    using C = FillColumn;
    table().setFoldOrder({at(C::Trade), at(C::Order), at(C::Position), at(C::Role), at(C::Value)});
    m_markets = addHeaderButton(tr("All markets"), QStringLiteral("fillsMarkets"), tr("Show one market or all"));
    connect(m_markets, &QToolButton::clicked, this, &FillsPane::openMarkets);
    connect(table().verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        m_failed = false;
        if (wantsOlder()) invalidate();
    });
    connect(&table(), &Table::rowActivated, this, [this](int row) { showMarket(m_model.row(row).view.fill.market); });
    connect(&table(), &Table::rowMenuRequested, this, &FillsPane::openRowMenu);
}

void FillsPane::readAccount() {
    const auto account = context().accounts.account();
    if (account && account->id != m_account) {
        if (m_account) m_log.clear();
        m_account = account->id;
    }
    m_changed = m_log.takeLive(context().accounts.fills()) || m_changed;
}

void FillsPane::read(const Frame& frame) {
    readAccount();
    showFills(frame.nanos);
    askOlder();
    showTotals();
    showEmpty();
}

void FillsPane::showFills(std::int64_t now) {
    if (m_shownGeneration != m_log.generation()) {
        m_shownGeneration = m_log.generation();
        m_model.clear();
        m_asking = false; // the answer under way belongs to another account
        m_pages = 0;
    }
    if (!std::exchange(m_changed, false)) return;
    const auto market = only();
    std::vector<FillRow> rows;
    for (const FillView& fill : m_log.fills()) {
        if (!market || fill.fill.market == *market) rows.push_back(fillRow(context(), fill));
    }
    // What is being read stays where it is when fills come in above it.
    QScrollBar* bar = table().verticalScrollBar();
    const QPersistentModelIndex top = bar->value() > 0 ? table().indexAt({0, 0}) : QModelIndex();
    const int before = top.isValid() ? table().rowViewportPosition(top.row()) : 0;
    m_model.merge(rows, now);
    if (top.isValid()) bar->setValue(bar->value() + table().rowViewportPosition(top.row()) - before);
}

bool FillsPane::wantsOlder() const {
    if (m_log.isComplete() || m_asking || m_failed || m_log.fills().empty()) return false;
    const int height = table().viewport()->height();
    const int last = table().rowAt(height - 1); // -1: the rows end above it
    if (last < 0 || last + 2 * height / theme().rowHeight() >= m_model.rowCount()) return true;
    return m_pages < kPagesForTheDay && !dayTotals(m_log, context().market.now(), only()).complete;
}

void FillsPane::askOlder() {
    if (!wantsOlder()) return;
    m_asking = true;
    context().history.fills({}, m_log.before(), kPage,
                            [this, alive = std::weak_ptr(m_alive), generation = m_log.generation()](
                                const Result<std::vector<FillView>, ports::HistoryCode>& answer) {
                                if (!alive.expired()) takeAnswer(generation, answer);
                            });
}

void FillsPane::takeAnswer(std::uint64_t generation, const Result<std::vector<FillView>, ports::HistoryCode>& answer) {
    if (generation != m_log.generation()) return;
    m_asking = false;
    if (answer) {
        ++m_pages;
        m_changed = true;
        m_log.takePage(*answer, kPage);
    } else {
        m_failed = true;
        say(tr("Older fills could not be read: %1. Those shown are kept; scrolling tries again.")
                .arg(reasonOf(answer.error())),
            Token::Danger);
    }
    invalidate();
}

void FillsPane::showTotals() {
    const DayTotals day = dayTotals(m_log, context().market.now(), only());
    const QString count = number(static_cast<std::int64_t>(day.count), 0, 0);
    const QString symbol = only() ? QString::fromStdString(m_onlySymbol) + QStringLiteral(" · ") : QString();
    setSubtitle(m_account ? symbol + tr("%1 today").arg(count) : QString());
    m_foot.setVisible(m_model.rowCount() > 0);
    const QString label = day.complete ? tr("Today, %1 fills").arg(count)
                                       : tr("Today since %1, %2 fills").arg(clockText(day.since), count);
    const QString tip = day.complete ? tr("Sums over all fills of this UTC day")
                                     : tr("Earlier fills of this UTC day are not read yet; scrolling down reads them");
    const auto written = [](const std::optional<Money>& money, QString (*write)(Money)) {
        return money ? write(*money) : unknownText();
    };
    m_foot.setContent(
        label, tip,
        {{at(FillColumn::Value), day.volume ? text(*day.volume) : unknownText(), Token::Text1,
          tr("Value traded, USDC")},
         {at(FillColumn::Fee), written(day.fees, feeText), feeToken(day.fees.value_or(Money())),
          tr("Fees paid less rebates received, USDC")},
         {at(FillColumn::Realised), written(day.realised, realisedText), realisedToken(day.realised.value_or(Money())),
          tr("Realised profit and loss without fees, USDC")}});
}

void FillsPane::showEmpty() {
    if (only() && !m_log.fills().empty())
        table().setEmptyText(tr("No fill in %1 so far.").arg(QString::fromStdString(m_onlySymbol)),
                             tr("FILLS ALL shows all markets."));
    else if (m_account)
        table().setEmptyText(tr("Nothing has been filled."), tr("ORDER opens the ticket."));
    else
        table().setEmptyText(tr("There is no account yet."), tr("It comes when the venue has started."));
}

std::optional<MarketId> FillsPane::only() const {
    const auto market = m_onlySymbol.empty() ? std::nullopt : context().marketNamed(m_onlySymbol);
    const MarketInfo* info = market ? context().info(*market) : nullptr;
    return info != nullptr && info->params.symbol == m_onlySymbol ? market : std::nullopt;
}

void FillsPane::showOnly(const std::string& symbol) {
    m_onlySymbol = symbol;
    m_markets->setText(symbol.empty() ? tr("All markets") : QString::fromStdString(symbol));
    m_model.clear();
    m_changed = true;
    invalidate();
}

void FillsPane::openMarkets() {
    QMenu* menu = popupMenu(this);
    menu->addAction(tr("All markets"), this, [this] { showOnly({}); });
    menu->addSeparator();
    for (const MarketInfo& info : context().market.markets())
        menu->addAction(QString::fromStdString(info.params.symbol), this,
                        [this, symbol = info.params.symbol] { showOnly(symbol); });
    menu->popup(m_markets->mapToGlobal(m_markets->rect().bottomLeft()));
}

void FillsPane::openRowMenu(int index, const QPoint& global) {
    const FillRow row = m_model.row(index);
    QMenu* menu = popupMenu(this);
    menu->addAction(tr("Show %1").arg(row.symbol), this, [this, row] { showMarket(row.view.fill.market); });
    menu->addAction(tr("Only fills in %1").arg(row.symbol), this, [this, row] { showOnly(row.symbol.toStdString()); });
    menu->addAction(tr("Copy rows"), &table(), &Table::copySelection);
    menu->popup(global);
}

void FillsPane::addMenuEntries(QMenu& menu) { menu.addAction(tr("Copy all rows"), this, &FillsPane::copyAll); }

PaneState FillsPane::state() const {
    PaneState state = TablePane::state();
    if (!m_onlySymbol.empty()) state["only"] = m_onlySymbol;
    return state;
}

void FillsPane::restore(const PaneState& state) {
    TablePane::restore(state);
    const auto symbol = state.find("only");
    showOnly(symbol != state.end() && symbol->second.size() <= 64 ? symbol->second : std::string());
}

std::optional<QString> FillsPane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    const bool all = ports::toUpper(words.front()) == "ALL";
    const auto market = all ? std::nullopt : context().marketNamed(words.front());
    if (words.size() > 1 || (!all && !market)) return tr("FILLS wants a market, ALL or nothing.");
    showOnly(all ? std::string() : context().info(*market)->params.symbol);
    return std::nullopt;
}

} // namespace qd::ui
