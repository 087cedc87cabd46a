#include "widgets/base/FileReason.h"

#include <QCoreApplication>

namespace qd::ui {

QString reasonOf(const Error<FileCode>& error) {
    const auto say = [&](const char* text) {
        return QCoreApplication::translate("qd::ui::FileReason", text).arg(QString::fromStdString(error.detail));
    };
    switch (error.code) {
    case FileCode::NotFound: return say(QT_TRANSLATE_NOOP("qd::ui::FileReason", "the folder does not exist (%1)"));
    case FileCode::Denied: return say(QT_TRANSLATE_NOOP("qd::ui::FileReason", "writing there is not allowed (%1)"));
    case FileCode::NoSpace: return say(QT_TRANSLATE_NOOP("qd::ui::FileReason", "the disk is full (%1)"));
    default: return QString::fromStdString(error.detail);
    }
}

} // namespace qd::ui
