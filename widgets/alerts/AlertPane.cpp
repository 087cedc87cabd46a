#include "widgets/alerts/AlertPane.h"

#include "widgets/base/ChoiceBox.h"
#include "widgets/terms/KeptAlerts.h"
#include "widgets/terms/KeptStudyAlerts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int at(AlertColumn column) { return static_cast<int>(column); }
constexpr int at(NewsColumn column) { return static_cast<int>(column); }

QString shown(const std::string& text) { return QString::fromStdString(text); }

} // namespace

AlertPane::AlertPane(PaneContext& context, const AlertSources& sources)
    : Pane(context, QStringLiteral("AL"), tr("Alerts and news"), true)
    , m_sources(sources)
    , m_alerts(alertColumns(links()), [](const AlertRow& r) { return std::tuple(r.kind, r.symbol, r.number); })
    , m_news(newsColumns(), [](const NewsLog::Entry& e) { return e.number; })
    , m_alertTable(createTable(QStringLiteral("alerts")))
    , m_newsTable(createTable(QStringLiteral("news")))
    , m_notice(new NoticeLine(context.themes, QStringLiteral("alertsNotice"), this)) {
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeForm());
    column->addWidget(makeTables(), 1);
    column->addWidget(m_notice);
    setBody(body);
    body->setFocusProxy(m_alertTable);
    auto* del = new QShortcut(QKeySequence(Qt::Key_Delete), m_alertTable, nullptr, nullptr, Qt::WidgetShortcut);
    connect(del, &QShortcut::activated, this, [this] {
        if (const int row = m_alertTable->currentSourceRow(); row >= 0) remove(AlertRow(m_alerts.row(row)));
    });
    connect(m_alertTable, &Table::rowActivated, this, [this](int row) {
        if (const MarketInfo* info = marketOf(this->context(), m_alerts.row(row).symbol)) leadTo(info->params.id);
    });
}

FormLine* AlertPane::makeForm() {
    auto* form = new FormLine(context().themes, QStringLiteral("alertForm"), tr("New price alert"), this);
    m_market = form->addChoice({QStringLiteral("alertMarket"), tr("Market"), tr("Market whose price is watched")});
    m_source = form->addChoice({QStringLiteral("alertSource"), tr("price"), tr("The price that is watched")});
    setChoices(*m_source, {{tr("last"), static_cast<int>(TriggerSource::Last)},
                           {tr("mark"), static_cast<int>(TriggerSource::Mark)},
                           {tr("index"), static_cast<int>(TriggerSource::Index)}});
    m_way = form->addChoice({QStringLiteral("alertWay"), tr("is"), tr("Which side of the level is waited for")});
    setChoices(*m_way, {{tr("at or above"), 1}, {tr("at or below"), 0}});
    m_level = form->addDecimal({QStringLiteral("alertLevel"), tr("level"), tr("The price that is waited for, USDC")},
                               Price::kDecimals, 11);
    m_repeats = form->addCheck({QStringLiteral("alertRepeats"), tr("every time"),
                                tr("Waits anew when the price has gone back; else it tells once")});
    m_note = form->addText({QStringLiteral("alertNote"), tr("Note"), tr("Your words; they are told with it")}, 18);
    m_note->setMaxLength(static_cast<int>(kLongestNote));
    QPushButton* button = form->addButton({QStringLiteral("alertAdd"), tr("Set alert"), tr("Keeps the alert")});
    connect(button, &QPushButton::clicked, this, &AlertPane::add);
    return form;
}

QWidget* AlertPane::makeTables() {
    m_alertTable->setAccessibleName(tr("Alerts"));
    m_alertTable->setRowsModel(&m_alerts);
    m_alertTable->setSample(at(AlertColumn::Market), QStringLiteral("1000PEPE-PERP"));
    m_alertTable->setFoldOrder({at(AlertColumn::Note), at(AlertColumn::Number), at(AlertColumn::Distance)});
    m_alertTable->setEmptyText(tr("Nothing is watched."),
                               tr("Set an alert on a price above, or type ALERT SOL-PERP 150. For an alert on a study "
                                  "or a drawn line, right-click "
                                  "it in a CHART."));
    m_newsTable->setAccessibleName(tr("News since the start"));
    m_newsTable->setRowsModel(&m_news);
    m_newsTable->setGrowingColumn(at(NewsColumn::Sentence));
    m_newsTable->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_newsTable->setEmptyText(tr("Nothing was told since the start."), tr("What the status bar tells is kept here."));
    m_split = new QSplitter(Qt::Vertical);
    m_split->setObjectName(QStringLiteral("alertsSplit"));
    m_split->setHandleWidth(3);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(m_alertTable);
    m_split->addWidget(m_newsTable);
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 1);
    return m_split;
}

std::vector<CellLink<AlertRow>> AlertPane::links() {
    return {{tr("Again"), [this](const AlertRow& r) { renew(r); }, [](const AlertRow& r) { return r.done; }, {}},
            {tr("Delete"), [this](const AlertRow& r) { remove(r); }, {}, {}}};
}

void AlertPane::add() {
    const auto level = m_level->raw();
    if (!level || *level <= 0) return say(tr("An alert wants a price above zero."), Token::Warn);
    PriceAlert alert;
    alert.symbol = m_market->currentText().toStdString();
    alert.above = chosenNumber(*m_way) == 1;
    alert.level = Price(*level);
    alert.source = static_cast<TriggerSource>(chosenNumber(*m_source));
    alert.repeats = m_repeats->isChecked();
    alert.note = m_note->text().simplified().toStdString();
    // What can be typed can be kept, and nothing else.
    const auto readable = parseAlert(alertText(alert));
    if (!readable) return say(readable.error(), Token::Warn);
    const auto kept = keepAlert(context(), *readable);
    if (!kept) return say(kept.error(), Token::Warn);
    m_level->clear();
    m_note->clear();
    say(alertSentence(kept->number, alertWords(*kept)), Token::Accent);
}

void AlertPane::setLine(const AlertRow& row, drawings::Watch watch) {
    drawings::Drawings& drawn = m_sources.lines.of(row.symbol);
    const bool there = drawn.find(row.number) != nullptr;
    drawn.setWatch(row.number, watch);
    say(!there                          ? tr("The line is gone.")
        : watch == drawings::Watch::Off ? tr("The line tells nothing any more; it stays on the chart.")
                                        : tr("The line waits again."),
        there ? Token::Accent : Token::Warn);
}

void AlertPane::remove(const AlertRow& row) {
    if (row.kind == AlertKind::Line) return setLine(row, drawings::Watch::Off);
    Settings& settings = context().settings;
    const auto removed =
        row.kind == AlertKind::Price ? removeAlert(settings, row.number) : removeStudyAlert(settings, row.number);
    say(removed ? tr("Alert %1 is deleted.").arg(row.number) : removed.error(),
        removed ? Token::Accent : Token::Danger);
}

void AlertPane::renew(const AlertRow& row) {
    if (row.kind == AlertKind::Line) return setLine(row, drawings::Watch::On);
    const auto renewed = row.kind == AlertKind::Price ? renewAlert(context(), row.number)
                                                      : renewStudyAlert(context().settings, row.number);
    say(renewed ? tr("Alert %1 waits again.").arg(row.number) : renewed.error(), renewed ? Token::Accent : Token::Warn);
}

void AlertPane::say(const QString& sentence, Token token) {
    m_notice->say(sentence, token, context().clock.monotonicNanos());
}

void AlertPane::marketChanged() {
    if (!m_level->text().isEmpty()) return; // an alert that is being typed stays with its market
    if (const MarketInfo* info = market() ? context().info(*market()) : nullptr)
        m_market->setCurrentText(shown(info->params.symbol));
}

void AlertPane::showMarkets() {
    std::vector<std::pair<QString, int>> choices;
    for (const MarketInfo& info : context().market.markets())
        choices.emplace_back(shown(info.params.symbol), static_cast<int>(info.params.id.value()));
    const bool first = m_market->count() == 0;
    setChoices(*m_market, choices);
    if (first) marketChanged();
}

void AlertPane::onFrame(const Frame& frame) {
    Pane::onFrame(frame);
    m_notice->pass(frame.nanos);
    showMarkets();
    readAlerts(frame);
    readNews(frame);
    (void)m_alertTable->fadeFlashes(frame.nanos);
    (void)m_newsTable->fadeFlashes(frame.nanos);
}

void AlertPane::readAlerts(const Frame& frame) {
    std::vector<AlertRow> rows;
    const AlertBook& prices = m_sources.prices.book();
    for (const PriceAlert& alert : prices.alerts())
        rows.push_back(rowOf(alert, context(), prices.isBeyond(alert.number)));
    for (const StudyAlert& alert : m_sources.studies.book().alerts())
        rows.push_back(rowOf(alert, context(), m_sources.studies));
    for (const auto& [symbol, drawn] : m_sources.lines.all()) {
        for (const drawings::Drawing& line : drawn.all()) {
            if (line.watch != drawings::Watch::Off) rows.push_back(rowOf(line, symbol, context()));
        }
    }
    m_alerts.setRows(rows, frame.nanos);
    m_alerts.setDoubtful(context().standsStill());
}

void AlertPane::readNews(const Frame& frame) {
    const auto& entries = context().news.entries();
    context().news.markRead(); // they are seen here
    if (entries.empty() || entries.back().number == m_newestNews) return;
    m_newestNews = entries.back().number;
    const std::vector<NewsLog::Entry> newestFirst(entries.rbegin(), entries.rend());
    m_news.merge(newestFirst, frame.nanos);
    m_news.trim(NewsLog::kKept);
}

PaneState AlertPane::state() const {
    PaneState state = Pane::state();
    state["columns"] = m_alertTable->columnState();
    state["split"] = m_split->saveState().toBase64().toStdString();
    return state;
}

void AlertPane::restore(const PaneState& state) {
    Pane::restore(state);
    if (const auto found = state.find("columns"); found != state.end()) m_alertTable->restoreColumnState(found->second);
    if (const auto found = state.find("split"); found != state.end())
        m_split->restoreState(QByteArray::fromBase64(QByteArray::fromStdString(found->second)));
}

} // namespace qd::ui
