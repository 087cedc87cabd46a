#pragma once

#include "widgets/base/LogModel.h"
#include "widgets/base/NoticeLine.h"
#include "widgets/base/Pane.h"
#include "widgets/base/Table.h"
#include "widgets/notes/NoteExport.h"
#include "widgets/notes/NoteForm.h"
#include "widgets/notes/NoteIndex.h"
#include "widgets/notes/NoteWriting.h"

class QPlainTextEdit;
class QSplitter;

namespace qd::ui {
class QuestionLine;
}

namespace qd::notes {

/// JOURNAL: writes, finds, changes and deletes notes. What is being written when it is closed waits in the book for the
/// next one. Main thread.
class NotePane final : public ui::Pane {
    Q_OBJECT
  public:
    /// `book` outlives the pane.
    NotePane(ui::PaneContext& context, NoteBook& book);
    ~NotePane() override;
    /// Keys and gestures, for the list of shortcuts.
    [[nodiscard]] static std::vector<ui::KeyHint> keys();
    /// Candidates for the last of the words after the market.
    [[nodiscard]] static std::vector<std::string> complete(const ports::ActionWords& words);

    [[nodiscard]] ui::PaneState state() const override;
    void restore(const ui::PaneState& state) override;
    [[nodiscard]] std::optional<QString> applyWords(const ports::ActionWords& words) override;
    void runWords(const ports::ActionWords& words, const ports::ActionDone& done) override;
    void onFrame(const ui::Frame& frame) override;
    [[nodiscard]] std::int64_t frameInterval() const override { return 50 * kNanosPerMilli; }

  protected:
    void marketChanged() override;
    void addMenuEntries(QMenu& menu) override;

  private:
    [[nodiscard]] std::vector<ui::CellLink<NoteRow>> links();
    void makeSearch();
    [[nodiscard]] QWidget* makeList();
    void connectForm();
    /// False: it could not be kept, and is still being written.
    bool save();
    /// Words that are being written are never replaced unasked.
    void edit(std::int64_t number);
    void beginEdit(std::int64_t number);
    void leaveEdit();
    void askToRemove(const Note& note);
    void bookChanged();
    void goOnWriting();
    void showMarkets();
    void readNotes();
    void showRows(const std::vector<NoteRow>& rows);
    void choose(int row);
    void showEmpty(std::size_t all, const QString& market);
    void showChosen();
    /// The market that notes are to be about; empty: any.
    [[nodiscard]] std::string onlySymbol() const;
    [[nodiscard]] QStringList searched() const;
    /// Those that are found, in the order of writing.
    [[nodiscard]] std::vector<Note> found() const;
    void chooseFile(bool all);
    void exportTo(const QString& file, std::vector<Note> notes, const ports::ActionDone& done = {});
    void say(const QString& sentence, ui::Token token);

    NoteBook& m_book;
    NoteIndex m_index;
    ui::LogModel<NoteRow> m_model;
    ui::Table* m_table;
    NoteForm* m_form;
    ui::FormLine* m_search;
    QLineEdit* m_words = nullptr;
    QCheckBox* m_onlyMarket = nullptr;
    QLabel* m_count = nullptr;
    QSplitter* m_split = nullptr;
    QPlainTextEdit* m_whole = nullptr;
    ui::QuestionLine* m_question;
    ui::NoticeLine* m_notice;
    ui::CsvExport m_csv;
    bool m_dirty = true;         ///< what is shown is not what is found
    bool m_bookChanged = true;   ///< since it was read into the index
    bool m_marketsShown = false; ///< since then the form has had a market to propose
};

} // namespace qd::notes
