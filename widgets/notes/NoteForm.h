#pragma once

#include "core/domain/Ids.h"
#include "widgets/base/FormLine.h"
#include "widgets/notes/Note.h"

#include <optional>

class QPlainTextEdit;

namespace qd::notes {

/// Where a note is written, or written anew. Main thread.
class NoteForm final : public QWidget {
    Q_OBJECT
  public:
    explicit NoteForm(ui::ThemeHost& themes, QWidget* parent = nullptr);

    /// Symbols with the numbers of their markets; "none" is there anyway.
    void setMarkets(std::vector<std::pair<QString, int>> markets);
    /// Proposes a market, unless a note is being written.
    void propose(MarketId market);
    /// There are words in it that nobody keeps yet.
    [[nodiscard]] bool isWriting() const;
    /// What is being written; without words when nothing is.
    [[nodiscard]] Draft draft() const;
    /// Goes on with what was being written, of `edited` or, when that is null, of a new note.
    void resume(const Draft& draft, const Note* edited);
    /// The note that is edited is gone: its words become those of a new one.
    void makeNew();
    /// Empty: none.
    [[nodiscard]] std::optional<MarketId> market() const;
    [[nodiscard]] QString text() const;
    /// Shows a note, whose words can be changed.
    void edit(const Note& note);
    /// Its number; empty: a new one is written.
    [[nodiscard]] std::optional<std::int64_t> edited() const { return m_edited; }
    /// Empty again, for a new note.
    void reset();

  signals:
    void saved();
    /// Of a note that is edited: it is to stay as it was.
    void leaveWanted();
    /// Other words, or another market.
    void changed();
    /// More was put in than a form takes; the end is left out.
    void cut();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void fitText();
    void limitText();
    void showEdited(const Note* note);

    ui::FormLine* m_line;
    QComboBox* m_market;
    QLabel* m_subject;
    QPushButton* m_save;
    QPushButton* m_cancel;
    QPlainTextEdit* m_text;
    std::optional<std::int64_t> m_edited;
    QString m_original; ///< the words of the note that is edited
};

} // namespace qd::notes
