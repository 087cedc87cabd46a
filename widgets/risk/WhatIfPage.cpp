#include "widgets/risk/WhatIfPage.h"

#include "widgets/base/Format.h"
#include "widgets/risk/RiskWords.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::RiskPane", text); }

using R = WhatIfRow;
using Columns = std::vector<Column<R>>;
enum class WhatIfColumn : int { Pool, Now, Then, Change, RatioNow, RatioThen, Health, Free, State };
constexpr int at(WhatIfColumn column) { return static_cast<int>(column); }

Token gain(Money money) {
    if (money.isZero()) return Token::Text1;
    return money.raw() > 0 ? Token::Up : Token::Down;
}
Money change(const R& row) { return row.after.equity.minus(row.before.equity).value_or(Money()); }
Token danger(const R& row) { return row.liquidated() ? Token::Danger : Token::Text1; }

void addEquity(Columns& list) {
    list.push_back({.title = tr("Equity now"),
                    .hint = tr("Equity of the pool at present prices, USDC."),
                    .text = [](const R& r) { return text(r.before.equity); },
                    .token = [](const R&) { return Token::Text2; },
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Equity then"),
                    .hint = tr("Equity of the pool at the moved prices, USDC. The same integers as the venue's."),
                    .text = [](const R& r) { return text(r.after.equity); },
                    .strong = true,
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Change"),
                    .hint = tr("Equity then less equity now, USDC."),
                    .text = [](const R& r) { return signedText(change(r)); },
                    .token = [](const R& r) { return gain(change(r)); },
                    .sample = QStringLiteral("−104 238.17")});
}

void addMargin(Columns& list) {
    list.push_back({.title = tr("Ratio now"),
                    .hint = tr("Margin ratio at present prices: maintenance MR ÷ TC. 100 % is liquidation."),
                    .text = [](const R& r) { return ratioText(r.before.marginRatioBps); },
                    .token = [](const R&) { return Token::Text2; },
                    .sample = QStringLiteral("100.00 %")});
    list.push_back({.title = tr("Ratio then"),
                    .hint = tr("Margin ratio at the moved prices; – when there is no collateral left."),
                    .text = [](const R& r) { return ratioText(r.after.marginRatioBps); },
                    .token = danger,
                    .strong = true,
                    .sample = QStringLiteral("100.00 %")});
    list.push_back({.title = tr("Health then"),
                    .hint = tr("100 less the margin ratio in percent, from 0 to 100."),
                    .text = [](const R& r) { return QString::number(r.after.health); },
                    .token = danger,
                    .sample = QStringLiteral("100")});
    list.push_back({.title = tr("Free then"),
                    .hint = tr("Free collateral at the moved prices, USDC."),
                    .text = [](const R& r) { return heldText(r.after.freeCollateral); },
                    .sample = QStringLiteral("104 238.17")});
    list.push_back(
        {.title = tr("State then"),
         .hint = tr("Whether the pool would be liquidated there, and how far along the way it begins."),
         .text =
             [](const R& r) {
                 if (!r.liquidated()) return r.first ? tr("Liquidated on the way") : tr("Good");
                 if (!r.first) return tr("Liquidated");
                 return tr("Liquidated from %1 % of the way").arg(number((r.first->at.raw() + 9'999) / 10'000, 0, 0));
             },
         .token = [](const R& r) { return r.liquidated() || r.first ? Token::Danger : Token::Text1; },
         .right = false,
         .sample = tr("Liquidated from %1 % of the way").arg(100)});
}

} // namespace

std::vector<WhatIfRow> whatIfRows(const RiskBook& book, const portfolio::WhatIf& result) {
    std::vector<WhatIfRow> rows;
    for (std::size_t i = 0; i < result.after.pools.size(); ++i) {
        WhatIfRow row{i, poolName(book, i), result.before.pools[i], result.after.pools[i], {}};
        if (result.firstLiquidation && result.firstLiquidation->pool == i) row.first = result.firstLiquidation;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<Column<WhatIfRow>> whatIfColumns() {
    Columns list;
    list.push_back({.title = tr("Pool"),
                    .hint = tr("The cross pool, or one isolated position."),
                    .text = [](const R& r) { return r.name; },
                    .right = false,
                    .strong = true,
                    .sample = tr("Isolated %1").arg(QStringLiteral("SOL-PERP"))});
    addEquity(list);
    addMargin(list);
    return list;
}

WhatIfPage::WhatIfPage(PaneContext& context, QWidget* parent)
    : RiskPage(parent)
    , m_context(context)
    , m_grid(new QGridLayout)
    , m_form(new QWidget(this))
    , m_reset(new QToolButton(m_form))
    , m_figures(new FigureGrid(
          context.themes, context.settings,
          tr("%1, at %2 % of the way").arg(tr("Isolated %1").arg(QStringLiteral("SOL-PERP"))).arg(100), this))
    , m_model(whatIfColumns(), [](const WhatIfRow& row) { return row.pool; })
    , m_table(new Table(context.themes, context.settings, QStringLiteral("whatIfPools"), this)) {
    m_reset->setText(tr("Reset"));
    m_reset->setObjectName(QStringLiteral("whatIfReset"));
    m_reset->setAccessibleName(tr("Reset all moves"));
    m_reset->setToolTip(tr("Back to present prices"));
    m_reset->setProperty("segment", true);
    m_reset->setFocusPolicy(Qt::TabFocus);
    connect(m_reset, &QToolButton::clicked, this, &WhatIfPage::reset);
    m_grid->setContentsMargins(6, 4, 6, 4);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(2);
    m_grid->setColumnStretch(1, 1);
    m_form->setLayout(m_grid);
    m_form->hide(); // until there is something to move
    createFigures();
    m_table->setAccessibleName(tr("Pools at the moved prices"));
    m_table->setRowsModel(&m_model);
    using C = WhatIfColumn;
    m_table->setFoldOrder({at(C::Free), at(C::Now), at(C::RatioNow), at(C::Health), at(C::Then)});
    m_table->setEmptyText(tr("No account to value."), tr("It comes when the venue has started."));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_form);
    column->addWidget(m_figures);
    column->addWidget(m_table, 1);
}

void WhatIfPage::createFigures() {
    m_equity = m_figures->add(QStringLiteral("whatIfEquity"), tr("Equity"),
                              tr("Equity of all pools now → at the moved prices. USDC."), true);
    m_profit =
        m_figures->add(QStringLiteral("whatIfProfit"), tr("Change"), tr("Equity then less equity now. USDC."), true);
    m_ratio = m_figures->add(QStringLiteral("whatIfRatio"), tr("Highest margin ratio"),
                             tr("Of all pools, now → then: maintenance MR ÷ TC. 100 % is liquidation."));
    m_health = m_figures->add(QStringLiteral("whatIfHealth"), tr("Lowest health"),
                              tr("Of all pools, now → then, from 0 to 100."));
    m_first =
        m_figures->add(QStringLiteral("whatIfFirst"), tr("First liquidation"),
                       tr("Which pool is liquidated first when all prices go evenly to the moved ones, and how far "
                          "along the way; in brackets the position that loses most until then."));
}

void WhatIfPage::arrangeRows(const std::vector<std::string>& assets) {
    if (assets == m_assets) return;
    std::map<std::string, Rate> kept;
    for (const auto& [asset, row] : m_rows) kept[asset] = row->move();
    m_assets = assets;
    m_rows.clear();
    m_all.reset();
    int line = 0;
    if (assets.size() > 1) {
        m_all = std::make_unique<MoveRow>(m_context.themes, tr("All"), *m_grid, line++, m_form);
        connect(m_all.get(), &MoveRow::moved, this, &WhatIfPage::moveAll);
    }
    for (const std::string& asset : assets) {
        auto row = std::make_unique<MoveRow>(m_context.themes, QString::fromStdString(asset), *m_grid, line++, m_form);
        if (const auto before = kept.find(asset); before != kept.end()) row->setMove(before->second);
        connect(row.get(), &MoveRow::moved, this, &WhatIfPage::revalue);
        m_rows.emplace(asset, std::move(row));
    }
    m_grid->addWidget(m_reset, line, 2, 1, 2);
    m_form->setVisible(!assets.empty());
}

void WhatIfPage::moveAll(Rate move) {
    for (const auto& [asset, row] : m_rows) row->setMove(move);
    revalue();
}

void WhatIfPage::setMove(const std::string& asset, Rate move) {
    const auto row = m_rows.find(asset);
    if (row == m_rows.end()) return;
    row->second->setMove(move);
    revalue();
}

void WhatIfPage::reset() {
    if (m_all) m_all->setMove(Rate(0));
    moveAll(Rate(0));
}

portfolio::PriceMoves WhatIfPage::moves() const {
    portfolio::PriceMoves moves;
    for (const auto& [asset, row] : m_rows) moves.set(asset, row->move());
    return moves;
}

void WhatIfPage::showRisk(const RiskView& view) {
    m_book = view.book;
    m_doubtful = view.doubtful;
    m_nanos = view.nanos;
    arrangeRows(m_book ? m_book->assets() : std::vector<std::string>{});
    revalue();
}

void WhatIfPage::revalue() {
    if (!m_book) return showUnknown();
    const auto result = portfolio::whatIf(m_book->pools(), moves());
    if (!result) return showUnknown();
    showPrices();
    showResult(*result);
}

void WhatIfPage::showPrices() {
    for (const auto& [asset, row] : m_rows) {
        const Price now = m_book->priceOf(asset);
        const auto then = portfolio::movedPrice(now, row->move(), Rate(0), Quantity());
        const MarketInfo* market = m_book->marketOf(asset);
        const int decimals = market != nullptr ? decimalsOf(market->params.tick) : 2;
        row->setPrices(now.isZero() || !then ? unknownText()
                                             : tr("%1 → %2").arg(text(now, decimals), text(*then, decimals)));
    }
}

void WhatIfPage::showResult(const portfolio::WhatIf& result) {
    const auto arrow = [](const QString& now, const QString& then) { return tr("%1 → %2").arg(now, then); };
    const auto lowest = [](const portfolio::PoolsValue& value) {
        int health = 100;
        for (const auto& pool : value.pools) health = std::min(health, pool.health);
        return QString::number(health);
    };
    const auto token = [this](Token known) { return m_doubtful ? Token::Text3 : known; };
    const Token alarm = result.after.anyLiquidatable() ? Token::Danger : Token::Text1;
    m_equity->setValue(arrow(text(result.before.equity), text(result.after.equity)), token(Token::Text1), m_nanos);
    m_profit->setValue(signedText(result.profit), token(gain(result.profit)), m_nanos);
    m_ratio->setValue(arrow(ratioText(result.before.marginRatioBps), ratioText(result.after.marginRatioBps)),
                      token(alarm), m_nanos);
    m_health->setValue(arrow(lowest(result.before), lowest(result.after)), token(alarm), m_nanos);
    m_first->setValue(result.firstLiquidation ? sentence(*m_book, *result.firstLiquidation) : tr("none"),
                      result.firstLiquidation ? Token::Danger : token(Token::Text1), m_nanos);
    m_model.setRows(whatIfRows(*m_book, result), m_nanos);
    m_model.setDoubtful(m_doubtful);
}

void WhatIfPage::showUnknown() {
    for (FigureView* figure : m_figures->figures()) figure->setValue(unknownText(), Token::Text3, m_nanos);
    m_model.setRows({}, m_nanos);
}

void WhatIfPage::pass(std::int64_t now) {
    m_nanos = now;
    m_figures->fade(now);
    m_table->fadeFlashes(now);
}

} // namespace qd::ui
