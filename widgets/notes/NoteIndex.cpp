#include "widgets/notes/NoteIndex.h"

#include "widgets/base/Format.h"

#include <algorithm>
#include <cstring>
#include <ranges>

namespace qd::notes {
namespace {

constexpr qsizetype kShown = 300; ///< characters of a line of the table

QString shown(const std::string& text) { return QString::fromStdString(text); }

NoteRow rowOf(const Note& note) {
    const QString text = shown(note.text);
    // Spaces between words are cut out of a little more than is shown: few notes begin with many.
    return std::make_shared<const IndexedNote>(IndexedNote{note, text.left(2 * kShown).simplified().left(kShown),
                                                           wholeText(note).toCaseFolded().toStdString()});
}

bool holds(const IndexedNote& row, const std::vector<std::string>& words) {
    return std::ranges::all_of(words, [&](const std::string& word) {
        return memmem(row.folded.data(), row.folded.size(), word.data(), word.size()) != nullptr;
    });
}

} // namespace

QString wholeText(const Note& note) {
    QString text = ui::dateTimeText(note.at) + QStringLiteral(" UTC");
    if (!note.symbol.empty()) text += QStringLiteral(" · ") + shown(note.symbol);
    text += QLatin1Char('\n') + shown(note.text);
    if (!note.facts.empty()) text += QStringLiteral("\n\n") + shown(note.facts);
    return text;
}

void NoteIndex::read(const std::vector<Note>& notes) {
    std::vector<NoteRow> rows;
    rows.reserve(notes.size());
    auto old = m_rows.begin();
    for (const Note& note : notes) {
        while (old != m_rows.end() && (*old)->note.number < note.number) ++old;
        const bool same = old != m_rows.end() && (*old)->note == note;
        rows.push_back(same ? *old : rowOf(note));
    }
    m_rows = std::move(rows);
}

std::vector<NoteRow> NoteIndex::find(const QStringList& words, std::string_view symbol) const {
    std::vector<std::string> folded;
    for (const QString& word : words) folded.push_back(word.toCaseFolded().toStdString());
    std::vector<NoteRow> found;
    for (const NoteRow& row : std::views::reverse(m_rows)) {
        if ((symbol.empty() || row->note.symbol == symbol) && holds(*row, folded)) found.push_back(row);
    }
    return found;
}

} // namespace qd::notes
