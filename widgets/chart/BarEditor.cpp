#include "widgets/chart/BarEditor.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace qd::chart {
namespace {

constexpr std::array<std::int64_t, 5> kQuarters{2, 4, 8, 20, 40}; ///< of the usual size

QStringList kindTitles() {
    QStringList titles;
    for (const BarKindName& row : barKinds()) titles << barWord(row.title);
    return titles;
}

} // namespace

BarEditor::BarEditor(ui::ThemeHost& themes, BarChoice choice, Quantity dayVolume, QWidget* parent)
    : StudyPopup(themes, QStringLiteral("barEditor"), parent)
    , m_dayVolume(dayVolume) {
    setAccessibleName(tr("What ends a bar"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 8, 10, 8);
    column->setSpacing(6);
    auto* title = new QLabel(accessibleName(), this);
    title->setFont(themes.theme().font(ui::FontRole::Strong));
    column->addWidget(title);
    m_kinds = new ui::Segmented(kindTitles(), QStringLiteral("barKind"), this);
    m_kinds->setAccessibleName(title->text());
    connect(m_kinds, &ui::Segmented::chosen, this, &BarEditor::chooseKind);
    column->addWidget(m_kinds);
    addSizes(*column);
    m_definition = new QLabel(this);
    m_note = new QLabel(this);
    m_note->setObjectName(QStringLiteral("barNote"));
    for (QLabel* label : {m_definition, m_note}) {
        label->setWordWrap(true);
        label->setFont(themes.theme().font(ui::FontRole::Hint));
        column->addWidget(label);
    }
    show(choice);
}

void BarEditor::addSizes(QLayout& column) {
    m_sizes = new QWidget(this);
    auto* row = new QHBoxLayout(m_sizes);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    m_size = new QLineEdit(m_sizes);
    m_size->setObjectName(QStringLiteral("barSize"));
    m_size->setAccessibleName(tr("Size of a bar"));
    m_size->setMaximumWidth(theme().scaled(72));
    connect(m_size, &QLineEdit::editingFinished, this, &BarEditor::takeSize);
    row->addWidget(m_size);
    m_unit = new QLabel(m_sizes);
    m_unit->setBuddy(m_size);
    row->addWidget(m_unit);
    row->addStretch(1);
    for (std::size_t i = 0; i < kQuarters.size(); ++i) {
        auto* usual = new QPushButton(m_sizes);
        usual->setObjectName(QStringLiteral("barSize-%1").arg(i));
        connect(usual, &QPushButton::clicked, this, [this, usual] {
            m_size->setText(usual->text());
            takeSize();
        });
        m_usual.push_back(usual);
        row->addWidget(usual);
    }
    column.addWidget(m_sizes);
}

void BarEditor::show(const BarChoice& choice) {
    m_choice = choice;
    const BarKindName& row = nameOf(choice);
    m_kinds->setCurrent(static_cast<int>(&row - barKinds().data()));
    m_sizes->setVisible(choice.kind.has_value());
    m_size->setText(sizeText(choice));
    m_unit->setText(barWord(row.unit));
    for (std::size_t i = 0; choice.kind && i < m_usual.size(); ++i) {
        const BarChoice usual{choice.kind, usualBarSize(*choice.kind, m_dayVolume) * kQuarters[i] / 4};
        m_usual[i]->setText(sizeText(usual));
        m_usual[i]->setAccessibleName(titleOf(usual));
    }
    m_definition->setText(barWord(row.definition));
    ui::setWrong(*m_size, false);
    m_note->hide();
    resize(width(), layout()->heightForWidth(width()));
}

void BarEditor::chooseKind(int index) {
    const BarKindName& row = barKinds()[static_cast<std::size_t>(index)];
    show({row.kind, row.kind ? usualBarSize(*row.kind, m_dayVolume) : 0});
    emit changed(m_choice);
    if (row.kind) m_size->setFocus();
}

void BarEditor::takeSize() {
    if (!m_choice.kind) return;
    const auto size = readBarSize(*m_choice.kind, m_size->text().trimmed().toStdString());
    ui::setWrong(*m_size, !size);
    m_note->setText(size ? QString() : size.error());
    m_note->setVisible(!size);
    resize(width(), layout()->heightForWidth(width())); // the note has room
    if (!size || *size == m_choice.size) return;
    m_choice.size = *size;
    emit changed(m_choice);
}

void BarEditor::openAt(const QPoint& global) {
    const int width = std::max(theme().scaled(380), sizeHint().width());
    open(global, QSize(width, layout()->heightForWidth(width)));
    (m_choice.kind ? static_cast<QWidget*>(m_size) : m_kinds)->setFocus();
}

void BarEditor::keyPressEvent(QKeyEvent* event) {
    const bool done = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!done) return StudyPopup::keyPressEvent(event);
    takeSize();
    if (m_note->isHidden()) close();
}

} // namespace qd::chart
