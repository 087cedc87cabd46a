#include "widgets/brackets/RulesForm.h"

#include "widgets/base/Inputs.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

namespace qd::ui {
namespace {

constexpr int kFieldWidth = 46;

/// Empty, or a distance; of ticks only where no other is taken.
bool isGood(const QString& text, bool ticksOnly) {
    if (text.trimmed().isEmpty()) return true;
    const auto offset = parseOffset(text.trimmed().toStdString());
    return offset && (!ticksOnly || offset->unit == PriceOffset::Unit::Ticks);
}

/// One word, so that a blank cannot make two of it.
std::string wordIn(const QLineEdit& edit) { return edit.text().remove(QLatin1Char(' ')).toStdString(); }

void putIn(QLineEdit& edit, const std::string& text) { edit.setText(QString::fromStdString(text)); }
std::string ticks(std::int64_t count) { return std::to_string(count) + "t"; }

} // namespace

RulesForm::RulesForm(ThemeHost& themes, QWidget* parent) : QWidget(parent), m_themes(themes) {
    setObjectName(QStringLiteral("bracketRules"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(4);
    grid->setVerticalSpacing(4);
    const QString distance = tr("Ticks like 8t, percent like 0.5%, or USDC like 1.25; empty: not at all.");
    m_even = field(QStringLiteral("rulesEven"), tr("Profit that brings the stop to break-even"), distance, false);
    m_plus = field(QStringLiteral("rulesPlus"), tr("How far beyond the entry the stop goes"),
                   tr("Towards profit, as 1t; empty: to the entry's price."), false);
    addRow(*grid, 0, {tr("Break-even after"), tr("to entry +"), QString()}, {m_even, m_plus});
    for (std::size_t i = 0; i < m_trails.size(); ++i) {
        const QString at = QString::number(i + 1);
        Trail& trail = m_trails[i];
        trail.after =
            field(QStringLiteral("rulesTrail-%1").arg(at), tr("Profit that begins trail %1").arg(at), distance, false);
        trail.behind = field(QStringLiteral("rulesBehind-%1").arg(at), tr("Distance of trail %1").arg(at),
                             tr("How far behind the price the stop stays at most."), false);
        trail.step = field(QStringLiteral("rulesStep-%1").arg(at), tr("Step of trail %1").arg(at),
                           tr("The least the stop moves by, as 2t; empty: a tick."), true);
        addRow(*grid, static_cast<int>(i) + 1,
               {i == 0 ? tr("Trail after") : tr("then after"), tr("behind by"), tr("steps of")},
               {trail.after, trail.behind, trail.step});
    }
    m_chase = field(QStringLiteral("rulesChase"), tr("Ticks an entry follows the best price by"),
                    tr("An entry at a limit that is not filled follows the best price by at most so many ticks, like "
                       "5t, and is cancelled beyond. Only while one-click trading is on."),
                    true);
    addRow(*grid, 4, {tr("Entry follows by"), QString(), QString()}, {m_chase});
    m_caveat = new QLabel(rulesCaveat(), this);
    m_caveat->setObjectName(QStringLiteral("rulesCaveat"));
    m_caveat->setProperty("hint", true);
    m_caveat->setWordWrap(true);
    grid->addWidget(m_caveat, 5, 0, 1, 6);
    grid->setColumnStretch(6, 1);
    applySizes();
}

QLineEdit* RulesForm::field(const QString& name, const QString& accessible, const QString& tip, bool ticksOnly) {
    auto* edit = new QLineEdit(this);
    edit->setObjectName(name);
    edit->setAccessibleName(accessible);
    edit->setToolTip(tip);
    edit->setMaxLength(20);
    connect(edit, &QLineEdit::textChanged, this,
            [edit, ticksOnly](const QString& text) { setWrong(*edit, !isGood(text, ticksOnly)); });
    connect(edit, &QLineEdit::returnPressed, this, &RulesForm::entered);
    return edit;
}

void RulesForm::addRow(QGridLayout& grid, int row, const QStringList& words, const QList<QLineEdit*>& fields) {
    for (qsizetype i = 0; i < fields.size(); ++i) {
        auto* label = new QLabel(words[i], this);
        label->setProperty("label", true);
        grid.addWidget(label, row, static_cast<int>(2 * i), i == 0 ? Qt::AlignLeft : Qt::AlignRight);
        grid.addWidget(fields[i], row, static_cast<int>(2 * i + 1));
    }
}

std::string RulesForm::typed() const {
    std::string out;
    const auto add = [&out](const char* word, const QLineEdit& edit) {
        if (const std::string typed = wordIn(edit); !typed.empty()) out += std::string(" ") + word + " " + typed;
    };
    add("EVEN", *m_even);
    add("PLUS", *m_plus);
    for (const Trail& trail : m_trails) {
        add("TRAIL", *trail.after);
        add("BY", *trail.behind);
        add("STEP", *trail.step);
    }
    add("CHASE", *m_chase);
    return out;
}

void RulesForm::put(const BracketRules& rules) {
    putIn(*m_even, rules.even ? offsetText(rules.even->after) : std::string());
    putIn(*m_plus, rules.even && rules.even->plus ? offsetText(*rules.even->plus) : std::string());
    for (std::size_t i = 0; i < m_trails.size(); ++i) {
        const TrailRule* rule = i < rules.trail.size() ? &rules.trail[i] : nullptr;
        putIn(*m_trails[i].after, rule != nullptr ? offsetText(rule->after) : std::string());
        putIn(*m_trails[i].behind, rule != nullptr ? offsetText(rule->distance) : std::string());
        putIn(*m_trails[i].step, rule != nullptr && rule->stepTicks != 1 ? ticks(rule->stepTicks) : std::string());
    }
    putIn(*m_chase, rules.chaseTicks != 0 ? ticks(rules.chaseTicks) : std::string());
}

void RulesForm::applySizes() {
    const Theme& theme = m_themes.theme();
    for (auto* edit : findChildren<QLineEdit*>()) edit->setFixedSize(theme.scaled(kFieldWidth), theme.scaled(24));
}

} // namespace qd::ui
