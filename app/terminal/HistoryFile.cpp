#include "app/terminal/HistoryFile.h"

#include "core/base/File.h"
#include "layouts/workspace/HistoryText.h"
#include "layouts/workspace/KeptAside.h"

#include <utility>

namespace qd::terminal {
namespace {

constexpr std::uint64_t kLargestFile = 1U << 20U;
constexpr int kSaveAfterMillis = 500;

} // namespace

HistoryFile::HistoryFile(std::filesystem::path file, workspace::Workspace& workspace, workspace::FileSaver& saver)
    : m_file(std::move(file))
    , m_workspace(workspace)
    , m_saver(saver) {
    read();
    m_later.setSingleShot(true);
    m_later.setInterval(kSaveAfterMillis);
    connect(&m_later, &QTimer::timeout, this, &HistoryFile::saveNow);
    connect(&m_workspace, &workspace::Workspace::commandEntered, this, [this] {
        m_unsaved = true;
        m_later.start();
    });
    if (m_notice.isEmpty()) return;
    m_unsaved = true; // what could be read has a file again
    m_later.start();
}

void HistoryFile::read() {
    const auto bytes = readFile(m_file, kLargestFile);
    if (!bytes && bytes.error().code == FileCode::NotFound) return;
    workspace::HistoryRead read;
    if (bytes)
        read = workspace::readHistory({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    else
        read.problem = QString::fromStdString(bytes.error().detail);
    QStringList lines;
    for (const std::string& line : read.lines) lines << QString::fromStdString(line);
    m_workspace.setHistory(lines);
    if (read.problem.isEmpty()) return;
    m_notice = tr("Not all commands that were typed could be read from %1: %2. ")
                   .arg(QString::fromStdString(m_file.string()), read.problem) +
               workspace::keepAside(m_file, m_saver);
}

void HistoryFile::saveNow() {
    m_later.stop();
    if (!std::exchange(m_unsaved, false)) return;
    std::vector<std::string> lines;
    for (const QString& line : m_workspace.history()) lines.push_back(line.toStdString());
    m_saver.save(m_file, workspace::historyText(lines));
}

} // namespace qd::terminal
