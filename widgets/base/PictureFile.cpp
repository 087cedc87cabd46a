#include "widgets/base/PictureFile.h"

#include "core/base/File.h"
#include "widgets/base/FileReason.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QThreadPool>

#include <span>

namespace qd::ui {

void writePicture(const QImage& image, const QString& file, std::function<void(const QString& problem)> done) {
    QThreadPool::globalInstance()->start([image, file, done = std::move(done)] {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        QString problem;
        if (!image.save(&buffer, "PNG"))
            problem = QCoreApplication::translate("qd::ui::PictureFile", "the picture could not be made");
        else if (const auto written = writeFileAtomically(file.toStdString(), std::as_bytes(std::span(bytes)));
                 !written)
            problem = reasonOf(written.error());
        QMetaObject::invokeMethod(qApp, [done, problem] { done(problem); }, Qt::QueuedConnection);
    });
}

} // namespace qd::ui
