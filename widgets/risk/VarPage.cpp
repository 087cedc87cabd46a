#include "widgets/risk/VarPage.h"

#include "core/engine/risk/portfolio/Exposure.h"
#include "widgets/base/Format.h"
#include "widgets/risk/RiskWords.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace qd::ui {
namespace {

using portfolio::Confidence;
using portfolio::Horizon;

QString tr(const char* text) { return QCoreApplication::translate("qd::ui::RiskPane", text); }

QString levelText(Confidence level) { return number(static_cast<std::int64_t>(level), 1, 1) + tr(" %"); }

Column<VarRow> lossColumn(const QString& title, const QString& hint, Money (*of)(const VarRow&)) {
    return {.title = title,
            .hint = hint,
            .text = [of](const VarRow& r) { return requiredText(of(r)); },
            .sort = [of](const VarRow& r) { return QVariant::fromValue<qlonglong>(of(r).raw()); },
            .token = [](const VarRow& r) { return r.value.fewSamples ? Token::Text3 : Token::Text1; },
            .sample = QStringLiteral("104 238.17")};
}

std::vector<Column<VarRow>> levelColumns() {
    std::vector<Column<VarRow>> list;
    list.push_back({.title = tr("Level"),
                    .hint = tr("How often the loss stays below the value at risk."),
                    .text = [](const VarRow& r) { return levelText(r.level); },
                    .right = false,
                    .strong = true,
                    .sample = QStringLiteral("97.5 %")});
    list.push_back(
        lossColumn(tr("VaR historical"),
                   tr("The loss of the present book that its past returns did not exceed at the level: their "
                      "percentile with linear interpolation. USDC, rounded up."),
                   [](const VarRow& r) { return r.value.historicalVar; }));
    list.push_back(lossColumn(tr("CVaR historical"),
                              tr("Mean of the losses beyond it (expected shortfall). USDC, rounded up."),
                              [](const VarRow& r) { return r.value.historicalShortfall; }));
    list.push_back(lossColumn(tr("VaR parametric"),
                              tr("The same if profits were distributed normally with mean and covariance of the past "
                                 "returns. USDC, rounded up."),
                              [](const VarRow& r) { return r.value.parametricVar; }));
    list.push_back(lossColumn(tr("CVaR parametric"), tr("Expected shortfall of that distribution. USDC, rounded up."),
                              [](const VarRow& r) { return r.value.parametricShortfall; }));
    return list;
}

std::vector<Column<ComponentRow>> componentColumns() {
    std::vector<Column<ComponentRow>> list;
    list.push_back({.title = tr("Asset"),
                    .hint = tr("What is held, positions and deposits together."),
                    .text = [](const ComponentRow& r) { return QString::fromStdString(r.asset); },
                    .right = false,
                    .strong = true,
                    .sample = QStringLiteral("PYUSD")});
    list.push_back({.title = tr("Notional"),
                    .hint = tr("Net value at mark, signed. USDC."),
                    .text = [](const ComponentRow& r) { return signedText(r.notional); },
                    .sort = [](const ComponentRow& r) { return QVariant::fromValue<qlonglong>(r.notional.raw()); },
                    .sample = QStringLiteral("−104 238.17")});
    for (std::size_t i = 0; i < std::size(portfolio::kConfidences); ++i) {
        list.push_back(
            {.title = tr("Part of VaR %1").arg(levelText(portfolio::kConfidences[i])),
             .hint = tr("What the asset adds to the parametric VaR: its share of the variance. Below zero it "
                        "hedges. The parts sum to the VaR exactly. USDC."),
             .text = [i](const ComponentRow& r) { return r.parts[i] ? signedText(*r.parts[i]) : unknownText(); },
             .token =
                 [i](const ComponentRow& r) { return r.parts[i] && r.parts[i]->raw() < 0 ? Token::Up : Token::Text1; },
             .sample = QStringLiteral("−104 238.17")});
    }
    return list;
}

/// The book's lines by asset without stable coins; the first asset without returns in `missing`.
MathResult<std::vector<portfolio::BookLine>> linesOf(const RiskBook& book, const ReturnFeed& returns, Interval interval,
                                                     std::string& missing) {
    const auto exposures = portfolio::exposureLines(book.pools());
    if (!exposures) return std::unexpected(exposures.error());
    const auto exposure = portfolio::exposureOf(*exposures, portfolio::ExposureBy::Asset);
    if (!exposure) return std::unexpected(exposure.error());
    std::vector<portfolio::BookLine> lines;
    for (const auto& group : exposure->groups) {
        if (isStableCoin(group.name) || group.net.isZero()) continue;
        portfolio::BookLine line{group.name, group.net, returns.returnsOf(group.name, interval)};
        if (missing.empty() && portfolio::presentSamples(line.returns).empty()) missing = group.name;
        lines.push_back(line);
    }
    return lines;
}

} // namespace

VarResult varOf(const RiskBook& book, const ReturnFeed& returns, Horizon horizon, bool weighted) {
    VarResult result;
    std::string missing;
    const auto lines = linesOf(book, returns, horizon == Horizon::Hour ? Interval::H1 : Interval::D1, missing);
    if (!lines) return {{}, VarGap::Overflow, {}};
    if (lines->empty()) return {{}, VarGap::NothingHeld, {}};
    if (!missing.empty()) return {{}, VarGap::NoPrices, missing};
    for (std::size_t i = 0; i < std::size(portfolio::kConfidences); ++i) {
        portfolio::VarTerms terms;
        terms.level = portfolio::kConfidences[i];
        terms.horizon = horizon;
        if (weighted) terms.decay = portfolio::kDecay;
        auto value = portfolio::valueAtRisk(*lines, terms);
        if (!value) return {{}, VarGap::Overflow, {}};
        if (!*value) return {{}, VarGap::TooFewReturns, {}};
        result.levels[i] = std::move(**value);
    }
    return result;
}

VarPage::VarPage(PaneContext& context, QWidget* parent)
    : RiskPage(parent)
    , m_horizon(new Segmented({tr("1 hour"), tr("1 day"), tr("10 days")}, QStringLiteral("varHorizon"), this))
    , m_weighted(new QCheckBox(tr("Newer returns weigh more"), this))
    , m_few(new QLabel(tr("few samples"), this))
    , m_method(new QLabel(this))
    , m_levels(levelColumns(), [](const VarRow& row) { return row.level; })
    , m_parts(componentColumns(), [](const ComponentRow& row) { return row.asset; })
    , m_table(new Table(context.themes, context.settings, QStringLiteral("varLevels"), this))
    , m_components(new Table(context.themes, context.settings, QStringLiteral("varComponents"), this)) {
    m_horizon->setAccessibleName(tr("Horizon"));
    m_horizon->setToolTip(tr("1 hour: of hourly returns. 1 day: of daily ones. 10 days: the day's figures × √10."));
    m_horizon->setCurrent(1);
    connect(m_horizon, &Segmented::chosen, this, &VarPage::compute);
    m_weighted->setObjectName(QStringLiteral("varWeighted"));
    m_weighted->setAccessibleName(m_weighted->text());
    m_weighted->setToolTip(
        tr("Covariance with exponential weights, λ = 0.94, for the parametric figures; otherwise all "
           "returns weigh the same."));
    connect(m_weighted, &QCheckBox::toggled, this, &VarPage::compute);
    m_few->setObjectName(QStringLiteral("varFew"));
    const auto paintFew = [this, &themes = context.themes] {
        m_few->setStyleSheet(QStringLiteral("color: %1;").arg(themes.theme().color(Token::Warn).name()));
    };
    connect(&context.themes, &ThemeHost::changed, this, paintFew);
    paintFew();
    m_few->setToolTip(tr("Fewer than 100 returns: the tail of so few says little."));
    m_method->setObjectName(QStringLiteral("varMethod"));
    m_method->setTextFormat(Qt::PlainText);
    m_method->setWordWrap(true);
    m_method->setContentsMargins(6, 0, 6, 0);
    m_table->setAccessibleName(tr("Value at risk by level"));
    m_table->setRowsModel(&m_levels);
    m_components->setAccessibleName(tr("Value at risk by asset"));
    m_components->setRowsModel(&m_parts);
    m_table->setEmptyText(tr("No value at risk."), {});
    m_components->setEmptyText({}, {});
    layOut();
}

void VarPage::layOut() {
    auto* line = new QHBoxLayout;
    line->setContentsMargins(6, 0, 6, 0);
    line->setSpacing(8);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_horizon, m_weighted, m_few}) line->addWidget(widget);
    line->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    column->addLayout(line);
    column->addWidget(m_method);
    column->addWidget(m_table, 2);
    column->addWidget(m_components, 3);
}

Horizon VarPage::horizon() const { return static_cast<Horizon>(m_horizon->current()); }

void VarPage::showRisk(const RiskView& view) {
    m_book = view.book;
    m_returns = &view.returns;
    m_nanos = view.nanos;
    compute();
}

void VarPage::compute() {
    VarResult result{{}, VarGap::NothingHeld, {}};
    if (m_book && m_returns != nullptr) result = varOf(*m_book, *m_returns, horizon(), m_weighted->isChecked());
    std::vector<VarRow> rows;
    for (const auto& value : result.levels) {
        if (value) rows.push_back({value->terms.level, *value});
    }
    m_levels.setRows(rows, m_nanos);
    showParts(result);
    showMethod(result);
}

void VarPage::showParts(const VarResult& result) {
    std::vector<ComponentRow> rows;
    if (result.levels[0]) {
        std::string missing;
        const auto lines = linesOf(*m_book, *m_returns, Interval::D1, missing);
        for (const auto& line : lines ? *lines : std::vector<portfolio::BookLine>{}) {
            ComponentRow row{line.asset, line.notional, {}};
            for (std::size_t i = 0; i < result.levels.size(); ++i) {
                const auto& parts = result.levels[i]->components;
                const auto part = std::ranges::find(parts, line.asset, &portfolio::ComponentVar::asset);
                if (part != parts.end()) row.parts[i] = part->var;
            }
            rows.push_back(std::move(row));
        }
    }
    m_parts.setRows(rows, m_nanos);
}

void VarPage::showMethod(const VarResult& result) {
    const auto& value = result.levels[0];
    m_few->setVisible(value && value->fewSamples);
    const QString period = horizon() == Horizon::Hour ? tr("hourly") : tr("daily");
    if (value) {
        QString said = tr("From %1 %2 returns in which everything held has a price, of at most %3.")
                           .arg(value->samples)
                           .arg(period)
                           .arg(portfolio::kReturnWindow);
        if (value->scaled) said += tr(" Scaled by √10.");
        if (value->terms.decay) said += tr(" Parametric: covariance weighted with λ = 0.94.");
        return m_method->setText(said);
    }
    QString hint;
    switch (result.gap) {
    case VarGap::NothingHeld: hint = tr("The account holds nothing whose price moves. ORDER opens the ticket."); break;
    case VarGap::NoPrices:
        hint = tr("History has no %1 returns of %2 yet. They come as the market runs; a recording brings its own.")
                   .arg(period, QString::fromStdString(result.asset));
        break;
    case VarGap::TooFewReturns:
        hint = tr("Fewer than two %1 returns in which everything held has a price.").arg(period);
        break;
    case VarGap::Overflow: hint = tr("The numbers of this book are too large to be summed."); break;
    case VarGap::None: break;
    }
    m_method->clear(); // the empty table says it
    m_table->setEmptyText(tr("No value at risk yet."), hint);
}

void VarPage::pass(std::int64_t now) { m_nanos = now; }

} // namespace qd::ui
