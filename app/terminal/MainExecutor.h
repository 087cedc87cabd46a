#pragma once

#include "core/ports/Executor.h"

#include <QCoreApplication>
#include <QEvent>

namespace qd::terminal {

/// The main thread's queue, as an executor: tasks run from the event loop, in order. Lives on the main thread.
class MainExecutor final : public QObject, public ports::Executor {
  public:
    void post(std::move_only_function<void()> task) override {
        QCoreApplication::postEvent(this, new TaskEvent(std::move(task))); // the event loop takes it over
    }

  protected:
    bool event(QEvent* event) override {
        if (event->type() != TaskEvent::kType) return QObject::event(event);
        static_cast<TaskEvent*>(event)->task();
        return true;
    }

  private:
    struct TaskEvent final : QEvent {
        static constexpr Type kType = static_cast<Type>(QEvent::User + 1);
        explicit TaskEvent(std::move_only_function<void()> posted) : QEvent(kType), task(std::move(posted)) {}
        std::move_only_function<void()> task;
    };
};

} // namespace qd::terminal
