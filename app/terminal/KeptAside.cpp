#include "app/terminal/KeptAside.h"

#include <QCoreApplication>

#include <fmt/format.h>

namespace qd::terminal {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("qd::terminal::KeptAside", text); }

} // namespace

std::optional<std::filesystem::path> keepAside(const std::filesystem::path& file) {
    std::error_code error;
    std::filesystem::path to;
    int i = 1;
    do {
        to = file.string() + (i == 1 ? ".unreadable" : fmt::format(".unreadable-{}", i));
        ++i;
    } while (std::filesystem::exists(std::filesystem::symlink_status(to, error)));
    std::filesystem::rename(file, to, error);
    return error ? std::nullopt : std::optional(to);
}

QString whereKept(const std::optional<std::filesystem::path>& aside) {
    return aside ? tr("It was kept as %1.").arg(QString::fromStdString(aside->string()))
                 : tr("The file was left where it is, and nothing is saved over it.");
}

} // namespace qd::terminal
