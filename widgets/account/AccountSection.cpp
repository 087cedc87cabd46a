#include "widgets/account/AccountSection.h"

#include "core/base/Decimal.h"
#include "widgets/base/Format.h"

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kMostDigits = 6;
constexpr int kLeastRows = 4;            ///< of a table that are seen, with its heading
constexpr int kRatioPercentDecimals = 2; ///< basis points as percent
constexpr std::int64_t kLeverageScale = 100;

} // namespace

AccountSection::AccountSection(PaneContext& context, ControlRequests& requests, const QString& name,
                               const QString& title)
    : m_context(context)
    , m_requests(requests)
    , m_column(new QVBoxLayout(this)) {
    setObjectName(name);
    setAccessibleName(title);
    m_column->setContentsMargins(0, 2, 0, 2);
    m_column->setSpacing(2);
}

bool AccountSection::fade(std::int64_t now) {
    bool fading = false;
    for (Table* table : m_tables) fading = table->fadeFlashes(now) || fading;
    return fading;
}

void AccountSection::setDoubtful(bool doubtful) {
    for (TableModelBase* model : m_models) model->setDoubtful(doubtful);
}

Table* AccountSection::addTable(const QString& name, const QString& title, TableModelBase* model) {
    auto* table = new Table(m_context.themes, m_context.settings, name, this);
    table->setAccessibleName(title);
    table->setRowsModel(model);
    m_column->addWidget(table, 1);
    m_tables.push_back(table);
    m_models.push_back(model);
    return table;
}

void AccountSection::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    for (Table* table : m_tables) table->setMinimumHeight(kLeastRows * m_context.theme().rowHeight());
    setMinimumHeight(m_column->minimumHeightForWidth(width()));
}

FormLine* AccountSection::addForm(const QString& name, const QString& title) {
    auto* form = new FormLine(m_context.themes, name, title, this);
    m_column->addWidget(form);
    return form;
}

std::optional<AssetParams> AccountSection::asset(int number) const {
    for (AssetStanding& asset : m_context.market.assets()) {
        if (asset.params.id.value() == number) return std::move(asset.params);
    }
    return std::nullopt;
}

std::vector<std::pair<QString, int>> AccountSection::assetChoices() const {
    std::vector<std::pair<QString, int>> choices;
    for (const AssetStanding& asset : m_context.market.assets())
        choices.emplace_back(QString::fromStdString(asset.params.symbol), asset.params.id.value());
    return choices;
}

std::vector<std::pair<QString, int>> AccountSection::marketChoices() const {
    std::vector<std::pair<QString, int>> choices;
    for (const MarketInfo& info : m_context.market.markets())
        choices.emplace_back(QString::fromStdString(info.params.symbol), info.params.id.value());
    return choices;
}

QString AccountSection::symbolOf(MarketId market) const {
    const MarketInfo* info = m_context.info(market);
    return info != nullptr ? QString::fromStdString(info->params.symbol) : unknownText();
}

QString amountText(Amount amount, const AssetParams& asset) {
    const int digits = std::min(asset.decimals, kMostDigits);
    // Toward zero: never more than there is.
    return number(amount.raw() - amount.raw() % powerOfTen(asset.decimals - digits), asset.decimals, digits);
}

QString exactAmount(Amount amount, const AssetParams& asset) {
    return number(amount.raw(), asset.decimals, asset.decimals);
}

QString ratioText(Ratio ratio) { return QString::fromStdString(formatDecimal(ratio.raw(), kRatioPercentDecimals)); }

QString leverageText(Ratio userMargin) {
    if (userMargin.raw() <= 0) return unknownText();
    const auto leverage = Checked(Ratio::kScale).times(kLeverageScale, userMargin.raw(), Round::Zero).to<Ratio>();
    if (!leverage) return unknownText();
    return QString::fromStdString(formatDecimal(leverage->raw(), 2)) + QStringLiteral("×");
}

} // namespace qd::ui
