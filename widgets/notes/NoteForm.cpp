#include "widgets/notes/NoteForm.h"

#include "widgets/base/Format.h"
#include "widgets/notes/NoteTexts.h"

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
        if (m_edited) emit leaveWanted();
    });
    connect(m_save, &QPushButton::clicked, this, &NoteForm::saved);
    connect(m_cancel, &QPushButton::clicked, this, &NoteForm::leaveWanted);
    connect(m_text, &QPlainTextEdit::textChanged, this, &NoteForm::limitText);
    connect(m_market, &QComboBox::activated, this, &NoteForm::changed);
    m_text->setPlaceholderText(tr("What you saw, what you did and why. Ctrl+Enter keeps it."));
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

bool NoteForm::isWriting() const {
    const QString typed = text();
    return m_edited ? typed != m_original : !typed.trimmed().isEmpty();
}

Draft NoteForm::draft() const {
    if (!isWriting()) return {};
    return {m_edited.value_or(0), m_edited || !market() ? std::string() : m_market->currentText().toStdString(),
            tidied(text())};
}

void NoteForm::edit(const Note& note) {
    showEdited(&note);
    m_text->setPlainText(m_original);
    m_text->moveCursor(QTextCursor::End);
    m_text->setFocus();
}

void NoteForm::resume(const Draft& draft, const Note* edited) {
    showEdited(edited);
    if (edited == nullptr) {
        const int at = m_market->findText(QString::fromStdString(draft.symbol));
        m_market->setCurrentIndex(at >= 0 && !draft.symbol.empty() ? at : m_market->findData(kNone));
    }
    m_text->setPlainText(QString::fromStdString(draft.text));
    m_text->moveCursor(QTextCursor::End);
}

void NoteForm::makeNew() {
    const QString typed = text();
    showEdited(nullptr);
    m_text->setPlainText(typed);
    m_text->moveCursor(QTextCursor::End);
}

void NoteForm::reset() {
    showEdited(nullptr);
    m_text->clear();
}

/// Null: a new note is written.
void NoteForm::showEdited(const Note* note) {
    const bool edits = note != nullptr;
    m_edited = edits ? std::optional(note->number) : std::nullopt;
    m_original = edits ? QString::fromStdString(note->text) : QString();
    if (edits) {
        QString subject = tr("of %1 UTC").arg(ui::dateTimeText(note->at));
        if (!note->symbol.empty()) subject += QStringLiteral(" · ") + QString::fromStdString(note->symbol);
        m_subject->setText(subject);
    }
    m_subject->setVisible(edits);
    m_market->parentWidget()->setVisible(!edits); // moment, market and facts stay what they were
    m_save->setText(edits ? tr("Keep changes") : tr("Write note"));
    m_save->setAccessibleName(m_save->text());
    m_cancel->setVisible(edits);
}

/// Far beyond what a note may hold, so that what is put in can be shortened here.
void NoteForm::limitText() {
    if (m_text->document()->characterCount() - 1 > kLongestDraft) { // it counts an end of its own
        QTextCursor cursor(m_text->document());
        cursor.setPosition(kLongestDraft);
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        cursor.removeSelectedText(); // and this comes here again
        return emit cut();
    }
    emit changed();
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
