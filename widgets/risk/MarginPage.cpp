#include "widgets/risk/MarginPage.h"

#include "widgets/base/Format.h"
#include "widgets/base/MarginStanding.h"
#include "widgets/base/Words.h"
#include "widgets/risk/RiskWords.h"

#include <QCoreApplication>
#include <QVBoxLayout>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::RiskPane", text); }

using R = PoolRow;
using Columns = std::vector<Column<R>>;

enum class PoolColumn : int {
    Pool,
    Equity,
    InitialHas,
    InitialNeeds,
    Has,
    Needs,
    Free,
    Ratio,
    Leverage,
    Health,
    State,
    Progress,
};
constexpr int at(PoolColumn column) { return static_cast<int>(column); }

Token trusted(const R& row, Token token) { return row.doubtful ? Token::Text3 : token; }

Token callToken(const R& row) { return tokenOf(standingOf(row.view), Token::Text1); }

QString stateText(const R& row) {
    const QString told = word(standingOf(row.view));
    return told.isEmpty() ? tr("Good") : told;
}

/// `shown` rounds to the side that promises nothing.
void addMoney(Columns& list, const QString& title, const QString& hint, QString (*shown)(Money, int),
              Money (*of)(const R&), bool strong = false) {
    list.push_back({.title = title,
                    .hint = hint,
                    .text = [of, shown](const R& r) { return shown(of(r), 2); },
                    .sort = [of](const R& r) { return QVariant::fromValue<qlonglong>(of(r).raw()); },
                    .token = [](const R& r) { return trusted(r, Token::Text1); },
                    .flashes = true,
                    .strong = strong,
                    .sample = QStringLiteral("104 238.17")});
}

void addMoneyColumns(Columns& list) {
    addMoney(
        list, tr("Equity"), tr("Deposits and all profit and loss of the pool at plain prices, unweighted. USDC."), text,
        [](const R& r) { return r.view.equity; }, true);
    addMoney(list, tr("TC initial"),
             tr("Total collateral for opening: deposits and profit and loss at initial weights and the stricter of "
                "price and 5-minute average. USDC, rounded down."),
             heldText, [](const R& r) { return r.view.initial.collateral; });
    addMoney(list, tr("MR initial"),
             tr("Margin required for opening: of positions with their resting orders filled, and of liabilities. USDC, "
                "rounded up."),
             requiredText, [](const R& r) { return r.view.initial.requirement; });
    addMoney(list, tr("TC maint."),
             tr("Total collateral for keeping: at maintenance weights and plain prices. USDC, "
                "rounded down."),
             heldText, [](const R& r) { return r.view.maintenance.collateral; });
    addMoney(list, tr("MR maint."),
             tr("Margin required for keeping. When it is above the collateral, the pool is liquidated. USDC, "
                "rounded up."),
             requiredText, [](const R& r) { return r.view.maintenance.requirement; });
    addMoney(list, tr("Free"),
             tr("Initial collateral less initial requirement, not below zero: for new positions. USDC, rounded down."),
             heldText, [](const R& r) { return r.view.freeCollateral; });
}

void addRatios(Columns& list) {
    list.push_back({.title = tr("Ratio"),
                    .hint = tr("MR ÷ TC with maintenance weights, rounded up. 100 % is liquidation; – when there is no "
                               "collateral left."),
                    .text = [](const R& r) { return ratioText(r.view.marginRatioBps); },
                    .token = [](const R& r) { return trusted(r, callToken(r)); },
                    .flashes = true,
                    .strong = true,
                    .sample = QStringLiteral("100.00 %")});
    list.push_back({.title = tr("Leverage"),
                    .hint = tr("Sum of |position × mark| ÷ equity, rounded up; – without equity."),
                    .text = [](const R& r) { return leverageText(r.view.leverage); },
                    .token = [](const R& r) { return trusted(r, Token::Text1); },
                    .sample = QStringLiteral("12.34×")});
    list.push_back({.title = tr("Health"),
                    .hint = tr("100 less the margin ratio in percent, rounded against you, from 0 to 100."),
                    .text = [](const R& r) { return QString::number(r.view.health); },
                    .token = [](const R& r) { return trusted(r, callToken(r)); },
                    .sample = QStringLiteral("100")});
    list.push_back({.title = tr("State"),
                    .hint = tr("Margin call: notice from 50 % of the ratio, warning from 70 %, call from 85 % (nothing "
                               "may be opened), liquidation from 100 %."),
                    .text = stateText,
                    .token = callToken,
                    .right = false,
                    .tip = [](const R& r) { return sentence(r.view.call); },
                    .sample = tr("Being liquidated")});
    list.push_back({.title = tr("Liquidation"),
                    .hint = tr("How far a liquidation has come: since when, margin freed by it, and what is still "
                               "lacking with the buffer."),
                    .text = progressText,
                    .token = [](const R&) { return Token::Danger; },
                    .right = false,
                    .sample = tr("0:41 · freed 1 200.00 · lacks 800.00")});
}

} // namespace

QString progressText(const PoolRow& row) {
    if (!row.view.beingLiquidated) return {};
    return tr("%1 · freed %2 · lacks %3")
        .arg(ageText(row.liquidatedFor), heldText(row.view.marginFreed), requiredText(row.view.shortage));
}

std::vector<PoolRow> poolRows(const RiskBook& book, bool doubtful) {
    std::vector<PoolRow> rows;
    const AccountView& account = book.account();
    for (std::size_t i = 0; i < account.pools.size(); ++i) {
        const PoolView& view = account.pools[i];
        rows.push_back({view, poolName(book, i), account.ts - view.liquidationStartedAt, doubtful});
    }
    return rows;
}

std::vector<Column<PoolRow>> poolColumns() {
    Columns list;
    list.push_back(
        {.title = tr("Pool"),
         .hint = tr("A set of collateral and positions that carry each other: the cross pool, or one isolated "
                    "position."),
         .text = [](const R& r) { return r.name; },
         .right = false,
         .strong = true,
         .sample = tr("Isolated %1").arg(QStringLiteral("SOL-PERP"))});
    addMoneyColumns(list);
    addRatios(list);
    return list;
}

MarginPage::MarginPage(PaneContext& context, QWidget* parent)
    : RiskPage(parent)
    , m_model(poolColumns(), [](const PoolRow& row) { return row.view.pool; })
    , m_table(new Table(context.themes, context.settings, QStringLiteral("riskPools"), this))
    , m_foot(new TableFoot(context.themes, *m_table, QStringLiteral("riskPoolsFoot"), this)) {
    m_table->setAccessibleName(tr("Margin by pool"));
    m_table->setRowsModel(&m_model);
    using C = PoolColumn;
    m_table->setFoldOrder({at(C::InitialHas), at(C::InitialNeeds), at(C::Leverage), at(C::Health), at(C::Has),
                           at(C::Needs), at(C::Free)});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_foot);
}

void MarginPage::showRisk(const RiskView& view) {
    std::vector<PoolRow> rows;
    if (view.book) rows = poolRows(*view.book, view.doubtful);
    if (view.book)
        m_table->setEmptyText(tr("The account has no pool yet."), tr("ACCT shows its balances."));
    else
        m_table->setEmptyText(tr("There is no account yet."), tr("It comes when the venue has started."));
    const bool liquidated = std::ranges::any_of(rows, [](const PoolRow& r) { return r.view.beingLiquidated; });
    m_table->setColumnPresent(at(PoolColumn::Progress), liquidated);
    m_model.setRows(rows, view.nanos);
    m_foot->setVisible(!rows.empty());
    if (rows.empty()) return;
    m_foot->setContent(tr("Account"), tr("All pools together"),
                       {{at(PoolColumn::Equity), text(view.book->account().totalEquity),
                         view.doubtful ? Token::Text3 : Token::Text1, tr("Equity of all pools, USDC")}});
}

void MarginPage::pass(std::int64_t now) { m_table->fadeFlashes(now); }

} // namespace qd::ui
