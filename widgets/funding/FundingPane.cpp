#include "widgets/funding/FundingPane.h"

#include "widgets/base/Format.h"
#include "widgets/base/PaneHeader.h"
#include "widgets/base/Words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>

#include <utility>

namespace qd::ui {
namespace {

constexpr std::int64_t kReadEvery = 250 * kNanosPerMilli; ///< as old as the venue's standing may be
enum Below : int { kRates, kPayments };

constexpr int at(FundingColumn column) { return static_cast<int>(column); }

} // namespace

FundingPane::FundingPane(PaneContext& context)
    : Pane(context, QStringLiteral("FUNDING"), tr("Funding"), true)
    , m_model(fundingColumns(), [](const FundingRow& row) { return row.market; })
    , m_rateModel(rateColumns(), [](const FundingRecord& r) { return static_cast<std::uint64_t>(r.ts.value()); })
    , m_paymentModel(paymentColumns(), [](const PaymentRow& r) { return r.payment.number; })
    , m_rates([](const FundingRecord& r) { return static_cast<std::uint64_t>(r.ts.value()); }, [this] { showRates(); })
    , m_payments([](const FundingPayment& p) { return p.number; }, [this] { showPayments(); })
    , m_table(createTable(QStringLiteral("funding")))
    , m_split(new QSplitter(Qt::Vertical))
    , m_notice(new NoticeLine(context.themes, QStringLiteral("fundingNotice"))) {
    m_table->setAccessibleName(tr("Funding of all markets"));
    m_table->setRowsModel(&m_model);
    m_table->setSample(at(FundingColumn::Market), QStringLiteral("1000PEPE-PERP"));
    m_table->setEmptyText(tr("The venue has no market yet."), tr("They come when it has started."));
    using C = FundingColumn;
    m_table->setFoldOrder({at(C::Source), at(C::OpenInterest), at(C::Hourly), at(C::Age), at(C::Index), at(C::Premium),
                           at(C::OpenInterestValue), at(C::Mark), at(C::Oracle), at(C::Last)});
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& row) {
        if (const int source = m_table->sourceRow(row); source >= 0) chooseMarket(m_model.row(source).market);
    });
    m_split->setObjectName(QStringLiteral("fundingSplit"));
    m_split->setHandleWidth(3);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(m_table);
    m_split->addWidget(createBelow());
    m_split->setStretchFactor(0, 2);
    m_split->setStretchFactor(1, 3);
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_split, 1);
    column->addWidget(m_notice);
    setBody(body);
    body->setFocusProxy(m_table);
}

FundingPane::~FundingPane() = default;

void FundingPane::createTables() {
    m_rateTable = new Table(context().themes, context().settings, QStringLiteral("fundingRates"));
    m_rateTable->setAccessibleName(tr("Past rates"));
    m_rateTable->setRowsModel(&m_rateModel);
    m_rateTable->setFoldOrder({4, 2, 3});
    m_plot = new FundingPlot(context().themes);
    m_paymentTable = new Table(context().themes, context().settings, QStringLiteral("fundingPayments"));
    m_paymentTable->setAccessibleName(tr("Your payments"));
    m_paymentTable->setRowsModel(&m_paymentModel);
    for (Table* table : {m_rateTable, m_paymentTable}) {
        table->setSelectionMode(QAbstractItemView::ExtendedSelection);
        connect(table->verticalScrollBar(), &QScrollBar::valueChanged, this, &FundingPane::readHistory);
    }
}

QWidget* FundingPane::createBelow() {
    auto* below = new QWidget;
    auto* column = new QVBoxLayout(below);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(4, 2, 6, 2);
    m_choice = new Segmented({tr("Past rates"), tr("Your payments")}, QStringLiteral("fundingChoice"), below);
    m_choice->setAccessibleName(tr("What is shown below"));
    m_choice->setCurrent(kRates);
    m_sum = new QLabel(below);
    m_sum->setObjectName(QStringLiteral("fundingSum"));
    m_sum->setTextFormat(Qt::PlainText);
    m_sum->setProperty("label", true);
    line->addWidget(m_choice);
    line->addStretch(1);
    line->addWidget(m_sum);
    column->addLayout(line);
    m_below = new QStackedWidget(below);
    column->addWidget(m_below, 1);
    createTables();
    auto* rates = new QSplitter(Qt::Horizontal);
    rates->setHandleWidth(3);
    rates->setChildrenCollapsible(false);
    rates->addWidget(m_rateTable);
    rates->addWidget(m_plot);
    rates->setStretchFactor(0, 1);
    rates->setStretchFactor(1, 1);
    m_below->addWidget(rates);
    m_below->addWidget(m_paymentTable);
    connect(m_choice, &Segmented::chosen, this, &FundingPane::chooseBelow);
    return below;
}

void FundingPane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    if (m_readAt == 0 || frame.nanos - m_readAt >= kReadEvery) {
        m_readAt = frame.nanos;
        m_fading = true;
        readMarkets(frame.nanos);
        readHistory();
    }
    if (m_fading) m_fading = m_table->fadeFlashes(frame.nanos);
    m_notice->pass(frame.nanos);
}

void FundingPane::readMarkets(std::int64_t now) {
    m_model.setRows(fundingRows(context()), now);
    // The chosen row is the market shown, whoever chose it.
    const QAbstractItemModel& sorted = *m_table->model();
    for (int i = 0; market() && i < sorted.rowCount(); ++i) {
        const QModelIndex index = sorted.index(i, 0);
        const bool chosen = m_model.row(m_table->sourceRow(index)).market == *market();
        if (chosen && m_table->currentIndex().row() != i) return m_table->selectRow(i);
    }
}

void FundingPane::marketChanged() {
    beginRates();
    beginPayments();
    m_readAt = 0;
}

void FundingPane::beginRates() {
    if (!market()) return;
    m_rates.begin(
        [this, of = *market()](std::uint64_t before, std::size_t limit, PagedLog<FundingRecord>::Answer answer) {
            context().history.fundingRates(of, UnixNanos(static_cast<std::int64_t>(before)), limit, std::move(answer));
        });
    if (const auto standing = context().market.standing(*market())) m_ratesOf = standing->funding.lastUpdate;
}

void FundingPane::beginPayments() {
    const auto account = context().accounts.account();
    m_account = account ? std::optional(account->id) : std::nullopt;
    m_historyVersion = context().accounts.historyVersion();
    if (!market() || !m_account) return;
    ports::HistoryFilter filter;
    filter.account = m_account;
    filter.market = market();
    m_payments.begin([this, filter](std::uint64_t before, std::size_t limit, PagedLog<FundingPayment>::Answer answer) {
        context().history.fundingPayments(filter, before, limit, std::move(answer));
    });
}

void FundingPane::readHistory() {
    const auto account = context().accounts.account();
    if (account && m_account != account->id) beginPayments();
    if (!m_payments.isAsking() &&
        std::exchange(m_historyVersion, context().accounts.historyVersion()) != context().accounts.historyVersion())
        m_payments.readNewer();
    const auto standing = market() ? context().market.standing(*market()) : nullptr;
    if (standing && !m_rates.isAsking() && standing->funding.lastUpdate != m_ratesOf) {
        m_ratesOf = standing->funding.lastUpdate;
        m_rates.readNewer();
    }
    if (m_below->currentIndex() == kRates && !m_rates.error() && m_rateTable->isNearEnd(1)) m_rates.readOlder();
    if (m_below->currentIndex() == kPayments && !m_payments.error() && m_paymentTable->isNearEnd(1))
        m_payments.readOlder();
}

void FundingPane::tellFailure(const std::optional<Error<ports::HistoryCode>>& error) {
    if (!error) return;
    m_notice->say(
        tr("Past funding could not be read: %1. What is shown is kept; %2").arg(reasonOf(*error), retryHint()),
        Token::Danger, context().clock.monotonicNanos());
}

QString FundingPane::retryHint() { return tr("FUNDING RATES or FUNDING PAYMENTS tries again."); }

void FundingPane::showRates() {
    if (std::exchange(m_rateGeneration, m_rates.generation()) != m_rates.generation()) m_rateModel.clear();
    m_rateModel.merge(m_rates.rows(), 0);
    m_plot->setRates(m_rates.rows());
    if (m_rates.error())
        m_rateTable->setEmptyText(tr("Past rates could not be read."), retryHint());
    else
        m_rateTable->setEmptyText(tr("No rate has been charged yet."), tr("The first comes at the next update."));
    m_plot->setEmptyText(m_rates.error() ? tr("Past rates could not be read.") : tr("No rate has been charged yet."));
    tellFailure(m_rates.error());
}

void FundingPane::showPayments() {
    if (std::exchange(m_paymentGeneration, m_payments.generation()) != m_payments.generation()) m_paymentModel.clear();
    std::vector<PaymentRow> rows;
    rows.reserve(m_payments.rows().size());
    Checked sum;
    for (const FundingPayment& payment : m_payments.rows()) {
        rows.push_back(paymentRow(context(), payment));
        sum += payment.amount.raw();
    }
    m_paymentModel.merge(rows, 0);
    if (m_payments.error())
        m_paymentTable->setEmptyText(tr("Your payments could not be read."), retryHint());
    else
        m_paymentTable->setEmptyText(tr("You have paid and received no funding in this market."),
                                     tr("A position that is open at an update does."));
    const auto total = sum.to<Money>();
    m_sum->setText(rows.empty()              ? QString()
                   : m_payments.isComplete() ? tr("You: %1 USDC in all").arg(total ? signedText(*total) : unknownText())
                                             : tr("You: %1 USDC since %2")
                                                   .arg(total ? signedText(*total) : unknownText(),
                                                        dateTimeText(m_payments.rows().back().ts).left(10)));
    m_sum->setToolTip(
        tr("Funding received less paid in this market by the selected account, of the payments read so far"));
    tellFailure(m_payments.error());
}

void FundingPane::chooseBelow(int index) {
    m_choice->setCurrent(index);
    m_below->setCurrentIndex(index);
    readHistory();
}

void FundingPane::copyTable(Table& table) {
    table.selectAll();
    table.copySelection();
    table.clearSelection();
}

void FundingPane::addMenuEntries(QMenu& menu) {
    menu.addAction(tr("Copy all markets"), this, [this] { copyTable(*m_table); });
    menu.addAction(tr("Copy the history shown"), this,
                   [this] { copyTable(m_below->currentIndex() == kRates ? *m_rateTable : *m_paymentTable); });
}

PaneState FundingPane::state() const {
    PaneState state = Pane::state();
    state["columns"] = m_table->columnState();
    if (m_below->currentIndex() == kPayments) state["below"] = "payments";
    return state;
}

void FundingPane::restore(const PaneState& state) {
    Pane::restore(state);
    if (const auto columns = state.find("columns"); columns != state.end())
        m_table->restoreColumnState(columns->second);
    const auto below = state.find("below");
    chooseBelow(below != state.end() && below->second == "payments" ? kPayments : kRates);
}

std::optional<QString> FundingPane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    const std::string word = ports::toUpper(words.front());
    if (words.size() > 1 || (word != "RATES" && word != "PAYMENTS"))
        return tr("FUNDING wants a market, and then RATES, PAYMENTS or nothing.");
    if (m_rates.error()) m_rates.readNewer();
    if (m_payments.error()) m_payments.readNewer();
    chooseBelow(word == "RATES" ? kRates : kPayments);
    return std::nullopt;
}

} // namespace qd::ui
