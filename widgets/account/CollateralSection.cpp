#include "widgets/account/CollateralSection.h"

#include "widgets/base/Format.h"
#include "widgets/base/TableFoot.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kPriceDecimals = 4;

QString tr(const char* text) { return CollateralSection::tr(text); }

using R = BalanceView;
using Columns = std::vector<Column<R>>;

QVariant sortable(std::int64_t raw) { return QVariant::fromValue<qlonglong>(raw); }
bool isEmpty(const R& r) { return r.amount.isZero(); }
/// An asset that is not held recedes.
Token held(const R& r) { return isEmpty(r) ? Token::Text3 : Token::Text1; }
QString exactMoney(Money money) { return number(money.raw(), Money::kDecimals, Money::kDecimals); }

void addWhat(Columns& list) {
    list.push_back({.title = tr("Asset"),
                    .hint = tr("What is deposited"),
                    .text = [](const R& r) { return QString::fromStdString(r.asset.symbol); },
                    .right = false,
                    .strong = true,
                    .sample = QStringLiteral("USDC")});
    list.push_back({.title = tr("Amount"),
                    .hint = tr("Balance in units of the asset; below zero it is owed"),
                    .text = [](const R& r) { return amountText(r.amount, r.asset); },
                    .sort = [](const R& r) { return sortable(r.amount.raw()); },
                    .token = [](const R& r) { return r.amount.raw() < 0 ? Token::Down : held(r); },
                    .flashes = true,
                    .tip = [](const R& r) { return tr("Exactly %1").arg(exactAmount(r.amount, r.asset)); },
                    .plain = [](const R& r) { return plainText(exactAmount(r.amount, r.asset)); },
                    .sample = QStringLiteral("104 238.170000")});
    list.push_back(
        {.title = tr("Price USDC"),
         .hint = tr("Oracle price; – while it is not good enough for margin: the asset is worth nothing then"),
         .text = [](const R& r) { return knownText(r.price, kPriceDecimals); },
         .sort = [](const R& r) { return sortable(r.price.raw()); },
         .token = [](const R& r) { return r.price.isZero() ? Token::Warn : Token::Text2; },
         .flashes = true,
         .tip =
             [](const R& r) {
                 return tr("5-minute average %1 USDC; margin to open counts the lower of the two")
                     .arg(knownText(r.twap5, kPriceDecimals));
             },
         .sample = QStringLiteral("104 238.1700")});
    list.push_back({.title = tr("Value USDC"),
                    .hint = tr("Amount × price, rounded down"),
                    .text = [](const R& r) { return heldText(r.value); },
                    .sort = [](const R& r) { return sortable(r.value.raw()); },
                    .token = held,
                    .flashes = true,
                    .tip = [](const R& r) { return tr("Exactly %1 USDC").arg(exactMoney(r.value)); },
                    .sample = QStringLiteral("104 238.17")});
}

void addWeights(Columns& list) {
    list.push_back(
        {.title = tr("Init. %"),
         .hint = tr("Weight towards initial margin now; it shrinks with the size of this and of all deposits"),
         .text = [](const R& r) { return ratioText(r.initialWeight); },
         .sort = [](const R& r) { return sortable(r.initialWeight.raw()); },
         .token = [](const R&) { return Token::Text2; },
         .sample = QStringLiteral("100.00")});
    list.push_back({.title = tr("Maint. %"),
                    .hint = tr("Weight towards maintenance margin now"),
                    .text = [](const R& r) { return ratioText(r.maintenanceWeight); },
                    .sort = [](const R& r) { return sortable(r.maintenanceWeight.raw()); },
                    .token = [](const R&) { return Token::Text2; },
                    .sample = QStringLiteral("100.00")});
    list.push_back({.title = tr("Counts to open"),
                    .hint = tr("Weighted value towards initial margin, at the stricter of price and average, USDC"),
                    .text = [](const R& r) { return heldText(r.initialValue); },
                    .sort = [](const R& r) { return sortable(r.initialValue.raw()); },
                    .token = held,
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Counts to keep"),
                    .hint = tr("Weighted value towards maintenance margin, USDC"),
                    .text = [](const R& r) { return heldText(r.maintenanceValue); },
                    .sort = [](const R& r) { return sortable(r.maintenanceValue.raw()); },
                    .token = held,
                    .sample = QStringLiteral("104 238.17")});
    list.push_back({.title = tr("Withdrawable"),
                    .hint = tr("The most that may leave the account now, in units of the asset"),
                    .text = [](const R& r) { return amountText(r.maxWithdraw, r.asset); },
                    .sort = [](const R& r) { return sortable(r.maxWithdraw.raw()); },
                    .token = held,
                    .tip = [](const R& r) { return tr("Exactly %1").arg(exactAmount(r.maxWithdraw, r.asset)); },
                    .sample = QStringLiteral("104 238.170000")});
}

QString sumText(Checked sum) {
    const auto money = sum.to<Money>();
    return money ? heldText(*money) : unknownText();
}

} // namespace

std::vector<Column<BalanceView>> collateralColumns() {
    Columns list;
    addWhat(list);
    addWeights(list);
    return list;
}

CollateralSection::CollateralSection(PaneContext& context, ControlRequests& requests)
    : AccountSection(context, requests, QStringLiteral("accountCollateral"), tr("Collateral"))
    , m_model(collateralColumns(), [](const BalanceView& b) { return b.asset.id; })
    , m_table(addTable(QStringLiteral("collateral"), tr("Collateral"), &m_model))
    , m_foot(new TableFoot(context.themes, *m_table, QStringLiteral("collateralFoot"), this)) {
    using C = CollateralColumn;
    m_table->setFoldOrder({static_cast<int>(C::MaintenanceWeight), static_cast<int>(C::InitialWeight),
                           static_cast<int>(C::MaintenanceValue), static_cast<int>(C::InitialValue),
                           static_cast<int>(C::Price)});
    column()->addWidget(m_foot);
    FormLine* form = addForm(QStringLiteral("paperMoney"), tr("Play money"));
    m_amount = form->addDecimal({QStringLiteral("paperAmount"), tr("Amount"), tr("In units of the asset")}, 6, 12);
    m_asset = form->addChoice({QStringLiteral("paperAsset"), tr("of"), tr("The asset")});
    auto* in = form->addButton({QStringLiteral("paperDeposit"), tr("Deposit"),
                                tr("The venue gives you play money; no real funds stand behind it")});
    auto* out = form->addButton({QStringLiteral("paperWithdraw"), tr("Withdraw"),
                                 tr("Gives play money back to the venue; what is left must cover the initial margin")});
    auto* most = form->addButton({QStringLiteral("paperMost"), tr("Max"), tr("The most that may be withdrawn now")});
    form->addHint(QStringLiteral("paperHint"), tr("Paper trading: no real funds are moved."));
    connect(in, &QPushButton::clicked, this, [this] { move(Way::In); });
    connect(out, &QPushButton::clicked, this, [this] { move(Way::Out); });
    connect(most, &QPushButton::clicked, this, &CollateralSection::fillMost);
    connect(m_asset, &QComboBox::currentIndexChanged, this, [this] {
        if (const auto chosen = asset(chosenNumber(*m_asset))) m_amount->setScale(chosen->decimals);
    });
}

void CollateralSection::move(Way way) {
    const auto what = asset(chosenNumber(*m_asset));
    const auto amount = m_amount->raw();
    if (!what) return emit objected(tr("The venue takes no asset yet."));
    if (!amount || *amount <= 0)
        return emit objected(
            tr("The amount must be a number above zero with at most %1 digits after the point.").arg(what->decimals));
    const QString sum = exactAmount(Amount(*amount), *what) + QLatin1Char(' ') + QString::fromStdString(what->symbol);
    if (way == Way::In)
        context().control.depositPaperMoney(
            what->id, Amount(*amount),
            requests().follow(tr("Deposit of %1").arg(sum), tr("%1 of play money came in.").arg(sum)));
    else
        context().control.withdrawPaperMoney(
            what->id, Amount(*amount),
            requests().follow(tr("Withdrawal of %1").arg(sum), tr("%1 of play money went back.").arg(sum)));
}

void CollateralSection::fillMost() {
    const int number = chosenNumber(*m_asset);
    for (int i = 0; i < m_model.rowCount(); ++i) {
        if (m_model.row(i).asset.id.value() == number) m_amount->setRaw(m_model.row(i).maxWithdraw.raw());
    }
}

void CollateralSection::show(const AccountView* account, std::int64_t now) {
    m_model.setRows(account != nullptr ? account->balances : std::vector<BalanceView>(), now);
    m_table->setEmptyText(tr("There is no account yet."), tr("It comes when the venue has started."));
    setChoices(*m_asset, assetChoices());
    showTotals(account);
}

void CollateralSection::showTotals(const AccountView* account) {
    m_foot->setVisible(account != nullptr && !account->balances.empty());
    if (account == nullptr) return;
    Checked value;
    Checked initial;
    Checked maintenance;
    for (const BalanceView& b : account->balances) {
        value += b.value.raw();
        initial += b.initialValue.raw();
        maintenance += b.maintenanceValue.raw();
    }
    using C = CollateralColumn;
    m_foot->setContent(tr("Total"), tr("Sums of the assets above, without isolated positions"),
                       {{static_cast<int>(C::Value), sumText(value), Token::Text1, tr("Value of all deposits, USDC")},
                        {static_cast<int>(C::InitialValue), sumText(initial), Token::Text1,
                         tr("What they count for towards initial margin, USDC")},
                        {static_cast<int>(C::MaintenanceValue), sumText(maintenance), Token::Text1,
                         tr("What they count for towards maintenance margin, USDC")}});
}

} // namespace qd::ui
