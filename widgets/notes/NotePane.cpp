#include "widgets/notes/NotePane.h"

#include "widgets/base/Format.h"
#include "widgets/base/QuestionLine.h"
#include "widgets/base/SaveQuestion.h"
#include "widgets/notes/NoteRows.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace qd::notes {
namespace {

constexpr int at(NoteColumn column) { return static_cast<int>(column); }

QString shown(const std::string& text) { return QString::fromStdString(text); }

QString counted(std::size_t count) { return ui::number(static_cast<std::int64_t>(count), 0, 0); }

QString exportSentence(const QString& file, std::size_t rows, const QString& problem) {
    return problem.isEmpty() ? NotePane::tr("%1 notes were written to %2.").arg(counted(rows), file)
                             : NotePane::tr("%1 was not written: %2. The journal is untouched; choose another file or "
                                            "try again.")
                                   .arg(file, problem);
}

} // namespace

NotePane::NotePane(ui::PaneContext& context, NoteBook& book)
    : Pane(context, QStringLiteral("JOURNAL"), tr("Journal"), true)
    , m_book(book)
    , m_model(noteColumns(links()), [](const Note& n) { return n.number; })
    , m_table(createTable(QStringLiteral("notes")))
    , m_form(new NoteForm(context.themes, this))
    , m_search(new ui::FormLine(context.themes, QStringLiteral("noteSearch"), QString(), this))
    , m_question(new ui::QuestionLine(QStringLiteral("noteQuestion"), this))
    , m_notice(new ui::NoticeLine(context.themes, QStringLiteral("notesNotice"), this)) {
    auto* save = new QToolButton(this);
    save->setText(tr("Export CSV"));
    save->setObjectName(QStringLiteral("notesExport"));
    save->setAccessibleName(save->text());
    save->setToolTip(tr("Writes the notes that are found into a file"));
    save->setAutoRaise(true);
    save->setFocusPolicy(Qt::TabFocus);
    controls()->addWidget(save);
    connect(save, &QToolButton::clicked, this, &NotePane::chooseFile);
    makeSearch();
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_form);
    column->addWidget(m_search);
    column->addWidget(makeList(), 1);
    column->addWidget(m_question);
    column->addWidget(m_notice);
    setBody(body);
    body->setFocusProxy(m_form);
    connect(m_form, &NoteForm::saved, this, &NotePane::save);
    connect(&m_book, &NoteBook::changed, this, [this] { m_dirty = true; });
    connect(&m_csv, &ui::CsvExport::finished, this, [this](const QString& file, std::size_t rows, const QString& why) {
        say(exportSentence(file, rows, why), why.isEmpty() ? ui::Token::Up : ui::Token::Danger);
    });
}

void NotePane::makeSearch() {
    m_words = m_search->addText(
        {QStringLiteral("noteWords"), tr("Search"), tr("Shows notes that hold all these words, in any order")}, 20);
    m_onlyMarket = m_search->addCheck(
        {QStringLiteral("noteOnlyMarket"), tr("this market only"), tr("Shows notes about the pane's market")});
    m_count = m_search->addHint(QStringLiteral("noteCount"), {});
    connect(m_words, &QLineEdit::textChanged, this, [this] { m_dirty = true; });
    connect(m_onlyMarket, &QCheckBox::toggled, this, [this] { m_dirty = true; });
}

QWidget* NotePane::makeList() {
    m_table->setAccessibleName(tr("Notes, the newest first"));
    m_table->setRowsModel(&m_model);
    m_table->setGrowingColumn(at(NoteColumn::Text));
    m_table->setFoldOrder({at(NoteColumn::Facts), at(NoteColumn::Market), at(NoteColumn::Time)});
    m_whole = new QPlainTextEdit;
    m_whole->setObjectName(QStringLiteral("noteWhole"));
    m_whole->setAccessibleName(tr("The chosen note"));
    m_whole->setReadOnly(true);
    m_whole->setTabChangesFocus(true);
    m_whole->setPlaceholderText(tr("Choose a note to read it whole."));
    m_split = new QSplitter(Qt::Vertical);
    m_split->setObjectName(QStringLiteral("notesSplit"));
    m_split->setHandleWidth(3);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(m_table);
    m_split->addWidget(m_whole);
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &NotePane::showChosen);
    connect(m_table, &ui::Table::rowActivated, this, [this](int row) { m_form->edit(m_model.row(row)); });
    auto* del = new QShortcut(QKeySequence(Qt::Key_Delete), m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(del, &QShortcut::activated, this, [this] {
        if (const int row = m_table->currentSourceRow(); row >= 0) askToRemove(Note(m_model.row(row)));
    });
    return m_split;
}

std::vector<ui::CellLink<Note>> NotePane::links() {
    return {{tr("Edit"), [this](const Note& n) { m_form->edit(n); }, {}, {}},
            {tr("Delete"), [this](const Note& n) { askToRemove(n); }, {}, {}}};
}

void NotePane::save() {
    if (const auto number = m_form->edited()) {
        const auto kept = m_book.rewrite(*number, tidied(m_form->text()));
        if (!kept) return say(kept.error(), ui::Token::Warn);
        say(tr("Note %1 has new words.").arg(*number), ui::Token::Accent);
    } else {
        const auto kept = writeNote(context(), m_book, m_form->market(), m_form->text());
        if (!kept) return say(kept.error(), ui::Token::Warn);
        say(keptSentence(*m_book.find(*kept)), ui::Token::Accent);
    }
    m_form->reset();
    marketChanged();
}

void NotePane::askToRemove(const Note& note) {
    const QString words = shown(note.text).simplified();
    constexpr int kShown = 40; // characters
    m_question->ask(tr("Delete the note \"%1\"? It cannot be brought back.")
                        .arg(words.size() > kShown ? words.left(kShown) + QStringLiteral("…") : words),
                    tr("Keep it"), tr("Delete"), [this, number = note.number] {
                        if (m_form->edited() == number) m_form->reset();
                        const bool removed = m_book.remove(number);
                        say(removed ? tr("Note %1 is deleted.").arg(number)
                                    : tr("Note %1 was deleted already.").arg(number),
                            ui::Token::Accent);
                        m_table->setFocus();
                    });
}

void NotePane::marketChanged() {
    if (market()) m_form->propose(*market());
    m_dirty = true;
}

void NotePane::showMarkets() {
    std::vector<std::pair<QString, int>> markets;
    for (const MarketInfo& info : context().market.markets())
        markets.emplace_back(shown(info.params.symbol), static_cast<int>(info.params.id.value()));
    const bool first = !markets.empty() && !m_form->market();
    m_form->setMarkets(std::move(markets));
    if (first && !m_marketsShown) {
        m_marketsShown = true;
        marketChanged();
    }
}

void NotePane::onFrame(const ui::Frame& frame) {
    Pane::onFrame(frame);
    m_notice->pass(frame.nanos);
    showMarkets();
    if (std::exchange(m_dirty, false)) readNotes(frame.nanos);
    (void)m_table->fadeFlashes(frame.nanos);
}

std::vector<Note> NotePane::found() const {
    const QStringList words = m_words->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const MarketInfo* info = market() && m_onlyMarket->isChecked() ? context().info(*market()) : nullptr;
    std::vector<Note> list;
    std::ranges::copy_if(m_book.notes(), std::back_inserter(list), [&](const Note& n) {
        return (info == nullptr || n.symbol == info->params.symbol) && holds(n, words);
    });
    return list;
}

void NotePane::readNotes(std::int64_t nanos) {
    std::vector<Note> list = found();
    std::ranges::reverse(list);
    m_model.setRows(list, nanos);
    const std::size_t all = m_book.notes().size();
    m_whole->setVisible(all > 0);
    m_count->setText(list.size() == all ? (all == 1 ? tr("1 note") : tr("%1 notes").arg(counted(all)))
                                        : tr("%1 of %2 notes").arg(counted(list.size()), counted(all)));
    if (all == 0)
        m_table->setEmptyText(tr("The journal is empty."),
                              tr("Write above, or type NOTE and words in the command bar."));
    else
        m_table->setEmptyText(tr("No note holds these words."), tr("An empty search shows all notes."));
    showChosen();
}

void NotePane::showChosen() {
    const int row = m_table->currentSourceRow();
    const QString text = row < 0 ? QString() : wholeText(m_model.row(row));
    if (m_whole->toPlainText() != text) m_whole->setPlainText(text);
}

std::optional<QString> NotePane::applyWords(const ports::ActionWords& words) {
    if (words.empty()) return std::nullopt;
    if (ports::toUpper(words.front()) != "FIND")
        return tr("JOURNAL takes FIND and words to look for, or EXPORT and a file; NOTE and words write a note.");
    QStringList wanted;
    for (std::size_t i = 1; i < words.size(); ++i) wanted << shown(words[i]);
    m_words->setText(wanted.join(QLatin1Char(' ')));
    return std::nullopt;
}

void NotePane::runWords(const ports::ActionWords& words, const ports::ActionDone& done) {
    if (words.size() == 2 && ports::toUpper(words.front()) == "EXPORT") return exportTo(shown(words[1]), done);
    Pane::runWords(words, done);
}

std::vector<std::string> NotePane::complete(const ports::ActionWords& words) {
    return words.size() == 1 ? std::vector<std::string>{"FIND", "EXPORT"} : std::vector<std::string>{};
}

void NotePane::chooseFile() {
    ui::askForFile(this,
                   {tr("Export the journal"), tr("Comma-separated values (*.csv)"), QStringLiteral("csv"),
                    QStringLiteral("journal.csv")},
                   [this](const QString& file) { exportTo(file); });
}

void NotePane::exportTo(const QString& file, const ports::ActionDone& done) {
    ui::CsvDone answer;
    if (done)
        answer = [done, file](std::size_t rows, const QString& problem) {
            const std::string sentence = exportSentence(file, rows, problem).toStdString();
            done(problem.isEmpty() ? ports::ActionResult(sentence) : fail(ports::ActionCode::Failed, sentence));
        };
    m_csv.start(csvSource(found()), file, std::move(answer));
}

void NotePane::addMenuEntries(QMenu& menu) { menu.addAction(tr("Export CSV …"), this, &NotePane::chooseFile); }

void NotePane::say(const QString& sentence, ui::Token token) {
    m_notice->say(sentence, token, context().clock.monotonicNanos());
}

ui::PaneState NotePane::state() const {
    ui::PaneState state = Pane::state();
    state["columns"] = m_table->columnState();
    state["split"] = m_split->saveState().toBase64().toStdString();
    if (m_onlyMarket->isChecked()) state["only"] = "market";
    return state;
}

void NotePane::restore(const ui::PaneState& state) {
    Pane::restore(state);
    if (const auto found = state.find("columns"); found != state.end()) m_table->restoreColumnState(found->second);
    if (const auto found = state.find("split"); found != state.end())
        m_split->restoreState(QByteArray::fromBase64(QByteArray::fromStdString(found->second)));
    m_onlyMarket->setChecked(state.contains("only"));
}

} // namespace qd::notes
