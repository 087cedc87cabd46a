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

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void fitText();

    ui::FormLine* m_line;
    QComboBox* m_market;
    QLabel* m_subject;
    QPushButton* m_save;
    QPushButton* m_cancel;
    QPlainTextEdit* m_text;
    std::optional<std::int64_t> m_edited;
};

} // namespace qd::notes
