#pragma once

#include "core/base/File.h"
#include "core/ports/History.h"

#include <QObject>
#include <QString>

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace qd::ui {

/// Pages of a list as lines of CSV.
struct CsvPage {
    std::string lines;
    std::size_t rows = 0;
    std::uint64_t next = 0; ///< rows below this number come next
    bool last = false;
};
using CsvPageAnswer = std::function<void(Result<CsvPage, ports::HistoryCode>)>;
struct CsvSource {
    std::string heading; ///< the first line
    std::function<void(std::uint64_t before, std::size_t limit, CsvPageAnswer answer)> page;
};

/// What became of a file: `problem` empty: it holds the rows.
using CsvDone = std::function<void(std::size_t rows, const QString& problem)>;

/// Writes whole lists of the history into files, one after the other: a page is read, a thread of Qt's pool writes it
/// beside the file, then comes the next one; with the last page the file is replaced, whole or not at all. Never more
/// than a page is in memory. What is not finished when the exporter ends is given up, and its callers are told. Main
/// thread.
class CsvExport final : public QObject {
    Q_OBJECT
  public:
    static constexpr std::size_t kPage = 500;

    using QObject::QObject;
    ~CsvExport() override;
    /// Begins when the files asked for before it are written. `done` may be empty; it comes after finished().
    void start(CsvSource source, const QString& file, CsvDone done = {});
    [[nodiscard]] bool isRunning() const { return !m_jobs.empty(); }

  signals:
    void progressed(std::size_t rows);
    /// `problem` empty: the file holds the rows. Otherwise nothing was written, and an older file is as it was.
    void finished(const QString& file, std::size_t rows, const QString& problem);

  private:
    struct Job {
        CsvSource source;
        QString file;
        CsvDone done;
    };
    /// Used by one thread at a time, `decided` apart.
    struct Output {
        std::optional<FileReplacement> file;
        /// Who sets it says what becomes of the file: the writer of the last page, or the end of the exporter.
        std::atomic<bool> decided = false;
    };
    void begin();
    void ask();
    void take(Result<CsvPage, ports::HistoryCode> page);
    void wrote(bool last, const QString& problem);
    void finish(const QString& problem);
    std::deque<Job> m_jobs;           ///< the first is under way
    std::shared_ptr<Output> m_output; ///< of that one
    std::size_t m_rows = 0;
    std::uint64_t m_before = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace qd::ui
