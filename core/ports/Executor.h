#pragma once

#include <functional>
#include <utility>

namespace qd::ports {

/// Where answers are delivered: a queue of one thread. post() may be called from any thread and returns at once; tasks
/// run in order, on the executor's thread, never inside post().
class Executor {
  public:
    Executor() = default;
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;
    virtual ~Executor() = default;
    virtual void post(std::move_only_function<void()> task) = 0;
};

/// Ends something when it goes out of scope: a subscription, a registration. Movable; empty after a move.
class [[nodiscard]] Subscription {
  public:
    Subscription() = default;
    explicit Subscription(std::move_only_function<void()> cancel) : m_cancel(std::move(cancel)) {}
    Subscription(Subscription&& other) noexcept : m_cancel(std::exchange(other.m_cancel, nullptr)) {}
    Subscription& operator=(Subscription&& other) noexcept {
        if (this != &other) {
            cancel();
            m_cancel = std::exchange(other.m_cancel, nullptr);
        }
        return *this;
    }
    ~Subscription() { cancel(); }
    void cancel() {
        if (auto end = std::exchange(m_cancel, nullptr)) end();
    }

  private:
    std::move_only_function<void()> m_cancel;
};

} // namespace qd::ports
