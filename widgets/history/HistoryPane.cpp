#include "widgets/history/HistoryPane.h"

#include "widgets/base/Format.h"
#include "widgets/base/Inputs.h"
#include "widgets/base/PaneAccount.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/base/SubAccounts.h"
#include "widgets/base/Words.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>
#include <utility>

namespace qd::ui {
namespace {

constexpr int kEvery = -1; ///< of a choice: no choice
constexpr std::int64_t kReadEvery = kNanosPerSecond;
constexpr int kPostingKinds = static_cast<int>(PostingKind::ReferralReward) + 1;
constexpr UnixNanos kBegin{std::numeric_limits<std::int64_t>::min()};
constexpr UnixNanos kEnd{std::numeric_limits<std::int64_t>::max()};

QString wrongDays() {
    return HistoryPane::tr("Days are written as 2026-12-31, the first before the last. The rows are as before.");
}

} // namespace

HistoryPane::HistoryPane(PaneContext& context)
    : Pane(context, QStringLiteral("HISTORY"), tr("History"), false)
    , m_tabs(new QTabBar)
    , m_stack(new QStackedWidget)
    , m_filters(new FormLine(context.themes, QStringLiteral("historyFilters"), QString()))
    , m_notice(new NoticeLine(context.themes, QStringLiteral("historyNotice"))) {
    m_export = new QToolButton(this);
    m_export->setText(tr("Export CSV"));
    m_export->setObjectName(QStringLiteral("historyExport"));
    m_export->setAccessibleName(m_export->text());
    m_export->setToolTip(tr("Writes everything that the filters let through, exactly, into a file"));
    m_export->setAutoRaise(true);
    m_export->setFocusPolicy(Qt::TabFocus);
    controls()->addWidget(m_export);
    m_tabs->setObjectName(QStringLiteral("historyTabs"));
    m_tabs->setAccessibleName(tr("Lists"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    createLists();
    createFilters();
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tabs);
    column->addWidget(m_filters);
    column->addWidget(m_stack, 1);
    column->addWidget(m_notice);
    setBody(body);
    body->setFocusProxy(m_tabs);
    connect(m_export, &QToolButton::clicked, this, &HistoryPane::chooseFile);
    connect(m_tabs, &QTabBar::currentChanged, this, &HistoryPane::showTab);
    connect(&m_csv, &CsvExport::progressed, this, [this](std::size_t rows) {
        say(tr("%1 rows are read …").arg(number(static_cast<std::int64_t>(rows), 0, 0)), Token::Text2);
    });
    connect(&m_csv, &CsvExport::finished, this, &HistoryPane::tellExport);
}

HistoryPane::~HistoryPane() = default;

void HistoryPane::createLists() {
    const HistoryUses trades{.market = true, .side = true};
    const HistoryUses market{.market = true};
    m_lists.push_back(std::make_unique<HistoryListOf<OrderRecord>>(
        context(),
        HistoryList::Words{QStringLiteral("orders"), tr("Orders"), tr("No order has been sent."),
                           tr("ORDER opens the ticket.")},
        trades, nullptr));
    m_lists.push_back(std::make_unique<HistoryListOf<FillView>>(context(),
                                                                HistoryList::Words{QStringLiteral("fills"), tr("Fills"),
                                                                                   tr("Nothing has been filled."),
                                                                                   tr("ORDER opens the ticket.")},
                                                                trades, nullptr));
    m_lists.push_back(std::make_unique<HistoryListOf<FundingPayment>>(
        context(),
        HistoryList::Words{QStringLiteral("funding"), tr("Funding"), tr("No funding has been paid or received."),
                           tr("A position that is open at an update does; FUNDING shows when.")},
        market, nullptr));
    m_lists.push_back(std::make_unique<HistoryListOf<LiquidationEntry>>(
        context(),
        HistoryList::Words{QStringLiteral("liquidations"), tr("Liquidations"),
                           tr("No margin call and no liquidation so far."), tr("RISK shows how far away they are.")},
        market, nullptr));
    m_lists.push_back(std::make_unique<HistoryListOf<LedgerMovement>>(
        context(),
        HistoryList::Words{QStringLiteral("ledger"), tr("Transfers"), tr("No money has moved."),
                           tr("ACCT deposits play money and moves it.")},
        HistoryUses{.posting = true}, nullptr));
    for (const auto& list : m_lists) {
        m_tabs->addTab(list->words().title);
        m_stack->addWidget(&list->table());
        connectList(*list);
    }
}

void HistoryPane::connectList(HistoryList& list) {
    connect(&list, &HistoryList::changed, this, [this, &list] {
        if (const auto& error = list.error()) {
            const QString retry = list.rowCount() == 0 ? tr("HISTORY %1 tries again.").arg(list.words().name.toUpper())
                                                       : tr("What is shown is kept; scrolling tries again.");
            say(tr("The history could not be read: %1. %2").arg(reasonOf(*error), retry), Token::Danger);
        }
        if (&list == &current()) showStanding();
    });
    connect(list.table().verticalScrollBar(), &QScrollBar::valueChanged, this, [&list] {
        if (list.error())
            list.readNewer();
        else
            list.readOlderWhereSeen();
    });
    connect(&list.table(), &Table::rowActivated, this, [this, &list](int row) {
        if (const auto market = list.marketOf(row)) leadTo(*market);
    });
    connect(&list.table(), &Table::rowMenuRequested, this, [this, &list](int, const QPoint& global) {
        QMenu* menu = popupMenu(this);
        menu->addAction(tr("Copy rows"), &list.table(), &Table::copySelection);
        menu->popup(global);
    });
}

void HistoryPane::createFilters() {
    m_account = m_filters->addChoice({QStringLiteral("historyAccount"), tr("Account"), tr("Whose rows are shown")});
    m_market = m_filters->addChoice({QStringLiteral("historyMarket"), tr("Market"), tr("One market or all")});
    m_side = m_filters->addChoice({QStringLiteral("historySide"), tr("Side"), tr("Buys, sells, or both")});
    m_posting = m_filters->addChoice({QStringLiteral("historyKind"), tr("Kind"), tr("Why the money moved")});
    m_from = m_filters->addText(
        {QStringLiteral("historyFrom"), tr("From"), tr("First day, UTC, as 2026-12-31; empty: all")}, 10);
    m_until = m_filters->addText(
        {QStringLiteral("historyUntil"), tr("to"), tr("Last day, UTC, as 2026-12-31; empty: today")}, 10);
    setChoices(*m_side, {{tr("Both"), kEvery},
                         {word(Side::Buy), static_cast<int>(Side::Buy)},
                         {word(Side::Sell), static_cast<int>(Side::Sell)}});
    std::vector<std::pair<QString, int>> kinds{{tr("Every kind"), kEvery}};
    for (int i = 0; i < kPostingKinds; ++i) kinds.emplace_back(word(static_cast<PostingKind>(i)), i);
    setChoices(*m_posting, kinds);
    for (QLineEdit* edit : {m_from, m_until}) {
        edit->setPlaceholderText(QStringLiteral("2026-12-31"));
        connect(edit, &QLineEdit::editingFinished, this, &HistoryPane::apply);
    }
    for (QComboBox* box : {m_account, m_market, m_side, m_posting})
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            if (!m_filling) apply();
        });
    refreshChoices();
}

void HistoryPane::refreshChoices() {
    m_filling = true;
    std::vector<std::pair<QString, int>> accounts{
        {context().own != nullptr && context().own->isLinked() ? tr("the group's") : tr("the selected one"), kEvery}};
    if (const auto account = context().accounts.account()) {
        for (const SubAccountView& sub : account->subAccounts)
            accounts.emplace_back(accountName(sub), static_cast<int>(sub.id.value()));
    }
    setChoices(*m_account, accounts);
    std::vector<std::pair<QString, int>> markets{{tr("All"), kEvery}};
    for (const MarketInfo& info : context().market.markets())
        markets.emplace_back(QString::fromStdString(info.params.symbol), info.params.id.value());
    setChoices(*m_market, markets);
    if (const auto wanted = m_wantedMarket.empty() ? std::nullopt : context().marketNamed(m_wantedMarket)) {
        m_market->setCurrentIndex(m_market->findData(static_cast<int>(wanted->value())));
        m_wantedMarket.clear();
        m_begun = false;
    }
    const HistoryUses uses = current().uses();
    m_market->parentWidget()->setVisible(uses.market);
    m_side->parentWidget()->setVisible(uses.side);
    m_posting->parentWidget()->setVisible(uses.posting);
    m_filling = false;
}

HistoryList& HistoryPane::current() const { return *m_lists[static_cast<std::size_t>(m_tabs->currentIndex())]; }

std::optional<ports::HistoryFilter> HistoryPane::filter() const {
    const auto from = parseDay(m_from->text(), false, kBegin);
    const auto until = parseDay(m_until->text(), true, kEnd);
    if (!from || !until || *from >= *until) return std::nullopt;
    ports::HistoryFilter filter;
    filter.from = *from;
    filter.until = *until;
    const HistoryUses uses = current().uses();
    if (const int account = chosenNumber(*m_account); account != kEvery)
        filter.account = AccountId(static_cast<std::uint32_t>(account));
    if (const int market = chosenNumber(*m_market); uses.market && market != kEvery)
        filter.market = MarketId(static_cast<std::uint16_t>(market));
    if (const int side = chosenNumber(*m_side); uses.side && side != kEvery) filter.side = static_cast<Side>(side);
    if (const int kind = chosenNumber(*m_posting); uses.posting && kind != kEvery)
        filter.posting = static_cast<PostingKind>(kind);
    return filter;
}

std::optional<AccountId> HistoryPane::account() const {
    const auto view = context().accounts.account();
    if (!view) return std::nullopt;
    const int chosen = chosenNumber(*m_account);
    return chosen == kEvery ? view->id : AccountId(static_cast<std::uint32_t>(chosen));
}

QString HistoryPane::accountShown() const {
    const auto view = context().accounts.account();
    if (!view) return {};
    const auto sub = std::ranges::find(view->subAccounts, account(), &SubAccountView::id);
    return sub == view->subAccounts.end() ? QString() : accountName(*sub);
}

void HistoryPane::markDays() {
    const auto from = parseDay(m_from->text(), false, kBegin);
    const auto until = parseDay(m_until->text(), true, kEnd);
    const bool reversed = from && until && *from >= *until;
    setWrong(*m_from, !from || reversed);
    setWrong(*m_until, !until || reversed);
}

void HistoryPane::apply() {
    markDays();
    const auto shown = account();
    if (std::exchange(m_shown, shown) != shown) {
        for (const auto& list : m_lists) list->forget();
    }
    const auto chosen = filter();
    if (!chosen) {
        say(wrongDays(), Token::Warn);
        return showStanding();
    }
    if (m_notice->text() == wrongDays()) m_notice->clear();
    if (!shown) return showStanding(); // there is nothing to ask for yet
    m_begun = true;
    m_version = context().accounts.historyVersion();
    current().begin(*chosen);
    showStanding();
}

void HistoryPane::showTab(int tab) {
    m_stack->setCurrentIndex(tab);
    refreshChoices();
    apply();
}

void HistoryPane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    m_notice->pass(frame.nanos);
    const auto account = context().accounts.account();
    const bool switched = account && m_selected != account->id; // the rows of another one must not stay
    if (!switched && m_readAt != 0 && frame.nanos - m_readAt < kReadEvery) return;
    m_readAt = frame.nanos;
    refreshChoices();
    if (!account) return showStanding();
    m_selected = account->id;
    if (switched || !m_begun) return apply();
    if (m_version != context().accounts.historyVersion() && !current().isAsking()) {
        m_version = context().accounts.historyVersion();
        current().readNewer();
    }
    current().readOlderWhereSeen();
}

void HistoryPane::showStanding() {
    const HistoryList& list = current();
    const QString count = number(list.rowCount(), 0, 0);
    const bool known = list.isComplete() || list.rowCount() > 0;
    QStringList standing{accountShown()};
    if (known)
        standing << (list.isComplete() && list.rowCount() == 1 ? tr("1 row")
                     : list.isComplete()                       ? tr("%1 rows").arg(count)
                                                               : tr("%1 rows and more").arg(count));
    standing.removeAll(QString());
    setSubtitle(standing.join(QStringLiteral(" · ")));
    const auto chosen = filter();
    const bool narrowed = chosen && (chosen->market || chosen->side || chosen->posting || chosen->from != kBegin ||
                                     chosen->until != kEnd);
    if (context().accounts.account() == nullptr)
        list.table().setEmptyText(tr("There is no account yet."), tr("It comes when the venue has started."));
    else if (list.isAsking())
        list.table().setEmptyText(tr("The history is being read."), QString());
    else if (list.error())
        list.table().setEmptyText(tr("The history could not be read."),
                                  tr("HISTORY %1 tries again.").arg(list.words().name.toUpper()));
    else if (!chosen)
        list.table().setEmptyText(tr("The days of the filter are wrong."), tr("HISTORY ALL takes them away."));
    else if (narrowed)
        list.table().setEmptyText(tr("The filters let nothing through."), tr("HISTORY ALL takes them away."));
    else
        list.table().setEmptyText(list.words().empty, list.words().hint);
}

void HistoryPane::say(const QString& sentence, Token token) {
    m_notice->say(sentence, token, context().clock.monotonicNanos());
}

void HistoryPane::addMenuEntries(QMenu& menu) {
    menu.addAction(tr("Export CSV …"), this, &HistoryPane::chooseFile);
    menu.addAction(tr("Copy the rows read"), this, [this] {
        current().table().selectAll();
        current().table().copySelection();
        current().table().clearSelection();
    });
}

PaneState HistoryPane::state() const {
    PaneState state = Pane::state();
    state["list"] = current().words().name.toStdString();
    for (const auto& list : m_lists) state["columns-" + list->words().name.toStdString()] = list->table().columnState();
    if (chosenNumber(*m_market) != kEvery)
        state["only"] = m_market->currentText().toStdString();
    else if (!m_wantedMarket.empty())
        state["only"] = m_wantedMarket;
    return state;
}

void HistoryPane::restore(const PaneState& state) {
    Pane::restore(state);
    for (const auto& list : m_lists) {
        const auto columns = state.find("columns-" + list->words().name.toStdString());
        if (columns != state.end()) list->table().restoreColumnState(columns->second);
    }
    const auto list = state.find("list");
    const auto only = state.find("only");
    m_wantedMarket = only != state.end() && only->second.size() <= 64 ? only->second : std::string();
    m_tabs->setCurrentIndex(list == state.end() ? 0 : std::max(0, tabNamed(list->second)));
    refreshChoices();
    apply();
}

} // namespace qd::ui
