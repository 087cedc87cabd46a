#include "widgets/chart/StudyAlertEditor.h"

#include "core/base/Decimal.h"
#include "widgets/base/ChoiceBox.h"
#include "widgets/base/Inputs.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QSignalBlocker>

namespace qd::chart {

StudyAlertEditor::StudyAlertEditor(ui::ThemeHost& themes, const std::vector<StudyChoice>& shown, std::size_t study,
                                   ui::StudyAlert alert, QWidget* parent)
    : StudyPopup(themes, QStringLiteral("studyAlertEditor"), parent)
    , m_host(themes)
    , m_shown(shown)
    , m_study(shown[study])
    , m_alert(std::move(alert)) {
    const QString name = tr("Alert on %1, %2 bars").arg(labelOf(m_study), QString::fromStdString(m_alert.interval));
    setAccessibleName(name);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 8, 10, 8);
    column->setSpacing(6);
    auto* title = new QLabel(name, this);
    title->setFont(themes.theme().font(ui::FontRole::Strong));
    column->addWidget(title);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    addRows(*grid);
    column->addLayout(grid);
    m_objection = new QLabel(this);
    m_objection->setObjectName(QStringLiteral("studyAlertObjection"));
    m_objection->setWordWrap(true);
    m_objection->hide();
    column->addWidget(m_objection);
    auto* buttons = new QHBoxLayout;
    auto* set = new QPushButton(tr("Set alert"), this);
    set->setObjectName(QStringLiteral("studyAlertSet"));
    connect(set, &QPushButton::clicked, this, &StudyAlertEditor::ask);
    auto* done = new QPushButton(tr("Close"), this);
    connect(done, &QPushButton::clicked, this, &QWidget::close);
    buttons->addStretch(1);
    buttons->addWidget(set);
    buttons->addWidget(done);
    column->addLayout(buttons);
    fillAgainst();
}

void StudyAlertEditor::addRow(QGridLayout& grid, const QString& name, QWidget* input) {
    auto* label = new QLabel(name, this);
    label->setBuddy(input);
    input->setAccessibleName(name);
    grid.addWidget(label, grid.rowCount(), 0);
    grid.addWidget(input, grid.rowCount() - 1, 1);
}

QComboBox* StudyAlertEditor::addChoice(QGridLayout& grid, const QString& name, const QString& object,
                                       const QStringList& words) {
    auto* box = new ui::ChoiceBox(m_host, this);
    box->setObjectName(object);
    box->addItems(words);
    addRow(grid, name, box);
    return box;
}

void StudyAlertEditor::addRows(QGridLayout& grid) {
    QStringList lines;
    for (const indicators::Line& line : m_study.kind->lines) lines << latin(line.name);
    if (lines.size() > 1) {
        m_line = addChoice(grid, tr("line"), QStringLiteral("studyAlertLine"), lines);
        connect(m_line, &QComboBox::currentIndexChanged, this, &StudyAlertEditor::fillAgainst);
    }
    m_way = addChoice(grid, tr("way"), QStringLiteral("studyAlertWay"),
                      {tr("at or above"), tr("at or below"), tr("across, from either side")});
    m_way->setCurrentIndex(static_cast<int>(ui::StudyWay::Cross));
    m_against = addChoice(grid, tr("against"), QStringLiteral("studyAlertAgainst"), {});
    m_level = new QLineEdit(this);
    m_level->setObjectName(QStringLiteral("studyAlertLevel"));
    addRow(grid, tr("level"), m_level);
    connect(m_against, &QComboBox::currentIndexChanged, this, [this](int chosen) { m_level->setEnabled(chosen == 0); });
    m_moment = addChoice(grid, tr("when"), QStringLiteral("studyAlertMoment"),
                         {tr("a bar has ended there"), tr("it is there at any moment")});
    m_repeats = new QCheckBox(tr("every time"), this);
    m_repeats->setObjectName(QStringLiteral("studyAlertRepeats"));
    m_repeats->setToolTip(tr("Waits anew when it has gone back; else it tells once"));
    grid.addWidget(m_repeats, grid.rowCount(), 1);
    m_note = new QLineEdit(this);
    m_note->setObjectName(QStringLiteral("studyAlertNote"));
    m_note->setMaxLength(static_cast<int>(ui::kLongestNote));
    addRow(grid, tr("note"), m_note);
}

NamedLine StudyAlertEditor::line() const {
    return {m_study, m_line == nullptr ? 0 : static_cast<std::size_t>(std::max(0, m_line->currentIndex()))};
}

void StudyAlertEditor::fillAgainst() {
    const QString before = m_against->currentText();
    const NamedLine chosen = line();
    QStringList words{tr("a level")};
    m_others = {ui::StudyLevel()};
    if (isPrice(chosen)) {
        words << tr("the price");
        m_others.emplace_back(ui::BarPrice{});
    }
    for (const StudyChoice& study : m_shown) {
        for (std::size_t i = 0; i < study.kind->lines.size(); ++i) {
            const NamedLine other{study, i};
            if (other == chosen || !areAlike(chosen, other) || !lineNamed(wordsOf(other))) continue;
            words << labelOf(other);
            m_others.emplace_back(wordsOf(other));
        }
    }
    const QSignalBlocker blocker(m_against); // the level keeps its focus
    m_against->clear();
    m_against->addItems(words);
    m_against->setCurrentText(before); // where it is still there
    m_level->setEnabled(m_against->currentIndex() == 0);
}

void StudyAlertEditor::ask() {
    ui::StudyAlert alert = m_alert;
    alert.watched = wordsOf(line());
    alert.way = static_cast<ui::StudyWay>(m_way->currentIndex());
    alert.against = m_others[static_cast<std::size_t>(std::max(0, m_against->currentIndex()))];
    if (std::holds_alternative<ui::StudyLevel>(alert.against)) {
        const auto level = parseFixed<ui::StudyLevel>(m_level->text().trimmed().toStdString());
        ui::setWrong(*m_level, !level);
        if (!level) return object(tr("An alert on a study wants a number to be reached."));
        alert.against = *level;
    }
    alert.atClose = m_moment->currentIndex() == 0;
    alert.repeats = m_repeats->isChecked();
    alert.note = m_note->text().simplified().toStdString();
    emit wanted(alert);
}

void StudyAlertEditor::object(const QString& sentence) {
    m_objection->setText(sentence);
    m_objection->setVisible(!sentence.isEmpty());
    resize(width(), heightFor(width())); // the sentence has room
}

/// Without a sentence that is broken into lines a layout has one height.
int StudyAlertEditor::heightFor(int width) const {
    return layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : layout()->totalSizeHint().height();
}

void StudyAlertEditor::openAt(const QPoint& global) {
    const int width = theme().scaled(320);
    open(global, QSize(width, heightFor(width)));
    m_level->setFocus();
}

void StudyAlertEditor::keyPressEvent(QKeyEvent* event) {
    const bool set = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!set) return StudyPopup::keyPressEvent(event);
    ask();
}

} // namespace qd::chart
