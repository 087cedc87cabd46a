#include "widgets/liquidations/LiquidationsPane.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"
#include "widgets/base/PaneHeader.h"

#include <QMenu>

#include <algorithm>
#include <array>
#include <set>

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
    m_venuesButton =
        addHeaderButton(tr("All venues"), QStringLiteral("liquidationsVenues"), tr("Show one venue or all"));
    m_stepsButton = addHeaderButton(word(m_only.steps), QStringLiteral("liquidationsSteps"),
                                    tr("Which steps of a liquidation to show"));
    m_leastButton = addHeaderButton(tr("Any value"), QStringLiteral("liquidationsLeast"),
                                    tr("Leave out steps of less value; LIQ 2500 types another one"));
    connect(m_markets, &QToolButton::clicked, this, &LiquidationsPane::openMarkets);
    connect(m_venuesButton, &QToolButton::clicked, this, &LiquidationsPane::openVenues);
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
    std::erase_if(fresh, [this](const LiquidationRow& row) { return !m_only.takes(row); });
    m_model.merge(fresh, now);
    m_model.trim(kKept);
    m_totals.reset();
}

void LiquidationsPane::refill() {
    m_model.clear();
    std::vector<LiquidationRow> shown;
    std::ranges::copy_if(m_rows, std::back_inserter(shown),
                         [this](const LiquidationRow& row) { return m_only.takes(row); });
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
        table().setEmptyText(tr("The venue has no market %1.").arg(m_only.symbol), tr("LIQ ALL shows everything."));
    else
        table().setEmptyText(tr("The filters let nothing through."), tr("LIQ ALL shows everything."));
}

bool LiquidationsPane::isMarketGone() const {
    const auto& markets = context().market.markets();
    return !m_only.symbol.isEmpty() && std::ranges::none_of(markets, [this](const MarketInfo& info) {
        return QString::fromStdString(info.params.symbol) == m_only.symbol;
    });
}

std::vector<QString> LiquidationsPane::venues() const {
    std::set<QString> names;
    for (const LiquidationRow& row : m_rows) names.insert(QString::fromStdString(row.entry.venue));
    for (const MarketInfo& info : context().market.markets()) names.insert(QString::fromStdString(info.venue));
    names.erase(QString());
    return {names.begin(), names.end()};
}

std::optional<QString> LiquidationsPane::venueNamed(const std::string& typed) const {
    const auto names = venues();
    const QString wanted = QString::fromStdString(typed);
    const auto found =
        std::ranges::find_if(names, [&](const QString& name) { return name.startsWith(wanted, Qt::CaseInsensitive); });
    return wanted.isEmpty() || found == names.end() ? std::nullopt : std::optional(*found);
}

void LiquidationsPane::choose(LiquidationFilter only) {
    m_only = std::move(only);
    m_markets->setText(m_only.symbol.isEmpty() ? tr("All markets") : m_only.symbol);
    m_venuesButton->setText(m_only.venue.isEmpty() ? tr("All venues") : m_only.venue);
    m_stepsButton->setText(word(m_only.steps));
    m_leastButton->setText(m_only.least.isZero() ? tr("Any value") : tr("≥ %1").arg(text(m_only.least, 0)));
    refill();
    invalidate();
}

void LiquidationsPane::openMarkets() {
    QMenu* menu = popupMenu(this);
    menu->addAction(tr("All markets"), this, [this] { choose(&LiquidationFilter::symbol, QString()); });
    menu->addSeparator();
    for (const MarketInfo& info : context().market.markets()) {
        const QString symbol = QString::fromStdString(info.params.symbol);
        menu->addAction(symbol, this, [this, symbol] { choose(&LiquidationFilter::symbol, symbol); });
    }
    menu->popup(m_markets->mapToGlobal(m_markets->rect().bottomLeft()));
}

void LiquidationsPane::openVenues() {
    QMenu* menu = popupMenu(this);
    menu->addAction(tr("All venues"), this, [this] { choose(&LiquidationFilter::venue, QString()); });
    menu->addSeparator();
    for (const QString& venue : venues())
        menu->addAction(venue, this, [this, venue] { choose(&LiquidationFilter::venue, venue); });
    menu->popup(m_venuesButton->mapToGlobal(m_venuesButton->rect().bottomLeft()));
}

void LiquidationsPane::openSteps() {
    QMenu* menu = popupMenu(this);
    for (int i = 0; i < kLiquidationSteps; ++i) {
        const auto steps = static_cast<LiquidationSteps>(i);
        menu->addAction(word(steps), this, [this, steps] { choose(&LiquidationFilter::steps, steps); });
    }
    menu->popup(m_stepsButton->mapToGlobal(m_stepsButton->rect().bottomLeft()));
}

void LiquidationsPane::openLeast() {
    QMenu* menu = popupMenu(this);
    for (const std::int64_t least : kLeastOffered) {
        const Money money = Money::of(least);
        menu->addAction(least == 0 ? tr("Any value") : tr("From %1 USDC").arg(text(money, 0)), this,
                        [this, money] { choose(&LiquidationFilter::least, money); });
    }
    menu->popup(m_leastButton->mapToGlobal(m_leastButton->rect().bottomLeft()));
}

void LiquidationsPane::openRowMenu(int index, const QPoint& global) {
    const LiquidationRow row = m_model.row(index);
    QMenu* menu = popupMenu(this);
    if (row.market) {
        menu->addAction(tr("Show %1").arg(row.symbol), this, [this, market = *row.market] { showMarket(market); });
        menu->addAction(tr("Only %1").arg(row.symbol), this,
                        [this, row] { choose(&LiquidationFilter::symbol, row.symbol); });
    }
    if (const QString venue = QString::fromStdString(row.entry.venue); !venue.isEmpty())
        menu->addAction(tr("Only %1").arg(venue), this, [this, venue] { choose(&LiquidationFilter::venue, venue); });
    menu->addAction(tr("Copy rows"), &table(), &Table::copySelection);
    menu->popup(global);
}

void LiquidationsPane::addMenuEntries(QMenu& menu) {
    menu.addAction(tr("Copy all rows"), this, &LiquidationsPane::copyAll);
}

PaneState LiquidationsPane::state() const {
    PaneState state = TablePane::state();
    if (!m_only.symbol.isEmpty()) state["only"] = m_only.symbol.toStdString();
    if (!m_only.venue.isEmpty()) state["venue"] = m_only.venue.toStdString();
    if (m_only.steps != LiquidationSteps::All) state["steps"] = typedWord(m_only.steps);
    if (!m_only.least.isZero()) state["least"] = toString(m_only.least);
    return state;
}

void LiquidationsPane::restore(const PaneState& state) {
    TablePane::restore(state);
    const auto of = [&](const char* key) {
        const auto found = state.find(key);
        return found != state.end() && found->second.size() <= 64 ? found->second : std::string();
    };
    const auto least = parseFixed<Money>(of("least"));
    choose({QString::fromStdString(of("only")), stepsOf(of("steps")).value_or(LiquidationSteps::All),
            least && least->raw() > 0 ? *least : Money(), QString::fromStdString(of("venue"))});
}

std::optional<QString> LiquidationsPane::applyWords(const ports::ActionWords& words) {
    LiquidationFilter only = m_only;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& typed = words[i];
        if (ports::toUpper(typed) == "ALL") {
            only = {};
        } else if (ports::toUpper(typed) == "VENUE") {
            const auto venue = i + 1 < words.size() ? venueNamed(words[++i]) : std::nullopt;
            QStringList names;
            for (const QString& name : venues()) names << name;
            if (!venue) return tr("VENUE wants one of: %1.").arg(names.join(QStringLiteral(", ")));
            only.venue = *venue;
        } else if (const auto chosen = stepsOf(typed)) {
            only.steps = *chosen;
        } else if (const auto value = parseFixed<Money>(typed); value && value->raw() >= 0) {
            only.least = *value;
        } else if (const auto market = context().marketNamed(typed)) {
            only.symbol = QString::fromStdString(context().info(*market)->params.symbol);
        } else {
            return tr("LIQ wants a market or ALL, a least value in USDC, VENUE and its name, or a step: SIZED, BOOK, "
                      "TAKEOVER, BACKSTOP, DELEVERAGED, BANKRUPT.");
        }
    }
    if (!words.empty()) choose(only);
    return std::nullopt;
}

} // namespace qd::ui
