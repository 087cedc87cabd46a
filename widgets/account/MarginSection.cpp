#include "widgets/account/MarginSection.h"

#include "core/engine/risk/Weights.h"
#include "widgets/base/Format.h"
#include "widgets/base/MarginStanding.h"
#include "widgets/base/Words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kWholeAccount = -1;
constexpr int kMostLeverage = 1'000;
constexpr int kLeverageDecimals = 4; ///< scale of PoolView::leverage

QString tr(const char* text) { return MarginSection::tr(text); }

using R = AccountPoolRow;
using Columns = std::vector<Column<R>>;

QVariant sortable(std::int64_t raw) { return QVariant::fromValue<qlonglong>(raw); }

Token healthToken(const R& r) { return tokenOf(standingOf(r.view), Token::Text1); }

QString callText(const R& r) {
    const QString told = word(standingOf(r.view));
    return told.isEmpty() ? tr("None") : told;
}

Token callToken(const R& r) { return tokenOf(standingOf(r.view), Token::Text3); }

QString callTip(const R& r) {
    if (!r.view.beingLiquidated) return sentence(r.view.call);
    return tr("Being liquidated since %1 UTC: %2 USDC are missing, %3 USDC of margin were freed so far.")
        .arg(dateTimeText(r.view.liquidationStartedAt), requiredText(r.view.shortage), heldText(r.view.marginFreed));
}

void addMoney(Columns& list) {
    // Rounded to the side that promises nothing.
    const auto money = [&list](const QString& title, const QString& hint, QString (*shown)(Money, int),
                               Money (*of)(const PoolView&)) {
        list.push_back({.title = title,
                        .hint = hint,
                        .text = [of, shown](const R& r) { return shown(of(r.view), 2); },
                        .sort = [of](const R& r) { return sortable(of(r.view).raw()); },
                        .flashes = true,
                        .sample = QStringLiteral("104 238.17")});
    };
    money(tr("Deposit"), tr("Quote currency in the pool, USDC, rounded down"), heldText,
          [](const PoolView& p) { return p.deposit; });
    money(tr("Equity"), tr("What the pool is worth, unweighted, unrealised profit and loss included, USDC"), text,
          [](const PoolView& p) { return p.equity; });
    money(tr("Free"),
          tr("Collateral at initial weights less the initial margin required, not below zero, USDC, rounded down"),
          heldText, [](const PoolView& p) { return p.freeCollateral; });
    money(tr("Initial"), tr("Initial margin required: below it nothing may be opened, USDC, rounded up"), requiredText,
          [](const PoolView& p) { return p.initial.requirement; });
    money(tr("Maint."), tr("Maintenance margin required: below it the pool is liquidated, USDC, rounded up"),
          requiredText, [](const PoolView& p) { return p.maintenance.requirement; });
}

void addHealth(Columns& list) {
    list.push_back(
        {.title = tr("Ratio %"),
         .hint = tr("Maintenance margin ÷ collateral; 100 is liquidation. – when there is no collateral left"),
         .text =
             [](const R& r) { return r.view.marginRatioBps ? number(*r.view.marginRatioBps, 2, 2) : unknownText(); },
         .sort = [](const R& r) { return sortable(r.view.marginRatioBps.value_or(0)); },
         .token = healthToken,
         .flashes = true,
         .sample = QStringLiteral("100.00")});
    list.push_back({.title = tr("Leverage"),
                    .hint = tr("Notional of the pool's positions ÷ its equity, rounded up"),
                    .text =
                        [](const R& r) {
                            return r.view.leverage ? number((*r.view.leverage + 99) / 100, kLeverageDecimals - 2, 2) +
                                                         QStringLiteral("×")
                                                   : unknownText();
                        },
                    .sort = [](const R& r) { return sortable(r.view.leverage.value_or(0)); },
                    .sample = QStringLiteral("12.50×")});
    list.push_back({.title = tr("Health"),
                    .hint = tr("100 less the margin ratio, 0 to 100; 0 is liquidation"),
                    .text = [](const R& r) { return QString::number(r.view.health); },
                    .sort = [](const R& r) { return sortable(r.view.health); },
                    .token = healthToken,
                    .flashes = true,
                    .strong = true,
                    .sample = QStringLiteral("100")});
    list.push_back({.title = tr("Margin call"),
                    .hint = tr("From 50 % notice, 70 % warning, 85 % call: nothing may be opened; 100 % liquidation"),
                    .text = callText,
                    .sort = [](const R& r) { return sortable(static_cast<int>(r.view.call)); },
                    .token = callToken,
                    .right = false,
                    .tip = callTip,
                    .sample = tr("Being liquidated")});
}

} // namespace

std::vector<Column<AccountPoolRow>> accountPoolColumns() {
    Columns list;
    list.push_back({.title = tr("Pool"),
                    .hint = tr("The cross pool carries all positions that are not isolated; an isolated position has a "
                               "deposit of its own"),
                    .text = [](const R& r) { return r.name; },
                    .right = false,
                    .strong = true,
                    .sample = QStringLiteral("SOL-PERP")});
    addMoney(list);
    addHealth(list);
    return list;
}

MarginSection::MarginSection(PaneContext& context, ControlRequests& requests)
    : AccountSection(context, requests, QStringLiteral("accountMargin"), tr("Margin"))
    , m_model(accountPoolColumns(), [](const AccountPoolRow& row) { return row.view.pool; })
    , m_table(addTable(QStringLiteral("pools"), tr("Pools"), &m_model)) {
    using C = PoolColumn;
    m_table->setFoldOrder({static_cast<int>(C::Leverage), static_cast<int>(C::Deposit), static_cast<int>(C::Initial),
                           static_cast<int>(C::Ratio), static_cast<int>(C::Free), static_cast<int>(C::Maintenance)});
    addIsolated();
    addLeverage();
}

void MarginSection::addIsolated() {
    FormLine* form = addForm(QStringLiteral("isolated"), tr("Isolated margin"));
    m_market = form->addChoice({QStringLiteral("isolatedMarket"), tr("of"), tr("The market")});
    m_amount = form->addDecimal({QStringLiteral("isolatedAmount"), tr("USDC"),
                                 tr("Between the account and the isolated position of the market")},
                                Money::kDecimals, 12);
    auto* in = form->addButton({QStringLiteral("isolatedIn"), tr("Add"), tr("From the account to the position")});
    auto* out = form->addButton({QStringLiteral("isolatedOut"), tr("Take back"),
                                 tr("From the position to the account; what is left must cover its initial margin")});
    auto* isolate = form->addButton({QStringLiteral("modeIsolated"), tr("Isolate"),
                                     tr("The market's position gets a deposit of its own. Only without a position and "
                                        "orders there.")});
    auto* cross = form->addButton({QStringLiteral("modeCross"), tr("Cross"),
                                   tr("The market's position uses the account's collateral again; its own deposit "
                                      "comes back. Only without a position and orders there.")});
    connect(in, &QPushButton::clicked, this, [this] { moveMargin(1); });
    connect(out, &QPushButton::clicked, this, [this] { moveMargin(-1); });
    connect(isolate, &QPushButton::clicked, this, [this] { setMode(true); });
    connect(cross, &QPushButton::clicked, this, [this] { setMode(false); });
}

void MarginSection::addLeverage() {
    FormLine* form = addForm(QStringLiteral("leverage"), tr("Leverage"));
    m_leverageOf = form->addChoice({QStringLiteral("leverageOf"), tr("of"),
                                    tr("The whole account, or one market; the lowest of account, market and order "
                                       "applies")});
    m_leverage = form->addDecimal({QStringLiteral("leverageValue"), tr("at most"), tr("A whole number from 1")}, 0, 5);
    auto* set = form->addButton({QStringLiteral("leverageSet"), tr("Set"),
                                 tr("Orders need at least 1 ÷ leverage of their notional as initial margin")});
    auto* clear =
        form->addButton({QStringLiteral("leverageClear"), tr("As the market"), tr("As much as the market allows")});
    m_chosen = form->addHint(QStringLiteral("leverageChosen"), QString());
    m_reduceOnly = form->addCheck({QStringLiteral("reduceOnly"), tr("Only reduce"),
                                   tr("The account takes only orders that reduce positions, until this is off")});
    connect(set, &QPushButton::clicked, this, [this] { setLeverage(false); });
    connect(clear, &QPushButton::clicked, this, [this] { setLeverage(true); });
    connect(m_leverageOf, &QComboBox::currentIndexChanged, this, [this] { showChosen(account().get()); });
    connect(m_reduceOnly, &QCheckBox::clicked, this, &MarginSection::setReduceOnly);
}

std::optional<MarketId> MarginSection::leverageMarket() const {
    const int number = chosenNumber(*m_leverageOf);
    return number < 0 ? std::nullopt : std::optional(MarketId(static_cast<std::uint16_t>(number)));
}

void MarginSection::setLeverage(bool clear) {
    const auto market = leverageMarket();
    const QString who = market ? symbolOf(*market) : tr("the account");
    if (clear)
        return context().control.setUserMargin(
            market, Ratio(), requests().follow(tr("Leverage"), tr("The leverage of %1 is the market's own.").arg(who)));
    const auto typed = m_leverage->raw();
    if (!typed || *typed < 1 || *typed > kMostLeverage)
        return emit objected(tr("The leverage must be a whole number from 1 to %1.").arg(kMostLeverage));
    const auto ratio = risk::leverageRatio(static_cast<std::uint32_t>(*typed));
    if (!ratio) return emit objected(tr("This leverage cannot be computed."));
    context().control.setUserMargin(
        market, *ratio,
        requests().follow(tr("Leverage"), tr("The leverage of %1 is at most %2×.").arg(who).arg(*typed)));
}

void MarginSection::setMode(bool isolated) {
    const int number = chosenNumber(*m_market);
    if (number < 0) return emit objected(tr("The venue has no market yet."));
    const MarketId market(static_cast<std::uint16_t>(number));
    const QString symbol = symbolOf(market);
    context().control.setMarginMode(
        market, isolated,
        requests().follow(tr("Margin of %1").arg(symbol),
                          isolated ? tr("%1 is isolated: add margin to it before you trade.").arg(symbol)
                                   : tr("%1 uses the account's collateral.").arg(symbol)));
}

void MarginSection::moveMargin(int sign) {
    const int number = chosenNumber(*m_market);
    const auto amount = m_amount->raw();
    if (number < 0) return emit objected(tr("The venue has no market yet."));
    if (!amount || *amount <= 0) return emit objected(tr("The amount must be a number above zero."));
    const MarketId market(static_cast<std::uint16_t>(number));
    const QString symbol = symbolOf(market);
    const QString sum = ui::number(*amount, Money::kDecimals, Money::kDecimals);
    context().control.moveIsolatedMargin(market, Money(sign * *amount),
                                         requests().follow(tr("Isolated margin of %1").arg(symbol),
                                                           sign > 0
                                                               ? tr("%1 USDC were added to %2.").arg(sum, symbol)
                                                               : tr("%1 USDC came back from %2.").arg(sum, symbol)));
}

void MarginSection::setReduceOnly(bool on) {
    m_reduceOnly->setChecked(!on); // the account says when it is so
    context().control.setReduceOnly(
        on, requests().follow(tr("Only reduce"), on ? tr("The account takes only orders that reduce.")
                                                    : tr("The account takes all orders again.")));
}

void MarginSection::showChosen(const AccountView* account) {
    Ratio ratio;
    if (const auto market = leverageMarket(); account != nullptr && market) {
        const auto held = std::ranges::find(account->positions, *market, &PositionView::market);
        if (held != account->positions.end()) ratio = held->userMargin;
    } else if (account != nullptr) {
        ratio = account->userMargin;
    }
    m_chosen->setText(ratio.isZero() ? tr("now: as the market") : tr("now: at most %1").arg(leverageText(ratio)));
}

void MarginSection::show(const AccountView* account, std::int64_t now) {
    std::vector<AccountPoolRow> rows;
    if (account != nullptr) {
        for (const PoolView& pool : account->pools)
            rows.push_back({pool, pool.pool.isolated ? symbolOf(pool.pool.market) : tr("Cross")});
    }
    m_model.setRows(rows, now);
    m_table->setEmptyText(tr("There is no account yet."), tr("It comes when the venue has started."));
    auto markets = marketChoices();
    setChoices(*m_market, markets);
    markets.insert(markets.begin(), {tr("the account"), kWholeAccount});
    setChoices(*m_leverageOf, markets);
    m_reduceOnly->setChecked(account != nullptr && account->reduceOnly);
    m_reduceOnly->setEnabled(account != nullptr);
    showChosen(account);
}

} // namespace qd::ui
