#include "app/terminal/DrawingFiles.h"

#include "core/base/File.h"
#include "layouts/workspace/KeptAside.h"
#include "widgets/drawings/DrawingTexts.h"

#include <fmt/format.h>

#include <algorithm>

namespace qd::terminal {
namespace {

constexpr int kSaveAfterMillis = 500;
constexpr std::size_t kMostTold = 3; ///< by name in the notice

QString shown(const std::string& text) { return QString::fromStdString(text); }

} // namespace

DrawingFiles::DrawingFiles(std::filesystem::path folder, drawings::DrawingBook& book, workspace::FileSaver& saver)
    : m_folder(std::move(folder))
    , m_book(book)
    , m_saver(saver) {
    readAll();
    m_later.setSingleShot(true);
    m_later.setInterval(kSaveAfterMillis);
    connect(&m_later, &QTimer::timeout, this, &DrawingFiles::saveNow);
    connect(&m_book, &drawings::DrawingBook::changed, this, [this](const std::string& symbol) {
        m_changed.insert(symbol);
        m_later.start();
    });
    if (!m_changed.empty()) m_later.start(); // what could be read of a bad file
}

std::string DrawingFiles::fileName(const std::string& symbol) {
    std::string name;
    for (const char c : symbol) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        name += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return name + ".drawings";
}

void DrawingFiles::readAll() {
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator it(m_folder, error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() == ".drawings") files.push_back(it->path());
    }
    std::ranges::sort(files);
    if (files.size() > kMostFiles) {
        m_notice = tr("%1 holds more than %2 files of drawings; the last ones are not read, and stay as they are.")
                       .arg(shown(m_folder.string()))
                       .arg(kMostFiles);
        for (std::size_t i = kMostFiles; i < files.size(); ++i) m_saver.protect(files[i]);
        files.resize(kMostFiles);
    }
    for (const std::filesystem::path& file : files) readFrom(file);
    if (m_bad > kMostTold) m_notice += tr(" It is the same with %1 other files in that folder.").arg(m_bad - kMostTold);
}

void DrawingFiles::readFrom(const std::filesystem::path& file) {
    const auto bytes = readFile(file, drawings::kLargestFile);
    if (!bytes) {
        const bool large = bytes.error().code == FileCode::TooLarge;
        return keepAside(file, large ? tr("it is larger than drawings can be") : shown(bytes.error().detail), 0);
    }
    auto read = drawings::readDrawings({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    if (!read.symbol.empty() && fileName(read.symbol) != file.filename().string()) {
        read.drawings.clear(); // they would take the place of those of another file
        read.problem = tr("it is named after another market");
    }
    std::size_t used = read.drawings.size();
    if (used > 0) {
        const std::size_t left = m_book.of(read.symbol).load(std::move(read.drawings));
        used -= left;
        if (left > 0 && read.problem.isEmpty()) read.problem = tr("it holds more than is kept");
    }
    if (read.problem.isEmpty()) return;
    keepAside(file, read.problem, used);
    if (used > 0) m_changed.insert(read.symbol); // what could be read has a file again
}

void DrawingFiles::keepAside(const std::filesystem::path& file, const QString& problem, std::size_t used) {
    const QString kept = workspace::keepAside(file, m_saver);
    if (++m_bad > kMostTold) return;
    if (!m_notice.isEmpty()) m_notice += QLatin1Char(' ');
    m_notice += used == 0
                    ? tr("The drawings in %1 are not used: %2. ").arg(shown(file.string()), problem)
                    : tr("%1 drawings in %2 are used, but not all: %3. ").arg(used).arg(shown(file.string()), problem);
    m_notice += kept;
}

void DrawingFiles::saveNow() {
    m_later.stop();
    for (const std::string& symbol : m_changed) {
        const std::filesystem::path file = m_folder / fileName(symbol);
        const auto& all = m_book.of(symbol).all();
        if (all.empty())
            m_saver.remove(file);
        else
            m_saver.save(file, drawings::drawingsText(symbol, all));
    }
    m_changed.clear();
}

} // namespace qd::terminal
