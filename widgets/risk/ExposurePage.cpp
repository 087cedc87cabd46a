#include "widgets/risk/ExposurePage.h"

#include "core/engine/risk/portfolio/Comovement.h"
#include "widgets/base/Format.h"
#include "widgets/risk/RiskWords.h"

#include <QCoreApplication>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace qd::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::RiskPane", text); }

using R = ExposureRow;
enum class ExposureColumn : int { Asset, Long, Short, Gross, Net, Share, BetaSol, BetaBtc };
constexpr int at(ExposureColumn column) { return static_cast<int>(column); }

Column<R> moneyColumn(const QString& title, const QString& hint, Money (*of)(const R&)) {
    return {.title = title,
            .hint = hint,
            .text = [of](const R& r) { return text(of(r)); },
            .sort = [of](const R& r) { return QVariant::fromValue<qlonglong>(of(r).raw()); },
            .flashes = true,
            .sample = QStringLiteral("104 238.17")};
}

Column<R> betaColumn(const QString& reference, std::optional<double> (*of)(const R&)) {
    return {.title = tr("Beta %1").arg(reference),
            .hint =
                tr("Covariance of daily returns with %1 ÷ its variance, over the latest 60 days that both have; – for "
                   "fewer than two.")
                    .arg(reference),
            .text = [of](const R& r) { return ratioText(of(r)); },
            .sample = QStringLiteral("−12.34")};
}

std::vector<Column<R>> exposureColumns() {
    std::vector<Column<R>> list;
    list.push_back({.title = tr("Asset"),
                    .hint = tr("Positions by their base asset, deposits other than the quote currency by their own."),
                    .text = [](const R& r) { return QString::fromStdString(r.group.name); },
                    .right = false,
                    .strong = true,
                    .sample = QStringLiteral("PYUSD")});
    list.push_back(moneyColumn(tr("Long"), tr("Notional held long and deposits, USDC."),
                               [](const R& r) { return r.group.longs; }));
    list.push_back(
        moneyColumn(tr("Short"), tr("Notional held short, USDC."), [](const R& r) { return r.group.shorts; }));
    list.push_back(
        moneyColumn(tr("Gross"), tr("Long and short together, USDC."), [](const R& r) { return r.group.gross; }));
    list.push_back({.title = tr("Net"),
                    .hint = tr("Long less short, USDC."),
                    .text = [](const R& r) { return signedText(r.group.net); },
                    .sort = [](const R& r) { return QVariant::fromValue<qlonglong>(r.group.net.raw()); },
                    .token =
                        [](const R& r) {
                            if (r.group.net.isZero()) return Token::Text1;
                            return r.group.net.raw() > 0 ? Token::Up : Token::Down;
                        },
                    .flashes = true,
                    .strong = true,
                    .sample = QStringLiteral("−104 238.17")});
    list.push_back({.title = tr("Share"),
                    .hint = tr("Of the gross exposure of all assets."),
                    .text = [](const R& r) { return shareText(r.group.share); },
                    .sort = [](const R& r) { return r.group.share.value_or(0); },
                    .sample = QStringLiteral("100.0 %")});
    list.push_back(betaColumn(QStringLiteral("SOL"), [](const R& r) { return r.betaSol; }));
    list.push_back(betaColumn(QStringLiteral("BTC"), [](const R& r) { return r.betaBtc; }));
    return list;
}

std::optional<double> betaOf(const ReturnFeed& returns, const std::string& asset, const char* reference) {
    return portfolio::beta(returns.returnsOf(asset, Interval::D1), returns.returnsOf(reference, Interval::D1));
}

} // namespace

HeatGrid correlationsOf(const std::vector<std::string>& assets, const ReturnFeed& returns) {
    HeatGrid grid;
    std::vector<portfolio::Series> series;
    for (const std::string& asset : assets) {
        grid.columns << QString::fromStdString(asset);
        grid.rows << QString::fromStdString(asset);
        series.push_back(returns.returnsOf(asset, Interval::D1));
    }
    const auto matrix = portfolio::correlationMatrix(series);
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        const auto row = static_cast<qsizetype>(i / assets.size());
        const auto column = static_cast<qsizetype>(i % assets.size());
        HeatCell cell;
        cell.text = ratioText(matrix[i]);
        cell.tone = matrix[i].value_or(0);
        cell.detail = matrix[i] ? tr("Correlation of the daily returns of %1 and %2, latest 60 days: %3.")
                                      .arg(grid.rows[row], grid.columns[column], cell.text)
                                : tr("Fewer than two daily returns that %1 and %2 both have.")
                                      .arg(grid.rows[row], grid.columns[column]);
        grid.cells.push_back(std::move(cell));
    }
    grid.emptyText = tr("Correlations of what is held stand here.");
    return grid;
}

ExposurePage::ExposurePage(PaneContext& context, QWidget* parent)
    : RiskPage(parent)
    , m_themes(context.themes)
    , m_halves(new QBoxLayout(QBoxLayout::TopToBottom))
    , m_figures(new FigureGrid(context.themes, context.settings, QStringLiteral("−104 238.17"), this))
    , m_model(exposureColumns(), [](const ExposureRow& row) { return row.group.name; })
    , m_table(new Table(context.themes, context.settings, QStringLiteral("riskExposure"), this))
    , m_heading(new QLabel(this))
    , m_correlations(new HeatMap(context.themes, QStringLiteral("riskCorrelations"), this)) {
    createFigures();
    m_table->setAccessibleName(tr("Exposure by asset"));
    m_table->setRowsModel(&m_model);
    using C = ExposureColumn;
    m_table->setFoldOrder({at(C::Short), at(C::Long), at(C::BetaBtc), at(C::BetaSol), at(C::Share)});
    m_correlations->setAccessibleName(tr("Correlations"));
    m_correlations->setToolTip(tr("Correlation of daily returns, latest 60 days that both have."));
    m_heading->setObjectName(QStringLiteral("riskCorrelationsHeading"));
    m_heading->setProperty("label", true);
    m_heading->setContentsMargins(6, 4, 6, 0);
    m_heading->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_figures);
    auto* second = new QVBoxLayout;
    second->setSpacing(4);
    second->addWidget(m_heading);
    second->addWidget(m_correlations, 1);
    m_halves->addWidget(m_table, 1);
    m_halves->addLayout(second, 1);
    column->addLayout(m_halves, 1);
}

void ExposurePage::resizeEvent(QResizeEvent* event) {
    RiskPage::resizeEvent(event);
    arrange(*m_halves, width(), m_themes.theme());
}

void ExposurePage::createFigures() {
    m_gross =
        m_figures->add(QStringLiteral("riskGross"), tr("Gross"),
                       tr("Long and short notional of all assets together, deposits other than the quote currency "
                          "too. USDC."),
                       true);
    m_net = m_figures->add(QStringLiteral("riskNet"), tr("Net"), tr("Long less short. USDC."), true);
    m_leverage = m_figures->add(QStringLiteral("riskGrossLeverage"), tr("Gross ÷ equity"),
                                tr("Gross exposure ÷ equity of all pools, rounded up; – without equity."));
    m_concentration =
        m_figures->add(QStringLiteral("riskHhi"), tr("Concentration"),
                       tr("Herfindahl-Hirschman index: sum of the squares of the shares × 10 000. One asset "
                          "alone is 10 000, ten equal ones 1 000."));
}

void ExposurePage::showRisk(const RiskView& view) {
    if (view.book)
        m_table->setEmptyText(tr("The account holds nothing whose price moves."), tr("ORDER opens the ticket."));
    else
        m_table->setEmptyText(tr("There is no account yet."), tr("It comes when the venue has started."));
    std::vector<ExposureRow> rows;
    std::optional<portfolio::Exposure> exposure;
    if (view.book) {
        const auto lines = portfolio::exposureLines(view.book->pools());
        if (lines) {
            if (auto summed = portfolio::exposureOf(*lines, portfolio::ExposureBy::Asset))
                exposure = std::move(*summed);
        }
    }
    if (exposure) {
        for (const auto& group : exposure->groups)
            rows.push_back({group, betaOf(view.returns, group.name, "SOL"), betaOf(view.returns, group.name, "BTC")});
        showFigures(*exposure, view);
    } else {
        for (FigureView* figure : m_figures->figures()) figure->setValue(unknownText(), Token::Text3, view.nanos);
    }
    m_model.setRows(rows, view.nanos);
    m_model.setDoubtful(view.doubtful);
    const auto assets = view.book ? view.book->assets() : std::vector<std::string>{};
    if (m_seen == view.returns.version() + 1 && m_assets == assets) return;
    m_seen = view.returns.version() + 1;
    m_assets = assets;
    showCorrelations(view.returns);
}

void ExposurePage::showCorrelations(const ReturnFeed& returns) {
    HeatGrid grid = correlationsOf(m_assets, returns);
    const bool known = std::ranges::any_of(grid.cells, [](const HeatCell& c) { return c.text != unknownText(); });
    m_heading->setText(known || grid.cells.empty()
                           ? tr("Correlation of daily returns, 60 days")
                           : tr("Correlation and beta come with the returns of two whole days."));
    m_correlations->setGrid(std::move(grid));
}

void ExposurePage::showFigures(const portfolio::Exposure& exposure, const RiskView& view) {
    const Token token = view.doubtful ? Token::Text3 : Token::Text1;
    m_gross->setValue(text(exposure.gross), token, view.nanos);
    m_net->setValue(signedText(exposure.net), token, view.nanos);
    const Money equity = view.book->account().totalEquity;
    const auto leverage =
        Checked(exposure.gross.raw()).times(10'000, std::max<std::int64_t>(equity.raw(), 0), Round::Up);
    const auto known = leverage.to<std::int64_t>();
    m_leverage->setValue(leverageText(known ? std::optional(*known) : std::nullopt), token, view.nanos);
    m_concentration->setValue(ratioText(exposure.concentration, 0), token, view.nanos);
}

void ExposurePage::pass(std::int64_t now) {
    m_figures->fade(now);
    m_table->fadeFlashes(now);
}

} // namespace qd::ui
