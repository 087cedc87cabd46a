#pragma once

#include "core/ports/Executor.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

namespace qd::test {

/// An executor whose thread is the test's: tasks wait until the test runs them. No Qt, so helper programs use it too.
class QueueExecutor final : public ports::Executor {
  public:
    void post(std::move_only_function<void()> task) override {
        {
            const std::lock_guard lock(m_mutex);
            m_tasks.push_back(std::move(task));
        }
        m_wake.notify_one();
    }

    /// Runs what is queued, also what the tasks add.
    void drain() {
        while (auto task = next(std::chrono::milliseconds(0))) task();
    }

    /// Runs tasks as they come until `done()`, which is asked after each, and every few milliseconds for what no task
    /// brings. False when the deadline passes first.
    [[nodiscard]] bool waitFor(const std::function<bool()>& done,
                               std::chrono::milliseconds deadline = std::chrono::seconds(90)) {
        const auto end = std::chrono::steady_clock::now() + deadline;
        while (!done()) {
            if (std::chrono::steady_clock::now() >= end) return false;
            if (auto task = next(std::chrono::milliseconds(5))) task();
        }
        return true;
    }

  private:
    /// The oldest task, empty when none comes in time.
    [[nodiscard]] std::move_only_function<void()> next(std::chrono::milliseconds patience) {
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, patience, [this] { return !m_tasks.empty(); });
        if (m_tasks.empty()) return nullptr;
        auto task = std::move(m_tasks.front());
        m_tasks.pop_front();
        return task;
    }

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::move_only_function<void()>> m_tasks;
};

} // namespace qd::test
