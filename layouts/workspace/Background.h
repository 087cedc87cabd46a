#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <functional>
#include <string>
#include <string_view>

namespace qd::workspace {

/// Runs `work` on another thread and hands its result to `then` on the main thread, unless `owner` is gone by then.
/// Call on the main thread.
template<class T>
void inBackground(QObject* owner, std::function<T()> work, std::function<void(T)> then) {
    QThreadPool::globalInstance()->start(
        [owner = QPointer<QObject>(owner), work = std::move(work), then = std::move(then)] {
            auto result = work();
            QMetaObject::invokeMethod(
                qApp,
                [owner, then, result = std::move(result)]() mutable {
                    if (owner != nullptr) then(std::move(result));
                },
                Qt::QueuedConnection);
        });
}

/// Writes a file a person named, whole or not at all; devices and pipes are written to as they are. Empty: done; else
/// what is wrong. Not on the main thread.
[[nodiscard]] std::string writeForUser(const std::string& file, std::string_view bytes);

} // namespace qd::workspace
