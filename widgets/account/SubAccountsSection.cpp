#include "widgets/account/SubAccountsSection.h"

#include "widgets/base/Format.h"
#include "widgets/base/MarginStanding.h"
#include "widgets/base/SubAccounts.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace qd::ui {
namespace {

QString tr(const char* text) { return SubAccountsSection::tr(text); }

QString standingText(const SubAccountRow& row) {
    if (row.view.frozen) return tr("Frozen");
    return row.selected ? tr("Trading from it") : tr("Open");
}

Token standingToken(const SubAccountRow& row) {
    if (row.view.frozen) return Token::Danger;
    return row.selected ? Token::Accent : Token::Text2;
}

Token healthToken(const SubAccountRow& r) { return tokenOf(standingOf(r.view), Token::Text1); }

QVariant sortable(std::int64_t raw) { return QVariant::fromValue<qlonglong>(raw); }

} // namespace

std::vector<SubAccountRow> subAccountRows(const AccountView& account) {
    std::vector<SubAccountRow> rows;
    for (const SubAccountView& view : account.subAccounts) {
        if (!view.closed) rows.push_back({view, view.id == account.id});
    }
    return rows;
}

std::vector<Column<SubAccountRow>> subAccountColumns(std::vector<CellLink<SubAccountRow>> links) {
    using R = SubAccountRow;
    return {{.title = tr("No."),
             .hint = tr("Number of the sub-account; 0 is the first and cannot be closed"),
             .text = [](const R& r) { return QString::number(r.view.number); },
             .sort = [](const R& r) { return sortable(r.view.number); },
             .token = [](const R&) { return Token::Text2; },
             .tip = [](const R& r) { return tr("Account %1 of the venue").arg(r.view.id.value()); },
             .sample = QStringLiteral("100")},
            {.title = tr("Account"),
             .hint = tr("Its name; only you see it"),
             .text = [](const R& r) { return accountName(r.view); },
             .right = false,
             .strong = true,
             .sample = QStringLiteral("Mean reversion")},
            {.title = tr("Equity USDC"),
             .hint = tr("What all of the account's pools are worth, unrealised profit and loss included"),
             .text = [](const R& r) { return text(r.view.equity); },
             .sort = [](const R& r) { return sortable(r.view.equity.raw()); },
             .flashes = true,
             .sample = QStringLiteral("104 238.17")},
            {.title = tr("Health"),
             .hint = tr("Of its worst pool, 0 to 100: 100 less maintenance margin in percent of collateral"),
             .text = [](const R& r) { return QString::number(r.view.health); },
             .sort = [](const R& r) { return sortable(r.view.health); },
             .token = healthToken,
             .flashes = true,
             .sample = QStringLiteral("100")},
            {.title = tr("Standing"),
             .hint = tr("Orders go to the account that is traded from; a frozen one can do nothing"),
             .text = standingText,
             .token = standingToken,
             .right = false,
             .sample = tr("Trading from it")},
            {.hint = tr("Trade from the account, or close it when it is empty"), .links = std::move(links)}};
}

SubAccountsSection::SubAccountsSection(PaneContext& context, ControlRequests& requests)
    : AccountSection(context, requests, QStringLiteral("accountSubs"), tr("Accounts"))
    , m_model(subAccountColumns(links()), [](const SubAccountRow& row) { return row.view.id; })
    , m_table(addTable(QStringLiteral("subAccounts"), tr("Sub-accounts"), &m_model))
    , m_question(new QuestionLine(QStringLiteral("closeQuestion"), this)) {
    using C = SubAccountColumn;
    m_table->setFoldOrder({static_cast<int>(C::Standing), static_cast<int>(C::Number)});
    column()->insertWidget(0, m_question);
    connect(m_table, &Table::rowActivated, this, [this](int row) { select(m_model.row(row)); });
    addNaming();
    addTransfer();
}

void SubAccountsSection::addNaming() {
    FormLine* form = addForm(QStringLiteral("subNaming"), tr("Name"));
    m_name = form->addText({QStringLiteral("subName"), tr("New name"), tr("At most 32 bytes; only you see it")}, 16);
    auto* open = form->addButton({QStringLiteral("subOpen"), tr("Open a sub-account"),
                                  tr("Opens an empty sub-account of this name. It shares no margin with the others.")});
    m_named = form->addChoice({QStringLiteral("subNamed"), tr("or call"), tr("The account that is renamed")});
    auto* rename = form->addButton({QStringLiteral("subRename"), tr("Rename"), tr("Gives the account this name")});
    connect(open, &QPushButton::clicked, this, &SubAccountsSection::openNew);
    connect(rename, &QPushButton::clicked, this, &SubAccountsSection::rename);
}

void SubAccountsSection::addTransfer() {
    FormLine* form = addForm(QStringLiteral("subTransfer"), tr("Transfer"));
    m_from = form->addChoice({QStringLiteral("transferFrom"), tr("from"), tr("The account that gives")});
    m_to = form->addChoice({QStringLiteral("transferTo"), tr("to"), tr("The account that gets it")});
    m_amount = form->addDecimal({QStringLiteral("transferAmount"), tr("Amount"), tr("In units of the asset")}, 6, 12);
    m_asset = form->addChoice({QStringLiteral("transferAsset"), tr("of"), tr("The asset that is moved")});
    auto* go = form->addButton({QStringLiteral("transferGo"), tr("Transfer"),
                                tr("Moves it at once. What is left must cover the initial margin.")});
    auto* most = form->addButton({QStringLiteral("transferMost"), tr("Max"),
                                  tr("The most the account that is traded from may give, at initial weights")});
    connect(go, &QPushButton::clicked, this, &SubAccountsSection::transfer);
    connect(most, &QPushButton::clicked, this, &SubAccountsSection::fillMost);
    connect(m_asset, &QComboBox::currentIndexChanged, this, [this] {
        if (const auto chosen = asset(chosenNumber(*m_asset))) m_amount->setScale(chosen->decimals);
    });
}

std::vector<CellLink<SubAccountRow>> SubAccountsSection::links() {
    return {{tr("Select"),
             [this](const SubAccountRow& row) { select(row); },
             [](const SubAccountRow& row) { return !row.selected; },
             {}},
            {tr("Close"), [this](const SubAccountRow& row) { askClose(row); },
             [](const SubAccountRow& row) { return !row.selected && row.view.number != 0; },
             [](const SubAccountRow& row) { return row.view.equity.isZero(); }}};
}

void SubAccountsSection::select(const SubAccountRow& row) {
    if (row.selected) return;
    const QString name = accountName(row.view);
    context().control.selectAccount(
        row.view.id, requests().follow(tr("Select %1").arg(name), tr("Orders go to %1 from now on.").arg(name)));
}

void SubAccountsSection::askClose(const SubAccountRow& row) {
    const QString name = accountName(row.view);
    m_question->ask(tr("Close %1 for good? It must be empty; its history is kept.").arg(name), tr("Keep it"),
                    tr("Close the account"), [this, name, id = row.view.id] {
                        context().control.closeAccount(
                            id, requests().follow(tr("Close %1").arg(name), tr("%1 is closed.").arg(name)));
                    });
}

std::optional<QString> SubAccountsSection::typedName(std::optional<AccountId> except) {
    const QString name = m_name->text().trimmed();
    const auto wrong = nameObjection(account().get(), name.toStdString(), except);
    if (!wrong) return name;
    emit objected(*wrong);
    return std::nullopt;
}

void SubAccountsSection::openNew() {
    const auto name = typedName(std::nullopt);
    if (!name) return;
    context().control.openSubAccount(name->toStdString(), requests().followOpening(*name));
    m_name->clear();
}

void SubAccountsSection::rename() {
    const auto row = rowOf(chosenNumber(*m_named));
    if (!row) return emit objected(tr("There is no such account any more."));
    const auto name = typedName(row->view.id);
    if (!name) return;
    const QString old = accountName(row->view);
    context().control.rename(row->view.id, name->toStdString(),
                             requests().follow(tr("Rename %1").arg(old), tr("%1 is called %2 now.").arg(old, *name)));
    m_name->clear();
}

void SubAccountsSection::transfer() {
    const auto from = rowOf(chosenNumber(*m_from));
    const auto to = rowOf(chosenNumber(*m_to));
    const auto what = asset(chosenNumber(*m_asset));
    const auto amount = m_amount->raw();
    if (!from || !to || !what) return emit objected(tr("Choose two accounts and an asset."));
    if (from->view.id == to->view.id) return emit objected(tr("Choose two different accounts."));
    if (!amount || *amount <= 0)
        return emit objected(
            tr("The amount must be a number above zero with at most %1 digits after the point.").arg(what->decimals));
    const QString sum = exactAmount(Amount(*amount), *what) + QLatin1Char(' ') + QString::fromStdString(what->symbol);
    const QString gives = accountName(from->view);
    const QString gets = accountName(to->view);
    context().control.transfer(
        {from->view.id, to->view.id, Amount(*amount), what->id},
        requests().follow(tr("Transfer of %1").arg(sum), tr("%1 moved from %2 to %3.").arg(sum, gives, gets)));
}

void SubAccountsSection::fillMost() {
    const auto shown = account();
    const int number = chosenNumber(*m_asset);
    if (!shown) return;
    if (chosenNumber(*m_from) != static_cast<int>(shown->id.value()))
        return emit objected(tr("Only the account that is traded from knows its most; select it first."));
    const auto balance =
        std::ranges::find_if(shown->balances, [&](const BalanceView& b) { return b.asset.id.value() == number; });
    if (balance == shown->balances.end()) return;
    m_amount->setRaw(balance->maxWithdraw.raw());
}

std::optional<SubAccountRow> SubAccountsSection::rowOf(int account) const {
    for (int i = 0; i < m_model.rowCount(); ++i) {
        if (static_cast<int>(m_model.row(i).view.id.value()) == account) return m_model.row(i);
    }
    return std::nullopt;
}

void SubAccountsSection::show(const AccountView* account, std::int64_t now) {
    const auto rows = account != nullptr ? subAccountRows(*account) : std::vector<SubAccountRow>();
    m_model.setRows(rows, now);
    m_table->setEmptyText(tr("There is no account yet."), tr("It comes when the venue has started."));
    std::vector<std::pair<QString, int>> names;
    for (const SubAccountRow& row : rows)
        names.emplace_back(accountName(row.view), static_cast<int>(row.view.id.value()));
    const bool first = m_from->count() == 0;
    for (QComboBox* box : {m_named, m_from, m_to}) setChoices(*box, names);
    if (first && account != nullptr) {
        for (QComboBox* box : {m_named, m_from})
            box->setCurrentIndex(box->findData(static_cast<int>(account->id.value())));
        const auto other = std::ranges::find_if(rows, [](const SubAccountRow& r) { return !r.selected; });
        if (other != rows.end()) m_to->setCurrentIndex(m_to->findData(static_cast<int>(other->view.id.value())));
    }
    setChoices(*m_asset, assetChoices());
}

} // namespace qd::ui
