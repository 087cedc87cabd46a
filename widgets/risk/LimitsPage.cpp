#include "widgets/risk/LimitsPage.h"

#include "core/base/Decimal.h"
#include "widgets/base/ChoiceBox.h"
#include "widgets/base/Format.h"
#include "widgets/base/PaneAccount.h"
#include "widgets/base/Words.h"
#include "widgets/risk/RiskWords.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace qd::ui {
namespace {

using portfolio::BreachAction;
using portfolio::LimitKind;

constexpr const char* kActionTexts[] = {"warn", "cancel-all", "reduce-only"}; ///< by BreachAction
constexpr int kRealDecimals = 2;                                              ///< of limits that are not whole numbers

bool isReal(LimitKind kind) { return kind == LimitKind::GrossLeverage || kind == LimitKind::Drawdown; }

QString unitOf(LimitKind kind) {
    switch (kind) {
    case LimitKind::AssetNotional:
    case LimitKind::DailyLoss: return LimitsPage::tr("USDC");
    case LimitKind::GrossLeverage: return QStringLiteral("×");
    case LimitKind::Drawdown: return LimitsPage::tr("%");
    case LimitKind::SessionTrades:
    case LimitKind::LosingStreak: return LimitsPage::tr("trades");
    }
    return {};
}

std::int64_t rawOf(const Settings& settings, const LimitKeys& keys) {
    if (!isReal(keys.kind)) return settings.integer(keys.limit);
    return parseDecimal(QString::number(settings.real(keys.limit), 'f', kRealDecimals).toStdString(), kRealDecimals)
        .value_or(0);
}

QLabel* makeLabel(const QString& text, const QString& name, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    return label;
}

void paintLabel(QLabel* label, const Theme& theme, Token token, FontRole font = FontRole::Interface) {
    label->setFont(theme.font(font));
    label->setStyleSheet(QStringLiteral("color: %1;").arg(theme.color(token).name()));
}

QString assetsTip() {
    return LimitsPage::tr("Assets with limits of their own in USDC, which count instead of the one above. Example: SOL "
                          "50000, BTC 100000. Enter keeps them.");
}

/// No limit is no number.
void showLimit(DecimalEdit& edit, std::int64_t raw) {
    if (raw == 0)
        edit.clear();
    else
        edit.setRaw(raw);
}

} // namespace

std::array<LimitValue, portfolio::kLimitKinds> limitValues(const portfolio::RiskState& state) {
    // Limits of 0 are breached by everything that is there at all.
    portfolio::RiskLimits nothing;
    nothing.assetNotional = Money(0);
    nothing.grossLeverage = 0;
    nothing.dailyLoss = Money(0);
    nothing.drawdown = Rate(0);
    nothing.sessionTrades = 0;
    nothing.losingStreak = 0;
    std::array<LimitValue, portfolio::kLimitKinds> values;
    const auto breaches = portfolio::breachesOf(nothing, state);
    if (!breaches) return values;
    for (LimitValue& value : values) value.value = 0;
    for (const portfolio::Breach& breach : *breaches) {
        LimitValue& value = values[static_cast<std::size_t>(breach.kind)];
        if (!value.asset.empty() && breach.value <= value.value) continue;
        value = {breach.asset, breach.value};
    }
    return values;
}

LimitsPage::LimitsPage(PaneContext& context, QWidget* parent) : RiskPage(parent), m_context(context) {
    auto* grid = new QGridLayout;
    grid->setContentsMargins(6, 4, 6, 4);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(4);
    m_lock = makeLabel({}, QStringLiteral("limitsLock"), this);
    m_lock->setWordWrap(true);
    m_lock->setContentsMargins(6, 4, 6, 0);
    createHeadings(*grid);
    int line = 1;
    for (const LimitKeys& keys : limitKeys()) createRow(*grid, line++, keys);
    createRest(*grid, line);
    grid->setColumnStretch(6, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_lock);
    column->addLayout(grid);
    column->addStretch(1);
    showSettings();
    connect(&context.settings, &Settings::changed, this, [this](const QString& key) {
        if (key.startsWith(QLatin1String("risk.")) && key != QLatin1String(setting::kLockState)) showSettings();
    });
}

void LimitsPage::createHeadings(QGridLayout& grid) {
    const std::pair<QString, QString> headings[] = {
        {tr("Limit"), tr("What is limited; its definition is in the tool tip.")},
        {tr("Now"), tr("Where the account stands.")},
        {tr("At most"), tr("Empty or 0: no limit.")},
        {{}, {}},
        {tr("Then"), tr("What a new breach does: warn, cancel all orders, or also let the account only reduce.")},
        {tr("Locks"), tr("A new breach locks opening orders until the countdown ends.")},
    };
    int column = 0;
    for (const auto& [text, tip] : headings) {
        auto* label = new QLabel(text, this);
        label->setProperty("label", true);
        label->setToolTip(tip);
        if (column == 1) label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        grid.addWidget(label, 0, column++);
    }
}

void LimitsPage::createRow(QGridLayout& grid, int line, const LimitKeys& keys) {
    const QString name = QString::fromLatin1(keys.limit).mid(5); // without "risk."
    Row row{keys};
    row.name = makeLabel(word(keys.kind), QStringLiteral("limitName-") + name, this);
    row.name->setToolTip(definition(keys.kind));
    row.now = makeLabel({}, QStringLiteral("limitNow-") + name, this);
    row.now->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row.limit = new DecimalEdit(isReal(keys.kind) ? kRealDecimals : 0, QStringLiteral("limit-") + name, this);
    row.limit->setAccessibleName(tr("Limit: %1").arg(word(keys.kind)));
    row.limit->setToolTip(definition(keys.kind) + tr(" Empty or 0: no limit."));
    row.limit->setPlaceholderText(tr("off"));
    row.action = new ChoiceBox(m_context.themes, this);
    row.action->setObjectName(QStringLiteral("limitAction-") + name);
    row.action->setAccessibleName(tr("What a breach does: %1").arg(word(keys.kind)));
    for (const BreachAction action :
         {BreachAction::Warn, BreachAction::CancelAll, BreachAction::CancelAllAndReduceOnly})
        row.action->addItem(word(action));
    row.locks = new QCheckBox(this);
    row.locks->setObjectName(QStringLiteral("limitLocks-") + name);
    row.locks->setAccessibleName(tr("Locks opening: %1").arg(word(keys.kind)));
    row.locks->setToolTip(tr("Locks opening orders until the countdown ends"));
    int column = 0;
    auto* unit = new QLabel(unitOf(keys.kind), this);
    unit->setProperty("label", true);
    for (QWidget* part : std::initializer_list<QWidget*>{row.name, row.now, row.limit, unit, row.action, row.locks})
        grid.addWidget(part, line, column++);
    connect(row.limit, &QLineEdit::editingFinished, this, [this, row] { saveLimit(row); });
    connect(row.action, &QComboBox::activated, this,
            [this, key = keys.action](int index) { save(key, QString::fromLatin1(kActionTexts[index])); });
    connect(row.locks, &QCheckBox::clicked, this,
            [this, key = keys.locks](bool on) { save(key, on ? QStringLiteral("on") : QStringLiteral("off")); });
    m_rows.push_back(row);
}

void LimitsPage::createRest(QGridLayout& grid, int line) {
    m_assets = new QLineEdit(this);
    m_assets->setObjectName(QStringLiteral("limitAssets"));
    m_assets->setAccessibleName(tr("Limits of single assets"));
    m_assets->setPlaceholderText(tr("SOL 50000, BTC 100000"));
    m_assets->setToolTip(assetsTip());
    m_strangers = makeLabel({}, QStringLiteral("limitStrangers"), this);
    m_strangers->setToolTip(tr("This venue has no market of these assets: their limits limit nothing here."));
    connect(m_assets, &QLineEdit::editingFinished, this, &LimitsPage::saveAssets);
    m_minutes = new DecimalEdit(0, QStringLiteral("limitMinutes"), this);
    m_minutes->setAccessibleName(tr("Minutes that opening stays locked"));
    m_minutes->setToolTip(
        tr("How long a breach locks opening; 0 = until the market's day ends at 00:00 UTC. A lock that "
           "runs is never made shorter."));
    connect(m_minutes, &QLineEdit::editingFinished, this, [this] {
        if (const auto minutes = m_minutes->raw()) return save(setting::kLockMinutes, QString::number(*minutes));
        refuse(tr("\"%1\" is no time: a whole number of minutes, or 0.").arg(m_minutes->text()));
        showSettings(true);
    });
    m_reduceOnly = new QCheckBox(tr("The account may only reduce"), this);
    m_reduceOnly->setObjectName(QStringLiteral("limitReduceOnly"));
    m_reduceOnly->setAccessibleName(m_reduceOnly->text());
    m_reduceOnly->setToolTip(tr("The venue refuses every order of this account that is not reduce-only, until this is "
                                "taken back."));
    connect(m_reduceOnly, &QCheckBox::clicked, this, &LimitsPage::toggleReduceOnly);
    const auto label = [&](const QString& text, int at) {
        auto* made = new QLabel(text, this);
        made->setProperty("label", true);
        grid.addWidget(made, at, 0);
    };
    label(tr("Single assets"), line);
    grid.addWidget(m_assets, line, 1, 1, 5);
    grid.addWidget(m_strangers, line, 6);
    label(tr("Lock for"), line + 1);
    grid.addWidget(m_minutes, line + 1, 2);
    auto* unit = new QLabel(tr("minutes, 0 = until 00:00 UTC"), this);
    unit->setProperty("label", true);
    grid.addWidget(unit, line + 1, 3, 1, 3);
    grid.addWidget(m_reduceOnly, line + 2, 0, 1, 6);
}

void LimitsPage::showSettings(bool refused) {
    const auto isTypedIn = [refused](const QLineEdit* edit) { return edit->hasFocus() && !refused; };
    const Settings& settings = m_context.settings;
    for (const Row& row : m_rows) {
        if (!isTypedIn(row.limit)) showLimit(*row.limit, rawOf(settings, row.keys));
        const auto action = std::ranges::find(kActionTexts, settings.text(row.keys.action));
        row.action->setCurrentIndex(static_cast<int>(action - std::begin(kActionTexts)));
        row.locks->setChecked(settings.flag(row.keys.locks));
    }
    if (!m_assets->hasFocus()) {
        m_assets->setText(QString::fromStdString(settings.text(setting::kAssetLimits)));
        markAssets({});
    }
    if (!isTypedIn(m_minutes)) m_minutes->setRaw(settings.integer(setting::kLockMinutes));
}

void LimitsPage::save(const char* key, const QString& typed) {
    const auto set = m_context.settings.set(key, typed.toStdString());
    if (set) return kept();
    refuse(tr("Not kept: %1.").arg(QString::fromStdString(set.error().detail)));
    showSettings(true);
}

void LimitsPage::saveLimit(const Row& row) {
    const int decimals = isReal(row.keys.kind) ? kRealDecimals : 0;
    const QString typed = row.limit->text().trimmed();
    const auto raw = typed.isEmpty() ? std::optional<std::int64_t>(0) : row.limit->raw();
    if (raw && *raw >= 0) return save(row.keys.limit, QString::fromStdString(formatDecimal(*raw, decimals)));
    const QString wanted = decimals == 0
                               ? tr("a whole number not below zero")
                               : tr("a number not below zero with at most %1 digits after the point").arg(decimals);
    refuse(tr("\"%1\" is no limit of %2: %3; empty or 0 is no limit.").arg(typed, word(row.keys.kind), wanted));
    showLimit(*row.limit, rawOf(m_context.settings, row.keys));
}

void LimitsPage::saveAssets() {
    const std::string typed = m_assets->text().toStdString();
    const auto read = readAssetLimits(typed);
    const QString none = read ? assetsOfNoMarket(std::span<const AssetNumber>(*read), m_context.market) : QString();
    if (!none.isEmpty()) return markAssets(tr("Not kept: this venue has no market of %1.").arg(none));
    const auto set = m_context.settings.set(setting::kAssetLimits, typed);
    markAssets(set ? QString() : tr("Not kept: %1.").arg(QString::fromStdString(set.error().detail)));
    if (set) kept();
}

void LimitsPage::markAssets(const QString& reason) {
    setWrong(*m_assets, !reason.isEmpty());
    m_assets->setToolTip(reason.isEmpty() ? assetsTip() : reason);
    if (!reason.isEmpty()) refuse(reason);
}

void LimitsPage::showStrangers() {
    const auto read = readAssetLimits(m_context.settings.text(setting::kAssetLimits));
    const QString none = read ? assetsOfNoMarket(std::span<const AssetNumber>(*read), m_context.market) : QString();
    m_strangers->setText(none.isEmpty() ? QString() : tr("No market here: %1").arg(none));
    paintLabel(m_strangers, m_context.theme(), Token::Warn);
}

void LimitsPage::toggleReduceOnly() {
    const bool wanted = m_reduceOnly->isChecked();
    m_context.control.setReduceOnly(wanted, [this, alive = std::weak_ptr(m_alive), wanted](RejectCode code) {
        if (alive.expired()) return;
        if (code == RejectCode::None)
            emit told(wanted ? tr("The account may only reduce.") : tr("The account may open again."), Token::Text2);
        else
            emit told(sentence(code), Token::Danger);
    });
}

bool LimitsPage::isWatched() const { return m_context.own == nullptr || m_context.own->showsSelected(); }

void LimitsPage::showRow(const Row& row, const RiskView& view, const LimitValue& value) {
    const auto& standing = view.guard.standing();
    const bool breached =
        standing && isWatched() &&
        std::ranges::find(standing->breaches, row.keys.kind, &portfolio::Breach::kind) != standing->breaches.end();
    QString now = amountText(row.keys.kind, value.value);
    if (!value.asset.empty()) now = tr("%1 %2").arg(QString::fromStdString(value.asset), now);
    if (breached) now = tr("reached: %1").arg(now);
    row.now->setText(now);
    const Token token = breached                                     ? Token::Danger
                        : view.doubtful || !standing || !isWatched() ? Token::Text3
                                                                     : Token::Text1;
    paintLabel(row.now, m_context.theme(), token, breached ? FontRole::Strong : FontRole::Interface);
    row.now->setMinimumWidth(
        row.now->fontMetrics().horizontalAdvance(tr("reached: ") + QStringLiteral("SOL 104 238.17")));
}

void LimitsPage::showRisk(const RiskView& view) {
    std::array<LimitValue, portfolio::kLimitKinds> values;
    if (view.guard.standing() && isWatched()) values = limitValues(view.guard.standing()->state);
    for (const Row& row : m_rows) showRow(row, view, values[static_cast<std::size_t>(row.keys.kind)]);
    m_reduceOnly->setEnabled(view.book != nullptr);
    m_reduceOnly->setChecked(view.book && view.book->account().reduceOnly);
    showStrangers();
    showLock(view);
}

void LimitsPage::showLock(const RiskView& view) {
    const portfolio::LockOut& lock = view.guard.lock();
    const bool locked = lock.lockedAt(view.wall);
    for (const Row& row : m_rows) {
        for (QWidget* part : std::initializer_list<QWidget*>{row.limit, row.action, row.locks})
            part->setEnabled(!locked);
    }
    m_assets->setEnabled(!locked);
    m_minutes->setEnabled(!locked);
    if (locked) {
        m_lock->setText(tr("Opening is locked for %1, until %2 UTC: %3 reached. Reduce-only orders and cancels pass; "
                           "limits cannot be changed meanwhile.")
                            .arg(ageText(lock.remainingAt(view.wall)), dateTimeText(*lock.until), word(lock.cause)));
    } else if (!isWatched()) {
        m_lock->setText(tr("Limits count what the selected account does, not %1.").arg(m_context.own->name()));
    } else {
        m_lock->setText(tr("Limits are watched while the terminal runs. Day and trades begin at 00:00 UTC of the "
                           "market's time."));
    }
    paintLabel(m_lock, m_context.theme(), locked ? Token::Danger : Token::Text2,
               locked ? FontRole::Strong : FontRole::Interface);
}

} // namespace qd::ui
