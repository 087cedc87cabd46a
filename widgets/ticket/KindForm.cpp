#include "widgets/ticket/KindForm.h"

#include "core/base/Decimal.h"
#include "widgets/base/ChoiceBox.h"
#include "widgets/base/Words.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace qd::ui {
namespace {

constexpr int kLevelDecimals = 6;
constexpr int kAmountDecimals = 9;
constexpr int kLabelWidth = 80; ///< as the column of labels in TicketForm

Typed typedIn(const DecimalEdit& edit) { return {edit.text().isEmpty(), edit.raw()}; }

} // namespace

KindForm::KindForm(ThemeHost& themes, QWidget* parent) : QWidget(parent), m_themes(themes) {
    setObjectName(QStringLiteral("ticketKindFields"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    addBracketRows();
    addTriggerRows();
    addSliceRows();
    applySizes();
    connect(&themes, &ThemeHost::changed, this, &KindForm::applySizes);
}

QWidget* KindForm::addRow(const QString& label, const std::vector<QWidget*>& controls, QLabel** text) {
    auto* row = new QWidget(this);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    auto* name = new QLabel(label, row);
    name->setProperty("label", true);
    m_labels.push_back(name);
    if (text != nullptr) *text = name;
    line->addWidget(name);
    for (QWidget* control : controls) {
        const bool stretches = qobject_cast<DecimalEdit*>(control) != nullptr;
        line->addWidget(control, stretches ? 1 : 0);
        if (qobject_cast<Segmented*>(control) == nullptr) {
            m_tabs.push_back(control);
            continue;
        }
        for (auto* button : control->findChildren<QToolButton*>()) m_tabs.push_back(button);
    }
    const bool fills = std::ranges::any_of(controls, [](QWidget* c) {
        return qobject_cast<DecimalEdit*>(c) != nullptr || qobject_cast<QComboBox*>(c) != nullptr;
    });
    if (!fills) line->addStretch(1);
    layout()->addWidget(row);
    return row;
}

DecimalEdit* KindForm::edit(int scale, const QString& name, const QString& accessible, const QString& tip) {
    auto* made = new DecimalEdit(scale, name, this);
    made->setAccessibleName(accessible);
    made->setToolTip(tip);
    connect(made, &DecimalEdit::valueChanged, this, &KindForm::changed);
    return made;
}

Segmented* KindForm::segments(const QStringList& choices, const QString& name, const QString& accessible) {
    auto* made = new Segmented(choices, name, this);
    made->setAccessibleName(accessible);
    made->setCurrent(0);
    connect(made, &Segmented::chosen, this, &KindForm::changed);
    return made;
}

QComboBox* KindForm::box(const QStringList& choices, const QString& name, const QString& accessible) {
    auto* made = new ChoiceBox(m_themes, this);
    made->setObjectName(name);
    made->setAccessibleName(accessible);
    made->addItems(choices);
    connect(made, &QComboBox::activated, this, &KindForm::changed);
    return made;
}

void KindForm::addTriggerRows() {
    m_trigger = edit(Price::kDecimals, QStringLiteral("ticketTrigger"), tr("Trigger price"),
                     tr("The price the order waits for. A trailing stop: where it begins to follow; empty: at once."));
    m_triggerRow = addRow(tr("Trigger"), {m_trigger}, &m_triggerLabel);
    m_distance = edit(kLevelDecimals, QStringLiteral("ticketDistance"), tr("Trailing distance"),
                      tr("How far the stop stays behind the best price since it began to follow."));
    m_distanceUnit = box({tr("%"), tr("USDC")}, QStringLiteral("ticketDistanceUnit"), tr("Unit of the distance"));
    m_distanceRow = addRow(tr("Distance"), {m_distance, m_distanceUnit});
    m_source = segments({tr("Mark"), tr("Index"), tr("Last")}, QStringLiteral("ticketSource"), tr("Price it watches"));
    m_source->setToolTip(tr("Which price fires it: the mark that margin counts with, the index, or the last trade."));
    m_sourceRow = addRow(tr("Watches"), {m_source});
    m_whole = new QCheckBox(tr("Whole position"), this);
    m_whole->setObjectName(QStringLiteral("ticketWhole"));
    m_whole->setAccessibleName(tr("Whole position"));
    m_whole->setToolTip(tr("Closes whatever the position is when it fires, not the size typed here."));
    connect(m_whole, &QCheckBox::toggled, this, &KindForm::changed);
    m_wholeRow = addRow(QString(), {m_whole});
}

KindForm::Level KindForm::addLevel(const QString& label, const QString& name, const QString& accessible,
                                   const QString& tip) {
    Level level;
    level.edit = edit(kLevelDecimals, name, accessible, tip);
    level.unit = box({tr("price"), tr("ticks"), tr("%"), tr("USDC")}, name + QStringLiteral("Unit"),
                     tr("Unit of: %1").arg(accessible));
    level.unit->setToolTip(tr("A price, or how far from the entry: in ticks, percent of it, or USDC."));
    level.row = addRow(label, {level.edit, level.unit});
    return level;
}

void KindForm::addBracketRows() {
    m_template = new ChoiceBox(m_themes, this);
    m_template->setObjectName(QStringLiteral("ticketTemplate"));
    m_template->setAccessibleName(tr("Bracket template"));
    m_template->setToolTip(tr("Puts the distances of a template; the pane BRACKET keeps them."));
    connect(m_template, &QComboBox::activated, this, &KindForm::chooseTemplate);
    m_templateRow = addRow(tr("Template"), {m_template});
    m_rules = new QLabel(this);
    m_rules->setObjectName(QStringLiteral("ticketRules"));
    m_rules->setAccessibleName(tr("What the terminal does with the bracket"));
    m_rules->setProperty("hint", true);
    m_rules->setWordWrap(true);
    layout()->addWidget(m_rules);
    m_entry = segments({tr("Limit"), tr("Market")}, QStringLiteral("ticketEntry"), tr("Entry of the bracket"));
    m_entryRow = addRow(tr("Entry"), {m_entry});
    m_takeProfit = addLevel(tr("Target"), QStringLiteral("ticketTarget"), tr("Take-profit"),
                            tr("Where the bracket takes its profit; empty: it has no target."));
    m_stopLoss = addLevel(tr("Stop"), QStringLiteral("ticketStopLoss"), tr("Stop of the bracket"),
                          tr("Where the bracket ends its loss; empty: it has no stop."));
    m_resting = new QCheckBox(tr("Target rests as a limit"), this);
    m_resting->setObjectName(QStringLiteral("ticketResting"));
    m_resting->setAccessibleName(tr("Target rests as a limit"));
    m_resting->setToolTip(tr("Rests in the book and earns the maker's rebate, instead of trading at market when the "
                             "price is touched."));
    connect(m_resting, &QCheckBox::toggled, this, &KindForm::changed);
    m_restingRow = addRow(QString(), {m_resting});
    setTemplates({});
}

void KindForm::addSliceRows() {
    m_minutes = edit(0, QStringLiteral("ticketTwapMinutes"), tr("Minutes of the TWAP"),
                     tr("How long it lasts, in minutes; 30 days at most."));
    m_seconds = edit(0, QStringLiteral("ticketTwapSeconds"), tr("Seconds between children"),
                     tr("A child is sent that often; 30 seconds or more."));
    m_minutes->setRaw(10);
    m_seconds->setRaw(30);
    auto* every = new QLabel(tr("min, every s"), this);
    every->setProperty("label", true);
    m_twapRow = addRow(tr("Over"), {m_minutes, every, m_seconds});
    std::erase(m_tabs, every);
    m_display = edit(kAmountDecimals, QStringLiteral("ticketDisplay"), tr("Size shown"),
                     tr("How much of it the book shows at a time, in the base asset."));
    m_displayRow = addRow(tr("Shown"), {m_display});
    m_end = edit(Price::kDecimals, QStringLiteral("ticketEnd"), tr("Last price of the scale"),
                 tr("The price of its last order: below the first for buys, above it for sells."));
    m_endRow = addRow(tr("Last price"), {m_end});
    m_count = edit(0, QStringLiteral("ticketCount"), tr("Orders of the scale"), tr("How many orders, 2 to 32."));
    m_count->setRaw(5);
    m_distribution = segments({tr("Flat"), tr("Rising"), tr("Falling")}, QStringLiteral("ticketDistribution"),
                              tr("Sizes of the scale"));
    m_distribution->setToolTip(tr("All orders alike, the last the largest, or the first the largest."));
    m_countRow = addRow(tr("Orders"), {m_count, m_distribution});
    m_above = segments({tr("Below"), tr("Above")}, QStringLiteral("ticketOffsetSide"), tr("Side of the index"));
    m_offset = edit(Price::kDecimals, QStringLiteral("ticketOffset"), tr("Distance from the index"),
                    tr("How far from the index its limit stands, USDC."));
    m_offsetRow = addRow(tr("Index"), {m_above, m_offset});
}

void KindForm::read(TicketInputs& in) const {
    in.trigger = typedIn(*m_trigger);
    in.source = static_cast<TriggerSource>(m_source->current());
    in.wholePosition = m_whole->isChecked();
    in.distance = typedIn(*m_distance);
    in.distanceInPercent = m_distanceUnit->currentIndex() == 0;
    in.marketEntry = m_entry->current() == 1;
    in.takeProfit = {typedIn(*m_takeProfit.edit), static_cast<LevelUnit>(m_takeProfit.unit->currentIndex())};
    in.stopLoss = {typedIn(*m_stopLoss.edit), static_cast<LevelUnit>(m_stopLoss.unit->currentIndex())};
    in.restingProfit = m_resting->isChecked();
    const BracketTemplate* chosen = chosenTemplate();
    in.templateName = chosen != nullptr ? chosen->name : std::string();
    in.rules = chosen != nullptr ? chosen->rules : BracketRules();
    in.twapMinutes = typedIn(*m_minutes);
    in.twapSeconds = typedIn(*m_seconds);
    in.display = typedIn(*m_display);
    in.end = typedIn(*m_end);
    in.count = typedIn(*m_count);
    in.distribution = static_cast<ScaleDistribution>(m_distribution->current());
    in.offset = typedIn(*m_offset);
    in.offsetAbove = m_above->current() == 1;
}

void KindForm::setChoices(const TicketInputs& in) {
    const QSignalBlocker quiet(this);
    m_source->setCurrent(static_cast<int>(in.source));
    m_distanceUnit->setCurrentIndex(in.distanceInPercent ? 0 : 1);
    m_entry->setCurrent(in.marketEntry ? 1 : 0);
    m_takeProfit.unit->setCurrentIndex(static_cast<int>(in.takeProfit.unit));
    m_stopLoss.unit->setCurrentIndex(static_cast<int>(in.stopLoss.unit));
    m_resting->setChecked(in.restingProfit);
    m_distribution->setCurrent(static_cast<int>(in.distribution));
    m_above->setCurrent(in.offsetAbove ? 1 : 0);
}

void KindForm::setMarket(const MarketParams& params) {
    const QSignalBlocker quiet(this);
    for (DecimalEdit* price : {m_trigger, m_end, m_offset, m_takeProfit.edit, m_stopLoss.edit, m_distance})
        price->setUnit(params.tick.raw());
    m_display->setUnit(params.step.raw());
    clear();
}

void KindForm::clear() {
    const QSignalBlocker quiet(this);
    for (DecimalEdit* typed : {m_trigger, m_distance, m_takeProfit.edit, m_stopLoss.edit, m_display, m_end, m_offset})
        typed->clear();
    m_template->setCurrentIndex(0);
    showRules();
}

void KindForm::setTemplates(std::vector<BracketTemplate> templates) {
    const QString chosen = m_template->currentText();
    m_templates = std::move(templates);
    m_template->clear();
    m_template->addItem(m_templates.empty() ? tr("none kept yet") : tr("none"));
    for (const BracketTemplate& t : m_templates)
        m_template->addItem(tr("%1: %2").arg(QString::fromStdString(t.name), QString::fromStdString(templateText(t))));
    m_template->setCurrentIndex(std::max(0, m_template->findText(chosen)));
    m_template->setEnabled(!m_templates.empty());
    showRules();
}

const BracketTemplate* KindForm::chosenTemplate() const {
    const int index = m_template->currentIndex();
    return index > 0 && index <= static_cast<int>(m_templates.size())
               ? &m_templates[static_cast<std::size_t>(index - 1)]
               : nullptr;
}

void KindForm::showRules() {
    const BracketTemplate* chosen = chosenTemplate();
    const bool any = chosen != nullptr && !chosen->rules.empty();
    m_rules->setText(any ? tr("By itself: %1. %2").arg(rulesWords(chosen->rules), rulesCaveat()) : QString());
    m_rules->setVisible(any && !m_templateRow->isHidden());
}

void KindForm::chooseTemplate(int) {
    showRules();
    const BracketTemplate* chosen = chosenTemplate();
    if (chosen == nullptr) return emit changed();
    TicketInputs in;
    read(in);
    applyTemplate(*chosen, in);
    {
        const QSignalBlocker quiet(this);
        const auto put = [](const Level& level, const LevelInput& from) {
            level.unit->setCurrentIndex(static_cast<int>(from.unit));
            if (from.value.value)
                level.edit->setText(QString::fromStdString(formatDecimal(*from.value.value, kLevelDecimals)));
            else
                level.edit->clear();
        };
        put(m_takeProfit, in.takeProfit);
        put(m_stopLoss, in.stopLoss);
        m_source->setCurrent(static_cast<int>(in.source));
        m_resting->setChecked(in.restingProfit);
    }
    emit changed();
}

void KindForm::showKind(const TicketInputs& in) {
    const KindFields fields = fieldsOf(in);
    m_triggerRow->setVisible(fields.trigger);
    m_triggerLabel->setText(fields.trailing ? tr("Starts at") : tr("Trigger"));
    m_trigger->setPlaceholderText(fields.trailing ? tr("at once") : QString());
    m_distanceRow->setVisible(fields.trailing);
    m_sourceRow->setVisible(fields.trigger || fields.bracket);
    m_wholeRow->setVisible(in.kind == TicketKind::Stop || in.kind == TicketKind::TakeProfit);
    for (QWidget* row : {m_templateRow, m_entryRow, m_takeProfit.row, m_stopLoss.row, m_restingRow})
        row->setVisible(fields.bracket);
    showRules();
    m_twapRow->setVisible(fields.twap);
    m_displayRow->setVisible(fields.display);
    m_endRow->setVisible(fields.scale);
    m_countRow->setVisible(fields.scale);
    m_offsetRow->setVisible(fields.offset);
    const bool any = fields.trigger || fields.bracket || fields.twap || fields.display || fields.scale || fields.offset;
    setVisible(any);
}

std::vector<QWidget*> KindForm::tabOrder() const { return m_tabs; }

void KindForm::applySizes() {
    const Theme& theme = m_themes.theme();
    for (QLabel* label : m_labels) label->setFixedWidth(theme.scaled(kLabelWidth));
    for (auto* edit : findChildren<DecimalEdit*>()) edit->setFixedHeight(theme.scaled(24));
    for (auto* choice : findChildren<QComboBox*>()) choice->setFixedHeight(theme.scaled(24));
    for (QComboBox* unit : {m_distanceUnit, m_takeProfit.unit, m_stopLoss.unit}) unit->setFixedWidth(theme.scaled(66));
    for (Segmented* segments : {m_source, m_entry, m_distribution, m_above}) {
        for (auto* button : segments->findChildren<QToolButton*>()) {
            button->setFont(theme.font(FontRole::Dense));
            button->setStyleSheet(QStringLiteral("padding: 2px %1px").arg(theme.scaled(4)));
        }
    }
    m_template->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_template->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_count->setFixedWidth(theme.scaled(40));
}

} // namespace qd::ui
