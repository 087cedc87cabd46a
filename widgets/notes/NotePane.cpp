#include "widgets/notes/NotePane.h"

#include "widgets/base/Format.h"
#include "widgets/base/QuestionLine.h"
#include "widgets/base/SaveQuestion.h"
#include "widgets/notes/NoteRows.h"

#include <QAbstractProxyModel>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QScrollBar>
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
    , m_model(noteColumns(links()), [](const NoteRow& r) { return static_cast<std::uint64_t>(r->note.number); })
    , m_table(createTable(QStringLiteral("notes")))
    , m_form(new NoteForm(context.themes, this))
    , m_search(new ui::FormLine(context.themes, QStringLiteral("noteSearch"), QString(), this))
    , m_question(new ui::QuestionLine(QStringLiteral("noteQuestion"), this))
    , m_notice(new ui::NoticeLine(context.themes, QStringLiteral("notesNotice"), this)) {
    auto* save = new QToolButton(this);
    save->setText(tr("Export those found"));
    save->setObjectName(QStringLiteral("notesExport"));
    save->setAccessibleName(save->text());
    save->setToolTip(tr("Writes those found, which the list shows, into a CSV file; JOURNAL EXPORT writes all notes"));
    save->setAutoRaise(true);
    save->setFocusPolicy(Qt::TabFocus);
    controls()->addWidget(save);
    connect(save, &QToolButton::clicked, this, [this] { chooseFile(false); });
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
    connectForm();
    connect(&m_csv, &ui::CsvExport::finished, this, [this](const QString& file, std::size_t rows, const QString& why) {
        say(exportSentence(file, rows, why), why.isEmpty() ? ui::Token::Up : ui::Token::Danger);
    });
}

NotePane::~NotePane() {
    m_form->disconnect(this); // its text goes after the pane
    m_book.leaveDraft(this);
}

void NotePane::connectForm() {
    connect(m_form, &NoteForm::saved, this, &NotePane::save);
    connect(m_form, &NoteForm::leaveWanted, this, &NotePane::leaveEdit);
    connect(m_form, &NoteForm::changed, this, [this] { m_book.keepDraft(this, m_form->draft()); });
    connect(m_form, &NoteForm::cut, this, [this] {
        say(tr("That is far more than a note holds: what is beyond %1 characters was left out.")
                .arg(counted(kLongestDraft)),
            ui::Token::Warn);
    });
    connect(&m_book, &NoteBook::changed, this, &NotePane::bookChanged);
    connect(&m_book, &NoteBook::troubleChanged, this, [this] {
        if (!m_book.trouble().isEmpty())
            say(tr("The journal cannot be saved: %1. It is tried again.").arg(m_book.trouble()), ui::Token::Danger);
        else
            say(tr("The journal is saved."), ui::Token::Up);
    });
}

void NotePane::makeSearch() {
    m_words = m_search->addText(
        {QStringLiteral("noteWords"), tr("Search"), tr("Shows notes that hold all these words, in any order")}, 20);
    m_onlyMarket = m_search->addCheck(
        {QStringLiteral("noteOnlyMarket"), tr("this market only"), tr("Shows notes about the pane's market")});
    m_count = m_search->addHint(QStringLiteral("noteCount"), {});
    const auto find = [this] {
        m_dirty = true;
        m_table->verticalScrollBar()->setValue(0); // what is found begins on top
    };
    connect(m_words, &QLineEdit::textChanged, this, find);
    connect(m_onlyMarket, &QCheckBox::toggled, this, find);
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
    connect(m_table, &ui::Table::rowActivated, this, [this](int row) { edit(m_model.row(row)->note.number); });
    auto* del = new QShortcut(QKeySequence(Qt::Key_Delete), m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(del, &QShortcut::activated, this, [this] {
        if (const int row = m_table->currentSourceRow(); row >= 0) askToRemove(Note(m_model.row(row)->note));
    });
    return m_split;
}

std::vector<ui::CellLink<NoteRow>> NotePane::links() {
    return {{tr("Edit"), [this](const NoteRow& r) { edit(r->note.number); }, {}, {}},
            {tr("Delete"), [this](const NoteRow& r) { askToRemove(r->note); }, {}, {}}};
}

bool NotePane::save() {
    const auto refused = [this](const QString& why) {
        say(why, ui::Token::Warn);
        return false;
    };
    const ui::Token good = m_book.trouble().isEmpty() ? ui::Token::Accent : ui::Token::Danger;
    if (const auto number = m_form->edited()) {
        const auto kept = m_book.rewrite(*number, tidied(m_form->text()));
        if (!kept) return refused(kept.error());
        say(withTrouble(m_book, tr("Note %1 has new words.").arg(*number)), good);
    } else {
        const auto kept = writeNote(context(), m_book, m_form->market(), m_form->text());
        if (!kept) return refused(kept.error());
        say(keptSentence(m_book, *m_book.find(*kept)), good);
    }
    m_form->reset();
    marketChanged();
    return true;
}

void NotePane::edit(std::int64_t number) {
    if (m_form->edited() == number) return m_form->setFocus();
    if (!m_form->isWriting()) return beginEdit(number);
    m_form->setFocus(); // where the keyboard is again after the answer
    const auto old = m_form->edited();
    m_question->ask(old ? tr("What you changed in note %1 is not kept yet.").arg(*old)
                        : tr("The note you are writing is not kept yet."),
                    tr("Go on writing"),
                    {tr("Keep it"),
                     [this, number] {
                         if (save()) beginEdit(number);
                     }},
                    {tr("Throw it away"), [this, number] { beginEdit(number); }});
}

void NotePane::beginEdit(std::int64_t number) {
    if (const Note* note = m_book.find(number)) return m_form->edit(*note);
    m_form->reset();
    say(tr("Note %1 was deleted already.").arg(number), ui::Token::Warn);
}

void NotePane::leaveEdit() {
    const auto leave = [this] {
        m_form->reset();
        marketChanged();
    };
    if (!m_form->isWriting()) return leave();
    m_form->setFocus();
    m_question->ask(tr("Throw away what you changed in note %1?").arg(m_form->edited().value_or(0)),
                    tr("Go on writing"), tr("Throw it away"), leave);
}

void NotePane::bookChanged() {
    m_bookChanged = true;
    m_dirty = true;
    if (!m_form->edited() || m_book.find(*m_form->edited()) != nullptr) return;
    say(tr("Note %1 was deleted; what you changed in it is a new note now.").arg(*m_form->edited()), ui::Token::Warn);
    m_form->makeNew();
}

/// Takes up what was being written when a pane like this one was closed, or the terminal.
void NotePane::goOnWriting() {
    if (!m_marketsShown || m_form->edited() || !m_form->text().isEmpty()) return;
    const auto draft = m_book.takeDraft(this);
    if (!draft) return;
    m_form->resume(*draft, m_book.find(draft->edited));
    say(tr("Here is what you were writing; it is not kept yet."), ui::Token::Accent);
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
    goOnWriting();
    if (std::exchange(m_dirty, false)) readNotes();
}

QStringList NotePane::searched() const { return m_words->text().split(QLatin1Char(' '), Qt::SkipEmptyParts); }

std::string NotePane::onlySymbol() const {
    const MarketInfo* info = market() && m_onlyMarket->isChecked() ? context().info(*market()) : nullptr;
    return info == nullptr ? std::string() : info->params.symbol;
}

std::vector<Note> NotePane::found() const {
    NoteIndex index; // of this moment, whatever the next frame will show
    index.read(m_book.notes());
    std::vector<Note> list;
    for (const NoteRow& row : index.find(searched(), onlySymbol())) list.push_back(row->note);
    std::ranges::reverse(list);
    return list;
}

void NotePane::readNotes() {
    if (std::exchange(m_bookChanged, false)) m_index.read(m_book.notes());
    const std::string only = onlySymbol();
    const auto rows = m_index.find(searched(), only);
    showRows(rows);
    const std::size_t all = m_book.notes().size();
    m_whole->setVisible(all > 0);
    m_count->setText(rows.size() == all ? (all == 1 ? tr("1 note") : tr("%1 notes").arg(counted(all)))
                                        : tr("%1 of %2 notes").arg(counted(rows.size()), counted(all)));
    showEmpty(all, shown(only));
    showChosen();
}

/// The chosen note stays chosen while it is found.
void NotePane::showRows(const std::vector<NoteRow>& rows) {
    const int row = m_table->currentSourceRow();
    const std::int64_t chosen = row < 0 ? 0 : m_model.row(row)->note.number;
    const int scrolled = m_table->verticalScrollBar()->value();
    m_model.clear();
    m_model.merge(rows, 0);
    if (const auto again = std::ranges::find(rows, chosen, [](const NoteRow& r) { return r->note.number; });
        again != rows.end())
        choose(static_cast<int>(again - rows.begin()));
    m_table->verticalScrollBar()->setValue(scrolled);
}

/// Without scrolling to it.
void NotePane::choose(int row) {
    const auto& sorted = static_cast<const QAbstractProxyModel&>(*m_table->model());
    m_table->setAutoScroll(false);
    m_table->selectionModel()->setCurrentIndex(sorted.mapFromSource(m_model.index(row, 0)),
                                               QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_table->setAutoScroll(true);
}

void NotePane::showEmpty(std::size_t all, const QString& market) {
    const bool hasWords = !searched().isEmpty();
    if (all == 0)
        m_table->setEmptyText(tr("The journal is empty."),
                              tr("Write above, or type NOTE and words in the command bar."));
    else if (!market.isEmpty())
        m_table->setEmptyText(hasWords ? tr("No note about %1 holds these words.").arg(market)
                                       : tr("No note is about %1.").arg(market),
                              hasWords ? tr("Take the tick from \"this market only\" to search all notes, or empty the "
                                            "search.")
                                       : tr("Take the tick from \"this market only\" to see the notes about others."));
    else
        m_table->setEmptyText(tr("No note holds these words."), tr("An empty search shows all notes."));
}

void NotePane::showChosen() {
    const int row = m_table->currentSourceRow();
    const QString text = row < 0 ? QString() : wholeText(m_model.row(row)->note);
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
    if (words.size() == 2 && ports::toUpper(words.front()) == "EXPORT")
        return exportTo(shown(words[1]), m_book.notes(), done);
    Pane::runWords(words, done);
}

std::vector<std::string> NotePane::complete(const ports::ActionWords& words) {
    return words.size() == 1 ? std::vector<std::string>{"FIND", "EXPORT"} : std::vector<std::string>{};
}

void NotePane::chooseFile(bool all) {
    ui::askForFile(this,
                   {all ? tr("Export all notes") : tr("Export the notes that are found"),
                    tr("Comma-separated values (*.csv)"), QStringLiteral("csv"), QStringLiteral("journal.csv")},
                   [this, all](const QString& file) { exportTo(file, all ? m_book.notes() : found()); });
}

void NotePane::exportTo(const QString& file, std::vector<Note> notes, const ports::ActionDone& done) {
    ui::CsvDone answer;
    if (done)
        answer = [done, file](std::size_t rows, const QString& problem) {
            const std::string sentence = exportSentence(file, rows, problem).toStdString();
            done(problem.isEmpty() ? ports::ActionResult(sentence) : fail(ports::ActionCode::Failed, sentence));
        };
    m_csv.start(csvSource(std::move(notes)), file, std::move(answer));
}

void NotePane::addMenuEntries(QMenu& menu) {
    menu.addAction(tr("Export those found …"), this, [this] { chooseFile(false); });
    menu.addAction(tr("Export all notes …"), this, [this] { chooseFile(true); });
}

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
