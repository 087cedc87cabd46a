#include "widgets/notes/NoteForm.h"

#include "widgets/base/Format.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace qd::notes {
namespace {

constexpr int kNone = -1; ///< no market
constexpr int kLines = 4; ///< of the text that are seen

} // namespace

NoteForm::NoteForm(ui::ThemeHost& themes, QWidget* parent)
    : QWidget(parent)
    , m_line(new ui::FormLine(themes, QStringLiteral("noteForm"), tr("Note"), this))
    , m_text(new QPlainTextEdit(this)) {
    m_market = m_line->addChoice({QStringLiteral("noteMarket"), tr("Market"), tr("Market the note is about")});
    m_subject = m_line->addHint(QStringLiteral("noteSubject"), {});
    m_save = m_line->addButton({QStringLiteral("noteSave"), tr("Write note"),
                                tr("Keeps it with market time, position "
                                   "and last fill of the market")});
    m_cancel = m_line->addButton({QStringLiteral("noteCancel"), tr("Leave as it was"), tr("Keeps the old words")});
    m_text->setObjectName(QStringLiteral("noteText"));
    m_text->setAccessibleName(tr("Words of the note"));
    m_text->setProperty("entry", true);
    m_text->setTabChangesFocus(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_line);
    auto* inset = new QVBoxLayout;
    inset->setContentsMargins(6, 0, 6, 4);
    inset->addWidget(m_text);
    column->addLayout(inset);
    setFocusProxy(m_text);
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto* save = new QShortcut(QKeySequence(Qt::CTRL | key), m_text, nullptr, nullptr, Qt::WidgetShortcut);
        connect(save, &QShortcut::activated, this, &NoteForm::saved);
    }
    auto* leave = new QShortcut(QKeySequence(Qt::Key_Escape), m_text, nullptr, nullptr, Qt::WidgetShortcut);
    connect(leave, &QShortcut::activated, this, [this] {
        if (m_edited) reset();
    });
    connect(m_save, &QPushButton::clicked, this, &NoteForm::saved);
    connect(m_cancel, &QPushButton::clicked, this, &NoteForm::reset);
    setMarkets({});
    reset();
    fitText();
}

void NoteForm::setMarkets(std::vector<std::pair<QString, int>> markets) {
    markets.emplace_back(tr("none"), kNone);
    ui::setChoices(*m_market, markets);
}

void NoteForm::propose(MarketId market) {
    if (m_edited || !m_text->document()->isEmpty()) return;
    if (const int at = m_market->findData(static_cast<int>(market.value())); at >= 0) m_market->setCurrentIndex(at);
}

std::optional<MarketId> NoteForm::market() const {
    const int chosen = ui::chosenNumber(*m_market);
    return chosen == kNone ? std::nullopt : std::optional(MarketId(static_cast<std::uint16_t>(chosen)));
}

QString NoteForm::text() const { return m_text->toPlainText(); }

void NoteForm::edit(const Note& note) {
    m_edited = note.number;
    QString subject = tr("of %1 UTC").arg(ui::dateTimeText(note.at));
    if (!note.symbol.empty()) subject += QStringLiteral(" · ") + QString::fromStdString(note.symbol);
    m_subject->setText(subject);
    m_subject->show();
    m_market->parentWidget()->hide(); // moment, market and facts stay what they were
    m_save->setText(tr("Keep changes"));
    m_save->setAccessibleName(m_save->text());
    m_cancel->show();
    m_text->setPlainText(QString::fromStdString(note.text));
    m_text->moveCursor(QTextCursor::End);
    m_text->setFocus();
}

void NoteForm::reset() {
    m_edited.reset();
    m_subject->hide();
    m_market->parentWidget()->show();
    m_save->setText(tr("Write note"));
    m_save->setAccessibleName(m_save->text());
    m_cancel->hide();
    m_text->clear();
    m_text->setPlaceholderText(tr("What you saw, what you did and why. Ctrl+Enter keeps it."));
}

void NoteForm::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fitText();
}

void NoteForm::fitText() {
    const auto margin = static_cast<int>(2 * m_text->document()->documentMargin());
    m_text->setFixedHeight(kLines * m_text->fontMetrics().lineSpacing() + margin + 2 * m_text->frameWidth() + 2);
}

} // namespace qd::notes
