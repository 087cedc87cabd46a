#pragma once

#include <QImage>
#include <QString>

#include <functional>

namespace qd::ui {

/// Writes a picture as PNG on a thread of Qt's pool, whole or not at all; what was there before stays when it cannot be
/// written. `done` hears why not, empty: it is there, on the main thread. Call there.
void writePicture(const QImage& image, const QString& file, std::function<void(const QString& problem)> done);

} // namespace qd::ui
