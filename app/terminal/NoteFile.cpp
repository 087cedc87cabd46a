#include "app/terminal/NoteFile.h"

#include "core/base/File.h"
#include "layouts/workspace/KeptAside.h"

#include <utility>

namespace qd::terminal {
namespace {

constexpr int kSaveAfterMillis = 500;

} // namespace

NoteFile::NoteFile(std::filesystem::path file, notes::NoteBook& book, workspace::FileSaver& saver)
    : m_file(std::move(file))
    , m_book(book)
    , m_saver(saver) {
    m_later.setSingleShot(true);
    m_later.setInterval(kSaveAfterMillis);
    connect(&m_later, &QTimer::timeout, this, &NoteFile::saveNow);
    read();
    connect(&m_book, &notes::NoteBook::changed, this, &NoteFile::saveLater);
}

void NoteFile::read() {
    const auto bytes = readFile(m_file, notes::kLargestFile);
    if (!bytes && bytes.error().code == FileCode::NotFound) return;
    if (!bytes) {
        const bool large = bytes.error().code == FileCode::TooLarge;
        return keep(large ? tr("it is larger than notes can be") : QString::fromStdString(bytes.error().detail), 0);
    }
    auto read = notes::readNotes({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    const std::size_t used = read.notes.size();
    m_book.load(std::move(read.notes));
    if (read.problem.isEmpty()) return;
    keep(read.problem, used);
    if (used > 0) saveLater(); // what could be read has a file again
}

void NoteFile::keep(const QString& problem, std::size_t used) {
    const QString name = QString::fromStdString(m_file.string());
    m_notice = used == 0 ? tr("The notes in %1 are not used: %2. ").arg(name, problem)
                         : tr("%1 notes in %2 are used, but not all: %3. ").arg(used).arg(name, problem);
    m_notice += workspace::keepAside(m_file, m_saver);
}

void NoteFile::saveLater() {
    m_unsaved = true;
    m_later.start();
}

void NoteFile::saveNow() {
    m_later.stop();
    if (std::exchange(m_unsaved, false)) m_saver.save(m_file, notes::notesText(m_book.notes()));
}

} // namespace qd::terminal
