#include "widgets/liquidations/LiquidationsPane.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"
#include "widgets/base/PaneHeader.h"

#include <QMenu>

#include <algorithm>
#include <array>

namespace qd::ui {
namespace {

constexpr std::size_t kKept = 5'000;
constexpr std::array<std::int64_t, 5> kLeastOffered{0, 1'000, 10'000, 100'000, 1'000'000}; ///< USDC

constexpr int at(LiquidationColumn column) { return static_cast<int>(column); }

QString moneyOr(const std::optional<Money>& money) { return money ? text(*money) : unknownText(); }

} // namespace

LiquidationsPane::LiquidationsPane(PaneContext& context)
    : TablePane(context, QStringLiteral("LIQ"), tr("Liquidations"), QStringLiteral("liquidations"))
    , m_model(liquidationColumns([&context] { return context.market.now(); }),
              [](const LiquidationRow& row) { return row.entry.number; })
    , m_foot(addFoot()) {
    table().setRowsModel(&m_model);
    setMarketColumn(at(LiquidationColumn::Market));
    using C = LiquidationColumn;
    table().setFoldOrder({at(C::Venue), at(C::Loss), at(C::Price), at(C::Insurance), at(C::Side)});
    m_markets = addHeaderButton(tr("All markets"), QStringLiteral("liquidationsMarkets"), tr("Show one market or all"));
    m_stepsButton =
        addHeaderButton(word(m_steps), QStringLiteral("liquidationsSteps"), tr("Which steps of a liquidation to show"));
    m_leastButton = addHeaderButton(tr("Any value"), QStringLiteral("liquidationsLeast"),
                                    tr("Leave out steps of less value; LIQ 2500 types another one"));
    connect(m_markets, &QToolButton::clicked, this, &LiquidationsPane::openMarkets);
    connect(m_stepsButton, &QToolButton::clicked, this, &LiquidationsPane::openSteps);
    connect(m_leastButton, &QToolButton::clicked, this, &LiquidationsPane::openLeast);
    connect(&table(), &Table::rowActivated, this, [this](int row) {
        if (const auto market = m_model.row(row).market) showMarket(*market);
    });
    connect(&table(), &Table::rowMenuRequested, this, &LiquidationsPane::openRowMenu);
}

void LiquidationsPane::read(const Frame& frame) {
    nameAnew();
    takeNew(frame.nanos);
    showTotals();
    showEmpty();
}

void LiquidationsPane::nameAnew() {
    LiquidationNames names = liquidationNames(context());
    if (names == m_names) return;
    m_names = std::move(names);
    for (LiquidationRow& row : m_rows) nameRow(context(), row);
    refill();
}

void LiquidationsPane::takeNew(std::int64_t now) {
    const ports::LiquidationRun run = context().market.liquidations(m_cursor);
    m_cursor = run.next;
    m_missed += run.missed;
    if (run.entries.empty()) return;
    std::vector<LiquidationRow> fresh;
    fresh.reserve(run.entries.size());
    for (auto entry = run.entries.rbegin(); entry != run.entries.rend(); ++entry)
        fresh.push_back(liquidationRow(context(), *entry));
    m_rows.insert(m_rows.begin(), fresh.begin(), fresh.end());
    if (m_rows.size() > kKept) m_rows.resize(kKept);
    std::erase_if(fresh, [only = filter()](const LiquidationRow& row) { return !only.takes(row); });
    m_model.merge(fresh, now);
    m_model.trim(kKept);
    m_totals.reset();
}

void LiquidationsPane::refill() {
    m_model.clear();
    std::vector<LiquidationRow> shown;
    std::ranges::copy_if(m_rows, std::back_inserter(shown),
                         [only = filter()](const LiquidationRow& row) { return only.takes(row); });
    m_model.merge(shown, 0);
    m_totals.reset();
}

void LiquidationsPane::showTotals() {
    const InsuranceStanding fund = context().market.insurance();
    setSubtitle(tr("Insurance fund %1 USDC").arg(text(fund.vault, 0)));
    m_foot.setVisible(m_model.rowCount() > 0);
    if (!m_totals) {
        std::vector<LiquidationRow> shown;
        shown.reserve(static_cast<std::size_t>(m_model.rowCount()));
        for (int i = 0; i < m_model.rowCount(); ++i) shown.push_back(m_model.row(i));
        m_totals = totalsOf(shown);
    }
    const LiquidationTotals& totals = *m_totals;
    QString tip =
        tr("Value of the longs and of the shorts that were liquidated, of the rows shown, USDC. Insurance fund: "
           "%1 USDC")
            .arg(number(fund.vault.raw(), Money::kDecimals, Money::kDecimals));
    if (m_missed > 0)
        tip += tr(". %n older entries were overwritten before they were read", nullptr, static_cast<int>(m_missed));
    const QString label =
        tr("%1 rows · longs %2 · shorts %3")
            .arg(number(static_cast<std::int64_t>(totals.count), 0, 0), moneyOr(totals.longs), moneyOr(totals.shorts));
    using C = LiquidationColumn;
    m_foot.setContent(
        label, tip,
        {{at(C::Insurance), totals.insurance ? signedText(*totals.insurance) : unknownText(), Token::Text1,
          tr("Into the insurance fund less out of it, USDC")},
         {at(C::Loss), moneyOr(totals.losses), Token::Text1, tr("Debts of bankrupt pools that others paid, USDC")}});
}

void LiquidationsPane::showEmpty() {
    if (m_rows.empty())
        table().setEmptyText(tr("Nobody has been liquidated so far."), tr("Liquidations appear here as they happen."));
    else if (isMarketGone())
        table().setEmptyText(tr("The venue has no market %1.").arg(QString::fromStdString(m_onlySymbol)),
                             tr("LIQ ALL shows everything."));
    else
        table().setEmptyText(tr("The filters let nothing through."), tr("LIQ ALL shows everything."));
}

LiquidationFilter LiquidationsPane::filter() const { return {QString::fromStdString(m_onlySymbol), m_steps, m_least}; }

bool LiquidationsPane::isMarketGone() const {
    const auto& markets = context().market.markets();
    return !m_onlySymbol.empty() &&
           std::ranges::none_of(markets, [this](const MarketInfo& info) { return info.params.symbol == m_onlySymbol; });
}

void LiquidationsPane::choose(const std::string& symbol, LiquidationSteps steps, Money least) {
    m_onlySymbol = symbol;
    m_steps = steps;
    m_least = least;
    m_markets->setText(symbol.empty() ? tr("All markets") : QString::fromStdString(symbol));
    m_stepsButton->setText(word(steps));
    m_leastButton->setText(least.isZero() ? tr("Any value") : tr("≥ %1").arg(text(least, 0)));
    refill();
    invalidate();
}

void LiquidationsPane::openMarkets() {
    QMenu* menu = popupMenu(this);
    menu->addAction(tr("All markets"), this, [this] { choose({}, m_steps, m_least); });
    menu->addSeparator();
    for (const MarketInfo& info : context().market.markets())
        menu->addAction(QString::fromStdString(info.params.symbol), this,
                        [this, symbol = info.params.symbol] { choose(symbol, m_steps, m_least); });
    menu->popup(m_markets->mapToGlobal(m_markets->rect().bottomLeft()));
}

void LiquidationsPane::openSteps() {
    QMenu* menu = popupMenu(this);
    for (int i = 0; i < kLiquidationSteps; ++i) {
        const auto steps = static_cast<LiquidationSteps>(i);
        menu->addAction(word(steps), this, [this, steps] { choose(m_onlySymbol, steps, m_least); });
    }
    menu->popup(m_stepsButton->mapToGlobal(m_stepsButton->rect().bottomLeft()));
}

void LiquidationsPane::openLeast() {
    QMenu* menu = popupMenu(this);
    for (const std::int64_t least : kLeastOffered) {
        const Money money = Money::of(least);
        menu->addAction(least == 0 ? tr("Any value") : tr("From %1 USDC").arg(text(money, 0)), this,
                        [this, money] { choose(m_onlySymbol, m_steps, money); });
    }
    menu->popup(m_leastButton->mapToGlobal(m_leastButton->rect().bottomLeft()));
}

void LiquidationsPane::openRowMenu(int index, const QPoint& global) {
    const LiquidationRow row = m_model.row(index);
    QMenu* menu = popupMenu(this);
    if (row.market) {
        menu->addAction(tr("Show %1").arg(row.symbol), this, [this, market = *row.market] { showMarket(market); });
        menu->addAction(tr("Only %1").arg(row.symbol), this,
                        [this, row] { choose(row.symbol.toStdString(), m_steps, m_least); });
    }
    menu->addAction(tr("Copy rows"), &table(), &Table::copySelection);
    menu->popup(global);
}

void LiquidationsPane::addMenuEntries(QMenu& menu) {
    menu.addAction(tr("Copy all rows"), this, &LiquidationsPane::copyAll);
}

PaneState LiquidationsPane::state() const {
    PaneState state = TablePane::state();
    if (!m_onlySymbol.empty()) state["only"] = m_onlySymbol;
    if (m_steps != LiquidationSteps::All) state["steps"] = typedWord(m_steps);
    if (!m_least.isZero()) state["least"] = toString(m_least);
    return state;
}

void LiquidationsPane::restore(const PaneState& state) {
    TablePane::restore(state);
    const auto of = [&](const char* key) {
        const auto found = state.find(key);
        return found != state.end() && found->second.size() <= 64 ? found->second : std::string();
    };
    const auto least = parseFixed<Money>(of("least"));
    choose(of("only"), stepsOf(of("steps")).value_or(LiquidationSteps::All),
           least && least->raw() > 0 ? *least : Money());
}

std::optional<QString> LiquidationsPane::applyWords(const ports::ActionWords& words) {
    std::string symbol = m_onlySymbol;
    LiquidationSteps steps = m_steps;
    Money least = m_least;
    for (const std::string& typed : words) {
        if (ports::toUpper(typed) == "ALL") {
            symbol.clear();
            steps = LiquidationSteps::All;
            least = Money();
        } else if (const auto chosen = stepsOf(typed)) {
            steps = *chosen;
        } else if (const auto value = parseFixed<Money>(typed); value && value->raw() >= 0) {
            least = *value;
        } else if (const auto market = context().marketNamed(typed)) {
            symbol = context().info(*market)->params.symbol;
        } else {
            return tr("LIQ wants a market or ALL, a least value in USDC, or a step: SIZED, BOOK, TAKEOVER, BACKSTOP, "
                      "DELEVERAGED, BANKRUPT.");
        }
    }
    if (!words.empty()) choose(symbol, steps, least);
    return std::nullopt;
}

} // namespace qd::ui
