#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace qd::ui {

/// What a person is asked before something is written to a file.
struct SaveQuestion {
    QString title;
    QString kind;   ///< of file, with its pattern: "Pictures (*.png)"
    QString ending; ///< of a name that was typed without one: "png"
    QString name;   ///< proposed
};

/// Asks over `parent`, and holds nothing up meanwhile; `chosen` hears the file, if there is one and `parent` still is.
/// Main thread.
void askForFile(QWidget* parent, const SaveQuestion& question, std::function<void(const QString& file)> chosen);

} // namespace qd::ui
