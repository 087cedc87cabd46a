#include "widgets/chart/StudyEditor.h"

#include "widgets/base/ChoiceBox.h"
#include "widgets/base/Inputs.h"
#include "widgets/chart/ChartLook.h"
#include "widgets/plot/Intervals.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPixmap>

namespace qd::chart {

StudyEditor::StudyEditor(ui::ThemeHost& themes, StudyChoice study, QWidget* parent)
    : StudyPopup(themes, QStringLiteral("studyEditor"), parent)
    , m_study(std::move(study)) {
    setAccessibleName(tr("Study %1").arg(labelOf(m_study)));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 8, 10, 8);
    column->setSpacing(6);
    auto* title = new QLabel(latin(m_study.kind->title), this);
    title->setFont(themes.theme().font(ui::FontRole::Strong));
    column->addWidget(title);
    auto* definition = new QLabel(latin(m_study.kind->definition), this);
    definition->setWordWrap(true);
    definition->setFont(themes.theme().font(ui::FontRole::Hint));
    column->addWidget(definition);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    addNumbers(*grid);
    if (!frameObjection(*m_study.kind)) addFrame(*grid, themes);
    if (m_study.hasOwnPane()) addHeight(*grid);
    addColours(*grid);
    column->addLayout(grid);
    m_note = new QLabel(this);
    m_note->setObjectName(QStringLiteral("studyNote"));
    m_note->setWordWrap(true);
    m_note->hide();
    column->addWidget(m_note);
    addButtons(*column);
}

void StudyEditor::addButtons(QVBoxLayout& column) {
    auto* buttons = new QHBoxLayout;
    auto* remove = new QPushButton(tr("Take away"), this);
    remove->setObjectName(QStringLiteral("studyRemove"));
    connect(remove, &QPushButton::clicked, this, [this] {
        emit removed();
        close();
    });
    auto* done = new QPushButton(tr("Close"), this);
    connect(done, &QPushButton::clicked, this, &QWidget::close);
    auto* alert = new QPushButton(tr("Alert …"), this);
    alert->setObjectName(QStringLiteral("studyAlert"));
    alert->setToolTip(tr("Tells when the study reaches a level, the price, or another study"));
    connect(alert, &QPushButton::clicked, this, [this] {
        close();
        emit alertWanted();
    });
    buttons->addWidget(remove);
    buttons->addWidget(alert);
    buttons->addStretch(1);
    buttons->addWidget(done);
    column.addLayout(buttons);
}

void StudyEditor::addNumbers(QGridLayout& grid) {
    for (std::size_t i = 0; i < m_study.kind->parameters.size(); ++i) {
        const indicators::Parameter& parameter = m_study.kind->parameters[i];
        auto* edit = new QLineEdit(valueText(parameter, m_study.values[i]), this);
        edit->setObjectName(QStringLiteral("studyNumber-%1").arg(i));
        edit->setAccessibleName(latin(parameter.name));
        edit->setToolTip(rangeText(parameter));
        connect(edit, &QLineEdit::textEdited, this, &StudyEditor::readNumbers);
        auto* label = new QLabel(latin(parameter.name), this);
        label->setBuddy(edit);
        grid.addWidget(label, grid.rowCount(), 0);
        grid.addWidget(edit, grid.rowCount() - 1, 1);
        m_numbers.push_back(edit);
    }
}

void StudyEditor::addHeight(QGridLayout& grid) {
    m_height = new QLineEdit(QString::number(m_study.share / 10), this);
    m_height->setObjectName(QStringLiteral("studyHeight"));
    m_height->setAccessibleName(tr("Height of its pane in percent of the chart's"));
    m_height->setToolTip(tr("%1 to %2").arg(kLeastStudyShare / 10).arg(kMostStudyShare / 10));
    connect(m_height, &QLineEdit::textEdited, this, &StudyEditor::readNumbers);
    auto* label = new QLabel(tr("height %"), this);
    label->setBuddy(m_height);
    grid.addWidget(label, grid.rowCount(), 0);
    grid.addWidget(m_height, grid.rowCount() - 1, 1);
}

void StudyEditor::addFrame(QGridLayout& grid, ui::ThemeHost& themes) {
    auto* box = new ui::ChoiceBox(themes, this);
    box->setObjectName(QStringLiteral("studyFrame"));
    box->setAccessibleName(tr("Bars it is over"));
    box->setToolTip(tr("Longer bars than those that are shown: a value of theirs stands from their end on"));
    box->addItem(tr("those shown"));
    for (const plot::IntervalName& row : plot::kIntervals) box->addItem(QLatin1String(row.name));
    const auto at = std::ranges::find_if(plot::kIntervals,
                                         [&](const plot::IntervalName& row) { return row.interval == m_study.frame; });
    box->setCurrentIndex(m_study.frame ? static_cast<int>(at - plot::kIntervals.begin()) + 1 : 0);
    connect(box, &QComboBox::activated, this, [this](int chosen) {
        m_study.frame.reset();
        if (chosen > 0) m_study.frame = plot::kIntervals[static_cast<std::size_t>(chosen) - 1].interval;
        emit changed(m_study);
    });
    auto* label = new QLabel(tr("bars"), this);
    label->setBuddy(box);
    grid.addWidget(label, grid.rowCount(), 0);
    grid.addWidget(box, grid.rowCount() - 1, 1);
}

void StudyEditor::addColours(QGridLayout& grid) {
    for (std::size_t i = 0; i < m_study.kind->lines.size(); ++i) {
        const indicators::Line& line = m_study.kind->lines[i];
        auto* button = new QPushButton(this);
        button->setObjectName(QStringLiteral("studyColour-%1").arg(i));
        button->setToolTip(tr("Another colour"));
        connect(button, &QPushButton::clicked, this, [this, i] {
            m_study.colours[i] = (m_study.colours[i] + 1) % kStudyColours;
            paintColour(i);
            emit changed(m_study);
        });
        m_colours.push_back(button);
        paintColour(i);
        // Gains and losses, and what only colours another line, have colours of their own.
        const bool fixed = line.style == indicators::LineStyle::Columns || line.style == indicators::LineStyle::Sign;
        button->setVisible(!fixed);
        if (fixed) continue;
        grid.addWidget(new QLabel(latin(line.name), this), grid.rowCount(), 0);
        grid.addWidget(button, grid.rowCount() - 1, 1);
    }
}

void StudyEditor::paintColour(std::size_t line) {
    m_colours[line]->setAccessibleName(tr("Colour of %1: %2 of %3")
                                           .arg(latin(m_study.kind->lines[line].name))
                                           .arg(m_study.colours[line] + 1)
                                           .arg(kStudyColours));
    QPixmap colour(theme().scaled(48), theme().scaled(8));
    colour.fill(studyColours(theme())[static_cast<std::size_t>(m_study.colours[line])]);
    m_colours[line]->setIconSize(colour.size());
    m_colours[line]->setIcon(QIcon(colour));
}

void StudyEditor::readNumbers() {
    StudyChoice wanted = m_study;
    QString objection;
    for (std::size_t i = 0; i < m_numbers.size(); ++i) {
        const indicators::Parameter& parameter = m_study.kind->parameters[i];
        const auto value = readValue(parameter, m_numbers[i]->text().trimmed().toStdString());
        ui::setWrong(*m_numbers[i], !value);
        if (value)
            wanted.values[i] = *value;
        else if (objection.isEmpty())
            objection = tr("It takes %1.").arg(rangeText(parameter));
    }
    if (m_height != nullptr) {
        bool isNumber = false;
        const int share = m_height->text().trimmed().toInt(&isNumber) * 10;
        const bool right = isNumber && share >= kLeastStudyShare && share <= kMostStudyShare;
        ui::setWrong(*m_height, !right);
        if (!right)
            objection = tr("The height is %1 to %2 percent.").arg(kLeastStudyShare / 10).arg(kMostStudyShare / 10);
        else if (share / 10 != m_study.share / 10)
            wanted.share = share;
    }
    m_note->setText(objection);
    m_note->setVisible(!objection.isEmpty());
    resize(width(), layout()->heightForWidth(width())); // the note has room
    if (!objection.isEmpty() || wanted == m_study) return;
    m_study = std::move(wanted);
    emit changed(m_study);
}

void StudyEditor::openAt(const QPoint& global) {
    const int width = theme().scaled(300);
    open(global, QSize(width, layout()->heightForWidth(width)));
    if (!m_numbers.empty()) m_numbers.front()->setFocus();
}

void StudyEditor::keyPressEvent(QKeyEvent* event) {
    const bool done = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!done) return StudyPopup::keyPressEvent(event);
    close();
}

} // namespace qd::chart
