#include "layouts/workspace/KeptAside.h"

#include <QCoreApplication>

#include <fmt/format.h>

namespace qd::workspace {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::workspace::KeptAside", text); }

} // namespace

QString keepAside(const std::filesystem::path& file, FileSaver& saver) {
    std::error_code error;
    std::filesystem::path to;
    int i = 1;
    do {
        to = file.string() + (i == 1 ? ".unreadable" : fmt::format(".unreadable-{}", i));
        ++i;
    } while (std::filesystem::exists(std::filesystem::symlink_status(to, error)));
    std::filesystem::rename(file, to, error);
    if (!error) return tr("It was kept as %1.").arg(QString::fromStdString(to.string()));
    saver.protect(file);
    return tr("The file was left where it is, and nothing is saved over it.");
}

} // namespace qd::workspace
