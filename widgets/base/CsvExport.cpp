#include "widgets/base/CsvExport.h"

#include "widgets/base/FileReason.h"
#include "widgets/base/Words.h"

#include <QCoreApplication>
#include <QThreadPool>

#include <span>
#include <utility>

namespace qd::ui {
namespace {

/// Why it could not be written; empty when it was.
QString append(std::optional<FileReplacement>& output, const QString& file, const std::string& lines) {
    if (!output) {
        auto begun = FileReplacement::begin(file.toStdString());
        if (!begun) return reasonOf(begun.error());
        output.emplace(std::move(*begun));
    }
    const auto written = output->append(std::as_bytes(std::span(lines)));
    return written ? QString() : reasonOf(written.error());
}

QString commit(FileReplacement& output) {
    const auto committed = output.commit();
    return committed ? QString() : reasonOf(committed.error());
}

} // namespace

CsvExport::~CsvExport() {
    // Of a file that is being replaced in this moment its writer tells.
    const bool decided = m_output && m_output->decided.exchange(true);
    if (decided) m_jobs.pop_front();
    for (const Job& job : m_jobs) {
        if (job.done) job.done(0, tr("its pane was closed"));
    }
}

void CsvExport::start(CsvSource source, const QString& file, CsvDone done) {
    m_jobs.push_back({std::move(source), file, std::move(done)});
    if (m_jobs.size() == 1) begin();
}

void CsvExport::begin() {
    m_output = std::make_shared<Output>();
    m_rows = 0;
    m_before = ports::kNewestRow;
    ask();
}

void CsvExport::ask() {
    m_jobs.front().source.page(m_before, kPage,
                               [this, alive = std::weak_ptr(m_alive)](Result<CsvPage, ports::HistoryCode> page) {
                                   if (!alive.expired()) take(std::move(page));
                               });
}

void CsvExport::take(Result<CsvPage, ports::HistoryCode> page) {
    if (!page) return finish(reasonOf(page.error()));
    const Job& job = m_jobs.front();
    const bool first = m_before == ports::kNewestRow;
    std::string lines = first ? job.source.heading + page->lines : std::move(page->lines);
    m_rows += page->rows;
    m_before = page->next;
    // The next page is asked for when this one is written: what the person does meanwhile comes first.
    QThreadPool::globalInstance()->start([this, alive = std::weak_ptr(m_alive), output = m_output, file = job.file,
                                          lines = std::move(lines), last = page->last, rows = m_rows, done = job.done] {
        QString problem = append(output->file, file, lines);
        const bool decided = last && problem.isEmpty() && !output->decided.exchange(true);
        if (decided) problem = commit(*output->file);
        QMetaObject::invokeMethod(
            qApp,
            [this, alive, last, problem, decided, rows, done] {
                if (!alive.expired()) return wrote(last, problem);
                if (decided && done) done(rows, problem);
            },
            Qt::QueuedConnection);
    });
}

void CsvExport::wrote(bool last, const QString& problem) {
    if (last || !problem.isEmpty()) return finish(problem);
    emit progressed(m_rows);
    ask();
}

void CsvExport::finish(const QString& problem) {
    m_output.reset();
    const Job job = std::move(m_jobs.front());
    const std::size_t rows = m_rows;
    m_jobs.pop_front();
    // Not at once: files answer in their order, and whoever hears of this one may do away with the exporter.
    if (!m_jobs.empty()) QMetaObject::invokeMethod(this, &CsvExport::begin, Qt::QueuedConnection);
    emit finished(job.file, rows, problem);
    if (job.done) job.done(rows, problem);
}

} // namespace qd::ui
