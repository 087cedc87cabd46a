#include "widgets/notes/NoteBook.h"

#include <algorithm>
#include <utility>

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
    if (m_notes.size() >= kMostNotes)
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
    for (Writing& w : m_writing) {
        if (w.draft.edited == number)
            w.draft = {0, note->symbol, std::move(w.draft.text)}; // words are not deleted with it
    }
    m_last = std::max(m_last, m_notes.back().number);
    m_notes.erase(m_notes.begin() + (note - m_notes.data()));
    emit changed();
    return true;
}

void NoteBook::load(std::vector<Note> notes, std::vector<Draft> drafts) {
    m_notes = std::move(notes);
    m_writing.clear();
    for (Draft& draft : drafts) {
        if (find(draft.edited) == nullptr) draft.edited = 0;
        m_writing.push_back({nullptr, std::move(draft)});
    }
    // Numbers are names within the program, and no file may use them up.
    constexpr std::int64_t kEnough = kLastNumber / 2;
    if (m_notes.empty() || m_notes.back().number < kEnough) return;
    std::int64_t next = 0;
    for (Note& note : m_notes) {
        const std::int64_t old = std::exchange(note.number, ++next);
        for (Writing& w : m_writing) {
            if (w.draft.edited == old) w.draft.edited = note.number;
        }
    }
}

void NoteBook::keepDraft(const void* writer, Draft draft) {
    const auto at = std::ranges::find(m_writing, writer, &Writing::writer);
    if (at == m_writing.end() ? draft.text.empty() : at->draft == draft) return;
    if (at == m_writing.end())
        m_writing.push_back({writer, std::move(draft)});
    else if (draft.text.empty())
        m_writing.erase(at);
    else
        at->draft = std::move(draft);
    emit draftsChanged();
}

void NoteBook::leaveDraft(const void* writer) {
    const auto at = std::ranges::find(m_writing, writer, &Writing::writer);
    if (at != m_writing.end()) at->writer = nullptr;
}

std::optional<Draft> NoteBook::takeDraft(const void* writer) {
    const auto at = std::ranges::find_if(m_writing, [](const Writing& w) { return w.writer == nullptr; });
    if (at == m_writing.end()) return std::nullopt;
    at->writer = writer;
    return at->draft;
}

std::vector<Draft> NoteBook::drafts() const {
    std::vector<Draft> drafts;
    for (const Writing& w : m_writing) drafts.push_back(w.draft);
    return drafts;
}

void NoteBook::setTrouble(const QString& trouble) {
    if (std::exchange(m_trouble, trouble) != trouble) emit troubleChanged();
}

} // namespace qd::notes
