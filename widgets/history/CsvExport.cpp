#include "widgets/history/CsvExport.h"

#include "core/base/File.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <span>
#include <utility>

namespace qd::ui {
namespace {

/// Why the file could not be written; empty when it was.
QString writeWhole(const QString& file, const std::string& text) {
    const auto written = writeFileAtomically(file.toStdString(), std::as_bytes(std::span(text)));
    if (written) return {};
    const QString detail = QString::fromStdString(written.error().detail);
    switch (written.error().code) {
    case FileCode::NotFound: return CsvExport::tr("the folder does not exist (%1)").arg(detail);
    case FileCode::Denied: return CsvExport::tr("writing there is not allowed (%1)").arg(detail);
    case FileCode::NoSpace: return CsvExport::tr("the disk is full (%1)").arg(detail);
    default: return detail;
    }
}

} // namespace

void CsvExport::start(CsvSource source, const QString& file, CsvDone done) {
    m_jobs.push_back({std::move(source), file, std::move(done)});
    if (m_jobs.size() == 1) begin();
}

void CsvExport::begin() {
    m_text = m_jobs.front().source.heading;
    m_rows = 0;
    m_before = ports::kNewestRow;
    ask();
}

void CsvExport::ask() {
    m_jobs.front().source.page(m_before, kPage,
                               [this, alive = std::weak_ptr(m_alive)](const Result<CsvPage, ports::HistoryCode>& page) {
                                   if (!alive.expired()) take(page);
                               });
}

void CsvExport::take(const Result<CsvPage, ports::HistoryCode>& page) {
    if (!page) {
        const QString why = page.error().code == ports::HistoryCode::Damaged ? tr("the history is damaged (%1)")
                                                                             : tr("the history is not available (%1)");
        return finish(why.arg(QString::fromStdString(page.error().detail)));
    }
    m_text += page->lines;
    m_rows += page->rows;
    m_before = page->next;
    emit progressed(m_rows);
    if (page->last) return write();
    // What the person does meanwhile comes first.
    QMetaObject::invokeMethod(this, &CsvExport::ask, Qt::QueuedConnection);
}

void CsvExport::write() {
    QThreadPool::globalInstance()->start(
        [that = QPointer<CsvExport>(this), file = m_jobs.front().file, text = std::exchange(m_text, {})] {
            const QString problem = writeWhole(file, text);
            QMetaObject::invokeMethod(
                qApp,
                [that, problem] {
                    if (that != nullptr) that->finish(problem);
                },
                Qt::QueuedConnection);
        });
}

void CsvExport::finish(const QString& problem) {
    m_text.clear();
    const Job job = std::move(m_jobs.front());
    const std::size_t rows = m_rows;
    m_jobs.pop_front();
    if (!m_jobs.empty()) begin();
    emit finished(job.file, rows, problem);
    if (job.done) job.done(rows, problem);
}

} // namespace qd::ui
