#include "widgets/notes/NoteBook.h"

#include <algorithm>

namespace qd::notes {
namespace {

QString sentenceOf(const QString& objection) { return NoteBook::tr("The note is not kept: %1.").arg(objection); }

QString noSuchNote(std::int64_t number) { return NoteBook::tr("There is no note %1.").arg(number); }

} // namespace

const Note* NoteBook::find(std::int64_t number) const {
    const auto at = std::ranges::lower_bound(m_notes, number, {}, &Note::number);
    return at == m_notes.end() || at->number != number ? nullptr : &*at;
}

std::expected<std::int64_t, QString> NoteBook::add(Note note) {
    if (auto objection = objectionTo(note)) return std::unexpected(sentenceOf(*objection));
    if (!m_notes.empty()) m_last = std::max(m_last, m_notes.back().number);
    if (m_notes.size() >= kMostNotes || m_last >= kLastNumber)
        return std::unexpected(
            tr("The note is not kept: there are %1, which is as many as the journal holds. Delete some; JOURNAL EXPORT "
               "writes them to a file before.")
                .arg(m_notes.size()));
    note.number = ++m_last;
    m_notes.push_back(std::move(note));
    emit changed();
    return m_last;
}

std::expected<void, QString> NoteBook::rewrite(std::int64_t number, std::string text) {
    const Note* old = find(number);
    if (old == nullptr) return std::unexpected(noSuchNote(number));
    Note note = *old;
    note.text = std::move(text);
    if (auto objection = objectionTo(note)) return std::unexpected(sentenceOf(*objection));
    m_notes[static_cast<std::size_t>(old - m_notes.data())] = std::move(note);
    emit changed();
    return {};
}

bool NoteBook::remove(std::int64_t number) {
    const Note* note = find(number);
    if (note == nullptr) return false;
    m_last = std::max(m_last, m_notes.back().number);
    m_notes.erase(m_notes.begin() + (note - m_notes.data()));
    emit changed();
    return true;
}

} // namespace qd::notes
