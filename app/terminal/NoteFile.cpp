#include "app/terminal/NoteFile.h"

#include "core/base/File.h"
#include "layouts/workspace/KeptAside.h"

#include <utility>

namespace qd::terminal {
namespace {

constexpr int kSaveAfterMillis = 500;
constexpr int kLookEveryMillis = 50;
constexpr int kAgainAfterMillis = 10'000; ///< a disk that is full now may have room then

QString shown(const std::string& text) { return QString::fromStdString(text); }

} // namespace

NoteFile::NoteFile(std::filesystem::path file, notes::NoteBook& book, workspace::FileSaver& saver)
    : m_file(std::move(file))
    , m_book(book)
    , m_saver(saver) {
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &NoteFile::saveNow);
    m_looking.setInterval(kLookEveryMillis);
    connect(&m_looking, &QTimer::timeout, this, &NoteFile::look);
    m_book.load(readNotes(), readDrafts());
    connect(&m_book, &notes::NoteBook::changed, this, [this] {
        m_unsaved = true;
        m_draftsUnsaved = true; // a note that is gone may have been the one that was being changed
        saveLater();
    });
    connect(&m_book, &notes::NoteBook::draftsChanged, this, [this] {
        m_draftsUnsaved = true;
        saveLater();
    });
}

NoteFile::~NoteFile() { saveNow(); }

std::vector<notes::Note> NoteFile::readNotes() {
    const auto bytes = readFile(m_file, notes::kLargestFile);
    if (!bytes && bytes.error().code == FileCode::NotFound) return {};
    const QString name = shown(m_file.string());
    if (!bytes) {
        const bool large = bytes.error().code == FileCode::TooLarge;
        tell(tr("The notes in %1 are not used: %2.")
                 .arg(name, large ? tr("it is larger than notes can be") : shown(bytes.error().detail)));
        tell(workspace::keepAside(m_file, m_saver));
        return {};
    }
    auto read = notes::readNotes({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    if (read.problem.isEmpty()) return std::move(read.notes);
    const std::size_t used = read.notes.size();
    tell(used == 0 ? tr("The notes in %1 are not used: %2.").arg(name, read.problem)
                   : tr("%1 notes in %2 are used, but not all: %3.").arg(used).arg(name, read.problem));
    tell(workspace::keepAside(m_file, m_saver));
    if (used > 0) { // what could be read has a file again
        m_unsaved = true;
        saveLater();
    }
    return std::move(read.notes);
}

std::vector<notes::Draft> NoteFile::readDrafts() {
    const auto bytes = readFile(draftFile(), notes::kLargestFile);
    if (!bytes && bytes.error().code == FileCode::NotFound) return {};
    notes::DraftsRead read;
    if (bytes)
        read = notes::readDrafts({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    else
        read.problem = shown(bytes.error().detail);
    if (read.problem.isEmpty()) return std::move(read.drafts);
    tell(tr("Not all of what was being written for the journal could be read from %1: %2.")
             .arg(shown(draftFile().string()), read.problem));
    tell(workspace::keepAside(draftFile(), m_saver));
    m_draftsUnsaved = true;
    saveLater();
    return std::move(read.drafts);
}

void NoteFile::tell(const QString& sentence) {
    if (!m_notice.isEmpty()) m_notice += QLatin1Char(' ');
    m_notice += sentence;
}

void NoteFile::saveLater() { m_later.start(kSaveAfterMillis); }

void NoteFile::saveNow() {
    m_later.stop();
    if (std::exchange(m_unsaved, false)) {
        m_saver.save(m_file, notes::notesText(m_book.notes()));
        m_looking.start();
    }
    if (!std::exchange(m_draftsUnsaved, false)) return;
    const auto drafts = m_book.drafts();
    if (drafts.empty())
        m_saver.remove(draftFile());
    else
        m_saver.save(draftFile(), notes::draftsText(drafts));
}

void NoteFile::look() {
    if (m_saver.isBusyWith(m_file)) return;
    m_looking.stop();
    const std::string problem = m_saver.problemOf(m_file);
    m_book.setTrouble(shown(problem));
    if (problem.empty()) return;
    m_unsaved = true;
    if (!m_later.isActive()) m_later.start(kAgainAfterMillis);
}

} // namespace qd::terminal
