#include "widgets/risk/StressPage.h"

#include "widgets/base/ChoiceBox.h"
#include "widgets/base/Format.h"
#include "widgets/risk/RiskWords.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace qd::ui {
namespace {

constexpr std::int64_t kAskEvery = kNanosPerSecond;
constexpr const char* kReference = "SOL";

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::RiskPane", text); }

QString rowName(const portfolio::StressRow& row) {
    return row.name.empty() ? moveText(row.move) : QString::fromStdString(row.name);
}

bool isExtended(const portfolio::StressRow& row) { return row.weight.raw() < Rate::kScale; }

QString detailOf(const RiskBook& book, const portfolio::StressGrid& grid, std::size_t row, std::size_t column) {
    const portfolio::StressCell& cell = grid.at(row, column);
    QString detail =
        tr("%1, %2: equity %3 (%4), margin ratio %5.")
            .arg(rowName(grid.rows[row]), headingOf(grid.columns[column]).replace(QLatin1Char('\n'), tr(", ")),
                 text(cell.equity), signedText(cell.profit), ratioText(cell.marginRatioBps));
    if (isExtended(grid.rows[row]))
        detail += tr(" An extreme move: %1 % of it count, %2.")
                      .arg(number(grid.rows[row].weight.raw(), 4, 0), signedText(cell.counted));
    if (cell.firstLiquidation) detail += tr(" First liquidation: %1.").arg(sentence(book, *cell.firstLiquidation));
    return detail;
}

/// A worst cell that counts with a part of its loss says so, and what the whole is.
QString weightedText(const portfolio::StressGrid& grid) {
    const portfolio::StressRow& row = grid.rows[grid.worst / grid.columns.size()];
    if (!isExtended(row)) return {};
    return tr(": loses %1, weighted %2 %")
        .arg(text(Money(-grid.cells[grid.worst].profit.raw())), number(row.weight.raw(), 4, 0));
}

/// What the marks mean. Cells show what is lost, but the outlined one is the worst as it counts.
QString legendOf(const portfolio::StressGrid* grid) {
    const QString marks =
        tr("Point at a cell for its numbers. A corner marks cells in which a pool is liquidated; the outlined one ");
    const QString worst = marks + tr("is the worst.");
    if (grid == nullptr || grid->cells.empty()) return worst;
    const auto deepest = std::ranges::min_element(grid->cells, {}, &portfolio::StressCell::profit);
    if (deepest->profit >= grid->cells[grid->worst].profit) return worst;
    const auto index = static_cast<std::size_t>(deepest - grid->cells.begin());
    const portfolio::StressRow& row = grid->rows[index / grid->columns.size()];
    return marks + tr("is the worst as it counts: %1 at %2 is an extreme move and counts with %3 %, "
                      "as %4.")
                       .arg(roughText(deepest->profit), rowName(row), number(row.weight.raw(), 4, 0),
                            roughText(deepest->counted));
}

QString scenariosTip() {
    return tr("Name: asset percent, …; next name: … \"others\" means every asset that is not named. "
              "Example: Crash: SOL -40, others -30; Rally: SOL 40. Enter keeps them.");
}

} // namespace

QString headingOf(const portfolio::Shock& shock) {
    const QString basis = shock.basisStep == 0 ? tr("basis 0") : shock.basisStep > 0 ? tr("basis +") : tr("basis −");
    return basis + QLatin1Char('\n') +
           (shock.haircut.isZero() ? tr("no haircut") : tr("haircut %1 %").arg(number(shock.haircut.raw(), 4, 0)));
}

HeatGrid heatOf(const RiskBook& book, const portfolio::StressGrid& grid) {
    HeatGrid heat;
    double largest = 1;
    for (const auto& cell : grid.cells) largest = std::max(largest, std::abs(static_cast<double>(cell.profit.raw())));
    for (const auto& column : grid.columns) heat.columns << headingOf(column);
    for (std::size_t r = 0; r < grid.rows.size(); ++r) {
        heat.rows << rowName(grid.rows[r]);
        heat.faint.push_back(isExtended(grid.rows[r]));
        for (std::size_t c = 0; c < grid.columns.size(); ++c) {
            const portfolio::StressCell& cell = grid.at(r, c);
            heat.cells.push_back({roughText(cell.profit), static_cast<double>(cell.profit.raw()) / largest,
                                  cell.firstLiquidation.has_value(),
                                  grid.worst == heat.cells.size() && grid.worstLoss.raw() > 0,
                                  detailOf(book, grid, r, c)});
        }
    }
    return heat;
}

StressPage::StressPage(PaneContext& context, QWidget* parent)
    : RiskPage(parent)
    , m_context(context)
    , m_modes(new Segmented({tr("Together"), tr("Alone"), tr("Scenarios")}, QStringLiteral("stressMode"), this))
    , m_asset(new ChoiceBox(context.themes, this))
    , m_scenarios(new QLineEdit(this))
    , m_figures(new FigureGrid(context.themes, context.settings, tr("−25.0 %, basis −, haircut 5 %"), this))
    , m_map(new HeatMap(context.themes, QStringLiteral("stressMap"), this))
    , m_detail(new QLabel(this))
    , m_state(new QLabel(this))
    , m_legend(legendOf(nullptr)) {
    createControls(context);
    createFigures();
    m_map->setAccessibleName(tr("Stress grid"));
    for (QLabel* label : {m_detail, m_state}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setContentsMargins(6, 0, 6, 0);
    }
    m_detail->setObjectName(QStringLiteral("stressDetail"));
    m_state->setObjectName(QStringLiteral("stressState"));
    m_state->setProperty("hint", true);
    connect(m_map, &HeatMap::pointed, this, &StressPage::showDetail);
    connect(&m_worker, &StressWorker::answered, this, &StressPage::take);
    connect(&m_worker, &StressWorker::failed, this, [this] { take(nullptr); });
    layOut();
    setMode(StressMode::Together);
    showDetail({});
}

void StressPage::layOut() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(6, 0, 6, 0);
    line->setSpacing(8);
    line->addWidget(m_modes);
    line->addWidget(m_asset);
    line->addWidget(m_scenarios, 1);
    line->addStretch(0);
    column->addLayout(line);
    column->addWidget(m_figures);
    column->addWidget(m_map, 1);
    column->addWidget(m_detail);
    column->addWidget(m_state);
}

void StressPage::createControls(PaneContext& context) {
    m_modes->setAccessibleName(tr("What moves"));
    m_modes->setToolTip(tr("Together: all assets by their beta to SOL. Alone: one asset at a time, losses summed. "
                           "Scenarios: moves you name, and bad days that history knows."));
    connect(m_modes, &Segmented::chosen, this, [this](int mode) { setMode(static_cast<StressMode>(mode)); });
    m_asset->setObjectName(QStringLiteral("stressAsset"));
    m_asset->setAccessibleName(tr("Asset whose grid is shown"));
    connect(m_asset, &QComboBox::activated, this, &StressPage::showAnswer);
    m_scenarios->setObjectName(QStringLiteral("stressScenarios"));
    m_scenarios->setAccessibleName(tr("Scenarios"));
    m_scenarios->setToolTip(scenariosTip());
    m_scenarios->setText(QString::fromStdString(context.settings.text(setting::kScenarios)));
    m_scenarios->setPlaceholderText(tr("Crash: SOL -40, others -30; Rally: SOL 40"));
    connect(m_scenarios, &QLineEdit::editingFinished, this, &StressPage::saveScenarios);
    connect(m_scenarios, &QLineEdit::textEdited, this, [this](const QString& text) {
        setWrong(*m_scenarios, !parseScenarios(text.toStdString()));
        m_scenarios->setToolTip(scenariosTip());
    });
}

void StressPage::createFigures() {
    m_worst = m_figures->add(
        QStringLiteral("stressWorst"), tr("Worst loss"),
        tr("Largest loss of the grid in USDC as it counts: moves beyond the scan range at 35 % of what they "
           "lose, which the worst cell then says. Alone: the "
           "worst of every asset and of the haircut, summed."),
        true);
    m_where = m_figures->add(QStringLiteral("stressWhere"), tr("Worst cell"), tr("Where that is: the outlined cell."));
    m_contingency =
        m_figures->add(QStringLiteral("stressContingency"), tr("Contingency"),
                       tr("0.6 % of all notional and 1 % of what is long and short in the same asset. USDC."));
    m_margin =
        m_figures->add(QStringLiteral("stressMargin"), tr("Portfolio margin"),
                       tr("Worst loss and contingency: what a portfolio margin would ask for. It never lowers the "
                          "venue's own requirement. USDC."),
                       true);
    m_venue = m_figures->add(QStringLiteral("stressVenue"), tr("Venue's maintenance"),
                             tr("What the venue requires now, maintenance margin of all pools. USDC."));
}

StressMode StressPage::mode() const { return static_cast<StressMode>(m_modes->current()); }

void StressPage::setMode(StressMode mode) {
    m_modes->setCurrent(static_cast<int>(mode));
    m_asset->setVisible(mode == StressMode::Alone);
    m_scenarios->setVisible(mode == StressMode::Scenarios);
    askAnew();
}

void StressPage::askAnew() {
    m_askedAt = 0;
    m_failed = false;
    m_answer.reset();
    showAnswer();
}

/// An answer that was asked for another account is not shown.
void StressPage::take(std::shared_ptr<const StressAnswer> answer) {
    if (answer && answer->book->account().id != m_account) return;
    m_failed = !answer;
    m_answer = std::move(answer);
    showAnswer();
}

portfolio::StressTerms StressPage::termsOf(const RiskView& view) const {
    portfolio::StressTerms terms;
    terms.reference = kReference;
    terms.betas = view.returns.betasTo(kReference);
    terms.second.markets = view.returns.shocks();
    terms.second.stableCoins = view.book->stableCoins();
    // Without rates of the past nothing moves the basis: its columns would be the same numbers three times.
    if (terms.second.markets.empty())
        std::erase_if(terms.columns, [](const auto& shock) { return shock.basisStep != 0; });
    return terms;
}

std::vector<portfolio::Scenario> StressPage::scenarios(const RiskView& view) {
    std::vector<portfolio::Scenario> all;
    if (auto own = parseScenarios(m_context.settings.text(setting::kScenarios))) all = std::move(*own);
    std::ranges::move(view.returns.badDays(*view.book), std::back_inserter(all));
    return all;
}

void StressPage::saveScenarios() {
    const std::string typed = m_scenarios->text().toStdString();
    if (typed == m_context.settings.text(setting::kScenarios)) return kept();
    const auto read = readScenarios(typed);
    const QString none = read ? assetsOfNoMarket(std::span<const NamedMoves>(*read), m_context.market) : QString();
    if (!none.isEmpty()) return refuseScenarios(tr("Not kept: this venue has no market of %1.").arg(none));
    if (const auto set = m_context.settings.set(setting::kScenarios, typed); !set)
        return refuseScenarios(tr("Not kept: %1.").arg(QString::fromStdString(set.error().detail)));
    setWrong(*m_scenarios, false);
    m_scenarios->setToolTip(scenariosTip());
    kept();
    askAnew();
}

void StressPage::refuseScenarios(const QString& reason) {
    setWrong(*m_scenarios, true);
    m_scenarios->setToolTip(reason);
    refuse(reason);
}

void StressPage::showRisk(const RiskView& view) {
    m_nanos = view.nanos;
    showState(view);
    const auto account = view.book ? std::optional(view.book->account().id) : std::nullopt;
    const bool turned = std::exchange(m_doubtful, view.doubtful) != view.doubtful;
    if (std::exchange(m_account, account) != account)
        askAnew();
    else if (turned)
        showAnswer();
    if (!view.book) return;
    if (m_askedAt != 0 && view.nanos - m_askedAt < kAskEvery) return;
    m_askedAt = view.nanos;
    m_worker.ask({view.book, mode(), termsOf(view),
                  mode() == StressMode::Scenarios ? scenarios(view) : std::vector<portfolio::Scenario>{}});
}

/// Why there is no grid, and what to do.
QString StressPage::emptyText() const {
    if (!m_account) return tr("There is no account yet. It comes when the venue has started.");
    if (m_failed) return tr("The numbers of this book are too large to be valued.");
    if (!m_answer || m_answer->mode != mode()) return tr("The grid is being valued …");
    return m_answer->book->holdsSomething()
               ? tr("There is no scenario. Type one above: Crash: SOL -40, others -30.")
               : tr("The account holds nothing whose price moves. ORDER opens the ticket.");
}

void StressPage::showAnswer() {
    const bool fits = m_answer && m_answer->mode == mode();
    if (!fits) {
        HeatGrid empty;
        empty.emptyText = emptyText();
        m_map->setGrid(std::move(empty));
        return showFigures(nullptr);
    }
    const portfolio::StressGrid* shown = m_answer->grids.empty() ? nullptr : &m_answer->grids.front();
    if (mode() == StressMode::Alone) {
        QStringList names;
        for (const std::string& asset : m_answer->assets) names << QString::fromStdString(asset);
        QStringList listed;
        for (int i = 0; i < m_asset->count(); ++i) listed << m_asset->itemText(i);
        const QString chosen = m_asset->currentText();
        if (names != listed) {
            m_asset->clear();
            m_asset->addItems(names);
            m_asset->setCurrentIndex(std::max(0, static_cast<int>(names.indexOf(chosen))));
        }
        const auto index = static_cast<std::size_t>(std::max(0, m_asset->currentIndex()));
        if (index < m_answer->grids.size()) shown = &m_answer->grids[index];
    }
    HeatGrid heat;
    if (shown != nullptr) heat = heatOf(*m_answer->book, *shown);
    if (!m_answer->book->holdsSomething()) heat = {};
    heat.emptyText = emptyText();
    heat.doubtful = m_doubtful;
    const QString before = std::exchange(m_legend, legendOf(shown));
    if (m_detail->text() == before) showDetail({});
    m_map->setGrid(std::move(heat));
    showFigures(m_answer->book->holdsSomething() ? shown : nullptr);
}

void StressPage::showFigures(const portfolio::StressGrid* shown) {
    if (shown == nullptr || !m_answer) {
        for (FigureView* figure : m_figures->figures()) figure->setValue(unknownText(), Token::Text3, m_nanos);
        return;
    }
    const auto required = [](const AccountView& account) {
        Checked sum;
        for (const PoolView& pool : account.pools) sum += pool.maintenance.requirement.raw();
        return sum.to<Money>();
    };
    const auto token = [this](Token known) { return m_doubtful ? Token::Text3 : known; };
    m_worst->setValue(requiredText(m_answer->worstLoss),
                      token(m_answer->worstLoss.isZero() ? Token::Text1 : Token::Down), m_nanos);
    QString where = unknownText();
    if (!shown->cells.empty() && shown->worstLoss.raw() > 0) {
        const std::size_t columns = shown->columns.size();
        where = rowName(shown->rows[shown->worst / columns]) + tr(", ") +
                headingOf(shown->columns[shown->worst % columns]).replace(QLatin1Char('\n'), tr(", "));
        where += weightedText(*shown);
    }
    m_where->setValue(where, token(Token::Text1), m_nanos);
    m_contingency->setValue(requiredText(m_answer->margin.contingency), token(Token::Text1), m_nanos);
    m_margin->setValue(requiredText(m_answer->margin.requirement), token(Token::Text1), m_nanos);
    const auto venue = required(m_answer->book->account());
    m_venue->setValue(venue ? requiredText(*venue) : unknownText(), token(Token::Text1), m_nanos);
}

void StressPage::showDetail(const QString& detail) { m_detail->setText(detail.isEmpty() ? m_legend : detail); }

/// What the second axis and the betas are made of.
void StressPage::showState(const RiskView& view) {
    if (!view.book) return m_state->clear();
    QStringList parts;
    const auto betas = view.returns.betasTo(kReference);
    QStringList known;
    for (const std::string& asset : view.book->assets()) {
        if (const auto beta = betas.find(asset); beta != betas.end())
            known << tr("%1 %2").arg(QString::fromStdString(asset), ratioText(std::optional(beta->second)));
    }
    parts << (known.isEmpty() ? tr("No betas yet: each asset moves over its own range.")
                              : tr("Betas to SOL, 60 days: %1.").arg(known.join(tr(", "))));
    parts << (view.returns.shocks().empty()
                  ? tr("No funding history: the basis does not move.")
                  : tr("Basis and funding: the 99th percentile of the funding rates that history has."));
    if (const auto own = readScenarios(m_context.settings.text(setting::kScenarios));
        own && mode() == StressMode::Scenarios) {
        const QString none = assetsOfNoMarket(std::span<const NamedMoves>(*own), m_context.market);
        if (!none.isEmpty()) parts << tr("No market here: %1; their moves change nothing.").arg(none);
    }
    m_state->setText(parts.join(QLatin1Char(' ')));
}

void StressPage::pass(std::int64_t now) {
    m_nanos = now;
    m_figures->fade(now);
}

} // namespace qd::ui
